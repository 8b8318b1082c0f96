//! The events page by date: the next event, the list without a gap, the pages of the months and of the past years.

use std::fmt::Write as _;

use calfeed::{Context, publish};

use crate::corpus::{now, read, revisions};
use crate::page::{HEAD, published, section, text, words};

/// Returns the dates of the headings and of the lines of the list on the events page, one a line, without the zone of the calendar.
fn dates(page: &str) -> Vec<String> {
    let list = section(page, "upcoming");
    let is_date = |line: &&str| {
        let day = line.split(' ').next().unwrap_or_default();
        let is_day = day.ends_with("day") && line.contains(" 20");
        is_day || line.starts_with("More in")
    };
    list.lines()
        .filter(is_date)
        .map(|line| line.trim_end_matches(" London time").to_owned())
        .collect()
}

const TWO_SERIES: &str = "  - {id: run, title: Run, start: 2026-01-07 07:00, end: \"08:00\", repeats: weekly on Wednesday}
  - {id: talk, title: Talk, start: 2026-01-29 18:00, end: \"19:00\", repeats: monthly on the last Thursday}
  - {id: gala, title: Gala, start: 2026-07-02}
";

#[test]
fn the_events_page_lists_all_meetings_of_its_first_months_and_leads_to_the_next_month() {
    let site = published(TWO_SERIES);
    assert_eq!(
        dates(text(&site, "/")),
        [
            "Wednesday 17 June 2026, 7am to 8am",
            "Wednesday 24 June 2026, 7am to 8am",
            "Thursday 25 June 2026, 6pm to 7pm",
            "Wednesday 1 July 2026, 7am to 8am",
            "Thursday 2 July 2026",
            "Wednesday 8 July 2026, 7am to 8am",
            "Wednesday 15 July 2026, 7am to 8am",
            "Wednesday 22 July 2026, 7am to 8am",
            "Wednesday 29 July 2026, 7am to 8am",
            "Thursday 30 July 2026, 6pm to 7pm",
            "Wednesday 5 August 2026, 7am to 8am",
            "Wednesday 12 August 2026, 7am to 8am",
            "Wednesday 19 August 2026, 7am to 8am",
            "Wednesday 26 August 2026, 7am to 8am",
            "Thursday 27 August 2026, 6pm to 7pm",
            "Wednesday 2 September 2026, 7am to 8am",
            "Wednesday 9 September 2026, 7am to 8am",
            "Wednesday 16 September 2026, 7am to 8am",
            "Wednesday 23 September 2026, 7am to 8am",
            "Thursday 24 September 2026, 6pm to 7pm",
            "Wednesday 30 September 2026, 7am to 8am",
            "Wednesday 7 October 2026, 7am to 8am",
            "Wednesday 14 October 2026, 7am to 8am",
            "Wednesday 21 October 2026, 7am to 8am",
            "Wednesday 28 October 2026, 7am to 8am",
            "More in October 2026",
        ]
    );
    assert!(text(&site, "/").contains("<a href=\"2026-10/\">More in October 2026</a>"));
}

#[test]
fn the_last_day_of_the_list_is_whole() {
    let mut events = String::new();
    for number in 0..30 {
        let day = 1 + number / 10;
        writeln!(
            events,
            "  - {{id: e{number}, title: E{number}, start: 2026-07-{day:02}}}"
        )
        .unwrap();
    }
    let site = published(&events);
    assert_eq!(dates(text(&site, "/")).len(), 30);
}

#[test]
fn a_day_of_very_many_meetings_is_cut_and_continues_in_its_month() {
    let mut events = String::new();
    for number in 0..60 {
        writeln!(
            events,
            "  - {{id: e{number}, title: E{number}, start: 2026-07-01}}"
        )
        .unwrap();
    }
    let site = published(&events);
    let dates = dates(text(&site, "/"));
    assert_eq!(
        (dates.len(), dates.last().unwrap().as_str()),
        (41, "More in July 2026")
    );
    assert_eq!(text(&site, "/2026-07/").matches("<article").count(), 60);
}

#[test]
fn the_next_event_comes_first_with_its_zone_and_the_way_in() {
    let site = published(
        "  - {id: chat, title: Chat, start: 2026-06-18 11:00, end: \"12:00\", join: https://meet.example.org/chat}\n",
    );
    assert_eq!(
        section(text(&site, "/"), "next"),
        "Next Chat
Thursday 18 June 2026, 11am to midday London time
Join online: Chat
Add to Apple Calendar
Add to Google Calendar
Add to Outlook.com
Add to Microsoft 365
Download .ics file"
    );
}

#[test]
fn a_calendar_with_nothing_ahead_says_what_to_do() {
    let site = published("  - {id: old, title: Old, start: 2025-03-01}\n");
    assert_eq!(
        section(text(&site, "/"), "upcoming"),
        "Upcoming events
No events are planned at the moment. Subscribe, and the next one appears in your calendar.
This page was made on Monday 15 June 2026."
    );
    assert!(!text(&site, "/").contains("aria-labelledby=\"next\""));
}

#[test]
fn a_calendar_whose_next_date_is_not_known_does_not_say_that_nothing_is_planned() {
    let site = published("  - {id: fair, title: Fair, start: 2026-09}\n");
    assert_eq!(
        section(text(&site, "/"), "upcoming"),
        "Upcoming events
The date of the next meeting is to be confirmed. Subscribe, and it appears in your calendar once its date is known.
This page was made on Monday 15 June 2026."
    );
}

#[test]
fn a_month_is_a_table_of_weeks_in_which_each_entry_says_its_day() {
    let site = published(
        "  - {id: run, title: Run, start: 2026-07-15 07:00, end: \"08:00\"}
  - {id: fair, title: Fair, start: 2026-07-15, status: cancelled}
",
    );
    let page = text(&site, "/2026-07/");
    let table = page
        .split_once("<table")
        .unwrap()
        .1
        .split_once("</table>")
        .unwrap()
        .0;
    let (_, table) = table.split_once('>').unwrap();
    assert_eq!(
        words(table),
        "July 2026 by week
MondayTuesdayWednesdayThursdayFridaySaturdaySunday
Wednesday 1\nThursday 2\nFriday 3\nSaturday 4\nSunday 5\nMonday 6\nTuesday 7\nWednesday 8\nThursday 9\nFriday 10\nSaturday 11\nSunday 12\nMonday 13\nTuesday 14\nWednesday 15
Wednesday 15 July 2026: cancelled: Fair
Wednesday 15 July 2026: 7am Run
Thursday 16\nFriday 17\nSaturday 18\nSunday 19\nMonday 20\nTuesday 21\nWednesday 22\nThursday 23\nFriday 24\nSaturday 25\nSunday 26\nMonday 27\nTuesday 28\nWednesday 29\nThursday 30\nFriday 31"
    );
    assert_eq!(page.matches("<tr>").count(), 6);
}

#[test]
fn the_current_month_keeps_what_is_over_and_others_have_pages_only_if_something_takes_place() {
    let site = published(
        "  - {id: over, title: Over, start: 2026-06-02}
  - {id: soon, title: Soon, start: 2026-06-30}
  - {id: far, title: Far, start: 2029-02-01}
",
    );
    let pages: Vec<&str> = site
        .iter()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("/20"))
        .collect();
    assert_eq!(pages, ["/2026-06/", "/2029-02/"]);
    let page = text(&site, "/2026-06/");
    assert!(page.contains("Over") && page.contains("Soon"), "{page}");
    assert!(
        page.contains("<a href=\"../2029-02/\" rel=\"next\">February 2029</a>"),
        "{page}"
    );
    assert!(!section(text(&site, "/"), "upcoming").contains("Over"));
}

