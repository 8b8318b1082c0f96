//! Histories built from versions of a file, without git: properties over any sequence of commits, and the JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use calfeed::{Context, Feeds, History, read};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use crate::content::Component;
use crate::corpus::instant;
use crate::repository::HEAD;

/// An event in one of its forms: the variants of its id, title and schedule, its `updated` in hours, and the variant of its own UID.
type Form = (u8, u8, u8, Option<i64>, u8);

/// The published content by UID: SEQUENCE, and everything else.
type Published = BTreeMap<String, (i64, String)>;

/// A commit: the hours since the last one, the events, whether the file is broken, and whether the calendar is renamed.
type Commit = (i64, Vec<Form>, bool, bool);

fn begin() -> DateTime<Utc> {
    instant("2026-01-01T00:00:00Z")
}

fn written(events: &[Form], broken: bool, renamed: bool) -> String {
    // A zone without clock changes keeps the output short.
    let mut text = HEAD.replace("Europe/London", "Etc/UTC");
    if renamed {
        text = text.replace("Riverside", "Lakeside");
    }
    let mut seen = Vec::new();
    let mut uids = Vec::new();
    for (id, title, schedule, updated, uid) in events {
        if seen.contains(id) {
            continue;
        }
        seen.push(*id);
        let is_of = |other: &u8| events.iter().any(|(id, ..)| id == other);
        // A UID that no id gives, and UIDs that ids give, unless another event has them.
        let uid = match uid {
            1 => Some("shared@elsewhere.example".to_owned()),
            2..=4 if uid - 2 == *id || !is_of(&(uid - 2)) => {
                Some(format!("e{}@books.example.org", uid - 2))
            }
            _ => None,
        };
        let uid = uid.filter(|uid| !uids.contains(uid));
        let schedule = match schedule {
            0 => "start: 2026-01-05 18:00\n    end: \"19:00\"",
            1 => "start: 2026-01-12 18:00\n    end: \"19:00\"",
            2 => "start: 2026-01-05 18:00\n    end: \"19:00\"\n    repeats: weekly",
            3 => {
                "start: 2026-01-05 18:00\n    end: \"19:00\"\n    repeats: weekly\n    changes: {2026-01-12: {skipped: true}, 2026-01-19: {moved_to: \"20:00\"}}"
            }
            4 => "start: 2026-01-05 18:00\n    end: \"19:00\"\n    also: [2026-01-20]",
            5 => "start: 2026-02",
            _ => "start: 2026-01-20",
        };
        write!(
            text,
            "  - id: e{id}\n    title: Title {title}\n    {schedule}\n"
        )
        .unwrap();
        if let Some(uid) = uid {
            writeln!(text, "    uid: {uid}").unwrap();
            uids.push(uid);
        }
        if let Some(updated) = updated {
            let at = (begin() + TimeDelta::hours(*updated)).format("%Y-%m-%dT%H:%MZ");
            writeln!(text, "    updated: {at}").unwrap();
        }
    }
    if seen.is_empty() {
        text = text.replace("events:", "events: []");
    }
    if broken {
        text.push_str("  - id: E!\n");
    }
    text
}

/// Returns what the feed shows of each UID: its SEQUENCE, and everything except dates of the change.
fn shown(text: &str, history: &History) -> Option<BTreeMap<String, (i64, String)>> {
    let late = Context::new(instant("2090-01-01T00:00:00Z"));
    let calendar = read(text, &late).0?;
    let revisions = history.revisions();
    let feeds = Feeds::new(&calendar, &revisions, calendar.url());
    let root = Component::read(feeds.calendar().text());
    let mut shown: Published = BTreeMap::new();
    for event in root.all("VEVENT") {
        let sequence: i64 = event.value("SEQUENCE").parse().unwrap();
        let stamps = ["DTSTAMP", "LAST-MODIFIED", "SEQUENCE"];
        let rest = event
            .lines
            .iter()
            .filter(|line| !stamps.contains(&line.name.as_str()));
        let rest: Vec<String> = rest.map(|line| format!("{line:?}")).collect();
        let rest = rest.join("\n");
        let entry = shown
            .entry(event.value("UID").to_owned())
            .or_insert((sequence, String::new()));
        assert_eq!(entry.0, sequence, "an override says what its event says");
        entry.1.push_str(&rest);
    }
    Some(shown)
}

