//! What a set costs, and what a search finds.

use crate::permissions::order::GREATEST_WEIGHT;

/// What a set costs: how many of its permissions have each weight, from the greatest weight to the least, behind the number of all of
/// them where the number decides.
///
/// Costs are compared place by place. That is the order of the lists of weights, sorted from the greatest, in which the shorter of
/// two lists is less when one begins the other; and in this form costs add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::permissions) struct Cost([u16; GREATEST_WEIGHT + 2]);

impl Cost {
    /// The cost of one permission. `fewest` lets the number of permissions decide before their weights do.
    pub(in crate::permissions) fn of(weight: usize, fewest: bool) -> Self {
        let mut cost = Self::default();
        cost.0[0] = u16::from(fewest);
        cost.0[1 + GREATEST_WEIGHT - weight] = 1;
        cost
    }
}

impl std::ops::Add for Cost {
    type Output = Cost;

    fn add(mut self, other: Cost) -> Cost {
        self.0.iter_mut().zip(other.0).for_each(|(sum, more)| *sum = sum.saturating_add(more));
        self
    }
}

impl std::iter::Sum for Cost {
    fn sum<I: Iterator<Item = Cost>>(costs: I) -> Cost {
        costs.fold(Cost::default(), |sum, cost| sum + cost)
    }
}

/// One way to satisfy a requirement: permissions, in order.
pub(in crate::permissions) type Alternative = Vec<usize>;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::permissions) struct Solution {
    /// The sets of the least cost and rank, each in order; one empty set when nothing is needed, no set when a requirement has no
    /// alternative.
    pub(in crate::permissions) sets: Vec<Vec<usize>>,
    /// Whether there may be more of them.
    pub(in crate::permissions) more: bool,
    /// Whether it is proven that no set is cheaper.
    pub(in crate::permissions) proven: bool,
    /// The steps that the search took.
    pub(in crate::permissions) steps: u64,
}

impl Solution {
    /// Joins each set with each set of requirements that share nothing with these; the first ones by the order of permissions stay.
    pub(super) fn combine(&mut self, other: Solution, bound: usize) {
        self.proven &= other.proven;
        self.steps += other.steps;
        self.more |= other.more;
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for set in &self.sets {
            for other in &other.sets {
                let mut whole: Vec<usize> = set.iter().chain(other).copied().collect();
                whole.sort_unstable();
                sets.push(whole);
            }
        }
        sets.sort();
        self.more |= sets.len() > bound;
        sets.truncate(bound.max(1));
        self.sets = sets;
    }
}
