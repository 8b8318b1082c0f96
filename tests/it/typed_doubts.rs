//! What people type that has more than one likely meaning: for each, every fix, how sure it is, and the lines that it writes.

use std::fmt::Write as _;

use calfeed::{Context, read};

use crate::corpus::instant;
use crate::typed_keys::{CALENDAR, series_with};

/// The fixes of lines of one series.
fn of_series(typed: &[&str]) -> String {
    typed
        .iter()
        .map(|typed| fixes(typed, &series_with(typed)))
        .collect()
}

/// The fixes of lines below the calendar.
fn of_files(typed: &[&str]) -> String {
    let text = |lines: &str| format!("{CALENDAR}{lines}\n");
    typed
        .iter()
        .map(|typed| fixes(typed, &text(typed)))
        .collect()
}

fn fixes(typed: &str, text: &str) -> String {
    let mut out = format!("{typed}\n");
    let report = read(text, &Context::new(instant("2026-02-01T09:30:00Z"))).1;
    for found in report.diagnostics() {
        if found.name() == "no-end" {
            continue;
        }
        writeln!(out, "  {}: {}", found.name(), found.message()).unwrap();
        if let Some(help) = found.help() {
            writeln!(out, "    {help}").unwrap();
        }
        for fix in found.fixes() {
            writeln!(out, "  {}:", fix.certainty().name()).unwrap();
            let mut after = text.to_owned();
            after.replace_range(fix.range(), fix.replacement());
            let before: Vec<&str> = text.lines().collect();
            for line in after.lines().filter(|line| !before.contains(line)) {
                writeln!(out, "    >{line}").unwrap();
            }
        }
    }
    out
}

