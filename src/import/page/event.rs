//! Makes an event of a line: its time, its title, and what else the line says.
//!
//! A line is an event if its date is beside a separator or a time, or if the sentence says that something takes place. Any other date in a sentence
//! is prose.

use chrono::TimeDelta;

use super::super::entry::Entry;
use super::super::text::to_markdown;
use super::address::{self, Use};
use super::block::Text;
use super::part::{Line, Part};
use super::phrase::{Meaning, Phrase};
use super::sentence::{capital, first_sentence, said};
use super::when;
use crate::time::Moment;

/// Where a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// An item of a list, a heading, or a row of a table: it is an event unless a sentence is around the date.
    List,
    /// A line of a paragraph: it is prose unless it looks like an event.
    Paragraph,
}

/// What a line with a date is.
#[derive(Debug)]
pub(super) enum Read {
    /// An event, what to know about it, and whether its title is made of a sentence.
    Event(Box<Entry>, Vec<String>, bool),
    /// An event that cannot be read: its title, and why.
    Lost(String, String),
    /// A sentence that names a date.
    Prose,
}

/// The most words of a text that is a title without a verb.
const WORDS_OF_TITLE: usize = 25;

/// Words before a date that is not that of an event.
const NO_EVENT: [&str; 11] = [
    "updated",
    "published",
    "posted",
    "reviewed",
    "modified",
    "created",
    "copyright",
    "©",
    "since",
    "version",
    "edited",
];

/// Reads a line with a date. `year` is that of the heading above, and `title` that of an event without one.
pub(super) fn read(
    text: &Text,
    line: &Line,
    place: Place,
    year: Option<i32>,
    title: Option<&str>,
) -> Read {
    let Some(date) = line.dates.first() else {
        return Read::Prose;
    };
    let mut remarks = Vec::new();
    let mut named = Named::new(text, line);
    if !is_event(text, line, date, place, &named) {
        return Read::Prose;
    }
    if named.title.is_empty() {
        match title {
            Some(title) => {
                title.clone_into(&mut named.title);
                named.remarks.push(format!(
                    "it has no title of its own, so its title is `{title}`, from above it"
                ));
            }
            None => {
                "(untitled)".clone_into(&mut named.title);
                named.remarks.push("it has no title; write one".to_owned());
            }
        }
    }
    let lost = |reason: String| Read::Lost(named.title.clone(), reason);
    let (start, length) = match time(line, date, year, &mut remarks) {
        Ok(time) => time,
        Err(reason) => return lost(reason),
    };
    let mut entry = Entry::new(text.line, named.title.clone(), start);
    entry.length = length;
    entry.also = match also(line, date, start, year, &mut remarks) {
        Ok(also) => also,
        Err(reason) => return lost(reason),
    };
    entry.status = line.status;
    if text.is_struck() {
        entry.status = super::super::entry::State::Cancelled;
        remarks.push("it is struck out, so it is cancelled".to_owned());
    }
    entry.details.format = line.format.or(named.format);
    remarks.splice(0..0, named.remarks.drain(..));
    let mut description = Vec::new();
    for (label, url, is_own) in named.links {
        let usage = if is_own {
            Use::Own
        } else {
            address::usage(&label)
        };
        if let Some(markdown) = address::put(&mut entry.details, usage, &label, &url, &mut remarks)
        {
            description.push(markdown);
        }
    }
    let texts = named.rest.iter().map(|text| to_markdown(text));
    description.splice(0..0, texts);
    entry.details.description = Some(description.join("\n\n")).filter(|text| !text.is_empty());
    Read::Event(Box::new(entry), remarks, named.is_said)
}

