//! Reads the pictures that an events file names.
//!
//! [`Pictures`] reads each file once, and keeps its contents or why it cannot be read, so that a later poll can compare them. It takes at most
//! [`LARGEST_SUM`] bytes of memory, also if the files are far larger. [`super::beside`] decides which files may be read.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use bytes::Bytes;

use super::beside::{folder_of, nearest, open_beside};
use super::regular::too_large;
use crate::Image;
use crate::diagnostic::{Edit, Problem, ValueFinding};

/// The most bytes of one picture, and of all pictures. They are all in memory.
const LARGEST_PICTURE: u64 = 5 * 1024 * 1024;
const LARGEST_SUM: u64 = 32 * 1024 * 1024;

/// The kind of the error about a picture for which there is no room.
const FULL: io::ErrorKind = io::ErrorKind::StorageFull;

/// The pictures that are files, in the order in which they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pictures {
    read: Vec<Picture>,
    /// The paths at which they are published.
    published: BTreeSet<String>,
    /// The sum of the bytes.
    sum: u64,
    /// Whether a picture did not fit.
    is_full: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Picture {
    /// The path at which it is published.
    published: String,
    /// Its path in the events file.
    path: String,
    contents: Result<Bytes, String>,
}

impl Pictures {
    /// Reads a picture, unless it was read before or is published elsewhere. A problem is returned where a picture is named first: sixty events
    /// with the same missing picture have one error.
    pub(super) fn read(&mut self, events: &Path, image: &Image) -> Result<(), Problem> {
        let (Some(path), Some(published)) = (image.file(), image.published()) else {
            return Ok(());
        };
        if !self.published.insert(published.clone()) {
            return Ok(());
        }
        let was_full = self.is_full;
        match self.add(events, published, path) {
            // Reported at the first picture that did not fit.
            Err(error) if was_full && error.kind() == FULL => Ok(()),
            contents => contents.map_err(|error| problem(events, path, &error)),
        }
    }

    /// Reads the same files again.
    pub(super) fn again(&self, events: &Path) -> Self {
        let mut again = Self {
            published: self.published.clone(),
            ..Self::default()
        };
        for Picture {
            published, path, ..
        } in &self.read
        {
            // What cannot be read is kept too.
            let _ = again.add(events, published.clone(), path);
        }
        again
    }

    /// Returns the pictures that could be read, by the path at which each is published.
    pub(super) fn readable(&self) -> impl Iterator<Item = (String, Bytes)> {
        self.read.iter().filter_map(|picture| {
            let contents = picture.contents.as_ref().ok()?;
            Some((picture.published.clone(), contents.clone()))
        })
    }

    /// Returns the path of a picture that is itself the file that `build` would write into a folder.
    pub(super) fn in_its_place(&self, events: &Path, out: &Path) -> Option<&str> {
        let is_there = |picture: &&Picture| {
            let own = folder_of(events).join(&picture.path).canonicalize().ok();
            own.is_some() && own == out.join(&picture.published).canonicalize().ok()
        };
        let picture = self.read.iter().find(is_there)?;
        Some(&picture.path)
    }

    fn add(&mut self, events: &Path, published: String, path: &str) -> io::Result<()> {
        let contents = self.contents(events, path);
        self.is_full |= contents.as_ref().is_err_and(|error| error.kind() == FULL);
        self.sum += contents.as_ref().map_or(0, |bytes| bytes.len() as u64);
        self.read.push(Picture {
            published,
            path: path.to_owned(),
            contents: contents
                .as_ref()
                .map(Clone::clone)
                .map_err(ToString::to_string),
        });
        contents.map(|_| ())
    }

    /// Reads one picture, if there is room for it.
    fn contents(&self, events: &Path, path: &str) -> io::Result<Bytes> {
        let file = open_beside(events, &folder_of(events).join(path), LARGEST_PICTURE)?;
        // Large files are not read to find out that they are too large.
        if file.length() > LARGEST_PICTURE {
            return Err(too_large(LARGEST_PICTURE));
        }
        let fits = |length: u64| self.sum + length <= LARGEST_SUM;
        let full = || {
            let mebibytes = LARGEST_SUM / 1024 / 1024;
            let message = format!("all pictures together are larger than {mebibytes} MiB");
            io::Error::new(FULL, message)
        };
        if !fits(file.length()) {
            return Err(full());
        }
        let bytes = Bytes::from(file.bytes()?);
        if let Some(other) = other_contents(&bytes) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, other));
        }
        // The file may have grown since.
        if fits(bytes.len() as u64) {
            Ok(bytes)
        } else {
            Err(full())
        }
    }
}

/// Returns what a file is that only has the name of a picture: something that people publish by mistake.
fn other_contents(bytes: &[u8]) -> Option<&'static str> {
    /// The brands of HEIC, as phones write it, in the box at the start of the file.
    const HEIC: [&[u8]; 4] = [b"heic", b"heix", b"mif1", b"msf1"];
    let brand = |brand: &&[u8]| bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12) == Some(brand);
    // AVIF has a brand of these at times, and then names its own among the others.
    let is_avif = || {
        let start = bytes.get(..64).unwrap_or(bytes);
        start.windows(4).any(|it| it == b"avif")
    };
    if bytes.is_empty() {
        Some("an empty file")
    } else if bytes.starts_with(b"version https://git-lfs") {
        Some("a pointer of Git LFS")
    } else if HEIC.iter().any(brand) && !is_avif() {
        Some("a HEIC file")
    } else {
        None
    }
}

/// Says why a picture cannot be read, and what to do.
fn problem(events: &Path, path: &str, error: &io::Error) -> Problem {
    let error_text = error.to_string();
    match error.kind() {
        io::ErrorKind::FileTooLarge | FULL => ValueFinding::LargeImage {
            path: path.into(),
            error: error_text,
        }
        .into(),
        io::ErrorKind::InvalidData => ValueFinding::NotAnImage {
            path: path.into(),
            found: error_text,
        }
        .into(),
        io::ErrorKind::NotFound => match nearest(&folder_of(events).join(path), |name| {
            Image::parse(name).is_ok()
        }) {
            None => ValueFinding::NoImage { path: path.into() }.into(),
            Some(name) => {
                let folder = path
                    .rsplit_once('/')
                    .map(|(folder, _)| format!("{folder}/"));
                let problem = Problem::from(ValueFinding::MisspeltImage { path: path.into() });
                problem.guess(Edit::Value(folder.unwrap_or_default() + &name))
            }
        },
        _ => ValueFinding::UnreadableImage {
            path: path.into(),
            error: error_text,
        }
        .into(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn a_poll_takes_no_more_memory_than_the_first_reading_and_finds_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let events = folder.path().join("events.yaml");
        let mut pictures = Pictures::default();
        let mut problems = 0;
        for name in ["h", "g", "f", "e", "d", "c", "b", "a"].map(|name| format!("{name}.png")) {
            let file = File::create(folder.path().join(&name)).unwrap();
            file.set_len(LARGEST_PICTURE).unwrap();
            let read = pictures.read(&events, &Image::parse(&name).unwrap());
            problems += usize::from(read.is_err());
        }
        assert_eq!((problems, pictures.readable().count()), (1, 6));
        assert!(pictures.again(&events) == pictures);
    }
}
