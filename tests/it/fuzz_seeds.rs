//! Runs the seeds of the fuzz targets, and every events file, through the checks of the targets. CONTRIBUTING.md explains how to fuzz
//! further.

use std::fs;
use std::path::Path;

use crate::checks;
use crate::corpus::{file, yaml_files};

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
