//! Request headers + Site → response. Pure: no socket, file or clock, so the arguments decide every response.
//!
//! In: method, path and headers, the Site, the time. Out: a response. Guaranteed: a resource gives 200 or 304 whatever the client says
//! it accepts; HEAD responds as GET would; each response has `Access-Control-Allow-Origin` exactly once. Absent: negotiation of
//! types and languages, on which calendar clients break, and ranges (a server may ignore Range, [RFC 9110 §14.2]), because feeds are
//! small. Sections: [RFC 9110 §8.8, §9.3, §10.2, §12.5.3, §13 and §15], as far as a read-only site needs them.
//!
//! [RFC 9110 §14.2]: https://www.rfc-editor.org/rfc/rfc9110#section-14.2
//! [RFC 9110 §8.8, §9.3, §10.2, §12.5.3, §13 and §15]: https://www.rfc-editor.org/rfc/rfc9110

mod coding;
mod condition;

use std::time::SystemTime;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::Full;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};

use super::health;
use crate::percent;
pub(crate) use crate::percent::normalised;
use crate::site::{Heads, Representation, Resource, Site};
use coding::takes_gzip;
use condition::{Precondition, precondition};

/// A response whose body is in memory: one type for every answer.
pub type Reply = Response<Full<Bytes>>;

/// What may be asked of any path; the value of Allow and of its CORS counterpart.
const METHODS: &str = "GET, HEAD, OPTIONS";

/// A feed outlives an outage: a cache may serve it for a week while this server is away.
const STALE_IF_ERROR_SECONDS: u32 = 604_800;

/// There are endlessly many paths that lead nowhere, and a cache that kept them would have no room for the feeds; and what is
/// not there may be published a moment later.
const NOT_FOUND_CACHING: &str = "no-store";

/// The program that was redirected may keep that, for an hour, as the event may be removed; what is shared by many may not, for
/// there are endlessly many such paths, too.
const REDIRECT_CACHING: &str = "private, max-age=3600";

/// The page that 404 is answered with. `build` makes a file of it, for hosts that want one; here nobody finds it.
pub(super) const NOT_FOUND_PAGE: &str = "/404.html";

/// Pages need nothing but their own stylesheet, script and images. JSON-LD is data, not script, and passes.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What 304 has of the head of 200: what every response carries, and what a cache updates.
const REPEATED: [HeaderName; 6] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::X_CONTENT_TYPE_OPTIONS,
    header::ETAG,
    header::LAST_MODIFIED,
    header::CACHE_CONTROL,
    header::VARY,
];

/// A page in gzip has so many headers: room for them is made once.
const MOST_HEADERS: usize = 12;

const PLAIN_TEXT: &str = "text/plain; charset=utf-8";

/// Answers one request; `path` is the path of the request target as it was sent, without the query, and `now` decides for how
/// long caches may keep a page.
///
/// The method is judged before the path, so that a client that probes with PROPFIND or PUT gets the same 405 everywhere and learns
/// nothing about what exists.
pub fn respond(
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    site: &Site,
    now: DateTime<Utc>,
) -> Reply {
    let path = normalised(path);
    let named = named(&path, site);
    by_method(method, || read(&path, named, headers, site, now))
}

/// Answers a method with what GET is answered with, or with what the method asks for instead.
pub(crate) fn by_method(method: &Method, read: impl FnOnce() -> Reply) -> Reply {
    match *method {
        Method::GET => read(),
        // RFC 9110 §9.3.2: HEAD is "identical to GET except that the server MUST NOT send content in the response".
        Method::HEAD => read().map(|_| Full::default()),
        Method::OPTIONS => options(),
        _ => method_not_allowed(),
    }
}

/// Answers a request that breaks a rule of HTTP itself; `reason` says which.
pub(crate) fn bad_request(reason: &'static str) -> Reply {
    text(StatusCode::BAD_REQUEST, reason)
}

/// Answers a path that is not published, where there is no page for it.
pub(crate) fn nothing_here() -> Reply {
    text(StatusCode::NOT_FOUND, "not found\n")
}

/// Answers with what is about this moment, and so is never cached.
pub(crate) fn passing(content_type: &'static str, body: String) -> Reply {
    let mut reply = with_body(StatusCode::OK, content_type, Bytes::from(body));
    set(&mut reply, header::CACHE_CONTROL, "no-store");
    reply
}

