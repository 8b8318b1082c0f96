use super::check::{report, report_of};

#[test]
fn a_value_of_blanks_is_empty() {
    let report = report_of(
        r#"  - {id: a, title: " ", start: 2026-03-26}
"#,
    );
    insta::assert_snapshot!(report, @r#"
    error[empty-value]: nothing is written here
     --> events.yaml:8:20
      |
    8 |   - {id: a, title: " ", start: 2026-03-26}
      |                    ^^^
      |
      = help: write a value, or remove the key
    "#);
}

#[test]
fn a_line_break_in_a_title() {
    let report = report_of(
        "  - id: a
    title: |
      Book club
      for all
    start: 2026-03-26
",
    );
    insta::assert_snapshot!(report, @r"
    error[line-break]: a line break where one line is meant
      --> events.yaml:10:7
       |
    10 |       Book club
       |       ^^^^^^^^^
       |
       = help: write it on one line
    ");
}

#[test]
fn a_control_character_in_a_title() {
    let report = report_of("  - {id: a, title: \"Book\\x07club\", start: 2026-03-26}\n");
    insta::assert_snapshot!(report, @r#"
    error[control-character]: a control character (U+0007)
     --> events.yaml:8:20
      |
    8 |   - {id: a, title: "Book\x07club", start: 2026-03-26}
      |                    ^^^^^^^^^^^^^^
      |
      = help: delete it: it cannot be seen, and calendars stumble over it
    "#);
}

#[test]
fn an_id_that_is_no_slug() {
    let report = report_of("  - {id: Book Club, title: A, start: 2026-03-26}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-slug]: `Book Club` is not made of `a-z` and `0-9`, with single `-` between them
     --> events.yaml:8:10
      |
    8 |   - {id: Book Club, title: A, start: 2026-03-26}
      |          ^^^^^^^^^
      |
      = help: write `book-club`
    ");
}

#[test]
fn a_group_whose_id_is_no_slug() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26}
groups:
  Poetry Circle: {name: Poetry circle}
",
    );
    insta::assert_snapshot!(report, @r"
    error[bad-slug]: `Poetry Circle` is not made of `a-z` and `0-9`, with single `-` between them
      --> events.yaml:10:3
       |
    10 |   Poetry Circle: {name: Poetry circle}
       |   ^^^^^^^^^^^^^
       |
       = help: write `poetry-circle`
    ");
}

#[test]
fn a_domain_that_is_an_address() {
    let report = report(
        "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: https://books.example.org/
  url: https://books.example.org
  timezone: Europe/London
",
    );
    insta::assert_snapshot!(report, @r"
    error[bad-domain]: `https://books.example.org/` is not a domain name
     --> events.yaml:4:11
      |
    4 |   domain: https://books.example.org/
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write the name alone, in lower case, such as `example.org`
    ");
}

#[test]
fn an_address_without_its_scheme() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, url: www.example.org/a}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-url]: `www.example.org/a` is not a web address
     --> events.yaml:8:47
      |
    8 |   - {id: a, title: A, start: 2026-03-26, url: www.example.org/a}
      |                                               ^^^^^^^^^^^^^^^^^
      |
      = help: write the whole address, beginning with `https://`
    ");
}

#[test]
fn an_address_that_is_a_script() {
    let report = report_of(
        r#"  - {id: a, title: A, start: 2026-03-26, links: [{title: B, url: "javascript:alert(1)"}]}
"#,
    );
    insta::assert_snapshot!(report, @r#"
    error[bad-url]: `javascript:alert(1)` is not a web address
     --> events.yaml:8:66
      |
    8 |   - {id: a, title: A, start: 2026-03-26, links: [{title: B, url: "javascript:alert(1)"}]}
      |                                                                  ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write the whole address, beginning with `https://`
    "#);
}

#[test]
fn an_address_of_the_calendar_with_a_query() {
    let report = report(
        "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org/?page=events
  timezone: Europe/London
",
    );
    insta::assert_snapshot!(report, @r"
    error[bad-url]: a `?` or `#` in the address that everything stands below
     --> events.yaml:5:8
      |
    5 |   url: https://books.example.org/?page=events
      |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write the address up to there
    ");
}

#[test]
fn a_contact_that_is_a_name() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, contact: Jo Bloggs}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-contact]: `Jo Bloggs` is neither an e-mail address nor a web address
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-03-26, contact: Jo Bloggs}
      |                                                   ^^^^^^^^^
      |
      = help: write `team@example.org` or `https://example.org/contact`
    ");
}

