//! Several weekdays of the month in one rule: one event for the editor, a series each for calendar programs.

use calfeed::{Calendar, Context, Difference, History, publish, read};

use crate::content::Component;

const NOW: &str = "2026-06-15T12:00:00Z";

fn text(event: &str) -> String {
    format!(
        "calendar:\n  name: Allotment society\n  slug: allotment\n  domain: allotment.example.org\n  url: https://allotment.example.org\n  \
         timezone: Europe/London\nevents:\n{event}"
    )
}

fn coffee(start: &str, rule: &str, more: &str) -> String {
    text(&format!(
        "  - id: coffee\n    title: Coffee\n    start: {start} 18:00\n    duration: 1h\n    repeats: {rule}\n{more}"
    ))
}

fn calendar(text: &str) -> Calendar {
    let (calendar, report) = read(text, &Context::new(NOW.parse().unwrap()));
    calendar.unwrap_or_else(|| panic!("{report:?}"))
}

/// Returns a summary of each VEVENT in the feed: UID, RECURRENCE-ID or start, RRULE, EXDATE, status.
fn published(versions: &[(&str, &str)]) -> Vec<String> {
    let mut history = History::default();
    for (text, at) in versions {
        assert!(history.note(text, at.parse().unwrap()), "{text}");
    }
    let calendar = calendar(versions.last().unwrap().0);
    let revisions = history.revisions();
    let site = publish(&calendar, &revisions, &Context::new(NOW.parse().unwrap())).unwrap();
    let feed = site.get("/allotment.ics").unwrap().bytes();
    let root = Component::read(str::from_utf8(feed).unwrap());
    let events = root.all("VEVENT").map(|event| {
        let lines = event.octets.split("\r\n").filter(|line| {
            let kinds = [
                "UID",
                "DTSTART",
                "RECURRENCE-ID",
                "RRULE",
                "EXDATE",
                "STATUS:CANCELLED",
            ];
            kinds.iter().any(|kind| line.starts_with(kind))
        });
        let lines: Vec<String> = lines
            .map(|line| {
                line.replace(";TZID=Europe/London", "")
                    .replace("@allotment.example.org", "")
            })
            .collect();
        lines.join(" ")
    });
    events.collect()
}

fn of(text: &str) -> Vec<String> {
    published(&[(text, NOW)])
}

#[test]
fn each_weekday_of_the_month_is_a_series_with_a_uid_of_its_own() {
    assert_eq!(
        of(&coffee(
            "2026-07-02",
            "monthly on the 1st and 3rd Thursday",
            ""
        )),
        [
            "UID:coffee DTSTART:20260702T180000 RRULE:FREQ=MONTHLY;BYDAY=1TH",
            "UID:coffee.3thu DTSTART:20260716T180000 RRULE:FREQ=MONTHLY;BYDAY=3TH",
        ]
    );
}

#[test]
fn a_rule_that_grows_a_second_weekday_leaves_the_first_as_it_was() {
    let one = of(&coffee("2026-07-02", "monthly on the 1st Thursday", ""));
    let two = of(&coffee(
        "2026-07-02",
        "monthly on the 1st and 3rd Thursday",
        "",
    ));
    let three = of(&coffee(
        "2026-07-02",
        "monthly on the 1st, 2nd and 3rd Thursday",
        "",
    ));
    assert_eq!(one, two[..1]);
    assert!(two.iter().all(|series| three.contains(series)), "{three:?}");
}

#[test]
fn the_series_that_start_is_on_keeps_the_uid_of_the_event_though_its_first_date_is_skipped() {
    assert_eq!(
        of(&coffee(
            "2026-07-16",
            "monthly on the 1st and 3rd Thursday",
            "    changes:\n      2026-07-16: {skipped: true}\n"
        )),
        [
            "UID:coffee DTSTART:20260820T180000 RRULE:FREQ=MONTHLY;BYDAY=3TH",
            "UID:coffee.1thu DTSTART:20260806T180000 RRULE:FREQ=MONTHLY;BYDAY=1TH",
        ]
    );
}

