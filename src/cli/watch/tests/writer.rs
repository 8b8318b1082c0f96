//! A program that writes the file, in any way and with any pause: what is served is the version before or the one after.

use std::fs::File;
use std::io::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::cli::digest::Digest;

/// What a program does to the file.
#[derive(Clone, Debug)]
enum Step {
    /// Cuts the file, and keeps it open.
    Truncate,
    /// Opens another file, to be renamed.
    Beside,
    /// Writes so much more, in thousandths of the version; then the rest of the line, if that is said: such a part is often valid.
    Write(usize, bool),
    /// Renames the other file, closed or not.
    Rename,
    /// Lets so many polls pass.
    Pause(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        1 => Just(Step::Truncate),
        1 => Just(Step::Beside),
        4 => (0..=1000_usize, any::<bool>()).prop_map(|(part, is_line)| Step::Write(part, is_line)),
        2 => Just(Step::Rename),
        4 => (1..4_usize).prop_map(Step::Pause),
    ];
    vec(step, 1..12)
}

/// A valid file of so many events; each line may be the last one of a valid file.
fn version(title: &str, events: usize, has_last_break: bool) -> String {
    let id = title.to_lowercase();
    let event = |number| {
        format!(
            "- id: {id}-{number}\n  title: {title}\n  start: 2026-06-16\n  location: The {title} room\n"
        )
    };
    let mut text = text(title) + &(0..events).map(event).collect::<String>();
    if !has_last_break {
        text.pop();
    }
    text
}

/// A program in the middle of its work.
struct Writer {
    folder: PathBuf,
    open: Option<File>,
    is_beside: bool,
    rest: Vec<u8>,
    text: Vec<u8>,
}

impl Writer {
    fn path(&self, is_beside: bool) -> PathBuf {
        self.folder
            .join(if is_beside { "new" } else { "events.yaml" })
    }

    fn begin(&mut self, is_beside: bool) {
        self.open = Some(File::create(self.path(is_beside)).unwrap());
        self.is_beside = is_beside;
        self.rest = self.text.clone();
    }

    fn write(&mut self, count: usize) {
        if let Some(open) = &mut self.open {
            let part: Vec<u8> = self.rest.drain(..count.min(self.rest.len())).collect();
            open.write_all(&part).unwrap();
        }
    }

    fn write_line(&mut self) {
        let end = self.rest.iter().position(|byte| *byte == b'\n');
        self.write(end.map_or(0, |end| end + 1));
    }

    fn rename(&mut self) {
        if self.open.is_some() && self.is_beside {
            std::fs::rename(self.path(true), self.path(false)).unwrap();
            self.is_beside = false;
        }
    }

    /// Writes what is left, and closes the file under its name.
    fn end(&mut self) {
        if self.open.is_none() {
            self.begin(false);
        }
        self.write(usize::MAX);
        self.rename();
        self.open = None;
    }
}

/// Polls; a published version is one of the two.
fn poll(desk: &mut Desk, versions: &[String; 2]) -> Option<Result<Edition, Fault>> {
    let found = desk.watch.check(Occasion::Poll, now(), None);
    if let Some(Ok(edition)) = &found {
        let published = &edition.origin.as_ref().unwrap().sha256;
        let mut whole = versions
            .iter()
            .map(|text| Digest::of(text.as_bytes()).to_string());
        assert!(whole.any(|it| it == *published), "a part was published");
    }
    found
}

