//! Dates, times and zones.
//!
//! In: the data of what was found. Out: its kind, its message and its help. Guaranteed: every sentence about it is in this table.
//! Absent: the rules that find it.

use super::Written;

findings! {
    /// Dates, times and zones.
    TimeFinding in Time {
    /// `2025-13`.
    NoSuchMonth { written: Written, year: i32 } is BadDate: "{written} has no such month",
        help "write a month from `{year}-01` to `{year}-12`";
    }
}
