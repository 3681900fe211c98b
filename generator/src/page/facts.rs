//! What a description says about a property or a parameter besides its meaning.
//!
//! ```text
//! Read-only. Not nullable. Required. Default value is `none`. Returned only on `$select`.
//! Supports `$filter` (`eq`, `startsWith`) and `$orderby`. Inherited from [entity](entity.md)
//! ```
//! Facts are read sentence by sentence; a fact with a condition ("Required when …") is none.

use super::words::{flags, options};
use crate::names::LONGEST_NAME;

/// What a description says about a property or a parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// It is never null.
    pub not_nullable: bool,
    /// Only the service sets it.
    pub read_only: bool,
    /// It must be given.
    pub required: bool,
    /// It must be given when an object is created.
    pub required_on_create: bool,
    /// It can be left out, whatever the request.
    pub optional: bool,
    /// It is only returned when `$select` names it.
    pub select_only: bool,
    /// It is called deprecated.
    pub deprecated: bool,
    /// The value that it has when none is given.
    pub default: Option<String>,
    /// The operators that `$filter` supports on it; `*` when none is named.
    pub filter: Vec<String>,
    /// `$orderby` supports it.
    pub orderby: bool,
    /// `$search` supports it.
    pub search: bool,
    /// A number of it has no fraction.
    pub counts: bool,
    /// A value of several types travels as text.
    pub as_string: bool,
}

impl Facts {
    /// Reads a description with its code in backticks.
    pub(crate) fn read(description: &str) -> Self {
        let mut facts = Self::default();
        let bare = description.replace(['`', '*'], "");
        for sentence in sentences(&bare) {
            facts.sentence(sentence);
        }
        facts.default = default_value(description);
        facts.optional = flags::OPTIONAL.is_match(&bare) && !flags::REQUIRED_FOR.is_match(&bare);
        facts.counts = flags::COUNTS.is_match(&bare);
        facts.as_string = flags::AS_STRING.is_match(&bare);
        facts
    }

    fn sentence(&mut self, sentence: &str) {
        let sentence =
            sentence.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | ':' | '-'));
        let whole = sentence.trim_end_matches(')');
        self.not_nullable |= flags::NOT_NULLABLE.is_match(whole);
        self.read_only |= flags::READ_ONLY.is_match(whole);
        self.required |= [sentence, whole].iter().any(|words| flags::REQUIRED.is_match(words))
            && !flags::NOT_REQUIRED.is_match(whole);
        self.required_on_create |= flags::REQUIRED_ON_CREATE.is_match(whole);
        self.deprecated |= flags::DEPRECATED.is_match(whole);
        if whole.contains('$') {
            self.select_only |= flags::SELECT_ONLY.is_match(whole);
            self.options(options::supported(whole));
        }
    }

    /// `$filter`, `$orderby` and `$search` of a sentence that says which are supported.
    fn options(&mut self, supported: &str) {
        if !supported.to_ascii_lowercase().contains("support") {
            return;
        }
        let first = |name: &str| {
            options::QUERY_OPTION
                .find_iter(supported)
                .find(|option| option.as_str().eq_ignore_ascii_case(name))
        };
        if let Some(filter) = first("$filter") {
            let operators = operators(&supported[filter.end()..]);
            self.filter = if operators.is_empty() { vec!["*".to_owned()] } else { operators };
        }
        self.orderby |= first("$orderby").is_some();
        self.search |= first("$search").is_some();
    }
}

/// The operators in the parentheses behind `$filter`.
fn operators(rest: &str) -> Vec<String> {
    let Some(rest) = rest.trim_start().strip_prefix('(') else {
        return Vec::new();
    };
    let inner = rest.split(')').next().unwrap_or_default();
    let mut list: Vec<String> = Vec::new();
    for word in inner.split([',', ' ']).map(|word| word.trim_matches(['.', ' '])) {
        let operator = [
            "eq",
            "ne",
            "not",
            "ge",
            "le",
            "gt",
            "lt",
            "in",
            "has",
            "any",
            "all",
            "startsWith",
            "endsWith",
            "contains",
            "and",
            "or",
        ]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(word));
        if let Some(operator) = operator.filter(|operator| !matches!(*operator, "and" | "or"))
            && !list.iter().any(|known| known == operator)
        {
            list.push(operator.to_owned());
        }
    }
    list
}

