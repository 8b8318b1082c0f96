//! Changes of single dates of a series.
//!
//! In: the data of what was found. Out: its kind, its message and its help. Guaranteed: every sentence about it is in this table.
//! Absent: the rules that find it.

findings! {
    /// Changes of single dates of a series.
    ChangeFinding in Change {
    /// A key of a change with nothing after it: the event's own value may have been meant to go.
    Nothing is EmptyValue: "nothing is written here",
        help "write a value, or `none` to take away what the event has, or remove the key; a `#` begins a comment unless it is in quotes";
    }
}
