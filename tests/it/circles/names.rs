//! The modules of a crate, and the files in which the names that they use are defined.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Item, ItemMacro, ItemMod, ItemUse, Meta, UseTree, Visibility};

use super::paths::{self, only_in_tests};

/// A crate without its tests.
pub(crate) struct Crate {
    /// The files, as paths below the folder of the crate's root.
    pub(crate) files: Vec<String>,
    modules: Vec<Module>,
}

/// An import: the file that it stands in, the file that defines the item, and the item's name.
pub(crate) struct Import {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) item: String,
}

struct Module {
    file: usize,
    /// The module itself, if it is the root.
    parent: usize,
    names: BTreeMap<String, Vec<Name>>,
    /// The paths before the `*` of glob imports.
    globs: Vec<Vec<String>>,
    /// Whether a macro may define names here.
    has_macro: bool,
}

enum Name {
    /// An item, and the file that defines it.
    Item(usize),
    Module(usize),
    Import(Vec<String>),
    /// An item of another crate.
    Elsewhere,
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
    /// Reads a crate, from its `lib.rs` or `main.rs`.
    ///
    /// # Panics
    /// If a file can't be read, isn't Rust, or names what no module of the crate has.
    pub(crate) fn read(root: &Path) -> (Self, Vec<Import>) {
        let folder = root.parent().expect("a file is in a folder");
        let mut read = Self { files: Vec::new(), modules: Vec::new() };
        let mut tokens = Vec::new();
        read.file(folder, root, folder, 0, &mut tokens);
        let imports = tokens.into_iter().flat_map(|(module, text)| read.imports(module, text)).collect();
        (read, imports)
    }

    /// Reads the file of a module, whose own modules are in the folder `below`, and returns its number.
    fn file(
        &mut self,
        folder: &Path,
        path: &Path,
        below: &Path,
        parent: usize,
        texts: &mut Vec<(usize, String)>,
    ) -> usize {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let items =
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).items;
        let name = path.strip_prefix(folder).expect("modules are below the root");
        self.files.push(name.display().to_string().replace('\\', "/"));
        let module = self.module(self.files.len() - 1, parent);
        texts.push((module, text));
        self.declare(folder, module, items, below, texts);
        module
    }

    fn module(&mut self, file: usize, parent: usize) -> usize {
        let (names, globs) = (BTreeMap::new(), Vec::new());
        self.modules.push(Module { file, parent, names, globs, has_macro: false });
        self.modules.len() - 1
    }

    fn declare(
        &mut self,
        folder: &Path,
        module: usize,
        items: Vec<Item>,
        below: &Path,
        texts: &mut Vec<(usize, String)>,
    ) {
        for item in items.into_iter().filter(|item| !is_for_tests(item)) {
            let (name, kind) = match item {
                Item::Use(item) => {
                    self.import(module, &item);
                    continue;
                }
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    (name, Name::Module(self.submodule(folder, module, item, below, texts)))
                }
                Item::Macro(item) => {
                    self.macro_(module, &item);
                    continue;
                }
                item => match defined(&item) {
                    Some(name) => (name, Name::Item(self.modules[module].file)),
                    None => continue,
                },
            };
            self.modules[module].names.entry(name).or_default().push(kind);
        }
    }

    /// Adds what a macro brings: its own name, to the root as well if it is exported, or whatever its call defines.
    fn macro_(&mut self, module: usize, item: &ItemMacro) {
        let Some(name) = &item.ident else {
            self.modules[module].has_macro = true;
            return;
        };
        let is_exported = item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"));
        let file = self.modules[module].file;
        self.modules[module].names.entry(name.to_string()).or_default().push(Name::Item(file));
        if is_exported && module != 0 {
            self.modules[0].names.entry(name.to_string()).or_default().push(Name::Item(file));
        }
    }

    fn submodule(
        &mut self,
        folder: &Path,
        parent: usize,
        item: ItemMod,
        below: &Path,
        texts: &mut Vec<(usize, String)>,
    ) -> usize {
        let name = item.ident.to_string();
        let below = below.join(name.trim_start_matches("r#"));
        if let Some((_, items)) = item.content {
            let module = self.module(self.modules[parent].file, parent);
            self.declare(folder, module, items, &below, texts);
            return module;
        }
        let beside = below.with_extension("rs");
        let path = if beside.exists() { beside } else { below.join("mod.rs") };
        self.file(folder, &path, &below, parent, texts)
    }

    fn import(&mut self, module: usize, item: &ItemUse) {
        let mut leaves = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut leaves);
        for (name, path) in leaves {
            match name {
                Some(name) if item.leading_colon.is_some() => {
                    self.modules[module].names.entry(name).or_default().push(Name::Elsewhere);
                }
                None if item.leading_colon.is_some() => {}
                Some(name) => {
                    self.modules[module].names.entry(name).or_default().push(Name::Import(path));
                }
                None => self.modules[module].globs.push(path),
            }
        }
    }

    /// The imports that the file of a module writes.
    fn imports(&self, module: usize, text: String) -> Vec<Import> {
        let from = self.modules[module].file;
        let tokens = match module {
            0 => without_front_door(&text),
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
fn without_front_door(text: &str) -> TokenStream {
    let mut file = syn::parse_file(text).expect("the file has been read as Rust");
    file.items.retain(|item| !matches!(item, Item::Use(item) if matches!(item.vis, Visibility::Public(_))));
    file.into_token_stream()
}

fn defined(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

fn is_for_tests(item: &Item) -> bool {
    let attributes = match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => only_in_tests(list.tokens.clone()),
        _ => false,
    })
}

/// The names that a `use` tree brings, each with its path; a glob has no name.
fn flatten(tree: &UseTree, stem: &mut Vec<String>, leaves: &mut Vec<(Option<String>, Vec<String>)>) {
    match tree {
        UseTree::Path(path) => {
            stem.push(path.ident.to_string());
            flatten(&path.tree, stem, leaves);
            stem.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, stem, leaves)),
        UseTree::Glob(_) => leaves.push((None, stem.clone())),
        UseTree::Name(name) if name.ident == "self" => leaves.push((stem.last().cloned(), stem.clone())),
        UseTree::Name(name) => leaves.push((Some(name.ident.to_string()), with(stem, &name.ident))),
        UseTree::Rename(name) if name.ident == "self" => {
            leaves.push((Some(name.rename.to_string()), stem.clone()));
        }
        UseTree::Rename(name) => leaves.push((Some(name.rename.to_string()), with(stem, &name.ident))),
    }
}

fn with(stem: &[String], name: &syn::Ident) -> Vec<String> {
    stem.iter().cloned().chain([name.to_string()]).collect()
}
