//! The message of the commit of an edit: what changes for people.
//!
//! The subject has at most 72 characters, such as `Move Lean Coffee of 22 October 2026 to 29 October`. The body is what subscribers will see. A
//! title can come from a form that anybody can fill in, so a zero-width space separates what a host of git would act on: mentions, references
//! to issues, and marks such as `[skip ci]`.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};

use crate::Difference;
use crate::calendar::Calendar;
use crate::edit::{Edit, NewEvent, Request};
use crate::time::Moment;
use crate::visible::visible;

/// The largest number of characters of a subject: tools cut longer ones.
const MOST: usize = 72;

/// A zero-width space.
const STOP: char = '\u{200B}';

/// The message of a commit.
#[derive(Debug)]
pub(super) struct Message {
    subject: String,
    body: Option<String>,
}

impl Message {
    pub(super) fn of(request: &Request, edit: &Edit, difference: Option<&Difference<'_>>) -> Self {
        let title = title(edit).unwrap_or(&edit.id);
        Self {
            subject: subject(request, &harmless(&visible(title))),
            body: difference.map(|it| harmless(&it.text())),
        }
    }

    pub(super) fn subject(&self) -> &str {
        &self.subject
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.subject)?;
        match &self.body {
            Some(body) => write!(f, "\n{body}"),
            None => Ok(()),
        }
    }
}

/// The title by which people know the event.
fn title(edit: &Edit) -> Option<&str> {
    let calendars = [&edit.before, &edit.after].into_iter().flatten();
    let mut events = calendars.flat_map(Calendar::events);
    let event = events.find(|event| event.id().as_str() == edit.id)?;
    Some(event.details().title())
}

/// Says what a request does to an event with this title.
fn subject(request: &Request, title: &str) -> String {
    let with = |word: &str, date: &Option<String>| match date {
        Some(date) => format!(" {word} {}", day(date)),
        None => String::new(),
    };
    let of = |date: &Option<String>| with("of", date);
    let on = |date: &Option<String>| with("on", date);
    let (before, after) = match request {
        Request::Move { date, to, .. } => {
            let to = destination(to, date.as_deref());
            ("Move ".to_owned(), format!("{} to {to}", of(date)))
        }
        Request::Cancel { date, .. } => ("Cancel ".to_owned(), of(date)),
        Request::Skip { date, .. } => ("Skip ".to_owned(), of(&Some(date.clone()))),
        Request::Postpone { date, .. } => ("Postpone ".to_owned(), of(date)),
        Request::Restore { date, .. } => ("Restore ".to_owned(), of(date)),
        Request::Remove { .. } => ("Remove ".to_owned(), String::new()),
        Request::Add(event) => ("Add ".to_owned(), beginning(event)),
        Request::Set { date, key, .. } => (format!("Change {} of ", key_of(key)), on(date)),
        Request::Unset { date, key, .. } => (format!("Remove {} of ", key_of(key)), on(date)),
        Request::Talk { date, .. } => ("Add a talk to ".to_owned(), on(date)),
    };
    let room = MOST.saturating_sub(before.chars().count() + after.chars().count());
    let whole = format!("{before}{}{after}", cut(title, room));
    cut(&whole, MOST)
}

/// Returns a text of at most so many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// The key, as a text may name it: the user typed it.
fn key_of(key: &str) -> String {
    cut(&harmless(&visible(key)), 20)
}

/// ` on 13 January 2026`, if a new event has a date.
fn beginning(event: &NewEvent) -> String {
    let start = event.keys.iter().find(|(key, _)| key == "start");
    match start.and_then(|(_, start)| date_of(start)) {
        Some(date) => format!(" on {}", long(date)),
        None => String::new(),
    }
}

/// Returns `22 October 2026`, or the text as it was typed.
fn day(written: &str) -> String {
    date_of(written).map_or_else(|| cut(&harmless(&visible(written)), 20), long)
}

