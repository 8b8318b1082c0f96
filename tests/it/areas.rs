//! Areas, which hold groups; groups whose events are only in their own feed; and what events take from their groups.

use std::collections::BTreeMap;

use calfeed::{Context, History, Site, publish};

use crate::content::Component;
use crate::corpus::{instant, now, read, revisions};
use crate::page::{section, text};

const HEAD: &str = "\
calendar: {name: Project, slug: project, domain: a.example, url: https://a.example, timezone: Europe/London, formerly: [feeds/all], color: teal}
groups:
  languages: {name: Languages, groups: [python, rust], color: crimson}
  everything: {name: Everything, groups: [languages, editors]}
  python: {name: Python, formerly: [teams/python], timezone: Europe/Berlin, contact: python@a.example}
  rust: {name: Rust, contact: rust@a.example}
  editors: {name: Editors}
  papers: {name: Papers, feed: only}
events:
";

/// Publishes these events on 15 June 2026.
fn published(events: &str) -> Site {
    let text = format!("{HEAD}{events}");
    publish(&read(&text), &revisions(), &Context::new(now())).unwrap()
}

/// Returns the ids of the events in a feed, in order.
fn ids(site: &Site, path: &str) -> Vec<String> {
    let feed = Component::read(text(site, path));
    let events = feed.all("VEVENT");
    let uids = events.map(|event| event.value("UID").to_owned());
    uids.map(|uid| uid.trim_end_matches("@a.example").to_owned())
        .collect()
}

/// Returns the value of a property of the only event of a feed.
fn value(site: &Site, path: &str, name: &str) -> Option<String> {
    let feed = Component::read(text(site, path));
    let event = feed.all("VEVENT").next().unwrap();
    event.has(name).then(|| event.value(name).to_owned())
}

/// Returns the paths of everything that has a text, except the sitemap.
fn with_text<'a>(site: &'a Site, words: &str) -> Vec<&'a str> {
    let all = site.iter().filter(|(path, _)| *path != "/sitemap.xml");
    let all = all.map(|(path, resource)| (path, str::from_utf8(resource.bytes()).unwrap()));
    all.filter(|(_, text)| text.contains(words))
        .map(|(path, _)| path)
        .collect()
}

