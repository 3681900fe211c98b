//! The table of a model: its fields as places that values of any kind can be read from and put into.

use std::any::Any;
use std::borrow::Cow;

use serde_json::{Map, Value};

/// What is the same for all objects of a model.
#[derive(Debug)]
pub struct Shape {
    /// The name of the struct.
    pub name: &'static str,
    /// The name that `@odata.type` gives, without the `#`: `microsoft.graph.user`. Empty for what is no type of the API.
    pub type_name: &'static str,
    /// The names of the types that are derived from it, directly or not.
    pub derived: &'static [&'static str],
    /// The names of the properties that travel, in the order of their bytes.
    pub names: &'static [&'static str],
}

/// A struct with a table of its fields.
pub trait Fields {
    /// The table, to read from.
    fn table(&self) -> Table<'_>;

    /// The table, to put values into.
    fn table_mut(&mut self) -> TableMut<'_>;
}

/// The fields of an object.
#[expect(missing_debug_implementations, reason = "it is a view of an object, which has its own")]
pub struct Table<'a> {
    /// What is the same for all objects of the model.
    pub shape: &'static Shape,
    /// The fields, in the order of the names.
    pub slots: Vec<&'a dyn Slot>,
    /// What no field holds.
    pub extra: Option<&'a Map<String, Value>>,
}

/// The fields of an object, to put values into.
#[expect(missing_debug_implementations, reason = "it is a view of an object, which has its own")]
pub struct TableMut<'a> {
    /// What is the same for all objects of the model.
    pub shape: &'static Shape,
    /// The fields, in the order of the names.
    pub slots: Vec<&'a mut dyn Slot>,
    /// What no field holds.
    pub extra: Option<&'a mut Map<String, Value>>,
}

impl Shape {
    /// The position of a property by the name that travels.
    ///
    /// Reading a page of objects asks this for each of their properties. Most names differ in their first byte already, which is
    /// quicker to see than to compare two texts.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let first = name.as_bytes().first();
        let by_first = |known: &&str| known.as_bytes().first().cmp(&first).then_with(|| (*known).cmp(name));
        self.names.binary_search_by(by_first).ok()
    }
}

/// What a place holds, without its type.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "it is a view of an object, which has its own")]
pub enum View<'a> {
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
    /// An object.
    Object(&'a dyn Fields),
    /// A list.
    List(&'a dyn Row),
    /// JSON of any shape.
    Json(Cow<'a, Value>),
}

/// A value that a field can hold: a scalar, a model, or a list of these.
pub trait Item: Clone + 'static {
    /// The value without its type.
    fn view(&self) -> View<'_>;

    /// The value of some JSON, or the JSON again if it doesn't fit. Models and lists are read by other means.
    ///
    /// # Errors
    ///
    /// Gives the JSON back when it is no value of this type.
    fn from_json(json: Value) -> Result<Self, Value> {
        Err(json)
    }

    /// The value that a text stands for, if it stands for one.
    fn from_text(text: &str) -> Option<Self> {
        Self::from_json(text.into()).ok()
    }

    /// An empty object, if the type is a model.
    fn new_object() -> Option<Self> {
        None
    }

    /// The fields, if the type is a model.
    fn object(&mut self) -> Option<&mut dyn Fields> {
        None
    }

    /// An empty list, if the type is a list.
    fn new_list() -> Option<Self> {
        None
    }

    /// The members, if the type is a list.
    fn list(&mut self) -> Option<&mut dyn Row> {
        None
    }
}

/// A field of a model.
pub trait Slot {
    /// What it holds.
    fn view(&self) -> View<'_>;

    /// Makes it hold nothing.
    fn clear(&mut self);

    /// Makes it hold what a slot of the same type holds.
    fn copy(&mut self, from: &dyn Slot);

    /// The slot with its type.
    fn as_any(&self) -> &dyn Any;

    /// Makes it hold a scalar.
    ///
    /// # Errors
    ///
    /// Gives the JSON back when it doesn't fit.
    fn put(&mut self, json: Value) -> Result<(), Value>;

    /// Makes it hold what a text stands for. False when it doesn't fit.
    fn put_text(&mut self, text: &str) -> bool;

    /// Makes it hold an empty object, if it is for objects.
    fn put_object(&mut self) -> Option<&mut dyn Fields>;

    /// Makes it hold an empty list, if it is for lists.
    fn put_list(&mut self) -> Option<&mut dyn Row>;
}

/// The members of a list.
pub trait Row {
    /// How many there are.
    fn count(&self) -> usize;

    /// One of them.
    fn at(&self, position: usize) -> View<'_>;

    /// Takes away the last.
    fn pop(&mut self);

    /// Adds a scalar.
    ///
    /// # Errors
    ///
    /// Gives the JSON back when it doesn't fit.
    fn push(&mut self, json: Value) -> Result<(), Value>;

    /// Adds what a text stands for. False when it doesn't fit.
    fn push_text(&mut self, text: &str) -> bool;

    /// Adds an empty object, if it is a list of objects.
    fn push_object(&mut self) -> Option<&mut dyn Fields>;

    /// Adds an empty list, if it is a list of lists.
    fn push_list(&mut self) -> Option<&mut dyn Row>;
}

impl<T: Item> Slot for Option<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, T::view)
    }

    #[inline]
    fn clear(&mut self) {
        *self = None;
    }

    #[inline]
    fn copy(&mut self, from: &dyn Slot) {
        if let Some(from) = from.as_any().downcast_ref::<Self>() {
            self.clone_from(from);
        }
    }

    #[inline]
    fn as_any(&self) -> &dyn Any {
        self
    }

    #[inline]
    fn put(&mut self, json: Value) -> Result<(), Value> {
        *self = Some(T::from_json(json)?);
        Ok(())
    }

    #[inline]
    fn put_text(&mut self, text: &str) -> bool {
        *self = T::from_text(text);
        self.is_some()
    }

    #[inline]
    fn put_object(&mut self) -> Option<&mut dyn Fields> {
        let new = T::new_object()?;
        self.insert(new).object()
    }

    #[inline]
    fn put_list(&mut self) -> Option<&mut dyn Row> {
        let new = T::new_list()?;
        self.insert(new).list()
    }
}

