//! What people type into an event, and what `check` makes of it: fixes that hold, placeholders that do not pass.

use calfeed::{Certainty, Diagnostic, Fix, Format};

use crate::check::{TOP, calendar_of, checked, report_of};
use crate::program::Desk;

/// The text with the first fix of each diagnostic that has one of this certainty.
fn fixed(text: &str, certainty: Certainty) -> String {
    let (_, report) = checked(text);
    let mut fixes: Vec<&Fix> = report
        .diagnostics()
        .iter()
        .filter_map(|found| {
            found
                .fixes()
                .iter()
                .find(|fix| fix.certainty() == certainty)
        })
        .collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.range().start));
    let mut text = text.to_owned();
    for fix in fixes {
        text.replace_range(fix.range(), fix.replacement());
    }
    text
}

/// The names of all that is found in a file.
fn names(text: &str) -> Vec<&'static str> {
    let (_, report) = checked(text);
    report.diagnostics().iter().map(Diagnostic::name).collect()
}

#[test]
fn an_id_is_derived_from_the_title_and_the_year() {
    let events = "  - title: Lean coffee
    start: 2026-03-26
  - title: Lean coffee
    start: 2026-03-19
    repeats: weekly on Thursday
";
    let text = fixed(&format!("{TOP}{events}"), Certainty::Exact);
    assert_eq!(
        text.strip_prefix(TOP).unwrap(),
        "  - id: lean-coffee-2026
    title: Lean coffee
    start: 2026-03-26
  - id: lean-coffee
    title: Lean coffee
    start: 2026-03-19
    repeats: weekly on Thursday
"
    );
    assert_eq!(names(&text), ["duplicate-event"]);
}

#[test]
fn an_id_that_another_event_has_is_not_suggested_as_certain() {
    let text = format!(
        "{TOP}  - {{id: tea-2026, title: Tea, start: 2026-03-26}}\n  - {{title: Tea, start: 2026-03-27}}\n"
    );
    assert_eq!(fixed(&text, Certainty::Exact), text);
    let guessed = fixed(&text, Certainty::Guess);
    assert!(
        guessed.ends_with("  - {id: tea-2026-2, title: Tea, start: 2026-03-27}\n"),
        "{guessed}"
    );
    assert_eq!(names(&guessed), [""; 0]);
}

#[test]
fn an_id_that_becomes_that_of_another_event_is_a_guess_with_a_number() {
    let event = |id: &str| format!("  - {{id: {id}, title: Talk night, start: 2026-03-26}}\n");
    for (others, left) in [
        (vec!["Talk Night", "talk_night"], "talk_night"),
        (vec!["talk-night", "Talk Night"], "Talk Night"),
        (vec!["Talk Night", "talk-night"], "Talk Night"),
    ] {
        let events: String = others.iter().map(|id| event(id)).collect();
        let exact = fixed(&format!("{TOP}{events}"), Certainty::Exact);
        assert!(exact.contains(&event(left)), "{exact}");
        let guessed = fixed(&exact, Certainty::Guess);
        assert!(guessed.contains(&event("talk-night")), "{guessed}");
        assert!(guessed.contains(&event("talk-night-2")), "{guessed}");
        assert!(!names(&guessed).contains(&"duplicate-id"), "{guessed}");
    }
}

#[test]
fn a_template_does_not_pass_as_it_is() {
    let texts = [
        "calendar: {description: Books}\nevents: []\n".to_owned(),
        format!("{TOP}  - {{id: a, start: 2026-03-26}}\n"),
        format!("{TOP}  - {{id: a, title: A}}\n"),
        format!("{TOP}  - {{start: 2026-03-26}}\n"),
        format!("{TOP}  - {{id: a, title: A, start: \"11:00\"}}\n"),
        format!("{TOP}  - {{id: a, title: A, start: 2026-03-26 11:00, end: 2026-03-26}}\n"),
        format!("{TOP}  - {{id: a, title: A, start: 2026-03-26, talks: [{{speakers: [Jo]}}]}}\n"),
        format!("{TOP}  - {{id: a, title: A, start: 2026-03-26, links: [{{title: Map}}]}}\n"),
        format!(
            "{TOP}  - {{id: a, title: A, start: 2026-03-26, format: virtual, location: Zoom}}\n"
        ),
    ];
    for text in texts {
        let filled = fixed(&text, Certainty::Template);
        assert_ne!(filled, text);
        let (calendar, report) = checked(&filled);
        assert!(calendar.is_none(), "{filled}");
        let left = report.diagnostics().iter();
        let left = left.flat_map(Diagnostic::fixes);
        assert!(
            left.clone()
                .all(|fix| fix.certainty() != Certainty::Template
                    || fix.replacement().starts_with('<')),
            "{filled}\n{}",
            report.render(Format::Human(false), "events.yaml", &filled)
        );
    }
}

#[test]
fn what_people_write_between_angle_brackets_is_no_placeholder_where_it_says_more() {
    let event = |keys: &str| format!("{TOP}  - {{id: a, start: 2026-03-26, {keys}}}\n");
    for good in [
        "title: \"<3\"",
        "title: \"Tea <and> cake\"",
        "title: \"<Tea> and <cake>\"",
        "title: A, description: \"<team@example.org>\"",
        "title: A, description: \"<https://example.org/>\"",
    ] {
        assert_eq!(names(&event(good)), [""; 0], "{good}");
    }
    for placeholder in [
        "title: <title>",
        "title: \" <Insert title here> \"",
        "title: A, tags: [<tag>]",
    ] {
        assert_eq!(names(&event(placeholder)), ["placeholder"], "{placeholder}");
    }
}

