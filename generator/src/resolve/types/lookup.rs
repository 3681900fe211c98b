//! The type that a page means by a text, a link or a name, by
//!
//! | step | example | finds |
//! |---|---|---|
//! | link target | `[Recipient](../resources/recipient.md)` | the type of that page; with `#x-values` the enum of that section |
//! | dotted name | `microsoft.graph.callRecords.session` | the type of that name, whatever its case |
//! | primitive | `String`, `Edm.Int32`, `timestamp` | a primitive |
//! | short name | `recipient` | the type of that name in the namespace of the page, then in `microsoft.graph`, then the only one |

use super::table::{DeclaredKind, TypeId, TypeTable};
use super::{define, links, names};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{self, Version};
use crate::names::short;
use crate::page::TypeText;
use crate::page::type_text::TypeName;
use crate::page::words::names::singular;
use crate::source::{FileId, Span};

impl TypeTable {
    /// The type that a page names. A type that is named by link or dotted name and documented nowhere becomes opaque.
    ///
    /// `from` is the file whose relative links count.
    pub(crate) fn resolve(
        &mut self,
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

    /// The type that a page names, if it is one and documented.
    pub(crate) fn documented(&self, version: Version, text: &TypeText) -> Option<ir::Type> {
        let words = text.words();
        let [name] = words.names.as_slice() else { return None };
        self.known(version, text.span.file, name, text.span, &mut Problems::default())
    }

    /// The type of a name alone: dotted or short, primitive or declared. A dotted name that nobody declared becomes opaque.
    pub(crate) fn by_name(&mut self, version: Version, name: &str) -> Option<ir::Type> {
        let name = name.trim().trim_start_matches('#');
        if let Some(inner) = name.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')) {
            return self.by_name(version, inner).map(ir::Type::list);
        }
        if let Some(primitive) = names::primitive(name) {
            return Some(ir::Type::Primitive(primitive));
        }
        if let Some(id) = self.find(version, crate::page::resource::DEFAULT_NAMESPACE, name) {
            return Some(self.named(id));
        }
        let opaque = names::is_service_name(name);
        opaque.then(|| {
            let id = self.declare_name(version, name, DeclaredKind::Opaque);
            self.named(id)
        })
    }

    pub(super) fn named(&self, id: TypeId) -> ir::Type {
        ir::Type::Named(self.types[id.0].name.clone())
    }

