//! Text → blocks with places. Knows Markdown as the docs write it, knows nothing of APIs.
//!
//! The Markdown itself is pulldown-cmark's work. On top of it stand the habits of the docs that no Markdown standard has:
//! tab lines (`# [HTTP](#tab/http)`), includes (`[!INCLUDE [label](path)]`), comments that carry data, tables whose delimiter row
//! or cells do not add up, and fences that are never closed.

mod block;
mod blocks;
mod front_matter;
mod table;
mod text;

pub use front_matter::FrontMatter;
pub use table::{Cell, Row, Table};
pub use text::{Mark, MarkKind, Text};
pub(crate) use text::{is_superscript, one_line};

pub use block::{Block, BlockKind, Container, Document, Fence};
pub use blocks::parse;
