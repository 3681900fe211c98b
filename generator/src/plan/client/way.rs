//! The way to a request: which methods lead to it, and which one calls it.

use super::build::{edge, same_way, with_plain_keys};
use super::{Append, Area, Argument, Call, Place, Step, VersionClient};
use crate::ir::{Operation, Segment};

/// The methods to call, one after the other, to make a request.
pub(crate) struct Way<'c, 'a> {
    /// The area.
    pub(crate) area: &'c Area<'a>,
    /// The methods that lead to the place, the first one the root's.
    pub(crate) steps: Vec<&'c Step>,
    /// The method that calls.
    pub(crate) call: &'c Call<'a>,
}

impl<'a> VersionClient<'a> {
    /// The way to an operation, whichever way its path writes keys. Every operation of the version has one.
    pub(crate) fn way(&self, operation: &Operation) -> Option<Way<'_, 'a>> {
        let (first, rest) = operation.segments.segments.split_first()?;
        let area = self.areas.iter().find(|area| leads(&area.entry, first))?;
        let mut steps = vec![&area.entry];
        let mut here = &area.places[0];
        for (at, segment) in rest.iter().enumerate() {
            let last = at + 1 == rest.len();
            if last && let Some(call) = call_at(here, operation, Some(segment)) {
                return Some(Way { area, steps, call });
            }
            let (step, position) = here.steps.iter().find(|(step, _)| leads(step, segment))?;
            steps.push(step);
            here = &area.places[*position];
        }
        Some(Way { area, steps, call: call_at(here, operation, None)? })
    }
}

/// The method of a place that calls an operation, with its last segment or without.
fn call_at<'c, 'a>(
    place: &'c Place<'a>,
    operation: &Operation,
    last: Option<&Segment>,
) -> Option<&'c Call<'a>> {
    let identity = with_plain_keys(&operation.segments);
    place.calls.iter().find(|call| {
        call.append.is_some() == last.is_some()
            && call.operation.method == operation.method
            && with_plain_keys(&call.operation.segments) == identity
    })
}

/// Whether a method leads over a segment.
fn leads(step: &Step, segment: &Segment) -> bool {
    let Some((_, append)) = edge(segment) else {
        return false;
    };
    match (&step.append, &append) {
        (Append::Segment(a), Append::Segment(b)) => a.eq_ignore_ascii_case(b),
        // Requests below one place can quote its arguments or not.
        (Append::Function(a, own), Append::Function(b, others)) => {
            let same = |(own, other): (&Argument, &Argument)| own.wire.eq_ignore_ascii_case(&other.wire);
            a.eq_ignore_ascii_case(b) && own.len() == others.len() && own.iter().zip(others).all(same)
        }
        (a, b) => same_way(a, b),
    }
}
