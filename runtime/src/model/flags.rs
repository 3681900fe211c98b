//! Several members of an enum at once.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::list::Element;
use super::open::{Member, Open};
use super::table::{Enum, Place, View};

/// Members of an enum, which travel as one text with commas between them. The text is kept as it came.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Flags<E> {
    text: String,
    members: PhantomData<fn() -> E>,
}

impl<E: Member> Flags<E> {
    /// The text that travels.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The members, in order.
    pub fn iter(&self) -> impl Iterator<Item = Open<E>> + '_ {
        self.names().map(|name| name.to_owned().into())
    }

    /// Whether a member is among them.
    pub fn contains(&self, member: E) -> bool {
        self.names().any(|name| name == member.text())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names().next().is_none()
    }

    /// Adds a member, unless it is there already.
    pub fn insert(&mut self, member: impl Into<Open<E>>) {
        let member = member.into();
        if self.names().any(|name| name == member.as_str()) {
            return;
        }
        if !self.is_empty() {
            self.text.push(',');
        }
        self.text.push_str(member.as_str());
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.text.split(',').map(str::trim).filter(|name| !name.is_empty())
    }
}

impl<E> Default for Flags<E> {
    fn default() -> Self {
        String::new().into()
    }
}

impl<E> From<String> for Flags<E> {
    fn from(text: String) -> Self {
        Self { text, members: PhantomData }
    }
}

impl<E> From<&str> for Flags<E> {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<E: Member> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        member.text().to_owned().into()
    }
}

impl<E: Member, M: Into<Open<E>>> FromIterator<M> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = M>>(members: I) -> Self {
        let mut flags = Self::default();
        for member in members {
            flags.insert(member);
        }
        flags
    }
}

impl<E> fmt::Display for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E> fmt::Debug for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<E> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, E> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl<E: Member> Enum for Option<Flags<E>> {
    fn text(&self) -> Option<&str> {
        self.as_ref().map(Flags::as_str)
    }

    fn put(&mut self, text: Option<&str>) {
        *self = text.map(|text| text.to_owned().into());
    }
}

/// Members that must be given.
impl<E: Member> Enum for Flags<E> {
    fn text(&self) -> Option<&str> {
        Some(&self.text)
    }

    fn put(&mut self, text: Option<&str>) {
        if let Some(text) = text {
            *self = text.to_owned().into();
        }
    }
}

impl<E: Member> Element for Flags<E> {
    fn empty() -> Self {
        Self::default()
    }

    fn view(&self) -> View<'_> {
        View::Enum(self)
    }

    fn place(&mut self) -> Place<'_> {
        Place::Enum(self)
    }
}
