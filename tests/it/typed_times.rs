//! Dates, times, lengths and choices as people type them: what is published, or what `check` says.

use calfeed::{Certainty, Diagnostic, EventTime, Severity};
use chrono::NaiveDate;

use crate::check::{TOP, checked};

/// An event with these lines; those without a start begin at 11:00 on Friday 27 March 2026.
fn event(lines: &str) -> String {
    let start = if lines.starts_with("start:") {
        ""
    } else {
        "\n    start: 2026-03-27 11:00"
    };
    let lines = lines.replace('\n', "\n    ");
    format!("{TOP}  - id: a\n    title: A{start}\n    {lines}\n")
}

fn errors(text: &str) -> Vec<Diagnostic> {
    let (_, report) = checked(text);
    let all = report.diagnostics().iter();
    all.filter(|found| found.severity() == Severity::Error)
        .cloned()
        .collect()
}

/// The first meeting with its status and its format, or the errors.
fn published(lines: &str) -> String {
    let text = event(lines);
    let (calendar, _) = checked(&text);
    let Some(calendar) = calendar else {
        let found = errors(&text).iter().map(message).collect::<Vec<_>>();
        return found.join("\n");
    };
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let instances = calendar.instances(day("2025-01-01"), day("2027-12-31"));
    let Some(first) = instances.first() else {
        return "no meeting with a date".to_owned();
    };
    let details = first.details();
    let time = match first.time() {
        EventTime::AllDay { .. } => format!(
            "{} to {}",
            first.time().first_date(),
            first.time().last_date()
        ),
        EventTime::Zoned { start, end } => {
            format!(
                "{} to {}",
                start.local().format("%Y-%m-%d %H:%M"),
                end.local().format("%Y-%m-%d %H:%M")
            )
        }
        _ => String::new(),
    };
    let status = format!("{:?}", details.status()).to_lowercase();
    let form = details
        .form()
        .map_or(String::new(), |form| format!(", {form:?}").to_lowercase());
    format!("{time}, {status}{form}")
}

fn message(found: &Diagnostic) -> String {
    let help = found
        .help()
        .map_or(String::new(), |help| format!("\nhelp: {help}"));
    format!("{}: {}{help}", found.name(), found.message())
}

/// The text after each exact fix of its first error.
fn fixed(lines: &str) -> String {
    let mut text = event(lines);
    let first = errors(&text)
        .first()
        .map(|found| found.fixes().to_vec())
        .unwrap_or_default();
    for fix in first
        .iter()
        .filter(|fix| fix.certainty() == Certainty::Exact)
    {
        text.replace_range(fix.range(), fix.replacement());
    }
    assert!(errors(&text).is_empty(), "{text}\n{:?}", errors(&text));
    let event = text.split_once("title: A\n").unwrap().1;
    event.replace("\n    ", "\n").trim().to_owned()
}

#[track_caller]
fn all_publish(expected: &str, all: &[&str]) {
    for lines in all {
        assert_eq!(published(lines), expected, "{lines}");
    }
}

#[test]
fn a_start_in_words_has_its_date_and_its_time() {
    all_publish(
        "2026-03-26 11:00 to 2026-03-26 12:00, confirmed",
        &[
            "start: 2026-03-26 11:00",
            "start: 2026-03-26 11am",
            "start: 26 March 2026 11am",
            "start: 26th March 2026 11:00",
            "start: Thursday 26 March 2026, 11am",
            "start: Thursday 26th March 2026 at 11.00",
            "start: March 26, 2026 11:00am",
            "start: 26th March 2026 - 11:00",
        ],
    );
}

#[test]
fn a_date_in_words_is_a_whole_day() {
    all_publish(
        "2026-03-26 to 2026-03-26, confirmed",
        &[
            "start: 26 March 2026",
            "start: Thursday 26th of March 2026",
            "start: Mar 26 2026",
        ],
    );
}

#[test]
fn an_end_is_a_time_in_any_spelling() {
    all_publish(
        "2026-03-27 11:00 to 2026-03-27 12:00, confirmed",
        &[
            "end: \"12:00\"",
            "end: 12pm",
            "end: noon",
            "end: midday",
            "end: 12 noon",
            "end: 12.00",
            "end: 1200",
            "end: 27 March 2026 12:00",
        ],
    );
    all_publish(
        "2026-03-27 11:00 to 2026-03-27 18:30, confirmed",
        &[
            "end: 1830",
            "end: 6.30pm",
            "end: 18.30",
            "end: 18h30",
            "end: 6:30 p.m.",
        ],
    );
    all_publish(
        "2026-03-27 11:00 to 2026-03-28 00:00, confirmed",
        &["end: midnight", "end: 24:00", "end: 12am"],
    );
}

#[test]
fn a_duration_may_be_in_words() {
    all_publish(
        "2026-03-27 11:00 to 2026-03-27 12:30, confirmed",
        &[
            "duration: 90 minutes",
            "duration: 1.5 hours",
            "duration: 1 hour 30 minutes",
            "duration: an hour and a half",
            "duration: 1h30",
        ],
    );
    all_publish(
        "2026-03-27 11:00 to 2026-03-27 11:30, confirmed",
        &["duration: half an hour", "duration: 30 mins"],
    );
}

