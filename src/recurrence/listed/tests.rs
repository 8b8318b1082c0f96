use super::*;

#[track_caller]
fn cured(written: &str, start: &str) -> String {
    cure(written, start.parse().unwrap()).unwrap_or_default()
}

#[test]
fn fifth_weekdays_are_written_out() {
    let dates = "in place of `repeats` write the next dates: `also: [2026-07-31, 2026-10-30, 2027-01-29, 2027-04-30]`";
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
        "write `start: 2026-05-29`, and in place of `repeats` the dates after it: \
         `also: [2026-07-31, 2026-10-30, 2027-01-29, 2027-04-30]`"
    );
}

#[test]
fn fifth_weekdays_beside_others_leave_a_rule_for_the_others() {
    let cure = "write `repeats: monthly on the 1st and 3rd Saturday`, and the next of the fifth ones one by one: \
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
        "write `start: 2026-02-07`, `repeats: monthly on the 1st Saturday`, and the next of the fifth ones one by one: \
         `also: [2026-01-31, 2026-05-30, 2026-08-29, 2026-10-31]`"
    );
}

#[test]
fn weekdays_counted_from_the_end_are_written_out() {
    let dates = "in place of `repeats` write the next dates: `also: [2026-02-19, 2026-03-19, 2026-04-23, 2026-05-21]`";
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
        "in place of `repeats` write the next dates: `also: [2027-03-28, 2028-04-16, 2029-04-01, 2030-04-21]`"
    );
    assert_eq!(
        cured("every year on Easter Monday", "2026-04-06"),
        "in place of `repeats` write the next dates: `also: [2027-03-29, 2028-04-17, 2029-04-02, 2030-04-22]`"
    );
    assert_eq!(
        cured("yearly on Good Friday", "2026-04-03"),
        "in place of `repeats` write the next dates: `also: [2027-03-26, 2028-04-14, 2029-03-30, 2030-04-19]`"
    );
}

#[test]
fn a_weekday_after_another_is_written_out() {
    assert_eq!(
        cured("the Wednesday after the 4th Tuesday", "2026-01-28"),
        "in place of `repeats` write the next dates: `also: [2026-02-25, 2026-03-25, 2026-04-29, 2026-05-27]`"
    );
    assert_eq!(
        cured("monthly on the Friday before the 1st Monday", "2026-01-30"),
        "in place of `repeats` write the next dates: `also: [2026-02-27, 2026-04-03, 2026-05-01, 2026-05-29]`"
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
