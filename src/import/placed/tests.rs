use std::fmt::Write as _;

use super::*;
use crate::import::entry::{Change, Details, Entry, Repeats};
use crate::import::{Header, ImportOptions, Source, import};

const SOURCE: &str = "BEGIN:VCALENDAR
BEGIN:VEVENT
UID:club@a.example
SUMMARY:Book club
DTSTART;TZID=Europe/London:20260113T183000
DTEND;TZID=Europe/London:20260113T200000
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
END:VCALENDAR
";

/// The events of the file, and what is said about them, after a mistake of the reader.
fn after(mistake: impl Fn(&mut Entry)) -> String {
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let source = Source {
        name: "old.ics",
        bytes: SOURCE.as_bytes(),
    };
    let mut imported = import(&[source], &ImportOptions::new(now)).unwrap();
    imported.entries.iter_mut().for_each(mistake);
    let header = Header {
        name: Some("A".to_owned()),
        url: Some("https://a.example".to_owned()),
        ..Header::default()
    };
    let file = imported.new_file(&header, &Context::new(now)).unwrap();
    let (_, events) = file.text.split_once("events:").unwrap();
    let mut out = events.to_owned();
    for (what, remarks) in [
        ("lost", &file.account.events),
        ("remark", &file.account.remarks),
    ] {
        for remark in remarks {
            let (line, reason) = (remark.line, &remark.reason);
            writeln!(out, "{what} {line}: {reason}").unwrap();
        }
    }
    out
}

#[test]
fn a_detail_that_is_refused_is_left_out_with_a_remark() {
    insta::assert_snapshot!(after(|entry| entry.details.url = Some("not here".to_owned())), @r#"

      - id: club
        title: Book club
        start: 2026-01-13 18:30
        end: "20:00"
        repeats: weekly on Tuesday
        count: 3
    remark 2: its `url` is left out: addresses have no spaces
    "#);
}

#[test]
fn an_event_that_is_refused_is_lost() {
    let rule = |entry: &mut Entry| {
        entry.repeats = Some(Repeats {
            rule: "every blue moon".to_owned(),
            until: None,
            count: None,
        });
    };
    insta::assert_snapshot!(after(rule), @r#"
     []
    lost 2: can't understand `every blue moon`
    "#);
}

#[test]
fn a_change_of_a_date_that_is_refused_is_lost_and_the_event_stays() {
    let change = |entry: &mut Entry| {
        let change = Change {
            is_skipped: true,
            ..Change::default()
        };
        entry.changes.insert("2026-01-14".parse().unwrap(), change);
    };
    insta::assert_snapshot!(after(change), @r#"

      - id: club
        title: Book club
        start: 2026-01-13 18:30
        end: "20:00"
        repeats: weekly on Tuesday
        count: 3
    lost 2: nothing takes place on Wednesday 14 January 2026
    "#);
}

#[test]
fn a_detail_of_one_date_that_is_refused_is_left_out_alone() {
    let change = |entry: &mut Entry| {
        let details = Details {
            location: Some("Hall".to_owned()),
            url: Some("not here".to_owned()),
            ..entry.details.clone()
        };
        let change = Change {
            details: Some(Box::new(details)),
            ..Change::default()
        };
        entry.changes.insert("2026-01-20".parse().unwrap(), change);
    };
    insta::assert_snapshot!(after(change), @r#"

      - id: club
        title: Book club
        start: 2026-01-13 18:30
        end: "20:00"
        repeats: weekly on Tuesday
        count: 3
        changes:
          2026-01-20: {location: Hall}
    remark 2: its `url` is left out: addresses have no spaces
    "#);
}
