//! Decodes percent-encoded octets in a path or a URL: `%` and two digits.
//!
//! [`normalised`] decodes only what needs no encoding, and [`decoded`] decodes everything ([RFC 3986 §2.1, §6.2.2]). Neither can fail:
//! anything that is not an encoded octet is unchanged. The rules of particular schemes are elsewhere.
//!
//! [RFC 3986 §2.1, §6.2.2]: https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2

use std::borrow::Cow;

/// Decodes the octets that need no encoding, and writes the digits of the others in upper case ([RFC 3986 §6.2.2.1 and
/// §6.2.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.1)).
///
/// No path of a Site contains an octet that stays encoded (a slash, NUL, a space), so a request for such a path gets a 404.
pub(crate) fn normalised(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let mut text = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        let (before, encoded) = rest.split_at(at);
        text.push_str(before);
        let taken = match octet(encoded).map(char::from) {
            Some(c) if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') => {
                text.push(c);
                3
            }
            Some(_) => {
                text.extend(encoded.chars().take(3).map(|c| c.to_ascii_uppercase()));
                3
            }
            None => {
                text.push('%');
                1
            }
        };
        rest = encoded.get(taken..).unwrap_or_default();
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Decodes all octets. Invalid UTF-8 becomes U+FFFD.
pub(crate) fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        let (before, encoded) = rest.split_at(at);
        bytes.extend(before.bytes());
        let found = octet(encoded);
        bytes.push(found.unwrap_or(b'%'));
        let taken = if found.is_some() { 3 } else { 1 };
        rest = encoded.get(taken..).unwrap_or_default();
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the octet encoded by the two digits at the beginning of a text, which follows a `%`.
fn octet(encoded: &str) -> Option<u8> {
    let digits = encoded.get(1..3)?;
    let is_octet = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u8::from_str_radix(digits, 16).ok().filter(|_| is_octet)
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
            ("/a%2fb%c3%A9", "/a%2Fb%C3%A9"),
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
    fn all_octets_are_decoded_for_who_looks_at_what_was_meant() {
        let cases = [
            ("/a.ics%20%3E", "/a.ics >"),
            ("/a%E2%80%A6", "/a…"),
            ("/a%E2%80", "/a\u{fffd}"),
            ("/100%", "/100%"),
            ("/%é", "/%é"),
        ];
        for (sent, meant) in cases {
            assert_eq!(decoded(sent), meant, "{sent}");
        }
    }
}
