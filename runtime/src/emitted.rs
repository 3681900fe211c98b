//! What only generated code uses. It changes with the generator, and no release promises that any of it stays.

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::model::copy::copy_new;
pub use crate::model::list::Element;
pub use crate::model::read::read_new;
pub use crate::model::same::same;
pub use crate::model::shape::Shape;
pub use crate::model::show::show;
pub use crate::model::table::{Act, Address, Enum, Fields, List, Place, Plain, Scalar, View};
pub use crate::model::write::write;
pub use crate::request::node::Node;
pub use crate::{__model as model, __parameters as parameters};

/// Makes a struct that implements [`Fields`] and `Default` a model: it can be a field of others,
/// reads and writes itself with serde, shows itself, can be cloned and compared.
///
/// All of that is a call of this crate, so it is compiled where it is used, and not for each of thousands of models. Each is one
/// call, because a compiler checks the macro's text for each of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($name:ident) => {
        $crate::__parameters!($name);

        impl $crate::model::Model for $name {}
    };
}

/// The same for the parameters of an action, which have no place for more than the documented ones.
#[doc(hidden)]
#[macro_export]
macro_rules! __parameters {
    ($name:ident) => {
        impl $crate::emitted::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::emitted::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::emitted::write(self, serializer)
            }
        }

        impl<'de> $crate::emitted::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::emitted::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::emitted::read_new(deserializer)
            }
        }

        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::emitted::copy_new(self)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::emitted::show(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::emitted::same(self, other)
            }
        }
    };
}
