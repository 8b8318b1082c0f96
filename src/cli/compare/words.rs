//! Writes a comparison for people, and as JSON for programs.
//!
//! The text is grouped by date. What is the same on several dates of one event is said once, on the first of them. Each line names the line of the
//! iCalendar file and the id of the event, so that both are found quickly.

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::visible::{visible_json, visible_lines};
use crate::words::ENGLISH;
use crate::zone::Zone;
use crate::{Calendar, Comparison, Mismatch, Seen, SeenTime, Status};

/// The version of the JSON format. A higher version may lack keys of this one.
const VERSION: u32 = 1;

/// The most lines about parts that could not be read. Nobody reads more.
const MOST_UNREAD: usize = 25;

/// A line of the text, and the dates of which it is true.
struct Line {
    words: String,
    dates: Vec<NaiveDate>,
}

/// Writes a comparison for people. `feed` and `file` are the names of the two files.
pub(super) fn text(found: &Comparison, calendar: &Calendar, feed: &str, file: &str) -> String {
    let mut text = summary(found, calendar, feed, file);
    let mut date = None;
    for line in lines(found, calendar.zone()) {
        let (first, rest) = match line.dates.split_first() {
            Some((first, rest)) => (*first, rest),
            None => continue,
        };
        if date != Some(first) {
            date = Some(first);
            let _ = writeln!(text, "\n{}", ENGLISH.date(first));
        }
        let _ = writeln!(text, "  {}", line.words);
        if !rest.is_empty() {
            let _ = writeln!(text, "    and on {}", ENGLISH.dates(rest));
        }
    }
    if !found.unread.is_empty() {
        let _ = writeln!(text, "\nNot read in {feed}");
        for part in found.unread.iter().take(MOST_UNREAD) {
            let title = match part.title.as_str() {
                "" => String::new(),
                title => format!("{title}: "),
            };
            let _ = writeln!(text, "  line {}: {title}{}", part.line, part.reason);
        }
        if let Some(more) = found
            .unread
            .len()
            .checked_sub(MOST_UNREAD)
            .filter(|it| *it > 0)
        {
            let _ = writeln!(text, "  and {more} more");
        }
    }
    if found.is_cut {
        let _ = writeln!(
            text,
            "\n{feed} has too many meetings to compare all of them. Compare fewer days with `--from` and `--to`."
        );
    }
    visible_lines(&text).into_owned()
}

fn summary(found: &Comparison, calendar: &Calendar, feed: &str, file: &str) -> String {
    let last = found.to.pred_opt().unwrap_or(found.to);
    let mut text = format!(
        "Compared {} in {feed} with {} in {file}, from {} to {}, {} time.\n",
        meetings(found.in_feed),
        found.in_file,
        plain(found.from),
        plain(last),
        calendar.zone(),
    );
    let (mut only_feed, mut only_file, mut both) = (0, 0, 0);
    for mismatch in &found.mismatches {
        match (&mismatch.feed, &mismatch.file) {
            (Some(_), None) => only_feed += 1,
            (None, _) => only_file += 1,
            (Some(_), Some(_)) => both += 1,
        }
    }
    let counts = [
        (only_feed, "only in the feed"),
        (only_file, "only in the events file"),
        (both, "different in the two"),
    ];
    let said = |(count, what): &(usize, &str)| {
        let verb = if *count == 1 { "is" } else { "are" };
        format!("{count} {verb} {what}")
    };
    let counts: Vec<String> = counts.iter().filter(|it| it.0 > 0).map(said).collect();
    match (counts.as_slice(), found.is_same()) {
        ([], true) => text.push_str("All are the same.\n"),
        ([], false) => text.push_str("All that could be read are the same.\n"),
        (counts, _) => {
            let _ = writeln!(text, "{}.", counts.join(", "));
        }
    }
    text
}

fn meetings(count: usize) -> String {
    match count {
        1 => "1 meeting".to_owned(),
        count => format!("{count} meetings"),
    }
}

/// Returns `12 March 2026`.
fn plain(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Joins what is the same on several dates, in the order of the first of them.
fn lines(found: &Comparison, zone: Zone) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for mismatch in &found.mismatches {
        let words = words(mismatch, zone);
        if let Some(line) = known.get(&words).and_then(|place| lines.get_mut(*place)) {
            line.dates.push(mismatch.date);
        } else {
            known.insert(words.clone(), lines.len());
            let dates = vec![mismatch.date];
            lines.push(Line { words, dates });
        }
    }
    lines
}

/// Returns `Lean Coffee (lean-coffee): 11am to midday in the feed (line 14), 11:30am to 12:30pm in the events file`.
fn words(mismatch: &Mismatch, zone: Zone) -> String {
    match (&mismatch.feed, &mismatch.file) {
        (Some(feed), Some(file)) => {
            let in_feed = format!("in the feed (line {})", feed.line);
            let differences = differences(&feed.seen, &file.seen, &in_feed, zone);
            let (title, id) = (&file.seen.title, &file.id);
            format!("{title} ({id}): {}", differences.join("; "))
        }
        (Some(feed), None) => {
            let seen = hours_and_state(&feed.seen, zone);
            let (title, line) = (&feed.seen.title, feed.line);
            format!("{title}: only in the feed (line {line}), {seen}")
        }
        (None, Some(file)) => {
            let seen = hours_and_state(&file.seen, zone);
            let (title, id) = (&file.seen.title, &file.id);
            format!("{title} ({id}): only in the events file, {seen}")
        }
        (None, None) => String::new(),
    }
}

