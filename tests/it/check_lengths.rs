//! Lengths of events that are probably mistakes: following each fix leaves no error.

use super::check::{calendar_of, date, instances_of, report_of};

fn report(keys: &str) -> String {
    report_of(&format!("  - {{id: a, title: A, {keys}}}\n"))
}

/// Returns the first line of a report, and its help.
fn told(keys: &str) -> String {
    let report = report(keys);
    let help = report.split("= help: ").nth(1).unwrap_or_default();
    format!(
        "{}\n{}",
        report.lines().next().unwrap_or_default(),
        help.trim_end()
    )
}

#[test]
fn an_end_that_is_the_last_date_of_a_series_belongs_under_until() {
    insta::assert_snapshot!(
        told("start: 2026-03-06 11:00, end: 2026-12-18 12:00, repeats: weekly on Friday"), @r"
    error[longer-than-interval]: the meeting of 2026-03-06 lasts until 2026-12-18 12:00, but the next begins on 2026-03-13
    did you mean `12:00`? `end` is the end of one meeting; write `until: 2026-12-18` for the last day of the series
    ");
    assert_eq!(
        report(
            "start: 2026-03-06 11:00, end: \"12:00\", repeats: weekly on Friday, until: 2026-12-18"
        ),
        ""
    );
}

#[test]
fn the_end_of_one_meeting_may_be_on_the_next_day() {
    insta::assert_snapshot!(
        told("start: 2026-03-07 21:00, end: 2026-12-20 02:00, repeats: weekly"), @r"
    error[longer-than-interval]: the meeting of 2026-03-07 lasts until 2026-12-20 02:00, but the next begins on 2026-03-14
    did you mean `2026-03-08 02:00`? `end` is the end of one meeting; write `until: 2026-12-19` for the last day of the series
    ");
    assert_eq!(
        report(
            "start: 2026-03-07 21:00, end: 2026-03-08 02:00, repeats: weekly, until: 2026-12-19"
        ),
        ""
    );
}

#[test]
fn a_last_day_of_a_series_of_whole_days_belongs_under_until() {
    insta::assert_snapshot!(
        told("start: 2026-03-06, end: 2026-12-18, repeats: every 2 weeks on Friday"), @r"
    error[longer-than-interval]: the meeting of 2026-03-06 lasts until 2026-12-18, but the next begins on 2026-03-20
    remove it; `end` is the end of one meeting; write `until: 2026-12-18` for the last day of the series
    ");
    assert_eq!(
        report("start: 2026-03-06, repeats: every 2 weeks on Friday, until: 2026-12-18"),
        ""
    );
}

#[test]
fn a_series_that_says_where_it_ends_needs_another_end_of_its_meetings() {
    insta::assert_snapshot!(
        told("start: 2026-03-02 18:00, end: 2026-03-05 10:00, repeats: weekly on Monday and Wednesday, until: 2026-12-30"), @r"
    error[longer-than-interval]: the meeting of 2026-03-02 lasts until 2026-03-05 10:00, but the next begins on 2026-03-04
    did you mean `2026-03-03 10:00`? `end` is the end of one meeting
    ");
    assert_eq!(
        report(
            "start: 2026-03-02 18:00, end: 2026-03-03 10:00, repeats: weekly on Monday and Wednesday, until: 2026-12-30"
        ),
        ""
    );
}

#[test]
fn a_duration_is_no_longer_than_the_interval() {
    insta::assert_snapshot!(told("start: 2026-03-02 18:00, duration: 26h, repeats: daily, count: 90"), @r"
    error[longer-than-interval]: the meeting of 2026-03-02 lasts until 2026-03-03 20:00, but the next begins on 2026-03-03
    write `duration: 24h` or less; the last day of the series is written under `until`
    ");
    assert_eq!(
        report("start: 2026-03-02 18:00, duration: 24h, repeats: daily, count: 90"),
        ""
    );
    insta::assert_snapshot!(told("start: 2026-03-02, duration: 9d, repeats: weekly, until: 2026-12-28"), @r"
    error[longer-than-interval]: the meeting of 2026-03-02 lasts until 2026-03-10, but the next begins on 2026-03-09
    write `duration: 7d` or less; the last day of the series is written under `until`
    ");
    assert_eq!(
        report("start: 2026-03-02, duration: 7d, repeats: weekly, until: 2026-12-28"),
        ""
    );
}

#[test]
fn a_series_of_one_date_lasts_as_long_as_it_likes() {
    assert_eq!(
        report(
            "start: 2026-03-02 18:00, duration: 26h, repeats: daily, count: 1, allow: [ends-soon]"
        ),
        ""
    );
}

#[test]
fn months_count_with_their_shortest() {
    assert!(report("start: 2026-03-01, duration: 28d, repeats: monthly on day 1").is_empty());
    let long = report("start: 2026-03-01, duration: 29d, repeats: monthly on day 1");
    assert!(long.starts_with("error[longer-than-interval]"), "{long}");
}

#[test]
fn an_end_in_a_later_year_may_be_meant_for_this_one() {
    insta::assert_snapshot!(told("start: 2026-03-26 18:30, end: 2027-03-26 20:00"), @r"
    warning[long-event]: it lasts 365 days, and hardly any single event lasts longer than 14
    did you mean `2026-03-26 20:00`? if this is intended, add `allow: [long-event]`
    ");
    insta::assert_snapshot!(told("start: 2026-03-26, end: 2027-03-28"), @r"
    warning[long-event]: it lasts 368 days, and hardly any single event lasts longer than 14
    did you mean `2026-03-28`? if this is intended, add `allow: [long-event]`
    ");
    assert_eq!(report("start: 2026-03-26 18:30, end: 2026-03-26 20:00"), "");
    assert_eq!(report("start: 2026-03-26, end: 2026-03-28"), "");
}

#[test]
fn an_end_in_an_earlier_year_may_be_meant_for_this_one_or_the_next() {
    insta::assert_snapshot!(told("start: 2026-03-26 18:30, end: 2025-03-26 20:00"), @r"
    error[end-before-start]: the end, `2025-03-26 20:00`, is not after the start, `2026-03-26 18:30`
    did you mean `2026-03-26 20:00`?
    ");
    insta::assert_snapshot!(told("start: 2026-03-26, end: 2025-03-28"), @r"
    error[end-before-start]: the last day, `2025-03-28`, is before the first, `2026-03-26`
    did you mean `2026-03-28`? `end` is the last day of the event; a single day needs none
    ");
    insta::assert_snapshot!(told("start: 2026-12-31 20:00, end: 2026-01-01 02:00"), @r"
    error[end-before-start]: the end, `2026-01-01 02:00`, is not after the start, `2026-12-31 20:00`
    did you mean `2027-01-01 02:00`?
    ");
}

#[test]
fn a_single_event_of_weeks_with_times_is_doubtful() {
    insta::assert_snapshot!(told("start: 2026-03-26 10:00, end: 2026-04-26 18:00"), @r"
    warning[long-event]: it lasts 31 days, and hardly any single event lasts longer than 14
    for whole days, leave out the times: `start: 2026-03-26` and `end: 2026-04-26`; for several meetings, write the first, and `repeats` with `until`; if this is intended, add `allow: [long-event]`
    ");
    for good in [
        "start: 2026-03-26, end: 2026-04-26",
        "start: 2026-03-26 10:00, end: 2026-04-09 10:00",
        "start: 2026-03-26 10:00, end: 2026-04-26 18:00, allow: [long-event]",
        "start: 2026-01-01, end: 2026-12-31",
    ] {
        assert_eq!(report(good), "", "{good}");
    }
}

#[test]
fn an_end_equal_to_the_start_is_to_be_left_out() {
    for (when, cured) in [
        (
            "start: 2026-03-26 18:30, end: \"18:30\"",
            "start: 2026-03-26 18:30, allow: [no-end]",
        ),
        (
            "start: 2026-03-26 18:30, end: 2026-03-26 18:30",
            "start: 2026-03-26 18:30, allow: [no-end]",
        ),
    ] {
        assert_eq!(
            told(when),
            "error[end-before-start]: the end is the same as the start, `2026-03-26 18:30`\nremove `end` if it is not known"
        );
        assert_eq!(report(cured), "");
    }
    let change = "start: 2026-03-05 18:30, end: \"20:00\", repeats: weekly, until: 2026-12-31, changes: {2026-03-12: {moved_to: \"19:00\", end: \"19:00\"}}";
    assert!(told(change).ends_with("\nremove `end` if it is not known"));
    assert_eq!(report(&change.replace(", end: \"19:00\"", "")), "");
}

#[test]
fn the_start_of_an_event_with_more_dates_can_be_moved_cancelled_or_changed() {
    let of = |change: &str| {
        instances_of(&format!(
            "  - {{id: a, title: A, start: 2026-03-07 10:00, end: \"12:00\", also: [2026-03-14], changes: {{2026-03-07: {change}}}}}\n"
        ))
    };
    insta::assert_snapshot!(of("{moved_to: 2026-03-08}"), @r"
    once: 2026-03-08 10:00 to 2026-03-08 12:00, a@books.example.org moved, A
    2026-03-14: 2026-03-14 10:00 to 2026-03-14 12:00, a.2026-03-14@books.example.org, A
    ");
    insta::assert_snapshot!(of("{cancelled: rain}"), @r"
    once: 2026-03-07 10:00 to 2026-03-07 12:00, a@books.example.org, CANCELLED: A (rain)
    2026-03-14: 2026-03-14 10:00 to 2026-03-14 12:00, a.2026-03-14@books.example.org, A
    ");
    insta::assert_snapshot!(of("{title: B, end: \"13:00\"}"), @r"
    once: 2026-03-07 10:00 to 2026-03-07 13:00, a@books.example.org, B
    2026-03-14: 2026-03-14 10:00 to 2026-03-14 12:00, a.2026-03-14@books.example.org, A
    ");
    insta::assert_snapshot!(of("{skipped: true}"), @"2026-03-14: 2026-03-14 10:00 to 2026-03-14 12:00, a.2026-03-14@books.example.org, A");
}

#[test]
fn an_event_of_which_each_date_is_skipped_is_an_error() {
    let report = report(
        "start: 2026-03-07, also: [2026-03-14], changes: {2026-03-07: {skipped: true}, 2026-03-14: {skipped: true}}",
    );
    assert!(report.starts_with("error[empty-series]"), "{report}");
}

#[test]
fn a_skipped_start_is_not_published_and_its_other_dates_are() {
    let calendar = calendar_of(
        "  - {id: a, title: A, start: 2026-03-07, also: [2026-03-14], changes: {2026-03-07: {skipped: the park is closed}}}\n",
    );
    let event = &calendar.events()[0];
    assert_eq!(
        event.skipped().collect::<Vec<_>>(),
        [(date("2026-03-07"), Some("the park is closed"))]
    );
    assert!(!event.is_scheduled());
}

#[test]
fn an_end_at_the_time_of_the_start_is_none_and_its_day_the_last_of_the_series() {
    insta::assert_snapshot!(
        told("start: 2026-03-06 11:00, end: 2026-12-18 11:00, repeats: weekly on Friday"), @r"
    error[longer-than-interval]: the meeting of 2026-03-06 lasts until 2026-12-18 11:00, but the next begins on 2026-03-13
    remove it; `end` is the end of one meeting; write `until: 2026-12-18` for the last day of the series
    ");
}

#[test]
fn the_last_day_of_a_series_is_one_of_its_dates() {
    let found = told("start: 2026-03-06 11:00, end: 2026-12-18 10:00, repeats: weekly on Friday");
    let help = "did you mean `2026-03-07 10:00`? `end` is the end of one meeting; write `until: 2026-12-18` for the last day of the series";
    assert!(found.ends_with(help), "{found}");
}

#[test]
fn an_end_that_is_the_last_of_some_extra_dates_is_that_of_one_meeting() {
    insta::assert_snapshot!(
        told("start: 2026-05-02 10:00, end: 2026-05-16 12:00, also: [2026-05-09, 2026-05-16]"), @r"
    error[longer-than-interval]: the meeting of 2026-05-02 lasts until 2026-05-16 12:00, but the next begins on 2026-05-09
    did you mean `12:00`? `end` is the end of one meeting
    ");
    insta::assert_snapshot!(
        told("start: 2026-05-02, end: 2026-05-09, also: [2026-05-09]"), @r"
    error[longer-than-interval]: the meeting of 2026-05-02 lasts until 2026-05-09, but the next begins on 2026-05-09
    remove it; `end` is the end of one meeting
    ");
    insta::assert_snapshot!(
        told("start: 2026-05-02, duration: 3d, also: [2026-05-04]"), @r"
    error[longer-than-interval]: the meeting of 2026-05-02 lasts until 2026-05-04, but the next begins on 2026-05-04
    write `duration: 2d` or less
    ");
    for good in [
        "start: 2026-05-02 10:00, end: \"12:00\", also: [2026-05-09, 2026-05-16]",
        "start: 2026-05-02, duration: 2d, also: [2026-05-04]",
        "start: 2026-05-02, duration: 3d, also: [2026-05-04], changes: {2026-05-04: {moved_to: 2026-05-12}}",
    ] {
        assert_eq!(report(good), "", "{good}");
    }
}

#[test]
fn a_change_that_makes_one_meeting_too_long_is_told_at_its_end() {
    let weekly = "start: 2026-03-06 11:00, end: \"12:00\", repeats: weekly, until: 2026-12-18";
    let changed = |change: &str| told(&format!("{weekly}, changes: {{2026-03-13: {change}}}"));
    let longer = "warning[past-neighbour]: it lasts to the day of the next meeting, which Outlook cannot store in a series: it is published as a separate event
write an end before `2026-03-20`; if this is intended, add `allow: [past-neighbour]`";
    assert_eq!(changed("{duration: 200h}"), longer);
    assert_eq!(changed("{end: 2026-03-21 11:00}"), longer);
    // Of two warnings, that of the length is about the mistake.
    let report = report(&format!(
        "{weekly}, changes: {{2026-03-13: {{duration: 400h}}}}"
    ));
    assert!(
        report.contains("warning[long-event]: it lasts 16 days"),
        "{report}"
    );
}

#[test]
fn one_meeting_takes_place_on_a_day() {
    let told = |rest: &str| {
        told(&format!("start: 2026-05-02 10:00, end: \"12:00\", {rest}"))
            .trim_end()
            .to_owned()
    };
    let taken = |day: &str, help: &str| {
        format!("error[duplicate-date]: the event takes place on {day} already\n{help}")
    };
    let either = "move one of the two elsewhere, or cancel it";
    let also = "also: [2026-05-09, 2026-05-16], changes:";
    for (changes, day, help) in [
        ("{2026-05-09: {moved_to: 2026-05-02}}", "2026-05-02", either),
        (
            "{2026-05-02: {moved_to: 2026-05-09}}",
            "2026-05-09",
            "that date is under `also`; move this one elsewhere, or cancel it",
        ),
        (
            "{2026-05-09: {moved_to: 2026-05-20}, 2026-05-16: {moved_to: 2026-05-20}}",
            "2026-05-20",
            either,
        ),
    ] {
        assert_eq!(told(&format!("{also} {changes}")), taken(day, help));
    }
    let beside = "repeats: weekly, also: [2026-05-05], until: 2026-05-30, changes:";
    assert_eq!(
        told(&format!(
            "{beside} {{2026-05-05: {{moved_to: 2026-05-09}}}}"
        )),
        taken("2026-05-09", either)
    );
    // The day is free: what was there is off, or elsewhere.
    for changes in [
        "{2026-05-02: {moved_to: 2026-05-09}, 2026-05-09: {skipped: true}}",
        "{2026-05-02: {moved_to: 2026-05-09}, 2026-05-09: {cancelled: true}}",
        "{2026-05-02: {moved_to: 2026-05-09}, 2026-05-09: {moved_to: 2026-05-02}}",
        "{2026-05-09: {moved_to: 2026-05-20}, 2026-05-16: {moved_to: 2026-05-09}}",
    ] {
        assert_eq!(told(&format!("{also} {changes}")), "", "{changes}");
    }
    let skipped = "{2026-05-05: {moved_to: 2026-05-09}, 2026-05-09: {skipped: true}}";
    assert_eq!(told(&format!("{beside} {skipped}")), "");
}
