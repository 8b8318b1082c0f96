//! The octets of an `.ics` → components and content lines, read strictly. All other tests use this reader.

use chrono::{NaiveDate, NaiveDateTime};

/// A component, from BEGIN to END.
#[derive(Debug, Default)]
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) components: Vec<Component>,
    /// As written, including folds.
    pub(crate) octets: String,
}

/// A content line, unfolded.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) parameters: Vec<(String, String)>,
    /// As written, with escapes.
    pub(crate) value: String,
}

/// A date, or a date with a time, in one of the forms of RFC 5545 §3.3.5.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Time {
    Date(NaiveDate),
    /// Form #3, with its TZID.
    Zoned(String, NaiveDateTime),
    /// Form #2.
    Utc(NaiveDateTime),
    /// Form #1, which no feed may use.
    Floating(NaiveDateTime),
}

impl Component {
    /// Reads one VCALENDAR. Panics at anything before or after it.
    pub(crate) fn read(text: &str) -> Component {
        let mut open = vec![Component::default()];
        for (unfolded, octets) in unfold(text) {
            let line = Line::read(&unfolded);
            if line.name == "BEGIN" {
                open.push(Component {
                    name: line.value,
                    octets,
                    ..Component::default()
                });
                continue;
            }
            let component = open.last_mut().unwrap();
            component.octets.push_str(&octets);
            if line.name == "END" {
                assert_eq!(component.name, line.value, "END of what was not begun");
                let whole = open.pop().unwrap();
                let around = open.last_mut().expect("END without BEGIN");
                around.octets.push_str(&whole.octets);
                around.components.push(whole);
            } else {
                component.lines.push(line);
            }
        }
        let outside = open.pop().unwrap();
        assert!(open.is_empty(), "BEGIN without END");
        assert!(outside.lines.is_empty(), "a line outside VCALENDAR");
        let [calendar] = <[Component; 1]>::try_from(outside.components).expect("one VCALENDAR");
        assert_eq!(calendar.name, "VCALENDAR");
        calendar
    }

    /// Returns the inner components with this name, in order.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Component> {
        self.components.iter().filter(move |it| it.name == name)
    }

    /// Returns the lines with this name, in order.
    pub(crate) fn lines<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.lines(name).next().is_some()
    }

    /// Returns the only line with this name.
    pub(crate) fn line(&self, name: &str) -> &Line {
        let mut lines = self.lines.iter().filter(|line| line.name == name);
        let line = lines.next().unwrap_or_else(|| panic!("{name} is missing"));
        assert!(lines.next().is_none(), "{name} twice");
        line
    }

    pub(crate) fn value(&self, name: &str) -> &str {
        &self.line(name).value
    }

    pub(crate) fn time(&self, name: &str) -> Time {
        self.line(name).time()
    }

    /// Returns the octets without the lines with these names, including folds.
    pub(crate) fn octets_without(&self, names: &[&str]) -> String {
        unfold(&self.octets)
            .into_iter()
            .filter(|(unfolded, _)| !names.contains(&Line::read(unfolded).name.as_str()))
            .map(|(_, octets)| octets)
            .collect()
    }
}

impl Line {
    fn read(unfolded: &str) -> Line {
        let (head, value) = unfolded.split_at(outside_quotes(unfolded, ':').expect("a colon"));
        let mut parts = Vec::new();
        let mut rest = head;
        while let Some(at) = outside_quotes(rest, ';') {
            parts.push(&rest[..at]);
            rest = &rest[at + 1..];
        }
        parts.push(rest);
        let parameters = parts[1..].iter().map(|parameter| {
            let (name, value) = parameter.split_once('=').expect("a parameter has `=`");
            (name.to_owned(), value.trim_matches('"').to_owned())
        });
        Line {
            name: parts[0].to_owned(),
            parameters: parameters.collect(),
            value: value[1..].to_owned(),
        }
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn time(&self) -> Time {
        let value = self.value.as_str();
        let local = |text: &str| {
            assert_eq!(text.len(), 15, "`{value}` is no DATE-TIME");
            NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").unwrap()
        };
        match (self.parameter("VALUE"), self.parameter("TZID")) {
            (Some("DATE"), None) => Time::Date(date(value)),
            (None, Some(zone)) => Time::Zoned(zone.to_owned(), local(value)),
            (None, None) => match value.strip_suffix('Z') {
                Some(value) => Time::Utc(local(value)),
                None => Time::Floating(local(value)),
            },
            others => panic!("{others:?} of a time"),
        }
    }

    /// Returns the TEXT value, unescaped.
    pub(crate) fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// Returns a part of an RRULE.
    pub(crate) fn part(&self, name: &str) -> Option<&str> {
        let mut parts = self.value.split(';').filter_map(|it| it.split_once('='));
        parts.find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

impl Time {
    /// Returns the type of the value, which DTSTART, EXDATE and RECURRENCE-ID of one series must share.
    pub(crate) fn kind(&self) -> String {
        match self {
            Time::Date(_) => "VALUE=DATE".to_owned(),
            Time::Zoned(zone, _) => format!("TZID={zone}"),
            Time::Utc(_) => "UTC".to_owned(),
            Time::Floating(_) => "floating".to_owned(),
        }
    }

    /// Returns the local date and time.
    pub(crate) fn local(&self) -> NaiveDateTime {
        match self {
            Time::Date(date) => date.and_hms_opt(0, 0, 0).unwrap(),
            Time::Zoned(_, local) | Time::Utc(local) | Time::Floating(local) => *local,
        }
    }
}

/// Parses `20260131`.
pub(crate) fn date(value: &str) -> NaiveDate {
    assert_eq!(value.len(), 8, "`{value}` is no DATE");
    NaiveDate::parse_from_str(value, "%Y%m%d").unwrap()
}

/// Unescapes TEXT by RFC 5545 §3.3.11. Panics at an unknown escape.
pub(crate) fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        text.push(match (c, chars.clone().next()) {
            ('\\', Some(escaped @ ('\\' | ';' | ','))) => {
                chars.next();
                escaped
            }
            ('\\', Some('n')) => {
                chars.next();
                '\n'
            }
            ('\\' | ';' | ',', _) => panic!("`{c}` is not escaped: {value}"),
            _ => c,
        });
    }
    text
}

/// Returns each content line unfolded, with its octets including line ends.
fn unfold(text: &str) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    let body = text.strip_suffix("\r\n").expect("CRLF at the end");
    for physical in body.split("\r\n") {
        match (physical.strip_prefix(' '), lines.last_mut()) {
            (Some(more), Some((unfolded, octets))) => {
                unfolded.push_str(more);
                octets.push_str(physical);
                octets.push_str("\r\n");
            }
            (Some(_), None) => panic!("a fold of nothing"),
            (None, _) => lines.push((physical.to_owned(), format!("{physical}\r\n"))),
        }
    }
    lines
}

fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let mut quoted = false;
    text.char_indices()
        .find(|(_, c)| {
            quoted ^= *c == '"';
            *c == wanted && !quoted
        })
        .map(|(at, _)| at)
}
