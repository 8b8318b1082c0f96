use super::*;
use crate::context::Context;

const CALENDAR: &str = "\
calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: Europe/London}
groups: {dance: {name: Dance, feed: only}}
events:
";

fn calendar(events: &str) -> Calendar {
    let context = Context::new("2026-02-01T09:30:00Z".parse().unwrap());
    let (calendar, report) = crate::read(&format!("{CALENDAR}{events}"), &context);
    calendar.unwrap_or_else(|| panic!("{:#?}", report.diagnostics()))
}

/// A VEVENT from 18:30 to 20:00 in London.
fn event(uid: &str, title: &str, day: &str) -> String {
    let [start, end] = ["183000", "200000"].map(|time| format!(";TZID=Europe/London:{day}T{time}"));
    format!("BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{title}\nDTSTART{start}\nDTEND{end}\nEND:VEVENT\n")
}

/// Returns each difference in 2026: its date, what the feed has, and what the file has, each as `18:30 for 90 min, Title, Confirmed`.
fn found(feed: &str, events: &str) -> Vec<String> {
    let calendar = calendar(events);
    let feed = format!("BEGIN:VCALENDAR\n{feed}END:VCALENDAR\n");
    let to = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    let found = compare(feed.as_bytes(), &calendar, None, to).unwrap();
    let seen = |seen: &Seen| {
        let time = match seen.time {
            SeenTime::Days { first, end } => format!("{} days", (end - first).num_days()),
            SeenTime::Times { start, end } => {
                let local = calendar.zone().to_local(start);
                format!(
                    "{} for {} min",
                    local.format("%H:%M"),
                    (end - start).num_minutes()
                )
            }
        };
        format!("{time}, {}, {:?}", seen.title, seen.status)
    };
    let of = |it: &Mismatch| {
        let feed = it.feed.as_ref().map_or("-".to_owned(), |it| seen(&it.seen));
        let file = it.file.as_ref().map_or("-".to_owned(), |it| seen(&it.seen));
        format!("{}: {feed} | {file}", it.date)
    };
    found.mismatches.iter().map(of).collect()
}

const CLUB: &str = "  - {id: club, title: Club, start: 2026-03-10 18:30, end: \"20:00\"}\n";

#[test]
fn the_same_title_and_times_are_the_same_with_any_uid() {
    assert!(found(&event("9@b.example", "Club", "20260310"), CLUB).is_empty());
    assert!(found(&event("", " Club  ", "20260310"), CLUB).is_empty());
}

#[test]
fn a_meeting_is_only_in_the_feed_or_only_in_the_file() {
    assert_eq!(
        found(&event("9@b.example", "Ball", "20260311"), CLUB),
        [
            "2026-03-10: - | 18:30 for 90 min, Club, Confirmed",
            "2026-03-11: 18:30 for 90 min, Ball, Confirmed | -",
        ]
    );
}

#[test]
fn of_two_meetings_that_look_the_same_one_is_missing() {
    let feed = [
        event("1", "Club", "20260310"),
        event("2", "Club", "20260310"),
    ]
    .concat();
    let expected = ["2026-03-10: 18:30 for 90 min, Club, Confirmed | -"];
    assert_eq!(found(&feed, CLUB), expected);
}

#[test]
fn another_title_with_the_same_uid_is_a_difference_of_the_title() {
    assert_eq!(
        found(&event("club@a.example", "Book club", "20260310"), CLUB),
        ["2026-03-10: 18:30 for 90 min, Book club, Confirmed | 18:30 for 90 min, Club, Confirmed"]
    );
}

#[test]
fn another_time_with_the_same_title_on_the_same_day_is_a_difference_of_the_time() {
    let feed = event("9@b.example", "Club", "20260310").replace("T183000", "T190000");
    assert_eq!(
        found(&feed, CLUB),
        ["2026-03-10: 19:00 for 60 min, Club, Confirmed | 18:30 for 90 min, Club, Confirmed"]
    );
}

