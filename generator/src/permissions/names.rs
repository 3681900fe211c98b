//! Names of permissions: what they promise, and which one was meant.
//!
//! ```text
//! name = resource "." action ["." reach]         Mail.ReadBasic.All, Sites.Selected, TeamsTab.ReadWriteForChat
//! ```
//!
//! # The order of privilege
//!
//! What the names say goes first, as lists in the docs are sometimes the wrong way round; where the names cannot tell, the order in
//! which the docs list the permissions of a request does. The names say:
//!
//! | | from less to more |
//! |---|---|
//! | action | `ReadBasic…` < `Read…` < one thing only (`Send`, `Create`, `Invite`, …) < `ReadWrite…` < `Manage…`, `FullControl…`, `AccessAsUser`, `PrivilegedOperations` |
//! | reach | what was chosen (`Selected`, `OwnedBy`, `AppFolder`, one team or chat) < one's own data < `Shared` < `All` |
//!
//! Without a user there is no "one's own": a name without a reach then means everything, as `All` does.
//! Two permissions are comparable by name when they speak of the same resource and one promises at most as much as the other in
//! action and in reach. Everything else cannot be ordered, and is said to be so.

use std::cmp::Ordering;
use std::collections::HashSet;

use crate::ir::{CatalogueEntry, Scheme};

/// What the name of a permission promises, as two ranks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Privilege {
    /// What may be done, 0 to 4.
    pub action: u8,
    /// To how much, 0 to 3.
    pub reach: u8,
}

impl Privilege {
    /// The privilege that a name promises to callers of a scheme.
    pub fn of(name: &str, scheme: Scheme) -> Self {
        let mut parts = name.split('.').skip(1);
        let action = parts.next().unwrap_or_default();
        let reach = parts.last().unwrap_or_default();
        Self {
            action: action_rank(action),
            reach: reach_rank(if reach.is_empty() { action } else { reach }, scheme),
        }
    }

    /// Whether a name promises reading and nothing else: `Mail.Read`, `User.ReadBasic.All`.
    pub fn is_reading(name: &str, scheme: Scheme) -> bool {
        let action = name.split('.').nth(1).unwrap_or_default();
        action.starts_with("Read") && Self::of(name, scheme).action <= 1
    }

    /// Whether a name promises, to callers for a user, what is that user's own and nothing else: `Mail.Read`, `Files.ReadWrite`.
    pub fn is_own(name: &str, scheme: Scheme) -> bool {
        scheme != Scheme::Application && name.contains('.') && Self::of(name, scheme).reach == 1
    }

    /// One number that grows with both ranks.
    pub fn weight(self) -> u32 {
        u32::from(self.action) * 4 + u32::from(self.reach)
    }
}

fn action_rank(action: &str) -> u8 {
    let starts = |words: &[&str]| words.iter().any(|word| action.starts_with(word));
    if starts(&["ReadBasic", "ReadLimited"]) || action.is_empty() {
        0
    } else if starts(&["ReadWrite", "ReadUpdate", "Write"]) {
        3
    } else if starts(&[
        "Manage",
        "FullControl",
        "AccessAsUser",
        "AccessAll",
        "Privileged",
        "Delete",
        "Administer",
    ]) {
        4
    } else if starts(&["Read", "Selected"]) {
        1
    } else {
        2
    }
}

fn reach_rank(reach: &str, scheme: Scheme) -> u8 {
    match reach {
        "Selected" | "OwnedBy" | "AppFolder" | "Group" | "Chat" | "User" | "CreatedByApp" => 0,
        "All" | "AccessAsUser" => 3,
        "Shared" => 2,
        _ if reach.contains("SelfFor") => 0,
        _ if scheme == Scheme::Application => 3,
        _ => 1,
    }
}

/// The order of two names by what they promise; none where the names can't be ordered.
pub fn compare(a: &str, b: &str, scheme: Scheme) -> Option<Ordering> {
    if a == b {
        return Some(Ordering::Equal);
    }
    let (one, other) = (Privilege::of(a, scheme), Privilege::of(b, scheme));
    if resource(a) != resource(b) {
        return None;
    }
    match (one.action.cmp(&other.action), one.reach.cmp(&other.reach)) {
        (Ordering::Equal, Ordering::Equal) => None,
        (x, Ordering::Equal) | (Ordering::Equal, x) => Some(x),
        (x, y) if x == y => Some(x),
        _ => None,
    }
}

/// `Mail` of `Mail.Read`.
pub fn resource(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

/// Permissions that only say who signs in: no request is opened by them, and no app is without them.
pub fn is_sign_in(name: &str) -> bool {
    ["openid", "profile", "email", "offline_access"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The entry of a name, compared without case.
pub fn entry<'c>(catalogue: &'c [CatalogueEntry], name: &str) -> Option<&'c CatalogueEntry> {
    catalogue.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
}

/// The names that an unknown one was probably meant to be, the likeliest first; at most three.
///
/// A name is near when it has the same letters but for case and dots, the same words in another order, a part that was cut
/// short, or one or two wrong letters in a part that no known name has.
pub fn near<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let known: Vec<&str> = known.into_iter().collect();
    let parts: HashSet<&str> = known.iter().flat_map(|name| name.split('.')).collect();
    let mut found: Vec<(usize, &str)> = known
        .iter()
        .filter(|other| **other != name)
        .filter_map(|other| Some((distance(name, other, &parts)?, *other)))
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().map(|(_, name)| name).take(3).collect()
}

