//! The rule of a series.
//!
//! In: the data of what was found. Out: its kind, its message and its help. Guaranteed: every sentence about it is in this table.
//! Absent: the rules that find it.

findings! {
    /// The rule of a series.
    RuleFinding in Rule {
    /// 29 February, each year.
    LeapDay is DayThatIsMissing:
        "29 February is missing from most years: the standard skips them, Outlook takes 28 February",
        help "choose another date, or write an event of its own for each leap year";
    }
}
