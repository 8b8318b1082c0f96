//! Runs the seeds of the fuzz targets, and every events file, through the checks of the targets. CONTRIBUTING.md explains how to fuzz
//! further.

use std::fs;
use std::path::Path;

use crate::checks;
use crate::corpus::{file, yaml_files};
use crate::edit_checks;
use crate::import_checks::imported;

/// Runs a check on each seed of a target, which must have at least one.
fn replay(target: &str, check: fn(&str)) {
    let folder = file(&format!("fuzz/seeds/{target}"));
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 3, "{}", folder.display());
    for path in paths {
        replay_file(&path, check);
    }
}

fn replay_file(path: &Path, check: fn(&str)) {
    let bytes = fs::read(path).unwrap();
    // Like the fuzz target, this skips input that is not UTF-8.
    if let Ok(text) = str::from_utf8(&bytes) {
        check(text);
    }
}

#[test]
fn every_seed_of_an_events_file_is_read_or_refused() {
    replay("events_file", checks::events_file);
}

#[test]
fn every_events_file_passes_the_check_of_its_target() {
    for folder in ["tests/it/cases/broken", "examples/events"] {
        for name in yaml_files(folder) {
            replay_file(&file(&name), checks::events_file);
        }
    }
}

#[test]
fn every_seed_of_a_sentence_is_a_rule_or_refused() {
    replay("repeats", checks::repeats);
}

#[test]
fn every_seed_of_markdown_is_text_and_harmless_html() {
    replay("markdown", checks::markdown);
}

#[test]
fn every_seed_of_a_content_line_comes_back_as_it_was() {
    replay("content_line", checks::content_line);
}

#[test]
fn every_seed_of_a_request_is_answered() {
    replay("http_request", checks::http_request);
}

#[test]
fn every_seed_of_an_issue_is_a_change_or_refused() {
    replay("issue", |body| {
        crate::issue::issue(body);
    });
}

#[test]
fn every_seed_of_an_edit_is_made_as_asked_or_refused() {
    replay("edit", edit_checks::edit);
}

/// Requests about the ids and the dates that many of these files have.
const REQUESTS: [&str; 8] = [
    "move|talks|2026-04-23|2026-04-24 14:00|no heating",
    "set|talks||title|Talks: again",
    "cancel|talks|2026-04-23|yes",
    "talk|talks|2026-04-23|0x1F|Somebody (Riverside)",
    "remove|talks",
    "add|new||title|Tea|start|2026-05-07 14:00|end|15:00",
    "unset|talks||end",
    "skip|talks|2026-04-23|",
];

#[test]
fn edits_of_files_with_mistakes_add_none_or_are_refused() {
    let names = yaml_files("tests/it/cases/broken");
    for (name, request) in names.iter().zip(REQUESTS.iter().cycle()) {
        if let Ok(text) = fs::read_to_string(file(name)) {
            let first_id = text.split("id: ").nth(1).and_then(|it| it.lines().next());
            let request = request.replace(
                "talks|",
                &format!("{}|", first_id.unwrap_or("talks").trim()),
            );
            edit_checks::edit(&format!("{request}\n{text}"));
        }
    }
}

#[test]
fn every_seed_of_an_import_becomes_a_file_or_is_refused() {
    replay("import", |text| imported(text.as_bytes()));
}
