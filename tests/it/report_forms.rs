//! One whole report in each of its formats: for people with and without colour, for programs, and for the annotations of a pull request.

use std::process::Command;

use calfeed::{Context, Format, read};

use crate::corpus::instant;
use crate::program::{Desk, Run};

/// The characters that a format must escape are in the name, in the values, or in both.
const NAME: &str = "may, june: 100%.yaml";

/// A warning, an error over two lines, one with two positions, and one with multi-byte letters and a percent sign.
const TEXT: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
events:
  - id: book-club
    title: Book club
    start: 2026-05-14 18:30
    location: [Riverside Library,
               Mill Lane]
  - id: book-club
    title: Café ☕
    start: 2026-06-11
    contact: Zoë, 茶%
";

fn rendered(format: Format) -> String {
    let (_, report) = read(TEXT, &Context::new(instant("2026-02-01T09:30:00Z")));
    report.render(format, NAME, TEXT)
}

/// Creates a desk with the file, and runs `check` on it.
fn checked(arguments: &[&str]) -> Run {
    let desk = Desk::new();
    desk.write(NAME, TEXT);
    let output = desk.command("check").args(arguments).arg(NAME).output();
    Run::of(&output.unwrap())
}

const COUNTS: &str = "may, june: 100%.yaml: 3 errors, 1 warning\n";

