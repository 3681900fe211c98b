//! What the docs as a whole show beyond the pages about a type or a request. Each change of a type is a patch (`draft`) that is applied at
//! once: the next inference starts from what the earlier ones showed. `sent` and `read` come last and complete requests by the types.
//!
//! | file | sees | changes |
//! |---|---|---|
//! | `navigation` | paths | relationships that tables forget, and lists among them |
//! | `updates` | tables of members of updates | properties |
//! | `located` | addresses in answers | bases |
//! | `needed` | sentences of pages about requests | permissions of properties |
//! | `contradicted` | examples | types that every example contradicts |
//! | `sent` | properties | types of the members that bodies list |
//! | `read` | paths that end with a property | what reading it gives |

mod answered;
mod contradicted;
mod draft;
mod located;
mod navigation;
mod needed;
mod read;
mod sent;
mod updates;

use super::settled::Retyped;
use crate::ir::{Operation, SourceLocation, TypeDefinition, Version};
use crate::page::Page;
use crate::source::Span;

use draft::Draft;

/// Completes the types of one version, which are sorted by name, by its operations and its pages, then the operations by them. Returns the
/// properties whose types every example contradicts.
pub(super) fn complete(
    version: Version,
    types: &mut [TypeDefinition],
    operations: &mut [Operation],
    pages: &[&Page],
    place: &dyn Fn(Span) -> SourceLocation,
) -> Vec<Retyped> {
    let mut draft = Draft::of(types, pages);
    navigation::infer(&mut draft, operations);
    updates::infer(&mut draft, operations);
    located::infer(&mut draft, operations);
    needed::infer(&mut draft, operations, place);
    let retyped = contradicted::infer(&mut draft, version, operations);
    sent::infer(&mut draft, operations);
    read::infer(&mut draft, operations);
    retyped
}