/// A parameter that must be given.
impl<T: Item> Slot for T {
    #[inline]
    fn view(&self) -> View<'_> {
        Item::view(self)
    }

    #[inline]
    fn clear(&mut self) {}

    #[inline]
    fn copy(&mut self, from: &dyn Slot) {
        if let Some(from) = from.as_any().downcast_ref::<Self>() {
            self.clone_from(from);
        }
    }

    #[inline]
    fn as_any(&self) -> &dyn Any {
        self
    }

    #[inline]
    fn put(&mut self, json: Value) -> Result<(), Value> {
        *self = T::from_json(json)?;
        Ok(())
    }

    #[inline]
    fn put_text(&mut self, text: &str) -> bool {
        T::from_text(text).map(|new| *self = new).is_some()
    }

    #[inline]
    fn put_object(&mut self) -> Option<&mut dyn Fields> {
        *self = T::new_object()?;
        self.object()
    }

    #[inline]
    fn put_list(&mut self) -> Option<&mut dyn Row> {
        *self = T::new_list()?;
        self.list()
    }
}

impl<T: Item> Row for Vec<T> {
    #[inline]
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn at(&self, position: usize) -> View<'_> {
        self.get(position).map_or(View::Absent, T::view)
    }

    #[inline]
    fn pop(&mut self) {
        Vec::pop(self);
    }

    #[inline]
    fn push(&mut self, json: Value) -> Result<(), Value> {
        Vec::push(self, T::from_json(json)?);
        Ok(())
    }

    #[inline]
    fn push_text(&mut self, text: &str) -> bool {
        T::from_text(text).map(|new| Vec::push(self, new)).is_some()
    }

    #[inline]
    fn push_object(&mut self) -> Option<&mut dyn Fields> {
        Vec::push(self, T::new_object()?);
        self.last_mut()?.object()
    }

    #[inline]
    fn push_list(&mut self) -> Option<&mut dyn Row> {
        Vec::push(self, T::new_list()?);
        self.last_mut()?.list()
    }
}

impl<T: Item> Item for Vec<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    #[inline]
    fn new_list() -> Option<Self> {
        Some(Vec::new())
    }

    #[inline]
    fn list(&mut self) -> Option<&mut dyn Row> {
        Some(self)
    }
}

impl<T: Item> Item for Box<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        Item::view(&**self)
    }

    #[inline]
    fn from_json(json: Value) -> Result<Self, Value> {
        T::from_json(json).map(Box::new)
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(Box::new)
    }

    #[inline]
    fn new_object() -> Option<Self> {
        T::new_object().map(Box::new)
    }

    #[inline]
    fn object(&mut self) -> Option<&mut dyn Fields> {
        (**self).object()
    }

    #[inline]
    fn new_list() -> Option<Self> {
        T::new_list().map(Box::new)
    }

    #[inline]
    fn list(&mut self) -> Option<&mut dyn Row> {
        (**self).list()
    }
}
