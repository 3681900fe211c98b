//! A report as text: one line per change, and a line for each of its subjects where there are several.
//!
//! ```text
//! breaking v1.0 property removed: colour, was String; on microsoft.graph.pen
//! permissions v1.0 least permission raised: Application, Pen.Read → Pen.Read.All; on 2 operations
//!   GET /pens
//!   GET /pens/{id}
//! ```

use std::fmt::Write;

use super::{Change, Report, words};
use crate::sink;

/// The text of a report. Empty when nothing changed.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    for change in &report.changes {
        lines(change, &mut text);
    }
    text
}

/// `7 breaking changes (12 places), …`: the last line on a terminal.
pub fn summary(report: &Report) -> String {
    let parts = super::Class::ALL.into_iter().filter(|&class| report.has(class)).map(|class| {
        let changes = report.changes.iter().filter(|change| change.class == class).count();
        let places = report.subjects(class);
        format!("{changes} {class} (in {places} place{})", if places == 1 { "" } else { "s" })
    });
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") }
}

fn lines(change: &Change, text: &mut String) {
    let plain = |name: &str| sink::line(name).into_owned();
    let version = change.version.map(|version| format!(" {version}")).unwrap_or_default();
    let head = format!("{}{version} {}", change.class, words::what(change, &plain));
    // Writing to a `String` cannot fail.
    let _ = match change.on.as_slice() {
        [one] => writeln!(text, "{head}; on {}", words::subject(one, &plain)),
        _ => writeln!(text, "{head}; on {}", words::counted(change)),
    };
    if change.on.len() > 1 {
        for subject in &change.on {
            let _ = writeln!(text, "  {}", words::subject(subject, &plain));
        }
    }
}
