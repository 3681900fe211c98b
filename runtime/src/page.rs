//! A part of a collection, and the streams that fetch one part after the other.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::output::{Output, from_json};
use crate::response::Raw;

/// A part of a collection.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The objects.
    pub value: Vec<T>,
    /// Where the collection goes on, unless this is its end.
    pub next_link: Option<String>,
    /// Where to ask later what has changed, at the end of a round of a delta query.
    pub delta_link: Option<String>,
    /// How many objects there are in all, if the request asked with `$count`.
    pub count: Option<u64>,
}

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Wire<T> {
    value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
    #[serde(rename = "@odata.deltaLink")]
    delta_link: Option<String>,
    #[serde(rename = "@odata.count")]
    count: Option<u64>,
}

impl<T: DeserializeOwned + Send + 'static> Output for Page<T> {
    const ACCEPT: &'static str = "application/json";

    fn read(answer: &Raw) -> Result<Self> {
        let Wire {
            value,
            next_link,
            delta_link,
            count,
        } = from_json(answer)?;
        Ok(Page {
            value,
            next_link,
            delta_link,
            count,
        })
    }
}
