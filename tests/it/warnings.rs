use calfeed::{Context, Format, Holidays, read};

const TOP: &str = "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: Europe/London, holidays: england-and-wales}
groups: {poetry: {name: Poetry circle}, crime: {name: Crime readers}}
events:
";

/// Returns the report on these events at a given time.
fn at(now: &str, events: &str) -> String {
    let text = format!("{TOP}{events}");
    let (calendar, report) = read(&text, &Context::new(now.parse().unwrap()));
    assert!(calendar.is_some(), "{report:#?}");
    report.render(Format::Human(false), "events.yaml", &text)
}

/// Returns the report on the community's own events at a given time.
fn of_the_community(now: &str, edit: impl Fn(&str) -> String) -> String {
    let text = edit(&std::fs::read_to_string("events.yaml").unwrap());
    let (_, report) = read(&text, &Context::new(now.parse().unwrap()));
    report.render(Format::Human(false), "events.yaml", &text)
}

#[test]
fn christmas_day_of_the_community_is_a_holiday_unless_the_meeting_moves() {
    assert_eq!(
        of_the_community("2025-12-01T12:00:00Z", ToOwned::to_owned),
        ""
    );
    let unmoved = of_the_community("2025-12-01T12:00:00Z", |text| {
        text.replace(
            "      2025-12-25: {moved_to: 2025-12-18, reason: Christmas Day}\n",
            "",
        )
    });
    insta::assert_snapshot!(unmoved, @r"
    warning[holiday]: Thursday 25 December 2025 is Christmas Day
      --> events.yaml:42:14
       |
    42 |     repeats: monthly on the 4th Thursday
       |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: write under `changes`: `2025-12-25: {skipped: Christmas Day}`; if this is intended, add `allow: [holiday]`
    ");
}

#[test]
fn pasting_the_line_that_a_holiday_shows_ends_the_warning() {
    let events = "  - id: a\n    title: A\n    start: 2026-12-04 11:00\n    end: 12:00\n    repeats: every Friday\n";
    let report = at(
        "2026-12-01T12:00:00Z",
        &format!("{events}    count: 4\n    allow: [ends-soon]\n"),
    );
    let line = report
        .split("write under `changes`: `")
        .nth(1)
        .unwrap()
        .split("`;")
        .next()
        .unwrap();
    assert_eq!(line, "2026-12-25: {skipped: Christmas Day}");
    let mended =
        format!("{events}    count: 4\n    allow: [ends-soon]\n    changes:\n      {line}\n");
    assert_eq!(at("2026-12-01T12:00:00Z", &mended), "");
}

#[test]
fn a_meeting_once_on_a_holiday() {
    insta::assert_snapshot!(at(
        "2026-01-01T12:00:00Z",
        "  - {id: a, title: A, start: 2026-05-04 11:00, end: 12:00}\n"
    ), @r"
    warning[holiday]: Monday 4 May 2026 is Early May bank holiday
     --> events.yaml:4:30
      |
    4 |   - {id: a, title: A, start: 2026-05-04 11:00, end: 12:00}
      |                              ^^^^^^^^^^^^^^^^
      |
      = help: choose another day; if this is intended, add `allow: [holiday]`
    ");
}

#[test]
fn a_holiday_that_is_over_is_not_mentioned() {
    let event = "  - {id: a, title: A, start: 2026-05-04 11:00, end: 12:00}\n";
    assert_eq!(at("2026-05-04T11:30:00Z", event), "");
}

#[test]
fn a_holiday_more_than_a_year_ahead_is_not_mentioned() {
    let event = "  - {id: a, title: A, start: 2026-05-04 11:00, end: 12:00}\n";
    assert_eq!(at("2025-05-03T11:30:00Z", event), "");
}

#[test]
fn a_meeting_that_is_cancelled_is_no_holiday_warning() {
    let event = "  - {id: a, title: A, start: 2026-05-04 11:00, end: 12:00, status: cancelled}\n";
    assert_eq!(at("2026-01-01T12:00:00Z", event), "");
}

#[test]
fn holidays_of_a_file_are_those_of_the_context() {
    let text = format!("{TOP}  - {{id: a, title: A, start: 2026-05-06 11:00, end: 12:00}}\n")
        .replace("england-and-wales", "./holidays.json");
    let context = Context::new("2026-01-01T12:00:00Z".parse().unwrap());
    assert!(read(&text, &context).1.diagnostics().is_empty());
    let holidays =
        Holidays::parse(r#"{"here": {"events": [{"title": "Our day", "date": "2026-05-06"}]}}"#);
    let (_, report) = read(&text, &context.with_holidays(holidays.unwrap()));
    assert_eq!(
        report.diagnostics()[0].message(),
        "Wednesday 6 May 2026 is Our day"
    );
}

#[test]
fn two_events_of_one_group_at_one_time() {
    insta::assert_snapshot!(at(
        "2026-01-01T12:00:00Z",
        "  - {id: a, title: A, start: 2026-02-03 18:00, end: 20:00, group: poetry}
  - {id: b, title: B, start: 2026-01-06 19:00, end: 21:00, repeats: weekly, groups: [crime, poetry]}
"
    ), @r"
    warning[overlap]: `b` overlaps with `a` on Tuesday 3 February 2026: both are in Poetry circle
     --> events.yaml:5:30
      |
    4 |   - {id: a, title: A, start: 2026-02-03 18:00, end: 20:00, group: poetry}
      |                              ---------------- the other is here
    5 |   - {id: b, title: B, start: 2026-01-06 19:00, end: 21:00, repeats: weekly, groups: [crime, poetry]}
      |                              ^^^^^^^^^^^^^^^^
      |
      = help: move one of the two; if events of the group may overlap, write `overlap: allowed` under `poetry` in `groups`; if this is intended, add `allow: [overlap]`
    ");
}

/// Two pairs of events at the same time: of two groups, and at one place.
const OVERLAPS: &str = "  - {id: a, title: A, start: 2026-02-03 18:00, end: 20:00, group: poetry}
  - {id: b, title: B, start: 2026-02-03 19:00, end: 21:00, groups: [poetry, crime]}
  - {id: c, title: C, start: 2026-02-03 19:30, end: 20:00, group: crime}
  - {id: d, title: D, start: 2026-02-04 19:00, end: 21:00, group: poetry, location: Town hall}
  - {id: e, title: E, start: 2026-02-04 19:30, end: 20:00, group: poetry, location: Town hall}
";

/// Returns the warning messages on these events, after replacing the groups with `replaced`.
fn messages(events: &str, replaced: [&str; 2]) -> Vec<String> {
    let text = format!("{TOP}{events}").replace(replaced[0], replaced[1]);
    let context = Context::new("2026-01-01T12:00:00Z".parse().unwrap());
    let (calendar, report) = read(&text, &context);
    assert!(calendar.is_some(), "{:#?}", report.diagnostics());
    let messages = report
        .diagnostics()
        .iter()
        .map(calfeed::Diagnostic::message);
    messages.collect()
}

#[test]
fn a_group_whose_events_may_overlap_has_no_such_warning_and_others_have() {
    let allowed = ["poetry: {", "poetry: {overlap: allowed, "];
    assert_eq!(
        messages(OVERLAPS, allowed),
        [
            "`c` overlaps with `b` on Tuesday 3 February 2026: both are in Crime readers",
            "`e` overlaps with `d` on Wednesday 4 February 2026: both are at Town hall",
        ]
    );
}

#[test]
fn all_day_events_never_overlap() {
    let events = "  - {id: a, title: A, start: 2026-02-03, end: 2026-02-05, group: poetry, location: Town hall}
  - {id: b, title: B, start: 2026-02-04, group: poetry, location: Town hall}
  - {id: c, title: C, start: 2026-02-01, repeats: daily, until: 2026-02-10, group: poetry, location: Town hall, shows_as: busy}
";
    assert!(messages(events, ["", ""]).is_empty());
}

#[test]
fn what_shows_as_free_keeps_nobody_from_another_event_of_the_group() {
    let events =
        "  - {id: a, title: A, start: 2026-02-03 18:00, end: 20:00, group: poetry, shows_as: free}
  - {id: b, title: B, start: 2026-02-03 19:00, end: 21:00, group: poetry}
";
    assert!(messages(events, ["", ""]).is_empty());
}

#[test]
fn a_call_and_a_place_that_is_not_known_are_no_room() {
    for place in ["Online", "Zoom", "TBC"] {
        let events = format!(
            "  - {{id: a, title: A, start: 2026-02-03 18:00, end: 20:00, location: {place}, allow: [location-address]}}
  - {{id: b, title: B, start: 2026-02-03 19:00, end: 21:00, location: {place}, allow: [location-address]}}
"
        );
        assert_eq!(at("2026-01-01T12:00:00Z", &events), "");
    }
}

#[test]
fn two_events_at_one_place_at_one_time() {
    insta::assert_snapshot!(at(
        "2026-01-01T12:00:00Z",
        "  - {id: a, title: A, start: 2026-02-03 18:00, end: 20:00, location: Town hall}
  - {id: b, title: B, start: 2026-02-03 19:59, end: 21:00, location: Town hall}
"
    ), @r"
    warning[overlap]: `b` overlaps with `a` on Tuesday 3 February 2026: both are at Town hall
     --> events.yaml:5:30
      |
    4 |   - {id: a, title: A, start: 2026-02-03 18:00, end: 20:00, location: Town hall}
      |                              ---------------- the other is here
    5 |   - {id: b, title: B, start: 2026-02-03 19:59, end: 21:00, location: Town hall}
      |                              ^^^^^^^^^^^^^^^^
      |
      = help: move one of the two; if this is intended, add `allow: [overlap]`
    ");
}

#[test]
fn events_that_follow_each_other_do_not_overlap() {
    let events = "  - {id: a, title: A, start: 2026-02-03 18:00, end: 20:00, location: Town hall}
  - {id: b, title: B, start: 2026-02-03 20:00, end: 21:00, location: Town hall}
";
    assert_eq!(at("2026-01-01T12:00:00Z", events), "");
}

#[test]
fn a_day_long_event_overlaps_with_no_timed_one() {
    let events = "  - {id: a, title: A, start: 2026-02-03, group: poetry}
  - {id: b, title: B, start: 2026-02-03 20:00, end: 21:00, group: poetry}
";
    assert_eq!(at("2026-01-01T12:00:00Z", events), "");
}

#[test]
fn an_overlap_that_either_event_allows_is_not_mentioned() {
    for (one, other) in [(", allow: [overlap]", ""), ("", ", allow: [overlap]")] {
        let events = format!(
            "  - {{id: a, title: A, start: 2026-02-03 18:00, end: 20:00, group: poetry{one}}}
  - {{id: b, title: B, start: 2026-02-03 19:00, end: 21:00, group: poetry{other}}}
"
        );
        assert_eq!(at("2026-01-01T12:00:00Z", &events), "");
    }
}

#[test]
fn a_series_that_ends_within_thirty_days() {
    let event = "  - {id: a, title: A, start: 2026-01-07 18:00, end: 20:00, repeats: weekly, until: 2026-03-04}\n";
    assert_eq!(at("2026-02-01T12:00:00Z", event), "");
    insta::assert_snapshot!(at("2026-02-02T12:00:00Z", event), @r"
    warning[ends-soon]: the series ends soon: its last date is Wednesday 4 March 2026
     --> events.yaml:4:84
      |
    4 |   - {id: a, title: A, start: 2026-01-07 18:00, end: 20:00, repeats: weekly, until: 2026-03-04}
      |                                                                                    ^^^^^^^^^^
      |
      = help: write a later end, or add what follows as a new event; if this is intended, add `allow: [ends-soon]`
    ");
    assert_eq!(at("2026-03-05T12:00:00Z", event), "");
}

#[test]
fn a_tentative_event_that_has_begun_is_not_days_away() {
    let event = "  - {id: a, title: A, start: 2026-02-01, end: 2026-02-18, status: tentative}\n";
    let found = at("2026-02-05T12:00:00Z", event);
    let says =
        "warning[tentative-soon]: it began on Sunday 1 February 2026, and is still tentative";
    assert!(found.starts_with(says), "{found}");
}

#[test]
fn a_tentative_event_less_than_two_weeks_away() {
    let event = "  - {id: a, title: A, start: 2026-02-18 18:00, end: 20:00, status: tentative}\n";
    assert_eq!(at("2026-02-04T12:00:00Z", event), "");
    insta::assert_snapshot!(at("2026-02-05T12:00:00Z", event), @r"
    warning[tentative-soon]: Wednesday 18 February 2026 is less than two weeks away, and still tentative
     --> events.yaml:4:68
      |
    4 |   - {id: a, title: A, start: 2026-02-18 18:00, end: 20:00, status: tentative}
      |                                                                    ^^^^^^^^^
      |
      = help: write `status: confirmed`, or cancel or move it; if this is intended, add `allow: [tentative-soon]`
    ");
}

#[test]
fn a_feed_that_google_would_drop() {
    let words = "Some words about it. ".repeat(1_000);
    let events = |count: usize| -> String {
        let event =
            |n| format!("  - {{id: a-{n}, title: A, start: 2020-01-01, description: {words}}}\n");
        (0..count).map(event).collect()
    };
    assert_eq!(at("2026-01-01T12:00:00Z", &events(44)), "");
    insta::assert_snapshot!(at("2026-01-01T12:00:00Z", &events(46)), @r"
    warning[large-feed]: the calendar's feed has about 1022 kB, and Google accepts at most 1000
     --> events.yaml:1:31
      |
    1 | calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: Europe/London, holidays: en...
      |                               ^^^^^
      |
      = help: remove events that are long past, or shorten descriptions; if this is intended, add `allow: [large-feed]`
    ");
}

#[test]
fn the_calendar_allows_for_all_its_events() {
    let event = "  - {id: a, title: A, start: 2026-05-04 11:00}\n";
    let text = format!("{TOP}{event}").replace("holidays:", "allow: [holiday, no-end], holidays:");
    let (_, report) = read(
        &text,
        &Context::new("2026-01-01T12:00:00Z".parse().unwrap()),
    );
    assert!(report.diagnostics().is_empty(), "{report:#?}");
}
