//! Which file a command edits, what it keeps, and what it leaves alone.

#[cfg(target_os = "linux")]
use std::fs::File;
#[cfg(target_os = "linux")]
use std::io::{BufRead as _, BufReader};
#[cfg(target_os = "linux")]
use std::process::Stdio;

use crate::commands_edit::{TEXT, desk, run, shown};
use crate::program::Desk;

/// An events file that includes two others.
fn teams() -> Desk {
    let desk = Desk::new();
    let top = TEXT.split("events:").next().unwrap();
    desk.write(
        "site/events.yaml",
        format!("{top}include: [teams/*.yaml]\n"),
    );
    for (name, day) in [("crime", 3), ("poetry", 17)] {
        let group = format!("groups:\n  {name}: {{name: {name} readers}}\n");
        let event = format!(
            "events:\n  - id: {name}-2026\n    title: A day of {name}\n    start: 2026-09-{day:02} 18:00\n    end: \"20:00\"\n    group: {name}\n"
        );
        desk.write(
            &format!("site/teams/{name}.yaml"),
            format!("{group}{event}"),
        );
    }
    desk
}

const CRIME: &str = "\
groups:
  crime: {name: crime readers}
events:
  - id: crime-2026
    title: A day of crime
    start: 2026-09-03 18:00
    end: \"20:00\"
    group: crime
";

