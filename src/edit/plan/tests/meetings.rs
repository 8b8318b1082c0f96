use super::*;

fn with(change: &str) -> String {
    series(&format!("changes: {{2026-03-10: {change}}}"))
}

/// Puts the date of the change in front of each line.
fn steps_of(lines: &str) -> String {
    let lines = lines.lines();
    let lines = lines.map(|line| format!("changes / 2026-03-10 / {line}\n"));
    lines.collect()
}

#[test]
fn a_meeting_moves_to_another_day_or_time() {
    let cases = [
        ("2026-03-12", "moved_to: 2026-03-12"),
        ("'12 March 2026'", "moved_to: 2026-03-12"),
        ("14:00", "moved_to: 14:00"),
        ("1400", "moved_to: 14:00"),
        ("'2026-03-12 14:00'", "moved_to: 2026-03-12 14:00"),
        ("tbc", "moved_to: tbc"),
        (
            "2026-03-12 --reason 'Hall in use'",
            "moved_to: 2026-03-12\nreason: \"Hall in use\"",
        ),
    ];
    for (to, expected) in cases {
        let steps = planned(&series(""), &format!("move 2026-03-10 --to {to}"));
        assert_eq!(steps, steps_of(expected), "{to}");
    }
}

#[test]
fn a_meeting_is_named_by_its_date_or_by_the_day_to_which_it_moved() {
    let event = "{id: club, title: Club, start: 2026-01-13, repeats: monthly on the 2nd Tuesday,
     changes: {Tuesday 10 March 2026: {moved_to: 2026-03-12}}}";
    let expected = "changes / Tuesday 10 March 2026 / moved_to: 2026-03-13\n";
    let to = "--to 2026-03-13";
    assert_eq!(planned(event, &format!("move 2026-03-10 {to}")), expected);
    assert_eq!(planned(event, &format!("move 2026-03-12 {to}")), expected);
    assert_eq!(
        planned(event, "move 2026-04-14 --to 2026-04-15"),
        "changes / 2026-04-14 / moved_to: 2026-04-15\n"
    );
}

#[test]
fn a_date_of_the_series_comes_before_a_move_to_that_date() {
    let event =
        series("changes: {2026-03-10: {moved_to: 2026-04-14}, 2026-04-14: {skipped: true}}");
    assert_eq!(
        planned(&event, "cancel 2026-04-14"),
        "changes / 2026-04-14 / cancelled: true\nchanges / 2026-04-14 / remove skipped\n"
    );
}

#[test]
fn a_second_move_keeps_what_the_first_has_changed() {
    let moved = |change, to| planned(&with(change), &format!("move 2026-03-10 --to {to}"));
    let day = "{moved_to: 2026-03-12}";
    assert_eq!(moved(day, "14:00"), steps_of("moved_to: 2026-03-12 14:00"));
    assert_eq!(moved(day, "2026-03-13"), steps_of("moved_to: 2026-03-13"));
    let time = "{moved_to: \"14:00\", reason: Hall}";
    assert_eq!(
        moved(time, "2026-03-12"),
        steps_of("moved_to: 2026-03-12 14:00")
    );
    let both = "{moved_to: 2026-03-12 14:00}";
    assert_eq!(moved(both, "18:30"), steps_of("moved_to: 2026-03-12"));
    assert_eq!(moved(both, "2026-03-10"), steps_of("moved_to: 14:00"));
    assert_eq!(
        moved(both, "14:00"),
        "refused: the meeting has moved to 2026-03-12 14:00 already; there is nothing to change\n"
    );
    assert_eq!(
        moved(both, "14:00 --reason Hall"),
        steps_of("reason: \"Hall\"")
    );
}

#[test]
fn a_meeting_that_moves_takes_place() {
    let moved = |change| planned(&with(change), "move 2026-03-10 --to 2026-03-12");
    let cases = [
        ("{skipped: Snow}", "moved_to: 2026-03-12\nremove skipped"),
        (
            "{cancelled: true, reason: Snow, title: Poems}",
            "moved_to: 2026-03-12\nremove cancelled\nremove reason",
        ),
        ("{moved_to: tbc, reason: Snow}", "moved_to: 2026-03-12"),
        (
            "{moved_to: 2026-03-12, status: cancelled, reason: Snow}",
            "remove status\nremove reason",
        ),
        (
            "{status: postponed, reason: Snow}",
            "moved_to: 2026-03-12\nremove status",
        ),
        ("{status: tentative, reason: Snow}", "moved_to: 2026-03-12"),
    ];
    for (change, expected) in cases {
        assert_eq!(moved(change), steps_of(expected), "{change}");
    }
}

