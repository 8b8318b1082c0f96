//! `compare` in the real program, and the comparison of every published feed with its own file.

use std::fmt::Write as _;

use calfeed::{Calendar, Comparison, Context, Revisions, compare, publish};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;

use crate::corpus::{Kind, files, instant, now, published, read};
use crate::program::{Desk, Run};

const EVENTS: &str = "\
calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: Europe/London}
groups: {dance: {name: Dance, feed: only}}
events:
  - {id: coffee, title: Lean Coffee, start: 2026-03-26 11:00, end: \"12:00\", repeats: monthly on the 4th Thursday}
  - id: club
    title: Book club
    start: 2026-03-10 18:30
    end: \"20:00\"
    repeats: weekly
    count: 5
    changes:
      2026-03-24: {status: cancelled}
  - {id: ball, title: Spring ball, start: 2026-03-21 21:00, end: 2026-03-22 01:30, group: dance}
  - {id: fair, title: Fair, start: 2026-05-09, uid: fair-9@elsewhere.example}
  - {id: picnic, title: Picnic, start: 2026-07-04}
";

/// A calendar of the same community, as another program wrote it.
const FEED: &str = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VEVENT
UID:1@old.example
SUMMARY:Lean Coffee
DTSTART;TZID=Europe/London:20260326T110000
DTEND;TZID=Europe/London:20260326T120000
RRULE:FREQ=MONTHLY;BYDAY=TH;BYSETPOS=4
END:VEVENT
BEGIN:VEVENT
UID:2@old.example
SUMMARY:Book club
DTSTART;TZID=Europe/London:20260310T183000
DTEND;TZID=Europe/London:20260310T200000
RRULE:FREQ=WEEKLY;UNTIL=20260407T173000Z
END:VEVENT
BEGIN:VEVENT
UID:2@old.example
RECURRENCE-ID;TZID=Europe/London:20260324T183000
SUMMARY:Book club
STATUS:CANCELLED
DTSTART;TZID=Europe/London:20260324T183000
DTEND;TZID=Europe/London:20260324T200000
END:VEVENT
BEGIN:VEVENT
UID:3@old.example
SUMMARY:Spring ball
DTSTART:20260321T210000Z
DURATION:PT4H30M
END:VEVENT
BEGIN:VEVENT
UID:fair-9@elsewhere.example
SUMMARY:Fair
DTSTART;VALUE=DATE:20260509
END:VEVENT
BEGIN:VEVENT
UID:5@old.example
SUMMARY:Picnic
DTSTART;VALUE=DATE:20260704
DTEND;VALUE=DATE:20260705
END:VEVENT
END:VCALENDAR
";

/// Creates a desk with the events file, and with the feed after some replacements.
fn desk(replacements: &[(&str, &str)]) -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", EVENTS);
    let mut feed = FEED.to_owned();
    for (old, new) in replacements {
        assert!(feed.contains(old), "{old}");
        feed = feed.replace(old, new);
    }
    desk.write("feed.ics", feed);
    desk
}

fn run(code: i32, stdout: &str, stderr: &str) -> Run {
    Run {
        code: Some(code),
        stdout: stdout.to_owned(),
        stderr: stderr.to_owned(),
    }
}

#[test]
fn a_calendar_with_the_same_meetings_is_the_same() {
    let same = "\
Compared 35 meetings in feed.ics with 35 in events.yaml, from 10 March 2026 to 14 June 2028, Europe/London time.
All are the same.
";
    assert_eq!(
        desk(&[]).run("compare feed.ics events.yaml"),
        run(0, same, "")
    );
    assert_eq!(desk(&[]).run("compare feed.ics"), run(0, same, ""));
}

