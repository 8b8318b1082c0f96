//! Makes the response to a request from its method, path and headers, the Site and the time.
//!
//! There is no socket, file or clock here, so the arguments decide every response. A resource gives 200 or 304 whatever the client says it accepts,
//! or 412 if a precondition fails. HEAD responds as GET would. Each response has `Access-Control-Allow-Origin` exactly once, except
//! those that `for_its_own_origin` hides. Types and languages are not negotiated, because calendar clients break on that. There are no ranges
//! (a server may ignore Range, [RFC 9110 §14.2]), because feeds are small. This implements [RFC 9110 §8.8, §9.3, §10.2, §12.5.3, §13 and §15], as
//! far as a read-only site needs them.
//!
//! [RFC 9110 §14.2]: https://www.rfc-editor.org/rfc/rfc9110#section-14.2
//! [RFC 9110 §8.8, §9.3, §10.2, §12.5.3, §13 and §15]: https://www.rfc-editor.org/rfc/rfc9110

mod coding;
mod condition;

use std::time::SystemTime;

use bytes::Bytes;
use chrono::{DateTime, Datelike as _, Utc};
use http_body_util::Full;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};

use super::health;
use crate::percent;
pub(crate) use crate::percent::normalised;
use crate::route;
use crate::site::{Representation, Resource, ResponseHeaders, Site};
use crate::span::Month;
use coding::takes_gzip;
use condition::{Precondition, precondition};

/// A response whose body is in memory: one type for every response.
pub type Reply = Response<Full<Bytes>>;

/// The methods allowed on every path: the value of Allow and of Access-Control-Allow-Methods.
const METHODS: &str = "GET, HEAD, OPTIONS";

/// During an outage of this server, caches may serve a stale feed for a week.
const STALE_IF_ERROR_SECONDS: u32 = 604_800;

/// 404 responses are not cached: the number of unknown paths is unlimited, so they could push the feeds out of a cache, and a path may be
/// published a moment later.
const NOT_FOUND_CACHING: &str = "no-store";

/// The client may cache a redirect, but only for an hour, because the event may be removed. Shared caches may not: the number of such
/// paths is unlimited too.
const REDIRECT_CACHING: &str = "private, max-age=3600";

/// The page of 404 responses. `build` writes it as a file, for hosts that use one; this server does not serve it at its own path.
pub(super) const NOT_FOUND_PAGE: &str = "/404.html";

/// Pages may load only what this site serves: stylesheets, scripts, images and fonts, and what a script requests, such as `events.json`.
/// JSON-LD is data, not a script, so it is allowed.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The headers of 200 that 304 repeats: those that every response has, and those that a cache updates.
const REPEATED: [HeaderName; 6] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::X_CONTENT_TYPE_OPTIONS,
    header::ETAG,
    header::LAST_MODIFIED,
    header::CACHE_CONTROL,
    header::VARY,
];

/// The number of headers of a gzipped page, to allocate the map with the right capacity.
const MOST_HEADERS: usize = 12;

const PLAIN_TEXT: &str = "text/plain; charset=utf-8";

/// Responds to one request. `path` is the path of the request target as it was sent, without the query; `now` determines how long caches
/// may keep a page.
///
/// The method is checked before the path, so that a client that probes with PROPFIND or PUT gets 405 everywhere and learns nothing about
/// which paths exist.
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

/// Responds to any method; `read` makes the response to GET.
pub(crate) fn by_method(method: &Method, read: impl FnOnce() -> Reply) -> Reply {
    match *method {
        Method::GET => read(),
        // RFC 9110 §9.3.2: HEAD is "identical to GET except that the server MUST NOT send content in the response".
        Method::HEAD => read().map(|_| Full::default()),
        Method::OPTIONS => options(),
        _ => method_not_allowed(),
    }
}

/// 400, for a request that is not valid HTTP; `reason` says why.
pub(crate) fn bad_request(reason: &'static str) -> Reply {
    text(StatusCode::BAD_REQUEST, reason)
}

/// 404 without a page.
pub(crate) fn nothing_here() -> Reply {
    text(StatusCode::NOT_FOUND, "not found\n")
}

/// 200 with a body about the current state, which is never cached.
pub(crate) fn passing(content_type: &'static str, body: String) -> Reply {
    let mut reply = with_body(StatusCode::OK, content_type, Bytes::from(body));
    set(&mut reply, header::CACHE_CONTROL, "no-store");
    reply
}

/// A page that is made for this response.
pub(super) fn page(status: StatusCode, html: String) -> Reply {
    const KIND: &str = "text/html; charset=utf-8";
    let mut reply = with_body(status, KIND, Bytes::from(html));
    protect(&mut reply, KIND);
    reply
}

