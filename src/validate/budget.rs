//! Limits how much a file publishes: its meetings, and the text that they repeat.
//!
//! The event at which the file exceeds a limit of [`crate::limit`] gets the error. The result depends on the file alone and not on the
//! current time, so a file does not become invalid as time passes. The dates of a rule are counted by arithmetic, never enumerated.
//!
//! `events.json` has the meetings of the last 24 months and of the next 12; the invites are of fewer months. So a series counts with the
//! most meetings that any such stretch of time can have, and each date that the file names counts once.
//!
//! A meeting that the file names by its date also has a page of its own, and so has the next meeting of each series. These pages count
//! together with the invites, so that 29,000 of them, which is the most that the limit of text of dates allows, cannot come to gigabytes. A page
//! has a part that is always the same, the names of the calendar and of the event's groups, and what differs from the event, several times:
//! in the title, in the preview, in the links to add it. It has no feeds of groups, and of what the event says only the first paragraph.

use std::collections::HashMap;

use super::areas::Areas;
use super::reporter::At;
use crate::calendar::{Details, Event, Override, Schedule, Talk};
use crate::diagnostic::{EventFinding, Problem};
use crate::document::{self, Merged};
use crate::limit;
use crate::value::Text;

/// The longest stretch of time, in days, of which every meeting is published: 36 months, and a day or two at each end for other zones.
const DAYS: u32 = 1_100;

/// The bytes that a piece of text takes in addition to its letters.
const PIECE: usize = 32;

/// The bytes that a VEVENT takes in addition to its text: UID, times, status, and the names of its properties.
const VEVENT: u64 = 500;

/// The bytes that the page of a meeting takes in addition to its text: what is around every page, and three links to add it.
const PAGE: u64 = 6_000;

/// How often a page of a meeting has the text of its meeting, in HTML and in addresses, and how often the names of the calendar.
const OF_PAGE: u64 = 8;

/// The number of bytes that the escapes of a character in HTML and in JSON add.
const OF_ESCAPED: usize = 7;

/// The meetings and the bytes that the events so far publish.
#[derive(Debug)]
pub(super) struct Budget<'a> {
    /// The bytes of the calendar's name, and of the name of each group.
    calendar: u64,
    groups: HashMap<&'a str, u64>,
    areas: &'a Areas<'a>,
    meetings: u64,
    text_of_invites: u64,
    text_of_dates: u64,
    text_of_groups: u64,
    /// Whether a limit is exceeded, which has been reported.
    is_spent: bool,
}

impl<'a> Budget<'a> {
    pub(super) fn new(document: &Merged<'a>, areas: &'a Areas<'a>) -> Self {
        let bytes = |name: Option<&str>| {
            let bytes = name.map_or(0, |name| published(name) + PIECE);
            u64::try_from(bytes).unwrap_or(u64::MAX)
        };
        let calendar = document.calendar;
        let groups = document.groups();
        Self {
            calendar: bytes(calendar.and_then(|calendar| calendar.name.as_deref())),
            groups: groups
                .map(|(id, group)| (id, bytes(group.name.as_deref())))
                .collect(),
            areas,
            meetings: 0,
            text_of_invites: 0,
            text_of_dates: 0,
            text_of_groups: 0,
            is_spent: false,
        }
    }

    /// The bytes of a page of a meeting that do not depend on the meeting.
    fn page(&self, event: &Event) -> u64 {
        let groups = event.groups().iter();
        let groups = groups.filter_map(|group| self.groups.get(group.as_str()));
        PAGE + OF_PAGE * self.calendar + groups.sum::<u64>()
    }