#[test]
fn keys_that_would_become_text() {
    insta::assert_snapshot!(of_series(&[
        "description: All welcome\n  status: cancelled",
        "description: All welcome\n  location: Hall\n  join: https://x.org",
        "description:\n  status: cancelled",
        "description: All welcome\n  Place: all",
        "location: Hall status: cancelled",
        "description: bring cake, status: cancelled",
        "location: Hall: the large one",
    ]), @r#"
    description: All welcome
      status: cancelled
      syntax: indented too far: YAML reads this line as part of the one above
        write `status: cancelled`; use 4 spaces, to line up with the key above; or put the whole text in quotes
      guess:
        >    status: cancelled
      guess:
        >    description: |
        >      All welcome
    description: All welcome
      location: Hall
      join: https://x.org
      syntax: indented too far: YAML reads this line as part of the one above
        write `location: Hall`; use 4 spaces, to line up with the key above; or put the whole text in quotes
      guess:
        >    location: Hall
      guess:
        >    description: |
        >      All welcome
    description:
      status: cancelled
      wrong-type: expected text, found `key: value` lines
        write `status: cancelled` or `description: |`; write `|` after the `:` if it is text of several lines
      guess:
        >    status: cancelled
      guess:
        >    description: |
    description: All welcome
      Place: all
      syntax: text of several lines after `description:` needs `|`
        begin the text on the next line
      exact:
        >    description: |
        >      All welcome
    location: Hall status: cancelled
      syntax: `status:` is on the same line as the value before it
        write `"Hall status: cancelled"`; or write `status:` on a line of its own
      guess:
        >    location: Hall
        >    status: cancelled
      guess:
        >    location: "Hall status: cancelled"
    description: bring cake, status: cancelled
      syntax: `status:` is on the same line as the value before it
        write `"bring cake, status: cancelled"`; or write `status:` on a line of its own
      guess:
        >    description: bring cake
        >    status: cancelled
      guess:
        >    description: "bring cake, status: cancelled"
    location: Hall: the large one
      syntax: put quotes around text that contains `: `
        write `"Hall: the large one"`
      exact:
        >    location: "Hall: the large one"
    "#);
}

#[test]
fn changes_in_doubt() {
    insta::assert_snapshot!(of_series(&[
        "changes:\n  2026-04-02: cancelled? tbc",
        "changes:\n  2026-04-02: cancelled, moved to 2026-04-03",
        "changes:\n  2026-04-02: cancelled, no facilitator",
        "changes:\n  2026-04-02: cancelled (no facilitator)",
        "changes:\n  2026-04-02: cancelled unless it rains",
        "changes:\n  2026-04-02: not cancelled",
        "changes:\n  2026-04-02: no longer in the hall",
    ]), @r"
    changes:
      2026-04-02: cancelled? tbc
      wrong-type: expected `key: value` lines, found the text `cancelled? tbc`
        did you mean `{cancelled: tbc}`?
      guess:
        >      2026-04-02: {cancelled: tbc}
    changes:
      2026-04-02: cancelled, moved to 2026-04-03
      wrong-type: expected `key: value` lines, found the text `cancelled, moved to 2026-04-03`
        write `{moved_to: 2026-04-03}` or `{cancelled: moved to 2026-04-03}`
      guess:
        >      2026-04-02: {moved_to: 2026-04-03}
      guess:
        >      2026-04-02: {cancelled: moved to 2026-04-03}
    changes:
      2026-04-02: cancelled, no facilitator
      wrong-type: expected `key: value` lines, found the text `cancelled, no facilitator`
        write `{cancelled: no facilitator}`
      exact:
        >      2026-04-02: {cancelled: no facilitator}
    changes:
      2026-04-02: cancelled (no facilitator)
      wrong-type: expected `key: value` lines, found the text `cancelled (no facilitator)`
        write `{cancelled: no facilitator}`
      exact:
        >      2026-04-02: {cancelled: no facilitator}
    changes:
      2026-04-02: cancelled unless it rains
      wrong-type: expected `key: value` lines, found the text `cancelled unless it rains`
        did you mean `{cancelled: unless it rains}`?
      guess:
        >      2026-04-02: {cancelled: unless it rains}
    changes:
      2026-04-02: not cancelled
      wrong-type: expected `key: value` lines, found the text `not cancelled`
        for example `{cancelled: true}`
    changes:
      2026-04-02: no longer in the hall
      wrong-type: expected `key: value` lines, found the text `no longer in the hall`
        for example `{cancelled: true}`
    ");
}

#[test]
fn quotes_and_lists_in_doubt() {
    insta::assert_snapshot!(of_series(&[
        "description: \"The \"Best\" Talks\"",
        "description: \"Best\" and \"worst\"",
        "location: {name: Hall}",
        "tags: \"a\", \"b\"",
        "talks: A, B",
        "talks:\n  - title: A\n    speakers: Jo Bloggs; Ann",
        "talks:\n  - title: A\n    speakers: Jo / Ann",
        "description: \"All welcome\n  and tea",
        "description: - a\n  - b",
    ]), @r#"
    description: "The "Best" Talks"
      syntax: unexpected text after the closing quote
        write `"The \"Best\" Talks"` or `"\"The \"Best\" Talks\""`
      guess:
        >    description: "The \"Best\" Talks"
      guess:
        >    description: "\"The \"Best\" Talks\""
    description: "Best" and "worst"
      syntax: unexpected text after the closing quote
        write `"Best\" and \"worst"` or `"\"Best\" and \"worst\""`
      guess:
        >    description: "Best\" and \"worst"
      guess:
        >    description: "\"Best\" and \"worst\""
    location: {name: Hall}
      wrong-type: expected text, found `key: value` lines
        write `Hall` or `"{name: Hall}"`; write the text on one line, in quotes
      guess:
        >    location: Hall
      guess:
        >    location: "{name: Hall}"
    tags: "a", "b"
      syntax: unexpected text after the closing quote
        did you mean `["a", "b"]`?
      guess:
        >    tags: ["a", "b"]
    talks: A, B
      wrong-type: expected a list, found the text `A, B`
        write `[{title: A}, {title: B}]` or `[{title: "A, B"}]`
      guess:
        >    talks: [{title: A}, {title: B}]
      guess:
        >    talks: [{title: "A, B"}]
    talks:
      - title: A
        speakers: Jo Bloggs; Ann
      wrong-type: expected a list, found the text `Jo Bloggs; Ann`
        write `[Jo Bloggs, Ann]` or `[Jo Bloggs; Ann]`
      guess:
        >        speakers: [Jo Bloggs, Ann]
      guess:
        >        speakers: [Jo Bloggs; Ann]
    talks:
      - title: A
        speakers: Jo / Ann
      wrong-type: expected a list, found the text `Jo / Ann`
        write `[Jo, Ann]` or `[Jo / Ann]`
      guess:
        >        speakers: [Jo, Ann]
      guess:
        >        speakers: [Jo / Ann]
    description: "All welcome
      and tea
      syntax: missing closing quote
        did you mean `"All welcome"`? end the text with `"` too
      guess:
        >    description: "All welcome"
    description: - a
      - b
      syntax: a list cannot begin on the same line as its key
        did you mean `"- a"`? or write each item on a line of its own, indented, after `- `
      guess:
        >    description: "- a"
    "#);
}

#[test]
fn two_keys_that_would_become_one() {
    insta::assert_snapshot!(of_series(&[
        "room: 4\nvenue: Hall",
        "notes: a\ndetails: b",
        "zoom: https://x.org/a\nteams: https://x.org/b",
        "Location: a\nLOCATION: b",
        "changes:\n  2026-04-02:\n    date: 2026-04-03\n    time: 12:00",
        "venue: Hall\nnotes: a",
    ]), @r"
    room: 4
    venue: Hall
      unknown-key: unknown key `room`
        did you mean `location`?
      guess:
        >    location: 4
      unknown-key: unknown key `venue`
        did you mean `location`?
      guess:
        >    location: Hall
    notes: a
    details: b
      unknown-key: unknown key `notes`
        did you mean `description`?
      guess:
        >    description: a
      unknown-key: unknown key `details`
        did you mean `description`?
      guess:
        >    description: b
    zoom: https://x.org/a
    teams: https://x.org/b
      unknown-key: unknown key `zoom`
        did you mean `join`?
      guess:
        >    join: https://x.org/a
      unknown-key: unknown key `teams`
        did you mean `join`?
      guess:
        >    join: https://x.org/b
    Location: a
    LOCATION: b
      unknown-key: unknown key `Location`
        did you mean `location`?
      guess:
        >    location: a
      unknown-key: unknown key `LOCATION`
        did you mean `location`?
      guess:
        >    location: b
    changes:
      2026-04-02:
        date: 2026-04-03
        time: 12:00
      unknown-key: unknown key `date`
        did you mean `moved_to: 2026-04-03 12:00`?
      guess:
        >        moved_to: 2026-04-03 12:00
      unknown-key: unknown key `time`
        the time is part of `moved_to`: `moved_to: 2026-04-03 12:00`
    venue: Hall
    notes: a
      unknown-key: unknown key `venue`
        rename it to `location`
      exact:
        >    location: Hall
      unknown-key: unknown key `notes`
        rename it to `description`
      exact:
        >    description: a
    ");
}

#[test]
fn values_that_are_written_elsewhere() {
    insta::assert_snapshot!(of_series(&[
        "reason: &why Jo\ntalks:\n  - {title: A, speaker: *why}",
        "talks:\n  - title: A\n    speaker: &who Jo\n  - title: B\n    speakers: [*who]",
        "talks:\n  - title: A\n    speaker: # who\n      Jo",
        "talks:\n  - title: A\n    ? speaker\n    : Jo",
        "talks:\n  - title: A\n    speaker: Jo",
        "changes: {2026-04-02: {skipped:true}}",
        "changes:\n  2026-04-02: {skipped:true, title: B}",
        "changes: {\"2026-04-02\": {\"canceled\":true}}",
        "changes: {\"2026-04-02\": {\"date\":\"2026-04-03\",\"title\":\"A\"}}",
        "\"venue\": Hall",
    ]), @r#"
    reason: &why Jo
    talks:
      - {title: A, speaker: *why}
      reason-without-cause: there is a `reason`, but nothing that it explains
        write what happens: `status: cancelled`, or a change that moves it; or write it in the `description`
      unknown-key: unknown key `speaker`
        write `speakers: [Jo]`
    talks:
      - title: A
        speaker: &who Jo
      - title: B
        speakers: [*who]
      unknown-key: unknown key `speaker`
        write `speakers: [Jo]`
    talks:
      - title: A
        speaker: # who
          Jo
      unknown-key: unknown key `speaker`
        write `speakers: [Jo]`
    talks:
      - title: A
        ? speaker
        : Jo
      unknown-key: unknown key `speaker`
        write `speakers: [Jo]`
    talks:
      - title: A
        speaker: Jo
      unknown-key: unknown key `speaker`
        write `speakers: [Jo]`
      exact:
        >        speakers: [Jo]
    changes: {2026-04-02: {skipped:true}}
      unknown-key: missing space after `skipped:`
        did you mean `skipped: true`?
      guess:
        >    changes: {2026-04-02: {skipped: true}}
    changes:
      2026-04-02: {skipped:true, title: B}
      unknown-key: missing space after `skipped:`
        did you mean `skipped: true`?
      guess:
        >      2026-04-02: {skipped: true, title: B}
    changes: {"2026-04-02": {"canceled":true}}
      unknown-key: unknown key `canceled`
        rename it to `cancelled`
      exact:
        >    changes: {"2026-04-02": {"cancelled":true}}
    changes: {"2026-04-02": {"date":"2026-04-03","title":"A"}}
      unknown-key: unknown key `date`
        rename it to `moved_to`
      exact:
        >    changes: {"2026-04-02": {"moved_to":"2026-04-03","title":"A"}}
    "venue": Hall
      unknown-key: unknown key `venue`
        rename it to `location`
      exact:
        >    "location": Hall
    "#);
}

#[test]
fn braces_and_sections() {
    insta::assert_snapshot!(of_files(&[
        "events\n  - id: a\n    title: A\n    start: 2026-03-26\n",
        "events:\n  - {id: a,title:A,start: 2026-03-26}",
    ]), @r"
    events
      - id: a
        title: A
        start: 2026-03-26

      syntax: missing `:` in `events`
        write `events:`; to continue the text above, indent this line further
      exact:
        >events:
    events:
      - {id: a,title:A,start: 2026-03-26}
      unknown-key: missing space after `title:`
        did you mean `title: A`?
      guess:
        >  - {id: a,title: A,start: 2026-03-26}
    ");
}
