//! What git has: the text of a file at a revision.
//!
//! In: `REVISION:PATH`, as git names things; the repository of the current folder. Out: bytes, or why not, with the cure.
//! Guaranteed: `git` is called as a program, without a shell, and nothing of the environment or of the configuration changes
//! its answer or runs anything: no hook, filter, pager, monitor or fetch; it ends within a time limit. Absent: a library for
//! git; who has git has the program.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// The largest file that is read, as for files outside git.
const LARGEST: u64 = 16 * 1024 * 1024;

/// How much git may have to say about a failure.
const MOST_WORDS: u64 = 64 * 1024;

/// Longer than any honest answer takes, and shorter than the patience of a pipeline.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a run of git left.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    is_good: bool,
    bytes: Vec<u8>,
    words: String,
}

/// Returns the bytes of the file that git names `spec`: `HEAD~1:events.yaml`, relative to the top of the repository, or
/// `HEAD~1:./events.yaml`, relative to the current folder.
///
/// # Errors
/// In words that follow `cannot read …: `: git is not installed, there is no repository, revision or file, somebody else owns
/// the repository, the file is too large, git takes too long.
pub(in crate::cli) fn show(spec: &str) -> Result<Vec<u8>, String> {
    // `cat-file` knows no text conversion, external diff or pager, as `show` does.
    let ask = |command: &mut Command| {
        command.args(["cat-file", "blob", "--end-of-options", spec]);
        answer(command, PATIENCE)
    };
    let mut found = ask(&mut git())?;
    if found.words.contains("dubious ownership") {
        // The folders that this user has named safe stand in the configuration that was left out.
        let mut command = git();
        for folder in safe_folders()? {
            command.arg("-c").arg(format!("safe.directory={folder}"));
        }
        found = ask(&mut command)?;
    }
    if found.is_good {
        Ok(found.bytes)
    } else {
        Err(refusal(spec, &found.words))
    }
}

/// Prepares a call of git in which nothing of the surroundings counts.
fn git() -> Command {
    let mut command = bare();
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

/// Prepares a call of git that heeds the configuration of the system and of the user.
fn bare() -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command
        .env("LC_ALL", "C")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .args(["--no-pager", "-c", "core.fsmonitor=false"])
        .args(["-c", "core.hooksPath=/dev/null"]);
    command
}

/// The folders that the user or the system has declared safe, whoever owns them.
fn safe_folders() -> Result<Vec<String>, String> {
    let mut folders = Vec::new();
    for scope in ["--system", "--global"] {
        let mut command = bare();
        command.args(["config", scope, "--null", "--get-all", "safe.directory"]);
        let found = answer(&mut command, PATIENCE)?;
        let text = String::from_utf8_lossy(&found.bytes).into_owned();
        folders.extend(text.split_terminator('\0').map(ToOwned::to_owned));
    }
    Ok(folders)
}

/// Says why git refused, and what to do.
fn refusal(spec: &str, words: &str) -> String {
    let (revision, path) = spec.split_once(':').unwrap_or((spec, ""));
    let says = |part: &str| words.contains(part);
    if says("not a git repository") {
        return "there is no such file, and this folder is in no git repository".to_owned();
    }
    if says("dubious ownership") {
        // Git names the folder in quotes of its own, which serve a shell.
        let line = words
            .lines()
            .find(|line| line.contains("dubious ownership"));
        let folder = line
            .and_then(|line| line.split_once(" at "))
            .map_or("FOLDER", |(_, it)| it);
        return format!(
            "the git repository at {folder} belongs to somebody else; if you trust it, run `git config --global --add \
             safe.directory {folder}`"
        );
    }
    if says("does not exist in")
        || says("exists on disk, but not in")
        || says("is in the index, but not")
    {
        return format!(
            "git has no `{path}` at `{revision}`; a path counts from the top of the repository, or from this folder where \
             it begins with `./`"
        );
    }
    if says("invalid object name") || says("Not a valid object name") || says("unknown revision") {
        return format!(
            "git has no revision `{revision}` here; in a shallow clone, fetch more of the history first"
        );
    }
    if says("bad file") {
        return format!("`{path}` is no file at `{revision}`");
    }
    let first = words.lines().find(|line| !line.trim().is_empty());
    let first = first.map(|line| line.strip_prefix("fatal: ").unwrap_or(line));
    format!("git says: {}", first.unwrap_or("nothing"))
}

/// Runs a command to its end, or kills it.
fn answer(command: &mut Command, patience: Duration) -> Result<Answer, String> {
    let failed = |error: io::Error| format!("cannot run git: {error}");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                "there is no such file, and git, which could know it, is not installed".to_owned()
            }
            _ => failed(error),
        })?;
    let bytes = read(child.stdout.take(), LARGEST + 1);
    let words = read(child.stderr.take(), MOST_WORDS);
    let ended = bytes
        .recv_timeout(patience)
        .and_then(|bytes| Ok((bytes, words.recv_timeout(patience)?)));
    let Ok((bytes, words)) = ended else {
        let _ = end(&mut child);
        return Err(format!(
            "git did not answer within {} seconds",
            patience.as_secs()
        ));
    };
    let (bytes, words) = (bytes.map_err(failed)?, words.map_err(failed)?);
    if bytes.len() as u64 > LARGEST {
        let _ = end(&mut child);
        return Err("it is larger than 16 MiB, the most that is read".to_owned());
    }
    let status = child.wait().map_err(failed)?;
    Ok(Answer {
        is_good: status.success(),
        bytes,
        words: String::from_utf8_lossy(&words).into_owned(),
    })
}

fn end(child: &mut Child) -> io::Result<ExitStatus> {
    child.kill()?;
    child.wait()
}

/// Reads a pipe on a thread of its own: a child that waits for a full one to empty would never end.
fn read(pipe: Option<impl Read + Send + 'static>, most: u64) -> Receiver<io::Result<Vec<u8>>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.map_or(Ok(0), |pipe| pipe.take(most).read_to_end(&mut bytes));
        // Nobody waits any more once the patience is over.
        let _ = send.send(read.map(|_| bytes));
    });
    receive
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let mut command = Command::new("sleep");
        assert_eq!(
            answer(command.arg("600"), Duration::from_millis(20)),
            Err("git did not answer within 0 seconds".to_owned())
        );
    }

    #[test]
    fn a_repository_of_somebody_else_is_named_with_the_cure() {
        let words = "fatal: detected dubious ownership in repository at '/srv/club'\nTo add an exception …\n";
        assert_eq!(
            refusal("HEAD:events.yaml", words),
            "the git repository at '/srv/club' belongs to somebody else; if you trust it, run `git config --global --add \
             safe.directory '/srv/club'`"
        );
    }

    #[test]
    fn an_answer_without_end_is_too_large() {
        let mut command = Command::new("cat");
        assert_eq!(
            answer(command.arg("/dev/zero"), PATIENCE),
            Err("it is larger than 16 MiB, the most that is read".to_owned())
        );
    }

    #[test]
    fn a_program_that_is_not_there_is_not_installed() {
        assert_eq!(
            answer(&mut Command::new("no-such-program"), PATIENCE),
            Err("there is no such file, and git, which could know it, is not installed".to_owned())
        );
    }
}
