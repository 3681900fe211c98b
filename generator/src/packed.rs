//! Texts that are packed with gzip, and the same bytes for the same text.

use std::borrow::Cow;
use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// What a packed text starts with.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A text larger than this is not unpacked: a small file can hold a very large one.
const LARGEST: u64 = 1 << 30;

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
    let mut text = Vec::new();
    GzDecoder::new(bytes).take(LARGEST + 1).read_to_end(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the unpacked text is too large"));
    }
    Ok(text.into())
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