    /// Counts an event, and reports it if it is the first at which the file exceeds a limit.
    pub(super) fn take(&mut self, at: &At<'_>, written: &document::Event, event: &Event) {
        if self.is_spent {
            return;
        }
        let of_rule = match event.schedule() {
            Schedule::Series(series) => series.rule().most_within(DAYS),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => 1,
        };
        let named = match event.schedule() {
            Schedule::Series(series) => series.overrides().map(Override::details).collect(),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => Vec::new(),
        };
        let named = named
            .into_iter()
            .chain(event.stand_alone().iter().map(Override::details))
            .chain(event.changed_start().map(Override::details));
        let once = bytes(event.details());
        // Instances that meet a clock change are published as overrides, which repeat the text of the event.
        let nights = match event.schedule() {
            Schedule::Series(series) => series.nights(event.details()).len(),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => 0,
        };
        let nights = u64::try_from(nights).unwrap_or(u64::MAX);
        let (mut count, mut text) = (0, nights.saturating_mul(once));
        let (mut own, mut differs) = (0, 0);
        for details in named {
            count += 1;
            let bytes = bytes(details);
            text += bytes;
            differs += bytes - VEVENT;
            own += bytes_of_own(details);
        }
        let pages = match event.schedule() {
            Schedule::Series(_) => count + 1,
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => count,
        };
        let feeds = self.areas.feeds(event.groups());
        let feeds = u64::try_from(feeds).unwrap_or(u64::MAX);
        self.meetings += of_rule + count;
        self.text_of_invites += of_rule * once + text;
        self.text_of_invites += pages * self.page(event) + OF_PAGE * differs;
        self.text_of_dates += text + own;
        self.text_of_groups += feeds.saturating_mul(once + text);
        let key = if written.repeats.is_some() {
            "repeats"
        } else {
            "start"
        };
        let megabytes = |most: u64| most / 1_000_000;
        let finding = if self.meetings > limit::MEETINGS {
            let most = limit::MEETINGS;
            (key, EventFinding::TooManyMeetings { most })
        } else if self.text_of_dates > limit::TEXT_OF_DATES {
            let megabytes = megabytes(limit::TEXT_OF_DATES);
            (
                key_of_dates(written),
                EventFinding::TextOfDates { megabytes },
            )
        } else if self.text_of_invites > limit::TEXT_OF_INVITES {
            let megabytes = megabytes(limit::TEXT_OF_INVITES);
            (key, EventFinding::TextOfInvites { megabytes })
        } else if self.text_of_groups > limit::TEXT_OF_GROUPS {
            let megabytes = megabytes(limit::TEXT_OF_GROUPS);
            ("groups", EventFinding::TextOfGroups { megabytes })
        } else {
            return;
        };
        self.is_spent = true;
        let (key, finding) = finding;
        at.key(key).error(finding.into());
    }
}

/// Returns the key that has more dates of an event: `also` or `changes`.
pub(super) fn key_of_dates(written: &document::Event) -> &'static str {
    if written.also.len() > written.changes.iter().count() {
        "also"
    } else {
        "changes"
    }
}

/// Whether `dates` copies of the details exceed the limit on text. This is checked before the dates are read, because each date in memory
/// has a copy.
pub(super) fn is_too_much(details: &Details, dates: usize) -> bool {
    let dates = u64::try_from(dates).unwrap_or(u64::MAX);
    let once = bytes(details) + bytes_of_own(details);
    once.saturating_mul(dates) > limit::TEXT_OF_DATES
}

/// Returns the problem for dates that repeat too much text.
pub(super) fn too_much_text_of_dates() -> Problem {
    let megabytes = limit::TEXT_OF_DATES / 1_000_000;
    EventFinding::TextOfDates { megabytes }.into()
}

/// Returns the published size of one meeting.
fn bytes(details: &Details) -> u64 {
    let length = |text: Option<&str>| text.map_or(0, |text| published(text) + PIECE);
    let contact = details.contact().map(ToString::to_string);
    let single = [
        Some(details.title()),
        details.reason(),
        details.location(),
        details.join().map(crate::value::Url::as_str),
        details.sign_up().map(crate::value::Url::as_str),
        details.price().map(crate::value::Price::as_str),
        details.url().map(crate::value::Url::as_str),
        contact.as_deref(),
        details.description(),
    ];
    let talks = details.talks().iter().map(bytes_of_talk);
    let links = details.links().iter();
    let links = links.map(|link| link.title().len() + link.url().as_str().len() + 2 * PIECE);
    let tags = details.tags().iter();
    let tags = tags.map(|tag| tag.as_str().len() + PIECE);
    let all = single.into_iter().map(length);
    let sum: usize = all.chain(talks).chain(links).chain(tags).sum();
    VEVENT + u64::try_from(sum).unwrap_or(u64::MAX / 2)
}

/// Returns the size of the `x-` keys, which are in `events.json` and in no invite.
fn bytes_of_own(details: &Details) -> u64 {
    let talks = details.talks().iter().map(|talk| talk.own_keys().size());
    let sum = details.own_keys().size() + talks.sum::<usize>();
    u64::try_from(sum).unwrap_or(u64::MAX)
}

fn bytes_of_talk(talk: &Talk) -> usize {
    let speakers = talk.speakers().iter().map(Text::as_str);
    let addresses = [talk.slides(), talk.video()].into_iter().flatten();
    [talk.title()]
        .into_iter()
        .chain(talk.summary())
        .chain(speakers)
        .chain(addresses.map(crate::value::Url::as_str))
        .map(|text| text.len() + PIECE)
        .sum()
}

/// Returns the published size of a text, with escapes.
fn published(text: &str) -> usize {
    // memchr is slower here: it first detects the features of the processor, which takes longer than counting in all texts of a small file.
    let escaped = |byte: &u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\\');
    let count = text.bytes().filter(escaped).count();
    text.len() + OF_ESCAPED * count
}
