//! How the page shows a series: where its details appear, what it lists, and how it summarises past instances.

use crate::page::{published, text};

#[test]
fn what_is_known_of_a_series_stands_at_the_next_meeting_that_takes_place_and_is_like_the_others() {
    let series = "  - id: club
    title: Club night
    start: 2026-06-16 19:00
    end: \"20:00\"
    repeats: weekly on Tuesday
    links: [{title: Join us, url: https://a.example/join}]
    changes:
      2026-06-16: {cancelled: true}
      2026-06-23: {title: Quiz, links: [{title: Questions, url: https://a.example/quiz}]}
";
    insta::assert_snapshot!(text(&published(series), "/upcoming.md"), @r"
    * Tuesday 16 June 2026, 7pm to 8pm (London time) – [Club night](https://a.example/events/club/2026-06-16/) – repeats weekly on Tuesday – **Cancelled**
    * Tuesday 23 June 2026, 7pm to 8pm (London time) – [Quiz](https://a.example/events/club/2026-06-23/)

      * [Questions](https://a.example/quiz)
    * Tuesday 30 June 2026, 7pm to 8pm (London time) – [Club night](https://a.example/events/club/2026-06-30/)

      * [Join us](https://a.example/join)
    * Tuesday 7 July 2026, 7pm to 8pm (London time) – [Club night](https://a.example/events/club/#2026-07-07)
    * And weekly on Tuesday – [all dates of Club night](https://a.example/events/club/)
    ");
}

#[test]
fn nothing_is_said_to_follow_of_a_series_that_is_off() {
    let series = "  - {id: club, title: Club night, start: 2026-06-16 19:00, end: \"20:00\", repeats: weekly, status: cancelled}\n";
    insta::assert_snapshot!(text(&published(series), "/upcoming.md"), @r"
    * Tuesday 16 June 2026, 7pm to 8pm (London time) – [Club night](https://a.example/events/club/2026-06-16/) – repeats weekly on Tuesday – **Cancelled**
    * Tuesday 23 June 2026, 7pm to 8pm (London time) – [Club night](https://a.example/events/club/#2026-06-23) – **Cancelled**
    * Tuesday 30 June 2026, 7pm to 8pm (London time) – [Club night](https://a.example/events/club/#2026-06-30) – **Cancelled**
    ");
}

#[test]
fn a_rule_that_is_over_is_not_said_of_what_is_left_of_its_series() {
    let series = "  - {id: club, title: Club night, start: 2026-05-05 19:00, end: \"20:00\", repeats: weekly, until: 2026-05-26, also: [2026-07-01]}\n";
    insta::assert_snapshot!(text(&published(series), "/upcoming.md"), @"* Wednesday 1 July 2026, 7pm to 8pm (London time) – [Club night](https://a.example/events/club/2026-07-01/)");
}

#[test]
fn past_meetings_of_other_hours_are_a_line_of_their_own() {
    let series =
        "  - {id: camp, title: Camp, start: 2026-05-01, duration: 3d, repeats: every 2 weeks}
  - id: club
    title: Club night
    start: 2026-05-05 19:00
    end: \"20:00\"
    repeats: weekly
    until: 2026-06-02
    also: [2026-05-07 20:30, 2026-05-08 20:30]
";
    let page = text(&published(series), "/events.md").to_owned();
    let (_, past) = page.split_once("# Past events").unwrap();
    insta::assert_snapshot!(past, @r"


    ## 2026

    * 1, 15, 29 May and 12 June 2026, 3 whole days – [Camp](https://a.example/events/camp/)
    * 5, 12, 19, 26 May and 2 June 2026, 7pm to 8pm (London time) – [Club night](https://a.example/events/club/)
    * 7 and 8 May 2026, 8:30pm to 9:30pm (London time) – [Club night](https://a.example/events/club/)
    ");
}

#[test]
fn the_page_of_an_event_names_the_calendars_feed_and_those_of_its_groups() {
    let groups = "groups:\n  a: {name: Group A}\n  b: {name: Group B}\n  c: {name: Group C}\n";
    let site = published(&format!(
        "  - {{id: a, title: A, groups: [a, c], start: 2028-03-01 09:00, end: \"10:00\"}}\n{groups}"
    ));
    let feeds = |path| {
        let links = text(&site, path).lines();
        let links = links.filter(|line| line.contains("type=\"text/calendar\""));
        links.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        feeds("/events/a/"),
        "\
<link rel=\"alternate\" type=\"text/calendar\" title=\"Club\" href=\"../../club.ics\">
<link rel=\"alternate\" type=\"text/calendar\" title=\"Group A\" href=\"../../a.ics\">
<link rel=\"alternate\" type=\"text/calendar\" title=\"Group C\" href=\"../../c.ics\">"
    );
    assert_eq!(feeds("/").lines().count(), 4);
}
