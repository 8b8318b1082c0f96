//! What is tried again, and when; and what no date falls below.

use std::time::Duration;

use super::*;

fn sequence(edition: &Edition) -> u32 {
    let feed = edition.site.get("/books.ics").unwrap().bytes();
    let feed = str::from_utf8(feed).unwrap();
    let number = feed.lines().find_map(|line| line.strip_prefix("SEQUENCE:"));
    number.unwrap().parse().unwrap()
}

fn demand(desk: &mut Desk) -> Edition {
    let loaded = desk.watch.check(Occasion::Demand, now(), None);
    loaded.unwrap().unwrap()
}

fn history(edition: &Edition) -> HistoryState {
    edition.origin.as_ref().unwrap().history
}

fn is_due(desk: &mut Desk) {
    let retry = desk.watch.loaded.retry.as_ref().expect("a retry");
    desk.watch.loaded.retry = Some(Retry::due(retry.is_of_git()));
}

/// Lets git fail: a file that it needs is none that it may read.
fn break_git(desk: &Desk) -> (PathBuf, PathBuf) {
    let config = desk.folder.path().join(".git/config");
    let away = desk.folder.path().join("config");
    std::fs::rename(&config, &away).unwrap();
    std::fs::write(&config, "[core\n").unwrap();
    (away, config)
}

fn committed() -> Desk {
    let desk = Desk::new();
    git(desk.folder.path(), "init --quiet");
    commit_all(desk.folder.path());
    desk
}

#[test]
fn a_history_that_git_could_not_give_is_published_when_it_can() {
    let mut desk = committed();
    let (away, config) = break_git(&desk);
    let input = Input::of(desk.folder.path().join("events.yaml"));
    desk.watch = Watch::new(
        input,
        None,
        Templates::default(),
        EarlierVersions::default(),
    );
    let (edition, _) = desk.watch.start(now()).unwrap();
    assert_eq!(history(&edition), HistoryState::Failing);
    assert_eq!(edition.origin.unwrap().commit, None);
    // It is not tried at each poll, and says nothing where it still fails.
    assert!(desk.poll().is_none());
    is_due(&mut desk);
    assert!(desk.poll().is_none());
    std::fs::rename(away, config).unwrap();
    assert!(desk.poll().is_none());
    is_due(&mut desk);
    let edition = desk.poll().unwrap().unwrap();
    assert_eq!(history(&edition), HistoryState::Ok);
    assert!(edition.origin.unwrap().commit.is_some());
    assert!(desk.watch.loaded.retry.is_none());
}

#[test]
fn an_accident_that_was_published_while_git_failed_is_taken_back_when_git_responds() {
    let mut desk = committed();
    let event = |number| format!("- {{id: m-{number}, title: M, start: 2099-06-16}}\n");
    let many: String = (0..9).map(event).collect();
    desk.write(&(text("Lunch") + &many));
    let id = commit_all(desk.folder.path());
    desk.write(&text("Lunch"));
    let (away, config) = break_git(&desk);
    let input = Input::of(desk.folder.path().join("events.yaml"));
    desk.watch = Watch::new(
        input,
        None,
        Templates::default(),
        EarlierVersions::default(),
    );
    let (edition, fault) = desk.watch.start(now()).unwrap();
    assert_eq!((edition.site.events(), fault), (1, None));
    // Another edit is no more certain.
    desk.write(&text("Dinner"));
    assert!(desk.poll().is_none());
    assert_eq!(desk.poll().unwrap().unwrap().site.events(), 1);
    std::fs::rename(away, config).unwrap();
    is_due(&mut desk);
    let edition = desk.poll().unwrap().unwrap();
    assert_eq!(edition.site.events(), 10);
    assert_eq!(edition.origin.unwrap().commit, Some(id));
    assert!(desk.poll().is_none());
    let fault = desk.poll().unwrap().unwrap_err();
    assert_eq!(fault.held_back, Some("events-gone"));
    assert!(desk.poll().is_none());
}

#[test]
fn half_a_repository_is_a_failure_of_git() {
    let mut desk = committed();
    let objects = desk.folder.path().join(".git/objects");
    let away = desk.folder.path().join("objects");
    std::fs::rename(&objects, &away).unwrap();
    desk.write(&text("Dinner"));
    assert_eq!(history(&demand(&mut desk)), HistoryState::Failing);
    std::fs::rename(&away, &objects).unwrap();
    is_due(&mut desk);
    let edition = desk.poll().unwrap().unwrap();
    assert_eq!(history(&edition), HistoryState::Ok);
}

