//! SARIF 2.1.0, for code scanning: the part of the format that our findings need. <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>

use graphdocs_generator::sink::sarif::{message, uri};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The log of one run.
///
/// # Errors
/// When a property bag holds what JSON cannot.
pub(crate) fn log(rules: Vec<Rule>, results: Vec<Finding>) -> serde_json::Result<String> {
    super::output::json(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver { name: "graphdocs", version: env!("CARGO_PKG_VERSION"), rules } },
            column_kind: "unicodeCodePoints",
            results,
        }],
    })
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

/// A kind of finding.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rule {
    id: String,
    short_description: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Help>,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: Level,
}

#[derive(Debug, Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Debug, Serialize)]
struct Text {
    text: String,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Error,
    Warning,
    Note,
}

impl Rule {
    pub(crate) fn new(id: impl Into<String>, meaning: &str, level: Level) -> Self {
        Self {
            id: id.into(),
            short_description: Text { text: meaning.to_owned() },
            help: None,
            default_configuration: Configuration { level },
        }
    }

    /// Adds what to do about findings of the kind, as Markdown.
    #[must_use]
    pub(crate) fn help(mut self, markdown: &str) -> Self {
        self.help = Some(Help { text: markdown.to_owned(), markdown: markdown.to_owned() });
        self
    }
}

/// A finding; SARIF calls it a result.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Finding {
    rule_id: String,
    level: Level,
    message: Text,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    properties: BTreeMap<&'static str, Value>,
}

/// Why a finding does not count.
#[derive(Debug, Serialize)]
pub(crate) struct Suppression {
    kind: Origin,
    status: &'static str,
    justification: String,
}

/// Where a suppression stands.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Origin {
    InSource,
    External,
}

impl Finding {
    pub(crate) fn new(rule: impl Into<String>, level: Level, text: &str) -> Self {
        Self {
            rule_id: rule.into(),
            level,
            message: Text { text: message(text) },
            locations: Vec::new(),
            related_locations: Vec::new(),
            partial_fingerprints: BTreeMap::new(),
            suppressions: Vec::new(),
            properties: BTreeMap::new(),
        }
    }

    /// Adds where it is.
    #[must_use]
    pub(crate) fn at(mut self, location: Location) -> Self {
        self.locations.push(location);
        self
    }

    /// Adds another place that matters, with a word about it.
    #[must_use]
    pub(crate) fn related(mut self, mut location: Location, word: &str) -> Self {
        location.message = Some(Text { text: message(word) });
        self.related_locations.push(location);
        self
    }

    /// What tells the finding from others when lines move.
    #[must_use]
    pub(crate) fn fingerprint(mut self, print: String) -> Self {
        self.partial_fingerprints.insert("finding/v1", print);
        self
    }

    /// Marks it as accepted.
    #[must_use]
    pub(crate) fn accepted(mut self, kind: Origin, reason: &str) -> Self {
        self.suppressions.push(Suppression { kind, status: "accepted", justification: message(reason) });
        self
    }

    /// Adds something that only our own tools understand.
    #[must_use]
    pub(crate) fn property(mut self, name: &'static str, value: Value) -> Self {
        self.properties.insert(name, value);
        self
    }
}

/// A place in a file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Location {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
}

impl Location {
    /// A file, and the line and the column in it where they are known, both from 1.
    pub(crate) fn new(file: &str, line: Option<usize>, column: Option<usize>) -> Self {
        let region = line.map(|start_line| Region { start_line, start_column: column });
        let artifact_location = Artifact { uri: uri(file) };
        Self { physical_location: Physical { artifact_location, region }, message: None }
    }
}
