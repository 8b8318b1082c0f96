//! The size at which a page shows a picture, read from the file.
//!
//! With it, a browser keeps room for the picture, and what is below does not move when the picture arrives. [`Size::shown`] takes the bytes of a
//! GIF, JPEG, PNG or WebP file; of any other file, nothing is known. The size is that of the whole picture, at most [`MOST_HEIGHT`] high.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::context::Context;
use crate::value::IMAGES;

/// The most pixels from top to bottom on a page: 24 rem.
const MOST_HEIGHT: u32 = 384;

/// Pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Size {
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Returns the sizes of the pictures among the files of a context, by path.
pub(super) fn sizes(context: &Context) -> BTreeMap<String, Size> {
    let of_pictures = |path: &str| path.split('/').next() == Some(IMAGES);
    let files = context.files().iter();
    let files = files.filter(|(path, _)| of_pictures(path));
    files
        .filter_map(|(path, bytes)| Some((path.clone(), Size::shown(bytes)?)))
        .collect()
}

impl Size {
    /// Returns the size at which a page shows a picture.
    pub(super) fn shown(bytes: &[u8]) -> Option<Self> {
        let Self { width, height } = Self::of(bytes)?;
        if width == 0 || height == 0 {
            return None;
        }
        if height <= MOST_HEIGHT {
            return Some(Self { width, height });
        }
        let scaled = u64::from(width) * u64::from(MOST_HEIGHT) / u64::from(height);
        Some(Self {
            width: u32::try_from(scaled).ok()?.max(1),
            height: MOST_HEIGHT,
        })
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self {
                width: u32::from_be_bytes(at(bytes, 16)?),
                height: u32::from_be_bytes(at(bytes, 20)?),
            });
        }
        if bytes.starts_with(b"GIF8") {
            return Some(Self {
                width: u16::from_le_bytes(at(bytes, 6)?).into(),
                height: u16::from_le_bytes(at(bytes, 8)?).into(),
            });
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Self::of_webp(bytes);
        }
        if bytes.starts_with(b"\xff\xd8") {
            return Self::of_jpeg(bytes);
        }
        None
    }

    /// [RFC 9649](https://www.rfc-editor.org/rfc/rfc9649): the first chunk has the size, in one of three forms.
    fn of_webp(bytes: &[u8]) -> Option<Self> {
        let sizes = match bytes.get(12..16)? {
            b"VP8X" => {
                // Each has three bytes.
                let width = u32::from_le_bytes(at(bytes, 24)?) & 0x00ff_ffff;
                let height = u32::from_le_bytes(at(bytes, 26)?) >> 8;
                [width, height].map(|it| it + 1)
            }
            b"VP8L" => {
                let bits = u32::from_le_bytes(at(bytes, 21)?);
                [bits & 0x3fff, bits >> 14 & 0x3fff].map(|it| it + 1)
            }
            b"VP8 " => {
                let sizes = [at(bytes, 26)?, at(bytes, 28)?].map(u16::from_le_bytes);
                sizes.map(|it| u32::from(it & 0x3fff))
            }
            _ => return None,
        };
        let [width, height] = sizes;
        Some(Self { width, height })
    }

    /// Reads the segments up to the one of the frame, which has the size. Phones store a picture as the camera was held, with the way to turn
    /// it.
    fn of_jpeg(bytes: &[u8]) -> Option<Self> {
        let mut is_turned = false;
        let mut start = 2;
        loop {
            let [mark, kind, ..]: [u8; 4] = at(bytes, start)?;
            if mark != 0xff {
                return None;
            }
            if kind == 0xff {
                // A segment may begin with any number of these.
                start += 1;
                continue;
            }
            let length = usize::from(u16::from_be_bytes(at(bytes, start + 2)?));
            let segment = bytes.get(start + 4..start + 2 + length)?;
            match kind {
                0xc4 | 0xc8 | 0xcc => {}
                0xc0..=0xcf => {
                    let height = u16::from_be_bytes(at(segment, 1)?).into();
                    let width = u16::from_be_bytes(at(segment, 3)?).into();
                    return Some(if is_turned {
                        Self {
                            width: height,
                            height: width,
                        }
                    } else {
                        Self { width, height }
                    });
                }
                0xe1 => is_turned |= segment.strip_prefix(b"Exif\0\0").is_some_and(is_turned_by),
                // The pixels.
                0xda => return None,
                _ => {}
            }
            start += 2 + length;
        }
    }
}

/// Whether the orientation of Exif data is one of those that exchange width and height.
fn is_turned_by(exif: &[u8]) -> bool {
    const ORIENTATION: u16 = 0x0112;
    let is_big = exif.starts_with(b"MM");
    let short = |start| -> Option<u16> {
        let bytes = at(exif, start)?;
        Some(if is_big {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    };
    let orientation = || {
        let bytes = at(exif, 4)?;
        let first = if is_big {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        };
        let first = usize::try_from(first).ok()?;
        let entries = (0..usize::from(short(first)?)).map(|entry| first + 2 + 12 * entry);
        let mut found = entries.filter(|entry| short(*entry) == Some(ORIENTATION));
        short(found.next()? + 8)
    };
    matches!(orientation(), Some(5..=8))
}

/// Returns the bytes at a place.
fn at<const N: usize>(bytes: &[u8], start: usize) -> Option<[u8; N]> {
    let end = start.checked_add(N)?;
    bytes.get(start..end)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> Option<(u32, u32)> {
        Size::shown(bytes).map(|Size { width, height }| (width, height))
    }

    const JPEG: &[u8] =
        b"\xff\xd8\xff\xe0\0\x04JF\xff\xff\xc2\0\x0b\x08\x01\x2c\x01\x90\x01\x01\x11\0";

    #[test]
    fn the_size_is_that_of_the_file() {
        for (bytes, size) in [
            (
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x90\0\0\x01\x2c".as_slice(),
                (400, 300),
            ),
            (b"GIF89a\x90\x01\x2c\x01", (400, 300)),
            (
                b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x8f\x01\0\x2b\x01\0",
                (400, 300),
            ),
            (
                b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x8f\xc1\x4a\0",
                (400, 300),
            ),
            (
                b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x90\x01\x2c\x01",
                (400, 300),
            ),
            (JPEG, (400, 300)),
        ] {
            assert_eq!(shown(bytes), Some(size), "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn a_picture_of_a_phone_that_was_held_upright_is_upright() {
        let exif = b"\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let turned = [exif, JPEG.split_at(2).1].concat();
        assert_eq!(shown(&turned), Some((288, 384)));
    }

    #[test]
    fn a_high_picture_is_shown_smaller() {
        let png = |size: &[u8]| [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", size].concat();
        assert_eq!(shown(&png(b"\0\0\x02\x58\0\0\x06\x40")), Some((144, 384)));
        assert_eq!(shown(&png(b"\0\0\0\x01\xff\xff\xff\xff")), Some((1, 384)));
    }

    #[test]
    fn nothing_is_known_of_other_files_and_of_half_ones() {
        for length in 0..JPEG.len() - 6 {
            assert_eq!(shown(JPEG.split_at(length).0), None, "{length} bytes");
        }
        for bytes in [
            b"the picture".as_slice(),
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\x01\x2c",
            b"\xff\xd8\xff\xe0\0\0\xff\xe0\0\0",
            b"\xff\xd8\xff\xda\0\x02",
            b"\0\0\0\x1cftypavif",
        ] {
            assert_eq!(shown(bytes), None, "{}", bytes.escape_ascii());
        }
    }
}
