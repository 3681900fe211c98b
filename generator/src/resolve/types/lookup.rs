//! The type that a page means by a text, a link or a name, by
//!
//! | step | example | finds |
//! |---|---|---|
//! | link target | `[Recipient](../resources/recipient.md)` | the type of that page; with `#x-values` the enum of that section |
//! | dotted name | `microsoft.graph.callRecords.session` | the type of that name, whatever its case |
//! | primitive | `String`, `Edm.Int32`, `timestamp` | a primitive |
//! | short name | `recipient` | the type of that name in the namespace of the page, then in `microsoft.graph`, then the only one |

use super::table::{DeclaredId, DeclaredKind, Known, TypeTable};
use super::{bases, links, names};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{self, Version};
use crate::names::short;
use crate::page::TypeText;
use crate::page::type_text::TypeName;
use crate::page::words::names::singular;
use crate::source::{FileId, Span};

/// What a name was found to stand for.
pub(super) struct Found {
    pub(super) known: Known,
    remark: Option<Remark>,
}

/// What is wrong with the name of a type that was found.
enum Remark {
    /// The name is that of another type than its link leads to.
    LinkDiffers(DeclaredId),
    /// The type is found by the short name, and another is written.
    Spelling(DeclaredId),
    /// The namespace is not the type's.
    Namespace(DeclaredId),
}

impl TypeTable {
    /// The type that a page names; JSON when it names none. `from` is the file whose relative links count.
    pub(crate) fn resolve(
        &self,
        version: Version,
        from: FileId,
        text: &TypeText,
        problems: &mut Problems,
    ) -> ir::Type {
        let words = text.words();
        let ty = match words.names.as_slice() {
            [] => {
                if !text.is_empty() {
                    let message = format!("`{}` is not the name of a type", text.text);
                    problems.report(Code::UnreadType, text.span, message);
                }
                ir::Type::Json
            }
            [name] => self.resolve_name(version, from, name, text.span, problems),
            several => {
                let types: Vec<ir::Type> = several
                    .iter()
                    .map(|name| self.resolve_name(version, from, name, text.span, problems))
                    .collect();
                self.common_type(version, &types)
            }
        };
        if words.list && !matches!(ty, ir::Type::List(_)) { ty.list() } else { ty }
    }

    /// The type that a page names, if it is one and declared.
    pub(crate) fn documented(&self, version: Version, text: &TypeText) -> Option<ir::Type> {
        self.meant(version, text).map(|known| self.ty(known))
    }

    /// What a text of one name stands for.
    pub(super) fn meant(&self, version: Version, text: &TypeText) -> Option<Known> {
        let [name] = text.words().names.as_slice() else { return None };
        self.known(version, text.span.file, name).map(|found| found.known)
    }

