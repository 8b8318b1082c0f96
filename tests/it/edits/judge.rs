//! The independent judge: what a request changes, in plain values.
//!
//! Both texts are read by `yaml_serde`, which shares no code with the engine. [`wanted`] applies the request to the values before. Merges stay
//! the key `<<`, so that a value that is written out is a difference.

use calfeed::{NewTalk, Request};
use chrono::{NaiveDate, NaiveDateTime};
use serde_yaml::{Mapping, Value};

use super::community::{Event, When};

/// Reads a file as plain values.
pub(crate) fn values(text: &str) -> Value {
    let text = text.trim_start_matches('\u{feff}');
    serde_yaml::from_str(text).unwrap_or_else(|it| panic!("yaml_serde: {it}\n{text}"))
}

/// Returns the entries of `events`.
pub(crate) fn events(file: &Value) -> Vec<Value> {
    file.get("events")
        .and_then(Value::as_sequence)
        .cloned()
        .unwrap_or_default()
}

/// Returns the file without its events.
pub(crate) fn rest(file: &Value) -> Value {
    let mut file = file.clone();
    if let Value::Mapping(file) = &mut file {
        file.remove("events");
    }
    file
}

/// Returns the event with this id.
pub(crate) fn find(events: &[Value], id: &str) -> Option<usize> {
    events
        .iter()
        .position(|it| it.get("id").and_then(Value::as_str) == Some(id))
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn put(map: &mut Mapping, key: &str, value: Value) {
    map.insert(text(key), value);
}

/// Returns a mapping that is below a key, and adds it if it is missing.
fn below<'a>(map: &'a mut Mapping, key: &str) -> &'a mut Mapping {
    let entry = map
        .entry(text(key))
        .or_insert_with(|| Value::Mapping(Mapping::new()));
    entry.as_mapping_mut().expect("a mapping")
}

/// Writes a new date as the reference describes it.
fn target(to: &str) -> String {
    let Some(day) = to.strip_suffix(", 2pm") else {
        return to.to_owned();
    };
    let day = NaiveDate::parse_from_str(day, "%d %B %Y").expect("a day with the name of its month");
    format!("{day} 14:00")
}

/// Applies a request to an event. Where two results are equally good, there are several.
pub(crate) fn wanted(request: &Request, event: &Event, before: &Value) -> Vec<Value> {
    let before = before.as_mapping().expect("an event is a mapping");
    let all = match request {
        Request::Move { date: None, to, .. } => moved(before, event, &target(to)),
        Request::Move {
            date: Some(date),
            to,
            reason,
            ..
        } => instead(
            before,
            date,
            "moved_to",
            &text(&target(to)),
            reason.as_deref(),
        ),
        Request::Postpone {
            date: Some(date),
            reason,
            ..
        } => instead(before, date, "moved_to", &text("tbc"), reason.as_deref()),
        Request::Skip { date, reason, .. } => without(before, date, "skipped", reason.as_deref()),
        Request::Cancel {
            date: Some(date),
            reason,
            ..
        } => without(before, date, "cancelled", reason.as_deref()),
        Request::Cancel {
            date: None, reason, ..
        } => off(before, "cancelled", reason.as_deref()),
        Request::Postpone {
            date: None, reason, ..
        } => off(before, "postponed", reason.as_deref()),
        Request::Restore { date: None, .. } => vec![taken_out(before, None, &["status", "reason"])],
        Request::Restore { date, .. } => {
            let keys = ["moved_to", "cancelled", "skipped", "reason"];
            vec![taken_out(before, date.as_ref(), &keys)]
        }
        Request::Unset { date, key, .. } => vec![taken_out(before, date.as_ref(), &[key])],
        Request::Set {
            date, key, value, ..
        } => set(before, date.as_deref(), key, value),
        Request::Talk { date, talk, .. } => {
            let mut after = before.clone();
            let holder = holder(&mut after, date.as_deref());
            let talks = holder
                .entry(text("talks"))
                .or_insert(Value::Sequence(Vec::new()));
            talks.as_sequence_mut().expect("a list").push(talk_of(talk));
            vec![after]
        }
        _ => Vec::new(),
    };
    all.into_iter().map(Value::Mapping).collect()
}

/// Returns the event, or the change of one date.
fn holder<'a>(event: &'a mut Mapping, date: Option<&str>) -> &'a mut Mapping {
    match date {
        Some(date) => below(below(event, "changes"), date),
        None => event,
    }
}

fn set(before: &Mapping, date: Option<&str>, key: &str, value: &str) -> Vec<Mapping> {
    let mut after = before.clone();
    put(holder(&mut after, date), key, of_new(key, value));
    let mut all = vec![after.clone()];
    // An event has an end or a length.
    if key == "duration" && holder(&mut after, date).remove("end").is_some() {
        all.push(after);
    }
    all
}

/// Cancels or postpones an event. Without a new reason, the old one may stay.
fn off(before: &Mapping, status: &str, reason: Option<&str>) -> Vec<Mapping> {
    let mut after = before.clone();
    put(&mut after, "status", text(status));
    let kept = after.clone();
    after.remove("reason");
    match reason {
        Some(reason) => {
            put(&mut after, "reason", text(reason));
            vec![after]
        }
        None => vec![after, kept],
    }
}

/// Returns the items between commas.
fn list(items: &str) -> Value {
    items.split(',').map(|it| text(it.trim())).collect()
}

