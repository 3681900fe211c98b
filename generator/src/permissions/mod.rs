//! Questions about permissions: what a request needs, what a permission opens, which permissions are enough for a program, and
//! whether those that it was granted are too many.
//!
//! ```text
//! ir::Api ──→ Facts ──┬─→ least  (calls → smallest sets)
//!   uses, markers ────┤
//!   granted ──────────┴─→ review (missing, unused, more than needed)
//! ```
//! Everything here is plain data in and plain data out. Which operation a URL calls is the matcher's answer, in the crate that
//! generated clients use too; this module takes operations by their position in [`Facts::operations`].

pub mod audit;
mod call;
mod chooser;
mod clean;
pub mod compare;
pub mod demand;
mod fact;
mod facts;
pub mod formula;
pub mod granted;
pub mod ignore;
mod input_error;
pub mod least;
pub mod named;
pub mod names;
pub mod near;
pub mod opened;
mod order;
#[cfg(test)]
mod properties;
pub mod reach;
pub mod reference;
pub mod review;
pub mod risk;
pub(crate) mod selected;
mod solve;
pub mod uses;

pub use call::{Call, Caller, Seen};
pub use fact::{Fact, PropertyFact, is_below_me};
pub use facts::Facts;
pub use input_error::InputError;
