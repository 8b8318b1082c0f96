//! `calfeed check --fix`: applies the exact fixes of a report to the events file and the files that it includes, and returns each as a diff.
//!
//! The files are written only if all of them still have the contents that were read. [`ChangedFile`] says how each is written. Guesses and
//! templates are left to a person.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use super::Failure;
use super::beside::{Beside, Checked};
use super::changed_file::{ChangedFile, below, write_change};
use super::digest::Digest;
use super::included::folder;
use super::input::Source;
use super::lock::Lock;
use crate::diagnostic::name_beside;
use crate::reading::Known;
use crate::visible::visible_lines;
use crate::{Context, Edited};

/// How often a fixed file is checked again: a fixed error may have hidden others, such as those after it that YAML could not read.
const MOST_ROUNDS: usize = 1000;

impl Source {
    /// Applies exact fixes to the file, and to the files that it includes, until none is left, and returns the changes as a diff.
    ///
    /// # Errors
    /// A file that cannot be written, that has changed since it was read, or that is standard input.
    pub(super) fn fix(&mut self, context: &Context) -> Result<String, Failure> {
        let Some(file) = self.file.clone() else {
            return Err(Failure::Io(
                "`--fix` needs a file to change; give its path instead of `-`".to_owned(),
            ));
        };
        let mut diff = String::new();
        let mut beside = Beside::default();
        let mut fixed: BTreeMap<usize, ChangedFile> = BTreeMap::new();
        let mut versions = BTreeSet::new();
        for round in 0.. {
            let checked = self.check_after(context, &beside, &mut Known::default());
            let Checked {
                report, included, ..
            } = checked;
            beside = checked.beside;
            let texts = std::iter::once(&self.text).chain(included.iter().map(|it| &it.text));
            let texts: Vec<Arc<String>> = texts.cloned().collect();
            let edited = texts.iter().enumerate().filter(|_| self.is_text());
            let edited = edited
                .filter_map(|(number, text)| Some((number, text, report.fix_file(number, text)?)));
            let edited: Vec<(usize, &Arc<String>, Edited)> = edited.collect();
            if edited.is_empty() {
                break;
            }
            // Fixes that undo each other never end.
            let version = texts.iter().map(|text| Digest::of(text.as_bytes()));
            if round == MOST_ROUNDS || !versions.insert(version.collect::<Vec<_>>()) {
                let name = visible_lines(&self.name);
                let _ = writeln!(diff, "{name}: there is more to fix, run it again");
                break;
            }
            for (number, before, edited) in edited {
                let of_file = number.checked_sub(1).and_then(|index| included.get(index));
                let name = match of_file {
                    Some(included) => name_beside(&self.name, &included.path),
                    None => self.name.clone(),
                };
                for change in edited.changes() {
                    let done = format!("fixed {}", change.name());
                    write_change(&mut diff, &name, change, &done);
                }
                let text = Arc::new(edited.text().to_owned());
                match of_file {
                    Some(included) => beside.replace(&included.path, Arc::clone(&text)),
                    None => self.text = Arc::clone(&text),
                }
                let of_file = fixed.entry(number).or_insert_with(|| ChangedFile {
                    path: of_file.map_or_else(|| file.clone(), |it| below(&file, &it.path)),
                    name,
                    before: Arc::clone(before),
                    text: Arc::clone(&text),
                });
                of_file.text = text;
            }
        }
        if fixed.is_empty() {
            return Ok(diff);
        }
        // No command that edits writes between the comparison and the writing.
        let _lock = Lock::for_edit(&folder(&file))?;
        for file in fixed.values() {
            file.can_be_written("was not fixed")?;
        }
        for file in fixed.values() {
            file.write()?;
        }
        Ok(diff)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes a file")]
mod tests {
    use super::*;
    use crate::cli::input::Input;

    #[test]
    fn a_file_that_another_program_changes_during_the_check_is_not_fixed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.yaml");
        let text = "events:\n  - {id: a, titel: A, start: 27/03/2027}\n";
        std::fs::write(&path, text).unwrap();
        let now = "2026-02-01T09:30:00Z".parse().unwrap();
        let mut source = Input::of(path.clone()).read(now).unwrap();
        let changed = text.replace("27/03/2027", "28/03/2027");
        std::fs::write(&path, &changed).unwrap();
        let Err(Failure::Io(message)) = source.fix(&Context::new(now)) else {
            panic!("the file was fixed");
        };
        let name = path.display();
        assert_eq!(
            message,
            format!(
                "{name} was changed by another program while it was being checked, and was not fixed; run the command again"
            )
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), changed);
    }
}
