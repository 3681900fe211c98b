//! Lists as values of fields.

use super::table::{Fields, List, Place, View};

/// What a list can have: scalars, models, lists.
pub trait Element: Sized + 'static {
    /// What stands there until something is put into it.
    fn empty() -> Self;

    /// The element, to look at.
    fn view(&self) -> View<'_>;

    /// The element, to put something into.
    fn place(&mut self) -> Place<'_>;
}

impl<M: Fields + Default + 'static> Element for M {
    #[inline]
    fn empty() -> Self {
        M::default()
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Object(self)
    }

    #[inline]
    fn place(&mut self) -> Place<'_> {
        Place::Object(self)
    }
}

impl<T: Element> Element for Vec<T> {
    fn empty() -> Self {
        Vec::new()
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn place(&mut self) -> Place<'_> {
        Place::List(self)
    }
}

// A program compiles what follows for each type of its lists, and each function that is called here as well: so few are.

impl<T: Element> List for Option<Vec<T>> {
    #[expect(clippy::manual_map, reason = "`map` would be one more function")]
    fn count(&self) -> Option<usize> {
        match self {
            Some(list) => Some(list.as_slice().len()),
            None => None,
        }
    }

    fn at(&self, position: usize) -> View<'_> {
        let Some(list) = self else { return View::Absent };
        let list = list.as_slice();
        if position < list.len() { list[position].view() } else { View::Absent }
    }

    fn push(&mut self) -> Place<'_> {
        let Some(list) = self else { return Place::Absent(None) };
        list.push(T::empty());
        match list.as_mut_slice() {
            [.., last] => last.place(),
            [] => Place::Absent(None),
        }
    }

    fn reset(&mut self, present: bool) {
        *self = if present { Some(const { Vec::new() }) } else { None };
    }
}

/// A list that must be given.
impl<T: Element> List for Vec<T> {
    fn count(&self) -> Option<usize> {
        Some(self.len())
    }

    fn at(&self, position: usize) -> View<'_> {
        if position < self.len() { self[position].view() } else { View::Absent }
    }

    fn push(&mut self) -> Place<'_> {
        Vec::push(self, T::empty());
        let last = self.len() - 1;
        self[last].place()
    }

    fn reset(&mut self, _: bool) {
        *self = Vec::new();
    }
}
