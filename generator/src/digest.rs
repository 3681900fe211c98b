//! Digests: which text something was made from. Not of places on a disk or of times, so that they are the same on every machine.

use sha2::{Digest as _, Sha256};

/// How many bytes of SHA-256 are kept.
pub(crate) const LENGTH: usize = 16;

/// The digest of some texts in their order, in hexadecimal. Each counts with its length, so that no two lists run together.
pub(crate) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    hash.finalize().iter().take(LENGTH).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn tells_lists_apart() {
        assert_eq!(of(["ab", "c"]), of(["ab", "c"]));
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
        assert_ne!(of([]), of([""]));
        assert_eq!(of([""]).len(), 32);
    }
}
