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

use std::fmt;

use serde::{Deserialize, Serialize};

/// The path of a request below the version, with placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
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

/// A value in parentheses after a collection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
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
        let mut blank = self.clone();
        for name in blank.segments.iter_mut().flat_map(Segment::placeholders_mut) {
            name.clear();
        }
        blank.to_string().to_lowercase()
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

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut segments = self.segments.iter().peekable();
        while let Some(segment) = segments.next() {
            match segment {
                Segment::DrivePath(name) => {
                    let closing = if segments.peek().is_some() { ":" } else { "" };
                    write!(f, ":/{{{name}}}{closing}")?;
                }
                Segment::NamedKey(_) => write!(f, "{segment}")?,
                _ => write!(f, "/{segment}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = |quoted: bool| if quoted { "'" } else { "" };
        match self {
            Self::Literal(name) | Self::Cast(name) => f.write_str(name),
            Self::Key(Key { name, property: None, .. }) => write!(f, "{{{name}}}"),
            Self::Key(Key { name, property: Some(property), .. }) => write!(f, "{property}={{{name}}}"),
            Self::NamedKey(pairs) => {
                f.write_str("(")?;
                for (i, KeyPair { property, name, quoted }) in pairs.iter().enumerate() {
                    let comma = if i > 0 { "," } else { "" };
                    let equals = property.as_ref().map_or(String::new(), |property| format!("{property}="));
                    let quote = quote(*quoted);
                    write!(f, "{comma}{equals}{quote}{{{name}}}{quote}")?;
                }
                f.write_str(")")
            }
            Self::Function { name, arguments } => {
                write!(f, "{name}(")?;
                for (i, Argument { name, placeholder, quoted, .. }) in arguments.iter().enumerate() {
                    let comma = if i > 0 { "," } else { "" };
                    let quote = quote(*quoted);
                    write!(f, "{comma}{name}={quote}{{{placeholder}}}{quote}")?;
                }
                f.write_str(")")
            }
            Self::Ref => f.write_str("$ref"),
            Self::Value => f.write_str("$value"),
            Self::Count => f.write_str("$count"),
            Self::DrivePath(name) => write!(f, ":/{{{name}}}"),
        }
    }
}
