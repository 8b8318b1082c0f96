//! Two events with the same title and start: the warnings of `check`, and the output when one of them is deleted.

use calfeed::{Context, Format, read};

use crate::removals::{published, text, vevents};
use crate::repository::dated;

const TOP: &str = "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: Europe/London}
groups: {poetry: {name: Poetry circle}, crime: {name: Crime readers}}
events:
";

fn report(events: &str) -> String {
    let text = format!("{TOP}{events}");
    let context = Context::new("2026-11-28T12:00:00Z".parse().unwrap());
    let (calendar, report) = read(&text, &context);
    assert!(calendar.is_some(), "{report:#?}");
    report.render(Format::Human(false), "events.yaml", &text)
}

/// Returns the message and the help of each warning, one a line.
fn said(events: &str) -> Vec<String> {
    let text = format!("{TOP}{events}");
    let context = Context::new("2026-11-28T12:00:00Z".parse().unwrap());
    let (calendar, report) = read(&text, &context);
    assert!(calendar.is_some(), "{report:#?}");
    let diagnostics = report.diagnostics().iter();
    diagnostics
        .map(|it| format!("{}: {}; {}", it.name(), it.message(), it.help().unwrap()))
        .collect()
}

const TWICE: &str =
    "  - {id: book-club-dec, title: December book club, start: 2026-12-10 18:00, end: \"19:00\"}
  - {id: december-book-club, title: December Book Club, start: 2026-12-10 18:00, end: \"20:00\"}
";

#[test]
fn two_events_of_one_title_and_start_are_a_warning_at_the_second() {
    insta::assert_snapshot!(report(TWICE), @r#"
    warning[duplicate-event]: `december-book-club` has the same title and start as `book-club-dec`, on Thursday 10 December 2026
     --> events.yaml:5:64
      |
    4 |   - {id: book-club-dec, title: December book club, start: 2026-12-10 18:00, end: "19:00"}
      |                                                           ---------------- the other is here
    5 |   - {id: december-book-club, title: December Book Club, start: 2026-12-10 18:00, end: "20:00"}
      |                                                                ^^^^^^^^^^^^^^^^
      |
      = help: remove one of the two, or give them different titles; if this is intended, add `allow: [duplicate-event]`
    "#);
}

#[test]
fn each_cure_of_a_warning_of_twins_ends_it() {
    assert_eq!(report(TWICE.lines().next().unwrap()), "");
    assert_eq!(report(&TWICE.replace("December Book Club", "Another")), "");
    for id in ["book-club-dec", "december-book-club"] {
        let id = format!("id: {id},");
        let allowed = TWICE.replace(&id, &format!("{id} allow: [duplicate-event],"));
        assert_eq!(report(&allowed), "");
    }
}

#[test]
fn two_series_that_begin_in_some_years_are_twins_at_their_start() {
    let events =
        "  - {id: a, title: Club, start: 2029-02-01 18:00, end: \"19:00\", repeats: weekly}
  - {id: b, title: Club, start: 2029-02-01 18:00, end: \"19:00\", repeats: weekly}
";
    assert_eq!(
        said(events),
        [
            "duplicate-event: `b` has the same title and start as `a`, on Thursday 1 February 2029; remove one of the two, or give them different \
          titles; if this is intended, add `allow: [duplicate-event]`"
        ]
    );
}

#[test]
fn twins_of_one_place_are_one_warning_and_not_an_overlap_as_well() {
    let at = TWICE.replace("start:", "location: Hall, start:");
    assert_eq!(said(&at).len(), 1, "{:?}", said(&at));
}

#[test]
fn events_of_different_groups_may_be_one_event_of_both() {
    let of = |one: &str, other: &str| {
        TWICE
            .replace("id: book", &format!("{one}, id: book"))
            .replace("id: december", &format!("{other}, id: december"))
    };
    assert_eq!(
        said(&of("group: poetry", "group: crime")),
        [
            "duplicate-event: `december-book-club` has the same title and start as `book-club-dec`, on Thursday 10 December 2026; if they are one \
             event, keep one of the two with `groups: [crime, poetry]`; if not, give them different titles; if this is intended, add \
             `allow: [duplicate-event]`"
        ]
    );
}

#[test]
fn series_are_twins_where_any_of_their_meetings_are() {
    let series = |rule: &str, start: &str| {
        format!(
            "  - {{id: club-{start}, title: Club, start: {start} 18:00, end: \"19:00\", repeats: {rule}}}\n"
        )
    };
    let one = series("monthly on the 1st Tuesday", "2026-01-06");
    let same = series("monthly on the 1st Tuesday", "2026-02-03");
    let weekly = series("weekly", "2026-01-13");
    let other = series("monthly on the 3rd Tuesday", "2026-01-20");
    assert_eq!(said(&[&*one, &other].concat()), [""; 0]);
    assert_eq!(
        said(&[&*one, &same].concat()),
        [
            "duplicate-event: `club-2026-02-03` has the same title and start as `club-2026-01-06`, on Tuesday 1 December 2026; remove one of the \
             two, or give them different titles; if this is intended, add `allow: [duplicate-event]`"
        ]
    );
    // There is one warning for each pair.
    assert_eq!(said(&[&*one, &same, &weekly].concat()).len(), 2);
}

#[test]
fn an_event_that_is_also_a_meeting_of_a_series_is_a_twin() {
    let series = "  - {id: club, title: Club, start: 2026-12-01 18:00, end: \"19:00\", repeats: weekly, also: [2026-12-24]}\n";
    let once = |day: &str| {
        format!("{series}  - {{id: once, title: Club, start: {day} 18:00, end: \"19:00\"}}\n")
    };
    let expected =
        "remove `once`, and write what is different on its date under `changes` of `club`";
    // A date of the rule, and one of `also`.
    for day in ["2026-12-08", "2026-12-24"] {
        let said = said(&once(day));
        assert!(said.len() == 1 && said[0].contains(expected), "{said:?}");
    }
    assert_eq!(said(&once("2026-12-09")), [""; 0]);
}

#[test]
fn twins_that_are_more_than_a_year_away_are_a_warning_where_the_file_names_their_dates() {
    assert_eq!(said(&TWICE.replace("2026-12", "2031-12")).len(), 1);
    let days = TWICE.replace(" 18:00, end: \"19:00\"", "");
    let days = days.replace(" 18:00, end: \"20:00\"", "");
    assert_eq!(said(&days).len(), 1, "all day");
}

#[test]
fn what_is_over_or_cancelled_or_at_another_time_is_no_twin() {
    for (from, to) in [
        ("2026-12", "2026-10"),
        ("id: book", "status: cancelled, id: book"),
        ("id: book", "status: postponed, id: book"),
        ("id: book", "timezone: Europe/Paris, id: book"),
        (
            "club, start: 2026-12-10 18:00",
            "club, start: 2026-12-10 18:01",
        ),
    ] {
        assert_eq!(said(&TWICE.replace(from, to)), [""; 0], "{to}");
    }
}

const ONE: &str = "  - {id: one, title: Book club, start: 2026-08-04 18:00, end: \"19:00\"}\n";
const TWIN: &str =
    "  - {id: two, title: book club, start: 2026-08-04 18:00, end: \"20:00\", location: Library}\n";

#[test]
fn a_deleted_event_whose_twin_stays_leaves_nothing() {
    let both = [ONE, TWIN].concat();
    let (_, site) = published(&[&both, TWIN]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["two 1 1"]);
    assert!(!text(&site, "/upcoming.md").contains("Cancelled"));
    for path in ["/events/one/", "/events/one.ics"] {
        assert!(site.get(path).is_none(), "{path}");
    }
    // It is not cancelled later either, when the duplicate moves.
    let moved = TWIN.replace("2026-08-04", "2026-08-05");
    let (_, site) = published(&[&both, TWIN, &moved]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["two 1 3"]);
    // When the last of them is deleted, it is cancelled.
    let kept = "  - {id: kept, title: Kept, start: 2025-05-01}\n";
    let (_, site) = published(&[&[&*both, kept].concat(), &[TWIN, kept].concat(), kept]);
    assert_eq!(
        dated(text(&site, "/riverside.ics")),
        ["kept 1 1", "two 1 3 CANCELLED"]
    );
}

#[test]
fn a_deleted_event_with_another_title_or_another_start_than_those_that_stay_is_cancelled() {
    for (from, to) in [
        ("book club", "another club"),
        ("2026-08-04 18:00", "2026-08-04 18:30"),
        ("2026-08-04 18:00, end: \"20:00\"", "2026-08-04"),
    ] {
        let other = TWIN.replace(from, to);
        let (_, site) = published(&[&[ONE, &other].concat(), &other]);
        assert_eq!(
            dated(text(&site, "/riverside.ics")),
            ["one 1 2 CANCELLED", "two 1 1"],
            "{to}"
        );
    }
}

#[test]
fn a_new_id_and_the_old_one_again_leave_no_cancellation() {
    let slip = ONE.replace("id: one", "id: oen");
    let (_, site) = published(&[ONE, &slip]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["oen 2 2"]);
    let (_, site) = published(&[ONE, &slip, ONE]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["one 1 3"]);
}

const WEEKLY: &str = "  - {id: club, title: Book club, start: 2026-08-04 18:00, end: \"19:00\", repeats: weekly, count: 3}\n";

#[test]
fn dates_that_become_a_series_and_a_series_that_becomes_dates_leave_no_cancellation() {
    let dates: String = ["2026-08-04", "2026-08-11", "2026-08-18"]
        .map(|day| {
            format!(
                "  - {{id: club-{day}, title: Book club, start: {day} 18:00, end: \"19:00\"}}\n"
            )
        })
        .concat();
    let (_, site) = published(&[&dates, WEEKLY]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["club 2 2"]);
    let (_, site) = published(&[WEEKLY, &dates]);
    assert_eq!(
        dated(text(&site, "/riverside.ics")),
        [
            "club-2026-08-04 2 2",
            "club-2026-08-11 2 2",
            "club-2026-08-18 2 2"
        ]
    );
    let also = "  - {id: also, title: Book club, start: 2026-08-04 18:00, end: \"19:00\", also: [2026-08-11]}\n";
    let (_, site) = published(&[also, WEEKLY]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["club 2 2"]);
}

#[test]
fn a_series_whose_twin_stays_leaves_not_even_its_past_and_one_that_another_continues_keeps_it() {
    let series = "  - {id: old, title: Book club, start: 2026-01-06 18:00, end: \"19:00\", repeats: weekly}\n";
    let twin = series.replace("id: old", "id: new");
    let (_, site) = published(&[&[series, &twin].concat(), &twin]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["new 1 1"]);
    let next = twin.replace("2026-01-06", "2026-02-03");
    let (_, site) = published(&[series, &next]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["new 2 2", "old 1 2"]);
    insta::assert_snapshot!(vevents(text(&site, "/events/old.ics")), @r"
    UID:old@books.example.org
    SEQUENCE:192189600
    DTSTART:20260106T180000
    RRULE:FREQ=WEEKLY;UNTIL=20260127T235959Z;BYDAY=TU
    SUMMARY:Book club
    DESCRIPTION:Details: https://books.example.org/events/old/
    STATUS:CONFIRMED
    TRANSP:OPAQUE
    X-MICROSOFT-CDO-BUSYSTATUS:BUSY
    ");
}

#[test]
fn an_event_that_was_never_meant_is_withdrawn_by_taking_its_date_away_and_then_deleting_it() {
    let kept = "  - {id: kept, title: Kept, start: 2025-05-01}\n";
    let dateless = "  - {id: one, title: Book club, start: tbc}\n";
    let (_, site) = published(&[&[kept, ONE].concat(), &[kept, dateless].concat(), kept]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["kept 1 1"]);
}
