//! A number → an events file with this many events, similar to one that a community has after many years.
//!
//! Guaranteed: the same number gives the same text, without errors or warnings. A tenth of the events are series with changes. Every event
//! has a description of a few sentences, a talk, a link, tags and a group: 850 bytes.

use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The current time when these files are read: 2026-06-15T12:00:00Z.
pub const NOW: i64 = 1_781_524_800;

const WORDS: [&str; 40] = [
    "the",
    "of",
    "community",
    "engineering",
    "talk",
    "about",
    "software",
    "delivery",
    "team",
    "service",
    "meeting",
    "open",
    "source",
    "and",
    "how",
    "we",
    "moved",
    "our",
    "platform",
    "to",
    "a",
    "shared",
    "place",
    "with",
    "people",
    "who",
    "care",
    "for",
    "what",
    "they",
    "publish",
    "in",
    "public",
    "accessibility",
    "testing",
    "café",
    "naïve",
    "“quoted”",
    "it, too",
    "step;",
];

const GROUPS: usize = 8;

/// Returns a file with this many events.
pub fn events(count: usize) -> String {
    with_descriptions(count, 4)
}

/// Returns a file with this many events, each with a description of `lines` lines of 20 words.
pub fn with_descriptions(count: usize, lines: usize) -> String {
    let mut made = Made(7);
    let mut text = "\
calendar:
  name: The calendar of a large community
  slug: large
  domain: large.example.org
  url: https://large.example.org
  timezone: Europe/London
  allow: [large-feed, overlap, ends-soon]

groups:
"
    .to_owned();
    for group in 0..GROUPS {
        writeln!(text, "  group-{group}: {{name: Group {group}}}").expect("a string");
    }
    text.push_str("\nevents:\n");
    let first = NaiveDate::from_ymd_opt(2021, 1, 4).expect("a Monday");
    for number in 0..count {
        let day = first + Days::new(made.below(2_500));
        made.event(&mut text, number, day, lines);
    }
    text
}

/// Pseudorandom numbers (`SplitMix64`).
struct Made(u64);

impl Made {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count)
            .filter_map(|_| WORDS.get(usize::try_from(self.below(WORDS.len() as u64)).ok()?))
            .copied()
            .collect();
        words.join(" ")
    }

    fn event(&mut self, text: &mut String, number: usize, day: NaiveDate, lines: usize) {
        let hour = 9 + self.below(8);
        let half = if self.below(2) == 0 { "00" } else { "30" };
        let group = self.below(GROUPS as u64);
        let (title, talk) = (self.words(5), self.words(6));
        write!(
            text,
            "  - id: event-{number}
    title: {title}
    start: {day} {hour:02}:{half}
    end: \"{:02}:30\"
    group: group-{group}
    format: virtual
    join: https://meet.example.org/{number}
    tags: [engineering, \"{}\"]
",
            hour + 1,
            if half == "00" {
                "open source"
            } else {
                "testing"
            },
        )
        .expect("a string");
        if number.is_multiple_of(10) {
            let weekday = match day.weekday() {
                Weekday::Mon => "Monday",
                Weekday::Tue => "Tuesday",
                Weekday::Wed => "Wednesday",
                Weekday::Thu => "Thursday",
                Weekday::Fri => "Friday",
                Weekday::Sat => "Saturday",
                Weekday::Sun => "Sunday",
            };
            let after = |days: u64| day + Days::new(days);
            write!(
                text,
                "    repeats: weekly on {weekday}
    until: {}
    changes:
      {}: {{moved_to: {}, reason: the room is taken}}
      {}: {{cancelled: nobody can come}}
",
                after(301),
                after(7),
                after(8),
                after(14),
            )
            .expect("a string");
        }
        text.push_str("    description: |\n");
        for _ in 0..lines {
            writeln!(text, "      {}.", self.words(20)).expect("a string");
        }
        write!(
            text,
            "    talks:
      - title: {talk}
        speakers: [A speaker]
    links:
      - {{title: Slides, url: https://large.example.org/slides/{number}}}
"
        )
        .expect("a string");
    }
}
