//! Names of types as the docs write them.

use std::borrow::Cow;

use crate::ir::Primitive;

/// The primitive that a name stands for, whatever its case, with or without `Edm.`.
pub(super) fn primitive(name: &str) -> Option<Primitive> {
    let lower = name.to_ascii_lowercase();
    let plain = lower.strip_prefix("edm.").unwrap_or(&lower);
    Some(match plain {
        "string" | "strings" | "str" | "text" | "url" | "uri" | "etag" | "email" | "hostname"
        | "identifier" => Primitive::String,
        "boolean" | "bool" => Primitive::Boolean,
        "byte" => Primitive::Byte,
        "sbyte" => Primitive::SByte,
        "int16" | "short" => Primitive::Int16,
        "int32" | "int" | "integer" => Primitive::Int32,
        "int64" | "long" => Primitive::Int64,
        "single" | "float" => Primitive::Single,
        "double" | "number" => Primitive::Double,
        "decimal" | "numeric" => Primitive::Decimal,
        "guid" | "uuid" => Primitive::Guid,
        "datetimeoffset" | "datetime" | "timestamp" => Primitive::DateTimeOffset,
        "date" => Primitive::Date,
        "timeofday" | "time" => Primitive::TimeOfDay,
        "duration" => Primitive::Duration,
        "binary" | "base64binary" | "bytes" => Primitive::Binary,
        "stream" => Primitive::Stream,
        _ => return None,
    })
}

/// The name with `microsoft.graph.` in place of the alias `graph.`.
pub(super) fn full(name: &str) -> Cow<'_, str> {
    match name.get(.."graph.".len()) {
        Some(alias) if alias.eq_ignore_ascii_case("graph.") => Cow::Owned(format!("microsoft.{name}")),
        _ => Cow::Borrowed(name),
    }
}

/// Whether a name is that of a type of the service: `microsoft.graph.user`.
pub(super) fn is_service_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.strip_prefix("microsoft.graph.").is_some_and(|rest| {
        !rest.is_empty()
            && rest.split('.').all(|part| part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
    })
}

/// Whether a bare word is a name that a type of the service could have.
pub(super) fn looks_like_type(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !matches!(
            lower.as_str(),
            "json"
                | "object"
                | "none"
                | "null"
                | "array"
                | "collection"
                | "list"
                | "any"
                | "enum"
                | "complex"
                | "entity"
                | "void"
                | "file"
                | "type"
        )
}

/// Whether a type text says that a value is a number and not of which kind.
pub(super) fn is_number(text: &str) -> bool {
    text.eq_ignore_ascii_case("number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_form() {
        assert_eq!(primitive("Edm.dateTimeOffset"), Some(Primitive::DateTimeOffset));
        assert_eq!(primitive("recipient"), None);
        assert_eq!(full("graph.user"), "microsoft.graph.user");
        assert!(is_service_name("Microsoft.Graph.user"));
        assert!(!is_service_name("microsoft.graph."));
    }
}