/// Keeps a response from the scripts of other origins: what an operator may read, any page in the operator's browser may not.
pub(crate) fn for_its_own_origin(mut reply: Reply) -> Reply {
    reply
        .headers_mut()
        .remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    reply
}

/// Finds what is published at a path that is normalised.
pub(super) fn named<'a>(path: &str, site: &'a Site) -> Option<&'a Resource> {
    site.get(path).filter(|_| path != NOT_FOUND_PAGE)
}

/// Answers GET: the resource that was found at the path, not modified, a redirect to where it is, or not found.
pub(super) fn read(
    path: &str,
    named: Option<&Resource>,
    headers: &HeaderMap,
    site: &Site,
    now: DateTime<Utc>,
) -> Reply {
    let Some(resource) = named else {
        return match canonical(path, site) {
            Some(location) => redirect(location),
            None => not_found(headers, site),
        };
    };
    let chosen = choose(resource, headers);
    match precondition(headers, chosen.etag(), resource.last_modified(), now) {
        Precondition::Passed => full(resource, chosen, now),
        Precondition::NotModified => not_modified(resource, chosen, now),
        Precondition::Failed => text(StatusCode::PRECONDITION_FAILED, "precondition failed\n"),
    }
}

/// Chooses the representation: gzip where there is one and the client would rather have it.
fn choose<'a>(resource: &'a Resource, headers: &HeaderMap) -> &'a Representation {
    match resource.gzip() {
        Some(gzip) if takes_gzip(headers) => gzip,
        _ => resource.identity(),
    }
}

/// Returns where a path that is nearly right leads, as a reference relative to that path: one in capitals, with a slash too many or
/// too few, with the name that `build` gives a page, or with the punctuation that followed the address in a message.
///
/// Relative, because a proxy may publish the site below a path of its own that this process never sees ([RFC 9110 §10.2.2] allows
/// it), and because a reference that begins with a dot cannot lead to another host.
///
/// [RFC 9110 §10.2.2]: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2
fn canonical(path: &str, site: &Site) -> Option<String> {
    let lower = path.to_ascii_lowercase();
    let found = published(&lower, site).or_else(|| published(without_marks(&lower)?, site))?;
    let (folder, _) = path.rsplit_once('/')?;
    if let Some(rest) = found.strip_prefix(&format!("{folder}/")) {
        // The `./` keeps a colon in the name from being read as a scheme.
        return Some(format!("./{rest}"));
    }
    // As many steps up as there are folders in the path, the empty ones of `//` included.
    let up = "../".repeat(folder.matches('/').count());
    Some(format!("{up}{}", found.trim_start_matches('/')))
}

/// Finds the path that was meant by one in lower case, whatever its slashes.
fn published(path: &str, site: &Site) -> Option<String> {
    let mut names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
    if names.last() == Some(&"index.html") {
        names.pop();
    }
    let plain = names.join("/");
    let is_there = |path: &String| {
        path != NOT_FOUND_PAGE && (path == health::PATH || site.get(path).is_some())
    };
    let found = [format!("/{plain}"), format!("/{plain}/")]
        .into_iter()
        .map(|path| path.replace("//", "/"))
        .find(is_there);
    // The folder of the events has no page of its own; they are listed on the first page, which is where the page for errors is.
    found.or_else(|| {
        (names.pop() == Some("events")).then_some(())?;
        let root = format!("/{}/", names.join("/")).replace("//", "/");
        let not_found = format!("{root}{}", NOT_FOUND_PAGE.trim_start_matches('/'));
        site.get(&not_found).map(|_| root)
    })
}

/// Removes what programs for mail and chat take for the end of an address: the punctuation, the brackets and the spaces after it,
/// percent-encoded or not. Each path of a Site ends with a letter, a digit or a slash.
fn without_marks(path: &str) -> Option<&str> {
    // Fast path: nearly all paths that are not there have no mark at their end, encoded or not.
    if !path.contains('%') && path.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let is_mark = |c: char| !c.is_alphanumeric() && (c.is_whitespace() || !c.is_control());
    let decoded = percent::decoded(path);
    let bare = decoded.trim_end_matches(is_mark);
    // What was encoded before the end was no mark.
    path.get(..bare.len())
        .filter(|start| !bare.is_empty() && *start == bare)
}