/// The value behind "default value is": in backticks, or one word before a full stop.
fn default_value(description: &str) -> Option<String> {
    let found = flags::DEFAULT.captures(description)?;
    let value = found.get(1).or(found.get(2))?.as_str().trim();
    let fine = !value.is_empty() && value.len() <= LONGEST_NAME && !matches!(value, "the" | "not" | "a");
    fine.then(|| value.to_owned())
}

/// Splits at full stops before a blank of any kind or a capital letter ("Read-only.The status"), line ends and semicolons. A full
/// stop in parentheses does not split.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let mut depth = 0_u32;
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                b'\n' | b';' => return Some(cut(&mut rest, at)),
                b'.' if depth == 0 && ends_here(&rest[at + 1..], at.checked_sub(1).map(|at| bytes[at])) => {
                    return Some(cut(&mut rest, at));
                }
                _ => {}
            }
        }
        Some(std::mem::take(&mut rest))
    })
}

/// Whether the full stop between `before` and `rest` ends a sentence.
fn ends_here(rest: &str, before: Option<u8>) -> bool {
    rest.chars().next().is_none_or(|next| {
        next.is_whitespace() || next.is_uppercase() && before.is_some_and(|byte| byte.is_ascii_lowercase())
    })
}

/// Takes the text before the byte at `at`, and drops that byte.
fn cut<'a>(rest: &mut &'a str, at: usize) -> &'a str {
    let (head, tail) = rest.split_at(at);
    *rest = &tail[1..];
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_descriptions() {
        let facts = Facts::read(
            "The name. Required. Not nullable. Read-only. Returned only on `$select`. Supports `$filter` (`eq`, `NOT`, `startsWith`) and `$orderBy`.",
        );
        assert!(
            facts.required && facts.not_nullable && facts.read_only && facts.select_only && facts.orderby
        );
        assert_eq!(facts.filter, ["eq", "not", "startsWith"]);
        assert!(!facts.search);
    }

    #[test]
    fn odd_spellings() {
        let read_only = |text: &str| Facts::read(text).read_only;
        assert!(read_only("The kind of it.\u{202f}Read-only."));
        assert!(read_only("Read-only.The state of it."));
        assert!(read_only("The key. This is a read-only GUID."));
        assert!(read_only("This read-only field tells the state."));
        assert!(!read_only("Read-only for guests. Whether it is read-only in the portal. A read-only copy."));
        assert!(Facts::read("What it is. Required \n Use `a` for one and `b` for the other").required);
        assert!(Facts::read("The kind is a required field. For guests: `a`.").required);
        assert!(Facts::read("[Deprecated] It has no effect.").deprecated);
        assert!(Facts::read("It is in the process of being deprecated.").deprecated);
        assert!(!Facts::read("Possible values are: `active`, `deprecated`.").deprecated);
        assert!(Facts::read("body is not returned by default but comes with `?$select=body`.").select_only);
    }

    #[test]
    fn a_sentence_tells_the_operators_once() {
        assert_eq!(Facts::read("Supports `$filter` (`eq`), and not all of `$filter` (`ne`).").filter, ["eq"]);
    }

    #[test]
    fn conditions_are_no_facts() {
        let facts = Facts::read(
            "Required when the type is `x`. The read-only copy of it. Does not support `$filter`.",
        );
        assert_eq!(facts, Facts::default());
    }

    #[test]
    fn defaults() {
        assert_eq!(default_value("The default value is `none`.").as_deref(), Some("none"));
        assert_eq!(default_value("Default: false. Read-only").as_deref(), Some("false"));
        assert_eq!(default_value("The default is the name of the user."), None);
    }
}
