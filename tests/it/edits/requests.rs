//! Requests for generated files: mostly what people ask for, and sometimes nonsense.
//!
//! [`inverse`] returns the request that takes another one back, if there is one.

use std::collections::HashSet;

use calfeed::{NewEvent, NewTalk, Request};
use chrono::{Days, NaiveDate};

use super::community::{Event, When};
use super::dice::{Dice, PLAIN, TRAPS};
use super::node::{Kind, Node};

/// The names of the requests, in the order of [`kind`].
pub(crate) const KINDS: [&str; 11] = [
    "move a meeting",
    "move an event",
    "cancel",
    "skip",
    "postpone",
    "restore",
    "remove",
    "add",
    "set",
    "unset",
    "talk",
];

/// Returns the index of a request in [`KINDS`].
pub(crate) fn kind(request: &Request) -> usize {
    match request {
        Request::Move { date: Some(_), .. } => 0,
        Request::Move { .. } => 1,
        Request::Cancel { .. } => 2,
        Request::Skip { .. } => 3,
        Request::Postpone { .. } => 4,
        Request::Restore { .. } => 5,
        Request::Remove { .. } => 6,
        Request::Add(_) => 7,
        Request::Set { .. } => 8,
        Request::Unset { .. } => 9,
        Request::Talk { .. } => 10,
        _ => unreachable!("a new request needs a line here"),
    }
}

/// Texts that no value of an events file is.
const NONSENSE: [&str; 12] = [
    "",
    " ",
    "\n",
    "2026-02-30",
    "99:99",
    "next week",
    "27/03/2026",
    "a\u{0}b",
    "a\nb: c\n  - d",
    "\u{feff}",
    "event-1\n- id: injected",
    "none",
];

