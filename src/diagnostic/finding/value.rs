//! Values that stand for themselves: ids, addresses, colours, lengths, choices.
//!
//! In: the data of what was found. Out: its kind, its message and its help. Guaranteed: every sentence about it is in this table.
//! Absent: the rules that find it.

findings! {
    /// Values that stand for themselves: ids, addresses, colours, lengths, choices.
    ValueFinding in Value {
    /// A key with nothing after it.
    Nothing is EmptyValue: "nothing is written here",
        help "write a value, or remove the key; a `#` begins a comment unless it stands in quotes";
    }
}
