//! A server under a service manager: the sockets that it receives, and the messages that it sends.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::program::Desk;
use crate::serving::{PATIENCE, Serving, ask};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write(
        "events.yaml",
        "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: UTC}\n\
         events:\n- {id: books, title: Lunch, start: 2026-06-15 13:00, duration: 1h}\n",
    );
    desk
}

/// Prepares `serve` with a socket as descriptor 3, passed as systemd does. A shell does the remaining work between fork and exec.
fn activated(desk: &Desk, listener: &TcpListener, names: &str, arguments: &str) -> Command {
    let socket = OwnedFd::from(listener.try_clone().unwrap());
    let program = env!("CARGO_BIN_EXE_calfeed");
    // The socket is passed as standard input, the one descriptor that std can set, and moved from there.
    let script = format!(
        "exec 3<&0 </dev/null; export LISTEN_FDS=1 LISTEN_PID=$$ LISTEN_FDNAMES={names}; \
         exec {program} serve {arguments}"
    );
    let mut command = desk.command("");
    let mut shell = Command::new("sh");
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    command.stdin(Stdio::null());
    shell
        .args(["-c", &script])
        .current_dir(desk.path())
        .stdin(Stdio::from(socket));
    shell
}

#[test]
fn a_socket_that_is_passed_is_used_instead_of_the_address() {
    let desk = desk();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let serving = Serving::spawn(activated(&desk, &listener, "calfeed.socket", ""));
    assert_eq!(serving.address, address.to_string());
    let (head, _) = serving.ask("GET / HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert_eq!(serving.stop("TERM").code, Some(0));
    // The server has ended, but connections are still accepted, because the socket is still open.
    TcpStream::connect(address).unwrap();
}

#[test]
fn a_socket_named_metrics_is_for_the_metrics() {
    let desk = desk();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let arguments = "--listen 127.0.0.1:0 --metrics 127.0.0.1:1";
    let serving = Serving::spawn(activated(&desk, &listener, "metrics", arguments));
    assert_ne!(serving.address, address.to_string());
    let (_, metrics) = ask(&address.to_string(), "GET /metrics HTTP/1.1");
    assert!(
        metrics.contains("\ncalfeed_connections_limit "),
        "{metrics}"
    );
    let (_, health) = ask(&address.to_string(), "GET /healthz HTTP/1.1");
    assert!(health.contains("\"status\":\"ok\""), "{health}");
}

#[test]
fn sockets_that_were_passed_to_another_process_are_left_alone() {
    let desk = desk();
    let mut command = desk.command("serve --listen 127.0.0.1:0");
    command.env("LISTEN_FDS", "1").env("LISTEN_PID", "1");
    let serving = Serving::spawn(command);
    let (head, _) = serving.ask("GET / HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
}

#[test]
fn a_socket_that_is_not_tcp_is_an_error() {
    let desk = desk();
    let (socket, _) = UnixDatagram::pair().unwrap();
    let listener = TcpListener::from(OwnedFd::from(socket));
    let run = activated(&desk, &listener, "", "").output().unwrap();
    let stderr = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{stderr}");
    assert!(
        stderr.starts_with("error: cannot use the sockets of the service manager: "),
        "{stderr}"
    );
}

/// Sends requests, each on a new connection, until it should stop. Counts the responses.
fn asks(address: SocketAddr, is_over: &AtomicBool, answered: &AtomicUsize) {
    while !is_over.load(Ordering::SeqCst) {
        let connected = Instant::now();
        let mut stream = TcpStream::connect(address).expect("nobody is refused");
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let sent = stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        if connected.elapsed() > Duration::from_millis(500) {
            // This thread was delayed. A server that shuts down gives a client only a second to send its request.
            continue;
        }
        sent.unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
        answered.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_restart_refuses_nobody() {
    let desk = desk();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut old = Serving::spawn(activated(&desk, &listener, "", ""));
    let is_over = Arc::new(AtomicBool::new(false));
    let answered = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..4)
        .map(|_| {
            let (is_over, answered) = (Arc::clone(&is_over), Arc::clone(&answered));
            std::thread::spawn(move || asks(address, &is_over, &answered))
        })
        .collect();
    let until_more = |count| {
        let before = answered.load(Ordering::SeqCst);
        while answered.load(Ordering::SeqCst) < before + count {
            assert!(!clients.iter().any(std::thread::JoinHandle::is_finished));
            std::thread::yield_now();
        }
    };
    for _ in 0..3 {
        until_more(50);
        // Like systemd: the old process ends, then the new one starts.
        assert_eq!(old.stop("TERM").code, Some(0));
        old = Serving::spawn(activated(&desk, &listener, "", ""));
        until_more(50);
        // Like other managers: the new process accepts while the old one drains.
        let new = Serving::spawn(activated(&desk, &listener, "", ""));
        assert_eq!(old.stop("TERM").code, Some(0));
        old = new;
    }
    is_over.store(true, Ordering::SeqCst);
    for client in clients {
        client.join().unwrap();
    }
    assert_eq!(old.stop("TERM").code, Some(0));
}

/// The messages that a service manager receives, one after another.
struct Messages(UnixDatagram);

impl Messages {
    fn next(&self) -> String {
        let mut bytes = [0; 1024];
        let length = self.0.recv(&mut bytes).unwrap();
        String::from_utf8(bytes[..length].to_vec()).unwrap()
    }

    /// Reads until a message begins with `begin`.
    fn until(&self, begin: &str) -> String {
        loop {
            let message = self.next();
            if message.starts_with(begin) {
                return message;
            }
        }
    }
}

fn managed(desk: &Desk, watchdog: &str) -> (Serving, Messages) {
    let path = desk.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut command = desk.command("serve --listen 127.0.0.1:0");
    command.env("NOTIFY_SOCKET", &path);
    command.env("WATCHDOG_USEC", watchdog);
    (Serving::spawn(command), Messages(socket))
}

#[test]
fn a_service_manager_hears_of_the_start_a_reload_a_fault_and_the_end() {
    let desk = desk();
    let (serving, messages) = managed(&desk, "");
    assert_eq!(
        messages.next(),
        "READY=1\nSTATUS=serving events: 1, feeds: 1"
    );
    serving.signal("HUP");
    let reloading = messages.next();
    let time = reloading.strip_prefix("RELOADING=1\nMONOTONIC_USEC=");
    let time: u64 = time
        .unwrap_or_else(|| panic!("{reloading}"))
        .parse()
        .unwrap();
    assert!(time > 0);
    assert_eq!(
        messages.next(),
        "READY=1\nSTATUS=serving events: 1, feeds: 1"
    );
    desk.write("events.yaml", "nonsense\n");
    let status = messages.next();
    assert!(status.starts_with("STATUS=stale: events.yaml"), "{status}");
    assert_eq!(status.lines().count(), 1, "{status}");
    serving.signal("TERM");
    assert_eq!(
        messages.next(),
        "STOPPING=1\nSTATUS=finishing the requests in progress"
    );
}

#[test]
fn the_watchdog_is_fed_while_polls_finish() {
    let desk = desk();
    let (serving, messages) = managed(&desk, "200000");
    for _ in 0..3 {
        assert_eq!(messages.until("WATCHDOG"), "WATCHDOG=1");
    }
    assert_eq!(serving.stop("TERM").code, Some(0));
}

#[test]
fn a_watchdog_of_another_process_is_not_fed() {
    let desk = desk();
    let path = desk.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut command = desk.command("serve --listen 127.0.0.1:0");
    command.env("NOTIFY_SOCKET", &path);
    command
        .env("WATCHDOG_USEC", "1000")
        .env("WATCHDOG_PID", "1");
    let serving = Serving::spawn(command);
    let messages = Messages(socket);
    assert!(messages.next().starts_with("READY=1\n"));
    serving.polls(2);
    serving.signal("TERM");
    assert!(messages.next().starts_with("STOPPING=1\n"));
}
