use super::*;

/// What is said of a start that is off the rule.
fn off(written: &str, start: &str) -> String {
    told(&parsed(written, start, End::Never).unwrap_err())
}

#[test]
fn a_start_off_a_weekly_rule_names_the_nearest_date() {
    insta::assert_snapshot!(off("weekly on Friday", "2026-01-22"), @r"
    start-off-rule: the start, Thursday 22 January 2026, is not a date of `weekly on Friday`
    help: the nearest date of the rule is `2026-01-23` (Friday); correct the start or the rule
    ");
}

#[test]
fn a_start_off_a_rule_of_several_weekdays_names_the_nearest_date() {
    insta::assert_snapshot!(off("weekly on Monday and Thursday", "2026-01-25"), @r"
    start-off-rule: the start, Sunday 25 January 2026, is not a date of `weekly on Monday and Thursday`
    help: the nearest date of the rule is `2026-01-26` (Monday); correct the start or the rule
    ");
}

#[test]
fn a_start_off_a_rule_that_skips_weeks_names_the_nearest_date_of_any_week() {
    insta::assert_snapshot!(off("every 4 weeks on Friday", "2026-01-20"), @r"
    start-off-rule: the start, Tuesday 20 January 2026, is not a date of `every 4 weeks on Friday`
    help: the nearest date of the rule is `2026-01-23` (Friday); correct the start or the rule
    ");
}

#[test]
fn of_two_dates_equally_near_the_earlier_is_named() {
    insta::assert_snapshot!(off("weekly on Monday and Wednesday", "2026-01-20"), @r"
    start-off-rule: the start, Tuesday 20 January 2026, is not a date of `weekly on Monday and Wednesday`
    help: the nearest date of the rule is `2026-01-19` (Monday); correct the start or the rule
    ");
}

#[test]
fn a_start_off_a_weekday_of_the_month_names_the_nearest_date() {
    insta::assert_snapshot!(off("monthly on the 4th Thursday", "2026-01-29"), @r"
    start-off-rule: the start, Thursday 29 January 2026, is not a date of `monthly on the 4th Thursday`
    help: the nearest date of the rule is `2026-01-22` (Thursday); correct the start or the rule
    ");
}

#[test]
fn the_nearest_date_may_stand_in_the_month_before() {
    insta::assert_snapshot!(off("monthly on the last Friday", "2026-02-02"), @r"
    start-off-rule: the start, Monday 2 February 2026, is not a date of `monthly on the last Friday`
    help: the nearest date of the rule is `2026-01-30` (Friday); correct the start or the rule
    ");
}

#[test]
fn the_nearest_date_may_stand_in_the_month_after() {
    insta::assert_snapshot!(off("every 2 months on the 1st Monday", "2026-01-31"), @r"
    start-off-rule: the start, Saturday 31 January 2026, is not a date of `every 2 months on the 1st Monday`
    help: the nearest date of the rule is `2026-02-02` (Monday); correct the start or the rule
    ");
}

#[test]
fn a_start_off_a_day_of_the_month_names_the_nearest_date() {
    insta::assert_snapshot!(off("every 3 months on day 15", "2026-02-28"), @r"
    start-off-rule: the start, Saturday 28 February 2026, is not a date of `every 3 months on day 15`
    help: the nearest date of the rule is `2026-02-15` (Sunday); correct the start or the rule
    ");
}

#[test]
fn a_start_off_a_date_of_the_year_names_the_nearest_date() {
    insta::assert_snapshot!(off("yearly on 5 March", "2026-09-05"), @r"
    start-off-rule: the start, Saturday 5 September 2026, is not a date of `yearly on 5 March`
    help: the nearest date of the rule is `2027-03-05` (Friday); correct the start or the rule
    ");
}

#[test]
fn a_start_off_a_rule_that_skips_years_names_the_nearest_date_of_any_year() {
    insta::assert_snapshot!(off("every 12 years on 5 March", "2026-01-05"), @r"
    start-off-rule: the start, Monday 5 January 2026, is not a date of `every 12 years on 5 March`
    help: the nearest date of the rule is `2026-03-05` (Thursday); correct the start or the rule
    ");
}

#[test]
fn a_start_off_a_weekday_of_the_year_names_the_nearest_date() {
    insta::assert_snapshot!(off("yearly on the 2nd Saturday of June", "2026-01-10"), @r"
    start-off-rule: the start, Saturday 10 January 2026, is not a date of `yearly on the 2nd Saturday of June`
    help: the nearest date of the rule is `2026-06-13` (Saturday); correct the start or the rule
    ");
}

#[test]
fn the_nearest_date_of_a_year_may_stand_in_the_year_before() {
    insta::assert_snapshot!(off("yearly on the last Thursday of December", "2026-01-10"), @r"
    start-off-rule: the start, Saturday 10 January 2026, is not a date of `yearly on the last Thursday of December`
    help: the nearest date of the rule is `2025-12-25` (Thursday); correct the start or the rule
    ");
}

#[test]
fn the_nearest_date_may_stand_half_a_year_before() {
    // 185 days after 8 June 2024, and 186 before 14 June 2025.
    insta::assert_snapshot!(off("yearly on the 2nd Saturday of June", "2024-12-10"), @r"
    start-off-rule: the start, Tuesday 10 December 2024, is not a date of `yearly on the 2nd Saturday of June`
    help: the nearest date of the rule is `2024-06-08` (Saturday); correct the start or the rule
    ");
}

#[test]
fn changes_around_a_start_off_its_rule_may_name_dates_of_two_years_before_it() {
    let pattern = rule("yearly on 5 March", "2026-03-05", End::Never).pattern();
    let around = RecurrenceRule::around(pattern, date("2026-09-05"));
    assert_eq!(
        first(&around, 3),
        ["2025-03-05", "2026-03-05", "2027-03-05"]
    );
}

#[test]
fn a_series_that_ends_before_it_starts_is_refused() {
    let end = End::Until(date("2026-01-21"));
    let problem = parsed("weekly", "2026-01-22", end).unwrap_err();
    insta::assert_snapshot!(told(&problem), @r"
    until-before-start: the series ends on 2026-01-21, before it starts on 2026-01-22
    help: write the last day of the series, on or after its start
    ");
}

#[test]
fn a_series_may_end_on_the_day_it_starts() {
    let rule = rule("weekly", "2026-01-22", End::Until(date("2026-01-22")));
    assert_eq!(first(&rule, 9), ["2026-01-22"]);
    assert_eq!(rule.last(), Some(date("2026-01-22")));
}

#[test]
fn the_last_day_counts_where_the_rule_gives_it() {
    let rule = rule("weekly", "2026-01-22", End::Until(date("2026-02-05")));
    assert_eq!(first(&rule, 9), ["2026-01-22", "2026-01-29", "2026-02-05"]);
}

#[test]
fn the_last_date_is_the_last_on_or_before_the_last_day() {
    let rule = rule("weekly", "2026-01-22", End::Until(date("2026-02-04")));
    assert_eq!(first(&rule, 9), ["2026-01-22", "2026-01-29"]);
    assert_eq!(rule.last(), Some(date("2026-01-29")));
}

#[test]
fn a_series_without_end_has_no_last_date() {
    assert_eq!(rule("daily", "2026-01-22", End::Never).last(), None);
}

#[test]
fn a_count_of_one_is_the_start_alone() {
    let rule = rule("weekly", "2026-01-22", End::Count(1));
    assert_eq!(first(&rule, 9), ["2026-01-22"]);
    assert_eq!(rule.last(), Some(date("2026-01-22")));
}

#[test]
fn a_count_of_a_set_that_starts_mid_week_counts_from_the_start() {
    // Monday 19 January is of the rule, and before the start.
    let rule = rule(
        "weekly on Monday, Wednesday and Friday",
        "2026-01-21",
        End::Count(4),
    );
    assert_eq!(
        first(&rule, 9),
        ["2026-01-21", "2026-01-23", "2026-01-26", "2026-01-28"]
    );
    assert_eq!(rule.last(), Some(date("2026-01-28")));
}

#[test]
fn a_count_of_a_set_that_skips_weeks_counts_from_the_start() {
    let rule = rule(
        "every 2 weeks on Monday and Sunday",
        "2026-01-25",
        End::Count(4),
    );
    assert_eq!(
        first(&rule, 9),
        ["2026-01-25", "2026-02-02", "2026-02-08", "2026-02-16"]
    );
    assert_eq!(rule.last(), Some(date("2026-02-16")));
}

#[test]
fn a_count_past_the_end_of_the_calendar_is_no_panic() {
    for written in [
        "daily",
        "every 99 weeks on Thursday",
        "monthly on the 4th Thursday",
        "monthly on day 22",
        "every 99 years",
        "yearly on the 4th Thursday of January",
    ] {
        let rule = rule(written, "2026-01-22", End::Count(u32::MAX));
        assert!(rule.on_or_after(date("9899-01-01")).is_some(), "{written}");
    }
}
