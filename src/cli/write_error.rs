//! Why a folder or a file could not be written.
//!
//! In: what was being done, the path, and the I/O error or what is in the way. Out: a [`WriteError`], which is shown with its help.
//! Guaranteed: it names the path. Absent: writing, see `output` and `replace`.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Report;

/// How many files an error names before it only counts.
const NAMED: usize = 5;

/// Why a folder could not be written; says which path, and what the system or the reader can do about it.
#[derive(Debug)]
pub struct WriteError(Box<Problem>);

#[derive(Debug)]
enum Problem {
    Os {
        doing: &'static str,
        path: PathBuf,
        error: io::Error,
    },
    /// Files of somebody else, never empty.
    Foreign(Vec<PathBuf>),
    InTheWay {
        path: PathBuf,
        found: &'static str,
        wanted: &'static str,
    },
    /// A path of the site that is no file name, or the file name of two.
    Unwritable(String),
    /// A template of the user has an error.
    Template(Report),
}

/// A file where a folder is expected holds nothing either; making the folder then tells the reader what is wrong.
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

    /// Files that no build wrote; at least one.
    pub(crate) fn foreign(paths: Vec<PathBuf>) -> Self {
        WriteError(Box::new(Problem::Foreign(paths)))
    }

    /// The path of a resource that no file can have.
    pub(crate) fn unwritable(path: &str) -> Self {
        WriteError(Box::new(Problem::Unwritable(path.to_owned())))
    }

    /// A template of the user, which is reported where it is.
    pub(crate) fn of_template(report: Report) -> Self {
        WriteError(Box::new(Problem::Template(report)))
    }

    /// Returns the report of a template's error, where it is one.
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

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Problem::Os { doing, path, error } => {
                write!(f, "cannot {doing} `{}`: {error}", path.display())
            }
            Problem::Foreign(paths) => {
                for path in paths.iter().take(NAMED) {
                    writeln!(f, "`{}` was not written by calfeed", path.display())?;
                }
                if paths.len() > NAMED {
                    writeln!(f, "and {} more", paths.len() - NAMED)?;
                }
                write!(
                    f,
                    "help: choose another folder, or remove what a build would overwrite there"
                )
            }
            Problem::InTheWay {
                path,
                found,
                wanted,
            } => write!(
                f,
                "`{}` is {found} where {wanted} goes\nhelp: choose another folder, or remove it",
                path.display()
            ),
            Problem::Template(_) => f.write_str("a template has an error"),
            Problem::Unwritable(path) => {
                write!(f, "`{path}` cannot be written as a file of its own")
            }
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Problem::Os { error, .. } => Some(error),
            Problem::Foreign(_)
            | Problem::InTheWay { .. }
            | Problem::Unwritable(_)
            | Problem::Template(_) => None,
        }
    }
}
