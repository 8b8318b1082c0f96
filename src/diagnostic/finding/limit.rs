//! More than is read, or than is published.
//!
//! In: the data of what was found. Out: its kind, its message and its help. Guaranteed: every sentence about it is in this table.
//! Absent: the rules that find it.

use super::Written;

findings! {
    /// More than is read, or than is published.
    LimitFinding in Limit {
    /// A list with more items than are read.
    TooManyItems { key: Written, count: usize, most: usize } is TooMany:
        "{count} items under {key}, but at most {most} are allowed", help "remove the others";
    }
}