/// 200 with the whole representation.
fn full(resource: &Resource, chosen: &Representation, now: DateTime<Utc>) -> Reply {
    let mut reply = Response::new(Full::new(chosen.bytes().clone()));
    *reply.headers_mut() = heads(resource, chosen).whole.clone();
    of_the_moment(reply, resource, now)
}

/// 304, which repeats what a cache updates.
///
/// Last-Modified is among it although [RFC 9110 §15.4.5](https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5) would leave it out
/// beside an `ETag`: Apple's calendar revalidates by date.
fn not_modified(resource: &Resource, chosen: &Representation, now: DateTime<Utc>) -> Reply {
    let mut reply = Response::new(Full::default());
    *reply.status_mut() = StatusCode::NOT_MODIFIED;
    *reply.headers_mut() = heads(resource, chosen).not_modified.clone();
    of_the_moment(reply, resource, now)
}

/// The heads of 200 and of 304, made once for a representation: to make one for each answer takes as long as all that hyper does for
/// an answer without a body.
fn heads<'a>(resource: &Resource, chosen: &'a Representation) -> &'a Heads {
    chosen.heads(|| {
        let mut whole = representation(StatusCode::OK, resource, chosen);
        set(&mut whole, header::ETAG, chosen.etag().to_owned());
        set_last_modified(&mut whole, resource.last_modified());
        // At every moment the same; or else it keeps the place of what each moment sets.
        set_caching(&mut whole, resource, resource.last_modified());
        if let Some(disposition) = resource.disposition() {
            let disposition = disposition.to_owned();
            set(&mut whole, header::CONTENT_DISPOSITION, disposition);
        }
        let whole = whole.into_parts().0.headers;
        // The values are shared: to copy one is to count.
        let repeated = |name: &HeaderName| Some((name.clone(), whole.get(name)?.clone()));
        let not_modified = REPEATED.iter().filter_map(repeated).collect();
        Heads {
            whole,
            not_modified,
        }
    })
}

/// Sets what depends on when a resource is answered with.
fn of_the_moment(mut reply: Reply, resource: &Resource, now: DateTime<Utc>) -> Reply {
    // RFC 9110 §8.8.2.1: an origin server "MUST NOT generate a Last-Modified date that is later than the server's time of message
    // origination". A file may come from a machine whose clock is ahead.
    if resource.last_modified() > now {
        set_last_modified(&mut reply, now);
    }
    if resource.end().is_some() {
        set_caching(&mut reply, resource, now);
    }
    reply
}

/// 308 to a reference relative to the request's path. Permanent, so that a calendar client stores the address that works.
fn redirect(location: String) -> Reply {
    let mut reply = text(StatusCode::PERMANENT_REDIRECT, "moved permanently\n");
    set(&mut reply, header::LOCATION, location);
    set(&mut reply, header::CACHE_CONTROL, REDIRECT_CACHING);
    reply
}

