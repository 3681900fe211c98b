//! What can be told without a search.

use std::collections::BTreeSet;

use super::solution::{Alternative, Cost};

/// Takes what must be taken and drops what decides nothing. None when a requirement cannot be satisfied.
pub(super) fn reduce(
    costs: &[Cost],
    requirements: &[Vec<Alternative>],
    taken: &mut BTreeSet<usize>,
) -> Option<Vec<Vec<Alternative>>> {
    let mut requirements: Vec<Vec<Alternative>> = requirements.to_vec();
    loop {
        for requirement in &mut requirements {
            for alternative in requirement.iter_mut() {
                alternative.retain(|permission| !taken.contains(permission));
            }
            minimal(requirement);
            if requirement.is_empty() {
                return None;
            }
        }
        requirements.retain(|requirement| !requirement.iter().any(Vec::is_empty));
        requirements.sort();
        requirements.dedup();
        requirements = without_implied(requirements);
        let forced: Vec<usize> = requirements
            .iter()
            .filter(|requirement| requirement.len() == 1)
            .flat_map(|requirement| requirement[0].clone())
            .collect();
        if !forced.is_empty() {
            taken.extend(forced);
        } else if !drop_dominated(costs, &mut requirements) {
            return Some(requirements);
        }
    }
}

/// Keeps the alternatives that contain no other.
fn minimal(requirement: &mut Vec<Alternative>) {
    for alternative in requirement.iter_mut() {
        alternative.sort_unstable();
        alternative.dedup();
    }
    requirement.sort();
    requirement.dedup();
    let all = requirement.clone();
    requirement.retain(|alternative| {
        !all.iter().any(|other| other.len() < alternative.len() && contains(alternative, other))
    });
}

fn contains(alternative: &[usize], other: &[usize]) -> bool {
    other.iter().all(|permission| alternative.binary_search(permission).is_ok())
}

/// Drops requirements that are satisfied whenever another one is: each alternative of the other contains one of theirs.
fn without_implied(requirements: Vec<Vec<Alternative>>) -> Vec<Vec<Alternative>> {
    let mut kept = vec![true; requirements.len()];
    for (position, requirement) in requirements.iter().enumerate() {
        kept[position] = !requirements.iter().enumerate().any(|(other_position, other)| {
            other_position != position
                && kept[other_position]
                && other.len() <= requirement.len()
                && other.iter().all(|alternative| requirement.iter().any(|own| contains(alternative, own)))
        });
    }
    requirements.into_iter().zip(kept).filter_map(|(requirement, kept)| kept.then_some(requirement)).collect()
}

/// Drops permissions that stand alone wherever they stand, when a cheaper permission stands alone in all of these requirements too.
fn drop_dominated(costs: &[Cost], requirements: &mut [Vec<Alternative>]) -> bool {
    let mut where_alone: Vec<Vec<usize>> = vec![Vec::new(); costs.len()];
    let mut together = vec![false; costs.len()];
    for (position, requirement) in requirements.iter().enumerate() {
        for alternative in requirement {
            match alternative.as_slice() {
                [one] => where_alone[*one].push(position),
                several => several.iter().for_each(|&permission| together[permission] = true),
            }
        }
    }
    let candidates: Vec<usize> =
        (0..costs.len()).filter(|&permission| !where_alone[permission].is_empty()).collect();
    let dominated: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|&permission| {
            !together[permission]
                && candidates.iter().any(|&other| {
                    costs[other] < costs[permission]
                        && where_alone[permission]
                            .iter()
                            .all(|requirement| where_alone[other].binary_search(requirement).is_ok())
                })
        })
        .collect();
    for &permission in &dominated {
        for &position in &where_alone[permission] {
            requirements[position].retain(|alternative| alternative != &[permission]);
        }
    }
    !dominated.is_empty()
}

/// Requirements that are connected by common permissions stay together.
pub(super) fn parts(requirements: Vec<Vec<Alternative>>) -> Vec<Vec<Vec<Alternative>>> {
    let mut parts: Vec<(BTreeSet<usize>, Vec<Vec<Alternative>>)> = Vec::new();
    for requirement in requirements {
        let mut permissions: BTreeSet<usize> = requirement.iter().flatten().copied().collect();
        let mut together = vec![requirement];
        parts.retain_mut(|(others, requirements)| {
            let apart = others.is_disjoint(&permissions);
            if !apart {
                permissions.append(others);
                together.append(requirements);
            }
            apart
        });
        parts.push((permissions, together));
    }
    parts.into_iter().map(|(_, requirements)| requirements).collect()
}
