//! What models are made of: objects of the API as structs, read and written by tables and not by derived code.
//!
//! A model is a struct whose fields are `Option`s, with a map for everything else:
//!
//! ```
//! use msgraph_core::Value;
//! use msgraph_core::model::{Map, Model};
//! # use msgraph_core::emitted::{Act, Fields, Place, Shape, View};
//!
//! #[derive(Default)]
//! pub struct Person {
//!     pub display_name: Option<String>,
//!     pub job_title: Option<String>,
//!     pub additional: Map<String, Value>,
//! }
//!
//! # impl Fields for Person {
//! #     fn shape(&self) -> &'static Shape {
//! #         static SHAPE: Shape = Shape::new("Person", "example.person", "", "displayName jobTitle");
//! #         &SHAPE
//! #     }
//! #     fn view(&self, number: usize) -> View<'_> {
//! #         match number {
//! #             0 => View::Scalar(&self.display_name),
//! #             1 => View::Scalar(&self.job_title),
//! #             _ => View::Rest(&self.additional),
//! #         }
//! #     }
//! #     fn place(&mut self, number: usize, _: Act) -> Place<'_> {
//! #         match number {
//! #             0 => Place::Scalar(&mut self.display_name),
//! #             1 => Place::Scalar(&mut self.job_title),
//! #             _ => Place::Rest(&mut self.additional),
//! #         }
//! #     }
//! # }
//! # msgraph_core::emitted::model!(Person);
//! let mut ann = Person { display_name: Some("Ann".to_owned()), ..Person::default() };
//! assert_eq!(serde_json::to_string(&ann)?, r#"{"displayName":"Ann"}"#);
//!
//! // An update leaves alone what is `None` …
//! ann.job_title = None;
//! // … and takes away what is set to null.
//! ann.set_null(|person| &mut person.job_title);
//! assert_eq!(serde_json::to_string(&ann)?, r#"{"displayName":"Ann","jobTitle":null}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # What `additional` holds
//!
//! Everything that was read and that no field holds, under the name that travels, so that it is written back as it came:
//!
//! - properties that the model doesn't know, and annotations such as `@odata.type`;
//! - properties that are null: the field is `None`, as it is for a property that is absent, and [`Model::is_null`] tells the two
//!   apart;
//! - properties whose value doesn't fit the field, such as a text that is no date: one odd value never makes the rest unreadable.
//!
//! A field that is set wins over an entry of the same name.
//!
//! # Objects of derived types
//!
//! What is documented as a `directoryObject` is a user or a group. It is read as what is documented, keeps the rest in `additional`,
//! and [`Model::as_derived`] gives the whole. [`Model::into_base`] goes the other way.

mod binary;
pub(crate) mod copy;
mod decimal;
mod duration;
mod flags;
pub(crate) mod list;
mod model_trait;
mod open;
pub(crate) mod read;
pub(crate) mod same;
mod scalar;
pub(crate) mod shape;
pub(crate) mod show;
pub(crate) mod table;
mod time_of;
mod wrapped;
pub(crate) mod write;

pub use serde_json::Map;
pub use time::{Date, OffsetDateTime, Time};
pub use uuid::Uuid;

pub use self::binary::Binary;
pub use self::decimal::{BadDecimal, Decimal};
pub use self::duration::{BadDuration, Duration};
pub use self::flags::Flags;
pub use self::model_trait::Model;
pub use self::open::{Member, Open};
pub use self::wrapped::Wrapped;

#[cfg(test)]
mod tests;