/// Runs a writer; returns what is published at its end.
fn run(versions: &[String; 2], steps: &[Step]) -> Result<Edition, Fault> {
    let mut desk = Desk::with(&[("events.yaml", &versions[0])], &[]);
    desk.watch.patience = Patience::none();
    let mut writer = Writer {
        folder: desk.folder.path().to_owned(),
        open: None,
        is_beside: false,
        rest: Vec::new(),
        text: versions[1].clone().into_bytes(),
    };
    let mut last = None;
    for step in steps {
        match step {
            Step::Truncate => writer.begin(false),
            // Nobody leaves the file cut: what a program leaves behind is a version.
            Step::Beside if writer.open.is_some() && !writer.is_beside => {}
            Step::Beside => writer.begin(true),
            Step::Write(part, is_line) => {
                writer.write(versions[1].len() * part / 1000);
                if *is_line {
                    writer.write_line();
                }
            }
            Step::Rename => writer.rename(),
            Step::Pause(polls) => {
                for _ in 0..*polls {
                    last = poll(&mut desk, versions).or(last);
                }
            }
        }
    }
    writer.end();
    desk.until_closed();
    for _ in 0..3 {
        last = poll(&mut desk, versions).or(last);
    }
    last.expect("another version was seen")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn a_part_of_a_version_is_never_published(
        before in 0..6_usize,
        after in 0..12_usize,
        has_last_break in any::<bool>(),
        steps in steps(),
    ) {
        // Each version has its own events, and all of the first are kept, so that nothing but the writing is in doubt.
        let first = version("Lunch", before, true);
        let second = version("Dinner", after, has_last_break);
        let kept = first.split_once("events:\n").unwrap().1.split_once('\n').unwrap().1;
        let (head, tail) = second.split_at(second.find("events:\n").unwrap() + "events:\n".len());
        let second = format!("{head}{kept}{tail}");
        let ended = run(&[first, second], &steps);
        if has_last_break {
            prop_assert!(ended.is_ok(), "{ended:?}");
        } else {
            prop_assert_eq!(ended.unwrap_err().held_back, Some("no-final-line-break"));
        }
    }
}

#[test]
fn a_file_that_stays_open_is_reported_and_published_when_it_is_closed() {
    let mut desk = Desk::new();
    desk.watch.patience = Patience::none();
    let mut open = File::create(desk.folder.path().join("events.yaml")).unwrap();
    open.write_all(text("Dinner").as_bytes()).unwrap();
    let check = |desk: &mut Desk| desk.watch.check(Occasion::Poll, now(), None);
    let fault = check(&mut desk).unwrap().unwrap_err();
    assert_eq!(fault.held_back, Some("being-written"));
    assert!(
        fault.message.ends_with(
            "events.yaml is held back: a program has changed it and still has it open. To publish it as it is, reload the server (SIGHUP)"
        ),
        "{fault:?}"
    );
    assert!(check(&mut desk).is_none());
    drop(open);
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:Dinner"));
}

#[test]
fn a_file_that_is_as_it_was_when_it_is_closed_is_good_again() {
    let mut desk = Desk::new();
    desk.watch.patience = Patience::none();
    let mut open = File::create(desk.folder.path().join("events.yaml")).unwrap();
    open.write_all(b"calendar:\n").unwrap();
    let found = desk.watch.check(Occasion::Poll, now(), None);
    assert!(found.unwrap().is_err());
    drop(open);
    desk.write(&text("Lunch"));
    assert!(desk.poll().unwrap().is_ok());
    assert!(desk.poll().is_none());
}

#[test]
fn a_file_that_is_changed_back_is_not_loaded() {
    let mut desk = Desk::new();
    desk.write(&text("Dinner"));
    assert!(desk.poll().is_none());
    desk.write(&text("Lunch"));
    assert!(desk.poll().is_none());
    assert!(desk.poll().is_none());
}

/// A desk that serves a picture, and never waits for a file that changes all the time.
fn desk_with_picture() -> Desk {
    let mut desk = Desk::with(&[("club.png", "the first picture")], &[]);
    desk.write(&text("Lunch, image: club.png"));
    assert!(desk.poll().is_none());
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/images/club.png", "the first picture"));
    desk.watch.patience = Patience::none();
    desk
}

#[test]
fn a_picture_that_is_being_uploaded_is_not_served_half() {
    let mut desk = desk_with_picture();
    for part in ["the", "the second", "the second picture"] {
        desk.write_to("club.png", part);
        assert!(desk.poll().is_none(), "{part}");
    }
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/images/club.png", "the second picture"));
}

#[test]
fn a_picture_that_changes_all_the_time_does_not_keep_the_file_from_being_loaded() {
    let mut desk = desk_with_picture();
    desk.write(&text("Dinner, image: club.png"));
    desk.write_to("club.png", "another picture");
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:Dinner"));
}
