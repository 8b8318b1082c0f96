//! `move`, `cancel`, `skip`, `postpone`, `restore`, `remove`, `add`, `set`, `unset` and `talk`: what each writes, and what each shows.

use std::fmt::Write as _;

use crate::program::{Desk, Run};

/// A small events file.
pub(crate) const TEXT: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London

events:
  # The library closes at eight.
  - id: book-club
    title: Book club
    start: 2026-01-13 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
    location: Riverside Library
    changes:
      2026-08-11: {skipped: summer break}
  - id: summer-party-2026
    title: Summer party
    start: 2026-07-11 15:00
    end: \"19:00\"
    x-budget: 80
";

/// A folder with [`TEXT`] as its `events.yaml`.
pub(crate) fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", TEXT);
    desk
}

/// Runs a command, of which each argument is one item.
pub(crate) fn run(desk: &Desk, arguments: &[&str]) -> Run {
    Run::of(&desk.command("").args(arguments).output().unwrap())
}

/// The exit code, both streams, and the lines of a file that changed from `before`.
pub(crate) fn shown(desk: &Desk, run: &Run, name: &str, before: &str) -> String {
    let mut out = format!("exit code {}\n", run.code.unwrap());
    for (heading, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        if !text.is_empty() {
            let _ = write!(out, "--- {heading}\n{text}");
        }
    }
    let after = desk.read(name);
    if before == after {
        return format!("{out}--- {name} is unchanged\n");
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| -> usize {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let first = same(&mut old.iter().zip(&new));
    let (old, new) = (&old[first..], &new[first..]);
    let last = same(&mut old.iter().rev().zip(new.iter().rev()));
    let _ = writeln!(out, "--- {name} after line {first}");
    for (mark, lines) in [
        ('-', &old[..old.len() - last]),
        ('+', &new[..new.len() - last]),
    ] {
        for line in lines {
            let _ = writeln!(out, "{mark}{line}");
        }
    }
    out
}

/// What a command does with [`TEXT`].
pub(crate) fn done(arguments: &[&str]) -> String {
    let desk = desk();
    let run = run(&desk, arguments);
    shown(&desk, &run, "events.yaml", TEXT)
}

#[test]
fn move_gives_a_meeting_of_a_series_another_date() {
    insta::assert_snapshot!(done(&["move", "book-club", "2026-10-13", "--to", "2026-10-20", "--reason", "Hall in use"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting moves.

    Moved
      Book club: Tuesday 13 October 2026, 6:30pm to 8pm → Tuesday 20 October 2026, 6:30pm to 8pm (Hall in use)
    --- stderr
    events.yaml, line 18: added
    +       2026-10-13: {moved_to: 2026-10-20, reason: Hall in use}
    --- events.yaml after line 17
    +      2026-10-13: {moved_to: 2026-10-20, reason: Hall in use}
    ");
}

#[test]
fn move_gives_an_event_another_start() {
    insta::assert_snapshot!(done(&["move", "summer-party-2026", "--to", "2026-07-18"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting moves.

    Moved
      Summer party: Saturday 11 July 2026, 3pm to 7pm → Saturday 18 July 2026, 3pm to 7pm
    --- stderr
    events.yaml, line 20: changed
    -     start: 2026-07-11 15:00
    +     start: 2026-07-18 15:00
    --- events.yaml after line 19
    -    start: 2026-07-11 15:00
    +    start: 2026-07-18 15:00
    ");
}

#[test]
fn cancel_keeps_a_meeting_in_calendars() {
    insta::assert_snapshot!(done(&["cancel", "book-club", "2026-10-13", "--reason", "no heating"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is cancelled.

    Cancelled
      Book club, Tuesday 13 October 2026, 6:30pm to 8pm (no heating)
    --- stderr
    events.yaml, line 18: added
    +       2026-10-13: {cancelled: no heating}
    --- events.yaml after line 17
    +      2026-10-13: {cancelled: no heating}
    ");
}

#[test]
fn cancel_without_a_date_cancels_the_event() {
    insta::assert_snapshot!(done(&["cancel", "summer-party-2026", "--reason", "rain"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is cancelled.

    Cancelled
      Summer party, Saturday 11 July 2026, 3pm to 7pm (rain)
    --- stderr
    events.yaml, line 22: added
    +     status: cancelled
    +     reason: rain
    --- events.yaml after line 21
    +    status: cancelled
    +    reason: rain
    ");
}

#[test]
fn skip_removes_a_meeting_from_calendars() {
    insta::assert_snapshot!(done(&["skip", "book-club", "2026-12-08"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is removed.

    Removed
      Book club, Tuesday 8 December 2026, 6:30pm to 8pm (skipped)
    --- stderr
    events.yaml, line 18: added
    +       2026-12-08: {skipped: true}
    --- events.yaml after line 17
    +      2026-12-08: {skipped: true}
    ");
}

#[test]
fn postpone_takes_the_date_of_an_event_away() {
    insta::assert_snapshot!(done(&["postpone", "book-club", "2026-10-13"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is postponed.

    Postponed
      Book club, Tuesday 13 October 2026, 6:30pm to 8pm
    --- stderr
    events.yaml, line 18: added
    +       2026-10-13: {moved_to: tbc}
    --- events.yaml after line 17
    +      2026-10-13: {moved_to: tbc}
    ");
    insta::assert_snapshot!(done(&["postpone", "summer-party-2026"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is postponed.

    Postponed
      Summer party, Saturday 11 July 2026, 3pm to 7pm
    --- stderr
    events.yaml, line 22: added
    +     status: postponed
    --- events.yaml after line 21
    +    status: postponed
    ");
}

#[test]
fn restore_takes_a_change_back() {
    insta::assert_snapshot!(done(&["restore", "book-club", "2026-08-11"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is added.

    Added
      Book club, Tuesday 11 August 2026, 6:30pm to 8pm
    --- stderr
    events.yaml, line 16: removed
    -     changes:
    -       2026-08-11: {skipped: summer break}
    --- events.yaml after line 15
    -    changes:
    -      2026-08-11: {skipped: summer break}
    ");
}

#[test]
fn remove_deletes_the_lines_of_an_event() {
    insta::assert_snapshot!(done(&["remove", "summer-party-2026"]), @r#"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is cancelled.

    Cancelled
      Summer party, Saturday 11 July 2026, 3pm to 7pm (removed; stays in calendars as cancelled)
    --- stderr
    events.yaml, line 18: removed
    -   - id: summer-party-2026
    -     title: Summer party
    -     start: 2026-07-11 15:00
    -     end: "19:00"
    -     x-budget: 80
    --- events.yaml after line 17
    -  - id: summer-party-2026
    -    title: Summer party
    -    start: 2026-07-11 15:00
    -    end: "19:00"
    -    x-budget: 80
    "#);
}

#[test]
fn add_prints_the_id_that_it_makes() {
    insta::assert_snapshot!(done(&[
        "add", "--title", "Author evening", "--start", "2026-09-17 19:00", "--end", "21:00",
        "--location", "Riverside Library", "--takes-place", "in-person", "--tag", "talks", "--set", "x-budget=40",
    ]), @r#"
    exit code 0
    --- stdout
    Added `author-evening-2026`.

    In the next 12 months 1 meeting is added.

    Added
      Author evening, Thursday 17 September 2026, 7pm to 9pm
    --- stderr
    events.yaml, line 23: added
    +   - id: author-evening-2026
    +     title: Author evening
    +     start: 2026-09-17 19:00
    +     end: "21:00"
    +     tags: [talks]
    +     format: in-person
    +     location: Riverside Library
    +     x-budget: "40"
    --- events.yaml after line 22
    +  - id: author-evening-2026
    +    title: Author evening
    +    start: 2026-09-17 19:00
    +    end: "21:00"
    +    tags: [talks]
    +    format: in-person
    +    location: Riverside Library
    +    x-budget: "40"
    "#);
}

#[test]
fn add_takes_an_id() {
    insta::assert_snapshot!(done(&[
        "add", "--id", "poetry", "--title", "Poetry: aloud", "--start", "2026-09-03 18:00", "--duration", "1h30m",
        "--repeats", "monthly on the 1st Thursday", "--until", "2026-12-31", "--format", "markdown",
    ]), @r#"
    exit code 0
    --- stdout
    Added `poetry`.

    ### In the next 12 months 4 meetings are added

    **Added**

    - **Poetry: aloud**: 6pm to 7:30pm, monthly on the 1st Thursday; 4 meetings: 3 September, 1 October, 5 November and 3 December 2026
    --- stderr
    events.yaml, line 18: added
    +   - id: poetry
    +     title: "Poetry: aloud"
    +     start: 2026-09-03 18:00
    +     duration: 1h30m
    +     repeats: monthly on the 1st Thursday
    +     until: 2026-12-31
    --- events.yaml after line 17
    +  - id: poetry
    +    title: "Poetry: aloud"
    +    start: 2026-09-03 18:00
    +    duration: 1h30m
    +    repeats: monthly on the 1st Thursday
    +    until: 2026-12-31
    "#);
}

#[test]
fn set_replaces_the_value_of_a_key() {
    insta::assert_snapshot!(done(&["set", "summer-party-2026", "title", "Summer party: bring a friend"]), @r#"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting has a new title.

    New title
      Summer party, Saturday 11 July 2026: now “Summer party: bring a friend”
    --- stderr
    events.yaml, line 19: changed
    -     title: Summer party
    +     title: "Summer party: bring a friend"
    --- events.yaml after line 18
    -    title: Summer party
    +    title: "Summer party: bring a friend"
    "#);
}

#[test]
fn set_changes_one_meeting_of_a_series() {
    insta::assert_snapshot!(done(&["set", "book-club", "location", "Town hall", "--date", "2026-11-10"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting has a new place.

    New place
      Book club, Tuesday 10 November 2026: Riverside Library → Town hall
    --- stderr
    events.yaml, line 18: added
    +       2026-11-10: {location: Town hall}
    --- events.yaml after line 17
    +      2026-11-10: {location: Town hall}
    ");
}

#[test]
fn unset_removes_a_key() {
    insta::assert_snapshot!(done(&["unset", "book-club", "location"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 11 meetings have a new place; 1 warning.

    warning: 6 changes affect past meetings, and rewrite people's diaries. To change a series from a date on, end it with `until` and begin a new `id`.
      New place: Book club: Riverside Library → no place; 6 meetings: 13 January, 10 February, 10 March 2026 and 3 more, the last on 9 June 2026

    New place
      Book club: Riverside Library → no place; 11 meetings: 14 July, 8 September, 13 October 2026 and 8 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    --- stderr
    events.yaml, line 15: removed
    -     location: Riverside Library
    --- events.yaml after line 14
    -    location: Riverside Library
    ");
}

#[test]
fn talk_adds_a_talk_to_one_meeting() {
    insta::assert_snapshot!(done(&[
        "talk", "book-club", "--date", "2026-06-09", "--title", "How a book is bound", "--speaker", "A bookbinder (Mill Lane Press)",
        "--speaker", "Librarian, local history (Riverside Library)", "--slides", "https://books.example.org/slides.pdf",
    ]), @r#"
    exit code 0
    --- stdout
    No meeting changes in the next 12 months.

    New details
      Book club, Tuesday 9 June 2026: talks (new: https://books.example.org/slides.pdf)
    --- stderr
    events.yaml, line 17: added
    +       2026-06-09:
    +         talks:
    +           - title: How a book is bound
    +             speakers: [A bookbinder (Mill Lane Press), "Librarian, local history (Riverside Library)"]
    +             slides: https://books.example.org/slides.pdf
    --- events.yaml after line 16
    +      2026-06-09:
    +        talks:
    +          - title: How a book is bound
    +            speakers: [A bookbinder (Mill Lane Press), "Librarian, local history (Riverside Library)"]
    +            slides: https://books.example.org/slides.pdf
    "#);
}
