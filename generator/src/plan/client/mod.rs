//! `ir::Api` → the client as its users see it: a tree of builders, each with the methods that lead on and those that call.
//!
//! A request builder stands for a path prefix. `GET /users/{id}/messages` is `users().by_id(id).messages().list()`: three builders and a call.
//!
//! | segment | leads on by |
//! |---|---|
//! | `/messages` | `messages()` |
//! | `/{id}` | `by_id(id)` |
//! | `(deviceId='{x}')`, `/deviceId={x}` | `by_device_id(device_id)`, to the same builder as `by_id` |
//! | `/range(address='{a}')` | `range(address)` |
//! | `/microsoft.graph.user` | `as_user()` |
//! | `:/{path}:` | `by_path(path)` |
//!
//! | request | method |
//! |---|---|
//! | `GET` of a collection, of anything else | `list`, `get` |
//! | `POST` to a collection | `create` |
//! | `POST /x/action`, `GET /x/function(…)` | `x().action(…)`, `x().function(…)`; on a builder of their own, `call` |
//! | `PATCH`, `PUT`, `DELETE` | `update`, `replace`, `delete` |
//! | `/$ref` | `list_refs` or `get_ref`, `add_ref`, `set_ref`, `remove_ref` |
//! | `/$value`, `/content` | `content`, `set_content`, `update_content`, `delete_content` |
//! | `/$count` | `count` |

mod build;
mod builders;
mod call_chain;
mod query;
mod verbs;

pub(crate) use build::build;
pub(crate) use builders::{Area, Argument, Call, Navigation, PathSegment, RequestBuilder, VersionClient};
pub(crate) use call_chain::CallChain;
pub(crate) use query::{QueryMethod, QueryValue};
