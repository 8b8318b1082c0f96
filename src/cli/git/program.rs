//! Runs the program `git`.
//!
//! It returns the output, or the [`Refusal`]. There is no shell, no program but git runs, and nothing is written or fetched. git is killed if it
//! gives no output for a while. Of the user's and the system's configuration only `safe.directory` counts, which says whose repositories may be read.
//!
//! The repository's own configuration cannot be ignored, so each of its settings that could change the output or run a program is
//! overridden by an option, here or beside the command, or does not affect the command.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long git may run without output before it is killed.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// How many bytes of git's output to read at a time.
const BUFFER: usize = 64 * 1024;

/// Options that override the repository's configuration, for every command.
const OPTIONS: [&str; 23] = [
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.attributesFile=/dev/null",
    "-c",
    "protocol.allow=never",
    "-c",
    "log.showRoot=true",
    "-c",
    "log.follow=false",
    "-c",
    "log.diffMerges=first-parent",
    "-c",
    "i18n.logOutputEncoding=UTF-8",
    "-c",
    "diff.orderFile=/dev/null",
    "-c",
    "diff.renameLimit=1000",
];

/// The environment of git. PATH is added, and on Windows `SystemRoot`.
const ENVIRONMENT: [(&str, &str); 11] = [
    ("LC_ALL", "C"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_ATTR_NOSYSTEM", "1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_GRAFT_FILE", "/dev/null"),
    // Do not fetch missing objects of a partial clone: new releases of git obey the first, all obey the second.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
];

/// Why git gave no result.
#[derive(Debug)]
pub(in crate::cli) enum Refusal {
    /// There is no program `git`.
    NotInstalled,
    /// The file is not in a repository.
    NoRepository,
    /// The repository belongs to another user. With its folder, quoted for a shell.
    Ownership(String),
    /// The clone was made with `--filter`, and lacks the objects that the history needs.
    Partial,
    /// git failed with this message.
    Said(String),
    /// git took too long, or its output was too long or incomplete.
    Other(String),
}

/// The program, with the settings for all commands on one repository.
#[derive(Clone, Debug)]
pub(super) struct Git {
    program: OsString,
    /// The values of `safe.directory` in the user's and the system's configuration.
    safe: Vec<String>,
    patience: Duration,
}

/// Start of the current blocking read; `None` while we process output.
#[derive(Clone, Debug)]
struct Waiting(Arc<Mutex<Option<Instant>>>);

/// The standard output of git.
#[derive(Debug)]
pub(super) struct Output {
    stdout: ChildStdout,
    waiting: Waiting,
}

/// A running command.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) input: Option<ChildStdin>,
    pub(super) output: BufReader<Output>,
    /// Reads standard error to its end.
    complaint: JoinHandle<String>,
    /// Dropped when all output has been read.
    done: Sender<()>,
    /// Waits for the process to end, and kills it if that takes too long.
    watch: JoinHandle<(Option<ExitStatus>, bool)>,
}

impl Git {
    pub(super) fn new(program: impl Into<OsString>, patience: Duration) -> Self {
        Self {
            program: program.into(),
            safe: Vec::new(),
            patience,
        }
    }

    /// Reads which repositories of others the user trusts. Like git, only from the configuration of the user and of the system, which
    /// no repository can write to.
    fn trust(&mut self) {
        for scope in ["--system", "--global"] {
            let mut command = Command::new(&self.program);
            command.args(["config", scope, "--null", "--get-all", "safe.directory"]);
            command.env_clear();
            for name in [
                "PATH",
                "HOME",
                "XDG_CONFIG_HOME",
                "SystemRoot",
                "USERPROFILE",
            ] {
                inherit(&mut command, name);
            }
            if let Ok(answer) = self.start(command).and_then(|run| run.answer(u64::MAX)) {
                let answer = String::from_utf8_lossy(&answer);
                let values = answer.split_terminator('\0');
                self.safe.extend(values.map(ToOwned::to_owned));
            }
        }
    }

    /// Runs the first command. If the repository belongs to another user, it is run again with the values of `safe.directory`, which then
    /// apply to all later commands.
    ///
    /// # Errors
    /// Also if the output has more than `most` bytes.
    pub(super) fn first<A: AsRef<OsStr>>(
        &mut self,
        folder: &Path,
        arguments: &[A],
        most: u64,
    ) -> Result<Vec<u8>, Refusal> {
        let found = self.run(folder, arguments)?.answer(most);
        if let Err(Refusal::Ownership(_)) = found {
            self.trust();
            return self.run(folder, arguments)?.answer(most);
        }
        found
    }

    /// Whether the repository of a folder was cloned with `--filter`, so that it lacks objects until git fetches them.
    pub(super) fn is_partial(&self, folder: &Path) -> bool {
        let keys = r"^(extensions\.partialclone|remote\..*\.promisor)$";
        let arguments = ["config", "--local", "--get-regexp", keys];
        self.answer(folder, &arguments).is_ok()
    }

    /// Runs a command to its end and returns its output, if it succeeds.
    pub(super) fn answer<A: AsRef<OsStr>>(
        &self,
        folder: &Path,
        arguments: &[A],
    ) -> Result<Vec<u8>, Refusal> {
        self.run(folder, arguments)?.answer(u64::MAX)
    }