    /// The type of a name alone: dotted or short, primitive or declared.
    pub(crate) fn by_name(&self, version: Version, name: &str) -> Option<ir::Type> {
        let name = name.trim().trim_start_matches('#');
        if let Some(inner) = name.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')) {
            return self.by_name(version, inner).map(ir::Type::list);
        }
        self.called(version, name).map(|known| self.ty(known))
    }

    /// What a name alone stands for.
    pub(super) fn called(&self, version: Version, name: &str) -> Option<Known> {
        let declared = || self.find(version, crate::page::resource::DEFAULT_NAMESPACE, name);
        names::primitive(name).map(Known::Primitive).or_else(|| declared().map(Known::Declared))
    }

    pub(super) fn ty(&self, known: Known) -> ir::Type {
        match known {
            Known::Primitive(primitive) => ir::Type::Primitive(primitive),
            Known::Declared(id) => self.named(id),
        }
    }

    pub(super) fn named(&self, id: DeclaredId) -> ir::Type {
        ir::Type::Named(self.settled[id.0])
    }

    /// The dotted name of a type of the model.
    pub(crate) fn name(&self, version: Version, ty: ir::TypeId) -> &str {
        &self.types[self.declared[&(version, ty)].0].name
    }

    /// The declared type of a name: dotted, or short in a namespace, in the service's own, or the only one of that name.
    pub(super) fn find(&self, version: Version, namespace: &str, name: &str) -> Option<DeclaredId> {
        let name = names::full(name);
        let lower = name.to_lowercase();
        if lower.contains('.') {
            let key = (version, lower);
            // Annotations of requests name types as titles do: `microsoft.graph.activity` for `userActivity`.
            return self.dotted.get(&key).copied().or_else(|| self.titled(version, &key.1));
        }
        let key = (version, lower);
        let Some(called) = self.short.get(&key) else { return self.titles.get(&key).copied() };
        for namespace in [namespace, crate::page::resource::DEFAULT_NAMESPACE] {
            let dotted = format!("{}.{}", namespace.to_lowercase(), key.1);
            if let Some(&id) = self.dotted.get(&(version, dotted)) {
                return Some(id);
            }
        }
        match called.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The type that the title of its page calls by the last part of a dotted name in the service's own namespace.
    pub(super) fn titled(&self, version: Version, dotted: &str) -> Option<DeclaredId> {
        let (namespace, short) = dotted.rsplit_once('.')?;
        let own = namespace == crate::page::resource::DEFAULT_NAMESPACE;
        self.titles.get(&(version, short.to_owned())).copied().filter(|_| own)
    }

    pub(super) fn resolve_name(
        &self,
        version: Version,
        from: FileId,
        name: &TypeName,
        span: Span,
        problems: &mut Problems,
    ) -> ir::Type {
        match self.known(version, from, name) {
            Some(found) => self.ty(self.reported(found, name, span, problems)),
            None => self.unknown(version, from, name, span, problems),
        }
    }

    /// What was found, after a report of what is wrong with its name.
    pub(super) fn reported(
        &self,
        found: Found,
        name: &TypeName,
        span: Span,
        problems: &mut Problems,
    ) -> Known {
        match found.remark {
            Some(Remark::LinkDiffers(id)) => {
                let message = format!("`{}` links to the page of `{}`", name.name, self.types[id.0].name);
                problems.report(Code::LinkTextDiffers, span, message);
            }
            Some(Remark::Spelling(id)) => self.report_spelling(id, &name.name, span, problems),
            Some(Remark::Namespace(id)) => self.report_namespace(id, &name.name, span, problems),
            None => {}
        }
        found.known
    }

    /// The primitive or declared type that a name stands for.
    pub(super) fn known(&self, version: Version, from: FileId, name: &TypeName) -> Option<Found> {
        let namespace = self.files.namespace(from);
        let page = name.link.as_deref().and_then(|target| self.files.target(version, from, target));
        let plain = |primitive| Found { known: Known::Primitive(primitive), remark: None };
        let declared = |id, remark| Found { known: Known::Declared(id), remark };
        if let Some(&primitive) = page.and_then(|(file, _)| self.primitives.get(&file)) {
            return Some(plain(primitive));
        }
        let found = self.find(version, namespace, &name.name);
        if let Some(id) = page.and_then(|(file, anchor)| self.linked(file, anchor, &name.name)) {
            let differs = found.is_some_and(|found| found != id);
            return Some(declared(id, differs.then_some(Remark::LinkDiffers(id))));
        }
        if let Some(id) = found {
            return Some(declared(id, Some(Remark::Spelling(id))));
        }
        if let Some(primitive) = names::primitive(&name.name) {
            return Some(plain(primitive));
        }
        let id = self.in_own_namespace(version, namespace, &name.name)?;
        Some(declared(id, Some(Remark::Namespace(id))))
    }

    fn report_spelling(&self, id: DeclaredId, written: &str, span: Span, problems: &mut Problems) {
        let right = &self.types[id.0].name;
        let (short, right_short) = (short(written), short(right));
        if short == right_short {
            if names::is_service_name(written) && !right.eq_ignore_ascii_case(&names::full(written)) {
                self.report_namespace(id, written, span, problems);
            }
        } else if short.eq_ignore_ascii_case(right_short) {
            let message = format!("`{written}` is written `{right}` on its own page");
            problems.report(Code::TypeCase, span, message);
        } else if !right_short.to_lowercase().ends_with(&short.to_lowercase()) {
            // The title of the page can leave out the first word of the name.
            let message = format!("no page documents the type `{written}`; `{right}` is taken");
            problems.report(Code::UnknownType, span, message);
        }
    }

    fn report_namespace(&self, id: DeclaredId, written: &str, span: Span, problems: &mut Problems) {
        let right = &self.types[id.0].name;
        let message = format!("`{written}` is not documented, `{right}` is");
        problems.push(Diagnostic::new(Code::WrongNamespace, span, message).hint(format!("write `{right}`")));
    }

    /// The type of the page's own namespace that a dotted name of another namespace has the short name of.
    fn in_own_namespace(&self, version: Version, namespace: &str, name: &str) -> Option<DeclaredId> {
        if !names::is_service_name(name) {
            return None;
        }
        let own = format!("{namespace}.{}", short(name)).to_lowercase();
        self.dotted.get(&(version, own)).copied()
    }

    /// A name that is no declared type's: the type that it may be the plural of, JSON otherwise.
    pub(super) fn unknown(
        &self,
        version: Version,
        from: FileId,
        name: &TypeName,
        span: Span,
        problems: &mut Problems,
    ) -> ir::Type {
        if is_any(&name.name) {
            return ir::Type::Json;
        }
        if let Some(id) = self.plural(version, from, &name.name) {
            let message =
                format!("no page documents the type `{}`; `{}` is taken", name.name, self.types[id.0].name);
            problems.report(Code::UnknownType, span, message);
            return self.named(id);
        }
        report_unknown(name, span, problems);
        ir::Type::Json
    }

    /// The type that a name is the plural of.
    fn plural(&self, version: Version, from: FileId, name: &str) -> Option<DeclaredId> {
        let one = singular(name);
        if one == name { None } else { self.find(version, self.files.namespace(from), &one) }
    }

    /// The dotted name of the type that a name stands for which is no declared type's: one by link or dotted name.
    pub(super) fn opaque(&self, version: Version, from: FileId, name: &TypeName) -> Option<String> {
        if is_any(&name.name) || self.plural(version, from, &name.name).is_some() {
            return None;
        }
        let full = names::full(&name.name);
        if names::is_service_name(&full) {
            return Some(full.into_owned());
        }
        let linked = name.link.as_deref().is_none_or(links::is_resource);
        (linked && names::looks_like_type(&name.name))
            .then(|| format!("{}.{}", self.files.namespace(from), name.name))
    }

    /// The type that the page behind a link documents. When it documents several, the words of the link choose.
    pub(super) fn linked(&self, file: FileId, anchor: Option<&str>, words: &str) -> Option<DeclaredId> {
        if let Some(anchor) = anchor {
            match self.by_anchor.get(&(file, anchor.to_lowercase())) {
                Some(&id) => return Some(id),
                // A list of values that the page does not have is not the page's own type.
                None if anchor.to_lowercase().ends_with("-values") => return None,
                None => {}
            }
        }
        let types = self.by_file.get(&file)?;
        let named = short(words);
        types
            .iter()
            .find(|id| short(&self.types[id.0].name).eq_ignore_ascii_case(named))
            .or_else(|| {
                types.first().filter(|id| types.len() == 1 || self.types[id.0].kind == DeclaredKind::Object)
            })
            .copied()
    }

    /// The nearest common base of several types, when it tells more than that they have an identifier.
    pub(crate) fn nearest_base(&self, version: Version, types: &[ir::Type]) -> Option<ir::Type> {
        match self.common_type(version, types) {
            ir::Type::Named(ty) if !self.name(version, ty).ends_with(".entity") => Some(ir::Type::Named(ty)),
            _ => None,
        }
    }

    /// The type of a value that has any of several types: their nearest common base.
    pub(crate) fn common_type(&self, version: Version, types: &[ir::Type]) -> ir::Type {
        let [first, rest @ ..] = types else { return ir::Type::Json };
        if rest.iter().all(|ty| ty == first) {
            return first.clone();
        }
        let lines: Option<Vec<Vec<DeclaredId>>> = types
            .iter()
            .map(|ty| match ty {
                ir::Type::Named(ty) => Some(bases::line_of(self.declared[&(version, *ty)], &self.parents)),
                _ => None,
            })
            .collect();
        let Some(lines) = lines else { return ir::Type::Json };
        let common = lines[0].iter().find(|id| lines[1..].iter().all(|line| line.contains(id)));
        common.map_or(ir::Type::Json, |&id| self.named(id))
    }
}

/// Whether a word says that a value may have any type.
fn is_any(name: &str) -> bool {
    ["json", "object", "any"].iter().any(|word| name.eq_ignore_ascii_case(word))
}

/// Reports a type that no page documents. Several words are a link to something else that a sentence about a type makes.
pub(super) fn report_unknown(name: &TypeName, span: Span, problems: &mut Problems) {
    if !name.name.contains(' ') {
        let message = format!("no page documents the type `{}`", name.name);
        problems.report(Code::UnknownType, span, message);
    }
}
