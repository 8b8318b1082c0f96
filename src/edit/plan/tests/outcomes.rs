use serde_yaml::{Mapping, Value as Yaml};

use super::*;
use crate::calendar::Status;

/// Every kind of change that is valid for a meeting at 18:30.
const STATES: [&str; 25] = [
    "{}",
    "{title: Poems}",
    "{x-room: 3}",
    "{end: '21:00'}",
    "{moved_to: 2026-03-12, end: 2026-03-13 01:00}",
    "{moved_to: '08:00', end: '09:00', reason: Hall}",
    "{skipped: true}",
    "{skipped: Easter}",
    "{skipped: true, reason: Easter}",
    "{skipped: Easter, x-room: 3}",
    "{cancelled: true}",
    "{cancelled: Snow}",
    "{cancelled: true, reason: Snow}",
    "{cancelled: Snow, location: Hall}",
    "{moved_to: 2026-03-12}",
    "{moved_to: '19:00', reason: Hall}",
    "{moved_to: 2026-03-13 17:30, title: Poems}",
    "{moved_to: tbc}",
    "{moved_to: tbc, reason: Snow}",
    "{moved_to: 2026-03-12, status: cancelled}",
    "{moved_to: 2026-03-12, status: cancelled, reason: Snow}",
    "{moved_to: 2026-03-12, status: tentative, reason: Hall}",
    "{status: cancelled}",
    "{status: postponed, reason: Snow}",
    "{status: tentative, reason: Hall}",
];

/// Changes of a meeting that takes place as planned.
const PLAIN: [&str; 4] = ["{}", "{title: Poems}", "{x-room: 3}", "{end: '21:00'}"];

const REASONS: [&str; 3] = ["", " --reason Snow", " --reason 2026-03-12"];

fn text_with(change: &str) -> String {
    let changes = match change {
        "{}" => String::new(),
        change => format!("changes: {{2026-03-10: {change}}}"),
    };
    format!("{CALENDAR}events:\n  - {}\n", series(&changes))
}

fn yaml(value: &Value) -> Yaml {
    match value {
        Value::Text(text) | Value::Moment(text) => text.as_str().into(),
        Value::True => true.into(),
        Value::Plain(plain) => serde_json::from_str(plain).unwrap(),
        Value::Texts(texts) => texts.iter().map(String::as_str).collect::<Yaml>(),
        Value::Keys(keys) => {
            let keys = keys
                .iter()
                .map(|(key, value)| (key.as_str().into(), yaml(value)));
            Yaml::Mapping(keys.collect())
        }
        Value::List(items) => items.iter().map(yaml).collect(),
    }
}

/// Makes the steps in the values of a text, and writes it anew.
fn made(text: &str, steps: &[Step]) -> String {
    let mut file: Yaml = serde_yaml::from_str(text).unwrap();
    let event = file["events"][0].as_mapping_mut().unwrap();
    for step in steps {
        make(event, step.path(), step);
    }
    serde_yaml::to_string(&file).unwrap()
}

fn make(holder: &mut Mapping, path: &[String], step: &Step) {
    if let [first, rest @ ..] = path {
        let first = Yaml::from(first.as_str());
        let entry = holder.entry(first.clone());
        let below = entry.or_insert_with(|| Mapping::new().into());
        let below = below.as_mapping_mut().unwrap();
        make(below, rest, step);
        if below.is_empty() {
            holder.remove(&first);
        }
        return;
    }
    let key = Yaml::from(step.key());
    match step {
        Step::Put { value, .. } => {
            holder.insert(key, yaml(value));
        }
        Step::Remove { .. } => {
            holder.remove(&key).expect("the key is there");
        }
        Step::Push { item, .. } => {
            let list = holder
                .entry(key)
                .or_insert_with(|| Yaml::Sequence(Vec::new()));
            list.as_sequence_mut().unwrap().push(yaml(item));
        }
    }
}

