//! Events files of large communities, and hostile ones.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

/// The current time of the program: 1 December 2026.
pub(crate) const NOW: &str = "1796083200";

const HEAD: &str = "calendar:
  name: T
  slug: t
  domain: t.example.org
  url: https://t.example.org
  timezone: Europe/London
  allow: [large-feed, no-end]
events:
";

const WORDS: &str = "We meet to talk about the software that we make for each other and how it could be better than it is today. ";

fn day(from: (i32, u32, u32), days: u64) -> NaiveDate {
    let (year, month, day) = from;
    let first = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    first.checked_add_days(Days::new(days)).unwrap()
}

/// Returns daily series since 1970.
pub(crate) fn daily(count: usize) -> String {
    let mut text = HEAD.to_owned();
    for number in 0..count {
        let hour = 8 + number % 10;
        writeln!(
            text,
            "  - {{id: d{number}, title: Daily {number}, start: 1970-01-01 {hour:02}:00, duration: 1h, repeats: daily}}"
        )
        .unwrap();
    }
    text
}

/// Returns weekly series that began a year ago.
pub(crate) fn weekly(count: usize) -> String {
    let mut text = HEAD.to_owned();
    for number in 0..count {
        let hour = 8 + number % 10;
        writeln!(
            text,
            "  - {{id: w{number}, title: Weekly {number}, start: 2025-12-01 {hour:02}:00, duration: 1h, repeats: weekly on Monday}}"
        )
        .unwrap();
    }
    text
}

/// Returns events of three days each over fifteen years, like a public list of dances.
pub(crate) fn once(count: u64) -> String {
    let mut text = HEAD.to_owned();
    let words: String = WORDS.repeat(6).chars().take(560).collect();
    for number in 0..count {
        let (start, end) = (
            day((2014, 1, 1), number * 5_400 / count),
            day((2014, 1, 3), number * 5_400 / count),
        );
        writeln!(
            text,
            "  - id: e{number}
    title: Dance weekend number {number}
    start: {start}
    end: {end}
    location: Hall {hall}, Some Street, Some City
    url: https://dance.example.org/{number}
    tags: [ballroom, weekend]
    description: |
      {words}",
            hall = number % 300
        )
        .unwrap();
    }
    text
}

/// Returns conferences with eleven talks each.
pub(crate) fn conferences(count: u64) -> String {
    let mut text = HEAD.to_owned();
    let words: String = WORDS.repeat(4).chars().take(400).collect();
    for number in 0..count {
        let start = day((2006, 1, 1), number * 9);
        writeln!(
            text,
            "  - id: c{number}
    title: Conference {number}
    start: {start}
    location: City {number}
    talks:"
        )
        .unwrap();
        for talk in 0..11 {
            writeln!(
                text,
                "      - title: How talk {talk} of conference {number} was prepared
        speakers: [Speaker {talk}]
        abstract: |
          {words}
        video: https://video.example.org/{number}/{talk}"
            )
            .unwrap();
        }
    }
    text
}

/// Returns one event with one more line.
pub(crate) fn one(line: &str) -> String {
    format!("{HEAD}  - id: a\n    title: A\n    {line}\n    start: 2026-12-03\n")
}

/// Returns a daily series with one more line, and this many changes.
pub(crate) fn changes(line: &str, count: u64) -> String {
    let mut text = format!(
        "{HEAD}  - id: a\n    title: A\n    start: 2020-01-01\n    {line}\n    repeats: daily\n    changes:\n"
    );
    for number in 0..count {
        writeln!(text, "      {}: {{title: B}}", day((2020, 1, 1), number)).unwrap();
    }
    text
}

/// Returns events that share a long description by one anchor.
pub(crate) fn anchored(count: usize) -> String {
    let words = "word ".repeat(18_000);
    let mut text = format!("x-common: &common {{description: {words}}}\n{HEAD}");
    for number in 0..count {
        writeln!(
            text,
            "  - {{<<: *common, id: a{number}, title: A, start: 2026-12-03}}"
        )
        .unwrap();
    }
    text
}

/// Returns events that are all in the same groups, by an alias.
pub(crate) fn grouped(count: usize, groups: usize) -> String {
    let mut text = HEAD.replace("events:\n", "groups:\n");
    for group in 0..groups {
        writeln!(text, "  g{group}: {{name: G}}").unwrap();
    }
    text.push_str("events:\n");
    for number in 0..count {
        let groups = if number == 0 {
            format!("&all [{}]", list(groups, "g"))
        } else {
            "*all".to_owned()
        };
        writeln!(
            text,
            "  - {{id: a{number}, title: A, start: 2026-12-03, groups: {groups}}}"
        )
        .unwrap();
    }
    text
}

/// Returns events with the same dates under `also`, by an alias.
pub(crate) fn also(count: usize, dates: u64) -> String {
    let mut text = HEAD.to_owned();
    let listed: Vec<String> = (1..=dates)
        .map(|number| day((2026, 12, 3), number).to_string())
        .collect();
    for number in 0..count {
        let also = if number == 0 {
            format!("&all [{}]", listed.join(", "))
        } else {
            "*all".to_owned()
        };
        writeln!(
            text,
            "  - {{id: a{number}, title: A, start: 2026-12-03, also: {also}}}"
        )
        .unwrap();
    }
    text
}

/// Returns the items of a list, all different.
pub(crate) fn list(count: usize, letter: &str) -> String {
    let items: Vec<String> = (0..count)
        .map(|number| format!("{letter}{number}"))
        .collect();
    items.join(", ")
}

/// Returns one event with a key whose value is a list of this text.
pub(crate) fn nested(text: &str) -> String {
    one(&format!("x: [{{a: [{text}]}}]"))
}

/// Returns a JSON file in one line.
pub(crate) fn json(count: u64) -> String {
    let events: Vec<String> = (0..count)
        .map(|number| {
            format!(
                r#"{{"id": "e{number}", "title": "Meeting {number}", "start": "{}", "location": "Town hall", "description": "{WORDS}", "tags": ["a", "b"]}}"#,
                day((2026, 1, 1), number % 300)
            )
        })
        .collect();
    let calendar = r#"{"name": "T", "slug": "t", "domain": "t.example.org", "url": "https://t.example.org", "timezone": "Europe/London", "allow": ["large-feed"]}"#;
    format!(
        r#"{{"calendar": {calendar}, "events": [{}]}}"#,
        events.join(", ")
    )
}

/// Returns groups without events.
pub(crate) fn groups(count: usize) -> String {
    let mut text = HEAD.replace("events:\n", "groups:\n");
    for number in 0..count {
        writeln!(text, "  g{number}: {{name: G}}").unwrap();
    }
    text + "events: []\n"
}
