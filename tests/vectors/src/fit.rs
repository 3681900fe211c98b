//! Which values are not of the type that is documented for their place.
//!
//! A model keeps such a value beside its fields, so that nothing is lost, and nothing else tells that it is there. What type a place
//! has is found out by trying: an empty object of the same type is asked which values it takes there.

use std::fmt;

use msgraph_core::Value;
use msgraph_core::model::{Fields, Item, Row, Slot, View};
use serde_json::json;

/// A value that is not of the documented type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Misfit {
    /// The names that lead to it.
    pub(crate) path: String,
    pub(crate) wanted: Kind,
    pub(crate) found: Value,
}

/// What a place is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Boolean,
    Number,
    WholeNumber,
    Moment,
    Date,
    Time,
    Length,
    Guid,
    Bytes,
    Object,
    List,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::Boolean => "true or false",
            Self::Number => "a number",
            Self::WholeNumber => "a whole number",
            Self::Moment => "a moment",
            Self::Date => "a date",
            Self::Time => "a time of day",
            Self::Length => "a length of time",
            Self::Guid => "a GUID",
            Self::Bytes => "bytes",
            Self::Object => "an object",
            Self::List => "a list",
        })
    }
}

impl Misfit {
    /// Whether it only says what belongs there: `String (timestamp)`, `<id>`, `yyyy-mm-ddT00:00:00Z`.
    pub(crate) fn is_placeholder(&self) -> bool {
        let Value::String(text) = &self.found else {
            return false;
        };
        match self.wanted {
            Kind::Text | Kind::Object | Kind::List => false,
            Kind::Boolean => !matches!(text.to_lowercase().as_str(), "true" | "false"),
            Kind::Number | Kind::WholeNumber => text.parse::<f64>().is_err(),
            Kind::Guid | Kind::Bytes | Kind::Moment | Kind::Date | Kind::Time | Kind::Length => {
                says_what(text)
            }
        }
    }

    /// What is wrong, in words that many misfits share.
    pub(crate) fn cause(&self) -> String {
        let found = match &self.found {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(number) if number.is_f64() => "a number with a fraction",
            Value::Number(_) => "a number",
            Value::String(text) if text.is_empty() => "an empty text",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        format!("{found} where {} belongs", self.wanted)
    }
}

/// Whether a text describes a value: words instead of digits, brackets around it, or a form with letters for digits.
pub(crate) fn says_what(text: &str) -> bool {
    let wrapped = |open, close| text.starts_with(open) && text.ends_with(close);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_ascii_alphabetic()).count();
    text.starts_with("String (")
        || wrapped('<', '>')
        || wrapped('{', '}')
        || text.contains("...")
        || letters > 0 && digits == 0
        || text.to_lowercase().contains("xx")
}

/// The values inside a value that are not of the documented type.
pub(crate) fn misfits<T: Item>(value: &T) -> Vec<Misfit> {
    let mut found = Vec::new();
    walk(&value.view(), &mut Vec::new(), &mut found);
    let mut misfits = Vec::new();
    for (steps, json) in found {
        let mut empty = T::new_object().or_else(T::new_list);
        let root = empty.as_mut().map(|empty| match empty.view() {
            View::List(_) => empty.list().map(Place::Row),
            _ => empty.object().map(Place::Fields),
        });
        if let Some(root) = root.flatten() {
            let mut path = String::new();
            root.try_at(&steps, json, &mut path, &mut misfits);
        }
    }
    misfits
}

/// How many properties of the objects inside a value a field holds, and how many none.
pub(crate) fn properties(view: &View<'_>) -> (usize, usize) {
    let (mut held, mut other) = (0, 0);
    match view {
        View::Object(fields) => {
            let table = fields.table();
            let set = table.slots.iter().map(|slot| slot.view()).filter(|view| !matches!(view, View::Absent));
            for view in set {
                held += 1;
                let (more, others) = properties(&view);
                held += more;
                other += others;
            }
            let beside = table.extra.into_iter().flatten().map(|(name, _)| name);
            other += beside
                .filter(|name| {
                    !name.contains('@') && table.shape.names.binary_search(&name.as_str()).is_err()
                })
                .count();
        }
        View::List(row) => {
            for at in 0..row.count() {
                let (more, others) = properties(&row.at(at));
                held += more;
                other += others;
            }
        }
        _ => {}
    }
    (held, other)
}

/// A step into a value.
#[derive(Clone, Copy)]
enum Step {
    Field(usize),
    Member,
}

