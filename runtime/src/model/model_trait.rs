//! What can be done with every model.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::read::read;
use super::same::same_view;
use super::table::{Fields, Item, Slot, Table, TableMut, View};

const TYPE: &str = "@odata.type";

/// An object of the API.
pub trait Model: Fields + Item + Clone + Default + for<'de> Deserialize<'de> {
    /// The name of the object's type as `@odata.type` gives it, without the `#`: `microsoft.graph.user`. `None` when the object
    /// doesn't say, which mostly means that it is of the documented type.
    fn odata_type(&self) -> Option<&str> {
        let text = self.table().extra?.get(TYPE)?.as_str()?;
        Some(text.trim_start_matches('#'))
    }

    /// Makes an update set a property to null, where `None` would leave it alone.
    ///
    /// ```text
    /// user.set_null(|user| &mut user.job_title);
    /// ```
    fn set_null(&mut self, field: impl FnOnce(&mut Self) -> &mut dyn Slot) {
        let slot = field(self);
        slot.clear();
        let place: *const () = std::ptr::from_mut(slot).cast();
        let position = self.table().slots.iter().position(|slot| std::ptr::addr_eq(*slot, place));
        let TableMut { shape, extra, .. } = self.table_mut();
        if let (Some(at), Some(extra)) = (position, extra) {
            extra.insert(shape.names[at].to_owned(), Value::Null);
        }
    }

    /// The same for a new object: `User::default().with_null(|user| &mut user.job_title)`.
    #[must_use]
    fn with_null(mut self, field: impl FnOnce(&mut Self) -> &mut dyn Slot) -> Self {
        self.set_null(field);
        self
    }

    /// Whether a property, by the name that travels, was or will be sent as null.
    fn is_null(&self, name: &str) -> bool {
        let Table { shape, slots, extra } = self.table();
        let set = shape.position(name).is_some_and(|at| !matches!(slots[at].view(), View::Absent));
        !set && extra.is_some_and(|extra| extra.get(name) == Some(&Value::Null))
    }

    /// An object for an update: what differs from the object as it was before, with null for what is no longer there. What only the
    /// service sets isn't sent back, because it doesn't differ.
    #[must_use]
    fn changes_since(&self, before: &Self) -> Self {
        let mut changes = self.clone();
        let (now, old) = (self.table(), before.table());
        let TableMut { shape, mut slots, extra } = changes.table_mut();
        let mut nothing = Map::new();
        let extra = extra.unwrap_or(&mut nothing);
        for (at, name) in shape.names.iter().enumerate() {
            let (now, old) = (now.slots[at].view(), old.slots[at].view());
            if same_view(&now, &old) {
                slots[at].clear();
            } else if matches!(now, View::Absent) && !extra.contains_key(*name) {
                extra.insert((*name).to_owned(), Value::Null);
            }
        }
        if let (Some(now), Some(old)) = (now.extra, old.extra) {
            extra.retain(|name, json| name == TYPE || !now.contains_key(name) || old.get(name) != Some(json));
            for name in old.keys().filter(|name| !name.starts_with('@') && shape.position(name).is_none()) {
                if !now.contains_key(name) {
                    extra.insert(name.clone(), Value::Null);
                }
            }
        }
        changes
    }

    /// The object as one of a derived type, if it says to be of that type or of one derived from it.
    ///
    /// ```text
    /// for member in graph.v1_0().groups().by_id(id).members().list().await?.value {
    ///     if let Some(user) = member.as_derived::<User>() {
    ///         println!("{:?}", user.mail);
    ///     }
    /// }
    /// ```
    fn as_derived<M: Model>(&self) -> Option<M> {
        let ty = self.odata_type()?;
        let empty = M::default();
        let shape = empty.table().shape;
        (ty == shape.type_name || shape.derived.contains(&ty)).then(|| convert(self))
    }

    /// The object as one of a base type: for a request that is documented with the base. Everything is kept, in `additional` where
    /// the base has no field for it, and `@odata.type` says what the object is.
    fn into_base<M: Model>(mut self) -> M {
        let TableMut { shape, extra, .. } = self.table_mut();
        if let Some(extra) = extra
            && !extra.contains_key(TYPE)
            && !shape.type_name.is_empty()
        {
            extra.insert(TYPE.to_owned(), format!("#{}", shape.type_name).into());
        }
        convert(&self)
    }
}

/// The same properties in another model.
fn convert<M: Model>(from: &dyn Fields) -> M {
    let json = View::Object(from).to_json();
    let mut to = M::default();
    // A model takes any object.
    let read = read(&mut to, json);
    debug_assert!(read.is_ok(), "{read:?}");
    to
}
