//! Signals from the system while the server starts.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use crate::program::Desk;
use crate::repository::wrapped;

/// Starts a server whose git blocks at a FIFO. The returned file unblocks it when dropped.
fn at_the_gate(desk: &Desk) -> (Child, File) {
    desk.write("events.yaml", crate::check::TOP);
    let script = "[ -e passed ] && exit 128\n: > passed\nread line < gate\nexit 128\n";
    let path = wrapped(desk, "git", script);
    let gate = desk.path().join("gate");
    assert!(
        Command::new("mkfifo")
            .arg(&gate)
            .status()
            .unwrap()
            .success()
    );
    let process = desk
        .command("serve --listen 127.0.0.1:0")
        .env("PATH", path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Opening blocks until the first git has opened the FIFO. git then blocks until this file is closed.
    let held = File::options().write(true).open(&gate).unwrap();
    (process, held)
}

fn tell(signal: &str, process: &Child) {
    let kill = Command::new("kill")
        .args([signal, &process.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
}

#[test]
fn a_signal_during_the_first_load_is_not_the_end() {
    let desk = Desk::new();
    let (mut process, held) = at_the_gate(&desk);
    tell("-HUP", &process);
    drop(held);
    let mut line = String::new();
    let mut lines = BufReader::new(process.stdout.take().unwrap());
    lines.read_line(&mut line).unwrap();
    assert!(line.contains(" is published at "), "{line}");
    tell("-TERM", &process);
    assert_eq!(process.wait().unwrap().code(), Some(0));
}

#[test]
fn a_stop_during_a_first_load_that_does_not_end_ends_the_process() {
    let desk = Desk::new();
    let (mut process, held) = at_the_gate(&desk);
    tell("-TERM", &process);
    assert_eq!(process.wait().unwrap().code(), Some(0));
    drop(held);
}
