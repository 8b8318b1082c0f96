use calfeed::{End, Schedule, Series};

use super::check::{calendar_of, date, instances_of, report_of};

/// Calls `ask` with the only event of the calendar, which is a series.
fn series_of<T>(events: &str, ask: impl Fn(&Series) -> T) -> T {
    let calendar = calendar_of(events);
    match calendar.events().first().unwrap().schedule() {
        Schedule::Series(series) => ask(series),
        other => panic!("{other:?}"),
    }
}

/// A meeting on the 4th Thursday: in 2026 on 22 January, 26 February, 26 March, 23 April, 28 May and 25 June.
const LEAN_COFFEE: &str = "  - id: lean-coffee
    title: Lean Coffee
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
";

#[test]
fn a_series_gives_its_dates() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
}

#[test]
fn the_last_day_of_a_series_counts() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    until: 2026-03-26\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
}

#[test]
fn a_late_meeting_on_the_last_day_counts() {
    // In summer 23:30 in London is 22:30 in UTC; in New York it is the next day in UTC.
    let events = "  - {id: a, title: A, start: 2026-06-29 23:30, duration: 15m, repeats: daily, until: 2026-06-30, timezone: America/New_York}\n";
    insta::assert_snapshot!(instances_of(events), @r"
    2026-06-29: 2026-06-30 04:30 to 2026-06-30 04:45, a@books.example.org, A
    2026-06-30: 2026-07-01 04:30 to 2026-07-01 04:45, a@books.example.org, A
    ");
}

#[test]
fn a_first_date_that_is_skipped_moves_the_start_and_lowers_the_count() {
    let events = format!(
        "{LEAN_COFFEE}    count: 4\n    changes: {{2026-01-22: {{skipped: true}}, 2026-03-26: {{skipped: true}}}}\n"
    );
    insta::assert_snapshot!(instances_of(&events), @r"
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-04-23: 2026-04-23 11:00 to 2026-04-23 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
    series_of(&events, |series| {
        assert_eq!(series.rule().start(), date("2026-02-26"));
        assert_eq!(series.rule().end(), End::Count(3));
        assert_eq!(series.first().first_date(), date("2026-02-26"));
        assert!(series.exception_dates().eq([date("2026-03-26")]));
    });
}

#[test]
fn several_first_dates_that_are_skipped_lower_the_count_by_as_many() {
    let events = format!(
        "{LEAN_COFFEE}    count: 4\n    changes: {{2026-01-22: {{skipped: true}}, 2026-02-26: {{skipped: true}}}}\n"
    );
    insta::assert_snapshot!(instances_of(&events), @r"
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-04-23: 2026-04-23 11:00 to 2026-04-23 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
    series_of(&events, |series| {
        assert_eq!(series.rule().end(), End::Count(2));
        assert!(series.exception_dates().eq([]));
    });
}

#[test]
fn what_is_skipped_is_remembered_with_its_reason() {
    let calendar = calendar_of(&format!(
        "{LEAN_COFFEE}    changes: {{2026-02-26: {{skipped: half-term}}, 2026-03-26: {{skipped: true}}, 2026-04-23: {{skipped: true, reason: away day}}}}\n"
    ));
    let skipped: Vec<_> = calendar.events()[0].skipped().collect();
    assert_eq!(
        skipped,
        [
            (date("2026-02-26"), Some("half-term")),
            (date("2026-03-26"), None),
            (date("2026-04-23"), Some("away day")),
        ]
    );
}

#[test]
fn a_move_between_its_neighbours_stays_in_the_series() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n    changes: {{2026-02-26: {{moved_to: 2026-03-25}}}}\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-03-25 11:00 to 2026-03-25 12:00, lean-coffee@books.example.org moved, Lean Coffee
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
}

#[test]
fn a_move_to_another_time_stays_as_long() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n    changes: {{2026-02-26: {{moved_to: 14:30}}}}\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-02-26 14:30 to 2026-02-26 15:30, lean-coffee@books.example.org moved, Lean Coffee
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
}

#[test]
fn a_move_to_another_day_and_time_with_an_end() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n    changes: {{2026-02-26: {{moved_to: 2026-02-27 14:30, end: 17:00, reason: hall in use}}}}\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-02-27 14:30 to 2026-02-27 17:00, lean-coffee@books.example.org moved, Lean Coffee (hall in use)
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
}

