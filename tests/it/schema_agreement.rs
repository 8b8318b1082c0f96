//! `check` and the schema, compared on the same files: `check` refuses whatever the schema refuses; and both refuse mistakes that can be
//! found without knowing the calendar.

use std::fs;

use calfeed::{EventTime, Kind, Zone, ZonedTime};
use chrono::NaiveDate;
use serde_json::json;

use crate::corpus::file;
use crate::schema::{checked, file_with, is_good, loaded, refusal, yaml_below};

/// Kinds that a schema can see in one value or one mapping, anywhere in the file.
const SEEN: [Kind; 12] = [
    Kind::UnknownKey,
    Kind::MissingKey,
    Kind::WrongType,
    Kind::BadChoice,
    Kind::BadSlug,
    Kind::ReservedSlug,
    Kind::BadDomain,
    Kind::BadContact,
    Kind::UnknownWarning,
    Kind::LineBreak,
    Kind::ControlCharacter,
    Kind::EmptyValue,
];

/// Returns the disagreement between `check` and the schema about a file.
fn disagreement(text: &str) -> Option<String> {
    let (calendar, report) = checked(text);
    let Some(value) = loaded(text) else {
        return calendar.map(|_| "check accepts what is no YAML".to_owned());
    };
    let refusal = refusal(&value);
    let names = report.diagnostics().iter().map(calfeed::Diagnostic::name);
    let seen: Vec<&str> = names
        .filter(|name| SEEN.iter().any(|kind| kind.name() == *name))
        .collect();
    match (calendar, refusal) {
        (Some(_), Some(refusal)) => Some(format!("only the schema refuses it: {refusal}")),
        (None, None) if !seen.is_empty() => Some(format!("only check says {seen:?}")),
        (_, _) => None,
    }
}

#[test]
fn check_and_schema_agree_about_every_file() {
    let mut names = vec![file("events.yaml").to_str().unwrap().to_owned()];
    names.extend(yaml_below(&file("examples/events")));
    names.extend(yaml_below(&file("tests/it/cases")));
    let disagreements: Vec<String> = names
        .iter()
        // The schema cannot be applied to a file that is not UTF-8.
        .filter_map(|name| Some((name, fs::read_to_string(name).ok()?)))
        .filter_map(|(name, text)| Some(format!("{name}: {}", disagreement(&text)?)))
        .collect();
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}

/// The valid file with every key, changed in one place after another, the same way each time.
#[test]
fn what_check_accepts_after_a_slip_of_the_keyboard_the_schema_accepts() {
    let text = fs::read_to_string(file("tests/it/cases/every-key.yaml")).unwrap();
    let characters: Vec<char> = text.chars().collect();
    let mut seed = 20_260_201_u64;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let mut accepted = 0;
    for _ in 0..300 {
        let at = random(characters.len());
        let mut changed = characters.clone();
        match random(3) {
            0 => drop(changed.remove(at)),
            1 => changed.insert(at, characters[at]),
            _ => changed[at] = ['1', '0', '-', 'a', 'T', ' ', '.', ','][random(8)],
        }
        let changed: String = changed.into_iter().collect();
        let (Some(value), true) = (loaded(&changed), is_good(&changed)) else {
            continue;
        };
        accepted += 1;
        assert_eq!(refusal(&value), None, "{changed}");
    }
    assert!(accepted > 50, "{accepted}");
}

/// A file with one event that has this line, in place of its own with the same key.
fn with_line(line: &str) -> String {
    let base = [
        "id: book-club",
        "title: Book club",
        "start: 2026-01-13 18:30",
    ];
    let key = line.split(':').next().unwrap();
    let is_other = |other: &&&str| !other.starts_with(&format!("{key}:"));
    let mut event: Vec<&str> = base.iter().filter(is_other).copied().collect();
    event.push(line);
    if ["until", "count", "changes"].contains(&key) {
        event.push("repeats: weekly");
    }
    format!("{}  - {}\n", crate::check::TOP, event.join("\n    "))
}

