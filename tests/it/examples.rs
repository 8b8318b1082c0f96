//! What people copy is right: the events file of the community, and the files of `examples/events`.

use calfeed::{Report, read as read_file};

use crate::corpus::{file, yaml_files};

/// Early enough that no example has begun to end: some warnings are about what is close.
fn now() -> chrono::DateTime<chrono::Utc> {
    "2026-01-05T12:00:00Z".parse().unwrap()
}

fn report(text: &str) -> (bool, Report) {
    let (calendar, report) = read_file(text, &calfeed::Context::new(now()));
    (calendar.is_some(), report)
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
fn a_time_that_stands_alone_is_quoted_for_those_who_read_it_as_older_yaml() {
    let mut names = yaml_files("examples/events");
    names.push("events.yaml".to_owned());
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
    assert!(quoted > 5, "{quoted}");
}
