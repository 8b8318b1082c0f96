//! The scripts of the Action, run as the runner runs them: with its files, and a folder of releases on this machine.
//!
//! The program of these releases is a script that writes what it was given into the file `ran`, so that a test sees whether it ran.

mod archive;
mod compare;
mod hostile;
mod online;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::build_output::tree;
use crate::corpus::file;
use archive::{Entry, archive, checksum};

/// The folder in the archive of the current release, and its name without `.tar.gz`.
const NAME: &str = concat!(
    "calfeed-",
    env!("CARGO_PKG_VERSION"),
    "-x86_64-unknown-linux-gnu"
);

/// A program that leaves what it was given.
const PROGRAM: &str = include_str!("../../programs/recorder");

/// A machine of the runner: a checkout of the Action, the folder of releases, and the folders and files that the runner gives to a step.
struct Runner {
    folder: TempDir,
}

impl Runner {
    /// Creates a runner without a release.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["action/packaging/action", "releases", "temp", "work"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let runner = Self { folder };
        for name in ["install", "run"] {
            let script = format!("packaging/action/{name}");
            fs::copy(file(&script), runner.path(&format!("action/{script}"))).unwrap();
        }
        let manifest = format!("[package]\nversion = \"{}\"\n", env!("CARGO_PKG_VERSION"));
        runner.write("action/Cargo.toml", manifest);
        runner.write("action/packaging/checksums.txt", "# none\n");
        runner.clear();
        runner
    }

    /// Creates a runner with a good release.
    fn with_release() -> Self {
        let runner = Self::new();
        runner.release(&good());
        runner
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Empties the files and the folder that the runner gives to a job.
    fn clear(&self) {
        for name in ["output", "summary", "path"] {
            self.write(name, "");
        }
        fs::remove_dir_all(self.path("temp")).unwrap();
        fs::create_dir(self.path("temp")).unwrap();
    }

    /// Publishes an archive under the name of the current release, and lists it.
    fn release(&self, bytes: &[u8]) {
        self.publish(bytes);
        self.write(
            "action/packaging/checksums.txt",
            format!("# releases\n{}  {NAME}.tar.gz\n", checksum(bytes)),
        );
    }

    /// Publishes an archive under the name of the current release, without listing it.
    fn publish(&self, bytes: &[u8]) {
        let version = env!("CARGO_PKG_VERSION");
        self.write(&format!("releases/v{version}/{NAME}.tar.gz"), bytes);
    }

    /// Prepares a script, in the working folder of the job.
    fn command(&self, script: &str) -> Command {
        let mut command = Command::new("bash");
        command
            .arg(self.path(&format!("action/packaging/action/{script}")))
            .current_dir(self.path("work"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.path("work"))
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64")
            .env("RUNNER_TEMP", self.path("temp"))
            .env("RUNNER_WORKSPACE", self.folder.path())
            .env("GITHUB_OUTPUT", self.path("output"))
            .env("GITHUB_STEP_SUMMARY", self.path("summary"))
            .env("GITHUB_PATH", self.path("path"))
            .env("CALFEED_RELEASES", self.path("releases"))
            .stdin(Stdio::null());
        command
    }

    fn install(&self) -> Output {
        self.command("install").output().unwrap()
    }

    /// The program that `install` installed.
    fn program(&self) -> PathBuf {
        let outputs = self.read("output");
        let mut lines = outputs.lines();
        PathBuf::from(lines.find_map(|it| it.strip_prefix("program=")).unwrap())
    }

    /// Returns what is on the machine, except the folder for temporary files.
    fn outside(&self) -> Vec<String> {
        let mut found = tree(self.folder.path());
        found.retain(|name| !name.starts_with("temp/"));
        found
    }
}

/// Returns the archive of a release as packaging/run makes it.
fn good() -> Vec<u8> {
    let folder = format!("{NAME}/");
    let program = format!("{NAME}/calfeed");
    let licence = format!("{NAME}/LICENSE-MIT");
    archive(&[
        (&folder, Entry::Folder, ""),
        (&licence, Entry::File, "MIT License\n"),
        (&program, Entry::File, PROGRAM),
    ])
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Returns what a script said, with `DIR` in place of the folder.
fn said(output: &Output, folder: &Path) -> String {
    stdout(output).replace(folder.to_str().unwrap(), "DIR")
}

#[test]
fn a_listed_archive_is_installed_for_later_steps_and_runs() {
    let runner = Runner::with_release();
    let output = runner.install();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(stdout(&output), "calfeed 0.1.0\n");
    let program = runner.program();
    let folder = program.parent().unwrap();
    assert_eq!(runner.read("path"), format!("{}\n", folder.display()));
    assert_eq!(
        runner.read("output"),
        format!("version=0.1.0\nprogram={}\n", program.display())
    );
    assert_eq!(tree(folder), ["calfeed"]);
    assert!(program.starts_with(runner.path("temp")));
    assert_eq!(fs::read_to_string(&program).unwrap(), PROGRAM);

    let run = runner
        .command("run")
        .env("CALFEED_PROGRAM", program)
        .output();
    assert!(run.unwrap().status.success());
    assert_eq!(
        runner.read("ran"),
        "<check><--format><github><--><events.yaml>"
    );
}

#[test]
fn an_archive_comes_from_an_address_too() {
    let runner = Runner::with_release();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (output, request) = std::thread::scope(|scope| {
        let server = scope.spawn(|| {
            use std::io::{BufRead, BufReader, Write};
            let (mut client, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(client.try_clone().unwrap()).lines();
            let request = lines.next().unwrap().unwrap();
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            let body = good();
            write!(
                client,
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            )
            .unwrap();
            client.write_all(&body).unwrap();
            request
        });
        let releases = format!("http://{address}/releases");
        let mut command = runner.command("install");
        let output = command.env("CALFEED_RELEASES", releases).output().unwrap();
        (output, server.join().unwrap())
    });
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        request,
        format!("GET /releases/v0.1.0/{NAME}.tar.gz HTTP/1.1")
    );
    assert_eq!(fs::read_to_string(runner.program()).unwrap(), PROGRAM);
}

/// As on Windows, where `tar` would take the name of a drive for that of another machine.
#[test]
fn a_folder_for_temporary_files_may_have_a_colon_in_its_path() {
    let runner = Runner::with_release();
    fs::create_dir(runner.path("work/D:")).unwrap();
    let output = runner.command("install").env("RUNNER_TEMP", "D:").output();
    let output = output.unwrap();
    assert!(output.status.success(), "{output:?}");
    let program = runner.path("work").join(runner.program());
    assert_eq!(fs::read_to_string(program).unwrap(), PROGRAM);
}

#[test]
fn a_version_without_a_line_in_the_table_has_no_release() {
    let runner = Runner::new();
    runner.publish(&good());
    let output = runner.install();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stdout(&output),
        format!(
            "::error title=calfeed::there is no release of calfeed 0.1.0 for x86_64-unknown-linux-gnu: packaging/checksums.txt does not \
             have {NAME}.tar.gz. Use the tag or the commit of a release\n"
        )
    );
    assert_eq!(tree(&runner.path("temp")), [] as [&str; 0]);
}

#[test]
fn an_archive_with_other_bytes_than_the_listed_ones_is_named_with_both_checksums() {
    let runner = Runner::with_release();
    runner.publish(b"other bytes");
    let output = runner.install();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        said(&output, runner.folder.path()),
        format!(
            "::error title=calfeed::{NAME}.tar.gz has the SHA-256 {}, but packaging/checksums.txt has {}; it is not used\n",
            checksum(b"other bytes"),
            checksum(&good())
        )
    );
}

#[test]
fn a_machine_without_a_program_of_its_own_is_told_which_one_has_one() {
    let runner = Runner::with_release();
    let mut command = runner.command("install");
    let output = command.env("RUNNER_ARCH", "ARM").output().unwrap();
    assert_eq!(
        stdout(&output),
        "::error title=calfeed::there is no calfeed for a runner of Linux on ARM; use ubuntu-latest\n"
    );
}
