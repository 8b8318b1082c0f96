//! The result of reading a file that may have errors.
//!
//! A [`Recovered`] is the document, what is wrong with it, and the holes: the parts that could not be read. Nothing in a hole is reported
//! as missing. [`super::recover`] does the reading.

use std::collections::HashSet;

use super::Document;
use crate::diagnostic::{Diagnostic, Path, Segment};

/// A document, which may have holes.
#[derive(Debug)]
pub(crate) struct Recovered {
    pub(crate) document: Document,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The parts that could not be read. Nothing more is reported about them or what is in them.
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

    /// Makes an empty document for a text that cannot be read: the whole file is a hole.
    pub(crate) fn nothing(diagnostics: Vec<Diagnostic>) -> Self {
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

    /// Whether `path` is in a part that could not be read.
    pub(crate) fn is_hole(&self, path: &[Segment]) -> bool {
        !self.holes.is_empty()
            && (0..=path.len()).any(|length| {
                path.get(..length)
                    .is_some_and(|path| self.holes.contains(path))
            })
    }
}
