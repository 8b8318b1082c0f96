//! Runs the program as a server: starts it on a free port, sends requests and signals, stops it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::program::{Desk, Run};

/// The timeout of every wait. Reaching it is a failure; no test sleeps.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// `serve` on a free port.
pub(crate) struct Serving {
    child: Child,
    /// Its first line on standard output.
    pub(crate) line: String,
    pub(crate) address: String,
    /// The lines of standard error as they arrive, and those already read.
    log: Receiver<String>,
    read: Vec<String>,
}

impl Serving {
    pub(crate) fn start(desk: &Desk, arguments: &str) -> Serving {
        Serving::spawn(desk.command(&format!("serve --listen 127.0.0.1:0 {arguments}")))
    }

    pub(crate) fn spawn(command: Command) -> Serving {
        let mut serving = Serving::unheard(command, Stdio::piped());
        serving.hear();
        serving
    }

    /// Begins to read standard error.
    pub(crate) fn hear(&mut self) {
        let stderr = BufReader::new(self.stderr());
        let (lines, log) = channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = lines.send(line);
            }
        });
        self.log = log;
    }

    /// Starts it with a standard output that gets no line. The log has the address.
    #[cfg(target_os = "linux")]
    pub(crate) fn without_line(mut command: Command, stdout: Stdio) -> Serving {
        let child = command
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut serving = Serving {
            address: String::new(),
            child,
            line: String::new(),
            log: channel().1,
            read: Vec::new(),
        };
        serving.hear();
        serving
    }

    /// Starts it with a standard error that nobody reads.
    pub(crate) fn unheard(mut command: Command, stderr: Stdio) -> Serving {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .rsplit_once("http://")
            .and_then(|(_, it)| it.split_once('/'));
        let address = address
            .unwrap_or_else(|| panic!("no address in `{line}`"))
            .0;
        Serving {
            address: address.to_owned(),
            child,
            line,
            log: channel().1,
            read: Vec::new(),
        }
    }

    /// Sends the lines of a request. Returns the headers and the body of the response.
    pub(crate) fn ask(&self, lines: &str) -> (String, String) {
        ask(&self.address, lines)
    }

    /// Waits for a line of the log that contains `text`, and returns it.
    #[track_caller]
    pub(crate) fn logged(&mut self, text: &str) -> String {
        loop {
            match self.log.recv_timeout(PATIENCE) {
                Ok(line) => self.read.push(line),
                Err(error) => panic!("no `{text}`: {error}\n{}", self.read.join("\n")),
            }
            if let Some(line) = self.read.last().filter(|line| line.contains(text)) {
                return line.clone();
            }
        }
    }

    /// Returns standard error, a pipe that nobody has read.
    pub(crate) fn stderr(&mut self) -> ChildStderr {
        self.child.stderr.take().unwrap()
    }

    /// Polls `/healthz` until the response contains `text`, and returns the response.
    #[track_caller]
    pub(crate) fn healthy(&self, text: &str) -> String {
        let asked = Instant::now();
        loop {
            let (_, body) = self.ask("GET /healthz HTTP/1.1");
            if body.contains(text) {
                return body;
            }
            assert!(asked.elapsed() < PATIENCE, "no `{text}` in {body}");
            std::thread::yield_now();
        }
    }

    /// Waits until the server has polled the file `count` more times.
    #[track_caller]
    pub(crate) fn polls(&self, count: usize) {
        let polled = || {
            let (_, body) = self.ask("GET /healthz HTTP/1.1");
            let health: serde_json::Value = serde_json::from_str(&body).unwrap();
            health["polled"].clone()
        };
        let asked = Instant::now();
        let mut last = polled();
        for _ in 0..count {
            while polled() == last {
                assert!(asked.elapsed() < PATIENCE, "no poll after {last}");
                std::thread::yield_now();
            }
            last = polled();
        }
    }

    /// Returns the process id.
    #[cfg(unix)]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by name.
    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Sends a signal by name. Returns the result of the program.
    #[cfg(unix)]
    pub(crate) fn stop(mut self, signal: &str) -> Run {
        self.signal(signal);
        // The log ends when the program does.
        while let Ok(line) = self.log.recv_timeout(PATIENCE) {
            self.read.push(line);
        }
        let mut stdout = String::new();
        let told = Instant::now();
        let code = loop {
            if let Some(ended) = self.child.try_wait().unwrap() {
                break ended.code();
            }
            assert!(told.elapsed() < PATIENCE, "it does not end");
            std::thread::yield_now();
        };
        if let Some(out) = self.child.stdout.as_mut() {
            out.read_to_string(&mut stdout).unwrap();
        }
        Run {
            code,
            stdout,
            stderr: self.read.join("\n"),
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends the lines of a request to an address. Returns the headers and the body of the response.
pub(crate) fn ask(address: &str, lines: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!("{lines}\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}
