//! Cells that somebody still has to write: `**TODO: Determine scopes **`, `TBD`.

use super::Outline;
use crate::diagnostic::{Code, Problems};
use crate::markdown::BlockKind;

/// Reports the unfinished cells of all tables.
pub(super) fn check(outline: &Outline<'_>, problems: &mut Problems) {
    for block in outline.blocks() {
        let BlockKind::Table(table) = &block.kind else {
            continue;
        };
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            if is_unfinished(cell.plain()) {
                let message = format!("`{}` still has to be written", cell.plain().replace('\n', " "));
                problems.report(Code::TodoCell, cell.span, message);
            }
        }
    }
}

/// Whether a cell starts with a mark of unfinished work. Written small, `todo` is a word of the service.
pub(super) fn is_unfinished(words: &str) -> bool {
    let words = words.trim_start_matches(['*', '_', ' ', '[', '{']);
    ["TODO", "TBD", "FIXME"].iter().any(|mark| {
        words.strip_prefix(mark).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}
