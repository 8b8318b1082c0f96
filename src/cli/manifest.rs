//! Reads and writes `DIR/.calfeed`, the list of the files that a build wrote, with the SHA-256 of each.
//!
//! A folder is a line `PATH/`; a file is `PATH SHA256`, or `PATH SHA256 SECONDS` if its modification time (seconds since 1970) is later
//! than that of the resource. While a build runs, a file may have several lines: one with what was there, one with what will
//! be. A line with a path alone was written by an earlier release, which recorded no digests. A path that a calendar cannot publish is
//! dropped, and so is a last line that was cut off by a kill or a full disk. Lines are sorted, so that the same site gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::digest::Digest;
use super::hosted::HEADERS;
use super::regular::Regular;
use super::replace::replace;
use super::write_error::{Reason, WriteError, is_absence};
use crate::route::Route;
use crate::span::LAST_WRITTEN_SECOND;

/// Hidden, like the temporary files, so that static hosts do not publish it.
pub(crate) const NAME: &str = ".calfeed";

/// The maximum size of the list: enough for the largest calendar, with an old and a new version of each file.
const LARGEST: u64 = 128 * 1024 * 1024;
const MOST_LINES: usize = 1_000_000;

/// The first line. Its start distinguishes our list from another program's file of the same name.
const HEADER: &str =
    "# calfeed: the files and folders that a build put here, and may remove. Do not edit.";
const HEADER_START: &str = "# calfeed:";

/// The last second of the year 9999: no header of HTTP can have a later date.
pub(crate) const LATEST: u64 = LAST_WRITTEN_SECOND.unsigned_abs();

/// The files and folders that builds wrote, as paths relative to the output folder, separated by `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) files: BTreeMap<String, Versions>,
    pub(crate) folders: BTreeSet<String>,
}

/// The contents that a file may have: one version after a complete build, none if an earlier release wrote the list.
pub(crate) type Versions = Vec<Version>;

/// One version of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) digest: Digest,
    /// The modification time that it was given, in seconds since 1970, if that is later than that of the resource.
    pub(crate) dated: Option<u64>,
}

impl Manifest {
    /// Reads the list of a folder, and whether it is complete and exactly as we write it. If there is no list or no folder, the list is
    /// empty.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is too long, or was not written by a build.
    pub(crate) fn read(dir: &Path) -> Result<(Manifest, bool), WriteError> {
        let path = dir.join(NAME);
        let failed = |error| WriteError::os("read", &path, error);
        match fs::symlink_metadata(&path) {
            Err(error) if is_absence(&error) => return Ok((Manifest::default(), false)),
            // A build never writes a link.
            Ok(found) if found.is_symlink() => {
                return Err(WriteError::refused([(path, Reason::NotOurs)].into()));
            }
            Ok(_) | Err(_) => {}
        }
        let text = Regular::open(&path, LARGEST).and_then(Regular::text);
        let text = text.map_err(failed)?;
        if !text.starts_with(HEADER_START) {
            return Err(WriteError::refused([(path, Reason::NotOurs)].into()));
        }
        if text.lines().nth(MOST_LINES).is_some() {
            let message = format!("it has more than {MOST_LINES} lines");
            return Err(failed(io::Error::new(io::ErrorKind::FileTooLarge, message)));
        }
        let mut manifest = Manifest::default();
        for line in text.lines().skip(1) {
            // A path that no build would write must not be removed either.
            let _ = manifest.add(line);
        }
        let is_exact = manifest.is_written(&text);
        Ok((manifest, is_exact))
    }

    /// Whether a text is this list, exactly as we write it.
    fn is_written(&self, text: &str) -> bool {
        let mut rest = Rest(text);
        write!(rest, "{self}").is_ok() && rest.0.is_empty()
    }

    /// Adds the entry of a line, if it is a line that a build writes.
    fn add(&mut self, line: &str) -> Option<()> {
        if let Some(folder) = line.strip_suffix('/') {
            if is_folder(folder) {
                self.folders.insert(folder.to_owned());
            }
            return Some(());
        }
        let mut fields = line.split(' ');
        let file = fields.next().filter(|file| is_file(file))?;
        let digest = fields.next().map(Digest::parse);
        let dated = fields
            .next()
            .map(|it| it.parse().ok().filter(|it| *it <= LATEST));
        let version = match (digest, dated, fields.next()) {
            (None, ..) => None,
            (Some(digest), None, _) => Some((digest?, None)),
            (Some(digest), Some(dated), None) => Some((digest?, Some(dated?))),
            (Some(_), Some(_), Some(_)) => return None,
        };
        let versions = self.files.entry(file.to_owned()).or_default();
        if let Some((digest, dated)) = version {
            if versions.is_empty() {
                // Nearly always there is only one version.
                versions.reserve_exact(1);
            }
            versions.push(Version { digest, dated });
        }
        Some(())
    }