#[test]
fn no_sequence_falls_below_what_was_served() {
    let mut desk = committed();
    let (away, config) = break_git(&desk);
    let file = desk.folder.path().join("events.yaml");
    let after_the_commit = std::time::SystemTime::now() + Duration::from_secs(3600);
    let open = std::fs::File::options().write(true).open(&file).unwrap();
    open.set_modified(after_the_commit).unwrap();
    desk.watch = Watch::new(
        Input::of(file),
        None,
        Templates::default(),
        EarlierVersions::default(),
    );
    let (edition, _) = desk.watch.start(now()).unwrap();
    let served = sequence(&edition);
    std::fs::rename(away, config).unwrap();
    let edition = demand(&mut desk);
    assert_eq!(history(&edition), HistoryState::Ok);
    assert_eq!(sequence(&edition), served);
}

#[test]
fn an_edit_that_is_taken_back_is_a_change_after_it() {
    let mut desk = committed();
    let first = sequence(&demand(&mut desk));
    desk.write(&text("Dinner"));
    let second = sequence(&demand(&mut desk));
    assert!(second >= first);
    desk.write(&text("Lunch"));
    let third = demand(&mut desk);
    assert!(holds(&third, "/books.ics", "SUMMARY:Lunch"));
    assert!(sequence(&third) > second);
}

#[test]
fn an_event_that_was_gone_and_is_back_is_a_change_after_its_cancellation() {
    let more = |title: &str| {
        format!(
            "{}- {{id: more, title: {title}, start: 2099-06-16}}\n",
            text("Lunch")
        )
    };
    let mut desk = committed();
    let mut feeds = Vec::new();
    let mut load = |desk: &mut Desk, text: &str| {
        desk.write(text);
        commit_all(desk.folder.path());
        let edition = demand(desk);
        let feed = edition.site.get("/books.ics").unwrap().bytes().to_vec();
        feeds.push(String::from_utf8(feed).unwrap());
    };
    load(&mut desk, &more("More"));
    load(&mut desk, &text("Lunch"));
    git(desk.folder.path(), "reset --quiet --hard HEAD~1");
    let edition = demand(&mut desk);
    let last = edition.site.get("/books.ics").unwrap().bytes().to_vec();
    feeds.push(String::from_utf8(last).unwrap());
    let of = |feed: &String| -> u32 {
        let event = feed
            .split("BEGIN:VEVENT")
            .find(|it| it.contains("UID:more@"));
        let lines = event.unwrap().lines();
        let sequence = lines.filter_map(|line| line.strip_prefix("SEQUENCE:"));
        sequence.map(|it| it.parse().unwrap()).max().unwrap()
    };
    assert!(feeds[1].contains("STATUS:CANCELLED"), "{}", feeds[1]);
    assert!(!feeds[2].contains("STATUS:CANCELLED"), "{}", feeds[2]);
    let sequences: Vec<u32> = feeds.iter().map(of).collect();
    assert!(
        sequences.is_sorted_by(|one, other| one < other),
        "{sequences:?}"
    );
}

#[test]
fn a_version_that_git_could_not_vouch_for_is_published_when_it_can() {
    let mut desk = committed();
    let event = |number| format!("- {{id: m-{number}, title: M, start: 2099-06-16}}\n");
    let many: String = (0..9).map(event).collect();
    desk.write(&(text("Lunch") + &many));
    commit_all(desk.folder.path());
    demand(&mut desk);
    desk.write(&text("Lunch"));
    let id = commit_all(desk.folder.path());
    let (away, config) = break_git(&desk);
    assert!(desk.poll().is_none());
    let fault = desk.poll().unwrap().unwrap_err();
    assert_eq!(fault.held_back, Some("events-gone"));
    std::fs::rename(away, config).unwrap();
    is_due(&mut desk);
    assert_eq!(commit(desk.poll()), Some(id));
}

#[test]
fn a_working_tree_with_other_line_endings_is_committed() {
    let mut desk = committed();
    desk.write(&text("Lunch").replace('\n', "\r\n"));
    assert!(demand(&mut desk).origin.unwrap().commit.is_some());
}

