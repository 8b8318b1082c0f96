//! `check` in the real program, and what all commands share: exit codes, streams, whole outputs.

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use crate::program::{Desk, Run};

const GOOD: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London

events:
  - id: book-club
    title: Book club
    start: 2026-01-13 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
";

const REPORT: &str = "\
error[unknown-key]: unknown key `titel`
  --> bad.yaml:10:5
   |
10 |     titel: Book club
   |     ^^^^^
   |
   = help: did you mean `title`?

";

/// What `check` shows of the file after its summary.
const NEXT: &str = "\
next: Tuesday 14 July 2026, 18:30  Book club
next: Tuesday 11 August 2026, 18:30  Book club
next: Tuesday 8 September 2026, 18:30  Book club
";

fn run(code: i32, stdout: &str, stderr: &str) -> Run {
    Run {
        code: Some(code),
        stdout: stdout.to_owned(),
        stderr: stderr.to_owned(),
    }
}

/// Creates a desk with `good.yaml`, `bad.yaml`, which has a wrong key beside the right one, and `doubtful.yaml`, which has a warning.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("good.yaml", GOOD);
    let wrong = "    titel: Book club\n    title: Book club\n";
    desk.write("bad.yaml", GOOD.replace("    title: Book club\n", wrong));
    desk.write("doubtful.yaml", GOOD.replace("    end: \"20:00\"\n", ""));
    desk
}

#[test]
fn check_of_a_good_file_is_0_and_prints_nothing_on_standard_output() {
    assert_eq!(
        desk().run("check good.yaml"),
        run(0, "", &format!("good.yaml: fine, 1 event\n{NEXT}"))
    );
}

#[test]
fn check_of_a_file_with_an_error_is_1_and_prints_the_report_on_standard_output() {
    assert_eq!(
        desk().run("check bad.yaml"),
        run(1, REPORT, "bad.yaml: 1 error\n")
    );
}

#[test]
fn check_of_a_file_with_a_warning_is_0() {
    let run = desk().run("check doubtful.yaml");
    assert_eq!(run.code, Some(0));
    assert!(
        run.stdout.starts_with("warning[no-end]: "),
        "{}",
        run.stdout
    );
    assert_eq!(
        run.stderr,
        format!("doubtful.yaml: 1 warning; it can be published\n{NEXT}")
    );
}

#[test]
fn list_and_build_count_warnings_in_one_line_and_check_shows_them() {
    let desk = desk();
    let two = "  - {id: a, title: A, start: 2026-07-02 10:00}\n";
    let text = desk.read("doubtful.yaml");
    desk.write("doubtful-too.yaml", format!("{text}{two}"));
    let list = "list --from 2030-01-01 --to 2030-01-02";
    assert_eq!(
        desk.run(&format!("{list} doubtful.yaml")),
        run(0, "", "doubtful.yaml: 1 warning; calfeed check shows it\n")
    );
    assert_eq!(
        desk.run(&format!("{list} --format json doubtful-too.yaml")),
        run(
            0,
            "[]\n",
            "doubtful-too.yaml: 2 warnings; calfeed check shows them\n"
        )
    );
    let built = desk.run("build doubtful-too.yaml --out public").stderr;
    assert!(
        built.starts_with("doubtful-too.yaml: 2 warnings; calfeed check shows them\n")
            && !built.contains("no-end"),
        "{built}"
    );
}

#[test]
fn list_shows_the_errors_of_a_file_and_counts_its_warnings() {
    let desk = desk();
    let text = desk.read("bad.yaml").replace("    end: \"20:00\"\n", "");
    desk.write("worse.yaml", text);
    let list = desk.run("list worse.yaml");
    assert_eq!((list.code, list.stdout.as_str()), (Some(1), ""));
    assert!(
        list.stderr
            .starts_with("error[unknown-key]: unknown key `titel`")
            && list.stderr.ends_with(
                "\nworse.yaml: 1 error, 1 warning; `calfeed check` shows the warnings too\n"
            )
            && !list.stderr.contains("no-end"),
        "{}",
        list.stderr
    );
}

