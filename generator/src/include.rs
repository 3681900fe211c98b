//! Includes → the blocks of the included files, in their place.
//!
//! A path is relative to the file that includes it. Files may include others. A path never leaves the docs root.

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::load::Docs;
use crate::markdown::{self, Block, BlockKind};
use crate::source::{FileId, Span, join};

/// Includes nest two deep in the docs.
const DEEPEST: usize = 8;
/// Includes that are expanded on one page, those of included files counted too: no page of the docs has more than five.
const MOST_INCLUDES: usize = 64;
/// Bytes that includes add to one page. Those of the docs add a few hundred; the largest page has 212 kB.
const MOST_BYTES: usize = 1 << 20;

/// An include of a page: facts whose span lies in `file` came through `site`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncludeSite {
    /// The included file.
    pub file: FileId,
    /// Where it is included.
    pub site: Span,
}

/// The blocks of a page with its includes in place, and which includes they were.
///
/// Blocks in a tab other than `http` are left out: they show the same request in another language.
pub(crate) fn expand<'a>(
    docs: &'a Docs,
    file: FileId,
    blocks: Vec<Block<'a>>,
    problems: &mut Problems,
) -> (Vec<Block<'a>>, Vec<IncludeSite>) {
    let mut expander = Expander {
        docs,
        problems,
        trail: vec![file],
        tab: None,
        blocks: Vec::new(),
        sites: Vec::new(),
        bytes: 0,
    };
    expander.add(blocks);
    (expander.blocks, expander.sites)
}

struct Expander<'a, 'p> {
    docs: &'a Docs,
    problems: &'p mut Problems,
    /// The file being read and those that include it, outermost first.
    trail: Vec<FileId>,
    /// The tab being read, when it is not the one that shows HTTP.
    tab: Option<String>,
    blocks: Vec<Block<'a>>,
    sites: Vec<IncludeSite>,
    /// What includes have added so far.
    bytes: usize,
}

impl<'a> Expander<'a, '_> {
    fn add(&mut self, blocks: Vec<Block<'a>>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Tab(id) => self.tab = (id != "http").then(|| id.to_string()),
                BlockKind::Rule | BlockKind::Heading(..) => self.tab = None,
                _ => {}
            }
            if self.tab.is_some() {
                continue;
            }
            match block.kind {
                BlockKind::Include(path) => self.include(path, block.span),
                _ => self.blocks.push(block),
            }
        }
    }

    fn include(&mut self, path: &str, site: Span) {
        // Links to SDK samples and SDK documentation: never part of the reference.
        if path.contains("snippets") {
            return;
        }
        let from = &self.docs.sources.file(site.file).path;
        let Some(target) = join(from, path) else {
            let message = format!("the include `{path}` leaves the docs root");
            self.problems.report(Code::IncludeOutsideDocs, site, message);
            return;
        };
        let Some(source) = self.docs.sources.by_path(&target) else {
            let message = format!("the included file `{target}` does not exist");
            self.problems.push(
                Diagnostic::new(Code::MissingInclude, site, message)
                    .hint("the path of an include is relative to the file that includes it"),
            );
            return;
        };
        if self.trail.contains(&source.id) || self.trail.len() > DEEPEST {
            let message = format!("`{target}` includes itself, or includes nest more than {DEEPEST} deep");
            self.problems.report(Code::IncludeLoop, site, message);
            return;
        }
        if !self.has_room(source.text.len(), site) {
            return;
        }
        self.sites.push(IncludeSite { file: source.id, site });
        self.trail.push(source.id);
        let document = markdown::parse(source, self.problems);
        self.add(document.blocks);
        self.trail.pop();
    }
}

impl Expander<'_, '_> {
    /// Whether one more file of so many bytes can be included. Files that include several others each multiply: eight levels of
    /// twelve are 430 million includes. What did not fit is reported once.
    fn has_room(&mut self, bytes: usize, site: Span) -> bool {
        let fits = self.sites.len() < MOST_INCLUDES && self.bytes + bytes <= MOST_BYTES;
        if !fits && self.bytes <= MOST_BYTES {
            let message = format!(
                "the includes of the page are more than {MOST_INCLUDES}, or have more than {MOST_BYTES} bytes; from here on they were \
                 not read"
            );
            self.problems.report(Code::TooMany, site, message);
            self.bytes = MOST_BYTES;
        }
        self.bytes += bytes.max(1);
        fits
    }
}
