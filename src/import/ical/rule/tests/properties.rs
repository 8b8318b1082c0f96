//! Compares generated rules with the crate `rrule`, and sentences with what they mean.

use std::fmt::Write as _;

use chrono::{Datelike, Days, TimeDelta};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::recurrence::{End, RecurrenceRule};

/// How many dates are compared.
const MOST: u16 = 40;

const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A part with some of these numbers, or nothing.
fn part(name: &'static str, numbers: Vec<i32>) -> impl Strategy<Value = String> {
    let most = numbers.len().min(4);
    prop_oneof![
        2 => Just(String::new()),
        1 => subsequence(numbers, 1..=most).prop_map(move |some| {
            let some: Vec<String> = some.iter().map(ToString::to_string).collect();
            format!(";{name}={}", some.join(","))
        }),
    ]
}

fn signed(most: i32) -> Vec<i32> {
    (-most..=-1).chain(1..=most).collect()
}

/// Weekdays, all with ordinals or all without: together, the crate takes only what both have.
fn weekdays(ordinals: Vec<i32>) -> impl Strategy<Value = String> {
    let plain = subsequence(CODES.to_vec(), 1..=7).prop_map(|days| days.join(","));
    let numbered = prop::collection::vec((select(ordinals), select(CODES.to_vec())), 1..4);
    let numbered = numbered.prop_map(|days| {
        let days: Vec<String> = days
            .iter()
            .map(|(nth, day)| format!("{nth}{day}"))
            .collect();
        days.join(",")
    });
    prop_oneof![
        2 => Just(String::new()),
        2 => plain.prop_map(|days| format!(";BYDAY={days}")),
        1 => numbered.prop_map(|days| format!(";BYDAY={days}")),
    ]
}

fn plain_weekdays() -> impl Strategy<Value = String> {
    let days = subsequence(CODES.to_vec(), 0..=7);
    days.prop_map(|days| {
        if days.is_empty() {
            String::new()
        } else {
            format!(";BYDAY={}", days.join(","))
        }
    })
}

fn daily() -> impl Strategy<Value = String> {
    let month = part("BYMONTH", (1..=12).collect());
    let parts = (month, part("BYMONTHDAY", signed(31)), plain_weekdays());
    parts.prop_map(|(month, day, weekdays)| format!("FREQ=DAILY{month}{day}{weekdays}"))
}

fn weekly() -> impl Strategy<Value = String> {
    let parts = (
        part("BYMONTH", (1..=12).collect()),
        plain_weekdays(),
        select(CODES.to_vec()),
    );
    parts.prop_map(|(month, weekdays, week)| format!("FREQ=WEEKLY{month}{weekdays};WKST={week}"))
}

fn monthly() -> impl Strategy<Value = String> {
    let month = part("BYMONTH", (1..=12).collect());
    let parts = (month, part("BYMONTHDAY", signed(31)), weekdays(signed(5)));
    parts.prop_map(|(month, day, weekdays)| format!("FREQ=MONTHLY{month}{day}{weekdays}"))
}

fn yearly() -> impl Strategy<Value = String> {
    let month = part("BYMONTH", (1..=12).collect());
    let by_day = part("BYYEARDAY", signed(366));
    let by_week = (
        part("BYWEEKNO", signed(52)),
        plain_weekdays(),
        select(CODES.to_vec()),
    );
    let by_week = by_week.prop_map(|(week, days, first)| format!("{week}{days};WKST={first}"));
    let by_month = (month, part("BYMONTHDAY", signed(31)), weekdays(signed(5)));
    let by_month = by_month.prop_map(|(month, day, weekdays)| format!("{month}{day}{weekdays}"));
    prop_oneof![by_day, by_week, by_month].prop_map(|parts| format!("FREQ=YEARLY{parts}"))
}

/// A rule without an end.
fn patterns() -> impl Strategy<Value = String> {
    let interval = prop_oneof![2 => Just(1_u32), 1 => 2_u32..15];
    let positions = part("BYSETPOS", signed(5));
    let times = (
        part("BYHOUR", (0..24).collect()),
        part("BYMINUTE", (0..60).collect()),
    );
    let freq = prop_oneof![daily(), weekly(), monthly(), yearly()];
    (freq, interval, positions, times).prop_map(|(freq, interval, positions, (hours, minutes))| {
        // "It MUST only be used in conjunction with another BYxxx rule part."
        let positions = if freq.contains("BY") {
            positions
        } else {
            String::new()
        };
        format!("{freq};INTERVAL={interval}{positions}{hours}{minutes}")
    })
}

