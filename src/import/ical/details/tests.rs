use super::super::super::account::{Account, Ledger};
use super::super::super::printed::{calendar, event};
use super::super::super::{ImportOptions, ical};

fn said(lines: &str) -> String {
    calendar(&event(&format!(
        "UID:a | SUMMARY:Talk | DTSTART:20260105T100000Z | DURATION:PT1H | {lines}"
    )))
}

/// What became of each property of an event: its name, the outcome and the reason.
fn outcomes(lines: &str) -> String {
    let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", event(lines));
    let options = ImportOptions::new("2026-03-01T00:00:00Z".parse().unwrap());
    let mut ledger = Ledger::default();
    ical::entries(text.as_bytes(), &options, &mut ledger).unwrap();
    let account = Account::of([("source", &ledger)]);
    let kinds = account.kinds.iter();
    let kinds = kinds.filter(|kind| !matches!(kind.name.as_str(), "VCALENDAR" | "VEVENT"));
    let kinds = kinds.map(|kind| format!("{} {}: {}\n", kind.name, kind.outcome, kind.reason));
    kinds.collect()
}

#[test]
fn the_texts_of_an_event_become_keys() {
    insta::assert_snapshot!(said(r"DESCRIPTION:Bring *one* book\, or two.\N\nSee you | LOCATION:Town hall\, Mill Lane | URL:https://example.org/talk | CATEGORIES:Books\, new,Talks | CATEGORIES:Talks | CONTACT:https://example.org/ask"), @r#"
    Talk: 2026-01-05 10:00 UTC for 1h <a>
        description "Bring \\*one\\* book, or two.\n\nSee you"
        location "Town hall, Mill Lane"
        url "https://example.org/talk"
        contact "https://example.org/ask"
        tags "Books, new, Talks"
    "#);
}

#[test]
fn a_description_in_html_becomes_markdown() {
    insta::assert_snapshot!(said("DESCRIPTION:<p>Bring <b>one</b> book</p><ul><li>or two</li></ul>"), @r#"
    Talk: 2026-01-05 10:00 UTC for 1h <a>
        description "Bring **one** book\n- or two"
    "#);
    insta::assert_snapshot!(said("X-ALT-DESC;FMTTYPE=text/html:<p>Bring <b>one</b> book</p>"), @r#"
    Talk: 2026-01-05 10:00 UTC for 1h <a>
        description "Bring **one** book"
    "#);
}

#[test]
fn the_link_of_a_call_is_the_key_join() {
    insta::assert_snapshot!(said("X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij"), @r#"
    Talk: 2026-01-05 10:00 UTC for 1h <a>
        join "https://meet.google.com/abc-defg-hij"
    "#);
    insta::assert_snapshot!(said("LOCATION:https://zoom.us/j/123456789?pwd=secret"), @r#"
    Talk: 2026-01-05 10:00 UTC for 1h <a>
        join "https://zoom.us/j/123456789"
    - Talk: a passcode was held back, because everybody can see the events file; tell members in another way
    "#);
}

#[test]
fn a_file_on_the_web_is_a_link() {
    insta::assert_snapshot!(said("ATTACH;FILENAME=Slides.pdf:https://example.org/1 | ATTACH:https://example.org/notes%20of%20May.pdf | ATTACH:http://example.org/a.pdf | ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA"), @r#"
    Talk: 2026-01-05 10:00 UTC for 1h <a>
        links "Slides.pdf https://example.org/1, notes of May.pdf https://example.org/notes%20of%20May.pdf"
    "#);
}

#[test]
fn the_time_shows_as_free_or_busy_only_if_it_is_not_usual() {
    let all_day = |lines: &str| {
        calendar(&event(&format!(
            "UID:a | SUMMARY:Fair | DTSTART;VALUE=DATE:20260105 | {lines}"
        )))
    };
    for (found, is_said) in [
        (said("TRANSP:OPAQUE"), false),
        (said("TRANSP:TRANSPARENT"), true),
        (said("X-MICROSOFT-CDO-BUSYSTATUS:FREE"), true),
        (said("TRANSP:TRANSPARENT | STATUS:CANCELLED"), false),
        (all_day("TRANSP:OPAQUE"), true),
        (all_day("TRANSP:TRANSPARENT"), false),
        (all_day("X-MICROSOFT-CDO-BUSYSTATUS:OOF"), true),
    ] {
        assert_eq!(found.contains("shows as"), is_said, "{found}");
    }
}

#[test]
fn every_property_has_an_outcome_with_a_reason() {
    let found = outcomes(
        "UID:a | SUMMARY:Talk | DTSTART:20260105T100000Z | DTEND:20260105T110000Z | DTSTAMP:20260101T000000Z | SEQUENCE:2 | CREATED:20260101T000000Z | ORGANIZER:mailto:a@example.org | ATTENDEE:mailto:b@example.org | GEO:51.5;-0.1 | PRIORITY:5 | CLASS:PUBLIC | STATUS:CONFIRMED | TRANSP:OPAQUE | X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC | X-MICROSOFT-CDO-IMPORTANCE:1 | X-ANYTHING:1 | ANYTHING:1 | BEGIN:VALARM | ACTION:DISPLAY | TRIGGER:-PT15M | END:VALARM",
    );
    insta::assert_snapshot!(found, @"
    ACTION dropped: reminders belong to the person who set them
    ANYTHING dropped: it is no property of an event that RFC 5545 or its extensions name
    ATTENDEE dropped: personal data of the people who take part
    CLASS kept: 
    CREATED dropped: calfeed dates changes itself
    DTEND kept: 
    DTSTAMP dropped: calfeed dates changes itself
    DTSTART kept: 
    GEO dropped: an events file has the place in words only
    ORGANIZER dropped: everybody can see `contact`, and the address of a person is published only if they agree
    PRIORITY dropped: an events file has no priority
    SEQUENCE dropped: calfeed dates changes itself
    STATUS kept: 
    SUMMARY kept: 
    TRANSP rewritten: the key `shows_as`, or the default of its times
    TRIGGER dropped: reminders belong to the person who set them
    UID kept: 
    VALARM dropped: reminders belong to the person who set them
    X-ANYTHING dropped: a note of the program that wrote the file, for itself
    X-APPLE-TRAVEL-ADVISORY-BEHAVIOR dropped: how to travel there is personal
    X-MICROSOFT-CDO-IMPORTANCE dropped: an events file has no priority
    ");
}
