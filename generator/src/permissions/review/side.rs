//! One kind of caller: what it was granted against what it calls, and what of it is too much.

use super::{Finding, Kind, seen};
use crate::ir::{Alternative, Requirement, Scheme};
use crate::permissions::formula::{self, Opens};
use crate::permissions::granted::Grant;
use crate::permissions::world::{Need, World};
use crate::permissions::{Call, Caller, Facts, least, names};

/// One kind of caller: what it was granted and what it calls.
pub(super) struct Side<'f> {
    facts: &'f Facts,
    pub(super) world: World<'f>,
    pub(super) caller: Caller,
    pub(super) scheme: Scheme,
    pub(super) grants: Vec<&'f Grant>,
    operations: Vec<usize>,
}

impl<'f> Side<'f> {
    pub(super) fn of(
        facts: &'f Facts,
        calls: &[Call],
        grants: &'f [Grant],
        caller: Caller,
        delegated: Scheme,
    ) -> Self {
        let scheme = match caller {
            Caller::Delegated => delegated,
            Caller::Application => Scheme::Application,
        };
        Self {
            facts,
            world: World::of(facts, scheme),
            caller,
            scheme,
            grants: grants.iter().filter(|grant| grant.caller == caller).collect(),
            operations: least::operations_of(calls, caller),
        }
    }

