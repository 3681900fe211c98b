//! What a run came to: pages, facts, findings. Nothing vanishes: every page gave something or was reported.

use std::collections::HashSet;
use std::fmt;

use crate::ReadOutput;
use crate::diagnostic::Severity;
use crate::page::{Coverage, Page, PageKind};
use crate::source::FileId;

/// The figures of a run.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// Pages that were read.
    pub pages: usize,
    /// Pages from which something became part of the model.
    pub emitted: usize,
    /// Pages from which nothing did, and which a finding names.
    pub reported: usize,
    /// Operations of all versions.
    pub operations: usize,
    /// Types of all versions.
    pub types: usize,
    /// How much of what stands on the pages was understood.
    pub coverage: Coverage,
    /// Findings by severity: errors, warnings, notes.
    pub findings: [usize; 3],
}

impl ReadOutput {
    /// The figures of this run.
    ///
    /// # Panics
    /// When a page neither gave anything nor was reported, which is a fault of this library.
    pub fn summary(&self) -> Summary {
        let named: HashSet<FileId> = self.problems.iter().map(|problem| problem.span.file).collect();
        let mut summary = Summary { pages: self.pages.len(), ..Summary::default() };
        for page in &self.pages {
            summary.coverage.merge(page.coverage);
            if gives_something(page) {
                summary.emitted += 1;
            } else {
                let path = &self.docs.sources.file(page.file).path;
                assert!(named.contains(&page.file), "`{path}` gave nothing, and no finding says why");
                summary.reported += 1;
            }
        }
        for version in &self.api.versions {
            summary.operations += version.operations.len();
            summary.types += version.types.len();
        }
        for (count, severity) in
            summary.findings.iter_mut().zip([Severity::Error, Severity::Warning, Severity::Note])
        {
            *count = self.problems.iter().filter(|problem| problem.code.severity() == severity).count();
        }
        summary
    }
}

fn gives_something(page: &Page) -> bool {
    match &page.kind {
        PageKind::Operation(operation) => !operation.requests.is_empty(),
        PageKind::Types(types) => !types.resources.is_empty() || !types.enums.is_empty(),
        PageKind::Catalogue(entries) => !entries.is_empty(),
        PageKind::Concept => false,
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            pages,
            emitted,
            reported,
            operations,
            types,
            coverage,
            findings: [errors, warnings, notes],
        } = self;
        write!(
            f,
            "{pages} pages: {emitted} used, {reported} reported; {operations} operations, {types} types; {:.2}% of {} facts understood; \
             {errors} errors, {warnings} warnings, {notes} notes",
            coverage.share() * 100.0,
            coverage.found
        )
    }
}
