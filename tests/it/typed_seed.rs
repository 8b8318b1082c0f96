//! The community's events page, typed line by line in its own spellings: two runs of `check`, and every date, time and speaker.

use std::fmt::Write as _;

use calfeed::{Calendar, Certainty, Context, EventTime, Report, Schedule, read};

use crate::corpus::instant;

/// The lines of the page as a volunteer moves them over, event by event.
const TYPED: &str = "\
calendar:
  name: Cross-Government Software Engineering Community
  slug: x-gov
  domain: www.uk-x-gov-software-community.org.uk
  url: https://www.uk-x-gov-software-community.org.uk
  timezone: Europe/London
groups:
  green-software: Green Software Community
  heads-of-engineering: Heads of Engineering
events:
  - title: Lean Coffee
    start: 27th March 2025 - Virtual - 11:00 - 12:00
  - title: Green Software Community meeting
    group: green-software
    date: tbc
  - title: Head of Engineering SIG
    group: heads-of-engineering
    when: TBC
  - title: Cross Government Software Engineering Conference 2025
    start: 29th January 2025 - In Person - 9:00 - 17:00
  - title: Green Software Community meeting
    group: green-software
    start: 5th March 2025 - 1-2 PM - Virtual
  - title: Career progression for Tech Tracks
    group: heads-of-engineering
    start: 30 January 2025 - Hybrid - 1-3 PM
  - title: Heads of Engineering SIG
    group: heads-of-engineering
    start: 6 Mar 2025 - Virtual - 1-3 PM
  - title: Lean Coffee
    start: Thursday 28th November 2024 from 11 am to 12 noon
  - title: Short talks around recent Government Initiatives
    format: Virtual
    start: 24th October 2024 10:00 - 12:00
  - title: Unconference
    start: November 2022
  - title: Lightning talk
    start: Thursday 29th September 2022
    talks:
      - title: Elastic Cloud at the UKHO
        speaker: Rossall Sandford
  - title: Lightning talk
    date: Thursday 30th Of June 2022
    talks:
      - title: Solid
        speakers: Max Leonard (Inrupt)
  - title: Lightning talks
    start: Thursday 24th March 2022
    talks:
      - title: Federated API discovery
        speakers: Bethan Palmer (CDDO) and Jamie Tanna (CDDO)
      - title: Get a fishing license service
        speakers: Phil Benson, DEFRA
      - title: Federated APIs
        speakers: Michal Poreba, DiT
  - title: Facilitators meeting
    start: 23rd of November 2021
  - title: Lightning talks
    start: Thursday 28 October 2021
    talks:
      - title: Welcome and community goals
        speakers: David Heath (GDS) and Andy Poole (UKHO)
      - title: Serverless security
        speakers: Shaun Hare (DVSA)
";

/// What took place, as the page says it.
const MEANT: &str = "\
2025-03-27 11:00 to 12:00  Lean Coffee, Virtual
to be confirmed  Green Software Community meeting
to be confirmed  Head of Engineering SIG
2025-01-29 09:00 to 17:00  Cross Government Software Engineering Conference 2025, InPerson
2025-03-05 13:00 to 14:00  Green Software Community meeting, Virtual
2025-01-30 13:00 to 15:00  Career progression for Tech Tracks, Hybrid
2025-03-06 13:00 to 15:00  Heads of Engineering SIG, Virtual
2024-11-28 11:00 to 12:00  Lean Coffee
2024-10-24 10:00 to 12:00  Short talks around recent Government Initiatives, Virtual
2022-11  Unconference
2022-09-29  Lightning talk: Elastic Cloud at the UKHO by [Rossall Sandford]
2022-06-30  Lightning talk: Solid by [Max Leonard (Inrupt)]
2022-03-24  Lightning talks: Federated API discovery by [Bethan Palmer (CDDO)] and [Jamie Tanna (CDDO)]; Get a fishing license service by [Phil Benson, DEFRA]; Federated APIs by [Michal Poreba, DiT]
2021-11-23  Facilitators meeting
2021-10-28  Lightning talks: Welcome and community goals by [David Heath (GDS)] and [Andy Poole (UKHO)]; Serverless security by [Shaun Hare (DVSA)]
";

fn checked(text: &str) -> (Option<Calendar>, Report) {
    read(text, &Context::new(instant("2025-02-01T09:30:00Z")))
}

/// Does what a report says: the exact fixes, and of each guess the first.
fn followed(text: &str, report: &Report) -> String {
    let mut fixes: Vec<_> = report
        .diagnostics()
        .iter()
        .filter_map(|found| found.fixes().first())
        .filter(|fix| fix.certainty() != Certainty::Template)
        .map(|fix| (fix.range(), fix.replacement()))
        .collect();
    fixes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    for (range, replacement) in fixes {
        text.replace_range(range, replacement);
    }
    text
}

fn said(calendar: &Calendar) -> String {
    let mut out = String::new();
    for event in calendar.events() {
        let when = match event.schedule() {
            Schedule::Once(EventTime::Zoned { start, end }) => format!(
                "{} to {}",
                start.local().format("%Y-%m-%d %H:%M"),
                end.local().format("%H:%M")
            ),
            Schedule::Once(time) => time.first_date().to_string(),
            Schedule::ToBeConfirmed(calfeed::Approximate::Month { year, month }) => {
                format!("{year}-{month:02}")
            }
            Schedule::ToBeConfirmed(_) => "to be confirmed".to_owned(),
            Schedule::Series(_) => "a series".to_owned(),
            _ => String::new(),
        };
        let details = event.details();
        let form = details
            .form()
            .map_or_else(String::new, |form| format!(", {form:?}"));
        let talks: Vec<String> = details
            .talks()
            .iter()
            .map(|talk| {
                let speakers: Vec<String> = talk
                    .speakers()
                    .iter()
                    .map(|name| format!("[{}]", name.as_str()))
                    .collect();
                format!("{} by {}", talk.title(), speakers.join(" and "))
            })
            .collect();
        let talks = match talks.as_slice() {
            [] => String::new(),
            talks => format!(": {}", talks.join("; ")),
        };
        let _ = writeln!(out, "{when}  {}{form}{talks}", details.title());
    }
    out
}

#[test]
fn the_community_page_typed_in_its_own_spellings_is_right_after_two_runs() {
    let (_, first) = checked(TYPED);
    let text = followed(TYPED, &first);
    let (calendar, second) = checked(&text);
    let calendar = calendar.unwrap_or_else(|| {
        let shown = |report: &Report, text| {
            report.render(calfeed::Format::Human(false), "events.yaml", text)
        };
        panic!("{}\nthen\n{}", shown(&first, TYPED), shown(&second, &text))
    });
    let sorted = |lines: &str| {
        let mut lines: Vec<String> = lines.lines().map(ToOwned::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&said(&calendar)), sorted(MEANT), "{text}");
}
