//! Groups of tabs that do not hold together.
//!
//! ```text
//! # [HTTP](#tab/http)
//! a fence
//! # [C#](#tab/csharp)
//! an include
//! ---                        closes the group
//! ```
//! Without the rule the next heading belongs to the last tab, and a tab that stands twice shows one of its two contents.

use super::Outline;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::markdown::BlockKind;
use crate::source::Span;

/// Reports the groups of a page that are not closed, or that show a tab twice.
pub(super) fn check(outline: &Outline<'_>, problems: &mut Problems) {
    for section in &outline.sections {
        let mut group: Vec<(&str, Span)> = Vec::new();
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Tab(id) => {
                    if let Some((_, first)) = group.iter().find(|(known, _)| known == id) {
                        let message = format!("the tab `{id}` stands twice in its group");
                        problems.push(
                            Diagnostic::new(Code::BrokenTabGroup, block.span, message)
                                .other(*first, "first here")
                                .hint("close the group above with `---`, or remove one of the two tabs"),
                        );
                    }
                    group.push((id, block.span));
                }
                BlockKind::Rule => group.clear(),
                _ => {}
            }
        }
        if let Some((_, first)) = group.first() {
            problems.push(
                Diagnostic::new(Code::BrokenTabGroup, *first, "the group of tabs is not closed")
                    .hint("write `---` on a line of its own after the last tab"),
            );
        }
    }
}
