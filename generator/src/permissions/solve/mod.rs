//! The cheapest sets that satisfy formulas: an exact search.
//!
//! Given are requirements, each a list of alternatives, each alternative a set of permissions to have. Wanted are all sets that
//! satisfy every requirement at the least cost, and among those the ones of the lowest rank.
//!
//! 1. Requirements that share permissions, directly or through others, form a component. The answers of the whole are the
//!    combinations of the answers of the components.
//! 2. Reduce a component: an alternative that contains another of its requirement is dropped; so is a requirement that another one
//!    implies, and a permission that does nothing that a cheaper one does not do too. What only one alternative is left for is taken.
//! 3. What is left may fall into parts. Each is searched depth first, the requirement with the fewest alternatives first. A branch is
//!    left when what it has cost so far, plus what requirements without common permissions must cost at least, exceeds the best
//!    answer. The search is exhaustive, so its end is the proof that nothing is cheaper.
//! 4. The sets of a component that cost the same are ranked by the caller, who can look at a set as a whole.

mod reduce;
mod search;
mod solution;

use std::collections::BTreeSet;

use self::reduce::{parts, reduce};
use self::search::Search;
pub(super) use self::solution::{Alternative, Cost, Solution};

/// How many sets of equal cost a component keeps to rank them.
const TIES: usize = 256;

/// The sets of the least cost that satisfy all requirements, and among those of a component the ones of the lowest rank; at most
/// `bound` of them.
pub(super) fn solve<R: Ord>(
    costs: &[Cost],
    requirements: &[Vec<Alternative>],
    bound: usize,
    rank: impl Fn(&[usize]) -> R,
) -> Solution {
    let open = requirements.iter().filter(|requirement| !requirement.iter().any(Vec::is_empty));
    let mut solution = Solution { sets: vec![Vec::new()], proven: true, ..Solution::default() };
    for component in parts(open.cloned().collect()) {
        let mut found = solve_component(costs, &component);
        if found.sets.len() > 1 {
            let ranks: Vec<R> = found.sets.iter().map(|set| rank(set)).collect();
            let lowest = ranks.iter().min().expect("there are several");
            let kept = ranks.iter().map(|rank| rank == lowest);
            found.sets =
                found.sets.into_iter().zip(kept).filter_map(|(set, kept)| kept.then_some(set)).collect();
        }
        solution.combine(found, bound);
    }
    solution
}

