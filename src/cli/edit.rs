//! `calfeed move`, `cancel`, `skip`, `postpone`, `restore`, `remove`, `add`, `set`, `unset` and `talk`: edit the events file.
//!
//! Each command becomes a [`Request`], which [`mod@crate::edit`] turns into a new text. The file is written only if it still has the text that was read.
//! What subscribers will see goes to standard output; the changed lines and new warnings go to standard error. Of standard input, the edited
//! text goes to standard output instead. The exit code is 1 for an edit that is refused, and then nothing is written.

mod arguments;
mod message;
mod new_event;
mod outcome;

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use self::outcome::{Committed, Outcome};
use super::changed_file::ChangedFile;
use super::git::Committing;
use super::input::{USUAL, now};
use super::lock::Lock;
use super::target::Target;
use super::{Failure, linked};
use crate::edit::{Edit, Refusal, Request};
use crate::{Context, Report};

// The descriptions are here and not at the options, as in `Command`.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(super) enum EditCommand {
    /// Move an event, or one meeting of a series, to another date or time
    Move(arguments::Move),
    /// Cancel an event, or one meeting of a series: it stays in calendars, marked as cancelled
    Cancel(arguments::Cancel),
    /// Skip one meeting of a series that nobody expects: it disappears from calendars
    Skip(arguments::Skip),
    /// Postpone an event, or one meeting of a series, to a date that is not known yet
    Postpone(arguments::Postpone),
    /// Take back that an event or a meeting was moved, cancelled, skipped or postponed
    Restore(arguments::Restore),
    /// Remove an event from the events file
    Remove(arguments::Remove),
    /// Add an event, and print the id that it gets
    Add(Box<new_event::Add>),
    /// Give a key of an event, or of one meeting of a series, a new value
    Set(arguments::Set),
    /// Remove a key of an event, or of one meeting of a series
    Unset(arguments::Unset),
    /// Add a talk to an event, or to one meeting of a series
    Talk(arguments::Talk),
}

#[derive(Debug, Args)]
struct Options {
    /// The events file, its folder, or a file that it includes; with `-`, standard input is edited and written to standard output
    #[arg(long, value_name = "FILE", default_value = USUAL)]
    file: PathBuf,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Commit the changed file to git, with a message that says what changes for people
    #[arg(long)]
    commit: bool,
    /// The format of what subscribers will see
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For a pull request
    Markdown,
    /// For programs: one JSON object
    Json,
}

impl EditCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        let (request, options) = match self {
            Self::Move(it) => it.request(),
            Self::Cancel(it) => it.request(),
            Self::Skip(it) => it.request(),
            Self::Postpone(it) => it.request(),
            Self::Restore(it) => it.request(),
            Self::Remove(it) => it.request(),
            Self::Add(it) => it.request()?,
            Self::Set(it) => it.request(),
            Self::Unset(it) => it.request(),
            Self::Talk(it) => it.request(),
        };
        options.run(request)
    }
}

impl Options {
    fn run(&self, mut request: Request) -> Result<(), Failure> {
        let now = now()?;
        let target = Target::of(&self.file, "--file")?;
        let is_file = !target.is_standard_input();
        if self.commit && !is_file {
            return Err(Failure::Io(
                "`--commit` needs a file; give its path instead of `-`".to_owned(),
            ));
        }
        // Of two edits at the same time, the second one reads what the first one has written.
        let _lock = match target.folder() {
            Some(folder) if !self.dry_run => Lock::for_edit(&folder)?,
            _ => None,
        };
        let source = target.source(now)?;
        if let Some(fault) = source.fault() {
            source.show(&Report::new(vec![fault.clone()]));
            return Err(Failure::File);
        }
        if let Request::Add(event) = &mut request {
            event.file = target.file_of_new(&source, event.file.take());
        }
        let context = Context::new(now);
        let edited = source.edit(&request, &context).map_err(|it| refused(&it))?;
        let mut outcome = Outcome::of(&source, &edited, &context);
        outcome.is_new = matches!(request, Request::Add(_));
        let Some(file) = edited.file(&source) else {
            return self.filter(outcome, &edited.edit);
        };
        let message = message::Message::of(&request, &edited.edit, outcome.difference());
        let mut failure = None;
        let committing = self.committing(&file)?;
        file.can_be_written("was not changed")?;
        if self.dry_run {
            if committing.is_some() {
                outcome.commit = Some(Committed::of(None, &message));
            }
            return outcome.show(self.format, io::stdout().lock());
        }
        file.write()?;
        outcome.is_written = true;
        if let Some(committing) = committing {
            match committing.commit(&message.to_string()) {
                Ok(id) => outcome.commit = Some(Committed::of(id, &message)),
                Err(why) => {
                    let name = &file.name;
                    failure = Some(Failure::Io(format!(
                        "{name} is changed, but not committed: {why}; commit it with `git commit {name}`, or take the change back with `git restore {name}`"
                    )));
                }
            }
        }
        let shown = outcome.show(self.format, io::stdout().lock());
        failure.map_or(shown, Err)
    }

    /// Writes the edited standard input to standard output.
    fn filter(&self, mut outcome: Outcome<'_>, edit: &Edit) -> Result<(), Failure> {
        if let Some(file) = &edit.file {
            return Err(Failure::Io(format!(
                "the change is in {file}, which standard input includes; give the path of the events file instead of `-`"
            )));
        }
        if self.dry_run {
            return outcome.show(self.format, io::stdout().lock());
        }
        let mut out = io::stdout().lock();
        out.write_all(edit.text.as_bytes())?;
        out.flush()?;
        outcome.is_written = true;
        outcome.show(self.format, io::stderr().lock())
    }

    /// Checks that the file can be committed, if it is to be.
    fn committing(&self, file: &ChangedFile) -> Result<Option<Committing>, Failure> {
        if !self.commit {
            return Ok(None);
        }
        let name = &file.name;
        let real = linked::follow(&file.path).and_then(|it| it.canonicalize());
        let real = real.map_err(|error| Failure::io(format_args!("cannot read {name}"), error))?;
        let committing = Committing::of(&real);
        let committing = committing
            .map_err(|why| Failure::Io(format!("{name} {why}\nnote: nothing was changed")))?;
        Ok(Some(committing))
    }
}

/// Returns why an edit is not made, and what to type by hand.
pub(super) fn refused(refusal: &Refusal) -> Failure {
    let by_hand = refusal
        .by_hand()
        .map(|it| format!("\nhelp: {}", it.trim_end()));
    Failure::Refused(format!("{refusal}{}", by_hand.unwrap_or_default()))
}
