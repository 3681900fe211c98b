//! Sentences about what a request sends and what comes back.

use super::patterns;

patterns! {
    /// `Do not supply a request body for this method.`
    NOTHING_SENT = "(?:not|n't) supply a request body|no request body|(?:not|n't) require a request body|not need a request body\
        |(?:not|n't) have a request body|request body is not required|request body should be empty|empty request body\
        |not supply request body";

    /// `It does not return anything in the response body.`
    NOTHING_RETURNED = "(?:does not|doesn't) return anything|no response body|not return a response body|empty response body\
        |not return any|no body";

    /// `Supply the binary contents of the file`: bytes are sent. Streams and files are also what an object in JSON can speak of.
    BYTES_SENT = "binary (?:contents?|stream|data)|contents of the request body|mime content";

    /// `Content-Type: application/zip`, ``Use `text/plain` ``: a media type, in lower case or not. The group is the type without the full
    /// stop behind it.
    MEDIA_TYPE = r#"(?:^|[\s`,;"(])((?:application|audio|image|text|video)/[a-z0-9*](?:[^\s`,;"()]*[^\s`,;"().:])?)"#;

    /// `application/zip`, `image/jpeg`: a media type whose name in a sentence about the body says that bytes are sent.
    MEDIA_OF_BYTES = "^(?:image/|text/(?:plain|html|csv)|application/(?:zip|octet-stream|xml))";

    /// `… and a CSV file`, `the raw contents`: bytes come back, where no type is linked.
    BYTES_RETURNED = "stream|csv file|binary|bytes of|contents? of the file|raw contents";

    /// `Supply a JSON representation of [x]`, `a [x] object`: the sentence is about what is sent.
    ABOUT_BODY = "json|request body|object";

    /// `The id of the [x]`: the link names something else than what is sent.
    IDENTIFIER_OF = r"(?:identifier|id) of the\s*$";

    /// `a collection of [x]`, `an array of [x]`.
    COLLECTION_OF = "(?:collection|list|array) of";

    /// `[x] collection`, `[x] objects`: what follows the name of the type.
    COLLECTION_AFTER = r"^\s*(?:collection|objects\.*(?:\s|$)|\S+\s+collection)";

    /// `The Location header has the address of the monitor`.
    LOCATION = "location|monitor";

    /// `Specify the message parameter`: a sentence that asks for a parameter.
    SUPPLIES = "(?:specify|include|supply|provide) ";

    /// `The following required parameters`, above a table.
    ALL_REQUIRED = "following required";
}

/// The media types that words name, in lower case.
pub(crate) fn media_types(words: &str) -> impl Iterator<Item = String> {
    MEDIA_TYPE.captures_iter(words).map(|found| found[1].to_lowercase())
}

/// "a collection of", "list of", "array of" before the name, or "collection" after it.
pub(crate) fn is_collection(before: &str, after: &str) -> bool {
    let tail: String = before.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    COLLECTION_OF.is_match(&tail)
        || tail.trim_end().ends_with("collection")
        || COLLECTION_AFTER.is_match(after)
}

#[cfg(test)]
mod tests {
    #[test]
    fn forms() {
        super::super::check(
            super::ALL,
            &[
                ("NOTHING_SENT", "Don't supply a request body.", Some("n't supply a request body")),
                ("NOTHING_SENT", "In the request body, supply it.", None),
                ("NOTHING_RETURNED", "It doesn't return anything.", Some("doesn't return anything")),
                ("NOTHING_RETURNED", "It returns a user.", None),
                ("BYTES_SENT", "Supply the binary contents of it", Some("binary contents")),
                ("BYTES_SENT", "Supply a stream", None),
                ("MEDIA_TYPE", "application/zip. Required.", Some("application/zip")),
                ("MEDIA_TYPE", "Use `text/plain` for MIME", Some("text/plain")),
                ("MEDIA_TYPE", "users/groups of an application/", None),
                ("MEDIA_OF_BYTES", "image/jpeg", Some("image/")),
                ("MEDIA_OF_BYTES", "application/json", None),
                ("BYTES_RETURNED", "and a CSV file", Some("CSV file")),
                ("BYTES_RETURNED", "and a user", None),
                ("ABOUT_BODY", "a JSON representation", Some("JSON")),
                ("ABOUT_BODY", "the names of it", None),
                ("IDENTIFIER_OF", "the id of the ", Some("id of the ")),
                ("IDENTIFIER_OF", "the id of the user and ", None),
                ("COLLECTION_OF", "a list of users", Some("list of")),
                ("COLLECTION_OF", "a user", None),
                ("COLLECTION_AFTER", " objects in it", Some(" objects ")),
                ("COLLECTION_AFTER", " object collection", Some(" object collection")),
                ("COLLECTION_AFTER", " object in a collection", None),
                ("LOCATION", "a `Location` header", Some("Location")),
                ("LOCATION", "a header", None),
                ("SUPPLIES", "Supply the message", Some("Supply ")),
                ("SUPPLIES", "The message", None),
                ("ALL_REQUIRED", "The following required parameters", Some("following required")),
                ("ALL_REQUIRED", "The required parameters", None),
            ],
        );
    }
}
