//! The table of a model: its fields by number, as views to look at and places to put values into.
//!
//! Emitted code defines which field has which number, and nothing else: all that is done with fields is written once, over views and
//! places. What must be made for each type of field is as little as can be, because a program compiles it for every model it reaches.

use std::any::Any;
use std::borrow::Cow;

use serde_json::{Map, Value};

use super::shape::Shape;

/// A struct with a table of its fields.
pub trait Fields {
    /// What is the same for all objects of the model.
    fn shape(&self) -> &'static Shape;

    /// What a field holds. The number behind the last one stands for what no field holds.
    fn view(&self, number: usize) -> View<'_>;

    /// A field to put something into.
    fn place(&mut self, number: usize, act: Act) -> Place<'_>;
}

/// What a field holds, to look at.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "it is a view of an object, which has its own")]
pub enum View<'a> {
    /// No object, or no field.
    Absent,
    /// A scalar, which may be absent.
    Scalar(&'a dyn Scalar),
    /// A member of an enum, or several, which may be absent.
    Enum(&'a dyn Enum),
    /// An object.
    Object(&'a dyn Fields),
    /// A list, which may be absent.
    List(&'a dyn List),
    /// What no field holds.
    Rest(&'a Map<String, Value>),
}

/// What to do with a field for an object before something is put into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Nothing.
    Keep,
    /// Put an empty object there.
    Make,
    /// Take the object away.
    Clear,
}

/// A field to put something into.
#[expect(missing_debug_implementations, reason = "it is a part of an object, which has its own")]
pub enum Place<'a> {
    /// No object, with the address of the field that is for one; no address where there is no field.
    Absent(Option<Address>),
    /// A scalar.
    Scalar(&'a mut dyn Scalar),
    /// A member of an enum, or several.
    Enum(&'a mut dyn Enum),
    /// An object.
    Object(&'a mut dyn Fields),
    /// A list.
    List(&'a mut dyn List),
    /// What no field holds.
    Rest(&'a mut Map<String, Value>),
}

/// A scalar, which may be absent where a field holds it.
pub trait Scalar {
    /// What it is in JSON.
    fn plain(&self) -> Plain<'_>;

    /// Makes it what some JSON stands for.
    ///
    /// # Errors
    ///
    /// Gives the JSON back when it doesn't fit.
    fn put(&mut self, json: Value) -> Result<(), Value>;

    /// Makes it what a text stands for. False when it doesn't fit.
    fn put_text(&mut self, text: &str) -> bool;

    /// Makes it what another of the same type is.
    fn copy(&mut self, from: &dyn Scalar);

    /// Makes it absent. One that must be given is left as it is.
    fn clear(&mut self);

    /// The scalar with its type.
    fn as_any(&self) -> &dyn Any;
}

/// What a scalar is in JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain<'a> {
    /// Nothing: the property is left out.
    Absent,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Number(f64),
    /// Text.
    Text(Cow<'a, str>),
    /// JSON of any shape.
    Json(Cow<'a, Value>),
}

/// The value of an enum, which may be absent where a field holds it. A program compiles this for each of its enums, so it is short.
pub trait Enum {
    /// The text that travels; nothing when it is absent.
    fn text(&self) -> Option<&str>;

    /// Makes it what a text stands for, or absent. One that must be given is left as it is instead.
    fn put(&mut self, text: Option<&str>);
}

/// A list, which may be absent where a field holds it.
pub trait List {
    /// How many elements there are; nothing when the list is absent.
    fn count(&self) -> Option<usize>;

    /// One of them.
    fn at(&self, position: usize) -> View<'_>;

    /// Adds an empty element. An absent list takes none.
    fn push(&mut self) -> Place<'_>;

    /// Makes it an empty list, or absent. One that must be given is left empty.
    fn reset(&mut self, present: bool);
}

/// Where a field is in memory, to be compared with where others are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address(usize);

impl Address {
    /// The address that a pointer holds. No generic function, so that no program compiles it for each of its models.
    pub(super) fn of(pointer: *const ()) -> Self {
        Self(pointer.addr())
    }
}

impl<'a> View<'a> {
    /// The object in a field.
    #[inline]
    pub fn object<M: Fields>(field: &'a Option<M>) -> Self {
        match field {
            Some(object) => Self::Object(object),
            None => Self::Absent,
        }
    }

    /// The object in a field that keeps it in a box, because its type holds itself.
    #[inline]
    pub fn boxed<M: Fields>(field: &'a Option<Box<M>>) -> Self {
        match field {
            Some(object) => Self::Object(&**object),
            None => Self::Absent,
        }
    }

    /// Whether there is nothing.
    pub fn is_absent(self) -> bool {
        match self {
            Self::Absent => true,
            Self::Scalar(scalar) => matches!(scalar.plain(), Plain::Absent),
            Self::Enum(value) => value.text().is_none(),
            Self::List(list) => list.count().is_none(),
            Self::Object(_) | Self::Rest(_) => false,
        }
    }
}

impl<'a> Place<'a> {
    /// A field for an object.
    #[inline]
    pub fn object<M: Fields + Default>(field: &'a mut Option<M>, act: Act) -> Self {
        match act {
            Act::Keep => {}
            Act::Make => *field = Some(M::default()),
            Act::Clear => *field = None,
        }
        let address = Address::of(&raw const *field as *const ());
        match field {
            Some(object) => Self::Object(object),
            None => Self::Absent(Some(address)),
        }
    }

    /// A field that keeps its object in a box.
    #[inline]
    pub fn boxed<M: Fields + Default>(field: &'a mut Option<Box<M>>, act: Act) -> Self {
        match act {
            Act::Keep => {}
            Act::Make => *field = Some(Box::default()),
            Act::Clear => *field = None,
        }
        let address = Address::of(&raw const *field as *const ());
        match field {
            Some(object) => Self::Object(&mut **object),
            None => Self::Absent(Some(address)),
        }
    }

    /// Makes it hold nothing. An object has to be taken away with [`Act::Clear`].
    pub(super) fn clear(self) {
        match self {
            Self::Scalar(scalar) => scalar.clear(),
            Self::Enum(value) => value.put(None),
            Self::List(list) => list.reset(false),
            Self::Absent(_) | Self::Object(_) | Self::Rest(_) => {}
        }
    }

    /// Where the field is. Nothing for one that holds an object.
    fn address(self) -> Option<Address> {
        match self {
            Self::Absent(address) => address,
            Self::Scalar(scalar) => Some(Address::of(std::ptr::from_ref(scalar).cast())),
            Self::Enum(value) => Some(Address::of(std::ptr::from_ref(value).cast())),
            Self::List(list) => Some(Address::of(std::ptr::from_ref(list).cast())),
            Self::Object(_) | Self::Rest(_) => None,
        }
    }
}

/// The number of a field that holds nothing.
pub(super) fn number_at(object: &mut dyn Fields, address: Address) -> Option<usize> {
    (0..object.shape().names().len())
        .find(|&number| object.place(number, Act::Keep).address() == Some(address))
}

/// Makes a field hold nothing.
pub(super) fn clear(object: &mut dyn Fields, number: usize) {
    object.place(number, Act::Clear).clear();
}

/// What no field holds; nothing for parameters, which have no place for it.
pub(super) fn rest(object: &dyn Fields) -> Option<&Map<String, Value>> {
    match object.view(object.shape().names().len()) {
        View::Rest(rest) => Some(rest),
        _ => None,
    }
}

/// The same, to put something into.
pub(super) fn rest_mut(object: &mut dyn Fields) -> Option<&mut Map<String, Value>> {
    match object.place(object.shape().names().len(), Act::Keep) {
        Place::Rest(rest) => Some(rest),
        _ => None,
    }
}

/// Whether a field holds a property, so that an entry of that name beside the fields doesn't count.
pub(super) fn is_set(object: &dyn Fields, name: &str) -> bool {
    object.shape().number(name).is_some_and(|number| !object.view(number).is_absent())
}
