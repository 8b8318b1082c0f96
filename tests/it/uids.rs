//! An event with a `uid` key: its UID in calendars, and what happens when the key is added, changed or removed.

use calfeed::{Context, Difference, Format};

use crate::corpus::{instant, read};
use crate::removals::{published, text, vevents};
use crate::repository::{HEAD, dated};

fn report(events: &str) -> String {
    let text = format!("{HEAD}{events}");
    let context = Context::new(instant("2026-02-01T09:30:00Z"));
    let (_, report) = calfeed::read(&text, &context);
    report.render(Format::Human(false), "events.yaml", &text)
}

/// Returns the UIDs in a feed, in order.
fn uids(feed: &str) -> Vec<String> {
    let unfolded = feed.replace("\r\n ", "");
    let lines = unfolded
        .lines()
        .filter_map(|line| line.strip_prefix("UID:"));
    lines.map(ToOwned::to_owned).collect()
}

const MOVED_IN: &str = "  - {id: talk, uid: 3f1c0a52@old.example.org, title: A talk, start: 2026-08-02 18:00, end: \"19:00\"}\n";

#[test]
fn an_event_has_its_own_uid_in_every_form() {
    let (calendar, site) = published(&[MOVED_IN]);
    let event = &calendar.events()[0];
    assert_eq!(event.uid(calendar.domain()), "3f1c0a52@old.example.org");
    for path in ["/riverside.ics", "/events/talk.ics"] {
        assert_eq!(
            uids(text(&site, path)),
            ["3f1c0a52@old.example.org"],
            "{path}"
        );
    }
    let json: serde_json::Value = serde_json::from_str(text(&site, "/events.json")).unwrap();
    let talk = &json["events"][0];
    assert_eq!(talk["id"], "talk");
    assert_eq!(talk["uid"], "3f1c0a52@old.example.org");
    assert_eq!(talk["instances"][0]["uid"], "3f1c0a52@old.example.org");
}

#[test]
fn a_date_that_stands_alone_is_part_of_the_uid_in_front_of_the_last_at_sign_or_at_the_end() {
    for (uid, alone) in [
        ("a@old.example.org", "a.2026-08-09@old.example.org"),
        ("\"a@b@c\"", "a@b.2026-08-09@c"),
        ("040000008200E0", "040000008200E0.2026-08-09"),
    ] {
        let event = format!(
            "  - {{id: club, uid: {uid}, title: Club, start: 2026-08-02 18:00, end: \"19:00\", repeats: every 2 weeks, also: [2026-08-09]}}\n"
        );
        let (_, site) = published(&[&event]);
        let whole = uid.trim_matches('"');
        assert_eq!(uids(text(&site, "/riverside.ics")), [whole, alone]);
        assert_eq!(uids(text(&site, "/events/club/2026-08-09.ics")), [alone]);
        // The invite of an instance of the rule.
        let of_rule = alone.replace("08-09", "08-16");
        assert_eq!(uids(text(&site, "/events/club/2026-08-16.ics")), [of_rule]);
    }
}

#[test]
fn the_weekday_of_one_of_several_series_is_part_of_the_uid_in_the_same_place() {
    let event = |uid: &str| {
        format!(
            "  - {{id: coffee, {uid}title: Coffee, start: 2026-08-06 18:00, end: \"19:00\", repeats: monthly on the 1st and 3rd Thursday}}\n"
        )
    };
    let (_, site) = published(&[&event("uid: a@old.example.org, ")]);
    assert_eq!(
        uids(text(&site, "/riverside.ics")),
        ["a@old.example.org", "a.3thu@old.example.org"]
    );
    let other = |uid: &str| {
        let event = event("");
        report(&format!(
            "{event}  - {{id: talk, uid: {uid}, title: A talk, start: 2026-08-05}}\n"
        ))
    };
    let clash = other("coffee.3thu@books.example.org");
    assert!(
        clash.starts_with(
            "error[duplicate-uid]: `coffee.3thu@books.example.org` is also the UID of one "
        ),
        "{clash}"
    );
    assert_eq!(other("coffee.4thu@books.example.org"), "");
    // The tombstone of the series loses its UIDs to an event that takes one of them.
    let taken =
        "  - {id: talk, uid: coffee.3thu@books.example.org, title: A talk, start: 2026-08-05}\n";
    let (_, site) = published(&[&event(""), taken]);
    assert_eq!(
        uids(text(&site, "/riverside.ics")),
        ["coffee.3thu@books.example.org"]
    );
}

