//! `calfeed init`: writes an events file to begin with, and the schema that editors complete it with.
//!
//! What the file must have comes from options, or from questions where standard input and standard error are a terminal and the name or
//! the address is missing. The file is written only if `check` finds nothing in it, not even a warning. A file that is there already is
//! never changed. For GitHub, GitLab and Netlify it also writes what builds the calendar there: [`host`].

mod draft;
mod folder;
mod host;
mod questions;
mod system_zone;

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;

use super::input::{Input, USUAL, holds, now};
use super::{Failure, say};
use crate::diagnostic::Kind;
use crate::form::Choices;
use crate::{Context, Diagnostic};
use draft::{Draft, FirstEvent};
use host::Host;
use questions::Questions;

/// The name of the schema, as the first line of the events file has it.
const SCHEMA: &str = "events.schema.json";

/// What is said of a file that is not ours to change.
const KEPT: &str = "is there already, and left as it is";

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to write into; it is created if it does not exist
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// The name of the calendar, which people see
    #[arg(long)]
    name: Option<String>,
    /// The web address at which the pages and the calendar will be published
    #[arg(long)]
    url: Option<String>,
    /// Your time zone, such as `Europe/London` [default: that of this machine]
    #[arg(long)]
    timezone: Option<String>,
    /// The file name of the calendar, in lower-case letters, digits and hyphens [default: made from the name]
    #[arg(long)]
    slug: Option<String>,
    /// A domain that you own, which becomes part of the permanent ID of each event [default: that of the address]
    #[arg(long)]
    domain: Option<String>,
    /// The title of a first event
    #[arg(long, requires = "start", help_heading = "First event")]
    title: Option<String>,
    /// When the first event begins, such as `2027-01-12 18:30`; without a time, it lasts all day
    #[arg(long, requires = "title", help_heading = "First event")]
    start: Option<String>,
    /// When it ends, such as `20:00`
    #[arg(long, requires = "title", help_heading = "First event")]
    end: Option<String>,
    /// How often it repeats, such as `monthly on the 2nd Tuesday`
    #[arg(long, requires = "title", help_heading = "First event")]
    repeats: Option<String>,
    /// Where it takes place: an address, or the link to a call
    #[arg(long, requires = "title", help_heading = "First event")]
    location: Option<String>,
    /// Also write what publishes the calendar with GitHub Pages, checks pull requests, and asks for events by forms
    #[arg(long, help_heading = "Where it is published")]
    github: bool,
    /// Also write what publishes the calendar with GitLab Pages, and checks merge requests
    #[arg(long, help_heading = "Where it is published")]
    gitlab: bool,
    /// Also write what publishes the calendar on Netlify
    #[arg(long, help_heading = "Where it is published")]
    netlify: bool,
}

