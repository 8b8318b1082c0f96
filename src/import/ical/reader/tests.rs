//! Tests of the tree of components and its account.

use std::fmt::Write;

use proptest::prelude::*;

use super::super::super::account::{Account, Remark};
use super::*;

/// The account of a file, and its tree, with one line for each component and property.
fn account(bytes: &[u8]) -> (Account, String) {
    let mut ledger = Ledger::default();
    let calendars = read(bytes, &mut ledger).unwrap();
    let mut tree = String::new();
    for calendar in &calendars {
        draw(calendar, 0, &mut tree);
    }
    (Account::of([("a.ics", &ledger)]), tree)
}

fn draw(component: &Component, depth: usize, tree: &mut String) {
    let indent = " ".repeat(depth);
    writeln!(tree, "{indent}{} {}", component.line, component.name).unwrap();
    for property in &component.properties {
        let (name, value) = (&property.name, &property.value);
        writeln!(tree, "{indent} {} {name}={value}", property.line).unwrap();
    }
    for part in &component.components {
        draw(part, depth + 1, tree);
    }
}

fn tree(text: &str) -> String {
    account(text.as_bytes()).1
}

/// What is listed, lost events first: whether it is lost, the line, the title and why.
fn listed(bytes: &[u8]) -> Vec<(bool, usize, String, String)> {
    let account = account(bytes).0;
    let shown = |is_lost| move |it: Remark| (is_lost, it.line, it.title, it.reason);
    let remarks = account.remarks.into_iter().map(shown(false));
    let events = account.events.into_iter().map(shown(true));
    events.chain(remarks).collect()
}

/// How many properties with a name were dropped for a reason.
fn dropped(account: &Account, name: &str, why: &Outcome) -> usize {
    let kinds = account.kinds.iter();
    let mut kinds = kinds.filter(|kind| kind.name == name && *why == Outcome::Dropped(kind.reason));
    kinds.next().map_or(0, |kind| kind.count)
}

fn lost(line: usize, title: &str, reason: &str) -> (bool, usize, String, String) {
    (true, line, title.to_owned(), reason.to_owned())
}

fn remarked(line: usize, title: &str, reason: &str) -> (bool, usize, String, String) {
    (false, line, title.to_owned(), reason.to_owned())
}

#[test]
fn components_and_properties_have_their_lines() {
    let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Lean\r\n  Coffee\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n\
                END:VALARM\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    assert_eq!(
        tree(text),
        "1 VCALENDAR\n 2 VERSION=2.0\n 3 VEVENT\n  4 SUMMARY=Lean Coffee\n  9 UID=1\n  6 VALARM\n   7 ACTION=DISPLAY\n"
    );
    assert_eq!(listed(text.as_bytes()), []);
}

#[test]
fn several_calendars_in_one_file_are_read_in_order() {
    let text = "BEGIN:VCALENDAR\nX:1\nEND:VCALENDAR\n\nbegin:vcalendar\nX:2\nend:vcalendar\n";
    assert_eq!(tree(text), "1 VCALENDAR\n 2 X=1\n5 VCALENDAR\n 6 X=2\n");
}

#[test]
fn text_outside_of_the_calendars_is_counted_and_dropped() {
    let text = "<b>Warning</b>: x\nNote: hello\nBEGIN:VCALENDAR\nX:1\nEND:VCALENDAR\nbye\n";
    let (account, tree) = account(text.as_bytes());
    assert_eq!(tree, "3 VCALENDAR\n 4 X=1\n");
    assert_eq!(
        (account.properties.read, account.properties.dropped),
        (4, 4)
    );
    assert_eq!((account.components.read, account.components.kept), (1, 1));
    assert_eq!(account.events, []);
}

#[test]
fn a_zone_counts_as_one_component_and_its_properties_are_dropped() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:+0000\nEND:STANDARD\n\
                END:VTIMEZONE\nEND:VCALENDAR\n";
    let (account, tree) = account(text.as_bytes());
    let expected = "1 VCALENDAR\n 2 VTIMEZONE\n  3 TZID=X\n  4 STANDARD\n   5 DTSTART=19700101T000000\n   6 TZOFFSETTO=+0000\n";
    assert_eq!(tree, expected);
    assert_eq!(account.components.read, 2);
    assert_eq!(
        (account.properties.read, account.properties.dropped),
        (3, 3)
    );
    assert_eq!(dropped(&account, "TZOFFSETTO", &OF_ZONE), 1);
}

