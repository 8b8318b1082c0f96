//! `none` under `changes`: values that the event has and one date does not.

use calfeed::{Context, publish};

use crate::check::{TOP, calendar_of, date, report_of};
use crate::content::Component;
use crate::corpus::{now, revisions};

/// Returns a weekly event with every value that a change can remove, and one change.
fn event_with(change: &str) -> String {
    format!(
        "  - id: club
    title: Book club
    start: 2026-02-03 18:00
    end: \"20:00\"
    repeats: weekly
    location: Town hall
    join: https://meet.example.org/club
    sign_up: https://books.example.org/sign-up
    price: £5
    url: https://books.example.org/club
    contact: club@example.org
    description: We read.
    format: hybrid
    tags: [books]
    talks: [{{title: A talk}}]
    links: [{{title: Sign up, url: https://books.example.org/sign-up}}]
    changes:
      2026-02-10: {change}
"
    )
}

/// Returns the remaining details on the date of the change.
fn left(change: &str) -> String {
    let calendar = calendar_of(&event_with(change));
    let instances = calendar.instances(date("2026-02-10"), date("2026-02-11"));
    let details = instances[0].details();
    let present = [
        ("location", details.location().is_some()),
        ("join", details.join().is_some()),
        ("sign_up", details.sign_up().is_some()),
        ("price", details.price().is_some()),
        ("url", details.url().is_some()),
        ("contact", details.contact().is_some()),
        ("description", details.description().is_some()),
        ("format", details.form().is_some()),
        ("tags", !details.tags().is_empty()),
        ("talks", !details.talks().is_empty()),
        ("links", !details.links().is_empty()),
    ];
    let present = present.iter().filter(|(_, is_there)| *is_there);
    present.map(|(key, _)| *key).collect::<Vec<_>>().join(" ")
}

#[test]
fn none_takes_away_what_the_event_has_and_nothing_else() {
    let all = "location join sign_up price url contact description format tags talks links";
    assert_eq!(left("{title: Another}"), all);
    for key in all.split(' ') {
        let others: Vec<&str> = all.split(' ').filter(|other| *other != key).collect();
        for word in ["none", "None", "NONE", "\"none\""] {
            assert_eq!(
                left(&format!("{{{key}: {word}}}")),
                others.join(" "),
                "{key}: {word}"
            );
        }
    }
}

#[test]
fn an_empty_list_takes_a_list_away_too() {
    assert_eq!(
        left("{talks: [], links: [], tags: []}"),
        "location join sign_up price url contact description format"
    );
}

#[test]
fn a_date_without_a_place_has_no_location_in_the_feed() {
    let calendar = calendar_of(&event_with("{location: none, join: none}"));
    let site = publish(&calendar, &revisions(), &Context::new(now())).unwrap();
    let feed = site.get("/riverside-book-club.ics").unwrap();
    let feed = Component::read(str::from_utf8(feed.bytes()).unwrap());
    let of_date =
        |vevent: &&Component| vevent.lines.iter().any(|line| line.name == "RECURRENCE-ID");
    let changed = feed.components.iter().find(of_date).unwrap();
    let has = |name: &str| changed.lines.iter().any(|line| line.name == name);
    assert_eq!(
        ["SUMMARY", "LOCATION", "CONFERENCE"].map(has),
        [true, false, false]
    );
}

#[test]
fn a_place_whose_name_begins_with_none_is_a_place() {
    let calendar = calendar_of(&event_with("{location: \"None, Italy\"}"));
    let instances = calendar.instances(date("2026-02-10"), date("2026-02-11"));
    assert_eq!(instances[0].details().location(), Some("None, Italy"));
}

#[test]
fn none_on_an_event_takes_away_what_it_merges() {
    let text = format!(
        "x-online: &online {{join: https://meet.example.org/a, links: [{{title: A, url: https://a.example}}]}}\n{TOP}  - \
         {{<<: *online, id: a, title: A, start: 2026-03-01, join: none, links: none}}\n"
    );
    let (calendar, report) = crate::check::checked(&text);
    let calendar = calendar.unwrap_or_else(|| panic!("{:#?}", report.diagnostics()));
    let details = calendar.events()[0].details();
    assert_eq!((details.join(), details.links().len()), (None, 0));
}

#[test]
fn taking_away_what_the_event_does_not_have_is_a_change_of_nothing() {
    insta::assert_snapshot!(report_of("  - id: club
    title: Book club
    start: 2026-02-03 18:00
    end: \"20:00\"
    repeats: weekly
    changes:
      2026-02-10: {location: none}
"), @r"
    error[empty-change]: this change says what the event says already
      --> events.yaml:14:7
       |
    14 |       2026-02-10: {location: none}
       |       ^^^^^^^^^^
       |
       = help: write what changes, such as `{moved_to: 2026-02-11}`, or remove it
    ");
}

/// The fix for each key without a value, in a change.
#[test]
fn a_key_of_a_change_with_nothing_after_it_names_none_as_a_cure_that_works() {
    for key in [
        "location",
        "join",
        "sign_up",
        "price",
        "url",
        "contact",
        "description",
        "format",
        "tags",
        "talks",
        "links",
    ] {
        let report = report_of(&event_with(&format!("{{title: Another, {key}: }}")));
        assert!(
            report.contains("error[empty-value]: nothing is written here\n")
                && report.contains(
                    "help: write a value, or `none` to take away what the event has, or remove the key; "
                ),
            "{key}: {report}"
        );
        let cured = event_with(&format!("{{title: Another, {key}: none}}"));
        // Without its place, the meeting of next week would have a warning of its own.
        let cured = cured.replace("format: hybrid", "format: hybrid\n    allow: [no-place]");
        assert_eq!(report_of(&cured), "", "{key}");
    }
}

#[test]
fn a_description_may_be_none_under_a_vertical_bar() {
    let change = "\n        description: |\n          none";
    assert!(!left(change).contains("description"));
}
