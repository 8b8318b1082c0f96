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

/// Applies a request to an event. Where two results are equally good, there are several.
pub(crate) fn wanted(request: &Request, event: &Event, before: &Value) -> Vec<Value> {
    let before = before.as_mapping().expect("an event is a mapping");
    let reasons = |date: &Option<String>, reason: &Option<String>, kept: &Mapping| {
        let _ = date;
        match reason {
            Some(reason) => vec![Some(text(reason))],
            None => vec![None, kept.get("reason").cloned()],
        }
    };
    let mut all = Vec::new();
    match request {
        Request::Move { date: None, to, .. } => {
            let moved = moved(before, event, to);
            // An event with a new date takes place.
            let is_off = ["cancelled", "postponed"]
                .map(Some)
                .contains(&before.get("status").and_then(Value::as_str));
            all.extend(moved.into_iter().map(|mut after| {
                if is_off {
                    after.remove("status");
                    after.remove("reason");
                }
                after
            }));
        }
        Request::Move {
            date: Some(date),
            to,
            reason,
            ..
        } => {
            all.extend(instead(
                before,
                date,
                "moved_to",
                &text(to),
                reason.as_deref(),
            ));
        }
        Request::Postpone {
            date: Some(date),
            reason,
            ..
        } => {
            all.extend(instead(
                before,
                date,
                "moved_to",
                &text("tbc"),
                reason.as_deref(),
            ));
        }
        Request::Skip { date, reason, .. } => {
            all.extend(without(before, date, "skipped", reason.as_deref()))
        }
        Request::Cancel {
            date: Some(date),
            reason,
            ..
        } => {
            all.extend(without(before, date, "cancelled", reason.as_deref()));
        }
        Request::Cancel {
            date: None, reason, ..
        }
        | Request::Postpone {
            date: None, reason, ..
        } => {
            let is_cancelled = matches!(request, Request::Cancel { .. });
            for reason in reasons(&None, reason, before) {
                let mut after = before.clone();
                put(
                    &mut after,
                    "status",
                    text(if is_cancelled {
                        "cancelled"
                    } else {
                        "postponed"
                    }),
                );
                after.remove("reason");
                if let Some(reason) = reason {
                    put(&mut after, "reason", reason);
                }
                all.push(after);
            }
        }
        Request::Restore { date: None, .. } => {
            let mut after = before.clone();
            after.remove("status");
            after.remove("reason");
            all.push(after);
        }
        Request::Restore {
            date: Some(date), ..
        } => {
            all.push(taken_out(
                before,
                Some(date),
                &["moved_to", "cancelled", "skipped", "reason"],
            ));
        }
        Request::Unset { date, key, .. } => all.push(taken_out(before, date.as_ref(), &[key])),
        Request::Set {
            date, key, value, ..
        } => {
            let mut after = before.clone();
            let value = match key.as_str() {
                "tags" | "groups" => list(value),
                _ => text(value),
            };
            let map = date
                .iter()
                .fold(&mut after, |map, date| below(below(map, "changes"), date));
            put(map, key, value);
            all.push(after.clone());
            let map = date
                .iter()
                .fold(&mut after, |map, date| below(below(map, "changes"), date));
            // An event has an end or a length.
            if key == "duration" && map.remove("end").is_some() {
                all.push(after);
            }
        }
        Request::Talk { date, talk, .. } => {
            let mut after = before.clone();
            let map = date
                .iter()
                .fold(&mut after, |map, date| below(below(map, "changes"), date));
            let talks = map
                .entry(text("talks"))
                .or_insert(Value::Sequence(Vec::new()));
            talks.as_sequence_mut().expect("a list").push(talk_of(talk));
            all.push(after);
        }
        _ => {}
    }
    all.into_iter().map(Value::Mapping).collect()
}

/// Returns the items between commas.
fn list(items: &str) -> Value {
    items.split(',').map(|it| text(it.trim())).collect()
}

/// Returns the value of a key of a new event.
pub(crate) fn of_new(key: &str, value: &str) -> Value {
    if key == "tags" {
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
        keys.iter().for_each(|key| drop(after.remove(*key)));
        return after;
    };
    let changes = below(&mut after, "changes");
    let change = below(changes, date);
    keys.iter().for_each(|key| drop(change.remove(*key)));
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
