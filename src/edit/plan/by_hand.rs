//! Says what a person would type in place of steps that calfeed cannot make.
//!
//! The text has one or two sentences with lines of YAML between them, as they could be in the file. It is shown below the reason.

use std::fmt::Write as _;

use super::keys::{Current, Keys as _};
use crate::document::scalar::{Style, block, scalar};
use crate::document::{Event, Step, Value};
use crate::visible::{shown, visible_lines};

/// Where an event is.
pub(in super::super) struct Whereabouts<'a> {
    /// The name of its file, as a person knows it.
    pub(in super::super) file: &'a str,
    pub(in super::super) id: &'a str,
    /// The line with which it begins, counted from 1.
    pub(in super::super) line: Option<usize>,
}

impl Whereabouts<'_> {
    fn event(&self) -> String {
        let line = self.line.map(|line| format!(" (line {line})"));
        format!("the event `{}`{}", shown(self.id), line.unwrap_or_default())
    }
}

/// The column of the keys of an event, in the most usual layout.
const EVENT: usize = 4;

/// Returns what to type in place of steps, which are all in one mapping of an event.
pub(in super::super) fn by_hand(steps: &[Step], event: &Event, at: &Whereabouts<'_>) -> String {
    let path = steps.first().map(Step::path).unwrap_or_default();
    let of_date = path.get(1).map(|date| {
        let mut changes = event.changes.iter();
        let change = changes.find(|(key, _)| key == date);
        change.map(|(_, change)| change)
    });
    let current = |key: &str| match of_date {
        None => event.current(key),
        Some(change) => change?.current(key),
    };
    // How much of the path is in the file.
    let depth = match of_date {
        Some(Some(_)) => path.len(),
        _ if event.changes.is_empty() => 0,
        _ => path.len().min(1),
    };
    let (there, missing) = path.split_at(depth);
    let whose = match there {
        [] => format!("in {}", at.event()),
        [changes] => format!("under `{}` of {}", shown(changes), at.event()),
        [changes, date, ..] => {
            let (changes, date) = (shown(changes), shown(date));
            format!("under `{date}`, under `{changes}` of {}", at.event())
        }
    };
    let file = shown(at.file);
    let mut indent = EVENT + 2 * depth;
    if let [Step::Push { key, item, .. }] = steps
        && matches!(current(key), Some(Current::Other | Current::List(_)))
    {
        let list = Value::List(vec![item.clone()]);
        let mut lines = String::new();
        entry(&mut lines, indent, key, &list);
        let lines = lines.split_once('\n').map_or("", |(_, items)| items);
        let key = shown(key);
        let text = format!("in {file}, write at the end of `{key}`, {whose}:\n\n{lines}");
        return visible_lines(&text).into_owned();
    }
    let mut lines = String::new();
    for key in missing {
        let _ = writeln!(lines, "{}{}:", " ".repeat(indent), moment(key));
        indent += 2;
    }
    let mut is_empty = true;
    let mut removed = Vec::new();
    for step in steps {
        let is_there = current(step.key()).is_some();
        match step {
            Step::Put { key, value, .. } => entry(&mut lines, indent, key, value),
            Step::Push { key, item, .. } => {
                let list = Value::List(vec![item.clone()]);
                entry(&mut lines, indent, key, &list);
            }
            Step::Remove { key, .. } => {
                removed.push(format!("`{}`", shown(key)));
                continue;
            }
        }
        is_empty = false;
        if is_there {
            removed.push(format!("the old `{}`", shown(step.key())));
        }
    }
    let removed = removed.join(" and ");
    let text = match (is_empty, removed.is_empty()) {
        (true, _) if path.is_empty() => {
            format!("in {file}, remove {removed} from {}\n", at.event())
        }
        (true, _) => format!(
            "in {file}, remove {removed} {whose}; if nothing else is left of that date, remove the date too\n"
        ),
        (false, true) => format!("in {file}, write {whose}:\n\n{lines}"),
        (false, false) => {
            format!("in {file}, write {whose}:\n\n{lines}\nand remove {removed} there\n")
        }
    };
    visible_lines(&text).into_owned()
}

/// Writes a key with its value.
fn entry(lines: &mut String, indent: usize, key: &str, value: &Value) {
    let spaces = " ".repeat(indent);
    let key = moment(key);
    let _ = match value {
        Value::Keys(keys) => {
            let _ = writeln!(lines, "{spaces}{key}:");
            for (key, value) in keys {
                entry(lines, indent + 2, key, value);
            }
            Ok(())
        }
        Value::List(items) => {
            let _ = writeln!(lines, "{spaces}{key}:");
            for item in items {
                let mut text = String::new();
                match item {
                    Value::Keys(keys) => {
                        for (key, value) in keys {
                            entry(&mut text, indent + 4, key, value);
                        }
                    }
                    item => {
                        let _ = writeln!(text, "{}{}", " ".repeat(indent + 4), one_line(item));
                    }
                }
                // The hyphen is in front of the first key.
                let first = text.get(indent + 4..).unwrap_or_default();
                let _ = write!(lines, "{}- {first}", " ".repeat(indent + 2));
            }
            Ok(())
        }
        Value::Text(text) if text.contains('\n') => match block(text, indent, indent + 2, "\n") {
            Some(block) => write!(lines, "{spaces}{key}: {block}"),
            None => writeln!(lines, "{spaces}{key}: {}", scalar(text, Style::TEXT)),
        },
        value => writeln!(lines, "{spaces}{key}: {}", one_line(value)),
    };
}

/// Writes a value that needs no lines of its own.
fn one_line(value: &Value) -> String {
    match value {
        Value::Text(text) => scalar(text, Style::TEXT),
        Value::Moment(text) => moment(text),
        Value::True => "true".to_owned(),
        Value::Plain(plain) => plain.clone(),
        Value::Texts(texts) => {
            let in_flow = Style {
                in_flow: true,
                ..Style::TEXT
            };
            let texts: Vec<String> = texts.iter().map(|text| scalar(text, in_flow)).collect();
            format!("[{}]", texts.join(", "))
        }
        Value::Keys(_) | Value::List(_) => String::new(),
    }
}

/// Writes a date, a time, a number of a key.
fn moment(text: &str) -> String {
    let style = Style {
        is_moment: true,
        ..Style::TEXT
    };
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        return text.to_owned();
    }
    scalar(text, style)
}

/// Returns what to type in place of a new event. `file` is the name of the file that gets it.
pub(in super::super) fn event_by_hand(keys: &[(String, Value)], file: &str) -> String {
    let mut lines = String::new();
    entry(
        &mut lines,
        0,
        "events",
        &Value::List(vec![Value::Keys(keys.to_vec())]),
    );
    // People have `events:` already.
    let lines = lines.strip_prefix("events:\n").unwrap_or(&lines);
    let text = format!("in {}, write under `events`:\n\n{lines}", shown(file));
    visible_lines(&text).into_owned()
}

/// Returns what to do in place of the removal of an event.
pub(in super::super) fn removal_by_hand(at: &Whereabouts<'_>) -> String {
    format!("in {}, remove {}\n", shown(at.file), at.event())
}
