//! The query of a request, with the OData options joined the way OData wants them.

use std::borrow::Cow;
use std::fmt;

use super::encode;

/// The parameters of a query in the order in which they were first named.
#[derive(Clone, Default)]
pub(crate) struct Query(Vec<(Cow<'static, str>, String)>);

impl Query {
    /// Sets a parameter, in place of an earlier value.
    pub(crate) fn set(&mut self, name: impl Into<Cow<'static, str>>, value: String) {
        let name = name.into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Adds to a list: `$select`, `$expand` and `$orderby` hold their items with commas between them.
    pub(crate) fn extend(&mut self, name: &'static str, items: impl List) {
        items.each(&mut |item| match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, value)) => {
                value.push(',');
                value.push_str(item);
            }
            None => self.0.push((name.into(), item.to_owned())),
        });
    }

    /// The parameters as they were set.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, value.as_str()))
    }

    /// `name=value&name=value`, percent-encoded; empty when there are no parameters.
    pub(crate) fn encoded(&self) -> String {
        let mut query = String::new();
        for (name, value) in &self.0 {
            encode::push_query(&mut query, name, value);
        }
        query
    }
}

/// Why a value of an option asks for nothing, so that it is not sent.
pub(crate) fn fault(name: &str, value: &str) -> Option<String> {
    match name {
        "$filter" | "$search" if value.trim().is_empty() => Some(format!("{name} is empty")),
        "$top" if value.trim() == "0" => Some("$top is 0, which asks for nothing".to_owned()),
        _ => None,
    }
}

/// One or more items of a query option: `"id,displayName"`, `["id", "displayName"]`, a `Vec`, an
/// [`Expand`].
pub trait List {
    /// Calls `item` with each item.
    fn each(&self, item: &mut dyn FnMut(&str));

    /// Why a request with these items is not sent. Texts are taken as they are.
    fn fault(&self) -> Option<String> {
        None
    }
}

impl List for str {
    fn each(&self, item: &mut dyn FnMut(&str)) {
        item(self);
    }
}

impl List for String {
    fn each(&self, item: &mut dyn FnMut(&str)) {
        item(self);
    }
}

impl List for Expand {
    fn each(&self, item: &mut dyn FnMut(&str)) {
        item(&self.to_string());
    }

    fn fault(&self) -> Option<String> {
        self.fault.as_ref().map(|fault| format!("in the expansion of {}: {fault}", self.name))
    }
}

impl<T: List> List for [T] {
    fn each(&self, item: &mut dyn FnMut(&str)) {
        self.iter().for_each(|list| list.each(item));
    }

    fn fault(&self) -> Option<String> {
        self.iter().find_map(List::fault)
    }
}

impl<T: List, const N: usize> List for [T; N] {
    fn each(&self, item: &mut dyn FnMut(&str)) {
        self.as_slice().each(item);
    }

    fn fault(&self) -> Option<String> {
        self.as_slice().fault()
    }
}

impl<T: List> List for Vec<T> {
    fn each(&self, item: &mut dyn FnMut(&str)) {
        self.as_slice().each(item);
    }

    fn fault(&self) -> Option<String> {
        self.as_slice().fault()
    }
}

impl<T: List + ?Sized> List for &T {
    fn each(&self, item: &mut dyn FnMut(&str)) {
        T::each(self, item);
    }

    fn fault(&self) -> Option<String> {
        T::fault(self)
    }
}

/// A relationship to expand, with query options of its own.
///
/// ```
/// use msgraph_core::Expand;
///
/// let members = Expand::new("members").select(["id", "displayName"]).top(5);
/// assert_eq!(members.to_string(), "members($select=id,displayName;$top=5)");
/// ```
#[derive(Clone)]
pub struct Expand {
    name: String,
    options: Query,
    /// The first option that asks for nothing.
    fault: Option<String>,
}

impl Expand {
    /// Expands the relationship of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Expand { name: name.into(), options: Query::default(), fault: None }
    }

    /// The properties to return.
    pub fn select(self, properties: impl List) -> Self {
        self.extend("$select", properties)
    }

    /// The relationships to expand inside this one.
    pub fn expand(self, relationships: impl List) -> Self {
        self.extend("$expand", relationships)
    }

    /// The condition that the related objects must meet. An empty one fails the request with [`Error::Request`](crate::Error::Request),
    /// before it is sent.
    pub fn filter(self, condition: impl Into<String>) -> Self {
        self.set("$filter", condition.into())
    }

    /// The order of the related objects.
    pub fn orderby(self, properties: impl List) -> Self {
        self.extend("$orderby", properties)
    }

    /// How many related objects to return. None at all fails the request with [`Error::Request`](crate::Error::Request), before it is
    /// sent.
    pub fn top(self, count: u32) -> Self {
        self.set("$top", count.to_string())
    }

    fn set(mut self, name: &'static str, value: String) -> Self {
        match fault(name, &value) {
            Some(fault) => self.fault = self.fault.or(Some(fault)),
            None => self.options.set(name, value),
        }
        self
    }

    fn extend(mut self, name: &'static str, items: impl List) -> Self {
        self.fault = self.fault.or_else(|| items.fault());
        self.options.extend(name, items);
        self
    }
}

/// Leaves the values of options out: a filter can hold names and addresses.
impl fmt::Debug for Expand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expand").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The relationship as OData writes it: `members($select=id;$top=5)`. Options that ask for nothing are not in it.
impl fmt::Display for Expand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        for (i, (name, value)) in self.options.0.iter().enumerate() {
            let opening = if i == 0 { '(' } else { ';' };
            write!(f, "{opening}{name}={value}")?;
        }
        if self.options.0.is_empty() { Ok(()) } else { f.write_str(")") }
    }
}
