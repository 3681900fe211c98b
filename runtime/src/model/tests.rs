use serde_json::{Value, json};
use time::macros::datetime;

use super::{
    Binary, Date, Decimal, Duration, Flags, Map, Member, Model, OffsetDateTime, Open, Time, Uuid, Wrapped,
};
use crate::emitted::{Act, Fields, Place, Shape, View};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Color {
    Red,
    DarkBlue,
}

impl Member for Color {
    const ALL: &'static [Self] = &[Self::Red, Self::DarkBlue];
    const NAMES: &'static [&'static str] = &["red", "darkBlue"];

    fn text(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

macro_rules! table {
    ($model:ident, $type_name:literal, $derived:literal, [$($wire:literal $field:ident $kind:ident),*]) => {
        impl Fields for $model {
            fn shape(&self) -> &'static Shape {
                static SHAPE: Shape = Shape::new(stringify!($model), $type_name, $derived, concat!($($wire, " "),*));
                &SHAPE
            }

            fn view(&self, number: usize) -> View<'_> {
                let mut numbers = 0..;
                $(if Some(number) == numbers.next() {
                    return view!($kind self.$field);
                })*
                View::Rest(&self.additional)
            }

            #[allow(unused_variables, reason = "only objects need to know")]
            fn place(&mut self, number: usize, act: Act) -> Place<'_> {
                let mut numbers = 0..;
                $(if Some(number) == numbers.next() {
                    return place!($kind self.$field, act);
                })*
                Place::Rest(&mut self.additional)
            }
        }

        crate::emitted::model!($model);
    };
}

macro_rules! view {
    (scalar $field:expr) => {
        View::Scalar(&$field)
    };
    (member $field:expr) => {
        View::Enum(&$field)
    };
    (list $field:expr) => {
        View::List(&$field)
    };
    (boxed $field:expr) => {
        View::boxed(&$field)
    };
}

macro_rules! place {
    (scalar $field:expr, $act:expr) => {
        Place::Scalar(&mut $field)
    };
    (member $field:expr, $act:expr) => {
        Place::Enum(&mut $field)
    };
    (list $field:expr, $act:expr) => {
        Place::List(&mut $field)
    };
    (boxed $field:expr, $act:expr) => {
        Place::boxed(&mut $field, $act)
    };
}

#[derive(Default)]
struct Thing {
    amount: Option<Decimal>,
    bytes: Option<Binary>,
    color: Option<Open<Color>>,
    colors: Option<Flags<Color>>,
    count: Option<i32>,
    day: Option<Date>,
    id: Option<Uuid>,
    inner: Option<Box<Thing>>,
    json: Option<Value>,
    length: Option<Duration>,
    matrix: Option<Vec<Vec<i32>>>,
    name: Option<String>,
    on: Option<bool>,
    ratio: Option<f64>,
    short: Option<f32>,
    things: Option<Vec<Thing>>,
    time: Option<Time>,
    when: Option<OffsetDateTime>,
    whens: Option<Vec<OffsetDateTime>>,
    additional: Map<String, Value>,
}

table!(Thing, "example.thing", "example.user", [
    "amount" amount scalar, "bytes" bytes scalar, "color" color member, "colors" colors member, "count" count scalar,
    "day" day scalar, "id" id scalar, "inner" inner boxed, "json" json scalar, "length" length scalar, "matrix" matrix list,
    "name" name scalar, "on" on scalar, "ratio" ratio scalar, "short" short scalar, "things" things list, "time" time scalar,
    "when" when scalar, "whens" whens list
]);

#[derive(Default)]
struct User {
    mail: Option<String>,
    name: Option<String>,
    additional: Map<String, Value>,
}

table!(User, "example.user", "", ["mail" mail scalar, "name" name scalar]);

fn read(json: &Value) -> Thing {
    // From text, as answers are, and from a value: both ways of reading must agree.
    let from_text: Thing = serde_json::from_str(&json.to_string()).unwrap();
    let from_value: Thing = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(from_text, from_value);
    from_text
}

fn round_trip(json: &Value) -> Thing {
    let thing = read(json);
    assert_eq!(&serde_json::to_value(&thing).unwrap(), json);
    thing
}

