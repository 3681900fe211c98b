//! The modules of a crate → its files.

use std::collections::BTreeMap;

use quote::quote;

use super::library;
use super::manifest::{self, Options};
use super::module::Module;
use super::pieces::module_file;
use super::print::{print, settings};
use super::root::Root;
use crate::ir::Api;
use crate::parallel;
use crate::plan::CratePlan;

/// The files of a crate: path below its folder → text.
pub type Files = BTreeMap<String, String>;

/// Emits the crate of a model.
///
/// # Panics
/// When an emitted file is not valid Rust, which is a fault of this library.
pub fn emit(api: &Api, options: &Options) -> Files {
    let plan = CratePlan::of(api);
    let root = library::module(&plan, Root::Crate, &options.crate_name);
    let mut modules = vec![("src/lib.rs".to_owned(), &root)];
    add_below("src", &root, &mut modules);
    let printed = parallel::map(&modules, |(path, module)| {
        let tokens = || module.content(Root::Crate, &|_| quote!(;));
        let digest = (!module.sources.is_empty()).then(|| api.digest(&module.sources));
        (path.clone(), print(path, &tokens, digest))
    });
    let mut files: Files = printed.into_iter().collect();
    files.insert("Cargo.toml".to_owned(), settings(&manifest::emit(&plan, options)));
    // The printer's format is the crate's own, whatever a workspace around it wants.
    files.insert(".rustfmt.toml".to_owned(), settings("disable_all_formatting = true\n"));
    files
}

/// Adds the modules inside one, with the paths of their files.
fn add_below<'m>(folder: &str, module: &'m Module<'m>, modules: &mut Vec<(String, &'m Module<'m>)>) {
    for child in module.children.iter().flatten() {
        let below = format!("{folder}/{}", module_file(&child.name));
        let end = if child.children.is_some() { "/mod.rs" } else { ".rs" };
        modules.push((format!("{below}{end}"), child));
        add_below(&below, child, modules);
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::*;

    #[test]
    fn modules_that_can_hold_others_are_folders() {
        let leaf = |name| Module::new(name, TokenStream::new);
        let folder = |name, children| Module { children: Some(children), ..leaf(name) };
        let root =
            folder("root", vec![folder("models", vec![]), folder("me", vec![leaf("r#type")]), leaf("a")]);
        let mut modules = Vec::new();
        add_below("src", &root, &mut modules);
        let paths: Vec<_> = modules.into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["src/models/mod.rs", "src/me/mod.rs", "src/me/type.rs", "src/a.rs"]);
    }
}
