//! Input that no editor writes but anybody can send: bombs, deep nesting, binary data, and paths that are not files.
//!
//! The real program reads each, as a file and from standard input, with a limit of 600 MB of address space: a program that needs more
//! fails, and one that does not end blocks the test. Messages are compared as a whole.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use crate::check::TOP;
use crate::program::{Desk, NOW, Run};

/// Runs its arguments with a limit on the address space, in kilobytes.
const WITHIN: &str = "ulimit -v 600000 && exec \"$0\" \"$@\"";

/// Prepares a check with this limit.
fn check(desk: &Desk, argument: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", WITHIN, env!("CARGO_BIN_EXE_calfeed"), "check"])
        .arg(argument)
        .current_dir(desk.path())
        .env("SOURCE_DATE_EPOCH", NOW)
        .stdin(Stdio::null());
    command
}

/// Returns the exit code and the messages, standard output before standard error. With standard input they must be the same.
#[track_caller]
pub(crate) fn said(bytes: impl AsRef<[u8]>) -> String {
    let desk = Desk::new();
    desk.write("f.yaml", bytes);
    let by_name = shown(&mut check(&desk, "f.yaml"));
    let input = File::open(desk.path().join("f.yaml")).unwrap();
    let by_input = shown(check(&desk, "-").stdin(input));
    assert_eq!(by_input.replace("standard input", "f.yaml"), by_name);
    by_name
}

fn shown(command: &mut Command) -> String {
    let run = Run::of(&command.output().unwrap());
    let code = run.code.expect("no signal ends it");
    format!("{}{}exit code {code}", run.stdout, run.stderr)
}