#[test]
fn the_length_of_a_meeting_stays_when_it_moves_and_when_it_returns() {
    let longer = with("{title: Poems, end: \"21:00\"}");
    assert_eq!(
        planned(&longer, "move 2026-03-10 --to 2026-03-12"),
        steps_of("moved_to: 2026-03-12")
    );
    assert_eq!(
        planned(&longer, "move 2026-03-10 --to 22:00"),
        steps_of("moved_to: 22:00\nend: 2026-03-11 00:30")
    );
    let moved = with("{moved_to: 2026-03-12 14:00, end: \"18:00\"}");
    for command in ["restore", "postpone"] {
        let expected = match command {
            "restore" => "end: 22:30\nremove moved_to",
            _ => "moved_to: tbc\nend: 22:30",
        };
        assert_eq!(
            planned(&moved, &format!("{command} 2026-03-10")),
            steps_of(expected)
        );
    }
    let night = with("{moved_to: 2026-03-12, end: 2026-03-13 01:00}");
    assert_eq!(
        planned(&night, "restore 2026-03-10"),
        steps_of("end: 2026-03-11 01:00\nremove moved_to")
    );
}

#[test]
fn a_move_that_makes_no_sense_is_refused() {
    let cases = [
        (
            "{title: Poems}",
            "--to 18:30",
            "the meeting is on 2026-03-10 18:30 already; there is nothing to change",
        ),
        (
            "{moved_to: 2026-03-12}",
            "--to 2026-03-10",
            "the meeting was planned for that time; to take its change back, use `calfeed restore club 2026-03-10`",
        ),
        (
            "{cancelled: true}",
            "--to '2026-03-10 18:30'",
            "the meeting was planned for that time; to take its change back, use `calfeed restore club 2026-03-10`",
        ),
        (
            "{title: Poems}",
            "--to 2026-04",
            "expected a new date or time, found `2026-04`, a month; write a date such as `2026-03-11`, a time such as `18:30`, both, or `tbc`",
        ),
        (
            "{title: Poems}",
            "--to 12/03/2026",
            "the new date: `12/03/2026` could mean 12 March 2026 or 3 December 2026; write `2026-03-12` or `2026-12-03`",
        ),
    ];
    for (change, to, expected) in cases {
        let refusal = planned(&with(change), &format!("move 2026-03-10 {to}"));
        assert_eq!(refusal, format!("refused: {expected}\n"), "{change} {to}");
    }
    let days = "{id: club, title: Club, start: 2026-01-13, repeats: weekly}";
    assert_eq!(
        planned(days, "move 2026-03-10 --to 14:00"),
        "refused: the event lasts whole days, so it has no time; write only a date\n"
    );
}

#[test]
fn a_series_needs_the_date_of_a_meeting() {
    let event = series("also: [2026-03-20], changes: {2026-04-14: {skipped: true}}");
    assert_eq!(
        planned(&event, "move --to 14:00"),
        "refused: this event is a series, so the date of the meeting is needed: `2026-03-10`, `2026-03-20`, `2026-05-12`, `2026-06-09` or `2026-07-14`; write, for example, `calfeed move club 2026-03-10`\n"
    );
    assert_eq!(
        planned(&event, "talk --title Binding"),
        "refused: this event is a series, so the date of the meeting is needed: `2026-02-10` or `2026-01-13`; write, for example, `calfeed talk club --date 2026-02-10`\n"
    );
    let one = "{id: club, title: Club, start: 2026-03-10, repeats: weekly, count: 1}";
    assert_eq!(
        planned(one, "postpone"),
        "refused: this event is a series, so the date of the meeting is needed; write `calfeed postpone club 2026-03-10`\n"
    );
}

#[test]
fn a_date_without_a_meeting_is_refused() {
    let cases = [
        (
            "2026-03-11",
            "nothing takes place on Wednesday 11 March 2026; the nearest dates are `2026-03-10` and `2026-04-14`",
        ),
        (
            "2025-12-09",
            "nothing takes place on Tuesday 9 December 2025; the nearest date is `2026-01-13`",
        ),
        (
            "'2026-03-10 18:30'",
            "expected the date of the meeting, found `2026-03-10 18:30`, a date with a time; write `2026-03-10`",
        ),
        (
            "2026",
            "expected the date of the meeting, found `2026`, a year; write a date such as `2026-10-22`",
        ),
        (
            "'10 March'",
            "the date of the meeting: the year is missing from `10 March`; write `<year>-03-10`",
        ),
        (
            "2026-02-30",
            "the date of the meeting: `2026-02-30` does not exist: February 2026 has 28 days; did you mean `2026-02-28`?",
        ),
    ];
    for (date, expected) in cases {
        let refusal = planned(&series(""), &format!("cancel {date}"));
        assert_eq!(refusal, format!("refused: {expected}\n"), "{date}");
    }
}

#[test]
fn the_start_of_an_event_with_more_dates_can_change() {
    let event = "{id: club, title: Club, start: 2026-05-02 10:00, also: [2026-05-09 11:00]}";
    assert_eq!(
        planned(event, "cancel 2026-05-02"),
        "changes / 2026-05-02 / cancelled: true\n"
    );
    assert_eq!(
        planned(event, "move 2026-05-09 --to 11:00"),
        "refused: the meeting is on 2026-05-09 11:00 already; there is nothing to change\n"
    );
}

