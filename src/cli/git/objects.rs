//! Reads objects of a repository by their ids: the texts of files, and commits.
//!
//! One process of git gives all objects of a request, in order. [`Objects`] reads one at a time, so only that one is in memory.

use std::io::{self, BufRead, Read, Write};
use std::path::Path;
use std::thread::JoinHandle;

use super::super::input::LARGEST;
use super::program::{Git, Refusal, Running, spawn};
use super::{Repository, words};

/// The content of an object.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) enum Content {
    /// A blob of text, or a commit.
    Text(String),
    /// Not text, or too large for an events file.
    Other,
    /// The clone does not have the object.
    Missing,
}

/// The objects of a request, in its order.
#[derive(Debug)]
pub(super) struct Objects {
    running: Running,
    writer: JoinHandle<()>,
}

impl Repository {
    /// Asks for objects.
    pub(super) fn objects<'a>(
        &self,
        ids: impl Iterator<Item = &'a str>,
    ) -> Result<Objects, Refusal> {
        Objects::of(&self.git, &self.top, ids)
    }

    /// Passes the content of each object to `take`, in order.
    pub(in crate::cli) fn texts<'a>(
        &self,
        ids: impl Iterator<Item = &'a str>,
        mut take: impl FnMut(Content),
    ) -> Result<(), Refusal> {
        let mut asked = 0_usize;
        let mut objects = self.objects(ids.inspect(|_| asked += 1))?;
        let mut read = Ok(());
        for _ in 0..asked {
            match objects.next() {
                Ok(content) => take(content),
                Err(refusal) => {
                    read = Err(refusal);
                    break;
                }
            }
        }
        objects.end()?;
        read
    }
}

/// Returns the size of each object in bytes; `None` if the clone does not have it.
pub(super) fn sizes<'a>(
    git: &Git,
    folder: &Path,
    ids: impl Iterator<Item = &'a str>,
) -> Result<Vec<Option<u64>>, Refusal> {
    let arguments = ["cat-file", "--batch-check", "--buffer"];
    let answer = git.answer_to(folder, &arguments, lines(ids))?;
    let answer = words(&answer);
    let size = |line: &str| line.split_whitespace().nth(2)?.parse().ok();
    Ok(answer.lines().map(size).collect())
}

impl Objects {
    /// Asks for objects of the repository of a folder.
    pub(super) fn of<'a>(
        git: &Git,
        folder: &Path,
        ids: impl Iterator<Item = &'a str>,
    ) -> Result<Self, Refusal> {
        let request = lines(ids);
        let mut running = git.run(folder, &["cat-file", "--batch", "--buffer"])?;
        let input = running.input.take();
        let writer = spawn(move || {
            // If git ends early, so does its output; that error is found when it is read.
            let _ = input.map(|mut input| input.write_all(&request));
        })?;
        Ok(Self { running, writer })
    }

    /// Reads the next object of the request.
    pub(super) fn next(&mut self) -> Result<Content, Refusal> {
        content(&mut self.running.output)
            .map_err(|error| Refusal::Other(format!("its output is incomplete: {error}")))
    }

    /// Waits for git to end.
    pub(super) fn end(self) -> Result<(), Refusal> {
        // git first: if an object could not be read, git may wait for us, and the writer for git.
        let ended = self.running.end();
        let _ = self.writer.join();
        ended.map(drop)
    }
}

/// A request for objects: one id on each line.
fn lines<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut lines = Vec::new();
    for id in ids {
        lines.extend_from_slice(id.as_bytes());
        lines.push(b'\n');
    }
    lines
}

/// Reads one record of `git cat-file --batch`: `ID TYPE SIZE`, the bytes, and a line feed.
pub(super) fn content(output: &mut impl BufRead) -> io::Result<Content> {
    let mut line = String::new();
    if output.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let Some(size) = line.split_whitespace().nth(2) else {
        return Ok(Content::Missing);
    };
    let size: u64 = size
        .parse()
        .map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    let mut bytes = Vec::new();
    let mut object = output.take(size + 1);
    if size > LARGEST {
        io::copy(&mut object, &mut io::sink())?;
        return Ok(Content::Other);
    }
    object.read_to_end(&mut bytes)?;
    if bytes.pop() != Some(b'\n') || bytes.len() as u64 != size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8(bytes).map_or(Content::Other, Content::Text))
}