#[test]
fn a_colour_that_is_not_known() {
    let report = report(
        "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
  color: tael
",
    );
    insta::assert_snapshot!(report, @r##"
    error[bad-color]: `tael` is not a colour; a CSS colour name is, or `#rrggbb`
     --> events.yaml:7:10
      |
    7 |   color: tael
      |          ^^^^
      |
      = help: write a name such as `steelblue`, or six hex digits in quotes: `"#4682b4"`
    "##);
}

#[test]
fn a_length_that_cannot_be_read() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26 11:00, duration: 90}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-length]: `90` is not a length of time
     --> events.yaml:8:58
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, duration: 90}
      |                                                          ^^
      |
      = help: say of what: `90m`, `90h` or `90d`
    ");
}

#[test]
fn a_length_of_days_of_a_timed_event() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26 11:00, duration: 2d}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-length]: days, where the start has a time of day
     --> events.yaml:8:58
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, duration: 2d}
      |                                                          ^^
      |
      = help: write hours and minutes such as `1h30m`, or an `end`
    ");
}

#[test]
fn a_length_of_hours_of_an_all_day_event() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, duration: 2h}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-length]: hours, where the start is a date without a time
     --> events.yaml:8:52
      |
    8 |   - {id: a, title: A, start: 2026-03-26, duration: 2h}
      |                                                    ^^
      |
      = help: write days such as `2d`, or give the start a time of day
    ");
}

#[test]
fn a_zone_that_is_an_abbreviation() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-03-26 11:00, end: 12:00, timezone: GMT}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-zone]: `GMT` is not a place's time zone: calendar programs disagree about what an abbreviation means
     --> events.yaml:8:70
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, end: 12:00, timezone: GMT}
      |                                                                      ^^^
      |
      = help: write `Europe/London`, or `UTC` for no clock changes
    ");
}

#[test]
fn a_status_that_is_none() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, status: canceled}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-choice]: `canceled` is none of `confirmed`, `tentative`, `cancelled`
     --> events.yaml:8:50
      |
    8 |   - {id: a, title: A, start: 2026-03-26, status: canceled}
      |                                                  ^^^^^^^^
      |
      = help: write `cancelled`
    ");
}

#[test]
fn a_format_that_is_none() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, format: online}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-choice]: `online` is none of `virtual`, `in-person`, `hybrid`
     --> events.yaml:8:50
      |
    8 |   - {id: a, title: A, start: 2026-03-26, format: online}
      |                                                  ^^^^^^
      |
      = help: write one of `virtual`, `in-person`, `hybrid`
    ");
}

#[test]
fn a_next_meeting_that_is_not_to_be_confirmed() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26}
groups:
  poetry: {name: Poetry circle, next: soon}
",
    );
    insta::assert_snapshot!(report, @r"
    error[bad-choice]: `soon` is not `tbc`
      --> events.yaml:10:39
       |
    10 |   poetry: {name: Poetry circle, next: soon}
       |                                       ^^^^
       |
       = help: write `next: tbc`, or remove it: a meeting with a date is an event of its own
    ");
}

#[test]
fn holidays_that_are_not_known() {
    let report = report(
        "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
  holidays: england
",
    );
    insta::assert_snapshot!(report, @r"
    error[bad-holidays]: no public holidays are known as `england`
     --> events.yaml:7:13
      |
    7 |   holidays: england
      |             ^^^^^^^
      |
      = help: did you mean `england-and-wales`?
    ");
}
