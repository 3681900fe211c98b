//! Small files that people write or export.

use std::io;
use std::path::Path;

use anyhow::Context;
use graphdocs_generator::{files, sink};

/// Reads a file, or standard input for `-`.
pub(super) fn read_input(path: &Path) -> anyhow::Result<String> {
    let bytes = if path == Path::new("-") {
        files::read_all(io::stdin().lock()).context("cannot read standard input")?
    } else {
        files::read(path)?
    };
    // PowerShell writes UTF-16 by default.
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => String::from_utf16_lossy(&pairs(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => String::from_utf16_lossy(&pairs(rest, u16::from_be_bytes)),
        _ => String::from_utf8(bytes).with_context(|| format!("`{}` is not text", sink::path(path)))?,
    };
    Ok(text)
}

fn pairs(bytes: &[u8], join: fn([u8; 2]) -> u16) -> Vec<u16> {
    bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect()
}
