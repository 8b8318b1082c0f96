use super::*;

/// What is said of an RRULE whose series starts on Thursday 22 January 2026.
fn refused(written: &str) -> String {
    told(&parsed(written, "2026-01-22", End::Never).unwrap_err())
}

#[test]
fn an_rrule_of_a_month_without_a_day() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY"), @r"
    bare-monthly: `FREQ=MONTHLY` does not say on which day
    help: write `monthly on the 4th Thursday` or `monthly on day 22`
    ");
}

#[test]
fn a_fifth_weekday_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=5TH"), @r"
    fifth-weekday: most months have no fifth Thursday: the standard skips them, Outlook uses the last one
    help: write `start: 2026-01-29` and `also: [2026-04-30, 2026-07-30, 2026-10-29, 2026-12-31]` instead of `repeats`; if the last Thursday will do, write `last`
    ");
}

#[test]
fn a_fifth_weekday_as_outlook_might_write_it() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=5"), @r"
    fifth-weekday: most months have no fifth Thursday: the standard skips them, Outlook uses the last one
    help: write `start: 2026-01-29` and `also: [2026-04-30, 2026-07-30, 2026-10-29, 2026-12-31]` instead of `repeats`; if the last Thursday will do, write `last`
    ");
}

#[test]
fn two_days_of_a_month_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTHDAY=1,15"), @r"
    two-ordinals: several days of the month in one rule, which Outlook cannot store
    help: write an event for each, with its own `id`
    ");
}

#[test]
fn a_day_that_some_months_lack_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTHDAY=29"), @r"
    day-that-is-missing: day 29 is missing from some months: the standard skips them, Outlook uses their last day
    help: did you mean `monthly on the 4th Thursday`?
    ");
}

#[test]
fn a_day_that_no_month_has_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTHDAY=0"), @r"
    bad-repeats: no month has a day 0
    help: write a day from 1 to 28
    ");
}

#[test]
fn a_day_counted_from_the_end_of_the_month() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTHDAY=-2"), @r"
    unsupported-rule: not every calendar program can store BYMONTHDAY=-2
    help: write a day from 1 to 28, or -1 for the last day
    ");
}

#[test]
fn the_29_february_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), @r"
    day-that-is-missing: 29 February is missing from most years: the standard skips them, Outlook uses 28 February
    help: choose another date, or write a separate event for each leap year
    ");
}

#[test]
fn a_date_that_no_year_has_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31"), @r"
    bad-repeats: April has no day 31
    help: write a day that the month has
    ");
}

#[test]
fn an_interval_of_none_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=DAILY;INTERVAL=0"), @r"
    bad-repeats: `0` is not an interval that calendar programs can store
    help: write a number from 1 to 99
    ");
}

#[test]
fn an_rrule_without_a_frequency() {
    insta::assert_snapshot!(refused("BYDAY=4TH"), @r"
    bad-repeats: `BYDAY=4TH` has no FREQ
    help: begin with FREQ, such as `FREQ=WEEKLY;BYDAY=TH`
    ");
}

#[test]
fn a_frequency_of_hours() {
    insta::assert_snapshot!(refused("FREQ=HOURLY"), @r"
    unsupported-rule: not every calendar program can store FREQ=HOURLY
    help: write DAILY, WEEKLY, MONTHLY or YEARLY
    ");
}

#[test]
fn a_frequency_that_is_none() {
    insta::assert_snapshot!(refused("FREQ=FORTNIGHTLY"), @r"
    unsupported-rule: not every calendar program can store FREQ=FORTNIGHTLY
    help: write DAILY, WEEKLY, MONTHLY or YEARLY
    ");
}

#[test]
fn an_rrule_that_ends_in_two_semicolons() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=TH;;"), @r"
    bad-repeats: can't understand the RRULE part ``
    help: write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, separated by `;`
    ");
}

#[test]
fn a_semicolon_at_the_end_of_an_rrule_means_nothing() {
    let rule = parsed("FREQ=WEEKLY;BYDAY=TH;", "2026-01-22", End::Never).unwrap();
    assert_eq!(rule.to_string(), "weekly on Thursday");
}

#[test]
fn an_rrule_with_a_part_that_is_none() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;EVERY=FR"), @r"
    bad-repeats: can't understand the RRULE part `EVERY=FR`
    help: write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, separated by `;`
    ");
}

#[test]
fn an_rrule_with_a_part_twice() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=FR;BYDAY=MO"), @r"
    bad-repeats: `BYDAY` appears twice in this RRULE
    help: write it once
    ");
}

#[test]
fn a_weekday_that_is_none_in_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=XX"), @r"
    bad-repeats: can't understand the RRULE part `BYDAY=XX`
    help: write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, separated by `;`
    ");
}

#[test]
fn a_weekday_that_begins_with_a_letter_of_two_bytes_in_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=é"), @r"
    bad-repeats: can't understand the RRULE part `BYDAY=É`
    help: write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, separated by `;`
    ");
}

#[test]
fn an_interval_that_is_no_number_in_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;INTERVAL=two"), @r"
    bad-repeats: can't understand the RRULE part `INTERVAL=TWO`
    help: write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, separated by `;`
    ");
}

