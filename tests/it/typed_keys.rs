//! Keys that people type and the format does not have: for each, what is reported, and the file after its exact fixes.

use std::fmt::Write as _;

use calfeed::{Certainty, Context, Report, read};

use crate::corpus::instant;

pub(crate) const CALENDAR: &str = "calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
";

fn check(text: &str) -> Report {
    read(text, &Context::new(instant("2026-02-01T09:30:00Z"))).1
}

/// Applies the exact fixes of a report, the last of the file first.
pub(crate) fn fixed(text: &str, report: &Report) -> String {
    let fixes = report.diagnostics().iter();
    let fixes = fixes.filter_map(|found| {
        let mut fixes = found.fixes().iter();
        fixes.find(|fix| fix.certainty() == Certainty::Exact)
    });
    let mut fixes: Vec<_> = fixes.collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.range().start));
    let mut text = text.to_owned();
    for fix in fixes {
        text.replace_range(fix.range(), fix.replacement());
    }
    text
}

/// What is reported about a text, and what its exact fixes write and leave.
pub(crate) fn reported(typed: &str, text: &str) -> String {
    let mut out = format!("{}\n", typed.trim_end());
    let report = check(text);
    for found in report
        .diagnostics()
        .iter()
        .filter(|found| found.name() != "no-end")
    {
        writeln!(out, "  {}: {}", found.name(), found.message()).unwrap();
        if let Some(help) = found.help() {
            writeln!(out, "    {help}").unwrap();
        }
    }
    let after = fixed(text, &report);
    if after != text {
        let before: Vec<&str> = text.lines().collect();
        for line in after.lines().filter(|line| !before.contains(line)) {
            writeln!(out, "  > {}", line.trim()).unwrap();
        }
        for found in check(&after).diagnostics() {
            if found.name() != "no-end" {
                writeln!(out, "  then {}: {}", found.name(), found.message()).unwrap();
            }
        }
    }
    out
}

/// A file with one series that has these lines too.
pub(crate) fn series_with(lines: &str) -> String {
    let lines = lines.replace('\n', "\n    ");
    format!(
        "{CALENDAR}events:\n  - id: talks\n    title: Talks\n    start: 2026-03-26 11:00\n    repeats: weekly\n    {lines}\n"
    )
}

/// Of lines of an event that has an id and a title; those of a typed text may be several.
fn of_events(typed: &[&str]) -> String {
    let event = |lines: &str| {
        let start = if ["start:", "date:", "when:"]
            .iter()
            .any(|key| lines.starts_with(key))
        {
            ""
        } else {
            "    start: 2026-03-26 11:00\n"
        };
        let lines = lines.replace('\n', "\n    ");
        format!("{CALENDAR}events:\n  - id: talks\n    title: Talks\n{start}    {lines}\n")
    };
    typed
        .iter()
        .map(|typed| reported(typed, &event(typed)))
        .collect()
}

