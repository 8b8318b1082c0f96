//! Reads an events file at a git revision, and the files that it includes there.
//!
//! The file is named `REVISION:PATH`, as git does, in the repository of the current folder. An error comes with its fix.

use std::path::Path;

use super::super::folder::{ALL, has_calendar};
use super::super::input::{LARGEST, USUAL};
use super::folders::Folders;
use super::included::Names;
use super::program::{Git, PATIENCE, Refusal};
use super::tree::{files, in_tree, read_files};
use super::words;
use crate::history::includes_of;
use crate::include::{Include, MOST_FILES};
use crate::version::Included;

/// An events file at a revision.
#[derive(Debug)]
pub(in crate::cli) struct Shown {
    pub(in crate::cli) bytes: Vec<u8>,
    /// The files that it includes at the same revision.
    pub(in crate::cli) included: Vec<Included>,
    /// What it includes in addition to the entries in its text, because the folder was named and not the file.
    pub(in crate::cli) others: Vec<Include>,
}

/// Returns the events file that git names `spec`: `HEAD~1:events.yaml`, relative to the top of the repository, or
/// `HEAD~1:./events.yaml`, relative to the current folder.
///
/// # Errors
/// A message to put after `cannot read …: `, if git is not installed, there is no repository, revision or file, somebody else owns
/// the repository, a file is too large, or git takes too long.
pub(in crate::cli) fn show(spec: &str) -> Result<Shown, String> {
    let mut git = Git::new("git", PATIENCE);
    // Unlike `show`, this command runs no text conversion, external diff or pager.
    let arguments = ["cat-file", "blob", "--end-of-options", spec];
    let here = Path::new(".");
    if let Some(folders) = here
        .canonicalize()
        .ok()
        .as_deref()
        .and_then(Folders::around)
    {
        folders.check().map_err(|refusal| why(spec, refusal))?;
    }
    let partial = |git: &Git, refusal| match refusal {
        Refusal::Said(said) if is_missing(&said) && git.is_partial(here) => Refusal::Partial,
        refusal => refusal,
    };
    let mut found = git.first(here, &arguments, LARGEST);
    let (mut main, mut others) = (spec.to_owned(), Vec::new());
    if let Err(Refusal::Said(said)) = &found
        && said.contains("bad file")
        && let Some(of_folder) = of_folder(&git, here, spec)
    {
        (main, others) = of_folder;
        found = git.first(
            here,
            &["cat-file", "blob", "--end-of-options", &main],
            LARGEST,
        );
    }
    let bytes = found.map_err(|refusal| why(spec, partial(&git, refusal)))?;
    let written = str::from_utf8(&bytes).map(|text| includes_of(text, &others));
    let names = Names::of(written.unwrap_or_default());
    let included = if names.is_empty() {
        Vec::new()
    } else {
        included(&git, here, &main, &names)
            .map_err(|refusal| why(spec, partial(&git, refusal)))?
            .map_err(|path_and_why| at_revision(spec, path_and_why))?
    };
    Ok(Shown {
        bytes,
        included,
        others,
    })
}

/// Finds the events file of a folder at a revision, as in a folder on the disk: `events.yaml`, or the only file with a `calendar`, which then
/// includes the others.
fn of_folder(git: &Git, here: &Path, spec: &str) -> Option<(String, Vec<Include>)> {
    let (revision, folder) = parts(spec);
    if revision.is_empty() {
        return None;
    }
    let folder = folder.trim_end_matches('/');
    let below = |name: &str| match folder {
        "" => format!("{revision}:{name}"),
        _ => format!("{revision}:{folder}/{name}"),
    };
    let mut files = in_tree(git, here, &below("").into()).ok()?;
    if files.iter().any(|(path, _)| path == USUAL) {
        return Some((below(USUAL), Vec::new()));
    }
    let all: Vec<Include> = Include::parse(ALL).into_iter().collect();
    files.retain(|(path, _)| all.iter().any(|all| all.matches(path)));
    files.truncate(MOST_FILES);
    let files = read_files(git, here, &files).ok()?.ok()?;
    let mut mains = files.iter().filter(|file| has_calendar(&file.text));
    let main = mains.next()?;
    let is_only = mains.next().is_none();
    is_only.then(|| (below(&main.path), all))
}

