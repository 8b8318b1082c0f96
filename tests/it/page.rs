//! The events page, the page of each event, and their Markdown: what they list, and in which order.

use std::fmt::Write as _;

use calfeed::{Context, Site, publish};
use serde_json::Value;

use crate::corpus::{now, read, revisions};

pub(crate) const HEAD: &str = "calendar: {name: Club, slug: club, domain: a.example, url: https://a.example, timezone: Europe/London}\n";

/// Publishes events and groups on 15 June 2026.
pub(crate) fn published(events: &str) -> Site {
    published_with("", events)
}

/// The same, with other keys of the file in front of the events.
pub(crate) fn published_with(others: &str, events: &str) -> Site {
    let text = format!("{HEAD}{others}events:\n{events}");
    publish(&read(&text), &revisions(), &Context::new(now())).unwrap()
}

pub(crate) fn text<'a>(site: &'a Site, path: &str) -> &'a str {
    str::from_utf8(site.get(path).unwrap().bytes()).unwrap()
}

/// Returns the text of one section of a page, one line for each line with text.
pub(crate) fn section(page: &str, id: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("<section aria-labelledby=\"{id}\""))
        .unwrap_or_else(|| panic!("no section {id} in {page}"));
    let (_, rest) = rest.split_once('>').unwrap();
    let (section, _) = rest.split_once("</section>").unwrap();
    words(section)
}

