use super::*;

/// What is said of an RRULE whose series starts on Thursday 22 January 2026.
fn refused(written: &str) -> String {
    told(&parsed(written, "2026-01-22", End::Never).unwrap_err())
}

#[test]
fn an_rrule_of_a_month_without_a_day() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY"), @r"
    bare-monthly: `monthly` does not say on which day
    help: write `monthly on the 4th Thursday` or `monthly on day 22`
    ");
}

#[test]
fn a_fifth_weekday_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=5TH"), @r"
    fifth-weekday: most months have no fifth such weekday: the standard skips them, Outlook takes the last
    help: write `last`, such as `monthly on the last Thursday`, or list the dates under `also`
    ");
}

#[test]
fn a_fifth_weekday_as_outlook_might_write_it() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=5"), @r"
    fifth-weekday: most months have no fifth such weekday: the standard skips them, Outlook takes the last
    help: write `last`, such as `monthly on the last Thursday`, or list the dates under `also`
    ");
}

#[test]
fn two_days_of_a_month_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTHDAY=1,15"), @r"
    two-ordinals: two days of the month in one rule, which Outlook cannot hold
    help: write two events, one for each, with an `id` of their own
    ");
}

#[test]
fn a_day_that_some_months_lack_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTHDAY=29"), @r"
    day-that-is-missing: day 29 is missing from some months: the standard skips them, Outlook takes their last day
    help: choose a day from 1 to 28, or a weekday such as `monthly on the last Friday`
    ");
}

#[test]
fn a_day_that_no_month_has_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTHDAY=0"), @r"
    bad-repeats: `0` is no day of a month
    help: write a day from 1 to 28
    ");
}

#[test]
fn a_day_counted_from_the_end_of_the_month() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTHDAY=-2"), @r"
    unsupported-rule: BYMONTHDAY=-2 is more than every calendar program can hold
    help: count from the first, a day from 1 to 28, or write -1 for the last day
    ");
}

#[test]
fn the_29_february_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), @r"
    day-that-is-missing: 29 February is missing from most years: the standard skips them, Outlook takes 28 February
    help: choose another date, or write an event of its own for each leap year
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
    bad-repeats: `0` is no interval that calendar programs hold
    help: write a number from 1 to 99
    ");
}

#[test]
fn an_rrule_without_a_frequency() {
    insta::assert_snapshot!(refused("BYDAY=4TH"), @r"
    bad-repeats: `BYDAY=4TH` has no FREQ
    help: begin with FREQ, such as `FREQ=MONTHLY;BYDAY=4TH`
    ");
}

#[test]
fn a_frequency_of_hours() {
    insta::assert_snapshot!(refused("FREQ=HOURLY"), @r"
    unsupported-rule: FREQ=HOURLY is more than every calendar program can hold
    help: write DAILY, WEEKLY, MONTHLY or YEARLY
    ");
}

#[test]
fn a_frequency_that_is_none() {
    insta::assert_snapshot!(refused("FREQ=FORTNIGHTLY"), @r"
    unsupported-rule: FREQ=FORTNIGHTLY is more than every calendar program can hold
    help: write DAILY, WEEKLY, MONTHLY or YEARLY
    ");
}

#[test]
fn an_rrule_that_ends_in_two_semicolons() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=TH;;"), @r"
    bad-repeats: `` is no part of an RRULE that can be read here
    help: write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, with `;` between them
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
    bad-repeats: `EVERY=FR` is no part of an RRULE that can be read here
    help: write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, with `;` between them
    ");
}

#[test]
fn an_rrule_with_a_part_twice() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=FR;BYDAY=MO"), @r"
    bad-repeats: `BYDAY=MO` is no part of an RRULE that can be read here
    help: write BYDAY once
    ");
}

#[test]
fn a_weekday_that_is_none_in_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=XX"), @r"
    bad-repeats: `BYDAY=XX` is no part of an RRULE that can be read here
    help: write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, with `;` between them
    ");
}

#[test]
fn a_weekday_that_begins_with_a_letter_of_two_bytes_in_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=é"), @r"
    bad-repeats: `BYDAY=É` is no part of an RRULE that can be read here
    help: write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, with `;` between them
    ");
}

#[test]
fn an_interval_that_is_no_number_in_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;INTERVAL=two"), @r"
    bad-repeats: `INTERVAL=TWO` is no part of an RRULE that can be read here
    help: write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, with `;` between them
    ");
}

#[test]
fn an_end_inside_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;UNTIL=20261231T000000Z"), @r"
    bad-repeats: `UNTIL=20261231T000000Z` stands as a key of its own in this file
    help: write `until: 2026-12-31` beside `repeats`
    ");
}

#[test]
fn a_count_inside_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;COUNT=10"), @r"
    bad-repeats: `COUNT=10` stands as a key of its own in this file
    help: write `count: 10` beside `repeats`
    ");
}

#[test]
fn a_ninth_weekday_never_fires() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=9TH"), @r"
    unsupported-rule: weekday number 9 of a month is more than every calendar program can hold
    help: write 1 to 4, or -1 for the last
    ");
}

#[test]
fn a_weekday_counted_from_the_end() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=-2MO"), @r"
    unsupported-rule: weekday number -2 of a month is more than every calendar program can hold
    help: write 1 to 4, or -1 for the last
    ");
}

