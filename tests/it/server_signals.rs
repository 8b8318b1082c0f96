//! What the system tells the server while it starts.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::program::Desk;
use crate::repository::wrapped;

#[test]
fn a_signal_during_the_first_load_is_not_the_end() {
    let desk = Desk::new();
    desk.write("events.yaml", crate::check::TOP);
    let script = "[ -e passed ] && exit 128\n: > passed\nread line < gate\nexit 128\n";
    let path = wrapped(&desk, "git", script);
    let gate = desk.path().join("gate");
    assert!(
        Command::new("mkfifo")
            .arg(&gate)
            .status()
            .unwrap()
            .success()
    );
    let mut process = desk
        .command("serve --listen 127.0.0.1:0")
        .env("PATH", path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let tell = |signal: &str, id: u32| {
        let kill = Command::new("kill")
            .args([signal, &id.to_string()])
            .status();
        assert!(kill.unwrap().success());
    };
    // This waits until the first git has opened its end; then that waits for this end to be closed.
    let held = File::options().write(true).open(&gate).unwrap();
    tell("-HUP", process.id());
    drop(held);
    let mut line = String::new();
    let mut lines = BufReader::new(process.stdout.take().unwrap());
    lines.read_line(&mut line).unwrap();
    assert!(line.contains(" is published at "), "{line}");
    tell("-TERM", process.id());
    assert_eq!(process.wait().unwrap().code(), Some(0));
}
