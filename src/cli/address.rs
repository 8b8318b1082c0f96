//! Checks the address of `--listen` and `--metrics`.
//!
//! Any text with a host and a port is accepted, and for any other text the error shows the right form. Whether the host resolves is found out
//! when the server binds the socket.

use std::net::Ipv6Addr;

use super::Failure;
use crate::server::is_loopback_host;

/// The host to suggest for an address that has only a port. Usually a proxy on the same machine passes the requests on.
const HOST: &str = "127.0.0.1";

/// Checks the address of `--listen`.
pub(super) fn listen(text: &str) -> Result<String, String> {
    checked("--listen", text, "8080")
}

/// Checks the address of `--metrics`.
pub(super) fn metrics(text: &str) -> Result<String, String> {
    checked("--metrics", text, "9180")
}

/// Checks that no other machine can reach the address of a preview.
pub(super) fn own_machine(listen: &str) -> Result<(), Failure> {
    if is_loopback_host(listen) {
        Ok(())
    } else {
        Err(not_own_machine(listen))
    }
}

/// The failure of a preview at an address that other machines can reach.
pub(super) fn not_own_machine(listen: &str) -> Failure {
    let port = listen.rsplit(':').next().unwrap_or_default();
    Failure::Io(format!(
        "a preview shows what is not published yet, so `--preview` listens on this computer only, not on {listen}; write \
         `--listen {HOST}:{port}`, or leave `--preview` out to publish"
    ))
}

/// Returns the text if it is an address with a port, or else a message with the right form.
fn checked(option: &str, text: &str, port: &str) -> Result<String, String> {
    match meant(text, port) {
        None => Ok(text.to_owned()),
        Some(meant) => Err(format!(
            "expected an address and a port; write `{option} {meant}`"
        )),
    }
}

/// Returns the address that was probably intended, or `None` if the text is already a valid one.
fn meant(text: &str, port: &str) -> Option<String> {
    let is_number = |text: &str| text.parse::<u16>().is_ok();
    if let Some((_, rest)) = text.split_once("://") {
        let rest = rest.split('/').next().unwrap_or_default();
        return Some(meant(rest, port).unwrap_or_else(|| rest.to_owned()));
    }
    if text.is_empty() {
        Some(format!("{HOST}:{port}"))
    } else if is_number(text) {
        Some(format!("{HOST}:{text}"))
    } else if text.parse::<Ipv6Addr>().is_ok() {
        Some(format!("[{text}]:{port}"))
    } else {
        match text.rsplit_once(':') {
            None => Some(format!("{text}:{port}")),
            // The last colon is inside the brackets of an IPv6 address.
            Some(_) if text.ends_with(']') => Some(format!("{text}:{port}")),
            Some(("" | "*", number)) if is_number(number) => Some(format!("{HOST}:{number}")),
            Some(("" | "*", _)) => Some(format!("{HOST}:{port}")),
            Some((_, number)) if is_number(number) => None,
            Some((host, _)) => Some(format!("{host}:{port}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_host_or_a_port_is_refused_with_the_form_that_works() {
        let cases = [
            ("8080", Some("127.0.0.1:8080")),
            (":8080", Some("127.0.0.1:8080")),
            ("*:8080", Some("127.0.0.1:8080")),
            ("0.0.0.0", Some("0.0.0.0:8080")),
            ("localhost", Some("localhost:8080")),
            ("localhost:", Some("localhost:8080")),
            ("localhost:http", Some("localhost:8080")),
            ("127.0.0.1:70000", Some("127.0.0.1:8080")),
            ("::1", Some("[::1]:8080")),
            ("[::]", Some("[::]:8080")),
            ("http://localhost", Some("localhost:8080")),
            ("http://localhost:3000/", Some("localhost:3000")),
            (":", Some("127.0.0.1:8080")),
            ("", Some("127.0.0.1:8080")),
            ("127.0.0.1:0", None),
            ("localhost:8080", None),
            ("[::1]:8080", None),
            // A host that does not resolve is reported when the server binds the socket.
            ("127.0.0.1:1:1", None),
        ];
        for (text, expected) in cases {
            assert_eq!(meant(text, "8080").as_deref(), expected, "{text}");
        }
        assert_eq!(
            metrics("9180").unwrap_err(),
            "expected an address and a port; write `--metrics 127.0.0.1:9180`"
        );
    }
}
