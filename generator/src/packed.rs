//! Texts that are packed with gzip, and the same bytes for the same text.

use std::borrow::Cow;
use std::io::{self, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use crate::files;

/// What a packed text starts with.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Packs a text.
pub(crate) fn pack(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(text)?;
    packer.finish()
}

/// Unpacks a text; one that is not packed stays as it is.
pub(crate) fn unpack(bytes: &[u8]) -> io::Result<Cow<'_, [u8]>> {
    if !bytes.starts_with(&MAGIC) {
        return Ok(bytes.into());
    }
    // A small file can hold a very large text.
    Ok(files::read_all(GzDecoder::new(bytes))?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let text = b"a text, a text, a text".as_slice();
        let packed = pack(text).expect("memory can be written");
        assert_eq!(packed, pack(text).expect("memory can be written"), "no time stands in it");
        assert_eq!(unpack(&packed).expect("it is whole"), text);
        assert_eq!(unpack(text).expect("it is plain"), text);
        assert!(unpack(&packed[..packed.len() - 9]).is_err(), "a part of a file is no text");
    }
}
