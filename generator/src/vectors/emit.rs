//! The program's files.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::case::Case;
use crate::digest;
use crate::emit::manifest::quoted;
use crate::emit::typed::{ArgumentType, Typed};
use crate::emit::{Files, header, pieces, print, settings, version_module};
use crate::ir::{Body, Operation, Version};
use crate::names::ident;
use crate::plan::client::{Call, CallChain, PathSegment, VersionClient};

/// The functions of the program by module and name.
#[derive(Default)]
pub(super) struct Functions(BTreeMap<String, BTreeMap<String, Function>>);

struct Function {
    /// The request.
    tokens: TokenStream,
    /// What the docs call it.
    doc: String,
    /// Whether some example sets options on it.
    options: bool,
}

/// The name of the function for an operation: `v1_0_users::get_users_item`.
pub(super) fn name(client: &VersionClient<'_>, operation: &Operation) -> Option<String> {
    let CallChain { area, call, navigations } = client.call_chain(operation)?;
    // Another way to write a key is another function.
    let keys: String = navigations.iter().filter_map(|navigation| other_key(&navigation.append)).collect();
    let module = format!("{}_{}", version_module(client.version), pieces::module_file(&area.module));
    Some(format!("{module}::{}{keys}", call.constant.to_lowercase()))
}

fn other_key(append: &PathSegment) -> Option<String> {
    match append {
        PathSegment::NamedKey(pairs) => Some(pairs.iter().map(|(_, rust)| format!("_by_{rust}")).collect()),
        _ => None,
    }
}

impl Functions {
    /// Adds the function of this name, unless it is there already.
    pub(super) fn add(
        &mut self,
        name: &str,
        client: &VersionClient<'_>,
        operation: &Operation,
        typed: Typed<'_>,
        options: bool,
    ) {
        let (Some((module, name)), Some(call_chain)) = (name.split_once("::"), client.call_chain(operation))
        else {
            return;
        };
        let function = self.0.entry(module.to_owned()).or_default().entry(name.to_owned());
        let function = function.or_insert_with(|| Function {
            tokens: request(client, &call_chain, typed),
            doc: operation.name(),
            options: false,
        });
        function.options |= options;
    }
}

