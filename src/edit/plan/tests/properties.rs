use proptest::prelude::*;

use super::*;

/// Words that people type, and words that are near the limits of what can be read.
fn typed() -> impl Strategy<Value = String> {
    let words = [
        "2026-03-10",
        "2026-03-12 14:00",
        "14:00",
        "00:00",
        "23:59",
        "tbc",
        "2099-12-31",
        "2099-12-31 23:59",
        "1970-01-01",
        "9999-12-31",
        "2026-04",
        "2026",
        "midnight",
        "none",
        "yes",
        "true",
        "",
        "[]",
        "a,b",
        "2026-03-10T10:00Z",
        "12 March 2026",
        "talks",
        "start",
        "end",
        "x-a",
        "location",
    ];
    prop_oneof![
        4 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[0-9:. TZ-]{0,18}",
    ]
}

fn requests() -> impl Strategy<Value = Request> {
    let text = || proptest::option::of(typed());
    let id = || "club".to_owned();
    prop_oneof![
        (text(), typed(), text()).prop_map(move |(date, to, reason)| Request::Move {
            id: id(),
            date,
            to,
            reason
        }),
        (text(), text()).prop_map(move |(date, reason)| Request::Cancel {
            id: id(),
            date,
            reason
        }),
        (typed(), text()).prop_map(move |(date, reason)| Request::Skip {
            id: id(),
            date,
            reason
        }),
        (text(), text()).prop_map(move |(date, reason)| Request::Postpone {
            id: id(),
            date,
            reason
        }),
        text().prop_map(move |date| Request::Restore { id: id(), date }),
        (text(), typed(), typed()).prop_map(move |(date, key, value)| Request::Set {
            id: id(),
            date,
            key,
            value
        }),
        (text(), typed()).prop_map(move |(date, key)| Request::Unset {
            id: id(),
            date,
            key
        }),
    ]
}

/// Events whose values are as odd.
fn events() -> impl Strategy<Value = String> {
    let text = || typed().prop_map(|text| format!("{text:?}"));
    (text(), text(), text(), text(), 0..8).prop_map(|(start, end, key, to, kind)| {
        let rest = match kind {
            0 => String::new(),
            1 => format!(", repeats: weekly, changes: {{{key}: {{moved_to: {to}}}}}"),
            2 => format!(", also: [{key}, {to}]"),
            3 => format!(", repeats: {key}, until: {to}"),
            4 => format!(", repeats: daily, count: 99999, changes: {{{key}: {{cancelled: {to}}}}}"),
            5 => format!(", status: {key}, reason: {to}"),
            6 => format!(", repeats: weekly, changes: {{{key}: {{skipped: {to}, title: A}}}}"),
            _ => {
                format!(", repeats: daily, until: 2099-12-31, changes: {{{key}: {{status: {to}}}}}")
            }
        };
        format!("{{id: club, title: Club, start: {start}, end: {end}{rest}}}")
    })
}

proptest! {
    #[test]
    fn no_request_panics_and_each_is_answered(event in events(), request in requests()) {
        let text = format!("{CALENDAR}events:\n  - {event}\n");
        let read = document::read(&text).recovered;
        prop_assume!(!read.document.events.is_empty());
        let at = Whereabouts { file: "events.yaml", id: "club", line: None };
        match of_text(&text, &request) {
            Ok(steps) => {
                prop_assert!(!steps.is_empty());
                prop_assert!(by_hand(&steps, &read.document.events[0], &at).starts_with("in events.yaml, "));
                let first = steps[0].path().to_vec();
                prop_assert!(steps.iter().all(|step| step.path() == first));
            }
            Err(reason) => {
                let sentence = reason.to_string();
                prop_assert!(!sentence.is_empty() && !sentence.contains('\n'));
            }
        }
    }
}
