use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use calfeed::cli::output::{Written, published_paths, write};
use calfeed::{Resource, Site};
use tempfile::TempDir;

use crate::support::{FEED, INVITE, calendar, changed, page, site, site_of};

const MANIFEST: &str = "\
# calfeed: the files and folders that a build put here, and may remove. Do not edit.
404.html 4e05ed359fb7614b14a335cb755210d5ac35ab4736c97fdc540b5899661e1684
cross-gov.ics 215efae54e34ac5657da47b49c8d1bd8ea12649ee1efa838c9a47d7233f18afb
events/
events/lean-coffee/
events/lean-coffee/2025-03-27.ics 64920094fd4dc350fb5139108896cb1f5ae18b0278963f5a3beed634f51a0ef9
events/lean-coffee/index.html 15e4ef51da15b970d23942c9c9fea2de7c95fb79e82ec153980a6fc47940d6ab
index.html 1a9173b21f766de14d73ed2ffe1962d9f781fa2cf64d67f1588884e222d8e87b
";

/// Returns every file and folder below `dir`, sorted, folders with a trailing `/`.
pub(crate) fn tree(dir: &Path) -> Vec<String> {
    fn walk(dir: &Path, below: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{below}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                found.push(format!("{name}/"));
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                found.push(name);
            }
        }
    }
    let mut found = Vec::new();
    walk(dir, "", &mut found);
    found.sort();
    found
}

pub(crate) fn text(dir: &Path, file: &str) -> String {
    fs::read_to_string(dir.join(file)).unwrap()
}

pub(crate) fn modified(dir: &Path, file: &str) -> SystemTime {
    fs::metadata(dir.join(file)).unwrap().modified().unwrap()
}

/// Returns the inode number, which changes when a file is replaced.
#[cfg(unix)]
fn inode(dir: &Path, file: &str) -> u64 {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(dir.join(file)).unwrap().ino()
}

pub(crate) fn feed(text: &str) -> Site {
    site_of([("/cross-gov.ics", calendar(text))])
}

