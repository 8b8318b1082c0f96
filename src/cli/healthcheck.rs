//! `calfeed healthcheck`: requests a URL, and says by its exit code whether the response is a success.
//!
//! It is for containers, whose image has no other program. It speaks plain HTTP, because it runs beside the server, and follows no
//! redirect. Any status from 200 to 299 is a success (RFC 9110 §15.3). `/healthz` is 200 even while its `status` is `stale`: the server still serves
//! the last valid version, and a restart would lose it.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use clap::Args;

use super::Failure;
use crate::visible::visible;

/// The limit for everything: to resolve the host, to connect, and to read the response.
const PATIENCE: Duration = Duration::from_secs(5);

/// How much of a response is read. A health response has a few hundred bytes.
const LIMIT: u64 = 64 * 1024;

#[derive(Debug, Args)]
pub(super) struct Healthcheck {
    /// The address to request, such as `http://127.0.0.1:9180/healthz`
    #[arg(value_name = "URL", value_parser = Target::parse)]
    url: Target,
}

impl Healthcheck {
    pub(super) fn run(self) -> Result<(), Failure> {
        let url = self.url.url.clone();
        let (done, outcome) = channel();
        // Neither the resolver nor a server that sends one byte at a time has to be interrupted: the process exits without the thread.
        thread::spawn(move || {
            // The receiver is gone only if the time is over.
            let _ = done.send(self.url.status());
        });
        let status = match outcome.recv_timeout(PATIENCE) {
            Ok(status) => status.map_err(|error| error.to_string()),
            Err(RecvTimeoutError::Timeout) => Err(format!(
                "no complete response within {} seconds",
                PATIENCE.as_secs()
            )),
            Err(RecvTimeoutError::Disconnected) => Err("the request crashed".to_owned()),
        };
        match status {
            Ok(status) if status.is_success() => {
                let mut out = io::stdout().lock();
                writeln!(out, "{url}: {}", status.line)?;
                Ok(())
            }
            Ok(status) => Err(Failure::Unhealthy(format!("{url}: {}", status.line))),
            Err(message) => Err(Failure::Unhealthy(format!("{url}: {message}"))),
        }
    }
}

/// A URL to request.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    url: String,
    /// Without the brackets of an IPv6 address.
    host: String,
    port: u16,
    /// The host and port as they are written, for the header `Host`.
    authority: String,
    /// The path and query.
    path: String,
}

impl Target {
    fn parse(url: &str) -> Result<Self, String> {
        const EXPECTED: &str = "expected an address such as `http://127.0.0.1:9180/healthz`";
        // A line break in it would end the request early.
        if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!("{EXPECTED}, without spaces and only in ASCII"));
        }
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err(EXPECTED.to_owned());
        };
        if !scheme.eq_ignore_ascii_case("http") {
            return Err(format!(
                "only `http://` can be requested, not `{scheme}://`: name the address that the server listens on"
            ));
        }
        // Clients send no fragment (RFC 9110 §7.1).
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (host, port) = host_and_port(authority).ok_or(EXPECTED)?;
        Ok(Self {
            url: url.to_owned(),
            host: host.to_owned(),
            port,
            authority: authority.to_owned(),
            path: if path.starts_with('/') {
                path.to_owned()
            } else {
                format!("/{path}")
            },
        })
    }

    /// Resolves the host. An image without `/etc/hosts` has no other definition of `localhost`.
    fn addresses(&self) -> io::Result<Vec<SocketAddr>> {
        if self.host.eq_ignore_ascii_case("localhost") {
            return Ok([
                IpAddr::from(Ipv4Addr::LOCALHOST),
                Ipv6Addr::LOCALHOST.into(),
            ]
            .map(|address| SocketAddr::new(address, self.port))
            .to_vec());
        }
        Ok((self.host.as_str(), self.port).to_socket_addrs()?.collect())
    }

    /// Sends the request, and reads the whole response.
    fn status(&self) -> io::Result<Status> {
        let addresses = self.addresses()?;
        let mut stream = TcpStream::connect(addresses.as_slice())?;
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: calfeed/{}\r\nConnection: close\r\n\r\n",
            self.path,
            self.authority,
            env!("CARGO_PKG_VERSION")
        );
        stream.write_all(request.as_bytes())?;
        let mut response = Vec::new();
        stream.take(LIMIT).read_to_end(&mut response)?;
        Status::read(&response).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, "the response is not HTTP/1.1")
        })
    }
}

