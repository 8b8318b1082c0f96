//! The page of one meeting: which meetings have one, what it says, and which links point to it.

use calfeed::{Context, Site, publish};

use crate::corpus::{now, read, revisions};
use crate::page::{published, text};

/// A series with every kind of named date. Published on 15 June 2026.
const SERIES: &str = "  - id: coffee
    title: Coffee & cake
    start: 2024-01-25 11:00
    end: \"12:00\"
    repeats: monthly on the 4th Thursday
    location: Room 4
    description: |
      We talk about what is new.

      Bring a friend.
    also: [2026-08-06 15:00]
    changes:
      2025-02-27: {cancelled: snow}
      2026-05-28: {talks: [{title: On clocks}]}
      2026-07-23: {moved_to: 2026-07-24 10:00}
      2026-09-24: {cancelled: no room}
      2026-10-22: {x-note: nobody sees this}
";

/// Returns the keys of the meetings that have a page.
fn keys(site: &Site, id: &str) -> Vec<String> {
    let folder = format!("/events/{id}/");
    let paths = site.iter().map(|(path, _)| path);
    let below = paths.filter_map(|path| path.strip_prefix(&folder)?.strip_suffix('/'));
    below.map(ToOwned::to_owned).collect()
}

#[test]
fn a_meeting_that_the_file_names_by_its_date_has_a_page_and_so_has_the_next_one() {
    assert_eq!(
        keys(&published(SERIES), "coffee"),
        [
            "2025-02-27",
            "2026-05-28",
            "2026-06-25",
            "2026-07-23",
            "2026-08-06",
            "2026-09-24"
        ]
    );
}

#[test]
fn an_event_without_a_rule_has_a_page_for_each_further_date() {
    let site = published("  - {id: a, title: A, start: 2026-07-01, also: [2026-07-03]}\n");
    assert_eq!(keys(&site, "a"), ["2026-07-03"]);
    let site = published("  - {id: a, title: A, start: 2026-07-01}\n");
    assert_eq!(keys(&site, "a"), Vec::<String>::new());
}

#[test]
fn a_page_that_was_published_stays_as_long_as_its_meeting_exists() {
    let head = "calendar: {name: Club, slug: club, domain: a.example, url: https://a.example, timezone: Europe/London}\n";
    let before = ["2026-04-23", "2026-08-27", "2026-08-28"];
    let before = before.map(|key| format!("/events/coffee/{key}/"));
    let context = Context::new(now()).with_published(before);
    let calendar = read(&format!("{head}events:\n{SERIES}"));
    let keys = keys(
        &publish(&calendar, &revisions(), &context).unwrap(),
        "coffee",
    );
    assert!(keys.contains(&"2026-04-23".to_owned()), "{keys:?}");
    assert!(keys.contains(&"2026-08-27".to_owned()), "{keys:?}");
    assert!(!keys.contains(&"2026-08-28".to_owned()), "{keys:?}");
}

/// Returns the content of a meta element.
fn meta<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("=\"{name}\" content=\"")).unwrap();
    rest.split_once('"').unwrap().0
}

#[test]
fn a_meeting_has_its_own_title_and_preview() {
    let site = published(SERIES);
    let page = text(&site, "/events/coffee/2026-07-23/");
    let title = "Coffee &amp; cake, Friday 24 July 2026 – Club";
    assert!(page.contains(&format!("<title>{title}</title>")), "{page}");
    assert_eq!(meta(page, "og:title"), title);
    let about = "Moved from Thursday 23 July 2026, 11am to midday. Friday 24 July 2026, 10am to 11am (London time), Room 4. \
                 We talk about what is new.";
    assert_eq!(meta(page, "description"), about);
    assert_eq!(meta(page, "og:description"), about);
    let address = "https://a.example/events/coffee/2026-07-23/";
    assert_eq!(meta(page, "og:url"), address);
    assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")));
    assert!(page.contains("<link rel=\"stylesheet\" href=\"../../../style.css\">"));
    let cancelled = text(&site, "/events/coffee/2026-09-24/");
    assert_eq!(
        meta(cancelled, "og:title"),
        "Cancelled: Coffee &amp; cake, Thursday 24 September 2026 – Club"
    );
    assert!(
        cancelled.contains(
            "<h1><span class=\"hidden\">Cancelled: </span><bdi class=\"p-name\">Coffee &amp; cake</bdi></h1>"
        ),
        "{cancelled}"
    );
}

#[test]
fn a_meeting_repeats_only_what_differs_and_the_first_paragraph() {
    let site = published(SERIES);
    let plain = text(&site, "/events/coffee/2026-06-25/");
    assert!(plain.contains("We talk about what is new."));
    assert!(!plain.contains("Bring a friend"), "{plain}");
    let with_talk = text(&site, "/events/coffee/2026-05-28/");
    assert!(with_talk.contains("On clocks"), "{with_talk}");
    assert!(with_talk.contains("This meeting is over."), "{with_talk}");
    assert!(
        plain.contains("<a href=\"../../../events/coffee/\">All about <bdi>Coffee &amp; cake</bdi>, and all its dates</a>: monthly on the 4th Thursday"),
        "{plain}"
    );
}

