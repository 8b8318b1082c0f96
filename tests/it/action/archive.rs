//! Archives of releases, byte by byte, so that a test can make those that no tool would.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

/// The type of an entry, as a header of tar has it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    File = b'0' as isize,
    HardLink = b'1' as isize,
    SymbolicLink = b'2' as isize,
    Device = b'3' as isize,
    Folder = b'5' as isize,
    Fifo = b'6' as isize,
}

/// Returns an archive with these entries: name, type, and the content or the target of a link.
pub(super) fn archive(entries: &[(&str, Entry, &str)]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, kind, content) in entries {
        let is_file = matches!(kind, Entry::File);
        let size = if is_file { content.len() } else { 0 };
        let target = if is_file { "" } else { content };
        let mut header = [0_u8; 512];
        let mut put = |at: usize, text: &str| {
            header[at..at + text.len()].copy_from_slice(text.as_bytes());
        };
        put(0, name);
        put(100, "0000755\0");
        put(108, "0000000\0");
        put(116, "0000000\0");
        put(124, &format!("{size:011o}\0"));
        put(136, "00000000000\0");
        put(148, "        ");
        put(156, &char::from(*kind as u8).to_string());
        put(157, target);
        put(257, "ustar\x0000");
        let sum: u32 = header.iter().copied().map(u32::from).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        tar.extend(header);
        if is_file {
            tar.extend(content.as_bytes());
            tar.resize(tar.len().next_multiple_of(512), 0);
        }
    }
    tar.resize(tar.len() + 1024, 0);
    zipped(&tar)
}

/// Compresses bytes as `gzip` does.
pub(super) fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Returns the SHA-256 of bytes, as `sha256sum` prints it.
pub(super) fn checksum(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}