/// Returns `29 October`, `29 October at 14:00` or `14:00`. The year is left out if it is that of the date before.
fn destination(to: &str, date: Option<&str>) -> String {
    let year = date.and_then(date_of).map(|date| date.year());
    let words = |date: NaiveDate| {
        if Some(date.year()) == year {
            date.format("%-d %B").to_string()
        } else {
            long(date)
        }
    };
    match Moment::parse(to) {
        Ok(Moment::Date(date)) => words(date),
        Ok(Moment::DateTime(at)) => format!("{} at {}", words(at.date()), at.format("%H:%M")),
        Ok(Moment::Time(time)) => time.format("%H:%M").to_string(),
        _ => cut(&harmless(&visible(to)), 20),
    }
}

fn long(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

fn date_of(written: &str) -> Option<NaiveDate> {
    match Moment::parse(written).ok()? {
        Moment::Date(date) => Some(date),
        Moment::DateTime(at) => Some(at.date()),
        _ => None,
    }
}

/// Returns a text of which no host of git makes a mention, a reference, or a command.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        out.push(c);
        let is_read = match c {
            '@' | '#' | '!' | '[' => next.is_alphanumeric(),
            // `GH-12`
            '-' => before.is_ascii_alphabetic() && next.is_ascii_digit(),
            // `***NO_CI***`
            '*' => next == '*',
            // The address of an issue.
            '/' => {
                let mut folders = ["/issues/", "/pull/", "/merge_requests/"].into_iter();
                folders.any(|folder| out.ends_with(folder))
            }
            _ => false,
        };
        if is_read {
            out.push(STOP);
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(request: &Request) -> String {
        subject(request, "Lean Coffee")
    }

    #[test]
    fn a_subject_says_what_changes_for_people() {
        let id = || "lean-coffee".to_owned();
        let date = Some("2026-10-22".to_owned());
        let to = |to: &str, date: &Option<String>| {
            of(&Request::Move {
                id: id(),
                date: date.clone(),
                to: to.to_owned(),
                reason: None,
            })
        };
        assert_eq!(
            to("2026-10-29", &date),
            "Move Lean Coffee of 22 October 2026 to 29 October"
        );
        assert_eq!(
            to("2027-01-07 14:00", &date),
            "Move Lean Coffee of 22 October 2026 to 7 January 2027 at 14:00"
        );
        assert_eq!(
            to("14:00", &date),
            "Move Lean Coffee of 22 October 2026 to 14:00"
        );
        assert_eq!(
            to("2026-10-29", &None),
            "Move Lean Coffee to 29 October 2026"
        );
        let cancel = Request::Cancel {
            id: id(),
            date: date.clone(),
            reason: None,
        };
        assert_eq!(of(&cancel), "Cancel Lean Coffee of 22 October 2026");
        assert_eq!(of(&Request::Remove { id: id() }), "Remove Lean Coffee");
        let set = Request::Set {
            id: id(),
            date,
            key: "location".to_owned(),
            value: "Town hall".to_owned(),
        };
        assert_eq!(
            of(&set),
            "Change location of Lean Coffee on 22 October 2026"
        );
        let start = ("start".to_owned(), "2026-01-13 18:30".to_owned());
        let add = Request::Add(NewEvent {
            keys: vec![start],
            ..NewEvent::default()
        });
        assert_eq!(of(&add), "Add Lean Coffee on 13 January 2026");
    }

    #[test]
    fn a_long_title_is_cut_so_that_the_dates_stay() {
        let request = Request::Skip {
            id: "a".to_owned(),
            date: "2026-12-24".to_owned(),
            reason: None,
        };
        let subject = subject(&request, &"Talks and ".repeat(20));
        assert_eq!(
            subject,
            "Skip Talks and Talks and Talks and Talks and Talks… of 24 December 2026"
        );
        assert!(subject.chars().count() <= MOST);
    }

    #[test]
    fn a_title_mentions_nobody_closes_nothing_and_stops_no_check() {
        let shown =
            harmless("fixes #12, GH-7, @all [skip ci] ***NO_CI*** https://a.example/issues/3");
        assert_eq!(
            shown.replace(STOP, "|"),
            "fixes #|12, GH-|7, @|all [|skip ci] *|*|*NO_CI*|*|* https://a.example/issues/|3"
        );
    }
}
