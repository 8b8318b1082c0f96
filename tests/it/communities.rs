//! Two communities that keep their calendars in many files, made by a seeded generator in the shape of real repositories.
//!
//! - `cases/good/language-project`: 35 teams of a language project, each with its own file, in five areas. Three of the teams only have a feed
//!   of their own.
//! - `cases/good/cloud-project`: 85 meetings of a cloud project, each in its own file.
//!
//! Nothing is copied from them. The goldens of `good` have their feeds and instances. `CALFEED_CASES=write cargo test communities` writes the
//! files again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::corpus::file;
use crate::mutations::SplitMix64;

const FOLDER: &str = "tests/it/cases/good";

/// The areas of the language project, with their teams.
const AREAS: [(&str, &str, &[&str]); 5] = [
    (
        "compiler",
        "Compiler",
        &[
            "parser",
            "types",
            "borrowing",
            "codegen",
            "diagnostics",
            "incremental",
            "performance",
            "linking",
        ],
    ),
    (
        "language",
        "Language",
        &[
            "design",
            "specification",
            "editions",
            "async",
            "macros",
            "styles",
        ],
    ),
    (
        "libraries",
        "Libraries",
        &[
            "core",
            "collections",
            "text",
            "time",
            "numbers",
            "errors",
            "ports",
        ],
    ),
    (
        "tools",
        "Tools",
        &[
            "packages",
            "formatter",
            "lints",
            "editors",
            "debuggers",
            "documentation",
            "registry",
            "releases",
        ],
    ),
    (
        "people",
        "People",
        &[
            "mentoring",
            "meetups",
            "translations",
            "moderation",
            "survey",
            "website",
        ],
    ),
];

/// Teams whose meetings are not in the calendar of the project.
const ON_THEIR_OWN: [&str; 3] = ["moderation", "survey", "registry"];

const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Europe/London",
    "Asia/Tokyo",
    "UTC",
];

/// Words of which the names of the meetings of the cloud project are made.
const SUBJECTS: [&str; 17] = [
    "storage",
    "network",
    "compute",
    "identity",
    "images",
    "telemetry",
    "secrets",
    "containers",
    "baremetal",
    "backup",
    "billing",
    "orchestration",
    "queues",
    "databases",
    "dashboard",
    "load-balancing",
    "quality",
];
const KINDS: [&str; 5] = ["team", "drivers", "testing", "documentation", "releases"];

fn one<'a>(random: &mut SplitMix64, of: &[&'a str]) -> &'a str {
    of[random.below(of.len())]
}

/// Returns a working day of the years 2024 to 2026.
fn day(random: &mut SplitMix64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let day = first + Days::new(random.below(1_000) as u64);
    match day.weekday() {
        Weekday::Sat | Weekday::Sun => day + Days::new(2),
        _ => day,
    }
}

fn capitalised(words: &str) -> String {
    let mut words = words.replace('-', " ");
    words[..1].make_ascii_uppercase();
    words
}

/// Writes a rule with a start that is one of its dates, and the second date.
fn rule(random: &mut SplitMix64) -> (NaiveDate, String, NaiveDate) {
    let day = day(random);
    match random.below(4) {
        0 => (day, "weekly".to_owned(), day + Days::new(7)),
        1 | 2 => (day, "every 2 weeks".to_owned(), day + Days::new(14)),
        _ => {
            let ordinal = ["1st", "2nd", "3rd", "4th"][random.below(4)];
            let nth = ordinal[..1].parse().unwrap();
            let weekday = day.weekday();
            let at = |year, month| {
                NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth).unwrap()
            };
            let next = if day.month() == 12 {
                at(day.year() + 1, 1)
            } else {
                at(day.year(), day.month() + 1)
            };
            let rule = format!("monthly on the {ordinal} {}", day.format("%A"));
            (at(day.year(), day.month()), rule, next)
        }
    }
}

