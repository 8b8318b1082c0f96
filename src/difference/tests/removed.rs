//! Removed events, shown as they are published; and changed ids of what is probably the same event.

use super::{BASE, calendar, context, difference, edited, with};
use crate::Difference;

const CLUB: &str = "  - id: book-club\n    title: Book club\n    start: 2026-01-13 18:30\n    end: 20:00\n    repeats: monthly on the 2nd Tuesday\n    location: Riverside Library\n\n";

#[test]
fn a_removed_series_ends_and_keeps_its_past() {
    insta::assert_snapshot!(edited(CLUB, ""), @r"
    In the next 12 months 12 meetings are removed.

    New rule
      Book club: monthly on the 2nd Tuesday → monthly on the 2nd Tuesday, until Tuesday 9 June 2026

    Removed
      Book club: 6:30pm to 8pm; 12 meetings: 14 July, 11 August, 8 September 2026 and 9 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn a_removed_series_that_had_not_begun_is_cancelled_once() {
    let ahead = with(BASE, "2026-01-13", "2026-07-14");
    let club = CLUB.replace("2026-01-13", "2026-07-14");
    insta::assert_snapshot!(difference(&ahead, &with(&ahead, &club, "")), @r"
    In the next 12 months 1 meeting is cancelled and 11 are removed.

    Cancelled
      Book club, Tuesday 14 July 2026, 6:30pm to 8pm (removed; stays in calendars as cancelled)

    Removed
      Book club: 6:30pm to 8pm; 11 meetings: 11 August, 8 September, 13 October 2026 and 8 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn a_removed_meeting_that_was_over_is_removed() {
    let past = with(BASE, "2026-08-01", "2026-05-01");
    insta::assert_snapshot!(difference(&past, &with(&past, "  - id: walk\n    title: A walk\n    start: 2026-05-01\n", "")), @r"
    No meeting changes in the next 12 months; 1 warning.

    warning: 1 change affects a past meeting, and rewrites people's diaries.
      Removed: A walk, Friday 1 May 2026
    ");
}

/// Whether an edit gives a warning about a changed identity.
fn is_warned(old: &str, new: &str) -> bool {
    let (before, after) = (calendar(BASE), calendar(&with(BASE, old, new)));
    let difference = Difference::between(&before, &after, &context());
    difference.text().contains("looks the same") || difference.text().contains("changed places")
}

const PARTY: &str =
    "id: summer-party\n    title: Summer party\n    start: 2026-07-11 15:00\n    end: 19:00";

#[test]
fn an_id_that_follows_its_title_is_a_warning() {
    for new in [
        "id: summer-party-26\n    title: Summer party 2026\n    start: 2026-07-11 15:00\n    end: 19:00",
        "id: party\n    title: The summer party\n    start: 2026-07-11 15:00\n    end: 19:00",
        "id: party\n    title: Sumer party\n    start: 2026-07-11 15:00\n    end: 19:00",
        "id: party\n    title: Summer party\n    start: 2026-07-12 15:00\n    end: 19:00",
        "id: sp\n    title: Summer party\n    start: 2026-08-15 15:00\n    end: 19:00",
        "id: summer-party-and-quiz\n    title: Games\n    start: 2026-07-11 15:00\n    end: 19:00",
    ] {
        assert!(is_warned(PARTY, new), "{new}");
    }
}

#[test]
fn an_event_that_is_not_similar_is_no_warning() {
    for new in [
        "id: quiz\n    title: Quiz\n    start: 2026-07-11 15:00\n    end: 19:00",
        "id: winter-party\n    title: Winter games\n    start: 2026-07-11 15:00\n    end: 19:00",
        // The next meeting of a numbered series.
        "id: summer-party-2\n    title: Summer party\n    start: 2026-07-18 15:00\n    end: 19:00",
        "id: autumn\n    title: Summer party\n    start: 2026-08-22 15:00\n    end: 19:00",
        "id: summer-party-2027\n    title: Summer party 2027\n    start: 2027-05-10 15:00\n    end: 19:00",
        "id: picnic\n    title: Picnic\n    start: 2026-07-18 12:00\n    end: 15:00",
    ] {
        assert!(!is_warned(PARTY, new), "{new}");
    }
}

#[test]
fn a_similar_series_under_another_id_is_a_warning() {
    let club = CLUB.trim_start_matches("  - ");
    let with = |id: &str, title: &str, start: &str, rule: &str| {
        club.replace("id: book-club", &format!("id: {id}"))
            .replace("Book club", title)
            .replace("2026-01-13", start)
            .replace("monthly on the 2nd Tuesday", rule)
    };
    for new in [
        with("club-2", "Book club", "2026-01-13", "every 2 weeks"),
        with(
            "bc",
            "Book club and tea",
            "2026-01-15",
            "monthly on the 3rd Thursday",
        ),
        with("bc", "Readers", "2026-02-10", "monthly on the 2nd Tuesday"),
    ] {
        assert!(is_warned(club, &new), "{new}");
    }
    for new in [
        with("poets", "Poets", "2026-01-14", "weekly"),
        with("poets", "Poets", "2026-02-10", "monthly on the 2nd Tuesday"),
        with("bc", "Poets", "2026-01-14", "weekly"),
    ] {
        assert!(!is_warned(club, &new), "{new}");
    }
}

#[test]
fn swapped_ids_are_a_warning() {
    let after = with(BASE, "id: walk", "id: other");
    let after = with(&after, "id: summer-party", "id: walk");
    insta::assert_snapshot!(difference(BASE, &with(&after, "id: other", "id: summer-party")), @r"
    In the next 12 months 2 meetings move and 2 have a new title; 1 warning.

    warning: `summer-party` and `walk` have changed places: every subscriber would see each become the other. Put their ids back.

    Moved
      Summer party: Saturday 11 July 2026, 3pm to 7pm → Saturday 1 August 2026
      A walk: Saturday 1 August 2026 → Saturday 11 July 2026, 3pm to 7pm

    New title
      Summer party, Saturday 11 July 2026: now “A walk”
      A walk, Saturday 1 August 2026: now “Summer party”
    ");
}