#[test]
fn the_preview_of_a_series_has_its_next_meeting_with_its_zone() {
    let site = published(SERIES);
    assert_eq!(
        meta(text(&site, "/events/coffee/"), "og:description"),
        "Next meeting: Thursday 25 June 2026, 11am to midday (London time), Room 4. Repeats monthly on the 4th Thursday. \
         We talk about what is new."
    );
    let once = published("  - {id: a, title: A, start: 2026-07-01 18:00, end: \"19:00\"}\n");
    assert_eq!(
        meta(text(&once, "/events/a/"), "og:description"),
        "Wednesday 1 July 2026, 6pm to 7pm (London time)"
    );
}

#[test]
fn lists_link_to_the_page_of_a_meeting_or_to_its_place_on_the_page_of_its_series() {
    let site = published(SERIES);
    let upcoming = text(&site, "/upcoming.md");
    assert!(
        upcoming.contains("(https://a.example/events/coffee/2026-06-25/)"),
        "{upcoming}"
    );
    assert!(
        upcoming.contains("(https://a.example/events/coffee/2026-07-23/)"),
        "{upcoming}"
    );
    let page = text(&site, "/events/coffee/");
    for address in ["2026-07-23/", "#2026-08-27"] {
        let url = format!("\"url\":\"https://a.example/events/coffee/{address}\"");
        assert!(page.contains(&url), "{url}");
    }
    assert!(
        page.contains("<h3><a href=\"../../events/coffee/2026-06-25/\"><time class=\"dt-start\" datetime=\"2026-06-25T11:00:00+01:00\""),
        "{page}"
    );
}

#[test]
fn an_event_in_a_calendar_still_points_to_the_page_of_its_event() {
    let site = published(SERIES);
    let feed = text(&site, "/club.ics");
    assert!(feed.contains("\r\nURL:https://a.example/events/coffee/\r\n"));
    assert!(!feed.contains("events/coffee/2026"), "{feed}");
}

#[test]
fn each_date_of_past_years_is_an_anchor() {
    let page = published(SERIES);
    let page = text(&page, "/events/coffee/");
    for key in [
        "2024-01-25",
        "2024-12-26",
        "2025-02-27",
        "2025-07-24",
        "2026-09-24",
        "2026-11-26",
    ] {
        assert_eq!(
            page.matches(&format!(" id=\"{key}\"")).count(),
            1,
            "{key} in {page}"
        );
    }
    assert!(
        page.contains("<p class=\"dates\"><span id=\"2024-01-25\">25 January</span>, <span id=\"2024-02-22\">22 February</span>, "),
        "{page}"
    );
    assert!(
        page.contains(" and <span id=\"2024-12-26\">26 December 2024</span>, 11am to midday</p>"),
        "{page}"
    );
}

#[test]
fn the_head_of_an_event_with_further_dates_names_them_all() {
    let site = published(
        "  - {id: a, title: A, start: 2026-07-01 14:00, end: \"16:00\", also: [2026-07-02, 2026-08-04]}
  - {id: b, title: B, start: 2026-07-01 14:00, end: \"16:00\", also: [2026-07-02 10:00]}
",
    );
    let page = text(&site, "/events/a/");
    assert!(
        page.contains("<p class=\"when\">1, 2 July and 4 August 2026, 2pm to 4pm <span class=\"zone\">London time</span></p>"),
        "{page}"
    );
    let page = text(&site, "/events/b/");
    assert!(
        page.contains("<p class=\"when\">1 and 2 July 2026</p>"),
        "{page}"
    );
    let page = published(SERIES);
    let page = text(&page, "/events/coffee/");
    assert!(
        page.contains("<p class=\"when\">Also on 6 August 2026, 3pm to 4pm</p>"),
        "{page}"
    );
}

#[test]
fn an_incomplete_date_says_that_the_day_is_open() {
    let site = published(
        "  - {id: a, title: A, start: 2027}\n  - {id: b, title: B, start: tbc}\n  - {id: c, title: C, start: 2024}\n",
    );
    assert!(text(&site, "/events/a/").contains("<p class=\"when\">2027, day to be confirmed</p>"));
    assert!(text(&site, "/events/b/").contains("<p class=\"when\">Date to be confirmed</p>"));
    assert!(text(&site, "/events/c/").contains("<p class=\"when\">2024</p>"));
}

#[test]
fn pages_of_meetings_count_with_the_invites() {
    // Each page would name a hundred groups with 3,600 bytes each.
    let groups = (0..100).map(|n| format!("  g{n}: {{name: {}}}", "🎂".repeat(900)));
    let groups = groups.collect::<Vec<_>>().join("\n");
    let of_event: Vec<String> = (0..100).map(|n| format!("g{n}")).collect();
    let also = |count| {
        let first = chrono::NaiveDate::from_ymd_opt(2026, 1, 2).unwrap();
        let days = first.iter_days().take(count);
        days.map(|day| day.to_string())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let report = |count| {
        let text = format!(
            "calendar: {{name: Club, slug: club, domain: a.example, url: https://a.example, timezone: UTC}}\ngroups:\n{groups}\nevents:\n  - {{id: a, title: A, start: 2026-01-01, groups: [{}], also: [{}]}}\n",
            of_event.join(", "),
            also(count)
        );
        let (_, report) = calfeed::read(&text, &Context::new(now()));
        let errors = report.diagnostics().iter();
        let errors = errors.filter(|it| it.severity() == calfeed::Severity::Error);
        errors
            .map(calfeed::Diagnostic::message)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(report(600), "");
    assert!(
        report(1_000).starts_with(
            "with this event, more than 256 MB of text are published in invites and pages of meetings"
        ),
        "{}",
        report(1_000)
    );
}
