//! Finds and reads the files that an events file includes.
//!
//! [`IncludedFiles::read`] takes the events file and the entries of `include`, and returns each file below the folder of the events file that they
//! name, once, in the order of the paths. Hidden files and links out of that folder are refused, and folders that are links are not searched.
//! The number of files and of bytes is limited. [`super::stamp`] says which files need not be read again.

mod search;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::beside::{nearest, open_beside};
use super::input::{LARGEST, not_utf8};
use super::linked;
use super::stamp::Stamp;
use crate::diagnostic::{Edit, IncludeFinding, Problem};
use crate::include::{Include, MOST_BYTES, MOST_FILES};
use crate::reading::{Found, FoundFile};
use crate::version::Included;
use search::Search;

/// The included files, as they were read. Two readings are equal if the same files have the same contents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct IncludedFiles {
    entries: Vec<Include>,
    files: Vec<IncludedFile>,
    /// What is wrong with an entry, by its index.
    problems: Vec<(usize, Problem)>,
}

/// An included file, as it was read.
#[derive(Clone, Debug)]
struct IncludedFile {
    path: Arc<str>,
    contents: Contents,
    stamp: Option<Stamp>,
    /// When it was last modified.
    modified: DateTime<Utc>,
}

/// When a file was written is no difference.
impl PartialEq for IncludedFile {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.contents == other.contents
    }
}

impl Eq for IncludedFile {}

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Contents {
    text: Arc<String>,
    /// The first byte that is not UTF-8. The text then has a replacement character for each such byte.
    invalid_at: Option<usize>,
}

impl IncludedFiles {
    /// Reads the files that the entries name. A file that `before` has, and that cannot have changed since, is not read again.
    pub(super) fn read(events: &Path, entries: &[Include], before: &Self) -> Self {
        // Most calendars have one file, and are polled each second.
        if entries.is_empty() {
            return Self::default();
        }
        let real = real(events);
        let mut reading = Reading {
            events,
            folder: linked::folder_of(&real),
            own_name: real.file_name().and_then(OsStr::to_str),
            before,
            bytes: std::fs::metadata(events).map_or(0, |it| it.len()),
            read: Self {
                entries: entries.to_vec(),
                ..Self::default()
            },
        };
        reading.files();
        reading.read
    }

    /// Whether these are the files of just these entries.
    pub(super) fn are_of(&self, entries: &[Include]) -> bool {
        self.entries == entries
    }

    /// Reads the same entries again.
    pub(super) fn again(&self, events: &Path) -> Self {
        Self::read(events, &self.entries, self)
    }

    /// Reads the same entries again, and every file.
    pub(super) fn afresh(&self, events: &Path) -> Self {
        Self::read(events, &self.entries, &Self::default())
    }

    /// Returns the files, for the reader of the events file.
    pub(super) fn found(&self) -> Found {
        let files = self.files.iter().map(|file| {
            let Contents { text, invalid_at } = &file.contents;
            FoundFile {
                included: Included {
                    path: Arc::clone(&file.path),
                    text: Arc::clone(text),
                },
                fault: invalid_at.map(|at| not_utf8(text, at)),
            }
        });
        Found {
            files: files.collect(),
            problems: self.problems.clone(),
        }
    }

    /// Puts another text in place of that of a file.
    pub(super) fn replace(&mut self, path: &str, text: Arc<String>) {
        if let Some(file) = self.files.iter_mut().find(|file| &*file.path == path) {
            file.contents.text = text;
        }
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> Option<&Arc<String>> {
        let file = self.files.iter().find(|file| &*file.path == path)?;
        Some(&file.contents.text)
    }

    /// Returns the paths of the files that another reading has otherwise, or that only one of the two has.
    pub(super) fn differing(&self, other: &Self) -> BTreeSet<Arc<str>> {
        let (ours, theirs) = (self.by_path(), other.by_path());
        let all = self.files.iter().chain(&other.files).map(|it| &it.path);
        let differing = all.filter(|path| ours.get(&***path) != theirs.get(&***path));
        differing.cloned().collect()
    }

    /// Returns these files, but those at some paths as another reading has them.
    pub(super) fn settled(&self, differing: &BTreeSet<Arc<str>>, loaded: &Self) -> Self {
        let ours = self.files.iter().filter(|it| !differing.contains(&it.path));
        let theirs = loaded
            .files
            .iter()
            .filter(|it| differing.contains(&it.path));
        let mut files: Vec<IncludedFile> = ours.chain(theirs).cloned().collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Self {
            files,
            ..self.clone()
        }
    }

    fn by_path(&self) -> BTreeMap<&str, &IncludedFile> {
        self.files.iter().map(|file| (&*file.path, file)).collect()
    }

    /// Returns when the file at an index was last modified.
    pub(super) fn modified(&self, index: usize) -> Option<DateTime<Utc>> {
        self.files.get(index).map(|file| file.modified)
    }
}

/// The events file or, if it is a link that is followed, its target.
fn real(events: &Path) -> PathBuf {
    let real = linked::follow(events).and_then(|real| real.canonicalize());
    real.unwrap_or_else(|_| events.to_owned())
}

/// The folder to which the paths of included files are relative.
pub(super) fn folder(events: &Path) -> PathBuf {
    linked::folder_of(&real(events)).to_owned()
}

/// A reading that is under way.
struct Reading<'a> {
    events: &'a Path,
    folder: &'a Path,
    /// The name of the events file itself, which a pattern may match too.
    own_name: Option<&'a str>,
    before: &'a IncludedFiles,
    /// The bytes of the events file, and of all files so far.
    bytes: u64,
    read: IncludedFiles,
}

