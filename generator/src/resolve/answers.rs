//! What the sample responses of an operation show: the type that annotations name, and how the JSON is built.
//!
//! ```text
//! {"value": [{…}]}      a list          {"value": {…}}      a wrapped object          {"id": "1", "value": […]}      an object
//! ```

use super::types::TypeTable;
use crate::ir::{Content, Example, Type, Version};

/// How a sample response of JSON is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AnswerShape {
    /// `{"value": […]}`
    List,
    /// `{"value": {…}}`
    Wrapped,
    /// Any other object.
    Plain,
}

/// What the successful sample responses of an operation show.
#[derive(Default)]
pub(super) struct ObservedAnswer {
    type_names: Vec<String>,
    pub(super) collection: bool,
    pub(super) shapes: Vec<AnswerShape>,
    pub(super) media_types: Vec<String>,
}

impl ObservedAnswer {
    pub(super) fn of(examples: &[Example]) -> Self {
        let mut shown = Self::default();
        for response in examples.iter().filter_map(|example| example.response.as_ref()) {
            if !(200..300).contains(&response.status) {
                continue;
            }
            if let Some(name) = &response.type_name
                && !shown.type_names.contains(name)
            {
                shown.type_names.push(name.clone());
            }
            shown.collection |= response.collection;
            let media = response.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
            if let Some((_, media)) = media
                && !shown.media_types.contains(media)
            {
                shown.media_types.push(media.clone());
            }
            shown.shapes.extend(AnswerShape::of(&response.body));
        }
        shown
    }

    pub(super) fn any(&self, shape: AnswerShape) -> bool {
        self.shapes.contains(&shape)
    }

    pub(super) fn all(&self, shape: AnswerShape) -> bool {
        !self.shapes.is_empty() && self.shapes.iter().all(|known| *known == shape)
    }

    /// What comes back by the types of the annotations: any of them, so what they have in common.
    pub(super) fn content(&self, version: Version, many: bool, types: &TypeTable) -> Option<Content> {
        let name = self.type_names.first()?;
        if name.eq_ignore_ascii_case("stream") || name.eq_ignore_ascii_case("edm.stream") {
            return Some(Content::Bytes { media_types: self.media_types.clone() });
        }
        let first = types.by_name(version, name)?;
        let all: Vec<Type> = self.type_names.iter().filter_map(|name| types.by_name(version, name)).collect();
        let ty = types.nearest_base(version, &all).unwrap_or(first);
        Some(if many {
            Content::Collection { ty }
        } else {
            Content::One { ty, wrapped: self.all(AnswerShape::Wrapped) }
        })
    }
}

impl AnswerShape {
    /// None when it is no object, or one without members.
    pub(super) fn of(body: &str) -> Option<Self> {
        let inside = body.strip_prefix('{')?.trim_start();
        match value_member(body) {
            Some('[') => Some(Self::List),
            Some('{') => Some(Self::Wrapped),
            _ => inside.starts_with('"').then_some(Self::Plain),
        }
    }
}

/// The first character of the member `value` at the top of a JSON object, when the object has no other member than annotations.
fn value_member(body: &str) -> Option<char> {
    let mut depth = 0_u32;
    let mut rest = body;
    loop {
        let at = rest.find(['{', '}', '[', ']', '"'])?;
        let c = rest[at..].chars().next()?;
        rest = &rest[at + 1..];
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.checked_sub(1)?,
            _ => {
                let end = string_end(rest)?;
                let (text, after) = (&rest[..end], rest[end + 1..].trim_start());
                rest = &rest[end + 1..];
                if depth == 1
                    && let Some(value) = after.strip_prefix(':')
                {
                    if text == "value" {
                        return value.trim_start().chars().next();
                    }
                    if !text.starts_with('@') {
                        return None;
                    }
                }
            }
        }
    }
}

/// Where the string that `text` is in ends.
fn string_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        end
    })
}

#[cfg(test)]
mod tests {
    use super::value_member;

    #[test]
    fn sees_the_wrapper() {
        assert_eq!(value_member(r#"{"@odata.context": "x", "value": [1]}"#), Some('['));
        assert_eq!(value_member(r#"{ "value": { "id": "1" } }"#), Some('{'));
        assert_eq!(value_member(r#"{"id": "1", "value": [1]}"#), None);
    }
}
