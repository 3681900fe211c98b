//! Source files and places in them.
//!
//! A [`Span`] is three numbers, so that every fact can carry one. Lines and columns are worked out when a place is shown.

use std::sync::OnceLock;

/// A file of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the range is in.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `file`.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start: start as u32, end: end as u32 }
    }

    /// The place before the first byte of `file`.
    pub fn start_of(file: FileId) -> Self {
        Self::new(file, 0, 0)
    }
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// One file of the docs: UTF-8, without a byte order mark, with `\n` as the only line end.
#[derive(Debug)]
pub struct SourceFile {
    /// The file's own id.
    pub id: FileId,
    /// The path below the docs root, with `/` between its parts.
    pub path: String,
    /// The text.
    pub text: String,
    line_starts: OnceLock<Vec<u32>>,
    /// The bytes that go on with a character. A line of megabytes can have a fact every few bytes, so they are not counted each time.
    continued: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// A file with the given text. A byte order mark is dropped, `\r\n` and `\r` become `\n`.
    pub fn new(id: FileId, path: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        Self { id, path: path.into(), text, line_starts: OnceLock::new(), continued: OnceLock::new() }
    }

    /// The line and column of a byte.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).max(1) - 1;
        let start = starts[line];
        let end = offset.clamp(start, self.text.len() as u32);
        let continued = |byte: u32| self.continued().partition_point(|&at| at < byte) as u32;
        let characters = end - start - (continued(end) - continued(start));
        LineColumn { line: line as u32 + 1, column: characters + 1 }
    }

    /// The whole line that a byte stands on, without its line end.
    pub fn line(&self, offset: u32) -> &str {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).max(1) - 1;
        let start = starts[line] as usize;
        self.text[start..].split('\n').next().unwrap_or_default()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let mut starts = vec![0];
            starts.extend(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at as u32 + 1));
            starts
        })
    }

    fn continued(&self) -> &[u32] {
        self.continued.get_or_init(|| {
            let bytes = self.text.bytes().enumerate();
            bytes.filter(|(_, byte)| matches!(byte, 0x80..=0xbf)).map(|(at, _)| at as u32).collect()
        })
    }
}

/// All files of a run, in the order of their paths.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and gives it its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(self.files.len() as u32);
        self.files.push(SourceFile::new(id, path, text));
        id
    }

    /// The file with an id of this map.
    ///
    /// # Panics
    /// When the id belongs to another map.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The file at a path below the docs root.
    pub fn by_path(&self, path: &str) -> Option<&SourceFile> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|at| &self.files[at])
    }

    /// All files, in the order of their paths.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The line and column where a span starts.
    pub fn line_column(&self, span: Span) -> LineColumn {
        self.file(span.file).line_column(span.start)
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// `path` seen from the file `from`, below the docs root; nothing when it leaves it.
pub(crate) fn join(from: &str, path: &str) -> Option<String> {
    let (folder, _) = from.rsplit_once('/').unwrap_or_default();
    let mut joined = String::with_capacity(folder.len() + path.len() + 1);
    joined.push_str(folder);
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            part => {
                if !joined.is_empty() {
                    joined.push('/');
                }
                joined.push_str(part);
            }
        }
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let file = SourceFile::new(FileId(0), "x.md", format!("a\nné{}é.", "x".repeat(100_000)));
        let column = |offset| file.line_column(offset).column;
        assert_eq!([column(0), column(2), column(3), column(5)], [1, 1, 2, 3]);
        assert_eq!((column(100_005), column(100_007), column(200_000)), (100_003, 100_004, 100_005));
        assert_eq!(file.line_column(100_005).line, 2);
    }

    #[test]
    fn paths_stay_below_the_root() {
        assert_eq!(join("a/b/page.md", "../c/x.md").as_deref(), Some("a/c/x.md"));
        assert_eq!(join("a/b/page.md", "./x.md").as_deref(), Some("a/b/x.md"));
        assert_eq!(join("a/page.md", "../../etc/passwd"), None);
    }
}
