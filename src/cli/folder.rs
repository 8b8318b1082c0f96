//! Finds the events file of a folder that is given in its place.
//!
//! It is `events.yaml`. In a folder without one, it is the only file with `.yaml` at its end that has a `calendar`; it then includes all others
//! of the folder.

use std::path::{Path, PathBuf};

use super::Failure;
use super::input::{USUAL, text};
use crate::history::includes_of;
use crate::include::{Include, MOST_FILES};

/// All events files of a folder.
pub(super) const ALL: &str = "*.yaml";

/// The events file of a folder.
#[derive(Debug)]
pub(super) struct MainFile {
    pub(super) path: PathBuf,
    /// What it includes in addition to the entries in its text.
    pub(super) others: Vec<Include>,
}

impl MainFile {
    /// Finds the events file of a folder.
    ///
    /// # Errors
    /// No file has a `calendar`, or several have one.
    pub(super) fn of(folder: &Path) -> Result<Self, Failure> {
        let usual = folder.join(USUAL);
        if usual.exists() {
            return Ok(Self {
                path: usual,
                others: Vec::new(),
            });
        }
        let shown = folder.display();
        let listed = std::fs::read_dir(folder)
            .map_err(|error| Failure::Io(format!("cannot read {shown}: {error}")))?;
        let all: Vec<Include> = Include::parse(ALL).into_iter().collect();
        let names = listed.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let is_yaml = |name: &String| all.iter().any(|all| all.matches(name));
        let mut names: Vec<String> = names.filter(is_yaml).take(MOST_FILES).collect();
        names.sort_unstable();
        let first = names.first().map(|name| folder.join(name));
        names.retain(|name| text(&folder.join(name)).is_ok_and(|text| has_calendar(&text)));
        match names.as_slice() {
            [] => Err(Failure::Io(match first.and_then(|file| includer(&file)) {
                Some(main) => format!(
                    "no file in {shown} has a `calendar`; {}",
                    help(&main, "its files")
                ),
                None => format!(
                    "no file in {shown} has a `calendar`; `calfeed init {shown}` writes an events file to begin with"
                ),
            })),
            [name] => Ok(Self {
                path: folder.join(name),
                others: all,
            }),
            [first, second, ..] => Err(Failure::Io(format!(
                "several files in {shown} have a `calendar`, such as {first} and {second}; name one of them, as in `calfeed check {}`",
                folder.join(first).display()
            ))),
        }
    }
}

/// How many folders above a file are searched for an events file that includes it.
const MOST_ABOVE: usize = 4;

/// Finds the events file that includes a file: an `events.yaml` in its folder, or above it.
pub(super) fn includer(file: &Path) -> Option<PathBuf> {
    let file = file.canonicalize().ok()?;
    let above = file.ancestors().skip(1).take(MOST_ABOVE);
    let mut mains = above.filter_map(|folder| {
        let below = file.strip_prefix(folder).ok()?.to_str()?;
        let main = folder.join(USUAL);
        let entries = includes_of(&text(&main).ok()?, &[]);
        let is_included = entries.iter().any(|entry| entry.matches(below));
        (is_included && main != file).then_some(main)
    });
    mains.next()
}

/// Says which events file to name in place of one that it includes.
fn help(main: &Path, what: &str) -> String {
    let here = Path::new(".").canonicalize().unwrap_or_default();
    let main = main.strip_prefix(here).unwrap_or(main).display();
    format!("{main} includes {what}: run `calfeed check {main}`")
}

/// Returns a help for a file without a `calendar` that another one includes.
pub(super) fn help_for_included(file: &Path, text: &str) -> Option<String> {
    let main = (!has_calendar(text)).then(|| includer(file))??;
    Some(help(&main, "it"))
}

/// Whether a text has the key `calendar` at its top. A text in brackets may have it anywhere.
pub(super) fn has_calendar(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        return text.contains("calendar");
    }
    text.lines().any(|line| {
        let key = line.split(':').next().unwrap_or_default();
        let is_key = key.len() < line.len();
        is_key
            && !line.starts_with(char::is_whitespace)
            && key.trim_matches(['"', '\'', ' ']) == "calendar"
    })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes files")]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let path = folder.path().display().to_string();
        match MainFile::of(folder.path()) {
            Ok(main) => {
                let others: Vec<&str> = main.others.iter().map(Include::as_str).collect();
                let name = main.path.file_name().unwrap().display().to_string();
                format!("{name} and {others:?}")
            }
            Err(failure) => failure.to_string().replace(&path, "FOLDER"),
        }
    }

    #[test]
    fn the_events_file_of_a_folder_is_events_yaml_alone() {
        let files = [
            ("events.yaml", "calendar: {}"),
            ("all.yaml", "calendar: {}"),
        ];
        assert_eq!(found(&files), "events.yaml and []");
    }

    #[test]
    fn without_it_the_only_file_with_a_calendar_includes_the_others() {
        let files = [
            ("all.yaml", "# ours\n\"calendar\" : {}\n"),
            ("python.yaml", "events:\n  calendar: no\n"),
            ("rust.yaml", "# calendar\nevents: []\n"),
        ];
        assert_eq!(found(&files), "all.yaml and [\"*.yaml\"]");
    }

    #[test]
    fn a_folder_without_one_calendar_says_what_to_do() {
        assert_eq!(
            found(&[("a.yaml", "events: []"), ("b.txt", "calendar: {}")]),
            "no file in FOLDER has a `calendar`; `calfeed init FOLDER` writes an events file to begin with"
        );
        assert_eq!(
            found(&[("b.yaml", "{calendar: {}}"), ("a.yaml", "calendar:\n")]),
            "several files in FOLDER have a `calendar`, such as a.yaml and b.yaml; name one of them, as in `calfeed check FOLDER/a.yaml`"
        );
    }
}
