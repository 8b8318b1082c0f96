//! Findings about simple values: ids, addresses, colours, lengths, choices.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::value`] and the readers of
//! other scalars find them. [`crate::color`] makes the message about an unknown colour.

use super::{Choices, Written};

findings! {
    /// Simple values: ids, addresses, colours, lengths, choices.
    ValueFinding in Value {
    /// A key with nothing after it.
    Nothing is EmptyValue: "nothing is written here",
        help "write a value, or remove the key; a `#` begins a comment unless it is in quotes";
    /// A title with a line break.
    LineBreak is LineBreak: "expected one line, found a line break", help "write it on one line";
    /// A character that cannot be seen.
    ControlCharacter { code: u32 } is ControlCharacter: "found a control character (U+{code:04X})",
        help "delete it: it cannot be seen, and calendar programs reject it";
    /// `My Talks`
    BadSlug { written: Written } is BadSlug: "expected lower-case letters, digits and single hyphens, found {written}";
    /// An id without a letter or a digit.
    NoSlug { written: Written } is BadSlug: "expected lower-case letters, digits and single hyphens, found {written}",
        help "write a short name of letters `a` to `z`, digits and single hyphens";
    /// An id that is too long for an address.
    LongSlug { most: usize } is BadSlug: "longer than {most} characters";
    /// `Teams/Python.ics`, as the former address of a feed.
    BadFormerly { written: Written } is BadSlug: "expected a former key, or a former address such as `teams/python`, found {written}",
        help "write it without `.ics` and without a `/` at either end; between the slashes are lower-case letters, digits and single hyphens";
    /// A former address with many folders.
    DeepFormerly { most: usize } is BadSlug: "a former address has at most {most} names between its slashes",
        help "redirect to the feed from this address, at your web server or proxy";
    /// A former address that is too long.
    LongFormerly { most: usize } is BadSlug: "longer than {most} characters",
        help "redirect to the feed from this address, at your web server or proxy";
    /// `https://example.org`, as a domain.
    BadDomain { written: Written } is BadDomain: "expected a domain name alone, in lower case, found {written}";
    /// `Jo`, as a contact.
    /// `<jo@example.org>`
    ContactInBrackets is BadContact: "`<` and `>` are not part of an address";
    BadContact { written: Written } is BadContact: "expected an e-mail address or a web address, found {written}",
        help "web addresses begin with `https://`";
    /// `a while`
    BadLength { written: Written } is BadLength: "can't understand {written} as a length of time",
        help "write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`";
    /// `90`
    NoUnit { written: Written } is BadLength: "{written} could be minutes, hours or days";
    /// `1d2h`
    DaysAndHours { written: Written } is BadLength: "expected days alone, or hours and minutes, found {written}";
    /// More than ten years, or nothing.
    LengthOutside { written: Written, most: u32 } is BadLength: "{written} is not between one minute and {most} days";
    /// A word that is not one of a few.
    NotAChoice { written: Written, choices: Choices } is BadChoice: "must be {choices}, found {written}";
    /// `http://example.org/picture.jpg`, as a picture.
    ImageNotHttps { written: Written } is BadUrl: "the address of an image begins with `https://`, found {written}";
    /// `picture.svg`
    ImageForm { written: Written } is BadImage: "previews cannot show {written}",
        help "save the picture as PNG, JPEG or WebP, and write the name of that file";
    /// `images/picture`
    ImageWithoutForm { written: Written } is BadImage: "{written} does not end as the name of a picture does",
        help "write the whole name of the file, such as `images/picture.jpg`, or an address that begins with `https://`";
    /// `../picture.jpg`
    ImageOutside { written: Written } is BadImage: "{written} is not below the folder of the events file",
        help "put the picture beside the events file, and write its path from there, such as `images/picture.jpg`";
    /// `images\picture.jpg`
    ImageBackslash is BadImage: "the folders of a path end with `/` here, not with `\\`";
    /// `my picture.jpg`
    ImageName { written: Written } is BadImage: "the file name {written} cannot be part of a web address here",
        help "rename the file; its name may have letters of a to z, digits, `-`, `_` and `.`";
    /// A file that is not there.
    NoImage { path: Written } is BadImage: "there is no file {path} in the folder of the events file",
        help "write the path of the picture from the folder of the events file, such as `images/picture.jpg`, or its address, such as `https://example.org/picture.jpg`";
    /// The same, where the folder has a file with nearly that name.
    MisspeltImage { path: Written } is BadImage: "there is no file {path} in the folder of the events file";
    /// A file with too many bytes, or the first that does not fit beside the others.
    LargeImage { path: Written, error: String } is BadImage: "cannot publish {path}: {error}",
        help "save the picture with fewer pixels: 1,200 pixels wide is enough for pages and previews";
    /// `picture.jpg`, if it is a HEIC file.
    NotAnImage { path: Written, found: String } is BadImage: "{path} is {found}, not a picture that previews can show",
        help "save the picture as PNG, JPEG or WebP; if it is in Git LFS, fetch it first";
    /// A file that cannot be read.
    UnreadableImage { path: Written, error: String } is BadImage: "cannot read {path}: {error}",
        help "put the picture itself below the folder of the events file, as a file that everybody may read";
    /// `club.jpg`, where another event has `images/club.jpg`
    SameImage { path: Written, other: Written } is BadImage: "{path} and {other} would be published at the same address",
        help "rename one of the files";
    /// `English`, as a language.
    BadLanguage { written: Written } is BadChoice: "expected a language tag, found {written}",
        help "write the tag as in HTML, such as `en-GB`, `cy` or `fr`";
    /// `5`, as a price.
    NoCurrency { written: Written } is BadChoice: "{written} has no currency",
        help "write the price with its currency, such as `£5` or `5 EUR`, or `free`";
    /// `price: yes`
    NotAPrice { written: Written } is BadChoice: "expected a price or `free`, found {written}",
        help "write the price with its currency, such as `£5`, or `free`";
    /// `<https://example.org>`
    AngleBrackets is BadUrl: "`<` and `>` are not part of an address";
    /// A space in an address.
    SpaceInUrl is BadUrl: "addresses have no spaces", help "remove it, or write `%20` if it belongs to the address";
    /// A line break or a tab in an address.
    WhiteSpaceInUrl is BadUrl: "addresses have no line breaks or tabs", help "write the address on one line";
    /// A character that no address has.
    NotInUrl { found: char, encoded: String } is BadUrl: "addresses have no `{found}`", help "write it percent-encoded, as `{encoded}`";
    /// `example.org`
    NoScheme { written: Written } is BadUrl: "expected an address that begins with `https://`, found {written}";
    /// `team@example.org`, as an address.
    EmailAsUrl { written: Written } is BadUrl: "expected a web address, found the e-mail address {written}",
        help "e-mail addresses belong under `contact`";
    /// `https://example..org`
    BadHost { written: Written } is BadUrl: "{written} is not the name of a host",
        help "a host is written as in `https://host.example/page`";
    /// `https://jo@example.org`
    UserInUrl { written: Written } is BadUrl: "addresses have no user name here, found {written}";
    /// `https://büro.example`
    HostNotAscii { written: Written } is BadUrl: "host names are written in ASCII, found {written}",
        help "write the name in its ASCII form, which begins with `xn--`";
    /// A UID with a line break.
    ControlCharacterInUid { code: u32 } is ControlCharacter: "found a control character (U+{code:04X}) in a UID",
        help "write the UID on one line, as it is after `UID:` in the other calendar";
    /// `octarine`
    BadColor { message: String } is BadColor: "{message}";
    /// `utopia`, as a nation.
    UnknownHolidays { written: Written, nations: Choices } is BadHolidays:
        "must be {nations}, or the path of a file with `./` in front, found {written}";
    /// `/etc/holidays.json`
    HolidaysElsewhere { written: Written } is BadHolidays: "{written} is not below the folder of the events file",
        help "put the file into the folder of the events file, and write its path from there, with `./` in front";
    /// A file that is not a list of holidays.
    NotHolidays { line: usize, column: usize, found: &'static str } is BadHolidays:
        "this is not a list of holidays: line {line}, column {column}: {found}",
        help "write it like https://www.gov.uk/bank-holidays.json: `{{\"nation\": {{\"events\": [{{\"title\": …, \"date\": …}}]}}}}`";
    }
}
