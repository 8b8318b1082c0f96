//! An event as a whole: its keys, its times, its names.
//!
//! In: the data of what was found. Out: its kind, its message and its help. Guaranteed: every sentence about it is in this table.
//! Absent: the rules that find it.

findings! {
    /// An event as a whole: its keys, its times, its names.
    EventFinding in Event {
    /// A key that must be there.
    MissingKey { key: &'static str } is MissingKey: "`{key}` is missing";
    }
}
