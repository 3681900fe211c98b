//! Suppressions on a page.
//!
//! ```text
//! <!-- graphdocs-ignore order-conflict, unknown-permission: the table follows the portal -->
//! ```
//! A comment holds for the section that it stands in, and for the whole page when it stands above the first section. It may name
//! several codes, and it has to give a reason.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::markdown::{self, BlockKind};
use crate::source::{SourceFile, Span};

/// What such a comment starts with.
pub(super) const MARK: &str = "graphdocs-ignore";

/// A suppression.
pub(super) struct Comment {
    /// Each code, and whether a finding of it was met.
    codes: Vec<(Code, bool)>,
    reason: String,
    span: Span,
    /// The bytes that it holds for.
    section: Range<u32>,
}

/// The suppressions of a page. What cannot be read is reported.
pub(super) fn read(source: &SourceFile, problems: &mut Problems) -> Vec<Comment> {
    let blocks = markdown::parse(source, &mut Problems::default()).blocks;
    let headings: Vec<(u8, u32)> = blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading(level, _) => Some((*level, block.span.start)),
            _ => None,
        })
        .collect();
    let mut comments = Vec::new();
    for block in &blocks {
        let BlockKind::Comment(words) = &block.kind else {
            continue;
        };
        let Some(rest) = words.trim().strip_prefix(MARK) else {
            continue;
        };
        match parts(rest) {
            Ok((codes, reason)) => comments.push(Comment {
                codes: codes.into_iter().map(|code| (code, false)).collect(),
                reason: reason.to_owned(),
                span: block.span,
                section: section(&headings, block.span.start),
            }),
            Err(why) => problems.push(
                Diagnostic::new(Code::UnreadSuppression, block.span, why)
                    .hint(format!("write `<!-- {MARK} CODE: reason -->`")),
            ),
        }
    }
    comments
}

/// ` CODE, CODE: reason` → the codes and the reason, or what is wrong.
fn parts(text: &str) -> Result<(Vec<Code>, &str), String> {
    let (codes, reason) = text.split_once(':').ok_or("the suppression gives no reason")?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err("the suppression gives no reason".to_owned());
    }
    let codes: Vec<Code> = codes
        .split([',', ' ', '\n'])
        .filter(|code| !code.is_empty())
        .map(|code| code.parse().map_err(|error: crate::diagnostic::UnknownCode| error.to_string()))
        .collect::<Result<_, _>>()?;
    if codes.is_empty() {
        return Err("the suppression names no code".to_owned());
    }
    Ok((codes, reason))
}

/// The section around a place: from its heading to the next of the same or a higher level. The title is no heading of a section.
fn section(headings: &[(u8, u32)], at: u32) -> Range<u32> {
    let above = headings.iter().enumerate().rfind(|(_, (level, start))| *start < at && *level > 1);
    let Some((position, &(level, start))) = above else {
        return 0..u32::MAX;
    };
    let next = headings[position + 1..].iter().find(|(other, _)| *other <= level);
    start..next.map_or(u32::MAX, |(_, start)| *start)
}

impl Comment {
    /// The reason, when a finding is one that the comment speaks of.
    pub(super) fn accept(&mut self, problem: &Diagnostic) -> Option<String> {
        if !self.section.contains(&problem.span.start) {
            return None;
        }
        let (_, used) = self.codes.iter_mut().find(|(code, _)| *code == problem.code)?;
        *used = true;
        Some(self.reason.clone())
    }

    /// A finding for each code that met none.
    pub(super) fn unused(&self) -> impl Iterator<Item = Diagnostic> {
        self.codes.iter().filter(|(_, used)| !used).map(|(code, _)| {
            let message = format!("there is no finding of `{code}` here");
            Diagnostic::new(Code::UnusedSuppression, self.span, message).hint("remove the comment")
        })
    }
}