#[test]
fn a_cure_that_a_warning_names_is_one() {
    let desk = desk();
    let report = desk.run("check doubtful.yaml").stdout;
    let (_, cure) = report.split_once("add `").unwrap();
    let (cure, _) = cure.split_once('`').unwrap();
    let text = GOOD.replace("end: \"20:00\"", cure);
    assert!(text.contains(cure), "{text}");
    desk.write("cured.yaml", text);
    assert_eq!(
        desk.run("check cured.yaml"),
        run(0, "", &format!("cured.yaml: fine, 1 event\n{NEXT}"))
    );
}

#[test]
fn without_a_name_the_file_is_events_yaml() {
    let desk = desk();
    desk.write("events.yaml", GOOD);
    assert_eq!(
        desk.run("check"),
        run(0, "", &format!("events.yaml: fine, 1 event\n{NEXT}"))
    );
}

#[test]
fn a_dash_is_standard_input() {
    let desk = desk();
    assert_eq!(
        desk.run_with("check -", "good.yaml"),
        run(0, "", &format!("standard input: fine, 1 event\n{NEXT}"))
    );
    assert_eq!(
        desk.run_with("check -", "bad.yaml"),
        run(
            1,
            &REPORT.replace("bad.yaml", "standard input"),
            "standard input: 1 error\n"
        )
    );
}

#[test]
fn what_cannot_be_read_is_2_and_named() {
    let desk = desk();
    let large = std::fs::File::create(desk.path().join("large.yaml")).unwrap();
    large.set_len(16 * 1024 * 1024 + 1).unwrap();
    for (argument, message) in [
        (
            "nothing.yaml",
            "No such file or directory (os error 2); name the events file, as in `calfeed check path/to/events.yaml`",
        ),
        ("large.yaml", "it is larger than 16 MiB, the limit"),
    ] {
        for command in ["check", "list"] {
            let message = format!("error: cannot read {argument}: {message}\n");
            assert_eq!(
                desk.run(&format!("{command} {argument}")),
                run(2, "", &message)
            );
        }
    }
}

#[test]
fn a_folder_with_several_calendars_is_2_and_two_are_named() {
    let message = "error: several files in . have a `calendar`, such as bad.yaml and doubtful.yaml; name one of them, as in `calfeed check ./bad.yaml`\n";
    assert_eq!(desk().run("check ."), run(2, "", message));
}

#[test]
fn version_tells_how_old_the_time_zones_are() {
    let says = format!(
        "calfeed {} (time zones of {})\n",
        env!("CARGO_PKG_VERSION"),
        calfeed::Zone::DATABASE
    );
    assert_eq!(desk().run("--version"), run(0, &says, ""));
}

fn dated(path: &Path, when: SystemTime) {
    let file = File::options().append(true).open(path).unwrap();
    file.set_modified(when).unwrap();
}

#[test]
fn a_file_an_hour_ahead_of_the_clock_is_worth_a_word_where_its_dates_are_published() {
    let desk = desk();
    desk.write("late.yaml", crate::check::TOP);
    let later = SystemTime::now() + Duration::from_secs(60 * 60);
    dated(&desk.path().join("late.yaml"), later);
    assert_eq!(
        desk.run("check late.yaml"),
        run(0, "", "late.yaml: fine, 0 events\n")
    );
    let built = desk.run("build late.yaml --out late").stderr;
    assert!(
        built.contains("\nwarning: the modification time of late.yaml is in the future"),
        "{built}"
    );
}

#[test]
fn a_file_of_another_century_is_not_published_and_what_was_published_stays() {
    let desk = desk();
    desk.write("late.yaml", crate::check::TOP);
    assert_eq!(desk.run("build late.yaml --out late").code, Some(0));
    let feed = desk.path().join("late/riverside-book-club.ics");
    let published = fs::read(&feed).unwrap();
    dated(
        &desk.path().join("late.yaml"),
        SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_000),
    );
    let built = desk.run("build late.yaml --out late");
    assert_eq!(built.code, Some(2));
    assert!(
        built.stderr.ends_with(
            "error: the modification time of late.yaml is in the future (2096-10-02), and its events would be dated so permanently; `touch` it\n"
        ),
        "{}",
        built.stderr
    );
    assert_eq!(fs::read(&feed).unwrap(), published);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_2_and_does_not_wait() {
    assert_eq!(
        desk().run("check /dev/zero"),
        run(
            2,
            "",
            "error: cannot read /dev/zero: it is not a regular file; give it on standard input with `-`\n"
        )
    );
}