#[test]
fn a_date_and_a_time_are_one_key() {
    insta::assert_snapshot!(of_events(&[
        "date: 2026-03-26",
        "when: 2026-03-26 11:00",
        "date: 26/03/2026",
        "date: 2026-03-26\ntime: 11:00",
        "date: 2026-03-26\ntime: 11:00-12:00",
        "date: 2026-03-26\nlocation: Hall\ntime: 11:00",
        "start: 2026-03-26\ntime: 11:00",
        "time: 11:00",
        "start: 2026-03-26\nend_time: 12:00",
        "start: 2026-03-26\nall_day: true",
        "start: 2026-03-26\nallday: yes",
        "day: Thursday",
        "length: 2h",
        "length: two hours",
        "tz: Europe/London",
    ]), @r"
    date: 2026-03-26
      unknown-key: unknown key `date`
        rename it to `start`
      > start: 2026-03-26
    when: 2026-03-26 11:00
      unknown-key: unknown key `when`
        rename it to `start`
      > start: 2026-03-26 11:00
    date: 26/03/2026
      unknown-key: unknown key `date`
        did you mean `start`?
    date: 2026-03-26
    time: 11:00
      unknown-key: unknown key `date`
        did you mean `start: 2026-03-26 11:00`?
      unknown-key: unknown key `time`
        the time is part of `start`: `start: 2026-03-26 11:00`
    date: 2026-03-26
    time: 11:00-12:00
      unknown-key: unknown key `date`
        the time is part of `start`: `start: 2026-03-26 11:00`
      unknown-key: unknown key `time`
        the time is part of `start`: `start: 2026-03-26 11:00`
    date: 2026-03-26
    location: Hall
    time: 11:00
      unknown-key: unknown key `date`
        did you mean `start: 2026-03-26 11:00`?
      unknown-key: unknown key `time`
        the time is part of `start`: `start: 2026-03-26 11:00`
    start: 2026-03-26
    time: 11:00
      unknown-key: unknown key `time`
        did you mean `start: 2026-03-26 11:00`? the time is part of `start`: `start: 2026-03-26 11:00`
    time: 11:00
      unknown-key: unknown key `time`
        the time is part of `start`: `start: 2026-03-26 11:00`
    start: 2026-03-26
    end_time: 12:00
      unknown-key: unknown key `end_time`
        did you mean `end`?
    start: 2026-03-26
    all_day: true
      unknown-key: unknown key `all_day`
        remove it; an event is all day if its `start` has no time
    start: 2026-03-26
    allday: yes
      unknown-key: unknown key `allday`
        remove it; an event is all day if its `start` has no time
    day: Thursday
      unknown-key: unknown key `day`
        did you mean `repeats: every Thursday`?
    length: 2h
      unknown-key: unknown key `length`
        rename it to `duration`
      > duration: 2h
    length: two hours
      unknown-key: unknown key `length`
        rename it to `duration`
      > duration: two hours
    tz: Europe/London
      unknown-key: unknown key `tz`
        rename it to `timezone`
      > timezone: Europe/London
    ");
}

#[test]
fn keys_in_quotes_stay_in_quotes() {
    let event = |keys: &str| {
        format!("{CALENDAR}events: [{{\"id\": \"talks\", \"title\": \"Talks\", {keys}}}]\n")
    };
    let typed = [
        r#""date": "2026-03-26", "time": "11:00""#,
        r#""date": "2026-03-26", "time": "11:00 - 12:00""#,
        r#""start": "2026-03-26", "time": "11:00""#,
        r#""start": "26 March 2026, 11:00 - 12:00""#,
        r#""start": "2026-03-26 11:00""#,
    ];
    let said = typed.map(|typed| {
        let text = event(typed);
        let (_, report) = read(&text, &Context::new(instant("2026-02-01T09:30:00Z")));
        let mut fixes = report
            .diagnostics()
            .iter()
            .flat_map(calfeed::Diagnostic::fixes);
        let fix = fixes.next().unwrap();
        let mut after = text.clone();
        after.replace_range(fix.range(), fix.replacement());
        after.lines().last().unwrap().to_owned()
    });
    insta::assert_snapshot!(said.join("\n"), @r#"
events: [{"id": "talks", "title": "Talks", "start": "2026-03-26 11:00"}]
events: [{"id": "talks", "title": "Talks", "start": "2026-03-26 11:00", "end": "12:00"}]
events: [{"id": "talks", "title": "Talks", "start": "2026-03-26 11:00"}]
events: [{"id": "talks", "title": "Talks", "start": "2026-03-26 11:00", "end": "12:00"}]
events: [{"id": "talks", "title": "Talks", "start": "2026-03-26 11:00", "end": "12:00"}]
"#);
}

#[test]
fn the_link_to_a_call_and_how_people_take_part() {
    insta::assert_snapshot!(of_events(&[
        "zoom: https://zoom.us/j/1",
        "meet: https://meet.google.com/a",
        "teams: https://teams.microsoft.com/a",
        "online: https://zoom.us/j/1",
        "online: true",
        "virtual: yes",
        "hybrid: true",
        "online: Zoom",
        "website: https://a.example",
        "link: https://a.example",
    ]), @r#"
zoom: https://zoom.us/j/1
  unknown-key: unknown key `zoom`
    rename it to `join`
  > join: https://zoom.us/j/1
meet: https://meet.google.com/a
  unknown-key: unknown key `meet`
    rename it to `join`
  > join: https://meet.google.com/a
teams: https://teams.microsoft.com/a
  unknown-key: unknown key `teams`
    rename it to `join`
  > join: https://teams.microsoft.com/a
online: https://zoom.us/j/1
  unknown-key: unknown key `online`
    rename it to `join`
  > join: https://zoom.us/j/1
online: true
  unknown-key: unknown key `online`
    did you mean `format: virtual`?
virtual: yes
  unknown-key: unknown key `virtual`
    did you mean `format: virtual`?
hybrid: true
  unknown-key: unknown key `hybrid`
    did you mean `format: hybrid`?
online: Zoom
  unknown-key: unknown key `online`
    write the link to the call in `join`, and `format: virtual`
website: https://a.example
  unknown-key: unknown key `website`
    rename it to `url`
  > url: https://a.example
link: https://a.example
  unknown-key: unknown key `link`
    write `url` or `join`
"#);
}

#[test]
fn places_people_and_words() {
    insta::assert_snapshot!(of_events(&[
        "room: Upstairs",
        "venue: Town hall",
        "venue: Town hall\nlocation: Mill Lane",
        "speaker: Jo",
        "speakers: [Jo, Al]",
        "host: Jo",
        "notes: Bring a pen",
        "details: Bring a pen",
        "category: talk",
        "category: [talk, tea]",
        "recording: https://a.example/v",
        "video: https://a.example/v",
        "Title: Talks",
        "“location”: Town hall",
    ]), @r#"
room: Upstairs
  unknown-key: unknown key `room`
    rename it to `location`
  > location: Upstairs
venue: Town hall
  unknown-key: unknown key `venue`
    rename it to `location`
  > location: Town hall
venue: Town hall
location: Mill Lane
  unknown-key: unknown key `venue`
    `location` is there too: write all of it there
speaker: Jo
  unknown-key: unknown key `speaker`
    write `talks: [{title: <title>, speakers: [Jo]}]`; speakers belong to a talk; or name them in `description`
speakers: [Jo, Al]
  unknown-key: unknown key `speakers`
    write `talks: [{title: <title>, speakers: [Jo, Al]}]`; speakers belong to a talk; or name them in `description`
host: Jo
  unknown-key: unknown key `host`
    did you mean `x-host`? the format has no key for it; a key of your own begins with `x-`
notes: Bring a pen
  unknown-key: unknown key `notes`
    rename it to `description`
  > description: Bring a pen
details: Bring a pen
  unknown-key: unknown key `details`
    rename it to `description`
  > description: Bring a pen
category: talk
  unknown-key: unknown key `category`
    write `tags: [talk]`
  > tags: [talk]
category: [talk, tea]
  unknown-key: unknown key `category`
    rename it to `tags`
  > tags: [talk, tea]
recording: https://a.example/v
  unknown-key: unknown key `recording`
    did you mean `links: [{title: Recording, url: "https://a.example/v"}]`? a recording belongs to a talk, or under `links`
video: https://a.example/v
  unknown-key: unknown key `video`
    did you mean `links: [{title: Recording, url: "https://a.example/v"}]`? a recording belongs to a talk, or under `links`
Title: Talks
  unknown-key: unknown key `Title`
    `title` is there too: write all of it there
“location”: Town hall
  unknown-key: unknown key `“location”`
    rename it to `location`
  > location: Town hall
"#);
}

#[test]
fn rules_and_single_dates() {
    insta::assert_snapshot!(of_events(&[
        "frequency: weekly",
        "recurs: monthly on the 4th Thursday",
        "every: 2 weeks",
        "every: full moon",
        "except: 2026-04-02",
        "exceptions: [2026-04-02, 2026-04-09]",
        "exdate: 2026-04-02",
        "skip: Easter",
        "cancel: 2026-04-02",
        "cancelled: no heating",
        "postponed: true",
        "moved: 2026-03-27",
    ]), @r#"
frequency: weekly
  unknown-key: unknown key `frequency`
    rename it to `repeats`
  > repeats: weekly
recurs: monthly on the 4th Thursday
  unknown-key: unknown key `recurs`
    rename it to `repeats`
  > repeats: monthly on the 4th Thursday
every: 2 weeks
  unknown-key: unknown key `every`
    write `repeats: every 2 weeks`
  > repeats: every 2 weeks
every: full moon
  unknown-key: unknown key `every`
    did you mean `repeats: every full moon`?
except: 2026-04-02
  unknown-key: unknown key `except`
    did you mean `changes: {2026-04-02: {skipped: true}}`?
exceptions: [2026-04-02, 2026-04-09]
  unknown-key: unknown key `exceptions`
    did you mean `changes: {2026-04-02: {skipped: true}, 2026-04-09: {skipped:…`?
exdate: 2026-04-02
  unknown-key: unknown key `exdate`
    did you mean `changes: {2026-04-02: {skipped: true}}`?
skip: Easter
  unknown-key: unknown key `skip`
    write single dates under `changes`, such as `2026-03-26: {skipped: true}`
cancel: 2026-04-02
  unknown-key: unknown key `cancel`
    did you mean `changes: {2026-04-02: {cancelled: true}}`?
cancelled: no heating
  unknown-key: unknown key `cancelled`
    write `status: cancelled`, and the reason in `reason`; for one date of a series, use `changes`
postponed: true
  unknown-key: unknown key `postponed`
    write `status: postponed`, and the reason in `reason`; for one date of a series, use `changes`
moved: 2026-03-27
  unknown-key: unknown key `moved`
    change `start`; for one date of a series, use `changes`
"#);
}
