//! Mentions → the types that no page is about: those that pages only name, and enums whose values a description lists.
//!
//! What is mentioned first is called as it is written there.

use super::declare::Declarations;
use super::listed::{Listed, ParameterRow};
use super::lookup::report_unknown;
use super::names;
use super::table::{DeclaredId, DeclaredKind, Known, TypeTable};
use crate::diagnostic::Problems;
use crate::ir::Version;
use crate::page::{Page, PageKind, TypeText, Types};
use crate::source::{FileId, Span};

impl Declarations {
    /// Declares what the pages about types name as bases.
    pub(crate) fn mention_bases(&mut self, pages: &[Page], problems: &mut Problems) {
        for (page, types) in about_types(pages) {
            for resource in &types.resources {
                let inherited = resource.properties.iter().filter_map(|property| property.inherited.as_ref());
                for text in resource.bases.iter().chain(&resource.derived).chain(inherited) {
                    self.mention_base(page, text, problems);
                }
            }
        }
    }

    /// Declares the types of properties: of those whose description lists values, or of the others.
    pub(crate) fn mention_properties(&mut self, pages: &[Page], listed: bool, problems: &mut Problems) {
        for (page, types) in about_types(pages) {
            for resource in &types.resources {
                for property in resource.properties.iter().filter(|one| one.values.is_empty() != listed) {
                    let listed = Listed::of(resource, property);
                    self.mention_listed(
                        page.version_or_released(),
                        page.file,
                        &property.ty,
                        &listed,
                        problems,
                    );
                }
            }
        }
    }

    /// Declares what a row about a parameter names.
    pub(crate) fn mention_row(&mut self, row: &ParameterRow<'_>, problems: &mut Problems) {
        let (text, listed) = row.listed();
        self.mention_listed(row.version, row.row.span.file, &text, &listed, problems);
    }

    /// Declares the types that a text names.
    pub(crate) fn mention(
        &mut self,
        version: Version,
        from: FileId,
        text: &TypeText,
        problems: &mut Problems,
    ) {
        for name in &text.words().names {
            if self.index.known(version, from, name).is_none()
                && let Some(dotted) = self.index.opaque(version, from, name)
            {
                report_unknown(name, text.span, problems);
                self.declare_name(version, &dotted, DeclaredKind::Opaque);
            }
        }
    }

    /// Declares the type of a dotted name that an annotation or a cast has.
    pub(crate) fn mention_name(&mut self, version: Version, name: &str) {
        let name = name.trim().trim_start_matches('#');
        if self.index.called(version, name).is_none() && names::is_service_name(name) {
            self.declare_name(version, name, DeclaredKind::Opaque);
        }
    }

    /// Words of a sentence about a base are none when they have no dots.
    fn mention_base(&mut self, page: &Page, text: &TypeText, problems: &mut Problems) {
        if matches!(text.words().names.as_slice(), [name] if names::is_service_name(&name.name)) {
            self.mention(page.version_or_released(), page.file, text, problems);
        }
    }

    fn mention_listed(
        &mut self,
        version: Version,
        from: FileId,
        text: &TypeText,
        listed: &Listed<'_>,
        problems: &mut Problems,
    ) {
        let words = text.words();
        let [name] = words.names.as_slice() else {
            return self.mention(version, from, text, problems);
        };
        let name = &self.index.chosen(version, from, name, listed);
        let known = self.index.known(version, from, name);
        if let Some(Known::Declared(id)) = known.as_ref().map(|found| found.known) {
            return self.add_values(id, listed, text.span);
        }
        match self.index.enum_name(version, from, name, known.as_ref(), listed) {
            Some(dotted) => {
                let id = self.declare_name(version, &dotted, DeclaredKind::Enum);
                self.add_values(id, listed, text.span);
            }
            None => self.mention(version, from, text, problems),
        }
    }

    /// Adds listed values to an enum that has no table of members.
    fn add_values(&mut self, id: DeclaredId, listed: &Listed<'_>, span: Span) {
        let TypeTable { types, by_property, .. } = &mut self.index;
        let declared = &mut types[id.0];
        if declared.kind == DeclaredKind::Opaque && !listed.values.is_empty() {
            declared.kind = DeclaredKind::Enum;
        }
        if declared.kind != DeclaredKind::Enum || listed.values.is_empty() {
            return;
        }
        let lists = by_property.entry((declared.version, listed.name.to_lowercase())).or_default();
        if !lists.contains(&id) {
            lists.push(id);
        }
        if !declared.sources.is_empty() {
            return;
        }
        for value in listed.values {
            if declared.seen.insert(value.to_lowercase()) {
                declared.listed.push(value.clone());
            }
        }
        if declared.listed_at.is_none() && !listed.values.is_empty() {
            declared.listed_at = Some(span);
        }
    }
}

/// The pages about types.
fn about_types(pages: &[Page]) -> impl Iterator<Item = (&Page, &Types)> {
    pages.iter().filter_map(|page| match &page.kind {
        PageKind::Types(types) => Some((page, types)),
        _ => None,
    })
}
