//! Keys that people type in changes, talks, links and groups: for each, what is reported, and the file after its exact fixes.

use crate::typed_keys::{CALENDAR, reported};

/// Of a change of the second date of a series.
fn of_changes(typed: &[&str]) -> String {
    let event = |change: &str| {
        format!(
            "{CALENDAR}events:\n  - id: talks\n    title: Talks\n    start: 2026-03-26 11:00\n    repeats: weekly\n    changes:\n      2026-04-02:\n        {change}\n"
        )
    };
    typed
        .iter()
        .map(|typed| reported(typed, &event(typed)))
        .collect()
}

#[test]
fn keys_of_a_change() {
    insta::assert_snapshot!(of_changes(&[
        "start: 14:00",
        "time: 14:00",
        "date: 2026-04-03",
        "postponed: true",
        "postponed: 2026-04-03",
        "cancel: no heating",
        "venue: Town hall",
        "zoom: https://zoom.us/j/1",
        "why: no heating",
    ]), @r#"
start: 14:00
  unknown-key: unknown key `start`
    rename it to `moved_to`
  > moved_to: 14:00
time: 14:00
  unknown-key: unknown key `time`
    rename it to `moved_to`
  > moved_to: 14:00
date: 2026-04-03
  unknown-key: unknown key `date`
    rename it to `moved_to`
  > moved_to: 2026-04-03
postponed: true
  unknown-key: unknown key `postponed`
    did you mean `moved_to: tbc`?
postponed: 2026-04-03
  unknown-key: unknown key `postponed`
    rename it to `moved_to`
  > moved_to: 2026-04-03
cancel: no heating
  unknown-key: unknown key `cancel`
    rename it to `cancelled`
  > cancelled: no heating
venue: Town hall
  unknown-key: unknown key `venue`
    rename it to `location`
  > location: Town hall
zoom: https://zoom.us/j/1
  unknown-key: unknown key `zoom`
    rename it to `join`
  > join: https://zoom.us/j/1
why: no heating
  unknown-key: unknown key `why`
    did you mean `reason`?
"#);
}

#[test]
fn a_new_date_and_its_time_are_one_key() {
    insta::assert_snapshot!(of_changes(&[
        "date: 2026-04-03\n        time: 14:00",
        "new_date: 2026-04-03\n        time: 14:00",
        "new_date: 2026-04-03\n        reason: hall in use\n        new_time: 2pm-4pm",
        "moved_to: 2026-04-03\n        time: 14:00",
        "time: 14:00\n        title: Talks in the afternoon",
        "date: soon\n        time: 14:00",
    ]), @r#"
date: 2026-04-03
        time: 14:00
  unknown-key: unknown key `date`
    did you mean `moved_to: 2026-04-03 14:00`?
  unknown-key: unknown key `time`
    the time is part of `moved_to`: `moved_to: 2026-04-03 14:00`
new_date: 2026-04-03
        time: 14:00
  unknown-key: unknown key `new_date`
    did you mean `moved_to: 2026-04-03 14:00`?
  unknown-key: unknown key `time`
    the time is part of `moved_to`: `moved_to: 2026-04-03 14:00`
new_date: 2026-04-03
        reason: hall in use
        new_time: 2pm-4pm
  unknown-key: unknown key `new_date`
    did you mean `moved_to: 2026-04-03 2pm`, `end: "4pm"`? the time is part of `moved_to`: `moved_to: 2026-04-03 2pm`
  unknown-key: unknown key `new_time`
    the time is part of `moved_to`: `moved_to: 2026-04-03 2pm`
moved_to: 2026-04-03
        time: 14:00
  unknown-key: unknown key `time`
    did you mean `moved_to: 2026-04-03 14:00`? the time is part of `moved_to`: `moved_to: 2026-04-03 14:00`
time: 14:00
        title: Talks in the afternoon
  unknown-key: unknown key `time`
    rename it to `moved_to`
  > moved_to: 14:00
date: soon
        time: 14:00
  unknown-key: unknown key `date`
    did you mean `moved_to`?
  unknown-key: unknown key `time`
    did you mean `moved_to`?
"#);
}

#[test]
fn keys_of_talks_links_groups_and_the_calendar() {
    let talk = |line: &str| {
        format!(
            "{CALENDAR}events:\n  - id: talks\n    title: Talks\n    start: 2026-03-26\n    talks:\n      - title: Binding\n        {line}\n"
        )
    };
    let link = "      - name: Sign up\n        link: https://a.example\n";
    let link = format!(
        "{CALENDAR}events:\n  - id: talks\n    title: Talks\n    start: 2026-03-26\n    links:\n{link}"
    );
    let group =
        format!("{CALENDAR}groups:\n  poetry:\n    title: Poetry\n    email: a@b.example\n");
    let calendar = format!(
        "{}  tz: Europe/London\nevents: []\n",
        CALENDAR.replace("  timezone: Europe/London\n", "")
    );
    let found = [
        reported("speaker: Jo", &talk("speaker: Jo")),
        reported("speaker: Jo and Al", &talk("speaker: Jo and Al")),
        reported(
            "recording: https://a.example/v",
            &talk("recording: https://a.example/v"),
        ),
        reported("a link", &link),
        reported("a group", &group),
        reported("the calendar", &calendar),
    ];
    insta::assert_snapshot!(found.concat(), @r#"
speaker: Jo
  unknown-key: unknown key `speaker`
    write `speakers: [Jo]`
  > speakers: [Jo]
speaker: Jo and Al
  unknown-key: unknown key `speaker`
    write `speakers: [Jo and Al]` or `speakers: [Jo, Al]`
recording: https://a.example/v
  unknown-key: unknown key `recording`
    rename it to `video`
  > video: https://a.example/v
a link
  unknown-key: unknown key `name`
    rename it to `title`
  unknown-key: unknown key `link`
    rename it to `url`
  > - title: Sign up
  > url: https://a.example
a group
  unknown-key: unknown key `title`
    rename it to `name`
  unknown-key: unknown key `email`
    rename it to `contact`
  > name: Poetry
  > contact: a@b.example
the calendar
  unknown-key: unknown key `tz`
    rename it to `timezone`
  > timezone: Europe/London
"#);
}
