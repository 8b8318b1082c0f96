use super::*;

/// What is said of a rule that starts on Thursday 22 January 2026.
fn refused(written: &str) -> String {
    refused_from(written, "2026-01-22")
}

fn refused_from(written: &str, start: &str) -> String {
    told(&parsed(written, start, End::Never).unwrap_err())
}

#[test]
fn nothing_is_no_rule() {
    insta::assert_snapshot!(refused("   "), @r"
    empty-value: nothing is written here
    help: write a rule such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`, or remove the key
    ");
}

#[test]
fn words_that_are_no_rule() {
    insta::assert_snapshot!(refused("when we feel like it"), @r"
    bad-repeats: can't understand `when we feel like it`
    help: write a rule such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn a_time_of_day_is_no_part_of_a_rule() {
    insta::assert_snapshot!(refused("weekly on Thursday at 11:00"), @r"
    bad-repeats: `weekly on Thursday at 11:00` also says the time of day
    help: write the rule alone: the time of day belongs in `start` and `end`
    ");
}

#[test]
fn a_long_sentence_is_cut_short_in_the_message() {
    insta::assert_snapshot!(refused("every now and then, when the moon is full and the library has a room to spare for us"), @r"
    bad-repeats: can't understand `every now and then, when the moon is full and the library ha…`
    help: write a rule such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn a_month_without_a_day() {
    insta::assert_snapshot!(refused("monthly"), @r"
    bare-monthly: `monthly` does not say on which day
    help: write `monthly on the 4th Thursday` or `monthly on day 22`
    ");
}

#[test]
fn several_months_without_a_day() {
    insta::assert_snapshot!(refused("every 2 months"), @r"
    bare-monthly: `every 2 months` does not say on which day
    help: write `every 2 months on the 4th Thursday` or `every 2 months on day 22`
    ");
}

#[test]
fn a_month_without_a_day_that_starts_late_in_the_month() {
    insta::assert_snapshot!(refused_from("monthly", "2026-01-30"), @r"
    bare-monthly: `monthly` does not say on which day
    help: did you mean `monthly on the last Friday`?
    ");
}

#[test]
fn every_nth_weekday_could_mean_months_or_weeks() {
    insta::assert_snapshot!(refused("every 4th Thursday"), @r"
    ambiguous-repeats: `every 4th Thursday` could mean once a month or every 4 weeks
    help: write `monthly on the 4th Thursday` or `every 4 weeks on Thursday`
    ");
}

#[test]
fn every_fifth_weekday_could_mean_the_last_or_weeks() {
    insta::assert_snapshot!(refused("every 5th Friday"), @r"
    fifth-weekday: most months have no fifth Friday: the standard skips them, Outlook uses the last one
    help: write `start: 2026-01-30` and `also: [2026-05-29, 2026-07-31, 2026-10-30, 2027-01-29]` instead of `repeats`; if the last Friday will do, write `last`
    ");
}

#[test]
fn a_sentence_with_a_word_of_no_rule_is_not_read_by_its_other_words() {
    for written in [
        "1st snow",
        "every full moon",
        "every 1st snow",
        "every snow on the 4th Thursday",
        "every 3 moons",
        "every few weeks",
        "monthly on snow and rain",
        "monthly on 5 and snow",
        "monthly on snow and 5",
        "monthly on full moon and snow",
    ] {
        assert_eq!(
            refused(written),
            format!(
                "bad-repeats: can't understand `{written}`\n\
                 help: write a rule such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or \
                 `yearly on 22 January`"
            )
        );
    }
}

#[test]
fn biweekly_means_two_things() {
    insta::assert_snapshot!(refused("biweekly"), @r"
    ambiguous-repeats: `biweekly` could mean twice a week or every two weeks
    help: write `every 2 weeks on Thursday` or `weekly on Thursday and <weekday>`
    ");
}

#[test]
fn bimonthly_means_two_things() {
    insta::assert_snapshot!(refused("bi-monthly on the 1st Friday"), @r"
    ambiguous-repeats: `bi-monthly` could mean twice a month or every two months
    help: write `every 2 months on the 1st Friday` or `monthly on the 2nd and 4th Friday`
    ");
}

#[test]
fn an_ordinal_in_a_week() {
    insta::assert_snapshot!(refused("weekly on the 4th Thursday"), @r"
    bad-repeats: `weekly on the 4th Thursday` counts weekdays, but a week has only one of each
    help: did you mean `monthly on the 4th Thursday`?
    ");
}

#[test]
fn a_month_with_a_weekday_but_no_ordinal() {
    insta::assert_snapshot!(refused("monthly on Thursday"), @r"
    bad-repeats: `monthly on Thursday` does not say which Thursday of the month
    help: write `monthly on the 4th Thursday` or `weekly on Thursday`
    ");
}

#[test]
fn a_fifth_weekday() {
    insta::assert_snapshot!(refused("monthly on the 5th Friday"), @r"
    fifth-weekday: most months have no fifth Friday: the standard skips them, Outlook uses the last one
    help: write `start: 2026-01-30` and `also: [2026-05-29, 2026-07-31, 2026-10-30, 2027-01-29]` instead of `repeats`; if the last Friday will do, write `last`
    ");
}

#[test]
fn a_fifth_weekday_of_a_year() {
    insta::assert_snapshot!(refused("yearly on the fifth Friday of May"), @r"
    fifth-weekday: most months have no fifth Friday: the standard skips them, Outlook uses the last one
    help: list the dates under `also` instead of `repeats`; if the last Friday will do, write `last`
    ");
}

#[test]
fn a_fourth_and_a_last_weekday() {
    insta::assert_snapshot!(refused("monthly on the 4th and last Monday"), @r"
    two-ordinals: the 4th Monday is the last one in most months, so there would be one meeting in some months and two in others
    help: keep one of the two: `4th Monday` or `last Monday`
    ");
}

#[test]
fn five_weekdays_of_a_month() {
    insta::assert_snapshot!(refused("monthly on the 1st, 2nd, 3rd and 4th Monday and the last Friday"), @r"
    two-ordinals: 5 weekdays of the month in one rule, where at most four are allowed
    help: write `weekly`, and each date without a meeting under `changes`; or two events, each with its own `id`
    ");
}

#[test]
fn an_ordinal_that_one_weekday_lacks() {
    insta::assert_snapshot!(refused("monthly on the 2nd Monday and Thursday"), @r"
    bad-repeats: `monthly on the 2nd Monday and Thursday` does not say which Thursday of the month
    help: did you mean `monthly on the 2nd Monday and 2nd Thursday`?
    ");
}

#[test]
fn a_working_day_that_is_neither_the_first_nor_the_last() {
    insta::assert_snapshot!(refused("monthly on the 2nd working day"), @r"
    bad-repeats: calendar programs can only store the first and the last working day of a month
    help: write `monthly on the first working day` or `monthly on the last working day`
    ");
}

#[test]
fn two_days_of_a_month() {
    insta::assert_snapshot!(refused("monthly on day 1 and 15"), @r"
    two-ordinals: several days of the month in one rule, which Outlook cannot store
    help: write an event for each, with its own `id`
    ");
}

#[test]
fn a_day_that_some_months_lack() {
    insta::assert_snapshot!(refused("monthly on day 31"), @r"
    day-that-is-missing: day 31 is missing from some months: the standard skips them, Outlook uses their last day
    help: write `monthly on the last day` or `monthly on the 4th Thursday`
    ");
}

#[test]
fn a_day_that_no_month_has() {
    insta::assert_snapshot!(refused("monthly on day 32"), @r"
    bad-repeats: no month has a day 32
    help: write a day from 1 to 28
    ");
}

#[test]
fn the_29_february() {
    insta::assert_snapshot!(refused("yearly on 29 February"), @r"
    day-that-is-missing: 29 February is missing from most years: the standard skips them, Outlook uses 28 February
    help: choose another date, or write a separate event for each leap year
    ");
}

#[test]
fn a_yearly_rule_that_starts_on_29_february() {
    insta::assert_snapshot!(refused_from("yearly", "2028-02-29"), @r"
    day-that-is-missing: 29 February is missing from most years: the standard skips them, Outlook uses 28 February
    help: choose another date, or write a separate event for each leap year
    ");
}

#[test]
fn a_date_that_no_year_has() {
    insta::assert_snapshot!(refused("yearly on 31 April"), @r"
    bad-repeats: April has no day 31
    help: write a day that the month has
    ");
}

#[test]
fn a_year_with_a_month_but_no_day() {
    insta::assert_snapshot!(refused("yearly in March"), @r"
    bare-monthly: `yearly in March` does not say on which day
    help: write `yearly on <day> March`
    ");
}

#[test]
fn an_interval_of_none() {
    insta::assert_snapshot!(refused("every 0 weeks"), @r"
    bad-repeats: `0` is not an interval that calendar programs can store
    help: write a number from 1 to 99
    ");
}

#[test]
fn an_interval_that_outlook_cannot_store() {
    insta::assert_snapshot!(refused("every 100 months on the 1st Friday"), @r"
    bad-repeats: `100` is not an interval that calendar programs can store
    help: write a number from 1 to 99
    ");
}

#[test]
fn the_end_of_a_series_is_no_part_of_a_rule() {
    insta::assert_snapshot!(refused("weekly until 2026-06-01"), @r"
    bad-repeats: `weekly until 2026-06-01` also says when the series ends
    help: write the rule alone, and the last date under `until`, such as `until: 2026-06-01`
    ");
}

#[test]
fn the_first_date_is_no_part_of_a_rule() {
    insta::assert_snapshot!(refused("weekly from 5 March"), @r"
    bad-repeats: `weekly from 5 March` also says when the series starts
    help: write the rule alone: the first date is `start`
    ");
}

#[test]
fn exceptions_are_no_part_of_a_rule() {
    insta::assert_snapshot!(refused("weekly on Thursday except in August"), @r"
    bad-repeats: `weekly on Thursday except in August` also says when there is no meeting
    help: write the rule alone, and each date without a meeting under `changes`, such as `2026-01-29: {skipped: true}`
    ");
}

#[test]
fn a_weekday_misspelt() {
    insta::assert_snapshot!(refused("weekly on Thrusday"), @r"
    bad-repeats: can't understand `weekly on Thrusday`
    help: write `weekly on Thursday`
    ");
}

#[test]
fn a_month_misspelt() {
    insta::assert_snapshot!(refused("yearly on 5 febuary"), @r"
    bad-repeats: can't understand `yearly on 5 febuary`
    help: write `yearly on 5 February`
    ");
}

#[test]
fn a_period_misspelt() {
    insta::assert_snapshot!(refused("montly on the 4th thursday"), @r"
    bad-repeats: can't understand `montly on the 4th thursday`
    help: write `monthly on the 4th Thursday`
    ");
}

#[test]
fn a_word_that_is_close_to_none() {
    insta::assert_snapshot!(refused("whenever it rains"), @r"
    bad-repeats: can't understand `whenever it rains`
    help: write a rule such as `weekly on Thursday`, `every 2 weeks on Thursday`, `monthly on the 4th Thursday` or `yearly on 22 January`
    ");
}

#[test]
fn quarters() {
    insta::assert_snapshot!(refused("quarterly"), @r"
    bare-monthly: `quarterly` does not say on which day
    help: write `every 3 months on the 4th Thursday` or `every 3 months on day 22`
    ");
}

#[test]
fn two_days_of_the_month_by_number() {
    insta::assert_snapshot!(refused("monthly on the 1st and 15th"), @r"
    two-ordinals: several days of the month in one rule, which Outlook cannot store
    help: write an event for each, with its own `id`
    ");
}

#[test]
fn a_cure_of_the_last_day_loses_no_word() {
    for written in [
        "yearly on the last day of March",
        "yearly on the last working day of March",
        "monthly on the second to last day",
        "monthly on the first working day and last working day",
        "monthly on the last day and the 15th",
    ] {
        assert!(!refused(written).contains("did you mean"), "{written}");
    }
}
