use super::*;

#[test]
fn nothing_is_refused() {
    insta::assert_snapshot!(refused("  "), @r"
    empty-value: nothing is written here
    help: write a date such as `2025-03-27`, or remove the key
    ");
}

#[test]
fn a_time_with_am_is_refused() {
    insta::assert_snapshot!(refused("11am"), @r"
    bad-time: `11am` is not a time of day
    help: write `11:00`
    ");
}

#[test]
fn a_time_with_pm_and_minutes_is_refused() {
    insta::assert_snapshot!(refused("1.30 pm"), @r"
    bad-time: `1.30 pm` is not a time of day
    help: write `13:30`
    ");
}

#[test]
fn twelve_at_night_is_refused() {
    insta::assert_snapshot!(refused("12am"), @r"
    bad-time: `12am` is not a time of day
    help: write `00:00`
    ");
}

#[test]
fn an_hour_that_no_clock_of_twelve_hours_has_is_refused() {
    insta::assert_snapshot!(refused("13pm"), @r"
    bad-date: `13pm` is not a date or a time
    help: write a date as `2025-03-27`, a date with a time as `2025-03-27 11:00`, a time as `11:00`
    ");
}

#[test]
fn a_time_with_a_dot_is_refused() {
    insta::assert_snapshot!(refused("11.00"), @r"
    bad-time: `11.00` is not a time of day
    help: write `11:00`
    ");
}

#[test]
fn a_date_with_a_time_with_am_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27 11am"), @r"
    bad-time: `11am` is not a time of day
    help: write `2025-03-27 11:00`
    ");
}

#[test]
fn a_date_with_a_time_with_a_dot_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27 11.30"), @r"
    bad-time: `11.30` is not a time of day
    help: write `2025-03-27 11:30`
    ");
}

#[test]
fn a_date_with_an_hour_alone_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27 11"), @r"
    bad-time: `11` is not a time of day
    help: write `2025-03-27 11:00`
    ");
}

#[test]
fn a_time_with_one_digit_of_minutes_is_refused() {
    insta::assert_snapshot!(refused("11:0"), @r"
    bad-time: `11:0` is not a time of day
    help: write `11:00`
    ");
}

#[test]
fn a_day_before_the_month_is_refused() {
    insta::assert_snapshot!(refused("27/03/2025"), @r"
    bad-date: `27/03/2025` is not a date or a time
    help: write the date as `2025-03-27`
    ");
}

#[test]
fn a_day_before_the_month_with_a_time_is_refused() {
    insta::assert_snapshot!(refused("27/03/2025 11:00"), @r"
    bad-date: `27/03/2025 11:00` is not a date or a time
    help: write it as `2025-03-27 11:00`
    ");
}

#[test]
fn a_month_before_the_day_is_refused() {
    insta::assert_snapshot!(refused("03/27/2025"), @r"
    bad-date: `03/27/2025` is not a date or a time
    help: write the date as `2025-03-27`
    ");
}

#[test]
fn a_date_with_slashes_is_refused() {
    insta::assert_snapshot!(refused("2025/03/27"), @r"
    bad-date: `2025/03/27` is not a date or a time
    help: write the date as `2025-03-27`
    ");
}

#[test]
fn a_date_with_dots_is_refused() {
    insta::assert_snapshot!(refused("27.03.2025"), @r"
    bad-date: `27.03.2025` is not a date or a time
    help: write the date as `2025-03-27`
    ");
}

#[test]
fn a_date_in_words_is_refused() {
    insta::assert_snapshot!(refused("27 March 2025"), @r"
    bad-date: `27 March 2025` is not a date or a time
    help: write the date as `2025-03-27`
    ");
}

#[test]
fn a_word_is_refused() {
    insta::assert_snapshot!(refused("tomorrow"), @r"
    bad-date: `tomorrow` is not a date or a time
    help: write a date as `2025-03-27`, a date with a time as `2025-03-27 11:00`, a time as `11:00`
    ");
}

#[test]
fn a_date_without_zeros_is_refused() {
    insta::assert_snapshot!(refused("2025-3-27"), @r"
    bad-date: `2025-3-27` lacks a zero
    help: write `2025-03-27`
    ");
}

#[test]
fn a_date_with_a_time_without_zeros_is_refused() {
    insta::assert_snapshot!(refused("2025-3-7 11:00"), @r"
    bad-date: `2025-3-7` lacks a zero
    help: write `2025-03-07 11:00`
    ");
}

#[test]
fn a_month_without_its_zero_is_refused() {
    insta::assert_snapshot!(refused("2025-3"), @r"
    bad-date: `2025-3` is not a date or a time
    help: write the month as `2025-03`
    ");
}

#[test]
fn a_year_of_two_digits_is_refused() {
    insta::assert_snapshot!(refused("25-03-27"), @r"
    bad-date: `25-03-27` is not a date or a time
    help: write a date as `2025-03-27`, a date with a time as `2025-03-27 11:00`, a time as `11:00`
    ");
}

#[test]
fn a_day_that_the_month_lacks_is_refused() {
    insta::assert_snapshot!(refused("2025-02-30"), @r"
    bad-date: `2025-02-30` is not a day of the calendar
    help: February 2025 has 28 days: the last is `2025-02-28`
    ");
}

#[test]
fn a_leap_day_of_another_year_is_refused() {
    insta::assert_snapshot!(refused("2025-02-29"), @r"
    bad-date: `2025-02-29` is not a day of the calendar
    help: February 2025 has 28 days: the last is `2025-02-28`
    ");
}

#[test]
fn the_day_zero_is_refused() {
    insta::assert_snapshot!(refused("2025-03-00"), @r"
    bad-date: `2025-03-00` is not a day of the calendar
    help: March 2025 has 31 days: the last is `2025-03-31`
    ");
}

#[test]
fn a_thirteenth_month_is_refused() {
    insta::assert_snapshot!(refused("2025-13-01"), @r"
    bad-date: `2025-13-01` has no such month
    help: write year, month, day: `2025-01-13`
    ");
}

#[test]
fn the_day_in_the_place_of_the_month_is_refused() {
    insta::assert_snapshot!(refused("2025-27-03"), @r"
    bad-date: `2025-27-03` has no such month
    help: write year, month, day: `2025-03-27`
    ");
}

#[test]
fn a_month_zero_is_refused() {
    insta::assert_snapshot!(refused("2025-00-10"), @r"
    bad-date: `2025-00-10` has no such month
    help: write year, month, day: `2025-03-27`
    ");
}

#[test]
fn a_thirteenth_month_alone_is_refused() {
    insta::assert_snapshot!(refused("2025-13"), @r"
    bad-date: `2025-13` has no such month
    help: write a month from `2025-01` to `2025-12`
    ");
}

#[test]
fn the_end_of_a_day_as_24_00_is_refused() {
    insta::assert_snapshot!(refused("24:00"), @r"
    bad-time: `24:00` is not a time of day
    help: write `00:00` with the date of the next day
    ");
}

#[test]
fn the_end_of_a_day_as_24_00_with_its_date_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27 24:00"), @r"
    bad-time: `24:00` is not a time of day
    help: write `2025-03-28 00:00`
    ");
}

#[test]
fn an_hour_that_no_day_has_is_refused() {
    insta::assert_snapshot!(refused("25:00"), @r"
    bad-time: `25:00` is not a time of day
    help: hours go from 0 to 23, minutes from 00 to 59
    ");
}

#[test]
fn a_minute_that_no_hour_has_is_refused() {
    insta::assert_snapshot!(refused("12:60"), @r"
    bad-time: `12:60` is not a time of day
    help: hours go from 0 to 23, minutes from 00 to 59
    ");
}

#[test]
fn seconds_is_refused() {
    insta::assert_snapshot!(refused("11:00:00"), @r"
    bad-time: `11:00:00` is not a time of day
    help: leave the seconds out: `11:00`
    ");
}

#[test]
fn seconds_with_a_date_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27 11:00:00"), @r"
    bad-time: `11:00:00` is not a time of day
    help: leave the seconds out: `2025-03-27 11:00`
    ");
}

#[test]
fn an_offset_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27T11:00+01:00"), @r"
    bad-time: `11:00+01:00` is not a time of day
    help: write `2025-03-27 11:00`: the zone is that of the event, under `timezone`, or of the calendar
    ");
}

#[test]
fn a_time_in_utc_without_a_date_is_refused() {
    insta::assert_snapshot!(refused("11:00Z"), @r"
    bad-date: `11:00Z` is not a date or a time
    help: write a date as `2025-03-27`, a date with a time as `2025-03-27 11:00`, a time as `11:00`
    ");
}

#[test]
fn a_date_in_utc_without_a_time_is_refused() {
    insta::assert_snapshot!(refused("2025-03-27Z"), @r"
    bad-date: `2025-03-27Z` is not a date or a time
    help: write the date as `2025-03-27`
    ");
}

#[test]
fn a_time_before_its_date_is_refused() {
    insta::assert_snapshot!(refused("11:00 2025-03-27"), @r"
    bad-date: `11:00 2025-03-27` is not a date or a time
    help: write a date as `2025-03-27`, a date with a time as `2025-03-27 11:00`, a time as `11:00`
    ");
}

#[test]
fn a_range_of_times_is_refused() {
    insta::assert_snapshot!(refused("11:00-12:00"), @r##"
    bad-time: `11:00-12:00` is not a time of day
    help: write `11:00` here, and the end under a key of its own: `end: "12:00"`
    "##);
}

#[test]
fn a_year_before_1970_is_refused() {
    insta::assert_snapshot!(refused("1969-12-31"), @r"
    bad-date: `1969-12-31` is outside the years 1970 to 2099
    help: correct the year: calendar programs know the time zones of those years only
    ");
}

#[test]
fn a_year_after_2099_is_refused() {
    insta::assert_snapshot!(refused("2100-01-01"), @r"
    bad-date: `2100-01-01` is outside the years 1970 to 2099
    help: correct the year: calendar programs know the time zones of those years only
    ");
}

#[test]
fn a_year_alone_that_is_outside_is_refused() {
    insta::assert_snapshot!(refused("1066"), @r"
    bad-date: `1066` is outside the years 1970 to 2099
    help: correct the year: calendar programs know the time zones of those years only
    ");
}

#[test]
fn a_month_of_a_year_that_is_outside_is_refused() {
    insta::assert_snapshot!(refused("9999-12"), @r"
    bad-date: `9999-12` is outside the years 1970 to 2099
    help: correct the year: calendar programs know the time zones of those years only
    ");
}

#[test]
fn a_number_that_is_no_year_is_refused() {
    insta::assert_snapshot!(refused("202"), @r"
    bad-date: `202` is not a date or a time
    help: write a date as `2025-03-27`, a date with a time as `2025-03-27 11:00`, a time as `11:00`
    ");
}

#[test]
fn a_long_text_is_cut_short_is_refused() {
    insta::assert_snapshot!(refused("the last Thursday before the summer holidays, if the hall is free by then"), @r"
    bad-date: `the last Thursday before the summer holidays, if the hall is…` is not a date or a time
    help: write a date as `2025-03-27`, a date with a time as `2025-03-27 11:00`, a time as `11:00`
    ");
}

#[test]
fn letters_of_several_bytes_is_refused() {
    insta::assert_snapshot!(refused("２０２５-０３-２７"), @r"
    bad-date: `２０２５-０３-２７` is not a date or a time
    help: write a date as `2025-03-27`, a date with a time as `2025-03-27 11:00`, a time as `11:00`
    ");
}

#[test]
fn a_date_with_its_weekday_and_an_evening_time_is_refused() {
    insta::assert_snapshot!(refused("Thursday 25th June 2026 at 6.30pm"), @r"
    bad-date: `Thursday 25th June 2026 at 6.30pm` is not a date or a time
    help: write it as `2026-06-25 18:30`
    ");
}

#[test]
fn a_month_by_its_name_is_refused() {
    insta::assert_snapshot!(refused("March 2027"), @r"
    bad-date: `March 2027` is not a date or a time
    help: write the month as `2027-03`
    ");
}

#[test]
fn a_time_with_its_zone_is_refused() {
    insta::assert_snapshot!(refused("2026-06-25 18:30 Europe/London"), @r"
    bad-time: `18:30 Europe/London` is not a time of day
    help: write `2026-06-25 18:30`: the zone is that of the event, under `timezone`, or of the calendar
    ");
}

#[test]
fn an_offset_to_the_west_is_refused() {
    insta::assert_snapshot!(refused("2026-06-25 18:30-05:00"), @r"
    bad-time: `18:30-05:00` is not a time of day
    help: write `2026-06-25 18:30`: the zone is that of the event, under `timezone`, or of the calendar
    ");
}
