//! Reads a VTIMEZONE without any code of the writer: it parses the lines and applies RFC 5545 §3.6.5.
//!
//! It returns the onsets of all observances, each an instant with its new offset. It panics at anything that the section does not allow,
//! and at what some calendar programs refuse. The only rule that it supports is a yearly one for an ordinal weekday of a month. Sections:
//! RFC 5545 §3.6.5, §3.3.14, §3.8.3, §3.8.5.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// Returns the onsets up to the end of the year `last`, in order.
pub(super) fn read(lines: &[String], last: i32) -> Vec<(DateTime<Utc>, i32)> {
    let (begin, rest) = lines.split_first().unwrap();
    let (tzid, rest) = rest.split_first().unwrap();
    let (end, rest) = rest.split_last().unwrap();
    assert_eq!(
        (begin.as_str(), end.as_str()),
        ("BEGIN:VTIMEZONE", "END:VTIMEZONE")
    );
    assert!(tzid.starts_with("TZID:"), "{tzid}");

    let mut onsets = Vec::new();
    for component in rest.split_inclusive(|line| line.starts_with("END:")) {
        let kind = component[0].strip_prefix("BEGIN:").unwrap();
        assert!(matches!(kind, "STANDARD" | "DAYLIGHT"), "{kind}");
        assert_eq!(component[component.len() - 1], format!("END:{kind}"));
        onsets.extend(observance(&component[1..component.len() - 1], last));
    }
    assert!(!onsets.is_empty());
    onsets.sort_unstable();
    onsets
}

/// Returns the offset of "the observance with the onset date-time that is latest and not after" the instant (RFC 5545 §3.6.5).
pub(super) fn offset_at(onsets: &[(DateTime<Utc>, i32)], at: DateTime<Utc>) -> Option<i32> {
    let later = onsets.partition_point(|(onset, _)| *onset <= at);
    onsets[..later].last().map(|(_, offset)| *offset)
}

fn observance(properties: &[String], last: i32) -> Vec<(DateTime<Utc>, i32)> {
    let values = |name: &str| -> Vec<&str> {
        let property = properties.iter().filter_map(|line| line.split_once(':'));
        property
            .filter(|(found, _)| *found == name)
            .map(|(_, value)| value)
            .collect()
    };
    let only = |name: &str| match values(name)[..] {
        [value] => value,
        _ => panic!("not one {name}: {properties:?}"),
    };
    let (from, to) = (
        utc_offset(only("TZOFFSETFROM")),
        utc_offset(only("TZOFFSETTO")),
    );
    assert!(!only("TZNAME").is_empty());
    let start = date_time(only("DTSTART"));

    let mut local = vec![start];
    let dates = values("RDATE");
    if !dates.is_empty() {
        // If there are RDATEs, ical.js ignores DTSTART as an onset.
        local = dates.iter().map(|date| date_time(date)).collect();
        assert_eq!(local.first(), Some(&start), "{properties:?}");
    }
    let recurrences = values("RRULE");
    assert!(recurrences.len() <= 1, "{properties:?}");
    assert!(
        recurrences.is_empty() || dates.is_empty(),
        "both RRULE and RDATE: {properties:?}"
    );
    assert_eq!(
        properties.len(),
        4 + dates.len() + recurrences.len(),
        "{properties:?}"
    );
    if let [recurrence] = recurrences[..] {
        local = expand(recurrence, start, last);
        assert_eq!(
            local.first(),
            Some(&start),
            "DTSTART is no instance of {recurrence}"
        );
    }
    assert!(local.is_sorted_by(|one, next| one < next), "{properties:?}");
    local
        .iter()
        .map(|onset| {
            (
                (*onset - TimeDelta::seconds(from)).and_utc(),
                i32::try_from(to).unwrap(),
            )
        })
        .collect()
}

fn expand(recurrence: &str, start: NaiveDateTime, last: i32) -> Vec<NaiveDateTime> {
    let parts: Vec<(&str, &str)> = recurrence
        .split(';')
        .map(|part| part.split_once('=').unwrap())
        .collect();
    let [("FREQ", "YEARLY"), ("BYMONTH", month), ("BYDAY", day)] = parts[..] else {
        panic!("{recurrence}");
    };
    let month: u32 = month.parse().unwrap();
    let (ordinal, weekday) = day.split_at(day.len() - 2);
    let weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        .iter()
        .position(|name| *name == weekday)
        .unwrap();
    (start.year()..=last)
        .map(|year| {
            let days = (1..=31).filter_map(|day| NaiveDate::from_ymd_opt(year, month, day));
            let days: Vec<NaiveDate> = days
                .filter(|day| day.weekday().num_days_from_monday() as usize == weekday)
                .collect();
            match ordinal {
                "-1" => days[days.len() - 1],
                "1" | "2" | "3" | "4" => days[ordinal.parse::<usize>().unwrap() - 1],
                _ => panic!("{recurrence}"),
            }
        })
        .map(|day| day.and_time(start.time()))
        .filter(|onset| *onset >= start)
        .collect()
}

fn date_time(text: &str) -> NaiveDateTime {
    assert_eq!(text.len(), 15, "{text}");
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").unwrap()
}

fn utc_offset(text: &str) -> i64 {
    assert_eq!(text.len(), 5, "{text}");
    let (sign, digits) = text.split_at(1);
    let (hours, minutes) = digits.split_at(2);
    let seconds = 3600 * hours.parse::<i64>().unwrap() + 60 * minutes.parse::<i64>().unwrap();
    match sign {
        "+" => seconds,
        // "-0000" is not allowed (RFC 5545 §3.3.14).
        "-" if seconds > 0 => -seconds,
        _ => panic!("{text}"),
    }
}
