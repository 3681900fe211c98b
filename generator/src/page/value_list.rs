//! "Possible values are …" → the values.

use crate::markdown::Text;

/// The values that a description lists in backticks after it announces them.
pub(crate) fn values(description: &Text) -> Vec<String> {
    let lower = description.plain.to_lowercase();
    let announced = ["possible values", "valid values", "allowed values", "supported values"];
    let Some(start) = announced.iter().filter_map(|words| lower.find(words)).min() else { return Vec::new() };
    description
        .marks
        .iter()
        .filter(|mark| mark.start > start && mark.kind == crate::markdown::MarkKind::Code)
        .map(|mark| description.part(mark).to_owned())
        .collect()
}
