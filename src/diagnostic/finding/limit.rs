//! Findings about more text or more items than are read or published.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::limit`] and [`crate::value`]
//! find them.

use super::Written;

findings! {
    /// More than is read, or than is published.
    LimitFinding in Limit {
    /// A list with more items than are read.
    TooManyItems { key: Written, count: usize, most: usize } is TooMany:
        "{count} items under {key}, but at most {most} are allowed", help "remove the others";
    /// More text than the events of all files may take from `defaults`.
    TextOfDefaults { megabytes: usize } is TooMuchText: "the events take more than {megabytes} MB of text from `defaults`",
        help "shorten the texts under `defaults`, or write them on a page of their own and link to that";
    /// A title that no program shows.
    LongLine { count: usize, most: usize } is TooLong: "a text of {count} characters, but at most {most} are allowed",
        help "shorten it; longer text can be written under `description`";
    /// A description of the length of a book.
    LongText { count: usize, most: usize } is TooLong: "a text of {count} characters, but at most {most} are allowed",
        help "shorten it, or write the rest on a page of its own and link to that";
    /// An address that programs do not open.
    LongAddress { count: usize, most: usize } is TooLong: "an address of {count} characters, but at most {most} are allowed",
        help "write a shorter address";
    /// A UID that programs cut.
    LongUid { written: Written, bytes: usize, most: usize } is TooLong:
        "a UID of {bytes} bytes, but at most {most} are allowed: {written}",
        help "shorten it, or remove the key; not every calendar program keeps a UID of more than 255 bytes, and that of one meeting has 11 more";
    }
}
