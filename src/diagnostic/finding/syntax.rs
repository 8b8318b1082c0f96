//! Findings about text that is not YAML, or about more of it than is read.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::document`] finds them.

use super::Written;

findings! {
    /// Text that is not YAML, or more of it than is read.
    SyntaxFinding in Syntax {
    /// Nested too deep to be read.
    TooDeep { levels: usize } is Syntax: "nested more than {levels} levels deep",
        help "an events file needs no more than seven levels";
    TooManyErrors { shown: usize } is TooMuch: "more than {shown} errors in the YAML: these are the first",
        help "fix these, then check again";
    ControlCharacter { code: u32 } is ControlCharacter: "a control character (U+{code:04X})",
        help "remove it: it cannot be seen, and no YAML file may have it";
    GitConflict is Syntax: "two changes of the file that Git could not merge",
        help "keep the lines of one side or of both, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`";
    IndentingTab is Syntax: "tab used for indentation", help "use spaces";
    Tab is Syntax: "tab used where YAML needs spaces", help "use spaces";
    /// A character that looks like a space.
    Unseen { what: &'static str } is Syntax: "{what} where YAML needs a space",
        help "replace it with a space: it looks like one, but is another character";
    FirstKeyIndented { line: usize } is Syntax: "line {line} begins with a space",
        help "remove it: `calendar:`, `groups:` and `events:` begin at the first column";
    OpenQuote { mark: char } is Syntax: "missing closing quote",
        help "end the text with `{mark}` too";
    AfterQuote is Syntax: "unexpected text after the closing quote";
    /// `'The readers' evening'`
    Apostrophe is Syntax: "unexpected text after the closing quote",
        help "an apostrophe within single quotes is written twice";
    /// `end: “12:00”`, `end: 12:00"`
    StrayQuotes { text: Written } is Syntax: "unexpected quotes around {text}",
        help "a quote of YAML is `\"` or `'`, at both ends";
    CurlyQuotes { text: Written } is Syntax: "curly quotes around {text} would be published",
        help "YAML needs no quotes here; to publish them, put `\"` around the whole value";
    StrayComma { text: Written } is Syntax: "unexpected comma after {text}",
        help "a value ends with its line";
    OpenBracket { mark: char } is Syntax: "`{mark}` is not closed",
        help "text that begins with `{mark}` needs quotes";
    ClosesNothing { mark: char } is Syntax: "`{mark}` closes nothing",
        help "remove it, or put the whole text in quotes";
    WrongClosing { mark: char, expected: char } is Syntax: "expected `{expected}`, found `{mark}`",
        help "each `[` is closed by a `]`, and each `{{` by a `}}`";
    AfterBracket is Syntax: "unexpected text after a list or mapping";
    ColonInBrackets is Syntax: "second `:` in one value",
        help "put text that contains `:`, `,`, brackets or braces in quotes";
    CommaFirst is Syntax: "nothing before this `,`", help "remove it, or write what is missing";
    MissingComma is Syntax: "missing `,` before this",
        help "write `,` between two items; put text that contains `:`, `,`, brackets or braces in quotes";
    /// `title:Book club`
    NoSpaceAfterColon { key: Written } is Syntax: "missing space after {key}";
    NoSpaceAfterHyphen is Syntax: "missing space after `-`";
    /// `* id: a`
    Bullet { mark: char } is Syntax: "list items begin with `-`, not with `{mark}`";
    /// `title Book club`
    NoColon { text: Written } is Syntax: "missing `:` in {text}",
        help "to continue the text above, indent this line further";
    Text { text: Written, example: Written } is Syntax: "expected `key: value` lines, found the text {text}",
        help "write a key before it, such as {example}; to continue the text above, indent this line further";
    UnknownAlias { name: Written, anchor: Written } is Syntax:
        "{name} repeats an earlier value, but no value above is marked {anchor}",
        help "text that begins with `*` needs quotes";
    AliasOfItself is Syntax: "alias of a value that contains it",
        help "write the values out, and put text in quotes";
    Tag { mark: Written } is Syntax: "YAML reads {mark} as a tag and drops it",
        help "this format has no tags: remove it, or put the whole text in quotes";
    UnusedAnchor { mark: Written } is Syntax: "YAML reads {mark} as an anchor and drops it";
    HiddenText { comment: Written } is HiddenText: "{comment} is a comment, and is not published",
        help "if it is a comment, write a space after the `#`";
    /// The same, after a value with which it cannot be read.
    HiddenRest { comment: Written } is HiddenText: "{comment} is a comment, and is ignored",
        help "if it is a comment, write a space after the `#`; otherwise remove the `#`, or all of it";
    /// A character that has a meaning in YAML. A backtick is named in words.
    Special { mark: String } is Syntax: "a value cannot begin with {mark}, which has a meaning in YAML";
    AfterBlockMark { mark: char } is Syntax: "text on the same line as `{mark}`",
        help "begin the text on the next line, indented";
    ListBesideKey is Syntax: "a list cannot begin on the same line as its key",
        help "or write each item on a line of its own, indented, after `- `";
    HalfCharacter { written: Written } is Syntax: "{written} is half of a character",
        help "write the character itself, such as `🎉`";
    Backslash is Syntax: "a `\\` in double quotes must be followed by a letter that YAML knows",
        help "write `\\\\` for a backslash, or put the text in single quotes";
    SecondColon is Syntax: "put quotes around text that contains `: `";
    /// `2026-10-23: moved_to: 2026-10-30`
    KeyAfterKey { key: Written } is Syntax: "{key} cannot begin on the same line as the key before it",
        help "or write it on the next line, indented";
    /// `location: Hall status: cancelled`
    KeyAfterText { key: Written } is Syntax: "{key} is on the same line as the value before it",
        help "or write {key} on a line of its own";
    /// Text of several lines under a key.
    BlockText { key: Written } is Syntax: "text of several lines after {key} needs `|`",
        help "begin the text on the next line";
    /// `id: tea` in the column of the hyphens.
    EventWithoutHyphen { key: Written } is Syntax: "{key} begins a new event without `-`",
        help "write `- ` before its first line, and two more spaces before its other lines";
    TooFarIndented { spaces: usize } is Syntax:
        "indented too far: YAML reads this line as part of the one above",
        help "use {spaces} spaces, to line up with the key above; or put the whole text in quotes";
    BadIndent { spaces: usize } is Syntax: "indentation doesn't match any line above",
        help "use {spaces} spaces";
    BadIndentAnywhere is Syntax: "indentation doesn't match any line above",
        help "use as many spaces as the lines above that it belongs with";
    MissingEvents is Syntax: "a list of events without `events:` above it",
        help "write `events:` on a line of its own above the first event";
    AfterValue is Syntax: "unexpected text after the value";
    SecondDocument { mark: &'static str } is Syntax: "second document in one file",
        help "remove the line `{mark}`: one file is one calendar";
    /// Any other mistake, in the words of the parser.
    NotYaml { words: String } is Syntax: "this is not YAML: {words}",
        help "check this line and the one above for a missing `:`, a missing quote or wrong indentation";
    GrowingMerges is Syntax: "merges that grow without end",
        help "write the keys out where they are needed";
    GrowingAliases is Syntax: "aliases that grow without end",
        help "write the values out where they are needed";
    TooManyEvents { most: usize } is TooMuch: "more than {most} events in one file",
        help "remove events that are long past, or keep several calendars";
    TooManyNodes { most: usize } is TooMuch: "more than {most} keys and values in one file",
        help "remove events that are long past, or keep several calendars";
    TooManyInEvent { most: usize } is TooMany:
        "more than {most} keys and values in one event, and in the events with anchors (`&`) before it",
        help "remove those that repeat, or that nobody reads any more";
    TooManyOutside { most: usize } is TooMany: "more than {most} keys and values outside of the events",
        help "remove those that repeat, or that nobody reads any more";
    TooManyExpanded { most: usize } is TooMany: "more than {most} keys and values, with what aliases repeat",
        help "write fewer aliases (`*`) under this event";
    TooMuchRepeated { megabytes: usize } is TooMuchText:
        "with this alias, aliases repeat more than {megabytes} MB of text",
        help "write long text on a page of its own and link to that";
    TooManyTokens { most: usize } is TooMany: "more than {most} words and marks in one pair of brackets",
        help "write each item on a line of its own that begins with `- `, without the brackets";
    }
}
