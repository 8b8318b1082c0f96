use std::fmt::Write as _;

use super::*;
use crate::context::Context;
use crate::edit::{NewEvent, NewTalk};

mod keys;
mod meetings;
mod once;
mod outcomes;
mod properties;
mod talks;

const CALENDAR: &str = "calendar: {name: Club, slug: club, domain: example.org, url: 'https://example.org', timezone: Europe/London}\n";

/// A series whose dates from 2026 on are 13 January, 10 February, 10 March, 14 April.
fn series(keys: &str) -> String {
    let start = "start: 2026-01-13 18:30, end: \"20:00\", repeats: monthly on the 2nd Tuesday";
    format!("{{id: club, title: Book club, {start}, {keys}}}")
}

/// Splits a command at its spaces; what is in single quotes is one word.
fn words(command: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (index, part) in command.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Reads a command as in `calfeed move club 2026-03-10 --to 14:00`, without the id.
fn request(command: &str) -> Request {
    let words = words(command);
    let option = |name: &str| {
        let position = words.iter().position(|word| word == name)?;
        words.get(position + 1).cloned()
    };
    let rest = words.iter().skip(1).take_while(|it| !it.starts_with("--"));
    let rest: Vec<String> = rest.cloned().collect();
    let (id, reason, first) = ("club".to_owned(), option("--reason"), rest.first().cloned());
    match words[0].as_str() {
        "move" => Request::Move {
            id,
            date: first,
            to: option("--to").unwrap(),
            reason,
        },
        "cancel" => Request::Cancel {
            id,
            date: first,
            reason,
        },
        "skip" => Request::Skip {
            id,
            date: first.unwrap(),
            reason,
        },
        "postpone" => Request::Postpone {
            id,
            date: first,
            reason,
        },
        "restore" => Request::Restore { id, date: first },
        "set" => Request::Set {
            id,
            date: option("--date"),
            key: rest[0].clone(),
            value: rest[1].clone(),
        },
        "unset" => Request::Unset {
            id,
            date: option("--date"),
            key: rest[0].clone(),
        },
        "talk" => Request::Talk {
            id,
            date: option("--date"),
            talk: NewTalk {
                title: option("--title").unwrap_or_default(),
                speakers: option("--speaker").into_iter().collect(),
                summary: option("--abstract"),
                slides: option("--slides"),
                video: option("--video"),
            },
        },
        other => panic!("no command `{other}`"),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Moment(text) => text.clone(),
        Value::True => "true".to_owned(),
        Value::Plain(plain) => plain.clone(),
        Value::Texts(texts) => format!("{texts:?}"),
        Value::Keys(keys) => {
            let keys: Vec<String> = keys
                .iter()
                .map(|(key, value)| format!("{key}: {}", shown(value)))
                .collect();
            format!("{{{}}}", keys.join(", "))
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

/// Writes steps, one a line.
fn written(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        let path = step.path().join(" / ");
        let path = if path.is_empty() { path } else { path + " / " };
        let key = step.key();
        let _ = match step {
            Step::Put { value, .. } => writeln!(text, "{path}{key}: {}", shown(value)),
            Step::Remove { .. } => writeln!(text, "{path}remove {key}"),
            Step::Push { item, .. } => writeln!(text, "{path}{key} + {}", shown(item)),
        };
    }
    text
}

/// Makes the steps of a request to the first event of a text, which may have errors.
fn of_text(text: &str, request: &Request) -> Result<Vec<Step>, Reason> {
    let context = Context::new("2026-03-01T09:30:00Z".parse().unwrap());
    let recovered = document::read(text).recovered;
    let (merged, _) = document::Merged::new(&[&recovered]);
    let (calendar, _) = crate::read(text, &context);
    let written = merged.events.first().unwrap();
    let own = recovered.document.events.first().unwrap();
    steps(
        request,
        &Subject {
            own,
            written,
            calendar: calendar.as_ref(),
            now: context.now(),
        },
    )
}

/// Returns the steps of a command about an event, or why it is refused.
fn planned_with(defaults: &str, event: &str, command: &str) -> String {
    let text = format!("{CALENDAR}{defaults}events:\n  - {event}\n");
    match of_text(&text, &request(command)) {
        Ok(steps) => written(&steps),
        Err(reason) => format!("refused: {reason}\n"),
    }
}

fn planned(event: &str, command: &str) -> String {
    planned_with("", event, command)
}

/// Adds an event with these keys to a calendar that has some ids.
fn added(id: Option<&str>, keys: &[(&str, &str)], taken: &[&str]) -> String {
    let keys = keys
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
    let event = NewEvent {
        id: id.map(str::to_owned),
        keys: keys.collect(),
        file: None,
    };
    match new_event(&event, |id| taken.contains(&id)) {
        Ok((_, keys)) => {
            let keys = keys
                .iter()
                .map(|(key, value)| format!("{key}: {}\n", shown(value)));
            keys.collect()
        }
        Err(reason) => format!("refused: {reason}\n"),
    }
}
