//! The search through one part: needs that share things, directly or through others.

use std::collections::BTreeSet;

use super::{Cost, Solution, Way};

/// Steps after which the search of one part gives up. The largest real programs need a few thousand.
const PATIENCE: u64 = 3_000_000;

/// Things as bits, the lowest first.
type Mask = Vec<u64>;

/// A depth-first search. Things are numbered anew, so that a set of them is a few words.
pub(super) struct Search {
    /// The number that each thing has outside.
    things: Vec<usize>,
    costs: Vec<Cost>,
    needs: Vec<Vec<Mask>>,
    bound: usize,
    chosen: Mask,
    banned: Mask,
    best: Option<Cost>,
    found: BTreeSet<Vec<usize>>,
    more: bool,
    steps: u64,
}

impl Search {
    pub(super) fn new(costs: &[Cost], needs: &[Vec<Way>], bound: usize) -> Self {
        let things: BTreeSet<usize> = needs.iter().flatten().flatten().copied().collect();
        let things: Vec<usize> = things.into_iter().collect();
        let empty: Mask = vec![0; things.len().div_ceil(64)];
        let mask = |way: &Way| {
            let mut mask = empty.clone();
            for thing in way {
                let thing = things.binary_search(thing).expect("all things were numbered");
                mask[thing / 64] |= 1 << (thing % 64);
            }
            mask
        };
        Self {
            costs: things.iter().map(|&thing| costs[thing]).collect(),
            needs: needs.iter().map(|need| need.iter().map(mask).collect()).collect(),
            bound,
            chosen: empty.clone(),
            banned: empty,
            best: None,
            found: BTreeSet::new(),
            more: false,
            steps: 0,
            things,
        }
    }

    pub(super) fn run(mut self) -> Solution {
        self.go(Cost::default());
        let outside = |set: Vec<usize>| set.into_iter().map(|thing| self.things[thing]).collect();
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
        let mut ways: Vec<(usize, Cost, Mask)> = self
            .ways(need)
            .map(|way| {
                let missing: Mask = self.missing(way).collect();
                let opened = self.needs.iter().filter(|need| need.iter().any(|way| meet(way, &missing)));
                (opened.count(), self.cost(missing.iter().copied()), missing)
            })
            .collect();
        // What opens the most comes first, so that a good answer is found early.
        ways.sort_by(|a, b| (a.1.things, b.0, a.1, &a.2).cmp(&(b.1.things, a.0, b.1, &b.2)));
        let banned = self.banned.clone();
        for (_, price, missing) in ways {
            if meet(&missing, &self.banned) {
                continue;
            }
            let before = self.chosen.clone();
            self.chosen.iter_mut().zip(&missing).for_each(|(word, more)| *word |= more);
            self.go(cost + price);
            self.chosen = before;
            // All sets with this thing have been seen.
            if missing.iter().map(|word| word.count_ones()).sum::<u32>() == 1 {
                self.banned.iter_mut().zip(&missing).for_each(|(word, more)| *word |= more);
            }
        }
        self.banned = banned;
    }

    /// The open need with the fewest ways, none when all are satisfied, with what the open needs cost at least.
    /// None when one of them has no way left.
    fn hardest(&self) -> Option<(Option<usize>, Cost)> {
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (position, need) in self.needs.iter().enumerate() {
            if need.iter().any(|way| self.missing(way).all(|word| word == 0)) {
                continue;
            }
            match self.ways(position).count() {
                0 => return None,
                ways => open.push((ways, position)),
            }
        }
        open.sort_unstable();
        // Needs without common things add up.
        let mut used = vec![0; self.chosen.len()];
        let mut least = Cost::default();
        for &(_, position) in &open {
            if self
                .ways(position)
                .any(|way| self.missing(way).zip(&used).any(|(word, used)| word & used != 0))
            {
                continue;
            }
            least =
                least + self.ways(position).map(|way| self.cost(self.missing(way))).min().unwrap_or_default();
            for way in self.ways(position) {
                used.iter_mut().zip(self.missing(way)).for_each(|(used, word)| *used |= word);
            }
        }
        Some((open.first().map(|&(_, position)| position), least))
    }

    /// The ways of a need that nothing forbids.
    fn ways(&self, need: usize) -> impl Iterator<Item = &Mask> {
        self.needs[need]
            .iter()
            .filter(|way| self.missing(way).zip(&self.banned).all(|(word, no)| word & no == 0))
    }

    /// What a way needs beside what is chosen.
    fn missing<'w>(&'w self, way: &'w Mask) -> impl Iterator<Item = u64> + 'w {
        way.iter().zip(&self.chosen).map(|(way, chosen)| way & !chosen)
    }

    fn cost(&self, mask: impl Iterator<Item = u64>) -> Cost {
        bits(mask).fold(Cost::default(), |cost, thing| cost + self.costs[thing])
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