#[test]
fn the_included_file_with_the_event_is_edited() {
    let desk = teams();
    let run = run(
        &desk,
        &["move", "crime-2026", "--to", "2026-09-10", "--file", "site"],
    );
    insta::assert_snapshot!(shown(&desk, &run, "site/teams/crime.yaml", CRIME), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting moves.

    Moved
      A day of crime: Thursday 3 September 2026, 6pm to 8pm → Thursday 10 September 2026, 6pm to 8pm
    --- stderr
    site/teams/crime.yaml, line 6: changed
    -     start: 2026-09-03 18:00
    +     start: 2026-09-10 18:00
    --- site/teams/crime.yaml after line 5
    -    start: 2026-09-03 18:00
    +    start: 2026-09-10 18:00
    ");
}

#[test]
fn an_included_file_may_be_named_in_place_of_the_events_file() {
    let desk = teams();
    let arguments = [
        "move",
        "crime-2026",
        "--to",
        "2026-09-10",
        "--file",
        "site/teams/crime.yaml",
    ];
    let run = run(&desk, &arguments);
    insta::assert_snapshot!(shown(&desk, &run, "site/teams/crime.yaml", CRIME), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting moves.

    Moved
      A day of crime: Thursday 3 September 2026, 6pm to 8pm → Thursday 10 September 2026, 6pm to 8pm
    --- stderr
    site/teams/crime.yaml, line 6: changed
    -     start: 2026-09-03 18:00
    +     start: 2026-09-10 18:00
    --- site/teams/crime.yaml after line 5
    -    start: 2026-09-03 18:00
    +    start: 2026-09-10 18:00
    ");
}

#[test]
fn a_new_event_is_added_to_the_file_that_is_named() {
    let new = [
        "add",
        "--title",
        "Whodunnit",
        "--start",
        "2026-10-01 18:00",
        "--end",
        "20:00",
        "--group",
        "crime",
    ];
    for place in [
        ["--file", "site/teams/crime.yaml"].as_slice(),
        &["--file", "site", "--in", "teams/crime.yaml"],
        &["--file", "site", "--in", "site/teams/crime.yaml"],
        &["--file", "site"],
    ] {
        let desk = teams();
        let run = run(&desk, &[&new, place].concat());
        assert_eq!(run.code, Some(0), "{place:?}: {}", run.stderr);
        let text = desk.read("site/teams/crime.yaml");
        assert!(
            text.contains("  - id: whodunnit-2026\n"),
            "{place:?}: {text}"
        );
    }
}

#[test]
fn a_new_event_is_added_to_the_events_file_itself_if_that_is_named() {
    for place in ["events.yaml", "site/events.yaml"] {
        let desk = teams();
        let title = ["add", "--title", "Whodunnit", "--start", "2026-10-01"];
        let place = ["--group", "crime", "--file", "site", "--in", place];
        let run = run(&desk, &[title.as_slice(), &place].concat());
        assert_eq!(run.code, Some(0), "{place:?}: {}", run.stderr);
        let text = desk.read("site/events.yaml");
        assert!(text.contains("- id: whodunnit-2026\n"), "{text}");
    }
}

#[test]
fn the_only_file_with_a_calendar_includes_the_others_of_its_folder() {
    let desk = teams();
    let main = desk.read("site/events.yaml");
    desk.write(
        "flat/all.yaml",
        main.replace("include: [teams/*.yaml]\n", ""),
    );
    desk.write("flat/crime.yaml", CRIME);
    let run = run(&desk, &["cancel", "crime-2026", "--file", "flat"]);
    insta::assert_snapshot!(shown(&desk, &run, "flat/crime.yaml", CRIME), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is cancelled.

    Cancelled
      A day of crime, Thursday 3 September 2026, 6pm to 8pm
    --- stderr
    flat/crime.yaml, line 8: added
    +     status: cancelled
    --- flat/crime.yaml after line 7
    +    status: cancelled
    ");
}

#[test]
fn every_other_byte_stays() {
    let desk = Desk::new();
    let text = format!("\u{feff}{}", TEXT.trim_end()).replace('\n', "\r\n");
    desk.write("events.yaml", &text);
    let run = run(&desk, &["move", "summer-party-2026", "--to", "2026-07-18"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let expected = text.replace("2026-07-11 15:00", "2026-07-18 15:00");
    assert_eq!(desk.read("events.yaml"), expected);
}

#[test]
fn standard_input_is_edited_and_written_to_standard_output() {
    let desk = desk();
    let run = desk.run_with(
        "move summer-party-2026 --to 2026-07-18 --file -",
        "events.yaml",
    );
    assert_eq!(run.stdout, TEXT.replace("2026-07-11", "2026-07-18"));
    insta::assert_snapshot!(run.stderr, @r"
    standard input, line 20: changed
    -     start: 2026-07-11 15:00
    +     start: 2026-07-18 15:00
    In the next 12 months 1 meeting moves.

    Moved
      Summer party: Saturday 11 July 2026, 3pm to 7pm → Saturday 18 July 2026, 3pm to 7pm
    ");
}

#[test]
fn a_dry_run_of_standard_input_shows_what_subscribers_will_see() {
    let desk = desk();
    let run = desk.run_with(
        "move summer-party-2026 --to 2026-07-18 --file - --dry-run",
        "events.yaml",
    );
    insta::assert_snapshot!(format!("{}---\n{}", run.stdout, run.stderr), @r"
    In the next 12 months 1 meeting moves.

    Moved
      Summer party: Saturday 11 July 2026, 3pm to 7pm → Saturday 18 July 2026, 3pm to 7pm
    ---
    standard input, line 20: changed
    -     start: 2026-07-11 15:00
    +     start: 2026-07-18 15:00
    note: this is a dry run; nothing was written
    ");
}

#[test]
fn standard_input_cannot_be_committed() {
    let desk = desk();
    let run = desk.run_with("remove summer-party-2026 --file - --commit", "events.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_eq!(
        run.stderr,
        "error: `--commit` needs a file; give its path instead of `-`\n"
    );
}

#[test]
fn a_missing_file_says_how_to_name_another() {
    let desk = Desk::new();
    let run = run(&desk, &["remove", "summer-party-2026"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.stderr,
        "error: there is no file events.yaml; `calfeed init` writes one, or name yours, as in `--file path/to/events.yaml`\n"
    );
}

#[test]
fn a_read_only_file_stays() {
    let desk = desk();
    let path = desk.path().join("events.yaml");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let run = run(&desk, &["remove", "summer-party-2026"]);
    insta::assert_snapshot!(shown(&desk, &run, "events.yaml", TEXT), @r"
    exit code 2
    --- stderr
    error: events.yaml is read-only, and was not changed; make it writable with `chmod u+w events.yaml`
    --- events.yaml is unchanged
    ");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_its_target_is_edited() {
    let desk = Desk::new();
    desk.write("data/events.yaml", TEXT);
    std::os::unix::fs::symlink("data/events.yaml", desk.path().join("events.yaml")).unwrap();
    let run = run(&desk, &["move", "summer-party-2026", "--to", "2026-07-18"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(desk.path().join("events.yaml").is_symlink());
    let target = std::fs::read_to_string(desk.path().join("data/events.yaml")).unwrap();
    assert_eq!(target, TEXT.replace("2026-07-11", "2026-07-18"));
}

#[test]
fn a_file_with_other_errors_is_edited_without_a_list_of_changes() {
    let desk = Desk::new();
    let text = TEXT.replace(
        "    location: Riverside Library\n",
        "    venue: Riverside Library\n",
    );
    desk.write("events.yaml", &text);
    let run = run(&desk, &["move", "summer-party-2026", "--to", "2026-07-18"]);
    insta::assert_snapshot!(shown(&desk, &run, "events.yaml", &text), @r"
    exit code 0
    --- stderr
    events.yaml, line 20: changed
    -     start: 2026-07-11 15:00
    +     start: 2026-07-18 15:00
    note: events.yaml has errors, so calfeed cannot tell what subscribers will see; `calfeed check` shows them
    --- events.yaml after line 19
    -    start: 2026-07-11 15:00
    +    start: 2026-07-18 15:00
    ");
}

#[test]
fn a_file_that_is_not_text_is_refused() {
    let desk = Desk::new();
    desk.write("events.yaml", b"events: \xff\n");
    let run = run(&desk, &["remove", "summer-party-2026"]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stderr, @r"
    error[syntax]: line 1 is not UTF-8
     --> events.yaml:1:9
      |
    1 | events: �
      |         ^
      |
      = help: save the file as UTF-8

    events.yaml: 1 error
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn a_command_waits_for_another_one_and_says_so() {
    let desk = desk();
    let folder = File::open(desk.path()).unwrap();
    folder.lock().unwrap();
    let mut command = desk.command("skip book-club 2026-12-08");
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut command = command.spawn().unwrap();
    let mut said = BufReader::new(command.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let path = desk.path().canonicalize().unwrap();
    assert_eq!(
        line,
        format!(
            "note: another run of calfeed is writing to {}; waiting for it\n",
            path.display()
        )
    );
    assert_eq!(desk.read("events.yaml"), TEXT);
    folder.unlock().unwrap();
    assert_eq!(command.wait().unwrap().code(), Some(0));
    assert_ne!(desk.read("events.yaml"), TEXT);
}

/// Without locks, one of two commands that read the same text would have to be run again.
#[cfg(target_os = "linux")]
#[test]
fn commands_at_the_same_time_lose_no_edit() {
    let desk = desk();
    let dates = [
        "2026-09-08",
        "2026-10-13",
        "2026-11-10",
        "2026-12-08",
        "2027-01-12",
        "2027-02-09",
    ];
    let runs = dates.map(|date| {
        let mut command = desk.command("");
        command.args(["skip", "book-club", date]);
        command.stdout(Stdio::null()).spawn().unwrap()
    });
    for mut run in runs {
        assert_eq!(run.wait().unwrap().code(), Some(0));
    }
    let text = desk.read("events.yaml");
    for date in dates {
        assert!(
            text.contains(&format!("{date}: {{skipped: true}}")),
            "{text}"
        );
    }
}
