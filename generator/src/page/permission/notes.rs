//! The notes below a permission table that its marks refer to.
//!
//! ```text
//! star        = "*" words | "[!NOTE]" words with "marked with *" or "marked with an asterisk"
//! superscript = "¹" words {"²" words}          each from its mark to the next one that stands behind white space
//! ```

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::markdown::{Block, BlockKind, is_superscript, one_line};
use crate::source::Span;

/// Notes by their mark: a star or the digits of a superscript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Notes(Vec<(String, String)>);

impl Notes {
    /// The notes among some blocks.
    pub(super) fn of(blocks: &[Block<'_>]) -> Self {
        let paragraphs = || {
            blocks.iter().filter_map(|block| match &block.kind {
                BlockKind::Paragraph(text, _) => Some(without_alert(text.plain.trim())),
                _ => None,
            })
        };
        let star = paragraphs().find_map(starred).map(|words| ("*".to_owned(), words));
        Self(star.into_iter().chain(paragraphs().flat_map(numbered)).collect())
    }

    /// These notes, and for the marks that they do not have those of another place.
    #[must_use]
    pub(super) fn or(mut self, others: &Notes) -> Self {
        self.0.extend(others.0.iter().cloned());
        self
    }

    /// The conditions that the marks behind a name stand for; reports a mark without a note.
    pub(super) fn conditions(&self, marks: &str, span: Span, problems: &mut Problems) -> Vec<String> {
        let star = marks.contains('*').then_some("*");
        let superscripts = marks.split(|c| !is_superscript(c)).filter(|mark| !mark.is_empty());
        star.into_iter().chain(superscripts).map(|mark| self.condition(mark, span, problems)).collect()
    }

    fn condition(&self, mark: &str, span: Span, problems: &mut Problems) -> String {
        if let Some((_, words)) = self.0.iter().find(|(known, _)| known == mark) {
            return words.clone();
        }
        let message = format!("no note below the table says what the mark `{mark}` means");
        problems.push(
            Diagnostic::new(Code::FootnoteWithoutNote, span, message)
                .hint("start a paragraph below the table with the mark, or remove it"),
        );
        format!("see the note marked with {mark}")
    }
}

/// The note that a star refers to: a paragraph that starts with one, or that speaks of permissions marked with one.
fn starred(plain: &str) -> Option<String> {
    let marked = plain.starts_with('*')
        || plain.contains("marked with *")
        || plain.contains("marked with an asterisk");
    marked.then(|| {
        let words =
            plain.trim_start_matches(['*', ' ']).trim_start_matches("Note:").trim_start_matches("Note");
        one_line(words.trim_start_matches([':', ' ']))
    })
}

/// The notes of a paragraph that superscripts number.
fn numbered(plain: &str) -> Vec<(String, String)> {
    let starts: Vec<usize> = plain
        .char_indices()
        .filter(|&(at, c)| {
            is_superscript(c) && plain[..at].chars().next_back().is_none_or(char::is_whitespace)
        })
        .map(|(at, _)| at)
        .collect();
    let ends = starts.iter().skip(1).copied().chain([plain.len()]);
    let note = |(start, end): (&usize, usize)| {
        let note = &plain[*start..end];
        let words = note.trim_start_matches(is_superscript);
        (note[..note.len() - words.len()].to_owned(), one_line(words.trim_start_matches([':', ' '])))
    };
    starts.iter().zip(ends).map(note).filter(|(_, words)| !words.is_empty()).collect()
}

/// `[!IMPORTANT]` at the start of a quote → the words after it.
fn without_alert(plain: &str) -> &str {
    match plain.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
        Some((_, words)) => words.trim(),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Container, Text};
    use crate::source::FileId;

    fn notes(paragraphs: &[&str]) -> Notes {
        let span = Span::start_of(FileId(0));
        let block =
            |words: &&str| Block { span, kind: BlockKind::Paragraph(Text::plain(words), Container::Quote) };
        Notes::of(&paragraphs.iter().map(block).collect::<Vec<_>>())
    }

    #[track_caller]
    fn check(paragraphs: &[&str], marks: &str, expected: &[&str]) {
        let mut problems = Problems::default();
        let found = notes(paragraphs).conditions(marks, Span::start_of(FileId(0)), &mut problems);
        assert_eq!(found, expected);
        assert_eq!(problems.len(), found.iter().filter(|words| words.starts_with("see the note")).count());
    }

    #[test]
    fn marks_find_their_notes() {
        let numbered = ["Note:\n¹ Only at night, as Lamp.Read².\n² Kept for older apps."];
        check(&numbered, "", &[]);
        check(&numbered, "¹", &["Only at night, as Lamp.Read²."]);
        check(&numbered, "¹, ²", &["Only at night, as Lamp.Read².", "Kept for older apps."]);
        check(&numbered, "¹²", &["see the note marked with ¹²"]);
        check(&["* Only at night."], "*", &["Only at night."]);
        check(&["[!NOTE] Permissions marked with * are old."], "*", &["Permissions marked with * are old."]);
        check(&[], "*", &["see the note marked with *"]);
    }
}
