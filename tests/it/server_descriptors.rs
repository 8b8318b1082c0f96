use std::io::Write;
use std::net::TcpStream;
use std::process::Command;

use rustix::process::{Pid, Resource, Rlimit, prlimit};

use crate::corpus::of;
use crate::program::Desk;
use crate::serving::Serving;

/// Starts `serve` with a limit on open files.
fn confined(files: usize, arguments: &str) -> (Desk, Serving) {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    let program = env!("CARGO_BIN_EXE_calfeed");
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!(
            "ulimit -n {files}; exec {program} serve --listen 127.0.0.1:0 {arguments}"
        ))
        .current_dir(desk.path());
    let serving = Serving::spawn(command);
    (desk, serving)
}

fn asked(serving: &Serving) -> TcpStream {
    let mut stream = TcpStream::connect(&serving.address).unwrap();
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    stream
}

#[test]
fn descriptors_run_out_and_the_process_goes_on() {
    let (_desk, mut serving) = confined(200, "--max-connections 100");
    // The limit is lower than the process expects, because it was set before the process started.
    let id = Pid::from_raw(serving.id().try_into().unwrap());
    let few = Rlimit {
        current: Some(40),
        maximum: Some(200),
    };
    prlimit(id, Resource::Nofile, few).unwrap();
    let crowd: Vec<TcpStream> = (0..100).map(|_| asked(&serving)).collect();
    serving.logged("cannot accept");
    drop(crowd);
    let (head, _) = serving.ask("GET / HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert_eq!(serving.stop("TERM").code, Some(0));
}

#[test]
fn more_connections_than_descriptors_are_not_taken_though_asked_for() {
    let (_desk, mut serving) = confined(70, "--max-connections 500");
    let line = serving.logged("the system's limit on open files allows fewer connections");
    assert!(line.contains("connections=6"), "{line}");
    let crowd: Vec<TcpStream> = (0..100).map(|_| asked(&serving)).collect();
    drop(crowd);
    let (head, _) = serving.ask("GET / HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let run = serving.stop("TERM");
    assert!(!run.stderr.contains("cannot accept"), "{}", run.stderr);
}

#[test]
fn connections_are_as_many_as_there_are_descriptors_for() {
    let (_desk, serving) = confined(70, "");
    // There are six places. Other connections wait in the system's queue, and no accept fails.
    let crowd: Vec<TcpStream> = (0..100).map(|_| asked(&serving)).collect();
    drop(crowd);
    let (head, _) = serving.ask("GET / HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let run = serving.stop("TERM");
    assert!(!run.stderr.contains("cannot accept"), "{}", run.stderr);
}
