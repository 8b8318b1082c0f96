//! Findings about the files that an events file includes.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::include`] finds what is wrong with a
//! path or a pattern, the shell what is wrong with a file, and [`crate::document`] the keys that only the main file has.

use super::{Shape, Written};

findings! {
    /// The files that an events file includes.
    IncludeFinding in Include {
    /// `../teams/*.yaml`
    Outside { written: Written } is BadInclude: "{written} is not below the folder of this file",
        help "put the file into the folder of this file, and write its path from there, such as `teams/python.yaml`";
    /// `teams\*.yaml`
    Backslash is BadInclude: "the folders of a path end with `/` here, not with `\\`";
    /// `.teams/python.yaml`
    Hidden { written: Written } is BadInclude: "{written} is a hidden file, or in a hidden folder",
        help "hidden files are not included; give the file a name that does not begin with `.`";
    /// `teams`
    NoExtension { written: Written } is BadInclude: "{written} is not the name of a YAML file";
    /// `teams//python.yaml`
    EmptyName is BadInclude: "a path has one `/` between two names";
    /// A path that is longer than any that people write.
    Long { most: usize } is BadInclude: "a path has at most {most} characters",
        help "write a shorter path, or a pattern such as `teams/*.yaml`";
    /// `teams/[ab].yaml`
    Brackets { written: Written } is BadInclude: "{written} has a pattern that is not understood",
        help "in a pattern, `*` is any part of a name, `?` is one character, and `**/` is any folders";
    /// `teams/**.yaml`
    HalfStars { written: Written } is BadInclude: "`**` is part of a name in {written}";
    /// The name of the file itself.
    Itself is BadInclude: "a file cannot include itself", help "remove this entry";
    /// A path that names no file.
    Missing { path: Written } is BadInclude: "there is no file {path} below the folder of this file",
        help "write the path from the folder of this file, such as `teams/python.yaml`, or a pattern, such as `teams/*.yaml`";
    /// The same, where the folder has a file with nearly that name.
    Misspelt { path: Written } is BadInclude: "there is no file {path} below the folder of this file";
    /// A file that cannot be read.
    Unreadable { path: Written, error: String } is BadInclude: "cannot read {path}: {error}",
        help "put the file itself below the folder of this file, as a file that may be read";
    /// A file that is larger than any that is read.
    TooLarge { path: Written, error: String } is BadInclude: "cannot read {path}: {error}",
        help "remove old events, or divide it into several files";
    /// A folder that a pattern may name files in, and that cannot be read.
    UnreadableFolder { path: Written, error: String } is BadInclude: "cannot read the folder {path}: {error}",
        help "let everybody read it, or write a pattern that leaves it out";
    /// More files than are read.
    TooManyFiles { most: usize } is BadInclude: "this includes more than {most} files, the limit",
        help "put the events of several files into one, or write a pattern that names fewer files";
    /// More events than are read.
    TooManyEvents { most: usize } is TooMuch: "more than {most} events in all files together",
        help "remove events that are long past, or keep several calendars";
    /// More text than is read.
    TooMuchText { mebibytes: u64 } is BadInclude: "all files together are larger than {mebibytes} MiB, the limit",
        help "include fewer or smaller files";
    /// A pattern that makes calfeed search too many folders.
    TooManyFolders { most: usize } is BadInclude: "this pattern makes calfeed look at more than {most} files",
        help "write the folder in front of it, such as `teams/**/*.yaml`";
    /// So many patterns and files that comparing them takes too long.
    TooManyPatterns is BadInclude: "the patterns here take too long to compare with the files below this folder",
        help "write fewer patterns, and the folder in front of each, such as `teams/*.yaml`";
    /// The files were not given to the library.
    NotGiven is BadInclude: "this text is read alone, so it cannot include other files",
        help "read it as a file, in its folder";
    /// `calendar`, in an included file.
    Calendar is BadInclude: "an included file has no `calendar`",
        help "keep `calendar` in the file that includes this one, or do not include this file";
    /// `include`, in an included file.
    Nested is BadInclude: "an included file cannot include other files",
        help "list all files under `include` in the main file";
    /// An included file without anything.
    EmptyFile is EmptyFile: "there is nothing in this file",
        help "begin with `events:`, or remove the file";
    /// An included file that is text, or a list.
    NotKeys { found: Shape } is WrongType: "expected `groups:` and `events:`, found {found}",
        help "begin with `events:`, and write the events below it";
    /// A pattern that finds nothing.
    NoFiles { written: Written } is EmptyInclude: "{written} names no file",
        help "write the path from the folder of this file";
    }
}
