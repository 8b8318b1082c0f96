//! Properties, VTIMEZONEs and VEVENTs → one VCALENDAR.
//!
//! In: values with their types, made into properties here, and components made of those. Out: the text of one `.ics` file.
//! Guaranteed: infallible; UID and DTSTAMP in every component; the same properties, in whatever order they came, the same octets.
//! Absent: how one property is escaped and folded (`content_line`), and what a feed says (`feed`). `icalendar` lends us its
//! vocabulary, not its writer. Implements [RFC 5545 §3.4], [RFC 5545 §3.6.1] and the calendar properties of [RFC 7986 §5].
//!
//! [RFC 5545 §3.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.4
//! [RFC 5545 §3.6.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
//! [RFC 7986 §5]: https://www.rfc-editor.org/rfc/rfc7986#section-5

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use icalendar::Property;

use crate::content_line;

/// Names this program and no release of it: an update must not change the bytes of a feed.
const PRODID: &str = "-//calfeed//calfeed//EN";

/// The order in which people read a component; X- properties follow, then all others, each by name.
const ORDER: [&str; 20] = [
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "RECURRENCE-ID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXDATE",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "URL",
    "CONFERENCE",
    "CONTACT",
    "CATEGORIES",
    "STATUS",
    "TRANSP",
];

/// Those of which [RFC 5545 §3.6.1] and [RFC 7986 §5] say "OPTIONAL, and MAY occur more than once" of a VEVENT.
///
/// [RFC 5545 §3.6.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
/// [RFC 7986 §5]: https://www.rfc-editor.org/rfc/rfc7986#section-5
const REPEATABLE: [&str; 12] = [
    "ATTACH",
    "ATTENDEE",
    "CATEGORIES",
    "COMMENT",
    "CONFERENCE",
    "CONTACT",
    "EXDATE",
    "IMAGE",
    "RDATE",
    "RELATED-TO",
    "REQUEST-STATUS",
    "RESOURCES",
];

/// A VEVENT that has what every VEVENT must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Component {
    uid: Property,
    dtstamp: Property,
    /// All the rest, in the order in which it is written.
    rest: Vec<Property>,
}

impl Component {
    /// Makes a component of the two properties that "are REQUIRED, but MUST NOT occur more than once".
    pub(crate) fn new(uid: &str, dtstamp: DateTime<Utc>) -> Self {
        Self {
            uid: text("UID", uid),
            dtstamp: utc("DTSTAMP", dtstamp),
            rest: Vec::with_capacity(ORDER.len()),
        }
    }

    /// Adds `property`: beside those of its name where the RFC allows several, in the order of their coming, else in place of it.
    /// A UID or a DTSTAMP is never added.
    pub(crate) fn add(&mut self, property: Property) -> &mut Self {
        let name = property.key();
        if matches!(name, "UID" | "DTSTAMP") {
            return self;
        }
        let place = (rank(name), name);
        let is_before = |other: &Property| (rank(other.key()), other.key()) <= place;
        // They nearly always come in order.
        let after = match self.rest.last() {
            Some(last) if !is_before(last) => self.rest.partition_point(is_before),
            _ => self.rest.len(),
        };
        let of_its_name = after.checked_sub(1).and_then(|at| self.rest.get_mut(at));
        match of_its_name.filter(|other| other.key() == name) {
            Some(other) if !REPEATABLE.contains(&name) => *other = property,
            _ => self.rest.insert(after, property),
        }
        self
    }

    /// Gives it a length, a DURATION such as `PT5H`, in place of its end.
    ///
    /// In a series that begins in a night in which the clocks change, no end says how long its other instances last: some programs take the
    /// difference of the local times for it.
    pub(crate) fn lasting(&mut self, length: &str) {
        self.rest.retain(|property| property.key() != "DTEND");
        self.add(token("DURATION", length));
    }

    /// Appends its content lines.
    pub(crate) fn write(&self, out: &mut String) {
        self.write_with(out, "");
    }

    /// Appends its content lines, followed by `said`.
    pub(crate) fn write_with(&self, out: &mut String, said: &str) {
        out.push_str("BEGIN:VEVENT\r\n");
        for property in [&self.uid, &self.dtstamp].into_iter().chain(&self.rest) {
            content_line::write(out, property);
        }
        out.push_str(said);
        out.push_str("END:VEVENT\r\n");
    }

    /// Returns the content lines from SUMMARY on. They describe the event; the lines before them hold its identity and times.
    pub(crate) fn said(&self) -> String {
        let first = rank("SUMMARY");
        let mut out = String::new();
        for property in &self.rest {
            if rank(property.key()) >= first {
                content_line::write(&mut out, property);
            }
        }
        out
    }
}

