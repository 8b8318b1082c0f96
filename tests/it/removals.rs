//! What subscribers see of an event that was removed from the file.

use calfeed::{Calendar, Context, History, Site, publish};

use crate::content::Component;
use crate::corpus::{instant, now, read};
use crate::repository::{HEAD, dated, day};

/// Publishes the last version. The first was committed on 1 February, the second on 2 February, and so on.
pub(crate) fn published(texts: &[&str]) -> (Calendar, Site) {
    let mut history = History::default();
    let mut last = String::new();
    for (number, events) in (1..).zip(texts) {
        last = format!("{HEAD}{events}");
        assert!(history.note(&last, instant(&day(number))), "{events}");
    }
    let calendar = read(&last);
    let context = Context::new(now());
    // The history from git, after it was written and read as JSON.
    let carried = History::from_json(&history.to_json()).unwrap();
    assert_eq!(carried.revisions(), history.revisions());
    assert_eq!(carried.to_json(), history.to_json());
    let site = publish(&calendar, &history.revisions(), &context).unwrap();
    (calendar, site)
}

pub(crate) fn text<'a>(site: &'a Site, path: &str) -> &'a str {
    str::from_utf8(site.get(path).unwrap().bytes()).unwrap()
}

/// Returns the lines of an event's VEVENTs, unfolded, except those that every VEVENT has.
pub(crate) fn vevents(feed: &str) -> String {
    let root = Component::read(feed);
    let mut lines = Vec::new();
    for event in root.all("VEVENT") {
        for line in &event.lines {
            let common = [
                "DTSTAMP",
                "CREATED",
                "URL",
                "LAST-MODIFIED",
                "DTEND",
                "CATEGORIES",
            ];
            if !common.contains(&line.name.as_str()) {
                lines.push(format!("{}:{}", line.name, line.value));
            }
        }
        lines.push(String::new());
    }
    lines.join("\n")
}

const KEPT: &str = "  - {id: kept, title: Kept, start: 2025-05-01}\n";
const TALK: &str =
    "  - {id: talk, title: A talk, start: 2026-02-02 09:30, end: \"10:01\", location: Library}\n";
const SERIES: &str = "  - id: club
    title: Book club
    start: 2026-01-06 18:30
    end: \"20:00\"
    repeats: weekly
    changes:
      2026-01-13: {moved_to: 2026-01-14, reason: snow}
      2026-01-20: {skipped: true}
      2026-02-10: {cancelled: true}
";

