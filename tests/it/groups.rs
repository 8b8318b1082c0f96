//! The page of each group, the list of all groups, the page at a former address, and the Markdown of a group.

use std::fmt::Write as _;

use calfeed::{Context, Site, publish};

use crate::corpus::{now, read, revisions};
use crate::page::text;

const HEAD: &str = "\
calendar: {name: Club, slug: club, domain: a.example, url: https://a.example, timezone: Europe/London}
groups:
  crime: {name: Crime readers, description: \"We read *crime*.\\n\\nAnd more.\", contact: crime@a.example, formerly: [detectives]}
  poetry: {name: Poetry circle, next: tbc}
  quiet: {name: Quiet group}
events:
";

/// Publishes events of these groups on 15 June 2026.
fn published(events: &str) -> Site {
    let text = format!("{HEAD}{events}");
    publish(&read(&text), &revisions(), &Context::new(now())).unwrap()
}

/// Returns the titles of the articles of one section, each with its time.
fn listed(page: &str, id: &str) -> Vec<String> {
    let Some((_, rest)) = page.split_once(&format!("<section aria-labelledby=\"{id}\"")) else {
        return Vec::new();
    };
    let (section, _) = rest.split_once("</section>").unwrap();
    let titles = section.split("<h3 class=\"name\">").skip(1);
    titles
        .map(|article| {
            let (_, title) = article.split_once("<bdi class=\"p-name\">").unwrap();
            let (title, rest) = title.split_once("</bdi>").unwrap();
            let (_, when) = rest.split_once("<p class=\"when\">").unwrap();
            let (when, _) = when.split_once("</p>").unwrap();
            let mut texts = when.split('<').filter_map(|text| text.rsplit('>').next());
            let when = texts.find(|text| !text.is_empty());
            format!("{title}: {}", when.unwrap())
        })
        .collect()
}

const EVENTS: &str = "
  - {id: whodunit, title: Whodunit, start: 2026-07-02 18:00, end: \"19:00\", group: crime}
  - {id: other, title: Other, start: 2026-06-20 18:00, end: \"19:00\"}
  - {id: now, title: Open day, start: 2026-06-15 09:00, end: \"19:00\", groups: [crime, poetry]}
  - {id: monthly, title: Noir, start: 2026-02-04 18:00, end: \"19:00\", repeats: monthly on the 1st Wednesday, group: crime, changes: {2026-08-05: {skipped: Holidays}}}
  - {id: talk, title: Talk, start: tbc, group: crime}
  - {id: past, title: Old talk, start: 2024-03-05 18:00, end: \"19:00\", group: crime}
";

#[test]
fn the_page_of_a_group_lists_all_its_meetings_and_no_others() {
    let site = published(EVENTS);
    let page = text(&site, "/crime/");
    let (_, next) = page.split_once("class=\"next\">").unwrap();
    let (next, _) = next.split_once("</section>").unwrap();
    let on_now = next.find("On now: <a href=\"../events/now/\">").unwrap();
    let noir = next.find("href=\"../events/monthly/2026-07-01/\"").unwrap();
    assert!(on_now < noir, "{next}");
    let upcoming = listed(page, "upcoming");
    assert_eq!(upcoming.len(), 2 + 12, "{upcoming:#?}");
    assert_eq!(
        upcoming[..4],
        [
            "Open day: Monday 15 June 2026, 9am to 7pm",
            "Noir: Wednesday 1 July 2026, 6pm to 7pm",
            "Whodunit: Thursday 2 July 2026, 6pm to 7pm",
            "Noir: Wednesday 5 August 2026",
        ]
    );
    assert_eq!(
        upcoming.last().unwrap(),
        "Noir: Wednesday 2 June 2027, 6pm to 7pm"
    );
    let awaiting = listed(page, "to-be-confirmed");
    assert!(
        awaiting.len() == 1 && awaiting[0].starts_with("Talk: "),
        "{awaiting:#?}"
    );
    let past = listed(page, "past");
    assert_eq!(past.len(), 2, "{past:#?}");
    assert_eq!(past[1], "Old talk: Tuesday 5 March 2024, 6pm to 7pm");
}

#[test]
fn the_page_of_a_group_says_what_the_group_is_and_how_to_subscribe() {
    let site = published(EVENTS);
    let page = text(&site, "/crime/");
    for part in [
        "<title>Crime readers – Club</title>",
        "<meta name=\"description\" content=\"We read crime.\">",
        "<link rel=\"canonical\" href=\"https://a.example/crime/\">",
        "<h1><bdi>Crime readers</bdi></h1>",
        "<em>crime</em>",
        "<a href=\"mailto:crime@a.example\">",
        "webcal://a.example/crime.ics",
        "href=\"../groups/\"",
        "href=\"../events/whodunit/\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert_eq!(page.matches("type=\"text/calendar\"").count(), 2);
    assert!(!page.contains("events/other/"));
}

#[test]
fn a_group_without_a_meeting_says_what_to_do() {
    let site = published("");
    let quiet = text(&site, "/quiet/");
    assert!(quiet.contains(
        "<p class=\"empty\">No meeting is planned at the moment. <a href=\"#subscribe\">Subscribe</a>, and the next one appears in your calendar.</p>"
    ));
    let poetry = text(&site, "/poetry/");
    assert!(
        poetry.contains("<p class=\"empty\">The date of the next meeting is to be confirmed. ")
    );
    assert!(!poetry.contains("No meeting is planned"), "{poetry}");
}

#[test]
fn a_long_list_ends_with_links_to_the_months_and_to_the_years() {
    let mut events = String::from(
        "  - {id: daily, title: Daily, start: 2026-06-16 18:00, end: \"19:00\", repeats: daily, group: crime}\n",
    );
    for day in 1..=28 {
        for year in 2018..=2022 {
            writeln!(
                events,
                "  - {{id: old-{year}-{day}, title: Old, start: {year}-02-{day:02} 18:00, end: \"19:00\", group: crime}}"
            )
            .unwrap();
        }
    }
    let site = published(&events);
    let page = text(&site, "/crime/");
    assert_eq!(listed(page, "upcoming").len(), 100);
    let months = page.matches("<li><a href=\"../20").count();
    assert_eq!(months, 10, "September 2026 to June 2027");
    assert!(page.contains("<li><a href=\"../2026-09/\">September 2026</a></li>"));
    assert!(page.contains("<li><a href=\"../2027-06/\">June 2027</a></li>"));
    assert_eq!(listed(page, "past").len(), 100);
    assert!(!page.contains("All events of 2020"));
    assert!(page.contains("<a href=\"../past/2019/\">All events of 2019</a>"));
    assert!(page.contains("<a href=\"../past/2018/\">All events of 2018</a>"));
}

#[test]
fn the_list_of_groups_has_every_group_with_its_next_meeting() {
    let site = published(EVENTS);
    let page = text(&site, "/groups/");
    for part in [
        "<a href=\"../crime/\"><bdi>Crime readers</bdi></a>",
        "Next meeting: <a href=\"../events/monthly/2026-07-01/\"><bdi>Noir</bdi></a>, Wednesday 1 July 2026, 6pm to 7pm",
        "<p dir=\"auto\">We read crime.</p>",
        "Next meeting to be confirmed",
        "No meeting is planned at the moment.",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn a_calendar_without_groups_has_no_page_of_groups() {
    let text = "calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC}\nevents: []\n";
    let site = publish(&read(text), &revisions(), &Context::new(now())).unwrap();
    assert!(site.get("/groups/").is_none());
}

#[test]
fn the_page_at_a_former_address_points_to_the_present_one() {
    let site = published(EVENTS);
    let page = text(&site, "/detectives/");
    for part in [
        "<link rel=\"canonical\" href=\"https://a.example/crime/\">",
        "<meta http-equiv=\"refresh\" content=\"0; url=../crime/\">",
        "<a href=\"../crime/\">",
        "<h1><bdi>Crime readers</bdi></h1>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(site.get("/detectives.ics").is_some());
    assert!(site.get("/groups/detectives.md").is_none());
}

#[test]
fn the_name_of_a_group_is_a_link_to_its_page_on_every_other_page() {
    let site = published(
        "  - {id: a, title: A, start: 2026-07-02 18:00, end: \"19:00\", group: crime, tags: [\"tea & cake\"]}\n",
    );
    for (path, root) in [("/", ""), ("/events/a/", "../../"), ("/crime/", "../")] {
        let page = text(&site, path);
        let link = format!("<li><a href=\"{root}crime/\"><bdi>Crime readers</bdi></a></li>");
        // On its own page the name would be on every line.
        assert_eq!(page.contains(&link), path != "/crime/", "{path}\n{page}");
        let root = if root.is_empty() { "./" } else { root };
        let tag = format!(
            "<a href=\"{root}?q=tea%20%26%20cake\"><bdi class=\"p-category\">tea &amp; cake</bdi></a>"
        );
        assert!(page.contains(&tag), "{path}\n{page}");
    }
}

#[test]
fn the_markdown_of_a_group_lists_its_upcoming_events() {
    let site = published(
        "  - {id: a, title: A, start: 2026-07-02 18:00, end: \"19:00\", group: crime}
  - {id: c, title: C, start: 2026-07-03 18:00, end: \"19:00\"}
",
    );
    assert_eq!(
        text(&site, "/groups/crime.md"),
        "* Thursday 2 July 2026, 6pm to 7pm (London time) – [A](https://a.example/events/a/) – Crime readers\n"
    );
    assert_eq!(
        text(&site, "/groups/quiet.md"),
        "No meeting is planned at the moment. [Subscribe](https://a.example/quiet/#subscribe), and the next one appears in your calendar.\n"
    );
}

#[test]
fn the_sitemap_names_every_page_with_its_last_change() {
    let site =
        published("  - {id: a, title: A, start: 2026-06-02 18:00, end: \"19:00\", group: crime}\n");
    let sitemap = text(&site, "/sitemap.xml");
    // The event took place on 2 June; until then, the pages that list it showed it as upcoming.
    for (path, changed) in [
        ("", "2026-06-02T23:00:00Z"),
        ("groups/", "2026-06-02T23:00:00Z"),
        ("crime/", "2026-06-02T23:00:00Z"),
        ("events/a/", "2026-01-05T09:30:00Z"),
    ] {
        let url =
            format!("<url><loc>https://a.example/{path}</loc><lastmod>{changed}</lastmod></url>\n");
        assert!(sitemap.contains(&url), "{url}\n{sitemap}");
    }
    for path in ["detectives", ".ics", ".md", "404"] {
        assert!(!sitemap.contains(path), "{path}\n{sitemap}");
    }
    assert_eq!(
        text(&site, "/robots.txt"),
        "User-agent: *\nAllow: /\n\nSitemap: https://a.example/sitemap.xml\n"
    );
}

#[test]
fn the_list_of_groups_says_when_each_line_is_over() {
    let site = published(EVENTS);
    let page = text(&site, "/groups/");
    for part in [
        "<section aria-label=\"Groups\" data-upcoming>",
        "data-ends=\"2026-06-15T19:00:00+01:00\">On now:",
        "data-ends=\"2026-07-01T19:00:00+01:00\">Next meeting:",
        "This page was made on Monday 15 June 2026.",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}
