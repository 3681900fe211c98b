//! What can be told without a search.

use std::collections::BTreeSet;

use super::{Cost, Way};

/// Takes what must be taken and drops what decides nothing. None when a need cannot be satisfied.
pub(super) fn reduce(
    costs: &[Cost],
    needs: &[Vec<Way>],
    taken: &mut BTreeSet<usize>,
) -> Option<Vec<Vec<Way>>> {
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
pub(super) fn parts(needs: Vec<Vec<Way>>) -> Vec<Vec<Vec<Way>>> {
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
