use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;
use std::time::Duration;

use calfeed::server::{self, Limits, Published};
use calfeed::{Resource, Site};
use chrono::{DateTime, TimeZone, Utc};
use tokio::sync::watch;

/// The timeout of every wait for bytes. Reaching it is a failure; no test sleeps.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const FEED: &str = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
pub(crate) const INVITE: &str = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n";

/// The last change of everything in [`site`]: Thu, 27 Mar 2025 18:30:00 GMT.
pub(crate) fn changed() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, 3, 27, 18, 30, 0).unwrap()
}

pub(crate) fn calendar(text: &str) -> Resource {
    let content_type = "text/calendar; charset=utf-8";
    Resource::new(
        content_type,
        text.to_owned(),
        changed(),
        None,
        Duration::from_secs(900),
    )
}

pub(crate) fn page(text: &str) -> Resource {
    let content_type = "text/html; charset=utf-8";
    Resource::new(
        content_type,
        text.to_owned(),
        changed(),
        None,
        Duration::from_secs(300),
    )
}

/// Timeouts and limits that no client reaches, even on a slow machine.
pub(crate) fn unhurried() -> Limits {
    let hour = Duration::from_secs(60 * 60);
    Limits {
        overdue: hour,
        unread: hour,
        head: hour,
        write_timeout: hour,
        linger: hour,
        drain: hour,
        ..Limits::default()
    }
}

/// Returns a site with one path of each kind.
pub(crate) fn site() -> Site {
    let invite = Resource::new(
        "text/calendar; charset=utf-8",
        INVITE,
        changed(),
        Some("attachment; filename=\"lean-coffee.ics\"".to_owned()),
        Duration::from_secs(900),
    );
    site_of([
        ("/", page("<h1>Events</h1>\n")),
        ("/404.html", page("<h1>Nothing here</h1>\n")),
        ("/cross-gov.ics", calendar(FEED)),
        ("/events/lean-coffee/", page("<h1>Lean coffee</h1>\n")),
        ("/events/lean-coffee/2025-03-27.ics", invite),
    ])
}

pub(crate) fn site_of<const N: usize>(resources: [(&str, Resource); N]) -> Site {
    resources
        .into_iter()
        .map(|(path, resource)| (path.to_owned(), resource))
        .collect()
}

/// Returns a resource larger than the system's socket buffers, so that its response is in progress until the client reads it.
pub(crate) fn large() -> Resource {
    /// Created once, because hashing it is most of the work of these tests.
    static LARGE: LazyLock<Resource> = LazyLock::new(|| calendar(&"x".repeat(32 * 1024 * 1024)));
    LARGE.clone()
}

/// A server on a separate thread.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) published: Arc<Published>,
    pub(crate) serving: Arc<server::Server>,
    stop: watch::Sender<u32>,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

impl Server {
    pub(crate) fn start(site: Site) -> Server {
        Server::start_with(site, unhurried())
    }

    pub(crate) fn start_with(site: Site, limits: Limits) -> Server {
        Server::start_clocked(Arc::new(Published::new(site)), limits, changed)
    }

    /// Starts a server with its own clock.
    pub(crate) fn start_clocked(
        published: Arc<Published>,
        limits: Limits,
        clock: server::Clock,
    ) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Server::start_on(listener, published, limits, clock)
    }

    /// Starts a server on a listener that clients may have connected to already.
    pub(crate) fn start_on(
        listener: TcpListener,
        published: Arc<Published>,
        limits: Limits,
        clock: server::Clock,
    ) -> Server {
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, told) = watch::channel(0);
        let serving = Arc::new(server::Server::new(Arc::clone(&published), clock));
        let running = Arc::clone(&serving);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                running.run(listener, limits, told).await
            })
        });
        Server {
            address,
            published,
            serving,
            stop,
            thread: Some(thread),
        }
    }

    pub(crate) fn connect(&self) -> Client {
        Client::connect(self.address)
    }

    /// Sends one request with its headers on a new connection. Adds Host and the empty line.
    pub(crate) fn ask(&self, lines: &str) -> Answer {
        let mut client = self.connect();
        client.ask(lines);
        client.answer()
    }

    /// Tells the server to shut down, and does not wait.
    pub(crate) fn tell_to_stop(&self) {
        self.stop.send_modify(|times| *times += 1);
    }

    /// Waits until the listener is closed, which is the first step of a shutdown.
    pub(crate) fn wait_until_closed(&self) {
        while TcpStream::connect(self.address).is_ok() {
            std::thread::yield_now();
        }
    }

    /// Waits for `run` to end, and returns its result.
    pub(crate) fn ended(mut self) -> std::io::Result<()> {
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.tell_to_stop();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(std::thread::panicking() || ended.is_ok());
        }
    }
}

/// One connection.
pub(crate) struct Client {
    pub(crate) stream: TcpStream,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Client {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Client { stream }
    }

    pub(crate) fn send(&mut self, bytes: &str) {
        self.stream.write_all(bytes.as_bytes()).unwrap();
    }

    pub(crate) fn ask(&mut self, lines: &str) {
        let mut head = lines.lines().collect::<Vec<_>>().join("\r\n");
        head.push_str("\r\nHost: calendar.example\r\n\r\n");
        self.send(&head);
    }

    /// Reads one response by its Content-Length. For a response to HEAD, use [`Client::head`].
    pub(crate) fn answer(&mut self) -> Answer {
        let mut answer = self.head();
        let mut body = vec![0; answer.length];
        self.stream.read_exact(&mut body).unwrap();
        answer.body = String::from_utf8(body).unwrap();
        answer
    }

    /// Reads the headers of one response, up to the empty line.
    pub(crate) fn head(&mut self) -> Answer {
        let mut bytes = Vec::new();
        let mut one = [0];
        while !bytes.ends_with(b"\r\n\r\n") {
            self.stream.read_exact(&mut one).unwrap();
            bytes.extend(one);
        }
        Answer::new(&String::from_utf8(bytes).unwrap())
    }

    /// Reads until the server closes the connection. Empty if it sent nothing more.
    pub(crate) fn rest(&mut self) -> String {
        let mut rest = Vec::new();
        self.stream.read_to_end(&mut rest).unwrap();
        String::from_utf8(rest).unwrap()
    }
}

/// A response in a form that tests compare.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status line, then the header lines sorted by name, without Date, which depends on the clock.
    pub(crate) head: String,
    pub(crate) body: String,
    length: usize,
}

impl Answer {
    fn new(head: &str) -> Answer {
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next().unwrap();
        let mut headers: Vec<&str> = lines.collect();
        let all = headers.len();
        headers.retain(|line| !line.starts_with("date: "));
        assert_eq!(all - headers.len(), 1, "one Date: {head}");
        headers.sort_unstable();
        let length = headers
            .iter()
            .find_map(|line| line.strip_prefix("content-length: "));
        Answer {
            head: format!("{status}\n{}", headers.join("\n")),
            length: length.map_or(0, |digits| digits.parse().unwrap()),
            body: String::new(),
        }
    }

    pub(crate) fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        let prefix = format!("{name}: ");
        self.head
            .lines()
            .filter_map(|line| line.strip_prefix(&prefix))
            .collect()
    }
}