#[test]
fn an_end_inside_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;UNTIL=20261231T000000Z"), @r"
    bad-repeats: `UNTIL=20261231T000000Z` is a separate key in this file
    help: remove it from the rule, and write `until: 2026-12-31` next to `repeats`
    ");
}

#[test]
fn a_count_inside_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;COUNT=10"), @r"
    bad-repeats: `COUNT=10` is a separate key in this file
    help: remove it from the rule, and write `count: 10` next to `repeats`
    ");
}

#[test]
fn a_ninth_weekday_never_fires() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=9TH"), @r"
    unsupported-rule: not every calendar program can store weekday number 9 of a month
    help: write 1 to 4, or -1 for the last
    ");
}

#[test]
fn a_weekday_counted_from_the_end() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=-2MO"), @r"
    unsupported-rule: calendar programs cannot store the rule `FREQ=MONTHLY;BYDAY=-2MO`
    help: write `start: 2026-02-16` and `also: [2026-03-23, 2026-04-20, 2026-05-18, 2026-06-22]` instead of `repeats`
    ");
}

#[test]
fn a_month_with_a_weekday_but_no_ordinal_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=TH"), @r"
    unsupported-rule: not every calendar program can store BYDAY without an ordinal in a monthly rule
    help: write which one, such as `BYDAY=4TH`, or `FREQ=WEEKLY`
    ");
}

#[test]
fn an_ordinal_beside_a_position() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=1"), @r"
    unsupported-rule: not every calendar program can store an ordinal with BYSETPOS
    help: write the rule as a sentence, such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn a_weekday_beside_a_day_of_the_month() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"), @r"
    unsupported-rule: not every calendar program can store BYMONTHDAY in a rule with BYDAY
    help: write the rule as a sentence, such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn a_position_without_a_weekday() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=1"), @r"
    unsupported-rule: not every calendar program can store BYSETPOS in a rule without BYDAY
    help: write the rule as a sentence, such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn an_ordinal_in_a_weekly_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=1MO"), @r"
    unsupported-rule: not every calendar program can store an ordinal in a weekly rule
    help: write `FREQ=MONTHLY` for the nth weekday of a month
    ");
}

#[test]
fn a_position_in_a_weekly_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1"), @r"
    unsupported-rule: not every calendar program can store BYSETPOS in a weekly rule
    help: write the rule as a sentence, such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn weekdays_in_a_daily_rrule() {
    insta::assert_snapshot!(refused("FREQ=DAILY;BYDAY=MO,TU"), @r"
    unsupported-rule: not every calendar program can store BYDAY in a daily rule
    help: did you mean `weekly on Monday and Tuesday`?
    ");
}

#[test]
fn weekdays_in_a_daily_rrule_of_every_second_day() {
    insta::assert_snapshot!(refused("FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU"), @r"
    unsupported-rule: not every calendar program can store BYDAY in a daily rule
    help: write the rule as a sentence, such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn working_days_in_a_daily_rrule() {
    insta::assert_snapshot!(refused("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"), @r"
    unsupported-rule: not every calendar program can store BYDAY in a daily rule
    help: did you mean `every weekday`?
    ");
}

#[test]
fn a_month_in_a_daily_rrule() {
    insta::assert_snapshot!(refused("FREQ=DAILY;BYMONTH=1"), @r"
    unsupported-rule: not every calendar program can store BYMONTH in a daily rule
    help: write the rule as a sentence, such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn a_month_in_a_monthly_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTH=1;BYDAY=1MO"), @r"
    unsupported-rule: not every calendar program can store BYMONTH in a monthly rule
    help: write the rule as a sentence, such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn several_months_in_a_yearly_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYMONTH=6,7"), @r"
    unsupported-rule: not every calendar program can store BYMONTH=6,7
    help: write an event for each month, with its own `id`
    ");
}

#[test]
fn a_month_alone_in_a_yearly_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYMONTH=6"), @r"
    unsupported-rule: not every calendar program can store BYMONTH or BYMONTHDAY alone in a yearly rule
    help: write both, such as `FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5`
    ");
}

#[test]
fn a_weekday_without_a_month_in_a_yearly_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYDAY=20MO"), @r"
    unsupported-rule: not every calendar program can store BYDAY without BYMONTH in a yearly rule
    help: write both, such as `FREQ=YEARLY;BYMONTH=6;BYDAY=2SA`
    ");
}

#[test]
fn a_weekday_beside_a_date_in_a_yearly_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1;BYDAY=1MO"), @r"
    unsupported-rule: not every calendar program can store BYDAY with BYMONTHDAY
    help: write the rule as a sentence, such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn a_day_of_the_year() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYYEARDAY=100"), @r"
    unsupported-rule: not every calendar program can store BYYEARDAY=100
    help: write the rule as a sentence, such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn a_time_of_day_in_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=DAILY;BYHOUR=11"), @r"
    unsupported-rule: not every calendar program can store BYHOUR=11
    help: write the rule as a sentence, such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn a_week_that_begins_on_sunday_where_it_makes_a_difference() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU"), @r"
    unsupported-rule: not every calendar program can store a week that does not begin on Monday
    help: write `WKST=MO`
    ");
}
