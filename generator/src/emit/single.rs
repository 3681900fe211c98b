//! The modules of a crate → one file that another crate includes.
//!
//! ```text
//! #[rustfmt::skip]                   formatters leave it as it is, wherever it lies
//! mod client {                       the root, without the page of the crate
//!     pub mod v1_0 {
//!         pub mod operations { … }
//!         pub mod me { … }
//!     }
//! }
//! pub use client::*;
//! ```
//!
//! Modules stand inline, because `include!` looks for the files of modules beside the including file.

use proc_macro2::TokenStream;
use quote::quote;

use super::library;
use super::manifest::Options;
use super::module::Module;
use super::print::{format, header};
use super::root::Root;
use crate::ir::Api;
use crate::plan::CratePlan;

/// One Rust file with the content of all files of the crate of a model.
///
/// # Panics
/// When it is not valid Rust, which is a fault of this library.
pub fn single(api: &Api) -> String {
    let plan = CratePlan::of(api);
    let client = library::module(&plan, Root::Included, &Options::default().crate_name);
    let client = Module { inner_doc: String::new(), ..client };
    let text = format("the one file", &|| {
        let content = content(&client);
        quote! {
            #[rustfmt::skip]
            mod client {
                #![allow(dead_code, missing_docs, unreachable_pub, unused_imports, clippy::all, clippy::pedantic)]
                #content
            }

            #[allow(unused_imports)]
            pub use client::*;
        }
    });
    format!("// {}\n\n{text}", header(&api.digest(&api.sources())))
}

fn content(module: &Module<'_>) -> TokenStream {
    module.content(Root::Included, &|child| {
        let content = content(child);
        quote!({ #content })
    })
}