#[test]
fn a_move_to_the_day_of_a_neighbour_stands_alone() {
    let events = format!(
        "{LEAN_COFFEE}    count: 3\n    changes: {{2026-02-26: {{moved_to: 2026-03-26 15:00}}}}\n"
    );
    insta::assert_snapshot!(instances_of(&events), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-03-26 15:00 to 2026-03-26 16:00, lean-coffee.2026-02-26@books.example.org moved, Lean Coffee
    ");
    series_of(&events, |series| {
        assert!(series.exception_dates().eq([date("2026-02-26")]));
        assert_eq!(series.overrides().count(), 0);
    });
}

#[test]
fn a_move_past_the_next_neighbour_stands_alone_with_its_date() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n    changes: {{2026-02-26: {{moved_to: 2026-03-27}}}}\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-03-27 11:00 to 2026-03-27 12:00, lean-coffee.2026-02-26@books.example.org moved, Lean Coffee
    ");
}

#[test]
fn a_move_before_the_last_neighbour_stands_alone_with_its_date() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n    changes: {{2026-02-26: {{moved_to: 2026-01-21}}}}\n")), @r"
    2026-02-26: 2026-01-21 11:00 to 2026-01-21 12:00, lean-coffee.2026-02-26@books.example.org moved, Lean Coffee
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
}

#[test]
fn the_first_may_move_as_early_and_the_last_as_late_as_it_likes() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n    changes: {{2026-01-22: {{moved_to: 2026-01-02}}, 2026-03-26: {{moved_to: 2026-12-01}}}}\n")), @r"
    2026-01-22: 2026-01-02 11:00 to 2026-01-02 12:00, lean-coffee@books.example.org moved, Lean Coffee
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-03-26: 2026-12-01 11:00 to 2026-12-01 12:00, lean-coffee@books.example.org moved, Lean Coffee
    ");
}

#[test]
fn a_first_that_stands_alone_leaves_the_series_to_begin_with_the_second() {
    let events = format!(
        "{LEAN_COFFEE}    count: 3\n    changes: {{2026-01-22: {{moved_to: 2026-02-27}}}}\n"
    );
    insta::assert_snapshot!(instances_of(&events), @r"
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-01-22: 2026-02-27 11:00 to 2026-02-27 12:00, lean-coffee.2026-01-22@books.example.org moved, Lean Coffee
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
    series_of(&events, |series| {
        assert_eq!(series.rule().start(), date("2026-02-26"));
        assert_eq!(series.rule().end(), End::Count(2));
        assert!(series.exception_dates().eq([]));
    });
}

#[test]
fn of_two_moves_that_cross_the_second_stands_alone() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n    changes: {{2026-02-26: {{moved_to: 2026-03-20}}, 2026-03-26: {{moved_to: 2026-03-10}}}}\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-03-26: 2026-03-10 11:00 to 2026-03-10 12:00, lean-coffee.2026-03-26@books.example.org moved, Lean Coffee
    2026-02-26: 2026-03-20 11:00 to 2026-03-20 12:00, lean-coffee@books.example.org moved, Lean Coffee
    ");
}

#[test]
fn two_moves_that_meet_on_one_day_leave_the_second_alone() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n    changes: {{2026-02-26: {{moved_to: 2026-03-20}}, 2026-03-26: {{moved_to: 2026-03-20 15:00}}}}\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-03-20 11:00 to 2026-03-20 12:00, lean-coffee@books.example.org moved, Lean Coffee
    2026-03-26: 2026-03-20 15:00 to 2026-03-20 16:00, lean-coffee.2026-03-26@books.example.org moved, Lean Coffee
    ");
}

#[test]
fn a_meeting_that_is_postponed_keeps_its_place() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 2\n    changes: {{2026-02-26: {{moved_to: tbc, reason: speaker ill}}}}\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 12:00, lean-coffee@books.example.org, POSTPONED: Lean Coffee (speaker ill)
    ");
}

#[test]
fn extra_dates_are_events_of_their_own() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 2\n    also: [2026-02-05, 2026-02-12 15:00]\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-05: 2026-02-05 11:00 to 2026-02-05 12:00, lean-coffee.2026-02-05@books.example.org, Lean Coffee
    2026-02-12: 2026-02-12 15:00 to 2026-02-12 16:00, lean-coffee.2026-02-12@books.example.org, Lean Coffee
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
}

