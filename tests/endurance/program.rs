//! Runs the real program in a folder of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// `serve` on a free port. Dropping this stops it.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: String,
}

pub(crate) fn calfeed(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_calfeed"));
    command
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Replaces a file in one step, as an editor does.
pub(crate) fn put(folder: &Path, text: &str) {
    fs::write(folder.join("next"), text).unwrap();
    fs::rename(folder.join("next"), folder.join("events.yaml")).unwrap();
}

/// Returns an events file with this many events, all with this title.
pub(crate) fn events(title: &str, count: usize) -> String {
    use std::fmt::Write as _;

    let mut text = String::from(
        "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: Europe/London}\nevents:\n",
    );
    for number in 0..count {
        let day = number % 28 + 1;
        writeln!(
            text,
            "- {{id: book-{number}, title: {title}, start: 2026-01-{day:02} 18:30, duration: 1h}}"
        )
        .unwrap();
    }
    text
}

impl Serving {
    pub(crate) fn start(folder: &Path) -> Self {
        let mut child = calfeed(folder)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.split_once("http://").unwrap().1;
        let address = address.trim_end().trim_end_matches('/').to_owned();
        Self { child, address }
    }

    pub(crate) fn hang_up(&self) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", "HUP", &id]).status();
        assert!(sent.unwrap().success());
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