/// Reads the files that an events file includes at a revision.
fn included(
    git: &Git,
    here: &Path,
    spec: &str,
    names: &Names,
) -> Result<Result<Vec<Included>, (String, &'static str)>, Refusal> {
    let (revision, path) = parts(spec);
    let (folder, own) = path.rsplit_once('/').unwrap_or(("", path));
    let files = if revision.is_empty() {
        staged(git, here, folder)?
    } else {
        // git resolves a relative path only if it begins with `./` or `../`.
        let end = if matches!(folder, "." | "..") {
            "/"
        } else {
            ""
        };
        in_tree(git, here, &format!("{revision}:{folder}{end}").into())?
    };
    let files = files
        .into_iter()
        .filter(|(path, _)| path != own && names.name(path));
    read_files(git, here, &files.collect::<Vec<_>>())
}

/// Returns the files of the index below a folder, by their paths below it.
fn staged(git: &Git, here: &Path, folder: &str) -> Result<Vec<(String, String)>, Refusal> {
    let answer = git.answer(here, &["rev-parse", "--show-cdup", "--show-prefix"])?;
    let answer = words(&answer);
    let mut lines = answer.lines();
    let (up, prefix) = (
        lines.next().unwrap_or_default(),
        lines.next().unwrap_or_default(),
    );
    let is_relative = folder == "." || folder.starts_with("./") || folder.starts_with("..");
    let prefix = if is_relative { prefix } else { "" };
    let mut below: Vec<&str> = Vec::new();
    for name in prefix.split('/').chain(folder.split('/')) {
        match name {
            "" | "." => {}
            ".." => drop(below.pop()),
            name => below.push(name),
        }
    }
    let below = below.join("/");
    let mut arguments = vec!["ls-files", "--stage", "-z", "--"];
    if !below.is_empty() {
        arguments.push(&below);
    }
    let answer = git.answer(&here.join(up), &arguments)?;
    let below = if below.is_empty() { below } else { below + "/" };
    let files = files(&answer).into_iter();
    Ok(files
        .filter_map(|(path, blob)| Some((path.strip_prefix(below.as_str())?.to_owned(), blob)))
        .collect())
}

/// Splits the name of a file at a revision as git does. The revision of a file in the index is empty.
fn parts(spec: &str) -> (&str, &str) {
    if let Some(staged) = spec.strip_prefix(':') {
        let stage = staged.strip_prefix(|c: char| ('0'..='3').contains(&c));
        let path = stage.and_then(|rest| rest.strip_prefix(':'));
        return ("", path.unwrap_or(staged));
    }
    let mut depth = 0_usize;
    let colon = spec.char_indices().find(|(_, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *c == ':' && depth == 0
    });
    let split = colon.and_then(|(at, _)| Some((spec.get(..at)?, spec.get(at + 1..)?)));
    split.unwrap_or((spec, ""))
}

/// Returns the message for an included file that cannot be read.
fn at_revision(spec: &str, (path, why): (String, &str)) -> String {
    let (revision, _) = parts(spec);
    let at = if revision.is_empty() {
        "in the index".to_owned()
    } else {
        format!("at `{revision}`")
    };
    format!("it includes `{path}`, which {why} {at}")
}

/// Whether git knows the revision, but may lack its objects.
fn is_missing(said: &str) -> bool {
    ![
        "invalid object name",
        "Not a valid object name",
        "unknown revision",
    ]
    .iter()
    .any(|unknown| said.contains(unknown))
}

/// Returns the message for a failure of git, with the fix.
fn why(spec: &str, refusal: Refusal) -> String {
    let said = match refusal {
        Refusal::NotInstalled => {
            return "there is no such file, and it cannot be read from git, which is not installed"
                .to_owned();
        }
        Refusal::NoRepository => {
            return "there is no such file, and this folder is not in a git repository".to_owned();
        }
        Refusal::Ownership(folder) => {
            return format!(
                "the git repository at {folder} belongs to somebody else; if you trust it, run `git config --global --add \
                 safe.directory {folder}`"
            );
        }
        Refusal::Partial => {
            return "this clone is partial and lacks it; clone it without `--filter`".to_owned();
        }
        Refusal::Other(why) => return format!("git failed: {why}"),
        Refusal::Said(said) => said,
    };
    let (revision, path) = spec.split_once(':').unwrap_or((spec, ""));
    let says = |part: &str| said.contains(part);
    if says("does not exist in")
        || says("exists on disk, but not in")
        || says("is in the index, but not")
    {
        format!(
            "git has no `{path}` at `{revision}`; a path counts from the top of the repository, or from this folder where \
             it begins with `./`"
        )
    } else if says("invalid object name")
        || says("Not a valid object name")
        || says("unknown revision")
    {
        format!(
            "git has no revision `{revision}` here; if the clone is shallow, fetch more of the history first"
        )
    } else if says("bad file") {
        format!("`{path}` is not a file at `{revision}`")
    } else if said.is_empty() {
        "git failed without a message".to_owned()
    } else {
        format!("git says: {said}")
    }
}
