//! `calfeed schema`: prints the JSON Schema that editors need to complete and check an events file or an included file, or the one that programs
//! need to read `/events.json`; and writes forms for people who do not edit the file themselves.
//!
//! With an events file, the schema has the groups of that file and of those that it includes. If its groups cannot be read, the errors of the file go to standard
//! error, and the exit code is 1. Forms have the groups and the series of a valid file. The library makes the schemas: see
//! [`crate::schema_for`].

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::beside::Checked;
use super::input::{Input, LARGEST, Source, USUAL, now};
use super::regular::Regular;
use super::replace::replace;
use super::{Failure, say};
use crate::document::{self, Role};
use crate::form::{Choices, FOLDER, MADE_BY, issue_forms, pages_cms};
use crate::version::Included;
use crate::{Calendar, Context, Event, Talk};

#[derive(Debug, Args)]
pub(super) struct SchemaCommand {
    /// The events file whose groups editors should offer, or `-` for standard input
    ///
    /// Editors then complete `group` and `groups` with the groups of this file, and mark unknown groups as errors. Run this command
    /// again when you add, rename or remove a group. Errors in the file matter only if they affect its groups. Without a file, the
    /// schema accepts any group. Forms are always made for a file without errors: `events.yaml`, if no other is named.
    file: Option<PathBuf>,
    /// What to print: a schema, or forms
    #[arg(long, value_enum, default_value_t = Target::EventsYaml)]
    of: Target,
    /// Write the two issue forms into this folder, usually `.github/ISSUE_TEMPLATE`, and print nothing
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Target {
    /// The events file
    #[value(name = "events.yaml")]
    EventsYaml,
    /// A file that the events file includes
    Included,
    /// The published `/events.json`
    #[value(name = "events.json")]
    EventsJson,
    /// Issue forms of GitHub: a new event, and a change of a meeting
    IssueForm,
    /// The configuration of Pages CMS, `.pages.yml`
    PagesCms,
}

impl SchemaCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        if self.out.is_some() && self.of != Target::IssueForm {
            return Err(Failure::Io(
                "`--out` is for `--of issue-form`, which makes two files; redirect the output of the others into a file".to_owned(),
            ));
        }
        let text = match (self.of, self.file) {
            (Target::IssueForm, file) => {
                let forms = issue_forms(&Choices::of(&checked(file)?.1));
                match &self.out {
                    Some(folder) => return write_forms(folder, &forms),
                    None => as_one_stream(&forms),
                }
            }
            (Target::PagesCms, file) => of_pages_cms(file)?,
            (Target::EventsYaml, Some(file)) => with_groups_of(file, Role::Main)?,
            (Target::Included, Some(file)) => with_groups_of(file, Role::Included)?,
            (Target::EventsYaml, None) => crate::schema(),
            (Target::Included, None) => crate::schema_of_included(),
            (Target::EventsJson, None) => crate::events_json_schema(),
            (Target::EventsJson, Some(file)) => {
                return Err(Failure::Io(format!(
                    "`--of events.json` takes no events file; leave out `{}`",
                    file.display()
                )));
            }
        };
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}

/// Returns the schema with the groups of an events file, and of the files that it includes. If they cannot be read, shows all errors.
fn with_groups_of(file: PathBuf, role: Role) -> Result<String, Failure> {
    // Only the report depends on the current time.
    let now = now()?;
    let source = Input::of(file).read(now)?;
    let Checked {
        report, included, ..
    } = source.check_beside(&Context::new(now));
    let texts = std::iter::once(&source.text).chain(included.iter().map(|it| &it.text));
    let groups: Option<Vec<_>> = texts.map(|text| document::groups_of(text)).collect();
    // In a file that is not UTF-8, replacement characters may have changed the names of groups.
    let groups = groups.filter(|_| source.is_text() && report.has_all_files());
    let Some(groups) = groups else {
        source.show(&report);
        return Err(Failure::File);
    };
    Ok(document::schema_with(role, &groups.concat()))
}

/// Reads the calendar of an events file, with the files that it includes. If there are errors, shows them.
fn checked(file: Option<PathBuf>) -> Result<(Source, Calendar, Vec<Included>), Failure> {
    let now = now()?;
    let input = Input::of(file.unwrap_or_else(|| USUAL.into())).in_its_folder()?;
    let source = input.read(now)?;
    let checked = source.check_beside(&Context::new(now));
    let Some(calendar) = checked.calendar else {
        source.show(&checked.report);
        return Err(Failure::File);
    };
    Ok((source, calendar, checked.included))
}

