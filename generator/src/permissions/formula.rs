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
    /// They do under a condition.
    Conditionally,
    /// They do, however the docs are read and whatever else holds.
    Yes,
}

/// Evaluates a requirement. Names are compared without case, as the service does.
pub fn opens(requirement: &Requirement, granted: &dyn Fn(&str) -> bool) -> Opens {
    match requirement {
        Requirement::Undocumented => Opens::Perhaps,
        Requirement::Unsupported => Opens::No,
        Requirement::NotNeeded => Opens::Yes,
        Requirement::AnyOf { alternatives } => any(alternatives, granted),
        Requirement::Ambiguous { readings, .. } => {
            let opens = readings.iter().map(|reading| any(reading, granted));
            let (least, most) = (opens.clone().min(), opens.max());
            match (least, most) {
                (None, _) => Opens::Perhaps,
                (Some(Opens::No), Some(most)) if most > Opens::No => Opens::Perhaps,
                (Some(least), _) => least,
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

fn any(alternatives: &[Alternative], granted: &dyn Fn(&str) -> bool) -> Opens {
    let satisfied = alternatives.iter().filter(|alternative| all(alternative, granted));
    let opens = satisfied.map(|alternative| match alternative.conditions.is_empty() {
        true => Opens::Yes,
        false => Opens::Conditionally,
    });
    opens.max().unwrap_or(Opens::No)
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
        let mut under_condition = reading("A B");
        under_condition[0].conditions.push("for one site".to_owned());
        let conditional = Requirement::AnyOf { alternatives: under_condition };
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
            (&conditional, "A", Opens::Conditionally),
            (&conditional, "A B", Opens::Yes),
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
