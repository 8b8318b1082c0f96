//! Keys and types: YAML that is not an events file.
//!
//! In: the data of what was found. Out: its kind, its message and its help. Guaranteed: every sentence about it is in this table.
//! Absent: the rules that find it.

findings! {
    /// Keys and types: YAML that is not an events file.
    ShapeFinding in Shape {
    /// The text has nothing but spaces.
    EmptyFile is EmptyFile: "there is nothing in this file",
        help "begin with `calendar:`; the reference has a small file to copy";
    }
}
