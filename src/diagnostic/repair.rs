//! What to write instead, as data.
//!
//! In: an [`Edit`] of whoever found a problem, which knows the value and not the text around it. Out: a [`Fix`], bytes of the
//! file and what to put there; and the words for it. Guaranteed: an exact fix keeps all digits and all words of what it
//! replaces, in their order. Absent: the bytes of a place, which [`crate::document`] knows, and the writing of a file.

use std::ops::Range;

use super::Choices;
use crate::visible::shown;

/// How sure it is that a [`Fix`] says what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Certainty {
    /// It keeps every number and every word of what was written: it can be applied without asking.
    Exact,
    /// It is a choice among several: somebody has to say which.
    Guess,
    /// It has a placeholder, such as `<title>`, that somebody has to replace. As it is, it is refused.
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
    /// The bytes of the file to replace, end exclusive; empty where something is added.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What to put in their place.
    pub fn replacement(&self) -> &str {
        &self.replacement
    }

    /// How sure it is that this was meant.
    pub fn certainty(&self) -> Certainty {
        self.certainty
    }
}

/// An [`Edit`], and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    pub(crate) edit: Edit,
    pub(crate) certainty: Certainty,
}

/// What to write instead, relative to the place of the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// This text as the value; it is quoted where YAML needs that.
    Value(String),
    /// This YAML as the value.
    Yaml(String),
    /// The key under this name, with its value as it is.
    Key(String),
    /// This key with this YAML as its value, in the mapping at the place.
    Add(String, String),
    /// This key with this YAML as its value, after the key at the place.
    AddAfter(String, String),
    /// This line in the section with this name at the top of the file.
    AddToSection(&'static str, String),
    /// This YAML in place of the key and its value: one key a line.
    Entry(String),
    /// The key and its value go.
    Remove,
    /// These bytes of the text.
    Bytes(Range<usize>, String),
}

impl Edit {
    /// Whether it can be shown in a sentence: spaces, and text of several lines, cannot.
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

    /// What the editor of the file types.
    fn shown(&self) -> String {
        match self {
            Self::Entry(text) => text.lines().map(shown).collect::<Vec<_>>().join("`, `"),
            Self::Value(text) | Self::Yaml(text) | Self::Bytes(_, text) => shown(text),
            // A key may keep its place with spaces.
            Self::Key(name) => shown(name.trim()),
            Self::Add(key, yaml) | Self::AddAfter(key, yaml) => shown(&format!("{key}: {yaml}")),
            Self::AddToSection(section, yaml) => {
                format!("{}` under `{section}", shown(yaml))
            }
            Self::Remove => String::new(),
        }
    }
}

/// Whether the words for the repairs are a question.
pub(super) fn is_question(repairs: &[Repair]) -> bool {
    match repairs {
        [one] => {
            let is_addition = one.edit.is_addition() || one.edit == Edit::Remove;
            one.certainty == Certainty::Guess && !is_addition
        }
        _ => false,
    }
}

/// Returns what to do, such as ``write `2025-03-27` ``; none without repairs.
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
