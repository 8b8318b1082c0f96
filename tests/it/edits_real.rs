//! A year of changes to a community's events file, of the kinds that a real community made from March 2025 to April 2026, each with one
//! command. The facts are invented.

use std::fs;

use calfeed::{Context, read};

use crate::commands_edit::run;
use crate::corpus::{file, instant};
use crate::program::Desk;

/// The commands, in the order in which they were needed.
const COMMANDS: [&str; 42] = [
    "set lean-coffee end 11:50",
    "talk green-software-2025-04 --title 'What a page costs' --speaker 'An engineer (Riverside Energy)'",
    "move heads-of-engineering-2025-05 --to '2025-05-08 13:00'",
    "set heads-of-engineering-2025-05 end 15:00",
    "move lean-coffee 2025-05-22 --to 2025-05-29 --reason 'half the group is at a conference'",
    "set heads-of-engineering-2025-05 location 'Riverside Hall, Mill Lane'",
    "add --title 'Green Software meeting' --start '2025-06-04 13:00' --end 14:00 --group green-software --id green-software-2025-06",
    "set green-software-2025-04 description 'Notes: https://notes.example.org/2025-04'",
    "add --title 'Annual general meeting' --start '2025-08-14 12:00' --end 13:00 --takes-place virtual --id agm-2025",
    "set agm-2025 join https://meet.example.org/agm",
    "postpone green-software-2025-06 --reason 'the speaker is ill'",
    "cancel lean-coffee 2025-08-28 --reason 'holidays: no facilitator'",
    "set lean-coffee title 'Lean coffee: what comes next' --date 2025-07-24",
    "move agm-2025 --to 12:30",
    "move green-software-2025-06 --to 2025-07-02",
    "talk green-software-2025-06 --title 'Carbon in the cloud' --speaker 'Two engineers (Riverside Energy)' --slides https://slides.example.org/carbon.pdf",
    "restore lean-coffee 2025-08-28",
    "move lean-coffee 2025-08-28 --to '2025-08-27 14:00'",
    "set agm-2025 description '1. Accounts\n2. Elections\n'",
    "add --title 'Inclusive Recruitment' --start '2025-09-10 11:00' --end 12:00 --group inclusive-recruitment --id inclusive-recruitment-2025-09",
    "set inclusive-recruitment-2025-09 format virtual",
    "set lean-coffee join https://meet.example.org/coffee --date 2025-09-25",
    "move lean-coffee 2025-10-23 --to 2025-10-30",
    "unset lean-coffee join --date 2025-09-25",
    "move lean-coffee 2025-12-25 --to 2025-12-18 --reason 'Christmas Day'",
    "add --title 'Green Software: a year of measuring' --start '2025-12-04 13:00' --end 14:30 --group green-software --id green-software-2025-12",
    "talk green-software-2025-12 --title 'Servers that sleep' --speaker 'An operator (Riverside Energy)'",
    "talk green-software-2025-12 --title '10% of what?' --speaker 'A statistician (Mill Lane College)'",
    "set heads-of-engineering-2025-05 tags 'workshop, career'",
    "cancel inclusive-recruitment-2025-09",
    "add --title 'Inclusive Recruitment' --start '2025-11-12 11:00' --end 12:00 --group inclusive-recruitment --takes-place virtual --id inclusive-recruitment-2025-11",
    "skip lean-coffee 2026-01-22 --reason 'we meet at the conference'",
    "add --title 'Riverside conference 2026' --start 2026-01-22 --end 2026-01-23 --takes-place in-person --location 'Riverside Hall, Mill Lane' --id conference-2026",
    "set conference-2026 sign_up https://tickets.example.org/2026",
    "set conference-2026 price '£20, students free'",
    "move conference-2026 --to 2026-01-21",
    "unset conference-2026 sign_up",
    "talk lean-coffee --date 2026-02-26 --title 'Ten minutes about tests' --speaker 'A tester (Mill Lane Press)'",
    "set short-talks-2024-10 url https://software.example.org/short-talks/",
    "postpone lean-coffee 2026-03-26",
    "move lean-coffee 2026-03-26 --to 2026-03-31 --reason 'the room is free again'",
    "add --title 'Tech talk: feeds' --start '2026-05-07 14:00' --end 15:00 --takes-place hybrid --id tech-talk-2026-05",
];

/// Splits a command line as a shell does.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (number, part) in line.split('\'').enumerate() {
        let last = words.len() - 1;
        if number % 2 == 1 {
            words[last] += part;
            continue;
        }
        let mut parts = part.split(' ');
        words[last] += parts.next().unwrap();
        words.extend(parts.map(str::to_owned));
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn a_year_of_changes_is_42_commands() {
    let desk = Desk::new();
    let text = fs::read_to_string(file("tests/it/edits/march-2025.yaml")).unwrap();
    desk.write("events.yaml", &text);
    for line in COMMANDS {
        let command = words(line);
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        let run = run(&desk, &command);
        assert_eq!(run.code, Some(0), "{line}\n{}", run.stderr);
        let (calendar, report) = read(&desk.read("events.yaml"), &context());
        let report = report.diagnostics();
        assert!(calendar.is_some(), "{line}\n{report:#?}");
    }
    let edited = desk.read("events.yaml");
    let wanted = fs::read_to_string(file("tests/it/edits/april-2026.yaml")).unwrap();
    assert!(edited == wanted, "{edited}");
    let comments = |text: &str| text.matches('#').count();
    assert_eq!(comments(&edited), comments(&text));
}

fn context() -> Context {
    Context::new(instant("2025-03-20T09:00:00Z"))
}
