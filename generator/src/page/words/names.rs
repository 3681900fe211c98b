//! Names in prose: singular and plural, the namespace of a page.

use super::patterns;

patterns! {
    /// `policies`, `classes`, `users`; not `access`, `status`, `analysis`. The groups are what the singular keeps.
    PLURAL = "^(?:(?<y>.+)ies|(?<es>.+(?:ss|x|ch|sh))es|(?<s>.+[^isu])s)$";

    /// The line `Namespace: microsoft.graph.callRecords` below a title. The group is the namespace.
    NAMESPACE = r"(?m)^\s*Namespace:[\s`*]*(microsoft(?:\.[a-z_][a-z0-9_]*)+)?";
}

/// The singular of an English word or of a name that ends with one; the word itself when it is no plural.
pub(crate) fn singular(word: &str) -> String {
    let ends_with_s = word.ends_with(['s', 'S']);
    let Some(plural) = ends_with_s.then(|| PLURAL.captures(word)).flatten() else {
        return word.to_owned();
    };
    match plural.name("y") {
        Some(stem) => format!("{}y", stem.as_str()),
        None => plural.name("es").or(plural.name("s")).map_or(word, |stem| stem.as_str()).to_owned(),
    }
}

/// The namespace in a line about it.
pub(crate) fn namespace(text: &str) -> Option<&str> {
    Some(NAMESPACE.captures(text)?.get(1)?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        super::super::check(
            ALL,
            &[
                ("PLURAL", "policies", Some("polic")),
                ("PLURAL", "classes", Some("class")),
                ("PLURAL", "Users", Some("User")),
                ("PLURAL", "licenses", Some("license")),
                ("PLURAL", "access", None),
                ("PLURAL", "status", None),
                ("PLURAL", "analysis", None),
                ("PLURAL", "as", None),
                ("NAMESPACE", "Namespace: microsoft.graph.callRecords.", Some("microsoft.graph.callRecords")),
                ("NAMESPACE", "Namespace: `microsoft.graph`", Some("microsoft.graph")),
                ("NAMESPACE", "Namespace: to be settled", Some("Namespace: ")),
                ("NAMESPACE", "The namespace: microsoft.graph", None),
            ],
        );
    }

    #[test]
    fn singulars() {
        for (word, expected) in [
            ("currencies", "currency"),
            ("mailboxes", "mailbox"),
            ("teamsApps", "teamsApp"),
            ("access", "access"),
        ] {
            assert_eq!(singular(word), expected);
        }
    }
}
