//! Checks the Host of a request.
//!
//! Only its syntax is checked, as [RFC 9112 §3.2] and [RFC 3986 §3.2.2] define it. Names are not resolved, and the response does not depend on
//! the host.
//!
//! [RFC 9112 §3.2]: https://www.rfc-editor.org/rfc/rfc9112#section-3.2
//! [RFC 3986 §3.2.2]: https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2

use std::net::{Ipv4Addr, Ipv6Addr};

use hyper::header::{HOST, HeaderMap};
use hyper::{Uri, Version};

/// The characters of `sub-delims` and `unreserved` other than letters and digits.
const MARKS: &[u8] = b"-._~!$&'()*+,;=";

/// Returns why a request must be refused.
///
/// RFC 9112 §3.2: "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request message that lacks a Host header
/// field and to any request message that contains more than one Host header field line or a Host header field with an invalid
/// field value". hyper leaves that to us.
pub(super) fn refused(version: Version, headers: &HeaderMap) -> Option<&'static str> {
    let mut hosts = headers.get_all(HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => {
            (version == Version::HTTP_11).then_some("exactly one Host header is required\n")
        }
        (Some(_), Some(_)) => Some("exactly one Host header is required\n"),
        (Some(host), None) => {
            (!is_host(host.as_bytes())).then_some("the Host header is not a valid host\n")
        }
    }
}

/// Whether a request is for this machine under a name that no other machine has. The name of a hostile site may resolve to this machine,
/// and the browser then takes a response for one of that site (DNS rebinding).
pub(super) fn is_loopback(uri: &Uri, headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    host.is_some_and(is_loopback_host)
        && uri
            .authority()
            .is_none_or(|authority| is_loopback_host(authority.as_str()))
}

/// Whether a valid host, with or without a port, is `localhost` or a loopback address.
pub(crate) fn is_loopback_host(host: &str) -> bool {
    if let Some(rest) = host.strip_prefix('[') {
        let literal = rest.split(']').next().unwrap_or_default();
        return literal.parse().is_ok_and(|it: Ipv6Addr| it.is_loopback());
    }
    let name = host.split(':').next().unwrap_or_default();
    name.eq_ignore_ascii_case("localhost")
        || name.parse().is_ok_and(|it: Ipv4Addr| it.is_loopback())
}

/// `uri-host [ ":" port ]`. It may be empty, if the target of the request has no authority.
fn is_host(value: &[u8]) -> bool {
    if let Some(rest) = value.strip_prefix(b"[") {
        let mut parts = rest.splitn(2, |&octet| octet == b']');
        let literal = parts.next().unwrap_or_default();
        return parts
            .next()
            .is_some_and(|port| is_literal(literal) && (port.is_empty() || is_port(port)));
    }
    let colon = value.iter().position(|&octet| octet == b':');
    let (name, port) = value.split_at(colon.unwrap_or(value.len()));
    is_name(name) && (port.is_empty() || is_port(port))
}

fn is_port(value: &[u8]) -> bool {
    value
        .strip_prefix(b":")
        .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
}

/// An IPv6 address, or an address of a later IP version, without its brackets.
fn is_literal(value: &[u8]) -> bool {
    let Some(later) = value.strip_prefix(b"v").or(value.strip_prefix(b"V")) else {
        let text = str::from_utf8(value);
        return text.is_ok_and(|text| text.parse::<Ipv6Addr>().is_ok());
    };
    let mut parts = later.splitn(2, |&octet| octet == b'.');
    let version = parts.next().unwrap_or_default();
    let address = parts.next().unwrap_or_default();
    !version.is_empty()
        && version.iter().all(u8::is_ascii_hexdigit)
        && !address.is_empty()
        && address
            .iter()
            .all(|&octet| is_plain(octet) || octet == b':')
}

/// `reg-name`; this includes IPv4 addresses.
fn is_name(value: &[u8]) -> bool {
    let mut octets = value.iter();
    while let Some(&octet) = octets.next() {
        let is_good = if octet == b'%' {
            let mut digits = octets.by_ref().take(2);
            let digits = [digits.next(), digits.next()];
            digits
                .iter()
                .all(|digit| digit.is_some_and(u8::is_ascii_hexdigit))
        } else {
            is_plain(octet)
        };
        if !is_good {
            return false;
        }
    }
    true
}

fn is_plain(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || MARKS.contains(&octet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_what_the_rfc_says() {
        let good = [
            "",
            "calendar.example",
            "calendar.example:8080",
            "calendar.example:",
            "a_b.example",
            "192.0.2.1:80",
            "[2001:db8::1]",
            "[2001:db8::1]:443",
            "[v1.fe80::a+en1]",
            "caf%C3%A9.example",
            "a,b;c=d",
        ];
        for host in good {
            assert!(is_host(host.as_bytes()), "{host}");
        }
        let bad: [&[u8]; 16] = [
            b"a b/c@d",
            b"a, b",
            b"\xff\xfe",
            b"calendar.example/",
            b"user@calendar.example",
            b"calendar.example:80a",
            b"calendar.example:80:80",
            b"2001:db8::1",
            b"[2001:db8::1",
            b"[2001:db8::1]443",
            b"[192.0.2.1]",
            b"[]",
            b"[v.a]",
            b"caf%C3%A",
            b"100%",
            b"a\"b",
        ];
        for host in bad {
            assert!(!is_host(host), "{}", host.escape_ascii());
        }
    }

    #[test]
    fn only_names_that_no_other_machine_has_are_loopback() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.9.8.7",
            "[::1]",
            "[::1]:443",
        ] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in [
            "",
            ":8080",
            "localhost.example.org",
            "127.0.0.1.example.org",
            "rebound.example.org:8080",
            "0.0.0.0:8080",
            "192.0.2.1",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[2001:db8::1]:80",
            "[localhost]",
        ] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }
}
