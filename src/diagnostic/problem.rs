//! What is wrong with one value, before it is known where the value is.
//!
//! In: a [`Finding`], and the repairs of whoever found it. Out: a [`Problem`], which becomes a diagnostic at a place.
//! Guaranteed: its words are made when they are asked for, and only here: one line each, of a length that can be read.
//! Absent: places.

use std::fmt;

use super::repair::{self, Certainty, Edit, Repair};
use super::{Finding, Kind};
use crate::visible::visible;

/// What is wrong with one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub(super) finding: Box<Finding>,
    pub(super) repairs: Vec<Repair>,
}

impl Problem {
    /// A problem without a repair.
    pub(crate) fn of(finding: Finding) -> Self {
        Self {
            finding: Box::new(finding),
            repairs: Vec::new(),
        }
    }

    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self::of(Finding::Worded {
            kind,
            message: sentence(&message.into()),
            help: None,
        })
    }

    /// Adds the cure: what to type instead.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        if !matches!(*self.finding, Finding::Worded { .. }) {
            let (kind, message) = (self.kind(), self.message());
            let help = None;
            *self.finding = Finding::Worded {
                kind,
                message,
                help,
            };
        }
        if let Finding::Worded { help, .. } = &mut *self.finding {
            *help = Some(sentence(&text.into()));
        }
        self
    }

    /// Adds an edit that keeps every number and every word of what was written.
    pub(crate) fn exact(self, edit: Edit) -> Self {
        self.repair(edit, Certainty::Exact)
    }

    /// Adds an edit that is one of several that may have been meant.
    pub(crate) fn guess(self, edit: Edit) -> Self {
        self.repair(edit, Certainty::Guess)
    }

    /// Adds an edit with a placeholder, such as `<title>`, that the editor of the file must replace.
    pub(crate) fn template(self, edit: Edit) -> Self {
        self.repair(edit, Certainty::Template)
    }

    pub(crate) fn repair(mut self, edit: Edit, certainty: Certainty) -> Self {
        self.repairs.push(Repair { edit, certainty });
        self
    }

    /// What was found, as data.
    pub(crate) fn finding(&self) -> &Finding {
        &self.finding
    }

    /// The edits that would repair it, the most likely first.
    pub(crate) fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Which problem it is.
    pub fn kind(&self) -> Kind {
        self.finding.kind()
    }

    /// What was found, in words.
    pub fn message(&self) -> String {
        sentence(&self.finding.message())
    }

    /// What to write instead, or how to find out.
    pub(crate) fn advice(&self) -> Option<String> {
        let repairs = repair::in_words(&self.repairs);
        let help = match (repairs, self.finding.help()) {
            (Some(repairs), Some(help)) if repair::is_question(&self.repairs) => {
                format!("{repairs} {help}")
            }
            (Some(repairs), Some(help)) => format!("{repairs}; {help}"),
            (Some(text), None) | (None, Some(text)) => text,
            (None, None) => return None,
        };
        Some(sentence(&help))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        match self.advice() {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

/// Returns a message as one line of a length that can be read, whatever the user's text in it holds.
fn sentence(text: &str) -> String {
    const LONGEST: usize = 2_000;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", visible(text.get(..end).unwrap_or_default())),
        None => visible(text).into_owned(),
    }
}
