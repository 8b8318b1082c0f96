//! Web addresses.
//!
//! In: one scalar. Out: a [`Url`], or the problem with the address that was probably meant. Guaranteed: ASCII, `http` or `https`, a host
//! without a user name; nothing in it ends a content line or runs a script. Absent: whether anybody answers there.
//! Sections: [RFC 3986 §2] (what an address may hold), §3.2 (authority).
//!
//! [RFC 3986 §2]: https://www.rfc-editor.org/rfc/rfc3986#section-2

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;
use std::net::Ipv6Addr;

use super::{refuse_control_characters, textual};
use crate::diagnostic::{Kind, Problem};
use crate::limit;
use crate::percent;
use crate::visible::shown;

/// An `http` or `https` address in ASCII, safe in a content line and in a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(String);

textual!(Url);

impl Url {
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let bad = |message: String| Problem::new(Kind::BadUrl, message);
        if written.is_empty() {
            return Err(Problem::new(Kind::EmptyValue, "nothing is written here")
                .help("write an address that begins with `https://`, or remove the key"));
        }
        limit::address(written)?;
        refuse_control_characters(written)?;
        if let Some(found) = written
            .chars()
            .find(|c| c.is_whitespace() || (c.is_ascii() && !is_allowed(*c)))
        {
            let bare = written.trim_start_matches('<').trim_end_matches('>');
            let (name, cure) = match found {
                _ if bare != written && Self::parse(bare).is_ok() => (
                    "`<` and `>`".to_owned(),
                    format!("write `{}` without them", shown(bare)),
                ),
                ' ' => (
                    "a blank".to_owned(),
                    "remove it, or write `%20` where it belongs to the address".to_owned(),
                ),
                _ if found.is_whitespace() => (
                    "white space".to_owned(),
                    "write the address on one line, without it".to_owned(),
                ),
                _ => (
                    format!("`{found}`"),
                    format!("write it percent-encoded, as `{}`", encoded(found)),
                ),
            };
            return Err(bad(format!("{name} in an address")).help(cure));
        }
        let Some((scheme, rest)) = written.split_once("://").filter(|(scheme, _)| {
            ["http", "https"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(scheme))
        }) else {
            let problem = bad(format!("`{}` is not a web address", shown(written)));
            let whole = format!("https://{written}");
            let is_host = written.split('/').next().unwrap_or_default().contains('.');
            return Err(if written.contains('@') && !written.contains("://") {
                problem.help("write an e-mail address under `contact`; here goes one that begins with `https://`")
            } else if is_host && Self::parse(&whole).is_ok() {
                problem.help(format!("write `{}`", shown(&whole)))
            } else {
                problem.help("write the whole address, beginning with `https://`")
            });
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if !is_host_and_port(authority) {
            let problem = bad(format!("`{}` is not the name of a host", shown(authority)));
            return Err(match authority.rsplit_once('@') {
                Some((_, host)) if is_host_and_port(host) => problem.help(format!(
                    "remove the user name: `{scheme}://{host}{}`",
                    shown(path)
                )),
                _ if !authority.is_ascii() => {
                    problem.help("write its name in ASCII, which begins with `xn--`")
                }
                _ => problem.help("write an address such as `https://example.org/page`"),
            });
        }
        let mut url = String::with_capacity(written.len());
        url.push_str(scheme);
        url.make_ascii_lowercase();
        url.push_str("://");
        url.push_str(authority);
        if path.chars().all(is_allowed) {
            url.push_str(path);
        } else {
            url.extend(path.chars().map(encoded));
        }
        Ok(Self(url))
    }

    /// Returns the same address without needless encoding and without `.` and `..` in its path
    /// ([RFC 3986 §6.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2)), the form in which clients ask for it.
    pub(crate) fn normalised(self) -> Self {
        let Some((scheme, rest)) = self.0.split_once("://") else {
            return self;
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let path = percent::normalised(path);
        Self(format!("{scheme}://{authority}{}", without_dots(&path)))
    }

    /// Returns what a relative reference means in a document at this address, which is a folder
    /// ([RFC 3986 §5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2)); none where it names no host.
    pub(crate) fn resolve(&self, reference: &str) -> Option<String> {
        let (scheme, rest) = self.0.split_once("://")?;
        if let Some(elsewhere) = reference.strip_prefix("//") {
            let authority = elsewhere.split(['/', '?', '#']).next()?;
            return is_host_and_port(authority).then(|| format!("{scheme}:{reference}"));
        }
        let end = |text: &str, ends: &[char]| text.find(ends).unwrap_or(text.len());
        let (authority, folder) = rest.split_at(end(rest, &['/', '?', '#']));
        let (folder, _) = folder.split_at(end(folder, &['?', '#']));
        let (path, query) = reference.split_at(end(reference, &['?', '#']));
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("{}/{path}", folder.trim_end_matches('/'))
        };
        Some(format!(
            "{scheme}://{authority}{}{query}",
            without_dots(&path)
        ))
    }

    /// Returns the address of `path` below this one; `path` is relative, without a leading slash.
    pub(crate) fn below(&self, path: &str) -> String {
        format!("{}/{path}", self.0.trim_end_matches('/'))
    }

    /// Returns its path, with a slash at both ends.
    pub(crate) fn root(&self) -> String {
        let path = self.without_scheme().split_once('/');
        match path.map_or("", |(_, path)| path).trim_matches('/') {
            "" => "/".to_owned(),
            path => format!("/{path}/"),
        }
    }

    /// Returns the address without its scheme, for links such as `webcal://`.
    pub(crate) fn without_scheme(&self) -> &str {
        self.0.split_once("://").map_or(&self.0, |(_, rest)| rest)
    }
}

/// Returns an absolute path without `.` and `..` in it.
fn without_dots(path: &str) -> Cow<'_, str> {
    let is_dots = |name: &str| matches!(name, "." | "..");
    if !path.split('/').any(is_dots) {
        return Cow::Borrowed(path);
    }
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/').skip(1) {
        match name {
            "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    // What ends with dots is a folder.
    if path.rsplit('/').next().is_some_and(is_dots) {
        names.push("");
    }
    Cow::Owned(format!("/{}", names.join("/")))
}

/// Whether an authority ([RFC 3986 §3.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2)) is a host, with a port or without,
/// and nothing else: a user name in a public link is a mistake.
fn is_host_and_port(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (authority, ""),
    };
    let is_port = port.is_empty()
        || (port.chars().all(|c| c.is_ascii_digit()) && port.parse::<u16>().is_ok());
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    let is_host = match host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => host.split('.').all(is_label),
    };
    is_port && is_host
}

/// Whether a character stands in an address as it is.
fn is_allowed(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

/// Percent-encodes what an address may not hold as it is.
pub(super) fn encoded(c: char) -> String {
    if is_allowed(c) {
        return c.to_string();
    }
    let mut buffer = [0; 4];
    c.encode_utf8(&mut buffer)
        .bytes()
        .fold(String::new(), |mut out, byte| {
            write!(out, "%{byte:02X}").expect("writing to a string does not fail");
            out
        })
}
