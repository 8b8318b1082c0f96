//! Checks what people copy: the files of `examples/events`, and every YAML block in the reference.

use calfeed::{Report, read as read_file};

use crate::corpus::{file, yaml_files};

/// The calendar for blocks that show only events.
const CALENDAR: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London

events:
";

/// Early enough that no example is over, because some warnings are about the near future only.
fn now() -> chrono::DateTime<chrono::Utc> {
    "2026-01-05T12:00:00Z".parse().unwrap()
}

fn report(text: &str) -> (bool, Report) {
    let (calendar, report) = read_file(text, &calfeed::Context::new(now()));
    (calendar.is_some(), report)
}

/// Returns each YAML block in a Markdown file, with the number of its first line.
fn blocks(markdown: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (index, line) in markdown.lines().enumerate() {
        match (&mut open, line) {
            (None, "```yaml") => open = Some((index + 2, String::new())),
            (Some(_), "```") => blocks.extend(open.take()),
            (Some((_, block)), line) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, _) => {}
        }
    }
    assert!(open.is_none(), "a block without an end");
    blocks
}

#[test]
fn every_example_file_has_neither_errors_nor_warnings() {
    for name in yaml_files("examples/events") {
        let (good, report) = report(&std::fs::read_to_string(file(&name)).unwrap());
        assert!(
            good && report.diagnostics().is_empty(),
            "{name}: {report:#?}"
        );
    }
}

#[test]
fn the_events_of_the_community_have_neither_errors_nor_warnings() {
    let (good, report) = report(&std::fs::read_to_string(file("events.yaml")).unwrap());
    assert!(good && report.diagnostics().is_empty(), "{report:#?}");
}

#[test]
fn every_block_of_the_reference_is_valid() {
    let reference = std::fs::read_to_string(file("docs/format.md")).unwrap();
    let blocks = blocks(&reference);
    assert!(blocks.len() > 10, "{} blocks", blocks.len());
    for (line, block) in blocks {
        let text = if block.starts_with("calendar:") {
            block
        } else {
            assert!(
                block.starts_with("- id: "),
                "docs/format.md:{line}: of what?"
            );
            let lines = block.lines().flat_map(|line| ["  ", line, "\n"]);
            format!("{CALENDAR}{}", lines.collect::<String>())
        };
        let (good, report) = report(&text);
        assert!(
            good && report.diagnostics().is_empty(),
            "docs/format.md:{line}: {report:#?}"
        );
    }
}

#[test]
fn the_reference_shows_whole_files_and_parts() {
    let reference = std::fs::read_to_string(file("docs/format.md")).unwrap();
    let blocks = blocks(&reference);
    let whole = blocks
        .iter()
        .filter(|(_, block)| block.starts_with("calendar:"))
        .count();
    assert!(
        whole >= 3 && blocks.len() - whole >= 10,
        "{whole} of {}",
        blocks.len()
    );
}

#[test]
fn a_time_that_stands_alone_is_quoted_for_those_who_read_it_as_older_yaml() {
    let mut names = yaml_files("examples/events");
    names.extend(["events.yaml", "README.md", "docs/format.md"].map(str::to_owned));
    let mut quoted = 0;
    for name in names {
        let text = std::fs::read_to_string(file(&name)).unwrap();
        for key in ["end: ", "moved_to: "] {
            for value in text.split(key).skip(1) {
                quoted += usize::from(value.starts_with('"'));
                let is_clock = value
                    .split_once(':')
                    .is_some_and(|(hour, _)| hour.parse::<u8>().is_ok());
                assert!(!is_clock, "{name}: {key}{value:.20}");
            }
        }
    }
    assert!(quoted > 10, "{quoted}");
}
