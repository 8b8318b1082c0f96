//! Which files a build treats as its own, namely those in its list with the listed content; and how it dates the files it writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use calfeed::cli::output::{published_paths, write};
use calfeed::{Resource, Site};
use chrono::TimeDelta;

use crate::build_output::{done, feed, folder, modified, refusal, text, tree};
use crate::support::{FEED, calendar, changed, page, site, site_of};

/// A list written by an earlier release.
const WITHOUT_DIGESTS: &str = "\
# calfeed: the files and folders that a build put here, and may remove. Do not edit.
404.html
cross-gov.ics
events/
events/lean-coffee/
events/lean-coffee/2025-03-27.ics
events/lean-coffee/index.html
index.html
";

#[test]
fn a_file_of_others_with_the_same_bytes_stays_theirs() {
    let dir = folder();
    fs::write(dir.path().join("cross-gov.ics"), FEED).unwrap();
    assert_eq!(
        refusal(&feed(FEED), dir.path()),
        "`DIR/cross-gov.ics` was not written by calfeed
help: move or delete these files, then build again; or choose another folder"
    );
    assert_eq!(tree(dir.path()), ["cross-gov.ics"]);
}

#[test]
fn a_file_that_somebody_changed_is_not_overwritten_and_then_nothing_is_written() {
    let dir = folder();
    write(&feed("old\r\n"), dir.path()).unwrap();
    fs::write(dir.path().join("cross-gov.ics"), "mine").unwrap();
    let before = text(dir.path(), ".calfeed");
    let new = site_of([("/cross-gov.ics", calendar("new\r\n")), ("/", page("new"))]);
    assert_eq!(
        refusal(&new, dir.path()),
        "`DIR/cross-gov.ics` was changed after calfeed wrote it
help: move or delete these files, then build again; or choose another folder"
    );
    assert_eq!(tree(dir.path()), [".calfeed", "cross-gov.ics"]);
    assert_eq!(text(dir.path(), "cross-gov.ics"), "mine");
    assert_eq!(text(dir.path(), ".calfeed"), before);

    fs::remove_file(dir.path().join("cross-gov.ics")).unwrap();
    assert_eq!(write(&new, dir.path()).unwrap(), done(2, 0, 0));
}

