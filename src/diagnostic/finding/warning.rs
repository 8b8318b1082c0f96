//! What is doubtful about a valid calendar.
//!
//! In: the data of what was found. Out: its kind, its message and its help. Guaranteed: every sentence about it is in this table.
//! Absent: the rules that find it.

findings! {
    /// What is doubtful about a valid calendar.
    WarningFinding in Warning {
    /// More warnings than a report shows.
    TooManyWarnings { shown: usize } is TooMuch: "more than {shown} warnings: these are the first",
        help "write the names of those that you know about in `allow`";
    }
}