    /// Writes the list, and syncs it to the disk. Without the list, the next build would refuse to overwrite our files.
    pub(crate) fn write(&self, dir: &Path) -> Result<(), WriteError> {
        replace(
            &dir.join(NAME),
            self.to_string().as_bytes(),
            None,
            || Ok(()),
        )
    }

    /// The latest modification time that a file was given.
    pub(crate) fn latest(&self, file: &str) -> Option<u64> {
        let versions = self.files.get(file)?;
        versions.iter().filter_map(|it| it.dated).max()
    }

    /// The version of a file with this digest.
    pub(crate) fn version(&self, file: &str, digest: Digest) -> Option<Version> {
        let versions = self.files.get(file)?;
        versions.iter().rfind(|it| it.digest == digest).copied()
    }
}

/// A path, what comes after it, and the version of a file.
type Line<'a> = (&'a str, &'a str, Option<Version>);

fn start<'a>(line: &Line<'a>) -> impl Iterator<Item = u8> + use<'a> {
    line.0.bytes().chain(line.1.bytes())
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folders = self.folders.iter().map(|it| (it.as_str(), "/", None));
        let files = self.files.iter().flat_map(|(file, versions)| {
            let bare = versions.is_empty().then_some((file.as_str(), "", None));
            let listed = versions.iter().map(|it| (file.as_str(), " ", Some(*it)));
            bare.into_iter().chain(listed)
        });
        let mut lines: Vec<Line<'_>> = folders.chain(files).collect();
        lines.sort_by(|one, other| {
            let versions = || {
                let written = |line: &Line<'_>| line.2.map(|version| version.to_string());
                written(one).cmp(&written(other))
            };
            start(one).cmp(start(other)).then_with(versions)
        });
        writeln!(f, "{HEADER}")?;
        lines.iter().try_for_each(|(path, end, version)| {
            write!(f, "{path}{end}")?;
            if let Some(version) = version {
                write!(f, "{version}")?;
            }
            writeln!(f)
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.digest)?;
        match self.dated {
            Some(seconds) => write!(f, " {seconds}"),
            None => Ok(()),
        }
    }
}

/// The rest of a text, from which each write removes its bytes. It compares the list with a file without a second copy.
struct Rest<'a>(&'a str);

impl fmt::Write for Rest<'_> {
    fn write_str(&mut self, written: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
        Ok(())
    }
}

/// The list while a build writes: each file is added to it just before it is renamed into its place.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: Option<File>,
}

impl Journal {
    /// The journal of a folder that has a list.
    pub(crate) fn of(dir: &Path) -> Self {
        Self {
            path: dir.join(NAME),
            file: None,
        }
    }

    /// Adds the version that a file is about to get. The entry survives a kill of the process. Like the file, it is not synced to the disk.
    pub(crate) fn add(&mut self, file: &str, version: Version) -> io::Result<()> {
        let list = match &mut self.file {
            Some(list) => list,
            none => none.insert(File::options().append(true).open(&self.path)?),
        };
        let line = format!("{file} {version}\n");
        list.write_all(line.as_bytes())
    }

    /// Whether an entry was added.
    pub(crate) fn is_used(&self) -> bool {
        self.file.is_some()
    }
}

/// Returns the URL path of a relative file; the inverse of `file_of` of `output`.
pub(crate) fn url_path(file: &str) -> String {
    match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{file}"),
    }
}

/// Whether a build can write a file at this relative path: a file that a calendar can publish, or the file of headers.
fn is_file(file: &str) -> bool {
    let path = url_path(file);
    !file.is_empty() && (path == HEADERS || Route::parse(&path).is_some())
}

/// Whether a calendar can publish files in this folder.
fn is_folder(folder: &str) -> bool {
    Route::is_folder(folder)
}

/// Returns each folder above a relative path, outermost first, without the output folder itself.
pub(crate) fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}