/// 404 with the site's own page, if it has one.
fn not_found(headers: &HeaderMap, site: &Site) -> Reply {
    let mut reply = match site.get(NOT_FOUND_PAGE) {
        Some(page) => representation(StatusCode::NOT_FOUND, page, choose(page, headers)),
        None => nothing_here(),
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
fn representation(status: StatusCode, resource: &Resource, chosen: &Representation) -> Reply {
    let mut reply = with_body(status, resource.content_type(), chosen.bytes().clone());
    if resource
        .gzip()
        .is_some_and(|gzip| std::ptr::eq(gzip, chosen))
    {
        set(&mut reply, header::CONTENT_ENCODING, "gzip");
    }
    set_vary(&mut reply, resource);
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
fn with_body(status: StatusCode, content_type: &'static str, body: Bytes) -> Reply {
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
    *reply.headers_mut() = HeaderMap::with_capacity(MOST_HEADERS);
    set(&mut reply, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(&mut reply, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    reply
}

fn set_last_modified(reply: &mut Reply, last_modified: DateTime<Utc>) {
    // httpdate knows nothing before 1970, and no file of ours is so old.
    let last_modified = SystemTime::from(last_modified.max(DateTime::UNIX_EPOCH));
    let text = httpdate::fmt_http_date(last_modified);
    set(reply, header::LAST_MODIFIED, text);
}

fn set_caching(reply: &mut Reply, resource: &Resource, now: DateTime<Utc>) {
    let max_age = resource.max_age(now).as_secs();
    let caching = if resource.content_type().starts_with("text/calendar") {
        format!("public, max-age={max_age}, stale-if-error={STALE_IF_ERROR_SECONDS}")
    } else {
        format!("public, max-age={max_age}")
    };
    set(reply, header::CACHE_CONTROL, caching);
}

/// [RFC 9110 §12.5.5](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5): what the choice was made by, where there is one.
fn set_vary(reply: &mut Reply, resource: &Resource) {
    if resource.gzip().is_some() {
        set(reply, header::VARY, "Accept-Encoding");
    }
}

/// Sets a header in place of any earlier one. A value that no header can carry is left out rather than fail the response.
///
/// What is constant is not copied, and what was made for this response not a second time.
fn set(reply: &mut Reply, name: HeaderName, value: impl Into<Bytes>) {
    if let Ok(value) = HeaderValue::from_maybe_shared(value.into()) {
        reply.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_path_that_is_nearly_right_leads_to_the_one_that_is() {
        let now = DateTime::UNIX_EPOCH;
        let page = |text: &'static str| {
            Resource::new("text/html; charset=utf-8", text, now, None, Duration::ZERO)
        };
        let site: Site = ["/", "/404.html", "/cross-gov.ics", "/events/lean-coffee/"]
            .map(|path| (path.to_owned(), page("x")))
            .into_iter()
            .collect();
        let cases = [
            ("/index.html", Some("./")),
            ("/CROSS-GOV.ICS", Some("./cross-gov.ics")),
            ("/cross-gov.ics/", Some("../cross-gov.ics")),
            ("//cross-gov.ics", Some("../cross-gov.ics")),
            ("//", Some("../")),
            ("/events/lean-coffee", Some("./lean-coffee/")),
            ("/Events/Lean-Coffee/", Some("../../events/lean-coffee/")),
            (
                "/events//lean-coffee/",
                Some("../../../events/lean-coffee/"),
            ),
            ("/events/lean-coffee/index.html", Some("./")),
            ("/events/index.html", Some("../")),
            ("/events", Some("./")),
            ("/events/", Some("../")),
            ("/EVENTS", Some("./")),
            ("/events,", Some("./")),
            ("/events/lean-coffee/events/", None),
            ("/cross-gov.ics,", Some("./cross-gov.ics")),
            ("/cross-gov.ics.", Some("./cross-gov.ics")),
            ("/cross-gov.ics).", Some("./cross-gov.ics")),
            ("/cross-gov.ics,/", Some("../cross-gov.ics")),
            ("/cross-gov.ics%3E", Some("./cross-gov.ics")),
            ("/cross-gov.ics%20", Some("./cross-gov.ics")),
            ("/cross-gov.ics%22%3e%0d%0a", Some("./cross-gov.ics")),
            ("/cross-gov.ics%5D%29;", Some("./cross-gov.ics")),
            ("/cross-gov.ics%E2%80%A6", Some("./cross-gov.ics")),
            ("/cross-gov.ics%C2%A0", Some("./cross-gov.ics")),
            ("/cross-gov.ics…", Some("./cross-gov.ics")),
            ("/cross-gov.ics*_~'`", Some("./cross-gov.ics")),
            ("/events/lean-coffee!", Some("./lean-coffee/")),
            ("/events/lean-coffee/%27", Some("./")),
            ("/healthz.", Some("./healthz")),
            ("/404.html,", None),
            ("/cross-gov.ics,x", None),
            ("/nothing.ics,", None),
            ("/events/../cross-gov.ics", None),
            ("/healthz/", Some("../healthz")),
            ("/HealthZ", Some("./healthz")),
            ("/404.HTML", None),
            ("/404.html/", None),
            ("/./cross-gov.ics", None),
            ("//elsewhere.example/cross-gov.ics", None),
            ("*", None),
            ("", None),
        ];
        for (sent, location) in cases {
            assert_eq!(canonical(sent, &site).as_deref(), location, "{sent}");
        }
    }
}
