//! Makes the UIDs of events that have none of their own in the source, always in the same way.
//!
//! A program that imports the same calendar again must find the same events.

use std::collections::HashMap;

use chrono::NaiveDateTime;

use super::super::super::entry::Entry;
use crate::value::{Uid, parts_of_uid};

/// Returns the UID of a meeting that leaves its series. It differs from the UIDs that calfeed gives the dates of a series, which end with a dot
/// and a date.
pub(super) fn alone(of_series: Option<&str>, start: NaiveDateTime) -> Option<String> {
    Some(with(of_series?, &start.format("%Y%m%dT%H%M").to_string()))
}

/// Makes all UIDs ones that an events file can have, and different from each other.
pub(super) fn make_unique(entries: &mut [Entry]) {
    // By UID, the number of the next event that would have it.
    let mut taken: HashMap<String, usize> = HashMap::new();
    for entry in entries {
        let Some(uid) = entry.uid.as_deref() else {
            continue;
        };
        let wanted = usable(uid);
        let mut free = wanted.clone();
        while taken.contains_key(&free) {
            let number = taken.entry(wanted.clone()).or_insert(2);
            free = with(&wanted, &number.to_string());
            *number += 1;
        }
        taken.insert(free.clone(), 2);
        entry.uid = Some(free);
    }
}

fn with(uid: &str, suffix: &str) -> String {
    let (name, rest) = parts_of_uid(uid);
    usable(&format!("{name}-{suffix}{rest}"))
}

/// Returns the UID, or one that is made of it if an events file cannot have it.
pub(super) fn usable(uid: &str) -> String {
    let is_usable = uid.len() <= Uid::LONGEST && !uid.chars().any(char::is_control);
    if is_usable {
        return uid.to_owned();
    }
    let mut short: String = uid.chars().filter(|it| !it.is_control()).collect();
    let mut most = 200;
    while !short.is_char_boundary(most.min(short.len())) {
        most -= 1;
    }
    short.truncate(most);
    format!("{short}-{:016x}", digest(uid))
}

/// Returns the 64 bits of FNV-1a, so that two long UIDs with the same beginning stay different.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn a_meeting_that_leaves_its_series_has_the_uid_of_the_series_and_its_time() {
        let time = NaiveDate::from_ymd_opt(2026, 1, 13).unwrap();
        let time = time.and_hms_opt(15, 0, 0).unwrap();
        for (series, alone_) in [
            ("talk@example.org", "talk-20260113T1500@example.org"),
            ("0400E0", "0400E0-20260113T1500"),
        ] {
            assert_eq!(alone(Some(series), time).as_deref(), Some(alone_));
        }
        assert_eq!(alone(None, time), None);
    }

    #[test]
    fn a_uid_that_is_too_long_is_cut_and_stays_different_from_others() {
        let one = usable(&format!("{}1", "ŵ".repeat(130)));
        let two = usable(&format!("{}2", "ŵ".repeat(130)));
        assert_eq!(one.len(), 217);
        assert_ne!(one, two);
        assert_eq!(usable("a\u{7}b"), format!("ab-{:016x}", digest("a\u{7}b")));
    }
}