/// Finds what stands beside the fields though a field has its name.
fn walk(view: &View<'_>, steps: &mut Vec<Step>, found: &mut Vec<(Vec<Step>, Value)>) {
    match view {
        View::Object(fields) => {
            let table = fields.table();
            for (at, slot) in table.slots.iter().enumerate() {
                steps.push(Step::Field(at));
                walk(&slot.view(), steps, found);
                steps.pop();
            }
            for (name, json) in table.extra.into_iter().flatten().filter(|(_, json)| !json.is_null()) {
                if let Ok(at) = table.shape.names.binary_search(&name.as_str())
                    && matches!(table.slots[at].view(), View::Absent)
                {
                    steps.push(Step::Field(at));
                    found.push((steps.clone(), json.clone()));
                    steps.pop();
                }
            }
        }
        View::List(row) => {
            steps.push(Step::Member);
            (0..row.count()).for_each(|at| walk(&row.at(at), steps, found));
            steps.pop();
        }
        _ => {}
    }
}

/// A place of an empty object.
enum Place<'a> {
    Fields(&'a mut dyn Fields),
    Slot(&'a mut dyn Slot),
    Row(&'a mut dyn Row),
}

impl Place<'_> {
    fn try_at(self, steps: &[Step], json: Value, path: &mut String, misfits: &mut Vec<Misfit>) {
        let Some((step, rest)) = steps.split_first() else {
            return self.blame(json, path, misfits);
        };
        match (self, step) {
            (Place::Fields(fields), Step::Field(at)) => {
                let mut table = fields.table_mut();
                path.push('.');
                path.push_str(table.shape.names[*at]);
                Place::Slot(&mut *table.slots[*at]).try_at(rest, json, path, misfits);
            }
            (Place::Slot(slot), Step::Field(_)) => {
                if let Some(fields) = slot.put_object() {
                    Place::Fields(fields).try_at(steps, json, path, misfits);
                }
            }
            (Place::Slot(slot), Step::Member) => {
                if let Some(row) = slot.put_list() {
                    Place::Row(row).try_at(steps, json, path, misfits);
                }
            }
            (Place::Row(row), Step::Member) => match rest.first() {
                Some(Step::Member) => {
                    if let Some(row) = row.push_list() {
                        Place::Row(row).try_at(rest, json, path, misfits);
                    }
                }
                _ => {
                    if let Some(fields) = row.push_object() {
                        Place::Fields(fields).try_at(rest, json, path, misfits);
                    }
                }
            },
            (Place::Fields(_), Step::Member) | (Place::Row(_), Step::Field(_)) => {}
        }
    }

    /// Says what doesn't fit: the value, or those members of a list that don't.
    fn blame(mut self, json: Value, path: &str, misfits: &mut Vec<Misfit>) {
        let wanted = self.kind();
        if let (Kind::List, Value::Array(members), Place::Slot(slot)) = (wanted, &json, &mut self)
            && let Some(row) = slot.put_list()
        {
            let mut inside = Place::Row(row);
            let kind = inside.kind();
            let bad = members.iter().filter(|member| !inside.takes((*member).clone()));
            let bad: Vec<Value> = bad.cloned().collect();
            misfits.extend(bad.into_iter().map(|found| Misfit {
                path: format!("{path}[]"),
                wanted: kind,
                found,
            }));
            return;
        }
        misfits.push(Misfit { path: path.to_owned(), wanted, found: json });
    }

    fn takes(&mut self, json: Value) -> bool {
        match (self, &json) {
            (Place::Slot(slot), _) => slot.put(json).is_ok(),
            (Place::Row(row), Value::Object(_)) => row.push_object().is_some() || row.push(json).is_ok(),
            (Place::Row(row), Value::Array(_)) => row.push_list().is_some() || row.push(json).is_ok(),
            (Place::Row(row), _) => row.push(json).is_ok(),
            (Place::Fields(_), _) => false,
        }
    }

    fn kind(&mut self) -> Kind {
        let is_object = match self {
            Place::Fields(_) => true,
            Place::Slot(slot) => slot.put_object().is_some(),
            Place::Row(row) => row.push_object().is_some(),
        };
        let is_list = match self {
            Place::Fields(_) => false,
            Place::Slot(slot) => slot.put_list().is_some(),
            Place::Row(row) => row.push_list().is_some(),
        };
        match (is_object, is_list) {
            (true, _) => return Kind::Object,
            (_, true) => return Kind::List,
            _ => {}
        }
        let samples = [
            (json!("any text"), Kind::Text),
            (json!(true), Kind::Boolean),
            (json!(0.5), Kind::Number),
            (json!(1), Kind::WholeNumber),
            (json!("2020-01-01T00:00:00Z"), Kind::Moment),
            (json!("2020-01-01"), Kind::Date),
            (json!("12:00:00"), Kind::Time),
            (json!("P1D"), Kind::Length),
            (json!("00000000-0000-0000-0000-000000000000"), Kind::Guid),
        ];
        let taken = samples.into_iter().find(|(sample, _)| self.takes(sample.clone()));
        taken.map_or(Kind::Bytes, |(_, kind)| kind)
    }
}
