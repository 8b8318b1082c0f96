//! YAML as people type it: for each mistake, what is reported, and the file after its exact fixes.

use crate::typed_keys::{CALENDAR, reported, series_with};

/// Of the lines below `events:`.
fn of_events(typed: &[&str]) -> String {
    let text = |lines: &str| format!("{CALENDAR}events:\n{lines}\n");
    typed
        .iter()
        .map(|typed| reported(typed, &text(typed)))
        .collect()
}

/// Of lines of one series.
fn of_series(typed: &[&str]) -> String {
    typed
        .iter()
        .map(|typed| reported(typed, &series_with(typed)))
        .collect()
}

/// Of lines below the calendar.
fn of_files(typed: &[&str]) -> String {
    let text = |lines: &str| format!("{CALENDAR}{lines}\n");
    typed
        .iter()
        .map(|typed| reported(typed, &text(typed)))
        .collect()
}

#[test]
fn bullets_and_hyphens() {
    insta::assert_snapshot!(of_events(&[
        "  * id: talks\n    title: Talks\n    start: 2026-03-26",
        "  – id: talks\n    title: Talks\n    start: 2026-03-26",
        "  • id: talks\n    title: Talks\n    start: 2026-03-26",
        "  - id: talks\n    title: Talks\n    start: 2026-03-26\n    id: tea\n    title: Tea\n    start: 2026-03-27",
        "  id: talks\n  title: Talks\n  start: 2026-03-26",
        "  - id: talks\n    title: Talks\n    start: 2026-03-26\n  id: tea\n  title: Tea\n  start: 2026-03-27",
    ]), @r#"
* id: talks
  title: Talks
  start: 2026-03-26
syntax: list items begin with `-`, not with `*`
  write `- id: talks`
> - id: talks
– id: talks
  title: Talks
  start: 2026-03-26
syntax: list items begin with `-`, not with `–`
  write `- id: talks`
> - id: talks
• id: talks
  title: Talks
  start: 2026-03-26
syntax: list items begin with `-`, not with `•`
  write `- id: talks`
> - id: talks
- id: talks
  title: Talks
  start: 2026-03-26
  id: tea
  title: Tea
  start: 2026-03-27
duplicate-key: `id` appears twice in this event
  did you mean `- id: tea`? if a second event begins here, write `- ` before it; otherwise keep one of them
id: talks
title: Talks
start: 2026-03-26
wrong-type: expected a list, found `key: value` lines
  write `- ` before the first line of each item, such as `- id: talks`, and two more spaces before its other lines
- id: talks
  title: Talks
  start: 2026-03-26
id: tea
title: Tea
start: 2026-03-27
syntax: `id` begins a new event without `-`
  write `- ` before its first line, and two more spaces before its other lines
"#);
}

#[test]
fn text_that_needs_quotes_or_a_block() {
    insta::assert_snapshot!(of_series(&[
        "description:\n  Bring a pen.\n  Place: all",
        "description:\n  Place: all\n  Time: 11:00",
        "description: Bring a pen.\n  Place: all",
        "description:\n  * one\n  * two",
        "location: {{ room }}",
        "location: {{ room }} upstairs",
        "location: Room: 4",
        "location: \"Room 4",
        "location: 'The readers' room'",
        "location: [Upstairs] Room",
        "end: “12:00”",
        "end: 12:00\"",
    ]), @r#"
    description:
      Bring a pen.
      Place: all
      syntax: text of several lines after `description:` needs `|`
        write `description: |`; begin the text on the next line
      > description: |
    description:
      Place: all
      Time: 11:00
      wrong-type: expected text, found `key: value` lines
        write `description: |`; write `|` after the `:` if it is text of several lines
      > description: |
    description: Bring a pen.
      Place: all
      syntax: text of several lines after `description:` needs `|`
        begin the text on the next line
      > description: |
      > Bring a pen.
    description:
      * one
      * two
      syntax: text of several lines after `description:` needs `|`
        write `description: |`; begin the text on the next line
      > description: |
    location: {{ room }}
      wrong-type: expected text, found `key: value` lines
        write `"{{ room }}"`; write the text on one line, in quotes
      > location: "{{ room }}"
    location: {{ room }} upstairs
      syntax: unexpected text after a list or mapping
        write `"{{ room }} upstairs"`
      > location: "{{ room }} upstairs"
    location: Room: 4
      syntax: put quotes around text that contains `: `
        write `"Room: 4"`
      > location: "Room: 4"
    location: "Room 4
      syntax: missing closing quote
        write `"Room 4"`; end the text with `"` too
      > location: "Room 4"
    location: 'The readers' room'
      syntax: unexpected text after the closing quote
        write `"The readers' room"`; an apostrophe within single quotes is written twice
      > location: "The readers' room"
    location: [Upstairs] Room
      syntax: unexpected text after a list or mapping
        write `"[Upstairs] Room"`
      > location: "[Upstairs] Room"
    end: “12:00”
      syntax: unexpected quotes around `12:00`
        write `12:00`; a quote of YAML is `"` or `'`, at both ends
      > end: "12:00"
    end: 12:00"
      syntax: unexpected quotes around `12:00`
        did you mean `12:00`? a quote of YAML is `"` or `'`, at both ends
    "#);
}

#[test]
fn lists_and_changes_in_few_words() {
    insta::assert_snapshot!(of_series(&[
        "talks: - Some talk - Jo",
        "talks: - Some talk",
        "talks: A title",
        "links: https://x.org",
        "talks:\n  - title: A\n    speakers: Phil Benson, DEFRA",
        "talks:\n  - title: A\n    speakers: Jo",
        "changes:\n  2026-04-02: moved to 2026-04-03",
        "changes:\n  2026-04-02: 2026-04-03",
        "changes:\n  2026-04-02: 14:00",
        "changes:\n  2026-04-02: no facilitator",
        "changes:\n  2026-04-02: cancelled - no facilitator",
        "changes:\n  2026-04-02: moved_to: 2026-04-03",
        "changes: 2026-04-02",
    ]), @r#"
talks: - Some talk - Jo
  syntax: a list cannot begin on the same line as its key
    write `[{title: Some talk, speakers: [Jo]}]` or `[{title: Some talk - Jo}]`; or write each item on a line of its own, indented, after `- `
talks: - Some talk
  syntax: a list cannot begin on the same line as its key
    write `[{title: Some talk}]`; or write each item on a line of its own, indented, after `- `
  > talks: [{title: Some talk}]
talks: A title
  wrong-type: expected a list, found the text `A title`
    write `[{title: A title}]`
  > talks: [{title: A title}]
links: https://x.org
  wrong-type: expected a list, found the text `https://x.org`
    write `[{title: <title>, url: "https://x.org"}]`
talks:
  - title: A
    speakers: Phil Benson, DEFRA
  wrong-type: expected a list, found the text `Phil Benson, DEFRA`
    write `["Phil Benson, DEFRA"]` or `[Phil Benson, DEFRA]`
talks:
  - title: A
    speakers: Jo
  wrong-type: expected a list, found the text `Jo`
    write `[Jo]`
  > speakers: [Jo]
changes:
  2026-04-02: moved to 2026-04-03
  wrong-type: expected `key: value` lines, found the text `moved to 2026-04-03`
    write `{moved_to: 2026-04-03}`
  > 2026-04-02: {moved_to: 2026-04-03}
changes:
  2026-04-02: 2026-04-03
  wrong-type: expected `key: value` lines, found the text `2026-04-03`
    write `{moved_to: 2026-04-03}`
  > 2026-04-02: {moved_to: 2026-04-03}
changes:
  2026-04-02: 14:00
  wrong-type: expected `key: value` lines, found the text `14:00`
    write `{moved_to: "14:00"}`
  > 2026-04-02: {moved_to: "14:00"}
changes:
  2026-04-02: no facilitator
  wrong-type: expected `key: value` lines, found the text `no facilitator`
    write `{cancelled: no facilitator}` or `{skipped: no facilitator}`
changes:
  2026-04-02: cancelled - no facilitator
  wrong-type: expected `key: value` lines, found the text `cancelled - no facilitator`
    write `{cancelled: no facilitator}`
  > 2026-04-02: {cancelled: no facilitator}
changes:
  2026-04-02: moved_to: 2026-04-03
  syntax: `moved_to:` cannot begin on the same line as the key before it
    write `{moved_to: 2026-04-03}`; or write it on the next line, indented
  > 2026-04-02: {moved_to: 2026-04-03}
changes: 2026-04-02
  wrong-type: expected `key: value` lines, found the text `2026-04-02`
    write `{2026-04-02: {cancelled: true}}` or `{2026-04-02: {skipped: true}}`
"#);
}

#[test]
fn sections() {
    let event = "  - id: talks\n    title: Talks\n    start: 2026-03-26\n";
    let list = "- id: talks\n  title: Talks\n  start: 2026-03-26\n";
    let tea = event.replace("alks", "ea");
    insta::assert_snapshot!(of_files(&[
        &format!("events:\n{event}events:\n{}", tea.replace("id: tea", "id: tea-2")),
        list,
        &format!("groups:\n  green: {{name: Green}}\n  events:\n{}", event.replace("    ", "      ").replace("  - ", "    - ")),
        "groups: {green: Green Group}\nevents: []",
    ]), @r#"
events:
  - id: talks
    title: Talks
    start: 2026-03-26
events:
  - id: tea-2
    title: Tea
    start: 2026-03-26
  duplicate-key: `events` appears twice in this file
    move what is below it to the first, and remove this line
- id: talks
  title: Talks
  start: 2026-03-26
  syntax: a list of events without `events:` above it
    write `events:` on a line of its own above the first event
  > events:
groups:
  green: {name: Green}
  events:
    - id: talks
      title: Talks
      start: 2026-03-26
  unknown-key: `events` is indented too far
    begin it at the first column, like `calendar:`
groups: {green: Green Group}
events: []
  wrong-type: expected `key: value` lines, found the text `Green Group`
    write `{name: Green Group}`
  > groups: {green: {name: Green Group}}
"#);
}

#[test]
fn all_errors_in_the_yaml_and_all_others_are_reported_in_one_run() {
    let text = format!(
        "{CALENDAR}events:
  - id: talks
    title: Talks: a series
    start: 2026-03-26 11:00
    colour: red
  - id: tea
    title: Tea
    start: 2026-03-27
    venue: Town hall
  - id: walk
    title: \"Walk
    start: 2026-03-28
    group: none
  • id: games
    title: Games
    start: 2026-03-29
  - id: dinner
    title: Dinner
    start: 2026-02-30
"
    );
    let (calendar, report) = calfeed::read(
        &text,
        &calfeed::Context::new(crate::corpus::instant("2026-02-01T09:30:00Z")),
    );
    assert!(calendar.is_none());
    let shown = report.render(calfeed::Format::Human(false), "events.yaml", &text);
    insta::assert_snapshot!(shown, @r#"
    error[syntax]: put quotes around text that contains `: `
     --> events.yaml:9:17
      |
    9 |     title: Talks: a series
      |                 ^
      |
      = help: write `"Talks: a series"`

    error[unknown-key]: unknown key `venue`
      --> events.yaml:15:5
       |
    15 |     venue: Town hall
       |     ^^^^^
       |
       = help: rename it to `location`

    error[syntax]: missing closing quote
      --> events.yaml:17:12
       |
    17 |     title: "Walk
       |            ^
       |
       = help: write `"Walk"`; end the text with `"` too

    error[syntax]: list items begin with `-`, not with `•`
      --> events.yaml:20:3
       |
    20 |   • id: games
       |   ^
       |
       = help: write `- id: games`

    error[bad-date]: `2026-02-30` does not exist: February 2026 has 28 days
      --> events.yaml:25:12
       |
    25 |     start: 2026-02-30
       |            ^^^^^^^^^^
       |
       = help: did you mean `2026-02-28`?
    "#);
}

#[test]
fn an_error_in_a_group_hides_no_event_and_makes_no_group_unknown() {
    insta::assert_snapshot!(of_files(&[
        "groups:\n  green: {name: Green: group}\nevents:\n  - {id: a, title: A, start: 2026-02-30, group: green}",
        "groups\n  green: {name: Green}\nevents:\n  - {id: a, title: A, start: 2026-03-26, group: green}",
    ]), @r"
    groups:
      green: {name: Green: group}
    events:
      - {id: a, title: A, start: 2026-02-30, group: green}
      syntax: second `:` in one value
        put text that contains `:`, `,`, brackets or braces in quotes
      bad-date: `2026-02-30` does not exist: February 2026 has 28 days
        did you mean `2026-02-28`?
    groups
      green: {name: Green}
    events:
      - {id: a, title: A, start: 2026-03-26, group: green}
      syntax: missing `:` in `groups`
        write `groups:`; to continue the text above, indent this line further
      > groups:
    ");
}

#[test]
fn more_errors_in_the_yaml_than_are_reported() {
    let event =
        |number: usize| format!("  - id: a-{number}\n    title: A: b\n    start: 2026-03-26\n");
    let events: String = (0..25).map(event).collect();
    let report = reported("", &format!("{CALENDAR}events:\n{events}"));
    let last = report.lines().filter(|line| line.contains("too-much"));
    assert_eq!(report.matches("  syntax: ").count(), 20);
    assert_eq!(
        last.collect::<Vec<_>>(),
        ["  too-much: more than 20 errors in the YAML: these are the first"]
    );
}
