//! Special files, and files with unusable times, wherever the program reads a file: it refuses them, and never blocks or runs out of
//! memory.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, chown, symlink};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::corpus::of;
use crate::program::{Desk, Run};
use crate::serving::PATIENCE;

fn desk() -> Desk {
    let desk = Desk::new();
    let text = &of("tests/it/cases/good/two-at-once.yaml").text;
    desk.write("events.yaml", text);
    desk
}

#[test]
fn a_link_of_holidays_that_leaves_the_folder_is_refused_without_being_quoted() {
    let desk = Desk::new();
    let text = &of("tests/it/cases/good/two-at-once.yaml").text;
    let named = text.replacen("calendar:\n", "calendar:\n  holidays: ./days.json\n", 1);
    fs::create_dir_all(desk.path().join("calendar/..2026")).unwrap();
    desk.write("calendar/events.yaml", named);
    desk.write("secret.json", "{\"token\": \"s3cr3t\"}");
    symlink("../secret.json", desk.path().join("calendar/days.json")).unwrap();
    let run = Run::of(&desk.command("check calendar/events.yaml").output().unwrap());
    assert_eq!(run.code, Some(1));
    let refused =
        "cannot read `calendar/./days.json`: it is a link out of the folder of the events file";
    assert!(run.stdout.contains(refused), "{run:?}");
    assert!(!format!("{run:?}").contains("s3cr3t"), "{run:?}");

    // A link that stays within the folder, like those of a mounted ConfigMap.
    desk.write("calendar/..2026/days.json", "{\"here\": {\"events\": []}}");
    symlink("..2026", desk.path().join("calendar/..data")).unwrap();
    fs::remove_file(desk.path().join("calendar/days.json")).unwrap();
    symlink("..data/days.json", desk.path().join("calendar/days.json")).unwrap();
    let run = Run::of(&desk.command("check calendar/events.yaml").output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
}

/// Creates a FIFO. A plain read of it would block.
pub(crate) fn fifo(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

/// Waits for a run that must end without a writer on the FIFO.
#[track_caller]
pub(crate) fn ended(mut command: Command) -> Run {
    let mut child: Child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::yield_now();
    }
    Run::of(&child.wait_with_output().unwrap())
}

/// Returns the last line that a run printed on standard error.
#[track_caller]
fn refused(desk: &Desk, arguments: &str) -> String {
    let run = ended(desk.command(arguments));
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    run.stderr.lines().last().unwrap().to_owned()
}

#[test]
fn a_list_of_files_that_is_a_fifo_or_never_ends_is_refused() {
    let desk = desk();
    fs::create_dir(desk.path().join("fifo")).unwrap();
    fifo(&desk.path().join("fifo/.calfeed"));
    assert_eq!(
        refused(&desk, "build --out fifo"),
        "error: cannot read `fifo/.calfeed`: it is not a regular file"
    );
    fs::create_dir(desk.path().join("zero")).unwrap();
    symlink("/dev/zero", desk.path().join("zero/.calfeed")).unwrap();
    assert_eq!(
        ended(desk.command("build --out zero")).stderr,
        "error: `zero/.calfeed` was not written by calfeed
help: move or delete these files, then build again; or choose another folder
"
    );
    desk.write("long/.calfeed", "");
    let long = File::options()
        .write(true)
        .open(desk.path().join("long/.calfeed"));
    long.unwrap().set_len(128 * 1024 * 1024 + 1).unwrap();
    assert_eq!(
        refused(&desk, "build --out long"),
        "error: cannot read `long/.calfeed`: it is larger than 128 MiB, the limit"
    );
}

#[test]
fn every_other_file_that_is_a_fifo_is_refused() {
    let desk = desk();
    fifo(&desk.path().join("fifo"));
    for (arguments, message) in [
        (
            "check fifo",
            "error: cannot read fifo: it is not a regular file; give it on standard input with `-`",
        ),
        (
            "build --out public --revisions fifo",
            "error: cannot read the revisions in fifo: it is not a regular file",
        ),
        (
            "build --into fifo",
            "error: --into: cannot read fifo: it is not a regular file",
        ),
    ] {
        assert_eq!(refused(&desk, arguments), message, "{arguments}");
    }
}

#[test]
fn a_time_before_1970_is_an_error_that_says_what_to_do() {
    let desk = desk();
    desk.date("events.yaml", "1969-12-31T23:59:59Z");
    assert_eq!(
        refused(&desk, "check"),
        "error: cannot read events.yaml: its modification time is not in the years 1970 to 9999; `touch` it"
    );
}

#[test]
fn a_time_that_no_date_can_hold_is_an_error_and_no_panic() {
    // A file system in memory can store any time. Without one, the nearest time that the disk can store is used.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    };
    let path = folder.path().join("events.yaml");
    fs::write(&path, &of("tests/it/cases/good/two-at-once.yaml").text).unwrap();
    let file = File::options().write(true).open(&path).unwrap();
    let far = SystemTime::UNIX_EPOCH + Duration::from_secs(9_000_000_000_000);
    file.set_modified(far).unwrap();
    let kept = fs::metadata(&path).unwrap().modified().unwrap() == far;
    for arguments in ["check events.yaml", "build events.yaml --out public"] {
        let mut command = Desk::new().command(arguments);
        command.current_dir(folder.path());
        let run = ended(command);
        assert!(matches!(run.code, Some(0 | 2)), "{run:?}");
        if kept {
            assert_eq!(
                (run.code, run.stderr.as_str()),
                (
                    Some(2),
                    "error: cannot read events.yaml: its modification time is not in the years 1970 to 9999; `touch` it\n"
                ),
                "{arguments}"
            );
        }
    }
}

const PAGE: &str = "<!-- calfeed:begin next -->\n<!-- calfeed:end next -->\n";

#[test]
fn a_page_of_another_user_stays_theirs() {
    let desk = desk();
    desk.write("page.md", PAGE);
    let path = desk.path().join("page.md");
    // Only root can give a file away. Other users keep it.
    let _ = chown(&path, Some(1000), Some(1000));
    let owner = |path: &Path| {
        let about = fs::metadata(path).unwrap();
        (about.uid(), about.gid())
    };
    let before = owner(&path);
    desk.build("--out public --into page.md");
    assert_ne!(desk.read("page.md"), PAGE);
    assert_eq!(owner(&path), before);
    // The same applies to files that a build replaces.
    let feed = desk.path().join("public/style.css");
    let _ = chown(&feed, Some(1000), Some(1000));
    let before = owner(&feed);
    fs::write(&feed, "").unwrap();
    desk.build("--out public");
    assert_ne!(desk.read("public/style.css"), "");
    assert_eq!(owner(&feed), before);
}

#[test]
fn a_page_with_a_second_name_keeps_it() {
    let desk = desk();
    desk.write("page.md", PAGE);
    let second = desk.path().join("second.md");
    fs::hard_link(desk.path().join("page.md"), &second).unwrap();
    desk.build("--into page.md");
    assert_ne!(desk.read("page.md"), PAGE);
    assert_eq!(desk.read("second.md"), desk.read("page.md"));
    assert_eq!(fs::metadata(&second).unwrap().nlink(), 2);
}
