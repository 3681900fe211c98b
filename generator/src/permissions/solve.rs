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

use std::collections::BTreeSet;

/// Steps after which the search of one part gives up. The largest real programs need a few thousand.
const PATIENCE: u64 = 3_000_000;

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
        let mut search = Search {
            costs,
            needs: &part,
            bound: bound.max(1),
            chosen: vec![false; costs.len()],
            banned: vec![false; costs.len()],
            best: None,
            found: BTreeSet::new(),
            more: false,
            steps: 0,
        };
        search.go(Cost::default());
        solution.proven &= search.steps < PATIENCE;
        solution.steps += search.steps;
        solution.more |= search.more;
        let mut sets = Vec::new();
        for set in &solution.sets {
            for found in &search.found {
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

/// Takes what must be taken and drops what decides nothing. None when a need cannot be satisfied.
fn reduce(costs: &[Cost], needs: &[Vec<Way>], taken: &mut BTreeSet<usize>) -> Option<Vec<Vec<Way>>> {
    let mut needs: Vec<Vec<Way>> = needs.to_vec();
    loop {
        for need in &mut needs {
            for way in need.iter_mut() {
                way.retain(|thing| !taken.contains(thing));
            }
            minimal(need);
            if need.is_empty() {
                return None;
            }
        }
        needs.retain(|need| !need.iter().any(Vec::is_empty));
        needs.sort();
        needs.dedup();
        needs = without_implied(needs);
        let forced: Vec<usize> =
            needs.iter().filter(|need| need.len() == 1).flat_map(|need| need[0].clone()).collect();
        if !forced.is_empty() {
            taken.extend(forced);
        } else if !drop_dominated(costs, &mut needs) {
            return Some(needs);
        }
    }
}

/// Keeps the alternatives that contain no other.
fn minimal(need: &mut Vec<Way>) {
    for way in need.iter_mut() {
        way.sort_unstable();
        way.dedup();
    }
    need.sort();
    need.dedup();
    let all = need.clone();
    need.retain(|way| !all.iter().any(|other| other.len() < way.len() && contains(way, other)));
}

fn contains(way: &[usize], other: &[usize]) -> bool {
    other.iter().all(|thing| way.binary_search(thing).is_ok())
}

/// Drops needs that are satisfied whenever another one is: each alternative of the other contains one of theirs.
fn without_implied(needs: Vec<Vec<Way>>) -> Vec<Vec<Way>> {
    let mut kept = vec![true; needs.len()];
    for (position, need) in needs.iter().enumerate() {
        kept[position] = !needs.iter().enumerate().any(|(other_position, other)| {
            other_position != position
                && kept[other_position]
                && other.len() <= need.len()
                && other.iter().all(|way| need.iter().any(|own| contains(way, own)))
        });
    }
    needs.into_iter().zip(kept).filter_map(|(need, kept)| kept.then_some(need)).collect()
}

/// Drops things that stand alone wherever they stand, when a cheaper thing stands alone in all of these needs too.
fn drop_dominated(costs: &[Cost], needs: &mut [Vec<Way>]) -> bool {
    let mut where_alone: Vec<Vec<usize>> = vec![Vec::new(); costs.len()];
    let mut together = vec![false; costs.len()];
    for (position, need) in needs.iter().enumerate() {
        for way in need {
            match way.as_slice() {
                [one] => where_alone[*one].push(position),
                several => several.iter().for_each(|&thing| together[thing] = true),
            }
        }
    }
    let candidates: Vec<usize> = (0..costs.len()).filter(|&thing| !where_alone[thing].is_empty()).collect();
    let dominated: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|&thing| {
            !together[thing]
                && candidates.iter().any(|&other| {
                    costs[other] < costs[thing]
                        && where_alone[thing]
                            .iter()
                            .all(|need| where_alone[other].binary_search(need).is_ok())
                })
        })
        .collect();
    for &thing in &dominated {
        for &position in &where_alone[thing] {
            needs[position].retain(|way| way != &[thing]);
        }
    }
    !dominated.is_empty()
}

/// Needs that are connected by common things stay together.
fn parts(needs: Vec<Vec<Way>>) -> Vec<Vec<Vec<Way>>> {
    let mut parts: Vec<(BTreeSet<usize>, Vec<Vec<Way>>)> = Vec::new();
    for need in needs {
        let mut things: BTreeSet<usize> = need.iter().flatten().copied().collect();
        let mut together = vec![need];
        parts.retain_mut(|(others, needs)| {
            let apart = others.is_disjoint(&things);
            if !apart {
                things.append(others);
                together.append(needs);
            }
            apart
        });
        parts.push((things, together));
    }
    parts.into_iter().map(|(_, needs)| needs).collect()
}

struct Search<'s> {
    costs: &'s [Cost],
    needs: &'s [Vec<Way>],
    bound: usize,
    chosen: Vec<bool>,
    banned: Vec<bool>,
    best: Option<Cost>,
    found: BTreeSet<Vec<usize>>,
    more: bool,
    steps: u64,
}

