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
    help: write a rule such as `monthly on the 4th Thursday`, or remove the key
    ");
}

#[test]
fn words_that_are_no_rule() {
    insta::assert_snapshot!(refused("when we feel like it"), @r"
    bad-repeats: `when we feel like it` is not a rule that can be read
    help: write a rule such as `weekly on Monday`, `every 2 weeks on Friday`, `monthly on the 4th Thursday` or `yearly on 5 March`
    ");
}

#[test]
fn a_time_of_day_is_no_part_of_a_rule() {
    insta::assert_snapshot!(refused("weekly on Thursday at 11:00"), @r"
    bad-repeats: `weekly on Thursday at 11:00` is not a rule that can be read
    help: a rule says on which days, and no more: write the time of day under `start`
    ");
}

#[test]
fn a_long_sentence_is_cut_short_in_the_message() {
    insta::assert_snapshot!(refused("every now and then, when the moon is full and the library has a room to spare for us"), @r"
    bad-repeats: `every now and then, when the moon is full and the library ha…` is not a rule that can be read
    help: write a rule such as `weekly on Monday`, `every 2 weeks on Friday`, `monthly on the 4th Thursday` or `yearly on 5 March`
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
    help: write `monthly on the last Friday`
    ");
}

#[test]
fn every_nth_weekday_could_mean_months_or_weeks() {
    insta::assert_snapshot!(refused("every 4th Thursday"), @r"
    ambiguous-repeats: `every 4th Thursday` could mean each month or every so many weeks
    help: write `monthly on the 4th Thursday` or `every 4 weeks on Thursday`
    ");
}

#[test]
fn every_first_weekday_is_of_the_month() {
    insta::assert_snapshot!(refused("every first Monday"), @r"
    bad-repeats: `every first Monday` is not a rule that can be read
    help: write `monthly on the 1st Monday`
    ");
}

#[test]
fn every_last_weekday_is_of_the_month() {
    insta::assert_snapshot!(refused("every last Friday"), @r"
    bad-repeats: `every last Friday` is not a rule that can be read
    help: write `monthly on the last Friday`
    ");
}

#[test]
fn every_fifth_weekday_could_mean_the_last_or_weeks() {
    insta::assert_snapshot!(refused("every 5th Friday"), @r"
    fifth-weekday: most months have no fifth such weekday: the standard skips them, Outlook takes the last
    help: write `last`, such as `monthly on the last Thursday`, or list the dates under `also`
    ");
}

#[test]
fn an_ordinal_and_a_weekday_without_a_month() {
    insta::assert_snapshot!(refused("4th Thursday"), @r"
    bad-repeats: `4th Thursday` is not a rule that can be read
    help: write `monthly on the 4th Thursday`
    ");
}

#[test]
fn a_sentence_with_a_word_of_no_rule_is_not_read_by_its_other_words() {
    for written in [
        "Easter Monday",
        "1st snow",
        "every full moon",
        "every Easter Monday",
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
                "bad-repeats: `{written}` is not a rule that can be read\n\
                 help: write a rule such as `weekly on Monday`, `every 2 weeks on Friday`, `monthly on the 4th Thursday` or \
                 `yearly on 5 March`"
            )
        );
    }
}

#[test]
fn biweekly_means_two_things() {
    insta::assert_snapshot!(refused("biweekly"), @r"
    ambiguous-repeats: `biweekly` means twice in one, or once in two
    help: write `every 2 weeks on Friday` or `every 2 months on the 1st Friday`
    ");
}

#[test]
fn bimonthly_means_two_things() {
    insta::assert_snapshot!(refused("bi-monthly on the 1st Friday"), @r"
    ambiguous-repeats: `bi-monthly` means twice in one, or once in two
    help: write `every 2 weeks on Friday` or `every 2 months on the 1st Friday`
    ");
}

#[test]
fn an_ordinal_in_a_week() {
    insta::assert_snapshot!(refused("weekly on the 4th Thursday"), @r"
    bad-repeats: `weekly on the 4th Thursday` is not a rule that can be read
    help: a week has one of each weekday: write `monthly on the 4th Thursday`
    ");
}

#[test]
fn a_month_with_a_weekday_but_no_ordinal() {
    insta::assert_snapshot!(refused("monthly on Thursday"), @r"
    bad-repeats: `monthly on Thursday` is not a rule that can be read
    help: say which one: `monthly on the 1st Thursday` or `weekly on Thursday`
    ");
}

#[test]
fn a_fifth_weekday() {
    insta::assert_snapshot!(refused("monthly on the 5th Friday"), @r"
    fifth-weekday: most months have no fifth such weekday: the standard skips them, Outlook takes the last
    help: write `last`, such as `monthly on the last Thursday`, or list the dates under `also`
    ");
}

#[test]
fn a_fifth_weekday_of_a_year() {
    insta::assert_snapshot!(refused("yearly on the fifth Friday of May"), @r"
    fifth-weekday: most months have no fifth such weekday: the standard skips them, Outlook takes the last
    help: write `last`, such as `monthly on the last Thursday`, or list the dates under `also`
    ");
}

#[test]
fn a_fourth_and_a_last_weekday() {
    insta::assert_snapshot!(refused("monthly on the 4th and last Monday"), @r"
    two-ordinals: the 4th Monday is the last one in most months, so they would be one meeting in some months and two in others
    help: keep one of the two: `4th Monday`, or `last Monday`
    ");
}

#[test]
fn five_weekdays_of_a_month() {
    insta::assert_snapshot!(refused("monthly on the 1st, 2nd, 3rd and 4th Monday and the last Friday"), @r"
    two-ordinals: 5 weekdays of the month in one rule: four are the most
    help: write `weekly`, and the dates without a meeting under `changes`; or two events, each with an `id` of its own
    ");
}

#[test]
fn an_ordinal_that_one_weekday_lacks() {
    insta::assert_snapshot!(refused("monthly on the 2nd Monday and Thursday"), @r"
    bad-repeats: `monthly on the 2nd Monday and Thursday` is not a rule that can be read
    help: say which Thursday is meant, such as `2nd Thursday`
    ");
}

#[test]
fn a_working_day_that_is_neither_the_first_nor_the_last() {
    insta::assert_snapshot!(refused("monthly on the 2nd working day"), @r"
    bad-repeats: `monthly on the 2nd working day` is not a rule that can be read
    help: calendar programs hold the first and the last working day of a month, and no other: write `monthly on the first working day`
    ");
}

#[test]
fn two_days_of_a_month() {
    insta::assert_snapshot!(refused("monthly on day 1 and 15"), @r"
    two-ordinals: two days of the month in one rule, which Outlook cannot hold
    help: write two events, one for each, with an `id` of their own
    ");
}

#[test]
fn a_day_that_some_months_lack() {
    insta::assert_snapshot!(refused("monthly on day 31"), @r"
    day-that-is-missing: day 31 is missing from some months: the standard skips them, Outlook takes their last day
    help: choose a day from 1 to 28, or a weekday such as `monthly on the last Friday`
    ");
}

#[test]
fn a_day_that_no_month_has() {
    insta::assert_snapshot!(refused("monthly on day 32"), @r"
    bad-repeats: `32` is no day of a month
    help: write a day from 1 to 28
    ");
}

#[test]
fn the_29_february() {
    insta::assert_snapshot!(refused("yearly on 29 February"), @r"
    day-that-is-missing: 29 February is missing from most years: the standard skips them, Outlook takes 28 February
    help: choose another date, or write an event of its own for each leap year
    ");
}

#[test]
fn a_yearly_rule_that_starts_on_29_february() {
    insta::assert_snapshot!(refused_from("yearly", "2028-02-29"), @r"
    day-that-is-missing: 29 February is missing from most years: the standard skips them, Outlook takes 28 February
    help: choose another date, or write an event of its own for each leap year
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
    bad-repeats: `yearly in March` is not a rule that can be read
    help: write a rule such as `weekly on Monday`, `every 2 weeks on Friday`, `monthly on the 4th Thursday` or `yearly on 5 March`
    ");
}

#[test]
fn an_interval_of_none() {
    insta::assert_snapshot!(refused("every 0 weeks"), @r"
    bad-repeats: `0` is no interval that calendar programs hold
    help: write a number from 1 to 99
    ");
}

#[test]
fn an_interval_that_outlook_cannot_store() {
    insta::assert_snapshot!(refused("every 100 months on the 1st Friday"), @r"
    bad-repeats: `100` is no interval that calendar programs hold
    help: write a number from 1 to 99
    ");
}

#[test]
fn the_end_of_a_series_is_no_part_of_a_rule() {
    insta::assert_snapshot!(refused("weekly until 2026-06-01"), @r"
    bad-repeats: `weekly until 2026-06-01` is not a rule that can be read
    help: a rule says how often, and no more: write the last date under `until`
    ");
}

#[test]
fn the_first_date_is_no_part_of_a_rule() {
    insta::assert_snapshot!(refused("weekly from 5 March"), @r"
    bad-repeats: `weekly from 5 March` is not a rule that can be read
    help: a rule says how often, and no more: write the first date under `start`
    ");
}

#[test]
fn exceptions_are_no_part_of_a_rule() {
    insta::assert_snapshot!(refused("weekly on Thursday except in August"), @r"
    bad-repeats: `weekly on Thursday except in August` is not a rule that can be read
    help: write the rule alone, and each date that does not take place under `changes`, such as `2026-12-24: {skipped: Christmas}`
    ");
}

#[test]
fn a_weekday_misspelt() {
    insta::assert_snapshot!(refused("weekly on Thrusday"), @r"
    bad-repeats: `weekly on Thrusday` is not a rule that can be read
    help: did you mean `weekly on Thursday`?
    ");
}

#[test]
fn a_month_misspelt() {
    insta::assert_snapshot!(refused("yearly on 5 febuary"), @r"
    bad-repeats: `yearly on 5 febuary` is not a rule that can be read
    help: did you mean `yearly on 5 February`?
    ");
}

#[test]
fn a_period_misspelt() {
    insta::assert_snapshot!(refused("montly on the 4th thursday"), @r"
    bad-repeats: `montly on the 4th thursday` is not a rule that can be read
    help: did you mean `monthly on the 4th Thursday`?
    ");
}

#[test]
fn a_word_that_is_close_to_none() {
    insta::assert_snapshot!(refused("whenever it rains"), @r"
    bad-repeats: `whenever it rains` is not a rule that can be read
    help: write a rule such as `weekly on Monday`, `every 2 weeks on Friday`, `monthly on the 4th Thursday` or `yearly on 5 March`
    ");
}

#[test]
fn quarters() {
    insta::assert_snapshot!(refused("quarterly"), @r"
    bad-repeats: `quarterly` is not a rule that can be read
    help: write it as `every 3 months on the 1st Thursday`
    ");
}

#[test]
fn working_days_by_their_ends() {
    insta::assert_snapshot!(refused("Monday to Friday"), @r"
    bad-repeats: `Monday to Friday` is not a rule that can be read
    help: write it as `every weekday`
    ");
}

#[test]
fn two_days_of_the_month_by_number() {
    insta::assert_snapshot!(refused("monthly on the 1st and 15th"), @r"
    two-ordinals: two days of the month in one rule, which Outlook cannot hold
    help: write two events, one for each, with an `id` of their own
    ");
}

#[test]
fn weekdays_of_the_month_that_are_not_said_to_be() {
    for (written, rule) in [
        ("1st and 3rd Friday", "monthly on the 1st and 3rd Friday"),
        (
            "every 1st and 3rd Friday",
            "monthly on the 1st and 3rd Friday",
        ),
        (
            "monthly on the 1st & 3rd Friday",
            "monthly on the 1st and 3rd Friday",
        ),
        (
            "1st/3rd Friday of the month",
            "monthly on the 1st and 3rd Friday",
        ),
        (
            "every other last Friday",
            "every 2 months on the last Friday",
        ),
    ] {
        assert_eq!(
            refused(written),
            format!(
                "bad-repeats: `{written}` is not a rule that can be read\nhelp: write `{rule}`"
            )
        );
    }
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
        assert!(!refused(written).contains("write it as"), "{written}");
    }
}
