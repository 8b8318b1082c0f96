//! Recognises files that are no calendar, and says what they are and what to do.
//!
//! People pass the web page of a calendar instead of its `.ics` file, or the archive that a program exports. A plain text is none of these: it
//! may be a page of Markdown.

use super::lines::{decoded, has_line};

/// How much of a file is examined for marks that may come after others.
const BEGINNING: usize = 4096;

/// What binary files begin with, and what they are.
const MARKS: &[(&[u8], &str)] = &[
    (
        b"PK\x03\x04",
        "this is a ZIP archive: extract it, and import each `.ics` file in it",
    ),
    (
        b"\x1F\x8B",
        "this is a file compressed with gzip: decompress it first",
    ),
    (
        b"%PDF",
        "this is a PDF document: export the calendar as iCalendar (`.ics`) instead",
    ),
    (
        b"\xD0\xCF\x11\xE0",
        "this is a file of Outlook or Office: export the calendar as iCalendar (`.ics`) instead",
    ),
    (
        b"!BDN",
        "this is a data file of Outlook: export the calendar as iCalendar (`.ics`) instead",
    ),
];

/// Returns whether some bytes are an iCalendar file, perhaps a damaged one, in any encoding that `lines` can read.
pub(super) fn is_calendar(bytes: &[u8]) -> bool {
    let bytes = decoded(bytes);
    has_line(&bytes, b"BEGIN:VCALENDAR") || has_line(&bytes, b"BEGIN:VEVENT")
}

/// Returns what a file is instead of a calendar, and what to do. Returns `None` for a text that may be a page with events, and for a calendar.
pub(super) fn foreign(bytes: &[u8]) -> Option<String> {
    if let Some((_, what)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some((*what).to_owned());
    }
    if is_calendar(bytes) {
        return None;
    }
    let bytes = decoded(bytes);
    let bytes = bytes.trim_ascii();
    let beginning = bytes.get(..BEGINNING).unwrap_or(bytes);
    let beginning = String::from_utf8_lossy(beginning).to_ascii_lowercase();
    let second = |text: &str| text.trim_start().chars().next();
    let is_json = match beginning.split_at_checked(1) {
        Some(("{", rest)) => matches!(second(rest), Some('"' | '}')),
        Some(("[", rest)) => matches!(second(rest), Some('"' | '{' | '[')),
        _ => false,
    };
    let is_page = beginning.starts_with("<!doctype html")
        || beginning.starts_with("<html")
        || ["<head", "<body"].iter().any(|tag| beginning.contains(tag));
    let what = if bytes.is_empty() {
        "the file is empty"
    } else if is_page {
        "this is a web page, not a calendar file: download the calendar itself. On the page, look for a link to subscribe or to export; its \
         address often ends with `.ics`"
    } else if beginning.starts_with("begin:vcard") {
        "these are contacts (vCard), not a calendar: export the calendar as iCalendar (`.ics`)"
    } else if is_json {
        "this is JSON, not a calendar file: export the calendar as iCalendar (`.ics`)"
    } else if beginning.starts_with("<?xml") {
        "this is XML, not a calendar file: export the calendar as iCalendar (`.ics`)"
    } else if beginning.contains('\0') {
        "this is a binary file, not a calendar: export the calendar as iCalendar (`.ics`)"
    } else {
        return None;
    };
    Some(what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> String {
        foreign(bytes).unwrap_or_else(|| "nothing".to_owned())
    }

    #[test]
    fn a_web_page_is_recognised_and_the_message_says_what_to_download() {
        let message = "this is a web page, not a calendar file: download the calendar itself. On the page, look for a link to subscribe or \
                       to export; its address often ends with `.ics`";
        assert_eq!(found(b"<!DOCTYPE html>\n<html lang=en>"), message);
        assert_eq!(found(b"\n<HTML><body>Sign in</body>"), message);
        assert_eq!(
            found(b"<!-- saved -->\n<meta charset=utf-8><head>"),
            message
        );
    }

    #[test]
    fn other_kinds_of_files_are_recognised() {
        assert_eq!(found(b""), "the file is empty");
        assert_eq!(found(b"\xEF\xBB\xBF\r\n"), "the file is empty");
        assert_eq!(
            found(b"{\"events\": []}"),
            "this is JSON, not a calendar file: export the calendar as iCalendar (`.ics`)"
        );
        assert_eq!(
            found(b"[\n  {\"a\": 1}]"),
            "this is JSON, not a calendar file: export the calendar as iCalendar (`.ics`)"
        );
        assert_eq!(
            found(b"<?xml version=\"1.0\"?><rss/>"),
            "this is XML, not a calendar file: export the calendar as iCalendar (`.ics`)"
        );
        assert_eq!(
            found(b"BEGIN:VCARD\nEND:VCARD"),
            "these are contacts (vCard), not a calendar: export the calendar as iCalendar (`.ics`)"
        );
        assert_eq!(
            found(b"PK\x03\x04rest"),
            "this is a ZIP archive: extract it, and import each `.ics` file in it"
        );
        assert_eq!(
            found(b"\x7FELF\x01\x00\x00"),
            "this is a binary file, not a calendar: export the calendar as iCalendar (`.ics`)"
        );
    }

    #[test]
    fn a_text_and_a_calendar_are_nothing_foreign() {
        assert_eq!(found(b"# Events\n\n* Thursday 26th March"), "nothing");
        assert_eq!(found(b"[Events](https://example.com)"), "nothing");
        assert_eq!(found(b"<b>Warning</b>\nBEGIN:VCALENDAR\n"), "nothing");
    }

    #[test]
    fn a_calendar_is_recognised_by_the_start_of_a_line() {
        assert!(is_calendar(b"begin:vcalendar\n"));
        assert!(is_calendar(b"Warning\r\nBEGIN:VEVENT"));
        assert!(is_calendar(
            b"B\0E\0G\0I\0N\0:\0V\0C\0A\0L\0E\0N\0D\0A\0R\0"
        ));
        assert!(!is_calendar(b"A line says `BEGIN:VCALENDAR`."));
    }
}
