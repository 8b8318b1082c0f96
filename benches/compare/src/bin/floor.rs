//! The lower bound: `floor FILE OUT` reads a file into structs by serde and writes one `.ics` by hand, without any checks.

use std::fmt::Write as _;

use calfeed_compare::{STAMP, Written, read, written};

const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\nBEGIN:DAYLIGHT\r\nDTSTART:19700329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:19701025T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

pub fn main() {
    let mut paths = std::env::args().skip(1);
    let text = std::fs::read_to_string(paths.next().expect("a file")).expect("text");
    let file = read(&text);
    let mut out = String::with_capacity(text.len());
    let mut line = String::new();
    out.push_str("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//floor//EN\r\n");
    put(&mut out, &mut line, "NAME:", &file.calendar.name);
    put(&mut out, &mut line, "X-WR-CALNAME:", &file.calendar.name);
    out.push_str(ZONE);
    for event in &file.events {
        for written in written(&file, event) {
            vevent(&mut out, &mut line, &written);
        }
    }
    out.push_str("END:VCALENDAR\r\n");
    std::fs::write(paths.next().expect("where to write"), out).expect("written");
}

fn vevent(out: &mut String, line: &mut String, event: &Written<'_>) {
    out.push_str("BEGIN:VEVENT\r\n");
    put(out, line, "UID:", &event.uid);
    let _ = write!(
        out,
        "DTSTAMP:{STAMP}\r\nLAST-MODIFIED:{STAMP}\r\nSEQUENCE:1\r\n"
    );
    let zone = ";TZID=Europe/London:";
    let mut time = |name: &str, at: chrono::NaiveDateTime| {
        if event.is_all_day {
            let _ = write!(out, "{name};VALUE=DATE:{}\r\n", at.format("%Y%m%d"));
        } else {
            let _ = write!(out, "{name}{zone}{}\r\n", at.format("%Y%m%dT%H%M%S"));
        }
    };
    if let Some(key) = event.recurrence_id {
        time("RECURRENCE-ID", key);
    }
    time("DTSTART", event.start);
    time("DTEND", event.end);
    if let Some(rule) = &event.rrule {
        let _ = write!(out, "RRULE:{rule}\r\n");
    }
    put(out, line, "SUMMARY:", event.summary);
    put(out, line, "DESCRIPTION:", &event.description);
    if let Some(location) = event.location {
        put(out, line, "LOCATION:", location);
    }
    put(out, line, "URL:", &event.url);
    if !event.categories.is_empty() {
        put(out, line, "CATEGORIES:", &event.categories.join(","));
    }
    if event.is_cancelled {
        out.push_str("STATUS:CANCELLED\r\n");
    }
    out.push_str("END:VEVENT\r\n");
}

/// Writes a content line, escaped and folded at 75 octets.
fn put(out: &mut String, line: &mut String, name: &str, text: &str) {
    line.clear();
    line.push_str(name);
    for c in text.chars() {
        match c {
            '\\' => line.push_str("\\\\"),
            ';' => line.push_str("\\;"),
            ',' => line.push_str("\\,"),
            '\n' => line.push_str("\\n"),
            '\r' => {}
            c => line.push(c),
        }
    }
    let mut rest = line.as_str();
    let mut room = 75;
    while rest.len() > room {
        let mut at = room;
        while !rest.is_char_boundary(at) {
            at -= 1;
        }
        out.push_str(&rest[..at]);
        out.push_str("\r\n ");
        rest = &rest[at..];
        room = 74;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}
