//! Every rule about Rust names: case, keywords, characters that no name can have.
//!
//! | wire | snake | Pascal | screaming |
//! |---|---|---|---|
//! | `sendMail` | `send_mail` | `SendMail` | `SEND_MAIL` |
//! | `microsoft.graph.user` | `microsoft_graph_user` | `MicrosoftGraphUser` | … |
//! | `type` | `r#type` | `Type` | `TYPE` |
//! | `self` | `self_` | `Self_` | `SELF` |
//! | `3gp`, `` | `n3gp`, `unnamed` | `N3gp`, `Unnamed` | … |
//! | `IPv6Address` | `ipv6_address` | `IPv6Address` | `IPV6_ADDRESS` |

use std::collections::HashMap;

use proc_macro2::{Ident, Span};

use crate::digest;

/// No name of a type, property, parameter, permission or part of a path is longer: the longest of the docs, a property's, has 76
/// letters. Names go into names of files, which have 255 bytes at most.
pub(crate) const LONGEST_NAME: usize = 128;

/// Whether a word of a text would be a name, were it not too long for one.
pub(crate) fn has_too_long(text: &str) -> bool {
    let in_names = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
    let mut words = text.split(|c| !in_names(c)).filter(|word| word.len() > LONGEST_NAME);
    words.any(|word| {
        // The dot at the end of a sentence belongs to no name, and a line of dashes is none.
        let word = word.trim_matches(['.', '-']);
        word.len() > LONGEST_NAME && word.contains(|c: char| c.is_ascii_alphabetic())
    })
}

/// A snake-case identifier for a wire name.
pub(crate) fn snake(wire: &str) -> String {
    escape(&words(wire).join("_").to_lowercase(), "n")
}

/// A Pascal-case identifier for a wire name. Capitals inside words stay: `windows365`, `IPv6` → `Windows365`, `IPv6`.
pub(crate) fn pascal(wire: &str) -> String {
    let name: String = words(wire)
        .iter()
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
        })
        .collect();
    escape(&name, "N")
}

/// A name for a constant.
pub(crate) fn screaming(wire: &str) -> String {
    let name = words(wire).join("_").to_uppercase();
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) { format!("N{name}") } else { name }
}

/// An identifier of a name that the functions above gave.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Whether the table of a struct can list a wire name: names stand there with blanks between them. No page has one that cannot, but a
/// model that was written by hand can.
pub(crate) fn is_listed(wire: &str) -> bool {
    !wire.is_empty() && !wire.contains(|c: char| c.is_ascii_whitespace())
}

/// The last part of a dotted name: `user` of `microsoft.graph.user`.
pub(crate) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// A name of a file or folder, from a wire name: lower case letters, digits and underscores, whatever the wire name holds.
/// One that is too long for a file keeps its start, and a digest of the whole in place of the rest.
pub(crate) fn file_stem(wire: &str) -> String {
    let mut stem = snake(wire).trim_start_matches("r#").to_owned();
    if stem.len() > LONGEST_STEM {
        stem.truncate(LONGEST_STEM - DIGEST_IN_STEM);
        stem.push('_');
        stem.push_str(&digest::of([wire]));
    }
    stem
}

/// Bytes of a name of a file: there is an ending besides, and file systems that encrypt names allow 143.
const LONGEST_STEM: usize = 120;
/// A digest and what joins it.
const DIGEST_IN_STEM: usize = 2 * digest::LENGTH + 1;

/// The module of a file that the function above named.
pub(crate) fn module_of(stem: &str) -> String {
    escape(stem, "n")
}

/// Names that are taken, each with the number that the next of the same name gets. A name that is taken already gets a number.
#[derive(Default)]
pub(crate) struct Names(HashMap<String, usize>);

impl Names {
    /// Takes some names from the start.
    pub(crate) fn reserving(names: &[&str]) -> Self {
        Self(names.iter().map(|name| ((*name).to_owned(), FIRST_NUMBER)).collect())
    }

    /// Whether a name is taken.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Takes a name: `summary`, then `summary_2`.
    pub(crate) fn take(&mut self, name: String) -> String {
        let plain = name.trim_start_matches("r#").to_owned();
        self.take_numbered(name, str::to_owned, |number| format!("{plain}_{number}"))
    }

    /// Takes the name of a type: `Summary`, then `Summary2`. Types need other names even where only the case differs, because their
    /// files do.
    pub(crate) fn take_type(&mut self, name: String) -> String {
        let plain = name.clone();
        self.take_numbered(name, str::to_lowercase, |number| format!("{plain}{number}"))
    }

    /// Takes a name or the first of its numbered forms that is free; `key` is what two names must not share.
    fn take_numbered(
        &mut self,
        name: String,
        key: impl Fn(&str) -> String,
        numbered: impl Fn(usize) -> String,
    ) -> String {
        let own = key(&name);
        let Some(&(mut number)) = self.0.get(&own) else {
            self.0.insert(own, FIRST_NUMBER);
            return name;
        };
        let mut free = numbered(number);
        while self.0.contains_key(&key(&free)) {
            number += 1;
            free = numbered(number);
        }
        self.0.insert(key(&free), FIRST_NUMBER);
        // Where the search goes on, so that many of one name are not counted through again for each.
        self.0.insert(own, number + 1);
        free
    }
}

