//! `ir` types → the Rust types that stand for them, with every name decided.
//!
//! | type | Rust | file below `models` |
//! |---|---|---|
//! | `microsoft.graph.user` | `User` | `user.rs` |
//! | `microsoft.graph.callRecords.session` | `call_records::Session` | `call_records/session.rs` |
//! | `microsoft.graph.phone/type`, an enum called by its property | `PhoneType` | `phone_type.rs` |
//! | `microsoft.graph.string` | `StringModel`: no type hides one of the prelude | `string_model.rs` |
//!
//! A model has the fields of its base types as its own. An object in a field is boxed when it is an entity, which stands for a
//! relationship and can lead anywhere, or when the model would hold itself.

mod bodies;
mod build;
mod cycles;
mod model;

pub(crate) use bodies::{Bodies, BodyType, ParameterField, Parameters, bodies};
pub(crate) use build::build;
pub(crate) use model::{Model, ModelField, ModelShape, Models, Target, TargetKind};
