//! Head of a request + Site → response. Pure: no socket, file or clock, so every answer is decided by its arguments.
//! Guarantees that a resource is answered with 200 or 304 whatever the client says it accepts, HEAD as GET would be, and that
//! each response carries `Access-Control-Allow-Origin` exactly once. Deliberately absent: content negotiation, compression and
//! ranges (a Range may be ignored, [RFC 9110 §14.2]); calendar clients break on the first two and feeds are too small for the third.
//! Implements [RFC 9110 §8.8, §9.3, §10.2, §13 and §15] as far as a read-only site needs them.
//!
//! [RFC 9110 §14.2]: https://www.rfc-editor.org/rfc/rfc9110#section-14.2
//! [RFC 9110 §8.8, §9.3, §10.2, §13 and §15]: https://www.rfc-editor.org/rfc/rfc9110

use std::borrow::Cow;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::Full;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};

use crate::site::{Resource, Site};

/// A response whose body is in memory: one type for every answer.
pub type Reply = Response<Full<Bytes>>;

/// What may be asked of any path; the value of Allow and of its CORS counterpart.
const METHODS: &str = "GET, HEAD, OPTIONS";

/// A feed outlives an outage: a cache may serve it for a week while this server is away.
const STALE_IF_ERROR_SECONDS: u32 = 604_800;

/// Long enough to spare us a client that is stuck, short enough for a page that is about to be published.
const NOT_FOUND_CACHING: &str = "public, max-age=60";

/// Redirects follow from the shape of a path, yet a cache must let go of one when an event is removed.
const REDIRECT_CACHING: &str = "public, max-age=3600";

/// Pages need nothing but their own stylesheet, script and images. JSON-LD is data, not script, and passes.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PLAIN_TEXT: &str = "text/plain; charset=utf-8";

/// Answers one request; `path` is the path of the request target as it was sent, without the query.
///
/// The method is judged before the path, so that a client that probes with PROPFIND or PUT gets the same 405 everywhere and learns
/// nothing about what exists.
pub fn respond(method: &Method, path: &str, headers: &HeaderMap, site: &Site) -> Reply {
    match *method {
        Method::GET => read(path, headers, site),
        // RFC 9110 §9.3.2: HEAD is "identical to GET except that the server MUST NOT send content in the response".
        Method::HEAD => read(path, headers, site).map(|_| Full::default()),
        Method::OPTIONS => options(),
        _ => method_not_allowed(),
    }
}

/// Answers a request that breaks a rule of HTTP itself; `reason` says which.
pub(crate) fn bad_request(reason: &'static str) -> Reply {
    text(StatusCode::BAD_REQUEST, reason)
}

/// Says whether this process serves, and what; never cached, since it is about this moment.
fn health(site: &Site) -> Reply {
    let body = format!(
        "{{\"status\":\"ok\",\"version\":\"{}\",\"resources\":{}}}\n",
        env!("CARGO_PKG_VERSION"),
        site.iter().count()
    );
    let mut reply = with_body(StatusCode::OK, "application/json", Bytes::from(body));
    set(&mut reply, header::CACHE_CONTROL, "no-store");
    reply
}

/// Answers GET: the resource, not modified, a redirect to where it is, or not found.
fn read(path: &str, headers: &HeaderMap, site: &Site) -> Reply {
    let path = normalised(path);
    if path == "/healthz" {
        return health(site);
    }
    match site.get(&path) {
        Some(resource) => match precondition(headers, resource.etag(), resource.last_modified()) {
            Precondition::Passed => full(resource),
            Precondition::NotModified => not_modified(resource),
            Precondition::Failed => text(StatusCode::PRECONDITION_FAILED, "precondition failed\n"),
        },
        None => match canonical(&path, site) {
            Some(location) => redirect(&location),
            None => not_found(site),
        },
    }
}