#[test]
fn every_kind_of_value() {
    let thing = round_trip(&json!({
        "amount": 12.5, "bytes": "aGk=", "color": "darkBlue", "colors": "red, darkBlue", "count": -3, "day": "2024-02-29",
        "id": "8f3d2c1b-0a9e-4b7d-8c6f-5e4d3c2b1a00", "inner": { "name": "in" }, "json": { "any": [1, null] },
        "length": "P1DT2H", "matrix": [[1, 2], []], "name": "n", "on": true, "ratio": 0.1, "short": 0.3,
        "things": [{ "name": "a" }, { "things": [] }], "time": "08:30:00", "when": "9999-12-31T23:59:59Z",
        "whens": ["2024-05-01T10:00:00.1234567Z"]
    }));
    assert!(thing.additional.is_empty());
    assert_eq!(thing.color, Some(Color::DarkBlue.into()));
    assert!(thing.colors.as_ref().unwrap().contains(Color::Red));
    assert_eq!(&**thing.bytes.as_ref().unwrap(), b"hi");
    assert_eq!(thing.inner.unwrap().name.as_deref(), Some("in"));
    assert_eq!(thing.whens.unwrap()[0], datetime!(2024-05-01 10:00:00.1234567 UTC));
    assert_eq!(thing.length.unwrap().to_std(), Some(std::time::Duration::from_secs(26 * 3600)));
}

#[test]
fn what_is_not_known_is_kept() {
    let thing = round_trip(&json!({
        "@odata.type": "#example.other", "color": "mauve", "colors": "red,mauve", "extra": { "a": [1] },
        "inner": { "unknown": true }, "things": [{ "color": "teal" }]
    }));
    assert_eq!(thing.color, Some(Open::Unknown("mauve".to_owned())));
    let colors: Vec<_> = thing.colors.as_ref().unwrap().iter().collect();
    assert_eq!(colors, [Open::Known(Color::Red), Open::Unknown("mauve".to_owned())]);
    assert_eq!(thing.odata_type(), Some("example.other"));
    let shown = format!("{thing:?}");
    assert!(shown.contains("extra: Object") && shown.contains("unknown: Bool(true)"), "{shown}");
}

#[test]
fn values_that_do_not_fit_are_kept_as_they_came() {
    let thing = round_trip(&json!({
        "amount": "much", "bytes": "String (binary)", "color": 3, "colors": [], "count": 5000000000_i64, "day": "yesterday",
        "id": "{id}", "inner": "text", "length": "long", "matrix": [[1], ["x"], [2]], "name": { "first": "A" }, "on": "true",
        "ratio": "0.5", "short": 0.123456789, "things": [{ "name": "a" }, 7, { "name": "b" }], "time": "noon",
        "when": "String (timestamp)", "whens": ["2024-05-01T10:00:00Z", "String (timestamp)"]
    }));
    assert_eq!(thing.additional.len(), 18);
    assert_eq!(thing.things, None);
    assert_eq!(thing.additional["when"], "String (timestamp)");
}

