//! Estimates the size of the calendar's feed, without writing it.
//!
//! The result is within a few per cent of the number of bytes. The text that the dates of a series repeat is measured once, so the running
//! time is proportional to the file. Removed events do not count, because only the history knows them. Only one VTIMEZONE counts, because
//! others are small compared with a feed that is worth measuring. Sections: [RFC 5545 §3.1] (folding), [RFC 5545 §3.3.11] (escaping).
//!
//! [RFC 5545 §3.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.1
//! [RFC 5545 §3.3.11]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11

use std::collections::HashMap;

use crate::calendar::{Calendar, Details, Event, Schedule, Series};
use crate::description;
use crate::time::EventTime;
use crate::value::Slug;
use crate::words::ENGLISH;

/// The bytes of the lines of a VEVENT that nearly always have the same length: BEGIN, END, DTSTAMP, LAST-MODIFIED, SEQUENCE, STATUS, TRANSP and
/// X-MICROSOFT-CDO-BUSYSTATUS.
const FRAME: usize = 170;

/// The bytes of the VCALENDAR around the events, including one VTIMEZONE.
const ENVELOPE: usize = 500;

/// The bytes of a line with a date: name, value and line break.
const DATE: usize = 27;

/// The bytes of a line with a time, without the name of its zone.
const TIME: usize = 31;

/// Returns the approximate number of bytes of the feed.
pub(super) fn of_feed(calendar: &Calendar) -> usize {
    let names: HashMap<&Slug, usize> = calendar
        .groups()
        .iter()
        .map(|group| (group.id(), escaped(group.name())))
        .collect();
    let events = calendar.events().iter();
    let events = events.filter(|event| calendar.is_in_own_feed(event));
    let sizes = events.map(|event| {
        let groups = event.groups().iter().filter_map(|id| names.get(id));
        Measured::new(calendar, event, groups.map(|name| name + 1).sum()).all()
    });
    ENVELOPE + sizes.sum::<usize>()
}

/// An event, with the sizes that all its components share.
struct Measured<'a> {
    calendar: &'a Calendar,
    event: &'a Event,
    /// The bytes of the names of its groups.
    groups: usize,
    /// The bytes of its own DESCRIPTION.
    description: usize,
}

impl<'a> Measured<'a> {
    fn new(calendar: &'a Calendar, event: &'a Event, groups: usize) -> Self {
        let page = event.page(event.details(), calendar.url());
        Self {
            calendar,
            event,
            groups,
            description: escaped(&description::text(
                event.details(),
                None,
                &page,
                calendar.url(),
            )),
        }
    }

    fn all(&self) -> usize {
        let event = self.event;
        let alone = event.stand_alone().iter();
        let alone = alone.map(|of| self.component(&of.details, of.time, of.was));
        let of_event: usize = match event.schedule() {
            Schedule::ToBeConfirmed(_) => 0,
            Schedule::Once(_) => event
                .once()
                .map_or(0, |it| self.component(it.details(), it.time(), it.was())),
            Schedule::Series(series) => {
                let parts = series.parts().into_iter();
                parts.map(|(_, part)| self.series(&part)).sum()
            }
        };
        of_event + alone.sum::<usize>()
    }

    fn series(&self, series: &Series) -> usize {
        let first = series.first();
        let rule = "RRULE:\r\n".len() + series.rule().rrule(first.zone()).len();
        let exceptions = series.exception_dates().count() * line_of(first);
        let overrides = series.visible_overrides(self.event.details()).map(|of| {
            self.component(&of.details, of.time, of.was) + line_of(first) + "CURRENCE".len()
        });
        let main = self.component(self.event.details(), first, None);
        let nights =
            series.nights(self.event.details()).len() * (main + line_of(first) + "CURRENCE".len());
        main + nights + rule + exceptions + overrides.sum::<usize>()
    }

    fn component(&self, details: &Details, time: EventTime, was: Option<EventTime>) -> usize {
        let own = self.event.details();
        let page = self.event.page(details, self.calendar.url());
        let news = |details| {
            ENGLISH
                .news(details, was)
                .map_or(0, |news| escaped(&news) + "\\n\\n".len())
        };
        let description = if says_the_same(details, own) {
            self.description + news(details)
        } else {
            escaped(&description::text(details, was, &page, self.calendar.url()))
        };
        let uid = self.event.uid(self.calendar.domain()).len();
        let join = details.join().map(|join| join.as_str().len());
        let contact = details.contact().map(ToString::to_string);
        let tags: usize = details
            .tags()
            .iter()
            .map(|tag| escaped(tag.as_str()) + 1)
            .sum();
        let categories = Some(self.groups + tags).filter(|length| *length > 0);
        let lines = [
            ("UID:", Some(uid)),
            ("SUMMARY:", Some(escaped(&details.published_title()))),
            ("DESCRIPTION:", Some(description)),
            ("LOCATION:", details.published_location().map(escaped)),
            ("URL:", Some(page.len())),
            ("CONFERENCE;FEATURE=VIDEO;LABEL=Join;VALUE=URI:", join),
            ("CONTACT:", contact.as_deref().map(escaped)),
            ("CATEGORIES:", categories),
        ];
        let lines = lines
            .into_iter()
            .filter_map(|(name, value)| Some(folded(name.len() + value?)));
        FRAME + 2 * line_of(time) + lines.sum::<usize>()
    }
}

/// Whether two instances have the same DESCRIPTION, apart from the lines about their status.
fn says_the_same(one: &Details, other: &Details) -> bool {
    one.form() == other.form()
        && one.join() == other.join()
        && one.sign_up() == other.sign_up()
        && one.price() == other.price()
        && one.url() == other.url()
        && one.contact() == other.contact()
        && one.links() == other.links()
        && one.talks() == other.talks()
        && one.description() == other.description()
}

/// Returns the bytes of a line with the start or the end of `time`.
fn line_of(time: EventTime) -> usize {
    match time {
        EventTime::AllDay { .. } => DATE,
        EventTime::Zoned { start, .. } => TIME + start.zone().name().len(),
    }
}

/// Returns the bytes of a text after escaping.
fn escaped(text: &str) -> usize {
    let marks = text
        .bytes()
        .filter(|byte| matches!(byte, b'\\' | b';' | b',' | b'\n'));
    text.len() + marks.count()
}

/// Returns the bytes of a line after folding, with its line break.
fn folded(length: usize) -> usize {
    length + "\r\n".len() + length.saturating_sub(75).div_ceil(74) * "\r\n ".len()
}

#[cfg(test)]
mod tests;