impl Init {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let events = self.path(USUAL);
        // A broken link counts as a file that is there.
        if fs::symlink_metadata(&events).is_ok() {
            let hosts = self.hosts();
            if hosts.is_empty() {
                return Err(there_already(&events));
            }
            say(format_args!("{}: {KEPT}", events.display()));
            let choices = choices_of_file(&events, now);
            self.write_files(host::files(&hosts, &choices, None))?;
            self.next_on(&hosts);
            return Ok(());
        }
        let missing = self.missing();
        let draft = if missing.is_none() {
            self.draft()?
        } else if io::stdin().is_terminal() && io::stderr().is_terminal() {
            let (input, output) = (io::stdin().lock(), io::stderr());
            Questions::new(input, output, now).answers(self.draft_to_ask())?
        } else {
            return Err(Failure::Io(format!(
                "{} missing; an example is `calfeed init --name 'Riverside Book Club' --url https://books.example.org`",
                missing.unwrap_or_default()
            )));
        };
        let is_zone_assumed = missing.is_none() && self.timezone.is_none();
        let text = draft.text();
        let faults = faults(&text, now);
        for fault in &faults {
            say(format_args!("error: {}", described(fault)));
        }
        if !faults.is_empty() {
            return Err(Failure::AlreadyReported);
        }
        self.write(&events, &text, &draft, is_zone_assumed, now)
    }

    /// Returns what the options lack, if they lack anything that nobody else knows.
    fn missing(&self) -> Option<&'static str> {
        let is_given = |option: &Option<String>| option.as_ref().is_some_and(|it| !it.is_empty());
        match (is_given(&self.name), is_given(&self.url)) {
            (true, true) => None,
            (true, false) => Some("the address of the calendar is"),
            (false, true) => Some("the name of the calendar is"),
            (false, false) => Some("the name and the address of the calendar are"),
        }
    }

    /// Returns the hosts of the options.
    fn hosts(&self) -> Vec<Host> {
        let hosts = [
            (self.github, Host::Github),
            (self.gitlab, Host::Gitlab),
            (self.netlify, Host::Netlify),
        ];
        let chosen = hosts.into_iter().filter(|(is_chosen, _)| *is_chosen);
        chosen.map(|(_, host)| host).collect()
    }

    /// Returns the path of a file, without `./` in front of it.
    fn path(&self, name: &str) -> PathBuf {
        if self.folder == Path::new(".") {
            PathBuf::from(name)
        } else {
            self.folder.join(name)
        }
    }

    /// Returns what the options say.
    fn draft(&self) -> Result<Draft, Failure> {
        let mut draft = self.draft_to_ask();
        draft.derive();
        if draft.slug.is_empty() {
            return Err(Failure::Io(
                "nothing of the name can be in the address of the calendar; add a short name for it, such as `--slug book-club`".to_owned(),
            ));
        }
        if draft.timezone.is_empty() {
            return Err(Failure::Io(
                "the time zone of this machine is not known; add yours, such as `--timezone Europe/London`".to_owned(),
            ));
        }
        Ok(draft)
    }

    /// Returns what the options say, without what is derived from it. What is missing is empty.
    fn draft_to_ask(&self) -> Draft {
        let given = |option: &Option<String>| option.clone().unwrap_or_default();
        let zone = self.timezone.clone().or_else(system_zone::system_zone);
        let event = self.title.as_ref().map(|title| FirstEvent {
            title: title.clone(),
            start: given(&self.start),
            end: self.end.clone(),
            repeats: self.repeats.clone(),
            location: self.location.clone(),
        });
        Draft {
            name: given(&self.name),
            slug: given(&self.slug),
            domain: given(&self.domain),
            url: given(&self.url),
            timezone: zone.unwrap_or_default(),
            event,
            hosts: self.hosts(),
        }
    }

    /// Writes the files. The events file is the last, so that a run that failed can be repeated.
    fn write(
        &self,
        events: &Path,
        text: &str,
        draft: &Draft,
        is_zone_assumed: bool,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        make_folder(&self.folder)?;
        let (schema, path) = (crate::schema(), self.path(SCHEMA));
        let of_schema = match create(&path, &schema) {
            Ok(()) => "written, so that editors complete and check the file",
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failed(&path, error));
            }
            Err(_) if holds(&path, &schema) => "unchanged",
            Err(_) => KEPT,
        };
        let choices = choices(text, now);
        self.write_files(host::files(&draft.hosts, &choices, Some(draft)))?;
        create(events, text).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => there_already(events),
            _ => failed(events, error),
        })?;
        say(format_args!("{}: written", events.display()));
        say(format_args!("{}: {of_schema}", path.display()));
        if is_zone_assumed {
            say(format_args!(
                "\nThe time zone is {}, that of this machine. If the events are elsewhere, change `timezone` in {USUAL}.",
                draft.timezone
            ));
        }
        let place = folder::change_to(&self.folder);
        let place = place.map_or_else(String::new, |command| format!(", after `{command}`"));
        say(format_args!(
            "\nNext{place}:\n  \
             calfeed check                finds mistakes in {USUAL}, and lists its next dates\n  \
             calfeed serve --preview      shows the pages, on this computer only\n  \
             calfeed build --out public   writes the files to publish"
        ));
        self.next_on(&draft.hosts);
        Ok(())
    }

    /// Writes the files that a host needs, except those that are there already.
    fn write_files(&self, files: Vec<(String, String)>) -> Result<(), Failure> {
        for (name, text) in files {
            let path = self.path(&name);
            if let Some(folder) = path.parent() {
                make_folder(folder)?;
            }
            let done = match create(&path, &text) {
                Ok(()) => "written",
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(failed(&path, error));
                }
                Err(_) if holds(&path, &text) => "unchanged",
                Err(_) => KEPT,
            };
            let help = if done == KEPT && name == host::IGNORED.0 {
                host::also_ignored(&path)
            } else {
                ""
            };
            say(format_args!("{}: {done}{help}", path.display()));
        }
        Ok(())
    }

    /// Says what to do on each host.
    fn next_on(&self, hosts: &[Host]) {
        if let Some(top) = folder::repository_above(&self.folder).filter(|_| !hosts.is_empty()) {
            say(format_args!(
                "\nnote: {} is not the top of the git repository {}, and these files work only there. Run `calfeed init` at the top, \
                 or make this folder a repository of its own",
                self.folder.display(),
                top.display()
            ));
        }
        for host in hosts {
            say(format_args!("\n{}.", host.next()));
        }
    }
}

