//! Which valid versions are published, and which are held back.

use super::*;

/// A file with the meetings of these numbers, all to come.
fn meetings(numbers: impl IntoIterator<Item = usize>) -> String {
    let meeting = |number| {
        format!("- {{id: meeting-{number}, title: Meeting {number}, start: 2026-06-16}}\n")
    };
    let meetings: String = numbers.into_iter().map(meeting).collect();
    text("Lunch") + &meetings
}

/// Writes a version; returns why it is held back, if it is.
fn held_back(desk: &mut Desk, text: &str) -> Option<(&'static str, String)> {
    desk.write(text);
    assert!(desk.poll().is_none());
    let found = desk.poll().expect("a change");
    // It is reported once.
    assert!(desk.poll().is_none());
    found.err().map(|fault| {
        (
            fault.held_back.expect("a reason"),
            fault
                .message
                .rsplit_once("events.yaml ")
                .unwrap()
                .1
                .to_owned(),
        )
    })
}

fn demand(desk: &mut Desk) -> Result<Edition, Fault> {
    desk.watch.check(Occasion::Demand, now(), None).unwrap()
}

#[test]
fn a_version_that_loses_most_events_is_held_back_until_someone_reloads() {
    let mut desk = Desk::with(&[("events.yaml", &meetings(0..20))], &[]);
    let (reason, message) = held_back(&mut desk, &meetings(0..3)).unwrap();
    assert_eq!(reason, "events-gone");
    assert_eq!(
        message,
        "is valid but held back: 17 of 21 coming events are gone; restore the missing events, or keep them with `status: cancelled`. To publish it as it is, \
         reload the server (SIGHUP)"
    );
    let edition = demand(&mut desk).unwrap();
    assert_eq!(edition.site.events(), 4);
    // What was taken is what the next version is compared with.
    assert_eq!(held_back(&mut desk, &meetings(0..4)), None);
}

#[test]
fn a_version_that_is_held_back_is_forgotten_when_the_file_is_as_it_was() {
    let mut desk = Desk::with(&[("events.yaml", &meetings(0..20))], &[]);
    assert!(held_back(&mut desk, &meetings(0..3)).is_some());
    assert_eq!(held_back(&mut desk, &meetings(0..20)), None);
}

#[test]
fn another_edit_of_a_version_that_is_held_back_is_compared_with_what_is_served() {
    let mut desk = Desk::with(&[("events.yaml", &meetings(0..20))], &[]);
    assert!(held_back(&mut desk, &meetings(0..3)).is_some());
    assert!(held_back(&mut desk, &meetings(0..2)).is_some());
    assert_eq!(held_back(&mut desk, &meetings(0..19)), None);
}

#[test]
fn a_version_without_a_line_break_at_its_end_is_held_back() {
    let mut desk = Desk::new();
    let cut = text("Dinner").trim_end().to_owned();
    let (reason, message) = held_back(&mut desk, &cut).unwrap();
    assert_eq!(reason, "no-final-line-break");
    assert!(
        message.contains("it does not end with a line break, so its end may be missing"),
        "{message}"
    );
    assert_eq!(held_back(&mut desk, &(cut + "\n")), None);
}

#[test]
fn an_editor_that_never_ends_the_last_line_is_believed_while_that_line_stays() {
    let last = "- {id: last, title: Last, start: 2026-06-16}";
    let mut desk = Desk::with(&[("events.yaml", &(text("Lunch") + last))], &[]);
    assert_eq!(held_back(&mut desk, &(text("Dinner") + last)), None);
    assert!(held_back(&mut desk, &(text("Dinner") + &last.replace("Last", "La"))).is_some());
}

#[test]
fn json_needs_no_line_break_at_its_end() {
    let json = |title: &str| {
        format!(
            r#"{{"calendar": {{"name": "Books", "slug": "books", "domain": "books.example.org", "url": "https://books.example.org", "timezone": "UTC"}}, "events": [{{"id": "books", "title": "{title}", "start": "2026-06-16"}}]}}"#
        )
    };
    let mut desk = Desk::with(&[("events.yaml", &json("Lunch"))], &[]);
    assert_eq!(held_back(&mut desk, &json("Dinner")), None);
}

#[test]
fn a_calendar_of_another_domain_is_held_back() {
    let mut desk = Desk::new();
    let other = text("Lunch").replace("books.example.org", "films.example.org");
    assert_eq!(held_back(&mut desk, &other).unwrap().0, "domain-changed");
}

#[test]
fn whoever_trusts_the_file_gets_every_valid_version() {
    let mut desk = Desk::with(&[("events.yaml", &meetings(0..20))], &[]);
    desk.watch = desk.watch.trusting(true);
    assert_eq!(held_back(&mut desk, &meetings(0..3)), None);
    assert_eq!(held_back(&mut desk, text("Lunch").trim_end()), None);
}

#[test]
fn a_version_that_is_held_back_is_published_when_it_is_committed() {
    let mut desk = Desk::with(&[("events.yaml", &meetings(0..20))], &[]);
    let folder = desk.folder.path().to_owned();
    git(&folder, "init --quiet");
    commit_all(&folder);
    demand(&mut desk).unwrap();
    let (_, message) = held_back(&mut desk, &meetings(0..3)).unwrap();
    assert!(
        message.ends_with("To publish it as it is, commit it, or reload the server (SIGHUP)"),
        "{message}"
    );
    let id = commit_all(&folder);
    assert!(desk.poll().is_none());
    assert_eq!(commit(desk.poll()), Some(id));
}

#[test]
fn a_server_that_starts_on_a_doubtful_version_serves_the_last_commit() {
    let mut desk = Desk::with(&[("events.yaml", &meetings(0..20))], &[]);
    let folder = desk.folder.path().to_owned();
    git(&folder, "init --quiet");
    let id = commit_all(&folder);
    desk.write(&meetings(0..3));
    let input = || Input::of(folder.join("events.yaml"));
    desk.watch = Watch::new(
        input(),
        None,
        Templates::default(),
        EarlierVersions::default(),
    );
    let (edition, fault) = desk.watch.start(now()).unwrap();
    assert_eq!(edition.origin.unwrap().commit, Some(id));
    assert_eq!(edition.site.events(), 21);
    assert_eq!(fault.unwrap().held_back, Some("events-gone"));
    assert!(desk.poll().is_none());
    assert_eq!(demand(&mut desk).unwrap().site.events(), 4);

    let watch = Watch::new(
        input(),
        None,
        Templates::default(),
        EarlierVersions::default(),
    );
    let (edition, fault) = watch.trusting(true).start(now()).unwrap();
    assert_eq!((edition.site.events(), fault), (4, None));
}

#[test]
fn a_load_says_how_many_events_changed() {
    let mut desk = Desk::with(&[("events.yaml", &meetings(0..20))], &[]);
    desk.write(&meetings(1..22).replace("Meeting 7", "Poems"));
    assert!(desk.poll().is_none());
    let changes = desk.poll().unwrap().unwrap().changes.unwrap();
    assert_eq!(
        changes,
        crate::server::Changes {
            added: 2,
            changed: 1,
            gone: 1
        }
    );
}