    /// The declared type of a name: dotted, or short in a namespace, in the service's own, or the only one of that name.
    pub(super) fn find(&self, version: Version, namespace: &str, name: &str) -> Option<TypeId> {
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
    pub(super) fn titled(&self, version: Version, dotted: &str) -> Option<TypeId> {
        let (namespace, short) = dotted.rsplit_once('.')?;
        let own = namespace == crate::page::resource::DEFAULT_NAMESPACE;
        self.titles.get(&(version, short.to_owned())).copied().filter(|_| own)
    }

    pub(super) fn resolve_name(
        &mut self,
        version: Version,
        from: FileId,
        name: &TypeName,
        span: Span,
        problems: &mut Problems,
    ) -> ir::Type {
        match self.known(version, from, name, span, problems) {
            Some(ty) => ty,
            None => self.unknown(version, from, name, span, problems),
        }
    }

    /// The primitive or declared type that a name stands for.
    pub(super) fn known(
        &self,
        version: Version,
        from: FileId,
        name: &TypeName,
        span: Span,
        problems: &mut Problems,
    ) -> Option<ir::Type> {
        let namespace = self.files.namespace(from);
        let page = name.link.as_deref().and_then(|target| self.files.target(version, from, target));
        if let Some(&primitive) = page.and_then(|(file, _)| self.primitives.get(&file)) {
            return Some(ir::Type::Primitive(primitive));
        }
        if let Some(id) = page.and_then(|(file, anchor)| self.linked(file, anchor, &name.name)) {
            let text = self.find(version, namespace, &name.name);
            if text.is_some_and(|text| text != id) {
                let message = format!("`{}` links to the page of `{}`", name.name, self.types[id.0].name);
                problems.report(Code::LinkTextDiffers, span, message);
            }
            return Some(self.named(id));
        }
        if let Some(id) = self.find(version, namespace, &name.name) {
            self.report_case(id, &name.name, span, problems);
            return Some(self.named(id));
        }
        if let Some(primitive) = names::primitive(&name.name) {
            return Some(ir::Type::Primitive(primitive));
        }
        self.healed(version, namespace, &name.name, span, problems).map(|id| self.named(id))
    }

    pub(super) fn report_case(&self, id: TypeId, written: &str, span: Span, problems: &mut Problems) {
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

    pub(super) fn report_namespace(&self, id: TypeId, written: &str, span: Span, problems: &mut Problems) {
        let right = &self.types[id.0].name;
        let message = format!("`{written}` is not documented, `{right}` is");
        problems.push(Diagnostic::new(Code::WrongNamespace, span, message).hint(format!("write `{right}`")));
    }

    /// A dotted name in the wrong namespace, when the page's own namespace has the short name.
    pub(super) fn healed(
        &self,
        version: Version,
        namespace: &str,
        name: &str,
        span: Span,
        problems: &mut Problems,
    ) -> Option<TypeId> {
        if !names::is_service_name(name) {
            return None;
        }
        let right = format!("{namespace}.{}", short(name)).to_lowercase();
        let id = *self.dotted.get(&(version, right))?;
        self.report_namespace(id, name, span, problems);
        Some(id)
    }

    /// A type that nobody documents: opaque when it is named by link or dotted name, JSON otherwise.
    pub(super) fn unknown(
        &mut self,
        version: Version,
        from: FileId,
        name: &TypeName,
        span: Span,
        problems: &mut Problems,
    ) -> ir::Type {
        if ["json", "object", "any"].iter().any(|word| name.name.eq_ignore_ascii_case(word)) {
            return ir::Type::Json;
        }
        let one = singular(&name.name);
        let known = (one != name.name).then(|| self.find(version, self.files.namespace(from), &one));
        if let Some(id) = known.flatten() {
            let message =
                format!("no page documents the type `{}`; `{}` is taken", name.name, self.types[id.0].name);
            problems.report(Code::UnknownType, span, message);
            return self.named(id);
        }
        let full = names::full(&name.name);
        // Several words are a link to something else that a sentence about a type makes.
        if !name.name.contains(' ') {
            let message = format!("no page documents the type `{}`", name.name);
            problems.report(Code::UnknownType, span, message);
        }
        if names::is_service_name(&full) {
            let id = self.declare_name(version, &full, DeclaredKind::Opaque);
            return self.named(id);
        }
        let linked = name.link.as_deref().is_some_and(links::is_resource);
        if names::looks_like_type(&name.name) && (linked || name.link.is_none()) {
            let dotted = format!("{}.{}", self.files.namespace(from), name.name);
            let id = self.declare_name(version, &dotted, DeclaredKind::Opaque);
            return self.named(id);
        }
        ir::Type::Json
    }

    /// The type that the page behind a link documents. When it documents several, the words of the link choose.
    pub(super) fn linked(&self, file: FileId, anchor: Option<&str>, words: &str) -> Option<TypeId> {
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

    /// The type of a value that has any of several types: their nearest common base.
    pub(crate) fn common_type(&self, version: Version, types: &[ir::Type]) -> ir::Type {
        let [first, rest @ ..] = types else { return ir::Type::Json };
        if rest.iter().all(|ty| ty == first) {
            return first.clone();
        }
        let lines: Option<Vec<Vec<TypeId>>> = types
            .iter()
            .map(|ty| match ty {
                ir::Type::Named(name) => self
                    .dotted
                    .get(&(version, name.to_lowercase()))
                    .map(|&id| define::line_of(id, &self.parents)),
                _ => None,
            })
            .collect();
        let Some(lines) = lines else { return ir::Type::Json };
        let common = lines[0].iter().find(|id| lines[1..].iter().all(|line| line.contains(id)));
        common.map_or(ir::Type::Json, |&id| self.named(id))
    }
}
