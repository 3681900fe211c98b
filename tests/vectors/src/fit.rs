//! Which values are not of the type that is documented for their place.
//!
//! A model keeps such a value beside its fields, so that nothing is lost, and nothing else tells that it is there. What type a place
//! has is found out by trying: an empty object of the same type is asked which values it takes there.

use std::fmt;

use msgraph_core::Value;
use msgraph_core::emitted::{Act, Element, Fields, List, Place, View};
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
    /// Whether it only says what belongs there: `String (timestamp)`, `<id>`, `yyyy-mm-ddT00:00:00Z`, `tags-value` for the list `tags`.
    pub(crate) fn is_placeholder(&self) -> bool {
        let Value::String(text) = &self.found else {
            return false;
        };
        let name = self.path.rsplit('.').next().unwrap_or_default();
        match self.wanted {
            Kind::Text => false,
            Kind::Object | Kind::List => text.strip_suffix("-value") == Some(name),
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
pub(crate) fn misfits<T: Element>(value: &T) -> Vec<Misfit> {
    let mut found = Vec::new();
    walk(value.view(), &mut Vec::new(), &mut found);
    let mut misfits = Vec::new();
    for (steps, json) in found {
        let mut empty = T::empty();
        if let Some(root) = Target::of(empty.place()) {
            root.try_at(&steps, json, &mut String::new(), &mut misfits);
        }
    }
    misfits
}

/// How many properties of the objects inside a value a field holds, and how many none.
pub(crate) fn properties(view: View<'_>) -> (usize, usize) {
    let (mut held, mut other) = (0, 0);
    match view {
        View::Object(object) => {
            let names = object.shape().names();
            for number in (0..names.len()).filter(|&number| !object.view(number).is_absent()) {
                let (more, others) = properties(object.view(number));
                held += more + 1;
                other += others;
            }
            other += rest(object)
                .filter(|(name, _)| !name.contains('@') && !names.contains(&name.as_str()))
                .count();
        }
        View::List(list) => {
            for at in 0..list.count().unwrap_or(0) {
                let (more, others) = properties(list.at(at));
                held += more;
                other += others;
            }
        }
        _ => {}
    }
    (held, other)
}

fn rest(object: &dyn Fields) -> impl Iterator<Item = (&String, &Value)> {
    let rest = match object.view(object.shape().names().len()) {
        View::Rest(rest) => Some(rest),
        _ => None,
    };
    rest.into_iter().flatten()
}

/// A step into a value.
#[derive(Clone, Copy)]
enum Step {
    Field(usize),
    Member,
}

/// Finds what stands beside the fields though a field has its name.
fn walk(view: View<'_>, steps: &mut Vec<Step>, found: &mut Vec<(Vec<Step>, Value)>) {
    match view {
        View::Object(object) => {
            let names = object.shape().names();
            for number in 0..names.len() {
                steps.push(Step::Field(number));
                walk(object.view(number), steps, found);
                steps.pop();
            }
            for (name, json) in rest(object).filter(|(_, json)| !json.is_null()) {
                if let Some(number) = names.iter().position(|known| known == name)
                    && object.view(number).is_absent()
                {
                    steps.push(Step::Field(number));
                    found.push((steps.clone(), json.clone()));
                    steps.pop();
                }
            }
        }
        View::List(list) => {
            steps.push(Step::Member);
            (0..list.count().unwrap_or(0)).for_each(|at| walk(list.at(at), steps, found));
            steps.pop();
        }
        _ => {}
    }
}

/// A part of an empty object.
enum Target<'a> {
    Object(&'a mut dyn Fields),
    List(&'a mut dyn List),
    Field(&'a mut dyn Fields, usize),
}

impl<'a> Target<'a> {
    fn of(place: Place<'a>) -> Option<Self> {
        match place {
            Place::Object(object) => Some(Self::Object(object)),
            Place::List(list) => {
                list.reset(true);
                Some(Self::List(list))
            }
            Place::Absent(_) | Place::Scalar(_) | Place::Enum(_) | Place::Rest(_) => None,
        }
    }

    fn try_at(self, steps: &[Step], json: Value, path: &mut String, misfits: &mut Vec<Misfit>) {
        let Some((step, rest)) = steps.split_first() else {
            return self.blame(json, path, misfits);
        };
        match (self, step) {
            (Self::Object(object), Step::Field(number)) => {
                path.push('.');
                path.push_str(object.shape().names()[*number]);
                Self::Field(object, *number).try_at(rest, json, path, misfits);
            }
            (Self::Field(object, number), _) => {
                if let Some(inside) = Self::of(object.place(number, Act::Make)) {
                    inside.try_at(steps, json, path, misfits);
                }
            }
            (Self::List(list), Step::Member) => {
                if let Some(inside) = Self::of(list.push()) {
                    inside.try_at(rest, json, path, misfits);
                }
            }
            (Self::Object(_), Step::Member) | (Self::List(_), Step::Field(_)) => {}
        }
    }

    /// Says what doesn't fit: the value, or those members of a list that don't.
    fn blame(self, json: Value, path: &str, misfits: &mut Vec<Misfit>) {
        let wanted = match self {
            Self::Object(_) => Kind::Object,
            Self::List(_) => Kind::List,
            Self::Field(object, number) => match (object.place(number, Act::Make), &json) {
                (Place::List(list), Value::Array(members)) => {
                    list.reset(true);
                    let wanted = kind(list.push());
                    let bad = members.iter().filter(|member| !takes(list.push(), (*member).clone()));
                    misfits.extend(bad.map(|found| Misfit {
                        path: format!("{path}[]"),
                        wanted,
                        found: found.clone(),
                    }));
                    return;
                }
                (place, _) => kind(place),
            },
        };
        misfits.push(Misfit { path: path.to_owned(), wanted, found: json });
    }
}

fn takes(place: Place<'_>, json: Value) -> bool {
    match place {
        Place::Scalar(scalar) => scalar.put(json).is_ok(),
        Place::Enum(_) => json.is_string(),
        Place::Object(_) => json.is_object(),
        Place::List(_) => json.is_array(),
        Place::Absent(_) | Place::Rest(_) => false,
    }
}

/// What a place is for; a scalar is asked which samples it takes.
fn kind(place: Place<'_>) -> Kind {
    let scalar = match place {
        Place::Object(_) => return Kind::Object,
        Place::List(_) => return Kind::List,
        Place::Scalar(scalar) => scalar,
        Place::Enum(_) => return Kind::Text,
        Place::Absent(_) | Place::Rest(_) => return Kind::Bytes,
    };
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
    let taken = samples.into_iter().find(|(sample, _)| scalar.put(sample.clone()).is_ok());
    taken.map_or(Kind::Bytes, |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_with_value_is_a_placeholder_for_a_list() {
        let misfit = |path: &str, text: &str| Misfit {
            path: path.to_owned(),
            wanted: Kind::List,
            found: Value::String(text.to_owned()),
        };
        assert!(misfit(".part.tags", "tags-value").is_placeholder());
        assert!(!misfit(".part.tags", "hues-value").is_placeholder());
        assert!(!misfit(".part.tags", "red").is_placeholder());
    }
}