/// Returns the text of a part of a page, without markup.
pub(crate) fn words(html: &str) -> String {
    let mut out = String::new();
    let mut is_text = true;
    for c in html.chars() {
        match c {
            '<' => is_text = false,
            '>' => is_text = true,
            c if is_text => out.push(c),
            _ => {}
        }
    }
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

const FAR: &str = "  - {id: far, title: Far, start: 2028-03-01 09:00, end: \"10:00\"}\n";

#[test]
fn an_event_on_a_day_of_its_own_is_listed_however_far_ahead_it_is() {
    let site = published(FAR);
    let line = "* Wednesday 1 March 2028, 9am to 10am (London time) – [Far](https://a.example/events/far/)\n";
    assert_eq!(text(&site, "/upcoming.md"), line);
    assert_eq!(text(&site, "/next.md"), line.trim_start_matches("* "));
    assert!(section(text(&site, "/"), "upcoming").contains("Wednesday 1 March 2028"));
    let data: Value = serde_json::from_str(text(&site, "/events.json")).unwrap();
    assert_eq!(
        data["events"][0]["instances"][0]["start"],
        "2028-03-01T09:00:00+00:00"
    );
    assert!(text(&site, "/events/far/").contains("application/ld+json"));
}

#[test]
fn a_series_that_begins_later_is_listed_with_its_first_meeting() {
    let site = published(
        "  - {id: late, title: Late, start: 2028-03-01, repeats: yearly}
  - {id: rare, title: Rare, start: 2024-09-05, repeats: every 4 years}
",
    );
    assert_eq!(
        text(&site, "/upcoming.md"),
        "* Wednesday 1 March 2028 – [Late](https://a.example/events/late/2028-03-01/) – repeats yearly on 1 March
* Tuesday 5 September 2028 – [Rare](https://a.example/events/rare/2028-09-05/) – repeats every 4 years on 5 September
"
    );
}

/// A series with every kind of change.
const WEEKLY: &str = "  - id: weekly
    title: Stand-up
    start: 2026-01-05 09:30
    end: \"09:45\"
    repeats: weekly on Monday
    until: 2026-12-28
    also: [2026-07-30 15:00]
    changes:
      2026-06-29: {skipped: a holiday}
      2026-08-31: {moved_to: 2026-09-01, status: tentative, reason: room}
      2026-10-05: {cancelled: nobody is there}
      2026-11-02: {talks: [{title: On clocks}]}
  - {id: party, title: Party, start: 2026-09-19}
";

#[test]
fn a_series_is_listed_with_its_next_three_meetings_those_that_differ_and_its_rule() {
    assert_eq!(
        text(&published(WEEKLY), "/upcoming.md"),
        "* Monday 22 June 2026, 9:30am to 9:45am (London time) – [Stand-up](https://a.example/events/weekly/2026-06-22/) – repeats weekly on Monday
* Monday 29 June 2026 – [Stand-up](https://a.example/events/weekly/#2026-06-29) – **No meeting: a holiday**
* Monday 6 July 2026, 9:30am to 9:45am (London time) – [Stand-up](https://a.example/events/weekly/#2026-07-06)
* Monday 13 July 2026, 9:30am to 9:45am (London time) – [Stand-up](https://a.example/events/weekly/#2026-07-13)
* And weekly on Monday until Monday 28 December 2026 – [all dates of Stand-up](https://a.example/events/weekly/)
* Thursday 30 July 2026, 3pm to 3:15pm (London time) – [Stand-up](https://a.example/events/weekly/2026-07-30/)
* Tuesday 1 September 2026, 9:30am to 9:45am (London time) – [Stand-up](https://a.example/events/weekly/2026-08-31/) – **To be confirmed. Moved from Monday 31 August 2026, 9:30am to 9:45am: room**
* Saturday 19 September 2026 – [Party](https://a.example/events/party/)
* Monday 5 October 2026, 9:30am to 9:45am (London time) – [Stand-up](https://a.example/events/weekly/2026-10-05/) – **Cancelled: nobody is there**
* Monday 2 November 2026, 9:30am to 9:45am (London time) – [Stand-up](https://a.example/events/weekly/2026-11-02/)

  * **On clocks**
"
    );
}

#[test]
fn a_meeting_that_is_off_is_none_of_the_next_three() {
    let site = published(
        "  - {id: a, title: A, start: 2026-07-06, repeats: weekly, changes: {2026-07-06: {cancelled: rain}, 2026-07-13: {cancelled: rain}}}\n",
    );
    let upcoming = text(&site, "/upcoming.md");
    assert_eq!(upcoming.matches("Cancelled: rain").count(), 2);
    assert_eq!(upcoming.lines().count(), 6, "{upcoming}");
    assert!(upcoming.contains("Monday 3 August 2026"), "{upcoming}");
}

#[test]
fn the_page_lists_every_meeting_of_a_series_and_says_its_rule_once() {
    let shown = section(text(&published(WEEKLY), "/"), "upcoming");
    for words in [
        "Monday 29 June 2026\nNo meeting: a holiday",
        "Monday 20 July 2026, 9:30am to 9:45am",
        "To be confirmed. Moved from Monday 31 August 2026, 9:30am to 9:45am: room",
        "Cancelled: nobody is there",
        "Talks and links of Stand-up",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    assert_eq!(shown.matches("Repeats weekly on Monday").count(), 1);
}

#[test]
fn past_meetings_without_anything_of_their_own_are_one_line_a_year() {
    let site = published(
        "  - id: monthly
    title: Coffee
    start: 2025-03-27 11:00
    end: \"12:00\"
    repeats: monthly on the 4th Thursday
    format: virtual
    changes:
      2025-10-23: {moved_to: 2025-10-30}
      2026-02-26: {cancelled: snow}
  - {id: daily, title: Tea, start: 2025-12-20 15:00, end: \"15:15\", repeats: daily, until: 2026-02-01}
  - {id: once, title: Once, start: 2025-12-30}
",
    );
    let (_, past) = text(&site, "/events.md")
        .split_once("# Past events\n")
        .unwrap();
    assert_eq!(
        past,
        "
## 2026

* 22 January, 26 March, 23 April and 28 May 2026, 11am to midday (London time) – Virtual – [Coffee](https://a.example/events/monthly/)
* Thursday 26 February 2026, 11am to midday (London time) – Virtual – [Coffee](https://a.example/events/monthly/2026-02-26/) – **Cancelled: snow**
* 32 meetings, 3pm to 3:15pm (London time) – [Tea](https://a.example/events/daily/)

## 2025

* 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30 and 31 December 2025, 3pm to 3:15pm (London time) – [Tea](https://a.example/events/daily/)
* Tuesday 30 December 2025 – [Once](https://a.example/events/once/)
* 27 March, 24 April, 22 May, 26 June, 24 July, 28 August, 25 September, 27 November and 25 December 2025, 11am to midday (London time) – Virtual – [Coffee](https://a.example/events/monthly/)
* Thursday 30 October 2025, 11am to midday (London time) – Virtual – [Coffee](https://a.example/events/monthly/2025-10-23/) – **Moved from Thursday 23 October 2025, 11am to midday**
"
    );
}

#[test]
fn the_page_of_a_series_has_each_meeting_under_its_date_for_a_year_and_older_ones_in_short() {
    let site = published(
        "  - id: monthly
    title: Coffee
    start: 2023-03-23 11:00
    end: \"12:00\"
    repeats: monthly on the 4th Thursday
    changes:
      2024-06-27: {talks: [{title: On feeds}]}
      2026-07-23: {skipped: summer}
",
    );
    let page = text(&site, "/events/monthly/");
    let ids: Vec<&str> = page
        .split("<article id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(ids.len(), 25, "{ids:?}");
    assert_eq!(ids[..3], ["2026-06-25", "2026-07-23", "2026-08-27"]);
    assert_eq!(ids[12..15], ["2026-05-28", "2026-04-23", "2026-03-26"]);
    assert!(ids.contains(&"2024-06-27"));
    let next = section(page, "next");
    assert!(
        next.contains("Thursday 23 July 2026\nNo meeting: summer"),
        "{next}"
    );
    let past = section(page, "before");
    assert!(
        past.contains("23 March, 27 April, 25 May, 22 June, 27 July, 24 August, 28 September, 26 October, 23 November and 28 December 2023"),
        "{past}"
    );
    assert!(past.contains("On feeds"), "{past}");
    assert!(
        !page.contains("../../events/monthly/\""),
        "no link to itself"
    );
    assert!(page.contains("<h3><a href=\"../../events/monthly/2026-06-25/\"><time class=\"dt-start\" datetime=\"2026-06-25T11:00:00+01:00\""), "{page}");
}

#[test]
fn a_moved_and_tentative_meeting_is_to_be_confirmed_and_moved() {
    let site = published(
        "  - {id: a, title: A, start: 2026-01-05 10:00, end: \"11:00\", repeats: weekly, changes: {2026-06-29: {moved_to: 2026-06-30, status: tentative}}}\n",
    );
    assert!(
        text(&site, "/upcoming.md")
            .contains("**To be confirmed. Moved from Monday 29 June 2026, 10am to 11am**")
    );
}

const GROUPS: &str = "  - {id: a, title: A, start: 2026-07-05 10:00, end: \"11:00\", group: one}
  - {id: b, title: B, start: tbc, group: two}
groups:
  one: {name: One, next: tbc}
  two: {name: Two, next: tbc}
  three: {name: Three, next: tbc}
";

#[test]
fn a_group_that_has_a_meeting_ahead_is_not_to_be_confirmed_as_well() {
    let site = published(GROUPS);
    let groups = section(text(&site, "/"), "groups");
    assert!(
        groups.contains("Next meeting: A, Sunday 5 July 2026, 10am to 11am"),
        "{groups}"
    );
    assert_eq!(
        groups.matches("Next meeting to be confirmed").count(),
        1,
        "{groups}"
    );
    let (_, groups) = text(&site, "/events.md").split_once("## Groups").unwrap();
    assert_eq!(
        groups,
        "

**One** – next meeting: Sunday 5 July 2026, 10am to 11am (London time), [A](https://a.example/events/a/) – calendar: [https://a.example/one.ics](https://a.example/one.ics)

**Three** – next meeting to be confirmed – calendar: [https://a.example/three.ics](https://a.example/three.ics)

**Two** – [B](https://a.example/events/b/): date to be confirmed – calendar: [https://a.example/two.ics](https://a.example/two.ics)
"
    );
}

#[test]
fn every_way_to_subscribe_to_a_group_is_on_the_page_of_the_group() {
    let site = published(GROUPS);
    assert!(!text(&site, "/").contains("webcal://a.example/one.ics"));
    let page = text(&site, "/one/");
    assert!(!page.contains("webcal://a.example/club.ics"));
    for way in [
        "value=\"https://a.example/one.ics\"",
        "webcal://a.example/one.ics",
        "https://outlook.live.com/calendar/0/addfromweb/?url=https%3A%2F%2Fa.example%2Fone.ics",
        "https://outlook.office.com/calendar/0/addfromweb/?url=https%3A%2F%2Fa.example%2Fone.ics",
        "https://calendar.google.com/calendar/u/0/r/settings/addbyurl",
    ] {
        assert!(page.contains(way), "{way}");
    }
}

/// Returns the part of an event's own page between the event and the list of its instances.
fn foot(event: &str) -> String {
    let site = published(&format!("  - {{id: a, title: A, {event}}}\n"));
    let page = text(&site, "/events/a/");
    let (_, article) = page.split_once("<h1>").unwrap();
    let (article, _) = article.split_once("</article>").unwrap();
    let (_, foot) = article.split_once("<div class=\"foot\">").unwrap();
    words(foot)
}

#[test]
fn what_is_over_or_off_is_not_offered_to_be_added() {
    let weekly = "end: \"11:00\", repeats: weekly";
    assert_eq!(
        foot(&format!(
            "start: 2024-01-01 10:00, {weekly}, until: 2025-03-03"
        )),
        "This series has ended."
    );
    assert_eq!(foot("start: 2025-01-01"), "This event is over.");
    let notice = "If it is in your calendar:
You have subscribed: your calendar shows it by itself.
You added it from its file: open this notice, which marks it there.
You added it with a link to Google or Outlook: delete it by hand.";
    assert_eq!(foot("start: 2026-07-01, status: cancelled"), notice);
}

#[test]
fn what_is_ahead_is_offered_to_every_program_that_can_take_it() {
    let ways = "Add to Apple Calendar\nAdd to Google Calendar\nAdd to Outlook.com\nAdd to Microsoft 365\nDownload .ics file";
    let single = "If you add a single event, it will not update. Subscribe to get changes.";
    assert_eq!(
        foot("start: 2026-07-01"),
        format!("Add this event\n{ways}\n{single}")
    );
    let series = "If you add a series, it will not update. Subscribe to get changes.";
    assert_eq!(
        foot("start: 2026-01-05 10:00, end: \"11:00\", repeats: weekly"),
        format!(
            "Add the whole series\nAdd to Apple Calendar\nAdd to Google Calendar\nDownload .ics file\nOutlook adds a whole series from the file only. You can also add a single meeting below.\n{series}"
        )
    );
    assert_eq!(
        foot(
            "start: 2026-01-05 10:00, end: \"11:00\", repeats: weekly, changes: {2026-07-06: {skipped: true}}"
        ),
        format!(
            "Add the whole series\nAdd to Apple Calendar\nDownload .ics file\nGoogle and Outlook add this series from the file only. You can also add a single meeting below.\n{series}"
        )
    );
}

#[test]
fn a_series_is_added_from_its_first_date_that_is_not_over() {
    // It is 1pm in London.
    let site = published(
        "  - {id: a, title: A, start: 2026-06-01 10:00, end: \"11:00\", repeats: weekly, count: 9}\n",
    );
    let page = text(&site, "/events/a/");
    assert!(
        page.contains("dates=20260622T100000/20260622T110000"),
        "{page}"
    );
    assert!(page.contains("COUNT%3D6%3B"), "{page}");
}

#[test]
fn a_cancelled_event_says_so_in_its_title() {
    let site = published("  - {id: a, title: A & B, start: 2026-07-01, status: cancelled}\n");
    let page = text(&site, "/events/a/");
    assert!(
        page.contains("<title>Cancelled: A &amp; B, Wednesday 1 July 2026 – Club</title>"),
        "{page}"
    );
    assert!(page.contains("<meta property=\"og:title\" content=\"Cancelled: A &amp; B, Wednesday 1 July 2026 – Club\">"));
    assert!(page.contains("<meta property=\"og:locale\" content=\"en_GB\">"));
}

#[test]
fn two_hundred_weekly_series_of_years_stay_a_page() {
    let mut events = String::new();
    for number in 0..200 {
        let day = number % 28 + 1;
        writeln!(
            events,
            "  - {{id: series-{number:03}, title: Series number {number}, start: 2025-06-{day:02} 09:00, end: \"10:00\", repeats: weekly, location: Room {number}}}"
        )
        .unwrap();
    }
    let site = published(&events);
    let sizes: Vec<(&str, usize, usize)> =
        ["/", "/events.md", "/events/series-000/", "/events.json"]
            .into_iter()
            .map(|path| {
                let resource = site.get(path).unwrap();
                let gzip = resource.gzip().unwrap().bytes().len();
                (path, resource.bytes().len(), gzip)
            })
            .collect();
    let most = [60_000, 20_000, 20_000, 1_000_000];
    let fits = sizes
        .iter()
        .zip(most)
        .all(|((_, _, size), most)| *size < most);
    assert!(fits, "{sizes:?}");
}

#[test]
fn what_a_rule_alone_made_is_in_the_json_for_two_years_and_the_rest_for_ever() {
    let site = published(
        "  - {id: a, title: A, start: 2020-01-06, repeats: weekly, changes: {2021-03-01: {cancelled: snow}}}
  - {id: b, title: B, start: 2019-01-01}
",
    );
    let data: Value = serde_json::from_str(text(&site, "/events.json")).unwrap();
    let instances = data["events"][0]["instances"].as_array().unwrap();
    let starts: Vec<&str> = instances
        .iter()
        .map(|it| it["start"].as_str().unwrap())
        .collect();
    assert_eq!(starts[..2], ["2021-03-01", "2024-06-17"]);
    assert_eq!(starts.last(), Some(&"2027-06-14"));
    assert_eq!(data["events"][1]["instances"][0]["start"], "2019-01-01");
}