/// Tests that `check` and the schema both accept these lines of an event, or both refuse them.
fn both(lines: &[&str], good: bool) {
    for line in lines {
        let text = with_line(line);
        let (_, report) = checked(&text);
        assert_eq!(is_good(&text), good, "{line}: {:#?}", report.diagnostics());
        let refusal = refusal(&loaded(&text).unwrap());
        assert_eq!(refusal.is_none(), good, "{line}: {refusal:?}");
    }
}

#[test]
fn values_that_look_like_something_else_are_text() {
    both(
        &[
            "title: 2025",
            "title: 1.5",
            "title: true",
            "title: no",
            "id: 2025",
            "id: true",
            "tags: [2025, true, 1e3]",
            "start: 2026",
            "start: \"2026\"",
            "start: 2026-11",
            "start: TBC",
            "format: Virtual",
            "format: In person",
            "format: face to face",
            "format: online",
            "status: TBC",
            "status: Canceled",
            "shows_as: Free",
            "price: 0",
            "price: 0.00",
            "price: \"0\"",
            "price: FREE",
            "price: £5, students £3",
            "price: $5",
            "start: \" 2026-01-13T9:30 \"",
            "end: 20:00",
            "end: \"20:00\"",
            "end: 2026-01-13 20:00",
            "start: 13 January 2026 6.30pm",
            "start: Tuesday 13th January 2026, 18:30",
            "start: January 2026",
            "start: 2026-01-13 at 6pm",
            "end: 8pm",
            "end: 20.30",
            "end: 2030",
            "end: midnight",
            "end: 9 p.m.",
            "duration: 2 hours",
            "duration: 1.5 hours",
            "duration: half an hour",
            "duration: 1 hour and 30 minutes",
            "until: 31 December 2026",
            "also: [1 February 2026, 2 February 2026 at noon]",
            "changes: {20 January 2026: {moved_to: 7pm}}",
            "changes: {2026-01-20: {moved_to: 1930}}",
            "format: Online",
            "format: face to face",
            "status: TBC",
            "status: canceled",
            "duration: 1h 30m",
            "duration: 0d1h",
            "count: 10",
            "count: \"10\"",
            "until: 2026-12-31",
            "also: [2026-02-01, 2026-02-02 10:00]",
            "also:",
            "talks:",
            "changes:",
            "changes: {2026-01-20: {skipped: true}}",
            "changes: {2026-01-20: {cancelled: 2025}}",
            "changes: {2026-01-20: {cancelled: \"yes\"}}",
            "updated: 2026-01-05T10:00:30 Z",
            "contact: mailto:Ünal+x@Example.org",
            "contact: HTTPS://example.org:8080",
            "url: http://[::1]:80/?q=ü#x",
        ],
        true,
    );
}

/// YAML 1.1 reads these words as true and false, and 11:00 as 660.
#[test]
fn what_older_yaml_takes_for_something_else_is_what_it_looks_like() {
    for word in ["no", "No", "yes", "on", "off", "y", "n"] {
        let event = format!("{{id: a, title: {word}, start: 2026-01-13 10:00, end: 11:00}}");
        let (calendar, report) = checked(&format!("{}  - {event}\n", crate::check::TOP));
        let calendar = calendar.unwrap_or_else(|| panic!("{:#?}", report.diagnostics()));
        let day = NaiveDate::from_ymd_opt(2026, 1, 13).unwrap();
        let instances = calendar.instances(day, day.succ_opt().unwrap());
        let [instance] = &instances[..] else {
            panic!("{instances:?}");
        };
        assert_eq!(instance.details().title(), word);
        let EventTime::Zoned { start, end } = instance.time() else {
            panic!("{:?}", instance.time());
        };
        let clock = |time: ZonedTime| time.local().format("%H:%M").to_string();
        assert_eq!([start, end].map(clock), ["10:00", "11:00"]);
    }
}