#[test]
fn one_that_was_not_over_stays_as_cancelled() {
    let (_, site) = published(&[&[KEPT, TALK].concat(), KEPT]);
    let feed = text(&site, "/riverside.ics");
    assert_eq!(dated(feed), ["kept 1 1", "talk 1 2 CANCELLED"]);
    insta::assert_snapshot!(vevents(text(&site, "/events/talk.ics")), @r"
    UID:talk@books.example.org
    SEQUENCE:192189600
    DTSTART:20260202T093000
    SUMMARY:CANCELLED: A talk
    DESCRIPTION:Cancelled\n\nDetails: https://books.example.org/events/talk/
    LOCATION:Library
    STATUS:CANCELLED
    TRANSP:TRANSPARENT
    X-MICROSOFT-CDO-BUSYSTATUS:FREE
    ");
}

#[test]
fn one_that_was_over_is_gone() {
    let over = TALK.replace("10:01", "10:00");
    let (_, site) = published(&[&[KEPT, &over].concat(), KEPT]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["kept 1 1"]);
    for path in ["/events/talk.ics", "/events/talk/"] {
        assert!(site.get(path).is_none(), "{path}");
    }
}

#[test]
fn one_without_a_date_is_gone() {
    let vague = "  - {id: vague, title: Some day, start: 2027}\n";
    let (_, site) = published(&[&[KEPT, vague].concat(), KEPT]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["kept 1 1"]);
}

#[test]
fn a_series_keeps_what_was_over_and_ends_there() {
    let (_, site) = published(&[&[KEPT, SERIES].concat(), KEPT]);
    insta::assert_snapshot!(vevents(text(&site, "/events/club.ics")), @r"
    UID:club@books.example.org
    SEQUENCE:192189600
    DTSTART:20260106T183000
    RRULE:FREQ=WEEKLY;UNTIL=20260127T235959Z;BYDAY=TU
    EXDATE:20260120T183000
    SUMMARY:Book club
    DESCRIPTION:Details: https://books.example.org/events/club/
    STATUS:CONFIRMED
    TRANSP:OPAQUE
    X-MICROSOFT-CDO-BUSYSTATUS:BUSY

    UID:club@books.example.org
    SEQUENCE:192189600
    RECURRENCE-ID:20260113T183000
    DTSTART:20260114T183000
    SUMMARY:Book club
    DESCRIPTION:Moved from Tuesday 13 January 2026\, 6:30pm to 8pm: snow\n\nDetails: https://books.example.org/events/club/
    STATUS:CONFIRMED
    TRANSP:OPAQUE
    X-MICROSOFT-CDO-BUSYSTATUS:BUSY
    ");
}

#[test]
fn a_series_that_had_not_begun_is_cancelled_once() {
    let later = "  - {id: club, title: Book club, start: 2026-03-03 18:30, end: \"20:00\", repeats: weekly, changes: {2026-03-03: {moved_to: 2026-03-04, reason: snow}}}\n";
    let (_, site) = published(&[&[KEPT, later].concat(), KEPT]);
    insta::assert_snapshot!(vevents(text(&site, "/events/club.ics")), @r"
    UID:club@books.example.org
    SEQUENCE:192189600
    DTSTART:20260303T183000
    RRULE:FREQ=WEEKLY;UNTIL=20260303T235959Z;BYDAY=TU
    SUMMARY:CANCELLED: Book club
    DESCRIPTION:Cancelled\n\nDetails: https://books.example.org/events/club/
    STATUS:CANCELLED
    TRANSP:TRANSPARENT
    X-MICROSOFT-CDO-BUSYSTATUS:FREE

    UID:club@books.example.org
    SEQUENCE:192189600
    RECURRENCE-ID:20260303T183000
    DTSTART:20260304T183000
    SUMMARY:CANCELLED: Book club
    DESCRIPTION:Cancelled\n\nDetails: https://books.example.org/events/club/
    STATUS:CANCELLED
    TRANSP:TRANSPARENT
    X-MICROSOFT-CDO-BUSYSTATUS:FREE
    ");
}

#[test]
fn a_series_that_was_over_is_gone() {
    let over = SERIES.replace("repeats: weekly", "repeats: weekly\n    until: 2026-01-31");
    let over = over.replace("      2026-02-10: {cancelled: true}\n", "");
    let (_, site) = published(&[&[KEPT, &over].concat(), KEPT]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["kept 1 1"]);
}

#[test]
fn of_several_dates_those_ahead_are_cancelled() {
    let several = "  - {id: talk, title: A talk, start: 2026-01-05 18:30, end: \"20:00\", also: [2026-01-07, 2026-03-07]}\n";
    let (_, site) = published(&[&[KEPT, several].concat(), KEPT]);
    assert_eq!(
        dated(text(&site, "/riverside.ics")),
        [
            "kept 1 1",
            "talk 1 2",
            "talk.2026-01-07 1 2",
            "talk.2026-03-07 1 2 CANCELLED"
        ]
    );
}

#[test]
fn one_that_comes_back_takes_its_place_again() {
    let both = [KEPT, TALK].concat();
    let (_, site) = published(&[&both, KEPT, &both]);
    assert_eq!(
        dated(text(&site, "/riverside.ics")),
        ["kept 1 1", "talk 1 3"]
    );
    // After another removal, that commit decides, and by then the event is over.
    let (_, site) = published(&[&both, KEPT, &both, KEPT]);
    assert_eq!(dated(text(&site, "/riverside.ics")), ["kept 1 1"]);
    let ahead = both.replace("2026-02-02 09:30", "2026-02-05 09:30");
    let (_, site) = published(&[&both, KEPT, &ahead, KEPT]);
    assert_eq!(
        dated(text(&site, "/riverside.ics")),
        ["kept 1 1", "talk 1 4 CANCELLED"]
    );
}

#[test]
fn a_new_id_is_a_removal_and_a_new_event() {
    let renamed = TALK.replace("id: talk, title: A talk", "id: speech, title: A speech");
    let (_, site) = published(&[TALK, &renamed]);
    assert_eq!(
        dated(text(&site, "/riverside.ics")),
        ["speech 2 2", "talk 1 2 CANCELLED"]
    );
}

#[test]
fn a_removed_event_stays_in_the_feeds_of_its_groups_that_still_are() {
    let groups = "groups: {readers: {name: Readers}, writers: {name: Writers}}\n";
    let talk = TALK.replace("location", "groups: [readers, writers], location");
    let before = [KEPT, &talk, groups].concat();
    let after = [KEPT, "groups: {readers: {name: Readers}}\n"].concat();
    let (_, site) = published(&[&before, &after]);
    assert_eq!(dated(text(&site, "/readers.ics")), ["talk 1 2 CANCELLED"]);
    assert!(text(&site, "/readers.ics").contains("\r\nCATEGORIES:Readers\r\n"));
    assert!(site.get("/writers.ics").is_none());
}

#[test]
fn an_event_that_lay_ahead_is_listed_as_cancelled_until_its_day_is_over() {
    let ahead = TALK.replace("2026-02-02", "2026-08-02");
    let (_, site) = published(&[&[KEPT, &ahead].concat(), KEPT]);
    assert_eq!(
        text(&site, "/upcoming.md"),
        "* Sunday 2 August 2026, 9:30am to 10:01am (London time) – Library – [A talk](https://books.example.org/events/talk/) – **Cancelled**\n"
    );
    assert!(text(&site, "/events.md").contains("[A talk]"));
    assert!(text(&site, "/").contains("A talk"));
    let data: serde_json::Value = serde_json::from_str(text(&site, "/events.json")).unwrap();
    let talk = &data["events"][1];
    assert_eq!(
        (&talk["id"], &talk["status"]),
        (&"talk".into(), &"cancelled".into())
    );
    assert_eq!(talk["instances"][0]["start"], "2026-08-02T09:30:00+01:00");
    assert!(text(&site, "/next.md").starts_with("No events"));
}

#[test]
fn an_event_whose_day_is_over_has_only_its_own_page_which_says_that_it_is_cancelled() {
    let (_, site) = published(&[&[KEPT, TALK].concat(), KEPT]);
    for path in ["/", "/events.md", "/events.json"] {
        assert!(!text(&site, path).contains("A talk"), "{path}");
    }
    let page = text(&site, "/events/talk/");
    assert!(
        page.contains("<p class=\"news\"><bdi>Cancelled</bdi></p>"),
        "{page}"
    );
    assert!(site.get("/events/talk.ics").is_some());
}

#[test]
fn a_removal_moves_the_last_change_of_every_feed() {
    let (calendar, site) = published(&[&[KEPT, &TALK.replace("10:01", "10:00")].concat(), KEPT]);
    let mut history = History::default();
    history.note(&format!("{HEAD}{KEPT}{TALK}"), instant(&day(1)));
    history.note(&format!("{HEAD}{KEPT}"), instant(&day(2)));
    assert_eq!(history.revisions().of_calendar(&calendar), instant(&day(2)));
    assert!(site.get("/riverside.ics").unwrap().last_modified() >= instant(&day(2)));
}

#[test]
fn a_removal_is_news_and_every_entry_tells_when_it_was_published() {
    let (_, site) = published(&[&[KEPT, TALK].concat(), KEPT]);
    let feed = text(&site, "/feed.xml");
    let told: Vec<&str> = feed
        .split("<entry>")
        .skip(1)
        .flat_map(str::lines)
        .filter(|line| {
            ["<title>", "<published>", "<updated>"]
                .iter()
                .any(|tag| line.starts_with(tag))
        })
        .collect();
    assert_eq!(
        told,
        [
            "<title>CANCELLED: A talk</title>",
            "<published>2026-02-01T10:00:00Z</published>",
            "<updated>2026-02-02T10:00:00Z</updated>",
            "<title>Kept</title>",
            "<published>2026-02-01T10:00:00Z</published>",
            "<updated>2026-02-01T10:00:00Z</updated>",
        ]
    );
}

#[test]
fn what_was_removed_has_a_page_and_is_no_event() {
    let (calendar, site) = published(&[&[KEPT, TALK].concat(), KEPT]);
    assert!(site.get("/events/talk/").is_some());
    assert_eq!((calendar.events().len(), site.events()), (1, 1));
}

/// Like [`published`], with whole files.
fn published_whole(texts: &[String]) -> Vec<String> {
    let mut history = History::default();
    for (number, text) in (1..).zip(texts) {
        assert!(history.note(text, instant(&day(number))), "{text}");
    }
    let carried = History::from_json(&history.to_json()).unwrap();
    assert_eq!(carried.revisions(), history.revisions());
    assert_eq!(carried.to_json(), history.to_json());
    let calendar = read(texts.last().unwrap());
    let site = publish(&calendar, &history.revisions(), &Context::new(now())).unwrap();
    dated(text(&site, "/riverside.ics"))
}

#[test]
fn what_a_new_head_makes_of_a_removed_event_dates_it() {
    let grouped = TALK.replace("id: talk", "id: talk, group: readers");
    let groups = "groups:\n  readers: {name: Readers}\n";
    let with = format!("{HEAD}{KEPT}{grouped}{groups}");
    let without = format!("{HEAD}{KEPT}{groups}");
    let poets = without.replace("name: Readers", "name: Poets");
    let moved = poets.replace("url: https://books", "url: https://new");
    let described = moved.replace("timezone:", "description: We read\n  timezone:");
    let mut texts = vec![with, without];
    assert_eq!(published_whole(&texts), ["kept 1 1", "talk 1 2 CANCELLED"]);
    texts.push(poets);
    assert_eq!(published_whole(&texts), ["kept 1 1", "talk 1 3 CANCELLED"]);
    texts.push(moved);
    assert_eq!(published_whole(&texts), ["kept 1 4", "talk 1 4 CANCELLED"]);
    texts.push(described);
    assert_eq!(published_whole(&texts), ["kept 1 4", "talk 1 4 CANCELLED"]);
}

#[test]
fn a_removed_event_is_published_under_its_own_domain_only() {
    let with = format!("{HEAD}{KEPT}{TALK}");
    let without = format!("{HEAD}{KEPT}");
    let moved = without.replace("domain: books", "domain: new");
    let mut texts = vec![with, without.clone(), moved.clone()];
    assert_eq!(published_whole(&texts), ["kept 1 3"]);
    // The same within one commit.
    texts.remove(1);
    assert_eq!(published_whole(&texts), ["kept 1 2"]);
    texts.push(without);
    assert_eq!(published_whole(&texts), ["kept 1 3", "talk 1 3 CANCELLED"]);
}
