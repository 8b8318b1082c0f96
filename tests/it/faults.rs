//! Faults of the machine during a build: no disk space, memory or permission, unusual clocks and locales. Each ends with a clear error or
//! has no effect, and the earlier output stays whole. The tests of `serve` cover a port in use and a broken file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::corpus::of;
use crate::program::{Desk, Run};

/// Creates a desk with a calendar that has been built.
fn built() -> Desk {
    let desk = Desk::new();
    desk.write(
        "events.yaml",
        &of("tests/it/cases/good/two-at-once.yaml").text,
    );
    assert_eq!(desk.run("build --out public").code, Some(0));
    desk
}

/// Runs the program in a shell after setting a limit.
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

/// Returns the calendar of [`built`] with other titles and longer text, but the same paths.
fn rewritten() -> String {
    let text = &of("tests/it/cases/good/two-at-once.yaml").text;
    let longer = format!(
        "title: Triplet\n    description: {}",
        "once more ".repeat(200)
    );
    let rewritten = text.replace("title: Twin", &longer);
    assert_eq!(rewritten.matches("Triplet").count(), 2);
    rewritten
}

/// Returns the output of a build in a folder.
fn published(desk: &Desk, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = desk.files(folder);
    files.remove(".calfeed");
    files
}

/// Returns [`built`] with the calendar rewritten, as if the next build had been killed halfway. `new` is the expected output. The `.ics`
/// files in `public` are old and all other files new, so the next build writes the `.ics` files.
fn half_built() -> Desk {
    let desk = built();
    desk.write("events.yaml", rewritten());
    desk.build("--out new");
    for (name, bytes) in published(&desk, "new") {
        if !name.ends_with(".ics") {
            fs::write(desk.path().join("public").join(name), bytes).unwrap();
        }
    }
    let (old, new) = (desk.read("public/.calfeed"), desk.read("new/.calfeed"));
    let lines = old.lines().zip(new.lines());
    let lines = lines.map(|(old, new)| if old.contains(".ics ") { old } else { new });
    let list = lines.map(|line| format!("{line}\n"));
    desk.write("public/.calfeed", list.collect::<String>());
    assert!(desk.files("public")["events/left.ics"].starts_with(b"BEGIN:VCALENDAR"));
    assert_ne!(desk.files("public"), desk.files("new"));
    desk
}

/// Builds with a limit of 4 blocks of 512 octets for each file, and returns the run with the words that report the limit.
fn with_a_limit_on_files(desk: &Desk) -> (Run, &'static str) {
    // The signal for this limit is ignored, because a full disk sends none.
    let run = limited(desk, "trap '' XFSZ; ulimit -f 4", "build --out public");
    (run, "File too large")
}

/// Builds on a separate disk that is completely full, then copies its content to `public`. This needs a mount, which only its shell can see
/// and which ends with the shell. `None` if mounting is not allowed.
fn on_a_full_disk(desk: &Desk) -> Option<(Run, &'static str)> {
    const NO_MOUNT: i32 = 77;
    let script = format!(
        "mkdir disk && mount -t tmpfs -o size=1m none disk || exit {NO_MOUNT}
         mv public disk && ln -s disk/public public
         cat /dev/zero > disk/rest 2> /dev/null
         {} build --out public
         code=$?
         rm public && cp -R disk/public public
         exit $code",
        env!("CARGO_BIN_EXE_calfeed")
    );
    let mut command = Command::new("unshare");
    command
        .args(["--map-root-user", "--mount", "sh", "-c", &script])
        .current_dir(desk.path());
    command.env("SOURCE_DATE_EPOCH", crate::program::NOW);
    let run = Run::of(&command.output().ok()?);
    let is_mounted = run.code != Some(NO_MOUNT) && !run.stderr.starts_with("unshare: ");
    is_mounted.then_some((run, "No space left on device"))
}

/// Checks that a build without space reported this, left every file as it was, and can be repeated.
#[track_caller]
fn left_every_file_whole(
    desk: &Desk,
    before: &BTreeMap<String, Vec<u8>>,
    (run, why): &(Run, &str),
) {
    assert_eq!(run.code, Some(2), "{run:?}");
    let told = format!("cannot write `public/events/left.ics`: {why}");
    assert!(run.stderr.contains(&told), "{}", run.stderr);
    assert_eq!(desk.files("public"), *before);
    desk.build("--out public");
    assert_eq!(published(desk, "public"), published(desk, "new"));
}

