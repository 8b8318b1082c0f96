//! Says why git does not give the history of a file.
//!
//! A [`HistoryGap`] has the message, the resulting state of the history, and a fix if there is one.

use std::fmt;

use crate::history::includes_of;
use crate::include::Include;
use crate::server::HistoryState;
use crate::version::Version;

#[derive(Clone, Copy, Debug)]
pub(super) enum Severity {
    /// There is no git, or no repository.
    Note,
    /// There is a repository, but git fails on it.
    Warning,
}

/// Why git does not give the history of a file.
#[derive(Debug)]
pub(in crate::cli) struct HistoryGap {
    pub(super) severity: Severity,
    pub(super) state: HistoryState,
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
}

impl HistoryGap {
    pub(super) fn note(message: String) -> Self {
        Self {
            severity: Severity::Note,
            state: HistoryState::Missing,
            message,
            help: Some("see docs/how-to/without-git.md"),
        }
    }

    /// `message` includes the fix, if there is one.
    pub(super) fn warning(message: String) -> Self {
        Self {
            severity: Severity::Warning,
            state: HistoryState::Failing,
            message,
            help: None,
        }
    }

    /// The events file is committed, but each version in git has an error.
    pub(super) fn of_invalid(name: &str, newest: &Version, others: &[Include]) -> Self {
        let entries = includes_of(&newest.text, others);
        let lacks = |entry: &&Include| {
            let mut included = newest.included.iter();
            !entry.is_pattern() && !included.any(|file| entry.matches(&file.path))
        };
        let missing = entries.iter().find(lacks);
        Self {
            severity: Severity::Warning,
            state: HistoryState::Missing,
            message: match missing {
                Some(entry) => format!(
                    "git has no file `{}`, which {name} includes",
                    entry.as_str()
                ),
                None => format!("git has no version of {name} without errors"),
            },
            help: Some(if entries.is_empty() {
                "commit this version"
            } else {
                "commit each file itself: a link, an ignored file and a submodule are not in the history"
            }),
        }
    }

    pub(super) fn partial(name: &str) -> Self {
        Self {
            severity: Severity::Warning,
            state: HistoryState::Shallow,
            message: format!("{name} is in a partial clone, which lacks its earlier versions"),
            help: Some("clone it without `--filter`"),
        }
    }
}

impl fmt::Display for HistoryGap {
    /// For `calfeed revisions`, which cannot use `--revisions` instead: only warnings have a help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match (self.severity, self.help) {
            (Severity::Warning, Some(help)) => write!(f, "; {help}"),
            _ => Ok(()),
        }
    }
}
