//! Names of types in titles: `# user resource type`.

use crate::page::words::names::singular;
use crate::page::{Outline, type_text};
use crate::source::SourceFile;

/// The name in a title such as `user resource type`, `workforceIntegration complex type` or `audio facet`. In "Manage resource access
/// certificates" and "complex types JSON" the first word is no name.
pub(super) fn title_name<'o>(outline: &'o Outline<'_>) -> Option<&'o str> {
    let (name, rest) = outline.title().split_once(char::is_whitespace)?;
    (type_text::is_name(name) && is_kind(rest)).then_some(name)
}

/// The name in a heading inside a page that describes a type of its own: `autoReviewSettings resource type`, `The programResource complex
/// type`.
pub(super) fn heading_name(heading: &str) -> Option<&str> {
    let heading = heading.strip_prefix("The ").unwrap_or(heading);
    let (name, kind) = heading.split_once(char::is_whitespace)?;
    let is_kind =
        ["resource type", "complex type"].iter().any(|known| kind.trim().eq_ignore_ascii_case(known));
    (type_text::is_name(name) && is_kind).then_some(name)
}

/// Whether the words behind a name say that it is a type's: "resource type (deprecated)".
fn is_kind(words: &str) -> bool {
    const KINDS: [&str; 6] = ["resource type", "complex type", "entity type", "resource", "facet", "type"];
    let words = words.trim_start().to_lowercase();
    KINDS.iter().filter_map(|kind| words.strip_prefix(kind)).any(|rest| {
        let rest = rest.trim_start();
        rest.is_empty() || !rest.starts_with(char::is_alphabetic)
    })
}

/// The last part of a file's name: `customer` of `dynamics-customer.md`.
pub(super) fn file_stem(source: &SourceFile) -> String {
    let name = source.path.rsplit('/').next().unwrap_or_default();
    name.trim_end_matches(".md").rsplit('-').next().unwrap_or_default().to_lowercase()
}

/// The name of the type on a page whose title names the collection: `customers` when file or sentences speak of one customer, or of the
/// JSON representation of the customer.
pub(super) fn singular_title(title: &str, stem: &str, description: &str) -> String {
    let words = camel_words(title);
    let singular: Vec<String> = words.iter().map(|word| singular(word)).collect();
    let name = singular.concat();
    if name == title {
        return name;
    }
    // "A payment method …" may open the description.
    let description = format!(" {}", description.to_lowercase());
    let spoken = [singular.join(" ").to_lowercase(), name.to_lowercase()].iter().any(|name| {
        ["a", "an", "representation of the"].iter().any(|words| {
            let phrase = format!(" {words} {name}");
            description.find(&phrase).is_some_and(|at| {
                !description[at + phrase.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
            })
        })
    });
    if spoken || stem == name.to_lowercase() { lower_first(&name) } else { title.to_owned() }
}

fn camel_words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = 0;
    for (at, c) in name.char_indices().skip(1) {
        if c.is_uppercase() {
            words.push(&name[from..at]);
            from = at;
        }
    }
    words.push(&name[from..]);
    words
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::{heading_name, is_kind, singular_title};

    #[test]
    fn kinds() {
        assert!(is_kind("resource type") && is_kind("facet") && is_kind("resource type (deprecated)"));
        assert!(!is_kind("resource access certificates in Intune") && !is_kind("types JSON"));
    }

    #[test]
    fn headings() {
        assert_eq!(heading_name("autoReviewSettings resource type"), Some("autoReviewSettings"));
        assert_eq!(heading_name("The programResource complex type"), Some("programResource"));
        assert_eq!(heading_name("Key resource types"), None);
        assert_eq!(heading_name("Properties"), None);
    }

    #[test]
    fn titles_of_collections() {
        assert_eq!(singular_title("customers", "customer", ""), "customer");
        assert_eq!(singular_title("unitsOfMeasure", "x", "Represents a unit of measure."), "unitOfMeasure");
        assert_eq!(singular_title("taxGroups", "x", "A tax group object in the ledger."), "taxGroup");
        assert_eq!(singular_title("currencies", "x", "Represents a currency used in places."), "currency");
        assert_eq!(singular_title("companies", "x", "A JSON representation of the company."), "company");
        assert_eq!(
            singular_title("settings", "settings", "Represents the settings of a tenant."),
            "settings"
        );
    }
}
