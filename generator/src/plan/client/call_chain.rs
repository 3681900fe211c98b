//! The way to a request: which methods lead to it, and which one calls it.

use super::build::{edge, same_segment, with_plain_keys};
use super::{Area, Argument, Call, Navigation, PathSegment, RequestBuilder, VersionClient};
use crate::ir::{Operation, Segment};

/// The methods to call, one after the other, to make a request.
pub(crate) struct CallChain<'c, 'a> {
    /// The area.
    pub(crate) area: &'c Area<'a>,
    /// The methods that lead to the builder, the first one the root's.
    pub(crate) navigations: Vec<&'c Navigation>,
    /// The method that calls.
    pub(crate) call: &'c Call<'a>,
}

impl<'a> VersionClient<'a> {
    /// The way to an operation, whichever way its path writes keys. Every operation of the version has one.
    pub(crate) fn call_chain(&self, operation: &Operation) -> Option<CallChain<'_, 'a>> {
        let (first, rest) = operation.segments.segments.split_first()?;
        let area = self.areas.iter().find(|area| leads(&area.entry, first))?;
        let mut navigations = vec![&area.entry];
        let mut here = &area.builders[0];
        for (at, segment) in rest.iter().enumerate() {
            let last = at + 1 == rest.len();
            if last && let Some(call) = call_at(here, operation, Some(segment)) {
                return Some(CallChain { area, navigations, call });
            }
            let (navigation, position) =
                here.navigations.iter().find(|(navigation, _)| leads(navigation, segment))?;
            navigations.push(navigation);
            here = &area.builders[*position];
        }
        Some(CallChain { area, navigations, call: call_at(here, operation, None)? })
    }
}

/// The method of a builder that calls an operation, with its last segment or without.
fn call_at<'c, 'a>(
    place: &'c RequestBuilder<'a>,
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
fn leads(navigation: &Navigation, segment: &Segment) -> bool {
    let Some((_, append)) = edge(segment) else {
        return false;
    };
    match (&navigation.append, &append) {
        (PathSegment::Literal(a), PathSegment::Literal(b)) => a.eq_ignore_ascii_case(b),
        // Requests below one builder can quote its arguments or not.
        (PathSegment::Function(a, own), PathSegment::Function(b, others)) => {
            let same = |(own, other): (&Argument, &Argument)| own.wire.eq_ignore_ascii_case(&other.wire);
            a.eq_ignore_ascii_case(b) && own.len() == others.len() && own.iter().zip(others).all(same)
        }
        (a, b) => same_segment(a, b),
    }
}