#[test]
fn an_event_without_end_ends_where_the_next_one_begins() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:One\nBEGIN:VALARM\nBEGIN:VEVENT\nSUMMARY:Two\nEND:VEVENT\nEND:VCALENDAR\n";
    assert_eq!(
        tree(text),
        "1 VCALENDAR\n 2 VEVENT\n  3 SUMMARY=One\n  4 VALARM\n 5 VEVENT\n  6 SUMMARY=Two\n"
    );
    let why = "it has no `END:VEVENT`: it was read up to the next component";
    assert_eq!(listed(text.as_bytes()), [remarked(2, "One", why)]);
}

#[test]
fn an_end_of_another_name_ends_that_component_or_nothing() {
    let text = "BEGIN:VCALENDAR\nEND:VEVENT\nBEGIN:VEVENT\nX:1\nEND:VCALENDAR\nBEGIN:VCALENDAR\nX:2\nEND:VCALENDAR\n";
    assert_eq!(
        tree(text),
        "1 VCALENDAR\n 3 VEVENT\n  4 X=1\n6 VCALENDAR\n 7 X=2\n"
    );
}

#[test]
fn an_event_outside_of_a_calendar_is_in_the_one_before_it_or_in_a_new_one() {
    let text = "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VEVENT\nX:1\nEND:VEVENT\n";
    assert_eq!(tree(text), "1 VCALENDAR\n 3 VEVENT\n  4 X=1\n");
    let (account, alone) = account(b"BEGIN:VEVENT\nX:1\nEND:VEVENT\n");
    assert_eq!(alone, "1 VCALENDAR\n 1 VEVENT\n  2 X=1\n");
    assert_eq!(account.components.read, 1);
    assert_eq!(account.events, []);
}

#[test]
fn a_file_that_is_cut_off_is_listed() {
    let why = |name| {
        format!("the file ends before `END:{name}`: it may be cut off; download or export it again")
    };
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:One\nDESCRIPTION:Half a sen";
    assert_eq!(listed(text.as_bytes()), [lost(2, "One", &why("VEVENT"))]);
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:One\nEND:VEVENT\n";
    assert_eq!(listed(text.as_bytes()), [lost(1, "", &why("VCALENDAR"))]);
}

#[test]
fn a_line_that_cannot_be_read_is_dropped_and_listed_with_its_event() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART TZID=x:20260122\nDESCRIPTION:Hello\nand bring cake\nSUMMARY:One\nEND:VEVENT\n\
                END:VCALENDAR\n";
    let unread = "the line is not a name, parameters, a colon and a value";
    let no_colon = "the line has no colon after a name";
    assert_eq!(
        listed(text.as_bytes()),
        [
            lost(
                3,
                "One",
                &format!("`DTSTART TZID=x:20260122` cannot be read: {unread}")
            ),
            remarked(
                5,
                "One",
                &format!("`and bring cake` cannot be read: {no_colon}")
            ),
        ]
    );
    let (account, _) = account(text.as_bytes());
    let name = "a line that cannot be read";
    assert_eq!(account.properties.read, 4);
    assert_eq!(dropped(&account, name, &Outcome::Dropped(unread)), 1);
    assert_eq!(dropped(&account, name, &Outcome::Dropped(no_colon)), 1);
}

#[test]
fn many_lines_that_cannot_be_read_are_listed_in_one_sentence() {
    let text = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}END:VEVENT\nEND:VCALENDAR\n",
        "cake\n".repeat(10)
    );
    let listed = listed(text.as_bytes());
    assert_eq!(listed.len(), 4);
    assert_eq!(
        listed[0],
        lost(2, "", "7 more lines of this event cannot be read")
    );
}

#[test]
fn components_within_too_many_others_are_dropped() {
    let (begin, end) = ("BEGIN:X\n".repeat(100_000), "END:X\n".repeat(100_000));
    let text = format!("BEGIN:VCALENDAR\n{begin}A:1\n{end}B:2\nEND:VCALENDAR\n");
    let (account, tree) = account(text.as_bytes());
    let expected =
        "1 VCALENDAR\n 200003 B=2\n 2 X\n  3 X\n   4 X\n    5 X\n     6 X\n      7 X\n       8 X\n";
    assert_eq!(tree, expected);
    assert_eq!(account.components.read, 100_001);
    assert_eq!(
        (account.properties.read, account.properties.dropped),
        (2, 2)
    );
}