/// 421, for a request to a host that this server does not respond for.
pub(super) fn misdirected() -> Reply {
    text(
        StatusCode::MISDIRECTED_REQUEST,
        "a preview is only at localhost, 127.0.0.1 and [::1]\n",
    )
}

/// Hides a response from scripts of other origins: a page in an operator's browser must not read what the operator may read.
pub(crate) fn for_its_own_origin(mut reply: Reply) -> Reply {
    reply
        .headers_mut()
        .remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    reply
}

/// Returns the resource at a normalised path.
pub(super) fn named<'a>(path: &str, site: &'a Site) -> Option<&'a Resource> {
    site.get(path).filter(|_| path != NOT_FOUND_PAGE)
}

/// Responds to GET: with the resource at the path, not modified, a redirect, or not found.
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

/// Chooses the representation: gzip if the resource has it and the client prefers it.
fn choose<'a>(resource: &'a Resource, headers: &HeaderMap) -> &'a Representation {
    match resource.gzip() {
        Some(gzip) if takes_gzip(headers) => gzip,
        _ => resource.identity(),
    }
}

/// Returns the right path for one that is nearly right, as a reference relative to it. Nearly right is a path with capitals, with a slash
/// too many or too few, with the file name that `build` gives a page, or with punctuation that followed the address in a message.
///
/// The reference is relative, because a proxy may publish the site below a path that this process does not know ([RFC 9110 §10.2.2] allows
/// that), and because a reference that begins with a dot cannot point to another host.
///
/// [RFC 9110 §10.2.2]: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2
fn canonical(path: &str, site: &Site) -> Option<String> {
    let lower = path.to_ascii_lowercase();
    let found = published(&lower, site).or_else(|| published(without_marks(&lower)?, site))?;
    let (folder, _) = path.rsplit_once('/')?;
    if let Some(rest) = found.strip_prefix(&format!("{folder}/")) {
        // With `./`, a colon in the name is not read as the end of a scheme.
        return Some(format!("./{rest}"));
    }
    // One step up for each folder in the path, including the empty ones of `//`.
    let up = "../".repeat(folder.matches('/').count());
    Some(format!("{up}{}", found.trim_start_matches('/')))
}

/// Finds the published path for one in lower case, whatever its slashes. The folders of the events and of the past years have no page of
/// their own: events are listed on the first page. A month without a page is in the page of its year. A date of an event without a page of its own is a place on the event's page.
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
    found.or_else(|| {
        let last = names.pop()?;
        let folder = format!("/{}/", names.join("/")).replace("//", "/");
        if matches!(last, "events" | "past") {
            // The first page is in the same folder as the 404 page.
            let not_found = format!("{folder}{}", NOT_FOUND_PAGE.trim_start_matches('/'));
            return site.get(&not_found).map(|_| folder);
        }
        if let Some(month) = Month::parse(last) {
            // The page of a month goes when the month is over, and the page of its year remains.
            let past = format!("{folder}past/{}/", month.first().year());
            return site.get(&past).map(|_| past);
        }
        let is_of_event = names.iter().rev().nth(1) == Some(&"events");
        (is_of_event && route::is_date(last) && site.get(&folder).is_some())
            .then(|| format!("{folder}#{last}"))
    })
}

/// Removes the punctuation, brackets and spaces after an address, percent-encoded or not, which mail and chat programs take for a part of
/// it. Each path of a Site ends with a letter, a digit or a slash.
fn without_marks(path: &str) -> Option<&str> {
    // Fast path: nearly all unknown paths have no punctuation at their end, encoded or not.
    if !path.contains('%') && path.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let is_mark = |c: char| !c.is_alphanumeric() && (c.is_whitespace() || !c.is_control());
    let decoded = percent::decoded(path);
    let bare = decoded.trim_end_matches(is_mark);
    // Anything encoded before the end is not punctuation, and stays.
    path.get(..bare.len())
        .filter(|start| !bare.is_empty() && *start == bare)
}

/// 200 with the whole representation.
fn full(resource: &Resource, chosen: &Representation, now: DateTime<Utc>) -> Reply {
    let mut reply = Response::new(Full::new(chosen.bytes().clone()));
    *reply.headers_mut() = headers(resource, chosen).whole.clone();
    of_the_moment(reply, resource, now)
}

/// 304, with the headers that a cache updates.
///
/// They include Last-Modified, although [RFC 9110 §15.4.5](https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5) recommends omitting it
/// if there is an `ETag`: Apple's calendar revalidates with If-Modified-Since.
fn not_modified(resource: &Resource, chosen: &Representation, now: DateTime<Utc>) -> Reply {
    let mut reply = Response::new(Full::default());
    *reply.status_mut() = StatusCode::NOT_MODIFIED;
    *reply.headers_mut() = headers(resource, chosen).not_modified.clone();
    of_the_moment(reply, resource, now)
}

