//! One published resource: its bytes, and what HTTP needs to know about them.
//!
//! A [`Resource`] is made from bytes, their type and the time of their last change. It has the bytes as they are and, if that is smaller,
//! compressed with gzip ([RFC 9110 §8.4]). Each [`Representation`] has a strong `ETag` of its own ([RFC 9110 §8.8]), derived from its bytes
//! alone, so all instances of the server agree. A calendar is never compressed, because at least one client fails on it. `server::respond`
//! chooses between the two, and computes the response headers that are kept here.
//!
//! [RFC 9110 §8.4]: https://www.rfc-editor.org/rfc/rfc9110#section-8.4
//! [RFC 9110 §8.8]: https://www.rfc-editor.org/rfc/rfc9110#section-8.8

use std::fmt::Write as _;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, SubsecRound, Utc};
use hyper::header::HeaderMap;
use sha2::{Digest, Sha256};

use crate::gzip::gzip;

/// One resource, with the metadata for HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    content_type: &'static str,
    identity: Representation,
    /// Compressed on first use: `build` never needs it, and most pages are never requested.
    gzip: Derived<Option<Box<Representation>>>,
    last_modified: DateTime<Utc>,
    /// The value of Content-Disposition.
    disposition: Option<Box<str>>,
    max_age: Duration,
    /// When the bytes expire.
    until: Option<DateTime<Utc>>,
}

/// A value that is computed on first use. All such values are equal, because it is derived from the other fields, and whether it has
/// been computed makes no difference.
#[derive(Clone, Debug)]
struct Derived<T>(OnceLock<T>);

impl<T> Default for Derived<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> PartialEq for Derived<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Derived<T> {}

/// The bytes of a resource in one content coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Representation {
    bytes: Bytes,
    /// Computed on first use: `build` never needs it.
    etag: Derived<Box<str>>,
    headers: Derived<Box<ResponseHeaders>>,
}

/// The response headers of a representation that do not depend on the current time.
#[derive(Clone, Debug)]
pub(crate) struct ResponseHeaders {
    /// The headers of 200.
    pub(crate) whole: HeaderMap,
    /// The headers of 304.
    pub(crate) not_modified: HeaderMap,
}

impl Resource {
    /// Creates a resource. Its `ETag`s are derived from its bytes alone, so all instances of the server agree.
    pub fn new(
        content_type: &'static str,
        bytes: impl Into<Bytes>,
        last_modified: DateTime<Utc>,
        disposition: Option<String>,
        max_age: Duration,
    ) -> Self {
        Self {
            content_type,
            identity: Representation::new(bytes.into()),
            gzip: Derived::default(),
            last_modified: last_modified.trunc_subsecs(0),
            disposition: disposition.map(String::into_boxed_str),
            max_age,
            until: None,
        }
    }

    /// Sets when these bytes expire. No cache may keep them longer.
    #[must_use]
    pub fn with_end(mut self, until: Option<DateTime<Utc>>) -> Self {
        self.until = until;
        self.forget_headers();
        self
    }

    /// Uses the bytes of an earlier resource if they are equal, so that there is only one copy, and its gzip and `ETag` are reused.
    pub(crate) fn share(&mut self, earlier: &Self) {
        if self.content_type == earlier.content_type && self.bytes() == earlier.bytes() {
            self.identity = earlier.identity.clone();
            self.gzip = earlier.gzip.clone();
            self.forget_headers();
        }
    }