    pub(super) fn requirement(&self, operation: usize) -> &'f Requirement {
        self.facts.operations[operation].permissions.of(self.scheme)
    }

    pub(super) fn opens(&self, operation: usize) -> Opens {
        formula::opens(self.requirement(operation), &|name| held(&self.grants, name))
    }

    /// Grants that are not needed, or not as much.
    pub(super) fn excess(&self, calls: &[Call], findings: &mut Vec<Finding>) {
        let mut kept: Vec<&Grant> =
            self.grants.iter().copied().filter(|grant| !names::is_sign_in(&grant.name)).collect();
        // The most powerful first: when one of two is enough, it is the other one that should stay.
        let weight = |grant: &Grant| (self.world.weight(&grant.name), self.world.breadth(&grant.name));
        kept.sort_by(|a, b| weight(b).cmp(&weight(a)).then(a.name.cmp(&b.name)));
        for grant in kept.clone() {
            let used = self.used(grant);
            if used.is_empty() {
                kept.retain(|other| *other != grant);
                findings.push(self.unused(grant));
            } else if self.needed(grant, &kept).is_empty() {
                kept.retain(|other| *other != grant);
                let message =
                    format!("the other granted permissions open everything that `{}` opens", grant.name);
                findings.push(self.finding(Kind::Redundant, grant, message, Vec::new(), &used, calls));
            }
        }
        for grant in &kept {
            let needed = self.needed(grant, &kept);
            if let Some(instead) = self.lesser(grant, &needed, &kept) {
                let message = format!("`{}` would do instead of `{}`", instead.join("` and `"), grant.name);
                findings.push(self.finding(Kind::Replaceable, grant, message, instead, &needed, calls));
            }
        }
    }

    fn finding(
        &self,
        kind: Kind,
        grant: &Grant,
        message: String,
        instead: Vec<String>,
        shown: &[usize],
        calls: &[Call],
    ) -> Finding {
        Finding {
            kind,
            caller: Some(self.caller),
            subject: grant.name.clone(),
            message,
            instead,
            calls: shown.iter().map(|&operation| self.facts.operations[operation].to_string()).collect(),
            seen: seen(calls, shown),
            line: grant.line,
            accepted: None,
        }
    }

    fn unused(&self, grant: &Grant) -> Finding {
        let known = self.world.breadth(&grant.name) > 0;
        let listed = names::entry(&self.facts.catalogue, &grant.name);
        let other = listed.is_some_and(|entry| match self.caller {
            Caller::Delegated => entry.delegated.is_none(),
            Caller::Application => entry.application.is_none(),
        });
        let message = if listed.is_none() && !known {
            let near = names::near(&grant.name, self.facts.names());
            let meant = if near.is_empty() {
                String::new()
            } else {
                format!("; is `{}` meant?", near.join("` or `"))
            };
            format!("`{}` is no documented permission{meant}", grant.name)
        } else if other && !known {
            format!("`{}` is no {} permission", grant.name, self.caller.as_str())
        } else {
            format!("none of the calls needs `{}`", grant.name)
        };
        self.finding(Kind::Unused, grant, message, Vec::new(), &[], &[])
    }

    /// The operations that a grant has a part in opening.
    fn used(&self, grant: &Grant) -> Vec<usize> {
        let is_part = |alternative: &Alternative| {
            alternative.all_of.iter().any(|name| name.eq_ignore_ascii_case(&grant.name))
        };
        let held = |name: &str| held(&self.grants, name);
        self.operations
            .iter()
            .copied()
            .filter(|&operation| formula::satisfied(self.requirement(operation), &held).any(is_part))
            .collect()
    }

    /// The operations that are open with some grants and less so without one of them.
    fn needed(&self, grant: &Grant, kept: &[&Grant]) -> Vec<usize> {
        let without: Vec<&Grant> = kept.iter().copied().filter(|other| *other != grant).collect();
        self.operations
            .iter()
            .copied()
            .filter(|&operation| {
                let requirement = self.requirement(operation);
                formula::opens(requirement, &|name| held(&without, name))
                    < formula::opens(requirement, &|name| held(kept, name))
            })
            .collect()
    }

    /// The fewest permissions that open the same as a grant, each of which promises less.
    fn lesser(&self, grant: &Grant, needed: &[usize], kept: &[&Grant]) -> Option<Vec<String>> {
        let name = grant.name.as_str();
        let mut needs: Vec<Need<'_>> = Vec::new();
        for &operation in needed {
            match self.requirement(operation) {
                Requirement::AnyOf { alternatives } => needs.push(Need { call: String::new(), alternatives }),
                // What is open in one reading only cannot be replaced with certainty.
                _ => return None,
            }
        }
        let others: Vec<&str> =
            kept.iter().map(|other| other.name.as_str()).filter(|other| *other != name).collect();
        let mut never: Vec<&str> = vec![name];
        let candidates =
            needs.iter().flat_map(|need| need.alternatives).flat_map(|alternative| &alternative.all_of);
        for candidate in candidates {
            if !self.is_less(candidate, name, &needs) && !others.contains(&candidate.as_str()) {
                never.push(candidate);
            }
        }
        let solution = self.world.solve_without(&needs, &others, &never, 1);
        let instead = self.world.names(solution.sets.first()?);
        let breadth: u32 = instead.iter().map(|name| self.world.breadth(name)).sum();
        let few = match instead.len() {
            0 => false,
            1 => true,
            count => count <= 3 && breadth < self.world.breadth(name),
        };
        few.then_some(instead)
    }

    /// Whether a permission is less than another one: by level or name; where neither can tell, listed before it wherever the calls
    /// list both; where they list not both, at most as much by what it promises in all while it opens fewer requests.
    fn is_less(&self, candidate: &str, name: &str, needs: &[Need<'_>]) -> bool {
        if candidate.eq_ignore_ascii_case(name) {
            return false;
        }
        if let Some(order) = self.world.compare(candidate, name) {
            return order.is_lt();
        }
        let position = |need: &Need<'_>, wanted: &str| {
            need.alternatives
                .iter()
                .position(|way| matches!(&way.all_of[..], [one] if one.eq_ignore_ascii_case(wanted)))
        };
        let mut orders = needs
            .iter()
            .filter_map(|need| Some(position(need, candidate)? < position(need, name)?))
            .peekable();
        if orders.peek().is_some() {
            return orders.all(|less| less);
        }
        self.world.weight(candidate) <= self.world.weight(name)
            && self.world.breadth(candidate) < self.world.breadth(name)
    }
}

pub(super) fn held(grants: &[&Grant], name: &str) -> bool {
    grants.iter().any(|grant| grant.name.eq_ignore_ascii_case(name))
}
