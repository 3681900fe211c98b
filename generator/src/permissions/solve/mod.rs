//! The smallest sets that satisfy formulas: an exact search.
//!
//! Given are needs, each a list of alternatives, each alternative a set of things to have. Wanted are all sets that satisfy every
//! need at the least cost; a cost is a number of things first, and then how much they weigh.
//!
//! 1. Reduce: an alternative that contains another of its need is dropped; so is a need that another one implies, and a thing
//!    that does nothing that a lighter one does not do too. What only one alternative is left for is taken.
//! 2. Split into parts that share nothing; the answers of the whole are the combinations of the answers of the parts.
//! 3. Search each part depth first, the need with the fewest alternatives first. A branch is left when what it has cost so far
//!    plus what needs without common things must cost at least exceeds the best answer. The search is exhaustive, so its end is
//!    the proof that there is nothing smaller.

mod reduce;
mod search;

use std::collections::BTreeSet;

use self::reduce::{parts, reduce};
use self::search::Search;

/// What a set costs: sets are compared by the first number, and then by the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cost {
    /// How many things.
    pub(super) things: u32,
    /// How far from the least they stand in the order of the docs.
    pub(super) order: u32,
    /// How much they weigh.
    pub(super) weight: u32,
    /// How much they weigh by a second measure.
    pub(super) breadth: u32,
}

impl std::ops::Add for Cost {
    type Output = Cost;

    fn add(self, other: Cost) -> Cost {
        Cost {
            things: self.things.saturating_add(other.things),
            order: self.order.saturating_add(other.order),
            weight: self.weight.saturating_add(other.weight),
            breadth: self.breadth.saturating_add(other.breadth),
        }
    }
}

/// One way to satisfy a need: things, in order.
type Way = Vec<usize>;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Solution {
    /// The cheapest sets, each in order; one empty set when nothing is needed, no set when a need has no alternative.
    pub(super) sets: Vec<Vec<usize>>,
    /// Whether there may be more sets that are as cheap.
    pub(super) more: bool,
    /// Whether it is proven that no set is cheaper.
    pub(super) proven: bool,
    /// The steps that the search took.
    pub(super) steps: u64,
}

/// The cheapest sets that satisfy all needs, at most `bound` of them.
pub(super) fn solve(costs: &[Cost], needs: &[Vec<Way>], bound: usize) -> Solution {
    let mut taken = BTreeSet::new();
    let Some(needs) = reduce(costs, needs, &mut taken) else {
        return Solution { proven: true, ..Solution::default() };
    };
    let mut solution =
        Solution { sets: vec![taken.into_iter().collect()], proven: true, ..Solution::default() };
    for part in parts(needs) {
        let found = Search::new(costs, &part, bound.max(1)).run();
        solution.proven &= found.proven;
        solution.steps += found.steps;
        solution.more |= found.more;
        let mut sets = Vec::new();
        for set in &solution.sets {
            for found in &found.sets {
                let mut whole: Vec<usize> = set.iter().chain(found).copied().collect();
                whole.sort_unstable();
                sets.push(whole);
            }
        }
        sets.sort();
        solution.more |= sets.len() > bound;
        sets.truncate(bound.max(1));
        solution.sets = sets;
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(weight: u32) -> Cost {
        Cost { things: 1, order: 0, weight, breadth: 0 }
    }

    /// All cheapest sets, by trying every set.
    fn by_force(costs: &[Cost], needs: &[Vec<Way>]) -> Vec<Vec<usize>> {
        let mut best: Option<Cost> = None;
        let mut sets = Vec::new();
        for bits in 0..1usize << costs.len() {
            let set: Vec<usize> = (0..costs.len()).filter(|thing| bits >> thing & 1 == 1).collect();
            if !needs.iter().all(|need| need.iter().any(|way| way.iter().all(|thing| set.contains(thing)))) {
                continue;
            }
            let cost = set.iter().fold(Cost::default(), |cost, &thing| cost + costs[thing]);
            if best.is_none_or(|best| cost < best) {
                best = Some(cost);
                sets.clear();
            }
            if best == Some(cost) {
                sets.push(set);
            }
        }
        sets.sort();
        sets
    }

    /// A row of numbers without a pattern, the same on every machine.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (self.0 >> 33) as usize % limit
        }
    }

    #[test]
    fn small_cases() {
        let costs = vec![unit(1), unit(1), unit(2), unit(5)];
        let check = |needs: &[Vec<Way>], expected: &[Vec<usize>]| {
            let solution = solve(&costs, needs, 10);
            assert_eq!((solution.sets, solution.proven, solution.more), (expected.to_vec(), true, false));
        };
        check(&[], &[vec![]]);
        check(&[vec![]], &[]);
        check(&[vec![vec![0], vec![3]], vec![vec![1], vec![3]]], &[vec![3]]);
        check(&[vec![vec![0], vec![1]]], &[vec![0], vec![1]]);
        check(&[vec![vec![0, 1], vec![2]]], &[vec![2]]);
        check(&[vec![vec![0, 1]], vec![vec![0], vec![3]]], &[vec![0, 1]]);
    }

    #[test]
    fn nothing_is_smaller_by_force() {
        let mut numbers = Numbers(7);
        for round in 0..1500 {
            let things = 2 + numbers.below(8);
            let costs: Vec<Cost> = (0..things)
                .map(|_| Cost {
                    things: 1,
                    order: numbers.below(2) as u32,
                    weight: numbers.below(4) as u32,
                    breadth: numbers.below(3) as u32,
                })
                .collect();
            let needs: Vec<Vec<Way>> = (0..1 + numbers.below(9))
                .map(|_| {
                    (0..1 + numbers.below(4))
                        .map(|_| (0..1 + numbers.below(3)).map(|_| numbers.below(things)).collect())
                        .collect()
                })
                .collect();
            let solution = solve(&costs, &needs, 1000);
            assert!(solution.proven && !solution.more);
            assert_eq!(solution.sets, by_force(&costs, &needs), "round {round}: {costs:?} {needs:?}");
        }
    }

    #[test]
    fn more_answers_than_wanted() {
        let costs = vec![unit(1); 8];
        let needs: Vec<Vec<Way>> = (0..4).map(|n| vec![vec![2 * n], vec![2 * n + 1]]).collect();
        let solution = solve(&costs, &needs, 5);
        assert_eq!((solution.sets.len(), solution.more, solution.proven), (5, true, true));
    }

    #[test]
    fn large_cases_end_soon() {
        let mut numbers = Numbers(11);
        let costs: Vec<Cost> = (0..60)
            .map(|_| Cost {
                things: 1,
                order: 0,
                weight: numbers.below(16) as u32,
                breadth: numbers.below(500) as u32,
            })
            .collect();
        let needs: Vec<Vec<Way>> = (0..400)
            .map(|_| {
                let first = numbers.below(50);
                (0..2 + numbers.below(4)).map(|_| vec![(first + numbers.below(10)) % 60]).collect()
            })
            .collect();
        let solution = solve(&costs, &needs, 5);
        assert!(solution.proven && solution.steps < 20_000, "{} steps", solution.steps);
    }
}
