//! Any events file that is good, published and read back: two independent readers see what the calendar has.

use std::fmt::Write as _;

use calfeed::{Context, End, Feeds, RecurrenceRule, read};
use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::content::Component;
use crate::corpus::{now, revisions};
use crate::readers::{calcard, icalendar, ours, same};

/// Between nine and one there is no clock change anywhere, and calcard does not lose the last date of a series.
const HOURS: std::ops::Range<u32> = 9..13;

const ZONES: [&str; 8] = [
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Adelaide",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Europe/Dublin",
    "UTC",
];

const RULES: [&str; 10] = [
    "daily",
    "every 3 days",
    "every weekday",
    "weekly",
    "every 2 weeks",
    "monthly on the 2nd Tuesday",
    "monthly on the last Friday",
    "every 2 months on day 15",
    "yearly",
    "yearly on the 1st Monday of March",
];

/// A line of text as someone might write it, with what the format escapes in it.
fn line_of_text() -> impl Strategy<Value = String> {
    let special = [
        "\\",
        ";",
        ",",
        ":",
        "\"",
        "n",
        " ",
        "\\n",
        "ŵ",
        "日本",
        "👩‍💻",
        "é",
        "%",
        "#",
    ];
    let piece = prop_oneof![
        select(special.to_vec()).prop_map(str::to_owned),
        "[a-zA-Z]{1,9}"
    ];
    vec(piece, 0..40).prop_map(|pieces| format!("a{}", pieces.concat()))
}

/// A sentence and its first date on or after a day, how many dates it has, and whether it says so by its last.
fn series() -> impl Strategy<Value = (&'static str, u32, bool)> {
    (select(RULES.to_vec()), 1_u32..30, any::<bool>())
}

/// An event without its `id`, as YAML.
fn events() -> impl Strategy<Value = String> {
    let status = select(vec!["confirmed", "tentative", "cancelled"]);
    let places_and_kinds = subsequence((0..12).collect::<Vec<usize>>(), 0..=6);
    (
        (line_of_text(), line_of_text(), status),
        (0_u64..365 * 6, proptest::option::of(HOURS), 1_u32..4),
        select(ZONES.to_vec()),
        proptest::option::of(series()),
        (places_and_kinds, vec(0..6_u8, 6)),
    )
        .prop_map(
            |((title, place, status), (days, hour, length), zone, series, places_and_kinds)| {
                let mut day = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + Days::new(days);
                let mut parts = vec![
                    format!("title: {}", quoted(&title)),
                    format!("location: {}", quoted(&place)),
                    format!("status: {status}"),
                ];
                if let Some((sentence, count, by_date)) = series {
                    let dates = dates_of(sentence, day, count);
                    day = dates[0];
                    parts.push(format!("repeats: {sentence}"));
                    parts.push(if by_date {
                        format!("until: {}", dates[dates.len() - 1])
                    } else {
                        format!("count: {count}")
                    });
                    let places = places_and_kinds
                        .0
                        .iter()
                        .filter_map(|place| dates.get(*place));
                    let changes: Vec<String> = places
                        .zip(places_and_kinds.1)
                        .map(|(date, kind)| format!("{date}: {{{}}}", change(*date, kind, &title)))
                        .collect();
                    if !changes.is_empty() {
                        parts.push(format!("changes: {{{}}}", changes.join(", ")));
                    }
                }
                parts.push(match hour {
                    Some(hour) => {
                        format!("start: {day} {hour:02}:30, duration: {length}h, timezone: {zone}")
                    }
                    None => format!("start: {day}, duration: {length}d"),
                });
                parts.join(", ")
            },
        )
}

fn dates_of(sentence: &str, day: NaiveDate, count: u32) -> Vec<NaiveDate> {
    // A series begins on a date of its rule.
    let rule = (0..400).find_map(|days| {
        let start = day + Days::new(days);
        RecurrenceRule::parse(sentence, start, End::Count(count)).ok()
    });
    let rule = rule.unwrap();
    rule.dates_from(rule.start()).collect()
}

fn change(date: NaiveDate, kind: u8, title: &str) -> String {
    match kind {
        0 => "skipped: true".to_owned(),
        1 => "cancelled: true".to_owned(),
        2 => "moved_to: tbc".to_owned(),
        3 => format!("moved_to: {}", date + Days::new(1)),
        4 => format!("title: {}", quoted(&format!("{title}, and more"))),
        _ => "location: Elsewhere".to_owned(),
    }
}

/// As JSON has text, which YAML reads.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, max_global_rejects: 4096, ..ProptestConfig::default() })]

    #[test]
    fn two_readers_see_in_a_feed_what_the_calendar_has(events in vec(events(), 1..6)) {
        let mut text = String::from(
            "calendar: {name: A, slug: a, domain: a.example.org, url: https://a.example.org, timezone: Europe/Paris}\nevents:\n",
        );
        for (number, event) in events.iter().enumerate() {
            writeln!(text, "  - {{id: e-{number}, {event}}}").unwrap();
        }
        let (calendar, report) = read(&text, &Context::new(now()));
        // A move onto the next date, or a series of which nothing is left: refused, and no matter of the feed.
        prop_assume!(calendar.is_some());
        prop_assert!(!report.has_errors());
        let calendar = calendar.unwrap();
        let revisions = revisions();
        let feed = Feeds::new(&calendar, &revisions, calendar.url()).calendar();
        let window = || NaiveDate::from_ymd_opt(2021, 1, 1).unwrap()..NaiveDate::from_ymd_opt(2041, 1, 1).unwrap();
        let ours = ours(&calendar, window());
        same(&ours, &icalendar(feed.text(), window()), &text);
        same(&ours, &calcard(feed.text(), window()), &text);
        Component::read(feed.text());
    }
}
