use super::*;

#[track_caller]
fn cured(written: &str, start: &str) -> String {
    let keys = SeriesKeys::starting(start.parse().unwrap());
    instead(written, &keys).map_or_else(String::new, |instead| instead.to_string())
}

#[test]
fn fifth_weekdays_are_written_out() {
    let dates =
        "write `also: [2026-07-31, 2026-10-30, 2027-01-29, 2027-04-30]` instead of `repeats`";
    for written in [
        "monthly on the 5th Friday",
        "every fifth Friday",
        "FREQ=MONTHLY;BYDAY=5FR",
        "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=5",
    ] {
        assert_eq!(cured(written, "2026-05-29"), dates, "{written}");
    }
}

#[test]
fn a_start_that_is_no_such_date_is_corrected_too() {
    assert_eq!(
        cured("monthly on the 5th Friday", "2026-05-28"),
        "write `start: 2026-05-29` and `also: [2026-07-31, 2026-10-30, 2027-01-29, 2027-04-30]` instead of `repeats`"
    );
}

#[test]
fn fifth_weekdays_beside_others_leave_a_rule_for_the_others() {
    let cure = "write `repeats: monthly on the 1st and 3rd Saturday` and \
                `also: [2026-01-31, 2026-05-30, 2026-08-29, 2026-10-31]`";
    for written in [
        "monthly on the 1st, 3rd and 5th Saturday",
        "FREQ=MONTHLY;BYDAY=1SA,3SA,5SA",
        "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1,3,5",
    ] {
        assert_eq!(cured(written, "2026-01-03"), cure, "{written}");
    }
    assert_eq!(
        cured("monthly on the 1st and 5th Saturday", "2026-01-31"),
        "write `start: 2026-02-07`, `repeats: monthly on the 1st Saturday` and \
         `also: [2026-01-31, 2026-05-30, 2026-08-29, 2026-10-31]`"
    );
}

#[test]
fn weekdays_counted_from_the_end_are_written_out() {
    let dates =
        "write `also: [2026-02-19, 2026-03-19, 2026-04-23, 2026-05-21]` instead of `repeats`";
    for written in [
        "monthly on the second to last Thursday",
        "penultimate Thursday of the month",
        "monthly on the last but one Thursday",
        "monthly on the last Thursday but one",
        "FREQ=MONTHLY;BYDAY=-2TH",
    ] {
        assert_eq!(cured(written, "2026-01-22"), dates, "{written}");
    }
}

#[test]
fn easter_is_written_out() {
    assert_eq!(
        cured("yearly on Easter Sunday", "2026-04-05"),
        "write `also: [2027-03-28, 2028-04-16, 2029-04-01, 2030-04-21]` instead of `repeats`"
    );
    assert_eq!(
        cured("every year on Easter Monday", "2026-04-06"),
        "write `also: [2027-03-29, 2028-04-17, 2029-04-02, 2030-04-22]` instead of `repeats`"
    );
    assert_eq!(
        cured("yearly on Good Friday", "2026-04-03"),
        "write `also: [2027-03-26, 2028-04-14, 2029-03-30, 2030-04-19]` instead of `repeats`"
    );
}

#[test]
fn a_weekday_after_another_is_written_out() {
    assert_eq!(
        cured("the Wednesday after the 4th Tuesday", "2026-01-28"),
        "write `also: [2026-02-25, 2026-03-25, 2026-04-29, 2026-05-27]` instead of `repeats`"
    );
    assert_eq!(
        cured("monthly on the Friday before the 1st Monday", "2026-01-30"),
        "write `also: [2026-02-27, 2026-04-03, 2026-05-01, 2026-05-29]` instead of `repeats`"
    );
}

#[test]
fn a_season_is_a_weekly_rule_with_an_end() {
    assert_eq!(
        cured("every Tuesday in December", "2026-12-01"),
        "write an event for each season: `repeats: weekly on Tuesday` and `until: 2026-12-29`"
    );
    assert_eq!(
        cured("weekly on Tuesday in December", "2026-11-03"),
        "write an event for each season: `start: 2026-12-01`, `repeats: weekly on Tuesday` and `until: 2026-12-29`"
    );
    assert_eq!(
        cured("every Monday and Friday in December", "2026-11-03"),
        "write an event for each season: `start: 2026-12-04`, `repeats: weekly on Monday and Friday` and `until: 2026-12-28`"
    );
}