pub(crate) fn done(written: usize, unchanged: usize, removed: usize) -> Written {
    Written {
        written,
        unchanged,
        removed,
    }
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Returns the error message, with `DIR` in place of the temporary folder.
pub(crate) fn refusal(site: &Site, dir: &Path) -> String {
    let error = write(site, dir).unwrap_err().to_string();
    error.replace(dir.to_str().unwrap(), "DIR")
}

#[test]
fn every_resource_becomes_a_file_with_its_time() {
    let temporary = folder();
    let dir = &temporary.path().join("made/public");
    assert_eq!(write(&site(), dir).unwrap(), done(5, 0, 0));
    assert_eq!(
        tree(dir),
        [
            ".calfeed",
            "404.html",
            "cross-gov.ics",
            "events/",
            "events/lean-coffee/",
            "events/lean-coffee/2025-03-27.ics",
            "events/lean-coffee/index.html",
            "index.html",
        ]
    );
    assert_eq!(text(dir, "cross-gov.ics"), FEED);
    assert_eq!(text(dir, "events/lean-coffee/2025-03-27.ics"), INVITE);
    assert_eq!(
        text(dir, "events/lean-coffee/index.html"),
        "<h1>Lean coffee</h1>\n"
    );
    assert_eq!(text(dir, ".calfeed"), MANIFEST);
    assert_eq!(modified(dir, "index.html"), changed().into());
}

#[cfg(unix)]
#[test]
fn a_file_that_is_right_is_left_alone_but_for_its_time() {
    let dir = folder();
    write(&site(), dir.path()).unwrap();
    let before = inode(dir.path(), "cross-gov.ics");
    let list = inode(dir.path(), ".calfeed");
    let file = fs::File::open(dir.path().join("cross-gov.ics")).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();

    assert_eq!(write(&site(), dir.path()).unwrap(), done(0, 5, 0));
    assert_eq!(inode(dir.path(), "cross-gov.ics"), before);
    assert_eq!(inode(dir.path(), ".calfeed"), list);
    assert_eq!(modified(dir.path(), "cross-gov.ics"), changed().into());
}

#[test]
fn a_file_that_changed_is_replaced_and_not_written_into() {
    let dir = folder();
    write(&feed("old\r\n"), dir.path()).unwrap();
    // A reader that opened the old file continues to read the old content.
    let mut reader = fs::File::open(dir.path().join("cross-gov.ics")).unwrap();
    assert_eq!(write(&feed("new\r\n"), dir.path()).unwrap(), done(1, 0, 0));
    assert_eq!(text(dir.path(), "cross-gov.ics"), "new\r\n");
    assert_eq!(std::io::read_to_string(&mut reader).unwrap(), "old\r\n");
}

#[test]
fn what_is_no_longer_published_goes_with_the_folders_that_were_made_for_it() {
    let dir = folder();
    write(&site(), dir.path()).unwrap();
    assert_eq!(write(&feed(FEED), dir.path()).unwrap(), done(0, 1, 4));
    assert_eq!(tree(dir.path()), [".calfeed", "cross-gov.ics"]);
}

#[test]
fn files_and_folders_of_others_stay() {
    let dir = folder();
    fs::create_dir_all(dir.path().join("events/lean-coffee")).unwrap();
    fs::write(dir.path().join("CNAME"), "calendar.example").unwrap();
    write(&site(), dir.path()).unwrap();
    write(&feed(FEED), dir.path()).unwrap();
    assert_eq!(
        tree(dir.path()),
        [
            ".calfeed",
            "CNAME",
            "cross-gov.ics",
            "events/",
            "events/lean-coffee/"
        ]
    );
}

#[test]
fn a_folder_that_holds_a_file_of_others_stays_with_it() {
    let dir = folder();
    write(&site(), dir.path()).unwrap();
    fs::write(dir.path().join("events/notes.txt"), "mine").unwrap();
    write(&feed(FEED), dir.path()).unwrap();
    assert_eq!(
        tree(dir.path()),
        [".calfeed", "cross-gov.ics", "events/", "events/notes.txt"]
    );
    assert_eq!(
        text(dir.path(), ".calfeed"),
        "# calfeed: the files and folders that a build put here, and may remove. Do not edit.\ncross-gov.ics 215efae54e34ac5657da47b49c8d1bd8ea12649ee1efa838c9a47d7233f18afb\n"
    );
}

#[test]
fn a_file_of_others_is_not_overwritten_and_then_nothing_is_written() {
    let dir = folder();
    fs::write(dir.path().join("index.html"), "my own page").unwrap();
    fs::write(dir.path().join("404.html"), "my own 404").unwrap();
    assert_eq!(
        refusal(&site(), dir.path()),
        "`DIR/404.html` was not written by calfeed
`DIR/index.html` was not written by calfeed
help: move or delete these files, then build again; or choose another folder"
    );
    assert_eq!(tree(dir.path()), ["404.html", "index.html"]);
    assert_eq!(text(dir.path(), "index.html"), "my own page");
}

#[test]
fn a_list_that_no_build_wrote_is_not_overwritten() {
    let dir = folder();
    fs::write(dir.path().join(".calfeed"), "something = else\n").unwrap();
    assert_eq!(
        refusal(&site(), dir.path()),
        "`DIR/.calfeed` was not written by calfeed
help: move or delete these files, then build again; or choose another folder"
    );
    assert!(published_paths(dir.path()).is_err());
}

#[test]
fn a_list_cannot_lead_out_of_the_folder() {
    let outer = folder();
    let dir = outer.path().join("public");
    fs::create_dir(&dir).unwrap();
    let precious = outer.path().join("precious.txt");
    fs::write(&precious, "keep").unwrap();
    let list = format!(
        "# calfeed:\n../precious.txt\n{}\nevents/../../precious.txt\n./x\n\n/\n../\na\\b\nC:x\n.calfeed\n",
        precious.display()
    );
    fs::write(dir.join(".calfeed"), list).unwrap();
    assert_eq!(published_paths(&dir).unwrap(), BTreeSet::new());
    assert_eq!(write(&feed(FEED), &dir).unwrap(), done(1, 0, 0));
    assert_eq!(fs::read_to_string(precious).unwrap(), "keep");
}

#[test]
fn a_list_that_came_with_a_repository_removes_nothing_hidden() {
    let dir = folder();
    let hidden = [
        ".env",
        ".git/config",
        ".github/workflows/ci.yml",
        "events/.htaccess",
    ];
    for path in hidden {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "keep").unwrap();
    }
    let list = format!("# calfeed:\n.git/\nevents/\n{}\n", hidden.join("\n"));
    fs::write(dir.path().join(".calfeed"), list).unwrap();
    assert_eq!(write(&feed(FEED), dir.path()).unwrap(), done(1, 0, 0));
    for path in hidden {
        assert_eq!(text(dir.path(), path), "keep", "{path}");
    }
}