#[test]
fn the_last_of_two_values_counts() {
    let thing: Thing =
        serde_json::from_str(r#"{"count": null, "count": 1, "name": "a", "name": 5}"#).unwrap();
    assert_eq!((thing.count, &thing.name), (Some(1), &None));
    assert_eq!(serde_json::to_value(&thing).unwrap(), json!({ "count": 1, "name": 5 }));
}

#[test]
fn null_is_not_absent() {
    let mut thing = round_trip(&json!({ "count": null, "json": null, "things": [], "matrix": null }));
    assert!(
        thing.is_null("count") && thing.is_null("json") && !thing.is_null("name") && !thing.is_null("things")
    );
    thing.count = Some(1);
    assert!(!thing.is_null("count"));
    assert_eq!(
        serde_json::to_value(&thing).unwrap(),
        json!({ "count": 1, "json": null, "things": [], "matrix": null })
    );
    thing.set_null(|thing| &mut thing.count);
    assert!(thing.is_null("count") && thing.count.is_none());
    let thing = Thing::default().with_null(|thing| &mut thing.whens).with_null(|thing| &mut thing.amount);
    assert_eq!(serde_json::to_value(&thing).unwrap(), json!({ "amount": null, "whens": null }));
}

#[test]
fn changes() {
    let before = read(&json!({
        "@odata.type": "#example.thing", "@odata.etag": "1", "count": 1, "name": "a", "on": null, "inner": { "count": 1 },
        "more": 1, "less": 2, "gone": 3
    }));
    let mut after = before.clone();
    after.name = None;
    after.inner.as_mut().unwrap().count = Some(2);
    after.ratio = Some(0.5);
    after.additional.insert("more".to_owned(), json!(5));
    after.additional.remove("gone");
    let changes = after.changes_since(&before);
    assert_eq!(
        serde_json::to_value(&changes).unwrap(),
        json!({
            "@odata.type": "#example.thing", "name": null, "inner": { "count": 2 }, "ratio": 0.5, "more": 5, "gone": null
        })
    );
    assert_eq!(
        serde_json::to_value(before.changes_since(&before)).unwrap(),
        json!({ "@odata.type": "#example.thing" })
    );
}

#[test]
fn derived_and_base() {
    let json = json!({ "@odata.type": "#example.user", "name": "n", "mail": "m", "more": null });
    let thing = round_trip(&json);
    let user: User = thing.as_derived().unwrap();
    assert_eq!(user.mail.as_deref(), Some("m"));
    assert!(thing.as_derived::<Thing>().is_some(), "a user is a thing");
    assert_eq!(read(&json!({ "@odata.type": "#example.other" })).as_derived::<User>(), None);
    assert_eq!(user.clone().into_base::<Thing>(), thing);
    let new = User { mail: Some("m".to_owned()), ..User::default() };
    let base: Thing = new.into_base();
    assert_eq!(serde_json::to_string(&base).unwrap(), r##"{"@odata.type":"#example.user","mail":"m"}"##);
}

#[test]
fn equal_objects_are_written_alike() {
    let a = read(&json!({ "name": "a", "x": 1, "y": 2 }));
    let mut b: Thing = serde_json::from_str(r#"{"y": 2, "x": 1, "name": "a"}"#).unwrap();
    assert_eq!(a, b);
    b.additional.insert("name".to_owned(), json!(null));
    assert_eq!(a, b, "a field that is set wins");
    b.name = None;
    assert_ne!(a, b);
}

#[test]
fn moments() {
    for (text, written) in [
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z"),
        ("2017-07-29T03:07:25.0000000Z", "2017-07-29T03:07:25Z"),
        ("2016-12-31T23:59:24.8120000-08:00", "2016-12-31T23:59:24.812-08:00"),
    ] {
        let thing = read(&json!({ "when": text }));
        assert!(thing.when.is_some(), "{text}");
        assert_eq!(serde_json::to_value(&thing).unwrap(), json!({ "when": written }));
        assert_eq!(read(&json!({ "when": written })).when, thing.when);
    }
    for text in ["2014-01-01", "2014-01-01T00:00:00", "", "9999-99-99T00:00:00Z"] {
        let thing = round_trip(&json!({ "when": text }));
        assert!(thing.when.is_none(), "{text}");
    }
    let noon = read(&json!({ "time": "12:00:00.0000000" }));
    assert_eq!(serde_json::to_value(&noon).unwrap(), json!({ "time": "12:00:00" }));
}

#[test]
fn durations() {
    let seconds = |text: &str| {
        text.parse::<Duration>().map(|length| length.to_std().map(|length| length.as_secs_f64()))
    };
    assert_eq!(seconds("PT1H30M"), Ok(Some(5400.0)));
    assert_eq!(seconds("P1W"), Ok(Some(604_800.0)));
    assert_eq!(seconds("PT0.5S"), Ok(Some(0.5)));
    assert_eq!(seconds("PT1.5H"), Ok(Some(5400.0)));
    assert_eq!(seconds("-PT1S"), Ok(None));
    assert_eq!(seconds("P1Y"), Ok(None));
    assert_eq!(seconds("P0Y0M1D"), Ok(Some(86_400.0)));
    for bad in ["", "P", "PT", "1D", "P1", "P1DT", "P1H", "PT1D", "PT1S1M", "P.5D", "PT1.5H1M", "PTaS", "P1é"]
    {
        assert!(seconds(bad).is_err(), "{bad}");
    }
    assert_eq!(Duration::from(std::time::Duration::from_millis(1500)).as_str(), "PT1.5S");
}

#[test]
fn numbers() {
    for json in [json!(0.1), json!(1), json!(-7.25), json!("INF"), json!("-INF"), json!("NaN")] {
        let thing = read(&json!({ "ratio": json, "short": json }));
        assert!(thing.ratio.is_some() && thing.short.is_some(), "{json}");
        let back = serde_json::to_value(&thing).unwrap();
        assert_eq!(back["ratio"].as_f64(), json.as_f64());
        assert_eq!(back["short"].as_f64(), json.as_f64());
    }
    assert_eq!("12.50".parse::<Decimal>().unwrap().to_f64(), Some(12.5));
    assert!("twelve".parse::<Decimal>().is_err());
}

#[test]
fn flags() {
    let mut flags: Flags<Color> = [Color::Red].into_iter().collect();
    flags.insert(Color::DarkBlue);
    flags.insert(Color::Red);
    flags.insert("teal".to_owned());
    assert_eq!(flags.as_str(), "red,darkBlue,teal");
    assert!(Flags::<Color>::default().is_empty());
}

#[test]
fn wrapped_values() {
    let one: Wrapped<User> =
        serde_json::from_value(json!({ "@odata.context": "c", "value": { "name": "n" } })).unwrap();
    assert_eq!(one.name.as_deref(), Some("n"));
    assert_eq!(
        serde_json::to_value(&one).unwrap(),
        json!({ "@odata.context": "c", "value": { "name": "n" } })
    );
    let bare: Wrapped<User> = serde_json::from_value(json!({ "name": "n", "value": 1 })).unwrap();
    assert_eq!(serde_json::to_value(&bare).unwrap(), json!({ "name": "n", "value": 1 }));
    let flag: Wrapped<bool> = serde_json::from_value(json!({ "value": true })).unwrap();
    assert!(flag.into_inner());
    assert!(serde_json::from_value::<Wrapped<bool>>(json!({ "value": "x" })).is_err());
}

#[test]
fn only_objects_are_models() {
    for json in ["[]", "1", "null", "\"x\""] {
        assert!(serde_json::from_str::<Thing>(json).is_err(), "{json}");
    }
    let deep = format!("{}{}", "{\"inner\":".repeat(200), "}".repeat(200));
    assert!(serde_json::from_str::<Thing>(&deep).is_err(), "the reader's limit of depth holds");
}

#[test]
fn debug_shows_what_no_field_holds_at_every_depth() {
    let thing =
        read(&json!({ "new": 1, "inner": { "deep": null, "things": [{ "deeper": "x" }] }, "count": "many" }));
    let shown = format!("{thing:?}");
    for part in ["new: Number(1)", "deep: Null", "deeper: String(\"x\")", "count: String(\"many\")"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn null_inside_lists_is_kept() {
    let thing =
        round_trip(&json!({ "things": [{ "name": "a" }, null], "whens": [null], "matrix": [[1], null] }));
    assert!(thing.things.is_none() && thing.whens.is_none() && thing.matrix.is_none());
}

#[test]
fn an_update_sends_null_at_every_depth() {
    let inner = Thing::default().with_null(|thing| &mut thing.name).with_null(|thing| &mut thing.color);
    let update = Thing { inner: Some(Box::new(inner)), ..Thing::default() };
    assert_eq!(serde_json::to_value(&update).unwrap(), json!({ "inner": { "name": null, "color": null } }));
}

#[test]
fn objects_of_unknown_derived_types_are_kept_whole() {
    let json = json!({ "things": [
        { "@odata.type": "#example.later", "name": "n", "only": { "there": [1, null] } },
        { "@odata.type": "#example.user", "mail": "m" }
    ] });
    let thing = round_trip(&json);
    let things = thing.things.unwrap();
    assert_eq!(things[0].odata_type(), Some("example.later"));
    assert_eq!(things[0].as_derived::<User>(), None);
    assert_eq!(things[1].as_derived::<User>().and_then(|user| user.mail), Some("m".to_owned()));
}

#[test]
fn members_of_enums_keep_their_case() {
    let thing = round_trip(&json!({ "color": "RED", "colors": "Red, darkBlue" }));
    assert_eq!(thing.color.as_ref().and_then(Open::known), None);
    assert!(thing.colors.as_ref().unwrap().contains(Color::DarkBlue));
}
