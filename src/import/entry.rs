//! [`Entry`]: an event as the events file will say it, before it has an id.
//!
//! Both readers make entries. All texts are as the events file has them: descriptions are Markdown, and titles are one line.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use crate::time::Moment;
use crate::zone::Zone;

/// An event, or a series with its changes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// The index of the source.
    pub(super) source: usize,
    /// The line of the source in which it begins, counted from 1.
    pub(super) line: usize,
    /// Its UID in the source; `None` on a page.
    pub(super) uid: Option<String>,
    /// The id that calfeed's own page of it has, if it comes from a feed of calfeed.
    pub(super) id: Option<String>,
    /// A date, a local time in `zone`, a month, a year, or `ToBeConfirmed`.
    pub(super) start: Moment,
    /// The zone of a start with a time. `None` is the calendar's zone.
    pub(super) zone: Option<Zone>,
    /// From start to end; whole days if the start is a date. `None` is unknown: one day, or an hour.
    pub(super) length: Option<TimeDelta>,
    /// Makes it a series.
    pub(super) repeats: Option<Repeats>,
    /// Dates in addition to the rule, each a date or a local time.
    pub(super) also: Vec<Moment>,
    /// What is different on single dates, by the date that the rule, `also` or the start gives.
    pub(super) changes: BTreeMap<NaiveDate, Change>,
    pub(super) status: State,
    /// Why it is cancelled, postponed or tentative.
    pub(super) reason: Option<String>,
    pub(super) details: Details,
}

/// A rule that the events file can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repeats {
    /// A sentence of the reference, such as `monthly on the 4th Thursday`.
    pub(super) rule: String,
    /// The last day, included.
    pub(super) until: Option<NaiveDate>,
    /// The number of dates that the rule gives. Never together with `until`.
    pub(super) count: Option<u32>,
}

/// Whether an event takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    #[default]
    Confirmed,
    Tentative,
    Cancelled,
    Postponed,
}

/// What is different on one date of a series.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Change {
    /// The line of the source with the exception date or the override.
    pub(super) line: usize,
    /// Nobody expects it: it is in no calendar.
    pub(super) is_skipped: bool,
    /// A date, or a local time in the zone of the series.
    pub(super) moved_to: Option<Moment>,
    /// Its length, if it is not that of the series.
    pub(super) length: Option<TimeDelta>,
    /// The state of this date, also if it is that of the series.
    pub(super) status: State,
    pub(super) reason: Option<String>,
    /// All details of this date; `None` if they are those of the series. `write` writes only those that differ.
    pub(super) details: Option<Box<Details>>,
}

/// What an event, or one date of it, says apart from its time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Details {
    pub(super) title: String,
    /// Markdown.
    pub(super) description: Option<String>,
    pub(super) location: Option<String>,
    pub(super) join: Option<String>,
    pub(super) sign_up: Option<String>,
    pub(super) price: Option<String>,
    pub(super) url: Option<String>,
    pub(super) contact: Option<String>,
    /// `virtual`, `in-person` or `hybrid`.
    pub(super) format: Option<&'static str>,
    /// `free` or `busy`, if it is not the default of its times.
    pub(super) shows_as: Option<&'static str>,
    /// Categories. Those that several events have become groups only on request; see `write`.
    pub(super) tags: Vec<String>,
    /// The names of its groups.
    pub(super) groups: Vec<String>,
    pub(super) talks: Vec<Talk>,
    pub(super) links: Vec<Link>,
}

/// A talk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Talk {
    pub(super) title: String,
    /// Each as `Name (Organisation)`.
    pub(super) speakers: Vec<String>,
    /// Markdown.
    pub(super) summary: Option<String>,
    pub(super) slides: Option<String>,
    pub(super) video: Option<String>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) title: String,
    pub(super) url: String,
}

impl Entry {
    /// An event that takes place once and has only a title.
    pub(super) fn new(line: usize, title: String, start: Moment) -> Self {
        Self {
            source: 0,
            line,
            uid: None,
            id: None,
            start,
            zone: None,
            length: None,
            repeats: None,
            also: Vec::new(),
            changes: BTreeMap::new(),
            status: State::Confirmed,
            reason: None,
            details: Details {
                title,
                ..Details::default()
            },
        }
    }
}
