//! The names of a model and of its fields.

use std::sync::OnceLock;

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
