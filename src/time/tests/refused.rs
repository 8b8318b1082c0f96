use super::*;

#[test]
fn nothing_is_refused() {
    insta::assert_snapshot!(refused("  "), @r"
    empty-value: nothing is written here
    help: write a value, or remove the key; a `#` begins a comment unless it is in quotes
    ");
}

#[test]
fn twelve_at_night_is_refused() {
    insta::assert_snapshot!(refused("12am"), @r"
    bad-time: `12am` could mean the start of the day or its end
    help: a day begins at `00:00`, and ends at `00:00` of the next day
    ");
}

#[test]
fn an_hour_that_no_clock_of_twelve_hours_has_is_refused() {
    insta::assert_snapshot!(refused("13pm"), @r"
    bad-time: `13pm` does not exist
    help: hours go from 0 to 23, or with `am` or `pm` from 1 to 12, and minutes from 00 to 59
    ");
}

#[test]
fn a_date_with_an_hour_alone_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27 11"), @r"
    bad-time: times are written `HH:MM` here, found `2025-03-27 11`
    help: did you mean `2025-03-27 11:00`?
    ");
}

#[test]
fn a_time_with_one_digit_of_minutes_is_refused() {
    insta::assert_snapshot!(refused("11:0"), @r"
    bad-time: can't understand `11:0` as a time
    help: times are written `HH:MM`
    ");
}

#[test]
fn a_day_before_the_month_is_refused() {
    insta::assert_snapshot!(refused("27/03/2025"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `27/03/2025`
    help: write `2025-03-27`
    ");
}

#[test]
fn a_day_before_the_month_with_a_time_is_refused() {
    insta::assert_snapshot!(refused("27/03/2025 11:00"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `27/03/2025 11:00`
    help: write `2025-03-27 11:00`
    ");
}

#[test]
fn a_month_before_the_day_is_refused() {
    insta::assert_snapshot!(refused("03/27/2025"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `03/27/2025`
    help: write `2025-03-27`
    ");
}

#[test]
fn a_date_with_slashes_is_refused() {
    insta::assert_snapshot!(refused("2025/03/27"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `2025/03/27`
    help: write `2025-03-27`
    ");
}

#[test]
fn a_date_with_dots_is_refused() {
    insta::assert_snapshot!(refused("27.03.2025"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `27.03.2025`
    help: write `2025-03-27`
    ");
}

#[test]
fn a_word_is_refused() {
    insta::assert_snapshot!(refused("tomorrow"), @r"
    bad-date: can't understand `tomorrow` as a date or a time
    help: dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`
    ");
}

#[test]
fn a_date_without_zeros_is_refused() {
    insta::assert_snapshot!(refused("2025-3-27"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `2025-3-27`
    help: write `2025-03-27`
    ");
}

#[test]
fn a_date_with_a_time_without_zeros_is_refused() {
    insta::assert_snapshot!(refused("2025-3-7 11:00"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `2025-3-7 11:00`
    help: write `2025-03-07 11:00`
    ");
}

#[test]
fn a_month_without_its_zero_is_refused() {
    insta::assert_snapshot!(refused("2025-3"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `2025-3`
    help: write `2025-03`
    ");
}

#[test]
fn a_year_of_two_digits_is_refused() {
    insta::assert_snapshot!(refused("25-03-27"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `25-03-27`
    help: write `2027-03-25` or `2025-03-27`
    ");
}

#[test]
fn a_day_that_the_month_lacks_is_refused() {
    insta::assert_snapshot!(refused("2025-02-30"), @r"
    bad-date: `2025-02-30` does not exist: February 2025 has 28 days
    help: did you mean `2025-02-28`?
    ");
}

#[test]
fn a_leap_day_of_another_year_is_refused() {
    insta::assert_snapshot!(refused("2025-02-29"), @r"
    bad-date: `2025-02-29` does not exist: February 2025 has 28 days
    help: did you mean `2025-02-28`?
    ");
}

#[test]
fn the_day_zero_is_refused() {
    insta::assert_snapshot!(refused("2025-03-00"), @r"
    bad-date: `2025-03-00` does not exist: March 2025 has 31 days
    help: did you mean `2025-03-31`?
    ");
}

#[test]
fn a_thirteenth_month_is_refused() {
    insta::assert_snapshot!(refused("2025-13-01"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `2025-13-01`
    help: did you mean `2025-01-13`?
    ");
}

#[test]
fn the_day_in_the_place_of_the_month_is_refused() {
    insta::assert_snapshot!(refused("2025-27-03"), @r"
    bad-date: dates are written `YYYY-MM-DD` here, found `2025-27-03`
    help: did you mean `2025-03-27`?
    ");
}

#[test]
fn a_month_zero_is_refused() {
    insta::assert_snapshot!(refused("2025-00-10"), @r"
    bad-date: `2025-00-10` does not exist: a year has 12 months
    help: dates are written year, month, day: `YYYY-MM-DD`
    ");
}

#[test]
fn a_thirteenth_month_alone_is_refused() {
    insta::assert_snapshot!(refused("2025-13"), @r"
    bad-date: `2025-13` does not exist: a year has 12 months
    help: dates are written year, month, day: `YYYY-MM-DD`
    ");
}

#[test]
fn the_end_of_a_day_as_24_00_is_refused() {
    insta::assert_snapshot!(refused("24:00"), @r"
    bad-time: times go from `00:00` to `23:59`, and a day ends at `00:00` of the next, found `24:00`
    help: none
    ");
}

#[test]
fn the_end_of_a_day_as_24_00_with_its_date_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27 24:00"), @r"
    bad-time: times go from `00:00` to `23:59`, and a day ends at `00:00` of the next, found `2025-03-27 24:00`
    help: did you mean `2025-03-28 00:00`?
    ");
}

#[test]
fn an_hour_that_no_day_has_is_refused() {
    insta::assert_snapshot!(refused("25:00"), @r"
    bad-time: `25:00` does not exist
    help: hours go from 0 to 23, or with `am` or `pm` from 1 to 12, and minutes from 00 to 59
    ");
}

#[test]
fn a_minute_that_no_hour_has_is_refused() {
    insta::assert_snapshot!(refused("12:60"), @r"
    bad-time: `12:60` does not exist
    help: hours go from 0 to 23, or with `am` or `pm` from 1 to 12, and minutes from 00 to 59
    ");
}

#[test]
fn an_offset_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27T11:00+01:00"), @r"
    bad-time: expected the local time without a zone, found `2025-03-27T11:00+01:00`
    help: the zone is the `timezone` of the event or of the calendar
    ");
}

#[test]
fn a_time_in_utc_without_a_date_is_refused() {
    insta::assert_snapshot!(refused("11:00Z"), @r"
    bad-time: expected the local time without a zone, found `11:00Z`
    help: the zone is the `timezone` of the event or of the calendar
    ");
}

#[test]
fn a_date_in_utc_without_a_time_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27Z"), @r"
    bad-time: expected the local time without a zone, found `2025-03-27Z`
    help: the zone is the `timezone` of the event or of the calendar
    ");
}

#[test]
fn a_range_of_times_is_refused() {
    insta::assert_snapshot!(refused("11:00-12:00"), @r"
    bad-date: expected one date or time, found several values: `11:00-12:00`
    help: each has a key of its own: `start`, `end` (or `duration`), and `format` or `location`
    ");
}

#[test]
fn a_year_before_1970_is_refused() {
    insta::assert_snapshot!(refused("1969-12-31"), @r"
    bad-date: `1969-12-31` is not in the years 1970 to 2099
    help: correct the year: calendar programs know the time zones of those years only
    ");
}

#[test]
fn a_year_after_2099_is_refused() {
    insta::assert_snapshot!(refused("2100-01-01"), @r"
    bad-date: `2100-01-01` is not in the years 1970 to 2099
    help: correct the year: calendar programs know the time zones of those years only
    ");
}

#[test]
fn a_year_alone_that_is_outside_is_refused() {
    insta::assert_snapshot!(refused("1066"), @r"
    bad-date: `1066` is not in the years 1970 to 2099
    help: correct the year: calendar programs know the time zones of those years only
    ");
}

#[test]
fn a_month_of_a_year_that_is_outside_is_refused() {
    insta::assert_snapshot!(refused("9999-12"), @r"
    bad-date: `9999-12` is not in the years 1970 to 2099
    help: correct the year: calendar programs know the time zones of those years only
    ");
}

#[test]
fn a_number_that_is_no_year_is_refused() {
    insta::assert_snapshot!(refused("202"), @r"
    bad-date: `202` is not in the years 1970 to 2099
    help: correct the year: calendar programs know the time zones of those years only
    ");
}

#[test]
fn a_long_text_is_cut_short_is_refused() {
    insta::assert_snapshot!(refused("the last Thursday before the summer holidays, if the hall is free by then"), @r"
    bad-date: can't understand `the last Thursday before the summer holidays, if the hall is…` as a date or a time
    help: dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`
    ");
}

#[test]
fn letters_of_several_bytes_is_refused() {
    insta::assert_snapshot!(refused("２０２５-０３-２７"), @r"
    bad-date: can't understand `２０２５-０３-２７` as a date or a time
    help: dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`
    ");
}

#[test]
fn a_time_with_its_zone_is_refused() {
    insta::assert_snapshot!(refused("2026-06-25 18:30 Europe/London"), @r"
    bad-date: can't understand `Europe/London` in `2026-06-25 18:30 Europe/London`
    help: dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`; the rest belongs in other keys
    ");
}

#[test]
fn an_offset_to_the_west_is_refused() {
    insta::assert_snapshot!(refused("2026-06-25 18:30-05:00"), @r"
    bad-date: expected one date or time, found several values: `2026-06-25 18:30-05:00`
    help: each has a key of its own: `start`, `end` (or `duration`), and `format` or `location`
    ");
}