#[test]
fn a_file_dated_in_the_future_is_tried_again() {
    let mut desk = Desk::new();
    desk.write(&text("Dinner"));
    let file = desk.folder.path().join("events.yaml");
    let ahead = std::time::SystemTime::now() + Duration::from_secs(100 * 86_400);
    let date = |time| {
        let file = std::fs::File::options().write(true).open(&file).unwrap();
        file.set_modified(time).unwrap();
    };
    date(ahead);
    assert!(desk.poll().is_none());
    let fault = desk.poll().unwrap().unwrap_err();
    assert!(fault.message.contains("is in the future"), "{fault:?}");
    // The same refusal is reported once.
    is_due(&mut desk);
    assert!(desk.poll().is_none());
    date(std::time::SystemTime::now());
    assert!(desk.poll().is_none());
    is_due(&mut desk);
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:Dinner"));
}

#[test]
fn a_version_with_mistakes_waits_for_another_one() {
    let mut desk = Desk::new();
    desk.write(&text("Lunch").replace("1h", "never"));
    assert!(desk.poll().is_none());
    assert!(desk.poll().unwrap().is_err());
    assert!(desk.watch.loaded.retry.is_none());
}

#[test]
fn the_rest_of_a_shallow_history_counts_when_it_is_fetched() {
    let origin = committed();
    std::fs::write(origin.folder.path().join("events.yaml"), text("Dinner")).unwrap();
    commit_all(origin.folder.path());
    let mut desk = Desk::new();
    let clone = desk.folder.path().join("clone");
    let from = format!("file://{}", origin.folder.path().display());
    git(
        desk.folder.path(),
        &format!("clone --quiet --depth 1 {from} clone"),
    );
    let input = Input::of(clone.join("events.yaml"));
    desk.watch = Watch::new(
        input,
        None,
        Templates::default(),
        EarlierVersions::default(),
    );
    let (edition, _) = desk.watch.start(now()).unwrap();
    assert_eq!(history(&edition), HistoryState::Shallow);
    git(&clone, "fetch --quiet --unshallow");
    assert!(desk.poll().is_none());
    let edition = desk.poll().unwrap().unwrap();
    assert_eq!(history(&edition), HistoryState::Ok);
}

#[test]
fn a_file_outside_git_has_no_history() {
    let mut desk = Desk::new();
    assert_eq!(history(&demand(&mut desk)), HistoryState::Missing);
}

#[test]
fn changes_that_come_faster_than_polls_are_published_all_the_same() {
    let mut desk = Desk::new();
    desk.write(&text("Tea"));
    assert!(desk.poll().is_none());
    desk.write(&text("Supper"));
    assert!(desk.poll().is_none());
    desk.watch.patience = Patience::none();
    desk.write(&text("Dinner"));
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:Dinner"));
}

#[test]
fn a_broken_version_among_fast_changes_is_reported_when_it_stays() {
    let mut desk = Desk::new();
    desk.watch.patience = Patience::none();
    desk.write(&text("Dinner").replace("1h", "never"));
    assert!(desk.poll().is_none());
    assert!(desk.poll().unwrap().is_err());
}

#[test]
fn without_a_history_a_frozen_time_dates_pages_by_the_start() {
    let desk = Desk::new();
    let path = desk.folder.path().join("events.yaml");
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1))
        .unwrap();
    let begun = "2027-03-01T09:30:00Z".parse().unwrap();
    let mut watch = Watch::new(
        Input::of(path),
        None,
        Templates::default(),
        EarlierVersions::default(),
    );
    let (edition, _) = watch.start(begun).unwrap();
    assert!(
        edition
            .site
            .iter()
            .all(|(_, resource)| resource.last_modified() >= begun)
    );
}

#[test]
fn what_git_told_before_stands_while_it_is_silent() {
    let mut desk = Desk::new();
    let git_folder = desk.folder.path().join(".git");
    git(desk.folder.path(), "init --quiet");
    commit_all(desk.folder.path());
    let created = |desk: &mut Desk| {
        let edition = desk
            .watch
            .check(Occasion::Demand, now(), None)
            .unwrap()
            .unwrap();
        let feed = edition.site.get("/books.ics").unwrap().bytes().to_vec();
        let feed = String::from_utf8(feed).unwrap();
        let line = feed.lines().find(|line| line.starts_with("CREATED:"));
        line.map(str::to_owned)
    };
    let told = created(&mut desk);
    assert!(told.is_some());
    std::fs::rename(&git_folder, desk.folder.path().join("away")).unwrap();
    desk.write(&text("Dinner"));
    assert_eq!(created(&mut desk), told);
}