#[test]
fn what_would_lose_a_word_is_no_cure() {
    for written in [
        "every 2 months on the 5th Friday",
        "every other month on the 5th Friday",
        "every 2 months on the 1st and 5th Friday",
        "yearly on the 5th Friday of May",
        "yearly on the second to last Friday of November",
        "the Friday after the 2nd and 4th Tuesday",
        "the Friday before the last Monday in May",
        "the 2nd Friday after the 1st Monday",
        "yearly on Easter Tuesday",
        "every other Friday in December",
        "every Friday in December and January",
        "every Friday in December until 2027-01-01",
        "every Friday except the 5th",
        "FREQ=MONTHLY;BYDAY=5FR;UNTIL=20261231",
        "FREQ=MONTHLY;INTERVAL=12;BYDAY=5FR",
        "FREQ=MONTHLY;BYMONTH=5;BYDAY=5FR",
    ] {
        assert_eq!(cured(written, "2026-01-30"), "", "{written}");
    }
}

#[test]
fn other_rules_have_no_such_cure() {
    for written in [
        "daily in December",
        "monthly on the 4th Thursday",
        "now and then",
        "FREQ=DAILY",
        "FREQ=MONTHLY;BYDAY=1TH",
    ] {
        assert_eq!(cured(written, "2026-01-01"), "", "{written}");
    }
}

fn cured_with(written: &str, end: End, also: &[&str]) -> String {
    let also: Vec<String> = also.iter().map(|date| (*date).to_owned()).collect();
    let keys = SeriesKeys {
        start: "2026-01-30".parse().unwrap(),
        start_text: "2026-01-30 18:30",
        end: Some(end),
        also: &also,
    };
    instead(written, &keys).map_or_else(String::new, |instead| instead.to_string())
}

#[test]
fn a_count_says_how_many_dates_are_written_out_and_goes() {
    assert_eq!(
        cured_with("5th Friday", End::Count(4), &[]),
        "write `also: [2026-05-29, 2026-07-31, 2026-10-30]` instead of `repeats` and `count`"
    );
}

#[test]
fn a_last_day_says_how_many_dates_are_written_out_and_goes() {
    let until = End::Until("2026-10-29".parse().unwrap());
    assert_eq!(
        cured_with("5th Friday", until, &[]),
        "write `also: [2026-05-29, 2026-07-31]` instead of `repeats` and `until`"
    );
}

#[test]
fn dates_that_are_written_under_also_stay() {
    assert_eq!(
        cured_with("5th Friday", End::Count(3), &["2026-03-13", "2026-05-29"]),
        "write `also: [2026-03-13, 2026-05-29, 2026-07-31]` instead of `repeats` and `count`"
    );
}

#[test]
fn the_count_of_a_rule_with_fifth_weekdays_becomes_its_last_day() {
    assert_eq!(
        cured_with("monthly on the 1st and 5th Friday", End::Count(5), &[]),
        "write `start: 2026-02-06 18:30`, `repeats: monthly on the 1st Friday`, `until: 2026-05-01` and \
         `also: [2026-01-30]` instead of `count`"
    );
}

#[test]
fn the_last_day_of_a_rule_with_fifth_weekdays_is_theirs_too() {
    let until = End::Until("2026-06-30".parse().unwrap());
    assert_eq!(
        cured_with("monthly on the 1st and 5th Friday", until, &[]),
        "write `start: 2026-02-06 18:30`, `repeats: monthly on the 1st Friday` and `also: [2026-01-30, 2026-05-29]`"
    );
}

#[test]
fn a_fifth_weekday_that_is_the_last_is_written_once() {
    assert_eq!(
        cured("monthly on the last and 5th Friday", "2026-01-30"),
        "write `repeats: monthly on the last Friday`"
    );
}