#[test]
fn a_month_with_a_weekday_but_no_ordinal_as_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=TH"), @r"
    unsupported-rule: BYDAY without an ordinal is more than every calendar program can hold
    help: say which one, such as `BYDAY=4TH`, or write `FREQ=WEEKLY`
    ");
}

#[test]
fn an_ordinal_beside_a_position() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=1"), @r"
    unsupported-rule: an ordinal beside BYSETPOS is more than every calendar program can hold
    help: write the rule as a sentence, such as `monthly on the 4th Thursday`
    ");
}

#[test]
fn a_weekday_beside_a_day_of_the_month() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"), @r"
    unsupported-rule: BYMONTHDAY in a rule with BYDAY is more than every calendar program can hold
    help: write the rule as a sentence, such as `monthly on the 4th Thursday`
    ");
}

#[test]
fn a_position_without_a_weekday() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=1"), @r"
    unsupported-rule: BYSETPOS in a rule without BYDAY is more than every calendar program can hold
    help: write the rule as a sentence, such as `monthly on the 4th Thursday`
    ");
}

#[test]
fn an_ordinal_in_a_weekly_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=1MO"), @r"
    unsupported-rule: an ordinal in a weekly rule is more than every calendar program can hold
    help: write `FREQ=MONTHLY` for the nth weekday of a month
    ");
}

#[test]
fn a_position_in_a_weekly_rrule() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1"), @r"
    unsupported-rule: BYSETPOS in a weekly rule is more than every calendar program can hold
    help: write the rule as a sentence, such as `monthly on the 4th Thursday`
    ");
}

#[test]
fn weekdays_in_a_daily_rrule() {
    insta::assert_snapshot!(refused("FREQ=DAILY;BYDAY=MO,TU"), @r"
    unsupported-rule: BYDAY in a daily rule is more than every calendar program can hold
    help: write `weekly on Monday and Tuesday`
    ");
}

#[test]
fn weekdays_in_a_daily_rrule_of_every_second_day() {
    insta::assert_snapshot!(refused("FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU"), @r"
    unsupported-rule: BYDAY in a daily rule is more than every calendar program can hold
    help: write the rule as a sentence, such as `monthly on the 4th Thursday`
    ");
}

#[test]
fn working_days_in_a_daily_rrule() {
    insta::assert_snapshot!(refused("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"), @r"
    unsupported-rule: BYDAY in a daily rule is more than every calendar program can hold
    help: write `every weekday`
    ");
}

#[test]
fn a_month_in_a_daily_rrule() {
    insta::assert_snapshot!(refused("FREQ=DAILY;BYMONTH=1"), @r"
    unsupported-rule: BYMONTH in a daily rule is more than every calendar program can hold
    help: write the rule as a sentence, such as `monthly on the 4th Thursday`
    ");
}

#[test]
fn a_month_in_a_monthly_rrule() {
    insta::assert_snapshot!(refused("FREQ=MONTHLY;BYMONTH=1;BYDAY=1MO"), @r"
    unsupported-rule: BYMONTH in a monthly rule is more than every calendar program can hold
    help: write the rule as a sentence, such as `monthly on the 4th Thursday`
    ");
}

#[test]
fn several_months_in_a_yearly_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYMONTH=6,7"), @r"
    unsupported-rule: BYMONTH=6,7 is more than every calendar program can hold
    help: write an event of its own for each month
    ");
}

#[test]
fn a_month_alone_in_a_yearly_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYMONTH=6"), @r"
    unsupported-rule: BYMONTH or BYMONTHDAY alone in a yearly rule is more than every calendar program can hold
    help: write both, such as `FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5`
    ");
}

#[test]
fn a_weekday_without_a_month_in_a_yearly_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYDAY=20MO"), @r"
    unsupported-rule: BYDAY without BYMONTH in a yearly rule is more than every calendar program can hold
    help: write both, such as `FREQ=YEARLY;BYMONTH=6;BYDAY=2SA`
    ");
}

#[test]
fn a_weekday_beside_a_date_in_a_yearly_rrule() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1;BYDAY=1MO"), @r"
    unsupported-rule: BYDAY beside BYMONTHDAY is more than every calendar program can hold
    help: write the rule as a sentence, such as `monthly on the 4th Thursday`
    ");
}

#[test]
fn a_day_of_the_year() {
    insta::assert_snapshot!(refused("FREQ=YEARLY;BYYEARDAY=100"), @r"
    unsupported-rule: BYYEARDAY=100 is more than every calendar program can hold
    help: write the rule as a sentence, such as `monthly on the 4th Thursday`
    ");
}

#[test]
fn a_time_of_day_in_an_rrule() {
    insta::assert_snapshot!(refused("FREQ=DAILY;BYHOUR=11"), @r"
    unsupported-rule: BYHOUR=11 is more than every calendar program can hold
    help: write the rule as a sentence, such as `monthly on the 4th Thursday`
    ");
}

#[test]
fn a_week_that_begins_on_sunday_where_it_makes_a_difference() {
    insta::assert_snapshot!(refused("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU"), @r"
    unsupported-rule: a week that does not begin on Monday is more than every calendar program can hold
    help: write `WKST=MO`
    ");
}