#[test]
fn other_words_for_a_format_or_a_status_mean_the_same() {
    for (written, form) in [
        ("Virtual", "Virtual"),
        ("online", "Virtual"),
        ("Remote", "Virtual"),
        ("in person", "InPerson"),
        ("In-Person", "InPerson"),
        ("face to face", "InPerson"),
        ("HYBRID", "Hybrid"),
    ] {
        let calendar = calendar_of(&format!(
            "  - {{id: a, title: A, start: 2026-03-26, format: {written}}}\n"
        ));
        let found = calendar.events()[0].details().form();
        assert_eq!(format!("{:?}", found.unwrap()), form, "{written}");
    }
    for (written, status) in [
        ("Confirmed", "Confirmed"),
        ("TBC", "Tentative"),
        ("canceled", "Cancelled"),
    ] {
        let calendar = calendar_of(&format!(
            "  - {{id: a, title: A, start: 2026-03-26, status: {written}}}\n"
        ));
        let found = calendar.events()[0].details().status();
        assert_eq!(format!("{found:?}"), status, "{written}");
    }
}

#[test]
fn an_end_and_a_last_day_have_fixes_that_hold() {
    for (keys, certainty, fixed_keys) in [
        (
            "start: 2026-03-26 18:30",
            Certainty::Guess,
            "start: 2026-03-26 18:30, end: \"19:30\"",
        ),
        (
            "start: 2026-03-26, repeats: weekly, until: 2026-05",
            Certainty::Guess,
            "start: 2026-03-26, repeats: weekly, until: 2026-05-31",
        ),
        (
            "start: 2026-10-24 21:00, end: 2026-10-25 01:00",
            Certainty::Guess,
            "start: 2026-10-24 21:00, duration: 4h",
        ),
        (
            "start: 2026-03-26, location: https://meet.example.org/a",
            Certainty::Guess,
            "start: 2026-03-26, join: https://meet.example.org/a",
        ),
        (
            "start: 2026-03-26, location: Online",
            Certainty::Guess,
            "start: 2026-03-26, format: virtual",
        ),
        (
            "start: 2026-03-26, repeats: weekly, changes: {2026-04-01: {cancelled: rain}}",
            Certainty::Guess,
            "start: 2026-03-26, repeats: weekly, changes: {2026-04-02: {cancelled: rain}}",
        ),
    ] {
        let text = format!("{TOP}  - {{id: a, title: A, {keys}}}\n");
        let fixed = fixed(&text, certainty);
        assert_eq!(
            fixed,
            format!("{TOP}  - {{id: a, title: A, {fixed_keys}}}\n")
        );
        assert_eq!(names(&fixed), [""; 0], "{fixed}");
    }
}

#[test]
fn an_end_is_added_below_the_start_and_its_comment() {
    let text = format!(
        "{TOP}  - id: a\n    title: A\n    start: 2026-03-26 18:30 # at the library\n    location: Library\n"
    );
    let fixed = fixed(&text, Certainty::Guess);
    let expected = text.replace("at the library\n", "at the library\n    end: \"19:30\"\n");
    assert_eq!(fixed, expected);
}

#[test]
fn a_weekday_in_a_comment_is_corrected_alone() {
    let text = format!("{TOP}  - id: a\n    title: A\n    start: 2026-03-26 # Wed 26 March\n");
    let fixed = fixed(&text, Certainty::Guess);
    assert_eq!(fixed, text.replace("# Wed 26", "# Thursday 26"));
    assert_eq!(names(&fixed), [""; 0]);
}

#[test]
fn a_comment_beside_a_date_that_is_over_or_allowed_is_no_warning() {
    let event = |keys: &str| format!("{TOP}  - id: a\n    title: A\n{keys}");
    for keys in [
        "    start: 2026-01-29 # Friday\n",
        "    start: 2026-03-26 # Friday\n    allow: [weekday-comment]\n",
        "    start: 2026-03-27\n    description: |\n      2026-03-26 # Friday\n",
    ] {
        assert_eq!(names(&event(keys)), [""; 0], "{keys}");
    }
}

#[test]
fn an_example_in_a_message_is_a_date_of_the_event() {
    insta::assert_snapshot!(report_of("  - {id: a, title: A, start: 2026-06-03 18:30, end: \"20:00\", repeats: weekly, changes: {2026-06-10: {moved_to: 2026-07}}}\n"), @r#"
    error[bad-date]: expected a new date or time, found `2026-07`, a month
     --> events.yaml:8:112
      |
    8 |   - {id: a, title: A, start: 2026-06-03 18:30, end: "20:00", repeats: weekly, changes: {2026-06-10: {moved_to: 2026-07}}}
      |                                                                                                                ^^^^^^^
      |
      = help: write the new date, such as `2026-06-11`, the new time, such as `"18:30"`, or both: `2026-06-11 18:30`; or `tbc`
    "#);
}

/// Each round finds only the first 20 mistakes of syntax.
#[test]
fn check_with_fix_continues_until_nothing_is_left_to_fix() {
    let event =
        |number: usize| format!("  - id: e{number}\n    title:Tea\n    start: 2026-03-26\n");
    let events: String = (1..=205).map(event).collect();
    let desk = Desk::new();
    desk.write("events.yaml", format!("{TOP}{events}"));
    let run = desk.run("check events.yaml --fix");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        desk.read("events.yaml"),
        format!("{TOP}{}", events.replace("title:Tea", "title: Tea"))
    );
}
