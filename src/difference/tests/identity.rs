//! Identities that break: every subscriber would see a deletion and something new.

use super::{BASE, difference, edited, with};

#[test]
fn an_id_that_changes_is_a_warning() {
    insta::assert_snapshot!(edited("id: summer-party", "id: summer-party-2026"), @r"
    In the next 12 months 1 meeting is removed and 1 is added; 1 warning.

    warning: `summer-party` is gone, and `summer-party-2026` is new and looks the same: every subscriber would see a deletion and a new event. If it is the same event, put `id: summer-party` back, or write `uid: summer-party@books.example.org` below `id: summer-party-2026`.

    Removed
      Summer party, Saturday 11 July 2026, 3pm to 7pm (another event has the same title and start)

    Added
      Summer party, Saturday 11 July 2026, 3pm to 7pm
    ");
}

#[test]
fn an_id_of_a_series_that_changes_with_its_title_is_a_warning() {
    insta::assert_snapshot!(edited("id: book-club\n    title: Book club", "id: reading-group\n    title: Reading group"), @r"
    In the next 12 months 12 meetings are removed and 12 are added; 2 warnings.

    warning: `book-club` is gone, and `reading-group` is new and looks the same: every subscriber would see its future meetings deleted, and a new event. If it is the same event, put `id: book-club` back, or write `uid: book-club@books.example.org` below `id: reading-group`.

    warning: 6 changes affect past meetings, and rewrite people's diaries. To change a series from a date on, end it with `until` and begin a new `id`.
      Added: Reading group: 6:30pm to 8pm, monthly on the 2nd Tuesday; 6 meetings: 13 January, 10 February, 10 March 2026 and 3 more, the last on 9 June 2026

    New rule
      Book club: monthly on the 2nd Tuesday → monthly on the 2nd Tuesday, until Tuesday 9 June 2026

    Removed
      Book club: 6:30pm to 8pm; 12 meetings: 14 July, 11 August, 8 September 2026 and 9 more, the last on 8 June 2027

    Added
      Reading group: 6:30pm to 8pm, monthly on the 2nd Tuesday; 12 meetings: 14 July, 11 August, 8 September 2026 and 9 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club, Reading group.
    ");
}

#[test]
fn another_event_at_the_same_time_is_no_warning() {
    insta::assert_snapshot!(edited("id: summer-party\n    title: Summer party", "id: quiz\n    title: Quiz"), @r"
    In the next 12 months 1 meeting is cancelled and 1 is added.

    Cancelled
      Summer party, Saturday 11 July 2026, 3pm to 7pm (removed; stays in calendars as cancelled)

    Added
      Quiz, Saturday 11 July 2026, 3pm to 7pm
    ");
}

#[test]
fn the_same_title_in_another_year_is_no_warning() {
    insta::assert_snapshot!(edited("id: summer-party\n    title: Summer party\n    start: 2026-07-11", "id: summer-party-2027\n    title: Summer party\n    start: 2027-05-10"), @r"
    In the next 12 months 1 meeting is cancelled and 1 is added.

    Cancelled
      Summer party, Saturday 11 July 2026, 3pm to 7pm (removed; stays in calendars as cancelled)

    Added
      Summer party, Monday 10 May 2027, 3pm to 7pm
    ");
}

#[test]
fn a_series_that_ends_beside_a_new_one_is_no_warning() {
    insta::assert_snapshot!(difference(BASE, &with(BASE, "    location: Riverside Library\n", "    location: Riverside Library\n    until: 2026-09-30\n\n  - id: book-club-2\n    title: Book club\n    start: 2026-10-13 18:00\n    end: 20:00\n    repeats: monthly on the 2nd Tuesday\n    location: Riverside Library\n")), @r"
    In the next 12 months 9 meetings are removed and 9 are added.

    New rule
      Book club: monthly on the 2nd Tuesday → monthly on the 2nd Tuesday, until Tuesday 8 September 2026

    Removed
      Book club: 6:30pm to 8pm; 9 meetings: 13 October, 10 November, 8 December 2026 and 6 more, the last on 8 June 2027

    Added
      Book club: 6pm to 8pm, monthly on the 2nd Tuesday; 9 meetings: 13 October, 10 November, 8 December 2026 and 6 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn a_new_domain_is_a_warning() {
    insta::assert_snapshot!(edited("domain: books.example.org", "domain: example.org"), @r"
    No meeting changes in the next 12 months; 1 warning.

    warning: `domain` changes from `books.example.org` to `example.org`, and with it the identity of every event: every subscriber would see all events deleted, and new ones in their place. Put `domain: books.example.org` back.
    ");
}

#[test]
fn a_new_address_is_a_warning() {
    insta::assert_snapshot!(edited("url: https://books.example.org", "url: https://example.org/books"), @r"
    No meeting changes in the next 12 months; 1 warning.

    warning: `url` changes from `https://books.example.org` to `https://example.org/books`, but subscribers stay at the old address. Serve the new feeds there too, or redirect to them.
    ");
}

#[test]
fn a_new_slug_without_the_old_is_a_warning() {
    insta::assert_snapshot!(edited("slug: riverside-book-club", "slug: book-club-feed"), @r"
    No meeting changes in the next 12 months; 1 warning.

    warning: the feed `/riverside-book-club.ics` is gone, and its subscribers would not be notified. Add `formerly: [riverside-book-club]` under `calendar`.
    ");
}

#[test]
fn a_new_slug_that_keeps_the_old_is_listed() {
    insta::assert_snapshot!(edited("slug: riverside-book-club", "slug: book-club-feed\n  formerly: [riverside-book-club]"), @r"
    No meeting changes in the next 12 months.

    The feeds themselves
      The feed of the calendar is now /book-club-feed.ics; /riverside-book-club.ics still works
    ");
}
