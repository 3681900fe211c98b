//! Whether granted permissions open a request.

use serde::Serialize;

use crate::ir::{Alternative, Requirement};

/// Whether granted permissions open a request, as far as the docs can be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Opens {
    /// They do not.
    No,
    /// The docs are silent, or can be read in two ways of which only some are satisfied.
    Perhaps,
    /// They do, however the docs are read.
    Yes,
}

/// Evaluates a requirement. Names are compared without case, as the service does.
pub fn opens(requirement: &Requirement, granted: &dyn Fn(&str) -> bool) -> Opens {
    match requirement {
        Requirement::Undocumented => Opens::Perhaps,
        Requirement::Unsupported => Opens::No,
        Requirement::NotNeeded => Opens::Yes,
        Requirement::AnyOf { alternatives } => {
            if any(alternatives, granted) {
                Opens::Yes
            } else {
                Opens::No
            }
        }
        Requirement::Ambiguous { readings, .. } => {
            let open = readings.iter().filter(|reading| any(reading, granted)).count();
            match open {
                0 if !readings.is_empty() => Opens::No,
                _ if open == readings.len() && open > 0 => Opens::Yes,
                _ => Opens::Perhaps,
            }
        }
    }
}

/// The alternatives that granted permissions satisfy, of all readings.
pub fn satisfied<'r>(
    requirement: &'r Requirement,
    granted: &dyn Fn(&str) -> bool,
) -> impl Iterator<Item = &'r Alternative> {
    requirement.alternatives().filter(move |alternative| all(alternative, granted))
}

/// `A and B`, with the conditions in brackets.
pub fn words(alternative: &Alternative) -> String {
    let names = alternative.all_of.join(" and ");
    if alternative.conditions.is_empty() {
        names
    } else {
        format!("{names} [{}]", alternative.conditions.join("; "))
    }
}

fn any(alternatives: &[Alternative], granted: &dyn Fn(&str) -> bool) -> bool {
    alternatives.iter().any(|alternative| all(alternative, granted))
}

fn all(alternative: &Alternative, granted: &dyn Fn(&str) -> bool) -> bool {
    alternative.all_of.iter().all(|name| granted(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Vec<Alternative> {
        let alternative = |text: &str| Alternative {
            all_of: text.split('+').map(str::to_owned).collect(),
            ..Alternative::default()
        };
        text.split(' ').map(alternative).collect()
    }

    #[test]
    fn formulas_are_evaluated() {
        let any = |text: &str| Requirement::AnyOf { alternatives: reading(text) };
        let ambiguous = Requirement::Ambiguous {
            text: "A, B and C".to_owned(),
            readings: vec![reading("A B+C"), reading("A+B+C")],
        };
        let cases: &[(&Requirement, &str, Opens)] = &[
            (&any("A+B"), "A", Opens::No),
            (&any("A+B"), "A B", Opens::Yes),
            (&any("A+B C+D"), "A C", Opens::No),
            (&any("A+B C+D"), "C D", Opens::Yes),
            (&any("A"), "a", Opens::Yes),
            (&ambiguous, "A", Opens::Perhaps),
            (&ambiguous, "B C", Opens::Perhaps),
            (&ambiguous, "A B C", Opens::Yes),
            (&ambiguous, "B", Opens::No),
            (&Requirement::NotNeeded, "", Opens::Yes),
            (&Requirement::Unsupported, "A", Opens::No),
            (&Requirement::Undocumented, "A", Opens::Perhaps),
        ];
        for (requirement, granted, expected) in cases {
            let held = |name: &str| granted.split(' ').any(|held| held.eq_ignore_ascii_case(name));
            assert_eq!(opens(requirement, &held), *expected, "{requirement} with {granted}");
        }
    }
}