/// The start, and how long the event takes.
fn time(
    line: &Line,
    date: &Phrase,
    year: Option<i32>,
    remarks: &mut Vec<String>,
) -> Result<(Moment, Option<TimeDelta>), String> {
    let (first, last) = match &date.meaning {
        Meaning::Month(year, month) => {
            let (year, month) = (*year, *month);
            return Ok((Moment::Month { year, month }, None));
        }
        Meaning::Days(first, last) => when::days(first, last.as_ref(), year)?,
        Meaning::Time(..) | Meaning::Unknown => return Err("it has no date".to_owned()),
    };
    let mut times = line.times.iter();
    let Some(Meaning::Time(written, zone)) = times.next().map(|time| &time.meaning) else {
        let length = last.map(|last| last - first + TimeDelta::days(1));
        return Ok((Moment::Date(first), length));
    };
    if times.next().is_some() {
        return Err("it has several times; write an event for each".to_owned());
    }
    let (start, length) = when::times(first, written)?;
    if let Some(zone) = zone {
        remarks.push(format!(
            "its time is in {zone}, and is imported as a time of the calendar's zone; check it, or add `timezone`"
        ));
    }
    if let Some(last) = last {
        return Err(format!(
            "it is on several days, from {first} to {last}, and has the time `{written}`; write an event for each day"
        ));
    }
    Ok((Moment::DateTime(start), length))
}

/// The other dates of a list such as `26 March, 23 April and 28 May 2026`.
fn also(
    line: &Line,
    first: &Phrase,
    start: Moment,
    year: Option<i32>,
    remarks: &mut Vec<String>,
) -> Result<Vec<Moment>, String> {
    let mut found = Vec::new();
    let mut end = first.range.end;
    for phrase in line.dates.iter().skip(1) {
        // At most `, and `.
        let is_next = phrase.range.start.saturating_sub(end) <= 6
            && line.parts.iter().all(|part| {
                part.range.start >= phrase.range.end
                    || part.range.end <= end
                    || part.text.len() <= 3
            });
        let Meaning::Days(day, None) = &phrase.meaning else {
            return Err("it names several dates; write an event for each".to_owned());
        };
        if !is_next {
            return Err("it names several dates; write an event for each".to_owned());
        }
        let (date, _) = when::days(day, None, year)?;
        found.push(match start {
            Moment::DateTime(start) => Moment::DateTime(date.and_time(start.time())),
            _ => Moment::Date(date),
        });
        end = phrase.range.end;
    }
    if !found.is_empty() {
        remarks.push(
            "it has several dates; the first is its start, and the others are under `also`"
                .to_owned(),
        );
    }
    Ok(found)
}

/// Whether a line with a date is an event.
fn is_event(text: &Text, line: &Line, date: &Phrase, place: Place, named: &Named) -> bool {
    let written = text.text.as_str();
    let before = written.get(..date.range.start).unwrap_or_default();
    let after = written.get(date.range.end..).unwrap_or_default();
    let words = before
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '©'));
    if words
        .map(str::to_lowercase)
        .any(|word| NO_EVENT.contains(&word.as_str()))
    {
        return false;
    }
    if named.is_event {
        return true;
    }
    let is_mark = |c: char| "-–—|:,()*•·;".contains(c);
    let is_separate_before = before.trim().is_empty() || before.trim_end().ends_with(is_mark);
    let is_separate_after = after.trim().is_empty() || after.trim_start().starts_with(is_mark);
    let is_month = !line.has_day();
    match place {
        _ if is_month => {
            is_separate_before
                && is_separate_after
                && place == Place::List
                && !named.title.is_empty()
        }
        Place::List => {
            !line.times.is_empty()
                || is_separate_before
                || is_separate_after
                || written.split_whitespace().count() <= WORDS_OF_TITLE
        }
        Place::Paragraph if !line.times.is_empty() => true,
        Place::Paragraph => {
            let is_short = before.split_whitespace().count() <= WORDS_OF_TITLE / 2;
            is_separate_after
                && !named.has_preposition
                && is_short
                && (is_separate_before || !before.contains(". "))
        }
    }
}

/// What a line says apart from its time.
struct Named {
    title: String,
    format: Option<&'static str>,
    /// Texts that are neither title nor time, in order.
    rest: Vec<String>,
    /// The words and the address of each link, and whether it is that of the event.
    links: Vec<(String, String, bool)>,
    remarks: Vec<String>,
    /// Whether the title is made of a sentence.
    is_said: bool,
    /// Whether the sentence says that something takes place.
    is_event: bool,
    has_preposition: bool,
}

impl Named {
    fn new(text: &Text, line: &Line) -> Self {
        let mut named = Self {
            title: String::new(),
            format: None,
            rest: Vec::new(),
            links: Vec::new(),
            remarks: Vec::new(),
            is_said: false,
            is_event: false,
            has_preposition: false,
        };
        let mut parts: Vec<Part> = Vec::new();
        for part in &line.parts {
            named.part(text, part, &mut parts);
        }
        named.choose(&parts);
        named
    }