/// The headers of 200 and of 304, computed once per representation: computing them takes as long as everything that hyper does for a
/// response without a body.
fn headers<'a>(resource: &Resource, chosen: &'a Representation) -> &'a ResponseHeaders {
    chosen.headers(|| {
        let mut whole = representation(StatusCode::OK, resource, chosen);
        set(&mut whole, header::ETAG, chosen.etag().to_owned());
        set_last_modified(&mut whole, resource.last_modified());
        // Either this value is right for every response, or it is a placeholder that each response overwrites.
        set_caching(&mut whole, resource, resource.last_modified());
        if let Some(disposition) = resource.disposition() {
            let disposition = disposition.to_owned();
            set(&mut whole, header::CONTENT_DISPOSITION, disposition);
        }
        let whole = whole.into_parts().0.headers;
        // Cloning a value only increments a reference count.
        let repeated = |name: &HeaderName| Some((name.clone(), whole.get(name)?.clone()));
        let not_modified = REPEATED.iter().filter_map(repeated).collect();
        ResponseHeaders {
            whole,
            not_modified,
        }
    })
}

/// Sets the headers that depend on the current time.
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

/// 204 with the allowed methods and headers. A browser sends OPTIONS before a request with custom headers (CORS preflight).
fn options() -> Reply {
    let mut reply = empty(StatusCode::NO_CONTENT);
    set(&mut reply, header::ALLOW, METHODS);
    set(&mut reply, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    set(&mut reply, header::ACCESS_CONTROL_ALLOW_HEADERS, "*");
    set(&mut reply, header::ACCESS_CONTROL_MAX_AGE, "86400");
    reply
}

/// 405: [RFC 9110 §15.5.6](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6) requires Allow.
fn method_not_allowed() -> Reply {
    let mut reply = text(StatusCode::METHOD_NOT_ALLOWED, "method not allowed\n");
    set(&mut reply, header::ALLOW, METHODS);
    reply
}

/// The bytes of a resource and the headers that describe them, without validators, which a 404 does not have.
fn representation(status: StatusCode, resource: &Resource, chosen: &Representation) -> Reply {
    let mut reply = with_body(status, resource.content_type(), chosen.bytes().clone());
    if resource
        .gzip()
        .is_some_and(|gzip| std::ptr::eq(gzip, chosen))
    {
        set(&mut reply, header::CONTENT_ENCODING, "gzip");
    }
    set_vary(&mut reply, resource);
    protect(&mut reply, resource.content_type());
    reply
}

/// Limits what a browser does with a page. A picture of SVG can have scripts, too, if it is opened as a page.
fn protect(reply: &mut Reply, kind: &str) {
    if kind.starts_with("text/html") || kind.starts_with("image/svg") || kind.contains("xml") {
        set(
            reply,
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        );
        set(reply, header::REFERRER_POLICY, "no-referrer");
    }
}

fn text(status: StatusCode, body: &'static str) -> Reply {
    with_body(status, PLAIN_TEXT, Bytes::from_static(body.as_bytes()))
}

/// A response with a body. Content-Length is set here, not by hyper, because the response to HEAD has it without the body.
fn with_body(status: StatusCode, content_type: &'static str, body: Bytes) -> Reply {
    let length = HeaderValue::from(body.len());
    let mut reply = empty(status).map(|_| Full::new(body));
    reply.headers_mut().insert(header::CONTENT_LENGTH, length);
    set(&mut reply, header::CONTENT_TYPE, content_type);
    reply
}

/// The headers of every response: scripts on any site may read it, and browsers must not guess another content type.
fn empty(status: StatusCode) -> Reply {
    let mut reply = Response::new(Full::default());
    *reply.status_mut() = status;
    *reply.headers_mut() = HeaderMap::with_capacity(MOST_HEADERS);
    set(&mut reply, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(&mut reply, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    reply
}

fn set_last_modified(reply: &mut Reply, last_modified: DateTime<Utc>) {
    // httpdate cannot write years before 1970; no resource is that old.
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

/// Sets Vary ([RFC 9110 §12.5.5](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5)), if there was a representation to choose.
fn set_vary(reply: &mut Reply, resource: &Resource) {
    if resource.gzip().is_some() {
        set(reply, header::VARY, "Accept-Encoding");
    }
}

/// Sets a header, replacing an earlier value. A value that is not allowed in a header is left out, so that the response does not fail.
///
/// Neither static nor owned values are copied.
fn set(reply: &mut Reply, name: HeaderName, value: impl Into<Bytes>) {
    if let Ok(value) = HeaderValue::from_maybe_shared(value.into()) {
        reply.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests;
