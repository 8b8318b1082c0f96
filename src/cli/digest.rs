//! Computes the SHA-256 of files, and writes and parses it as 64 hexadecimal digits.
//!
//! Only lower case is parsed, so that equal lists of files have equal bytes. [`crate::site`] makes the entity tags.

use std::fmt;
use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

use crate::version::{Included, Version};

/// How many bytes to read at a time.
const PART: usize = 64 * 1024;

/// The SHA-256 of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Digest([u8; 32]);

impl Digest {
    /// Returns the digest of these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Returns the digest of all texts of a version. That of a version without included files is the digest of its text.
    pub(crate) fn of_version(version: &Version) -> Self {
        let mut digest = Sha256::new_with_prefix(version.text.as_bytes());
        for Included { path, text } in &version.included {
            // No text has this byte, so two versions with different files have different bytes.
            digest.update([0xff]);
            digest.update(path.as_bytes());
            digest.update([0xff]);
            digest.update(text.as_bytes());
        }
        Self(digest.finalize().into())
    }

    /// Reads to the end and returns the digest.
    ///
    /// # Errors
    /// I/O errors.
    pub(crate) fn read(mut from: impl Read) -> io::Result<Self> {
        let mut digest = Sha256::new();
        let mut buffer = vec![0; PART];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => return Ok(Self(digest.finalize().into())),
                Ok(count) => digest.update(buffer.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Parses 64 hexadecimal digits in lower case.
    pub(crate) fn parse(written: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if written.len() != 64 || !written.bytes().all(is_digit) {
            return None;
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(written.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_digest_is_written_and_read_in_one_way() {
        let digest = Digest::of(b"abc");
        assert_eq!(digest.to_string(), ABC);
        assert_eq!(Digest::read(&b"abc"[..]).unwrap(), digest);
        assert_eq!(Digest::parse(ABC), Some(digest));
        let others = [
            "",
            "ba78",
            &ABC.to_uppercase(),
            &format!("{ABC}0"),
            &ABC.replace("ba", "+a"),
            &ABC.replace("ba", "é"),
        ];
        for other in others {
            assert_eq!(Digest::parse(other), None, "{other}");
        }
    }
}
