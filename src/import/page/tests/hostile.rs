//! Pages that are no pages, bytes that are no text, and pages made of anything.

use proptest::prelude::*;

use super::super::super::account::{Account, Ledger};
use super::super::entries;
use super::{options, read};

fn refused(bytes: &[u8]) -> String {
    entries(bytes, &options(), &mut Ledger::default()).unwrap_err()
}

#[test]
fn a_web_page_is_refused_with_what_to_do_instead() {
    let expected = "it is a web page in HTML, which cannot be imported; copy its list of events into a text file, with one event per \
                    line, such as `* 26 March 2026 - Lean Coffee - 11am - 12pm`, and import that";
    assert_eq!(refused(b"<!DOCTYPE html>\n<title>Events</title>"), expected);
    assert_eq!(refused(b"\xef\xbb\xbf\n<!-- events -->\n<HTML>"), expected);
}

#[test]
fn bytes_of_a_program_or_of_utf_16_are_refused() {
    let expected = "it is neither an iCalendar file nor a page of text in UTF-8";
    assert_eq!(refused(b"\x7fELF\0\x01"), expected);
    assert_eq!(refused(b"\xff\xfe2\x006\0"), expected);
}

#[test]
fn characters_that_are_not_utf_8_are_noted_with_their_line() {
    let mut ledger = Ledger::default();
    let page = b"# 2026\n* 26 March - Caf\xe9\n";
    let (entries, _) = entries(page, &options(), &mut ledger).unwrap();
    let mut account = Account::default();
    account.add("page.md", ledger);
    assert_eq!(entries[0].details.title, "Caf\u{fffd}");
    let note = &account.events[0];
    assert_eq!((note.line, note.is_lost), (2, false));
    assert_eq!(
        note.reason,
        "some characters are not UTF-8, and are replaced by `\u{fffd}`; save the page as UTF-8"
    );
}

#[test]
fn a_long_line_is_prose() {
    let page = format!("* 26 March 2026 - {}\n", "word ".repeat(1_000));
    let expected = "note 1: : no event is imported from it; an event is a line with a date, such as `* 26 March 2026 - Lean Coffee`\n0 read, 0 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(&page), expected);
}

#[test]
fn a_long_title_is_lost() {
    let page = format!("* 26 March 2026 - {}\n", "word ".repeat(100));
    let expected = "lost 1: word word word word word word word word word word word word …: its text is too long for a title; write `date - title`, and the rest in lines below it\nnote 1: : no event is imported from it; an event is a line with a date, such as `* 26 March 2026 - Lean Coffee`\n\
                    1 read, 0 kept, 0 rewritten, 1 dropped";
    assert_eq!(read(&page), expected);
}

/// Parts of pages, with marks of Markdown, dates and words.
fn part() -> impl Strategy<Value = String> {
    let parts = [
        "# ",
        "* ",
        "  * ",
        "\n",
        "\n\n",
        "| ",
        "|\n|-|-|\n",
        "**",
        "~~",
        "[",
        "](/a)",
        "](https://example.org)",
        "`",
        "<!--",
        "-->",
        "<b>",
        "(",
        ")",
        " - ",
        " – ",
        ": ",
        ", ",
        ". ",
        "T",
        "tbc",
        "2026",
        "26",
        "26th",
        "March",
        "may",
        "Thursday",
        "Thu",
        "2026-03-26",
        "26/03/2026",
        "05/03/2026",
        "31.02.2026",
        "11:00",
        "11.00",
        "11am",
        "pm",
        "p.m.",
        "noon",
        "midnight",
        " to ",
        " and ",
        "from ",
        "every ",
        "4th Thursday of the month",
        "We held ",
        "Join us on ",
        "by ",
        "Anna Smith (Example Ltd)",
        "Venue: ",
        "Time: ",
        "see details",
        "virtual",
        "cancelled",
        "é",
        "\u{2028}",
        "İ",
        "\u{301}",
    ];
    prop_oneof![
        9 => proptest::sample::select(parts.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn any_page_is_read_and_its_sums_match(parts in prop::collection::vec(part(), 0..60)) {
        let page = parts.concat();
        let mut ledger = Ledger::default();
        let Ok((entries, _)) = entries(page.as_bytes(), &options(), &mut ledger) else {
            return Ok(());
        };
        let mut account = Account::default();
        account.add("page.md", ledger);
        let count = account.components;
        prop_assert_eq!(count.read, count.kept + count.rewritten + count.dropped);
        prop_assert!(entries.len() <= count.kept + count.rewritten);
        for entry in &entries {
            prop_assert!(!entry.details.title.trim().is_empty() && !entry.details.title.contains('\n'));
            prop_assert!(!entry.also.contains(&entry.start));
            prop_assert!(entry.line <= page.lines().count().max(1));
        }
    }
}
