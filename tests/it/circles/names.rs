//! The files in which the names that a crate uses are defined.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Item, Visibility};

use super::modules::{Crate, Module, Name};
use super::paths;

/// An import: the file that it stands in, the file that defines the item, and the item's name.
pub(crate) struct Import {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) item: String,
}

/// What a path leads to.
#[derive(Clone, Copy, PartialEq)]
enum Target {
    Module(usize),
    /// An item, and the file that defines it.
    Item(usize),
    /// An item of another crate.
    Elsewhere,
}

impl Crate {
    /// The imports that the files of a crate write.
    ///
    /// # Panics
    /// If a path names what no module of the crate has.
    pub(crate) fn imports(&self) -> Vec<Import> {
        self.texts.iter().flat_map(|(module, text)| self.imports_of(*module, text)).collect()
    }

    fn imports_of(&self, module: usize, text: &str) -> Vec<Import> {
        let from = self.modules[module].file;
        let tokens = match module {
            0 => without_re_exports(text),
            _ => text.parse().expect("the file has been read as Rust"),
        };
        let imports = paths::paths(tokens).into_iter().flat_map(|path| {
            let scope = path.inside.iter().fold(module, |module, name| self.child(module, name));
            let written = path.segments.join("::");
            let targets = self.resolve(scope, &path.segments, &mut Vec::new());
            assert!(!targets.is_empty(), "{}: no module has {written}", self.files[from]);
            let files = targets.into_iter().filter_map(|target| match target {
                Target::Item(file) if file != from => Some(file),
                _ => None,
            });
            files
                .map(|to| Import { from, to, item: self.item(scope, &path.segments, to) })
                .collect::<Vec<_>>()
        });
        imports.collect()
    }

    /// The name in a path that is the item of a file: a variant or a function of a type may follow.
    fn item(&self, scope: usize, path: &[String], file: usize) -> String {
        let is_item = |length: &usize| {
            self.resolve(scope, &path[..*length], &mut Vec::new()).contains(&Target::Item(file))
        };
        let length = (1..=path.len()).find(is_item).expect("the path leads to the file");
        path[length - 1].clone()
    }

    fn child(&self, module: usize, name: &str) -> usize {
        let names = self.modules[module].names.get(name).into_iter().flatten();
        let child =
            names.filter_map(|name| if let Name::Module(child) = name { Some(*child) } else { None }).next();
        child.expect("the module is declared")
    }

    /// What a path leads to, in every namespace; nothing, if its last segments are wrong.
    fn resolve(&self, scope: usize, path: &[String], visiting: &mut Vec<(usize, String)>) -> Vec<Target> {
        let first = match path[0].as_str() {
            "crate" => vec![Target::Module(0)],
            "self" => vec![Target::Module(scope)],
            "super" => vec![Target::Module(self.modules[scope].parent)],
            name => self.named(scope, name, visiting),
        };
        if first.is_empty() {
            return vec![Target::Elsewhere];
        }
        path[1..].iter().fold(first, |targets, segment| self.step(targets, segment, visiting))
    }

    fn step(
        &self,
        mut targets: Vec<Target>,
        segment: &str,
        visiting: &mut Vec<(usize, String)>,
    ) -> Vec<Target> {
        // Only a module or a type has names in it, and the two share a namespace: an item beside a module is a function or a macro.
        if targets.iter().any(|target| matches!(target, Target::Module(_))) {
            targets.retain(|target| matches!(target, Target::Module(_)));
        }
        let next = targets.into_iter().flat_map(|target| match (target, segment) {
            (Target::Module(module), "self") => vec![Target::Module(module)],
            (Target::Module(module), "super") => vec![Target::Module(self.modules[module].parent)],
            (Target::Module(module), "*") => vec![Target::Item(self.modules[module].file)],
            (Target::Module(module), name) => self.named(module, name, visiting),
            (target, _) => vec![target],
        });
        next.collect()
    }

    fn named(&self, module: usize, name: &str, visiting: &mut Vec<(usize, String)>) -> Vec<Target> {
        let key = (module, name.to_owned());
        if visiting.contains(&key) {
            return Vec::new();
        }
        visiting.push(key);
        let Module { file, names, globs, has_macro, .. } = &self.modules[module];
        let mut targets: Vec<Target> = match names.get(name) {
            Some(names) => names.iter().flat_map(|name| self.target(module, name, visiting)).collect(),
            None => globs.iter().flat_map(|glob| self.through(module, glob, name, visiting)).collect(),
        };
        if targets.is_empty() && *has_macro {
            targets.push(Target::Item(*file));
        }
        visiting.pop();
        targets
    }

    fn target(&self, module: usize, name: &Name, visiting: &mut Vec<(usize, String)>) -> Vec<Target> {
        match name {
            Name::Item(file) => vec![Target::Item(*file)],
            Name::Elsewhere => vec![Target::Elsewhere],
            Name::Module(module) => vec![Target::Module(*module)],
            Name::Import(path) => self.resolve(module, path, visiting),
        }
    }

    fn through(
        &self,
        module: usize,
        glob: &[String],
        name: &str,
        visiting: &mut Vec<(usize, String)>,
    ) -> Vec<Target> {
        let modules = self.resolve(module, glob, visiting).into_iter();
        let named = modules.flat_map(|target| match target {
            Target::Module(module) => self.named(module, name, visiting),
            _ => Vec::new(),
        });
        named.collect()
    }
}

/// The tokens of the root without what it re-exports for those who use the crate.
fn without_re_exports(text: &str) -> TokenStream {
    let mut file = syn::parse_file(text).expect("the file has been read as Rust");
    file.items.retain(|item| !matches!(item, Item::Use(item) if matches!(item.vis, Visibility::Public(_))));
    file.into_token_stream()
}