#[test]
fn for_people() {
    let run = checked(&[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), COUNTS));
    assert_eq!(run.stdout, rendered(Format::Human(false)));
    insta::assert_snapshot!(run.stdout, @r#"
    warning[no-end]: no end time: shown as one hour long
      --> may, june: 100%.yaml:10:12
       |
    10 |     start: 2026-05-14 18:30
       |            ^^^^^^^^^^^^^^^^
       |
       = help: add `end: "19:30"`; if this is intended, add `allow: [no-end]`

    error[wrong-type]: expected text, found a list
      --> may, june: 100%.yaml:11:15
       |
    11 |     location: [Riverside Library,
       |               ^^^^^^^^^^^^^^^^^^^
       |
       = help: write one value, without brackets or `-`

    error[duplicate-id]: `book-club` is also the id of another event
      --> may, june: 100%.yaml:13:9
       |
     8 |   - id: book-club
       |         --------- the first is here
    ...
    13 |   - id: book-club
       |         ^^^^^^^^^
       |
       = help: give each event its own id: subscribers would see only one of the two

    error[bad-contact]: expected an e-mail address or a web address, found `Zoë, 茶%`
      --> may, june: 100%.yaml:16:14
       |
    16 |     contact: Zoë, 茶%
       |              ^^^^^^^^
       |
       = help: web addresses begin with `https://`
    "#);
}

#[test]
fn for_people_in_colour() {
    let shown = rendered(Format::Human(true)).replace('\u{1b}', "ESC");
    insta::assert_snapshot!(shown, @r#"
    ESC[1mESC[33mwarning[no-end]ESC[0mESC[1m: no end time: shown as one hour longESC[0m
      ESC[1mESC[94m--> ESC[0mmay, june: 100%.yaml:10:12
       ESC[1mESC[94m|ESC[0m
    ESC[1mESC[94m10ESC[0m ESC[1mESC[94m|ESC[0m     start: 2026-05-14 18:30
       ESC[1mESC[94m|ESC[0m            ESC[1mESC[33m^^^^^^^^^^^^^^^^ESC[0m
       ESC[1mESC[94m|ESC[0m
       ESC[1mESC[94m= ESC[0mESC[1mhelpESC[0m: add `end: "19:30"`; if this is intended, add `allow: [no-end]`

    ESC[1mESC[91merror[wrong-type]ESC[0mESC[1m: expected text, found a listESC[0m
      ESC[1mESC[94m--> ESC[0mmay, june: 100%.yaml:11:15
       ESC[1mESC[94m|ESC[0m
    ESC[1mESC[94m11ESC[0m ESC[1mESC[94m|ESC[0m     location: [Riverside Library,
       ESC[1mESC[94m|ESC[0m               ESC[1mESC[91m^^^^^^^^^^^^^^^^^^^ESC[0m
       ESC[1mESC[94m|ESC[0m
       ESC[1mESC[94m= ESC[0mESC[1mhelpESC[0m: write one value, without brackets or `-`

    ESC[1mESC[91merror[duplicate-id]ESC[0mESC[1m: `book-club` is also the id of another eventESC[0m
      ESC[1mESC[94m--> ESC[0mmay, june: 100%.yaml:13:9
       ESC[1mESC[94m|ESC[0m
    ESC[1mESC[94m 8ESC[0m ESC[1mESC[94m|ESC[0m   - id: book-club
       ESC[1mESC[94m|ESC[0m         ESC[1mESC[94m---------ESC[0m ESC[1mESC[94mthe first is hereESC[0m
    ESC[1mESC[94m...ESC[0m
    ESC[1mESC[94m13ESC[0m ESC[1mESC[94m|ESC[0m   - id: book-club
       ESC[1mESC[94m|ESC[0m         ESC[1mESC[91m^^^^^^^^^ESC[0m
       ESC[1mESC[94m|ESC[0m
       ESC[1mESC[94m= ESC[0mESC[1mhelpESC[0m: give each event its own id: subscribers would see only one of the two

    ESC[1mESC[91merror[bad-contact]ESC[0mESC[1m: expected an e-mail address or a web address, found `Zoë, 茶%`ESC[0m
      ESC[1mESC[94m--> ESC[0mmay, june: 100%.yaml:16:14
       ESC[1mESC[94m|ESC[0m
    ESC[1mESC[94m16ESC[0m ESC[1mESC[94m|ESC[0m     contact: Zoë, 茶%
       ESC[1mESC[94m|ESC[0m              ESC[1mESC[91m^^^^^^^^ESC[0m
       ESC[1mESC[94m|ESC[0m
       ESC[1mESC[94m= ESC[0mESC[1mhelpESC[0m: web addresses begin with `https://`
    "#);
}

#[test]
fn for_programs() {
    let run = checked(&["--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), COUNTS));
    assert_eq!(run.stdout, rendered(Format::Json));
    insta::assert_snapshot!(run.stdout, @r#"
    [
      {
        "column": 12,
        "end_column": 28,
        "end_line": 10,
        "file": "may, june: 100%.yaml",
        "fixes": [
          {
            "certainty": "guess",
            "column": 28,
            "end": 227,
            "end_column": 28,
            "end_line": 10,
            "line": 10,
            "replacement": "\n    end: \"19:30\"",
            "start": 227
          }
        ],
        "help": "add `end: \"19:30\"`; if this is intended, add `allow: [no-end]`",
        "line": 10,
        "message": "no end time: shown as one hour long",
        "name": "no-end",
        "path": "events[0].start",
        "related": null,
        "severity": "warning"
      },
      {
        "column": 15,
        "end_column": 34,
        "end_line": 11,
        "file": "may, june: 100%.yaml",
        "fixes": [],
        "help": "write one value, without brackets or `-`",
        "line": 11,
        "message": "expected text, found a list",
        "name": "wrong-type",
        "path": "events[0].location",
        "related": null,
        "severity": "error"
      },
      {
        "column": 9,
        "end_column": 18,
        "end_line": 13,
        "file": "may, june: 100%.yaml",
        "fixes": [],
        "help": "give each event its own id: subscribers would see only one of the two",
        "line": 13,
        "message": "`book-club` is also the id of another event",
        "name": "duplicate-id",
        "path": "events[1].id",
        "related": {
          "column": 9,
          "end_column": 18,
          "end_line": 8,
          "file": "may, june: 100%.yaml",
          "line": 8,
          "message": "the first is here"
        },
        "severity": "error"
      },
      {
        "column": 14,
        "end_column": 21,
        "end_line": 16,
        "file": "may, june: 100%.yaml",
        "fixes": [],
        "help": "web addresses begin with `https://`",
        "line": 16,
        "message": "expected an e-mail address or a web address, found `Zoë, 茶%`",
        "name": "bad-contact",
        "path": "events[1].contact",
        "related": null,
        "severity": "error"
      }
    ]
    "#);
}

#[test]
fn for_a_pull_request() {
    let run = checked(&["--format", "github"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), COUNTS));
    assert_eq!(run.stdout, rendered(Format::Github));
    insta::assert_snapshot!(run.stdout, @r#"
    ::warning file=may%2C june%3A 100%25.yaml,line=10,endLine=10,col=12,endColumn=28,title=No end time::no end time: shown as one hour long%0Ahelp: add `end: "19:30"`; if this is intended, add `allow: [no-end]`%0Asee docs/reference/diagnostics.md#no-end
    ::error file=may%2C june%3A 100%25.yaml,line=11,endLine=11,col=15,endColumn=34,title=Wrong type of value::expected text, found a list%0Ahelp: write one value, without brackets or `-`%0Asee docs/reference/diagnostics.md#wrong-type
    ::error file=may%2C june%3A 100%25.yaml,line=13,endLine=13,col=9,endColumn=18,title=Id used twice::`book-club` is also the id of another event; the first is at line 8%0Ahelp: give each event its own id: subscribers would see only one of the two%0Asee docs/reference/diagnostics.md#duplicate-id
    ::error file=may%2C june%3A 100%25.yaml,line=16,endLine=16,col=14,endColumn=21,title=Invalid contact::expected an e-mail address or a web address, found `Zoë, 茶%25`%0Ahelp: web addresses begin with `https://`%0Asee docs/reference/diagnostics.md#bad-contact
    "#);
}

#[test]
fn of_what_has_no_place_in_the_file_the_first_line_is_named() {
    let desk = Desk::new();
    desk.write("empty.yaml", "");
    insta::assert_snapshot!(desk.run("check --format json empty.yaml").stdout, @r#"
    [
      {
        "column": 1,
        "end_column": 1,
        "end_line": 1,
        "file": "empty.yaml",
        "fixes": [],
        "help": "begin with `calendar:`; docs/start/first-calendar.md has a small file to copy",
        "line": 1,
        "message": "there is nothing in this file",
        "name": "empty-file",
        "path": "",
        "related": null,
        "severity": "error"
      }
    ]
    "#);
    insta::assert_snapshot!(desk.run("check --format github empty.yaml").stdout, @"::error file=empty.yaml,line=1,endLine=1,col=1,endColumn=1,title=Empty file::there is nothing in this file%0Ahelp: begin with `calendar:`; docs/start/first-calendar.md has a small file to copy%0Asee docs/reference/diagnostics.md#empty-file");
}

#[test]
fn what_is_not_utf_8_has_its_line() {
    let desk = Desk::new();
    desk.write("latin.yaml", b"calendar:\n  name: Caf\xe9\n");
    let run = desk.run("check --format github latin.yaml");
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stdout, @"::error file=latin.yaml,line=2,endLine=2,col=12,endColumn=13,title=Not valid YAML::line 2 is not UTF-8%0Ahelp: save the file as UTF-8%0Asee docs/reference/diagnostics.md#syntax");
    insta::assert_snapshot!(desk.run("check --format json latin.yaml").stdout, @r#"
    [
      {
        "column": 12,
        "end_column": 13,
        "end_line": 2,
        "file": "latin.yaml",
        "fixes": [],
        "help": "save the file as UTF-8",
        "line": 2,
        "message": "line 2 is not UTF-8",
        "name": "syntax",
        "path": "",
        "related": null,
        "severity": "error"
      }
    ]
    "#);
}

#[test]
fn holidays_that_cannot_be_read_are_reported_beside_all_else() {
    let desk = Desk::new();
    let holidays = "  holidays: ./nope.json\n";
    let text = TEXT.replacen("\nevents:", &format!("\n{holidays}events:"), 1);
    desk.write("f.yaml", &text);
    let run = desk.run("check f.yaml --format github");
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stdout, @r#"
    ::error file=f.yaml,line=7,endLine=7,col=13,endColumn=24,title=Unknown holidays::cannot read `./nope.json`: No such file or directory (os error 2)%0Ahelp: the path is relative to the folder of the events file, such as `./holidays.json`%0Asee docs/reference/diagnostics.md#bad-holidays
    ::warning file=f.yaml,line=11,endLine=11,col=12,endColumn=28,title=No end time::no end time: shown as one hour long%0Ahelp: add `end: "19:30"`; if this is intended, add `allow: [no-end]`%0Asee docs/reference/diagnostics.md#no-end
    ::error file=f.yaml,line=12,endLine=12,col=15,endColumn=34,title=Wrong type of value::expected text, found a list%0Ahelp: write one value, without brackets or `-`%0Asee docs/reference/diagnostics.md#wrong-type
    ::error file=f.yaml,line=14,endLine=14,col=9,endColumn=18,title=Id used twice::`book-club` is also the id of another event; the first is at line 9%0Ahelp: give each event its own id: subscribers would see only one of the two%0Asee docs/reference/diagnostics.md#duplicate-id
    ::error file=f.yaml,line=17,endLine=17,col=14,endColumn=21,title=Invalid contact::expected an e-mail address or a web address, found `Zoë, 茶%25`%0Ahelp: web addresses begin with `https://`%0Asee docs/reference/diagnostics.md#bad-contact
    "#);
    let (good, _) = text.split_once("events:").unwrap();
    desk.write("good.yaml", good);
    let run = desk.run("check good.yaml");
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stdout, @r"
    error[bad-holidays]: cannot read `./nope.json`: No such file or directory (os error 2)
     --> good.yaml:7:13
      |
    7 |   holidays: ./nope.json
      |             ^^^^^^^^^^^
      |
      = help: the path is relative to the folder of the events file, such as `./holidays.json`
    ");
    desk.write("nope.json", "[]");
    insta::assert_snapshot!(desk.run("check good.yaml").stdout, @r#"
    error[bad-holidays]: cannot read `./nope.json`: this is not a list of holidays: line 1, column 0: the text here is not of the form of a list of holidays; write it like https://www.gov.uk/bank-holidays.json: `{"nation": {"events": [{"title": …, "date": …}]}}`
     --> good.yaml:7:13
      |
    7 |   holidays: ./nope.json
      |             ^^^^^^^^^^^
    "#);
}

#[test]
fn a_line_of_more_than_ten_thousand_bytes_is_named_and_not_shown() {
    let desk = Desk::new();
    let events = "{id: a, titel: A}, ".repeat(600);
    desk.write("f.yaml", format!("calendar: {{}}\nevents: [{events}]\n"));
    let said = desk.run("check f.yaml").stdout;
    let (_, last) = said.trim_end().rsplit_once("\n\n").unwrap();
    insta::assert_snapshot!(last, @r"
    error[too-much]: more than 1000 mistakes: these are the first
    --> f.yaml:2:6307
     = help: fix these, then check again
    ");
}

#[test]
fn of_a_good_file_nothing_is_said_on_standard_output_but_by_json() {
    let desk = Desk::new();
    let (good, _) = TEXT.split_once("events:").unwrap();
    desk.write("good.yaml", good);
    for (format, stdout) in [("human", ""), ("github", ""), ("json", "[]\n")] {
        let wanted = Run {
            code: Some(0),
            stdout: stdout.to_owned(),
            stderr: "good.yaml: fine, 0 events\n".to_owned(),
        };
        assert_eq!(
            desk.run(&format!("check --format {format} good.yaml")),
            wanted
        );
    }
}

/// Checks that the output has exactly the fields documented in README and the module documentation, because programs may rely on them.
#[test]
fn the_fields_for_programs_are_those_that_are_documented() {
    let documented = "{severity, name, message, help, file, path, line, column, end_line, end_column, related, fixes}";
    assert!(include_str!("../../src/diagnostic/render.rs").contains(documented));
    let mut documented: Vec<&str> = documented.trim_matches(['{', '}']).split(", ").collect();
    documented.sort_unstable();
    let list: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(&rendered(Format::Json)).unwrap();
    assert_eq!(list.len(), 4);
    for object in list {
        let mut keys: Vec<&str> = object.keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, documented);
    }
}

#[test]
fn each_command_for_a_pull_request_is_one_line() {
    let shown = rendered(Format::Github);
    let commands: Vec<&str> = shown.lines().collect();
    assert_eq!(commands.len(), 4);
    for command in commands {
        let is_command = command.starts_with("::error ") || command.starts_with("::warning ");
        assert!(is_command, "{command}");
    }
}

/// Runs `check` on a terminal, which `script` of util-linux simulates.
#[cfg(target_os = "linux")]
fn on_a_terminal(no_color: Option<&str>) -> String {
    let desk = Desk::new();
    desk.write("f.yaml", TEXT);
    let mut command = Command::new("script");
    command
        .args(["--quiet", "--command"])
        .arg(format!("{} check f.yaml", env!("CARGO_BIN_EXE_calfeed")))
        .arg("/dev/null")
        .current_dir(desk.path())
        .env("SOURCE_DATE_EPOCH", crate::program::NOW)
        .env_remove("NO_COLOR")
        .stdin(std::process::Stdio::null());
    if let Some(value) = no_color {
        command.env("NO_COLOR", value);
    }
    Run::of(&command.output().unwrap()).stdout
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_has_colour_unless_no_color_is_set() {
    assert!(on_a_terminal(None).contains("\u{1b}["));
    assert!(on_a_terminal(Some("")).contains("\u{1b}["));
    let plain = on_a_terminal(Some("1"));
    assert!(!plain.contains('\u{1b}'), "{plain}");
    assert!(plain.starts_with("warning[no-end]: "), "{plain}");
}
