//! Text that is not YAML.
//!
//! In: the data of what was found. Out: its kind, its message and its help. Guaranteed: every sentence about it is in this table.
//! Absent: the rules that find it.

findings! {
    /// Text that is not YAML.
    SyntaxFinding in Syntax {
    /// Nested deeper than it is read.
    TooDeep { levels: usize } is Syntax: "nested more than {levels} levels deep",
        help "an events file needs no more than seven levels";
    }
}
