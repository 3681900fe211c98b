//! Findings → text with the source under it, in the look of the Rust compiler; and as JSON.
//!
//! ```text
//! warning[order-conflict]: `User.ReadWrite.All` stands as less privileged than `User.Read.All`
//!   ╭▸ api-reference/v1.0/api/user-get.md:18:38
//!   │
//! 18 │ | Application | User.ReadWrite.All, User.Read.All |
//!   ╰╴                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
//! ```

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::sink;
use crate::source::{SourceFile, SourceMap, Span};

/// One finding as text, shown to matter as much as `severity` says.
pub fn text(problem: &Diagnostic, severity: Severity, sources: &SourceMap, color: bool) -> String {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(sink::line(&problem.message)).id(problem.code.name());
    let mut group = title.element(snippet(sources, problem.span, AnnotationKind::Primary, None));
    for (span, label) in &problem.others {
        group = group.element(snippet(sources, *span, AnnotationKind::Context, Some(label)));
    }
    let mut report = vec![group];
    if let Some(hint) = &problem.hint {
        report.push(Group::with_title(Level::HELP.secondary_title(sink::lines(hint))));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.render(&report);
    text.push_str("\n\n");
    text
}

/// The first line of a span with the span marked on it.
fn snippet<'s>(
    sources: &'s SourceMap,
    span: Span,
    kind: AnnotationKind,
    label: Option<&'s String>,
) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
    let file = sources.file(span.file);
    let line = file.line(span.start);
    let Range { start, end } = on_line(file, span, line);
    let (before, marked, after) =
        (sink::line(&line[..start]), sink::line(&line[start..end]), sink::line(&line[end..]));
    let mark =
        kind.span(before.len()..before.len() + marked.len()).label(label.map(|label| sink::line(label)));
    Snippet::source(format!("{before}{marked}{after}"))
        .line_start(file.line_column(span.start).line as usize)
        .path(sink::line(&file.path))
        .annotation(mark)
}

/// The part of a span that stands on its first line, as bytes of that line.
fn on_line(file: &SourceFile, span: Span, line: &str) -> Range<usize> {
    let base = line.as_ptr() as usize - file.text.as_ptr() as usize;
    let clamp = |offset: u32| {
        let mut at = (offset as usize).saturating_sub(base).min(line.len());
        while !line.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    clamp(span.start)..clamp(span.end)
}

/// One finding as JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding<'a> {
    /// The stable name of its kind.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: &'a str,
    /// The file, seen from the docs root.
    pub file: &'a str,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'a str>,
    /// Other places that matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related<'a>>,
}

/// Another place of a finding.
#[derive(Debug, Serialize)]
pub struct Related<'a> {
    /// A word about it.
    pub message: &'a str,
    /// The file, seen from the docs root.
    pub file: &'a str,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl<'a> Finding<'a> {
    /// The finding with its place worked out, shown to matter as much as `severity` says.
    pub fn new(problem: &'a Diagnostic, severity: Severity, sources: &'a SourceMap) -> Self {
        let at = sources.line_column(problem.span);
        Self {
            code: problem.code.name(),
            severity,
            message: &problem.message,
            file: &sources.file(problem.span.file).path,
            line: at.line,
            column: at.column,
            hint: problem.hint.as_deref(),
            related: problem.others.iter().map(|(span, word)| Related::new(*span, word, sources)).collect(),
        }
    }
}

impl<'a> Related<'a> {
    fn new(span: Span, message: &'a str, sources: &'a SourceMap) -> Self {
        let at = sources.line_column(span);
        Self { message, file: &sources.file(span.file).path, line: at.line, column: at.column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn marks_stand_right_beside_hidden_characters() {
        let mut sources = SourceMap::default();
        let file = sources.add("api/\u{202e}x\n.md", "a\u{1b}[31m \u{200b}b c\n");
        let problem = Diagnostic::new(Code::RequestRepaired, Span::new(file, 7, 11), "bad \u{2028}\n\u{9b}");
        for color in [false, true] {
            let shown = text(&problem, problem.code.severity(), &sources, color);
            let plain = shown.replace("\u{1b}[", "").replace('\n', "");
            assert!(!plain.contains(sink::is_hidden), "{shown:?}");
            if !color {
                assert_eq!(
                    shown,
                    "warning[request-repaired]: bad \\u{2028}\\n\\u{9b}
 --> api/\\u{202e}x\\n.md:1:13
  |
1 | a\\u{1b}[31m \\u{200b}b c
  |             ^^^^^^^^^

"
                );
            }
        }
    }

    #[test]
    fn shows_the_line_and_the_hint() {
        let mut sources = SourceMap::default();
        let file = sources.add("api/x.md", "one\nGET /a ü b\nthree\n");
        let problem =
            Diagnostic::new(Code::RequestRepaired, Span::new(file, 8, 13), "the path needed mending")
                .hint("write `GET /a`");
        assert_eq!(
            text(&problem, problem.code.severity(), &sources, false),
            "warning[request-repaired]: the path needed mending
 --> api/x.md:2:5
  |
2 | GET /a ü b
  |     ^^^^
  |
help: write `GET /a`

"
        );
    }
}
