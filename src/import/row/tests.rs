use super::super::printed::{calendar, event};

/// Returns single meetings of one title at these local times in London.
fn meetings(starts: &[&str]) -> String {
    let one = |(index, start): (usize, &&str)| {
        event(&format!(
            "UID:event-{index}@meetup | SUMMARY:Rust meetup | DTSTART;TZID=Europe/London:{start} | DURATION:PT2H"
        ))
    };
    starts.iter().enumerate().map(one).collect()
}

#[test]
fn single_meetings_that_follow_a_rule_become_a_series() {
    let monthly = meetings(&[
        "20260108T190000",
        "20260212T190000",
        "20260312T190000",
        "20260409T190000",
    ]);
    insta::assert_snapshot!(calendar(&monthly), @"
    Rust meetup: 2026-01-08 19:00 Europe/London for 2h <event-0@meetup>
      monthly on the 2nd Thursday until 2026-04-09
    - Rust meetup: 4 single events with this title follow a rule, so they are one series now, with the UID of the first
    ");
    let weekly = meetings(&[
        "20260106T190000",
        "20260113T190000",
        "20260120T190000",
        "20260127T190000",
        "20260203T190000",
    ]);
    insta::assert_snapshot!(calendar(&weekly), @"
    Rust meetup: 2026-01-06 19:00 Europe/London for 2h <event-0@meetup>
      weekly on Tuesday until 2026-02-03
    - Rust meetup: 5 single events with this title follow a rule, so they are one series now, with the UID of the first
    ");
    let twice = meetings(&[
        "20260106T190000",
        "20260108T190000",
        "20260113T190000",
        "20260115T190000",
        "20260120T190000",
    ]);
    insta::assert_snapshot!(calendar(&twice), @"
    Rust meetup: 2026-01-06 19:00 Europe/London for 2h <event-0@meetup>
      weekly on Tuesday and Thursday until 2026-01-20
    - Rust meetup: 5 single events with this title follow a rule, so they are one series now, with the UID of the first
    ");
}

#[test]
fn a_meeting_off_the_rule_is_moved_and_a_date_without_one_is_skipped() {
    let moved = meetings(&[
        "20260108T190000",
        "20260212T190000",
        "20260311T183000",
        "20260409T190000",
        "20260611T190000",
        "20260709T190000",
    ]);
    insta::assert_snapshot!(calendar(&moved), @"
    Rust meetup: 2026-01-08 19:00 Europe/London for 2h <event-0@meetup>
      monthly on the 2nd Thursday until 2026-07-09
      2026-03-12 to 2026-03-11 18:30
      2026-05-14 skipped
    - Rust meetup: 6 single events with this title follow a rule, so they are one series now, with the UID of the first
    ");
}

#[test]
fn what_differs_is_a_change() {
    let mut all = meetings(&["20260106T190000", "20260113T190000", "20260120T190000"]);
    all.push_str(&event(
        "UID:other | SUMMARY:Rust meetup | DESCRIPTION:A talk | STATUS:CANCELLED | DTSTART;TZID=Europe/London:20260127T190000 | DURATION:PT2H",
    ));
    insta::assert_snapshot!(calendar(&all), @r#"
    Rust meetup: 2026-01-06 19:00 Europe/London for 2h <event-0@meetup>
      weekly on Tuesday until 2026-01-27
      2026-01-27, cancelled
        description "A talk"
    - Rust meetup: 4 single events with this title follow a rule, so they are one series now, with the UID of the first
    "#);
}

#[test]
fn meetings_without_a_rule_stay_single() {
    for starts in [
        ["20260106T190000", "20260113T190000", "20260120T190000"].as_slice(),
        &[
            "20260106T190000",
            "20260119T190000",
            "20260121T190000",
            "20260213T190000",
        ],
        // Two on one day.
        &[
            "20260106T190000",
            "20260106T210000",
            "20260113T190000",
            "20260120T190000",
        ],
    ] {
        let all = calendar(&meetings(starts));
        assert_eq!(all.lines().count(), starts.len(), "{all}");
    }
}

#[test]
fn meetings_at_two_places_are_two_rows() {
    let one = meetings(&[
        "20260106T190000",
        "20260113T190000",
        "20260120T190000",
        "20260127T190000",
    ]);
    let other = one
        .replace("event-", "other-")
        .replace("DURATION", "LOCATION:Town hall\nDURATION")
        .replace("T19", "T20");
    insta::assert_snapshot!(calendar(&format!("{one}{other}")), @r#"
    Rust meetup: 2026-01-06 19:00 Europe/London for 2h <event-0@meetup>
      weekly on Tuesday until 2026-01-27
    Rust meetup: 2026-01-06 20:00 Europe/London for 2h <other-0@meetup>
      weekly on Tuesday until 2026-01-27
        location "Town hall"
    - Rust meetup: 4 single events with this title follow a rule, so they are one series now, with the UID of the first
    - Rust meetup: 4 single events with this title follow a rule, so they are one series now, with the UID of the first
    "#);
}
