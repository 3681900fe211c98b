//! Enums that may grow.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::list::Element;
use super::table::{Enum, Place, View};

/// An enum with the names of its members.
pub trait Member: Copy + Eq + fmt::Debug + Send + Sync + 'static {
    /// The members, in the order of declaration.
    const ALL: &'static [Self];

    /// The names that travel, in the same order.
    const NAMES: &'static [&'static str];

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

/// The number of the member whose name a text is.
fn number(names: &[&str], text: &str) -> Option<usize> {
    names.iter().position(|name| *name == text)
}

/// What a text stands for; `$unknown` is the text again, to be kept. No function: a program would compile it for each of its enums.
macro_rules! open {
    ($text:expr, $unknown:expr) => {
        match number(E::NAMES, $text) {
            Some(number) => Open::Known(E::ALL[number]),
            None => Open::Unknown($unknown),
        }
    };
}

impl<E: Member> From<E> for Open<E> {
    fn from(member: E) -> Self {
        Self::Known(member)
    }
}

impl<E: Member> From<String> for Open<E> {
    fn from(text: String) -> Self {
        open!(&text, text)
    }
}

impl<E: Member> From<&str> for Open<E> {
    fn from(text: &str) -> Self {
        open!(text, text.to_owned())
    }
}

impl<E: Member> FromStr for Open<E> {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
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

impl<E: Member> Enum for Option<Open<E>> {
    fn text(&self) -> Option<&str> {
        match self {
            Some(Open::Known(member)) => Some(member.text()),
            Some(Open::Unknown(text)) => Some(text),
            None => None,
        }
    }

    #[expect(clippy::manual_map, reason = "`map` would be one more function")]
    fn put(&mut self, text: Option<&str>) {
        *self = match text {
            Some(text) => Some(open!(text, text.to_owned())),
            None => None,
        };
    }
}

/// A member that must be given.
impl<E: Member> Enum for Open<E> {
    fn text(&self) -> Option<&str> {
        Some(self.as_str())
    }

    fn put(&mut self, text: Option<&str>) {
        if let Some(text) = text {
            *self = text.into();
        }
    }
}

impl<E: Member> Element for Open<E> {
    fn empty() -> Self {
        Self::Unknown(String::new())
    }

    fn view(&self) -> View<'_> {
        View::Enum(self)
    }

    fn place(&mut self) -> Place<'_> {
        Place::Enum(self)
    }
}
