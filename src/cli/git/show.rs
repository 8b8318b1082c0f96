//! Reads a file at a git revision.
//!
//! The file is named `REVISION:PATH`, as git does, in the repository of the current folder. An error comes with its fix.

use std::path::Path;

use super::super::input::LARGEST;
use super::folders::Folders;
use super::program::{Git, PATIENCE, Refusal};

/// Returns the bytes of the file that git names `spec`: `HEAD~1:events.yaml`, relative to the top of the repository, or
/// `HEAD~1:./events.yaml`, relative to the current folder.
///
/// # Errors
/// A message to put after `cannot read …: `, if git is not installed, there is no repository, revision or file, somebody else owns
/// the repository, the file is too large, or git takes too long.
pub(in crate::cli) fn show(spec: &str) -> Result<Vec<u8>, String> {
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
    git.first(here, &arguments, LARGEST)
        .map_err(|refusal| match refusal {
            Refusal::Said(said) if is_missing(&said) && git.is_partial(here) => Refusal::Partial,
            refusal => refusal,
        })
        .map_err(|refusal| why(spec, refusal))
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
