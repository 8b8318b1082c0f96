//! What was read of a file that has errors.
//!
//! In: a document, and what is wrong with it. Out: a [`Recovered`]. Guaranteed: nothing is reported as missing that is there and could not be
//! read. Absent: the reading, which is [`super::recover`]'s.

use std::collections::HashSet;

use super::Document;
use crate::diagnostic::{Diagnostic, Path, Segment};

/// A document, perhaps with holes.
#[derive(Debug)]
pub(crate) struct Recovered {
    pub(crate) document: Document,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What could not be read; nothing more is to be said of these, or of what is in them.
    pub(super) holes: HashSet<Path>,
}

impl Recovered {
    pub(super) fn whole(document: Document) -> Self {
        Self {
            document,
            diagnostics: Vec::new(),
            holes: HashSet::new(),
        }
    }

    /// Adds parts of which nothing more is to be reported.
    pub(super) fn add_holes(&mut self, holes: Vec<Path>) {
        let stays =
            |found: &Diagnostic| !holes.iter().any(|hole| found.place.path.starts_with(hole));
        self.diagnostics.retain(stays);
        self.holes.extend(holes);
    }

    /// Nothing of a text that cannot be read.
    pub(super) fn nothing(diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            document: Document::default(),
            diagnostics,
            holes: HashSet::from([Vec::new()]),
        }
    }

    /// Returns the paths of all values that could not be read, or in which something could not be read.
    pub(crate) fn paths_to_holes(&self) -> HashSet<&[Segment]> {
        let holes = self.holes.iter();
        holes
            .flat_map(|hole| (0..=hole.len()).filter_map(|length| hole.get(..length)))
            .collect()
    }

    /// Whether `path` lies in a part that could not be read.
    pub(crate) fn is_hole(&self, path: &[Segment]) -> bool {
        !self.holes.is_empty()
            && (0..=path.len()).any(|length| {
                path.get(..length)
                    .is_some_and(|path| self.holes.contains(path))
            })
    }
}