#[test]
fn a_change_belongs_to_the_series_of_its_date() {
    assert_eq!(
        of(&coffee(
            "2026-07-02",
            "monthly on the 1st and 3rd Thursday",
            "    count: 6\n    changes:\n      2026-07-16: {cancelled: true}\n      2026-08-06: {skipped: true}\n      2026-08-20: {moved_to: 2026-08-21}\n"
        )),
        [
            "UID:coffee DTSTART:20260702T180000 RRULE:FREQ=MONTHLY;COUNT=3;BYDAY=1TH EXDATE:20260806T180000",
            "UID:coffee.3thu DTSTART:20260716T180000 RRULE:FREQ=MONTHLY;COUNT=3;BYDAY=3TH",
            "UID:coffee.3thu RECURRENCE-ID:20260716T180000 DTSTART:20260716T180000 STATUS:CANCELLED",
            "UID:coffee.3thu RECURRENCE-ID:20260820T180000 DTSTART:20260821T180000",
        ]
    );
}

#[test]
fn a_move_has_the_room_that_its_own_series_leaves() {
    // 13 August is after the 3rd Thursday of July, and before the 1st of September.
    let moved = "    changes:\n      2026-08-06: {moved_to: 2026-08-24}\n";
    let one = of(&coffee("2026-07-02", "monthly on the 1st Thursday", moved));
    let two = of(&coffee(
        "2026-07-02",
        "monthly on the 1st and 3rd Thursday",
        moved,
    ));
    assert_eq!(
        one[1],
        "UID:coffee RECURRENCE-ID:20260806T180000 DTSTART:20260824T180000"
    );
    assert_eq!(one, two[..2]);
}

#[test]
fn a_removed_event_that_lay_ahead_is_cancelled_in_each_series() {
    let with = coffee("2026-07-16", "monthly on the 1st and 3rd Thursday", "");
    assert_eq!(
        published(&[
            (&with, "2026-06-01T12:00:00Z"),
            (&text("    []\n"), "2026-06-10T12:00:00Z")
        ]),
        [
            "UID:coffee DTSTART:20260716T180000 RRULE:FREQ=MONTHLY;UNTIL=20260806T225959Z;BYDAY=3TH STATUS:CANCELLED",
            "UID:coffee.1thu DTSTART:20260806T180000 RRULE:FREQ=MONTHLY;UNTIL=20260806T225959Z;BYDAY=1TH STATUS:CANCELLED",
        ]
    );
}

#[test]
fn a_removed_event_ends_with_its_last_meeting_and_cancels_a_series_that_had_not_begun() {
    let with = coffee("2026-05-07", "monthly on the 1st and 3rd Thursday", "");
    assert_eq!(
        published(&[
            (&with, "2026-04-01T12:00:00Z"),
            (&text("    []\n"), "2026-05-10T12:00:00Z")
        ]),
        [
            "UID:coffee DTSTART:20260507T180000 RRULE:FREQ=MONTHLY;UNTIL=20260521T225959Z;BYDAY=1TH",
            "UID:coffee.3thu DTSTART:20260521T180000 RRULE:FREQ=MONTHLY;UNTIL=20260521T225959Z;BYDAY=3TH",
            "UID:coffee.3thu RECURRENCE-ID:20260521T180000 DTSTART:20260521T180000 STATUS:CANCELLED",
        ]
    );
}

#[track_caller]
fn warned(before: &str, after: &str) -> Vec<String> {
    let context = Context::new(NOW.parse().unwrap());
    let (before, after) = (calendar(before), calendar(after));
    let text = Difference::between(&before, &after, &context).text();
    let warnings = text
        .lines()
        .filter_map(|line| line.strip_prefix("warning: "));
    warnings.map(ToOwned::to_owned).collect()
}

