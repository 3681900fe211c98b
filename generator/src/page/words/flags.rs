//! What a description says about a property or a parameter besides its meaning. The patterns that start or end with an anchor match a
//! sentence, without the marks around it; the others match anywhere.

use super::patterns;

patterns! {
    /// `Not nullable.`, `This value cannot be null`
    NOT_NULLABLE = "not[ -]nullable|non-nullable|can(?:no|')t be null";

    /// `Read-only.`, `This is a read-only GUID`, `Required, read-only`; not a copy that is read-only, or "Read-only for guests".
    READ_ONLY = "^(?:read[- ]?only|non-editable)(?:$|[,;:]| and| value)\
        |(?:is |and |, |; )(?:read[- ]?only|non-editable)$\
        |^this (?:is (?:a )?)?(?:read[- ]?only|non-editable)";

    /// `Required.`, `Bearer {token} Required.`, `The name (required)`; not "Required when the type is `x`".
    REQUIRED = "^(?:[^ ]+ ){0,2}required$|^(?:this|the) property is required$\
        |^required, |, required$|(?:^|\\()required\\)|is a required field$";

    /// `Required on create`, `This property is required when a group is created`: pages about updates have the same sentences.
    REQUIRED_ON_CREATE = "required (?:for create|on create|on post|when creat|in create)\
        |^this property is required when a.*is created";

    /// `Not required.`, `Admin consent is not required`.
    NOT_REQUIRED = "^not required|not required$";

    /// `Optional.`, `This header is optional`.
    OPTIONAL = "optional";

    /// `Optional. Required for guests`: where a value can be left out depends on the request.
    REQUIRED_FOR = "required for";

    /// `[Deprecated] …`, `The name - deprecated`, `This is being deprecated`; not a value of that name.
    DEPRECATED = r"^\[*deprecated|- deprecated$|\b(?:this|is|been|be|being) deprecated|\(deprecated";

    /// ``Returned only on `$select`.``, ``Not returned by default, but with `$select` ``.
    SELECT_ONLY = "(?:only returned on|returned only on|only when|not returned by default).*\\$select\
        |\\$select.*(?:only returned on|returned only on|only when|not returned by default)";

    /// `Default value is x`, ``The default is `x`.``, `Default: x`. The group is the value, in backticks or a word that ends its clause.
    DEFAULT = "(?:default value is|default value:|defaults to|default is|default:|by default set to)[ :*]*(?:set to )?\
        (?:`([^`\n]+)`|[ \"'*“”]*([a-z0-9_-]{1,60})[ \"'*“”]*(?:[.,;(\n]|$))";

    /// `Row number of the cell`, `Zero-indexed`: a number that counts or ranks has no fraction. It may be one of pixels.
    COUNTS = "index|number of|position|height|width|row number|column number";

    /// `The bound can be a number or a date, specified as string`.
    AS_STRING = "specified as (?:a )?string";

    /// A cell below the heading `Required`.
    YES = r"^[*. ]*(?:yes|y|true|required|✓)[*. ]*$";

    /// A cell below the heading `Nullable`.
    NO = r"^no\.*$";
}

#[cfg(test)]
mod tests {
    #[test]
    fn forms() {
        super::super::check(
            super::ALL,
            &[
                ("NOT_NULLABLE", "Not nullable", Some("Not nullable")),
                ("NOT_NULLABLE", "It can't be null", Some("can't be null")),
                ("NOT_NULLABLE", "Nullable", None),
                ("READ_ONLY", "Read-only", Some("Read-only")),
                ("READ_ONLY", "This is a read-only GUID", Some("This is a read-only")),
                ("READ_ONLY", "Required, readonly", Some(", readonly")),
                ("READ_ONLY", "Read-only for guests", None),
                ("READ_ONLY", "A read-only copy", None),
                ("REQUIRED", "Required", Some("Required")),
                ("REQUIRED", "Required on create", None),
                ("REQUIRED_ON_CREATE", "Required on create", Some("Required on create")),
                ("REQUIRED_ON_CREATE", "Required", None),
                ("REQUIRED", "The key (Required) of it", Some("(Required)")),
                ("REQUIRED", "Required when the type is `x`", None),
                ("REQUIRED", "The name of what is required", None),
                ("NOT_REQUIRED", "Not required", Some("Not required")),
                ("NOT_REQUIRED", "Required", None),
                ("OPTIONAL", "Optional", Some("Optional")),
                ("OPTIONAL", "One of the options", None),
                ("REQUIRED_FOR", "Required for guests", Some("Required for")),
                ("REQUIRED_FOR", "Required", None),
                ("DEPRECATED", "[Deprecated] It has no effect", Some("[Deprecated")),
                ("DEPRECATED", "This deprecated field", Some("This deprecated")),
                ("DEPRECATED", "Values are: active, deprecated", None),
                ("SELECT_ONLY", "Returned only on $select", Some("Returned only on $select")),
                ("SELECT_ONLY", "Supports $select", None),
                ("DEFAULT", "The default value is `none`.", Some("none")),
                ("DEFAULT", "Default: false. Read-only", Some("false")),
                ("DEFAULT", "By default set to \"a\"", Some("a")),
                ("DEFAULT", "The default is the name of the user.", None),
                ("COUNTS", "Zero-indexed", Some("index")),
                ("COUNTS", "Zoom level to start at", None),
                ("AS_STRING", "A date specified as a string", Some("specified as a string")),
                ("AS_STRING", "A string", None),
                ("YES", "**Yes**", Some("**Yes**")),
                ("YES", "Yes, on create", None),
                ("NO", "No.", Some("No.")),
                ("NO", "None", None),
            ],
        );
    }
}