fn forms() -> impl Strategy<Value = Form> {
    (
        0..4_u8,
        0..3_u8,
        0..7_u8,
        proptest::option::weighted(0.2, -100..1500_i64),
        prop_oneof![3 => Just(0_u8), 2 => 1..5_u8],
    )
}

fn commits() -> impl Strategy<Value = Vec<Commit>> {
    let commit = (
        0..120_i64,
        proptest::collection::vec(forms(), 0..5),
        proptest::bool::weighted(0.15),
        proptest::bool::weighted(0.2),
    );
    proptest::collection::vec(commit, 2..14)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_falls_while_commits_keep_their_order(commits in commits()) {
        let mut history = History::default();
        let mut at = begin();
        let mut published: Published = BTreeMap::new();
        // The last committed version, if it is valid, with the latest instant that it names.
        let mut last: Option<(Published, DateTime<Utc>)> = None;
        for (hours, events, broken, renamed) in commits {
            at += TimeDelta::hours(hours);
            // An `updated` in the future is an error: it was published only if its time came before the next commit.
            if let Some((shown, latest)) = last.take() && latest <= at {
                published.extend(shown);
            }
            let text = written(&events, broken, renamed);
            prop_assert_eq!(history.note(&text, at), !broken);
            if broken {
                continue;
            }
            let now = shown(&text, &history).unwrap();
            for (uid, (sequence, what)) in &now {
                if let Some((before, was)) = published.get(uid) {
                    prop_assert!(sequence >= before, "{} fell from {} to {}", uid, before, sequence);
                    if what != was && !uid.contains('.') {
                        prop_assert!(sequence > before, "{} changed, and stayed at {}", uid, before);
                    }
                }
            }
            let updated = events.iter().filter_map(|(_, _, _, updated, _)| *updated).max();
            last = Some((now, updated.map_or(at, |hours| begin() + TimeDelta::hours(hours))));
        }
    }

    #[test]
    fn no_sequence_falls_even_where_clocks_are_wrong(
        commits in proptest::collection::vec((-500..500_i64, proptest::collection::vec(forms(), 0..5)), 2..14)
    ) {
        let mut history = History::default();
        let mut published: BTreeMap<String, i64> = BTreeMap::new();
        for (hours, mut events) in commits {
            for event in &mut events {
                event.3 = None;
            }
            let text = written(&events, false, false);
            prop_assert!(history.note(&text, begin() + TimeDelta::hours(hours)));
            for (uid, (sequence, _)) in shown(&text, &history).unwrap() {
                let before = published.insert(uid.clone(), sequence);
                prop_assert!(before.is_none_or(|before| sequence >= before), "{} fell", uid);
            }
        }
    }

    #[test]
    fn a_history_goes_on_from_its_json_as_it_would_have(commits in commits(), cut in 1..14_usize) {
        let mut history = History::default();
        let mut carried: Option<History> = None;
        let mut at = begin();
        for (index, (hours, events, broken, renamed)) in commits.into_iter().enumerate() {
            at += TimeDelta::hours(hours);
            let text = written(&events, broken, renamed);
            history.note(&text, at);
            if let Some(carried) = &mut carried {
                carried.note(&text, at);
                prop_assert_eq!(carried.revisions(), history.revisions());
                prop_assert_eq!(carried.to_json(), history.to_json());
            } else if index >= cut && !history.is_empty() {
                carried = Some(History::from_json(&history.to_json()).unwrap());
            }
        }
    }
}