/// The number that the second of a name gets.
const FIRST_NUMBER: usize = 2;

/// The words of a wire name: split where a letter or digit ends, and where a capital follows a small letter or opens a small word.
fn words(wire: &str) -> Vec<String> {
    let chars: Vec<char> = wire.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            words.push(std::mem::take(&mut word));
            continue;
        }
        let before = at.checked_sub(1).map(|before| chars[before]);
        let rises = before.is_some_and(|before| before.is_ascii_lowercase() || before.is_ascii_digit());
        let opens = before.is_some_and(|before| before.is_ascii_uppercase())
            && chars.get(at + 1).is_some_and(char::is_ascii_lowercase)
            // `IPv6`, `PCs`: one small letter after capitals belongs to them.
            && chars.get(at + 2).is_some_and(char::is_ascii_lowercase);
        if c.is_ascii_uppercase() && (rises || opens) {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// Makes an identifier of a word: no digit in front, no keyword, never empty.
fn escape(name: &str, digit_prefix: &str) -> String {
    let name = if name.is_empty() {
        if digit_prefix == "n" { "unnamed".to_owned() } else { "Unnamed".to_owned() }
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{digit_prefix}{name}")
    } else {
        name.to_owned()
    };
    if matches!(name.as_str(), "self" | "Self" | "super" | "crate" | "_") {
        format!("{name}_")
    } else if is_keyword(&name) {
        format!("r#{name}")
    } else {
        name
    }
}

/// The keywords of every edition, with those that are reserved.
fn is_keyword(name: &str) -> bool {
    const KEYWORDS: [&str; 48] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
        "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
        "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static",
        "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where",
        "while", "yield",
    ];
    KEYWORDS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_parts() {
        assert_eq!(["microsoft.graph.callRecords.session", "user"].map(short), ["session", "user"]);
    }

    #[test]
    fn what_a_table_can_list() {
        let listed = ["id", "@odata.type", "", "a b", "a\tb", " "].map(is_listed);
        assert_eq!(listed, [true, true, false, false, false, false]);
    }

    #[test]
    fn taken_names_get_a_number() {
        let mut names = Names::reserving(&["additional"]);
        let taken = ["r#type", "r#type", "additional", "r#type"].map(|name| names.take(name.to_owned()));
        assert_eq!(taken, ["r#type", "type_2", "additional_2", "type_3"]);
        let mut types = Names::default();
        let taken = ["Cat", "CAT", "Dog"].map(|name| types.take_type(name.to_owned()));
        assert_eq!(taken, ["Cat", "CAT2", "Dog"]);
    }

    #[test]
    fn many_of_one_name_are_numbered_without_a_search_from_the_start() {
        let mut names = Names::default();
        let taken: Vec<String> = (0..100_000).map(|_| names.take("a".to_owned())).collect();
        assert_eq!((taken[1].as_str(), taken[99_999].as_str()), ("a_2", "a_100000"));
        assert_eq!(names.take("a_7".to_owned()), "a_7_2");
    }

    #[test]
    fn names_of_files_have_a_length() {
        let (long, longer) = ("x".repeat(200), "x".repeat(201));
        let (one, other) = (file_stem(&long), file_stem(&longer));
        assert_eq!((one.len(), other.len()), (LONGEST_STEM, LONGEST_STEM));
        assert_ne!(one, other);
        assert_eq!(one, file_stem(&long));
        assert_eq!(file_stem(&"x".repeat(120)).len(), 120);
    }

    #[test]
    fn names_that_are_too_long() {
        let long = "x".repeat(129);
        for text in [long.clone(), format!("a b{long}"), format!("a `{long}`.")] {
            assert!(has_too_long(&text), "{text}");
        }
        for text in [&long[1..], &format!("{}.", &long[1..]), &"-".repeat(200), &"a ".repeat(200)] {
            assert!(!has_too_long(text), "{text}");
        }
    }

    #[test]
    fn odd_names() {
        let table = [
            ("sendMail", "send_mail", "SendMail", "SEND_MAIL"),
            ("microsoft.graph.user", "microsoft_graph_user", "MicrosoftGraphUser", "MICROSOFT_GRAPH_USER"),
            ("type", "r#type", "Type", "TYPE"),
            ("gen", "r#gen", "Gen", "GEN"),
            ("self", "self_", "Self_", "SELF"),
            ("3gp", "n3gp", "N3gp", "N3GP"),
            ("", "unnamed", "Unnamed", "N"),
            ("IPv6Address", "ipv6_address", "IPv6Address", "IPV6_ADDRESS"),
            ("OData", "o_data", "OData", "O_DATA"),
            (
                "windows10XSCEPCertificateProfile",
                "windows10_xscep_certificate_profile",
                "Windows10XSCEPCertificateProfile",
                "WINDOWS10_XSCEP_CERTIFICATE_PROFILE",
            ),
            ("user-id", "user_id", "UserId", "USER_ID"),
            ("@odata.type", "odata_type", "OdataType", "ODATA_TYPE"),
            ("a\"; fn x() {} //", "a_fn_x", "AFnX", "A_FN_X"),
        ];
        for (wire, snake_case, pascal_case, screaming_case) in table {
            assert_eq!(
                (snake(wire).as_str(), pascal(wire).as_str(), screaming(wire).as_str()),
                (snake_case, pascal_case, screaming_case)
            );
        }
    }
}
