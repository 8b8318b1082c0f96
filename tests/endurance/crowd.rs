//! Opens 2,000 idle connections, and 500 that send one byte a second, for a minute. The median response time of a normal client, with a new
//! connection for each request, must not rise above twice the time without them.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::program::{Serving, events, folder, put};

const IDLE: usize = 2000;
const SLOW: usize = 500;
const MINUTE: Duration = Duration::from_secs(60);

pub(crate) fn run() {
    let folder = folder();
    put(folder.path(), &events("book-club", 100));
    let mut serving = Serving::start(folder.path());
    let address = serving.address.clone();
    let (before, _) = measure(&address, MINUTE / 6);
    let is_over = AtomicBool::new(false);
    let opened = AtomicUsize::new(0);
    let (during, asked) = thread::scope(|scope| {
        scope.spawn(|| crowd(&address, &opened, &is_over));
        while opened.load(Ordering::Relaxed) < IDLE + SLOW {
            thread::sleep(Duration::from_millis(10));
        }
        let measured = measure(&address, MINUTE);
        is_over.store(true, Ordering::Relaxed);
        measured
    });
    let (after, _) = measure(&address, MINUTE / 6);
    assert!(serving.is_alive());
    println!(
        "median answer: {before:?} before, {during:?} among {IDLE} idle and {SLOW} slow connections ({asked} answers, {} \
         connections opened in their place as the server closed them), {after:?} after",
        opened.load(Ordering::Relaxed) - IDLE - SLOW
    );
    let alone = before.max(after);
    assert!(during <= alone * 2, "more than twice as long");
}

/// Sends a request every few milliseconds. Returns the median response time and the number of responses.
fn measure(address: &str, length: Duration) -> (Duration, usize) {
    let mut times = Vec::new();
    let started = Instant::now();
    while started.elapsed() < length {
        let asked = Instant::now();
        let answer = Client::connect(address).get("/books.ics", "Connection: close\r\n");
        assert_eq!(answer.status, 200);
        times.push(asked.elapsed());
        thread::sleep(Duration::from_millis(5));
    }
    times.sort_unstable();
    (times[times.len() / 2], times.len())
}

/// Keeps the connections open, and replaces each one that the server closes.
fn crowd(address: &str, opened: &AtomicUsize, is_over: &AtomicBool) {
    let open = || {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nonblocking(true).unwrap();
        opened.fetch_add(1, Ordering::Relaxed);
        stream
    };
    let mut streams: Vec<TcpStream> = (0..IDLE + SLOW).map(|_| open()).collect();
    while !is_over.load(Ordering::Relaxed) {
        for (number, stream) in streams.iter_mut().enumerate() {
            // These headers never end. An idle connection sends nothing at all.
            let is_refused = number < SLOW && stream.write_all(b"G").is_err();
            if is_refused || is_closed(stream) {
                *stream = open();
            }
        }
        thread::sleep(Duration::from_secs(1));
    }
}

fn is_closed(stream: &mut TcpStream) -> bool {
    match stream.read(&mut [0; 512]) {
        Ok(read) => read == 0,
        Err(error) => error.kind() != ErrorKind::WouldBlock,
    }
}
