//! Reads the bytes of an iCalendar file as a tree of components, and notes each component and each property in the ledger.
//!
//! `lines` splits the file, `property` reads each line with the parser of the `icalendar` crate, and this module pairs BEGIN and END. Nothing
//! ends the reading: a line that cannot be read is noted and left out, a component without END ends where its parent or the next event does,
//! and text outside of the calendars is noted. An event in which a line that matters cannot be read is listed as lost. A VTIMEZONE counts as one
//! component, with its parts. Sections: [RFC 5545 §3.4] (VCALENDAR), [§3.6] (components).
//!
//! [RFC 5545 §3.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.4
//! [§3.6]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6

use std::collections::HashMap;

use super::super::account::{Ledger, Outcome};
use super::foreign::foreign;
use super::lines::{Lines, decoded};
pub(super) use super::property::Property;

/// How deep components may be within each other. An alarm of an event has depth 3. A limit keeps the tree from overflowing the stack.
const DEEPEST: usize = 8;

/// How many lines a file may have: those of 20 MB, if each has 13 bytes. The tree and the ledger need some hundred bytes for each.
const MOST_LINES: usize = 1_500_000;

/// How many lines of one event that cannot be read are listed one by one.
const MOST_LISTED: usize = 3;

/// The components that are parts of a VCALENDAR only, so that the next one ends the one before.
const PARTS: [&str; 6] = [
    "VEVENT",
    "VTODO",
    "VJOURNAL",
    "VFREEBUSY",
    "VTIMEZONE",
    "VAVAILABILITY",
];

/// The properties without which an event has other times, exceptions or another title, or is no longer private.
const MATTERS: [&str; 13] = [
    "CLASS",
    "DTEND",
    "DTSTART",
    "DURATION",
    "EXDATE",
    "EXRULE",
    "RDATE",
    "RECURRENCE-ID",
    "RRULE",
    "STATUS",
    "SUMMARY",
    "TRANSP",
    "UID",
];

const OF_ZONE: Outcome =
    Outcome::Dropped("an events file names the zone; the IANA database has its clock changes");
const TOO_DEEP: Outcome = Outcome::Dropped("it is within too many other components");
const OUTSIDE: Outcome = Outcome::Dropped("it is outside of every component");

/// A component, such as a VEVENT.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    /// In capitals.
    pub(super) name: String,
    /// The line of its BEGIN, counted from 1.
    pub(super) line: usize,
    /// In the order of the file.
    pub(super) properties: Vec<Property>,
    pub(super) components: Vec<Component>,
}

impl Component {
    /// The first property with a name.
    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|it| it.name == name)
    }

    /// All properties with a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |it| it.name == name)
    }
}

/// Reads all VCALENDARs of a file, and notes each component and property in the ledger.
///
/// # Errors
/// There is no calendar, with what was found instead; or the file is of a form that cannot be read line by line.
pub(super) fn read(bytes: &[u8], ledger: &mut Ledger) -> Result<Vec<Component>, String> {
    if let Some(what) = foreign(bytes) {
        return Err(what);
    }
    let bytes = decoded(bytes);
    let lines = Lines::new(&bytes);
    if lines.count_ends() > MOST_LINES {
        return Err(format!(
            "the file has more than {MOST_LINES} lines: export fewer years, or split it"
        ));
    }
    let mut reader = Reader {
        ledger,
        open: Vec::new(),
        names: HashMap::new(),
        calendars: Vec::new(),
        is_old: false,
    };
    let mut guessed: Option<(usize, usize)> = None;
    for line in lines {
        if line.is_guessed {
            let (_, count) = guessed.get_or_insert((line.number, 0));
            *count += 1;
        }
        reader.line(line.number, &line.text)?;
    }
    reader.end_of_file();
    let calendars = reader.calendars;
    if let Some((line, count)) = guessed {
        let lines = if count == 1 { "line is" } else { "lines are" };
        let reason = format!(
            "{count} {lines} not UTF-8, beginning here: read as Windows-1252; check letters such as `é`"
        );
        ledger.remark(line, "", reason);
    }
    if calendars.is_empty() {
        return Err("no calendar was found: no line is `BEGIN:VCALENDAR`".to_owned());
    }
    Ok(calendars)
}

struct Reader<'l> {
    ledger: &'l mut Ledger,
    /// The components that have begun, from the outside in.
    open: Vec<Open>,
    /// How many open components have each name.
    names: HashMap<String, usize>,
    calendars: Vec<Component>,
    /// Whether the calendar is of version 1.0.
    is_old: bool,
}

#[derive(Default)]
struct Open {
    component: Component,
    /// Whether a calendar was assumed around components that have none.
    is_assumed: bool,
    /// The first lines that cannot be read, with the name at their start.
    unread: Vec<(usize, String, String)>,
    unread_count: usize,
}

