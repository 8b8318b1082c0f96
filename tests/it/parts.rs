//! Parts for other sites: Markdown, JSON and Atom.

use std::sync::LazyLock;

use calfeed::{Context, Site, publish};
use serde_json::Value;

use crate::corpus::{file, instant, of, published, read, revisions};

/// The rows of the community's earlier page, which was written by hand, each with the text that calfeed publishes.
const SEED: [(&str, &[&str]); 34] = [
    (
        "To get an invite please join the mailchimp list",
        &["https://uk-cross-government-software-engineering-community.mailchimpsites.com/"],
    ),
    (
        "27th March 2025 - Virtual - 11:00 - 12:00 - Lean Coffee",
        &["Thursday 27 March 2025, 11am to midday (London time) – Virtual – [Lean Coffee]"],
    ),
    (
        "Our regular lean coffees meetings are on the 4th Thursday of the month at 11.00-12.00",
        &[
            "Thursday 24 April 2025, 11am to midday (London time) – Virtual – [Lean Coffee]",
            "Thursday 22 May 2025, 11am to midday",
            "repeats monthly on the 4th Thursday",
        ],
    ),
    ("Special Interest Groups", &["## Groups"]),
    (
        "Green Software Community meeting - tbc",
        &["**Green Software Community** – next meeting to be confirmed"],
    ),
    (
        "Head of Engineering SIG - tbc",
        &["**Heads of Engineering SIG** – next meeting to be confirmed"],
    ),
    (
        "If you wish to join this interest group, please contact us",
        &[
            "[contact us](https://www.uk-x-gov-software-community.org.uk/special-interest/#heads-of-engineering)",
        ],
    ),
    ("# Past events", &["# Past events"]),
    ("## 2025", &["## 2025"]),
    (
        "29th January 2025 - In Person Conference - 9:00 - 17:00",
        &[
            "Wednesday 29 January 2025, 9am to 5pm (London time) – In person – [Cross Government Software Engineering Conference 2025]",
        ],
    ),
    (
        "see details",
        &["https://www.uk-x-gov-software-community.org.uk/conference-2025-01-29/"],
    ),
    (
        "Green Software Community meeting 5th March 2025 - 1-2 PM - Virtual",
        &[
            "Wednesday 5 March 2025, 1pm to 2pm (London time) – Virtual – [Green Software Community meeting]",
        ],
    ),
    (
        "30 January 2025 - Hybrid - 1-3 PM Career progression for Tech Tracks (Collaborative workshop)",
        &[
            "Thursday 30 January 2025, 1pm to 3pm (London time) – Hybrid – [Career progression for Tech Tracks]",
            "Heads of Engineering SIG",
            "Collaborative workshop",
        ],
    ),
    (
        "6 Mar 2025 - Virtual - 1-3 PM - Heads of Engineering SIG - (Collaborative workshop)",
        &["Thursday 6 March 2025, 1pm to 3pm (London time) – Virtual – [Heads of Engineering SIG]"],
    ),
    ("## 2024", &["## 2024"]),
    (
        "Thursday 28th November 2024 from 11 am to 12 noon",
        &["Thursday 28 November 2024, 11am to midday"],
    ),
    (
        "A virtual short talk event in on 24th October 2024 10:00 - 12:00",
        &[
            "Thursday 24 October 2024, 10am to midday (London time) – Virtual",
            "recent Government Initiatives",
        ],
    ),
    (
        "speakers from CCDO Engineering Excellence, TechTrack and Top 75 services team",
        &["Speakers from CCDO Engineering Excellence, TechTrack and Top 75 services team."],
    ),
    ("## 2022", &["## 2022"]),
    (
        "We ran an Unconference in November 2022",
        &[
            "November 2022 – [Unconference]",
            "https://www.eventbrite.co.uk/x/cross-government-software-engineering-community-unconference-tickets-439884665877",
        ],
    ),
    (
        "we store slides and opr video (where available) on our Gihub Community space",
        &[
            "[Slides and video, where available](https://github.com/uk-x-gov-software-community/community-space)",
        ],
    ),
    (
        "a lightning talk on Thursday 29th September 2022",
        &["Thursday 29 September 2022 – [Lightning talk]"],
    ),
    (
        "Elastic Cloud at the UKHO - Rossall Sandford Principal Software Engineer",
        &["**Elastic Cloud at the UKHO** – Rossall Sandford, Principal Software Engineer"],
    ),
    (
        "a lightning talk on Thursday 30th Of June 2022",
        &["Thursday 30 June 2022 – [Lightning talk]"],
    ),
    (
        "Solid - A lightning talk intro to a new W3C standard - Max Leonard (Inrupt)",
        &[
            "**Solid** – Max Leonard (Inrupt)",
            "A lightning talk intro to a new W3C standard for the storage and permissioned access of personal data for the next phase of the web.",
        ],
    ),
    (
        "Lightning talks on Thursday 24th March 2022",
        &["Thursday 24 March 2022 – [Lightning talks]"],
    ),
    (
        "Federated API discovery - Bethan Palmer (CDDO) and Jamie Tanna (CDDO)",
        &["**Federated API discovery** – Bethan Palmer (CDDO), Jamie Tanna (CDDO)"],
    ),
    (
        "Get a fishing license service - Phil Benson, DEFRA",
        &["**Get a fishing license service** – Phil Benson (DEFRA)"],
    ),
    (
        "Federated APIs - Michal Poreba, DiT",
        &["**Federated APIs** – Michal Poreba (DiT)"],
    ),
    ("## 2021", &["## 2021"]),
    (
        "facilitators meeting will be the 23rd of November 2021. Notes for members can be found on github",
        &[
            "Tuesday 23 November 2021 – [Facilitators meeting]",
            "Notes for members can be found on GitHub.",
        ],
    ),
    (
        "lightning talks on Thursday 28 October 2021",
        &["Thursday 28 October 2021 – [Lightning talks]"],
    ),
    (
        "the talks of October 2021",
        &[
            "**Welcome and community goals** – David Heath (GDS), Andy Poole (UKHO)",
            "**Serverless security** – Shaun Hare (DVSA)",
            "**Facial recognition using AWS Serverless** – Alexander Swann (Home Office)",
            "**Supporting community-driven web annotations using distributed version control** – John Moore (National Archives)",
            "**Trunk based development and genuine continuous delivery** – Kevin Keenoy (DLUHC)",
            "**Overcoming decision paralysis** – Ben Vandersteen (GDS)",
        ],
    ),
    (
        "The discussion afterwards included a short feedback session and other talks were suggested on slack",
        &[
            "The discussion afterwards included a short feedback session, and other talks were suggested on Slack. Details and slides will be made available via the mailing list.",
        ],
    ),
];