#[test]
fn aliases_that_double_at_each_level() {
    let mut text = "x-0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..30 {
        let ten = vec![format!("*x{}", level - 1); 10].join(", ");
        writeln!(text, "x-{level}: &x{level} [{ten}]").unwrap();
    }
    writeln!(
        text,
        "{TOP}  - {{id: a, title: A, start: 2026-03-26, tags: *x29}}"
    )
    .unwrap();
    insta::assert_snapshot!(said(text), @r"
    error[syntax]: aliases that grow without end
     --> f.yaml:5:46
      |
    5 | x-4: &x4 [*x3, *x3, *x3, *x3, *x3, *x3, *x3, *x3, *x3, *x3]
      |                                              ^^^
      |
      = help: write the values out where they are needed

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn aliases_of_one_large_value() {
    let names = "Jo, ".repeat(1000);
    let talks = "*talk, ".repeat(1000);
    let event = format!("{{id: a, title: A, start: 2026-03-26, talks: [{talks}]}}");
    let text = format!("x-talk: &talk {{title: A, speakers: [{names}]}}\n{TOP}  - {event}\n");
    insta::assert_snapshot!(said(text), @r"
    error[syntax]: aliases that grow without end
     --> f.yaml:9:813
      |
    9 | ...talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk, *talk...
      |                                                                  ^^^^^
      |
      = help: write the values out where they are needed

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn an_alias_of_what_holds_it() {
    insta::assert_snapshot!(said(format!("{TOP}  - &a [*a]\n")), @r"
    error[syntax]: alias of a value that contains it
     --> f.yaml:8:9
      |
    8 |   - &a [*a]
      |         ^^
      |
      = help: write the values out, and put text in quotes

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn merges_of_one_large_mapping() {
    let keys: Vec<String> = (0..2000).map(|key| format!("k{key}: a")).collect();
    let copies = "  - {<<: *base}\n".repeat(5000);
    let text = format!(
        "x-base: &base {{{}}}\nx-copies:\n{copies}{TOP}",
        keys.join(", ")
    );
    insta::assert_snapshot!(said(text), @r"
    error[syntax]: aliases that grow without end
      --> f.yaml:38:10
       |
    38 |   - {<<: *base}
       |          ^^^^^
       |
       = help: write the values out where they are needed

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn merges_that_grow_at_each_level() {
    let mut text = "x-0: &x0 {k0: a}\n".to_owned();
    for level in 1..4000 {
        let below = level - 1;
        writeln!(text, "x-{level}: &x{level} {{<<: *x{below}, k{level}: a}}").unwrap();
    }
    insta::assert_snapshot!(said(text + TOP), @r"
    error[syntax]: aliases that grow without end
       --> f.yaml:343:19
        |
    343 | x-342: &x342 {<<: *x341, k342: a}
        |                   ^^^^^
        |
        = help: write the values out where they are needed

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn merges_of_the_same_again_and_again_are_no_bomb() {
    let mut text = TOP.replace("events:", "x-0: &x0 {location: Hall}");
    for level in 1..40 {
        let three = vec![format!("*x{}", level - 1); 3].join(", ");
        writeln!(text, "x-{level}: &x{level} {{<<: [{three}]}}").unwrap();
    }
    text += "events: [{<<: *x39, id: a, title: A, start: 2026-03-26}]\n";
    insta::assert_snapshot!(said(text), @"
    f.yaml: fine, 1 event
    exit code 0
    ");
}

#[test]
fn a_hundred_thousand_brackets() {
    let open = "[".repeat(100_000);
    insta::assert_snapshot!(said(&open), @r"
    error[syntax]: nested more than 64 levels deep
    --> f.yaml:1:256
     = help: an events file needs no more than seven levels

    f.yaml: 1 error
    exit code 1
    ");
    assert_eq!(said(open.clone() + &"]".repeat(100_000)), said(open));
}

#[test]
fn a_hundred_thousand_braces() {
    insta::assert_snapshot!(said("{a: ".repeat(100_000)), @r"
    error[syntax]: nested more than 64 levels deep
    --> f.yaml:1:257
     = help: an events file needs no more than seven levels

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn a_hundred_thousand_hyphens() {
    insta::assert_snapshot!(said("- ".repeat(100_000)), @r"
    error[syntax]: nested more than 64 levels deep
    --> f.yaml:1:129
     = help: an events file needs no more than seven levels

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn a_hundred_thousand_question_marks() {
    insta::assert_snapshot!(said("? ".repeat(100_000)), @r"
    error[syntax]: nested more than 64 levels deep
    --> f.yaml:1:129
     = help: an events file needs no more than seven levels

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn a_thousand_indents() {
    // Writing as many indents as there are hyphens above would make a file of gigabytes.
    let lines: Vec<String> = (0..1000)
        .map(|level| {
            format!(
                "{}a:
",
                " ".repeat(level)
            )
        })
        .collect();
    insta::assert_snapshot!(said(lines.concat()), @"
    error[syntax]: nested more than 64 levels deep
      --> f.yaml:65:65
       |
    65 | ...                   a:
       |                       ^
       |
       = help: an events file needs no more than seven levels

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn hyphens_and_brackets_by_turns() {
    insta::assert_snapshot!(said("- ".repeat(50_000) + &"[".repeat(50_000)), @r"
    error[syntax]: nested more than 64 levels deep
    --> f.yaml:1:129
     = help: an events file needs no more than seven levels

    f.yaml: 1 error
    exit code 1
    ");
    insta::assert_snapshot!(said("[{a: ".repeat(50_000)), @r"
    error[syntax]: nested more than 64 levels deep
    --> f.yaml:1:637
     = help: an events file needs no more than seven levels

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn what_is_not_utf_8() {
    insta::assert_snapshot!(said(b"calendar:\n  name: Caf\xe9\n"), @r"
    error[syntax]: line 2 is not UTF-8
     --> f.yaml:2:12
      |
    2 |   name: Caf�
      |            ^
      |
      = help: save the file as UTF-8

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn what_is_utf_16() {
    let text: Vec<u8> = "\u{feff}calendar:\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    insta::assert_snapshot!(said(text), @r"
    error[syntax]: line 1 is not UTF-8
     --> f.yaml:1:1
      |
    1 | ��c␀a␀l␀e␀n␀d␀a␀r␀:␀
      | ^
      |
      = help: save the file as UTF-8

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn a_nul() {
    let text = format!("{TOP}  - {{id: a, title: A\0, start: 2026-03-26}}\n");
    insta::assert_snapshot!(said(text), @r"
    error[control-character]: a control character (U+0000)
     --> f.yaml:8:21
      |
    8 |   - {id: a, title: A␀, start: 2026-03-26}
      |                     ^
      |
      = help: remove it: it cannot be seen, and no YAML file may have it

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn what_is_above_sixteen_mebibytes() {
    insta::assert_snapshot!(said(vec![b'a'; 16 * 1024 * 1024 + 1]), @"
    error: cannot read f.yaml: it is larger than 16 MiB, the limit
    exit code 2
    ");
}

#[test]
fn a_mebibyte_of_one_letter() {
    insta::assert_snapshot!(said("x".repeat(1024 * 1024)), @r"
    error[wrong-type]: expected `calendar:` and `events:`, found the text `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`
    --> f.yaml:1:1
     = help: begin with `calendar:`; docs/start/first-calendar.md has a small file to copy

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn a_folder() {
    let desk = Desk::new();
    insta::assert_snapshot!(shown(&mut check(&desk, ".")), @"
    error: no file in . has a `calendar`; `calfeed init .` writes an events file to begin with
    exit code 2
    ");
    let folder = File::open(desk.path()).unwrap();
    insta::assert_snapshot!(shown(check(&desk, "-").stdin(folder)), @"
    error: cannot read standard input: Is a directory (os error 21)
    exit code 2
    ");
}

#[test]
fn a_fifo_that_nobody_writes_to() {
    let desk = Desk::new();
    let made = Command::new("mkfifo")
        .arg(desk.path().join("fifo"))
        .status();
    assert!(made.unwrap().success());
    insta::assert_snapshot!(shown(&mut check(&desk, "fifo")), @"
    error: cannot read fifo: it is not a regular file; give it on standard input with `-`
    exit code 2
    ");
}

#[test]
fn zeros_without_end() {
    let desk = Desk::new();
    insta::assert_snapshot!(shown(&mut check(&desk, "/dev/zero")), @"
    error: cannot read /dev/zero: it is not a regular file; give it on standard input with `-`
    exit code 2
    ");
    let zeros = File::open("/dev/zero").unwrap();
    insta::assert_snapshot!(shown(check(&desk, "-").stdin(zeros)), @"
    error: cannot read standard input: it is larger than 16 MiB, the limit
    exit code 2
    ");
}

#[test]
fn a_file_that_one_may_not_read() {
    let desk = Desk::new();
    desk.write("f.yaml", TOP);
    let file = desk.path().join("f.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    let mut command = check(&desk, "f.yaml");
    if fs::metadata(&file).unwrap().uid() == 0 {
        // root can read everything, so run as another user, with a copy of the program where that user can reach it.
        let open = fs::Permissions::from_mode(0o755);
        fs::set_permissions(desk.path(), open).unwrap();
        // Copied by another process. A forked process could inherit a file that this one has open for writing, and it could then not be
        // executed.
        let mut copy = Command::new("cp");
        copy.arg(env!("CARGO_BIN_EXE_calfeed"))
            .arg(desk.path().join("calfeed"));
        assert!(copy.status().unwrap().success());
        command = Command::new("./calfeed");
        command
            .args(["check", "f.yaml"])
            .current_dir(desk.path())
            .env("SOURCE_DATE_EPOCH", NOW)
            .uid(65534);
    }
    insta::assert_snapshot!(shown(&mut command), @"
    error: cannot read f.yaml: Permission denied (os error 13)
    exit code 2
    ");
}
