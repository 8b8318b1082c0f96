mod dates;
mod hostile;
mod lists;
mod prose;
mod tables;

use super::super::account::{Account, Ledger};
use super::super::entry::{Entry, State};
use super::*;
use chrono::{DateTime, Utc};

const SEED: &str = include_str!("../../../tests/it/import/events-page.md");

fn options() -> ImportOptions {
    ImportOptions::new(DateTime::<Utc>::UNIX_EPOCH)
}

/// Reads a page, and writes each event, each note and the sums as a line.
fn read(page: &str) -> String {
    let mut ledger = Ledger::default();
    let (entries, _) = entries(page.as_bytes(), &options(), &mut ledger).unwrap();
    let mut account = Account::default();
    account.add("page.md", ledger);
    let mut lines: Vec<String> = entries.iter().map(in_a_line).collect();
    lines.extend(account.events.iter().map(|note| {
        let kind = if note.is_lost { "lost" } else { "note" };
        format!("{kind} {}: {}: {}", note.line, note.title, note.reason)
    }));
    let count = account.components;
    lines.push(format!(
        "{} read, {} kept, {} rewritten, {} dropped",
        count.read, count.kept, count.rewritten, count.dropped
    ));
    lines.join("\n")
}

fn in_a_line(entry: &Entry) -> String {
    let details = &entry.details;
    let mut line = format!(
        "{}: {} · {}",
        entry.line,
        entry.start.written(),
        details.title
    );
    let mut put = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            line.extend([" · ", name, ": ", value]);
        }
    };
    let length = entry.length.map(|length| match length.num_days() {
        0 => format!("{} min", length.num_minutes()),
        days => format!("{days} d"),
    });
    put("length", length.as_deref());
    let also: Vec<String> = entry.also.iter().map(|moment| moment.written()).collect();
    put(
        "also",
        Some(also.join(", "))
            .filter(|also| !also.is_empty())
            .as_deref(),
    );
    put(
        "repeats",
        entry.repeats.as_ref().map(|repeats| repeats.rule.as_str()),
    );
    let status = format!("{:?}", entry.status);
    put(
        "status",
        Some(status.as_str()).filter(|_| entry.status != State::Confirmed),
    );
    put("format", details.format);
    put("location", details.location.as_deref());
    put("url", details.url.as_deref());
    put("join", details.join.as_deref());
    put("sign_up", details.sign_up.as_deref());
    put("price", details.price.as_deref());
    put("contact", details.contact.as_deref());
    let lists = [("groups", &details.groups), ("tags", &details.tags)];
    for (name, list) in lists {
        put(
            name,
            Some(list.join(", "))
                .filter(|list| !list.is_empty())
                .as_deref(),
        );
    }
    put(
        "description",
        details
            .description
            .as_deref()
            .map(|text| text.replace('\n', "⏎"))
            .as_deref(),
    );
    for talk in &details.talks {
        let summary = talk
            .summary
            .as_ref()
            .map_or(String::new(), |summary| format!(" ({summary})"));
        put(
            "talk",
            Some(format!(
                "{}{summary} by {}",
                talk.title,
                talk.speakers.join(" + ")
            ))
            .as_deref(),
        );
    }
    for link in &details.links {
        put(
            "link",
            Some(format!("{} <{}>", link.title, link.url)).as_deref(),
        );
    }
    line
}

#[test]
fn the_page_that_it_started_from_has_all_events() {
    let expected = r"12: 2025-03-27 11:00 · Lean Coffee · length: 60 min · repeats: monthly on the 4th Thursday · format: virtual
30: 2025-01-29 09:00 · Cross Government Software Engineering Conference 2025 · length: 480 min · format: in-person · description: [See details](/conference-2025-01-29/)
32: 2025-03-05 13:00 · Green Software Community meeting · length: 60 min · format: virtual
36: 2025-01-30 13:00 · Career progression for Tech Tracks (Collaborative workshop) · length: 120 min · format: hybrid · groups: Heads of Engineering Special Interest Group
38: 2025-03-06 13:00 · Heads of Engineering SIG · length: 120 min · format: virtual · groups: Heads of Engineering Special Interest Group · description: Collaborative workshop
41: 2024-11-28 11:00 · (untitled) · length: 60 min
43: 2024-10-24 10:00 · Short talk event · length: 120 min · format: virtual · description: Around the theme of recent Government Initiatives. We have speakers from CCDO Engineering Excellence, TechTrack and Top 75 services team.
47: 2022-11 · Unconference · url: https://www.eventbrite.co.uk/x/cross-government-software-engineering-community-unconference-tickets-439884665877
50: 2022-09-29 · Lightning talk · talk: Elastic Cloud at the UKHO by Rossall Sandford, Principal Software Engineer
54: 2022-06-30 · Lightning talk · talk: Solid (A lightning talk intro to a new W3C standard for the storage and permissioned access of personal data for the next phase of the web) by Max Leonard (Inrupt)
59: 2022-03-24 · Lightning talks · talk: Federated API discovery by Bethan Palmer (CDDO) + Jamie Tanna (CDDO) · talk: Get a fishing license service by Phil Benson (DEFRA) · talk: Federated APIs by Michal Poreba (DiT)
67: 2021-11-23 · Facilitators meeting · description: Notes for members can be found on github.
69: 2021-10-28 · Lightning talks · talk: Welcome and community goals by David Heath (GDS) + Andy Poole (UKHO) · talk: Serverless security by Shaun Hare (DVSA) · talk: Facial recognition using AWS Serverless by Alexander Swann (Home Office) · talk: Supporting community-driven web annotations using distributed version control by John Moore (National Archives) · talk: Trunk based development and genuine continuous delivery by Kevin Keenoy (DLUHC) · talk: Overcoming decision paralysis by Ben Vandersteen (GDS)
note 12: Lean Coffee: it repeats monthly on the 4th Thursday, by the sentence in line 9
note 19: Green Software Community meeting: the next meeting of this group is to be confirmed; add a group with `name: Green Software Community` and `next: tbc`
note 21: Head of Engineering SIG: the next meeting of this group is to be confirmed; add a group with `name: Head of Engineering SIG` and `next: tbc`
note 30: Cross Government Software Engineering Conference 2025: its link `/conference-2025-01-29/` has no host, so it is in the description; to make it a key, write the whole address
note 38: Heads of Engineering SIG: `Collaborative workshop` is neither date, time nor title, and is in the description
note 41: (untitled): it has no title; write one
note 43: Short talk event: its title is made of the sentence `A virtual short talk event in on`
note 47: Unconference: its title is made of the sentence `We ran an Unconference in`
note 50: Lightning talk: its title is made of the sentence `We held a lightning talk on`
note 52: Lightning talk: `Rossall Sandford Principal Software Engineer` is read as the speaker `Rossall Sandford, Principal Software Engineer`
note 54: Lightning talk: its title is made of the sentence `We held a lightning talk on`
note 59: Lightning talks: its title is made of the sentence `We held Lightning talks on`
note 67: Facilitators meeting: its title is made of the sentence `Our last facilitators meeting will be the`
note 69: Lightning talks: its title is made of the sentence `We held lightning talks on`
28 read, 17 kept, 9 rewritten, 2 dropped";
    assert_eq!(read(SEED), expected);
}