fn starts() -> impl Strategy<Value = NaiveDateTime> {
    (0_u64..365 * 50, 0_i64..24 * 60).prop_map(|(days, minutes)| {
        (date("1990-01-01") + Days::new(days)).and_time(chrono::NaiveTime::MIN)
            + TimeDelta::minutes(minutes)
    })
}

fn ends() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        (1_u32..50).prop_map(|count| format!(";COUNT={count}")),
        (0_u64..4000).prop_map(|days| {
            let until = date("2000-01-01") + Days::new(days);
            format!(";UNTIL={}T120000Z", until.format("%Y%m%d"))
        }),
    ]
}

/// Rules that look as programs write them, of which many have a sentence.
fn ordinary() -> impl Strategy<Value = String> {
    let days = || subsequence(CODES.to_vec(), 1..=7).prop_map(|days| days.join(","));
    let interval = prop_oneof![3 => Just(1_u32), 1 => 2_u32..13];
    let freq = prop_oneof![
        Just("FREQ=DAILY".to_owned()),
        days().prop_map(|days| format!("FREQ=DAILY;BYDAY={days}")),
        days().prop_map(|days| format!("FREQ=WEEKLY;BYDAY={days}")),
        (days(), select(CODES.to_vec()))
            .prop_map(|(days, week)| format!("FREQ=WEEKLY;WKST={week};BYDAY={days}")),
        Just("FREQ=MONTHLY".to_owned()),
        (select(CODES.to_vec()), select(signed(4)))
            .prop_map(|(day, nth)| format!("FREQ=MONTHLY;BYDAY={nth}{day}")),
        (days(), select(signed(2)))
            .prop_map(|(days, nth)| format!("FREQ=MONTHLY;BYDAY={days};BYSETPOS={nth}")),
        Just("FREQ=YEARLY".to_owned()),
    ];
    (freq, interval).prop_map(|(freq, interval)| format!("{freq};INTERVAL={interval}"))
}

proptest! {
    #[test]
    fn a_rule_gives_the_dates_that_the_rrule_crate_gives(
        pattern in patterns(), end in ends(), start in starts(),
    ) {
        let value = format!("{pattern}{end}");
        let text = format!("DTSTART:{}Z\nRRULE:{value}", start.format("%Y%m%dT%H%M%S"));
        // The crate refuses an UNTIL before the start.
        if let Ok(set) = text.parse::<::rrule::RRuleSet>() {
            let known = |date: &NaiveDateTime| date.year() < 2100;
            let expected = set.all(MOST).dates;
            let expected = expected.iter().map(chrono::DateTime::naive_utc).filter(known);
            let expected: Vec<NaiveDateTime> = expected.collect();
            let dates = rule(&value).dates_from(When::Utc(start.and_utc()));
            let dates: Vec<NaiveDateTime> = dates.take(expected.len().max(1)).collect();
            prop_assert_eq!(&dates, &expected, "{}", text);
        }
    }

    #[test]
    fn a_sentence_has_the_dates_of_its_rule(pattern in ordinary(), start in starts()) {
        // The first date of the rule, which may be none without a start.
        let Some(start) = rule(&pattern).pattern(start).next() else { return Ok(()) };
        if let Some(sentence) = rule(&pattern).sentence(start) {
            let ours = RecurrenceRule::parse(&sentence, start.date(), End::Never).unwrap();
            let ours: Vec<NaiveDate> = ours.dates_from(start.date()).take_while(|it| it.year() < 2100).take(2000).collect();
            let theirs = rule(&pattern).pattern(start).map(|date| date.date()).take(2000);
            prop_assert_eq!(theirs.collect::<Vec<_>>(), ours, "{}", sentence);
        }
    }

    #[test]
    fn the_form_in_which_we_publish_a_sentence_has_that_sentence(pattern in ordinary(), start in starts()) {
        let Some(start) = rule(&pattern).pattern(start).next() else { return Ok(()) };
        if let Ok(ours) = RecurrenceRule::parse(&pattern, start.date(), End::Never) {
            let sentence = rule(&pattern).sentence(start).map(|sentence| {
                RecurrenceRule::parse(&sentence, start.date(), End::Never).unwrap()
            });
            let dates = |rule: RecurrenceRule| rule.dates_from(start.date()).take(500).collect::<Vec<_>>();
            prop_assert_eq!(sentence.map(dates), Some(dates(ours)));
        }
    }

    #[test]
    fn no_value_panics(value in "[A-Z0-9=;,+-]{0,40}", freq in select(vec!["DAILY", "YEARLY"]), start in starts()) {
        let mut text = value;
        write!(text, ";FREQ={freq}").unwrap();
        if let Ok(rule) = SourceRule::parse(&text) {
            let _ = rule.sentence(start);
            let _ = rule.ends(When::Floating(start));
        }
    }
}