fn distance(name: &str, other: &str, known_parts: &HashSet<&str>) -> Option<usize> {
    let letters = |text: &str| text.bytes().filter(|byte| *byte != b'.').count();
    if letters(name) == letters(other) {
        let lower = |text: &str| text.replace('.', "").to_lowercase();
        if lower(name) == lower(other) {
            return Some(0);
        }
        if sorted_words(name) == sorted_words(other) {
            return Some(1);
        }
    }
    // Only names that begin or end alike can differ in one part.
    if resource(name) != resource(other) && name.rsplit('.').next() != other.rsplit('.').next() {
        return None;
    }
    let parts: Vec<&str> = name.split('.').collect();
    let others: Vec<&str> = other.split('.').collect();
    if parts.len() != others.len() {
        return None;
    }
    let mut differing = parts.iter().zip(&others).filter(|(a, b)| a != b);
    let (a, b) = differing.next()?;
    if differing.next().is_some() {
        return None;
    }
    if known_parts.contains(a) {
        return None;
    }
    let slips = edits(&a.to_lowercase(), &b.to_lowercase());
    if slips <= (a.len() / 4).min(2) {
        return Some(1 + slips);
    }
    let cut = a.len() > 3 && b.starts_with(a);
    let doubled = words(a).iter().all(|word| ["Read", "Write"].contains(word)) && *b == "ReadWrite";
    (cut || doubled).then_some(4)
}

/// `["Read", "Write"]` of `ReadWrite`.
fn words(part: &str) -> Vec<&str> {
    let starts: Vec<usize> =
        part.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at).collect();
    let first = starts.first().is_none_or(|&start| start > 0).then_some(0);
    let starts: Vec<usize> = first.into_iter().chain(starts).collect();
    let ends = starts.iter().copied().skip(1).chain([part.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &part[start..end]).collect()
}

fn sorted_words(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name.split('.').flat_map(words).collect();
    words.sort_unstable();
    words
}

/// How many letters have to be put in, left out, changed or swapped to make one text of the other.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &[
        "BitlockerKey.Read.All",
        "Chat.ReadWrite",
        "DeviceManagementApps.Read.All",
        "DeviceManagementApps.ReadWrite.All",
        "DeviceManagementManagedDevices.PrivilegedOperations.All",
        "EduRoster.Read.All",
        "EduRoster.ReadWrite.All",
        "Files.Read.All",
        "Group.ReadWrite.All",
        "IdentityRiskyUser.Read.All",
        "IdentityUserFlow.Read.All",
        "ManagedTenants.ReadWrite.All",
        "Sites.Read.All",
        "TeamsTab.ReadWriteForTeam",
    ];

    #[test]
    fn what_was_meant() {
        let cases: &[(&str, &[&str])] = &[
            ("Group.Read.WriteAll", &["Group.ReadWrite.All"]),
            ("BitLockerKey.Read.All", &["BitlockerKey.Read.All"]),
            ("IdentityUserflow.Read.All", &["IdentityUserFlow.Read.All"]),
            ("IdentityRiskUser.Read.All", &["IdentityRiskyUser.Read.All"]),
            ("EduRoster.WriteWrite.All", &["EduRoster.ReadWrite.All"]),
            ("ManagedTenants.WriteRead.All", &["ManagedTenants.ReadWrite.All"]),
            (
                "DeviceManagementApps.ReadW.All",
                &["DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All"],
            ),
            (
                "DeviceManagementManagedDevices.PriviligedOperations.All",
                &["DeviceManagementManagedDevices.PrivilegedOperations.All"],
            ),
            ("Files.Raed.All", &["Files.Read.All"]),
            ("Chat.ReadWrite.All", &[]),
            ("TeamsTab.ReadWriteForChat", &[]),
            ("Lists.Read.All", &[]),
            ("Files.ReadWrite.All", &[]),
            ("", &[]),
        ];
        for (name, expected) in cases {
            assert_eq!(near(name, KNOWN.iter().copied()), *expected, "{name}");
        }
    }

    #[test]
    fn the_order_of_privilege() {
        let cases = [
            ("Mail.ReadBasic", "Mail.Read", Some(Ordering::Less)),
            ("Mail.Read", "Mail.ReadWrite", Some(Ordering::Less)),
            ("Mail.Read", "Mail.Read.Shared", Some(Ordering::Less)),
            ("User.Read", "User.Read.All", Some(Ordering::Less)),
            ("User.ReadWrite.All", "User.Read", Some(Ordering::Greater)),
            ("Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", Some(Ordering::Less)),
            ("Mail.Read.Shared", "Mail.ReadWrite", None),
            ("Mail.Read", "User.Read", None),
            ("Mail.Send", "Mail.Send", Some(Ordering::Equal)),
        ];
        for (a, b, expected) in cases {
            assert_eq!(compare(a, b, Scheme::DelegatedWork), expected, "{a} {b}");
        }
        assert_eq!(Privilege::of("Mail.Read", Scheme::Application).reach, 3);
        assert_eq!(Privilege::of("Sites.Selected", Scheme::Application).reach, 0);
    }
}