/// Returns the beginning of a VCALENDAR: `properties` in the order given, before every component, as Outlook needs them.
///
/// VERSION comes first (some readers break otherwise) and METHOD is PUBLISH, without an ORGANIZER: RFC 5546 §3.2.1 wants one, and
/// Outlook then treats the reader as an uninvited guest. VTIMEZONEs follow, before the components that name them.
pub(crate) fn begin(properties: &[Property]) -> String {
    let mut out = String::from("BEGIN:VCALENDAR\r\n");
    for property in [
        token("VERSION", "2.0"),
        text("PRODID", PRODID),
        token("CALSCALE", "GREGORIAN"),
        token("METHOD", "PUBLISH"),
    ] {
        content_line::write(&mut out, &property);
    }
    for property in properties {
        content_line::write(&mut out, property);
    }
    out
}

/// Returns the text of a component, such as a VTIMEZONE, of its content lines, which are not folded yet.
pub(crate) fn of_content_lines(lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        content_line::write_ready(&mut out, line);
    }
    out
}

/// Ends a VCALENDAR.
pub(crate) fn end(out: &mut String) {
    out.push_str("END:VCALENDAR\r\n");
}

/// A TEXT property, such as SUMMARY or X-WR-CALNAME; escaped when it is written.
pub(crate) fn text(name: &str, value: &str) -> Property {
    Property::new(name, value)
}

/// A property that is a list of TEXT, CATEGORIES or RESOURCES; empty items are left out.
pub(crate) fn text_list<T: AsRef<str>>(
    name: &str,
    values: impl IntoIterator<Item = T>,
) -> Property {
    let mut list = String::new();
    for value in values {
        let end = list.len();
        if end > 0 {
            list.push(',');
        }
        let start = list.len();
        content_line::escape_into(&mut list, value.as_ref());
        if list.len() == start {
            list.truncate(end);
        }
    }
    Property::new(name, list)
}

/// A URI property, such as URL; written as it is, for URIs have an escaping of their own.
pub(crate) fn uri(name: &str, value: &str) -> Property {
    Property::new(name, value)
}

/// CONFERENCE, the way into a video call ([RFC 7986 §5.11]); `label` is what people see of it.
///
/// [RFC 7986 §5.11]: https://www.rfc-editor.org/rfc/rfc7986#section-5.11
pub(crate) fn conference(value: &str, label: &str) -> Property {
    uri("CONFERENCE", value)
        .add_parameter("VALUE", "URI")
        .add_parameter("FEATURE", "VIDEO")
        .add_parameter("LABEL", label)
        .done()
}

/// A DATE-TIME in UTC, "form #2"; seconds are the smallest unit it has.
pub(crate) fn utc(name: &str, value: DateTime<Utc>) -> Property {
    Property::new(name, date_time(value.naive_utc()) + "Z")
}

/// A DATE, the day of an all-day event; as DTEND it is exclusive.
pub(crate) fn date(name: &str, value: NaiveDate) -> Property {
    Property::new(name, digits(value))
        .add_parameter("VALUE", "DATE")
        .done()
}

/// A DATE-TIME with local time and time zone reference, "form #3"; `zone` is the TZID of a VTIMEZONE of the same calendar.
pub(crate) fn zoned(name: &str, zone: &str, value: NaiveDateTime) -> Property {
    Property::new(name, date_time(value))
        .add_parameter("TZID", zone)
        .done()
}

/// An INTEGER, in the range that [RFC 5545 §3.3.8] gives it.
///
/// [RFC 5545 §3.3.8]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.8
pub(crate) fn integer(name: &str, value: i32) -> Property {
    Property::new(name, value.to_string())
}

/// A DURATION that is already in its form, such as `PT4H` ([RFC 5545 §3.3.6]).
///
/// REFRESH-INTERVAL has no default value type, so VALUE is written; X-PUBLISHED-TTL is Microsoft's, who write it without.
///
/// [RFC 5545 §3.3.6]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.6
pub(crate) fn duration(name: &str, value: &str) -> Property {
    let mut property = Property::new(name, value);
    if !name.starts_with("X-") {
        property.add_parameter("VALUE", "DURATION");
    }
    property
}

/// A value that is one of a fixed set or built by us, such as STATUS, TRANSP or RRULE: nothing in it needs escaping.
pub(crate) fn token(name: &str, value: &str) -> Property {
    Property::new(name, value)
}

/// "Form #1" of a DATE-TIME.
pub(crate) fn date_time(value: NaiveDateTime) -> String {
    let time = value.time();
    let mut text = digits(value.date());
    text.push('T');
    for number in [time.hour(), time.minute(), time.second()] {
        push_two(&mut text, number);
    }
    text
}

fn digits(date: NaiveDate) -> String {
    let mut text = String::with_capacity("20260326T183000Z".len());
    let year = date.year().unsigned_abs();
    for number in [year / 100, year % 100, date.month(), date.day()] {
        push_two(&mut text, number);
    }
    text
}

/// Appends two digits; there are five times a VEVENT, and the machinery of formats takes ten times as long.
fn push_two(text: &mut String, number: u32) {
    text.extend(
        [number / 10 % 10, number % 10].map(|digit| char::from_digit(digit, 10).unwrap_or('0')),
    );
}

fn rank(name: &str) -> usize {
    let position = ORDER.iter().position(|known| *known == name);
    position.unwrap_or_else(|| ORDER.len() + usize::from(!name.starts_with("X-")))
}

#[cfg(test)]
mod tests;