#[test]
fn a_uid_may_be_any_line_of_text() {
    for (written, published_as) in [
        ("\"a, b; c\\\\d\"", r"a\, b\; c\\d"),
        ("12345", "12345"),
        ("\"  urn:uuid:5f1c  \"", "urn:uuid:5f1c"),
        ("ÿ@ö.example", "ÿ@ö.example"),
    ] {
        let event = MOVED_IN.replace("3f1c0a52@old.example.org", written);
        let (_, site) = published(&[&event]);
        assert_eq!(uids(text(&site, "/riverside.ics")), [published_as]);
    }
}

#[test]
fn a_uid_that_is_too_long_says_why() {
    let event = MOVED_IN.replace("3f1c0a52", &"a".repeat(230));
    insta::assert_snapshot!(report(&event).lines().filter(|line| line.starts_with("error") || line.contains("help")).collect::<Vec<_>>().join("\n"), @r"
    error[too-long]: a UID of 246 bytes, but at most 244 are allowed: `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…`
      = help: shorten it, or remove the key; not every calendar program keeps a UID of more than 255 bytes, and that of one meeting has 11 more
    ");
}

#[test]
fn a_uid_that_an_id_gives_another_event_is_an_error() {
    let events = "  - {id: book-club, title: Book club, start: 2026-08-02}
  - {id: talk, uid: book-club@books.example.org, title: A talk, start: 2026-08-03}
";
    insta::assert_snapshot!(report(events), @r"
    error[duplicate-uid]: `book-club@books.example.org` is also the UID of `book-club`
     --> events.yaml:9:21
      |
    8 |   - {id: book-club, title: Book club, start: 2026-08-02}
      |          --------- the other is here
    9 |   - {id: talk, uid: book-club@books.example.org, title: A talk, start: 2026-08-03}
      |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: remove it, or write another: calendar programs would show only one of the two
    ");
    // The order of the two in the file does not matter.
    let lines: Vec<&str> = events.lines().rev().collect();
    assert!(report(&format!("{}\n", lines.join("\n"))).contains(":8:21\n"));
}

#[test]
fn a_uid_of_two_events_is_an_error_at_the_second() {
    let events = "  - {id: one, uid: a@b, title: One, start: 2026-08-02}
  - {id: two, uid: a@b, title: Two, start: 2026-08-03}
";
    insta::assert_snapshot!(report(events), @r"
    error[duplicate-uid]: `a@b` is also the UID of `one`
     --> events.yaml:9:20
      |
    8 |   - {id: one, uid: a@b, title: One, start: 2026-08-02}
      |                    --- the other is here
    9 |   - {id: two, uid: a@b, title: Two, start: 2026-08-03}
      |                    ^^^
      |
      = help: remove it, or write another: calendar programs would show only one of the two
    ");
    assert_eq!(report(&events.replace("two, uid: a@b", "two")), "");
    assert_eq!(
        report(&events.replace("two, uid: a@b", "two, uid: A@b")),
        ""
    );
}

#[test]
fn a_uid_of_one_meeting_of_another_event_is_an_error() {
    let series =
        "  - {id: club, title: Club, start: 2026-08-04, repeats: weekly, also: [2026-08-07]}\n";
    let other = |uid: &str| {
        format!("{series}  - {{id: talk, uid: {uid}, title: A talk, start: 2026-08-05}}\n")
    };
    for day in ["2026-08-07", "2026-08-11"] {
        let report = report(&other(&format!("club.{day}@books.example.org")));
        assert!(
            report.starts_with(&format!(
                "error[duplicate-uid]: `club.{day}@books.example.org` is also the UID of one meeting or series of `club`\n"
            )),
            "{report}"
        );
    }
    // There is no instance on this day.
    assert_eq!(report(&other("club.2026-08-06@books.example.org")), "");
}

#[test]
fn a_uid_that_the_id_gives_as_well_changes_nothing() {
    let own = MOVED_IN.replace("3f1c0a52@old.example.org", "talk@books.example.org");
    let without = own.replace("uid: talk@books.example.org, ", "");
    let (_, site) = published(&[&own, &without, &own]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["talk 1 1"]);
}

const TALK: &str = "  - {id: talk, title: A talk, start: 2026-08-02 18:00, end: \"19:00\"}\n";
const SPEECH: &str = "  - {id: speech, uid: talk@books.example.org, title: A talk, start: 2026-08-02 18:00, end: \"19:00\"}\n";

#[test]
fn a_new_id_with_the_uid_of_the_old_one_is_the_same_event() {
    let later = SPEECH.replace("18:00", "17:00");
    for (texts, expected) in [
        // Only the URL of its page changes.
        (vec![TALK, SPEECH], "talk 1 2"),
        (vec![TALK, SPEECH, &later], "talk 1 3"),
        (vec![TALK, &later], "talk 1 2"),
        (vec![TALK, SPEECH, TALK], "talk 1 3"),
    ] {
        let (_, site) = published(&texts);
        assert_eq!(dated(text(&site, "/riverside.ics")), [expected]);
    }
}

#[test]
fn a_uid_that_comes_after_the_id_was_changed_takes_the_place_of_the_cancellation() {
    let moved = TALK
        .replace("id: talk", "id: speech")
        .replace("18:00", "17:00");
    let (_, site) = published(&[TALK, &moved]);
    assert_eq!(
        dated(text(&site, "/riverside.ics")),
        ["speech 2 2", "talk 1 2 CANCELLED"]
    );
    let with_uid = SPEECH.replace("18:00", "17:00");
    let (_, site) = published(&[TALK, &moved, &with_uid]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["talk 1 3"]);
}

#[test]
fn an_event_with_a_uid_that_is_deleted_is_cancelled_under_it() {
    let kept = "  - {id: kept, title: Kept, start: 2025-05-01}\n";
    let (_, site) = published(&[&[kept, MOVED_IN].concat(), kept]);
    insta::assert_snapshot!(vevents(text(&site, "/events/talk.ics")), @r"
    UID:3f1c0a52@old.example.org
    SEQUENCE:192189600
    DTSTART:20260802T180000
    SUMMARY:CANCELLED: A talk
    DESCRIPTION:Cancelled\n\nDetails: https://books.example.org/events/talk/
    STATUS:CANCELLED
    TRANSP:TRANSPARENT
    X-MICROSOFT-CDO-BUSYSTATUS:FREE
    ");
    // Another event may take over the UID, and continues its SEQUENCE.
    let other = "  - {id: other, uid: 3f1c0a52@old.example.org, title: Other, start: 2026-09-01}\n";
    let (_, site) = published(&[&[kept, MOVED_IN].concat(), kept, &[kept, other].concat()]);
    assert_eq!(
        dated(text(&site, "/riverside.ics")),
        ["kept 1 1", "3f1c0a52 1 3"]
    );
}

#[test]
fn a_date_of_a_deleted_event_may_become_an_event_of_its_own() {
    let also = "  - {id: talk, title: A talk, start: 2026-08-02, also: [2026-08-09]}\n";
    let own = "  - {id: second, uid: talk.2026-08-09@books.example.org, title: Second talk, start: 2026-08-09}\n";
    let (_, site) = published(&[also, own]);
    assert_eq!(
        dated(text(&site, "/riverside.ics")),
        ["talk.2026-08-09 2 2", "talk 1 2 CANCELLED"]
    );
}

#[test]
fn two_events_may_exchange_their_uids_with_their_ids() {
    let one = "  - {id: one, uid: a@b, title: One, start: 2026-08-02}\n";
    let two = "  - {id: two, uid: c@d, title: Two, start: 2026-08-03}\n";
    let swapped = [
        one.replace("id: one", "id: two"),
        two.replace("id: two", "id: one"),
    ]
    .concat();
    let (_, site) = published(&[&[one, two].concat(), &swapped]);
    let feed = text(&site, "/riverside.ics");
    assert_eq!(dated(feed), ["c 1 2", "a 1 2"]);
}

#[test]
fn a_calendar_may_change_its_domain_where_every_event_keeps_its_uid() {
    let before = read(&format!("{HEAD}{TALK}"));
    let head = HEAD.replace("domain: books.example.org", "domain: reading.example");
    let after = read(&format!(
        "{head}{}",
        SPEECH.replace("id: speech", "id: talk")
    ));
    let context = Context::new(instant("2026-06-15T12:00:00Z"));
    let difference = Difference::between(&before, &after, &context);
    assert!(difference.is_empty(), "{}", difference.text());
    let without = read(&format!("{head}{TALK}"));
    let told = Difference::between(&before, &without, &context).text();
    assert!(told.contains("warning: `domain` changes from"), "{told}");
}

fn told(before: &str, after: &str) -> String {
    let context = Context::new(instant("2026-06-15T12:00:00Z"));
    let [before, after] = [before, after].map(|events| read(&format!("{HEAD}{events}")));
    Difference::between(&before, &after, &context).text()
}

#[test]
fn diff_advises_the_uid_where_an_id_has_changed_and_following_it_ends_the_warning() {
    let renamed = TALK.replace("id: talk", "id: speech");
    insta::assert_snapshot!(told(TALK, &renamed), @r"
    In the next 12 months 1 meeting is removed and 1 is added; 1 warning.

    warning: `talk` is gone, and `speech` is new and looks the same: every subscriber would see a deletion and a new event. If it is the same event, put `id: talk` back, or write `uid: talk@books.example.org` below `id: speech`.

    Removed
      A talk, Sunday 2 August 2026, 6pm to 7pm (another event has the same title and start)

    Added
      A talk, Sunday 2 August 2026, 6pm to 7pm
    ");
    assert_eq!(told(TALK, SPEECH), "Nothing changes for subscribers.\n");
    insta::assert_snapshot!(told(TALK, &SPEECH.replace("18:00", "17:00")), @r"
    In the next 12 months 1 meeting has a new time.

    New time
      A talk, Sunday 2 August 2026: 6pm to 7pm → 5pm to 7pm
    ");
}

#[test]
fn diff_warns_of_a_uid_that_comes_changes_or_goes() {
    let with = |uid: &str| TALK.replace("id: talk,", &format!("id: talk, uid: {uid},"));
    let warnings = |before: &str, after: &str| {
        let told = told(before, after);
        let lines = told
            .lines()
            .filter_map(|line| line.strip_prefix("warning: "));
        lines.map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        warnings(TALK, &with("a@b")),
        [
            "the UID of `talk` changes from `talk@books.example.org` to `a@b`: every subscriber would see a deletion and a new event. Remove `uid`, \
             unless their calendars know it by the new one."
        ]
    );
    assert_eq!(
        warnings(&with("a@b"), &with("c@d")),
        [
            "the UID of `talk` changes from `a@b` to `c@d`: every subscriber would see a deletion and a new event. Put `uid: a@b` back, unless \
             their calendars know it by the new one."
        ]
    );
    assert_eq!(
        warnings(&with("\"a: `b` @x\""), TALK),
        [
            "the UID of `talk` changes from `a: 'b' @x` to `talk@books.example.org`: every subscriber would see a deletion and a new event. Put \
             `uid: \"a: 'b' @x\"` back, unless their calendars know it by the new one."
        ]
    );
    assert_eq!(warnings(TALK, &with("talk@books.example.org")), [""; 0]);
}