#[test]
fn every_key_with_a_time_takes_the_same() {
    all_publish(
        "2026-04-03 14:00 to 2026-04-03 15:00, confirmed",
        &[
            "end: 12pm\nrepeats: weekly\nchanges: {2026-03-27: {moved_to: 3 April 2026 2pm}, 3 April 2026: {skipped: true}}",
            "end: 12pm\nrepeats: weekly\nchanges: {27 March 2026: {moved_to: 2026-04-03 1400}, 2026-04-03: {skipped: true}}",
        ],
    );
    all_publish(
        "2026-03-27 11:00 to 2026-03-27 12:00, confirmed",
        &[
            "end: noon\nrepeats: weekly\nuntil: 24 April 2026",
            "end: noon\nalso: [3 April 2026 at 3pm]",
            "end: noon\nupdated: 5 January 2026, 10am",
        ],
    );
}

#[test]
fn a_format_and_a_status_may_be_other_words() {
    let start = "2026-03-27 11:00 to 2026-03-27 12:00";
    for format in ["virtual", "Virtual", "online", "Online", "remote"] {
        assert_eq!(
            published(&format!("end: noon\nformat: {format}")),
            format!("{start}, confirmed, virtual")
        );
    }
    for format in [
        "in-person",
        "in person",
        "In Person",
        "face to face",
        "face-to-face",
    ] {
        assert_eq!(
            published(&format!("end: noon\nformat: {format}")),
            format!("{start}, confirmed, inperson")
        );
    }
    for (status, read) in [
        ("TBC", "tentative"),
        ("Cancelled", "cancelled"),
        ("canceled", "cancelled"),
        ("Confirmed", "confirmed"),
    ] {
        assert_eq!(
            published(&format!("end: noon\nstatus: {status}")),
            format!("{start}, {read}")
        );
    }
}

