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
fn done(arguments: &[&str]) -> String {
    let desk = desk();
    let run = run(&desk, arguments);
    shown(&desk, &run, "events.yaml", TEXT)
}

#[test]
fn move_gives_a_meeting_of_a_series_another_date() {
    insta::assert_snapshot!(done(&["move", "book-club", "2026-10-13", "--to", "2026-10-20", "--reason", "Hall in use"]), @"");
}

#[test]
fn move_gives_an_event_another_start() {
    insta::assert_snapshot!(done(&["move", "summer-party-2026", "--to", "2026-07-18"]), @"");
}

#[test]
fn cancel_keeps_a_meeting_in_calendars() {
    insta::assert_snapshot!(done(&["cancel", "book-club", "2026-10-13", "--reason", "no heating"]), @"");
}

#[test]
fn cancel_without_a_date_cancels_the_event() {
    insta::assert_snapshot!(done(&["cancel", "summer-party-2026", "--reason", "rain"]), @"");
}

#[test]
fn skip_removes_a_meeting_from_calendars() {
    insta::assert_snapshot!(done(&["skip", "book-club", "2026-12-08"]), @"");
}

#[test]
fn skip_needs_a_date() {
    insta::assert_snapshot!(done(&["skip", "book-club"]), @r"
    exit code 2
    --- stderr
    error: the following required arguments were not provided:
      <DATE>

    Usage: calfeed skip <ID> <DATE>

    For more information, try '--help'.
    --- events.yaml is unchanged
    ");
}

#[test]
fn postpone_takes_the_date_of_an_event_away() {
    insta::assert_snapshot!(done(&["postpone", "book-club", "2026-10-13"]), @"");
    insta::assert_snapshot!(done(&["postpone", "summer-party-2026"]), @"");
}

#[test]
fn restore_takes_a_change_back() {
    insta::assert_snapshot!(done(&["restore", "book-club", "2026-08-11"]), @"");
}

#[test]
fn remove_deletes_the_lines_of_an_event() {
    insta::assert_snapshot!(done(&["remove", "summer-party-2026"]), @"");
}

#[test]
fn add_prints_the_id_that_it_makes() {
    insta::assert_snapshot!(done(&[
        "add", "--title", "Author evening", "--start", "2026-09-17 19:00", "--end", "21:00",
        "--location", "Riverside Library", "--takes-place", "in-person", "--tag", "talks", "--set", "x-budget=40",
    ]), @"");
}

#[test]
fn add_takes_an_id() {
    insta::assert_snapshot!(done(&[
        "add", "--id", "poetry", "--title", "Poetry: aloud", "--start", "2026-09-03 18:00", "--duration", "1h30m",
        "--repeats", "monthly on the 1st Thursday", "--until", "2026-12-31", "--format", "markdown",
    ]), @"");
}

#[test]
fn add_refuses_an_id_that_another_event_has() {
    insta::assert_snapshot!(done(&["add", "--id", "book-club", "--title", "Poetry", "--start", "2026-09-03 18:00"]), @"");
}

#[test]
fn set_needs_an_equals_sign_in_its_option_of_add() {
    insta::assert_snapshot!(done(&["add", "--title", "A", "--start", "tbc", "--set", "x-budget"]), @r"
    exit code 2
    --- stderr
    error: `--set` needs a key, an equals sign and a value, such as `x-room=4`, not `x-budget`
    --- events.yaml is unchanged
    ");
}

#[test]
fn set_replaces_the_value_of_a_key() {
    insta::assert_snapshot!(done(&["set", "summer-party-2026", "title", "Summer party: bring a friend"]), @"");
}

#[test]
fn set_changes_one_meeting_of_a_series() {
    insta::assert_snapshot!(done(&["set", "book-club", "location", "Town hall", "--date", "2026-11-10"]), @"");
}

#[test]
fn a_text_that_looks_like_another_type_stays_text() {
    insta::assert_snapshot!(done(&["cancel", "book-club", "2026-10-13", "--reason", "yes"]), @"");
}

#[test]
fn a_change_that_no_subscriber_sees_says_so() {
    insta::assert_snapshot!(done(&["set", "summer-party-2026", "x-budget", "90"]), @"");
}

#[test]
fn unset_removes_a_key() {
    insta::assert_snapshot!(done(&["unset", "book-club", "location"]), @"");
}

#[test]
fn talk_adds_a_talk_to_one_meeting() {
    insta::assert_snapshot!(done(&[
        "talk", "book-club", "--date", "2026-06-09", "--title", "How a book is bound", "--speaker", "A bookbinder (Mill Lane Press)",
        "--speaker", "Librarian, local history (Riverside Library)", "--slides", "https://books.example.org/slides.pdf",
    ]), @"");
}

#[test]
fn a_dry_run_shows_the_same_and_writes_nothing() {
    insta::assert_snapshot!(done(&["skip", "book-club", "2026-12-08", "--dry-run"]), @"");
}

#[test]
fn json_has_everything_in_one_object() {
    insta::assert_snapshot!(done(&["skip", "book-club", "2026-12-08", "--format", "json"]), @"");
}

#[test]
fn markdown_is_for_a_pull_request() {
    insta::assert_snapshot!(done(&["cancel", "book-club", "2026-10-13", "--reason", "no *heating*", "--format", "markdown"]), @"");
}

#[test]
fn an_event_that_the_file_does_not_have_is_refused_with_exit_code_1() {
    insta::assert_snapshot!(done(&["cancel", "bok-club"]), @"");
}

#[test]
fn a_date_that_the_series_does_not_have_is_refused() {
    insta::assert_snapshot!(done(&["move", "book-club", "2026-10-14", "--to", "2026-10-20"]), @"");
}

#[test]
fn an_edit_that_would_make_an_error_is_refused_and_says_what_to_type() {
    insta::assert_snapshot!(done(&["set", "summer-party-2026", "start", "someday"]), @"");
    insta::assert_snapshot!(done(&["set", "summer-party-2026", "titel", "Party"]), @"");
}

#[test]
fn a_new_warning_is_shown_in_full() {
    insta::assert_snapshot!(done(&["unset", "summer-party-2026", "end"]), @"");
}