/// Returns the configuration of Pages CMS for an events file and those that it includes.
fn of_pages_cms(file: Option<PathBuf>) -> Result<String, Failure> {
    let (source, calendar, included) = checked(file)?;
    let main = source.file.clone().unwrap_or_else(|| USUAL.into());
    let is_inside = main.is_relative() && !main.components().any(|part| part.as_os_str() == "..");
    if !is_inside {
        return Err(Failure::Io(format!(
            "Pages CMS needs the path of `{}` from the top of its repository; run this command there",
            main.display()
        )));
    }
    let folder = main.parent().unwrap_or(Path::new(""));
    let others = included.iter().map(|file| folder.join(&*file.path));
    let paths: Vec<String> = std::iter::once(main.clone())
        .chain(others)
        .map(|path| with_slashes(&path))
        .collect();
    let lost = own_keys(&calendar).into_iter();
    let lost: Vec<String> = lost.map(|key| format!("`{key}`")).collect();
    if !lost.is_empty() {
        say(format_args!(
            "note: if Pages CMS saves the file, it removes keys of your own from events: {}",
            lost.join(", ")
        ));
    }
    let texts = included.iter().map(|file| &file.text);
    if texts.chain([&source.text]).any(|text| text.contains("<<:")) {
        say(format_args!(
            "note: Pages CMS does not read merges (`<<`): if it saves the file, what they give to an event is lost"
        ));
    }
    Ok(pages_cms(&paths, &Choices::of(&calendar)))
}

/// Returns a relative path as git writes it.
fn with_slashes(path: &Path) -> String {
    let parts = path.components().filter(|part| part.as_os_str() != ".");
    let parts: Vec<_> = parts
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// Returns the forms as one stream of YAML documents, each with the path of its file.
fn as_one_stream(forms: &[(&str, String)]) -> String {
    let forms = forms.iter();
    let documents = forms.map(|(name, text)| format!("# {FOLDER}/{name}\n{text}"));
    documents.collect::<Vec<_>>().join("---\n")
}

/// Writes each form as a file. A file that a person wrote is left as it is.
fn write_forms(folder: &Path, forms: &[(&str, String)]) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| {
        let what = format_args!("cannot create the folder {}", folder.display());
        Failure::io(what, error)
    })?;
    let mut outdated = Vec::new();
    for (name, text) in forms {
        let path = folder.join(name);
        match there(&path, text)? {
            There::Replaceable => outdated.push((path, text)),
            There::Unchanged => say(format_args!("{}: unchanged", path.display())),
            There::Foreign => {
                return Err(Failure::Io(format!(
                    "{} does not begin with `{MADE_BY}`, so it is not replaced; remove it, or write the forms into another folder",
                    path.display()
                )));
            }
        }
    }
    for (path, text) in outdated {
        replace(&path, text.as_bytes(), None, || Ok(()))
            .map_err(|error| Failure::Io(error.to_string()))?;
        say(format_args!("{}: written", path.display()));
    }
    Ok(())
}

/// What is at the path of a form.
enum There {
    /// Nothing, or a form that calfeed made and that is out of date.
    Replaceable,
    /// This very form.
    Unchanged,
    /// A form that a person wrote.
    Foreign,
}

fn there(path: &Path, text: &str) -> Result<There, Failure> {
    let file = match Regular::open_itself(path, LARGEST) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(There::Replaceable),
        Err(error) => return Err(unreadable(path, error)),
    };
    let before = file.bytes().map_err(|error| unreadable(path, error))?;
    Ok(if before == text.as_bytes() {
        There::Unchanged
    } else if before.starts_with(MADE_BY.as_bytes()) {
        There::Replaceable
    } else {
        There::Foreign
    })
}

fn unreadable(path: &Path, error: io::Error) -> Failure {
    Failure::io(format_args!("cannot read {}", path.display()), error)
}

/// Returns the names of the keys of their own that events and talks have, each once.
fn own_keys(calendar: &Calendar) -> BTreeSet<&str> {
    let events = calendar.events().iter().map(Event::details);
    let of_events = events.flat_map(|details| {
        let talks = details.talks().iter().map(Talk::own_keys);
        talks.chain([details.own_keys()])
    });
    of_events
        .flat_map(|keys| keys.iter().map(|(name, _)| name))
        .collect()
}
