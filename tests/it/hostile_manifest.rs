//! A hostile `.calfeed` in a repository: a build removes and overwrites nothing except its own output.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use calfeed::cli::output::{published_paths, write};

use crate::build_output::{done, feed, folder, refusal, text, tree};
use crate::corpus::of;
use crate::program::Desk;
use crate::support::FEED;

/// The SHA-256 of `keep`. An attacker who writes the list may know the contents of the files.
const KEEP: &str = "6ca7ea2feefc88ecb5ed6356ed963f47dc9137f82526fdd25d618ea626d0803f";

const HEADER: &str = "# calfeed: x\n";

/// Names that no build writes, as in the list.
const NAMES: [&str; 31] = [
    ".env",
    ".git/HEAD",
    ".git/config",
    ".github/workflows/ci.yml",
    ".calfeed",
    ".hidden.ics",
    "events/.htaccess",
    "events/x/.index.html",
    "CNAME",
    "README.md",
    "Cargo.toml",
    "src/main.rs",
    "Site/index.html",
    "static/index.html",
    "past/index.html",
    "events/index.html",
    "events/x/notes.txt",
    "events/x/y/index.html",
    "events/x/2025-02-30.ics",
    "team/X.ics",
    "a/b/c/d/e/f.ics",
    "X.ics",
    "../x.ics",
    "events/../../x.ics",
    "./x.ics",
    "/etc/hosts",
    "//x.ics",
    "C:x.ics",
    "events\\x.ics",
    "x\u{7}.ics",
    "x\u{202e}.ics",
];

fn put(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "keep").unwrap();
}

#[test]
fn a_list_removes_no_file_that_a_calendar_cannot_publish() {
    for name in NAMES {
        for line in [
            name.to_owned(),
            format!("{name} {KEEP}"),
            format!("{name} {KEEP} 1795943639"),
            format!("{name}/"),
            format!("{name}/index.html {KEEP}"),
        ] {
            let outer = folder();
            let dir = outer.path().join("site");
            fs::create_dir(&dir).unwrap();
            let victim = dir.join(name);
            if !name.starts_with('/') && name != ".calfeed" {
                put(&victim);
            }
            fs::write(dir.join(".calfeed"), format!("{HEADER}{line}\n")).unwrap();
            assert_eq!(write(&feed(FEED), &dir).unwrap(), done(1, 0, 0), "{line}");
            if victim.starts_with(&dir) && name != ".calfeed" {
                assert_eq!(fs::read_to_string(&victim).unwrap(), "keep", "{line}");
            }
            let list = text(&dir, ".calfeed");
            assert_eq!(list.lines().count(), 2, "{line}: {list}");
            let published = published_paths(&dir).unwrap();
            assert_eq!(
                published.into_iter().collect::<Vec<_>>(),
                ["/cross-gov.ics"]
            );
        }
    }
}

#[test]
fn a_list_with_malformed_lines_has_only_the_others() {
    let dir = folder();
    for line in [
        "",
        " ",
        "/",
        "../",
        ".git/",
        "cross-gov.ics ",
        "cross-gov.ics 6ca7",
        &format!("cross-gov.ics  {KEEP}"),
        &format!("cross-gov.ics {}", KEEP.to_uppercase()),
        &format!("cross-gov.ics {KEEP} -1"),
        &format!("cross-gov.ics {KEEP} 253402300800"),
        &format!("cross-gov.ics {KEEP} 1 2"),
        &format!("{KEEP}  cross-gov.ics"),
    ] {
        fs::write(dir.path().join("cross-gov.ics"), "keep").unwrap();
        fs::write(dir.path().join(".calfeed"), format!("{HEADER}{line}\n")).unwrap();
        assert_eq!(
            refusal(&feed(FEED), dir.path()),
            "`DIR/cross-gov.ics` was not written by calfeed
help: move or delete these files, then build again; or choose another folder",
            "{line}"
        );
    }
}

#[test]
fn a_name_that_is_there_twice_may_have_either_content_and_no_other() {
    let dir = folder();
    let other = "0".repeat(64);
    let list = format!("{HEADER}cross-gov.ics {other}\ncross-gov.ics {KEEP}\ncross-gov.ics\n");
    fs::write(dir.path().join(".calfeed"), &list).unwrap();
    fs::write(dir.path().join("cross-gov.ics"), "mine").unwrap();
    assert_eq!(
        refusal(&feed(FEED), dir.path()),
        "`DIR/cross-gov.ics` was changed after calfeed wrote it
help: move or delete these files, then build again; or choose another folder"
    );
    fs::write(dir.path().join("cross-gov.ics"), "keep").unwrap();
    assert_eq!(write(&feed(FEED), dir.path()).unwrap(), done(1, 0, 0));
}

#[test]
fn a_list_that_is_too_long_is_refused_before_anything_is_written() {
    let dir = folder();
    let mut list = HEADER.to_owned();
    for number in 0..1_000_000 {
        writeln!(list, "a{number}.ics").unwrap();
    }
    fs::write(dir.path().join(".calfeed"), &list).unwrap();
    assert_eq!(
        refusal(&feed(FEED), dir.path()),
        "cannot read `DIR/.calfeed`: it has more than 1000000 lines"
    );
    assert_eq!(tree(dir.path()), [".calfeed"]);
}

#[cfg(unix)]
#[test]
fn a_list_that_is_a_link_is_not_read() {
    let (outside, dir) = (folder(), folder());
    let elsewhere = outside.path().join("list");
    fs::write(&elsewhere, format!("{HEADER}cross-gov.ics {KEEP}\n")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, dir.path().join(".calfeed")).unwrap();
    assert_eq!(
        refusal(&feed(FEED), dir.path()),
        "`DIR/.calfeed` was not written by calfeed
help: move or delete these files, then build again; or choose another folder"
    );
}

#[test]
fn a_build_into_a_repository_leaves_the_repository_alone() {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    let theirs = [
        ".env",
        ".git/HEAD",
        ".git/config",
        ".github/workflows/ci.yml",
        "CNAME",
        "src/main.rs",
    ];
    let mut list = "# calfeed: x\n".to_owned();
    for name in theirs {
        desk.write(name, "keep");
        writeln!(list, "{name} {KEEP}").unwrap();
        writeln!(list, "{name}").unwrap();
    }
    desk.write(".calfeed", list);
    let run = desk.run("build --out .");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.ends_with(" written, 0 unchanged, 0 removed\n"),
        "{}",
        run.stderr
    );
    for name in theirs {
        assert_eq!(desk.read(name), "keep", "{name}");
    }
}
