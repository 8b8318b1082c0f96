//! Pictures that change while the file is served.

use super::*;

/// A desk that serves a picture, and never waits for a file that changes all the time.
fn desk() -> Desk {
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
    let mut desk = desk();
    for part in ["the", "the second", "the second picture"] {
        desk.write_to("club.png", part);
        assert!(desk.poll().is_none(), "{part}");
    }
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/images/club.png", "the second picture"));
}

#[test]
fn a_picture_that_changes_all_the_time_does_not_keep_the_file_from_being_loaded() {
    let mut desk = desk();
    desk.write(&text("Dinner, image: club.png"));
    desk.write_to("club.png", "another picture");
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:Dinner"));
}
