//! Why git does not give the history of a file.
//!
//! In: what git did, in words. Out: a [`Silence`], with the resulting state of the history, and a fix if there is one. Absent: running git.

use std::fmt;

use crate::server::HistoryState;

#[derive(Clone, Copy, Debug)]
pub(super) enum Severity {
    /// Git is not there to be asked.
    Note,
    /// It is, and something is wrong.
    Warning,
}

/// Why git tells nothing.
#[derive(Debug)]
pub(in crate::cli) struct Silence {
    pub(super) severity: Severity,
    pub(super) state: HistoryState,
    pub(super) says: String,
    pub(super) help: Option<&'static str>,
}

impl Silence {
    pub(super) fn note(says: String) -> Self {
        Self {
            severity: Severity::Note,
            state: HistoryState::Missing,
            says,
            help: Some("where git is, `calfeed revisions` writes what `--revisions` takes"),
        }
    }

    /// Git is there; `says` has the cure, where there is one.
    pub(super) fn warning(says: String) -> Self {
        Self {
            severity: Severity::Warning,
            state: HistoryState::Failing,
            says,
            help: None,
        }
    }

    pub(super) fn partial(name: &str) -> Self {
        Self {
            severity: Severity::Warning,
            state: HistoryState::Shallow,
            says: format!("{name} is in a partial clone, which lacks its earlier versions"),
            help: Some("clone it without `--filter`"),
        }
    }
}

impl fmt::Display for Silence {
    /// Shows it where the history is all that was asked for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)?;
        match (self.severity, self.help) {
            (Severity::Warning, Some(help)) => write!(f, "; {help}"),
            _ => Ok(()),
        }
    }
}
