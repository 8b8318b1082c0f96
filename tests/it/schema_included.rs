//! `calfeed schema --of included`: the schema of included files accepts whatever `check` accepts, and refuses what can be seen.

use std::sync::LazyLock;

use calfeed::{Context, Report, read_with_included};
use jsonschema::Validator;
use serde_json::Value;

use crate::corpus::{EVENTS, folders, included, now, published};
use crate::program::Desk;
use crate::schema::{loaded, refusal};

static INCLUDED: LazyLock<Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(&calfeed::schema_of_included()).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
});

const MAIN: &str = "\
calendar: {name: A, slug: a, domain: a.example.org, url: \"https://a.example.org\", timezone: UTC}
include: [teams/python.yaml]
groups: {poetry: {name: Poetry circle}}
";

/// Whether the schema accepts an included file. A file of comments alone has nothing that editors could judge.
fn accepts(text: &str) -> bool {
    let value = loaded(text).unwrap();
    value.is_null() || INCLUDED.is_valid(&value)
}

/// The report of `check` about an included file.
fn checked(text: &str) -> Report {
    read_with_included(MAIN, [("teams/python.yaml", text)], &Context::new(now())).1
}

#[test]
fn every_good_file_is_accepted_by_its_schema() {
    let mut count = 0;
    for case in published().iter().filter(|it| !it.included.is_empty()) {
        assert_eq!(refusal(&loaded(&case.text).unwrap()), None, "{}", case.name);
        let is_yaml = |path: &str| [".yaml", ".yml"].iter().any(|end| path.ends_with(end));
        for (path, text) in case.included.iter().filter(|(path, _)| is_yaml(path)) {
            assert!(accepts(text), "{} {path}", case.name);
            count += 1;
        }
    }
    assert!(count >= 7, "{count}");
}

#[test]
fn an_included_file_in_which_check_finds_nothing_is_accepted() {
    let mut count = 0;
    for folder in folders("tests/it/cases/broken") {
        let texts = included(&folder);
        let path = format!("{folder}/{EVENTS}");
        let main = std::fs::read_to_string(crate::corpus::file(&path)).unwrap();
        let files = texts.iter().map(|(path, text)| (&**path, &**text));
        let (_, report) = read_with_included(&main, files, &Context::new(now()));
        let found = report.diagnostics().iter();
        let has_errors: Vec<&str> = found.filter_map(|it| report.path_of_file(it)).collect();
        for (path, text) in &texts {
            if !has_errors.contains(&path.as_str()) {
                assert!(accepts(text), "{folder}/{path}");
                count += 1;
            }
        }
    }
    assert!(count >= 5, "{count}");
}

#[test]
fn what_can_be_seen_is_refused_by_both() {
    for text in [
        "calendar: {name: A}",
        "include: [teams/rust.yaml]",
        "calender: {}",
        "events: {a: b}",
        "groups: [poetry]",
        "- id: a",
        "defaults: [poetry]",
        "defaults: {title: Book club}",
        "defaults: {start: 2026-07-01}",
        "defaults: {repeats: weekly}",
        "defaults: {status: cancelled}",
        "defaults: {join: meet.example.org}",
        "defaults: {contact: someone}",
        "defaults: {shows_as: none}",
        "defaults: {format: seminar}",
        "defaults: {timezone: GMT}",
        "defaults: {duration: 90}",
        "defaults: {tags: talk}",
        "defaults: {allow: [no-such-warning]}",
        "defaults: {group: Poetry Circle}",
        "defaults: {links: [{title: One}]}",
        "events: [{id: a, start: 2026-07-01}]",
    ] {
        assert!(checked(text).has_errors(), "{text}");
        assert!(!accepts(text), "{text}");
    }
}

#[test]
fn what_is_right_is_accepted_by_both() {
    for text in [
        "events: []",
        "x-anchors: &a 1",
        "groups: {crime: {name: Crime readers}}",
        "defaults: {}",
        "defaults: {group: poetry, duration: 1h, timezone: Europe/London, x-room: {floor: 2}}",
        "defaults: {location: none, join: none, tags: none, links: none}",
        "defaults:",
        "events:",
    ] {
        let report = checked(text);
        assert!(!report.has_errors(), "{text}: {report:#?}");
        assert!(accepts(text), "{text}");
    }
}

#[test]
fn the_groups_are_those_of_all_files() {
    let desk = Desk::new();
    desk.write("events.yaml", MAIN);
    desk.write(
        "teams/python.yaml",
        "groups: {crime: {name: Crime readers}}\n",
    );
    let run = desk.run("schema --of included events.yaml");
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let schema: Value = serde_json::from_str(&run.stdout).unwrap();
    for holder in ["Event", "Defaults"] {
        let groups = &schema["$defs"][holder]["properties"]["group"]["then"]["enum"];
        assert_eq!(groups, &serde_json::json!(["poetry", "crime"]), "{holder}");
    }
    assert_eq!(
        desk.run("schema --of included").stdout,
        calfeed::schema_of_included()
    );
}
