//! The small values that a file is made of: text, slugs, domains, contacts, addresses and lengths of time.
//!
//! Each reads one scalar of the file and returns a valid value, or the [`Problem`] with what to write instead. A value has no control
//! character except tabs and line breaks in text of several lines ([RFC 5545 §3.3.11] says what TEXT may contain), and no address can break
//! a content line or run a script. Dates, zones and rules have their own modules.
//!
//! [RFC 5545 §3.3.11]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11

pub(crate) mod choice;
mod former;
mod image;
mod language;
mod length;
mod price;
mod uid;
mod url;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::diagnostic::{Certainty, Edit, Problem, ValueFinding};
use crate::limit;

pub use former::FormerSlug;
pub(crate) use former::is_path as is_former_path;
pub use image::Image;
pub(crate) use image::{IMAGES, is_plain_name};
pub use language::Language;
pub use length::Length;
pub use price::Price;
pub use uid::Uid;
pub(crate) use uid::parts as parts_of_uid;
pub use url::Url;

/// Implements the methods that all values made of one string share.
macro_rules! textual {
    ($($name:ident),*) => {$(
        impl $name {
            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}
use textual;

textual!(Text, Slug, Domain);

/// Text as a person writes it: trimmed, not empty, without control characters except tabs and line breaks. Cloning is cheap, because each
/// instance of a series has a clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<str>);

impl Text {
    /// Reads one line of text, such as a title.
    pub(crate) fn line(written: &str) -> Result<Self, Problem> {
        limit::text(written, limit::LINE)?;
        let text = checked(written)?;
        if text.contains('\n') {
            return Err(ValueFinding::LineBreak.into());
        }
        // Several spaces are a typo, and some programs that read feeds lose spaces where a long line is folded.
        let is_clean = text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !text.contains("  ");
        if is_clean {
            return Ok(Self(text.into()));
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        Ok(Self(words.join(" ").into()))
    }

    /// Reads text of any number of lines, such as a description. Line ends become `\n`.
    pub(crate) fn lines(written: &str) -> Result<Self, Problem> {
        limit::text(written, limit::MARKDOWN)?;
        Ok(Self(checked(written)?.into()))
    }
}

/// Returns a text trimmed and with `\n` as its line ends, unless it is empty or has a control character.
fn checked(written: &str) -> Result<Cow<'_, str>, Problem> {
    let text = if written.contains('\r') {
        let text = written.replace("\r\n", "\n").replace('\r', "\n");
        Cow::Owned(text.trim().to_owned())
    } else {
        Cow::Borrowed(written.trim())
    };
    if text.is_empty() {
        return Err(ValueFinding::Nothing.into());
    }
    refuse_control_characters(&text)?;
    Ok(text)
}

/// Refuses control characters except tabs and line feeds.
pub(crate) fn refuse_control_characters(text: &str) -> Result<(), Problem> {
    // Fast path without a branch for each byte, so that the compiler can vectorise it. U+0080 to U+009F begin with C2, as others do.
    let could_have = text.bytes().fold(false, |has, byte| {
        has | (byte < b' ' && !matches!(byte, b'\n' | b'\t')) | matches!(byte, 0x7f | 0xc2)
    });
    if !could_have {
        return Ok(());
    }
    match text
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        None => Ok(()),
        Some(found) => Err(ValueFinding::ControlCharacter { code: found.into() }.into()),
    }
}

/// A name for addresses and identities: `a-z`, `0-9` and single `-` between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The longest slug, in bytes. With an address of usual length before it, the URL of a feed stays within 256 characters, Google's
    /// limit.
    const LONGEST: usize = 100;

    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if written
            .split('-')
            .all(|part| !part.is_empty() && part.chars().all(good))
            && written.len() <= Self::LONGEST
        {
            return Ok(Self(written.to_owned()));
        }
        if written.is_empty() {
            return Err(ValueFinding::Nothing.into());
        }
        let meant = Self::folded(written);
        let shown = written.into();
        Err(match meant {
            None => ValueFinding::NoSlug { written: shown }.into(),
            Some((slug, _)) if slug.len() > Self::LONGEST => {
                let problem = Problem::from(ValueFinding::LongSlug {
                    most: Self::LONGEST,
                });
                problem.guess(Edit::Value(shortened(&slug, Self::LONGEST).to_owned()))
            }
            Some((slug, is_whole)) => {
                let certainty = if is_whole {
                    Certainty::Exact
                } else {
                    Certainty::Guess
                };
                Problem::from(ValueFinding::BadSlug { written: shown })
                    .repair(Edit::Value(slug), certainty)
            }
        })
    }

    /// Makes an id from a title, and from the year unless the title has it. Returns `None` if no character of the title can be in an id.
    /// The flag says whether the id has all words of the title.
    pub(crate) fn from_title(title: &str, year: Option<i32>) -> Option<(Self, bool)> {
        const READABLE: usize = 60;
        let (slug, is_whole) = Self::folded(title)?;
        let short = shortened(&slug, READABLE);
        let is_whole = is_whole && short.len() == slug.len();
        let year = year.map(|year| year.to_string());
        let year = year.filter(|year| short.split('-').all(|word| word != year));
        let slug = year.map_or(short.to_owned(), |year| format!("{short}-{year}"));
        Some((Self(slug), is_whole))
    }

    /// Returns the words of a text without accents and with hyphens between them, and whether every letter could be kept.
    fn folded(text: &str) -> Option<(String, bool)> {
        let (mut slug, mut is_whole) = (String::new(), true);
        for c in text.chars().flat_map(char::to_lowercase) {
            match c {
                'a'..='z' | '0'..='9' => slug.push(c),
                // An apostrophe does not end a word: `Members’`, `don't`. Combining accents are dropped.
                '\'' | '’' | '\u{300}'..='\u{36f}' => {}
                '&' => slug.push_str("-and-"),
                _ if without_accent(c).is_some() => slug.extend(without_accent(c)),
                _ => {
                    is_whole &= !c.is_alphanumeric();
                    slug.push('-');
                }
            }
        }
        let words: Vec<&str> = slug.split('-').filter(|word| !word.is_empty()).collect();
        (!words.is_empty()).then(|| (words.join("-"), is_whole))
    }
}

