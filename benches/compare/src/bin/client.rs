//! `client ADDRESS PATH METHOD CONNECTIONS MILLISECONDS [EVERY]`: sends requests over persistent connections for this long.
//!
//! It does what wrk cannot: `HEAD`, whose responses wrk expects to have bodies; and one request every EVERY microseconds on each
//! connection. The time of a request counts from when it was due, so a delayed request is as slow as a user finds it. Prints what
//! `serving.py` parses.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until};

struct Plan {
    address: String,
    request: String,
    has_body: bool,
    end: Instant,
    every: Option<Duration>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, path, method, connections, milliseconds, every @ ..] = arguments.as_slice()
    else {
        panic!("ADDRESS PATH METHOD CONNECTIONS MILLISECONDS [EVERY]");
    };
    let number = |text: &String| text.parse::<u64>().expect("a number");
    let plan: &'static Plan = Box::leak(Box::new(Plan {
        address: address.clone(),
        request: format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\n\r\n"),
        has_body: method != "HEAD",
        end: Instant::now() + Duration::from_millis(number(milliseconds)),
        every: every.first().map(|it| Duration::from_micros(number(it))),
    }));
    let tasks: Vec<_> = (0..number(connections))
        .map(|_| tokio::spawn(ask(plan)))
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.expect("answers"));
    }
    times.sort_unstable();
    let p99 = times[(times.len() - 1) * 99 / 100].as_micros();
    println!("requests {} errors 0 p99 {p99}", times.len());
}

/// Sends requests until the end. Returns the duration of each.
async fn ask(plan: &Plan) -> Vec<Duration> {
    let mut stream = TcpStream::connect(&plan.address)
        .await
        .expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    let mut times = Vec::new();
    let mut buffer = vec![0; 256 * 1024];
    let mut due = Instant::now();
    while Instant::now() < plan.end {
        sleep_until(due).await;
        stream
            .write_all(plan.request.as_bytes())
            .await
            .expect("sent");
        answer(&mut stream, &mut buffer, plan.has_body).await;
        times.push(due.elapsed());
        due = plan.every.map_or_else(Instant::now, |every| due + every);
    }
    times
}

/// Reads one whole response.
async fn answer(stream: &mut TcpStream, buffer: &mut [u8], has_body: bool) {
    let mut filled = 0;
    let end = loop {
        let count = stream.read(&mut buffer[filled..]).await.expect("a head");
        assert!(count > 0, "the connection was closed");
        filled += count;
        if let Some(end) = buffer[..filled].windows(4).position(|it| it == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let length = head
        .split_once("content-length: ")
        .and_then(|(_, rest)| rest.lines().next())
        .map_or(0, |length| length.parse().expect("a length"));
    let mut left = if has_body {
        length - (filled - end)
    } else {
        0
    };
    while left > 0 {
        let count = stream.read(buffer).await.expect("a body");
        assert!(count > 0, "the connection was closed");
        left -= count;
    }
}