/// Creates a folder, and those above it.
fn make_folder(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| {
        let what = format_args!("cannot create the folder {}", folder.display());
        Failure::io(what, error)
    })
}

fn failed(path: &Path, error: io::Error) -> Failure {
    Failure::io(format_args!("cannot write {}", path.display()), error)
}

fn there_already(events: &Path) -> Failure {
    Failure::Io(format!(
        "{} is there already, and `init` changes nothing; `calfeed check` checks it",
        events.display()
    ))
}

/// Creates a file, which must not be there.
fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a file would be left as it is by the next run.
        let _ = fs::remove_file(path);
    }
    written
}

/// Returns what the issue forms of an events file offer. Of a file with errors they offer nothing, and people write the title.
fn choices(text: &str, now: DateTime<Utc>) -> Choices {
    let (calendar, _) = crate::read(text, &Context::new(now));
    calendar.map_or_else(Choices::default, |calendar| Choices::of(&calendar))
}

/// Returns what the issue forms of the events file on the disk offer.
fn choices_of_file(events: &Path, now: DateTime<Utc>) -> Choices {
    let source = Input::of(events.to_owned()).read(now);
    let calendar = source.map(|source| source.check_beside(&Context::new(now)).calendar);
    match calendar {
        Ok(Some(calendar)) => Choices::of(&calendar),
        Ok(None) | Err(_) => Choices::default(),
    }
}

/// Returns what `check` finds in an events file: errors and warnings.
fn faults(text: &str, now: DateTime<Utc>) -> Vec<Diagnostic> {
    let (_, report) = crate::read(text, &Context::new(now));
    report.diagnostics().to_vec()
}

/// Returns the key of the file that a diagnostic is about.
fn key(fault: &Diagnostic) -> String {
    let path = fault.path();
    let key = path.rsplit('.').next().unwrap_or_default();
    match key {
        // The id is made from the title.
        "id" => "title",
        // The link to a call.
        "join" => "location",
        key => key,
    }
    .to_owned()
}

/// Describes a diagnostic to a person who has not seen the file yet.
fn described(fault: &Diagnostic) -> String {
    if fault.kind() == Kind::NoEnd {
        return "--end: it is missing; add when the event ends, such as `--end 20:00`".to_owned();
    }
    let help = fault
        .help()
        .map_or_else(String::new, |it| format!("; {it}"));
    format!("--{}: {}{help}", key(fault), fault.message())
}
