//! What the headings and labels above a line say about it: the year, the group, and a title for events without one.

use super::block::Text;
use super::date_words;
use super::part::Line;
use super::token::tokens;

/// A heading that is above the current line.
#[derive(Debug)]
struct Heading {
    level: u8,
    year: Option<i32>,
    month: Option<u32>,
    /// Its text, if it can be the title of an event.
    title: Option<String>,
    is_of_groups: bool,
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
    Month(u32),
    /// Such as `Talks` or `Upcoming`.
    General,
}

/// The most bytes of a heading or a label that is repeated in events. A longer one is prose.
const LONGEST: usize = 200;

/// Words for groups of people.
const GROUPS: [&str; 6] = ["group", "groups", "sig", "sigs", "chapters", "communities"];

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
        let named = || line.dates.iter().find_map(|phrase| phrase.meaning.year());
        let year = year_of(&text.text).or_else(named);
        let written = super::in_one_line(text.text.trim());
        let month = month_of(&written);
        let is_title =
            year.is_none() && month.is_none() && written.len() <= LONGEST && !is_general(&written);
        let lower = written.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        self.headings.push(Heading {
            level,
            year,
            month,
            title: is_title.then(|| written.clone().into_owned()),
            is_of_groups: words.any(|word| GROUPS.contains(&word)),
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

    /// The text of an item with its month, if only the heading above it has that: `Thursday 26th - Lean Coffee` below `March 2026`.
    pub(super) fn with_month(&self, text: &Text) -> Option<Text> {
        let month = match self.label {
            Some(Label::Month(month)) => month,
            _ => self
                .headings
                .iter()
                .rev()
                .find_map(|heading| heading.month)?,
        };
        let all = tokens(&text.text);
        let (weekday, rest) = date_words::weekday(&all);
        let (_, _) = date_words::number(rest)?;
        let day = rest.first()?;
        let is_ordinal = text
            .text
            .get(day.range.clone())?
            .ends_with(|c: char| c.is_alphabetic());
        if weekday.is_none() && !is_ordinal {
            return None;
        }
        let name = chrono::Month::try_from(u8::try_from(month).ok()?)
            .ok()?
            .name();
        let mut dated = text.slice(0..day.range.end);
        dated.append(
            &format!(" {name}"),
            &text.slice(day.range.end..text.text.len()),
        );
        (dated.bold, dated.struck) = (text.bold, text.struck);
        Some(dated)
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
        self.headings.last()?.title.as_deref()
    }

    /// Whether the section is about groups.
    pub(super) fn is_of_groups(&self) -> bool {
        self.headings.iter().any(|heading| heading.is_of_groups)
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

/// Reads `March` and `March 2026`.
fn month_of(text: &str) -> Option<u32> {
    let all = tokens(text);
    let (month, rest) = date_words::month(&all)?;
    let (_, rest) = date_words::year(rest);
    rest.is_empty().then_some(month)
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
    if !text.is_bold() || written.is_empty() || written.len() > LONGEST {
        return None;
    }
    if let Some(month) = month_of(written) {
        return Some(Label::Month(month));
    }
    Some(match year_of(written) {
        Some(year) if is_general(written) => Label::Year(year),
        _ if is_general(written) => Label::General,
        _ => Label::Group(super::in_one_line(written).into_owned()),
    })
}
