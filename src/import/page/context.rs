//! What the headings and labels above a line say about it: the year, the group, and a title for events without one.

use super::block::Text;
use super::part::Line;
use super::phrase::{Date, Meaning};

/// A heading that is above the current line.
#[derive(Debug)]
struct Heading {
    level: u8,
    text: String,
    year: Option<i32>,
}

/// The headings above the current line, and the bold label above its list.
#[derive(Debug, Default)]
pub(super) struct Context {
    headings: Vec<Heading>,
    label: Option<Label>,
}

/// A bold line above a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Group(String),
    Year(i32),
    /// Such as `Talks` or `Upcoming`.
    General,
}

/// Words that do not name one event or one group.
const GENERAL: [&str; 34] = [
    "upcoming",
    "past",
    "previous",
    "future",
    "next",
    "recent",
    "events",
    "event",
    "meetings",
    "meeting",
    "calendar",
    "schedule",
    "dates",
    "diary",
    "archive",
    "programme",
    "program",
    "list",
    "all",
    "our",
    "the",
    "of",
    "in",
    "and",
    "what's",
    "what’s",
    "on",
    "older",
    "earlier",
    "agenda",
    "talks",
    "speakers",
    "year",
    "coming",
];

impl Context {
    /// Enters the section of a heading.
    pub(super) fn enter(&mut self, level: u8, text: &Text, line: &Line) {
        self.headings.retain(|heading| heading.level < level);
        self.label = None;
        let year = year_of(&text.text).or_else(|| {
            line.dates.iter().find_map(|phrase| match &phrase.meaning {
                Meaning::Month(year, _) => Some(*year),
                Meaning::Days(day, last) => [Some(day), last.as_ref()]
                    .into_iter()
                    .flatten()
                    .find_map(|day| match day.date {
                        Date::Named { year, .. } => year,
                        Date::Numeric(_) => None,
                    }),
                Meaning::Time(..) | Meaning::Unknown => None,
            })
        });
        self.headings.push(Heading {
            level,
            text: text.text.trim().to_owned(),
            year,
        });
    }

    pub(super) fn set_label(&mut self, label: Option<Label>) {
        self.label = label;
    }

    /// The year of a line without one.
    pub(super) fn year(&self) -> Option<i32> {
        match self.label {
            Some(Label::Year(year)) => Some(year),
            _ => self.headings.iter().rev().find_map(|heading| heading.year),
        }
    }

    /// The group of the list.
    pub(super) fn group(&self) -> Option<&str> {
        match &self.label {
            Some(Label::Group(group)) => Some(group),
            _ => None,
        }
    }

    /// A title for an event without one: the heading above it, unless that is only a year or such as `Upcoming events`.
    pub(super) fn title(&self) -> Option<&str> {
        let heading = self.headings.last()?;
        (!is_general(&heading.text) && heading.year.is_none()).then_some(&heading.text)
    }

    /// Whether the section is about groups.
    pub(super) fn is_of_groups(&self) -> bool {
        self.headings.iter().any(|heading| {
            let text = heading.text.to_lowercase();
            text.split(|c: char| !c.is_alphanumeric()).any(|word| {
                ["group", "groups", "sig", "sigs", "chapters", "communities"].contains(&word)
            })
        })
    }
}

/// Whether a text names no one event or group.
fn is_general(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| c.is_whitespace() || ":&,/-–".contains(c));
    words.all(|word| {
        word.is_empty() || GENERAL.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Returns the only year that a text names.
pub(super) fn year_of(text: &str) -> Option<i32> {
    let mut years = text
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| {
            let year = word.parse().ok().filter(|_| word.len() == 4)?;
            (1970..2100).contains(&year).then_some(year)
        });
    let year = years.next()?;
    years.all(|other| other == year).then_some(year)
}

/// Reads a bold line above a list.
pub(super) fn label(texts: &[Text]) -> Option<Label> {
    let [text] = texts else { return None };
    let written = text.text.trim().trim_end_matches(':').trim();
    if !text.is_bold() || written.is_empty() {
        return None;
    }
    Some(match year_of(written) {
        Some(year) if is_general(written) => Label::Year(year),
        _ if is_general(written) => Label::General,
        _ => Label::Group(super::in_one_line(written).into_owned()),
    })
}
