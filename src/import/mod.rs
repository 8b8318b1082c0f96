//! Turns calendars from elsewhere into events of an events file, and accounts for everything that it read.
//!
//! [`import`] takes the bytes of each [`Source`], an iCalendar file or a Markdown page with a list of events, and returns an [`Imported`]: the
//! events, and the [`Account`], which says of each component and each property whether it was kept, rewritten or dropped, and names every event
//! that did not arrive as it was. `ical` reads iCalendar files, and `page` reads Markdown; both make [`Entry`] values. `row` makes one series of
//! single meetings that follow a rule. `write` writes the entries as an events file, and `into` adds them to one that exists.
//! Sections: [RFC 5545 §3.1] (content lines), [§3.6.1] (VEVENT).
//!
//! [RFC 5545 §3.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.1
//! [§3.6.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1

mod account;
mod compare;
mod entry;
mod file;
mod ical;
mod into;
mod names;
mod page;
mod placed;
#[cfg(test)]
mod printed;
mod row;
mod text;
mod verify;
mod write;

use std::collections::HashSet;

use chrono::{DateTime, Utc};

pub use self::account::{Account, Count, Remark, Tally};
pub use self::compare::{
    Comparison, FeedInstance, FileInstance, Mismatch, Seen, SeenTime, UnreadPart, compare,
};
pub use self::file::{Header, NewFile};
pub(crate) use self::into::Merged;

use self::account::{Ledger, Outcome};
use self::entry::Entry;
use crate::zone::Zone;

/// A calendar to import.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its name in the account, such as the path of the file.
    pub name: &'a str,
    /// Its content: an iCalendar file, or a page of Markdown.
    pub bytes: &'a [u8],
}

/// How calendars are imported.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ImportOptions {
    /// The current time. A rule that an events file cannot have becomes dates up to the end of the second year after it.
    pub now: DateTime<Utc>,
    /// The zone of times without one. Without it, the first zone that a source names for them.
    pub zone: Option<Zone>,
    /// Whether events that their owner marked as private are imported too.
    pub private: bool,
}

impl ImportOptions {
    /// The options to begin with: no zone, and no private events.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            now,
            zone: None,
            private: false,
        }
    }
}

/// The events of some sources, and what became of everything that was read.
#[derive(Debug)]
pub struct Imported<'a> {
    sources: Vec<Source<'a>>,
    entries: Vec<Entry>,
    /// What was noted about each source, with its name.
    ledgers: Vec<(String, Ledger)>,
    /// What the sources say about the calendar as a whole.
    about: About,
}

/// What a source says about the calendar as a whole.
#[derive(Clone, Debug, Default)]
struct About {
    name: Option<String>,
    description: Option<String>,
    url: Option<String>,
    zone: Option<Zone>,
    /// The domain of the UIDs that calfeed has made.
    domain: Option<String>,
}

/// Why a source cannot be imported at all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportError {
    /// The name of the source.
    pub source: String,
    /// What was found, and what to do.
    pub message: String,
}

/// Reads some sources.
///
/// # Errors
/// A source is neither an iCalendar file nor a page with text, such as a web page in HTML.
pub fn import<'a>(
    sources: &[Source<'a>],
    options: &ImportOptions,
) -> Result<Imported<'a>, ImportError> {
    let mut entries = Vec::new();
    let mut ledgers = Vec::new();
    let mut about = About {
        zone: options.zone,
        ..About::default()
    };
    let mut known = HashSet::new();
    for (index, source) in sources.iter().enumerate() {
        let mut ledger = Ledger::default();
        let error = |message: String| ImportError {
            source: source.name.to_owned(),
            message,
        };
        let read = if ical::is_calendar(source.bytes) {
            ical::entries(source.bytes, options, &mut ledger)
        } else {
            page::entries(source.bytes, options, &mut ledger)
        };
        let (mut read, of_source) = read.map_err(error)?;
        about = about.or(of_source);
        for entry in &mut read {
            entry.source = index;
        }
        read.retain(|entry| {
            let is_first = entry
                .uid
                .as_ref()
                .is_none_or(|uid| known.insert(uid.clone()));
            if !is_first {
                let why = Outcome::Dropped("an earlier source has the event with this UID");
                ledger.note(entry.line, why);
            }
            is_first
        });
        entries.append(&mut read);
        ledgers.push((source.name.to_owned(), ledger));
    }
    Ok(Imported {
        sources: sources.to_vec(),
        entries,
        ledgers,
        about,
    })
}

impl About {
    fn or(self, other: Self) -> Self {
        Self {
            name: self.name.or(other.name),
            description: self.description.or(other.description),
            url: self.url.or(other.url),
            zone: self.zone.or(other.zone),
            domain: self.domain.or(other.domain),
        }
    }
}

impl Imported<'_> {
    /// What became of everything that was read.
    fn account(&self) -> Account {
        let ledgers = self.ledgers.iter();
        Account::of(ledgers.map(|(name, ledger)| (name.as_str(), ledger)))
    }

    /// Notes that an entry is not in the events file.
    fn lost(&mut self, entry: usize, reason: impl Into<String>) {
        let Some(entry) = self.entries.get(entry) else {
            return;
        };
        if let Some((_, ledger)) = self.ledgers.get_mut(entry.source) {
            ledger.lost(entry.line, &entry.details.title, reason);
            ledger.note(
                entry.line,
                Outcome::Dropped("the events file cannot have it"),
            );
        }
    }

    /// Notes that a part of an entry that matters, such as the change of a date, is not in the events file.
    fn lost_part(&mut self, entry: usize, reason: impl Into<String>) {
        let Some(entry) = self.entries.get(entry) else {
            return;
        };
        if let Some((_, ledger)) = self.ledgers.get_mut(entry.source) {
            ledger.lost(entry.line, &entry.details.title, reason);
        }
    }

    /// Notes what to know about an entry.
    fn remark(&mut self, entry: usize, reason: impl Into<String>) {
        let Some(entry) = self.entries.get(entry) else {
            return;
        };
        if let Some((_, ledger)) = self.ledgers.get_mut(entry.source) {
            ledger.remark(entry.line, &entry.details.title, reason);
        }
    }
}
