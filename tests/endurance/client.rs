//! A client with a persistent connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The timeout of a request. Reaching it is a failure.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Client {
    stream: BufReader<TcpStream>,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) etag: String,
    pub(crate) body: String,
}

impl Client {
    pub(crate) fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self {
            stream: BufReader::new(stream),
        }
    }

    pub(crate) fn get(&mut self, path: &str, headers: &str) -> Answer {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut answer = Answer {
            status: 0,
            etag: String::new(),
            body: String::new(),
        };
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(status) = line.strip_prefix("HTTP/1.1 ") {
                answer.status = status[..3].parse().unwrap();
            } else if let Some(etag) = line.strip_prefix("etag: ") {
                etag.clone_into(&mut answer.etag);
            } else if let Some(digits) = line.strip_prefix("content-length: ") {
                length = digits.parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        answer.body = String::from_utf8(body).unwrap();
        answer
    }
}
