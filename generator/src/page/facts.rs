//! What a description says about a property besides its meaning.
//!
//! ```text
//! Read-only. Not nullable. Required. Default value is `none`. Returned only on `$select`.
//! Supports `$filter` (`eq`, `startsWith`) and `$orderby`. Inherited from [entity](entity.md)
//! ```
//! Facts are read sentence by sentence; a fact with a condition ("Required when …") is none.

/// What a description says about a property.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// It is never null.
    pub not_nullable: bool,
    /// Only the service sets it.
    pub read_only: bool,
    /// It must be given when an object is created.
    pub required: bool,
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
        facts
    }

    fn sentence(&mut self, sentence: &str) {
        let sentence =
            sentence.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | ':' | '-'));
        let lower = sentence.to_ascii_lowercase();
        let lower = lower.trim_end_matches(')');
        if lower.contains("nullable") || lower.contains(" null") {
            self.not_nullable |=
                ["not nullable", "non-nullable", "not-nullable", "cannot be null", "can't be null"]
                    .iter()
                    .any(|words| lower.contains(words));
        }
        if lower.contains("read") || lower.contains("editable") {
            self.read_only |= is_read_only(lower);
        }
        if lower.contains("required") {
            self.required |= is_required(lower);
        }
        if lower.contains("deprecated") {
            self.deprecated |= lower.trim_start_matches('[').starts_with("deprecated")
                || lower.ends_with("- deprecated")
                || ["is deprecated", "been deprecated", "be deprecated", "being deprecated", "(deprecated"]
                    .iter()
                    .any(|words| lower.contains(words));
        }
        if lower.contains('$') {
            self.options(lower, sentence);
        }
    }

    /// `$select`, `$filter`, `$orderby` and `$search` of a sentence.
    fn options(&mut self, lower: &str, sentence: &str) {
        self.select_only |= lower.contains("$select")
            && ["only returned on", "returned only on", "only when", "not returned by default"]
                .iter()
                .any(|words| lower.contains(words));
        let refused = ["not support", "n't support", "unsupported", "isn't supported"];
        if !lower.contains("support") || refused.iter().any(|words| lower.contains(words)) {
            return;
        }
        if let Some(at) = lower.find("$filter") {
            let operators = operators(&sentence[(at + "$filter".len()).min(sentence.len())..]);
            self.filter = if operators.is_empty() { vec!["*".to_owned()] } else { operators };
        }
        self.orderby |= lower.contains("$orderby");
        self.search |= lower.contains("$search");
    }
}

fn is_read_only(lower: &str) -> bool {
    ["read-only", "read only", "readonly", "non-editable"].iter().any(|word| {
        lower == *word
            || lower.strip_suffix(word).is_some_and(|before| {
                before.ends_with("is ")
                    || before.ends_with("and ")
                    || before.ends_with(", ")
                    || before.ends_with("; ")
            })
            || lower
                .strip_prefix(word)
                .is_some_and(|rest| rest.starts_with([',', ';', ':']) || rest.starts_with(" and"))
            // "This is a read-only GUID", "This read-only field tells …", "Read only value that …".
            || ["this is ", "this is a ", "this "].iter().any(|lead| {
                lower.strip_prefix(lead).and_then(|rest| rest.strip_prefix(word)).is_some()
            })
            || lower.strip_prefix(word).is_some_and(|rest| rest.starts_with(" value"))
    })
}

fn is_required(lower: &str) -> bool {
    const ALWAYS: [&str; 6] = [
        "required",
        "this property is required",
        "the property is required",
        "this is required",
        "is required",
        "it is required",
    ];
    const CREATING: [&str; 5] = [
        "required for create",
        "required on create",
        "required on post",
        "required when creat",
        "required in create",
    ];
    ALWAYS.contains(&lower)
        || lower.ends_with("is a required field")
        || lower.starts_with("required, ")
        || lower.ends_with(", required")
        || CREATING.iter().any(|words| lower.contains(words))
        || (lower.starts_with("this property is required when a") && lower.contains("is created"))
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
    let lower = description.to_ascii_lowercase();
    if !lower.contains("default") {
        return None;
    }
    let triggers =
        ["default value is", "default value:", "defaults to", "default is", "default:", "by default set to"];
    let (trigger, at) = triggers.iter().find_map(|trigger| lower.find(trigger).map(|at| (trigger, at)))?;
    let rest = description.get(at + trigger.len()..)?.trim_start_matches([' ', ':', '*']);
    let rest = rest.strip_prefix("set to ").unwrap_or(rest);
    if let Some(code) = rest.strip_prefix('`') {
        let value = code.split('`').next()?.trim();
        return (!value.is_empty() && !value.contains('\n')).then(|| value.to_owned());
    }
    let end = rest.find(['.', ',', ';', '(', '\n']).unwrap_or(rest.len());
    let value = rest[..end].trim_matches([' ', '"', '\'', '*', '“', '”']);
    let word = !value.is_empty()
        && value.len() <= 60
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (word && !matches!(value, "the" | "not" | "a")).then(|| value.to_owned())
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
        assert!(Facts::read("The kind is a required field. For guests: `a`.").required);
        assert!(Facts::read("[Deprecated] It has no effect.").deprecated);
        assert!(Facts::read("It is in the process of being deprecated.").deprecated);
        assert!(!Facts::read("Possible values are: `active`, `deprecated`.").deprecated);
        assert!(Facts::read("body is not returned by default but comes with `?$select=body`.").select_only);
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
