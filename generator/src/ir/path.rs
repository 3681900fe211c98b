//! Path templates: segments are values, not text.
//!
//! | text | segments |
//! |---|---|
//! | `/users/{id}` | literal, key |
//! | `/devices(deviceId='{deviceId}')` | literal, named key |
//! | `/directoryRoles/roleTemplateId={x}` | literal, key with a property |
//! | `/reports/getX(period='{period}')` | literal, function |
//! | `/groups/{id}/members/microsoft.graph.user` | literal, key, literal, cast |
//! | `/me/drive/root:/{path}:/children` | literal, literal, literal, drive path, literal |
//! | `/groups/{id}/members/$ref` | literal, key, literal, `$ref` |

use std::cmp::Ordering;
use std::fmt::{self, Write};

use serde::{Deserialize, Serialize};

/// The path of a request below the version, with placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
#[non_exhaustive]
pub struct PathTemplate {
    /// The parts between the slashes, in order.
    pub segments: Vec<Segment>,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Segment {
    /// A fixed name: `/users`, or an action `/sendMail`.
    Literal(String),
    /// A value that picks one of a collection: `/{id}`.
    Key(Key),
    /// Values with the names of their properties, or one value alone, in parentheses: `(deviceId='{deviceId}')`, `({index})`.
    /// Belongs to the segment before it.
    NamedKey(Vec<KeyPair>),
    /// A function with its arguments: `/search(q='{q}')`. The name may be dotted.
    Function {
        /// The name.
        name: String,
        /// The arguments, in the order of the docs. None for `/delta()`.
        arguments: Vec<Argument>,
    },
    /// A cast to a derived type: `/microsoft.graph.user`.
    Cast(String),
    /// `/$ref`: the link, not what it leads to.
    Ref,
    /// `/$value`: the bytes.
    Value,
    /// `/$count`: how many there are.
    Count,
    /// A path inside a drive or a site: `:/{path}:`. Belongs to the segment before it.
    DrivePath(String),
}

/// A placeholder.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Key {
    /// The name, unlike any other of the same path.
    pub name: String,
    /// What the docs allow in its place: `{id | userPrincipalName}` gives both. Empty when only one thing is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// The property in front of the value: `/roleTemplateId={x}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
}

impl Key {
    /// A key with a name and nothing else.
    pub(crate) fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), alternatives: Vec::new(), property: None }
    }
}

/// A value in parentheses after a collection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct KeyPair {
    /// The property; none in `({index})`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// The name of the placeholder.
    pub name: String,
    /// Whether the value stands in single quotes.
    pub quoted: bool,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Argument {
    /// The parameter's name.
    pub name: String,
    /// The name of the placeholder, unlike any other of the same path.
    pub placeholder: String,
    /// Whether the value stands in single quotes.
    pub quoted: bool,
    /// The value that the docs write in place of a placeholder: `on='reviewer'`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
}

impl PathTemplate {
    /// The names of all placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().flat_map(Segment::placeholders)
    }

    /// What makes two templates the same request: lower case, placeholders without names.
    pub fn identity(&self) -> String {
        Self::identity_of(&self.segments)
    }

    /// The same of a part of a template.
    pub fn identity_of(segments: &[Segment]) -> String {
        let mut text = String::with_capacity(64);
        write_path(segments, false, &mut text).expect("a string takes all");
        lower(text)
    }

    /// The text of the template with placeholders that have no names.
    pub fn without_names(&self) -> String {
        let mut text = String::with_capacity(64);
        write_path(&self.segments, false, &mut text).expect("a string takes all");
        text
    }

    /// Whether `$ref`, `$value` and `$count` stand at its end alone, behind what they are about. Elsewhere they lead nowhere.
    pub(crate) fn leads_somewhere(&self) -> bool {
        let is_suffix = |segment: &Segment| matches!(segment, Segment::Ref | Segment::Value | Segment::Count);
        let before = self.segments.split_last().map_or(&[][..], |(_, before)| before);
        !before.iter().any(is_suffix) && !self.segments.first().is_some_and(is_suffix)
    }

    /// The last segment that is not `$ref`, `$value` or `$count`.
    pub fn target(&self) -> Option<&Segment> {
        self.segments
            .iter()
            .rev()
            .find(|segment| !matches!(segment, Segment::Ref | Segment::Value | Segment::Count))
    }
}

impl Segment {
    /// What makes two segments the same, as [`PathTemplate::identity`] does of templates.
    pub fn identity(&self) -> String {
        let mut text = String::new();
        write_segment(self, false, &mut text).expect("a string takes all");
        lower(text)
    }

