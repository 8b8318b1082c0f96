//! Prints entries and notes as lines, for tests.

use std::fmt::Write as _;

use chrono::TimeDelta;

use super::account::{Account, Ledger};
use super::entry::{Change, Details, Entry, State};
use super::{ImportOptions, ical};

/// Returns the entries of a calendar with these components, and what is noted about them: `!` before what is lost, and `-` before remarks.
pub(super) fn calendar(components: &str) -> String {
    calendar_with(components, |_| {})
}

/// Likewise, with other options.
pub(super) fn calendar_with(components: &str, set: impl Fn(&mut ImportOptions)) -> String {
    let mut options = ImportOptions::new("2026-03-01T00:00:00Z".parse().unwrap());
    set(&mut options);
    let text = format!("BEGIN:VCALENDAR\n{}\nEND:VCALENDAR\n", components.trim());
    let mut ledger = Ledger::default();
    let (entries, _) = ical::entries(text.as_bytes(), &options, &mut ledger).unwrap();
    printed(&entries, &ledger)
}

/// Returns a VEVENT of these lines, in one of which ` | ` separates two.
pub(super) fn event(lines: &str) -> String {
    let lines = lines.replace(" | ", "\n");
    format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n")
}

/// Returns entries and notes as lines.
pub(super) fn printed(entries: &[Entry], ledger: &Ledger) -> String {
    let mut text = String::new();
    for entry in entries {
        print(entry, &mut text);
    }
    let account = Account::of([("source", ledger)]);
    for (mark, notes) in [('!', &account.events), ('-', &account.remarks)] {
        for note in notes {
            let _ = writeln!(text, "{mark} {}: {}", note.title, note.reason);
        }
    }
    text
}

fn print(entry: &Entry, text: &mut String) {
    let _ = write!(text, "{}: {}", entry.details.title, entry.start.written());
    if let Some(zone) = entry.zone {
        let _ = write!(text, " {zone}");
    }
    if let Some(length) = entry.length {
        let _ = write!(text, " for {}", lasting(length));
    }
    text.push_str(state(entry.status));
    if let Some(uid) = &entry.uid {
        let _ = write!(text, " <{uid}>");
    }
    text.push('\n');
    if let Some(repeats) = &entry.repeats {
        let _ = write!(text, "  {}", repeats.rule);
        if let Some(until) = repeats.until {
            let _ = write!(text, " until {until}");
        }
        if let Some(count) = repeats.count {
            let _ = write!(text, " {count} times");
        }
        text.push('\n');
    }
    if !entry.also.is_empty() {
        let also: Vec<String> = entry.also.iter().map(|it| it.written()).collect();
        let _ = writeln!(text, "  also {}", also.join(", "));
    }
    say(&entry.details, &Details::default(), text);
    for (key, change) in &entry.changes {
        let _ = write!(text, "  {key}");
        print_change(change, entry, text);
    }
}

fn print_change(change: &Change, entry: &Entry, text: &mut String) {
    if change.is_skipped {
        text.push_str(" skipped");
    }
    if let Some(to) = change.moved_to {
        let _ = write!(text, " to {}", to.written());
    }
    if let Some(length) = change.length {
        let _ = write!(text, " for {}", lasting(length));
    }
    if change.status != entry.status && !change.is_skipped {
        text.push_str(match change.status {
            State::Confirmed => ", confirmed",
            other => state(other),
        });
    }
    if let Some(details) = &change.details {
        if details.title != entry.details.title {
            let _ = write!(text, " called {}", details.title);
        }
        text.push('\n');
        say(details, &entry.details, text);
    } else {
        text.push('\n');
    }
}

fn say(details: &Details, of_all: &Details, text: &mut String) {
    let links = |details: &Details| {
        let links = details.links.iter();
        let links: Vec<String> = links.map(|it| format!("{} {}", it.title, it.url)).collect();
        Some(links.join(", ")).filter(|links| !links.is_empty())
    };
    let tags = |details: &Details| Some(details.tags.join(", ")).filter(|tags| !tags.is_empty());
    let shows_as = |details: &Details| details.shows_as.map(str::to_owned);
    let parts = |details: &Details| {
        [
            ("description", details.description.clone()),
            ("location", details.location.clone()),
            ("join", details.join.clone()),
            ("url", details.url.clone()),
            ("contact", details.contact.clone()),
            ("shows as", shows_as(details)),
            ("tags", tags(details)),
            ("links", links(details)),
        ]
    };
    for ((name, own), (_, all)) in parts(details).into_iter().zip(parts(of_all)) {
        if own != all {
            let own = own.unwrap_or_else(|| "none".to_owned());
            let _ = writeln!(text, "    {name} {own:?}");
        }
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Confirmed => "",
        State::Tentative => ", tentative",
        State::Cancelled => ", cancelled",
        State::Postponed => ", postponed",
    }
}

fn lasting(length: TimeDelta) -> String {
    let minutes = length.num_minutes();
    match (minutes / 1440, minutes % 1440 / 60, minutes % 60) {
        (days, 0, 0) => format!("{days}d"),
        (0, hours, 0) => format!("{hours}h"),
        (0, 0, minutes) => format!("{minutes}m"),
        (days, hours, minutes) => format!("{}h{minutes}m", days * 24 + hours),
    }
}