#[test]
fn the_json_has_every_event_by_its_id_and_the_texts_that_they_stand_in() {
    let talk = "  - {id: talk, title: A talk, start: 2026-02-05}\n";
    let club = "  - {id: club, title: Book club, start: 2026-02-06}\n";
    let past = "  - {id: past, title: Long ago, start: 2021-02-06}\n";
    let mut history = History::default();
    history.note(
        &format!("{HEAD}{talk}{past}{club}"),
        instant("2026-02-01T10:00:00Z"),
    );
    history.note(&format!("{HEAD}{club}"), instant("2026-02-02T10:00:00Z"));
    insta::assert_snapshot!(history.to_json(), @r#"
    {
      "version": 2,
      "last_change": "2026-02-02T10:00:00Z",
      "events": [
        {
          "id": "club",
          "created": "2026-02-01T10:00:00Z",
          "last_change": "2026-02-01T10:00:00Z"
        }
      ],
      "removed": [
        {
          "id": "past",
          "created": "2026-02-01T10:00:00Z",
          "removed": "2026-02-02T10:00:00Z",
          "last_change": "2026-02-02T10:00:00Z",
          "file": null
        },
        {
          "id": "talk",
          "created": "2026-02-01T10:00:00Z",
          "removed": "2026-02-02T10:00:00Z",
          "last_change": "2026-02-02T10:00:00Z",
          "file": 0
        }
      ],
      "files": [
        "calendar:\n  name: Riverside Book Club\n  slug: riverside\n  domain: books.example.org\n  url: https://books.example.org\n  timezone: Europe/London\nevents:\n  - {id: talk, title: A talk, start: 2026-02-05}\n"
      ],
      "file": "calendar:\n  name: Riverside Book Club\n  slug: riverside\n  domain: books.example.org\n  url: https://books.example.org\n  timezone: Europe/London\nevents:\n  - {id: club, title: Book club, start: 2026-02-06}\n"
    }
    "#);
}

#[test]
fn what_is_not_such_json_is_refused_with_the_reason() {
    let mut history = History::default();
    let talk = "  - {id: talk, title: A talk, start: 2026-02-05}\n";
    history.note(&format!("{HEAD}{talk}"), instant("2026-02-01T10:00:00Z"));
    let good = history.to_json();
    assert!(History::from_json(&good).is_ok());
    let refused = |json: &str| History::from_json(json).unwrap_err().to_string();
    let with = |before: &str, after: &str| {
        assert!(good.contains(before));
        refused(&good.replace(before, after))
    };
    insta::assert_snapshot!(refused("[]"), @"this is not the output of `calfeed revisions`: invalid length 0, expected struct Versioned with 1 element at line 1 column 2");
    insta::assert_snapshot!(refused("events: []"), @"this is not the output of `calfeed revisions`: expected value at line 1 column 1");
    insta::assert_snapshot!(with("\"version\": 2", "\"version\": 1"), @"it has format version 1, but this calfeed reads versions 2 and 3; write it with the same release of calfeed");
    insta::assert_snapshot!(with("2026-02-01T10:00:00Z", "yesterday"), @"this is not the output of `calfeed revisions`: input contains invalid characters at line 3 column 28");
    insta::assert_snapshot!(with("\"id\": \"talk\"", "\"id\": \"other\""), @"the `file` in it has no event `other`");
    insta::assert_snapshot!(with("\"id\": \"talk\"", "\"id\": \"Talk\""), @"it has an invalid `id`: expected lower-case letters, digits and single hyphens, found `Talk`; write `talk`");
    insta::assert_snapshot!(with("title: A talk", "titel: A talk"), @"the `file` in it is not a valid events file");
    insta::assert_snapshot!(with("  - {id: talk", "  - {id: more, title: More, start: 2026}\\n  - {id: talk"), @"it has no dates for the event `more`");
    insta::assert_snapshot!(with("\"created\": \"2026", "\"created\": \"2035"), @"in it, `talk` was created after its last change; write it again with `calfeed revisions`");
    insta::assert_snapshot!(with("\"created\": \"2026", "\"created\": \"1969"), @"it has a time in the year 1969; years must be from 1970 to 9999");
    insta::assert_snapshot!(with("\"last_change\": \"2026-02-01T10:00:00Z\",\n  \"events", "\"last_change\": \"+10000-02-01T10:00:00Z\",\n  \"events"), @"it has a time in the year +10000; years must be from 1970 to 9999");
}
