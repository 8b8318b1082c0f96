//! Repairs: what to write instead, as data and in words.
//!
//! The code that finds a problem adds an [`Edit`], because it knows the value and not the text around it. [`crate::document`] turns the
//! edit into a [`Fix`]: bytes of the file and what to put there. An exact fix keeps all digits and all words of what it replaces, in their
//! order. [`mod@crate::edit`] applies fixes.

use std::ops::Range;

use super::Choices;
use crate::visible::shown;

/// How sure it is that a [`Fix`] is what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Certainty {
    /// The fix keeps every number and every word of what was written. It can be applied without asking.
    Exact,
    /// The fix is a likely one, or one of several. Somebody has to choose it.
    Guess,
    /// The fix has a placeholder, such as `<title>`, that somebody has to replace. `check` refuses a placeholder.
    Template,
}

impl Certainty {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Guess => "guess",
            Self::Template => "template",
        }
    }
}

/// A change of the file that would repair what a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub(crate) range: Range<usize>,
    pub(crate) replacement: String,
    pub(crate) certainty: Certainty,
}

impl Fix {
    /// The bytes of the file to replace, end exclusive. The range is empty if the fix only adds text.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What to put in their place.
    pub fn replacement(&self) -> &str {
        &self.replacement
    }

    /// How sure it is that the fix is what was meant.
    pub fn certainty(&self) -> Certainty {
        self.certainty
    }
}

/// An [`Edit`], and how sure it is that it is what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    pub(crate) edit: Edit,
    pub(crate) certainty: Certainty,
}

/// What to write instead, relative to the place of the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// Replace the value with this text, which is quoted if YAML requires it.
    Value(String),
    /// Replace the value with this YAML.
    Yaml(String),
    /// Rename the key, and keep its value.
    Key(String),
    /// Add this key, with this YAML as its value, to the mapping at the place.
    Add(String, String),
    /// Add this key, with this YAML as its value, after the key at the place.
    AddAfter(String, String),
    /// This line in the section with this name at the top of the file.
    AddToSection(&'static str, String),
    /// Replace the key and its value with this YAML, which has one key per line.
    Entry(String),
    /// Remove the key and its value.
    Remove,
    /// Replace these bytes of the text.
    Bytes(Range<usize>, String),
}

impl Edit {
    /// Whether the edit can be shown in a sentence. Spaces, and text of several lines, cannot.
    fn can_be_shown(&self) -> bool {
        match self {
            Self::Bytes(_, text) => !text.trim().is_empty() && !text.contains('\n'),
            _ => true,
        }
    }

    /// Whether it adds a key.
    fn is_addition(&self) -> bool {
        matches!(
            self,
            Self::Add(..) | Self::AddAfter(..) | Self::AddToSection(..)
        )
    }

    /// Returns what a person would type to make the edit.
    fn shown(&self) -> String {
        match self {
            Self::Entry(text) => text.lines().map(shown).collect::<Vec<_>>().join("`, `"),
            Self::Value(text) | Self::Yaml(text) | Self::Bytes(_, text) => shown(text),
            // Spaces around the name may keep the key at its column.
            Self::Key(name) => shown(name.trim()),
            Self::Add(key, yaml) | Self::AddAfter(key, yaml) => shown(&format!("{key}: {yaml}")),
            Self::AddToSection(section, yaml) => {
                format!("{}` under `{section}", shown(yaml))
            }
            Self::Remove => String::new(),
        }
    }
}

/// Whether [`in_words`] asks a question.
pub(super) fn is_question(repairs: &[Repair]) -> bool {
    match repairs {
        [one] => {
            let is_addition = one.edit.is_addition() || one.edit == Edit::Remove;
            one.certainty == Certainty::Guess && !is_addition
        }
        _ => false,
    }
}

/// Returns what to do, such as ``write `2025-03-27` ``. Returns `None` if no repair can be shown.
pub(super) fn in_words(repairs: &[Repair]) -> Option<String> {
    let first = repairs.iter().find(|repair| repair.edit.can_be_shown())?;
    if first.edit == Edit::Remove {
        return Some("remove it".to_owned());
    }
    let can_be_shown = repairs.iter().filter(|repair| repair.edit.can_be_shown());
    let choices = Choices(can_be_shown.map(|repair| repair.edit.shown()).collect());
    Some(match &first.edit {
        _ if is_question(repairs) => format!("did you mean {choices}?"),
        edit if edit.is_addition() => format!("add {choices}"),
        Edit::Key(_) if first.certainty == Certainty::Exact => format!("rename it to {choices}"),
        _ => format!("write {choices}"),
    })
}
