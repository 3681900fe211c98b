//! The table of a model: its fields by number, as views to look at and places to put values into.
//!
//! Emitted code says which field has which number, and nothing else: all that is done with fields is written once, over views and
//! places. What must be made for each type of field is as little as can be, because a program compiles it for every model it reaches.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::list::List;
use super::open::Enum;
use super::scalar::{Plain, Scalar};

/// What is the same for all objects of a model.
///
/// Lists are texts with blanks between the names: thousands of models have one, and a compiler is through with a text at once.
#[derive(Debug)]
pub struct Shape {
    /// The name of the struct.
    pub name: &'static str,
    /// The name that `@odata.type` gives, without the `#`: `microsoft.graph.user`. Empty for what is no type of the API.
    pub type_name: &'static str,
    derived: &'static str,
    names: &'static str,
    fields: OnceLock<Names>,
}

/// The names of the properties that travel.
#[derive(Debug)]
struct Names {
    /// By the numbers of the fields.
    by_number: Box<[&'static str]>,
    /// The numbers of the fields whose names have so many bytes: none, one, two …
    by_length: Box<[Vec<u16>]>,
}

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
    Absent(Option<*const ()>),
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

impl Shape {
    /// The shape of a struct, by its name, its type, the types that are derived from that one, directly or not, and the names of
    /// the properties that travel, by the numbers of the fields. The last two have a blank between their names.
    pub const fn new(
        name: &'static str,
        type_name: &'static str,
        derived: &'static str,
        names: &'static str,
    ) -> Self {
        Self { name, type_name, derived, names, fields: OnceLock::new() }
    }

    /// The names of the properties that travel, by the numbers of the fields.
    pub fn names(&self) -> &[&'static str] {
        &self.fields().by_number
    }

    /// Whether objects of a type are objects of this one: it is the type itself, or derived from it.
    pub(super) fn includes(&self, type_name: &str) -> bool {
        self.type_name == type_name || self.derived.split_ascii_whitespace().any(|name| name == type_name)
    }

    /// The number of a field by the name that travels.
    ///
    /// Reading a page of objects asks this for each of their properties. Few names of a model are of one length.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        let fields = self.fields();
        let alike = fields.by_length.get(name.len())?;
        alike.iter().map(|&number| usize::from(number)).find(|&number| fields.by_number[number] == name)
    }

    fn fields(&self) -> &Names {
        self.fields.get_or_init(|| Names::new(self.names))
    }
}

impl Names {
    fn new(names: &'static str) -> Self {
        let by_number: Box<[_]> = names.split_ascii_whitespace().collect();
        let longest = by_number.iter().map(|name| name.len()).max().unwrap_or(0);
        let mut by_length = vec![Vec::new(); longest + 1];
        for (number, name) in (0..).zip(&by_number) {
            by_length[name.len()].push(number);
        }
        Self { by_number, by_length: by_length.into() }
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
        let address = &raw const *field as *const ();
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
        let address = &raw const *field as *const ();
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
    fn address(self) -> Option<*const ()> {
        match self {
            Self::Absent(address) => address,
            Self::Scalar(scalar) => Some(std::ptr::from_ref(scalar).cast()),
            Self::Enum(value) => Some(std::ptr::from_ref(value).cast()),
            Self::List(list) => Some(std::ptr::from_ref(list).cast()),
            Self::Object(_) | Self::Rest(_) => None,
        }
    }
}

/// The number of a field that holds nothing.
pub(super) fn number_at(object: &mut dyn Fields, address: *const ()) -> Option<usize> {
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
