//! The model → the files of a crate.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{self, Options};
use super::pieces::version_module;
use super::print::{Tokens, print, settings};
use super::typed::Typed;
use super::{area, library, model, operations, parameters, permissions, pieces, query, version};
use crate::ir::{Api, Operation, Version};
use crate::parallel;
use crate::plan::CratePlan;
use crate::plan::client::{Area, VersionClient};
use crate::plan::models::{Model, Models};

/// The files of a crate: path below its folder → text.
pub type Files = BTreeMap<String, String>;

/// Emits the crate of a model.
///
/// # Panics
/// When an emitted file is not valid Rust, which is a fault of this library.
pub fn emit(api: &Api, options: &Options) -> Files {
    emit_with(&CratePlan::of(api), options, |path, tokens, sources| {
        print(path, tokens, (!sources.is_empty()).then(|| api.digest(sources)))
    })
}

/// The same without layout and headers, for what lays the files out anew.
pub(crate) fn unformatted(api: &Api) -> Files {
    emit_with(&CratePlan::of(api), &Options::default(), |_, tokens, _| tokens().to_string())
}

/// Emits the crate; `print` makes the text of a file from its path, its tokens and the docs that it comes from.
fn emit_with(
    plan: &CratePlan<'_>,
    options: &Options,
    print: impl Fn(&str, Tokens<'_>, &BTreeSet<u32>) -> String + Sync,
) -> Files {
    let pages = pieces::Pages(&plan.api.files);
    let versions: Vec<(&VersionClient<'_>, Typed<'_>)> =
        plan.versions.iter().map(|version| (&version.client, Typed::of(version))).collect();
    let mut sources: Vec<(String, Source<'_>)> = vec![
        ("src/lib.rs".to_owned(), Source::Library),
        ("src/permissions.rs".to_owned(), Source::Permissions),
    ];
    for &(client, typed) in &versions {
        let models = typed.models;
        let folder = format!("src/{}", version_module(client.version));
        sources.push((format!("{folder}/mod.rs"), Source::Version(client, models)));
        sources.push((format!("{folder}/operations/mod.rs"), Source::OperationList(client)));
        sources.push((format!("{folder}/parameters.rs"), Source::Parameters(typed)));
        if !client.query.is_empty() {
            sources.push((format!("{folder}/query.rs"), Source::Query(client)));
        }
        for (module, types) in &models.modules {
            let below = if module.is_empty() { String::new() } else { format!("{module}/") };
            sources.push((format!("{folder}/models/{below}mod.rs"), Source::ModelList(models, module)));
            for model in types {
                let path = format!("{folder}/models/{below}{}.rs", model.file);
                sources.push((path, Source::Model(models, module, model)));
            }
        }
        for area in &client.areas {
            let stem = pieces::module_file(&area.module);
            sources.push((format!("{folder}/{stem}.rs"), Source::Area(client.version, area, typed)));
            sources
                .push((format!("{folder}/operations/{stem}.rs"), Source::Operations(client.version, area)));
        }
    }
    let printed = parallel::map(&sources, |(path, source)| {
        let tokens = || match *source {
            Source::Library => library::emit(&versions, &options.crate_name),
            Source::Permissions => permissions::emit(plan.api),
            Source::Version(client, models) => version::emit(client, models),
            Source::OperationList(client) => operations::emit_module(client),
            Source::Area(version, area, typed) => area::emit(version, area, typed, &pages),
            Source::ModelList(models, module) => model::emit_module(models, module),
            Source::Model(models, module, model) => model::emit(models, module, model, &pages),
            Source::Parameters(Typed { models, bodies }) => parameters::emit(models, bodies),
            Source::Query(client) => query::emit(client),
            Source::Operations(version, area) => operations::emit_area(version, area, &pages),
        };
        (path.clone(), print(path, &tokens, &source.files()))
    });
    let mut files: Files = printed.into_iter().collect();
    files.insert("Cargo.toml".to_owned(), settings(&manifest::emit(plan, options)));
    // The printer's format is the crate's own, whatever a workspace around it wants.
    files.insert(".rustfmt.toml".to_owned(), settings("disable_all_formatting = true\n"));
    files
}

/// A file that is still to be printed.
enum Source<'a> {
    Library,
    Permissions,
    Version(&'a VersionClient<'a>, &'a Models<'a>),
    OperationList(&'a VersionClient<'a>),
    Area(Version, &'a Area<'a>, Typed<'a>),
    ModelList(&'a Models<'a>, &'a str),
    Model(&'a Models<'a>, &'a str, &'a Model<'a>),
    Parameters(Typed<'a>),
    Query(&'a VersionClient<'a>),
    Operations(Version, &'a Area<'a>),
}

impl Source<'_> {
    /// The docs that it comes from; none when it only says which other files there are.
    fn files(&self) -> BTreeSet<u32> {
        match *self {
            Source::Library
            | Source::Permissions
            | Source::Version(..)
            | Source::OperationList(_)
            | Source::ModelList(..) => BTreeSet::new(),
            Source::Area(_, area, _) | Source::Operations(_, area) => {
                area.operations().flat_map(Operation::sources).collect()
            }
            Source::Model(_, _, model) => model.sources(),
            Source::Query(client) => {
                let operations = client.query.iter().flat_map(|method| &method.operations);
                operations.flat_map(|operation| operation.sources()).collect()
            }
            Source::Parameters(Typed { bodies, .. }) => {
                let operations = bodies.parameters.iter().flat_map(|parameters| &parameters.operations);
                operations.flat_map(|operation| operation.sources()).collect()
            }
        }
    }
}
