//! A review as SARIF 2.1.0, for code scanning.

use graphdocs_generator::permissions::review::{Finding, Kind};
use serde_json::{Value, json};

use super::review::Answer;

pub(super) fn review(answer: &Answer) -> Value {
    let mut results: Vec<Value> =
        answer.review.findings.iter().map(|finding| result(answer, finding)).collect();
    results.extend(answer.review.stale.iter().map(|stale| {
        json!({
            "ruleId": "permissions/stale",
            "level": "note",
            "message": { "text": format!("`{}` has no effect: {}", stale.entry, stale.why) },
            "locations": [location(&answer.files.ignore, Some(stale.line))],
        })
    }));
    results.extend(answer.unknown.iter().map(|unknown| {
        json!({
            "ruleId": "permissions/undocumented",
            "level": "note",
            "message": { "text": format!("`{}` was not reviewed: {}", unknown.seen.request, unknown.why) },
            "locations": [location(&unknown.seen.file, unknown.seen.line)],
        })
    }));
    let mut rules: Vec<Value> =
        Kind::ALL.into_iter().map(|kind| rule(kind.as_str(), kind.meaning(), level(kind))).collect();
    rules.push(rule("stale", "An accepted finding that has no effect.", "note"));
    rules.push(rule("undocumented", "A request that the docs do not describe.", "note"));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "graphdocs",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "results": results,
        }],
    })
}

fn result(answer: &Answer, finding: &Finding) -> Value {
    let places: Vec<Value> = match finding.kind {
        Kind::Missing | Kind::Doubtful | Kind::Conditional => {
            finding.seen.iter().map(|seen| location(&seen.file, seen.line)).collect()
        }
        Kind::Unknown | Kind::Unused | Kind::Redundant | Kind::Replaceable => {
            vec![location(&answer.files.granted, finding.line)]
        }
    };
    let mut result = json!({
        "ruleId": format!("permissions/{}", finding.kind.as_str()),
        "level": level(finding.kind),
        "message": { "text": finding.message },
        "locations": places.into_iter().take(10).collect::<Vec<_>>(),
        "partialFingerprints": { "finding/v1": format!(
            "{} {} {}",
            finding.kind.as_str(),
            finding.caller.map_or("any", |caller| caller.as_str()),
            finding.subject
        ) },
        "properties": { "instead": finding.instead, "calls": finding.calls },
    });
    if let Some(reason) = &finding.accepted {
        result["suppressions"] =
            json!([{ "kind": "external", "status": "accepted", "justification": reason }]);
    }
    result
}

fn rule(name: &str, meaning: &str, level: &str) -> Value {
    json!({
        "id": format!("permissions/{name}"),
        "shortDescription": { "text": meaning },
        "defaultConfiguration": { "level": level },
    })
}

fn level(kind: Kind) -> &'static str {
    match kind {
        Kind::Missing => "error",
        Kind::Unknown | Kind::Unused | Kind::Redundant | Kind::Replaceable => "warning",
        Kind::Doubtful | Kind::Conditional => "note",
    }
}

fn location(file: &str, line: Option<usize>) -> Value {
    let uri: String = file
        .replace('\\', "/")
        .chars()
        .map(|c| if c == ' ' { "%20".to_owned() } else { c.to_string() })
        .collect();
    let mut place = json!({ "artifactLocation": { "uri": uri } });
    if let Some(line) = line {
        place["region"] = json!({ "startLine": line });
    }
    json!({ "physicalLocation": place })
}
