//! Evaluates the conditional headers of a GET or HEAD.
//!
//! In: the headers, the entity tag of the chosen representation, and when the resource changed. Out: a [`Precondition`]. Guaranteed: the
//! order of RFC 9110; a condition that cannot be read is ignored. Absent: If-Range, because there are no ranges.
//! Sections: [RFC 9110 §8.8.3.2, §13].
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
/// Step 5, If-Range, is absent because ranges are. A condition that cannot be read is ignored: the costly answer is the safe one,
/// a wrong 304 freezes a subscriber for good.
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
    // A date to come is in no answer of ours, and would hold whatever happens until then. It is no valid date, as RFC 2616 had it
    // (§14.25); RFC 9110 is silent.
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

/// Says whether a header that lists entity tags, on one line or several, is `*` or names `etag`, which is strong.
fn matches(headers: &HeaderMap, name: HeaderName, etag: &str, comparison: Comparison) -> bool {
    headers.get_all(name).iter().any(|line| {
        let line = line.as_bytes().trim_ascii();
        line == b"*" || lists(line, etag.as_bytes(), comparison)
    })
}

/// Walks one line of entity tags. A comma may stand within the quotes, so that splitting at commas would be wrong.
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

/// Splits a string in double quotes, which it keeps, from what follows it.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let inner = text.strip_prefix(b"\"")?;
    let close = inner.iter().position(|&octet| octet == b'"')?;
    text.split_at_checked(close + 2)
}

/// Reads a header that holds one HTTP-date; `None` if it is absent, repeated, or no date.
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
    fn a_weak_tag_of_something_else_names_nothing() {
        assert!(!lists(b"W/\"a\"", b"\"c\"", Comparison::Weak));
        assert!(!lists(b"W/\"a\", W/\"b\"", b"\"c\"", Comparison::Weak));
        assert!(!lists(b"W/\"a\"", b"\"c\"", Comparison::Strong));
    }
}