#[test]
fn the_address_of_a_month_remains_when_the_month_is_over_or_has_become_empty() {
    let events = "events:
  - {id: over, title: Over, start: 2026-03-02}
  - {id: soon, title: Soon, start: 2026-07-30}
";
    let before = ["/2026-03/", "/2026-08/", "/2025-12/"].map(ToOwned::to_owned);
    let context = Context::new(now()).with_published(before);
    let calendar = read(&format!("{HEAD}{events}"));
    let site = publish(&calendar, &revisions(), &context).unwrap();
    let main = |path: &str| {
        let (_, rest) = text(&site, path).split_once("<main").unwrap();
        let (_, rest) = rest.split_once("</h1>").unwrap();
        rest.split_once("</main>").unwrap().0.trim().to_owned()
    };
    assert_eq!(
        main("/2026-03/"),
        "<p>March 2026 is over. Its events are on <a href=\"../past/2026/\">the page of 2026</a>.</p>"
    );
    assert_eq!(
        main("/2026-08/"),
        "<p>There are no events in August 2026. See <a href=\"../\">what is coming</a>.</p>"
    );
    assert_eq!(
        main("/2025-12/"),
        "<p>There are no events in December 2025. See <a href=\"../\">what is coming</a>.</p>"
    );
    assert!(text(&site, "/2026-07/").contains("Soon"));
    let listed = |path: &str| text(&site, "/sitemap.xml").contains(path);
    assert!(!listed("/2026-03/") && !listed("/2026-08/") && listed("/2026-07/"));
    assert!(!text(&site, "/").contains("2026-08/"));
}

