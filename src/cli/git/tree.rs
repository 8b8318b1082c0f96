//! Reads the files of one commit, or of the index.
//!
//! This is for a single version. [`super::walk`] follows many.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;

use super::super::input::LARGEST;
use super::objects::{Content, Objects, sizes};
use super::program::{Git, Refusal};
use super::words;
use crate::include::{MOST_BYTES, MOST_FILES};
use crate::version::Included;

/// Returns the files of a tree and their blobs, by their paths below it.
pub(super) fn in_tree(
    git: &Git,
    folder: &Path,
    tree: &OsString,
) -> Result<Vec<(String, String)>, Refusal> {
    let arguments = ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options"];
    let arguments = arguments.iter().map(OsStr::new).chain([tree.as_os_str()]);
    let answer = git.answer(folder, &arguments.collect::<Vec<_>>())?;
    Ok(files(&answer))
}

/// Parses the output of `git ls-tree -z`, `MODE TYPE OBJECT` and the path, or of `git ls-files --stage -z`, `MODE OBJECT STAGE` and the path.
/// A link or a submodule is no file.
pub(super) fn files(answer: &[u8]) -> Vec<(String, String)> {
    let entries = answer.split(|byte| *byte == 0);
    let file = |entry: &[u8]| {
        let tab = entry.iter().position(|byte| *byte == b'\t')?;
        let path = str::from_utf8(entry.get(tab + 1..)?).ok()?;
        let about = words(entry.get(..tab)?);
        let mut about = about.split(' ');
        about.next().filter(|mode| mode.starts_with("100"))?;
        let id = about.find(|word| matches!(word.len(), 40 | 64))?;
        Some((path.to_owned(), id.to_owned()))
    };
    let mut files: Vec<(String, String)> = entries.filter_map(file).collect();
    files.sort_unstable();
    files
}

/// Reads files, in order. The inner error is a file that cannot be included, and why not.
pub(super) fn read_files(
    git: &Git,
    folder: &Path,
    files: Vec<(String, String)>,
) -> Result<Result<Vec<Included>, (String, &'static str)>, Refusal> {
    let ids = || files.iter().map(|(_, id)| id.as_str());
    let mut all = 0_u64;
    for (index, (size, (path, _))) in sizes(git, folder, ids())?.iter().zip(&files).enumerate() {
        let Some(size) = size else {
            return Err(Refusal::Said("it lacks an object".to_owned()));
        };
        all = all.saturating_add(*size);
        if *size > LARGEST || all > MOST_BYTES || index >= MOST_FILES {
            return Ok(Err((path.clone(), "is too large, or one file too many,")));
        }
    }
    let mut objects = Objects::of(git, folder, ids())?;
    let mut included = Ok(Vec::new());
    for (path, _) in &files {
        match (objects.next()?, &mut included) {
            (Content::Text(text), Ok(included)) => included.push(Included {
                path: path.as_str().into(),
                text: Arc::new(text),
            }),
            (Content::Other | Content::Missing, Ok(_)) => {
                included = Err((path.clone(), "is not UTF-8"));
            }
            (_, Err(_)) => {}
        }
    }
    objects.end()?;
    Ok(included)
}
