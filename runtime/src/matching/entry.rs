//! What a table of operations has to know of each.

use crate::operation::Operation;

/// Something with a method and a path template.
pub trait Entry {
    /// The method in capitals.
    fn method(&self) -> &str;
    /// The path below the version, such as `/users/{id}/messages`.
    fn template(&self) -> &str;
}

impl Entry for Operation {
    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn template(&self) -> &str {
        self.template
    }
}

impl Entry for (&str, &str) {
    fn method(&self) -> &str {
        self.0
    }

    fn template(&self) -> &str {
        self.1
    }
}

impl<E: Entry + ?Sized> Entry for &E {
    fn method(&self) -> &str {
        E::method(self)
    }

    fn template(&self) -> &str {
        E::template(self)
    }
}