/// Returns as many whole words of a slug as fit into `most` bytes, or the beginning of one long word.
fn shortened(slug: &str, most: usize) -> &str {
    let Some(start) = slug.get(..most).filter(|_| slug.len() > most) else {
        return slug;
    };
    let ends_at_a_word = slug.get(most..).is_some_and(|rest| rest.starts_with('-'));
    match start.rsplit_once('-') {
        Some((words, _)) if !ends_at_a_word => words,
        _ => start,
    }
}

/// The letters of European alphabets without their accents.
fn without_accent(letter: char) -> Option<&'static str> {
    const LETTERS: [(&str, &str); 23] = [
        ("àáâãäåāăąǎ", "a"),
        ("æ", "ae"),
        ("çćĉċč", "c"),
        ("ďđð", "d"),
        ("èéêëēĕėęě", "e"),
        ("ĝğġģ", "g"),
        ("ĥħ", "h"),
        ("ìíîïĩīĭįı", "i"),
        ("ĵ", "j"),
        ("ķĸ", "k"),
        ("ĺļľŀł", "l"),
        ("ñńņňŋ", "n"),
        ("òóôõöøōŏő", "o"),
        ("œ", "oe"),
        ("ŕŗř", "r"),
        ("śŝşšșſ", "s"),
        ("ß", "ss"),
        ("ţťŧț", "t"),
        ("þ", "th"),
        ("ùúûüũūŭůűų", "u"),
        ("ŵẁẃẅ", "w"),
        ("ýÿŷỳ", "y"),
        ("źżž", "z"),
    ];
    let found = LETTERS.iter().find(|(letters, _)| letters.contains(letter));
    found.map(|(_, plain)| *plain)
}

/// The right-hand side of every UID: a host name in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain(String);

impl Domain {
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let good = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        if written.split('.').all(good) && written.len() <= 200 {
            return Ok(Self(written.to_owned()));
        }
        let problem = Problem::from(ValueFinding::BadDomain {
            written: written.into(),
        });
        let lower = written.to_lowercase();
        let host = lower.split_once("://").map_or(&*lower, |(_, rest)| rest);
        let host = host
            .split(['/', '@'])
            .next()
            .unwrap_or_default()
            .trim_matches('.');
        let is_domain = host != written && Self::parse(host).is_ok();
        Err(if is_domain && host == lower {
            problem.exact(Edit::Value(lower))
        } else if is_domain {
            problem.guess(Edit::Value(host.to_owned()))
        } else {
            problem
        })
    }
}

/// The problem of an address in `<` and `>`, such as mail programs show.
fn without_brackets<T>(
    written: &str,
    parse: impl FnOnce(&str) -> Result<T, Problem>,
    finding: ValueFinding,
) -> Option<Problem> {
    let bare = written.trim_start_matches('<').trim_end_matches('>');
    let is_address = bare != written && parse(bare).is_ok();
    is_address.then(|| Problem::from(finding).exact(Edit::Value(bare.to_owned())))
}

/// Whom to ask: an e-mail address or a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Contact {
    /// An e-mail address, without `mailto:`.
    Email(Text),
    /// A page that says how to get in touch, such as one with a form.
    Page(Url),
}

impl Contact {
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        if written.contains("://") {
            return Url::parse(written).map(Self::Page);
        }
        limit::address(written)?;
        let address = written.strip_prefix("mailto:").unwrap_or(written);
        let good = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        match address.split_once('@') {
            Some((local, domain))
                if !local.is_empty()
                    && local.chars().all(good)
                    && domain.contains('.')
                    && Domain::parse(&domain.to_lowercase()).is_ok() =>
            {
                Ok(Self::Email(Text(address.into())))
            }
            _ => Err(
                without_brackets(written, Self::parse, ValueFinding::ContactInBrackets)
                    .unwrap_or_else(|| {
                        let written = written.into();
                        ValueFinding::BadContact { written }.into()
                    }),
            ),
        }
    }

    /// Returns the address to follow: `mailto:` or `https:`.
    pub fn href(&self) -> String {
        match self {
            // These characters would begin the headers of the message or a fragment, so they are encoded (RFC 6068 §2).
            Self::Email(address) => {
                let path: String = address
                    .as_str()
                    .chars()
                    .map(|c| match c {
                        '%' | '?' | '#' | '&' | '/' => format!("%{:02X}", u32::from(c)),
                        c => url::encoded(c),
                    })
                    .collect();
                format!("mailto:{path}")
            }
            Self::Page(url) => url.to_string(),
        }
    }
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(address) => address.fmt(f),
            Self::Page(url) => url.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests;
