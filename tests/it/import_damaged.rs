//! Damaged calendars, made from numbers: each is refused with words, or becomes an events file without an error, and the account adds up.

use crate::import_checks::{damaged, imported};

/// How many are tried; `CALFEED_IMPORTS` is another number.
const IMPORTS: u64 = 500;

#[test]
fn a_damaged_calendar_is_refused_or_becomes_a_file_without_an_error() {
    let given = std::env::var("CALFEED_IMPORTS");
    let count = given.map_or(IMPORTS, |count| count.parse().unwrap());
    for seed in 0..count {
        let bytes = damaged(seed);
        let import = std::panic::AssertUnwindSafe(|| imported(&bytes));
        let is_done = std::panic::catch_unwind(import).is_ok();
        assert!(
            is_done,
            "{seed}:
{}",
            String::from_utf8_lossy(&bytes)
        );
    }
}