#[test]
fn a_meeting_is_cancelled_with_or_without_a_reason() {
    let cases = [
        ("{title: Poems}", "", "cancelled: true"),
        ("{title: Poems}", "--reason Snow", "cancelled: \"Snow\""),
        (
            "{skipped: Holidays}",
            "--reason Snow",
            "cancelled: \"Snow\"\nremove skipped",
        ),
        (
            "{moved_to: tbc, reason: Wind}",
            "--reason Snow",
            "cancelled: true\nreason: \"Snow\"\nremove moved_to",
        ),
        ("{status: postponed}", "", "cancelled: true\nremove status"),
        (
            "{moved_to: 2026-03-12, reason: Wind}",
            "--reason Snow",
            "status: \"cancelled\"\nreason: \"Snow\"",
        ),
        ("{cancelled: true}", "--reason Snow", "cancelled: \"Snow\""),
        (
            "{cancelled: true, reason: Wind}",
            "--reason Snow",
            "reason: \"Snow\"",
        ),
        ("{cancelled: Wind}", "--reason Snow", "cancelled: \"Snow\""),
        ("{status: cancelled}", "--reason Snow", "reason: \"Snow\""),
    ];
    for (change, reason, expected) in cases {
        let steps = planned(&with(change), &format!("cancel 2026-03-10 {reason}"));
        assert_eq!(steps, steps_of(expected), "{change} {reason}");
    }
    for change in ["{cancelled: Snow}", "{cancelled: yes, reason: Snow}"] {
        for reason in ["", "--reason Snow"] {
            assert_eq!(
                planned(&with(change), &format!("cancel 2026-03-10 {reason}")),
                "refused: the meeting is cancelled already; there is nothing to change\n"
            );
        }
    }
}

#[test]
fn a_skipped_meeting_has_only_a_reason() {
    let cases = [
        ("{x-room: Hall}", "", "skipped: true"),
        ("{x-room: Hall}", "--reason Easter", "skipped: \"Easter\""),
        (
            "{moved_to: 2026-03-12, status: cancelled, reason: Snow}",
            "--reason Easter",
            "skipped: \"Easter\"\nremove moved_to\nremove reason\nremove status",
        ),
        ("{cancelled: Snow}", "", "skipped: true\nremove cancelled"),
        ("{skipped: true}", "--reason Easter", "skipped: \"Easter\""),
    ];
    for (change, reason, expected) in cases {
        let steps = planned(&with(change), &format!("skip 2026-03-10 {reason}"));
        assert_eq!(steps, steps_of(expected), "{change} {reason}");
    }
    assert_eq!(
        planned(&with("{skipped: Easter}"), "skip 2026-03-10"),
        "refused: the meeting is skipped already; there is nothing to change\n"
    );
    assert_eq!(
        planned(&with("{title: Poems, location: Hall}"), "skip 2026-03-10"),
        "refused: a skipped date has only a reason, and this date has `title` and `location`; use `calfeed cancel club 2026-03-10`, or first `calfeed unset club title --date 2026-03-10`\n"
    );
}

#[test]
fn a_postponed_meeting_has_no_date() {
    let cases = [
        ("{title: Poems}", "", "moved_to: tbc"),
        (
            "{moved_to: 2026-03-12, reason: Hall}",
            "--reason Snow",
            "moved_to: tbc\nreason: \"Snow\"",
        ),
        (
            "{cancelled: true, reason: Snow}",
            "",
            "moved_to: tbc\nremove cancelled\nremove reason",
        ),
        ("{moved_to: tbc}", "--reason Snow", "reason: \"Snow\""),
    ];
    for (change, reason, expected) in cases {
        let steps = planned(&with(change), &format!("postpone 2026-03-10 {reason}"));
        assert_eq!(steps, steps_of(expected), "{change} {reason}");
    }
    assert_eq!(
        planned(&with("{status: postponed}"), "postpone 2026-03-10"),
        "refused: the meeting is postponed already; there is nothing to change\n"
    );
}

#[test]
fn what_was_done_last_to_a_meeting_is_taken_back() {
    let cases = [
        (
            "{moved_to: 2026-03-12, reason: Hall, title: Poems}",
            "remove moved_to\nremove reason",
        ),
        ("{cancelled: Snow}", "remove cancelled"),
        (
            "{skipped: true, reason: Easter}",
            "remove skipped\nremove reason",
        ),
        ("{moved_to: tbc}", "remove moved_to"),
        (
            "{moved_to: 2026-03-12, status: cancelled, reason: Snow}",
            "remove status\nremove reason",
        ),
        (
            "{moved_to: 2026-03-12, status: tentative, reason: Hall}",
            "remove moved_to",
        ),
    ];
    for (change, expected) in cases {
        let steps = planned(&with(change), "restore 2026-03-10");
        assert_eq!(steps, steps_of(expected), "{change}");
    }
    assert_eq!(
        planned(&series(""), "restore 2026-03-10"),
        "refused: the meeting on Tuesday 10 March 2026 is not moved, cancelled, skipped or postponed\n"
    );
    assert_eq!(
        planned(&with("{title: Poems, talks: none}"), "restore 2026-03-10"),
        "refused: the meeting on Tuesday 10 March 2026 is not moved, cancelled, skipped or postponed, but has its own `title` and `talks`; to remove one, use `calfeed unset club title --date 2026-03-10`\n"
    );
}