#[test]
fn letters_of_windows_are_remarked_once() {
    let text = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Caf\xE9\nLOCATION:Caf\xE9\nEND:VEVENT\nEND:VCALENDAR\n";
    let why =
        "2 lines are not UTF-8, beginning here: read as Windows-1252; check letters such as `é`";
    assert_eq!(listed(text), [remarked(3, "", why)]);
    assert_eq!(
        account(text).1,
        "1 VCALENDAR\n 2 VEVENT\n  3 SUMMARY=Café\n  4 LOCATION=Café\n"
    );
}

#[test]
fn what_is_no_calendar_is_refused() {
    let refused = |text: &str| read(text.as_bytes(), &mut Ledger::default()).unwrap_err();
    assert_eq!(refused(""), "the file is empty");
    assert_eq!(
        refused("# Events"),
        "no calendar was found: no line is `BEGIN:VCALENDAR`"
    );
    assert!(refused("<!doctype html>").starts_with("this is a web page, not a calendar file"));
}

#[test]
fn vcalendar_1_0_is_refused_and_its_version_alone_is_not() {
    let refused = |lines: &str| {
        let text = format!(
            "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        read(text.as_bytes(), &mut Ledger::default()).err()
    };
    let message = "this is vCalendar 1.0, the form before iCalendar (line 4): export the calendar as iCalendar (`.ics`) instead";
    let printable = refused("DESCRIPTION;ENCODING=QUOTED-PRINTABLE:=0D=0A=");
    assert_eq!(printable.as_deref(), Some(message));
    assert_eq!(refused("RRULE:W1 TU #0").as_deref(), Some(message));
    assert_eq!(refused("RRULE:FREQ=WEEKLY"), None);
}

#[test]
fn a_file_with_too_many_lines_is_refused() {
    let text = format!("BEGIN:VCALENDAR\n{}", "\n".repeat(MOST_LINES));
    assert_eq!(
        read(text.as_bytes(), &mut Ledger::default()).unwrap_err(),
        "the file has more than 1500000 lines: export fewer years, or split it"
    );
}

/// Lines as they may be in a damaged file.
const PIECES: [&[u8]; 18] = [
    b"BEGIN:VCALENDAR\r\n",
    b"END:VCALENDAR\n",
    b"BEGIN:VEVENT\n",
    b"END:VEVENT\r\n",
    b"BEGIN:VTIMEZONE\n",
    b"BEGIN:STANDARD\n",
    b"END:VTIMEZONE\n",
    b"BEGIN:VALARM\n",
    b"END:\n",
    b"DTSTART;TZID=\"a:b\":20260122T110000\n",
    b"SUMMARY:x",
    b"\r\n y\xC3",
    b"\n \xA9\n",
    b"no property\n",
    b"\n\n",
    b"X;=;\":\n",
    b"BEGIN\n",
    b"\xFF\xFE\0",
];

proptest! {
    #[test]
    fn every_line_is_counted_once(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60),
        noise in prop::collection::vec(any::<u8>(), 0..30),
        at in any::<prop::sample::Index>(),
    ) {
        let mut bytes = [b"BEGIN:VCALENDAR\n", &*pieces.concat()].concat();
        let at = at.index(bytes.len() + 1);
        bytes.splice(at..at, noise);
        let mut ledger = Ledger::default();
        let result = read(&bytes, &mut ledger);
        let account = Account::of([("a.ics", &ledger)]);
        prop_assume!(result.is_ok());
        let (mut begins, mut others) = (0, 0);
        for line in Lines::new(&decoded(&bytes)) {
            match line.text.split_once(':').map(|(name, _)| name.trim().to_ascii_uppercase()) {
                Some(name) if name == "BEGIN" => begins += 1,
                Some(name) if name == "END" => {}
                _ => others += 1,
            }
        }
        prop_assert_eq!(account.properties.read, others);
        let zones = bytes.windows(15).any(|it| it.eq_ignore_ascii_case(b"BEGIN:VTIMEZONE"));
        prop_assert!(account.components.read == begins || zones && account.components.read < begins);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let with_begin = [b"BEGIN:VCALENDAR\n".as_slice(), &bytes].concat();
        let _ = read(&with_begin, &mut Ledger::default());
        let _ = read(&bytes, &mut Ledger::default());
    }
}
