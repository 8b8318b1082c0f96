//! Tests of [`SourceRule`]. `rfc` has the examples of the RFC, and `properties` compares with the crate `rrule`.

mod properties;
mod rfc;

use chrono::{NaiveDate, NaiveDateTime};

use super::*;
use crate::import::ical::times::When;
use crate::zone::Zone;

fn at(written: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(written, "%Y-%m-%d %H:%M").unwrap()
}

fn date(written: &str) -> NaiveDate {
    written.parse().unwrap()
}

fn rule(value: &str) -> SourceRule {
    SourceRule::parse(value).unwrap()
}

fn refusal(value: &str) -> String {
    SourceRule::parse(value).unwrap_err()
}

/// The first dates of a rule that begins at 18:30 in London, as `2026-01-05`.
fn first(value: &str, start: &str, count: usize) -> Vec<String> {
    let zone = Zone::parse("Europe/London").unwrap();
    let start = When::Zoned(zone, at(&format!("{start} 18:30")));
    let dates = rule(value).dates_from(start).take(count);
    dates.map(|it| it.date().to_string()).collect()
}

#[test]
fn case_spaces_and_empty_parts_mean_nothing() {
    let plain = rule("FREQ=MONTHLY;BYDAY=2TU");
    for other in [
        "freq=monthly;byday=2tu",
        "RRULE:FREQ=MONTHLY;BYDAY=2TU;",
        " FREQ = MONTHLY ; BYDAY = +2TU ",
        "FREQ=MONTHLY;;BYDAY=2TU,",
        "FREQ=MONTHLY;BYDAY=2TU;BYDAY=2TU",
        "FREQ=MONTHLY;BYDAY=2TU;BYMONTH=;BYSETPOS=",
        "FREQ=MONTHLY;INTERVAL=0;BYDAY=2TU",
        "FREQ=MONTHLY;BYDAY=2TU;COUNT=-1",
    ] {
        assert_eq!(rule(other), plain, "{other}");
    }
}

#[test]
fn what_is_no_rule_is_refused_in_words() {
    let refused = [
        ("", "its rule has no FREQ"),
        ("BYDAY=MO", "its rule has no FREQ"),
        ("FREQ=", "FREQ= is no frequency"),
        ("FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY is no frequency"),
        (
            "FREQ=HOURLY;INTERVAL=6",
            "it repeats several times a day (FREQ=HOURLY)",
        ),
        ("weekly", "`WEEKLY` is no part of a rule"),
        ("FREQ=DAILY;INTERVAL=two", "INTERVAL=TWO cannot be read"),
        ("FREQ=DAILY;COUNT=", "COUNT= cannot be read"),
        (
            "FREQ=DAILY;UNTIL=2026-01-05",
            "UNTIL=2026-01-05 cannot be read",
        ),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY=XX cannot be read"),
        ("FREQ=MONTHLY;BYDAY=54MO", "BYDAY=54MO cannot be read"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0 cannot be read"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-32",
            "BYMONTHDAY=-32 cannot be read",
        ),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13 cannot be read"),
        ("FREQ=DAILY;BYHOUR=24", "BYHOUR=24 cannot be read"),
        ("FREQ=WEEKLY;BYDAY=MO;BYDAY=TU", "its rule has BYDAY twice"),
        (
            "RSCALE=CHINESE;FREQ=YEARLY",
            "its rule has RSCALE, which counts by another calendar than the Gregorian one",
        ),
        (
            "FREQ=DAILY;X-EVERY=1",
            "its rule has X-EVERY, which only the program that wrote it knows",
        ),
        (
            "FREQ=DAILY;BYEASTER=0",
            "its rule has the unknown part BYEASTER",
        ),
    ];
    for (value, words) in refused {
        assert_eq!(refusal(value), words, "{value}");
    }
}

#[test]
fn a_start_off_the_rule_is_no_date_of_it_and_does_not_count() {
    assert_eq!(
        first("FREQ=WEEKLY;BYDAY=TU;COUNT=3", "2026-01-05", 9),
        ["2026-01-06", "2026-01-13", "2026-01-20"]
    );
}

#[test]
fn until_and_count_end_a_rule_whichever_is_first() {
    let both = "FREQ=DAILY;COUNT=3;UNTIL=20260131T000000Z";
    assert_eq!(first(both, "2026-01-05", 9).len(), 3);
    let both = "FREQ=DAILY;COUNT=30;UNTIL=20260107T000000Z";
    assert_eq!(first(both, "2026-01-05", 9), ["2026-01-05", "2026-01-06"]);
}