#[test]
fn a_single_meeting_on_another_day_is_one_difference() {
    assert_eq!(
        found(&event("club@a.example", "Club", "20260312"), CLUB),
        ["2026-03-12: 18:30 for 90 min, Club, Confirmed | 18:30 for 90 min, Club, Confirmed"]
    );
}

#[test]
fn a_state_may_be_in_the_title_or_in_the_status() {
    let cancelled = CLUB.replace('}', ", status: cancelled}");
    let postponed = CLUB.replace('}', ", status: postponed}");
    let tentative = CLUB.replace('}', ", status: tentative}");
    let plain = event("9@b.example", "Club", "20260310");
    let status = |status: &str| plain.replace("DTSTART", &format!("STATUS:{status}\nDTSTART"));
    assert!(found(&status("CANCELLED"), &cancelled).is_empty());
    assert!(found(&plain.replace("Club", "Canceled: Club"), &cancelled).is_empty());
    assert!(found(&plain.replace("Club", "POSTPONED: Club"), &postponed).is_empty());
    assert!(found(&status("TENTATIVE"), &tentative).is_empty());
    assert_eq!(
        found(&plain, &cancelled),
        ["2026-03-10: 18:30 for 90 min, Club, Confirmed | 18:30 for 90 min, Club, Cancelled"]
    );
}

#[test]
fn a_meeting_without_an_end_is_the_same_with_any_length() {
    let feed = event("9@b.example", "Club", "20260310");
    let (feed, _) = feed.split_once("DTEND").unwrap();
    assert!(found(&format!("{feed}END:VEVENT\n"), CLUB).is_empty());
}

#[test]
fn a_meeting_without_a_title_is_untitled() {
    let untitled = CLUB.replace("title: Club", "title: (untitled)");
    assert!(found(&event("9@b.example", "", "20260310"), &untitled).is_empty());
}

#[test]
fn an_also_date_belongs_to_the_uid_of_its_event_too() {
    let also = CLUB.replace('}', ", also: [2026-04-14]}");
    let feed = event("club@a.example", "Club", "20260310")
        .replace("DTEND", "RDATE;TZID=Europe/London:20260414T183000\nDTEND");
    assert!(found(&feed, &also).is_empty());
    let feed = feed.replace("SUMMARY:Club", "SUMMARY:Book club");
    assert_eq!(
        found(&feed, &also),
        [
            "2026-03-10: 18:30 for 90 min, Book club, Confirmed | 18:30 for 90 min, Club, Confirmed",
            "2026-04-14: 18:30 for 90 min, Book club, Confirmed | 18:30 for 90 min, Club, Confirmed",
        ]
    );
}

#[test]
fn events_that_only_the_feed_of_a_group_has_count_too() {
    let dance = CLUB.replace('}', ", group: dance}");
    assert!(found(&event("9@b.example", "Club", "20260310"), &dance).is_empty());
}

#[test]
fn a_time_without_a_zone_is_in_the_zone_of_the_feed_or_else_of_the_events_file() {
    let feed = event("9@b.example", "Club", "20260310").replace(";TZID=Europe/London", "");
    assert!(found(&feed, CLUB).is_empty());
    let feed = format!("X-WR-TIMEZONE:Europe/Paris\n{feed}");
    assert_eq!(
        found(&feed, CLUB),
        ["2026-03-10: 17:30 for 90 min, Club, Confirmed | 18:30 for 90 min, Club, Confirmed"]
    );
}

#[test]
fn the_first_day_is_that_of_the_first_meeting_in_either() {
    let compared = |feed: &str| {
        let to = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        let feed = format!("BEGIN:VCALENDAR\n{feed}END:VCALENDAR\n");
        compare(feed.as_bytes(), &calendar(CLUB), None, to)
            .unwrap()
            .from
            .to_string()
    };
    assert_eq!(compared(&event("1", "Club", "20260401")), "2026-03-10");
    assert_eq!(compared(&event("1", "Club", "20150310")), "2015-03-10");
}