#[test]
fn a_choice_with_two_meanings_is_refused() {
    insta::assert_snapshot!(published("end: noon\nformat: both"), @r"
    bad-choice: must be `virtual`, `in-person` or `hybrid`, found `both`
    help: did you mean `hybrid`?
    ");
    insta::assert_snapshot!(published("end: noon\nstatus: off"), @r"
    bad-choice: must be `confirmed`, `tentative`, `cancelled` or `postponed`, found `off`
    help: write `cancelled` or `postponed`
    ");
    insta::assert_snapshot!(published("end: noon\nformat: somewhere"), @r"bad-choice: must be `virtual`, `in-person` or `hybrid`, found `somewhere`");
}

#[test]
fn a_whole_line_becomes_a_start_an_end_and_a_format() {
    insta::assert_snapshot!(published("start: 27th March 2025 - Virtual - 11:00 - 12:00"), @r#"
    bad-date: expected one date or time, found several values: `27th March 2025 - Virtual - 11:00 - 12:00`
    help: write `start: 2025-03-27 11:00`, `end: "12:00"`, `format: virtual`; each has a key of its own: `start`, `end` (or `duration`), and `format` or `location`
    "#);
    insta::assert_snapshot!(fixed("start: 27th March 2025 - Virtual - 11:00 - 12:00"), @r#"
    start: 2025-03-27 11:00
    end: "12:00"
    format: virtual
    "#);
    insta::assert_snapshot!(fixed("start: 27/03/2025 10:00-11:00"), @r#"
    start: 2025-03-27 10:00
    end: "11:00"
    "#);
    insta::assert_snapshot!(fixed("start: 5th March 2025 - 1-2 PM"), @r#"
    start: 2025-03-05 13:00
    end: "14:00"
    "#);
    insta::assert_snapshot!(fixed("start: Thursday 27 March 2025, 11am to 12pm"), @r#"
    start: 2025-03-27 11:00
    end: "12:00"
    "#);
    insta::assert_snapshot!(fixed("start: 2025-03-27..2025-03-28"), @r"
    start: 2025-03-27
    end: 2025-03-28
    ");
}

#[test]
fn a_whole_line_in_braces_becomes_keys_in_braces() {
    let lines =
        "end: noon\nrepeats: weekly\nchanges: {2026-03-27: {moved_to: 26 March 2026 2pm - 3pm}}";
    insta::assert_snapshot!(fixed(lines), @r#"
    start: 2026-03-27 11:00
    end: noon
    repeats: weekly
    changes: {2026-03-27: {moved_to: 2026-03-26 14:00, end: "15:00"}}
    "#);
}

#[test]
fn no_fix_writes_a_key_that_the_event_has() {
    let (_, report) = checked(&event("start: 27 March 2025 11:00-12:00\nend: \"12:00\""));
    assert!(report.diagnostics()[0].fixes().is_empty());
}

#[test]
fn a_line_with_other_words_has_no_fix_and_names_them() {
    insta::assert_snapshot!(published("start: 30 January 2025 - Hybrid - 1-3 PM Career progression"), @r"
    bad-date: can't understand `Career progression` in `30 January 2025 - Hybrid - 1-3 PM Career progression`
    help: dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`; the rest belongs in other keys
    ");
}

#[test]
fn a_date_that_could_be_two_is_said_to_be_two() {
    insta::assert_snapshot!(published("start: 03/04/2025"), @r"
    bad-date: `03/04/2025` could mean 3 April 2025 or 4 March 2025
    help: write `2025-04-03` or `2025-03-04`
    ");
}

#[test]
fn a_date_that_is_only_one_has_an_exact_fix() {
    for start in [
        "27/03/2025",
        "2025/03/27",
        "27.3.2025",
        "03/27/2025",
        "2025-3-27",
    ] {
        assert_eq!(fixed(&format!("start: {start}")), "start: 2025-03-27");
    }
    assert_eq!(fixed("start: 27/03/2025 11am"), "start: 2025-03-27 11:00");
}

#[test]
fn a_weekday_of_another_date_is_an_error() {
    insta::assert_snapshot!(published("start: Friday 26 March 2026 11am"), @r"
    bad-date: 26 March 2026 is a Thursday, not a Friday
    help: write `2026-03-26 11:00` or `2026-03-27 11:00`
    ");
}

#[test]
fn a_start_at_midnight_could_be_two_times() {
    insta::assert_snapshot!(published("start: 26 March 2026 midnight"), @r"
    bad-time: `26 March 2026 midnight` could mean the start of the day or its end
    help: write `2026-03-26 00:00` or `2026-03-27 00:00`; a day begins at `00:00`, and ends at `00:00` of the next day
    ");
}

#[test]
fn curly_quotes_have_an_exact_fix() {
    insta::assert_snapshot!(published("end: “12:00”"), @r#"
    syntax: unexpected quotes around `12:00`
    help: write `12:00`; a quote of YAML is `"` or `'`, at both ends
    "#);
    insta::assert_snapshot!(fixed("end: “12:00”"), @r#"
    start: 2026-03-27 11:00
    end: "12:00"
    "#);
}

#[test]
fn an_end_that_is_an_hour_alone_is_guessed_after_the_start() {
    let said = |lines: &str| published(lines).replace('\n', " · ");
    let all = [
        "start: 2026-03-26 19:00\nend: 9",
        "start: 2026-03-26 08:00\nend: 9",
        "start: 2026-03-26 19:00\nend: 930",
        "start: tomorrow\nend: 9",
        "repeats: weekly\nchanges: {2026-03-27: {moved_to: 9}}",
    ];
    let said: Vec<String> = all.map(said).to_vec();
    insta::assert_snapshot!(said.join("\n"), @r"
    bad-time: times are written `HH:MM` here, found `9` · help: did you mean `21:00`?
    bad-time: times are written `HH:MM` here, found `9` · help: did you mean `09:00`?
    bad-time: `930` is what some programs write for 15:30 without quotes · help: did you mean `21:30`?
    bad-date: can't understand `tomorrow` as a date or a time · help: dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM` · bad-time: times are written `HH:MM` here, found `9` · help: write `09:00` or `21:00`
    bad-time: times are written `HH:MM` here, found `9` · help: write `09:00` or `21:00`
    ");
}

#[test]
fn hours_may_be_followed_by_their_unit() {
    let expected = "2026-03-27 11:00 to 2026-03-27 13:30, confirmed";
    let ends = ["1330 hrs", "1330hrs", "1330 hours", "13:30 hrs", "1330h"];
    let ends = ends.map(|end| format!("end: {end}"));
    all_publish(expected, &ends.each_ref().map(String::as_str));
    all_publish(
        "2026-03-27 11:00 to 2026-03-27 13:30, confirmed",
        &["start: 27 March 2026 1100hrs\nend: 1330 hrs"],
    );
}

#[test]
fn an_end_that_yaml_has_made_a_number_of_is_explained() {
    insta::assert_snapshot!(published("end: 720"), @r"
    bad-time: `720` is what some programs write for 12:00 without quotes
    help: write `12:00` or `19:20`
    ");
}

#[test]
fn an_id_with_accents_and_capitals_has_an_exact_fix() {
    let text = event("end: noon");
    for (id, slug) in [
        ("café", "cafe"),
        ("My Talks", "my-talks"),
        ("Q&A", "q-and-a"),
    ] {
        let text = text.replace("id: a", &format!("id: {id}"));
        let found = errors(&text);
        let [fix] = found[0].fixes() else {
            panic!("{found:?}")
        };
        assert_eq!(
            (fix.replacement(), fix.certainty()),
            (slug, Certainty::Exact)
        );
    }
}

#[test]
fn a_word_with_not_before_it_is_no_spelling_of_that_word() {
    for lines in [
        "status: not cancelled",
        "status: uncancelled",
        "status: unconfirmed",
        "status: not confirmed",
        "status: no longer cancelled",
        "status: isn't cancelled",
        "format: not virtual",
        "format: non-virtual",
        "format: nonvirtual",
        "format: not in person",
    ] {
        let found = errors(&event(lines));
        let fixes: Vec<_> = found.iter().map(|found| found.fixes().len()).collect();
        assert_eq!(fixes, [0], "{lines}");
    }
}
