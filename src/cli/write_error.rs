//! Explains why a folder or a file could not be written.
//!
//! The message has the path, the reason and, where there is one, a fix. Only the error of a template is shown by its own report instead.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::diagnostic::Report;

/// How many files a message names; it only counts the others.
const NAMED: usize = 5;

/// Why a folder could not be written. The message has the path, the reason and the fix.
#[derive(Debug)]
pub struct WriteError(Box<Problem>);

#[derive(Debug)]
enum Problem {
    /// An I/O error, and what was attempted.
    Os {
        doing: &'static str,
        path: PathBuf,
        error: io::Error,
    },
    /// Files that may not be overwritten or removed, never empty.
    Refused(BTreeMap<PathBuf, Reason>),
    /// Another build is writing to the folder, and has not ended while we waited.
    Busy { path: PathBuf, waited: Duration },
    /// Something else is at a path.
    InTheWay {
        path: PathBuf,
        found: &'static str,
        wanted: &'static str,
    },
    /// A path of the site that cannot be a file name, or has the same file name as another.
    Unwritable(String),
    /// A template of the user has an error.
    Template(Report),
}

/// Why a file may be neither overwritten nor removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The list of the last build does not have it.
    NotOurs,
    /// Its bytes are not those that a build wrote.
    Changed,
    /// The list has no digest for it, because an earlier release wrote the list.
    Unrecorded,
    /// It has been replaced by a link or a device.
    NotRegular,
}

/// Whether an error means that there is nothing at a path. A file in place of a folder counts too: creating the folder then reports it.
pub(crate) fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

impl WriteError {
    pub(crate) fn os(doing: &'static str, path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        WriteError(Box::new(Problem::Os { doing, path, error }))
    }

    /// Files that may be neither overwritten nor removed; at least one.
    pub(crate) fn refused(files: BTreeMap<PathBuf, Reason>) -> Self {
        WriteError(Box::new(Problem::Refused(files)))
    }

    /// A folder that another build writes to.
    pub(crate) fn busy(path: &Path, waited: Duration) -> Self {
        let path = path.to_owned();
        WriteError(Box::new(Problem::Busy { path, waited }))
    }

    /// The path of a resource that cannot be written as a file.
    pub(crate) fn unwritable(path: &str) -> Self {
        WriteError(Box::new(Problem::Unwritable(path.to_owned())))
    }

    /// An error in a template of the user.
    pub(crate) fn of_template(report: Report) -> Self {
        WriteError(Box::new(Problem::Template(report)))
    }

    /// Returns the report, if this is the error of a template.
    pub(crate) fn template(self) -> Result<Report, Self> {
        match *self.0 {
            Problem::Template(report) => Ok(report),
            other => Err(Self(Box::new(other))),
        }
    }

    pub(crate) fn in_the_way(path: PathBuf, found: &'static str, wanted: &'static str) -> Self {
        WriteError(Box::new(Problem::InTheWay {
            path,
            found,
            wanted,
        }))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::NotOurs => "was not written by calfeed",
            Reason::Changed => "was changed after calfeed wrote it",
            Reason::Unrecorded => {
                "may have been changed after an earlier release of calfeed wrote it, which kept no checksums"
            }
            Reason::NotRegular => "is not a regular file any more",
        })
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Problem::Os { doing, path, error } => {
                write!(f, "cannot {doing} `{}`: {error}", path.display())
            }
            Problem::Refused(files) => {
                for (path, reason) in files.iter().take(NAMED) {
                    writeln!(f, "`{}` {reason}", path.display())?;
                }
                if files.len() > NAMED {
                    writeln!(f, "and {} more", files.len() - NAMED)?;
                }
                let keep = if files.values().any(|it| *it == Reason::Unrecorded) {
                    ", but keep `.calfeed`"
                } else {
                    ""
                };
                write!(
                    f,
                    "help: move or delete these files{keep}, then build again; or choose another folder"
                )
            }
            Problem::Busy { path, waited } => write!(
                f,
                "another build has been writing to `{}` for {} seconds\nhelp: build again when it has ended, or choose another folder",
                path.display(),
                waited.as_secs()
            ),
            Problem::InTheWay {
                path,
                found,
                wanted,
            } => write!(
                f,
                "`{}` is {found}, but must be {wanted}\nhelp: remove it, or choose another folder",
                path.display()
            ),
            Problem::Template(_) => f.write_str("a template has an error"),
            Problem::Unwritable(path) => {
                write!(f, "`{path}` cannot be written as a separate file")
            }
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Problem::Os { error, .. } => Some(error),
            Problem::Refused(_)
            | Problem::Busy { .. }
            | Problem::InTheWay { .. }
            | Problem::Unwritable(_)
            | Problem::Template(_) => None,
        }
    }
}
