//! Events that lose their date, as seen in the git history.

use calfeed::{Context, Format};

use crate::corpus::instant;
use crate::repository::{HEAD, Repository, day};

const PARTY: &str = "  - id: party
    title: Summer party
    start: 2026-08-02 15:00
    end: \"19:00\"
";
const POSTPONED: &str = "    status: postponed
    reason: the hall is closed
";

/// Returns the output of `check`.
fn checked(repository: &Repository) -> String {
    repository.desk.run("check").stdout
}

#[test]
fn check_says_that_an_event_without_a_date_had_one_where_git_knows() {
    let repository = Repository::new();
    let write = |events: &str| {
        repository
            .desk
            .write("events.yaml", format!("{HEAD}{events}"));
    };
    let dateless = "  - id: party\n    title: Summer party\n    start: tbc\n";
    repository.commit("events.yaml", PARTY, &day(1));
    write(dateless);
    insta::assert_snapshot!(checked(&repository), @r"
    warning[date-withdrawn]: without a date, the event disappears from all calendars, and subscribers are not told: it was on Sunday 2 August 2026, 3pm to 7pm
      --> events.yaml:10:12
       |
    10 |     start: tbc
       |            ^^^
       |
       = help: to postpone it, write `start: 2026-08-02 15:00, end: 2026-08-02 19:00, status: postponed`; if this is intended, add `allow: [date-withdrawn]`
    ");
    // After the commit, and after other commits.
    repository.commit("events.yaml", dateless, &day(2));
    assert!(checked(&repository).contains("date-withdrawn"));
    let month = dateless.replace("tbc", "2026-09");
    repository.commit("events.yaml", &month, &day(3));
    assert!(checked(&repository).contains("date-withdrawn"));
    write(&format!("{month}    allow: [date-withdrawn]\n"));
    assert_eq!(checked(&repository), "");
    // The fix.
    write(
        "  - id: party\n    title: Summer party\n    start: 2026-08-02 15:00\n    end: 2026-08-02 19:00\n    status: postponed\n",
    );
    assert_eq!(checked(&repository), "");
    repository.commit("events.yaml", PARTY, &day(4));
    assert_eq!(checked(&repository), "");
}

#[test]
fn check_says_nothing_of_a_date_that_is_over_or_was_off_or_never_was() {
    let dateless = "  - {id: party, title: Summer party, start: tbc}\n";
    for before in [
        PARTY.replace("2026-08", "2026-05"),
        [PARTY, POSTPONED].concat(),
        "  - {id: other, title: Other, start: 2026-08-02}\n".to_owned(),
        dateless.to_owned(),
    ] {
        let repository = Repository::new();
        repository.commit("events.yaml", &before, &day(1));
        repository
            .desk
            .write("events.yaml", format!("{HEAD}{dateless}"));
        assert_eq!(checked(&repository), "", "{before}");
    }
}

#[test]
fn each_form_of_a_date_that_was_withdrawn_has_a_cure_that_check_accepts() {
    for (before, cure) in [
        (
            "start: 2026-08-02",
            "to postpone it, write `start: 2026-08-02, end: 2026-08-02, status: postponed`",
        ),
        (
            "start: 2026-08-02, end: 2026-08-04",
            "to postpone it, write `start: 2026-08-02, end: 2026-08-04, status: postponed`",
        ),
        (
            "start: 2026-08-02 15:00, timezone: Europe/Paris, duration: 2h",
            "to postpone it, write `start: 2026-08-02 15:00, end: 2026-08-02 17:00, timezone: Europe/Paris, status: postponed`",
        ),
        (
            "start: 2026-01-04 15:00, duration: 2h, repeats: weekly",
            "to postpone it, put `start` and `repeats` back, and write `status: postponed`",
        ),
    ] {
        let repository = Repository::new();
        let event = |keys: &str| format!("{HEAD}  - {{id: party, title: Summer party, {keys}}}\n");
        repository.desk.write("events.yaml", event(before));
        repository.commit_all(&day(1));
        repository.desk.write("events.yaml", event("start: tbc"));
        let shown = checked(&repository);
        assert!(shown.contains(cure), "{shown}");
        let keys: Vec<&str> = cure.split('`').skip(1).step_by(2).collect();
        let keys = if before.contains("repeats") {
            format!("{before}, status: postponed")
        } else {
            keys.join(", ")
        };
        repository.desk.write("events.yaml", event(&keys));
        assert_eq!(checked(&repository), "", "{keys}");
    }
}

#[test]
fn the_report_of_a_date_that_was_withdrawn_is_a_warning_for_programs_too() {
    let text = format!("{HEAD}  - {{id: party, title: Summer party, start: tbc}}\n");
    let mut history = calfeed::History::default();
    history.note(&format!("{HEAD}{PARTY}"), instant(&day(1)));
    history.note(&text, instant(&day(2)));
    let context =
        Context::new(instant("2026-06-15T12:00:00Z")).with_last_dated(history.last_dated());
    let (_, report) = calfeed::read(&text, &context);
    assert!(
        report
            .render(Format::Github, "events.yaml", &text)
            .starts_with("::warning")
    );
}
