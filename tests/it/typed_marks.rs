//! Marks that people type in or around a value: comments, angle brackets, quotes, commas. For each, what is reported, and the file after
//! its exact fixes.

use calfeed::{Certainty, Format};

use crate::check::{TOP, checked};
use crate::typed_keys::{CALENDAR, reported, series_with};

/// Of lines of one series.
fn of_series(typed: &[&str]) -> String {
    typed
        .iter()
        .map(|typed| reported(typed, &series_with(typed)))
        .collect()
}

/// Of lines of one event that has a title.
fn of_events(typed: &[&str]) -> String {
    let event = |typed: &str| {
        let lines = typed.replace('\n', "\n    ");
        format!("{CALENDAR}events:\n  - id: talks\n    title: Talks\n    {lines}\n")
    };
    typed
        .iter()
        .map(|typed| reported(typed, &event(typed)))
        .collect()
}

#[test]
fn a_comment_without_a_space_after_its_sign_may_be_a_part_of_the_value() {
    insta::assert_snapshot!(of_events(&[
        "start: 2026-03-26 #11am",
        "start: 2026-03-26 # 11am",
        "start: 2026-03-26 #later",
        "start: 2026-03-26\nrepeats: weekly #thursday",
        "start: 2026-03-26\nrepeats: weekly\nuntil: 2026-06-25 #maybe",
        "start: 2026-03-26\nurl: https://books.example.org/talks #top",
        "start: 2026-03-26\ntags: [tea, cake #4\n  ]",
        "start: 2026-03-26\nx-room: Room #4",
    ]), @r#"
start: 2026-03-26 #11am
  hidden-text: `#11am` is a comment, and is not published
    did you mean `2026-03-26 11am`? if it is a comment, write a space after the `#`
start: 2026-03-26 # 11am
start: 2026-03-26 #later
  hidden-text: `#later` is a comment, and is ignored
    if it is a comment, write a space after the `#`; otherwise remove the `#`, or all of it
start: 2026-03-26
repeats: weekly #thursday
  hidden-text: `#thursday` is a comment, and is not published
    did you mean `weekly thursday`? if it is a comment, write a space after the `#`
start: 2026-03-26
repeats: weekly
until: 2026-06-25 #maybe
  hidden-text: `#maybe` is a comment, and is ignored
    if it is a comment, write a space after the `#`; otherwise remove the `#`, or all of it
start: 2026-03-26
url: https://books.example.org/talks #top
  hidden-text: `#top` is a comment, and is ignored
    if it is a comment, write a space after the `#`; otherwise remove the `#`, or all of it
start: 2026-03-26
tags: [tea, cake #4
  ]
  hidden-text: `#4` is a comment, and is not published
    did you mean `"cake #4"`? if it is a comment, write a space after the `#`
start: 2026-03-26
x-room: Room #4
  hidden-text: `#4` is a comment, and is not published
    did you mean `"Room #4"`? if it is a comment, write a space after the `#`
"#);
    insta::assert_snapshot!(of_series(&[
        "end: 12:00 #noon",
        "end: 12:00 #or later",
        "end: \"12:00\" #noon",
        "also:\n  - 2026-03-31 #19:00\n  - 2026-04-01 # Wednesday",
        "changes:\n  2026-04-02: {moved_to: 2026-04-03 #11am\n    }",
        "changes:\n  2026-04-02: skipped #hall",
    ]), @r##"
end: 12:00 #noon
  hidden-text: `#noon` is a comment, and is not published
    did you mean `12:00 noon`? if it is a comment, write a space after the `#`
end: 12:00 #or later
  hidden-text: `#or later` is a comment, and is ignored
    if it is a comment, write a space after the `#`; otherwise remove the `#`, or all of it
end: "12:00" #noon
also:
  - 2026-03-31 #19:00
  - 2026-04-01 # Wednesday
  hidden-text: `#19:00` is a comment, and is not published
    did you mean `2026-03-31 19:00`? if it is a comment, write a space after the `#`
changes:
  2026-04-02: {moved_to: 2026-04-03 #11am
    }
  hidden-text: `#11am` is a comment, and is not published
    did you mean `2026-04-03 11am`? if it is a comment, write a space after the `#`
changes:
  2026-04-02: skipped #hall
  hidden-text: `#hall` is a comment, and is ignored
    if it is a comment, write a space after the `#`; otherwise remove the `#`, or all of it
"##);
}

#[test]
fn an_address_in_angle_brackets_is_the_address() {
    insta::assert_snapshot!(of_events(&[
        "start: 2026-03-26\nurl: <https://example.org>",
        "start: 2026-03-26\njoin: <https://meet.example.com/talks>",
        "start: 2026-03-26\ncontact: <jo@club.example>",
        "start: 2026-03-26\nlinks: [{title: Map, url: <https://maps.example.com/>}]",
        "start: 2026-03-26\nurl: <https://books.example.org/talks>",
        "start: 2026-03-26\ncontact: <talks@example.org>",
        "start: 2026-03-26\nurl: <address>",
    ]), @r#"
start: 2026-03-26
url: <https://example.org>
  bad-url: `<` and `>` are not part of an address
    write `https://example.org`
  > url: https://example.org
start: 2026-03-26
join: <https://meet.example.com/talks>
  bad-url: `<` and `>` are not part of an address
    write `https://meet.example.com/talks`
  > join: https://meet.example.com/talks
start: 2026-03-26
contact: <jo@club.example>
  bad-contact: `<` and `>` are not part of an address
    write `jo@club.example`
  > contact: jo@club.example
start: 2026-03-26
links: [{title: Map, url: <https://maps.example.com/>}]
  bad-url: `<` and `>` are not part of an address
    write `https://maps.example.com/`
  > links: [{title: Map, url: https://maps.example.com/}]
start: 2026-03-26
url: <https://books.example.org/talks>
  placeholder: `<https://books.example.org/talks>` is a placeholder that nobody has replaced
    write what belongs under `url`, without `<` and `>`
start: 2026-03-26
contact: <talks@example.org>
  placeholder: `<talks@example.org>` is a placeholder that nobody has replaced
    write what belongs under `contact`, without `<` and `>`
start: 2026-03-26
url: <address>
  placeholder: `<address>` is a placeholder that nobody has replaced
    write what belongs under `url`, without `<` and `>`
"#);
}

#[test]
fn quotes_and_commas_around_a_whole_value_are_no_part_of_it() {
    insta::assert_snapshot!(of_events(&[
        "start: 2026-03-26\nlocation: “Town hall”",
        "start: 2026-03-26\nlocation: ‘Town hall’",
        "start: 2026-03-26\nlocation: '“Town hall”'",
        "start: 2026-03-26\nlocation: “Town hall” and “The Ship”",
        "start: 2026-03-26\nlocation: Town hall, “The Ship”",
        "start: 2026-03-26\ntags: [“tea”, cake]",
        "start: 2026-03-26\ndescription: “All welcome,”",
        "start: 2026-03-26,\nlocation: Town hall,",
        "start: 2026-03-26\nlocation: Town hall, High Street",
        "start: 2026-03-26\nlocation: \"Town hall,\"",
        "start: 2026-03-26\nlocation: “Town hall”,",
        "start: 2026-03-26\njoin: https://meet.example.com/talks,",
    ]), @r#"
start: 2026-03-26
location: “Town hall”
  syntax: curly quotes around `Town hall` would be published
    write `Town hall`; YAML needs no quotes here; to publish them, put `"` around the whole value
  > location: Town hall
start: 2026-03-26
location: ‘Town hall’
  syntax: curly quotes around `Town hall` would be published
    write `Town hall`; YAML needs no quotes here; to publish them, put `"` around the whole value
  > location: Town hall
start: 2026-03-26
location: '“Town hall”'
start: 2026-03-26
location: “Town hall” and “The Ship”
start: 2026-03-26
location: Town hall, “The Ship”
start: 2026-03-26
tags: [“tea”, cake]
  syntax: curly quotes around `tea` would be published
    write `tea`; YAML needs no quotes here; to publish them, put `"` around the whole value
  > tags: [tea, cake]
start: 2026-03-26
description: “All welcome,”
start: 2026-03-26,
location: Town hall,
  syntax: unexpected comma after `2026-03-26`
    write `2026-03-26`; a value ends with its line
  syntax: unexpected comma after `Town hall`
    write `Town hall`; a value ends with its line
  > start: 2026-03-26
  > location: Town hall
start: 2026-03-26
location: Town hall, High Street
start: 2026-03-26
location: "Town hall,"
start: 2026-03-26
location: “Town hall”,
  syntax: unexpected comma after `Town hall`
    write `Town hall`; a value ends with its line
  > location: Town hall
start: 2026-03-26
join: https://meet.example.com/talks,
  syntax: unexpected comma after `https://meet.example.com/talks`
    write `https://meet.example.com/talks`; a value ends with its line
  > join: https://meet.example.com/talks
"#);
}

#[test]
fn an_undeclared_group_has_the_line_to_add() {
    insta::assert_snapshot!(of_events(&[
        "start: 2026-03-26\ngroup: poetry",
        "start: 2026-03-26\ngroup: Poetry circle",
    ]), @r"
start: 2026-03-26
group: poetry
  unknown-group: unknown group `poetry`
    add `poetry: {name: <name>}` under `groups`
start: 2026-03-26
group: Poetry circle
  unknown-group: unknown group `Poetry circle`
    did you mean `poetry-circle`? add it to `groups` at the top of the file: `poetry-circle: {name: Poetry circle}`
");
    let after = |text: &str| {
        let (_, report) = checked(text);
        let fix = &report.diagnostics()[0].fixes()[0];
        assert_eq!(fix.certainty(), Certainty::Template);
        let mut text = text.to_owned();
        text.replace_range(fix.range(), fix.replacement());
        let (calendar, report) = checked(&text);
        assert!(calendar.is_none());
        let left = report.render(Format::Human(false), "events.yaml", &text);
        assert!(left.contains("error[placeholder]: `<name>`"), "{left}");
        text
    };
    let event = "  - {id: a, title: A, start: 2026-03-26, group: poetry}\n";
    assert_eq!(
        after(&format!("{TOP}{event}")),
        format!(
            "{}groups:\n  poetry: {{name: <name>}}\nevents:\n{event}",
            TOP.strip_suffix("events:\n").unwrap()
        )
    );
    let groups = "groups:\n    crime: {name: Crime readers}\n";
    assert_eq!(
        after(&format!("{groups}{TOP}{event}")),
        format!(
            "groups:\n    poetry: {{name: <name>}}\n    crime: {{name: Crime readers}}\n{TOP}{event}"
        )
    );
}
