//! Bytes inside JSON.

use std::fmt;
use std::ops::Deref;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::scalar::{Item, scalar};
use super::table::Plain;

/// Bytes, which travel as base64.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Binary(Vec<u8>);

impl Binary {
    /// The bytes.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl Deref for Binary {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_owned())
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.0.len())
    }
}

scalar!(Binary);
impl Item for Binary {
    fn empty() -> Self {
        Self::default()
    }

    fn plain(&self) -> Plain<'_> {
        Plain::Text(STANDARD.encode(&self.0).into())
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        // The usual alphabet with its padding and nothing else, so that the same text is written back.
        json.as_str().and_then(|text| STANDARD.decode(text).ok()).map(Self).ok_or(json)
    }
}