/// Returns the value of a key of a new event.
pub(crate) fn of_new(key: &str, value: &str) -> Value {
    if ["tags", "groups"].contains(&key) {
        list(value)
    } else {
        text(value)
    }
}

pub(crate) fn talk_of(talk: &NewTalk) -> Value {
    let mut map = Mapping::new();
    put(&mut map, "title", text(&talk.title));
    if !talk.speakers.is_empty() {
        put(
            &mut map,
            "speakers",
            talk.speakers.iter().map(|it| text(it)).collect(),
        );
    }
    for (key, value) in [
        ("abstract", &talk.summary),
        ("slides", &talk.slides),
        ("video", &talk.video),
    ] {
        if let Some(value) = value {
            put(&mut map, key, text(value));
        }
    }
    Value::Mapping(map)
}

/// Moves an event that takes place once. It keeps the time or the day that the request does not name, and its length.
fn moved(before: &Mapping, event: &Event, to: &str) -> Vec<Mapping> {
    let mut after = before.clone();
    // An event with a new date takes place.
    let status = before.get("status").and_then(Value::as_str);
    if ["cancelled", "postponed"].map(Some).contains(&status) {
        after.remove("status");
        after.remove("reason");
    }
    let When::Once(day, time) = &event.when else {
        put(&mut after, "start", text(to));
        return vec![after];
    };
    let start = match (to.contains('-'), to.contains(':'), time) {
        (true, false, Some(time)) => format!("{to} {time}"),
        (false, ..) => format!("{day} {to}"),
        _ => to.to_owned(),
    };
    put(&mut after, "start", text(&start));
    let Some(end) = before.get("end").and_then(Value::as_str) else {
        return vec![after];
    };
    let old_start = time
        .iter()
        .fold(day.to_string(), |day, time| format!("{day} {time}"));
    let (Some(from), Some(to)) = (instant(&old_start, None), instant(&start, None)) else {
        return vec![after];
    };
    let Some(end) = instant(end, Some(*day)) else {
        return vec![after];
    };
    let end = end + (to - from);
    let forms: &[&str] = match time {
        Some(_) if end.date() == to.date() => &["%H:%M", "%Y-%m-%d %H:%M"],
        Some(_) => &["%Y-%m-%d %H:%M"],
        None => &["%Y-%m-%d"],
    };
    let ends = forms.iter().map(|form| {
        let mut after = after.clone();
        put(&mut after, "end", text(&end.format(form).to_string()));
        after
    });
    ends.collect()
}

/// Reads a date, a date with a time, or a time on a day.
fn instant(written: &str, day: Option<NaiveDate>) -> Option<NaiveDateTime> {
    let written = written.replace('T', " ");
    let whole = match (written.contains('-'), written.contains(':')) {
        (true, true) => written,
        (true, false) => format!("{written} 00:00"),
        _ => format!("{} {written}", day?),
    };
    NaiveDateTime::parse_from_str(&whole, "%Y-%m-%d %H:%M").ok()
}

/// Writes one of `moved_to`, `cancelled` and `skipped` in place of the others.
fn instead(
    before: &Mapping,
    date: &str,
    key: &str,
    value: &Value,
    reason: Option<&str>,
) -> Vec<Mapping> {
    let mut after = before.clone();
    let change = below(below(&mut after, "changes"), date);
    for other in ["moved_to", "cancelled", "skipped"] {
        change.remove(other);
    }
    put(change, key, value.clone());
    let kept = change.remove("reason");
    let mut all = Vec::new();
    let reasons = match reason {
        Some(reason) => vec![Some(text(reason))],
        None => vec![None, kept],
    };
    for reason in reasons {
        let mut after = after.clone();
        if let Some(reason) = reason {
            put(below(below(&mut after, "changes"), date), "reason", reason);
        }
        all.push(after);
    }
    all
}

/// A meeting that does not take place: the reason is its value, or is beside `true`.
fn without(before: &Mapping, date: &str, key: &str, reason: Option<&str>) -> Vec<Mapping> {
    let mut all = instead(before, date, key, &Value::Bool(true), reason);
    if let Some(reason) = reason {
        let mut short = instead(before, date, key, &text(reason), None);
        all.append(&mut short);
    }
    all
}

/// Removes keys, and the mappings that have become empty.
fn taken_out(before: &Mapping, date: Option<&String>, keys: &[&str]) -> Mapping {
    let mut after = before.clone();
    let Some(date) = date else {
        for key in keys {
            after.remove(*key);
        }
        return after;
    };
    let changes = below(&mut after, "changes");
    let change = below(changes, date);
    for key in keys {
        change.remove(*key);
    }
    if change.is_empty() {
        changes.remove(date.as_str());
    }
    if changes.is_empty() {
        after.remove("changes");
    }
    after
}

/// Whether a meeting that has a change already may have become this: only the keys that say whether and when it takes place differ.
pub(crate) fn differs_in_state(date: &str, before: &Value, after: &Value) -> bool {
    let without_state = |event: &Value| {
        let mut event = event.as_mapping().expect("an event is a mapping").clone();
        let changes = below(&mut event, "changes");
        let change = below(changes, date);
        for key in ["moved_to", "cancelled", "skipped", "status", "reason"] {
            change.remove(key);
        }
        if change.is_empty() {
            changes.remove(date);
        }
        if changes.is_empty() {
            event.remove("changes");
        }
        event
    };
    before != after && without_state(before) == without_state(after)
}