impl Reading<'_> {
    fn files(&mut self) {
        let entries = self.read.entries.clone();
        let Search {
            have_matched,
            mut named,
            problems,
            ..
        } = Search::of(self.folder, self.own_name, &entries);
        self.read.problems = problems;
        for (index, entry) in entries.iter().enumerate() {
            let path = entry.as_str();
            if entry.is_pattern() {
                if have_matched.get(index) == Some(&false) {
                    let written = path.into();
                    self.problem(index, IncludeFinding::NoFiles { written });
                }
            } else if Some(path) == self.own_name {
                self.problem(index, IncludeFinding::Itself);
            } else {
                let first = named.entry(path.to_owned()).or_insert(index);
                *first = (*first).min(index);
            }
        }
        let before = self.before.by_path();
        for (count, (path, index)) in named.into_iter().enumerate() {
            if count == MOST_FILES {
                let most = MOST_FILES;
                self.problem(index, IncludeFinding::TooManyFiles { most });
                return;
            }
            let file = match self.file(&path, before.get(path.as_str()).copied()) {
                Ok(file) => file,
                Err(error) => {
                    let problem = self.unreadable(&path, &error);
                    self.read.problems.push((index, problem));
                    continue;
                }
            };
            self.bytes += file.contents.text.len() as u64;
            if self.bytes > MOST_BYTES {
                let mebibytes = MOST_BYTES / 1024 / 1024;
                self.problem(index, IncludeFinding::TooMuchText { mebibytes });
                return;
            }
            self.read.files.push(file);
        }
    }

    fn problem(&mut self, index: usize, finding: IncludeFinding) {
        self.read.problems.push((index, finding.into()));
    }

    /// Reads one file, unless it cannot have changed.
    fn file(&self, path: &str, before: Option<&IncludedFile>) -> io::Result<IncludedFile> {
        let whole = self.folder.join(path);
        let stamp = Stamp::of(&whole);
        if let (Some(before), Some(stamp)) = (before, &stamp)
            && before
                .stamp
                .as_ref()
                .is_some_and(|it| it.is_settled_as(stamp))
        {
            return Ok(before.clone());
        }
        let file = open_beside(self.events, &whole, LARGEST)?;
        let modified = file.modified()?;
        let contents = match String::from_utf8(file.bytes()?) {
            Ok(text) => Contents {
                text: Arc::new(text),
                invalid_at: None,
            },
            Err(error) => Contents {
                text: Arc::new(String::from_utf8_lossy(error.as_bytes()).into_owned()),
                invalid_at: Some(error.utf8_error().valid_up_to()),
            },
        };
        // Keep the text that others share.
        let contents = match before {
            Some(before) if before.contents == contents => before.contents.clone(),
            _ => contents,
        };
        Ok(IncludedFile {
            path: Arc::from(path),
            contents,
            stamp,
            modified,
        })
    }

    /// Says why a file cannot be read, and what to do.
    fn unreadable(&self, path: &str, error: &io::Error) -> Problem {
        let written = || path.into();
        if error.kind() != io::ErrorKind::NotFound {
            let is_large = error.kind() == io::ErrorKind::FileTooLarge;
            let error = error.to_string();
            let path = written();
            return if is_large {
                IncludeFinding::TooLarge { path, error }.into()
            } else {
                IncludeFinding::Unreadable { path, error }.into()
            };
        }
        let whole = self.folder.join(path);
        if whole.is_symlink() {
            let error = "it is a link to a file that does not exist".to_owned();
            let path = written();
            return IncludeFinding::Unreadable { path, error }.into();
        }
        // A link must not show what is elsewhere on the machine.
        let holder = linked::folder_of(&whole).canonicalize().ok();
        let top = self.folder.canonicalize().ok();
        let is_below = top.is_some_and(|top| holder.is_some_and(|it| it.starts_with(top)));
        match is_below.then(|| nearest(&whole, is_yaml)).flatten() {
            None => IncludeFinding::Missing { path: written() }.into(),
            Some(name) => {
                let folder = path.rsplit_once('/');
                let folder = folder.map(|(folder, _)| format!("{folder}/"));
                let problem = Problem::from(IncludeFinding::Misspelt { path: written() });
                problem.guess(Edit::Value(folder.unwrap_or_default() + &name))
            }
        }
    }
}

/// Whether a name ends as that of a YAML file does.
fn is_yaml(name: &str) -> bool {
    let end = Path::new(name).extension().and_then(OsStr::to_str);
    end.is_some_and(|end| ["yaml", "yml"].contains(&end.to_lowercase().as_str()))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes files")]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_again_if_it_may_have_changed_or_all_are_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let events = folder.path().join("events.yaml");
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        for name in ["events.yaml", "a.yaml", "b.yaml"] {
            write(name, "disk");
        }
        let entries = [Include::parse("*.yaml").unwrap()];
        let mut files = IncludedFiles::read(&events, &entries, &IncludedFiles::default());
        for file in &mut files.files {
            file.stamp = file.stamp.take().map(Stamp::settled);
            // A file that is read again has the text of the disk.
            file.contents.text = Arc::new("memory".to_owned());
        }
        let texts = |files: &IncludedFiles| -> Vec<String> {
            let texts = files.files.iter().map(|file| &file.contents.text);
            texts.map(ToString::to_string).collect()
        };
        assert_eq!(texts(&files.again(&events)), ["memory", "memory"]);
        write("b.yaml", "another");
        assert_eq!(texts(&files.again(&events)), ["memory", "another"]);
        assert_eq!(texts(&files.afresh(&events)), ["disk", "another"]);
    }
}
