//! What can be done with every model.

use serde::Deserialize;
use serde_json::Value;

use super::read::read;
use super::same::same_view;
use super::table::{Address, Fields, View, clear, is_set, number_at, rest, rest_mut};

const TYPE: &str = "@odata.type";

/// An object of the API.
pub trait Model: Fields + Clone + Default + for<'de> Deserialize<'de> {
    /// The name of the object's type as `@odata.type` gives it, without the `#`: `microsoft.graph.user`. `None` when the object
    /// doesn't say, which mostly means that it is of the documented type.
    fn odata_type(&self) -> Option<&str> {
        let text = rest(self)?.get(TYPE)?.as_str()?;
        Some(text.trim_start_matches('#'))
    }

    /// Makes an update set a property to null, where `None` would leave it alone.
    ///
    /// ```text
    /// user.set_null(|user| &mut user.job_title);
    /// ```
    fn set_null<T>(&mut self, field: impl FnOnce(&mut Self) -> &mut Option<T>) {
        let field = field(self);
        *field = None;
        let address = Address::of(std::ptr::from_ref(field).cast());
        if let Some(number) = number_at(self, address)
            && let Some(name) = self.shape().names().get(number)
            && let Some(rest) = rest_mut(self)
        {
            rest.insert((*name).to_owned(), Value::Null);
        }
    }

    /// The same for a new object: `User::default().with_null(|user| &mut user.job_title)`.
    #[must_use]
    fn with_null<T>(mut self, field: impl FnOnce(&mut Self) -> &mut Option<T>) -> Self {
        self.set_null(field);
        self
    }

    /// Whether a property, by the name that travels, was or will be sent as null.
    fn is_null(&self, name: &str) -> bool {
        !is_set(self, name) && rest(self).is_some_and(|rest| rest.get(name) == Some(&Value::Null))
    }

    /// An object for an update: what differs from the object as it was before, with null for what is no longer there. What only the
    /// service sets isn't sent back, because it doesn't differ.
    #[must_use]
    fn changes_since(&self, before: &Self) -> Self {
        let mut changes = self.clone();
        let names = self.shape().names();
        for (number, name) in names.iter().enumerate() {
            let (now, old) = (self.view(number), before.view(number));
            if same_view(now, old) {
                clear(&mut changes, number);
            } else if now.is_absent()
                && let Some(rest) = rest_mut(&mut changes)
                && !rest.contains_key(*name)
            {
                rest.insert((*name).to_owned(), Value::Null);
            }
        }
        if let (Some(now), Some(old), Some(rest)) = (rest(self), rest(before), rest_mut(&mut changes)) {
            rest.retain(|name, json| name == TYPE || !now.contains_key(name) || old.get(name) != Some(json));
            let is_field = |name: &&String| name.starts_with('@') || self.shape().number(name).is_some();
            for name in old.keys().filter(|name| !is_field(name)) {
                if !now.contains_key(name) {
                    rest.insert(name.clone(), Value::Null);
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
        let shape = empty.shape();
        shape.includes(ty).then(|| convert(self))
    }

    /// The object as one of a base type: for a request that is documented with the base. Everything is kept, in `additional` where
    /// the base has no field for it, and `@odata.type` says what the object is.
    fn into_base<M: Model>(mut self) -> M {
        let shape = self.shape();
        if let Some(rest) = rest_mut(&mut self)
            && !rest.contains_key(TYPE)
            && !shape.type_name.is_empty()
        {
            rest.insert(TYPE.to_owned(), format!("#{}", shape.type_name).into());
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
