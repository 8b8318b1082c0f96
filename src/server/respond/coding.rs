//! Decides from Accept-Encoding whether a response is sent with gzip.
//!
//! That is so only if the client asks for gzip; a value that cannot be parsed asks for nothing. There are no other codings, because no other
//! is read by every browser. There is no 406, because every client can read the identity coding. Implements
//! [RFC 9110 §8.4.1, §12.4.2, §12.5.3].
//!
//! [RFC 9110 §8.4.1, §12.4.2, §12.5.3]: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3

use hyper::header::{ACCEPT_ENCODING, HeaderMap};

/// A weight in thousandths: `qvalue` has at most three digits after its point.
type Weight = u16;

/// Whether the client accepts gzip, and prefers it to the identity coding or has no preference.
pub(super) fn takes_gzip(headers: &HeaderMap) -> bool {
    let (mut gzip, mut identity, mut any) = (None, None, None);
    for line in headers.get_all(ACCEPT_ENCODING) {
        // A line that is not text has no known coding.
        for element in line.to_str().unwrap_or_default().split(',') {
            let (coding, weight) = match element.split_once(';') {
                Some((coding, weight)) => (coding, self::weight(weight)),
                None => (element, Some(1000)),
            };
            // "A recipient SHOULD consider "x-gzip" to be equivalent to "gzip"."
            let coding = coding.trim();
            let is = |name: &str| coding.eq_ignore_ascii_case(name);
            let place = if is("gzip") || is("x-gzip") {
                &mut gzip
            } else if is("identity") {
                &mut identity
            } else if is("*") {
                &mut any
            } else {
                continue;
            };
            *place = (*place).max(Some(weight.unwrap_or(0)));
        }
    }
    let gzip: Weight = gzip.or(any).unwrap_or(0);
    // "If the representation has no content coding, then it is acceptable by default unless specifically excluded": identity has the
    // weight that the client gives it, or else less than any coding that the client names.
    gzip > 0 && gzip >= identity.unwrap_or(0)
}

/// Parses `q=0.5`; `None` if the parameter is not a weight.
fn weight(parameter: &str) -> Option<Weight> {
    let (name, value) = parameter.split_once('=')?;
    let (whole, part) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let is_read = name.trim().eq_ignore_ascii_case("q")
        && part.len() <= 3
        && part.bytes().all(|digit| digit.is_ascii_digit());
    let thousandths: Weight = format!("{part:0<3}").parse().ok().filter(|_| is_read)?;
    match (whole, thousandths) {
        ("0", thousandths) => Some(thousandths),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_only_to_clients_that_ask_for_it() {
        let cases: [(&[&str], bool); 24] = [
            // §12.5.3: without the header any coding is acceptable; but every client can read the identity coding.
            (&[], false),
            (&[""], false),
            (&["gzip"], true),
            (&["GZip"], true),
            (&["x-gzip"], true),
            (&["gzip, deflate, br"], true),
            (&["br"], false),
            (&["deflate;q=1.0, *;q=0.5"], true),
            (&["*"], true),
            (&["*;q=0"], false),
            (&["gzip;q=0"], false),
            (&["gzip;q=0.000, *"], false),
            (&["gzip;q=0.001"], true),
            (&["gzip ; q=0.5"], true),
            (&["identity, gzip"], true),
            (&["identity;q=1, gzip;q=0.5"], false),
            (&["identity;q=0.5, gzip;q=1.0"], true),
            (&["identity;q=0, gzip"], true),
            (&["identity;q=0"], false),
            (&["br", "gzip"], true),
            (&["gzip;q=2"], false),
            (&["gzip;q=0.1234"], false),
            (&["gzip;level=9"], false),
            (&["gzipped"], false),
        ];
        for (lines, expected) in cases {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(ACCEPT_ENCODING, line.parse().unwrap());
            }
            assert_eq!(takes_gzip(&headers), expected, "{lines:?}");
        }
    }
}