#[test]
fn a_rule_that_never_fires_ends() {
    assert!(first("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-05", 1).is_empty());
    assert!(first("FREQ=DAILY;BYYEARDAY=1;BYMONTH=6", "2026-01-05", 1).is_empty());
    assert!(first("FREQ=DAILY;BYSECOND=60", "2026-01-05", 1).is_empty());
    assert!(first("FREQ=YEARLY;INTERVAL=4294967295", "2026-01-05", 2).len() == 1);
}

#[test]
fn a_rule_ends_with_the_last_year_that_an_events_file_can_name() {
    let zone = Zone::parse("Europe/London").unwrap();
    let start = When::Zoned(zone, at("2026-01-05 18:30"));
    let last = rule("FREQ=MONTHLY").dates_from(start).last();
    assert_eq!(last, Some(at("2099-12-05 18:30")));
}

#[test]
fn a_sought_rule_gives_the_same_dates_without_the_early_ones() {
    let zone = Zone::parse("Europe/London").unwrap();
    let start = When::Zoned(zone, at("2000-02-29 18:30"));
    for value in [
        "FREQ=YEARLY",
        "FREQ=MONTHLY;INTERVAL=5",
        "FREQ=WEEKLY;INTERVAL=3",
        "FREQ=DAILY;INTERVAL=9",
    ] {
        let mut sought = rule(value).dates_from(start);
        sought.seek(date("2026-01-01"));
        let late = |date: &NaiveDateTime| *date >= at("2026-01-01 00:00");
        let found: Vec<_> = sought.by_ref().filter(late).take(5).collect();
        let all = rule(value).dates_from(start);
        assert_eq!(
            found,
            all.filter(late).take(5).collect::<Vec<_>>(),
            "{value}"
        );
    }
}

/// The sentence of a rule that begins on Thursday 26 March 2026 at 18:30.
fn said(value: &str) -> Option<String> {
    rule(value).sentence(at("2026-03-26 18:30"))
}