/// The community's site on the day on which that page was current.
static SITE: LazyLock<Site> = LazyLock::new(|| {
    let context = Context::new(instant("2025-03-10T09:00:00Z"));
    publish(&of("events.yaml").calendar, &revisions(), &context).unwrap()
});

fn text_at(path: &str) -> &'static str {
    str::from_utf8(SITE.get(path).unwrap().bytes()).unwrap()
}

#[test]
fn the_markdown_has_every_row_of_the_page_that_was_written_by_hand_in_its_order() {
    let text = text_at("/events.md").replace('\n', " ");
    for (row, said) in SEED {
        for words in said {
            let words = words.replace('\n', " ");
            assert!(text.contains(&words), "{row}: `{words}` is lost in\n{text}");
        }
    }
    let order = [
        "# Upcoming events",
        "27 March 2025",
        "## Groups",
        "# Past events",
        "## 2025",
        "## 2024",
        "## 2022",
        "## 2021",
    ];
    let places: Vec<usize> = order.iter().map(|it| text.find(it).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn the_markdown_keeps_every_date_of_that_page_when_they_are_past() {
    let context = Context::new(instant("2026-11-23T09:00:00Z"));
    let site = publish(&of("events.yaml").calendar, &revisions(), &context).unwrap();
    let text = str::from_utf8(site.get("/events.md").unwrap().bytes()).unwrap();
    assert!(
        text.contains("* 27 March, 24 April, 22 May, 26 June, 24 July, 28 August, 25 September and 27 November 2025, 11am to midday (London time) – Virtual – [Lean Coffee]"),
        "{text}"
    );
    assert!(text.contains("repeats monthly on the 4th Thursday"));
}

#[test]
fn a_part_of_markdown_is_laid_out_as_a_person_would() {
    let text = text_at("/events.md");
    let (_, past) = text.split_once("## 2022\n").unwrap();
    let (year, _) = past.split_once("\n## 2021").unwrap();
    assert_eq!(
        year,
        "
* November 2022 – [Unconference](https://www.uk-x-gov-software-community.org.uk/events/unconference-2022/)

  * [About this event](https://www.eventbrite.co.uk/x/cross-government-software-engineering-community-unconference-tickets-439884665877)
* Thursday 29 September 2022 – [Lightning talk](https://www.uk-x-gov-software-community.org.uk/events/lightning-talks-2022-09/)

  * **Elastic Cloud at the UKHO** – Rossall Sandford, Principal Software Engineer
  * [Slides and video, where available](https://github.com/uk-x-gov-software-community/community-space)
* Thursday 30 June 2022 – [Lightning talk](https://www.uk-x-gov-software-community.org.uk/events/lightning-talks-2022-06/)

  * **Solid** – Max Leonard (Inrupt)

    A lightning talk intro to a new W3C standard for the storage and permissioned access of personal data for the next phase of the web.

  * [Slides and video, where available](https://github.com/uk-x-gov-software-community/community-space)
* Thursday 24 March 2022 – [Lightning talks](https://www.uk-x-gov-software-community.org.uk/events/lightning-talks-2022-03/)

  * **Federated API discovery** – Bethan Palmer (CDDO), Jamie Tanna (CDDO)
  * **Get a fishing license service** – Phil Benson (DEFRA)
  * **Federated APIs** – Michal Poreba (DiT)
  * [Slides and video, where available](https://github.com/uk-x-gov-software-community/community-space)
"
    );
}

#[test]
fn the_next_event_is_one_line() {
    assert_eq!(
        text_at("/next.md"),
        "Thursday 27 March 2025, 11am to midday (London time) – Virtual – [Lean Coffee](https://www.uk-x-gov-software-community.org.uk/events/lean-coffee/2025-03-27/)\n"
    );
}

#[test]
fn what_is_cancelled_is_not_the_next_event() {
    let calendar = read(
        "
calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC}
events:
  - {id: off, title: Off, start: 2026-07-01, status: cancelled}
  - {id: on, title: On, start: 2026-07-02}
",
    );
    let site = publish(&calendar, &revisions(), &Context::new(crate::corpus::now())).unwrap();
    let next = str::from_utf8(site.get("/next.md").unwrap().bytes()).unwrap();
    assert_eq!(
        next,
        "Thursday 2 July 2026 – [On](https://a.example/events/on/)\n"
    );
}

#[test]
fn upcoming_events_are_a_list_of_their_own() {
    let upcoming = text_at("/upcoming.md");
    assert_eq!(
        upcoming
            .lines()
            .filter(|line| line.starts_with("* "))
            .count(),
        6
    );
    assert!(
        upcoming.starts_with("* Thursday 27 March 2025"),
        "{upcoming}"
    );
    assert!(upcoming.contains(
        "* Thursday 30 October 2025, 11am to midday (London time) – Virtual – [Lean Coffee](https://www.uk-x-gov-software-community.org.uk/events/lean-coffee/2025-10-23/) – **Moved from Thursday 23 October 2025, 11am to midday**\n"
    ));
}

#[test]
fn the_json_names_the_days_that_it_tells_of_and_changes_with_them() {
    let at = |now| {
        let context = Context::new(instant(now));
        let site = publish(&of("events.yaml").calendar, &revisions(), &context).unwrap();
        site.get("/events.json").unwrap().clone()
    };
    let (one, other) = (at("2027-06-15T12:00:00Z"), at("2027-06-16T12:00:00Z"));
    assert_ne!(one.bytes(), other.bytes());
    assert_eq!(one.last_modified(), instant("2027-06-14T23:00:00Z"));
    assert_eq!(other.last_modified(), instant("2027-06-15T23:00:00Z"));
}

#[test]
fn the_schema_in_the_repository_is_that_of_the_structs() {
    let path = file("docs/reference/events-json.schema.json");
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == calfeed::events_json_schema(),
        "run `calfeed schema --of events.json > docs/reference/events-json.schema.json`"
    );
}

#[test]
fn every_events_json_is_valid_by_its_schema() {
    let schema: Value = serde_json::from_str(&calfeed::events_json_schema()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for published in published() {
        let data: Value = serde_json::from_str(published.text_at("/events.json")).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&data)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", published.name);
    }
}

#[test]
fn the_schema_explains_every_key_that_is_not_plain() {
    let schema = calfeed::events_json_schema();
    for key in [
        "version",
        "from",
        "until",
        "approximate",
        "recurrence_id",
        "moved_from",
        "details",
        "skipped",
    ] {
        let property = format!("\"{key}\": {{\n");
        let (_, rest) = schema.split_once(&property).unwrap();
        assert!(
            rest[..rest.find('}').unwrap()].contains("description")
                || rest.starts_with("          \"$ref\""),
            "{key}"
        );
    }
}

#[test]
fn json_has_every_event_and_every_instance() {
    let data: Value = serde_json::from_str(text_at("/events.json")).unwrap();
    assert_eq!(data["version"], 1);
    assert_eq!(data["from"], "2023-03-10");
    assert_eq!(data["until"], "2026-03-10");
    let events = data["events"].as_array().unwrap();
    assert_eq!(events.len(), of("events.yaml").calendar.events().len());
    let lean_coffee = events.iter().find(|it| it["id"] == "lean-coffee").unwrap();
    assert_eq!(lean_coffee["rrule"], "FREQ=MONTHLY;BYDAY=4TH");
    let moved = &lean_coffee["instances"][7];
    let expected = serde_json::json!({
        "uid": "lean-coffee@uk-x-gov-software-community.org.uk",
        "key": "2025-10-23",
        "recurrence_id": "2025-10-23T11:00:00+01:00",
        "when": "Thursday 30 October 2025, 11am to midday",
        "start": "2025-10-30T11:00:00+00:00",
        "end": "2025-10-30T12:00:00+00:00",
        "all_day": false,
        "timezone": "Europe/London",
        "moved_from": "2025-10-23T11:00:00+01:00",
        "status": "confirmed",
        "reason": null,
        "invite": "https://www.uk-x-gov-software-community.org.uk/events/lean-coffee/2025-10-23.ics",
        "details": null,
    });
    assert_eq!(moved, &expected);
    let unconference = events
        .iter()
        .find(|it| it["id"] == "unconference-2022")
        .unwrap();
    assert_eq!(unconference["approximate"], "2022-11");
    assert_eq!(unconference["instances"], serde_json::json!([]));
}

#[test]
fn atom_tells_of_what_changed_last_first_and_which_meetings_moved() {
    let calendar = read(
        "
calendar: {name: Film club, slug: films, domain: films.example, url: https://films.example, timezone: Europe/London}
groups: {shorts: {name: Shorts}}
events:
  - id: series
    title: Film night
    start: 2026-01-22 19:00
    end: \"21:30\"
    repeats: monthly on the 4th Thursday
    updated: 2026-03-01
    description: A film & a *talk*.
    format: in-person
    location: Electric Cinema
    changes:
      2026-06-25: {moved_to: 2026-06-26, reason: the hall is let}
      2026-12-24: {skipped: Christmas Eve}
  - {id: new, title: Premiere, start: 2026-09, group: shorts, updated: 2026-04-01}
",
    );
    let site = publish(&calendar, &revisions(), &Context::new(crate::corpus::now())).unwrap();
    let feed = str::from_utf8(site.get("/feed.xml").unwrap().bytes()).unwrap();
    assert_eq!(
        feed,
        r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
<id>urn:uuid:204b145b-0fdc-8bc4-8f2b-b07f1efec2b7</id>
<title>News of Film club</title>
<updated>2026-03-31T23:00:00Z</updated>
<author><name>Film club</name>
<uri>https://films.example/</uri>
</author>
<link rel="self" type="application/atom+xml" href="https://films.example/feed.xml"/>
<link rel="alternate" type="text/html" href="https://films.example/"/>
<entry>
<id>urn:uuid:1f020695-ec85-83fc-97bd-b545cf904288</id>
<title>Premiere</title>
<updated>2026-03-31T23:00:00Z</updated>
<link rel="alternate" type="text/html" href="https://films.example/events/new/"/>
<category term="shorts" label="Shorts"/>
<content type="html">&lt;p&gt;September 2026&lt;/p&gt;
</content>
</entry>
<entry>
<id>urn:uuid:feb82a6f-29f0-802c-b5ac-0fa420a457c0</id>
<title>Film night</title>
<updated>2026-03-01T00:00:00Z</updated>
<link rel="alternate" type="text/html" href="https://films.example/events/series/"/>
<content type="html">&lt;p&gt;Repeats monthly on the 4th Thursday, from Thursday 22 January 2026, 7pm to 9:30pm (London time)&lt;/p&gt;
&lt;p&gt;&lt;bdi&gt;In person&lt;/bdi&gt; · &lt;bdi&gt;Electric Cinema&lt;/bdi&gt;&lt;/p&gt;
&lt;p&gt;A film &amp;amp; a &lt;em&gt;talk&lt;/em&gt;.&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;Friday 26 June 2026, 7pm to 9:30pm: &lt;bdi&gt;Moved from Thursday 25 June 2026, 7pm to 9:30pm: the hall is let&lt;/bdi&gt;&lt;/li&gt;
&lt;li&gt;No meeting on Thursday 24 December 2026: &lt;bdi&gt;Christmas Eve&lt;/bdi&gt;&lt;/li&gt;
&lt;/ul&gt;
</content>
</entry>
</feed>
"#
    );
}
