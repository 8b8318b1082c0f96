//! The community's own `events.yaml`: every output format has all of it, and nothing else.

use std::collections::BTreeSet;
use std::ops::Range;

use calfeed::{Context, EventTime, Schedule, publish};
use chrono::{NaiveDate, TimeZone};
use chrono_tz::Europe::London;

use crate::content::Component;
use crate::corpus::{Published, instant, of, revisions};
use crate::readers::{Instance, Moment, calcard, icalendar};

/// The events from 2021, and those planned until the end of 2026, in London time.
const TABLE: &str = "\
Thu 2021-10-28  all day      Lightning talks
Tue 2021-11-23  all day      Facilitators meeting
Thu 2022-03-24  all day      Lightning talks
Thu 2022-06-30  all day      Lightning talk
Thu 2022-09-29  all day      Lightning talk
Thu 2024-10-24  10:00-12:00  Short talks around recent Government Initiatives
Thu 2024-11-28  11:00-12:00  Lean Coffee
Wed 2025-01-29  09:00-17:00  Cross Government Software Engineering Conference 2025
Thu 2025-01-30  13:00-15:00  Career progression for Tech Tracks
Wed 2025-03-05  13:00-14:00  Green Software Community meeting
Thu 2025-03-06  13:00-15:00  Heads of Engineering SIG
Thu 2025-03-27  11:00-12:00  Lean Coffee
Thu 2025-04-24  11:00-12:00  Lean Coffee
Thu 2025-05-22  11:00-12:00  Lean Coffee
Thu 2025-06-26  11:00-12:00  Lean Coffee
Thu 2025-07-24  11:00-12:00  Lean Coffee
Thu 2025-08-28  11:00-12:00  Lean Coffee
Thu 2025-09-25  11:00-12:00  Lean Coffee
Thu 2025-10-30  11:00-12:00  Lean Coffee, moved from 2025-10-23
Thu 2025-11-27  11:00-12:00  Lean Coffee
Thu 2025-12-18  11:00-12:00  Lean Coffee, moved from 2025-12-25
Thu 2026-01-22  11:00-12:00  Lean Coffee
Thu 2026-02-26  11:00-12:00  Lean Coffee
Thu 2026-03-26  11:00-12:00  Lean Coffee
Thu 2026-04-23  11:00-12:00  Lean Coffee
Thu 2026-05-28  11:00-12:00  Lean Coffee
Thu 2026-06-25  11:00-12:00  Lean Coffee
Thu 2026-07-23  11:00-12:00  Lean Coffee
Thu 2026-08-27  11:00-12:00  Lean Coffee
Thu 2026-09-24  11:00-12:00  Lean Coffee
Thu 2026-10-22  11:00-12:00  Lean Coffee
Thu 2026-11-26  11:00-12:00  Lean Coffee
Thu 2026-12-24  11:00-12:00  Lean Coffee
";

const CONTACT: &str =
    "https://www.uk-x-gov-software-community.org.uk/special-interest/#heads-of-engineering";
const MAILING_LIST: &str =
    "https://uk-cross-government-software-engineering-community.mailchimpsites.com/";
const COMMUNITY_SPACE: &str = "https://github.com/uk-x-gov-software-community/community-space";

/// The links, each with the events that have it, and no others.
const LINKS: [(&str, &[&str]); 4] = [
    (MAILING_LIST, &["lean-coffee"]),
    (
        COMMUNITY_SPACE,
        &[
            "lightning-talks-2021-10",
            "lightning-talks-2022-03",
            "lightning-talks-2022-06",
            "lightning-talks-2022-09",
        ],
    ),
    (
        "https://www.uk-x-gov-software-community.org.uk/conference-2025-01-29/",
        &["conference-2025"],
    ),
    (
        "https://www.eventbrite.co.uk/x/cross-government-software-engineering-community-unconference-tickets-439884665877",
        &["unconference-2022"],
    ),
];

