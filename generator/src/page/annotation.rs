//! JSON inside HTML comments → typed annotations.
//!
//! ```text
//! <!-- { "blockType": "response", "truncated": true, "@odata.type": "microsoft.graph.user", "isCollection": true } -->
//! ```
//! An annotation speaks of the next fence, table or include. Trailing commas and text after the object are common.

use serde::Deserialize;
use serde_json::Value;

/// What the comment before a block says about it. Keys that no reader asks for are left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Annotation {
    /// `request`, `response`, `ignored`, `resource`, `permissions`, `example`, `samples`, ….
    #[serde(rename = "blockType")]
    pub block_type: Option<String>,
    /// The name that pairs a request with its response.
    pub name: Option<Value>,
    /// The type of what comes back, or the type that the JSON represents.
    #[serde(rename = "@odata.type", alias = "@type")]
    pub odata_type: Option<Value>,
    /// Whether several come back.
    #[serde(rename = "isCollection")]
    pub is_collection: Option<Value>,
    /// Whether parts of a sample are left out.
    pub truncated: Option<Value>,
    /// The type that a resource inherits from.
    #[serde(rename = "baseType")]
    pub base_type: Option<Value>,
    /// The name of the key.
    #[serde(rename = "keyProperty")]
    pub key_property: Option<Value>,
    /// Whether objects may have other properties.
    #[serde(rename = "openType")]
    pub open_type: Option<Value>,
    /// Whether there are no objects of just this type.
    #[serde(rename = "abstract", alias = "isAbstract")]
    pub is_abstract: Option<Value>,
    /// The request that a permission table speaks of.
    #[serde(rename = "requestUrls")]
    pub request_urls: Vec<String>,
}

impl Annotation {
    /// Reads a comment. Nothing when it is not an annotation; an error when it looks like one and cannot be read.
    pub fn parse(comment: &str) -> Option<Result<Self, serde_json::Error>> {
        let start = comment.find('{')?;
        if !comment[..start].trim().is_empty() || !comment.contains(':') {
            return None;
        }
        let text = without_trailing_commas(&comment[start..]);
        let mut values = serde_json::Deserializer::from_str(&text).into_iter::<Self>();
        values.next()
    }

    /// The block type in lower case.
    pub fn block_type(&self) -> &str {
        self.block_type.as_deref().unwrap_or_default()
    }

    /// The name, whatever JSON it is written as.
    pub fn name(&self) -> Option<String> {
        text(self.name.as_ref())
    }

    /// The type's dotted name without `#` and without `Collection()`; the second part says whether that stood around it. Templates of
    /// pages put `microsoft.graph.None` where nothing comes back.
    pub fn odata_type(&self) -> Option<(String, bool)> {
        let name = text(self.odata_type.as_ref())?;
        let inner = name.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')'));
        let plain = inner.unwrap_or(&name).trim_start_matches('#').trim().to_owned();
        let nothing = plain.is_empty() || plain.eq_ignore_ascii_case("microsoft.graph.none");
        (!nothing).then_some((plain, inner.is_some()))
    }

    /// The base type's dotted name.
    pub fn base_type(&self) -> Option<String> {
        text(self.base_type.as_ref()).map(|name| name.trim_start_matches('#').to_owned())
    }

    /// Whether the annotation says that several come back.
    pub fn is_collection(&self) -> bool {
        truth(self.is_collection.as_ref())
    }

    /// Whether the annotation says that parts are left out.
    pub fn is_truncated(&self) -> bool {
        truth(self.truncated.as_ref())
    }

    /// Whether the annotation says that the type is open.
    pub fn is_open(&self) -> bool {
        truth(self.open_type.as_ref())
    }

    /// Whether the annotation says that the type is abstract.
    pub fn is_abstract(&self) -> bool {
        truth(self.is_abstract.as_ref())
    }

    /// Whether the annotation names a key.
    pub fn has_key(&self) -> bool {
        text(self.key_property.as_ref()).is_some()
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `true` is written as a string in places.
fn truth(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(truth)) => *truth,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// The same JSON without commas before a closing bracket. Strings are left alone.
pub(crate) fn without_trailing_commas(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    // The last comma, when nothing but blanks stands behind it, and how much was copied.
    let (mut comma, mut copied) = (None, 0);
    for (at, c) in json.char_indices() {
        match c {
            _ if in_string => {
                in_string = escaped || c != '"';
                escaped = !escaped && c == '\\';
            }
            ',' => comma = Some(at),
            '}' | ']' if comma.is_some() => {
                out.push_str(&json[copied..comma.take().unwrap_or(at)]);
                copied = at;
            }
            _ if c.is_whitespace() => {}
            _ => {
                comma = None;
                in_string = c == '"';
            }
        }
    }
    out.push_str(&json[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_pages_write() {
        let comment = " { \"blockType\": \"response\", \"isCollection\": \"true\", \"@odata.type\": \"Collection(microsoft.graph.user)\", } // Note: x";
        let annotation = Annotation::parse(comment).unwrap().unwrap();
        assert_eq!(annotation.block_type(), "response");
        assert!(annotation.is_collection());
        assert_eq!(annotation.odata_type(), Some(("microsoft.graph.user".to_owned(), true)));
        assert!(Annotation::parse(" uuid: 8fcb5dbc ").is_none());
        let nothing =
            Annotation::parse(r#"{ "blockType": "response", "@odata.type": "microsoft.graph.None" }"#);
        assert_eq!(nothing.expect("it is one").expect("it is JSON").odata_type(), None);
    }

    #[test]
    fn commas_in_strings_stay() {
        assert_eq!(without_trailing_commas(r#"{"a": "x,}", "b": [1, ], }"#), r#"{"a": "x,}", "b": [1]}"#);
    }
}
