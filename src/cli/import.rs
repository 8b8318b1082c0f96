//! `calfeed import`: turns calendars from elsewhere, and pages with lists of events, into an events file.
//!
//! Without `--into`, the new file goes to standard output. With it, the events are added to a file that exists, events that are there already are
//! updated, and what subscribers will see goes to standard output. The account of everything that was read goes to standard error, or into the
//! file of `--report`. The exit code is 1 if an event did not arrive with its times, its title and its exceptions.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::changed_file::ChangedFile;
use super::edit::refused;
use super::input::{Source as EventsFile, counted_warnings, now};
use super::lock::Lock;
use super::regular::{Regular, limited};
use super::replace::replace;
use super::target::Target;
use super::{Failure, say};
use crate::import::{
    Account, Header, ImportError, ImportOptions, Imported, Merged, Source, import,
};
use crate::visible::{visible_json, visible_lines};
use crate::zone::Zone;
use crate::{Calendar, Context, Difference};

/// The largest source that is read.
const LARGEST: u64 = 64 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct Import {
    /// An iCalendar file, a page of Markdown, or `-` for standard input; several are merged
    #[arg(value_name = "SOURCE", required = true)]
    sources: Vec<PathBuf>,
    /// Add the events to this events file, and update those that it has; without it, a whole new file is printed
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
    /// Show what would change in the file of `--into`, and write nothing
    #[arg(long, requires = "into")]
    dry_run: bool,
    /// Write the account of everything that was read into this file, instead of to standard error
    #[arg(long, value_name = "REPORT")]
    report: Option<PathBuf>,
    /// The format of the account
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// The name of the new calendar
    #[arg(long, value_name = "NAME", conflicts_with = "into")]
    name: Option<String>,
    /// Where the new calendar will be published, such as `https://books.example.org`
    #[arg(long, value_name = "URL", conflicts_with = "into")]
    url: Option<String>,
    /// The zone of times that name none, and of the new calendar, such as `Europe/London`
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// A category that becomes a group, with a feed of its own; all other categories become tags
    #[arg(long = "group", value_name = "CATEGORY", conflicts_with = "into")]
    groups: Vec<String>,
    /// Also import events that are marked as private or confidential
    #[arg(long)]
    private: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For programs: one JSON object
    Json,
}

impl Import {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let mut options = ImportOptions::new(now);
        options.private = self.private;
        options.zone = self.zone()?;
        let read = self.read()?;
        let names: Vec<String> = read.iter().map(|(name, _)| name.clone()).collect();
        let sources = read.iter().zip(&names);
        let sources: Vec<Source<'_>> = sources
            .map(|((_, bytes), name)| Source { name, bytes })
            .collect();
        let unread = |error: ImportError| {
            Failure::Refused(format!("cannot import {}: {}", error.source, error.message))
        };
        let context = Context::new(now);
        let account = match &self.into {
            None => {
                let imported = import(&sources, &options).map_err(unread)?;
                self.print(imported, &context)?
            }
            Some(events) => {
                let target = Target::of(events, "--into")?;
                let Some(folder) = target.folder() else {
                    return Err(Failure::Io(
                        "`--into` needs the path of an events file; give it instead of `-`"
                            .to_owned(),
                    ));
                };
                // Of two commands at the same time, the second one reads what the first one has written.
                let _lock = if self.dry_run {
                    None
                } else {
                    Lock::for_edit(&folder)?
                };
                let file = target.source(now)?;
                let calendar = file.calendar_if_good(&context)?;
                options.zone = options.zone.or(Some(calendar.zone()));
                let imported = import(&sources, &options).map_err(unread)?;
                self.merge(imported, &file, &calendar, &context)?
            }
        };
        self.show(&account)?;
        if account.is_whole() {
            Ok(())
        } else {
            Err(Failure::Differs)
        }
    }

    /// Reads all sources, each with its name.
    fn read(&self) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let sources = self.sources.iter().map(|path| {
            if path == Path::new("-") {
                let bytes = limited(io::stdin().lock(), 0, LARGEST);
                let bytes = bytes.map_err(|error| Failure::io("cannot read standard input", error));
                return Ok(("standard input".to_owned(), bytes?));
            }
            let name = path.display().to_string();
            let read = Regular::open(path, LARGEST).and_then(Regular::bytes);
            let failed = |error| Failure::io(format_args!("cannot read {name}"), error);
            let bytes = read.map_err(failed)?;
            Ok((name, bytes))
        });
        sources.collect()
    }

    fn zone(&self) -> Result<Option<Zone>, Failure> {
        let Some(name) = &self.timezone else {
            return Ok(None);
        };
        let zone = Zone::parse(name);
        zone.map(Some)
            .map_err(|error| Failure::Io(format!("{}; {}", error.message(), error.help())))
    }

    /// Prints a new file.
    fn print(&self, imported: Imported<'_>, context: &Context) -> Result<Account, Failure> {
        let mut header = Header::default();
        header.name.clone_from(&self.name);
        header.url.clone_from(&self.url);
        header.groups.clone_from(&self.groups);
        let new = imported.new_file(&header, context);
        let new = new.map_err(|it| refused(&it))?;
        let mut out = io::stdout().lock();
        out.write_all(new.text.as_bytes())?;
        out.flush()?;
        Ok(new.account)
    }

    /// Adds the events to a file, and shows what subscribers will see.
    fn merge(
        &self,
        imported: Imported<'_>,
        events: &EventsFile,
        calendar: &Calendar,
        context: &Context,
    ) -> Result<Account, Failure> {
        let merged = events.merge(imported, calendar, context);
        let Merged {
            several,
            account,
            added,
            known,
        } = merged.map_err(|it| refused(&it))?;
        let files = several.files.iter().filter_map(|file| {
            let texts = (&file.before, Arc::clone(&file.text));
            ChangedFile::of(events, file.path.as_deref(), texts)
        });
        let files: Vec<ChangedFile> = files.collect();
        for file in &files {
            file.can_be_written("was not changed")?;
        }
        if !self.dry_run {
            for file in &files {
                file.write()?;
            }
        }
        if let Some((before, after)) = several.before.as_ref().zip(several.after.as_ref()) {
            let mut out = io::stdout().lock();
            let difference = Difference::between(before, after, context);
            out.write_all(difference.text().as_bytes())?;
            out.flush()?;
        }
        let name = &events.name;
        say(format_args!(
            "{name}: {added} new events, {known} that were there"
        ));
        if let Some(warnings) = counted_warnings(&several.warnings) {
            say(format_args!("new: {warnings}"));
        }
        if self.dry_run {
            say(format_args!("note: this is a dry run; nothing was written"));
        }
        Ok(account)
    }

    /// Shows the account.
    fn show(&self, account: &Account) -> Result<(), Failure> {
        let text = match self.format {
            Form::Text => visible_lines(&account.text()).into_owned(),
            Form::Json => visible_json(format!("{}\n", account.json())),
        };
        if let Some(path) = &self.report {
            replace(path, text.as_bytes(), None, || Ok(()))
                .map_err(|error| Failure::Io(error.to_string()))
        } else {
            // If standard error cannot be written, there is nowhere left to report that.
            let _ = io::stderr().write_all(text.as_bytes());
            Ok(())
        }
    }
}
