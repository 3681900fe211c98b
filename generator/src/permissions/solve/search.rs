//! The search through one part: requirements that share permissions, directly or through others.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::solution::{Alternative, Cost, Solution};

/// Steps after which the search of one part gives up. The largest real programs need a few thousand.
const PATIENCE: u64 = 3_000_000;

/// Permissions as bits, the lowest first.
type Mask = Vec<u64>;

/// A depth-first search. Permissions are numbered anew, so that a set of them is a few words.
pub(super) struct Search {
    /// The number that each permission has outside.
    permissions: Vec<usize>,
    costs: Vec<Cost>,
    requirements: Vec<Vec<Mask>>,
    bound: usize,
    chosen: Mask,
    banned: Mask,
    best: Option<Cost>,
    found: BTreeSet<Vec<usize>>,
    more: bool,
    steps: u64,
}

impl Search {
    pub(super) fn new(costs: &[Cost], requirements: &[Vec<Alternative>], bound: usize) -> Self {
        let permissions: BTreeSet<usize> = requirements.iter().flatten().flatten().copied().collect();
        let permissions: Vec<usize> = permissions.into_iter().collect();
        let empty: Mask = vec![0; permissions.len().div_ceil(64)];
        let mask = |alternative: &Alternative| {
            let mut mask = empty.clone();
            for permission in alternative {
                let permission =
                    permissions.binary_search(permission).expect("all permissions were numbered");
                mask[permission / 64] |= 1 << (permission % 64);
            }
            mask
        };
        Self {
            costs: permissions.iter().map(|&permission| costs[permission]).collect(),
            requirements: requirements
                .iter()
                .map(|requirement| requirement.iter().map(mask).collect())
                .collect(),
            bound,
            chosen: empty.clone(),
            banned: empty,
            best: None,
            found: BTreeSet::new(),
            more: false,
            steps: 0,
            permissions,
        }
    }

    pub(super) fn run(mut self) -> Solution {
        self.go(Cost::default());
        let outside =
            |set: Vec<usize>| set.into_iter().map(|permission| self.permissions[permission]).collect();
        Solution {
            sets: self.found.into_iter().map(outside).collect(),
            more: self.more,
            proven: self.steps < PATIENCE,
            steps: self.steps,
        }
    }

    fn go(&mut self, cost: Cost) {
        self.steps += 1;
        if self.steps >= PATIENCE {
            return;
        }
        let Some((requirement, least)) = self.hardest() else {
            return;
        };
        let Some(requirement) = requirement else { return self.found(cost) };
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
        let mut alternatives: Vec<(Cost, Reverse<usize>, Mask)> = self
            .alternatives(requirement)
            .map(|alternative| {
                let missing: Mask = self.missing(alternative).collect();
                let opened =
                    self.requirements.iter().filter(|other| other.iter().any(|one| meet(one, &missing)));
                (self.cost(missing.iter().copied()), Reverse(opened.count()), missing)
            })
            .collect();
        // What is cheap and opens much comes first, so that a good answer is found early.
        alternatives.sort();
        let banned = self.banned.clone();
        for (price, _, missing) in alternatives {
            if meet(&missing, &self.banned) {
                continue;
            }
            let before = self.chosen.clone();
            self.chosen.iter_mut().zip(&missing).for_each(|(word, more)| *word |= more);
            self.go(cost + price);
            self.chosen = before;
            // All sets with this permission have been seen.
            if missing.iter().map(|word| word.count_ones()).sum::<u32>() == 1 {
                self.banned.iter_mut().zip(&missing).for_each(|(word, more)| *word |= more);
            }
        }
        self.banned = banned;
    }

    /// The open requirement with the fewest alternatives, none when all are satisfied, with what the open requirements cost at least.
    /// None when one of them has no alternative left.
    fn hardest(&self) -> Option<(Option<usize>, Cost)> {
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (position, requirement) in self.requirements.iter().enumerate() {
            if requirement.iter().any(|alternative| self.missing(alternative).all(|word| word == 0)) {
                continue;
            }
            match self.alternatives(position).count() {
                0 => return None,
                alternatives => open.push((alternatives, position)),
            }
        }
        open.sort_unstable();
        // Requirements without common permissions add up.
        let mut used = vec![0; self.chosen.len()];
        let mut least = Cost::default();
        for &(_, position) in &open {
            if self
                .alternatives(position)
                .any(|alternative| self.missing(alternative).zip(&used).any(|(word, used)| word & used != 0))
            {
                continue;
            }
            least = least
                + self
                    .alternatives(position)
                    .map(|alternative| self.cost(self.missing(alternative)))
                    .min()
                    .unwrap_or_default();
            for alternative in self.alternatives(position) {
                used.iter_mut().zip(self.missing(alternative)).for_each(|(used, word)| *used |= word);
            }
        }
        Some((open.first().map(|&(_, position)| position), least))
    }

    /// The alternatives of a requirement that nothing forbids.
    fn alternatives(&self, requirement: usize) -> impl Iterator<Item = &Mask> {
        self.requirements[requirement].iter().filter(|alternative| {
            self.missing(alternative).zip(&self.banned).all(|(word, no)| word & no == 0)
        })
    }

    /// What a alternative requirements beside what is chosen.
    fn missing<'w>(&'w self, alternative: &'w Mask) -> impl Iterator<Item = u64> + 'w {
        alternative.iter().zip(&self.chosen).map(|(alternative, chosen)| alternative & !chosen)
    }

    fn cost(&self, mask: impl Iterator<Item = u64>) -> Cost {
        bits(mask).map(|permission| self.costs[permission]).sum()
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
        self.found.insert(bits(self.chosen.iter().copied()).collect());
        if self.found.len() > self.bound {
            self.found.pop_last();
            self.more = true;
        }
    }
}

fn meet(a: &Mask, b: &Mask) -> bool {
    a.iter().zip(b).any(|(a, b)| a & b != 0)
}

/// The numbers of the bits that are set.
fn bits(mask: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    mask.enumerate().flat_map(|(at, word)| {
        let rest = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
        rest.take_while(|&word| word != 0).map(move |word| at * 64 + word.trailing_zeros() as usize)
    })
}