#[test]
fn the_past_is_a_page_a_year_which_the_events_page_links_to() {
    let site = published(
        "  - {id: one, title: One, start: 2022-05-01}
  - {id: two, title: Two, start: 2025-05-01, talks: [{title: On tea, slides: https://a.example/tea}]}
",
    );
    assert_eq!(section(text(&site, "/"), "past"), "Past events\n2025\n2022");
    assert!(text(&site, "/").contains("<a href=\"past/2022/\">2022</a>"));
    let page = text(&site, "/past/2025/");
    assert!(
        page.contains("<a href=\"../../past/2022/\" rel=\"prev\">2022</a>"),
        "{page}"
    );
    assert!(page.contains("https://a.example/tea"), "{page}");
    assert!(!page.contains("One"), "{page}");
}

#[test]
fn a_description_is_shown_by_its_first_paragraph_and_whole_on_the_event_s_page() {
    let long = "word ".repeat(80);
    let site = published(&format!(
        "  - {{id: a, title: A, start: 2026-07-01, description: \"{long}\\n\\nSecond.\"}}\n"
    ));
    let list = section(text(&site, "/"), "upcoming");
    let lead = list.lines().find(|line| line.starts_with("word")).unwrap();
    assert_eq!(
        lead,
        format!("{}… More about A", "word ".repeat(60).trim_end())
    );
    assert!(text(&site, "/events/a/").contains("Second."));
}

#[test]
fn the_events_page_stays_small_whatever_the_file_says() {
    use std::io::Write as _;
    // Text that does not compress, in everything that the page repeats.
    let mut state = 17_u64;
    let mut noise = |length: usize| -> String {
        let next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            char::from(b'a' + u8::try_from((state >> 33) % 26).unwrap())
        };
        std::iter::repeat_with(next).take(length).collect()
    };
    let mut file = String::from("groups:\n");
    for number in 0..200 {
        writeln!(
            file,
            "  g{number}: {{name: {}, description: {}}}",
            noise(900),
            noise(900)
        )
        .unwrap();
    }
    let mut events = String::new();
    for number in 0..200 {
        writeln!(
            events,
            "  - {{id: e{number}, title: {}, start: 2026-07-01 10:00, end: \"11:00\", location: {}, description: {}, group: g{number}}}",
            noise(900),
            noise(900),
            noise(2000)
        )
        .unwrap();
    }
    let site = crate::page::published_with(&file, &events);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(site.get("/").unwrap().bytes()).unwrap();
    let compressed = gzip.finish().unwrap().len();
    assert!(compressed <= 61_440, "{compressed}");
    assert_eq!(dates(text(&site, "/")).len(), 41);
}

#[test]
fn a_long_event_is_on_each_of_its_days_and_in_each_of_its_months() {
    let site = published("  - {id: camp, title: Camp, start: 2026-07-30, end: 2026-08-01}\n");
    let days = |path: &str| -> Vec<String> {
        let page = text(&site, path);
        let (table, _) = page.split_once("</table>").unwrap();
        let is_day = |line: &&str| line.ends_with(": Camp");
        let table = words(table);
        table
            .lines()
            .filter(is_day)
            .map(ToOwned::to_owned)
            .collect()
    };
    assert_eq!(
        days("/2026-07/"),
        ["Thursday 30 July 2026: Camp", "Friday 31 July 2026: Camp"]
    );
    assert_eq!(days("/2026-08/"), ["Saturday 1 August 2026: Camp"]);
    assert_eq!(dates(text(&site, "/")).len(), 1);
}

#[test]
fn a_party_after_midnight_is_on_the_day_on_which_it_begins() {
    let site = published(
        "  - {id: party, title: Party, start: 2026-07-31 21:00, end: 2026-08-01 02:00}\n",
    );
    assert!(site.get("/2026-08/").is_none());
}

#[test]
fn the_preview_of_a_month_names_what_takes_place_with_its_zone() {
    let site = published(
        "  - {id: off, title: Off, start: 2026-07-01, status: cancelled}
  - {id: on, title: On, start: 2026-07-02 10:00, end: \"11:00\", timezone: Asia/Tokyo}
",
    );
    assert!(text(&site, "/2026-07/").contains(
        "<meta name=\"description\" content=\"On, Thursday 2 July 2026, 10am to 11am (Tokyo time)\">"
    ));
}
