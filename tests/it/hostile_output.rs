//! Hostile text in any key of the file, on terminals, in logs and in the logs of GitHub Actions.
//!
//! A runner of GitHub Actions executes commands after `::` at the beginning of a line, and after `##[` anywhere in a line. A terminal
//! executes control characters, and reorders text after bidirectional ones.

use crate::program::{Desk, Run};

/// A workflow command on a line of its own and within a line, an escape sequence in its short and its long form, and bidirectional
/// characters.
const COMMANDS: &str = r"A\n::stop-commands::x\n  ::add-mask::y\n##[add-matcher]z\e[2J\u009b2J\u202eB\u2066C\u2028::error::D";

/// The same without the characters that no value of the file may contain.
const WORDS: &str = r"##[add-mask]z \u202eB\u2066C";

/// Returns a file with every key of the format, each with that text.
fn everywhere(text: &str) -> String {
    let value = format!("\"{text}\"");
    let event = [
        "title", "location", "join", "url", "contact", "format", "status", "group", "repeats",
        "until", "duration", "end",
    ];
    let event = event.map(|key| format!("    {key}: {value}\n")).concat();
    let calendar = [
        "name",
        "slug",
        "domain",
        "url",
        "timezone",
        "color",
        "description",
        "holidays",
        "refresh",
        "formerly",
        "allow",
    ];
    let calendar = calendar.map(|key| format!("  {key}: {value}\n")).concat();
    format!(
        "calendar:
{calendar}groups:
  {value}: {{name: {value}, contact: {value}, url: {value}, color: {value}}}
events:
  - id: {value}
    start: {value}
{event}  - id: a
    {value}: {value}
    title: [{value}]
    start: 2026-07-01 10:00
    talks: [{{title: {value}, speakers: [{value}], slides: {value}, video: {value}, {value}: {value}}}]
    links: [{{title: {value}, url: {value}}}]
    tags: [{value}, {value}]
    also: [{value}]
    changes: {{{value}: {{title: {value}, moved_to: {value}, cancelled: {value}, skipped: {value}}}}}
{value}: {value}
"
    )
}

/// Returns a valid file with that text in every place that allows it.
fn good(text: &str) -> String {
    let value = format!("\"{text}\"");
    format!(
        "calendar:
  name: {value}
  slug: a
  domain: a.example.org
  url: https://a.example.org
  timezone: Europe/London
  holidays: ./holidays.json
groups:
  g: {{name: {value}, description: {value}}}
events:
  - id: a
    title: {value}
    start: 2026-07-02 10:00
    location: {value}
    description: {value}
    group: g
    repeats: weekly on Thursday
    tags: [{value}]
    talks: [{{title: {value}, speakers: [{value}]}}]
    changes:
      2026-07-09: {{cancelled: {value}}}
      2026-07-16: {{title: \"Now {text}\", location: {value}}}
  - {{id: b, title: {value}, start: 2026-07-02 10:00, location: {value}, group: g}}
"
    )
}

/// Checks that an output contains nothing that a terminal or a runner interprets, except the requested annotations.
#[track_caller]
fn is_harmless(what: &str, run: &Run) {
    for text in [&run.stdout, &run.stderr] {
        for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
            let is_ours = what.contains("github")
                && (line.starts_with("::error file=") || line.starts_with("::warning file="));
            let acts = line.trim_start().starts_with("::") && !is_ours;
            assert!(
                !acts && !line.contains("##["),
                "{what} prints a command: {line:?}\n{text}"
            );
        }
        let obeyed = |c: &char| {
            c.is_control() && *c != '\n'
                || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let found = text.chars().find(obeyed);
        assert_eq!(found, None, "{what} prints {found:?}:\n{text:?}");
    }
}

fn desk(events: &str) -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", events);
    let day = COMMANDS.replace(r"\e", r"\u001b");
    desk.write(
        "holidays.json",
        format!(
            r#"{{"{day}": {{"division": "{day}", "events": [{{"title": "{day}", "date": "2026-07-02", "notes": ""}}]}}}}"#
        ),
    );
    desk
}

#[test]
fn what_is_wrong_is_reported_without_being_obeyed() {
    let desk = desk(&everywhere(COMMANDS));
    for command in [
        "check",
        "check --format github",
        "check --format json",
        "list",
        "build --out out",
        "diff events.yaml events.yaml",
        "serve --listen 127.0.0.1:0",
        "serve --listen 127.0.0.1:0 --log json",
    ] {
        let run = desk.run(command);
        assert_ne!(run.code, Some(0), "{command}");
        is_harmless(command, &run);
    }
}

#[test]
fn what_is_published_is_listed_without_being_obeyed() {
    let desk = desk(&good(WORDS));
    let before = good("C").replace("holidays: ./holidays.json", "color: red");
    desk.write("before.yaml", before);
    for command in [
        "check",
        "check --format github",
        "check --format json",
        "list",
        "list --format json",
        "build --out out",
        "diff before.yaml events.yaml",
        "diff --format json before.yaml events.yaml",
        "diff --format markdown before.yaml events.yaml",
    ] {
        let run = desk.run(command);
        assert_eq!(run.code, Some(0), "{command}: {run:?}");
        is_harmless(command, &run);
    }
}

#[test]
fn what_is_in_the_file_as_it_is_reaches_no_terminal_and_no_log() {
    let raw = "A\u{9b}2J\u{85}B\u{202e}C\u{2066}D\u{7f}E";
    for events in [
        good("A").replace('A', raw),
        format!("{raw}: {raw}\n- {raw}\n"),
        format!("calendar: {{name: {raw}, {raw}: [{raw}}}\n# {raw}\n"),
    ] {
        let desk = desk(&events);
        desk.write("before.yaml", good("C"));
        for command in [
            "check",
            "check --format github",
            "check --format json",
            "list",
            "list --format json",
            "build --out out",
            "build --out out --into events.yaml",
            "diff before.yaml events.yaml",
            "diff --format json before.yaml events.yaml",
            "diff --format markdown before.yaml events.yaml",
            "serve --listen 127.0.0.1:0",
            "serve --listen 127.0.0.1:0 --log json",
        ] {
            let run = desk.run(command);
            assert_ne!(run.code, Some(0), "{command}");
            is_harmless(command, &run);
        }
    }
}
