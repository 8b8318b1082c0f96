//! An events file that includes others: all of them are followed.

use super::*;
use crate::Context;
use crate::version::{Included, Version};

const CALENDAR: &str = "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: UTC}\n";

/// An included file with so many events, each with this title.
fn team(name: &str, title: &str, count: u32) -> String {
    let events = (1..=count).map(|day| {
        format!(
            "- {{id: {name}-{day}, title: {title}, start: 2026-07-{day:02} 13:00, duration: 1h}}\n"
        )
    });
    format!("events:\n{}", events.collect::<String>())
}

fn desk(include: &str) -> Desk {
    let main = format!("{CALENDAR}include: {include}\n");
    Desk::with(
        &[
            ("events.yaml", &main),
            ("teams/a.yaml", &team("a", "Lunch", 3)),
            ("teams/b.yaml", &team("b", "Supper", 3)),
        ],
        &[],
    )
}

#[test]
fn an_edit_of_an_included_file_is_published_once_two_polls_agree() {
    let mut desk = desk("[teams/*.yaml]");
    assert!(desk.poll().is_none());
    desk.write_to("teams/a.yaml", &team("a", "Brunch", 3));
    assert!(desk.poll().is_none());
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:Brunch"));
    assert!(holds(&edition, "/books.ics", "SUMMARY:Supper"));
    assert!(desk.poll().is_none());
}

#[test]
fn an_included_file_that_is_being_written_is_not_read_half() {
    let mut desk = desk("[teams/*.yaml]");
    desk.write_to("teams/a.yaml", &team("a", "Brunch", 1));
    assert!(desk.poll().is_none());
    desk.write_to("teams/a.yaml", &team("a", "Brunch", 4));
    assert!(desk.poll().is_none());
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "UID:a-4@"));
}

#[test]
fn a_file_that_a_pattern_finds_later_is_included() {
    let mut desk = desk("[teams/*.yaml]");
    desk.write_to("teams/c.yaml", &team("c", "Tea", 1));
    assert!(desk.poll().is_none());
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:Tea"));
}

#[test]
fn a_new_entry_of_include_and_its_file_are_read_together() {
    let mut desk = desk("[teams/*.yaml]");
    desk.write(&format!("{CALENDAR}include: [teams/*.yaml, more.yaml]\n"));
    desk.write_to("more.yaml", &team("more", "Tea", 1));
    assert!(desk.poll().is_none());
    // The file changes between the two polls.
    desk.write_to("more.yaml", &team("more", "Coffee", 1));
    assert!(desk.poll().is_none());
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:Coffee"));
    assert!(desk.poll().is_none());
}

#[test]
fn a_named_file_that_is_missing_is_a_fault_and_what_was_served_stays() {
    let mut desk = desk("[teams/a.yaml, teams/b.yaml]");
    std::fs::remove_file(desk.folder.path().join("teams/b.yaml")).unwrap();
    assert!(desk.poll().is_none());
    let fault = desk.poll().unwrap().unwrap_err();
    assert_eq!(
        (fault.file, fault.place),
        (Some(FileKind::Events), Some((2, 25)))
    );
    assert!(
        fault.message.contains("there is no file `teams/b.yaml`"),
        "{fault:?}"
    );
    let later = now() + chrono::TimeDelta::hours(2);
    let turned = desk.watch.check(Occasion::Turn, later, None);
    assert!(holds(
        &turned.unwrap().unwrap(),
        "/books.ics",
        "SUMMARY:Supper"
    ));
    desk.write_to("teams/b.yaml", &team("b", "Supper", 3));
    assert!(desk.poll().is_none());
    assert!(desk.poll().unwrap().is_ok());
}

#[test]
fn a_file_that_disappears_behind_a_pattern_is_held_back_as_a_sudden_loss() {
    let mut desk = desk("[teams/*.yaml]");
    std::fs::remove_file(desk.folder.path().join("teams/b.yaml")).unwrap();
    assert!(desk.poll().is_none());
    let fault = desk.poll().unwrap().unwrap_err();
    assert_eq!(fault.held_back, Some("events-gone"), "{fault:?}");
}

#[test]
fn an_included_file_without_a_line_break_at_its_end_is_held_back() {
    let mut desk = desk("[teams/*.yaml]");
    let text = team("b", "Supper", 3);
    desk.write_to("teams/b.yaml", text.trim_end());
    assert!(desk.poll().is_none());
    let fault = desk.poll().unwrap().unwrap_err();
    assert_eq!(fault.held_back, Some("no-final-line-break"), "{fault:?}");
    let name = desk.folder.path().join("teams/b.yaml");
    assert!(
        fault.message.starts_with(&*name.display().to_string()),
        "{fault:?}"
    );
}

#[test]
fn an_error_in_an_included_file_has_its_name_and_its_place() {
    let mut desk = desk("[teams/*.yaml]");
    desk.write_to(
        "teams/b.yaml",
        &team("b", "Supper", 3).replace("1h", "never"),
    );
    assert!(desk.poll().is_none());
    let fault = desk.poll().unwrap().unwrap_err();
    assert_eq!(
        (fault.file, fault.place),
        (Some(FileKind::Included), Some((2, 63)))
    );
    let path = desk.folder.path().join("teams/b.yaml");
    let begins = format!("{}:2:63: ", path.display());
    assert!(fault.message.starts_with(&begins), "{fault:?}");
    assert!(desk.poll().is_none());
}

#[test]
fn only_a_changed_file_is_read_and_parsed_again() {
    let mut desk = desk("[teams/*.yaml]");
    let known = |desk: &Desk| desk.watch.known.addresses();
    let before = known(&desk);
    desk.write_to("teams/a.yaml", &team("a", "Brunch", 3));
    assert!(desk.poll().is_none());
    assert!(desk.poll().unwrap().is_ok());
    let after = known(&desk);
    let same = |path: &str| before[path] == after[path];
    assert_eq!([same("teams/a.yaml"), same("teams/b.yaml")], [false, true]);
}

#[test]
fn an_included_file_that_changes_all_the_time_holds_back_no_other() {
    let mut desk = desk("[teams/*.yaml]");
    desk.watch.patience = Patience::none();
    desk.write_to("teams/a.yaml", &team("a", "Brunch", 3));
    desk.write_to("teams/b.yaml", &team("b", "Supper", 4));
    assert!(desk.poll().is_none());
    desk.write_to("teams/b.yaml", &team("b", "Supper", 5));
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:Brunch"));
    assert!(!holds(&edition, "/books.ics", "UID:b-4@"));
    desk.write_to("teams/b.yaml", &team("b", "Supper", 6));
    assert!(desk.poll().is_none());
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "UID:b-6@"));
}

#[test]
fn an_earlier_version_of_a_folder_has_all_its_files() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("all.yaml"), CALENDAR).unwrap();
    let input = Input::of(folder.path().to_owned()).in_its_folder().unwrap();
    let included = Included {
        path: "b.yaml".into(),
        text: Arc::new(team("b", "Supper", 2)),
    };
    let version = Version {
        text: Arc::new(CALENDAR.to_owned()),
        included: vec![included],
    };
    let source = input.earlier(version, now(), "1".to_owned());
    let checked = source.check_beside(&Context::new(now()));
    assert_eq!(checked.calendar.unwrap().events().len(), 2);
}
