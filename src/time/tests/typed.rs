use super::*;

/// What each text is read as, in the form of the reference.
#[track_caller]
fn all_mean(meaning: &str, texts: &[&str]) {
    for text in texts {
        let moment = Moment::parse(text).map(Moment::written);
        assert_eq!(moment.as_deref(), Ok(meaning), "{text}");
    }
}

/// What is to be written for `start: TEXT` in an event without an end and a place.
fn as_start(text: &str) -> String {
    let problem = Moment::parse(text).unwrap_err();
    with_keys(problem, "start", |_| false).to_string()
}

fn as_end(text: &str) -> String {
    match Moment::parse_end(text, date("2025-03-27").and_hms_opt(9, 0, 0).unwrap()) {
        Ok(moment) => moment.written(),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn a_time_may_be_of_the_clock_of_twelve_hours() {
    all_mean(
        "11:00",
        &["11am", "11 am", "11:00am", "11.00 AM", "11 a.m.", "at 11am"],
    );
    all_mean("13:30", &["1.30pm", "1:30 p.m.", "13.30", "13h30"]);
}

#[test]
fn noon_has_several_names() {
    all_mean(
        "12:00",
        &["noon", "midday", "12 noon", "12pm", "12:00 midday", "12.00"],
    );
}

#[test]
fn seconds_of_zero_change_nothing() {
    all_mean("11:00", &["11:00:00"]);
    all_mean("2025-03-27 11:00", &["2025-03-27 11:00:00"]);
}

#[test]
fn a_date_may_have_its_month_as_a_word() {
    let texts = [
        "27 March 2025",
        "27th March 2025",
        "27th of March, 2025",
        "March 27, 2025",
        "2025 March 27",
        "27-Mar-2025",
        "Thursday 27 March 2025",
        "Thurs 27 Mar 2025",
    ];
    all_mean("2025-03-27", &texts);
    all_mean("2025-03", &["March 2025", "Mar 2025"]);
}

#[test]
fn a_date_and_a_time_may_be_in_words() {
    let texts = [
        "27 March 2025 11am",
        "27th March 2025 11:00",
        "27th March 2025 - 11:00",
        "Thursday 27 March 2025, 11am",
        "Thursday 27th March 2025 at 11.00am",
        "11:00 2025-03-27",
        "2025-03-27 1100",
        "2025-03-27 11.00",
    ];
    all_mean("2025-03-27 11:00", &texts);
}

#[test]
fn a_date_in_digits_with_another_order_has_one_fix_if_it_can_be_one_date() {
    for text in [
        "27/03/2025",
        "03/27/2025",
        "2025/03/27",
        "27.3.2025",
        "27-03-2025",
        "20250327",
        "Thursday 27/03/2025",
    ] {
        let problem = Moment::parse(text).unwrap_err();
        let fix = crate::diagnostic::Repair {
            edit: Edit::Value("2025-03-27".to_owned()),
            certainty: crate::diagnostic::Certainty::Exact,
        };
        assert_eq!(problem.repairs(), [fix], "{text}");
    }
}

#[test]
fn a_date_that_can_be_two_dates_has_a_guess_for_each() {
    insta::assert_snapshot!(as_start("03/04/2025 11am"), @"`03/04/2025 11am` could mean 3 April 2025 or 4 March 2025; write `2025-04-03 11:00` or `2025-03-04 11:00`");
}

#[test]
fn a_weekday_decides_between_two_dates() {
    insta::assert_snapshot!(as_start("Thursday 03/04/2025"), @"dates are written `YYYY-MM-DD` here, found `Thursday 03/04/2025`; write `2025-04-03`");
}

#[test]
fn a_weekday_that_is_not_that_of_the_date_is_refused() {
    insta::assert_snapshot!(as_start("Friday 27 March 2025, 11am"), @"27 March 2025 is a Thursday, not a Friday; write `2025-03-27 11:00` or `2025-03-28 11:00`");
}

#[test]
fn a_date_without_a_year_has_a_template() {
    insta::assert_snapshot!(as_start("27 March 11am"), @"the year is missing from `27 March 11am`; write `<year>-03-27 11:00`");
}

#[test]
fn a_misspelt_month_is_a_guess() {
    insta::assert_snapshot!(as_start("27 Febuary 2025"), @"dates are written `YYYY-MM-DD` here, found `27 Febuary 2025`; did you mean `2025-02-27`?");
}

#[test]
fn a_start_with_an_end_and_a_place_is_three_keys() {
    insta::assert_snapshot!(as_start("27th March 2025 - Virtual - 11:00 - 12:00"), @r#"expected one date or time, found several values: `27th March 2025 - Virtual - 11:00 - 12:00`; write `start: 2025-03-27 11:00`, `end: "12:00"`, `format: virtual`; each has a key of its own: `start`, `end` (or `duration`), and `format` or `location`"#);
}

#[test]
fn a_start_with_an_end_is_two_keys() {
    for (text, fix) in [
        (
            "24th October 2024 10:00 - 12:00",
            "start: 2024-10-24 10:00\nend: \"12:00\"",
        ),
        (
            "29th January 2025 - 9:00 - 17:00",
            "start: 2025-01-29 09:00\nend: \"17:00\"",
        ),
        (
            "27/03/2025 10:00-11:00",
            "start: 2025-03-27 10:00\nend: \"11:00\"",
        ),
        (
            "5th March 2025 - 1-2 PM",
            "start: 2025-03-05 13:00\nend: \"14:00\"",
        ),
        (
            "5th March 2025, 11-1pm",
            "start: 2025-03-05 11:00\nend: \"13:00\"",
        ),
        (
            "Thursday 27 March 2025, 11am to 12pm",
            "start: 2025-03-27 11:00\nend: \"12:00\"",
        ),
        (
            "Thursday 28th November 2024 from 11 am to 12 noon",
            "start: 2024-11-28 11:00\nend: \"12:00\"",
        ),
        (
            "27 March 2025 10pm - 1am",
            "start: 2025-03-27 22:00\nend: 2025-03-28 01:00",
        ),
        (
            "2025-03-27 11:00 to 2025-03-28 12:00",
            "start: 2025-03-27 11:00\nend: 2025-03-28 12:00",
        ),
        (
            "2025-03-27..2025-03-28",
            "start: 2025-03-27\nend: 2025-03-28",
        ),
        ("27-28 March 2025", "start: 2025-03-27\nend: 2025-03-28"),
        (
            "30 March - 1 April 2025",
            "start: 2025-03-30\nend: 2025-04-01",
        ),
    ] {
        let problem = with_keys(Moment::parse(text).unwrap_err(), "start", |_| false);
        let fix = crate::diagnostic::Repair {
            edit: Edit::Entry(fix.to_owned()),
            certainty: crate::diagnostic::Certainty::Exact,
        };
        assert_eq!(problem.repairs(), [fix], "{text}");
    }
}

#[test]
fn nothing_is_moved_into_a_key_that_the_event_has() {
    let problem = Moment::parse("24th October 2024 10:00 - 12:00").unwrap_err();
    let problem = with_keys(problem, "start", |key| key == "end");
    assert_eq!(problem.repairs(), []);
}

#[test]
fn two_dates_or_times_without_a_dash_are_no_start_and_end() {
    for text in [
        "27 March 2025 11:00, 14:00",
        "2025-03-27, 2025-03-29",
        "2025-03-27 11:00 Virtual 12:00",
    ] {
        let problem = with_keys(Moment::parse(text).unwrap_err(), "start", |_| false);
        assert_eq!(problem.repairs(), [], "{text}");
    }
}

#[test]
fn a_time_after_until_is_never_the_start() {
    insta::assert_snapshot!(as_start("27 March 2025 until 9:00"), @"can't understand `until` in `27 March 2025 until 9:00`; dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`; the rest belongs in other keys");
}

#[test]
fn a_word_that_is_not_understood_is_named() {
    insta::assert_snapshot!(as_start("30 January 2025 - 1-3 PM Career progression"), @"can't understand `Career progression` in `30 January 2025 - 1-3 PM Career progression`; dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`; the rest belongs in other keys");
}

#[test]
fn an_end_may_be_four_digits() {
    let ends = ["1300", "1830", "2030", "1100"].map(as_end);
    assert_eq!(ends, ["13:00", "18:30", "20:30", "11:00"]);
}

#[test]
fn an_end_in_minutes_is_what_yaml_1_1_makes_of_a_time() {
    insta::assert_snapshot!(as_end("720"), @"`720` is what some programs write for 12:00 without quotes; write `12:00` or `19:20`");
}

#[test]
fn midnight_as_an_end_is_that_after_the_start() {
    let ends = ["midnight", "12am", "24:00", "27 March 2025 midnight"].map(as_end);
    assert_eq!(ends, ["2025-03-28 00:00"; 4]);
}

#[test]
fn midnight_of_another_day_could_be_two_times() {
    insta::assert_snapshot!(as_end("28 March 2025 midnight"), @"`28 March 2025 midnight` could mean the start of the day or its end; write `2025-03-28 00:00` or `2025-03-29 00:00`; a day begins at `00:00`, and ends at `00:00` of the next day");
    insta::assert_snapshot!(as_start("midnight"), @"`midnight` could mean the start of the day or its end; a day begins at `00:00`, and ends at `00:00` of the next day");
}

#[test]
fn a_length_as_an_end_belongs_under_duration() {
    insta::assert_snapshot!(as_end("90 minutes"), @"can't understand `90 minutes` as a date or a time; did you mean `duration: 90 minutes`? dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`");
}

#[test]
fn curly_quotes_are_named() {
    insta::assert_snapshot!(as_end("“12:00”"), @"`“12:00”` has quotation marks that YAML does not read as quotes; write `12:00`");
}

#[test]
fn a_number_as_a_new_date_is_a_year_if_it_can_be() {
    let moved = ["1400", "2027"].map(|text| Moment::parse_move(text).unwrap().form());
    assert_eq!(moved, ["a time of day", "a year"]);
}

/// Every `start` and `end` that a text can be.
fn spans(text: &str) -> Vec<String> {
    let problem = with_keys(Moment::parse(text).unwrap_err(), "start", |_| false);
    let repairs = problem.repairs().iter();
    let shown = repairs.map(|repair| match &repair.edit {
        Edit::Entry(yaml) => format!("{}: {}", repair.certainty.name(), yaml.replace('\n', ", ")),
        other => format!("{other:?}"),
    });
    shown.collect()
}

#[test]
fn an_end_before_the_start_is_a_guess_with_the_evening_before_the_next_day() {
    for (times, readings) in [
        (
            "7pm-9.30",
            ["27 19:00 21:30", "27 19:00 28 09:30"].as_slice(),
        ),
        ("9:00-5:00", &["27 09:00 17:00", "27 09:00 28 05:00"]),
        ("9-5", &["27 09:00 17:00", "27 09:00 28 05:00"]),
        ("9:30-1:30", &["27 09:30 13:30", "27 09:30 28 01:30"]),
        ("11am - 1.30", &["27 11:00 13:30", "27 11:00 28 01:30"]),
        ("10-1am", &["27 22:00 28 01:00", "27 10:00 28 01:00"]),
        ("2pm-1pm", &["27 14:00 28 13:00"]),
        ("19:00-7:00", &["27 19:00 28 07:00"]),
    ] {
        let expected = readings.iter().map(|reading| {
            let (start, end) = reading.split_at(8);
            let end = match end.trim().split_once(' ') {
                Some((day, time)) => format!("2027-03-{day} {time}"),
                None => format!("\"{}\"", end.trim()),
            };
            format!("guess: start: 2027-03-{start}, end: {end}")
        });
        assert_eq!(
            spans(&format!("27 March 2027 {times}")),
            expected.collect::<Vec<_>>(),
            "{times}"
        );
    }
}

#[test]
fn an_end_that_can_only_be_on_the_next_day_is_written_there() {
    for times in ["10pm-1am", "22:00-01:00", "22:00 to 1am", "2200-0100"] {
        assert_eq!(
            spans(&format!("27 March 2027 {times}")),
            ["exact: start: 2027-03-27 22:00, end: 2027-03-28 01:00"],
            "{times}"
        );
    }
}

#[test]
fn a_midnight_after_a_start_is_the_end_of_that_day() {
    for times in [
        "10pm-midnight",
        "10pm to midnight",
        "10pm - 12 midnight",
        "10pm-12am",
        "22:00-midnight",
        "22:00-00:00",
    ] {
        assert_eq!(
            spans(&format!("27 March 2026 {times}")),
            ["exact: start: 2026-03-27 22:00, end: 2026-03-28 00:00"],
            "{times}"
        );
    }
}

#[test]
fn a_start_before_midnight_may_be_in_the_morning_if_it_does_not_say_so() {
    assert_eq!(
        spans("27 March 2026 8-midnight"),
        [
            "guess: start: 2026-03-27 20:00, end: 2026-03-28 00:00",
            "guess: start: 2026-03-27 08:00, end: 2026-03-28 00:00"
        ]
    );
    assert_eq!(
        spans("27 March 2026 8-12am"),
        [
            "guess: start: 2026-03-27 20:00, end: 2026-03-28 00:00",
            "guess: start: 2026-03-27 08:00, end: \"12:00\""
        ]
    );
    assert_eq!(
        spans("27 March 2026 10am-12am"),
        [
            "guess: start: 2026-03-27 10:00, end: \"12:00\"",
            "guess: start: 2026-03-27 10:00, end: 2026-03-28 00:00"
        ]
    );
}

#[test]
fn the_end_of_a_day_in_digits_is_a_guess_for_the_digits_change() {
    assert_eq!(
        spans("27 March 2026 22:00-24:00"),
        ["guess: start: 2026-03-27 22:00, end: 2026-03-28 00:00"]
    );
}

#[test]
fn no_guess_about_midnight_drops_a_time() {
    assert_eq!(spans("27 March 2026 midnight-2am"), [""; 0]);
}

#[test]
fn what_is_not_understood_is_quoted_in_the_letters_of_the_text() {
    for (text, rest) in [
        ("27 March 2026 AM only", "AM only"),
        ("27 March 2026 9am-5pm each day", "each day"),
        ("Thursday 27 March 2026 After Lunch", "After Lunch"),
        ("27 March 2026 Marsh", "Marsh"),
        ("27 March 2026 11am ÉCOLE École", "ÉCOLE École"),
    ] {
        let problem = Moment::parse(text).unwrap_err().to_string();
        let start = format!("can't understand `{rest}` in `{text}`;");
        assert!(problem.starts_with(&start), "{problem}");
    }
}
