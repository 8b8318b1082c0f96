//! Searches a folder, and those in it, for the files that patterns name.
//!
//! A folder is entered only if a pattern may name a file below it. Hidden folders, and folders that are links, are not. What cannot be read is
//! reported, because it may have files. The number of files and of comparisons is limited.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::is_yaml;
use crate::diagnostic::{IncludeFinding, Problem};
use crate::include::Include;

/// How many files and folders are looked at to find the files that patterns name.
const MOST_LOOKED_AT: usize = 100_000;

/// The most characters of paths that are compared with patterns, each as often as the pattern is long. It takes seconds.
const MOST_COMPARED: usize = 1_000_000_000;

/// Why a file or a folder is not read.
const NOT_UTF_8: &str = "its name is not UTF-8";

/// A search for the files that patterns name.
pub(super) struct Search<'a> {
    folder: &'a Path,
    /// The name of the events file.
    own_name: Option<&'a str>,
    entries: &'a [Include],
    /// For each entry, whether it has matched a file.
    pub(super) have_matched: Vec<bool>,
    looked_at: usize,
    compared: usize,
    /// The paths, each with the index of the first entry that names it.
    pub(super) named: BTreeMap<String, usize>,
    /// What is wrong, each with the index of an entry.
    pub(super) problems: Vec<(usize, Problem)>,
}

impl<'a> Search<'a> {
    /// Searches below a folder, in which the events file has the name `own_name`.
    pub(super) fn of(folder: &'a Path, own_name: Option<&'a str>, entries: &'a [Include]) -> Self {
        let mut search = Self {
            folder,
            own_name,
            entries,
            have_matched: vec![false; entries.len()],
            looked_at: 0,
            compared: 0,
            named: BTreeMap::new(),
            problems: Vec::new(),
        };
        if let Some(first) = entries.iter().position(Include::is_pattern)
            && let Err(finding) = search.below("")
        {
            search.problems.push((first, finding.into()));
            // Whether the others match anything is not known.
            search.have_matched.fill(true);
        }
        search
    }

    /// Searches a folder, whose path ends with `/` unless it is the top. Fails if the search takes too long.
    fn below(&mut self, below: &str) -> Result<(), IncludeFinding> {
        let found = match std::fs::read_dir(self.folder.join(below)) {
            Ok(found) => found,
            // A pattern without files is reported.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return self.unreadable(below.trim_end_matches('/'), error.to_string()),
        };
        // No folder stays open while those in it are searched.
        let mut folders = Vec::new();
        for found in found.flatten() {
            self.looked_at += 1;
            if self.looked_at > MOST_LOOKED_AT {
                let most = MOST_LOOKED_AT;
                return Err(IncludeFinding::TooManyFolders { most });
            }
            let name = found.file_name();
            let Ok(kind) = found.file_type() else {
                continue;
            };
            let shown = name.to_string_lossy();
            let path = format!("{below}{shown}");
            if kind.is_dir() {
                let may_have = !shown.starts_with('.')
                    && !self.matching(&path, Include::may_match_below)?.is_empty();
                if may_have && name.to_str().is_none() {
                    self.unreadable(&path, NOT_UTF_8.to_owned())?;
                } else if may_have {
                    folders.push(format!("{path}/"));
                }
                continue;
            }
            if !is_yaml(&shown) {
                continue;
            }
            let by = self.matching(&path, Include::matches)?;
            let Some(first) = by.first().copied() else {
                continue;
            };
            if below.is_empty() && name.to_str().is_some_and(|it| self.own_name == Some(it)) {
                // A pattern for all files of the folder matches the events file too.
                continue;
            }
            if name.to_str().is_none() {
                let finding = IncludeFinding::Unreadable {
                    path: path.as_str().into(),
                    error: NOT_UTF_8.to_owned(),
                };
                self.problems.push((first, finding.into()));
            } else if kind.is_file() || self.is_link_to_a_file(&path) {
                self.named.insert(path, first);
            } else {
                continue;
            }
            self.have_matched(by);
        }
        for folder in folders {
            self.below(&folder)?;
        }
        Ok(())
    }

    /// Reports a folder that may have files, and cannot be read.
    fn unreadable(&mut self, folder: &str, error: String) -> Result<(), IncludeFinding> {
        let by = self.matching(folder, Include::may_match_below)?;
        let finding = IncludeFinding::UnreadableFolder {
            path: folder.into(),
            error,
        };
        let first = by.first().copied().unwrap_or_default();
        self.problems.push((first, finding.into()));
        // It is not known that they name no file.
        self.have_matched(by);
        Ok(())
    }

    fn have_matched(&mut self, patterns: Vec<usize>) {
        for index in patterns {
            if let Some(has_matched) = self.have_matched.get_mut(index) {
                *has_matched = true;
            }
        }
    }

    /// Returns the indices of the patterns that match a path.
    fn matching(
        &mut self,
        path: &str,
        matches: impl Fn(&Include, &str) -> bool,
    ) -> Result<Vec<usize>, IncludeFinding> {
        let mut matching = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if !entry.is_pattern() {
                continue;
            }
            self.compared += entry.as_str().len() * path.len();
            if self.compared > MOST_COMPARED {
                return Err(IncludeFinding::TooManyPatterns);
            }
            if matches(entry, path) {
                matching.push(index);
            }
        }
        Ok(matching)
    }

    /// Whether anything but a folder is at a path, or a link to it. Reading it says what is wrong with it.
    fn is_link_to_a_file(&self, path: &str) -> bool {
        let target = std::fs::metadata(self.folder.join(path));
        target.map_or(true, |target| !target.is_dir())
    }
}