/// Returns what people see of the meeting that is planned for 10 March: its status, its time and its reason.
fn seen(text: &str) -> String {
    let context = Context::new("2026-03-01T09:30:00Z".parse().unwrap());
    let (calendar, report) = crate::read(text, &context);
    let Some(calendar) = calendar else {
        let messages = report
            .diagnostics()
            .iter()
            .map(crate::diagnostic::Diagnostic::message);
        let messages: Vec<String> = messages.collect();
        panic!("{}\n{text}", messages.join("; "));
    };
    let date = "2026-03-10".parse().unwrap();
    let event = calendar.events().first().unwrap();
    match event.instance(date) {
        None => format!("skipped {:?}", event.reason_to_skip(date)),
        Some(instance) => {
            let details = instance.details();
            let status = match details.status() {
                Status::Cancelled => "cancelled",
                Status::Postponed => "postponed",
                Status::Tentative | Status::Confirmed => "on",
            };
            let (start, reason) = (instance.time().written_start(), details.reason());
            format!("{status} {start} {reason:?}")
        }
    }
}

/// Makes a request in each state, and passes the state and what people see afterwards to `check`. What nothing changes is left out.
fn in_each_state(command: &str, check: impl Fn(&str, &str)) {
    for state in STATES {
        let (text, request) = (text_with(state), request(command));
        let Ok(steps) = of_text(&text, &request) else {
            continue;
        };
        let after = made(&text, &steps);
        check(state, &seen(&after));
        let again = of_text(&after, &request);
        let is_done = matches!(again, Err(Reason::Already { .. }));
        assert!(is_done, "{command} in {state}, then again: {again:?}");
    }
}

#[test]
fn a_meeting_that_moved_is_on_at_its_new_time() {
    let cases = [
        ("2026-03-12", "on 2026-03-12T"),
        ("19:15", "T19:15:00+00:00 "),
        ("'2026-03-11 19:15'", "on 2026-03-11T19:15:00+00:00 "),
    ];
    for (to, expected) in cases {
        for reason in REASONS {
            let command = format!("move 2026-03-10 --to {to}{reason}");
            in_each_state(&command, |state, seen| {
                let is_on = seen.starts_with("on ") && seen.contains(expected);
                assert!(is_on, "{command} in {state}: {seen}");
                let reason = reason.trim_start_matches(" --reason ");
                let has = seen.ends_with(&format!("Some({reason:?})"));
                assert!(reason.is_empty() || has, "{command} in {state}: {seen}");
            });
        }
    }
}

#[test]
fn a_meeting_is_cancelled_skipped_or_postponed_in_every_state() {
    for (command, expected) in [
        ("cancel", "cancelled "),
        ("skip", "skipped "),
        ("postpone", "postponed "),
    ] {
        for reason in REASONS {
            let command = format!("{command} 2026-03-10{reason}");
            in_each_state(&command, |state, seen| {
                assert!(seen.starts_with(expected), "{command} in {state}: {seen}");
                let reason = reason.trim_start_matches(" --reason ");
                let has = seen.ends_with(&format!("Some({reason:?})"));
                assert!(reason.is_empty() || has, "{command} in {state}: {seen}");
            });
        }
    }
}

#[test]
fn what_was_done_to_a_plain_meeting_can_be_taken_back() {
    let commands = [
        "move 2026-03-10 --to 2026-03-12",
        "move 2026-03-10 --to 23:15",
        "move 2026-03-10 --to tbc",
        "cancel 2026-03-10",
        "skip 2026-03-10",
        "postpone 2026-03-10",
    ];
    for state in PLAIN {
        for command in commands {
            for reason in REASONS {
                let text = text_with(state);
                let before = made(&text, &[]);
                let command = format!("{command}{reason}");
                // A skipped meeting has no title, and no end.
                let Ok(steps) = of_text(&text, &request(&command)) else {
                    assert!(command.starts_with("skip") && !state.contains("x-room"));
                    continue;
                };
                let changed = made(&text, &steps);
                let restore = request("restore 2026-03-10");
                let steps = of_text(&changed, &restore).unwrap();
                assert_eq!(made(&changed, &steps), before, "{command}");
            }
        }
    }
}

