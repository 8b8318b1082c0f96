//! Several builds into one folder, one after another: none loses what another wrote.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use crate::corpus::of;
use crate::program::Desk;

fn desk() -> Desk {
    let desk = Desk::new();
    let text = &of("tests/it/cases/good/two-at-once.yaml").text;
    desk.write("events.yaml", text);
    desk.write("other.yaml", &of("events.yaml").text);
    desk
}

/// Returns the files in the list of a folder.
fn listed(desk: &Desk) -> BTreeSet<String> {
    let list = desk.read("public/.calfeed");
    let files = list.lines().skip(1).filter(|line| !line.ends_with('/'));
    files
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect()
}

#[test]
fn a_build_waits_for_another_one_and_says_so() {
    let desk = desk();
    fs::create_dir(desk.path().join("public")).unwrap();
    let folder = File::open(desk.path().join("public")).unwrap();
    folder.lock().unwrap();
    let mut build = desk.command("build --out public");
    let mut build = build.stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(build.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert_eq!(
        line,
        "note: another build is writing to public; waiting for it\n"
    );
    assert!(!desk.has("public/.calfeed"));
    folder.unlock().unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert_eq!(build.wait().unwrap().code(), Some(0), "{rest}");
    assert!(
        rest.contains(" written, 0 unchanged, 0 removed\n"),
        "{rest}"
    );
}

#[test]
fn builds_at_the_same_time_leave_no_file_that_is_not_listed() {
    let desk = desk();
    // This also works if the folder does not exist yet.
    for _ in 0..3 {
        let builds = ["events.yaml", "other.yaml", "events.yaml", "other.yaml"];
        let builds = builds.map(|file| {
            let mut build = desk.command(&format!("build {file} --out public"));
            build.stderr(Stdio::piped()).spawn().unwrap()
        });
        for build in builds {
            let output = build.wait_with_output().unwrap();
            assert!(output.status.success(), "{output:?}");
        }
        let mut files: BTreeSet<String> = desk.files("public").into_keys().collect();
        assert!(files.remove(".calfeed") && files.remove(".nojekyll"));
        assert_eq!(listed(&desk), files);
    }
}