#[test]
fn what_differs_is_listed_by_date() {
    let desk = desk(&[
        (
            "RRULE:FREQ=MONTHLY",
            "EXDATE;TZID=Europe/London:20260528T110000\nRRULE:FREQ=MONTHLY",
        ),
        ("SUMMARY:Book club\nSTATUS:CANCELLED", "SUMMARY:Book club"),
        ("DURATION:PT4H30M", "DURATION:PT5H"),
        (
            "DTSTART;VALUE=DATE:20260509",
            "DTSTART;TZID=Europe/London:20260510T100000",
        ),
        ("SUMMARY:Picnic", "SUMMARY:Summer picnic"),
    ]);
    insta::assert_snapshot!(desk.run("compare feed.ics events.yaml --to 2026-08-01").stdout, @r"
    Compared 12 meetings in feed.ics with 13 in events.yaml, from 10 March 2026 to 31 July 2026, Europe/London time.
    1 is only in the feed, 2 are only in the events file, 3 are different in the two.

    Saturday 21 March 2026
      Spring ball (ball): 9pm to 2am in the feed (line 26), 9pm to 1:30am in the events file

    Tuesday 24 March 2026
      Book club (club): takes place in the feed (line 19), cancelled in the events file

    Sunday 10 May 2026
      Fair (fair): Sunday 10 May 2026, at 10am in the feed (line 32), Saturday 9 May 2026, all day in the events file

    Thursday 28 May 2026
      Lean Coffee (coffee): only in the events file, 11am to midday

    Saturday 4 July 2026
      Picnic (picnic): only in the events file, all day
      Summer picnic: only in the feed (line 37), all day
    ");
}

#[test]
fn a_difference_of_a_whole_series_is_listed_once() {
    let desk = desk(&[("20260326T120000", "20260326T123000")]);
    insta::assert_snapshot!(desk.run("compare feed.ics events.yaml").stdout, @r"
    Compared 35 meetings in feed.ics with 35 in events.yaml, from 10 March 2026 to 14 June 2028, Europe/London time.
    27 are different in the two.

    Thursday 26 March 2026
      Lean Coffee (coffee): 11am to 12:30pm in the feed (line 4), 11am to midday in the events file
        and on 23 April, 28 May, 25 June 2026 and 23 more, the last on 25 May 2028
    ");
}

#[test]
fn days_that_are_not_asked_for_are_not_compared() {
    let desk = desk(&[("20260326T120000", "20260326T123000")]);
    assert_eq!(
        desk.run("compare feed.ics events.yaml --from 2026-03-27 --to 2026-04-23"),
        run(
            0,
            "Compared 2 meetings in feed.ics with 2 in events.yaml, from 27 March 2026 to 22 April 2026, Europe/London time.\n\
             All are the same.\n",
            ""
        )
    );
}

#[test]
fn what_cannot_be_read_is_listed_and_is_1() {
    let desk = desk(&[
        ("RRULE:FREQ=MONTHLY", "RRULE:FREQ=HOURLY"),
        ("DTSTART;VALUE=DATE:20260704", "DTSTART;VALUE=DATE:4 July"),
    ]);
    let found = desk.run("compare feed.ics events.yaml --to 2026-04-01");
    assert_eq!(found.code, Some(1));
    insta::assert_snapshot!(found.stdout, @r"
    Compared 6 meetings in feed.ics with 6 in events.yaml, from 10 March 2026 to 31 March 2026, Europe/London time.
    All that could be read are the same.

    Not read in feed.ics
      line 9: Lean Coffee: it repeats several times a day (FREQ=HOURLY)
      line 40: Picnic: `DTSTART` is `4 July`: expected a date such as `20260122` or a time such as `20260122T110000Z`
    ");
}

#[test]
fn a_comparison_as_json_has_both_sides() {
    let desk = desk(&[("20260326T120000", "20260326T123000")]);
    let found =
        desk.run("compare feed.ics events.yaml --format json --from 2026-03-26 --to 2026-03-27");
    assert_eq!((found.code, found.stderr.as_str()), (Some(1), ""));
    let json: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "version": 1,
            "from": "2026-03-26",
            "to": "2026-03-27",
            "in_feed": 1,
            "in_file": 1,
            "complete": true,
            "unread": [],
            "mismatches": [{
                "date": "2026-03-26",
                "differs": ["length"],
                "feed": {
                    "title": "Lean Coffee",
                    "start": "2026-03-26T11:00:00+00:00",
                    "end": "2026-03-26T12:30:00+00:00",
                    "all_day": false,
                    "status": "confirmed",
                    "line": 4,
                    "uid": "1@old.example",
                },
                "file": {
                    "title": "Lean Coffee",
                    "start": "2026-03-26T11:00:00+00:00",
                    "end": "2026-03-26T12:00:00+00:00",
                    "all_day": false,
                    "status": "confirmed",
                    "id": "coffee",
                    "key": "2026-03-26",
                    "uid": "coffee@a.example",
                },
            }],
        })
    );
}