/// Writes the file of a team.
fn team(random: &mut SplitMix64, id: &str) -> String {
    let name = capitalised(id);
    let mut text = format!("groups:\n  {id}:\n    name: {name} team\n");
    if ON_THEIR_OWN.contains(&id) {
        text += "    feed: only\n";
    }
    let zone = one(random, &ZONES);
    let length = one(random, &["30m", "45m", "1h"]);
    write!(
        text,
        "defaults:\n  group: {id}\n  timezone: {zone}\n  duration: {length}\n  format: virtual\n  \
         join: https://meet.language.example/{id}\n\nevents:\n"
    )
    .unwrap();
    let (start, rule, second) = rule(random);
    let hour = 9 + random.below(9);
    write!(
        text,
        "  - id: {id}-weekly\n    title: {name} team meeting\n    start: {start} {hour:02}:00\n    repeats: {rule}\n    until: {}\n",
        start + Days::new(100)
    )
    .unwrap();
    match random.below(4) {
        0 => {}
        1 => writeln!(
            text,
            "    changes:\n      {second}: {{skipped: nobody could come}}"
        )
        .unwrap(),
        2 => writeln!(text, "    changes:\n      {second}: {{cancelled: true}}").unwrap(),
        _ => {
            writeln!(
                text,
                "    changes:\n      {second}: {{moved_to: \"{:02}:30\"}}",
                hour + 1
            )
            .unwrap();
        }
    }
    if random.below(3) == 0 {
        let day = day(random);
        writeln!(
            text,
            "\n  - id: {id}-week\n    title: {name} week\n    start: {day}\n    end: {}\n    join: none",
            day + Days::new(2)
        )
        .unwrap();
    }
    text
}

/// The language project, by the paths of its files.
fn language_project() -> BTreeMap<String, String> {
    let mut random = SplitMix64(35);
    let mut files = BTreeMap::new();
    let mut main = "# 35 teams of a language project, each with its own file, in five areas.\n\
        calendar:\n  name: Language project\n  slug: language-project\n  domain: language.example\n  \
        url: https://language.example/calendar\n  timezone: UTC\n  allow: [ends-soon]\n\ninclude:\n  - teams/*.yaml\n\ngroups:\n"
        .to_owned();
    for (id, name, teams) in AREAS {
        let teams_of = teams.join(", ");
        writeln!(main, "  {id}:\n    name: {name}\n    groups: [{teams_of}]").unwrap();
        for id in teams {
            files.insert(format!("teams/{id}.yaml"), team(&mut random, id));
        }
    }
    files.insert("events.yaml".to_owned(), main);
    files
}

/// The cloud project, by the paths of its files.
fn cloud_project() -> BTreeMap<String, String> {
    let mut random = SplitMix64(85);
    let mut files = BTreeMap::new();
    for (at, subject) in SUBJECTS.iter().enumerate() {
        for (nth, kind) in KINDS.iter().enumerate() {
            let id = format!("{subject}-{kind}");
            let (start, rule, _) = rule(&mut random);
            let hour = 8 + random.below(10);
            let until = start + Days::new(50);
            let room = 1 + (at + nth) % 5;
            let text = format!(
                "# Agenda: https://wiki.cloud.example/{id}\nevents:\n  - id: {id}\n    title: {} meeting\n    \
                 start: {start} {hour:02}:00\n    duration: 1h\n    repeats: {rule}\n    until: {until}\n    format: virtual\n    \
                 join: https://chat.cloud.example/meeting-{room}\n    url: https://wiki.cloud.example/{id}\n    \
                 x-chair: the chair of {subject}\n",
                capitalised(&id)
            );
            files.insert(format!("meetings/{id}.yaml"), text);
        }
    }
    let main = "# 85 meetings of a cloud project, each in its own file.\n\
        calendar:\n  name: Cloud project\n  slug: cloud-project\n  domain: cloud.example\n  \
        url: https://cloud.example/meetings\n  timezone: UTC\n  allow: [ends-soon]\n\ninclude:\n  - meetings/*.yaml\n";
    files.insert("events.yaml".to_owned(), main.to_owned());
    files
}

#[test]
fn the_files_of_both_communities_are_as_they_were_made() {
    let communities = [
        ("language-project", language_project(), 36),
        ("cloud-project", cloud_project(), 86),
    ];
    for (name, files, count) in communities {
        assert_eq!(files.len(), count, "{name}");
        for (path, text) in files {
            let path = file(&format!("{FOLDER}/{name}/{path}"));
            if std::env::var_os("CALFEED_CASES").is_some_and(|value| value == "write") {
                fs::create_dir_all(Path::new(&path).parent().unwrap()).unwrap();
                fs::write(&path, &text).unwrap();
            }
            let kept = fs::read_to_string(&path).unwrap_or_default();
            assert!(kept == text, "{}", path.display());
        }
    }
}
