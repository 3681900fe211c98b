//! `ir::Api` → the client as its users see it: a tree of places, each with the methods that lead on and those that call.
//!
//! A place is a path prefix. `GET /users/{id}/messages` is `users().by_id(id).messages().list()`: three places and a call.
//!
//! | segment | leads on by |
//! |---|---|
//! | `/messages` | `messages()` |
//! | `/{id}` | `by_id(id)` |
//! | `(deviceId='{x}')`, `/deviceId={x}` | `by_device_id(device_id)`, to the same place as `by_id` |
//! | `/range(address='{a}')` | `range(address)` |
//! | `/microsoft.graph.user` | `as_user()` |
//! | `:/{path}:` | `by_path(path)` |
//!
//! | request | method |
//! |---|---|
//! | `GET` of a collection, of anything else | `list`, `get` |
//! | `POST` to a collection | `create` |
//! | `POST /x/action`, `GET /x/function(…)` | `x().action(…)`, `x().function(…)`; on a place of their own, `call` |
//! | `PATCH`, `PUT`, `DELETE` | `update`, `replace`, `delete` |
//! | `/$ref` | `list_refs` or `get_ref`, `add_ref`, `set_ref`, `remove_ref` |
//! | `/$value`, `/content` | `content`, `set_content`, `update_content`, `delete_content` |
//! | `/$count` | `count` |

mod build;
mod builders;
mod query;
mod verbs;
mod way;

pub(crate) use build::build;
pub(crate) use builders::{Append, Area, Argument, Call, Place, Step, VersionClient};
pub(crate) use query::{QueryMethod, QueryValue};
pub(crate) use way::Way;