/// The sets of the least cost for one component, at most [`TIES`] of them.
fn solve_component(costs: &[Cost], requirements: &[Vec<Alternative>]) -> Solution {
    let mut taken = BTreeSet::new();
    let Some(requirements) = reduce(costs, requirements, &mut taken) else {
        return Solution { proven: true, ..Solution::default() };
    };
    let mut solution =
        Solution { sets: vec![taken.into_iter().collect()], proven: true, ..Solution::default() };
    for part in parts(requirements) {
        solution.combine(Search::new(costs, &part, TIES).run(), TIES);
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(weight: usize) -> Cost {
        Cost::of(weight, false)
    }

    /// All sets of the least cost, by trying every set.
    fn by_force(costs: &[Cost], requirements: &[Vec<Alternative>]) -> Vec<Vec<usize>> {
        let mut best: Option<Cost> = None;
        let mut sets = Vec::new();
        for bits in 0..1usize << costs.len() {
            let set: Vec<usize> = (0..costs.len()).filter(|permission| bits >> permission & 1 == 1).collect();
            let holds = |alternative: &Alternative| alternative.iter().all(|one| set.contains(one));
            if !requirements.iter().all(|requirement| requirement.iter().any(holds)) {
                continue;
            }
            let cost: Cost = set.iter().map(|&permission| costs[permission]).sum();
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

    fn unranked(costs: &[Cost], requirements: &[Vec<Alternative>], bound: usize) -> Solution {
        solve(costs, requirements, bound, |_| ())
    }

    /// A row of numbers without a pattern, the same on every machine.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (self.0 >> 33) as usize % limit
        }
    }

    /// The order of costs is the order of sorted lists of weights.
    #[test]
    fn costs_are_compared_from_the_greatest_weight() {
        let mut numbers = Numbers(3);
        for _ in 0..2000 {
            let mut weights =
                || -> Vec<usize> { (0..numbers.below(5)).map(|_| numbers.below(4) * 9).collect() };
            let (mut one, mut other) = (weights(), weights());
            let sum = |weights: &[usize]| weights.iter().map(|&weight| cost(weight)).sum::<Cost>();
            let order = sum(&one).cmp(&sum(&other));
            one.sort_unstable_by(|a, b| b.cmp(a));
            other.sort_unstable_by(|a, b| b.cmp(a));
            assert_eq!(order, one.cmp(&other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn small_cases() {
        let costs = [cost(4), cost(4), cost(5), cost(9)];
        let check = |requirements: &[Vec<Alternative>], expected: &[Vec<usize>]| {
            let solution = unranked(&costs, requirements, 10);
            assert_eq!((solution.sets, solution.proven, solution.more), (expected.to_vec(), true, false));
        };
        check(&[], &[vec![]]);
        check(&[vec![]], &[]);
        // Two narrow ones are less than one broad one.
        check(&[vec![vec![0], vec![3]], vec![vec![1], vec![3]]], &[vec![0, 1]]);
        check(&[vec![vec![0], vec![1]]], &[vec![0], vec![1]]);
        check(&[vec![vec![0, 1], vec![2]]], &[vec![0, 1]]);
        check(&[vec![vec![0, 1]], vec![vec![0], vec![3]]], &[vec![0, 1]]);
        check(&[vec![vec![], vec![3]]], &[vec![]]);
        let fewest = costs.iter().enumerate().map(|(at, _)| Cost::of([4, 4, 5, 9][at], true));
        let fewest: Vec<Cost> = fewest.collect();
        let requirements = [vec![vec![0], vec![3]], vec![vec![1], vec![3]]];
        assert_eq!(unranked(&fewest, &requirements, 10).sets, [vec![3]]);
    }

    #[test]
    fn ranks_decide_among_sets_of_one_component_that_cost_the_same() {
        let costs = [cost(4); 4];
        let requirements = [vec![vec![0], vec![1]], vec![vec![2], vec![3]]];
        let solution = solve(&costs, &requirements, 10, |set| usize::from(set.contains(&0)));
        assert_eq!(solution.sets, [vec![1, 2], vec![1, 3]]);
    }

    #[test]
    fn nothing_is_cheaper_by_force() {
        let mut numbers = Numbers(7);
        for round in 0..1500 {
            let permissions = 2 + numbers.below(8);
            let fewest = numbers.below(3) == 0;
            let costs: Vec<Cost> = (0..permissions).map(|_| Cost::of(numbers.below(4), fewest)).collect();
            let requirements: Vec<Vec<Alternative>> = (0..1 + numbers.below(9))
                .map(|_| {
                    (0..1 + numbers.below(4))
                        .map(|_| (0..1 + numbers.below(3)).map(|_| numbers.below(permissions)).collect())
                        .collect()
                })
                .collect();
            let solution = unranked(&costs, &requirements, 1000);
            assert!(solution.proven && !solution.more);
            let expected = by_force(&costs, &requirements);
            assert_eq!(solution.sets, expected, "round {round}: {costs:?} {requirements:?}");
        }
    }

    #[test]
    fn more_answers_than_wanted() {
        let costs = vec![cost(1); 8];
        let requirements: Vec<Vec<Alternative>> =
            (0..4).map(|n| vec![vec![2 * n], vec![2 * n + 1]]).collect();
        let solution = unranked(&costs, &requirements, 5);
        assert_eq!((solution.sets.len(), solution.more, solution.proven), (5, true, true));
    }

    #[test]
    fn large_cases_end_soon() {
        for (fewest, weights) in [(false, 16), (true, 16), (false, 2), (true, 1)] {
            let mut numbers = Numbers(11);
            let costs: Vec<Cost> = (0..60).map(|_| Cost::of(numbers.below(weights), fewest)).collect();
            let requirements: Vec<Vec<Alternative>> = (0..400)
                .map(|_| {
                    let first = numbers.below(50);
                    (0..2 + numbers.below(4)).map(|_| vec![(first + numbers.below(10)) % 60]).collect()
                })
                .collect();
            let solution = unranked(&costs, &requirements, 5);
            assert!(
                solution.proven && solution.steps < 200_000,
                "{fewest} {weights}: {} steps",
                solution.steps
            );
        }
    }
}
