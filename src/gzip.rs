//! Compresses with gzip ([RFC 1952]).
//!
//! [`gzip`] returns the same bytes for the same input on every machine, which the `ETag` of a compressed response depends on.
//!
//! [RFC 1952]: https://www.rfc-editor.org/rfc/rfc1952

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

/// Compresses bytes.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("writing to memory does not fail")
}