/// Generates a request for an event.
pub(crate) fn request(dice: &mut Dice, event: &Event, paths: &[&'static str]) -> Request {
    if dice.percent(6) {
        return nonsense(dice, event);
    }
    let id = event.id.clone();
    let meeting = meeting(dice, event);
    let date = meeting.map(|it| it.to_string());
    let reason = reason(dice);
    match dice.below(22) {
        0..=3 => {
            let day = match (&event.when, meeting) {
                (When::Series(..), Some(day)) => day,
                (When::Once(day, _), _) => *day,
                _ => super::community::date(2026, 5, 7),
            };
            let to = target(dice, day, meeting.is_some());
            let reason = reason.filter(|_| date.is_some());
            Request::Move {
                id,
                date,
                to,
                reason,
            }
        }
        4 | 5 => Request::Cancel {
            id,
            date: date.filter(|_| dice.percent(80)),
            reason,
        },
        6 => match date {
            Some(date) => Request::Skip { id, date, reason },
            None => Request::Remove { id },
        },
        8 | 9 if event.is_off() || event.node.at("changes").is_some() || dice.percent(10) => {
            let changed = changed(dice, event).filter(|_| !event.is_off());
            let date = changed.or(date.filter(|_| !event.is_off()));
            Request::Restore { id, date }
        }
        7..=9 => Request::Postpone { id, date, reason },
        10 => Request::Remove { id },
        11 | 12 => Request::Add(new_event(dice, paths)),
        13..=17 => set(dice, event, date),
        18 | 19 => unset(dice, event),
        _ => Request::Talk {
            id,
            date,
            talk: talk(dice),
        },
    }
}

/// Returns a date of a series, preferably one without a change.
fn meeting(dice: &mut Dice, event: &Event) -> Option<NaiveDate> {
    let When::Series(dates, _) = &event.when else {
        return None;
    };
    let date = dates[dice.below(dates.len())];
    if event.has_change(date) && dice.percent(60) {
        return dates.last().copied();
    }
    Some(date)
}

/// Returns a date that has a change.
fn changed(dice: &mut Dice, event: &Event) -> Option<String> {
    let Kind::Map(changes) = &event.node.at("changes")?.kind else {
        return None;
    };
    Some(changes[dice.below(changes.len())].0.clone())
}

fn reason(dice: &mut Dice) -> Option<String> {
    match dice.below(3) {
        0 => None,
        1 => Some(dice.pick(&PLAIN).to_owned()),
        _ => Some(dice.pick(&TRAPS).to_owned()),
    }
}

/// Returns where something moves: another day, another time, or both.
fn target(dice: &mut Dice, day: NaiveDate, is_meeting: bool) -> String {
    let days = if is_meeting {
        dice.between(1, 4)
    } else {
        dice.between(1, 60)
    };
    let day = day + Days::new(days as u64);
    let time = dice.pick(&["08:30", "14:00", "19:15"]);
    match dice.below(7) {
        0 | 1 => day.to_string(),
        2 | 3 => time.to_owned(),
        4 => format!("{}, 2pm", day.format("%-d %B %Y")),
        _ => format!("{day} {time}"),
    }
}

fn new_event(dice: &mut Dice, paths: &[&'static str]) -> NewEvent {
    let day = super::community::date(2025, 11, 1) + Days::new(dice.below(700) as u64);
    let is_timed = dice.percent(60);
    let title = if dice.percent(50) {
        dice.pick(&PLAIN)
    } else {
        dice.pick(&TRAPS)
    };
    let start = if is_timed {
        format!("{day} 10:00")
    } else {
        day.to_string()
    };
    let mut keys = vec![("title", title.to_owned()), ("start", start)];
    if is_timed {
        keys.push(("end", "11:30".to_owned()));
    }
    let details = vec![
        ("location", dice.pick(&TRAPS).to_owned()),
        ("tags", "poems, 12, yes".to_owned()),
        ("description", "One line.\n\nAnd *another*: one.".to_owned()),
        ("group", "readers".to_owned()),
        ("url", "https://example.org/a?b=c#d".to_owned()),
        ("repeats", "weekly".to_owned()),
    ];
    keys.extend(dice.some(35, details));
    let keys = keys.into_iter().map(|(key, value)| (key.to_owned(), value));
    NewEvent {
        id: dice
            .percent(60)
            .then(|| format!("added-{}", dice.below(1000))),
        keys: keys.collect(),
        file: dice
            .percent(15)
            .then(|| dice.pick(paths).to_owned())
            .filter(|it| !it.is_empty()),
    }
}

/// The keys that a request sets, each with values that are valid.
fn set(dice: &mut Dice, event: &Event, date: Option<String>) -> Request {
    let value = |dice: &mut Dice| {
        let all = if dice.percent(50) {
            &PLAIN[..]
        } else {
            &TRAPS[..]
        };
        all[dice.below(all.len())].to_owned()
    };
    let (key, value) = match dice.below(12) {
        0 | 1 => ("title", value(dice)),
        2 | 3 => ("location", value(dice)),
        4 => ("x-note", value(dice)),
        5 => ("url", "https://example.org/x,y?z=[1]#2".to_owned()),
        6 => ("join", "https://meet.example.org/a:b".to_owned()),
        7 => ("tags", "poems, 12, yes, [x], #y".to_owned()),
        8 => (
            "description",
            dice.pick(&["One", "Two: lines\n\n# of *them*\n", "- a\n- b", "| x"])
                .to_owned(),
        ),
        9 => (
            "price",
            dice.pick(&["£5", "free", "5 EUR # each"]).to_owned(),
        ),
        10 => ("duration", "45m".to_owned()),
        _ => ("format", "hybrid".to_owned()),
    };
    Request::Set {
        id: event.id.clone(),
        date: date.filter(|_| dice.percent(40)),
        key: key.to_owned(),
        value,
    }
}

fn unset(dice: &mut Dice, event: &Event) -> Request {
    let id = event.id.clone();
    let Kind::Map(entries) = &event.node.kind else {
        unreachable!("an event is a mapping")
    };
    let (mut key, mut node) = entries[dice.below(entries.len())].clone();
    if ["id", "title", "start", "<<"].contains(&key.as_str()) {
        (key, node) = entries[dice.below(entries.len())].clone();
    }
    let date = changed(dice, event).filter(|_| key == "changes");
    let below = date.as_deref().and_then(|date| node.at(date));
    let key = match below.map(|it| &it.kind) {
        Some(Kind::Map(keys)) => keys[dice.below(keys.len())].0.clone(),
        _ => key,
    };
    Request::Unset { id, date, key }
}

fn talk(dice: &mut Dice) -> NewTalk {
    let trap = |dice: &mut Dice| dice.pick(&TRAPS).to_owned();
    NewTalk {
        title: if dice.percent(50) {
            dice.pick(&PLAIN).to_owned()
        } else {
            trap(dice)
        },
        speakers: (0..dice.below(3))
            .map(|_| format!("A {}, B: c (D)", trap(dice)))
            .collect(),
        summary: dice
            .percent(20)
            .then(|| "In *ten* minutes.\nOr: more.".to_owned()),
        slides: dice
            .percent(30)
            .then(|| "https://example.org/slides.pdf#1".to_owned()),
        video: dice
            .percent(20)
            .then(|| "https://example.org/video?v=(1)".to_owned()),
    }
}

/// Generates a request with a part that no events file can have, or that has no meaning there.
fn nonsense(dice: &mut Dice, event: &Event) -> Request {
    let mut word = || dice.pick(&NONSENSE).to_owned();
    let (id, one, other) = (event.id.clone(), word(), word());
    let date = Some(other.clone());
    match dice.below(10) {
        0 => Request::Move {
            id,
            date,
            to: one,
            reason: None,
        },
        1 => Request::Move {
            id: one,
            date: None,
            to: other,
            reason: None,
        },
        2 => Request::Cancel {
            id: one,
            date,
            reason: Some(other),
        },
        3 => Request::Skip {
            id,
            date: one,
            reason: Some(other),
        },
        4 => Request::Set {
            id,
            date: None,
            key: one,
            value: other,
        },
        5 => Request::Set {
            id,
            date: None,
            key: "id".to_owned(),
            value: one,
        },
        6 => Request::Unset { id, date, key: one },
        7 => Request::Restore { id, date },
        8 => Request::Add(NewEvent {
            id: Some(one.clone()),
            keys: vec![(other, one.clone()), ("start".to_owned(), one)],
            file: date,
        }),
        _ => Request::Talk {
            id,
            date: None,
            talk: NewTalk {
                title: one,
                ..NewTalk::default()
            },
        },
    }
}

/// Returns the request that restores a file after another one, byte for byte. `written` is the text of the event, `plain` are
/// the texts of the file that have no quotes, and `made` is the id of a new event.
pub(crate) fn inverse(
    request: &Request,
    event: &Event,
    (written, plain): (&str, &HashSet<Vec<String>>),
    made: &str,
) -> Option<Request> {
    let id = event.id.clone();
    let day = |date: &str| -> Option<NaiveDate> { date.parse().ok() };
    match request {
        Request::Add(_) => Some(Request::Remove {
            id: made.to_owned(),
        }),
        Request::Move {
            date: Some(date), ..
        }
        | Request::Cancel {
            date: Some(date), ..
        }
        | Request::Skip { date, .. }
        | Request::Postpone {
            date: Some(date), ..
        } if !event.has_change(day(date)?) => Some(Request::Restore {
            id,
            date: Some(date.clone()),
        }),
        Request::Cancel { date: None, .. } | Request::Postpone { date: None, .. }
            if event.node.at("status").is_none() && event.node.at("reason").is_none() =>
        {
            Some(Request::Restore { id, date: None })
        }
        Request::Move { date: None, .. } => {
            let When::Once(day, time) = &event.when else {
                return None;
            };
            let to = time
                .iter()
                .fold(day.to_string(), |day, time| format!("{day} {time}"));
            let is_as_usual = event.node.at("status").is_none()
                && event.node.at("start").is_some_and(|it| it.is_bare(&to))
                && !["|", ">"].iter().any(|mark| is_end(written, mark))
                && !["end':", "end\":"].iter().any(|it| written.contains(it));
            is_as_usual.then_some(Request::Move {
                id,
                date: None,
                to,
                reason: None,
            })
        }
        Request::Set { date, key, .. } => back(event, plain, date.as_deref(), key),
        _ => None,
    }
}

/// Whether a line with the end of an event has this mark after its key.
fn is_end(written: &str, mark: &str) -> bool {
    let mut lines = written.lines().filter_map(|line| line.split_once("end:"));
    lines.any(|(_, value)| value.trim_start().starts_with(mark))
}

/// Returns the request that gives a key the value that it had: only a text without quotes.
fn back(
    event: &Event,
    plain: &HashSet<Vec<String>>,
    date: Option<&str>,
    key: &str,
) -> Option<Request> {
    let id = event.id.clone();
    let way = date.into_iter().flat_map(|date| ["changes", date]);
    let way = std::iter::once(id.as_str()).chain(way).chain([key]);
    let way: Vec<String> = way.map(str::to_owned).collect();
    let holder = match date {
        Some(date) => event.node.at("changes").and_then(|it| it.at(date)),
        None => Some(&event.node),
    };
    let (date, key) = (date.map(str::to_owned), key.to_owned());
    match holder.and_then(|it| it.at(&key)) {
        // What takes the place of a length is not the same key.
        None if key == "duration" => None,
        // Without it, the event has the value that is merged in.
        None if date.is_none()
            && event.node.at("<<").is_some()
            && ["format", "join", "x-room"].contains(&key.as_str()) =>
        {
            None
        }
        None => Some(Request::Unset { id, date, key }),
        // Other styles may not come back.
        Some(Node {
            kind: Kind::Text(text),
            anchor: None,
        }) if plain.contains(&way) => {
            let value = text.clone();
            Some(Request::Set {
                id,
                date,
                key,
                value,
            })
        }
        Some(_) => None,
    }
}

impl Node {
    /// Whether it is a scalar that is written like this, without quotes.
    fn is_bare(&self, text: &str) -> bool {
        matches!(&self.kind, Kind::Bare(it) if it == text)
    }
}
