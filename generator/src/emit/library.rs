//! `src/lib.rs`: the client.

use std::iter;

use proc_macro2::TokenStream;
use quote::quote;

use super::module::Module;
use super::root::Root;
use super::{first_call, permissions, pieces, version, version_module};
use crate::names::ident;
use crate::plan::{CratePlan, VersionPlan};

/// The module that holds all others.
pub(super) fn module<'a>(plan: &'a CratePlan<'a>, root: Root<'a>, crate_name: &str) -> Module<'a> {
    let krate = crate_name.replace('-', "_");
    let example = first_call::emit(&plan.versions, &krate).unwrap_or_else(|| raw_call(&krate));
    let pages = pieces::Pages(&plan.api.files);
    let versions = plan.versions.iter().map(|version| version::module(version, root, pages));
    Module {
        inner_doc: crate_doc(&example, &krate),
        children: Some(iter::once(permissions::module(plan.api)).chain(versions).collect()),
        ..Module::new("client", move || emit(plan, root))
    }
}

fn emit(plan: &CratePlan<'_>, root: Root<'_>) -> TokenStream {
    let roots = plan.versions.iter().map(|VersionPlan { client, .. }| {
        let module = ident(version_module(client.version));
        let feature = root.feature(&pieces::feature(version_module(client.version)));
        let version = client.version.as_str();
        let doc = pieces::doc(&format!("The `{version}` version of the API."));
        quote! {
            #doc
            #feature
            #[inline]
            #[must_use]
            pub fn #module(&self) -> #module::Root {
                #module::Root(::msgraph_core::emitted::Node::root(&self.0, #version))
            }
        }
    });
    quote! {
        pub use ::msgraph_core as core;
        pub use ::msgraph_core::{
            AccessToken, Bytes, Cloud, Credential, Error, Literal, NoContent, Operation, Page, Permissions, Request, Requirement, Result, Value,
        };

        /// A client for Microsoft Graph. Cheap to clone; clones share connections, tokens and what is known of throttling.
        #[derive(Clone, Debug)]
        pub struct Client(::msgraph_core::Client);

        impl Client {
            /// Starts a client.
            pub fn builder() -> ::msgraph_core::ClientBuilder<Client> {
                ::msgraph_core::ClientBuilder::new()
            }

            #(#roots)*
        }

        impl ::core::convert::From<::msgraph_core::Client> for Client {
            fn from(client: ::msgraph_core::Client) -> Self {
                Client(client)
            }
        }

        impl ::core::ops::Deref for Client {
            type Target = ::msgraph_core::Client;

            fn deref(&self) -> &::msgraph_core::Client {
                &self.0
            }
        }
    }
}

/// The page of the crate.
fn crate_doc(example: &str, krate: &str) -> String {
    format!(
        "\
A client for Microsoft Graph: every documented request, with the permissions that it needs.

```no_run
{example}```

Requests are methods of places: `GET /users/{{id}}/messages` of `v1.0` is `graph.v1_0().users().by_id(id).messages().list()`. What a
method gives is a request: `.await` sends it. A method's docs say which permissions it needs, the least in bold. A request that no
method makes is `graph.request::<{krate}::Value>(method, path)`.

OData's query options are methods of every request: `.select([\"id\"]).top(5)`. Query parameters of single requests are methods of the
trait `Query` of a version that has any, and `.query(name, value)` sets whatever else a service knows.

Models are written with `..Default::default()` at the end, because the docs add properties at any time:
`User {{ given_name: Some(name), ..Default::default() }}`. An update gives an `Option`, because services may answer it with nothing;
`.prefer(\"return=representation\")` asks for the object.

Features choose API versions (`v1-0`, `beta`) and areas (the first segment of a path: `users`, `me`); all are on by default.
"
    )
}

/// An example for a crate that has no call that is quickly written.
fn raw_call(krate: &str) -> String {
    format!(
        "\
# async fn example() -> {krate}::Result<()> {{
let graph = {krate}::Client::builder().credential(\"a token\").build()?;
println!(\"{{}}\", graph.request::<{krate}::Value>({krate}::core::Method::Get, \"/v1.0/me\").await?);
# Ok(())
# }}
"
    )
}