impl Search<'_> {
    fn go(&mut self, cost: Cost) {
        self.steps += 1;
        if self.steps >= PATIENCE {
            return;
        }
        let Some((need, least)) = self.hardest() else {
            return;
        };
        let Some(need) = need else { return self.found(cost) };
        if let Some(best) = self.best {
            let total = cost + least;
            if total > best {
                return;
            }
            if total == best && self.found.len() >= self.bound {
                self.more = true;
                return;
            }
        }
        let mut ways: Vec<(usize, Cost, Vec<usize>)> = self
            .ways(need)
            .map(|way| {
                let missing: Vec<usize> = way.iter().copied().filter(|&thing| !self.chosen[thing]).collect();
                let opened = self
                    .needs
                    .iter()
                    .filter(|need| need.iter().any(|way| missing.iter().any(|m| way.contains(m))));
                (opened.count(), self.cost(&missing), missing)
            })
            .collect();
        // What opens the most comes first, so that a good answer is found early.
        ways.sort_by(|a, b| (a.1.things, b.0, a.1, &a.2).cmp(&(b.1.things, a.0, b.1, &b.2)));
        let mut banned = Vec::new();
        for (_, price, missing) in ways {
            if missing.iter().any(|&thing| self.banned[thing]) {
                continue;
            }
            for &thing in &missing {
                self.chosen[thing] = true;
            }
            self.go(cost + price);
            for &thing in &missing {
                self.chosen[thing] = false;
            }
            // All sets with this thing have been seen.
            if let [thing] = missing[..] {
                self.banned[thing] = true;
                banned.push(thing);
            }
        }
        for thing in banned {
            self.banned[thing] = false;
        }
    }

    /// The open need with the fewest ways, none when all are satisfied, with what the open needs cost at least.
    /// None when one of them has no way left.
    fn hardest(&self) -> Option<(Option<usize>, Cost)> {
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (position, need) in self.needs.iter().enumerate() {
            if need.iter().any(|way| way.iter().all(|&thing| self.chosen[thing])) {
                continue;
            }
            match self.ways(position).count() {
                0 => return None,
                ways => open.push((ways, position)),
            }
        }
        open.sort_unstable();
        let mut used = vec![false; self.costs.len()];
        let mut least = Cost::default();
        for &(_, position) in &open {
            let things = || self.ways(position).flatten().copied().filter(|&thing| !self.chosen[thing]);
            if things().any(|thing| used[thing]) {
                continue;
            }
            let missing =
                |way: &Way| way.iter().copied().filter(|&thing| !self.chosen[thing]).collect::<Vec<_>>();
            least = least + self.ways(position).map(|way| self.cost(&missing(way))).min().unwrap_or_default();
            things().for_each(|thing| used[thing] = true);
        }
        Some((open.first().map(|&(_, position)| position), least))
    }

    /// The ways of a need that nothing forbids.
    fn ways(&self, need: usize) -> impl Iterator<Item = &Way> {
        self.needs[need]
            .iter()
            .filter(|way| !way.iter().any(|&thing| self.banned[thing] && !self.chosen[thing]))
    }

    fn cost(&self, things: &[usize]) -> Cost {
        things.iter().fold(Cost::default(), |cost, &thing| cost + self.costs[thing])
    }

    fn found(&mut self, cost: Cost) {
        match self.best {
            Some(best) if cost > best => return,
            Some(best) if cost == best => {}
            _ => {
                self.best = Some(cost);
                self.found.clear();
                self.more = false;
            }
        }
        let set =
            self.chosen.iter().enumerate().filter_map(|(thing, &chosen)| chosen.then_some(thing)).collect();
        self.found.insert(set);
        if self.found.len() > self.bound {
            self.found.pop_last();
            self.more = true;
        }
    }
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