#[test]
fn extra_dates_of_an_event_that_does_not_repeat() {
    insta::assert_snapshot!(instances_of("  - {id: a, title: A, start: 2026-05-02 10:00, duration: 2h, also: [2026-05-09, 2026-05-16 14:00]}\n"), @r"
    once: 2026-05-02 10:00 to 2026-05-02 12:00, a@books.example.org, A
    2026-05-09: 2026-05-09 10:00 to 2026-05-09 12:00, a.2026-05-09@books.example.org, A
    2026-05-16: 2026-05-16 14:00 to 2026-05-16 16:00, a.2026-05-16@books.example.org, A
    ");
}

#[test]
fn changes_of_extra_dates() {
    let events = format!(
        "{LEAN_COFFEE}    count: 1
    also: [2026-02-05, 2026-02-12 15:00, 2026-02-19, 2026-02-20]
    changes:
      2026-02-05: {{cancelled: no room}}
      2026-02-12: {{moved_to: 16:00}}
      2026-02-19: {{skipped: true}}
      2026-02-20: {{moved_to: 2026-03-20, title: Tea}}
"
    );
    insta::assert_snapshot!(instances_of(&events), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-05: 2026-02-05 11:00 to 2026-02-05 12:00, lean-coffee.2026-02-05@books.example.org, CANCELLED: Lean Coffee (no room)
    2026-02-12: 2026-02-12 16:00 to 2026-02-12 17:00, lean-coffee.2026-02-12@books.example.org moved, Lean Coffee
    2026-02-20: 2026-03-20 11:00 to 2026-03-20 12:00, lean-coffee.2026-02-20@books.example.org moved, Tea
    ");
}

#[test]
fn a_cancellation_has_its_reason_in_either_place() {
    let one = instances_of(&format!(
        "{LEAN_COFFEE}    count: 2\n    changes: {{2026-02-26: {{cancelled: no room}}}}\n"
    ));
    let other = instances_of(&format!(
        "{LEAN_COFFEE}    count: 2\n    changes: {{2026-02-26: {{cancelled: true, reason: no room}}}}\n"
    ));
    insta::assert_snapshot!(one, @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 12:00, lean-coffee@books.example.org, CANCELLED: Lean Coffee (no room)
    ");
    assert_eq!(one, other);
}

#[test]
fn yes_is_true() {
    for yes in ["true", "yes", "Yes", "on", "True"] {
        let events = format!(
            "{LEAN_COFFEE}    count: 1\n    changes: {{2026-01-22: {{cancelled: {yes}}}}}\n"
        );
        assert_eq!(
            instances_of(&events),
            "2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, CANCELLED: Lean Coffee"
        );
    }
}

#[test]
fn a_reason_may_look_like_a_number() {
    let events =
        format!("{LEAN_COFFEE}    count: 1\n    changes: {{2026-01-22: {{cancelled: 404}}}}\n");
    assert_eq!(report_of(&events), "");
}

#[test]
fn a_change_of_status() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n    changes: {{2026-01-22: {{status: tentative}}, 2026-02-26: {{status: cancelled, reason: no room}}}}\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, Lean Coffee (TBC)
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 12:00, lean-coffee@books.example.org, CANCELLED: Lean Coffee (no room)
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
}

#[test]
fn an_instance_of_a_cancelled_event_may_take_place() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 2\n    status: cancelled\n    reason: no facilitator\n    changes: {{2026-02-26: {{status: confirmed}}}}\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 12:00, lean-coffee@books.example.org, CANCELLED: Lean Coffee (no facilitator)
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
}

#[test]
fn a_change_of_the_end() {
    insta::assert_snapshot!(instances_of(&format!("{LEAN_COFFEE}    count: 3\n    changes: {{2026-01-22: {{end: 13:00}}, 2026-02-26: {{duration: 30m}}}}\n")), @r"
    2026-01-22: 2026-01-22 11:00 to 2026-01-22 13:00, lean-coffee@books.example.org, Lean Coffee
    2026-02-26: 2026-02-26 11:00 to 2026-02-26 11:30, lean-coffee@books.example.org, Lean Coffee
    2026-03-26: 2026-03-26 11:00 to 2026-03-26 12:00, lean-coffee@books.example.org, Lean Coffee
    ");
}

#[test]
fn a_change_of_details_leaves_the_others_as_they_are() {
    let calendar = calendar_of(&format!(
        "{LEAN_COFFEE}    location: Hall
    description: Bring a topic.
    tags: [agile]
    format: in-person
    changes:
      2026-02-26:
        title: Lean Tea
        join: https://meet.example.org/tea
        format: hybrid
        talks: [{{title: Tea, speakers: [Jo]}}]
"
    ));
    let event = &calendar.events()[0];
    let instance = event.instance(date("2026-02-26")).unwrap();
    let details = instance.details();
    assert_eq!(details.title(), "Lean Tea");
    assert_eq!(
        details.join().unwrap().as_str(),
        "https://meet.example.org/tea"
    );
    assert_eq!(details.form(), Some(calfeed::Form::Hybrid));
    assert_eq!(details.talks()[0].title(), "Tea");
    assert_eq!(details.location(), Some("Hall"));
    assert_eq!(details.description(), Some("Bring a topic."));
    assert_eq!(details.tags()[0].as_str(), "agile");
    assert_eq!(
        event.instance(date("2026-03-26")).unwrap().details(),
        event.details()
    );
}

#[test]
fn whole_days_repeat_move_and_last_as_long() {
    insta::assert_snapshot!(instances_of("  - id: weekend
    title: Reading weekend
    start: 2026-03-07
    end: 2026-03-08
    repeats: every 2 weeks on Saturday
    count: 3
    changes: {2026-03-21: {moved_to: 2026-03-28}, 2026-04-04: {end: 2026-04-06}}
"), @r"
    2026-03-07: 2026-03-07 00:00 to 2026-03-09 00:00, weekend@books.example.org, Reading weekend
    2026-03-21: 2026-03-28 00:00 to 2026-03-30 00:00, weekend@books.example.org moved, Reading weekend
    2026-04-04: 2026-04-04 00:00 to 2026-04-07 00:00, weekend@books.example.org, Reading weekend
    ");
}

#[test]
fn a_series_keeps_its_local_time_and_its_exact_length_across_a_clock_change() {
    insta::assert_snapshot!(instances_of("  - {id: a, title: A, start: 2026-03-22 00:30, end: 03:30, repeats: weekly, count: 2}\n"), @r"
    2026-03-22: 2026-03-22 00:30 to 2026-03-22 03:30, a@books.example.org, A
    2026-03-29: 2026-03-29 00:30 to 2026-03-29 04:30, a@books.example.org, A
    ");
}

#[test]
fn an_event_abroad_is_at_its_own_time() {
    insta::assert_snapshot!(instances_of("  - {id: a, title: A, start: 2026-03-12 09:00, duration: 1h, repeats: weekly, count: 4, timezone: America/New_York}\n"), @r"
    2026-03-12: 2026-03-12 13:00 to 2026-03-12 14:00, a@books.example.org, A
    2026-03-19: 2026-03-19 13:00 to 2026-03-19 14:00, a@books.example.org, A
    2026-03-26: 2026-03-26 13:00 to 2026-03-26 14:00, a@books.example.org, A
    2026-04-02: 2026-04-02 14:00 to 2026-04-02 15:00, a@books.example.org, A
    ");
}

#[test]
fn an_event_without_a_date_has_no_instance() {
    for start in ["2026-11", "2026", "tbc"] {
        let events = format!("  - {{id: a, title: A, start: {start}}}\n");
        assert_eq!(instances_of(&events), "");
        assert!(!calendar_of(&events).events()[0].is_scheduled());
    }
}

#[test]
fn a_warning_that_is_allowed_is_not_given() {
    let one = "  - {id: a, title: A, start: 2026-03-26 11:00, allow: [no-end]}\n";
    assert_eq!(report_of(one), "");
}

#[test]
fn the_groups_of_both_keys_count_once_each() {
    let calendar = calendar_of(
        "  - {id: a, title: A, start: 2026-03-26, group: b, groups: [c, b]}
groups:
  b: {name: B}
  c: {name: C}
",
    );
    let groups: Vec<_> = calendar.events()[0]
        .groups()
        .iter()
        .map(calfeed::Slug::as_str)
        .collect();
    assert_eq!(groups, ["b", "c"]);
}

#[test]
fn a_reason_stays_with_what_it_explains() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-03-29, repeats: weekly, count: 2, status: tentative, reason: room not booked yet, changes: {2026-04-05: {moved_to: 2026-04-06}}}\n"
    ), @r"
    2026-03-29: 2026-03-29 00:00 to 2026-03-30 00:00, a@books.example.org, A (TBC) (room not booked yet)
    2026-04-05: 2026-04-06 00:00 to 2026-04-07 00:00, a@books.example.org moved, A (TBC)
    ");
}
