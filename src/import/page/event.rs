//! Makes an event of a line: its time, its title, and what else the line says.
//!
//! A line is an event if its date is beside a separator or a time, or if the sentence says that something takes place. Any other date in a sentence
//! is prose.

use chrono::TimeDelta;

use super::super::entry::{Entry, State};
use super::super::text::to_markdown;
use super::address::{self, Use};
use super::block::Text;
use super::part::Line;
use super::phrase::{Day, Meaning, Phrase};
use super::title::Named;
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

/// The most bytes of a title.
const LONGEST_TITLE: usize = 300;

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
        if let Some(title) = title {
            title.clone_into(&mut named.title);
            named.remarks.push(format!(
                "it has no title of its own, so its title is `{title}`, from above it"
            ));
        } else {
            "(untitled)".clone_into(&mut named.title);
            let remark = "it has no title; write one";
            named.remarks.push(remark.to_owned());
        }
    }
    let lost = |reason: String| Read::Lost(named.title.clone(), reason);
    if named.title.len() > LONGEST_TITLE {
        let begin: String = named.title.chars().take(60).collect();
        let reason = "its text is too long for a title; write `date - title`, and the rest in lines below it";
        return Read::Lost(format!("{begin}…"), reason.to_owned());
    }
    if let Some(part) = line.parts.iter().find(|part| is_doubtful(&part.text)) {
        return lost(format!(
            "`{}` can be a time, and it is not certain which; write times as 11:00-12:00",
            part.text
        ));
    }
    let year = line
        .dates
        .iter()
        .find_map(|phrase| phrase.meaning.year())
        .or(year);
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
        entry.status = State::Cancelled;
        remarks.push("it is struck out, so it is cancelled".to_owned());
    }
    entry.details.format = line.format.or(named.format);
    entry.details.location = named.location;
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
        Meaning::Both(first, _) => when::days(first, None, year)?,
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
    match zone.as_deref() {
        None => {}
        Some("GMT" | "BST") => remarks.push(
            "its time is in British time, and is imported as a time of the calendar's zone; check that they are the same".to_owned(),
        ),
        Some(zone) => {
            return Err(format!("its time is in {zone}; write it in the calendar's zone, without `{zone}`"));
        }
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
    let mut add = |day: &Day| -> Result<(), String> {
        let (date, _) = when::days(day, None, year)?;
        let moment = match start {
            Moment::DateTime(start) => Moment::DateTime(date.and_time(start.time())),
            _ => Moment::Date(date),
        };
        // A date that is written twice is one.
        if moment != start && !found.contains(&moment) {
            found.push(moment);
        }
        Ok(())
    };
    if let Meaning::Both(_, second) = &first.meaning {
        add(second)?;
    }
    let mut end = first.range.end;
    for phrase in line.dates.iter().skip(1) {
        // At most `, and `.
        let is_between = |start: usize| (end..phrase.range.start).contains(&start);
        let is_next = phrase.range.start.saturating_sub(end) <= 6
            && !line.parts.iter().any(|part| is_between(part.range.start));
        match &phrase.meaning {
            Meaning::Days(day, None) if is_next => add(day)?,
            _ => return Err("it names several dates; write an event for each".to_owned()),
        }
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

/// Whether a text without words can be a time, such as `11-12` or `1330`.
fn is_doubtful(text: &str) -> bool {
    let is_of_time = |c: char| c.is_ascii_digit() || "-–—:. ".contains(c);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (2..=8).contains(&digits)
        && text.chars().all(is_of_time)
        && text.starts_with(|c: char| c.is_ascii_digit())
}