#[test]
fn a_file_that_somebody_changed_is_not_removed_when_its_event_is_gone() {
    let dir = folder();
    write(&site(), dir.path()).unwrap();
    fs::write(dir.path().join("events/lean-coffee/index.html"), "notes").unwrap();
    let before = tree(dir.path());
    assert_eq!(
        refusal(&feed(FEED), dir.path()),
        "`DIR/events/lean-coffee/index.html` was changed after calfeed wrote it
help: move or delete these files, then build again; or choose another folder"
    );
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn a_file_that_somebody_emptied_is_written_again() {
    let dir = folder();
    write(&feed(FEED), dir.path()).unwrap();
    fs::write(dir.path().join("cross-gov.ics"), "").unwrap();
    assert_eq!(write(&feed(FEED), dir.path()).unwrap(), done(1, 0, 0));
    assert_eq!(text(dir.path(), "cross-gov.ics"), FEED);
}

#[test]
fn a_file_that_is_listed_with_other_bytes_and_is_right_is_left_alone() {
    let dir = folder();
    write(&feed("old\r\n"), dir.path()).unwrap();
    fs::write(dir.path().join("cross-gov.ics"), "new\r\n").unwrap();
    assert_eq!(write(&feed("new\r\n"), dir.path()).unwrap(), done(0, 1, 0));
    assert_eq!(
        write(&feed("newer\r\n"), dir.path()).unwrap(),
        done(1, 0, 0)
    );
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_file_of_ours_is_neither_replaced_nor_written_through() {
    let (outside, dir) = (folder(), folder());
    let elsewhere = outside.path().join("elsewhere.ics");
    fs::write(&elsewhere, "old\r\n").unwrap();
    write(&feed("old\r\n"), dir.path()).unwrap();
    let file = dir.path().join("cross-gov.ics");
    fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();

    assert_eq!(
        refusal(&feed(FEED), dir.path()),
        "`DIR/cross-gov.ics` is not a regular file any more
help: move or delete these files, then build again; or choose another folder"
    );
    assert!(file.is_symlink());
    assert_eq!(fs::read_to_string(elsewhere).unwrap(), "old\r\n");
}

#[test]
fn a_list_without_digests_is_completed_where_every_file_is_right() {
    let dir = folder();
    write(&site(), dir.path()).unwrap();
    let complete = text(dir.path(), ".calfeed");
    fs::write(dir.path().join(".calfeed"), WITHOUT_DIGESTS).unwrap();
    assert_eq!(write(&site(), dir.path()).unwrap(), done(0, 5, 0));
    assert_eq!(text(dir.path(), ".calfeed"), complete);
}

#[test]
fn a_list_without_digests_overwrites_and_removes_nothing_and_keeps_what_was_published() {
    let dir = folder();
    write(&site(), dir.path()).unwrap();
    fs::write(dir.path().join(".calfeed"), WITHOUT_DIGESTS).unwrap();
    let published = published_paths(dir.path()).unwrap();
    let new = feed("new\r\n");
    let reason = "may have been changed after an earlier release of calfeed wrote it, which kept no checksums";
    assert_eq!(
        refusal(&new, dir.path()),
        format!(
            "`DIR/404.html` {reason}
`DIR/cross-gov.ics` {reason}
`DIR/events/lean-coffee/2025-03-27.ics` {reason}
`DIR/events/lean-coffee/index.html` {reason}
`DIR/index.html` {reason}
help: move or delete these files, but keep `.calfeed`, then build again; or choose another folder"
        )
    );
    assert_eq!(text(dir.path(), ".calfeed"), WITHOUT_DIGESTS);
    for file in ["404.html", "cross-gov.ics", "index.html"] {
        fs::remove_file(dir.path().join(file)).unwrap();
    }
    fs::remove_dir_all(dir.path().join("events")).unwrap();
    assert_eq!(published_paths(dir.path()).unwrap(), published);
    assert_eq!(write(&new, dir.path()).unwrap(), done(1, 0, 0));
    assert_eq!(tree(dir.path()), [".calfeed", "cross-gov.ics"]);
}

/// Copies files and their lines of the list, like a build that was killed after it had moved these into place.
fn put_as_a_killed_build(from: &Path, to: &Path, files: &[&str]) {
    let lines = text(from, ".calfeed");
    let mut list = text(to, ".calfeed");
    for file in files {
        fs::copy(from.join(file), to.join(file)).unwrap();
        let start = format!("{file} ");
        let line = lines.lines().find(|line| line.starts_with(&start));
        list.push_str(line.unwrap());
        list.push('\n');
    }
    // The killed build, or a full disk, also left these.
    list.push_str("cross-gov.ics 1d2e");
    fs::write(to.join(".calfeed"), list).unwrap();
    for leftover in [".calfeed-tmp-4711", "events/lean-coffee/.calfeed-tmp-1"] {
        fs::write(to.join(leftover), "BEGIN:VCAL").unwrap();
    }
}

#[test]
fn a_build_that_was_killed_is_finished_by_the_next_whatever_that_publishes() {
    let version = |text: &str| -> Site {
        site_of([
            ("/", page(text)),
            ("/404.html", page(text)),
            ("/cross-gov.ics", calendar(text)),
            ("/events/lean-coffee/", page(text)),
        ])
    };
    let other = folder();
    write(&version("second"), other.path()).unwrap();
    for third in [
        version("first"),
        version("second"),
        version("third"),
        feed(FEED),
    ] {
        let (dir, whole) = (folder(), folder());
        write(&version("first"), dir.path()).unwrap();
        let placed = ["index.html", "events/lean-coffee/index.html"];
        put_as_a_killed_build(other.path(), dir.path(), &placed);

        write(&third, dir.path()).unwrap();
        write(&third, whole.path()).unwrap();
        let files = tree(whole.path());
        assert_eq!(tree(dir.path()), files);
        let is_file = |name: &&String| !name.ends_with('/') && *name != ".calfeed";
        for file in files.iter().filter(is_file) {
            assert_eq!(text(dir.path(), file), text(whole.path(), file), "{file}");
        }
    }
}

#[test]
fn what_was_published_is_known_from_the_list_and_not_from_the_files() {
    let dir = folder();
    write(&site(), dir.path()).unwrap();
    fs::remove_dir_all(dir.path().join("events")).unwrap();
    let expected: BTreeSet<String> = site().iter().map(|(path, _)| path.to_owned()).collect();
    assert_eq!(published_paths(dir.path()).unwrap(), expected);
}

/// Returns the modification time of the feed, in seconds after that of the resources.
fn seconds_later(dir: &Path) -> u64 {
    let since = modified(dir, "cross-gov.ics").duration_since(changed().into());
    since.unwrap().as_secs()
}

#[test]
fn other_bytes_are_dated_later_than_those_that_they_replace_and_then_stay() {
    let dir = folder();
    for (text, expected) in [("a", 0), ("b", 1), ("a", 2), ("a", 2), ("c", 3)] {
        write(&feed(text), dir.path()).unwrap();
        assert_eq!(seconds_later(dir.path()), expected, "{text}");
    }
    // After a clone, every file has the time of its checkout.
    let file = fs::File::open(dir.path().join("cross-gov.ics")).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(write(&feed("c"), dir.path()).unwrap(), done(0, 1, 0));
    assert_eq!(seconds_later(dir.path()), 3);
    let list = text(dir.path(), ".calfeed");
    assert!(list.ends_with(" 1743100203\n"), "{list}");
}

#[test]
fn bytes_that_replace_a_file_with_a_later_time_are_dated_a_second_after_it() {
    let dir = folder();
    write(&feed("a"), dir.path()).unwrap();
    let file = fs::File::open(dir.path().join("cross-gov.ics")).unwrap();
    let later = SystemTime::from(changed()) + Duration::from_millis(5_900);
    file.set_modified(later).unwrap();
    write(&feed("b"), dir.path()).unwrap();
    assert_eq!(seconds_later(dir.path()), 6);
}

#[test]
fn bytes_that_are_published_later_have_that_time_and_no_other() {
    let dir = folder();
    let at = |text: &str, seconds| {
        let resource = Resource::new(
            "text/calendar; charset=utf-8",
            text.to_owned(),
            changed() + TimeDelta::seconds(seconds),
            None,
            Duration::from_secs(900),
        );
        site_of([("/cross-gov.ics", resource)])
    };
    let builds = [("a", 0, 0), ("b", 60, 60), ("c", 60, 61), ("c", 120, 120)];
    for (text, published, expected) in builds {
        write(&at(text, published), dir.path()).unwrap();
        assert_eq!(seconds_later(dir.path()), expected, "{text}");
    }
    let list = text(dir.path(), ".calfeed");
    assert_eq!(list.lines().last().unwrap().split(' ').count(), 2, "{list}");
}

#[test]
fn a_build_that_changes_nothing_writes_nothing_even_where_a_time_is_later_than_published() {
    let dir = folder();
    write(&feed("a"), dir.path()).unwrap();
    write(&feed("b"), dir.path()).unwrap();
    let times = || [".calfeed", "cross-gov.ics"].map(|file| modified(dir.path(), file));
    let before = times();
    assert_eq!(write(&feed("b"), dir.path()).unwrap(), done(0, 1, 0));
    assert_eq!(times(), before);
}
