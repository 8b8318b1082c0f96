//! Finds the events file that a command edits.
//!
//! An option, such as `--file`, names it, its folder, a file that it includes, or `-`. Of an included file, the events file that includes it is
//! read, because only both together are a calendar.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::Failure;
use super::folder::{has_calendar, includer};
use super::included::folder;
use super::input::{Source, USUAL, text};

/// The events file to edit.
#[derive(Debug)]
pub(super) struct Target {
    /// A file, a folder, or `-`.
    path: PathBuf,
    /// The included file that was named in its place.
    included: Option<PathBuf>,
}

impl Target {
    /// Finds the events file that an option, such as `--file`, names.
    ///
    /// # Errors
    /// There is no such file.
    pub(super) fn of(named: &Path, option: &str) -> Result<Self, Failure> {
        let alone = Self {
            path: named.to_owned(),
            included: None,
        };
        if alone.is_standard_input() || named.is_dir() {
            return Ok(alone);
        }
        if !named.exists() {
            let init = if named == Path::new(USUAL) {
                "`calfeed init` writes one, or name yours"
            } else {
                "name the events file"
            };
            let name = named.display();
            return Err(Failure::Io(format!(
                "there is no file {name}; {init}, as in `{option} path/to/events.yaml`"
            )));
        }
        let includes = match text(named) {
            Ok(text) if !has_calendar(&text) => includer(named),
            // The reader of the events file reports what is wrong.
            Ok(_) | Err(_) => None,
        };
        Ok(match includes {
            Some(main) => {
                let here = Path::new(".").canonicalize().unwrap_or_default();
                Self {
                    path: main.strip_prefix(here).unwrap_or(&main).to_owned(),
                    included: Some(named.to_owned()),
                }
            }
            None => alone,
        })
    }

    pub(super) fn is_standard_input(&self) -> bool {
        self.path == Path::new("-")
    }

    /// The folder of the events file; `None` for standard input.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        if self.is_standard_input() {
            return None;
        }
        let is_folder = self.path.is_dir();
        Some(if is_folder {
            self.path.clone()
        } else {
            folder(&self.path)
        })
    }

    /// Reads the events file.
    pub(super) fn source(&self, now: DateTime<Utc>) -> Result<Source, Failure> {
        Source::open(&self.path, now)
    }

    /// The path, below the folder of the events file, of the included file that gets a new event: the one that `--in` gives, or else the one that
    /// was named in place of the events file. It is empty for the events file itself.
    pub(super) fn file_of_new(&self, source: &Source, given: Option<String>) -> Option<String> {
        let events = source.file.as_deref()?;
        let folder = folder(events);
        let path = match (given, &self.included) {
            (Some(given), _) => {
                let is_below = folder.join(&given).exists();
                let from_here = || below(&folder, Path::new(&given));
                match is_below.then(|| below(&folder, &folder.join(&given))) {
                    Some(Some(path)) => path,
                    Some(None) | None => from_here().unwrap_or(given),
                }
            }
            (None, Some(included)) => below(&folder, included)?,
            (None, None) => return None,
        };
        let is_events_file = events.file_name().is_some_and(|name| *name == *path);
        Some(if is_events_file { String::new() } else { path })
    }
}

/// The path of a file below a folder, as an events file there writes it.
fn below(folder: &Path, file: &Path) -> Option<String> {
    // A link keeps its own name: the events file includes that.
    let parent = match file.parent()? {
        empty if empty == Path::new("") => Path::new("."),
        parent => parent,
    };
    let whole = parent.canonicalize().ok()?.join(file.file_name()?);
    let below = whole.strip_prefix(folder.canonicalize().ok()?).ok()?;
    let parts: Vec<&str> = below.iter().map(|it| it.to_str()).collect::<Option<_>>()?;
    Some(parts.join("/"))
}
