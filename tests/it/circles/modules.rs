//! The modules of a crate, and the names that each of them has.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use syn::{Item, ItemMacro, ItemMod, ItemUse, Meta, UseTree};

use super::paths::only_in_tests;

/// A crate without its tests.
pub(crate) struct Crate {
    /// The files, as paths below the folder of the crate's root.
    pub(crate) files: Vec<String>,
    /// The modules; the first one is the root.
    pub(crate) modules: Vec<Module>,
    /// The module and the text of each file.
    pub(crate) texts: Vec<(usize, String)>,
}

pub(crate) struct Module {
    pub(crate) file: usize,
    /// The module itself, if it is the root.
    pub(crate) parent: usize,
    pub(crate) names: BTreeMap<String, Vec<Name>>,
    /// The paths before the `*` of glob imports.
    pub(crate) globs: Vec<Vec<String>>,
    /// Whether a macro may define names here.
    pub(crate) has_macro: bool,
}

/// What a name of a module is.
pub(crate) enum Name {
    /// An item, and the file that defines it.
    Item(usize),
    Module(usize),
    Import(Vec<String>),
    /// An item of another crate.
    Elsewhere,
}

impl Crate {
    /// Reads a crate, from its `lib.rs` or `main.rs`.
    ///
    /// # Panics
    /// If a file can't be read or isn't Rust.
    pub(crate) fn read(root: &Path) -> Self {
        let folder = root.parent().expect("a file is in a folder");
        let read = Self { files: Vec::new(), modules: Vec::new(), texts: Vec::new() };
        let mut reader = Reader { folder, read };
        reader.file(root, folder, 0);
        reader.read
    }
}

/// A crate that is being read. Modules are known by their numbers.
struct Reader<'a> {
    /// The folder of the root.
    folder: &'a Path,
    read: Crate,
}

impl Reader<'_> {
    /// Reads the file of a module, whose own modules are in the folder `below`.
    fn file(&mut self, path: &Path, below: &Path, parent: usize) -> usize {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let items =
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).items;
        let name = path.strip_prefix(self.folder).expect("modules are below the root");
        self.read.files.push(name.display().to_string().replace('\\', "/"));
        let module = self.module(self.read.files.len() - 1, parent);
        self.read.texts.push((module, text));
        self.declare(module, items, below);
        module
    }

    fn module(&mut self, file: usize, parent: usize) -> usize {
        let (names, globs) = (BTreeMap::new(), Vec::new());
        self.read.modules.push(Module { file, parent, names, globs, has_macro: false });
        self.read.modules.len() - 1
    }

    fn declare(&mut self, module: usize, items: Vec<Item>, below: &Path) {
        for item in items.into_iter().filter(|item| !is_for_tests(item)) {
            match item {
                Item::Use(item) => self.import(module, &item),
                Item::Macro(item) => self.macro_(module, &item),
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    let submodule = self.submodule(module, item, below);
                    self.name(module, name, Name::Module(submodule));
                }
                item => {
                    if let Some(name) = defined(&item) {
                        self.name(module, name, Name::Item(self.read.modules[module].file));
                    }
                }
            }
        }
    }

    fn name(&mut self, module: usize, name: String, meaning: Name) {
        self.read.modules[module].names.entry(name).or_default().push(meaning);
    }

    /// Adds what a macro brings: its own name, to the root as well if it is exported, or whatever its call defines.
    fn macro_(&mut self, module: usize, item: &ItemMacro) {
        let Some(name) = &item.ident else {
            self.read.modules[module].has_macro = true;
            return;
        };
        let is_exported = item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"));
        let file = self.read.modules[module].file;
        self.name(module, name.to_string(), Name::Item(file));
        if is_exported && module != 0 {
            self.name(0, name.to_string(), Name::Item(file));
        }
    }

    fn submodule(&mut self, parent: usize, item: ItemMod, below: &Path) -> usize {
        let name = item.ident.to_string();
        let below = below.join(name.trim_start_matches("r#"));
        if let Some((_, items)) = item.content {
            let module = self.module(self.read.modules[parent].file, parent);
            self.declare(module, items, &below);
            return module;
        }
        let beside = below.with_extension("rs");
        let path = if beside.exists() { beside } else { below.join("mod.rs") };
        self.file(&path, &below, parent)
    }

    fn import(&mut self, module: usize, item: &ItemUse) {
        let mut leaves = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut leaves);
        for (name, path) in leaves {
            match (name, item.leading_colon) {
                (Some(name), Some(_)) => self.name(module, name, Name::Elsewhere),
                (Some(name), None) => self.name(module, name, Name::Import(path)),
                (None, None) => self.read.modules[module].globs.push(path),
                (None, Some(_)) => {}
            }
        }
    }
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