    /// Whether two resources have the same bytes.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        let (own, others) = (self.bytes(), other.bytes());
        // Fast path: unchanged resources share their bytes.
        (own.as_ptr(), own.len()) == (others.as_ptr(), others.len()) || own == others
    }

    /// Sets Last-Modified to the time at which these bytes replaced others.
    pub(crate) fn date(&mut self, last_modified: DateTime<Utc>) {
        self.last_modified = last_modified;
        self.forget_headers();
    }

    fn forget_headers(&mut self) {
        self.identity.headers = Derived::default();
        if let Some(Some(gzip)) = self.gzip.0.get_mut() {
            gzip.headers = Derived::default();
        }
    }

    /// When these bytes expire, if they do.
    pub(crate) fn end(&self) -> Option<DateTime<Utc>> {
        self.until
    }

    /// The media type, with its charset.
    pub fn content_type(&self) -> &'static str {
        self.content_type
    }

    /// The body without content coding.
    pub fn bytes(&self) -> &Bytes {
        self.identity.bytes()
    }

    /// The strong entity tag of the body without content coding, with its quotes.
    pub fn etag(&self) -> &str {
        self.identity.etag()
    }

    /// The representation without content coding.
    pub fn identity(&self) -> &Representation {
        &self.identity
    }

    /// The gzip representation, if there is one. The first call compresses, and blocks until that is done.
    pub fn gzip(&self) -> Option<&Representation> {
        // Some clients fail on compressed calendars. Pictures and fonts are compressed already.
        let kind = self.content_type;
        let is_image = kind.starts_with("image/") && kind != "image/svg+xml";
        if kind.starts_with("text/calendar") || is_image || kind.starts_with("font/woff") {
            return None;
        }
        let made = self.gzip.0.get_or_init(|| {
            let gzip = gzip(self.bytes());
            (gzip.len() < self.bytes().len()).then(|| Box::new(Representation::new(gzip.into())))
        });
        made.as_deref()
    }

    /// The last change, in whole seconds.
    pub fn last_modified(&self) -> DateTime<Utc> {
        self.last_modified
    }

    /// The complete value of Content-Disposition, if there is one.
    pub fn disposition(&self) -> Option<&str> {
        self.disposition.as_deref()
    }

    /// How long a cache may keep the resource without revalidation, from `now` on: at most until the resource expires.
    pub fn max_age(&self, now: DateTime<Utc>) -> Duration {
        let left = self.until.map(|until| (until - now).to_std());
        // An expired resource is about to be replaced, so it may not be cached.
        left.map_or(self.max_age, |left| {
            self.max_age.min(left.unwrap_or_default())
        })
    }
}

impl Representation {
    fn new(bytes: Bytes) -> Self {
        Self {
            bytes,
            etag: Derived::default(),
            headers: Derived::default(),
        }
    }

    /// Returns the response headers, computed by `make` on first use.
    pub(crate) fn headers(&self, make: impl FnOnce() -> ResponseHeaders) -> &ResponseHeaders {
        self.headers.0.get_or_init(|| Box::new(make()))
    }

    /// The body.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The strong entity tag, with its quotes.
    pub fn etag(&self) -> &str {
        self.etag.0.get_or_init(|| tag(&self.bytes))
    }
}

/// Returns the first half of the SHA-256 digest, in quotes.
fn tag(bytes: &[u8]) -> Box<str> {
    let mut tag = String::with_capacity(34);
    tag.push('"');
    for byte in Sha256::digest(bytes).iter().take(16) {
        write!(tag, "{byte:02x}").expect("writing to a string does not fail");
    }
    tag.push('"');
    tag.into_boxed_str()
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    #[test]
    fn a_new_date_gives_new_response_headers() {
        let page = "a page of some length, a page of some length, a page of some length, a page of some length";
        let (before, after) = (DateTime::UNIX_EPOCH, DateTime::from_timestamp(1, 0));
        let mut resource = Resource::new("text/html", page, before, None, Duration::ZERO);
        let headers = |mark: &'static str| {
            let headers = HeaderMap::from_iter([(
                hyper::header::LAST_MODIFIED,
                HeaderValue::from_static(mark),
            )]);
            ResponseHeaders {
                whole: headers.clone(),
                not_modified: headers,
            }
        };
        let marks = |resource: &Resource, mark| {
            let representations = [Some(resource.identity()), resource.gzip()];
            representations.map(|it| {
                it.unwrap().headers(|| headers(mark)).whole[hyper::header::LAST_MODIFIED].clone()
            })
        };
        assert_eq!(marks(&resource, "made"), ["made", "made"]);
        assert_eq!(marks(&resource, "not made"), ["made", "made"]);
        resource.date(after.unwrap());
        assert_eq!(marks(&resource, "made anew"), ["made anew", "made anew"]);
    }
}
