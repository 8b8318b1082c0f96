//! Builds properties and VEVENTs, and the VCALENDAR around them.
//!
//! It turns typed values into the content of an `.ics` file, and never fails. Every VEVENT has a UID and a DTSTAMP. The same properties
//! give the same octets, whatever their order. `content_line` escapes and folds the properties, and `feed` decides what a feed contains.
//! The types are those of the crate `icalendar`, but its writer is not used. The module implements [RFC 5545 §3.4], [RFC 5545 §3.6.1] and
//! the calendar properties of [RFC 7986 §5].
//!
//! [RFC 5545 §3.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.4
//! [RFC 5545 §3.6.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
//! [RFC 7986 §5]: https://www.rfc-editor.org/rfc/rfc7986#section-5

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use icalendar::Property;

use crate::content_line;

/// Names the program without its version, because an update must not change the bytes of a feed.
const PRODID: &str = "-//calfeed//calfeed//EN";

/// The order of properties in a component, for people who read the file. X- properties follow, then all others, each sorted by name.
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

/// The properties that [RFC 5545 §3.6.1] and [RFC 7986 §5] call "OPTIONAL, and MAY occur more than once" in a VEVENT.
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

/// A VEVENT with its required properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Component {
    uid: Property,
    dtstamp: Property,
    /// All other properties, in the order in which they are written.
    rest: Vec<Property>,
}

impl Component {
    /// Creates a component with the two properties that "are REQUIRED, but MUST NOT occur more than once".
    pub(crate) fn new(uid: &str, dtstamp: DateTime<Utc>) -> Self {
        Self {
            uid: text("UID", uid),
            dtstamp: utc("DTSTAMP", dtstamp),
            rest: Vec::with_capacity(ORDER.len()),
        }
    }

    /// Adds `property`. It is appended to others of its name if the RFC allows several, in the order of the calls; otherwise it replaces
    /// them. A UID or a DTSTAMP is never added.
    pub(crate) fn add(&mut self, property: Property) -> &mut Self {
        let name = property.key();
        if matches!(name, "UID" | "DTSTAMP") {
            return self;
        }
        let place = (rank(name), name);
        let is_before = |other: &Property| (rank(other.key()), other.key()) <= place;
        // Fast path: properties are nearly always added in order.
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

    /// Replaces the end by a DURATION, such as `PT5H`.
    ///
    /// This is for a series whose first instance spans a clock change. Some programs take the difference of the local times as the length
    /// of all instances, so no DTEND would be right.
    pub(crate) fn lasting(&mut self, length: &str) {
        self.rest.retain(|property| property.key() != "DTEND");
        self.add(token("DURATION", length));
    }

    /// Appends the content lines of the component.
    pub(crate) fn write(&self, out: &mut String) {
        self.write_with(out, "");
    }

    /// Appends the content lines of the component, followed by `details`.
    pub(crate) fn write_with(&self, out: &mut String, details: &str) {
        out.push_str("BEGIN:VEVENT\r\n");
        for property in [&self.uid, &self.dtstamp].into_iter().chain(&self.rest) {
            content_line::write(out, property);
        }
        out.push_str(details);
        out.push_str("END:VEVENT\r\n");
    }

    /// Returns the content lines from SUMMARY on. They describe the event; the lines before them are its identity and times.
    pub(crate) fn details(&self) -> String {
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

/// Returns the beginning of a VCALENDAR: `properties` in the given order, before every component, as Outlook requires.
///
/// VERSION comes first, because some readers fail otherwise. METHOD is PUBLISH without an ORGANIZER, although RFC 5546 §3.2.1 requires one,
/// because Outlook would treat the reader as an uninvited guest. VTIMEZONEs follow, before the components that use them.
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

/// Returns a component, such as a VTIMEZONE, from its unfolded content lines.
pub(crate) fn of_content_lines(lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        content_line::write_ready(&mut out, line);
    }
    out
}

/// Appends the end of a VCALENDAR.
pub(crate) fn end(out: &mut String) {
    out.push_str("END:VCALENDAR\r\n");
}

/// Creates a TEXT property, such as SUMMARY or X-WR-CALNAME. It is escaped when it is written.
pub(crate) fn text(name: &str, value: &str) -> Property {
    Property::new(name, value)
}

/// Creates a property that is a list of TEXT: CATEGORIES or RESOURCES. Empty items are dropped.
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

/// Creates a URI property, such as URL. It is not escaped, because URIs have an escaping of their own.
pub(crate) fn uri(name: &str, value: &str) -> Property {
    Property::new(name, value)
}

/// Creates a CONFERENCE property, the link to a video call ([RFC 7986 §5.11]). People see `label`.
///
/// [RFC 7986 §5.11]: https://www.rfc-editor.org/rfc/rfc7986#section-5.11
pub(crate) fn conference(value: &str, label: &str) -> Property {
    uri("CONFERENCE", value)
        .add_parameter("VALUE", "URI")
        .add_parameter("FEATURE", "VIDEO")
        .add_parameter("LABEL", label)
        .done()
}

/// Creates a DATE-TIME in UTC ("form #2"), with a precision of seconds.
pub(crate) fn utc(name: &str, value: DateTime<Utc>) -> Property {
    Property::new(name, date_time(value.naive_utc()) + "Z")
}

/// Creates a DATE, for an all-day event. As DTEND it is exclusive.
pub(crate) fn date(name: &str, value: NaiveDate) -> Property {
    Property::new(name, digits(value))
        .add_parameter("VALUE", "DATE")
        .done()
}

/// Creates a DATE-TIME with local time and time zone reference ("form #3"). `zone` is the TZID of a VTIMEZONE in the same calendar.
pub(crate) fn zoned(name: &str, zone: &str, value: NaiveDateTime) -> Property {
    Property::new(name, date_time(value))
        .add_parameter("TZID", zone)
        .done()
}

/// Creates an INTEGER, in the range of [RFC 5545 §3.3.8].
///
/// [RFC 5545 §3.3.8]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.8
pub(crate) fn integer(name: &str, value: i32) -> Property {
    Property::new(name, value.to_string())
}

/// Creates a DURATION from a value such as `PT4H` ([RFC 5545 §3.3.6]).
///
/// REFRESH-INTERVAL has no default value type, so VALUE is required. X-PUBLISHED-TTL is Microsoft's property, which they write without
/// VALUE.
///
/// [RFC 5545 §3.3.6]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.6
pub(crate) fn duration(name: &str, value: &str) -> Property {
    let mut property = Property::new(name, value);
    if !name.starts_with("X-") {
        property.add_parameter("VALUE", "DURATION");
    }
    property
}

/// Creates a property whose value needs no escaping, because it is one of a fixed set or built by calfeed, such as STATUS, TRANSP or RRULE.
pub(crate) fn token(name: &str, value: &str) -> Property {
    Property::new(name, value)
}

/// Returns a DATE-TIME in "form #1".
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

/// Appends two digits. Each VEVENT does this five times, and `format!` would take ten times as long.
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