/// `client.v1_0().users().by_id(run.value(0)).update(run.body::<User>())`
fn request(client: &VersionClient<'_>, call_chain: &CallChain<'_, '_>, typed: Typed<'_>) -> TokenStream {
    let mut next = 0;
    let mut value = || {
        next += 1;
        Literal::usize_unsuffixed(next - 1)
    };
    let version = ident(version_module(client.version));
    let navigations: Vec<TokenStream> = call_chain
        .navigations
        .iter()
        .map(|navigation| {
            let method = ident(&navigation.method);
            let arguments = values(&navigation.append, typed, &mut value);
            quote!(.#method(#(#arguments),*))
        })
        .collect();
    let mut arguments: Vec<TokenStream> = Vec::new();
    arguments.extend(call_chain.call.append.iter().flat_map(|append| values(append, typed, &mut value)));
    arguments.extend(call_chain.call.query.iter().map(|(wire, _)| quote!(run.query(#wire))));
    arguments.extend(body(call_chain.call, typed));
    let method = ident(&call_chain.call.method);
    quote!(client.#version() #(#navigations)* .#method(#(#arguments),*))
}

/// The values of what a method appends to the path, each of which has the number that `next` gives.
fn values(append: &PathSegment, typed: Typed<'_>, next: &mut impl FnMut() -> Literal) -> Vec<TokenStream> {
    let mut of = |method: &str, then: TokenStream| {
        let (method, at) = (ident(method), next());
        quote!(run.#method(#at) #then)
    };
    match append {
        PathSegment::Literal(_) => Vec::new(),
        PathSegment::Key(_) | PathSegment::DrivePath(_) => vec![of("value", quote!())],
        PathSegment::NamedKey(pairs) => pairs.iter().map(|_| of("value", quote!())).collect(),
        PathSegment::Function(_, arguments) => arguments
            .iter()
            .map(|wanted| match typed.argument(wanted) {
                ArgumentType::Enum(_) => of("value", quote!(.to_owned())),
                ArgumentType::Scalar(_) => of("scalar", quote!()),
                ArgumentType::Text | ArgumentType::Bare => of("value", quote!()),
            })
            .collect(),
    }
}

fn body(call: &Call<'_>, typed: Typed<'_>) -> Vec<TokenStream> {
    match &call.operation.body {
        Body::None => Vec::new(),
        Body::Reference => vec![quote!(&run.reference())],
        Body::Bytes { .. } | Body::Multipart => vec![quote!(run.content_type()), quote!(run.content())],
        Body::Parameters { .. } | Body::Resource { .. } | Body::Undocumented => match typed.body(call.id) {
            // A list is taken as a slice and made as a `Vec`, which borrows as one.
            Some(ty) => vec![quote!(run.body::<<#ty as ::std::borrow::ToOwned>::Owned>())],
            None => vec![quote!(&run.json())],
        },
    }
}

/// The files.
pub(super) fn files(
    functions: &Functions,
    cases: &[Case<'_>],
    versions: &[Version],
    options: &Options,
) -> Files {
    let mut files = Files::new();
    for (module, functions) in &functions.0 {
        let path = format!("src/{module}.rs");
        let text = print(&path, &|| emit_module(module, functions), None);
        files.insert(path, text);
    }
    files.insert("src/main.rs".to_owned(), print("src/main.rs", &|| emit_main(functions, versions), None));
    files.insert("Cargo.toml".to_owned(), manifest(versions, options));
    files.insert("vectors.json".to_owned(), data(cases));
    files
}

fn emit_module(module: &str, functions: &BTreeMap<String, Function>) -> TokenStream {
    let entries = functions.keys().map(|name| {
        let (text, name) = (format!("{module}::{name}"), format_ident!("{name}"));
        quote!((#text, #name))
    });
    let functions = functions.iter().map(|(name, Function { tokens, doc, options })| {
        let name = format_ident!("{name}");
        let doc = pieces::doc(&format!("`{doc}`"));
        let options = options.then(|| quote!(.with_options(run)));
        quote! {
            #doc
            fn #name(run: &Run<'_>) {
                let client = msgraph::Client::from(run.client());
                Sent(#tokens) #options .answer(run);
            }
        }
    });
    quote! {
        use graphdocs_vectors::{Call, Run, Sent};
        #[allow(unused_imports)]
        use graphdocs_vectors::{Optional as _, Typed as _};

        pub(crate) static CALLS: &[(&str, Call)] = &[#(#entries),*];

        #(#functions)*
    }
}

fn emit_main(functions: &Functions, versions: &[Version]) -> TokenStream {
    let versions = versions.iter().map(|version| ident(version_module(*version)));
    let modules: Vec<_> = functions.0.keys().map(|module| format_ident!("{module}")).collect();
    quote! {
        //! The documented examples as test vectors of the emitted client.

        #(mod #modules;)*

        #(#[allow(unused_imports)] use msgraph::#versions;)*

        fn main() -> ::std::process::ExitCode {
            graphdocs_vectors::main(include_str!("../vectors.json"), &[#(#modules::CALLS),*])
        }
    }
}

fn manifest(versions: &[Version], options: &Options) -> String {
    let Options { client, harness, .. } = options;
    let features: Vec<String> =
        versions.iter().map(|version| quoted(&pieces::feature(version_module(*version)))).collect();
    settings(&format!(
        "[package]\nname = \"vectors\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\n\
         graphdocs-vectors = {{ path = {harness} }}\n\
         msgraph = {{ path = {client}, default-features = false, features = [\"all\", {features}] }}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n",
        client = quoted(client),
        harness = quoted(harness),
        features = features.join(", "),
    ))
}

/// One example a line.
fn data(cases: &[Case<'_>]) -> String {
    let lines: Vec<String> = cases
        .iter()
        .map(|case| serde_json::to_string(case).expect("an example has only texts and numbers"))
        .collect();
    let header = header(&digest::of(lines.iter().map(String::as_str)));
    format!("{{\"generated\": \"{header}\", \"cases\": [\n{}\n]}}\n", lines.join(",\n"))
}

/// How the program is emitted.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the client's crate, seen from the program's folder.
    pub client: String,
    /// The folder of the harness, seen from the program's folder.
    pub harness: String,
    /// How many examples are taken, evenly spread over the pages; all of them when that is no fewer.
    pub sample: Option<usize>,
}
