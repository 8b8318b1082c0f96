//! A problem of one value, before it is known where the value is.
//!
//! A [`Problem`] is a [`Finding`] with the repairs that the code that found it suggests. It becomes a [`super::Diagnostic`] at a place. Its
//! words are made only when they are asked for, as one line of bounded length.

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
    /// Makes a problem without a repair.
    pub(crate) fn of(finding: Finding) -> Self {
        Self {
            finding: Box::new(finding),
            repairs: Vec::new(),
        }
    }

    /// Adds an edit that keeps every number and every word of what was written.
    pub(crate) fn exact(self, edit: Edit) -> Self {
        self.repair(edit, Certainty::Exact)
    }

    /// Adds an edit that may have been meant.
    pub(crate) fn guess(self, edit: Edit) -> Self {
        self.repair(edit, Certainty::Guess)
    }

    /// Adds an edit that is more likely than those before it.
    pub(crate) fn guess_first(mut self, edit: Edit) -> Self {
        let certainty = Certainty::Guess;
        self.repairs.insert(0, Repair { edit, certainty });
        self
    }

    /// Adds an edit with a placeholder, such as `<title>`, that the editor of the file must replace.
    pub(crate) fn template(self, edit: Edit) -> Self {
        self.repair(edit, Certainty::Template)
    }

    pub(crate) fn repair(mut self, edit: Edit, certainty: Certainty) -> Self {
        self.repairs.push(Repair { edit, certainty });
        self
    }

    /// Makes exact repairs guesses.
    pub(crate) fn in_doubt(mut self) -> Self {
        for repair in &mut self.repairs {
            repair.certainty = repair.certainty.max(Certainty::Guess);
        }
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

    /// The kind of the problem, which has its name.
    pub fn kind(&self) -> Kind {
        self.finding.kind()
    }

    /// What was found, in words.
    pub fn message(&self) -> String {
        sentence(&self.finding.message())
    }

    /// What to write instead, or how to find out.
    pub(crate) fn advice(&self) -> Option<String> {
        self.advice_and(None)
    }

    /// Returns the advice, followed by another thing that can be done.
    pub(super) fn advice_and(&self, last: Option<String>) -> Option<String> {
        let repairs = repair::in_words(&self.repairs);
        let mut parts = [repairs, self.finding.help(), last].into_iter().flatten();
        let mut advice = parts.next()?;
        let mut separator = if repair::is_question(&self.repairs) {
            " "
        } else {
            "; "
        };
        for part in parts {
            advice.push_str(separator);
            advice.push_str(&part);
            separator = "; ";
        }
        Some(sentence(&advice))
    }

    /// Makes the repairs change the key instead of the value, because the problem is one of a key.
    pub(crate) fn of_key(mut self) -> Self {
        for repair in &mut self.repairs {
            if let Edit::Value(text) = &repair.edit {
                repair.edit = Edit::Key(text.clone());
            }
        }
        self
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

/// Returns a message as one safe line of at most 2,000 characters, even if it contains text of the user.
fn sentence(text: &str) -> String {
    const MOST_CHARACTERS: usize = 2_000;
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", visible(text.get(..end).unwrap_or_default())),
        None => visible(text).into_owned(),
    }
}