#[test]
fn values_of_a_wrong_form_are_refused_by_both() {
    both(
        &[
            "title:",
            "title: \" \"",
            "title: \"one\\ntwo\"",
            "title: \"a\\x07b\"",
            "title: [one]",
            "id: Book Club",
            "id: book--club",
            "id: -1",
            "start: 1969",
            "start: 2100",
            "start: <2026-01-13 18:30>",
            "end: \"<20:00>\"",
            "duration: 90",
            "duration: <2h>",
            "timezone: GMT",
            "timezone: Etc/GMT+1",
            "repeats: <monthly on the 2nd Tuesday>",
            "repeats: 14",
            "repeats: [weekly]",
            "count: 0",
            "count: ten",
            "until: 2026",
            "also: 2026-02-01",
            "changes: {<2026-01-20>: {skipped: true}}",
            "changes: {skipped: true}",
            "changes: {2026-01-20: {skipped: false}}",
            "changes: {2026-01-20: {skipped: no}}",
            "changes: {2026-01-20: {moved_to: <2026-02-12>}}",
            "status: delayed",
            "uid:",
            "uid: [a]",
            "uid: \"a\\tb\"",
            "format: seminar",
            "reason: yes",
            "join: meet.example.org",
            "join: https://user@example.org",
            "contact: someone",
            "allow: [no-such-warning]",
            "colour: red",
        ],
        false,
    );
}

/// People have many spellings for dates, times, lengths and rules, so the schema leaves them to `check`.
#[test]
fn how_dates_times_lengths_and_rules_are_written_only_check_knows() {
    for line in [
        "start: 2026-13",
        "start: 2026-1-13",
        "start: 2026-01-13 24:00",
        "end: 8 o'clock",
        "duration: 30m1h",
        "repeats: every blue moon",
        "also: [tbc]",
        "changes: {2026-1-20: {skipped: true}}",
        "changes: {2026-01-20: {moved_to: 2026-02}}",
        "updated: yesterday",
    ] {
        let text = with_line(line);
        assert!(!is_good(&text), "{line}");
        assert_eq!(refusal(&loaded(&text).unwrap()), None, "{line}");
    }
}

#[test]
fn every_zone_that_is_known_has_the_form_of_one() {
    let event = json!({"id": "book-club", "title": "Book club", "start": "2026-01-13 18:30"});
    for zone in chrono_tz::TZ_VARIANTS.map(chrono_tz::Tz::name) {
        let value = file_with(&json!({"timezone": zone}), &event);
        assert_eq!(
            Zone::parse(zone).is_ok(),
            refusal(&value).is_none(),
            "{zone}"
        );
    }
}

#[test]
fn every_way_of_saying_a_rule_is_accepted() {
    let sentences = [
        "daily",
        "every day",
        "Every Weekday",
        "every other day",
        "WEEKLY ON THE MONDAY, the Wednesday, and Fri",
        "every other tues",
        "every two weeks on weds and thurs",
        "fortnightly on Sundays",
        "the 15th of the month",
        "day 15 of each month",
        "on the 4th Thursday of every month",
        "every 3 months on 1st Sat",
        "Mon–Fri",
        "Thursday’s",
        "monthly (1st & 3rd Thurs.)",
        "annually",
        "yearly on the 2nd Saturday in June",
        "yearly on Sept 5th",
        "every 12 years on 29 of May",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=MO;",
        "bysetpos=-1;freq=monthly;byday=fr",
        "FREQ=MONTHLY;BYDAY=+1TU",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5",
    ];
    let typed = crate::typed_rules::READ.lines();
    for sentence in sentences
        .into_iter()
        .chain(typed.map(str::trim))
        .filter(|it| !it.is_empty())
    {
        // Some day of a year is on the rule.
        let year = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let good = year.iter_days().take(365).map(|day| {
            let event =
                json!({"id": "a", "title": "A", "start": day.to_string(), "repeats": sentence});
            file_with(&json!({}), &event)
        });
        let good = good.into_iter().find(|file| is_good(&file.to_string()));
        let good = good.unwrap_or_else(|| panic!("`{sentence}` is no rule"));
        assert_eq!(refusal(&good), None, "{sentence}");
    }
}
