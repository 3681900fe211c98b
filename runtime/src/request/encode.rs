//! Values that become part of a URL: path keys, OData literals, drive paths and query values.
//!
//! ```text
//! key        /users/{a key}             everything but unreserved characters is percent-encoded
//! literal    search(q='{a literal}')    the same, with each quote doubled first
//! drive path root:/{a/path}:            each segment as a key; the slashes between them stay
//! query      ?$filter={a value}         the characters that OData uses stay readable
//! ```
//!
//! Nothing that comes from a caller can end its place: unreserved characters (`A-Z a-z 0-9 - . _ ~`)
//! have no meaning in a URL, except for the segments `.` and `..`. A URL parser resolves those even
//! when they are percent-encoded, so a key that is one of them takes the form `('..')`, which OData
//! defines to mean the same.

use std::fmt::{self, Display, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use time::format_description::well_known::Rfc3339;

use crate::model::{Date, Decimal, OffsetDateTime, Uuid};

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// As [`RESERVED`], but what OData expressions are made of stays. `&`, `+`, `#`, `%` and quotes do
/// not: the first two would change the query's meaning, and URL parsers encode quotes anyway.
const QUERY: &AsciiSet = &RESERVED
    .remove(b'$')
    .remove(b',')
    .remove(b'(')
    .remove(b')')
    .remove(b'/')
    .remove(b':')
    .remove(b';')
    .remove(b'=')
    .remove(b'@')
    .remove(b'*')
    .remove(b'!');

/// Why a value can't be part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    EmptyKey,
    DotsInDrivePath,
    EmptyDrivePath,
}

impl Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unfit::EmptyKey => "a key is empty, so the request would address the collection around it",
            Unfit::DotsInDrivePath => "a drive path has a segment `.` or `..`",
            Unfit::EmptyDrivePath => "a drive path is empty",
        })
    }
}

/// An argument of a function in a path.
///
/// ```
/// use msgraph_core::Literal;
///
/// assert_eq!(Literal::text("it's").to_string(), "'it''s'");
/// assert_eq!(Literal::from(5).to_string(), "5");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Literal(String);

/// Leaves the value out, which can be a name or an address.
impl fmt::Debug for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Literal").finish_non_exhaustive()
    }
}

impl Literal {
    /// A text: quoted, with the quotes inside it doubled.
    pub fn text(value: &str) -> Self {
        Literal(format!("'{}'", value.replace('\'', "''")))
    }

    /// Anything else that OData writes without quotes, as its text. Numbers, dates and so on have a `From`.
    ///
    /// A value with other characters than those is taken for a text: the service decodes the URL
    /// before it reads the arguments, so a comma or parenthesis would end the argument.
    pub fn raw(value: impl Display) -> Self {
        let value = value.to_string();
        let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '+' | '@');
        if !value.is_empty() && value.chars().all(bare) { Literal(value) } else { Literal::text(&value) }
    }

    /// The same in quotes, for a function that takes a text in which it looks for a number or a date.
    #[must_use]
    pub fn quoted(self) -> Self {
        Literal::text(&self.0)
    }
}

macro_rules! bare {
    ($($ty:ty),+) => {$(
        impl From<$ty> for Literal {
            fn from(value: $ty) -> Self {
                Literal::raw(value)
            }
        }
    )+};
}

bare!(bool, u8, i8, i16, i32, i64, Decimal, Uuid, Date);

impl From<f64> for Literal {
    fn from(value: f64) -> Self {
        match value {
            f64::INFINITY => Literal::raw("INF"),
            f64::NEG_INFINITY => Literal::raw("-INF"),
            _ => Literal::raw(value),
        }
    }
}

impl From<f32> for Literal {
    fn from(value: f32) -> Self {
        if value.is_finite() { Literal::raw(value) } else { f64::from(value).into() }
    }
}

impl From<OffsetDateTime> for Literal {
    fn from(value: OffsetDateTime) -> Self {
        // Only years above 9999 have no such text.
        Literal::raw(value.format(&Rfc3339).unwrap_or_else(|_| value.to_string()))
    }
}

/// The literal as OData writes it, before it is percent-encoded for a URL.
impl Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Appends `/{key}`.
pub(crate) fn push_key(path: &mut String, key: &str) -> Result<(), Unfit> {
    match key {
        "" => return Err(Unfit::EmptyKey),
        "." | ".." => write_to(path, format_args!("('{key}')")),
        _ => write_to(path, format_args!("/{}", encoded(key))),
    }
    Ok(())
}

/// Appends `(name='key')` or `(name='key',other='key')`.
pub(crate) fn push_named_key(path: &mut String, keys: &[(&str, &str)]) {
    push_arguments(path, keys.iter().map(|(name, key)| (*name, Literal::text(key))));
}

/// Appends `/name(argument=literal)`.
pub(crate) fn push_function(path: &mut String, name: &str, arguments: &[(&str, Literal)]) {
    write_to(path, format_args!("/{name}"));
    push_arguments(path, arguments.iter().map(|(name, literal)| (*name, literal.clone())));
}

fn push_arguments<'a>(path: &mut String, arguments: impl Iterator<Item = (&'a str, Literal)>) {
    path.push('(');
    for (i, (name, Literal(literal))) in arguments.enumerate() {
        let separator = if i == 0 { "" } else { "," };
        // The outer quotes are OData's and stay; those of the value are doubled and encoded.
        match literal.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            Some(inner) => write_to(path, format_args!("{separator}{name}='{}'", encoded(inner))),
            None => write_to(path, format_args!("{separator}{name}={}", encoded(&literal))),
        }
    }
    path.push(')');
}

/// Appends `:/{a/b}:`.
pub(crate) fn push_drive_path(path: &mut String, drive_path: &str) -> Result<(), Unfit> {
    let segments = || drive_path.split('/').filter(|segment| !segment.is_empty());
    if segments().next().is_none() {
        return Err(Unfit::EmptyDrivePath);
    }
    if segments().any(|segment| matches!(segment, "." | "..")) {
        return Err(Unfit::DotsInDrivePath);
    }
    path.push(':');
    for segment in segments() {
        write_to(path, format_args!("/{}", encoded(segment)));
    }
    path.push(':');
    Ok(())
}

/// Appends `name=value` to a query.
pub(crate) fn push_query(query: &mut String, name: &str, value: &str) {
    let separator = if query.is_empty() { "" } else { "&" };
    // A name is encoded as well: `=` must not move the border between name and value.
    let name = utf8_percent_encode(name, const { &RESERVED.remove(b'$').remove(b'@') });
    write_to(query, format_args!("{separator}{name}={}", utf8_percent_encode(value, QUERY)));
}

fn encoded(value: &str) -> percent_encoding::PercentEncode<'_> {
    utf8_percent_encode(value, RESERVED)
}

fn write_to(text: &mut String, arguments: fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("writing to a string does not fail");
}
