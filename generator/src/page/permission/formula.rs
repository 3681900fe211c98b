//! The words of a text about permissions → a requirement. Cells, bullets, sentences and descriptions are all read here.
//!
//! ```text
//! formula = element {"," element}
//! element = name {("and" | "plus" | "needs" | "or" | blank) name} ["(" condition ")"]
//! ```
//! What a name, a word and a condition are, `words.rs` tells.
//!
//! `and` binds tighter than a comma: `A and B, C` is (A and B) or C. `A, B and C` and `A, B, and C` can be read in two ways;
//! both readings are kept.
//! `A (also needs B)` is A and B wherever it stands.
//!
//! Which alternative is the least is not said by the words alone, so none is marked here; see `privilege.rs`.

use std::borrow::Cow;

use super::notes::Notes;
use super::words::{Token, is_and, is_needs, names};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Alternative, Requirement};
use crate::markdown::one_line;
use crate::source::Span;

/// The alternatives between two commas.
#[derive(Default)]
struct Element {
    alternatives: Vec<Alternative>,
    /// How often `and` joins two of its names.
    joined: usize,
    /// Whether it starts with `and`, after a comma.
    and_first: bool,
}

/// Reads the tokens of a text that stands at a place. None when they name no permission.
pub(super) fn read(
    text: &str,
    tokens: &[Token<'_>],
    notes: &Notes,
    span: Span,
    problems: &mut Problems,
) -> Option<Requirement> {
    let elements = elements(tokens, notes, span, problems);
    if elements.is_empty() {
        return None;
    }
    let readings = readings(text, &elements, span, problems);
    if readings.is_empty() {
        let alternatives = elements.into_iter().flat_map(|element| element.alternatives).collect();
        return Some(Requirement::AnyOf { alternatives });
    }
    let text = one_line(text);
    problems.push(
        Diagnostic::new(Code::AmbiguousPermissions, span, format!("`{text}` can be read in two ways"))
            .hint("join what is needed together with `and`, and separate alternatives with commas only"),
    );
    Some(Requirement::Ambiguous { text, readings })
}

/// The elements that name a permission.
fn elements(tokens: &[Token<'_>], notes: &Notes, span: Span, problems: &mut Problems) -> Vec<Element> {
    let mut elements: Vec<Element> = vec![Element::default()];
    let mut pending: Option<&str> = None;
    for token in tokens {
        let element = elements.last_mut().expect("there is one from the start");
        match token {
            Token::Comma => {
                if !element.alternatives.is_empty() {
                    elements.push(Element::default());
                }
                pending = None;
            }
            Token::Condition(words) => {
                if let Some(last) = element.alternatives.last_mut()
                    && !words.is_empty()
                {
                    last.conditions.push((*words).to_owned());
                }
            }
            Token::Word(word) if is_and(word) || word.eq_ignore_ascii_case("or") => pending = Some(word),
            Token::Word(_) => {}
            Token::Name { name, marks } => {
                element.add(name, pending.take(), notes.conditions(marks, span, problems));
            }
        }
    }
    elements.retain(|element| !element.alternatives.is_empty());
    elements
}

impl Element {
    /// Adds a name behind the word that joins it to the one before.
    fn add(&mut self, name: &str, joint: Option<&str>, conditions: Vec<String>) {
        let and = joint.is_some_and(is_and);
        match self.alternatives.last_mut() {
            Some(last) if and => {
                last.all_of.push(name.to_owned());
                last.conditions.extend(conditions);
                self.joined += usize::from(!joint.is_some_and(is_needs));
            }
            first => {
                self.and_first |= and && first.is_none();
                self.alternatives.push(Alternative {
                    all_of: vec![name.to_owned()],
                    least: false,
                    conditions,
                });
            }
        }
    }
}

/// The docs combine three permissions with three others at most; more pairs than this are not written out.
const MOST_PAIRS: usize = 100;

/// Each of some alternatives with each of others, which a cell at a place says.
pub(super) fn product(
    some: &[Alternative],
    others: &[Alternative],
    span: Span,
    problems: &mut Problems,
) -> Vec<Alternative> {
    report_pairs(some.len() * others.len(), span, problems);
    let pairs = some.iter().flat_map(|a| others.iter().map(move |b| (a, b)));
    let joined = |(a, b): (&Alternative, &Alternative)| {
        let mut joined = a.clone();
        joined.all_of.extend(b.all_of.iter().filter(|name| !a.all_of.contains(name)).cloned());
        joined.conditions.extend(b.conditions.iter().cloned());
        joined
    };
    pairs.take(MOST_PAIRS).map(joined).collect()
}

fn report_pairs(count: usize, span: Span, problems: &mut Problems) {
    if count > MOST_PAIRS {
        let message = format!(
            "more than {MOST_PAIRS} pairs of permissions are needed together; the others were not read"
        );
        problems.report(Code::TooMany, span, message);
    }
}

/// The readings of a list that ends with `and`, or that is made of two choices. None when there is just one reading.
fn readings(text: &str, elements: &[Element], span: Span, problems: &mut Problems) -> Vec<Vec<Alternative>> {
    let each = |elements: &[Element]| -> Vec<Alternative> {
        elements.iter().flat_map(|element| element.alternatives.clone()).collect()
    };
    let all_together = || {
        let mut all = Alternative::default();
        for alternative in each(elements) {
            all.all_of.extend(alternative.all_of);
            all.conditions.extend(alternative.conditions);
        }
        vec![all]
    };
    let lower = text.to_ascii_lowercase();
    if lower.contains("plus")
        && (lower.contains("one of") || lower.contains("one from") || lower.contains("either"))
        && let Some((left, right)) = text.split_once("plus")
    {
        let (left, right) = (alone(left), alone(right));
        if left.len() * right.len() > MOST_PAIRS {
            report_pairs(left.len() * right.len(), span, problems);
            return vec![all_together(), each(elements)];
        }
        return vec![product(&left, &right, span, problems), each(elements)];
    }
    let Some((last, before)) = elements.split_last() else {
        return Vec::new();
    };
    let plain_before = before.iter().all(|element| element.joined == 0 && !element.and_first);
    if before.is_empty() || !plain_before {
        return Vec::new();
    }
    if last.and_first {
        return vec![all_together(), each(elements)];
    }
    if last.joined == 1 && last.alternatives.len() == 1 {
        return vec![each(elements), all_together()];
    }
    Vec::new()
}

/// Each name of a text as an alternative.
fn alone(text: &str) -> Vec<Alternative> {
    let alone =
        |name: Cow<'_, str>| Alternative { all_of: vec![name.into_owned()], ..Alternative::default() };
    names(text).into_iter().map(alone).collect()
}
