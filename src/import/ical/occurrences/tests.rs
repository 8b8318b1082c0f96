//! What is shown of small calendars. The expected times, in UTC, are those of `recurring-ical-events` 3.8.

mod dates;
mod lengths;
mod overrides;
mod rules;

use super::*;

/// Returns what is shown from 2015 to 2027 of a calendar with these lines in a VCALENDAR, in order.
fn shown(lines: &str) -> Vec<String> {
    let text = format!("BEGIN:VCALENDAR\n{lines}\nEND:VCALENDAR\n");
    let date = |written: &str| written.parse::<NaiveDate>().unwrap();
    let zone = Zone::parse("Europe/London").unwrap();
    let days = (Some(date("2015-01-01")), date("2028-01-01"));
    let mut found = Vec::new();
    let mut unreadable = Unreadable::default();
    expand(text.as_bytes(), zone, days, &mut unreadable, |it| {
        let (start, end) = match it.span {
            Span::Days { first, end } => (first.to_string(), end.to_string()),
            Span::Times { start, end } => {
                let [start, end] = [start, end].map(|it| it.format("%Y-%m-%d %H:%M"));
                (start.to_string(), end.to_string())
            }
        };
        let state = if it.state == State::Cancelled {
            " cancelled"
        } else {
            ""
        };
        found.push(format!("{start} to {end} {}{state}", it.title));
    })
    .unwrap();
    assert_eq!(unreadable.parts, []);
    found.sort();
    found
}

/// A VEVENT with the UID `a`.
fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:a\n{lines}\nEND:VEVENT\n")
}

/// A VEVENT on Monday 5 January 2026 from 18:30 to 20:00 in London, with some more lines.
fn club(lines: &str) -> String {
    let start =
        "DTSTART;TZID=Europe/London:20260105T183000\nDTEND;TZID=Europe/London:20260105T200000";
    event(&format!("SUMMARY:Club\n{start}\n{lines}"))
}

#[test]
fn an_exception_rule_excludes_what_it_gives() {
    let found = shown(&club(
        "RRULE:FREQ=WEEKLY;COUNT=4\nEXRULE:FREQ=WEEKLY;INTERVAL=2",
    ));
    let expected = [
        "2026-01-12 18:30 to 2026-01-12 20:00 Club",
        "2026-01-26 18:30 to 2026-01-26 20:00 Club",
    ];
    assert_eq!(found, expected);
}

/// Returns how many occurrences are found until 2028, and whether something was left out.
fn counted(event: &str, budget: Budget) -> (usize, bool) {
    let text = format!("BEGIN:VCALENDAR\n{event}END:VCALENDAR\n");
    let zone = Zone::parse("Europe/London").unwrap();
    let to = NaiveDate::from_ymd_opt(2028, 1, 1).unwrap();
    let (mut unreadable, mut count) = (Unreadable::default(), 0);
    let days = (None, to);
    let text = text.as_bytes();
    expand_within(budget, text, zone, days, &mut unreadable, |_| count += 1).unwrap();
    (count, unreadable.is_cut)
}

#[test]
fn a_file_with_more_occurrences_than_the_limit_is_cut() {
    let event = club("RRULE:FREQ=DAILY;BYHOUR=18,19,20;BYMINUTE=0,10,20,30,40,50");
    let budget = Budget {
        steps: 1_000_000,
        occurrences: 500,
    };
    assert_eq!(counted(&event, budget), (500, true));
}

#[test]
fn rules_that_cost_more_than_the_limit_are_cut() {
    let event = club("RRULE:FREQ=DAILY;BYDAY=MO");
    let budget = Budget {
        steps: 100,
        occurrences: 500,
    };
    let (count, is_cut) = counted(&event, budget);
    assert!((5..20).contains(&count) && is_cut, "{count}");
}

#[test]
fn rules_that_never_fire_cost_little() {
    let event = club("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30");
    let many: String = (0..200)
        .map(|number| event.replace("UID:a", &format!("UID:{number}")))
        .collect();
    // The starts, which are off the rule.
    assert_eq!(counted(&many, Budget::of_file()), (200, false));
}

#[test]
fn what_cannot_be_read_is_noted_with_its_line() {
    let event = club("RRULE:FREQ=HOURLY\nEXDATE:soon\nDURATION:PT1H");
    let text = format!("BEGIN:VCALENDAR\n{event}END:VCALENDAR\n");
    let zone = Zone::parse("Europe/London").unwrap();
    let to = NaiveDate::from_ymd_opt(2028, 1, 1).unwrap();
    let (mut unreadable, mut count) = (Unreadable::default(), 0);
    expand(text.as_bytes(), zone, (None, to), &mut unreadable, |_| {
        count += 1;
    })
    .unwrap();
    let lines: Vec<usize> = unreadable.parts.iter().map(|part| part.line).collect();
    assert_eq!((count, lines), (1, vec![7, 8]));
}