#[test]
fn the_list_tells_which_paths_were_published() {
    let dir = folder();
    assert_eq!(published_paths(dir.path()).unwrap(), BTreeSet::new());
    write(&site(), dir.path()).unwrap();
    let expected: BTreeSet<String> = site().iter().map(|(path, _)| path.to_owned()).collect();
    assert_eq!(published_paths(dir.path()).unwrap(), expected);
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_folder_is_not_followed() {
    let (outside, dir) = (folder(), folder());
    std::os::unix::fs::symlink(outside.path(), dir.path().join("events")).unwrap();
    assert_eq!(
        refusal(&site(), dir.path()),
        "`DIR/events` is a symbolic link, but must be a folder\nhelp: remove it, or choose another folder"
    );
    // It must not remove what an earlier build wrote either.
    fs::write(outside.path().join("x.ics"), "keep").unwrap();
    fs::write(
        dir.path().join(".calfeed"),
        "# calfeed:\nevents/\nevents/x.ics\n",
    )
    .unwrap();
    assert_eq!(write(&feed(FEED), dir.path()).unwrap(), done(1, 0, 0));
    assert_eq!(tree(outside.path()), ["x.ics"]);
}

#[test]
fn a_file_in_place_of_a_folder_is_named() {
    let dir = folder();
    fs::write(dir.path().join("events"), "a file").unwrap();
    assert_eq!(
        refusal(&site(), dir.path()),
        "`DIR/events` is a file, but must be a folder\nhelp: remove it, or choose another folder"
    );
}

#[test]
fn a_folder_in_place_of_a_file_is_named() {
    let dir = folder();
    fs::create_dir(dir.path().join("cross-gov.ics")).unwrap();
    assert_eq!(
        refusal(&site(), dir.path()),
        "`DIR/cross-gov.ics` is a folder, but must be a file\nhelp: remove it, or choose another folder"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_made_is_named_with_what_the_system_says() {
    let dir = folder();
    fs::write(dir.path().join("file"), "").unwrap();
    assert_eq!(
        refusal(&site(), &dir.path().join("file/public")),
        "cannot create the folder `DIR`: Not a directory (os error 20)"
    );
}

#[test]
fn a_path_that_is_no_file_name_is_refused() {
    let dir = folder();
    let cases: [[(&str, Resource); 2]; 4] = [
        [("/../x.ics", calendar(FEED)), ("/", page(""))],
        [("/.calfeed", calendar(FEED)), ("/", page(""))],
        [("/index.html", page("")), ("/", page(""))],
        [("/events", page("")), ("/events/", page(""))],
    ];
    for case in cases {
        let shown = case[0].0;
        let message = refusal(&site_of(case), dir.path());
        assert!(
            message.ends_with("cannot be written as a separate file"),
            "{shown}: {message}"
        );
    }
    assert_eq!(tree(dir.path()), [] as [&str; 0]);
}