/// Returns the host without brackets, and the port, or `None` if the text is not `HOST` or `HOST:PORT`.
fn host_and_port(authority: &str) -> Option<(&str, u16)> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']')?;
            host.parse::<Ipv6Addr>().ok()?;
            (host, port)
        }
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    if host.is_empty() || host.contains('@') {
        return None;
    }
    match port.strip_prefix(':') {
        None if port.is_empty() => Some((host, 80)),
        None => None,
        Some(port) => port.parse().ok().map(|port| (host, port)),
    }
}

/// The status of a response.
#[derive(Debug, PartialEq, Eq)]
struct Status {
    code: u16,
    /// The code, and the reason if there is one: `200 OK`. The server decides what is in it, so nothing in it reaches the terminal as a command.
    line: String,
}

impl Status {
    /// Reads the status line (RFC 9112 §4), or returns `None` if there is none.
    fn read(response: &[u8]) -> Option<Self> {
        let end = response.iter().position(|byte| *byte == b'\n')?;
        let line = String::from_utf8_lossy(response.get(..end)?);
        let line = line.strip_prefix("HTTP/1.")?.trim_end();
        let (_, status) = line.split_once(' ')?;
        let code = status.split(' ').next()?;
        let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
        Some(Self {
            code: code.parse().ok().filter(|_| is_code)?,
            line: visible(status).into_owned(),
        })
    }

    fn is_success(&self) -> bool {
        (200..300).contains(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the host, the port, the header `Host` and the path of a URL.
    fn parts(url: &str) -> Option<(String, u16, String, String)> {
        let target = Target::parse(url).ok()?;
        Some((target.host, target.port, target.authority, target.path))
    }

    #[test]
    fn a_url_has_a_host_a_port_and_a_path() {
        let cases = [
            (
                "http://127.0.0.1:9180/healthz",
                Some(("127.0.0.1", 9180, "127.0.0.1:9180", "/healthz")),
            ),
            (
                "HTTP://localhost",
                Some(("localhost", 80, "localhost", "/")),
            ),
            (
                "http://[::1]:8080/a?b#c",
                Some(("::1", 8080, "[::1]:8080", "/a?b")),
            ),
            (
                "http://calendar?b",
                Some(("calendar", 80, "calendar", "/?b")),
            ),
            ("https://127.0.0.1/", None),
            ("127.0.0.1:9180/healthz", None),
            ("http:///healthz", None),
            ("http://user@calendar/", None),
            ("http://calendar:/", None),
            ("http://calendar:70000/", None),
            ("http://::1/", None),
            ("http://[::1/", None),
            ("http://[::1]8080/", None),
            ("http://calendar/a b", None),
            ("http://calendar/a\r\nX: y", None),
            ("", None),
        ];
        for (url, expected) in cases {
            let expected = expected.map(|(host, port, authority, path)| {
                (host.to_owned(), port, authority.to_owned(), path.to_owned())
            });
            assert_eq!(parts(url), expected, "{url}");
        }
    }

    #[test]
    fn a_status_line_has_three_digits_after_the_version() {
        let status =
            |response: &[u8]| Status::read(response).map(|status| (status.code, status.line));
        let is = |code, line: &str| Some((code, line.to_owned()));
        assert_eq!(status(b"HTTP/1.1 200 OK\r\n\r\n"), is(200, "200 OK"));
        assert_eq!(status(b"HTTP/1.0 204\n"), is(204, "204"));
        for response in [
            "HTTP/1.1 200 OK",
            "HTTP/2 200\r\n",
            "SSH-2.0\r\n",
            "HTTP/1.1 20\r\n",
            "HTTP/1.1 +20 \r\n",
            "",
        ] {
            assert_eq!(status(response.as_bytes()), None, "{response}");
        }
    }
}