#[test]
fn arguments_that_nobody_knows_are_2() {
    for arguments in [
        "",
        "chekc good.yaml",
        "check --format xml good.yaml",
        "build good.yaml",
    ] {
        let run = desk().run(arguments);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(2), ""),
            "{arguments}"
        );
        assert!(
            run.stderr.contains("Usage:") || run.stderr.contains("--help"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_present_moment_that_is_no_number_is_2() {
    let output = desk()
        .command("check good.yaml")
        .env("SOURCE_DATE_EPOCH", "today")
        .output();
    assert_eq!(
        Run::of(&output.unwrap()),
        run(
            2,
            "",
            "error: SOURCE_DATE_EPOCH is `today`, not a number of seconds since 1970\n"
        )
    );
}

#[test]
fn an_update_after_the_present_moment_is_an_error() {
    let desk = desk();
    desk.write("later.yaml", format!("{GOOD}    updated: 2026-06-16\n"));
    let then = desk.run("check later.yaml");
    assert_eq!(then.code, Some(1));
    assert!(
        then.stdout.contains("--> later.yaml:14:14"),
        "{}",
        then.stdout
    );
    let output = desk
        .command("check later.yaml")
        .env("SOURCE_DATE_EPOCH", "1781611200")
        .output();
    assert_eq!(
        Run::of(&output.unwrap()),
        run(0, "", &format!("later.yaml: fine, 1 event\n{NEXT}"))
    );
}

#[test]
fn a_report_as_json_is_one_array() {
    let run = desk().run("check --format json bad.yaml");
    assert_eq!(run.code, Some(1));
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        report,
        serde_json::json!([{
            "severity": "error",
            "name": "unknown-key",
            "message": "unknown key `titel`",
            "help": "did you mean `title`?",
            "file": "bad.yaml",
            "path": "events[0].titel",
            "line": 10,
            "column": 5,
            "end_line": 10,
            "end_column": 10,
            "related": null,
            "fixes": [{
                "certainty": "guess",
                "line": 10,
                "column": 5,
                "end_line": 10,
                "end_column": 10,
                "start": 184,
                "end": 189,
                "replacement": "title"
            }]
        }])
    );
    let good = desk().run("check --format json good.yaml");
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&good.stdout).unwrap(),
        serde_json::json!([])
    );
}

#[test]
fn a_report_for_github_is_one_annotation_a_line() {
    assert_eq!(
        desk().run("check --format github bad.yaml").stdout,
        "::error file=bad.yaml,line=10,endLine=10,col=5,endColumn=10,title=Unknown key::\
         unknown key `titel`%0Ahelp: did you mean `title`?%0A\
         see docs/reference/diagnostics.md#unknown-key\n"
    );
}

#[test]
fn nothing_is_coloured_that_goes_into_a_pipe() {
    for value in [None, Some(""), Some("1")] {
        let desk = desk();
        let mut command = desk.command("check bad.yaml");
        if let Some(value) = value {
            command.env("NO_COLOR", value);
        }
        assert_eq!(Run::of(&command.output().unwrap()).stdout, REPORT);
    }
}

#[test]
fn a_list_of_a_file_with_errors_is_1_and_keeps_standard_output_empty() {
    let report = format!("{REPORT}bad.yaml: 1 error\n");
    assert_eq!(desk().run("list bad.yaml"), run(1, "", &report));
}

#[test]
fn a_reader_that_has_enough_is_no_reason_to_complain() {
    let desk = Desk::new();
    desk.write("events.yaml", GOOD);
    for arguments in ["list", "list --format json", "--help"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = desk
            .command(arguments)
            .stdout(writer)
            .stderr(Stdio::piped())
            .output();
        let run = Run::of(&output.unwrap());
        assert_eq!(run.stderr, "", "{arguments}");
        assert!(run.code.is_some(), "{arguments} ended by a signal");
    }
}