    /// Takes the lead of a sentence and links such as `Sign up` from a part, and adds the rest to `parts`.
    fn part(&mut self, text: &Text, part: &Part, parts: &mut Vec<Part>) {
        let mut part = part.clone();
        let whole = text
            .links
            .iter()
            .find(|(range, _)| range.start <= part.range.start && part.range.end <= range.end);
        if let Some((_, url)) = whole
            && address::usage(&part.text) != Use::Own
        {
            self.links.push((part.text.clone(), url.clone(), false));
            return;
        }
        let said = said(&part.text, part.leads_to_date);
        self.is_event |= said.is_event;
        self.has_preposition |= said.has_preposition;
        if said.is_changed && (said.is_event || said.has_preposition) {
            if !said.title.is_empty() && !self.is_said {
                self.is_said = true;
                self.remarks
                    .push(format!("its title is made of the sentence `{}`", part.text));
            }
            part.text = said.title;
            if said.has_article {
                self.form_of_sentence(&mut part.text);
            }
        }
        if part.follows_date {
            let rest = part.text.trim_start_matches(['.', '!', ' ']);
            if rest.len() < part.text.len() {
                self.rest
                    .extend(Some(rest.to_owned()).filter(|rest| !rest.is_empty()));
                return;
            }
            if let Some(rest) = part.text.strip_prefix("for ") {
                part.text = capital(rest);
            }
        }
        let is_text = part.text.chars().any(char::is_alphanumeric);
        if is_text {
            parts.push(part);
        }
    }

    /// Reads the form in `A virtual short talk event`.
    fn form_of_sentence(&mut self, title: &mut String) {
        let Some((first, rest)) = title.split_once(' ') else {
            return;
        };
        let next = rest.split(' ').next().unwrap_or_default().to_lowercase();
        let is_term = [
            "reality",
            "machine",
            "machines",
            "cloud",
            "safety",
            "work",
            "working",
            "assistant",
        ];
        if let Some(format) = crate::value::choice::format_word(first)
            && !is_term.contains(&next.as_str())
        {
            self.format = Some(format);
            *title = capital(rest);
        }
    }

    /// Chooses the title: the part that is a link, or else the first that is not in brackets.
    fn choose(&mut self, parts: &[Part]) {
        let is_bracketed = |part: &Part| part.text.starts_with('(') && part.text.ends_with(')');
        let linked = parts.iter().position(|part| part.link.is_some());
        let title = linked.or_else(|| parts.iter().position(|part| !is_bracketed(part)));
        let Some(index) = title else {
            let texts = parts.iter().map(|part| part.text.clone());
            self.rest.splice(0..0, texts);
            return;
        };
        let Some(part) = parts.get(index) else { return };
        let (title, call) = address::without_call(&part.text);
        title.clone_into(&mut self.title);
        if let Some(url) = &part.link {
            self.links.push((
                call.map_or_else(|| self.title.clone(), capital),
                url.clone(),
                true,
            ));
        }
        let (first, more) = first_sentence(&self.title);
        let (first, more) = (first.to_owned(), more.to_owned());
        if !more.is_empty() {
            self.title = first;
            self.rest.insert(0, more);
        }
        let mut others = Vec::new();
        for (at, other) in parts.iter().enumerate() {
            let is_repeated = is_within(&other.text, &self.title);
            if at != index && !is_repeated {
                let bare = other
                    .text
                    .strip_prefix('(')
                    .and_then(|text| text.strip_suffix(')'));
                others.push(bare.unwrap_or(&other.text).to_owned());
            }
        }
        for other in &others {
            self.remarks.push(format!(
                "`{other}` is neither date, time nor title; it is in the description"
            ));
        }
        self.rest.splice(0..0, others);
    }
}

/// Whether each word of a text is one of the title.
fn is_within(text: &str, title: &str) -> bool {
    let title = title.to_lowercase();
    let title: Vec<&str> = title.split_whitespace().collect();
    let text = text.to_lowercase();
    text.split_whitespace().all(|word| title.contains(&word))
}
