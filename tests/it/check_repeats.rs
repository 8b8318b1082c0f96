use super::check::report_of;

#[test]
fn a_rule_that_cannot_be_read() {
    let report = report_of("  - {id: a, title: A, start: 2026-01-22, repeats: now and then}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-repeats]: `now and then` is not a rule that can be read
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: now and then}
      |                                                   ^^^^^^^^^^^^
      |
      = help: write a rule such as `weekly on Monday`, `every 2 weeks on Friday`, `monthly on the 4th Thursday` or `yearly on 5 March`
    ");
}

#[test]
fn a_rule_that_could_mean_two_things() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-01-22, repeats: every 4th Thursday}\n");
    insta::assert_snapshot!(report, @r"
    error[ambiguous-repeats]: `every 4th Thursday` could mean each month or every so many weeks
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: every 4th Thursday}
      |                                                   ^^^^^^^^^^^^^^^^^^
      |
      = help: write `monthly on the 4th Thursday` or `every 4 weeks on Thursday`
    ");
}

#[test]
fn a_month_without_a_day() {
    let report = report_of("  - {id: a, title: A, start: 2026-01-22, repeats: monthly}\n");
    insta::assert_snapshot!(report, @r"
    error[bare-monthly]: `monthly` does not say on which day
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: monthly}
      |                                                   ^^^^^^^
      |
      = help: write `monthly on the 4th Thursday` or `monthly on day 22`
    ");
}

#[test]
fn a_fifth_weekday() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-01-22, repeats: monthly on the 5th Thursday}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[fifth-weekday]: most months have no fifth such weekday: the standard skips them, Outlook takes the last
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: monthly on the 5th Thursday}
      |                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `last`, such as `monthly on the last Thursday`, or list the dates under `also`
    ");
}

#[test]
fn two_ordinals_in_one_rule() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-01-22, repeats: monthly on the 1st and 3rd Thursday}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[two-ordinals]: two days of the month in one rule, which Outlook cannot hold
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: monthly on the 1st and 3rd Thursday}
      |                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write two events, one for each, with an `id` of their own
    ");
}

#[test]
fn a_day_that_some_months_lack() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-01-22, repeats: monthly on day 30}\n");
    insta::assert_snapshot!(report, @r"
    error[day-that-is-missing]: day 30 is missing from some months: the standard skips them, Outlook takes their last day
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: monthly on day 30}
      |                                                   ^^^^^^^^^^^^^^^^^
      |
      = help: choose a day from 1 to 28, or a weekday such as `monthly on the last Friday`
    ");
}

#[test]
fn a_rule_that_not_every_program_holds() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-01-22, repeats: FREQ=MONTHLY;BYMONTHDAY=-1}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[unsupported-rule]: BYMONTHDAY=-1 is more than every calendar program can hold
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: FREQ=MONTHLY;BYMONTHDAY=-1}
      |                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: count from the first: a day from 1 to 28
    ");
}

#[test]
fn a_start_off_its_rule_is_reported_at_the_start() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-01-22, repeats: monthly on the 4th Friday}\n");
    insta::assert_snapshot!(report, @r"
    error[start-off-rule]: the start, Thursday 22 January 2026, is not a date of `monthly on the 4th Friday`
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: monthly on the 4th Friday}
      |                              ^^^^^^^^^^
      |
      = help: the nearest date of the rule is `2026-01-23` (Friday); correct the start or the rule
    ");
}

#[test]
fn an_end_of_a_series_without_a_series() {
    let report = report_of("  - {id: a, title: A, start: 2026-01-22, until: 2026-12-31}\n");
    insta::assert_snapshot!(report, @r"
    error[needs-repeats]: `until` ends a series, and this event does not repeat
     --> events.yaml:8:42
      |
    8 |   - {id: a, title: A, start: 2026-01-22, until: 2026-12-31}
      |                                          ^^^^^
      |
      = help: add `repeats`, or remove this
    ");
}

#[test]
fn a_count_without_a_series() {
    let report = report_of("  - {id: a, title: A, start: 2026-01-22, count: 3}\n");
    insta::assert_snapshot!(report, @r"
    error[needs-repeats]: `count` ends a series, and this event does not repeat
     --> events.yaml:8:42
      |
    8 |   - {id: a, title: A, start: 2026-01-22, count: 3}
      |                                          ^^^^^
      |
      = help: add `repeats`, or remove this
    ");
}

#[test]
fn a_series_that_ends_before_it_starts() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-01-22, repeats: weekly, until: 2026-01-21}\n");
    insta::assert_snapshot!(report, @r"
    error[until-before-start]: the series ends on 2026-01-21, before it starts on 2026-01-22
     --> events.yaml:8:66
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: weekly, until: 2026-01-21}
      |                                                                  ^^^^^^^^^^
      |
      = help: write the last day of the series, on or after its start
    ");
}

#[test]
fn a_series_with_two_ends() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-01-22, repeats: weekly, until: 2026-12-31, count: 12}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[until-and-count]: `until` and `count` both say where the series ends
     --> events.yaml:8:78
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: weekly, until: 2026-12-31, count: 12}
      |                                                                              ^^^^^
      |
      = help: keep one of the two
    ");
}

#[test]
fn a_last_day_that_is_a_month() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-01-22, repeats: weekly, until: 2026-12}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-date]: `2026-12` is a month, where the last day is meant
     --> events.yaml:8:66
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: weekly, until: 2026-12}
      |                                                                  ^^^^^^^
      |
      = help: write a date such as `2026-12-31`: that day still counts
    ");
}

#[test]
fn a_series_of_no_dates() {
    let report = report_of("  - {id: a, title: A, start: 2026-01-22, repeats: weekly, count: 0}\n");
    insta::assert_snapshot!(report, @r"
    error[empty-series]: a series of no dates
     --> events.yaml:8:66
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: weekly, count: 0}
      |                                                                  ^
      |
      = help: write how many dates it has, 1 or more
    ");
}

#[test]
fn a_series_of_which_each_date_is_skipped() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-01-22, repeats: weekly, count: 2, changes: {2026-01-22: {skipped: true}, 2026-01-29: {skipped: true}}}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[empty-series]: every date of the series is skipped, or stands alone
     --> events.yaml:8:78
      |
    8 |   - {id: a, title: A, start: 2026-01-22, repeats: weekly, count: 2, changes: {2026-01-22: {skipped: true}, 2026-01-29: {skipped: true}}}
      |                                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: remove the event, or say `status: cancelled` where people expected it
    ");
}
