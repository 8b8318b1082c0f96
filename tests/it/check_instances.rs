use super::check::report_of;

#[test]
fn a_change_of_a_date_off_the_rule_names_the_nearest() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-27: {cancelled: true}
",
    );
    insta::assert_snapshot!(report, @r"
    error[no-such-instance]: nothing takes place on Friday 27 March 2026
      --> events.yaml:15:7
       |
    15 |       2026-03-27: {cancelled: true}
       |       ^^^^^^^^^^
       |
       = help: write the date that the rule gives; the nearest is `2026-03-26` (Thursday)
    ");
}

#[test]
fn a_change_of_a_date_before_the_first_names_the_first() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2025-12-25: {cancelled: true}
",
    );
    insta::assert_snapshot!(report, @r"
    error[no-such-instance]: nothing takes place on Thursday 25 December 2025
      --> events.yaml:15:7
       |
    15 |       2025-12-25: {cancelled: true}
       |       ^^^^^^^^^^
       |
       = help: write the date that the rule gives; the nearest is `2026-01-22` (Thursday)
    ");
}

#[test]
fn a_change_of_a_date_shortly_after_the_last_names_the_last() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2027-01-05: {cancelled: true}
",
    );
    insta::assert_snapshot!(report, @r"
    error[no-such-instance]: nothing takes place on Tuesday 5 January 2027
      --> events.yaml:15:7
       |
    15 |       2027-01-05: {cancelled: true}
       |       ^^^^^^^^^^
       |
       = help: write the date that the rule gives; the nearest is `2026-12-24` (Thursday)
    ");
}

#[test]
fn a_change_of_a_date_long_after_the_last_names_the_last() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2027-06-24: {cancelled: true}
",
    );
    insta::assert_snapshot!(report, @r"
    error[no-such-instance]: nothing takes place on Thursday 24 June 2027
      --> events.yaml:15:7
       |
    15 |       2027-06-24: {cancelled: true}
       |       ^^^^^^^^^^
       |
       = help: write the date that the rule gives; the nearest is `2026-12-24` (Thursday)
    ");
}

#[test]
fn a_key_that_is_no_date() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      March: {cancelled: true}
",
    );
    insta::assert_snapshot!(report, @r"
    error[bad-date]: `March` is not a date or a time
      --> events.yaml:15:7
       |
    15 |       March: {cancelled: true}
       |       ^^^^^
       |
       = help: write a date as `2025-03-27`, a date with a time as `2025-03-27 11:00`
    ");
}

#[test]
fn a_key_that_is_a_month() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03: {cancelled: true}
",
    );
    insta::assert_snapshot!(report, @r"
    error[bad-date]: `2026-03` is a month, where the date of an instance is meant
      --> events.yaml:15:7
       |
    15 |       2026-03: {cancelled: true}
       |       ^^^^^^^
       |
       = help: write the date that the rule gives, such as `2026-03-26`
    ");
}

#[test]
fn a_change_of_an_event_that_does_not_repeat() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26, changes: {2026-03-26: {cancelled: true}}}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[needs-repeats]: 2026-03-26 is the start of an event that does not repeat
     --> events.yaml:8:52
      |
    8 |   - {id: a, title: A, start: 2026-03-26, changes: {2026-03-26: {cancelled: true}}}
      |                                                    ^^^^^^^^^^
      |
      = help: change the event itself: its `start`, its `status`, its `title`
    ");
}

#[test]
fn a_change_of_another_day_of_an_event_that_does_not_repeat() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26, changes: {2026-03-27: {cancelled: true}}}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[no-such-instance]: nothing takes place on Friday 27 March 2026
     --> events.yaml:8:52
      |
    8 |   - {id: a, title: A, start: 2026-03-26, changes: {2026-03-27: {cancelled: true}}}
      |                                                    ^^^^^^^^^^
      |
      = help: `changes` are for events that repeat: change the event itself
    ");
}

#[test]
fn a_change_of_the_start_of_an_event_with_more_dates() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26, also: [2026-04-02], changes: {2026-03-26: {cancelled: true}}}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[needs-repeats]: 2026-03-26 is the start of an event that does not repeat
     --> events.yaml:8:72
      |
    8 |   - {id: a, title: A, start: 2026-03-26, also: [2026-04-02], changes: {2026-03-26: {cancelled: true}}}
      |                                                                        ^^^^^^^^^^
      |
      = help: change the event itself, and write the dates under `also` as events of their own
    ");
}

#[test]
fn an_extra_date_that_the_rule_has() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26, repeats: weekly, also: [2026-04-02]}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[duplicate-date]: the event takes place on 2026-04-02 already
     --> events.yaml:8:66
      |
    8 |   - {id: a, title: A, start: 2026-03-26, repeats: weekly, also: [2026-04-02]}
      |                                                                  ^^^^^^^^^^
      |
      = help: remove it here; for another time on that day write an event of its own
    ");
}

#[test]
fn an_extra_date_that_stands_twice() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26 11:00, end: 12:00, also: [2026-04-02, 2026-04-02 15:00]}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[duplicate-date]: the event takes place on 2026-04-02 already
     --> events.yaml:8:79
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, end: 12:00, also: [2026-04-02, 2026-04-02 15:00]}
      |                                                                               ^^^^^^^^^^^^^^^^
      |
      = help: remove it here; for another time on that day write an event of its own
    ");
}

#[test]
fn an_extra_date_that_is_a_time() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-03-26 11:00, end: 12:00, also: [12:00]}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-date]: `12:00` is a time of day, where an extra date is meant
     --> events.yaml:8:67
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, end: 12:00, also: [12:00]}
      |                                                                   ^^^^^
      |
      = help: write a date such as `2026-05-01`, with a time where it is another: `2026-05-01 15:00`
    ");
}
