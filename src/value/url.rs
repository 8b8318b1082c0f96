//! Reads web addresses.
//!
//! A [`Url`] is ASCII, begins with `http` or `https`, and has a host without a user name; nothing in it can end a content line or run a
//! script. Its characters are those of [RFC 3986 §2], and its host is an authority of §3.2. For any other text, the problem has the address
//! to write instead, if it is known. Whether anybody responds at the address is not checked.
//!
//! [RFC 3986 §2]: https://www.rfc-editor.org/rfc/rfc3986#section-2

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;
use std::net::Ipv6Addr;

use super::{refuse_control_characters, textual, without_brackets};
use crate::diagnostic::{Edit, Problem, ValueFinding, Written};
use crate::limit;
use crate::percent;

/// An `http` or `https` address in ASCII, safe in a content line and in a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(String);

textual!(Url);

impl Url {
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        if written.is_empty() {
            return Err(ValueFinding::Nothing.into());
        }
        limit::address(written)?;
        refuse_control_characters(written)?;
        if let Some(found) = written
            .chars()
            .find(|c| c.is_whitespace() || (c.is_ascii() && !is_allowed(*c)))
        {
            return Err(refused_character(written, found));
        }
        let Some((scheme, rest)) = written.split_once("://").filter(|(scheme, _)| {
            ["http", "https"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(scheme))
        }) else {
            let whole = format!("https://{written}");
            let is_host = written.split('/').next().unwrap_or_default().contains('.');
            let is_whole = is_host && Self::parse(&whole).is_ok();
            let written: Written = written.into();
            return Err(
                if whole.contains('@') && !is_whole && whole.matches("://").count() == 1 {
                    ValueFinding::EmailAsUrl { written }.into()
                } else {
                    let problem = Problem::from(ValueFinding::NoScheme { written });
                    if is_whole {
                        problem.exact(Edit::Value(whole))
                    } else {
                        problem
                    }
                },
            );
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if !is_host_and_port(authority) {
            let shown = authority.into();
            return Err(match authority.rsplit_once('@') {
                Some((_, host)) if is_host_and_port(host) => {
                    let problem = Problem::from(ValueFinding::UserInUrl { written: shown });
                    problem.guess(Edit::Value(format!("{scheme}://{host}{path}")))
                }
                _ if !authority.is_ascii() => ValueFinding::HostNotAscii { written: shown }.into(),
                _ => ValueFinding::BadHost { written: shown }.into(),
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

    /// Returns the same address without unnecessary encoding and without `.` and `..` in its path
    /// ([RFC 3986 §6.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2)), the form in which clients request it.
    pub(crate) fn normalised(self) -> Self {
        let Some((scheme, rest)) = self.0.split_once("://") else {
            return self;
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let path = percent::normalised(path);
        Self(format!("{scheme}://{authority}{}", without_dots(&path)))
    }

    /// Resolves a relative reference in a document at this address, which is a folder
    /// ([RFC 3986 §5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2)). Returns `None` if it names no valid host.
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

    /// Returns the path of the address, with a slash at both ends.
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

/// Returns the problem of a character that no address may contain.
fn refused_character(written: &str, found: char) -> Problem {
    if let Some(problem) = without_brackets(written, Url::parse, ValueFinding::AngleBrackets) {
        return problem;
    }
    let encoded = encoded(found);
    match found {
        ' ' => ValueFinding::SpaceInUrl,
        _ if found.is_whitespace() => ValueFinding::WhiteSpaceInUrl,
        _ => ValueFinding::NotInUrl { found, encoded },
    }
    .into()
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
    // A path that ends with `.` or `..` is a folder.
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

/// Whether an address may contain this character unencoded.
fn is_allowed(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

/// Percent-encodes a character, unless an address may contain it unencoded.
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
