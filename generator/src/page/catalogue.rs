//! The permissions reference.

use super::{Coverage, Outline};
use crate::ir::CatalogueEntry;
use crate::load::Docs;

/// Reads the permissions reference.
pub(super) fn read(_docs: &Docs, _outline: &Outline<'_>, _coverage: &mut Coverage) -> Vec<CatalogueEntry> {
    Vec::new()
}
