//! Enums that may grow.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::scalar::{Item, Plain, scalar};

/// An enum with the names of its members.
pub trait Member: Copy + Eq + fmt::Debug + Send + Sync + 'static {
    /// The members with the names that travel, in the order of declaration.
    const ALL: &'static [(&'static str, Self)];

    /// The name that travels.
    fn text(self) -> &'static str;
}

/// A member of an enum, or one that the service knows and this crate doesn't.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Open<E> {
    /// A documented member.
    Known(E),
    /// Any other.
    Unknown(String),
}

impl<E: Member> Open<E> {
    /// The name that travels.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(member) => member.text(),
            Self::Unknown(text) => text,
        }
    }

    /// The member, if it is a documented one.
    pub fn known(&self) -> Option<E> {
        match self {
            Self::Known(member) => Some(*member),
            Self::Unknown(_) => None,
        }
    }
}

/// The member whose name a text is.
pub(super) fn member<E: Member>(text: &str) -> Option<E> {
    // Loops and matches instead of closures: a program compiles this for each of its enums.
    for (name, member) in E::ALL {
        if *name == text {
            return Some(*member);
        }
    }
    None
}

impl<E: Member> From<E> for Open<E> {
    fn from(member: E) -> Self {
        Self::Known(member)
    }
}

impl<E: Member> From<String> for Open<E> {
    fn from(text: String) -> Self {
        match member(&text) {
            Some(member) => Self::Known(member),
            None => Self::Unknown(text),
        }
    }
}

impl<E: Member> FromStr for Open<E> {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match member(text) {
            Some(member) => Self::Known(member),
            None => Self::Unknown(text.to_owned()),
        })
    }
}

impl<E: Member> PartialEq<E> for Open<E> {
    fn eq(&self, other: &E) -> bool {
        self.known() == Some(*other)
    }
}

impl<E: Member> fmt::Display for Open<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<E: Member> Serialize for Open<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, E: Member> Deserialize<'de> for Open<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

scalar!(Open<E>, E);
impl<E: Member> Item for Open<E> {
    fn empty() -> Self {
        Self::Unknown(String::new())
    }

    fn plain(&self) -> Plain<'_> {
        Plain::Text(self.as_str().into())
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        match json {
            Value::String(text) => Ok(text.into()),
            other => Err(other),
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        match text.parse() {
            Ok(value) => Some(value),
        }
    }
}
