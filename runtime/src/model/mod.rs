//! What models are made of: objects of the API as structs, read and written by tables and not by derived code.
//!
//! A model is a struct whose fields are `Option`s, with a map for everything else:
//!
//! ```
//! use msgraph_core::model::{Act, Fields, Map, Model, Place, Shape, View};
//! use msgraph_core::Value;
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
//! # msgraph_core::model!(Person);
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
mod copy;
mod decimal;
mod duration;
mod flags;
mod list;
mod model_trait;
mod open;
mod read;
mod same;
mod scalar;
mod shape;
mod show;
mod table;
mod time_of;
mod wrapped;
mod write;

pub use serde_json::Map;
pub use time::{Date, OffsetDateTime, Time};
pub use uuid::Uuid;

pub use self::binary::Binary;
#[doc(hidden)]
pub use self::copy::copy_new;
pub use self::decimal::{BadDecimal, Decimal};
pub use self::duration::{BadDuration, Duration};
pub use self::flags::Flags;
pub use self::list::Element;
pub use self::model_trait::Model;
pub use self::open::{Member, Open};
#[doc(hidden)]
pub use self::read::read_new;
#[doc(hidden)]
pub use self::same::same;
pub use self::shape::Shape;
#[doc(hidden)]
pub use self::show::show;
pub use self::table::{Act, Enum, Fields, List, Place, Plain, Scalar, View};
pub use self::wrapped::Wrapped;
#[doc(hidden)]
pub use self::write::write;

/// Makes a struct that implements [`Fields`](crate::model::Fields) and `Default` a model: it can be a field of others,
/// reads and writes itself with serde, shows itself, can be cloned and compared.
///
/// All of that is a call of this crate, so it is compiled where it is used, and not for each of thousands of models. Each is one
/// call, because a compiler checks the macro's text for each of them.
#[macro_export]
macro_rules! model {
    ($name:ident) => {
        $crate::parameters!($name);

        impl $crate::model::Model for $name {}
    };
}

/// The same for the parameters of an action, which have no place for more than the documented ones.
#[macro_export]
macro_rules! parameters {
    ($name:ident) => {
        impl $crate::model::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::model::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::write(self, serializer)
            }
        }

        impl<'de> $crate::model::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::model::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::read_new(deserializer)
            }
        }

        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::model::copy_new(self)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::show(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::model::same(self, other)
            }
        }
    };
}

/// What [`model!`](crate::model!) needs.
#[doc(hidden)]
pub mod serde {
    pub use ::serde::{Deserialize, Deserializer, Serialize, Serializer};
}

#[cfg(test)]
mod tests;