fn hours_and_state(seen: &Seen, zone: Zone) -> String {
    let hours = hours(&seen.time, zone);
    match seen.status {
        Status::Confirmed => hours,
        Status::Tentative | Status::Cancelled | Status::Postponed => {
            format!("{hours}, {}", state(seen.status))
        }
    }
}

/// Says each difference of two instances that are meant to be one. `in_feed` is said of the first of them.
fn differences(feed: &Seen, file: &Seen, in_feed: &str, zone: Zone) -> Vec<String> {
    let mut places = [in_feed].into_iter();
    let mut said = |of_feed: &str, of_file: &str| {
        let place = places.next().unwrap_or("in the feed");
        format!("{of_feed} {place}, {of_file} in the events file")
    };
    let mut all = Vec::new();
    if feed.time.date(zone) != file.time.date(zone) {
        let [one, other] = [feed, file].map(|seen| {
            let date = ENGLISH.date(seen.time.date(zone));
            ENGLISH.date_and_time(&date, &hours(&seen.time, zone))
        });
        all.push(said(&one, &other));
    } else if feed.time != file.time {
        all.push(said(&hours(&feed.time, zone), &hours(&file.time, zone)));
    }
    if feed.title != file.title {
        let [one, other] = [feed, file].map(|seen| format!("“{}”", seen.title));
        all.push(said(&one, &other));
    }
    if feed.status != file.status {
        all.push(said(state(feed.status), state(file.status)));
    }
    all
}

/// Returns `11am to midday`, or `at 11am` for what ends when it begins.
fn hours(time: &SeenTime, zone: Zone) -> String {
    let in_zone = time.in_zone(zone);
    match time {
        SeenTime::Times { start, end } if start == end => {
            format!("at {}", ENGLISH.start(&in_zone).unwrap_or_default())
        }
        SeenTime::Days { .. } | SeenTime::Times { .. } => ENGLISH.hours(&in_zone),
    }
}

fn state(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "takes place",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
        Status::Postponed => "postponed",
    }
}

/// Adds keys to an object.
fn with<const N: usize>(mut object: Value, keys: [(&str, Value); N]) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.extend(keys.map(|(key, value)| (key.to_owned(), value)));
    }
    object
}

/// Writes a comparison for programs.
pub(super) fn json(found: &Comparison, calendar: &Calendar) -> String {
    let zone = calendar.zone();
    let mismatches = found.mismatches.iter().map(|mismatch| {
        let feed = mismatch.feed.as_ref().map(|it| {
            let own = [("line", json!(it.line)), ("uid", json!(it.uid))];
            with(seen(&it.seen, zone), own)
        });
        let file = mismatch.file.as_ref().map(|it| {
            let own = [
                ("id", json!(it.id.as_str())),
                ("key", json!(it.key)),
                ("uid", json!(it.uid)),
            ];
            with(seen(&it.seen, zone), own)
        });
        json!({ "date": mismatch.date, "differs": aspects(mismatch), "feed": feed, "file": file })
    });
    let unread = found
        .unread
        .iter()
        .map(|part| json!({ "line": part.line, "title": part.title, "reason": part.reason }));
    let json = json!({
        "version": VERSION,
        "from": found.from,
        "to": found.to,
        "in_feed": found.in_feed,
        "in_file": found.in_file,
        "mismatches": mismatches.collect::<Value>(),
        "unread": unread.collect::<Value>(),
        "complete": !found.is_cut,
    });
    format!("{}\n", visible_json(format!("{json:#}")))
}

fn seen(seen: &Seen, zone: Zone) -> Value {
    let time = seen.time.in_zone(zone);
    json!({
        "title": seen.title,
        "start": time.written_start(),
        "end": time.written_end(),
        "all_day": time.is_all_day(),
        "status": state_name(seen.status),
    })
}

/// Names what differs if both have the instance.
fn aspects(mismatch: &Mismatch) -> Vec<&'static str> {
    let (Some(feed), Some(file)) = (&mismatch.feed, &mismatch.file) else {
        return vec!["presence"];
    };
    let (feed, file) = (&feed.seen, &file.seen);
    let start = |time: SeenTime| match time {
        SeenTime::Days { first, .. } => (Some(first), None),
        SeenTime::Times { start, .. } => (None, Some(start)),
    };
    let is_moved = start(feed.time) != start(file.time);
    let all = [
        (is_moved, "time"),
        (!is_moved && feed.time != file.time, "length"),
        (feed.title != file.title, "title"),
        (feed.status != file.status, "status"),
    ];
    all.into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, name)| name)
        .collect()
}

fn state_name(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
        Status::Postponed => "postponed",
    }
}