impl Reader<'_> {
    fn line(&mut self, number: usize, text: &str) -> Result<(), String> {
        let (name, value) = text.split_once(':').unwrap_or((text, ""));
        let name = name.trim();
        if name.eq_ignore_ascii_case("BEGIN") && name.len() < text.len() {
            self.begin(number, value.trim().to_ascii_uppercase());
        } else if name.eq_ignore_ascii_case("END") && name.len() < text.len() {
            self.end(&value.trim().to_ascii_uppercase());
        } else {
            match Property::parse(number, text) {
                Ok(property) => self.property(property)?,
                Err(why) => self.unread(number, text, why),
            }
        }
        Ok(())
    }

    fn begin(&mut self, line: usize, name: String) {
        if name == "VCALENDAR" {
            self.is_old = false;
            while !self.open.is_empty() {
                self.close(false);
            }
        } else if PARTS.contains(&name.as_str()) {
            while PARTS.iter().any(|part| self.is_open(part)) {
                self.close(false);
            }
        }
        if self.open.is_empty() && name != "VCALENDAR" {
            self.assume_calendar(line);
        }
        // "a VTIMEZONE counts as one component"
        if !self.is_open("VTIMEZONE") {
            self.ledger.component(line, &name);
            match name.as_str() {
                "VCALENDAR" => self.ledger.note(line, Outcome::Kept),
                "VTIMEZONE" => self.ledger.note(line, OF_ZONE),
                _ if self.open.len() >= DEEPEST => self.ledger.note(line, TOO_DEEP),
                _ => {}
            }
        }
        *self.names.entry(name.clone()).or_default() += 1;
        self.open.push(Open {
            component: Component {
                name,
                line,
                ..Component::default()
            },
            ..Open::default()
        });
    }

    fn is_open(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|count| *count > 0)
    }

    /// Puts a component that is in no calendar into the calendar before it, or into a new one.
    fn assume_calendar(&mut self, line: usize) {
        let calendar = self.calendars.pop().unwrap_or_else(|| Component {
            name: "VCALENDAR".to_owned(),
            line,
            ..Component::default()
        });
        *self.names.entry(calendar.name.clone()).or_default() += 1;
        self.open.push(Open {
            component: calendar,
            is_assumed: true,
            ..Open::default()
        });
    }

    /// Ends the innermost component with this name. An END without BEGIN is ignored.
    fn end(&mut self, name: &str) {
        let mut is_here = !self.is_open(name);
        while !is_here {
            let Some(innermost) = self.open.last() else {
                break;
            };
            is_here = innermost.component.name == name;
            self.close(is_here);
        }
    }

    fn close(&mut self, has_end: bool) {
        let Some(open) = self.open.pop() else {
            return;
        };
        if let Some(count) = self.names.get_mut(&open.component.name) {
            *count -= 1;
        }
        if open.component.name == "VEVENT" {
            self.tell(&open, has_end);
        }
        let depth = self.open.len();
        match self.open.last_mut() {
            None => self.calendars.push(open.component),
            Some(parent) if depth < DEEPEST => parent.component.components.push(open.component),
            Some(_) => {}
        }
    }

    /// Lists what of an event could not be read.
    fn tell(&mut self, open: &Open, has_end: bool) {
        let title = open.component.property("SUMMARY");
        let title = title.map(Property::text).unwrap_or_default();
        for (line, name, why) in &open.unread {
            if MATTERS.contains(&name.as_str()) {
                self.ledger.lost(*line, &title, why);
            } else {
                self.ledger.remark(*line, &title, why);
            }
        }
        let more = open.unread_count - open.unread.len();
        if more > 0 {
            let why = format!("{more} more lines of this event cannot be read");
            self.ledger.lost(open.component.line, &title, why);
        }
        if !has_end {
            let why = "it has no `END:VEVENT`: it was read up to the next component";
            self.ledger.remark(open.component.line, &title, why);
        }
    }

    fn property(&mut self, property: Property) -> Result<(), String> {
        let line = property.line;
        self.ledger.property(line, &property.name);
        let is_zone = self.is_open("VTIMEZONE");
        let depth = self.open.len();
        let Some(open) = self.open.last_mut() else {
            self.ledger.note(line, OUTSIDE);
            return Ok(());
        };
        let component = &mut open.component;
        if component.name == "VCALENDAR" && property.name == "VERSION" {
            self.is_old = property.value.trim() == "1.0";
        }
        let encoding = property.parameter("ENCODING").unwrap_or_default();
        let is_printable = encoding.eq_ignore_ascii_case("QUOTED-PRINTABLE");
        let is_old_rule = property.name == "RRULE" && !property.value.contains('=');
        if self.is_old && (is_printable || is_old_rule) {
            return Err(format!(
                "this is vCalendar 1.0, the form before iCalendar (line {line}): export the calendar as iCalendar (`.ics`) instead"
            ));
        }
        if is_zone {
            self.ledger.note(line, OF_ZONE);
        }
        if depth > DEEPEST {
            self.ledger.note(line, TOO_DEEP);
        } else {
            component.properties.push(property);
        }
        Ok(())
    }

    fn unread(&mut self, line: usize, text: &str, why: &'static str) {
        self.ledger.property(line, "a line that cannot be read");
        self.ledger.note(line, Outcome::Dropped(why));
        let Some(open) = self.open.last_mut() else {
            return;
        };
        if open.component.name != "VEVENT" {
            return;
        }
        open.unread_count += 1;
        if open.unread.len() < MOST_LISTED {
            let end = text.find([':', ';', ' ']).unwrap_or(text.len());
            let name = text.get(..end.min(20)).unwrap_or_default();
            let shown: String = text.chars().take(60).collect();
            let reason = format!("`{shown}` cannot be read: {why}");
            open.unread.push((line, name.to_ascii_uppercase(), reason));
        }
    }

    /// Closes what is still open. A file that ends within a component is cut off, and events may be missing.
    fn end_of_file(&mut self) {
        let innermost = self
            .open
            .iter()
            .rfind(|open| open.component.name == "VEVENT");
        let cut = innermost
            .or(self.open.first())
            .filter(|open| !open.is_assumed);
        if let Some(open) = cut {
            let component = &open.component;
            let title = component.property("SUMMARY");
            let title = title.map(Property::text).unwrap_or_default();
            let name = &component.name;
            let why = format!(
                "the file ends before `END:{name}`: it may be cut off; download or export it again"
            );
            self.ledger.lost(component.line, &title, why);
        }
        while !self.open.is_empty() {
            self.close(true);
        }
    }
}

#[cfg(test)]
mod tests;
