//! The answer of a review.

use graphdocs_generator::permissions::review::{OpensMuch, Review, Stale};
use schemars::JsonSchema;
use serde::Serialize;

use crate::commands::permissions::by_app::ByApp;
use crate::commands::permissions::rest::Rest;
use crate::commands::permissions::text;

/// The answer of `--format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands::permissions) struct Answer {
    #[serde(flatten)]
    pub(in crate::commands::permissions) review: Review,
    #[serde(flatten)]
    pub(in crate::commands::permissions) rest: Rest,
    /// Where the grants and the accepted findings stand.
    #[serde(skip)]
    pub(in crate::commands::permissions) files: Files,
}

/// The answer of `--by-app --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands::permissions) struct Answers {
    #[serde(flatten)]
    pub(in crate::commands::permissions) by_app: ByApp<Review>,
    /// Entries of the ignore list that have no effect for any of the applications.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::commands::permissions) stale: Vec<Stale>,
    /// Where the grants and the accepted findings stand.
    #[serde(skip)]
    pub(in crate::commands::permissions) files: Files,
}

/// The files that findings about grants point at.
#[derive(Debug, Default)]
pub(in crate::commands::permissions) struct Files {
    pub(in crate::commands::permissions) granted: String,
    pub(in crate::commands::permissions) ignore: String,
}

/// What a permission opens, in words.
pub(in crate::commands::permissions) fn opened(opens: &OpensMuch) -> String {
    let such_as = if opens.examples.is_empty() {
        String::new()
    } else {
        format!(", such as {}", opens.examples.join(", "))
    };
    format!(
        "opens {} in all, {} of them write{such_as}",
        text::count(opens.requests, "documented request"),
        opens.writes
    )
}