#[test]
fn a_start_on_another_weekday_is_a_warning() {
    let rule = "monthly on the 1st and 3rd Thursday";
    let (first, third) = (
        coffee("2026-07-02", rule, ""),
        coffee("2026-07-16", rule, ""),
    );
    assert_eq!(
        warned(&first, &third),
        [
            "`start` of `coffee` moves from a 1st Thursday to a 3rd Thursday: every subscriber would see the meetings of one weekday become those of the other. Put `start` back to a 1st Thursday."
        ]
    );
    let only_third = coffee("2026-07-16", "monthly on the 3rd Thursday", "");
    assert_eq!(
        warned(&first, &only_third),
        [
            "`start` of `coffee` moves from a 1st Thursday to a 3rd Thursday: every subscriber would see the meetings of one weekday become those of the other. End the event with `until`, and add a new event for the later meetings."
        ]
    );
    assert_eq!(warned(&only_third, &third), [""; 0]);
}

/// Applies a suggested fix to what was refused.
fn cured(written: &str, start: &str) -> String {
    let broken = coffee(start, written, "");
    let context = Context::new(NOW.parse().unwrap());
    let (_, report) = read(&broken, &context);
    let help = report.diagnostics()[0].help().unwrap();
    let mut said = help
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|said| !said.starts_with("repeats") || said.contains(": "));
    let mut lines = std::collections::BTreeMap::from([("start", format!("{start} 18:00"))]);
    for said in said.by_ref() {
        if let Some((key, value)) = said.split_once(": ") {
            lines.insert(key, value.to_owned());
        }
    }
    let lines: Vec<String> = lines
        .iter()
        .map(|(key, value)| format!("    {key}: {value}\n"))
        .collect();
    text(&format!(
        "  - id: coffee\n    title: Coffee\n    duration: 1h\n{}",
        lines.concat()
    ))
}

#[test]
fn the_cure_of_a_rule_that_no_program_holds_passes_the_check() {
    for (written, start) in [
        ("monthly on the 5th Friday", "2026-07-31"),
        ("monthly on the 5th Friday", "2026-07-28"),
        ("every Monday and Friday in December", "2026-12-04"),
        ("monthly on the 1st, 3rd and 5th Saturday", "2026-07-04"),
        ("monthly on the 1st, 3rd and 5th Saturday", "2026-08-29"),
        ("monthly on the second to last Thursday", "2026-07-23"),
        ("yearly on Easter Monday", "2027-03-29"),
        ("every Tuesday in December", "2026-12-01"),
        ("every Tuesday in December", "2026-11-01"),
        (
            "monthly on the Wednesday after the 4th Tuesday",
            "2026-07-29",
        ),
        ("FREQ=MONTHLY;BYDAY=5TH", "2026-07-30"),
    ] {
        let text = cured(written, start);
        assert!(!text.contains(written), "{text}");
        calendar(&text);
    }
}

#[test]
fn a_series_keeps_its_address_though_that_of_the_start_is_all_skipped() {
    let text = coffee(
        "2026-07-02",
        "monthly on the 1st, 2nd and 3rd Thursday",
        "    count: 5\n    changes:\n      2026-07-02: {skipped: Hall in use}\n      2026-08-06: {skipped: Hall in use}\n",
    );
    let context = Context::new(NOW.parse().unwrap());
    let revisions = calfeed::Revisions::at(NOW.parse().unwrap());
    let site = publish(&calendar(&text), &revisions, &context).unwrap();
    let uid = |path: &str| {
        let invite = site.get(path).unwrap_or_else(|| panic!("{path}")).bytes();
        let invite = Component::read(str::from_utf8(invite).unwrap());
        let uid = invite.all("VEVENT").next().unwrap();
        let uid = uid
            .octets
            .split("\r\n")
            .find(|line| line.starts_with("UID:"));
        uid.unwrap().to_owned()
    };
    for (path, expected) in [
        (
            "/events/coffee.ics",
            "UID:coffee.2thu@allotment.example.org",
        ),
        (
            "/events/coffee/2thu.ics",
            "UID:coffee.2thu@allotment.example.org",
        ),
        (
            "/events/coffee/3thu.ics",
            "UID:coffee.3thu@allotment.example.org",
        ),
    ] {
        assert_eq!(uid(path), expected, "{path}");
    }
    let page = site.get("/events/coffee/").unwrap().bytes();
    let page = str::from_utf8(page).unwrap();
    assert!(
        page.contains("Download .ics file of every 2nd Thursday"),
        "{page}"
    );
    assert!(!page.contains("of every 1st Thursday"));
}
