//! The small values that a file is made of: text, slugs, addresses, lengths of time.
//!
//! In: one scalar of the file. Out: a value that cannot be wrong, or the [`Problem`] with its cure.
//! Guaranteed: no control character, no line break where a line is meant, no address that could break a content line or
//! run a script. Absent: where the scalar stands; dates, zones and rules, which have modules of their own.
//! Sections: [RFC 5545 §3.3.11] (what TEXT may hold).
//!
//! [RFC 5545 §3.3.11]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11

mod uid;
mod url;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::diagnostic::{Kind, Problem};
use crate::limit;
use crate::visible::shown;

pub use uid::Uid;
pub(crate) use uid::parts as parts_of_uid;
pub use url::Url;

/// Implements what every value that is one piece of text has in common.
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

/// Text as a person writes it: not empty, without control characters; trimmed. A copy costs nothing: each instance of a
/// series has one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<str>);

impl Text {
    /// Reads one line of text, such as a title.
    pub(crate) fn line(written: &str) -> Result<Self, Problem> {
        limit::text(written, limit::LINE)?;
        let text = checked(written)?;
        if text.contains('\n') {
            return Err(
                Problem::new(Kind::LineBreak, "a line break where one line is meant")
                    .help("write it on one line"),
            );
        }
        // A run of blanks is a slip, and more than a line of them is lost by some readers.
        let is_even = text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !text.contains("  ");
        if is_even {
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

/// Returns a text trimmed, its line ends as `\n`.
fn checked(written: &str) -> Result<Cow<'_, str>, Problem> {
    let text = if written.contains('\r') {
        let text = written.replace("\r\n", "\n").replace('\r', "\n");
        Cow::Owned(text.trim().to_owned())
    } else {
        Cow::Borrowed(written.trim())
    };
    if text.is_empty() {
        return Err(Problem::new(Kind::EmptyValue, "nothing is written here")
            .help("write a value, or remove the key; a `#` begins a comment unless it stands in quotes"));
    }
    refuse_control_characters(&text)?;
    Ok(text)
}

pub(crate) fn refuse_control_characters(text: &str) -> Result<(), Problem> {
    // U+0080 to U+009F begin with C2, and so do others. No branch, so that many bytes go at once.
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
        Some(found) => Err(Problem::new(
            Kind::ControlCharacter,
            format!("a control character (U+{:04X})", u32::from(found)),
        )
        .help("delete it: it cannot be seen, and calendars stumble over it")),
    }
}

/// A name for addresses and identities: `a-z`, `0-9` and single `-` between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The longest slug: with the address before it a feed's URL stays below 256 characters, Google's limit.
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
        let problem = if written.is_empty() {
            Problem::new(Kind::EmptyValue, "nothing is written here")
        } else if written.len() > Self::LONGEST {
            Problem::new(
                Kind::BadSlug,
                format!("more than {} characters", Self::LONGEST),
            )
        } else {
            Problem::new(
                Kind::BadSlug,
                format!(
                    "`{}` is not made of `a-z` and `0-9`, with single `-` between them",
                    shown(written)
                ),
            )
        };
        let mut cure: String = written
            .to_lowercase()
            .chars()
            .map(|c| if good(c) { c } else { '-' })
            .collect();
        while cure.contains("--") {
            cure = cure.replace("--", "-");
        }
        cure.truncate(Self::LONGEST);
        let cure = cure.trim_matches('-');
        Err(if cure.is_empty() {
            problem.help("write a short name such as `lean-coffee`")
        } else {
            problem.help(format!("write `{cure}`"))
        })
    }
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
        Err(Problem::new(
            Kind::BadDomain,
            format!("`{}` is not a domain name", shown(written)),
        )
        .help("write the name alone, in lower case, such as `example.org`"))
    }
}

/// Whom to ask: an e-mail address or a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Contact {
    /// An e-mail address, without `mailto:`.
    Email(Text),
    /// A page with a form, a name, an address.
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
            _ => Err(Problem::new(
                Kind::BadContact,
                format!(
                    "`{}` is neither an e-mail address nor a web address",
                    shown(written)
                ),
            )
            .help("write `team@example.org` or `https://example.org/contact`")),
        }
    }

    /// Returns the address to follow: `mailto:` or `https:`.
    pub fn href(&self) -> String {
        match self {
            // What would begin the headers of a message, or a fragment, is encoded (RFC 6068 §2).
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

/// A length of time, above zero: minutes of a timed event, or whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Length {
    /// So many minutes, exactly.
    Minutes(u32),
    /// So many calendar days, however long.
    Days(u32),
}

impl Length {
    /// The longest length, about ten years; whatever is longer is a slip of the keyboard.
    const MOST_DAYS: u32 = 3660;

    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let bad = || {
            Problem::new(
                Kind::BadLength,
                format!("`{}` is not a length of time", shown(written)),
            )
            .help("write `1h30m`, `45m`, `2h` or `2d`")
        };
        let mut minutes = 0_u32;
        let mut days = 0_u32;
        let mut digits = String::new();
        let mut units = String::new();
        if let Ok(minutes) = written.trim().parse::<u32>() {
            return Err(bad().help(format!(
                "say of what: `{minutes}m`, `{minutes}h` or `{minutes}d`"
            )));
        }
        for c in written.chars().filter(|c| !c.is_whitespace()) {
            let c = c.to_ascii_lowercase();
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let number: u32 = digits.parse().map_err(|_| bad())?;
            digits.clear();
            // Each unit once, the longer first: `30m1h` is a slip more often than a wish.
            if units
                .chars()
                .any(|earlier| "dhm".find(earlier) >= "dhm".find(c))
            {
                return Err(bad());
            }
            units.push(c);
            match c {
                'd' => days = number,
                'h' => minutes = number.checked_mul(60).ok_or_else(bad)?,
                'm' => minutes = minutes.checked_add(number).ok_or_else(bad)?,
                _ => return Err(bad()),
            }
        }
        let most_minutes = Self::MOST_DAYS * 24 * 60;
        match (days, minutes) {
            _ if !digits.is_empty() || days > Self::MOST_DAYS || minutes > most_minutes => {
                Err(bad())
            }
            (0, 0) if !units.is_empty() => {
                Err(bad().help("write how long it lasts, such as `1h30m`, or leave it out"))
            }
            (0, 0) => Err(bad()),
            (days, 0) => Ok(Self::Days(days)),
            (0, minutes) => Ok(Self::Minutes(minutes)),
            (_, _) => Err(bad().help("write days alone (`2d`), or hours and minutes (`1h30m`)")),
        }
    }

    /// Returns the DURATION value ([RFC 5545 §3.3.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.6)): `PT4H`.
    pub(crate) fn duration(self) -> String {
        match self {
            Self::Days(days) => format!("P{days}D"),
            Self::Minutes(minutes) => match (minutes / 60, minutes % 60) {
                (hours, 0) => format!("PT{hours}H"),
                (0, minutes) => format!("PT{minutes}M"),
                (hours, minutes) => format!("PT{hours}H{minutes}M"),
            },
        }
    }
}

#[cfg(test)]
mod tests;
