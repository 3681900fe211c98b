//! Sentences about the OData query options.

use super::patterns;

patterns! {
    /// `` `$filter` ``, in lower case or not.
    QUERY_OPTION = r"\$(?:count|expand|filter|format|orderby|search|select|skiptoken|skip|top)\b";

    /// `It does not support …`, `… except …`: what follows is excluded.
    EXCLUDING = "n(?:o|')t (?:currently )?support|n(?:o|')t available|except|unsupported|cannot use|does not allow";

    /// `… is not supported`, `… is not available`: what stands before is excluded, from the last "supports" on.
    EXCLUDED = "^not (?:support|available)";
}

/// The part of a sentence that names what is supported: naming is not supporting.
pub(crate) fn supported(sentence: &str) -> &str {
    let Some(found) = EXCLUDING.find(sentence) else {
        return sentence;
    };
    let before = &sentence[..found.start()];
    let is_about = !EXCLUDED.is_match(found.as_str()) || before.to_ascii_lowercase().contains("support");
    if is_about { before } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        super::super::check(
            ALL,
            &[
                ("QUERY_OPTION", "Supports `$orderBy`", Some("$orderBy")),
                ("QUERY_OPTION", "A `$filtered` list", None),
                ("EXCLUDING", "It doesn't support paging", Some("n't support")),
                ("EXCLUDING", "It does not currently support paging", Some("not currently support")),
                ("EXCLUDING", "It supports paging", None),
                ("EXCLUDED", "not supported", Some("not support")),
                ("EXCLUDED", "except `$top`", None),
            ],
        );
    }

    #[test]
    fn parts_that_name_what_is_supported() {
        assert_eq!(supported("Supports `$top` but not `$skip`"), "Supports `$top` but not `$skip`");
        assert_eq!(supported("Supports all options except `$skip`"), "Supports all options ");
        assert_eq!(supported("`$skip` is not supported"), "");
    }
}
