//! What the hot stages ask of the allocator, on a file of 1,000 events: a guard that no busy machine can disturb.
//!
//! Figures that rise by more than a twentieth fail, and so do those that fall by as much: write the new one down.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test fails by panicking, and what makes its file is shared with benchmarks"
)]

#[path = "../../benches/made/mod.rs"]
mod made;

use allocation_counter::measure;
use calfeed::{Calendar, Context, Feeds, Revisions, publish, read};
use chrono::{DateTime, Utc};

/// How many allocations, and of how many bytes in all, a stage made when this was written down.
#[track_caller]
fn holds(stage: impl FnOnce(), count: u64, kilobytes: u64) {
    let seen = measure(stage);
    let seen = [seen.count_total, seen.bytes_total / 1000];
    let near = |seen: u64, noted: u64| seen.abs_diff(noted) * 20 <= noted;
    assert!(
        near(seen[0], count) && near(seen[1], kilobytes),
        "{} allocations of {} kB, and {count} of {kilobytes} kB are written down",
        seen[0],
        seen[1]
    );
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(made::NOW, 0).unwrap()
}

fn calendar() -> Calendar {
    read(&made::events(1_000), &Context::new(now())).0.unwrap()
}

#[test]
fn a_file_is_read_and_checked() {
    let text = made::events(1_000);
    let context = Context::new(now());
    holds(
        || assert!(read(&text, &context).0.is_some()),
        217_095,
        29_697,
    );
}

#[test]
fn a_feed_is_written() {
    let (calendar, revisions) = (calendar(), Revisions::at(now()));
    holds(
        || {
            let feeds = Feeds::new(&calendar, &revisions, calendar.url());
            assert!(!feeds.calendar().text().is_empty());
        },
        85_028,
        13_193,
    );
}

#[test]
fn everything_is_published() {
    let (calendar, revisions) = (calendar(), Revisions::at(now()));
    let context = Context::new(now());
    holds(
        || assert!(publish(&calendar, &revisions, &context).is_ok()),
        1_530_930,
        496_952,
    );
}