#[test]
fn what_means_the_same_as_a_sentence_is_said_by_it() {
    let sentences = [
        ("FREQ=DAILY", "daily"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "daily"),
        ("FREQ=DAILY;BYDAY=TH", "weekly on Thursday"),
        ("FREQ=DAILY;INTERVAL=14", "every 2 weeks on Thursday"),
        ("FREQ=WEEKLY", "weekly on Thursday"),
        ("FREQ=WEEKLY;WKST=SU", "weekly on Thursday"),
        (
            "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TH",
            "every 2 weeks on Thursday",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;WKST=TU;BYDAY=TH,FR",
            "every 2 weeks on Thursday and Friday",
        ),
        (
            "FREQ=WEEKLY;BYDAY=TH;BYHOUR=18;BYMINUTE=30;BYSECOND=0",
            "weekly on Thursday",
        ),
        ("FREQ=WEEKLY;BYDAY=4TH", "weekly on Thursday"),
        ("FREQ=MONTHLY", "monthly on day 26"),
        (
            "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=4",
            "monthly on the 4th Thursday",
        ),
        ("FREQ=MONTHLY;BYDAY=-1TH", "monthly on the last Thursday"),
        (
            "FREQ=MONTHLY;BYDAY=TH;BYMONTHDAY=22,23,24,25,26,27,28",
            "monthly on the 4th Thursday",
        ),
        (
            "FREQ=MONTHLY;BYDAY=2TH,4TH",
            "monthly on the 2nd and 4th Thursday",
        ),
        (
            "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=2,4",
            "monthly on the 2nd and 4th Thursday",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=26,26", "monthly on day 26"),
        ("FREQ=MONTHLY;INTERVAL=12", "yearly on 26 March"),
        ("FREQ=YEARLY", "yearly on 26 March"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=26", "yearly on 26 March"),
        (
            "FREQ=YEARLY;BYMONTH=3;BYDAY=4TH",
            "yearly on the 4th Thursday of March",
        ),
        (
            "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=-1TH",
            "monthly on the last Thursday",
        ),
        (
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=26",
            "every 3 months on day 26",
        ),
    ];
    let found = sentences.map(|(value, _)| (value, said(value)));
    let expected = sentences.map(|(value, sentence)| (value, Some(sentence.to_owned())));
    assert_eq!(found, expected);
}

#[test]
fn what_no_sentence_means_has_none() {
    for value in [
        "FREQ=DAILY;INTERVAL=2;BYDAY=TH,FR",
        "FREQ=WEEKLY;BYDAY=FR",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TH,SU",
        "FREQ=WEEKLY;BYDAY=TH;BYMONTH=3,4,5",
        "FREQ=WEEKLY;BYDAY=TH;BYHOUR=18,20",
        "FREQ=WEEKLY;BYDAY=TH;BYHOUR=19",
        "FREQ=MONTHLY;BYDAY=5TH",
        "FREQ=MONTHLY;BYDAY=TH;BYMONTHDAY=26",
        "FREQ=YEARLY;BYMONTH=3,4;BYDAY=4TH",
        "FREQ=YEARLY;BYYEARDAY=85",
        "FREQ=YEARLY;BYWEEKNO=13;BYDAY=TH",
    ] {
        assert_eq!(said(value), None, "{value}");
    }
    let leap = rule("FREQ=YEARLY").sentence(at("2024-02-29 18:30"));
    assert_eq!(leap, None);
    assert_eq!(rule("FREQ=MONTHLY").sentence(at("2026-01-31 18:30")), None);
}

#[test]
fn the_last_day_and_the_working_days_of_a_month_are_said() {
    let said = |value: &str, start: &str| rule(value).sentence(date(start)).unwrap();
    assert_eq!(
        said("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-03-31"),
        "monthly on the last day"
    );
    assert_eq!(
        said(
            "FREQ=MONTHLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=-1",
            "2026-03-31"
        ),
        "monthly on the last day"
    );
    assert_eq!(
        said("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "2026-04-01"),
        "monthly on the first working day"
    );
    assert_eq!(
        said(
            "FREQ=MONTHLY;BYDAY=FR,TH,WE,TU,MO;BYSETPOS=-1",
            "2026-03-31"
        ),
        "monthly on the last working day"
    );
}

/// Where a weekly rule ends that begins on Monday 5 January 2026 at 18:30 in London.
fn ends(end: &str) -> Ends {
    let zone = Zone::parse("Europe/London").unwrap();
    let start = When::Zoned(zone, at("2026-01-05 18:30"));
    rule(&format!("FREQ=WEEKLY;{end}")).ends(start)
}

#[test]
fn the_end_is_the_last_day_on_which_the_rule_may_have_a_date() {
    let on = |written: &str| Ends::On(date(written));
    assert_eq!(ends(""), Ends::Never);
    assert_eq!(ends("COUNT=10"), Ends::After(10));
    assert_eq!(ends("UNTIL=20260202T183000Z"), on("2026-02-02"));
    assert_eq!(ends("UNTIL=20260202T235959Z"), on("2026-02-02"));
    assert_eq!(ends("UNTIL=20260201T235959Z"), on("2026-02-01"));
    // Before the time of day of the start.
    assert_eq!(ends("UNTIL=20260202T182959Z"), on("2026-02-01"));
    assert_eq!(ends("UNTIL=20260202T000000Z"), on("2026-02-01"));
    assert_eq!(ends("UNTIL=20260202"), on("2026-02-01"));
    // In summer, 18:30 in London is 17:30 in UTC.
    assert_eq!(ends("UNTIL=20260706T173000Z"), on("2026-07-06"));
    assert_eq!(ends("UNTIL=20260706T183000"), on("2026-07-06"));
    assert_eq!(ends("COUNT=3;UNTIL=20260706T173000Z"), on("2026-01-19"));
    assert_eq!(ends("UNTIL=99991231T000000Z"), Ends::Never);
}

#[test]
fn an_end_before_the_start_leaves_no_date() {
    assert_eq!(ends("UNTIL=20260104T000000Z"), Ends::BeforeStart);
    assert_eq!(ends("UNTIL=20260105"), Ends::BeforeStart);
    assert_eq!(ends("COUNT=0"), Ends::BeforeStart);
}

#[test]
fn the_end_of_a_rule_of_whole_days_is_the_day_of_its_until() {
    let start = When::Date(date("2026-01-05"));
    let ends = |until: &str| rule(&format!("FREQ=WEEKLY;UNTIL={until}")).ends(start);
    assert_eq!(ends("20260202"), Ends::On(date("2026-02-02")));
    assert_eq!(ends("20260202T000000Z"), Ends::On(date("2026-02-02")));
    assert_eq!(ends("20260201T230000Z"), Ends::On(date("2026-02-01")));
}

#[test]
fn the_end_of_a_rule_with_rare_dates_is_found() {
    let start = When::Date(date("2024-02-29"));
    let ends = rule("FREQ=YEARLY;INTERVAL=3;UNTIL=20510101").ends(start);
    assert_eq!(ends, Ends::On(date("2051-01-01")));
}