/// Decodes the percent-encoded octets that never needed it ([RFC 3986 §6.2.2.2]), and no others.
///
/// What remains encoded (a slash, NUL, a space) is in no path of a Site, so that such a request is not found without a rule for it.
///
/// [RFC 3986 §6.2.2.2]: https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.2
fn normalised(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        let (before, encoded) = rest.split_at(at);
        decoded.push_str(before);
        let octet = encoded
            .get(1..3)
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .map(char::from)
            .filter(|&c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~'));
        let taken = if let Some(character) = octet {
            decoded.push(character);
            3
        } else {
            decoded.push('%');
            1
        };
        rest = encoded.get(taken..).unwrap_or_default();
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Returns where a path that is nearly right leads, as a reference relative to that path.
///
/// Relative, because a proxy may publish the site below a path of its own that this process never sees ([RFC 9110 §10.2.2] allows
/// it), and because a reference without a slash at its start cannot lead to another host.
///
/// [RFC 9110 §10.2.2]: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2
fn canonical(path: &str, site: &Site) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    if name == "index.html" && site.get(&format!("{folder}/")).is_some() {
        return Some("./".to_owned());
    }
    // The `./` keeps a colon in the name from being read as a scheme.
    site.get(&format!("{path}/")).map(|_| format!("./{name}/"))
}

/// What the conditional headers of a request decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Precondition {
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
fn precondition(headers: &HeaderMap, etag: &str, last_modified: DateTime<Utc>) -> Precondition {
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
    } else if let Some(since) = date(headers, header::IF_MODIFIED_SINCE)
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

/// 200 with the whole representation.
fn full(resource: &Resource) -> Reply {
    let mut reply = representation(StatusCode::OK, resource);
    set_validators(&mut reply, resource);
    if let Some(disposition) = resource.disposition() {
        set(&mut reply, header::CONTENT_DISPOSITION, disposition);
    }
    reply
}

/// 304, which repeats what a cache updates.
///
/// Last-Modified is among it although [RFC 9110 §15.4.5](https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5) would leave it out
/// beside an `ETag`: Apple's calendar revalidates by date.
fn not_modified(resource: &Resource) -> Reply {
    let mut reply = empty(StatusCode::NOT_MODIFIED);
    set_validators(&mut reply, resource);
    reply
}

/// 308 to a reference relative to the request's path. Permanent, so that a calendar client stores the address that works.
fn redirect(location: &str) -> Reply {
    let mut reply = text(StatusCode::PERMANENT_REDIRECT, "moved permanently\n");
    set(&mut reply, header::LOCATION, location);
    set(&mut reply, header::CACHE_CONTROL, REDIRECT_CACHING);
    reply
}

/// 404 with the site's own page, if it has one.
fn not_found(site: &Site) -> Reply {
    let mut reply = match site.get("/404.html") {
        Some(page) => representation(StatusCode::NOT_FOUND, page),
        None => text(StatusCode::NOT_FOUND, "not found\n"),
    };
    set(&mut reply, header::CACHE_CONTROL, NOT_FOUND_CACHING);
    reply
}

/// 204: what may be asked. A browser asks this before a request with headers of its own.
fn options() -> Reply {
    let mut reply = empty(StatusCode::NO_CONTENT);
    set(&mut reply, header::ALLOW, METHODS);
    set(&mut reply, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    set(&mut reply, header::ACCESS_CONTROL_ALLOW_HEADERS, "*");
    set(&mut reply, header::ACCESS_CONTROL_MAX_AGE, "86400");
    reply
}

/// 405: [RFC 9110 §15.5.6](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6) demands Allow.
fn method_not_allowed() -> Reply {
    let mut reply = text(StatusCode::METHOD_NOT_ALLOWED, "method not allowed\n");
    set(&mut reply, header::ALLOW, METHODS);
    reply
}

/// A resource's bytes and all that describes them, without validators: a 404 has none.
fn representation(status: StatusCode, resource: &Resource) -> Reply {
    let mut reply = with_body(status, resource.content_type(), resource.bytes().clone());
    if resource.content_type().starts_with("text/html") {
        set(
            &mut reply,
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        );
        set(&mut reply, header::REFERRER_POLICY, "no-referrer");
    }
    reply
}

fn text(status: StatusCode, body: &'static str) -> Reply {
    with_body(status, PLAIN_TEXT, Bytes::from_static(body.as_bytes()))
}

/// A body and its length; written here, not left to hyper, because HEAD sends the length of a body that it drops.
fn with_body(status: StatusCode, content_type: &str, body: Bytes) -> Reply {
    let length = HeaderValue::from(body.len());
    let mut reply = empty(status).map(|_| Full::new(body));
    reply.headers_mut().insert(header::CONTENT_LENGTH, length);
    set(&mut reply, header::CONTENT_TYPE, content_type);
    reply
}

/// What every response carries: browsers' calendars on any site may read it, and none may guess another type.
fn empty(status: StatusCode) -> Reply {
    let mut reply = Response::new(Full::default());
    *reply.status_mut() = status;
    set(&mut reply, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(&mut reply, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    reply
}

/// The headers that 200 and 304 must agree on.
fn set_validators(reply: &mut Reply, resource: &Resource) {
    let modified = resource.last_modified().format("%a, %d %b %Y %H:%M:%S GMT");
    set(reply, header::ETAG, resource.etag());
    set(reply, header::LAST_MODIFIED, &modified.to_string());
    let max_age = resource.max_age().as_secs();
    let caching = if resource.content_type().starts_with("text/calendar") {
        format!("public, max-age={max_age}, stale-if-error={STALE_IF_ERROR_SECONDS}")
    } else {
        format!("public, max-age={max_age}")
    };
    set(reply, header::CACHE_CONTROL, &caching);
}

/// Sets a header in place of any earlier one. A value that no header can carry is left out rather than fail the response.
fn set(reply: &mut Reply, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_octets_that_never_needed_encoding_are_decoded() {
        let cases = [
            ("/cross-gov.ics", "/cross-gov.ics"),
            ("/cross%2Dgov%2eics", "/cross-gov.ics"),
            ("/a%2Fb", "/a%2Fb"),
            ("/a%00", "/a%00"),
            ("/%2e%2E/etc", "/../etc"),
            ("/100%", "/100%"),
            ("/%4", "/%4"),
            ("/%+1", "/%+1"),
            ("/%é", "/%é"),
            ("/%%41", "/%A"),
        ];
        for (sent, looked_up) in cases {
            assert_eq!(normalised(sent), looked_up, "{sent}");
        }
    }

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
}
