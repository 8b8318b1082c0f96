//! `calfeed check --fix`: applies the exact fixes of a report to the events file, and returns each as a diff.
//!
//! The file is written only if it still has the contents that were read. It is replaced in one step and keeps its owner and permissions, as
//! [`rewrite`] describes. Guesses and templates are left to a person.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use super::digest::Digest;
use super::input::{Source, holds};
use super::replace::rewrite;
use super::{Failure, linked};
use crate::visible::visible_lines;
use crate::{Context, Edited};

/// How often a fixed file is checked again: a fixed error may have hidden others, such as those after it that YAML could not read.
const MOST_ROUNDS: usize = 1000;

impl Source {
    /// Applies exact fixes until none is left, and returns the changes as a diff.
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
        let before = Arc::clone(&self.text);
        let mut versions = BTreeSet::new();
        for round in 0.. {
            let (_, report) = self.check(context);
            let Some(edited) = report.fix(&self.text).filter(|_| self.is_text()) else {
                break;
            };
            // Fixes that undo each other never end.
            if round == MOST_ROUNDS || !versions.insert(Digest::of(self.text.as_bytes())) {
                let name = visible_lines(&self.name);
                let _ = writeln!(diff, "{name}: there is more to fix, run it again");
                break;
            }
            write_diff(&mut diff, &self.name, &edited);
            self.text = Arc::new(edited.text().to_owned());
        }
        if diff.is_empty() {
            return Ok(diff);
        }
        let target = linked::follow(&file).map_err(|error| Failure::io("cannot fix", error))?;
        if !holds(&file, &before) {
            let name = &self.name;
            return Err(Failure::Io(format!(
                "{name} was changed by another program while it was being checked, and was not fixed; run the command again"
            )));
        }
        rewrite(&target, self.text.as_bytes()).map_err(|error| Failure::Io(error.to_string()))?;
        Ok(diff)
    }
}

/// Writes the lines before and after each change.
fn write_diff(out: &mut String, name: &str, edited: &Edited) {
    for change in edited.changes() {
        let _ = writeln!(
            out,
            "{}, line {}: fixed {}",
            visible_lines(name),
            change.line(),
            change.name()
        );
        for (mark, lines) in [('-', change.before()), ('+', change.after())] {
            for line in lines.lines() {
                let _ = writeln!(out, "{mark} {}", visible_lines(line));
            }
        }
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
