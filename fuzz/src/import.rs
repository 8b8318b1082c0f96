//! What must hold for every calendar that is imported: the check of the fuzz target `import`.
//!
//! In: the bytes of a source, or a number from which one is made. Guaranteed: the source is refused with words, or it becomes an events file
//! without an error, and the account adds up. Absent: whether the events are those of the source.

use calfeed::{Context, Count, Header, ImportOptions, Severity, Source, import, read};
use chrono::DateTime;

/// Files in the shapes that programs write, and one with the mistakes that they make.
const SOURCES: [&[u8]; 5] = [
    include_bytes!("../seeds/import/google.ics"),
    include_bytes!("../seeds/import/outlook.ics"),
    include_bytes!("../seeds/import/meetup.ics"),
    include_bytes!("../seeds/import/traps.ics"),
    include_bytes!("../seeds/import/page.md"),
];

/// Lines that something else than the writer of the file may have put there.
const LINES: [&str; 36] = [
    "BEGIN:VEVENT",
    "END:VEVENT",
    "BEGIN:VCALENDAR",
    "END:VCALENDAR",
    "BEGIN:VTODO",
    "BEGIN:VALARM",
    "END:VALARM",
    "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=DAILY;COUNT=4000000000",
    "RRULE:FREQ=WEEKLY;INTERVAL=0;UNTIL=99991231T235959Z",
    "RRULE:FREQ=MONTHLY;BYDAY=5FR,-5MO;BYSETPOS=-1",
    "RRULE:FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=366,-366",
    "RDATE;VALUE=PERIOD:20260101T000000Z/PT1H,20260102T000000Z/20260103T000000Z",
    "RDATE:20260101,20260101T240000,junk",
    "EXDATE;TZID=Mars/Olympus:20260310T183000",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260210T183000Z",
    "DTSTART:00000000T000000Z",
    "DTSTART;VALUE=DATE:20260230",
    "DTSTART;TZID=Europe/London:20260329T013000",
    "DTEND:19700101T000000Z",
    "DURATION:-P1W",
    "DURATION:P99999999999999999999D",
    "SUMMARY:\u{202e}desrever \\n\\N\\;\\,\\\\ \u{0}",
    "UID:",
    "UID:a\\nb@c",
    "CLASS:CONFIDENTIAL",
    "STATUS:CANCELLED",
    "STATUS:NO SUCH",
    "LOCATION:https://zoom.us/j/1234567890?pwd=secret",
    "DESCRIPTION:<div><div><table><tr><td>&amp;&#x110000;<script>x</script>",
    "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA",
    "X-WR-TIMEZONE:Nowhere",
    "CATEGORIES:,,none,\\,",
    ";:;=:\"",
    " folded onto whatever is above",
];

/// Imports a source, and checks what must hold.
pub fn imported(bytes: &[u8]) {
    let now = DateTime::from_timestamp(1_780_000_000, 0).expect("a time");
    let mut options = ImportOptions::new(now);
    options.zone = calfeed::Zone::parse("Europe/London").ok();
    let source = Source {
        name: "source",
        bytes,
    };
    let imported = match import(&[source], &options) {
        Ok(imported) => imported,
        Err(error) => {
            assert!(!error.message.is_empty());
            return;
        }
    };
    let mut header = Header::default();
    header.name = Some("Calendar".to_owned());
    header.url = Some("https://calendar.example.org".to_owned());
    let context = Context::new(now);
    let file = imported.new_file(&header, &context);
    let file = file.unwrap_or_else(|refusal| panic!("{refusal}"));
    for count in [file.account.components, file.account.properties] {
        let Count {
            read,
            kept,
            rewritten,
            dropped,
            ..
        } = count;
        assert_eq!(read, kept + rewritten + dropped);
    }
    let (calendar, report) = read(&file.text, &context);
    let errors = report.diagnostics().iter();
    let errors: Vec<String> = errors
        .filter(|found| found.severity() == Severity::Error)
        .map(calfeed::Diagnostic::message)
        .collect();
    assert!(calendar.is_some(), "{errors:?}\n{}", file.text);
}

/// Makes a source from a number: one of the files, damaged in a few places.
pub fn damaged(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % below.max(1)
    };
    let source = SOURCES[next(SOURCES.len())];
    let mut lines: Vec<Vec<u8>> = source
        .split_inclusive(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    for _ in 0..=next(6) {
        let at = next(lines.len());
        match next(9) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => {
                let other = next(lines.len());
                lines.swap(at, other);
            }
            3 | 4 => lines.insert(at, format!("{}\r\n", LINES[next(LINES.len())]).into_bytes()),
            5 => {
                let byte = next(lines[at].len());
                lines[at][byte] = u8::try_from(next(256)).unwrap_or_default();
            }
            6 => {
                let byte = next(lines[at].len());
                lines[at].splice(byte..byte, *b"\r\n ");
            }
            7 => lines[at] = LINES[next(LINES.len())].as_bytes().to_vec(),
            _ => lines.truncate(lines.len() - next(3)),
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.concat()
}
