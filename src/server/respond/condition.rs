//! Evaluates the conditional headers of a GET or HEAD.
//!
//! It compares them with the entity tag of the chosen representation and the time of the last change, in the order of RFC 9110. An invalid
//! condition is ignored, and so is If-Range, because there are no ranges. Implements [RFC 9110 §8.8.3.2, §13].
//!
//! [RFC 9110 §8.8.3.2, §13]: https://www.rfc-editor.org/rfc/rfc9110#section-13

use chrono::{DateTime, Utc};
use hyper::header::{self, HeaderMap, HeaderName};

/// What the conditional headers of a request decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precondition {
    Passed,
    NotModified,
    Failed,
}

/// Evaluates the preconditions of a GET or HEAD in the order of [RFC 9110 §13.2.2], whose steps number the branches.
///
/// Step 5, If-Range, is absent because there are no ranges. An invalid condition is ignored, because the full response is always safe:
/// after a wrong 304, a subscriber would keep the old version permanently.
///
/// [RFC 9110 §13.2.2]: https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
pub(super) fn precondition(
    headers: &HeaderMap,
    etag: &str,
    last_modified: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Precondition {
    // 1. "When recipient is the origin server and If-Match is present"
    if headers.contains_key(header::IF_MATCH) {
        if !matches(headers, header::IF_MATCH, etag, Comparison::Strong) {
            return Precondition::Failed;
        }
    // 2. "If-Match is not present, and If-Unmodified-Since is present"
    } else if let Some(since) = date(headers, header::IF_UNMODIFIED_SINCE)
        && last_modified.timestamp() > since.timestamp()
    {
        return Precondition::Failed;
    }
    // 3. "When If-None-Match is present"
    if headers.contains_key(header::IF_NONE_MATCH) {
        if matches(headers, header::IF_NONE_MATCH, etag, Comparison::Weak) {
            return Precondition::NotModified;
        }
    // 4. "When the method is GET or HEAD, If-None-Match is not present, and If-Modified-Since is present"
    // Ignore a date in the future: no response of ours has one, and until that date every change would be 304. RFC 2616 §14.25 calls such a
    // date invalid; RFC 9110 says nothing about it.
    } else if let Some(since) = date(headers, header::IF_MODIFIED_SINCE)
        && since <= now
        && last_modified.timestamp() <= since.timestamp()
    {
        return Precondition::NotModified;
    }
    // 6. "Otherwise … perform the requested method"
    Precondition::Passed
}

/// How two entity tags are compared, [RFC 9110 §8.8.3.2](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Strong,
    Weak,
}

/// Whether a header with entity tags, on one or several lines, is `*` or contains `etag`, which is a strong tag.
fn matches(headers: &HeaderMap, name: HeaderName, etag: &str, comparison: Comparison) -> bool {
    headers.get_all(name).iter().any(|line| {
        let line = line.as_bytes().trim_ascii();
        line == b"*" || lists(line, etag.as_bytes(), comparison)
    })
}

/// Parses one line of entity tags. Splitting at commas would be wrong, because a comma may be inside the quotes.
fn lists(line: &[u8], etag: &[u8], comparison: Comparison) -> bool {
    let mut rest = line;
    loop {
        rest = match rest {
            [b' ' | b'\t' | b',', after @ ..] => after,
            [b'W', b'/', after @ ..] => match quoted(after) {
                Some((tag, _)) if comparison == Comparison::Weak && tag == etag => return true,
                Some((_, after)) => after,
                None => return false,
            },
            _ => match quoted(rest) {
                Some((tag, _)) if tag == etag => return true,
                Some((_, after)) => after,
                None => return false,
            },
        };
    }
}

/// Splits off a string in double quotes, with the quotes, and returns it and the rest.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let inner = text.strip_prefix(b"\"")?;
    let close = inner.iter().position(|&octet| octet == b'"')?;
    text.split_at_checked(close + 2)
}

/// Parses a header with one HTTP-date; `None` if it is absent, repeated, or not a date.
fn date(headers: &HeaderMap, name: HeaderName) -> Option<DateTime<Utc>> {
    let mut lines = headers.get_all(name).iter();
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return None;
    };
    let time = httpdate::parse_http_date(line.to_str().ok()?).ok()?;
    Some(time.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_within_an_entity_tag_does_not_split_it() {
        assert!(lists(b"\"a,b\", \"c\"", b"\"c\"", Comparison::Weak));
        assert!(!lists(b"\"a,\"c\",b\"", b"\"c\"", Comparison::Weak));
        assert!(!lists(b"c, \"c", b"\"c\"", Comparison::Weak));
        assert!(!lists(b"", b"\"c\"", Comparison::Weak));
    }

    #[test]
    fn if_match_needs_a_strong_tag_and_if_none_match_does_not() {
        assert!(!lists(b"W/\"c\"", b"\"c\"", Comparison::Strong));
        assert!(lists(b"W/\"a\",W/\"c\"", b"\"c\"", Comparison::Weak));
    }

    #[test]
    fn a_weak_tag_of_something_else_does_not_match() {
        assert!(!lists(b"W/\"a\"", b"\"c\"", Comparison::Weak));
        assert!(!lists(b"W/\"a\", W/\"b\"", b"\"c\"", Comparison::Weak));
        assert!(!lists(b"W/\"a\"", b"\"c\"", Comparison::Strong));
    }
}