#[test]
fn a_restored_meeting_is_valid() {
    for state in STATES {
        let mut text = text_with(state);
        // A meeting that moved and was then cancelled takes two.
        while let Ok(steps) = of_text(&text, &request("restore 2026-03-10")) {
            text = made(&text, &steps);
        }
        let seen = seen(&text);
        assert!(seen.starts_with("on 2026-03-10T18:30"), "{state}: {seen}");
    }
}

#[test]
fn an_event_keeps_its_length_when_it_moves() {
    let ends = [
        "start: 2026-03-10 18:30, end: '20:00'",
        "start: 2026-03-10 18:30, end: 2026-03-11 02:00",
        "start: 2026-03-10 18:30, end: midnight",
        "start: 2026-03-10 18:30, end: 24:00",
        "start: 2026-03-10 18:30, duration: 90m",
        "start: 2026-03-10 18:30, end: 2030",
        "start: 2026-03-10, end: 2026-03-12",
        "start: 2026-03-10, duration: 3d",
    ];
    let length = |text: &str| {
        let context = Context::new("2026-03-01T09:30:00Z".parse().unwrap());
        let (calendar, report) = crate::read(text, &context);
        let calendar = calendar.unwrap_or_else(|| panic!("{report:?}\n{text}"));
        let instance = calendar.events()[0].once().unwrap();
        let home = calendar.zone();
        instance.time().ends(home) - instance.time().begins(home)
    };
    for end in ends {
        let moves = [
            "2026-03-11",
            "2026-02-28",
            "23:00",
            "05:15",
            "'2026-03-13 12:00'",
        ];
        for to in moves {
            let text = format!("{CALENDAR}events:\n  - {{id: club, title: Club, {end}}}\n");
            let command = format!("move --to {to}");
            match of_text(&text, &request(&command)) {
                Ok(steps) => {
                    let after = made(&text, &steps);
                    assert_eq!(length(&after), length(&text), "{command}\n{after}");
                }
                Err(reason) => {
                    let is_whole = matches!(reason, Reason::TimeOfWholeDays { .. });
                    assert!(is_whole, "{command} of {end}: {reason}");
                }
            }
        }
    }
}

#[test]
fn a_meeting_before_all_others_can_change() {
    let context = Context::new("2026-01-01T09:30:00Z".parse().unwrap());
    let text = format!(
        "{CALENDAR}events:
  - id: club
    title: Book club
    start: 2026-01-13 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
    changes:
      2026-03-10:
        title: Poems
"
    );
    let edit = crate::edit::edit(&text, &request("skip 2026-02-10"), &context).unwrap();
    assert_eq!(
        edit.text,
        text.replace(
            "    changes:\n",
            "    changes:\n      2026-02-10:\n        skipped: true\n"
        )
    );
}

#[test]
fn a_reason_that_looks_like_true_or_false_is_seen_as_it_was_typed() {
    let context = Context::new("2026-01-01T09:30:00Z".parse().unwrap());
    let states = ["{}", "{cancelled: Snow}", "{skipped: true, reason: Easter}"];
    let commands = [
        "cancel 2026-03-10",
        "skip 2026-03-10",
        "postpone 2026-03-10",
    ];
    for state in states {
        for command in commands {
            for reason in ["yes", "No"] {
                let request = request(&format!("{command} --reason {reason}"));
                let edit = crate::edit::edit(&text_with(state), &request, &context);
                let seen = seen(&edit.unwrap().text);
                let is_seen = seen.ends_with(&format!("Some({reason:?})"));
                assert!(is_seen, "{command} in {state}: {seen}");
            }
        }
    }
}