const TALKS: &str = "
  - {id: both, title: Both, start: 2026-07-01 18:00, end: \"19:00\", groups: [python, rust]}
  - {id: editing, title: Editing, start: 2026-07-02 18:00, end: \"19:00\", group: editors}
  - {id: of-area, title: Of the area, start: 2026-07-03 18:00, end: \"19:00\", group: languages}
  - {id: py, title: Only Python, start: 2026-07-04 18:00, end: \"19:00\", group: python}
  - {id: none, title: Of nobody, start: 2026-07-05 18:00, end: \"19:00\"}
";

#[test]
fn the_feed_of_an_area_has_each_event_of_its_groups_once() {
    let site = published(TALKS);
    for (path, wanted) in [
        ("/project.ics", "both editing none of-area py"),
        ("/everything.ics", "both editing of-area py"),
        ("/languages.ics", "both of-area py"),
        ("/python.ics", "both py"),
        ("/rust.ics", "both"),
        ("/editors.ics", "editing"),
        ("/papers.ics", ""),
    ] {
        assert_eq!(ids(&site, path).join(" "), wanted, "{path}");
    }
    assert_eq!(
        value(&site, "/events/both.ics", "CATEGORIES").as_deref(),
        Some("Python,Rust")
    );
}

#[test]
fn the_page_of_an_area_lists_its_groups_and_their_meetings() {
    let site = published(TALKS);
    let page = text(&site, "/languages/");
    assert_eq!(section(page, "groups"), "Groups of Languages\nPython\nRust");
    for id in ["both", "of-area", "py"] {
        assert!(page.contains(&format!("href=\"../events/{id}/\"")), "{id}");
    }
    assert!(!page.contains("events/editing/"));
    let team = text(&site, "/python/");
    assert!(
        team.contains(
            "<p class=\"hint\">Part of <a href=\"../languages/\"><bdi>Languages</bdi></a></p>"
        ),
        "{team}"
    );
}

#[test]
fn groups_are_listed_by_area() {
    let site = published("  []\n");
    let list = section(text(&site, "/"), "groups");
    let wanted = "\
Groups
Everything
Subscribe to Everything
No meeting is planned at the moment.
Editors
No meeting is planned at the moment.
Languages
Subscribe to Languages
No meeting is planned at the moment.
Python
No meeting is planned at the moment.
Rust
No meeting is planned at the moment.
Other groups
Papers
Its meetings are only in its own calendar.";
    assert_eq!(list, wanted);
    let page = text(&site, "/");
    assert!(page.contains("<h3><a href=\"languages/\"><bdi>Languages</bdi></a></h3>"));
    assert!(page.contains("<h4><a href=\"python/\"><bdi>Python</bdi></a></h4>"));
    let page = text(&site, "/groups/");
    assert!(page.contains("<h2><a href=\"../languages/\"><bdi>Languages</bdi></a></h2>"));
    assert!(page.contains("<h3><a href=\"../python/\"><bdi>Python</bdi></a></h3>"));
    assert!(page.contains("<h2 class=\"area\">Other groups</h2>"));
}

const PAPERS: &str = "
  - {id: due, title: Papers due, start: 2026-07-01 18:00, end: \"19:00\", group: papers}
  - {id: weekly, title: Papers read, start: 2026-06-02 18:00, end: \"19:00\", repeats: every week, count: 4, group: papers, changes: {2026-06-16: {location: Library}}}
  - {id: later, title: Papers later, start: tbc, group: papers}
  - {id: old, title: Papers past, start: 2024-03-05 18:00, end: \"19:00\", group: papers}
  - {id: on, title: Papers on now, start: 2026-06-15 09:00, end: \"19:00\", group: papers}
  - {id: shared, title: Shared, start: 2026-08-01 18:00, end: \"19:00\", groups: [papers, editors]}
";

#[test]
fn an_event_whose_groups_are_feed_only_is_in_no_list_of_all_events() {
    let site = published(PAPERS);
    for (title, wanted) in [
        (
            "Papers due",
            &[
                "/events/due.ics",
                "/events/due/",
                "/groups/papers.md",
                "/papers.ics",
                "/papers/",
            ][..],
        ),
        (
            "Papers later",
            &["/events/later/", "/groups/papers.md", "/papers/"],
        ),
        (
            "Papers past",
            &["/events/old.ics", "/events/old/", "/papers.ics", "/papers/"],
        ),
        (
            "Papers on now",
            &[
                "/events/on.ics",
                "/events/on/",
                "/groups/",
                "/groups/papers.md",
                "/papers.ics",
                "/papers/",
            ],
        ),
        (
            "Papers read",
            &[
                "/events/weekly.ics",
                "/events/weekly/",
                "/events/weekly/2026-06-02.ics",
                "/events/weekly/2026-06-09.ics",
                "/events/weekly/2026-06-16.ics",
                "/events/weekly/2026-06-16/",
                "/events/weekly/2026-06-23.ics",
                "/events/weekly/2026-06-23/",
                "/groups/",
                "/groups/papers.md",
                "/papers.ics",
                "/papers/",
            ],
        ),
    ] {
        assert_eq!(with_text(&site, title), wanted, "{title}");
    }
    assert!(site.get("/past/2024/").is_none());
    assert!(site.get("/2026-07/").is_none());
    assert!(text(&site, "/sitemap.xml").contains("https://a.example/events/due/"));
}

#[test]
fn an_event_with_another_group_is_in_the_lists_of_all_events_too() {
    let site = published(PAPERS);
    assert_eq!(ids(&site, "/project.ics"), ["shared"]);
    let found = with_text(&site, "Shared");
    for path in [
        "/",
        "/2026-08/",
        "/events.json",
        "/events.md",
        "/feed.xml",
        "/next.md",
        "/upcoming.md",
    ] {
        assert!(found.contains(&path), "{path} in {found:?}");
    }
}

#[test]
fn an_area_has_the_events_that_its_groups_keep_to_themselves() {
    let text = HEAD.replace("[languages, editors]", "[languages, editors, papers]");
    let text = format!("{text}{PAPERS}");
    let site = publish(&read(&text), &revisions(), &Context::new(now())).unwrap();
    assert_eq!(ids(&site, "/everything.ics"), ids(&site, "/papers.ics"));
    assert_eq!(ids(&site, "/project.ics"), ["shared"]);
}

#[test]
fn the_page_of_an_event_that_is_in_no_list_subscribes_to_the_feed_of_its_group() {
    let site = published(&PAPERS.replace("[papers, editors]", "[papers]"));
    for (path, root) in [
        ("/events/due/", "../../"),
        ("/events/weekly/2026-06-16/", "../../../"),
    ] {
        let page = text(&site, path);
        let feed = format!("title=\"Papers\" href=\"{root}papers.ics\"");
        assert!(page.contains(&feed), "{page}");
        assert!(
            page.contains(&format!("href=\"{root}papers/#subscribe\"")),
            "{page}"
        );
        assert!(
            page.contains("Subscribe: https://a.example/papers.ics"),
            "{page}"
        );
        assert!(!page.contains("project.ics"), "{page}");
    }
    assert!(
        text(&site, "/papers/").contains(
            "These meetings are only in this calendar, and not in the one of all events."
        )
    );
}

#[test]
fn an_event_without_a_zone_or_a_contact_has_those_of_its_first_group_that_has_one() {
    for (event, start, contact) in [
        (
            "start: 2026-07-01 18:00, end: \"19:00\", groups: [python, rust]",
            "20260701T180000",
            Some("python@a.example"),
        ),
        (
            "start: 2026-07-01 18:00, end: \"19:00\", groups: [editors, rust, python]",
            "20260701T180000",
            Some("rust@a.example"),
        ),
        (
            "start: 2026-07-01 18:00, end: \"19:00\", group: python, contact: none, timezone: UTC",
            "20260701T180000",
            None,
        ),
        (
            "start: 2026-07-01, group: python",
            "20260701",
            Some("python@a.example"),
        ),
        (
            "start: 2026-07-01 18:00, end: \"19:00\", group: languages",
            "20260701T180000",
            None,
        ),
    ] {
        let site = published(&format!("  - {{id: it, title: It, {event}}}\n"));
        let path = "/events/it.ics";
        assert_eq!(
            value(&site, path, "DTSTART").as_deref(),
            Some(start),
            "{event}"
        );
        assert_eq!(value(&site, path, "CONTACT").as_deref(), contact, "{event}");
        let zone = ["Europe/Berlin", "UTC", "Europe/London"]
            .into_iter()
            .find(|zone| text(&site, path).contains(&format!("DTSTART;TZID={zone}:")));
        let wanted = match event {
            _ if event.contains("UTC") => Some("UTC"),
            _ if !event.contains("18:00") => None,
            _ if event.contains("python") => Some("Europe/Berlin"),
            _ => Some("Europe/London"),
        };
        assert_eq!(zone, wanted, "{event}");
    }
}

#[test]
fn the_colour_of_a_group_is_that_of_its_feed_and_its_page() {
    let site = published("  []\n");
    let colors = ["/project.ics", "/languages.ics", "/python.ics"].map(|path| {
        let feed = Component::read(text(&site, path));
        feed.value("X-APPLE-CALENDAR-COLOR").to_owned()
    });
    assert_eq!(colors, ["#008080", "#DC143C", "#008080"]);
    let page = text(&site, "/languages/");
    assert!(
        page.contains("<html lang=\"en-GB\" class=\"accent-dc143c\">"),
        "{page}"
    );
    assert!(
        page.contains("<meta name=\"theme-color\" content=\"#DC143C\">"),
        "{page}"
    );
    assert!(text(&site, "/style.css").contains(":root.accent-dc143c { --accent: #DC143C;"));
    assert!(text(&site, "/python/").contains("<html lang=\"en-GB\">"));
}

#[test]
fn a_former_address_in_a_folder_has_the_same_feed_and_points_to_the_page() {
    let site = published(TALKS);
    let bytes = |path: &str| site.get(path).unwrap().bytes().clone();
    assert_eq!(bytes("/teams/python.ics"), bytes("/python.ics"));
    assert_eq!(bytes("/feeds/all.ics"), bytes("/project.ics"));
    assert!(text(&site, "/teams/python/").contains("content=\"0; url=../../python/\""));
    assert!(site.get("/feeds/all/").is_none());
    assert!(!text(&site, "/sitemap.xml").contains("teams"));
}

#[test]
fn the_data_for_programs_says_what_a_group_is() {
    let site = published("  []\n");
    let data: serde_json::Value = serde_json::from_str(text(&site, "/events.json")).unwrap();
    let groups = data["groups"].as_array().unwrap().iter();
    let groups: BTreeMap<&str, String> = groups
        .map(|group| {
            let keys = ["feed_only", "groups", "areas", "color", "timezone"];
            let values = keys.map(|key| group[key].to_string());
            (group["id"].as_str().unwrap(), values.join(" "))
        })
        .collect();
    let wanted = [
        ("editors", r#"false [] ["everything"] null null"#),
        (
            "everything",
            r#"false ["languages","editors"] [] null null"#,
        ),
        (
            "languages",
            r##"false ["python","rust"] ["everything"] "#DC143C" null"##,
        ),
        ("papers", "true [] [] null null"),
        (
            "python",
            r#"false [] ["everything","languages"] null "Europe/Berlin""#,
        ),
        ("rust", r#"false [] ["everything","languages"] null null"#),
    ];
    assert_eq!(
        groups,
        wanted.map(|(id, values)| (id, values.to_owned())).into()
    );
}

#[test]
fn an_event_that_is_removed_with_its_group_stays_out_of_the_calendars_feed() {
    let due = "  - {id: due, title: Papers due, start: 2026-07-01 18:00, end: \"19:00\", group: papers}\n";
    let kept = "  - {id: kept, title: Kept, start: 2026-07-02}\n";
    let before = format!("{HEAD}{due}{kept}");
    let alone = "  papers: {name: Papers, feed: only}\n";
    for after in [
        before.replace(due, ""),
        before.replace(due, "").replace(alone, ""),
    ] {
        let mut history = History::default();
        assert!(history.note(&before, instant("2026-02-01T12:00:00Z")));
        assert!(history.note(&after, instant("2026-02-02T12:00:00Z")));
        let carried = History::from_json(&history.to_json()).unwrap();
        assert_eq!(carried.revisions(), history.revisions());
        let site = publish(&read(&after), &history.revisions(), &Context::new(now())).unwrap();
        assert_eq!(ids(&site, "/project.ics"), ["kept"]);
        assert!(!with_text(&site, "Papers due").contains(&"/"));
        if after.contains(alone) {
            assert_eq!(ids(&site, "/papers.ics"), ["due"]);
        }
    }
}
