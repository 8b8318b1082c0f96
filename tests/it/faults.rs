//! What the machine may do to a build: no room, no permission, odd clocks and languages. Each ends in a clear error or carries on,
//! and what was published before stays whole. A port in use and a broken file are in the tests of `serve`.

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::content::Component;
use crate::corpus::of;
use crate::program::{Desk, Run};

/// A desk with a calendar that has been built.
fn built() -> Desk {
    let desk = Desk::new();
    desk.write(
        "events.yaml",
        &of("tests/it/cases/good/two-at-once.yaml").text,
    );
    assert_eq!(desk.run("build --out public").code, Some(0));
    desk
}

/// Runs the program in a shell that has set a limit before.
fn limited(desk: &Desk, limit: &str, arguments: &str) -> Run {
    let mut command = Command::new("sh");
    let script = format!(
        "{limit}; exec {} {arguments}",
        env!("CARGO_BIN_EXE_calfeed")
    );
    command.args(["-c", &script]).current_dir(desk.path());
    command
        .env("SOURCE_DATE_EPOCH", crate::program::NOW)
        .env_remove("TZ");
    Run::of(&command.output().unwrap())
}

#[test]
fn a_disk_without_room_is_2_and_leaves_every_calendar_whole() {
    let desk = built();
    let before = desk.calendars("public");
    desk.write(
        "events.yaml",
        &of("tests/it/cases/good/fifty-changes.yaml").text,
    );
    // A file may have 4 blocks of 512 octets; the signal that comes with it is ignored, as a full disk sends none.
    let run = limited(&desk, "trap '' XFSZ; ulimit -f 4", "build --out public");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("cannot write"), "{}", run.stderr);
    let after = desk.calendars("public");
    for path in before.keys() {
        assert_eq!(after.get(path), before.get(path), "{path}");
    }
    for text in after.values() {
        Component::read(str::from_utf8(text).unwrap());
    }
    assert_eq!(desk.run("build --out public").code, Some(0));
}

#[test]
fn standard_output_without_room_is_2() {
    let desk = built();
    let run = limited(
        &desk,
        "exec > /dev/full",
        "list --from 2027-01-01 --format json",
    );
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
}

#[test]
fn a_folder_that_cannot_be_made_is_2_and_named() {
    let desk = built();
    desk.write("file", "");
    let run = desk.run("build --out file/public");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("file/public"), "{}", run.stderr);
}

#[test]
fn a_folder_that_no_one_may_write_is_2_and_named() {
    let desk = built();
    // Even root may not write there.
    symlink("/proc/1", desk.path().join("locked")).unwrap();
    let run = desk.run("build --out locked");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("locked"), "{}", run.stderr);
}

#[test]
fn a_quarter_of_a_gigabyte_is_memory_enough() {
    let desk = built();
    let before = desk.calendars("public");
    let run = limited(&desk, "ulimit -v 262144", "build --out public");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(desk.calendars("public"), before);
}

#[test]
fn odd_zones_and_languages_of_the_machine_change_no_calendar() {
    let desk = built();
    let before = desk.calendars("public");
    for (name, value) in [
        ("TZ", ":/nowhere"),
        ("TZ", "Mars/Phobos"),
        ("TZ", "<+99>-99"),
        ("TZ", ""),
        ("LC_ALL", "tr_TR.ISO-8859-9"),
        ("LANG", "\u{1F600}"),
    ] {
        let mut command = desk.command("build --out public");
        let run = Run::of(&command.env(name, value).output().unwrap());
        assert_eq!(run.code, Some(0), "{name}={value}: {run:?}");
        assert_eq!(desk.calendars("public"), before, "{name}={value}");
    }
}

#[test]
fn a_clock_that_jumps_changes_no_feed() {
    let desk = built();
    let before = desk.read("public/two-at-once.ics");
    for epoch in ["0", "1", "4102444800", "253402300799", "0"] {
        let mut command = desk.command("build --out public");
        let run = Run::of(&command.env("SOURCE_DATE_EPOCH", epoch).output().unwrap());
        assert_eq!(run.code, Some(0), "{epoch}: {run:?}");
        assert_eq!(desk.read("public/two-at-once.ics"), before, "{epoch}");
    }
}