#[test]
fn a_file_without_room_is_2_and_leaves_every_file_whole() {
    let desk = half_built();
    let before = desk.files("public");
    left_every_file_whole(&desk, &before, &with_a_limit_on_files(&desk));
}

#[test]
fn a_full_disk_is_2_and_leaves_every_file_whole() {
    let desk = half_built();
    let before = desk.files("public");
    let run = on_a_full_disk(&desk).unwrap_or_else(|| with_a_limit_on_files(&desk));
    left_every_file_whole(&desk, &before, &run);
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
    // Not even root can write there.
    symlink("/proc/1", desk.path().join("locked")).unwrap();
    let run = desk.run("build --out locked");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("locked"), "{}", run.stderr);
}

#[test]
fn a_folder_that_is_read_only_is_2_and_named_and_stays_as_it_was() {
    let desk = Desk::new();
    let mode = |name: &str, mode| {
        let mode = fs::Permissions::from_mode(mode);
        fs::set_permissions(desk.path().join(name), mode).unwrap();
    };
    let twins = &of("tests/it/cases/good/two-at-once.yaml").text;
    desk.write("events.yaml", twins);
    mode(".", 0o777);
    // Copied by another program, so that no process forked by this one has the copy open for writing.
    let copied = Command::new("cp")
        .arg(env!("CARGO_BIN_EXE_calfeed"))
        .arg(desk.path().join("calfeed"))
        .status();
    assert!(copied.unwrap().success());
    let build = || {
        let mut command = Command::new("./calfeed");
        command
            .args(["build", "--out", "public"])
            .current_dir(desk.path())
            .env("SOURCE_DATE_EPOCH", crate::program::NOW);
        // root can write everywhere, so run as another user, who owns the output.
        if fs::metadata(desk.path()).unwrap().uid() == 0 {
            command.uid(65534);
        }
        Run::of(&command.output().unwrap())
    };
    assert_eq!(build().code, Some(0));
    let before = desk.files("public");
    desk.write("events.yaml", rewritten());
    let folders = ["public", "public/events"];
    for folder in folders {
        mode(folder, 0o555);
    }
    let run = build();
    for folder in folders {
        mode(folder, 0o755);
    }
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(
        run.stderr
            .contains("cannot write `public/events.json`: Permission denied"),
        "{}",
        run.stderr
    );
    assert_eq!(desk.files("public"), before);
}

#[test]
fn a_quarter_of_a_gigabyte_is_memory_enough() {
    let desk = built();
    let before = desk.calendars("public");
    // The allocator reserves virtual memory for each thread. Threads that wait for git come and go, so without git their number is
    // constant.
    let limit = "PATH=/nowhere; ulimit -v 262144";
    let run = limited(&desk, limit, "build --out public");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(desk.calendars("public"), before);
}

#[test]
fn memory_that_runs_out_leaves_every_file_whole() {
    let desk = built();
    let before = desk.files("public");
    let mut text = of("tests/it/cases/good/two-at-once.yaml").text.clone();
    for number in 0..800 {
        let (year, month, day) = (number / 336, number / 28 % 12 + 1, number % 28 + 1);
        let start = format!("{}-{month:02}-{day:02}", 2020 + year);
        let title = "A".repeat(900);
        writeln!(
            text,
            "  - {{id: e-{number}, title: {title}, start: {start}}}"
        )
        .unwrap();
    }
    desk.write("events.yaml", text);
    desk.build("--out whole");
    let after = published(&desk, "whole");
    let mut ended = 0;
    // Starts with too little memory and adds some each time, so that memory runs out at different places until it is enough.
    for megabytes in (48..1_024).step_by(24) {
        let limit = format!("ulimit -v {}", megabytes * 1_024);
        let run = limited(&desk, &limit, "build --out public");
        if run.code == Some(0) {
            break;
        }
        // Running out of memory is not an error in the file, so the process aborts.
        assert_eq!(run.code, None, "{run:?}");
        ended += 1;
        for (name, bytes) in desk.files("public") {
            let is_whole = [&before, &after]
                .iter()
                .any(|of| of.get(&name) == Some(&bytes));
            let is_ours = name == ".calfeed" || name.contains(".calfeed-tmp-");
            assert!(is_whole || is_ours, "{name}, with {megabytes} MB");
        }
    }
    assert!(ended > 0);
    assert_eq!(published(&desk, "public"), after);
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
