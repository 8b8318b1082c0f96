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
            line.push_str(&format!(" · {name}: {value}"));
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
fn show() {
    println!("{}", read(SEED));
    let mut all: Vec<_> = std::fs::read_dir("/tmp/w/pages")
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    all.sort();
    for page in all {
        println!("=== {}", page.display());
        println!("{}", read(&std::fs::read_to_string(page).unwrap()));
    }
    panic!();
}