#[test]
fn what_cannot_be_compared_is_2() {
    let desk = desk(&[]);
    desk.write("page.ics", "<!doctype html><title>Sign in</title>");
    desk.write("broken.yaml", "calendar: {name: A}\n");
    let said = |arguments: &str| {
        let found = desk.run(arguments);
        assert_eq!(
            (found.code, found.stdout.as_str()),
            (Some(2), ""),
            "{arguments}"
        );
        found.stderr
    };
    insta::assert_snapshot!(said("compare page.ics events.yaml"), @"error: cannot read page.ics: this is a web page, not a calendar file: download the calendar itself. On the page, look for a link to subscribe or to export; its address often ends with `.ics`. Or copy its list of events into a text file, and import that");
    insta::assert_snapshot!(said("compare missing.ics events.yaml"), @"error: cannot read missing.ics: No such file or directory (os error 2)");
    insta::assert_snapshot!(said("compare - -"), @"error: only one of the two files can be standard input");
    insta::assert_snapshot!(said("compare feed.ics events.yaml --from 2027-01-01 --to 2026-01-01"), @"error: `--to` (2026-01-01) is before `--from` (2027-01-01)");
    assert!(said("compare feed.ics broken.yaml").contains("error"));
}

fn between(feed: &str, calendar: &Calendar) -> Comparison {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    compare(feed.as_bytes(), calendar, Some(first(2015)), first(2041)).unwrap()
}

/// What differs, in few words.
fn faults(found: &Comparison) -> Vec<String> {
    let mismatches = found.mismatches.iter().map(|it| format!("{it:?}"));
    let unread = found.unread.iter().map(|it| format!("{it:?}"));
    let mut faults: Vec<String> = mismatches.chain(unread).collect();
    faults.truncate(3);
    faults
}

#[test]
fn the_feeds_that_a_file_publishes_are_the_same_as_the_file() {
    let mut all = String::new();
    let mut compared = 0;
    for published in published() {
        // Some events are only in the feeds of their groups.
        let feeds = files()
            .iter()
            .filter(|file| file.kind == Kind::Feed && file.published.name == published.name);
        let feeds: String = feeds.map(|file| file.text).collect();
        let found = between(&feeds, &published.calendar);
        compared += found.in_feed;
        assert_eq!(found.in_feed, found.in_file, "{}", published.name);
        for fault in faults(&found) {
            writeln!(all, "{}: {fault}", published.name).unwrap();
        }
    }
    assert!(all.is_empty(), "{all}");
    assert!(compared > 4000, "{compared}");
}

fn rules() -> impl Strategy<Value = (u64, &'static str)> {
    // With the number of days from Sunday 1 March 2026 to the first date.
    select(vec![
        (0, "daily"),
        (1, "weekly on Monday"),
        (0, "every 2 weeks on Sunday"),
        (2, "every weekday"),
        (4, "weekly on Tuesday and Thursday"),
        (25, "monthly on the 4th Thursday"),
        (4, "monthly on the 1st and 3rd Thursday"),
        (30, "monthly on the last day"),
        (14, "every 3 months on day 15"),
        (24, "yearly on 25 March"),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_feed_of_a_generated_file_is_the_same_as_the_file(
        (day, rule) in rules(),
        start in select(vec!["", " 00:30", " 01:30", " 12:00", " 23:00"]),
        duration in select(vec!["30m", "2h", "5h", "1d"]),
        end in select(vec!["", "count: 6", "until: 2026-11-30"]),
        zone in select(vec!["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"]),
        change in select(vec!["", "skip: true", "status: cancelled", "status: tentative", "title: Other", "moved_to: 2026-10-24 08:00", "moved_to: tbc"]),
        also in any::<bool>(),
    ) {
        let first = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(day);
        let duration = if start.is_empty() { "2d" } else { duration };
        let mut text = format!(
            "calendar: {{name: A, slug: a, domain: a.example, url: https://a.example, timezone: {zone}}}\n\
             events:\n  - id: one\n    title: One\n    start: {first}{start}\n    duration: {duration}\n    repeats: {rule}\n    {end}\n"
        );
        if !change.is_empty() {
            write!(text, "    changes:\n      {first}: {{{change}}}\n").unwrap();
        }
        if also {
            text.push_str("    also: [2026-04-18]\n");
        }
        let context = Context::new(now());
        // Some changes do not fit some times.
        if let (Some(calendar), _) = calfeed::read(&text, &context) {
            let revisions = Revisions::at(instant("2026-01-05T09:30:00Z"));
            let site = publish(&calendar, &revisions, &context).unwrap();
            let feed = str::from_utf8(site.get("/a.ics").unwrap().bytes()).unwrap();
            let found = between(feed, &calendar);
            prop_assert!(found.is_same(), "{text}\n{:#?}", faults(&found));
            prop_assert!(found.in_feed > 0);
        }
    }
}

#[test]
fn an_event_in_several_calendars_of_one_file_is_one() {
    let calendar = read(EVENTS);
    let found = between(&format!("{FEED}{FEED}"), &calendar);
    assert!(found.is_same(), "{:#?}", faults(&found));
}