    /// Like [`Git::answer`], for a command that reads this input.
    pub(super) fn answer_to<A: AsRef<OsStr>>(
        &self,
        folder: &Path,
        arguments: &[A],
        input: Vec<u8>,
    ) -> Result<Vec<u8>, Refusal> {
        let mut running = self.run(folder, arguments)?;
        let pipe = running.input.take();
        let writer = spawn(move || {
            // If git ends early, its exit status says so.
            let _ = pipe.map(|mut pipe| pipe.write_all(&input));
        })?;
        let answer = running.answer(u64::MAX);
        let _ = writer.join();
        answer
    }

    /// Starts a command in a folder.
    pub(super) fn run<A: AsRef<OsStr>>(
        &self,
        folder: &Path,
        arguments: &[A],
    ) -> Result<Running, Refusal> {
        let mut command = Command::new(&self.program);
        command.args(OPTIONS).arg("-C").arg(folder).args(arguments);
        command.env_clear().envs(ENVIRONMENT);
        inherit(&mut command, "PATH");
        inherit(&mut command, "SystemRoot");
        command.env("GIT_CONFIG_COUNT", self.safe.len().to_string());
        for (index, value) in self.safe.iter().enumerate() {
            command.env(format!("GIT_CONFIG_KEY_{index}"), "safe.directory");
            command.env(format!("GIT_CONFIG_VALUE_{index}"), value);
        }
        self.start(command)
    }

    /// Starts a command, and the threads that read its errors and kill it if it stops responding.
    fn start(&self, mut command: Command) -> Result<Running, Refusal> {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Refusal::NotInstalled,
            _ => Refusal::Other(error.to_string()),
        })?;
        let input = child.stdin.take();
        let (Some(stdout), Some(mut errors)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(Refusal::Other("its output cannot be read".to_owned()));
        };
        let complaint = spawn(move || {
            let mut bytes = Vec::new();
            // Read all of it, so that git never blocks on a full pipe.
            let _ = errors.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })?;
        let (done, is_done) = channel::<()>();
        let patience = self.patience;
        let waiting = Waiting::begin();
        let watched = waiting.clone();
        let watch = spawn(move || {
            let mut left = patience;
            while is_done.recv_timeout(left) == Err(RecvTimeoutError::Timeout) {
                left = patience.saturating_sub(watched.length());
                if left.is_zero() {
                    let _ = child.kill();
                    return (child.wait().ok(), true);
                }
            }
            (child.wait().ok(), false)
        })?;
        Ok(Running {
            input,
            output: BufReader::with_capacity(BUFFER, Output { stdout, waiting }),
            complaint,
            done,
            watch,
        })
    }
}

/// Starts a thread. If the system cannot start one, calfeed publishes without git.
pub(super) fn spawn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>, Refusal> {
    let thread = thread::Builder::new().spawn(work);
    thread.map_err(|error| Refusal::Other(format!("no thread can be started for it: {error}")))
}

impl Waiting {
    fn begin() -> Self {
        Self(Arc::new(Mutex::new(Some(now()))))
    }

    fn set(&self, since: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    /// How long the current read has blocked.
    fn length(&self) -> Duration {
        let since = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.map_or(Duration::ZERO, |since| {
            now().saturating_duration_since(since)
        })
    }
}

impl Read for Output {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.waiting.set(Some(now()));
        let read = self.stdout.read(buffer);
        self.waiting.set(None);
        read
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell measures how long git takes"
)]
fn now() -> Instant {
    Instant::now()
}

impl Running {
    /// Reads its whole output, at most `most` bytes.
    fn answer(mut self, most: u64) -> Result<Vec<u8>, Refusal> {
        drop(self.input.take());
        let mut bytes = Vec::new();
        let read = (&mut self.output)
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes);
        // If some output is unread, git fails with a closed pipe.
        let (status, complaint) = self.end()?;
        read.map_err(|error| Refusal::Other(error.to_string()))?;
        if bytes.len() as u64 > most {
            Err(Refusal::Other("its output is too long".to_owned()))
        } else if status.success() {
            Ok(bytes)
        } else {
            Err(Refusal::of(&complaint))
        }
    }

    /// Waits for the end, and returns the exit status and the text on standard error.
    pub(super) fn end(self) -> Result<(ExitStatus, String), Refusal> {
        let Self {
            input,
            output,
            complaint,
            done,
            watch,
        } = self;
        drop((input, output, done));
        let complaint = complaint.join().unwrap_or_default();
        match watch.join() {
            Ok((Some(status), false)) => Ok((status, complaint)),
            Ok((_, true)) => Err(Refusal::Other("it took too long".to_owned())),
            Ok((None, false)) | Err(_) => Err(Refusal::Other("it did not end".to_owned())),
        }
    }
}

impl Refusal {
    /// Parses the error message of git.
    fn of(complaint: &str) -> Self {
        let fatal = complaint
            .lines()
            .find_map(|line| line.strip_prefix("fatal: "));
        let said = fatal.or(complaint.lines().next()).unwrap_or_default();
        let shown: String = said.chars().filter(|c| !c.is_control()).take(200).collect();
        if said.starts_with("not a git repository") {
            Self::NoRepository
        } else if said.contains("dubious ownership") || said.starts_with("unsafe repository") {
            let folder = shown
                .split_once(" at ")
                .map_or("FOLDER", |(_, folder)| folder);
            Self::Ownership(folder.to_owned())
        } else {
            Self::Said(shown)
        }
    }
}

/// Passes a variable of our own environment to git.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell reads its environment"
)]
fn inherit(command: &mut Command, name: &str) {
    if let Some(value) = std::env::var_os(name) {
        command.env(name, value);
    }
}
