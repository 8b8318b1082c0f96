//! Runs the program `git`.
//!
//! In: arguments. Out: its output, or the [`Refusal`]. Guaranteed: no shell; nothing is written or fetched; no program but `git` runs; of
//! the user's and the system's configuration only `safe.directory` counts, which says whose repositories may be read; waiting has a limit.
//! Absent: what is asked.
//!
//! The repository's own configuration cannot be ignored, so each of its settings that could change the output or run a program is
//! overridden by an option, here or beside the command, or does not affect the command.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long git may keep us waiting for the next of its words.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// So much is taken at once of what git prints.
const BUFFER: usize = 64 * 1024;

/// What overrules the repository's configuration, whatever is asked.
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

/// What stands in git's environment; beside it only PATH, and on Windows `SystemRoot`.
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
    // Nothing is fetched for a partial clone: newer releases heed the first, all heed the second.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
];

/// Why git gave no answer.
#[derive(Debug)]
pub(in crate::cli) enum Refusal {
    /// There is no program of that name.
    NotInstalled,
    /// The file stands in no repository.
    NoRepository,
    /// The repository is another user's: its folder, quoted as a shell needs it.
    Ownership(String),
    /// The clone was made with `--filter`, and lacks what would tell the history.
    Partial,
    /// What git said before it gave up.
    Said(String),
    /// It went on for too long, or said too much, or broke off.
    Other(String),
}

/// The program, the same for all that one reading asks.
#[derive(Clone, Debug)]
pub(super) struct Git {
    program: OsString,
    /// Whose repositories may be read, as the user's configuration says.
    safe: Vec<String>,
    patience: Duration,
}

/// Since when git has kept us waiting; none while we are busy with what it said.
#[derive(Clone, Debug)]
struct Waiting(Arc<Mutex<Option<Instant>>>);

/// What git prints.
#[derive(Debug)]
pub(super) struct Output {
    stdout: ChildStdout,
    waiting: Waiting,
}

/// A run that is under way.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) input: Option<ChildStdin>,
    pub(super) output: BufReader<Output>,
    complaint: JoinHandle<String>,
    /// Dropped when all output has been read.
    done: Sender<()>,
    /// Waits for the end, and brings it about if it does not come in time.
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

    /// Takes up the repositories of others that the user trusts. Git itself heeds these only where no repository could have
    /// written them: in the configuration of the user and of the machine.
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

    /// Asks the first question. Where the repository is another user's, it is asked again with those that the user trusts; and so
    /// is all that follows.
    ///
    /// # Errors
    /// Also where the answer has more than `most` bytes.
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

    /// Whether the repository of a folder was cloned with `--filter`, so that it lacks what git would fetch.
    pub(super) fn is_partial(&self, folder: &Path) -> bool {
        let keys = r"^(extensions\.partialclone|remote\..*\.promisor)$";
        let arguments = ["config", "--local", "--get-regexp", keys];
        self.answer(folder, &arguments).is_ok()
    }

    /// Runs it to its end, which must be a good one.
    pub(super) fn answer<A: AsRef<OsStr>>(
        &self,
        folder: &Path,
        arguments: &[A],
    ) -> Result<Vec<u8>, Refusal> {
        self.run(folder, arguments)?.answer(u64::MAX)
    }

    /// Runs it in a folder.
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
            return Err(Refusal::Other("it has no output".to_owned()));
        };
        let complaint = thread::spawn(move || {
            let mut bytes = Vec::new();
            // All of it is read, so that git never waits for us, and little is shown.
            let _ = errors.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let (done, is_done) = channel::<()>();
        let patience = self.patience;
        let waiting = Waiting::begin();
        let watched = waiting.clone();
        let watch = thread::spawn(move || {
            let mut left = patience;
            while is_done.recv_timeout(left) == Err(RecvTimeoutError::Timeout) {
                left = patience.saturating_sub(watched.length());
                if left.is_zero() {
                    let _ = child.kill();
                    return (child.wait().ok(), true);
                }
            }
            (child.wait().ok(), false)
        });
        Ok(Running {
            input,
            output: BufReader::with_capacity(BUFFER, Output { stdout, waiting }),
            complaint,
            done,
            watch,
        })
    }
}

impl Waiting {
    fn begin() -> Self {
        Self(Arc::new(Mutex::new(Some(present()))))
    }

    fn set(&self, since: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    fn length(&self) -> Duration {
        let since = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.map_or(Duration::ZERO, |since| {
            present().saturating_duration_since(since)
        })
    }
}

impl Read for Output {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.waiting.set(Some(present()));
        let read = self.stdout.read(buffer);
        self.waiting.set(None);
        read
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell measures how long git takes"
)]
fn present() -> Instant {
    Instant::now()
}

impl Running {
    /// Reads all that it prints, at most so many bytes.
    fn answer(mut self, most: u64) -> Result<Vec<u8>, Refusal> {
        drop(self.input.take());
        let mut bytes = Vec::new();
        let read = (&mut self.output)
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes);
        // Where something is left unread, it ends because nobody takes it.
        let (status, complaint) = self.end()?;
        read.map_err(|error| Refusal::Other(error.to_string()))?;
        if bytes.len() as u64 > most {
            Err(Refusal::Other("it says more than is read".to_owned()))
        } else if status.success() {
            Ok(bytes)
        } else {
            Err(Refusal::of(&complaint))
        }
    }

    /// Waits for the end, and returns it with what was complained of.
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
    /// Reads what git says before it gives up.
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

/// Hands a variable of our own environment on.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell reads its environment"
)]
fn inherit(command: &mut Command, name: &str) {
    if let Some(value) = std::env::var_os(name) {
        command.env(name, value);
    }
}