    /// Every name that it holds: its own, those of placeholders, properties and arguments.
    pub(crate) fn names(&self) -> Vec<&str> {
        match self {
            Self::Literal(name) | Self::Cast(name) | Self::DrivePath(name) => vec![name],
            Self::Key(key) => {
                let others = key.alternatives.iter().chain(&key.property);
                others.chain([&key.name]).map(String::as_str).collect()
            }
            Self::NamedKey(pairs) => {
                let names = pairs.iter().flat_map(|pair| pair.property.iter().chain([&pair.name]));
                names.map(String::as_str).collect()
            }
            Self::Function { name, arguments } => {
                let names = arguments.iter().flat_map(|argument| [&argument.name, &argument.placeholder]);
                names.chain([name]).map(String::as_str).collect()
            }
            Self::Ref | Self::Value | Self::Count => Vec::new(),
        }
    }

    fn placeholders(&self) -> Vec<&str> {
        match self {
            Self::Key(key) => vec![&key.name],
            Self::NamedKey(pairs) => pairs.iter().map(|pair| pair.name.as_str()).collect(),
            Self::Function { arguments, .. } => {
                arguments.iter().map(|arg| arg.placeholder.as_str()).collect()
            }
            Self::DrivePath(name) => vec![name],
            Self::Literal(_) | Self::Cast(_) | Self::Ref | Self::Value | Self::Count => Vec::new(),
        }
    }

    /// The names of the placeholders of this segment, to be changed.
    pub fn placeholders_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::Key(key) => vec![&mut key.name],
            Self::NamedKey(pairs) => pairs.iter_mut().map(|pair| &mut pair.name).collect(),
            Self::Function { arguments, .. } => {
                arguments.iter_mut().map(|arg| &mut arg.placeholder).collect()
            }
            Self::DrivePath(name) => vec![name],
            Self::Literal(_) | Self::Cast(_) | Self::Ref | Self::Value | Self::Count => Vec::new(),
        }
    }
}

/// The order of path templates in which the matcher of `msgraph-core` searches: segment by segment, without regard to case and to the
/// names of placeholders.
///
/// It is the `order` of that crate. To ask for it would bring the crate and more than forty others into every build script that
/// generates a client; the tests of emitted tables and of facts ask the crate whether they are ordered.
pub(crate) fn search_order(a: &str, b: &str) -> Ordering {
    nameless(a).cmp(nameless(b))
}

/// A template in lower case, placeholders without their names, slashes before everything.
fn nameless(template: &str) -> impl Iterator<Item = u8> {
    let mut inside = false;
    template.bytes().filter_map(move |byte| match byte {
        b'{' | b'}' => {
            inside = byte == b'{';
            Some(byte)
        }
        _ if inside => None,
        b'/' => Some(0),
        byte => Some(byte.to_ascii_lowercase()),
    })
}

fn lower(mut text: String) -> String {
    if !text.is_ascii() {
        return text.to_lowercase();
    }
    text.make_ascii_lowercase();
    text
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_path(&self.segments, true, f)
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_segment(self, true, f)
    }
}

/// Writes a path, its placeholders with or without their names.
fn write_path(segments: &[Segment], named: bool, out: &mut impl Write) -> fmt::Result {
    for (position, segment) in segments.iter().enumerate() {
        if !matches!(segment, Segment::NamedKey(_) | Segment::DrivePath(_)) {
            out.write_char('/')?;
        }
        write_segment(segment, named, out)?;
        if matches!(segment, Segment::DrivePath(_)) && position + 1 < segments.len() {
            out.write_char(':')?;
        }
    }
    Ok(())
}

fn write_segment(segment: &Segment, named: bool, out: &mut impl Write) -> fmt::Result {
    match segment {
        Segment::Literal(name) | Segment::Cast(name) => out.write_str(name),
        Segment::Key(Key { name, property, .. }) => write_value(property.as_deref(), name, false, named, out),
        Segment::NamedKey(pairs) => {
            out.write_char('(')?;
            for (i, KeyPair { property, name, quoted }) in pairs.iter().enumerate() {
                out.write_str(if i > 0 { "," } else { "" })?;
                write_value(property.as_deref(), name, *quoted, named, out)?;
            }
            out.write_char(')')
        }
        Segment::Function { name, arguments } => {
            out.write_str(name)?;
            out.write_char('(')?;
            for (i, Argument { name, placeholder, quoted, .. }) in arguments.iter().enumerate() {
                out.write_str(if i > 0 { "," } else { "" })?;
                write_value(Some(name), placeholder, *quoted, named, out)?;
            }
            out.write_char(')')
        }
        Segment::Ref => out.write_str("$ref"),
        Segment::Value => out.write_str("$value"),
        Segment::Count => out.write_str("$count"),
        Segment::DrivePath(name) => {
            out.write_str(":/")?;
            write_value(None, name, false, named, out)
        }
    }
}

/// `property='{name}'`, with what there is of it.
fn write_value(
    property: Option<&str>,
    name: &str,
    quoted: bool,
    named: bool,
    out: &mut impl Write,
) -> fmt::Result {
    if let Some(property) = property {
        out.write_str(property)?;
        out.write_char('=')?;
    }
    let quote = if quoted { "'" } else { "" };
    out.write_str(quote)?;
    out.write_char('{')?;
    out.write_str(if named { name } else { "" })?;
    out.write_char('}')?;
    out.write_str(quote)
}