/// A title and its speakers.
type Talk = (&'static str, &'static [&'static str]);

/// The talks of each event.
const TALKS: [(&str, &[Talk]); 4] = [
    (
        "lightning-talks-2021-10",
        &[
            (
                "Welcome and community goals",
                &["David Heath (GDS)", "Andy Poole (UKHO)"],
            ),
            ("Serverless security", &["Shaun Hare (DVSA)"]),
            (
                "Facial recognition using AWS Serverless",
                &["Alexander Swann (Home Office)"],
            ),
            (
                "Supporting community-driven web annotations using distributed version control",
                &["John Moore (National Archives)"],
            ),
            (
                "Trunk based development and genuine continuous delivery",
                &["Kevin Keenoy (DLUHC)"],
            ),
            ("Overcoming decision paralysis", &["Ben Vandersteen (GDS)"]),
        ],
    ),
    (
        "lightning-talks-2022-03",
        &[
            (
                "Federated API discovery",
                &["Bethan Palmer (CDDO)", "Jamie Tanna (CDDO)"],
            ),
            ("Get a fishing license service", &["Phil Benson (DEFRA)"]),
            ("Federated APIs", &["Michal Poreba (DiT)"]),
        ],
    ),
    (
        "lightning-talks-2022-06",
        &[("Solid", &["Max Leonard (Inrupt)"])],
    ),
    (
        "lightning-talks-2022-09",
        &[(
            "Elastic Cloud at the UKHO",
            &["Rossall Sandford, Principal Software Engineer"],
        )],
    ),
];

fn seed() -> &'static Published {
    of("events.yaml")
}

fn years() -> Range<NaiveDate> {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    first(2021)..first(2027)
}

fn row(start: Moment, end: Moment, title: &str, rule: Option<Moment>) -> String {
    let local = |moment: Moment| London.from_utc_datetime(&moment.at().naive_utc());
    let clock = match (start, end) {
        (Moment::Day(first), Moment::Day(end)) => {
            assert_eq!(first.succ_opt(), Some(end), "{title}");
            "all day    ".to_owned()
        }
        _ => format!(
            "{}-{}",
            local(start).format("%H:%M"),
            local(end).format("%H:%M")
        ),
    };
    let moved = rule
        .filter(|rule| *rule != start)
        .map_or(String::new(), |rule| {
            format!(", moved from {}", local(rule).format("%Y-%m-%d"))
        });
    format!(
        "{}  {clock}  {title}{moved}\n",
        local(start).format("%a %Y-%m-%d")
    )
}

fn table(instances: &[Instance]) -> String {
    let rows = instances.iter().map(|it| {
        assert_eq!(it.status, "CONFIRMED");
        row(it.start, it.end, &it.title, it.recurrence_id)
    });
    rows.collect()
}

#[test]
fn calcard_sees_the_whole_table_in_the_feed() {
    assert_eq!(table(&calcard(seed().feed(), years())), TABLE);
}

#[test]
fn icalendar_and_rrule_see_the_whole_table_in_the_feed() {
    assert_eq!(table(&icalendar(seed().feed(), years())), TABLE);
}

#[test]
fn the_calendar_itself_has_the_whole_table() {
    let moment = |time: EventTime, end: bool| match time {
        EventTime::AllDay { first, end: last } => Moment::Day(if end { last } else { first }),
        EventTime::Zoned { start, end: last } => {
            Moment::Instant(if end { last } else { start }.instant())
        }
        _ => panic!("another kind of time"),
    };
    let instances = seed().calendar.instances(years().start, years().end);
    let rows = instances.iter().map(|it| {
        let title = it.details().published_title();
        let rule = it.recurrence_id().map(|time| moment(time, false));
        row(
            moment(it.time(), false),
            moment(it.time(), true),
            &title,
            rule,
        )
    });
    assert_eq!(rows.collect::<String>(), TABLE);
}

#[test]
fn lean_coffee_is_an_hour_earlier_in_utc_in_summer() {
    let starts: Vec<String> = icalendar(seed().feed(), years())
        .iter()
        .filter(|it| {
            it.uid.starts_with("lean-coffee@") && it.start.at() > instant("2026-01-01T00:00:00Z")
        })
        .map(|it| it.start.at().format("%m-%d %H:%MZ").to_string())
        .collect();
    assert_eq!(
        starts,
        [
            "01-22 11:00Z",
            "02-26 11:00Z",
            "03-26 11:00Z",
            "04-23 10:00Z",
            "05-28 10:00Z",
            "06-25 10:00Z",
            "07-23 10:00Z",
            "08-27 10:00Z",
            "09-24 10:00Z",
            "10-22 10:00Z",
            "11-26 11:00Z",
            "12-24 11:00Z",
        ]
    );
}

#[test]
fn the_unconference_is_on_the_page_with_its_month_and_in_no_feed() {
    let page = page("/past/2022/");
    let (_, entry) = page.split_once("events/unconference-2022/").unwrap();
    let (entry, _) = entry.split_once("</article>").unwrap();
    assert!(entry.contains("Unconference"), "{entry}");
    assert!(entry.contains("November 2022"), "{entry}");
    for (path, resource) in seed()
        .site
        .iter()
        .filter(|(path, _)| path.ends_with(".ics"))
    {
        let text = str::from_utf8(resource.bytes()).unwrap();
        assert!(!text.contains("nconference"), "{path}");
    }
}

#[test]
fn both_groups_await_their_next_meeting_and_one_has_a_contact() {
    let index = page("/");
    assert_eq!(index.matches("Next meeting to be confirmed").count(), 2);
    let groups = seed().calendar.groups();
    let pages: Vec<String> = groups
        .iter()
        .map(|it| page(&format!("/{}/", it.id())))
        .collect();
    assert_eq!(pages.len(), 2);
    for page in &pages {
        assert!(page.contains("The date of the next meeting is to be confirmed."));
    }
    let with_contact: Vec<&String> = pages.iter().filter(|page| page.contains(CONTACT)).collect();
    assert_eq!(with_contact.len(), 1);
    assert!(with_contact[0].contains("<h1><bdi>Heads of Engineering SIG</bdi></h1>"));
}

#[test]
fn every_talk_and_every_speaker_is_on_both_pages_and_in_the_description() {
    let index = lists();
    for (id, talks) in TALKS {
        let page = page(&format!("/events/{id}/"));
        let description = description(id);
        for (title, speakers) in talks {
            for words in std::iter::once(title).chain(*speakers) {
                assert!(index.contains(words), "{words} is in no list");
                assert!(page.contains(words), "{words} is not on the page of {id}");
                assert!(description.contains(words), "{words} is not in {id}.ics");
            }
        }
    }
}

#[test]
fn the_table_of_talks_is_that_of_the_file() {
    let talks: usize = seed()
        .calendar
        .events()
        .iter()
        .map(|it| it.details().talks().len())
        .sum();
    assert_eq!(
        talks,
        TALKS.iter().map(|(_, talks)| talks.len()).sum::<usize>()
    );
}

#[test]
fn every_link_is_on_both_pages_and_in_the_description() {
    let index = lists();
    for (url, events) in LINKS {
        assert!(
            index.contains(&format!("href=\"{url}\"")),
            "{url} is in no list"
        );
        for id in events {
            let page = page(&format!("/events/{id}/"));
            assert!(
                page.contains(&format!("href=\"{url}\"")),
                "{url} is not on the page of {id}"
            );
            if *id != "unconference-2022" {
                let description = description(id);
                let ends = description.lines().any(|line| line.ends_with(url));
                assert!(ends, "{url} ends no line of {id}.ics");
            }
        }
    }
}

#[test]
fn the_table_of_links_is_that_of_the_file() {
    let known: BTreeSet<(&str, String)> = LINKS
        .iter()
        .flat_map(|(url, ids)| ids.iter().map(|id| (*id, (*url).to_owned())))
        .collect();
    let mut found = BTreeSet::new();
    for event in seed().calendar.events() {
        let links = event
            .details()
            .links()
            .iter()
            .map(|link| link.url().to_string());
        let url = event.details().url().map(ToString::to_string);
        found.extend(links.chain(url).map(|url| (event.id().as_str(), url)));
    }
    assert_eq!(found, known);
}

#[test]
fn the_mailing_list_and_the_place_of_recordings_are_told_to_subscribers_and_on_the_page() {
    let root = Component::read(seed().feed());
    let description = root.line("DESCRIPTION").text();
    let page = page("/");
    for url in [MAILING_LIST, COMMUNITY_SPACE] {
        assert!(
            description.lines().any(|line| line.ends_with(url)),
            "{description}"
        );
        assert!(page.contains(&format!("href=\"{url}\"")), "{url}");
    }
}

#[test]
fn the_file_has_these_events_and_no_others() {
    let when = |schedule: &Schedule| match schedule {
        Schedule::Once(_) => "once",
        Schedule::Series(_) => "series",
        _ => "not known",
    };
    let events = seed().calendar.events().iter();
    let events: Vec<String> = events
        .map(|it| format!("{} {}", it.id(), when(it.schedule())))
        .collect();
    assert_eq!(
        events,
        [
            "conference-2025 once",
            "facilitators-2021-11 once",
            "green-software-2025-03 once",
            "heads-of-engineering-2025-01 once",
            "heads-of-engineering-2025-03 once",
            "lean-coffee series",
            "lean-coffee-2024-11 once",
            "lightning-talks-2021-10 once",
            "lightning-talks-2022-03 once",
            "lightning-talks-2022-06 once",
            "lightning-talks-2022-09 once",
            "short-talks-2024-10 once",
            "unconference-2022 not known",
        ]
    );
}

#[test]
fn the_page_of_a_day_has_what_is_next_under_upcoming_and_the_rest_under_past() {
    let context = Context::new(instant("2025-03-10T09:00:00Z"));
    let site = publish(&seed().calendar, &revisions(), &context).unwrap();
    let page = |path| str::from_utf8(site.get(path).unwrap().bytes()).unwrap();
    let upcoming = page("/");
    assert!(upcoming.contains("Thursday 27 March 2025, 11am to midday"));
    assert!(!upcoming.contains("29 January 2025"));
    assert!(page("/past/2025/").contains("Wednesday 29 January 2025, 9am to 5pm"));
    assert!(page("/past/2021/").contains("Thursday 28 October 2021"));
}

/// Returns the pages that list events: the events page, and those of the past years.
fn lists() -> String {
    let paths = seed().site.iter().map(|(path, _)| path);
    let lists = paths.filter(|path| *path == "/" || path.starts_with("/past/"));
    lists.map(page).collect()
}

/// Returns the DESCRIPTION of the first component in an event's invite.
fn description(id: &str) -> String {
    let root = Component::read(seed().text_at(&format!("/events/{id}.ics")));
    let event = root.all("VEVENT").next().unwrap();
    event.line("DESCRIPTION").text()
}

/// Returns the page at a path, with the few characters that HTML may escape unescaped.
fn page(path: &str) -> String {
    let written = [
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    let page = seed().text_at(path).to_owned();
    written
        .iter()
        .fold(page, |page, (from, to)| page.replace(from, to))
}
