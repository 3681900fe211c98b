//! Announcements of the values that a property can have.

use super::patterns;

patterns! {
    /// `The possible values are: …`, `Can be one of …`: what stands before a list.
    POSSIBLE_VALUES = "(?:possible|valid|allowed|supported|acceptable|accepted|permitted|available|following) value\
        |possible option|values are|values? can be|values: |(?:can|must) be one of|one of the following|one of: ";

    /// `Cannot begin with x or be one of the following values`: the sentence so far says what a value is not.
    NEGATED = r"(?:can(?:no|'| no)t|must not|may not)[^.;\n]*be one of[^.;\n]*$";

    /// `` `min`, or a double value``, `` `Style1` through `Style9` ``: behind an item, there are more values than those in the list.
    OPEN_LIST = r"^\s*(?:\([^()]*\))?[\s,;]*(?:or an? |through )";

    /// `are`, `can be`, `for this property`: words between an announcement and the first item.
    LEAD = r"^[s()]*\s*(?:(?:are|is|includes?|can be|for this property|as follows)[ :]\s*)*[:\s-]*";
}

#[cfg(test)]
mod tests {
    #[test]
    fn forms() {
        super::super::check(
            super::ALL,
            &[
                ("POSSIBLE_VALUES", "The possible values are: `a`", Some("possible value")),
                ("POSSIBLE_VALUES", "Can be one of a or b", Some("Can be one of")),
                ("POSSIBLE_VALUES", "A value of the list", None),
                ("NEGATED", "It cannot be one of", Some("cannot be one of")),
                ("NEGATED", "It cannot be empty. Must be one of", None),
                ("OPEN_LIST", " (the least), or a double value", Some(" (the least), or a ")),
                ("OPEN_LIST", ", or ", None),
                ("LEAD", "s are: ", Some("s are: ")),
                ("LEAD", " for this property are `a`", Some(" for this property are ")),
                ("LEAD", "of it", Some("")),
            ],
        );
    }
}
