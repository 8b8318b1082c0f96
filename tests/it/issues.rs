//! Hostile issues, made from numbers: whatever is in them, at most one event changes, and only in keys of the form.

use std::collections::BTreeMap;

use crate::issue::{Outcome, body, issue};

/// How many issues are tried; `CALFEED_ISSUES` is another number.
const ISSUES: u64 = 2000;

#[test]
fn no_issue_touches_a_second_event_or_writes_a_key_outside_the_form() {
    let given = std::env::var("CALFEED_ISSUES");
    let count = given.map_or(ISSUES, |count| count.parse().unwrap());
    let mut outcomes: BTreeMap<Outcome, u64> = BTreeMap::new();
    for seed in 0..count {
        *outcomes.entry(issue(&body(seed))).or_default() += 1;
    }
    // Each must be frequent, or the test would show nothing.
    let is_frequent = |outcome| outcomes.get(outcome).is_some_and(|it| it * 20 > count);
    let all = [Outcome::NoRequest, Outcome::Refused, Outcome::Changed];
    assert!(all.iter().all(is_frequent), "{outcomes:?}");
    println!("{outcomes:?}");
}
