//! Finds out which commit is checked out, without running git.
//!
//! It reads the commit if the branch has a file of its own; git reads packed references and reftables. It also makes a mark that changes with each
//! checkout. Only regular files are read, each with a size limit. [`Folders::check`] refuses a repository in which git would block on one of the
//! files that it opens first, such as a FIFO in place of `HEAD`.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::super::input::LARGEST;
use super::super::regular::Regular;
use super::{Refusal, name};

/// The maximum size of a file that names a commit, a reference or a folder.
const SHORT: u64 = 4096;

/// How many symbolic references git follows in a row.
const DEEPEST: usize = 5;

/// The git folders of a working tree: its own, and the one that all working trees share.
#[derive(Clone, Debug)]
pub(super) struct Folders {
    pub(super) own: PathBuf,
    pub(super) shared: PathBuf,
}

impl Folders {
    /// Finds the folders for a folder in the working tree, as far as that is possible without running git.
    pub(super) fn around(folder: &Path) -> Option<Self> {
        let git = folder.ancestors().map(|it| it.join(".git"));
        let git = git.into_iter().find(|git| git.exists())?;
        let own = match line(&git) {
            Some(text) => {
                let path = text.strip_prefix(b"gitdir: ")?;
                git.parent()?.join(name(path))
            }
            None => git,
        };
        let shared = match line(&own.join("commondir")) {
            Some(path) => own.join(name(&path)),
            None => own.clone(),
        };
        Some(Self { own, shared })
    }

    /// Refuses a repository in which git would block on a FIFO, or read a file that never ends.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let Self { own, shared } = self;
        let names = ["HEAD", "commondir", "gitdir"];
        for path in names.map(|it| own.join(it)) {
            check(&path, SHORT)?;
        }
        let names = ["config.worktree", "reftable/tables.list"].map(|it| own.join(it));
        let common = [
            "config",
            "packed-refs",
            "shallow",
            "objects/info/alternates",
            "objects/info/commit-graph",
        ];
        for path in names.into_iter().chain(common.map(|it| shared.join(it))) {
            check(&path, u64::MAX)?;
        }
        let mut file = own.join("HEAD");
        for _ in 0..DEEPEST {
            let Some(reference) = reference(&file) else {
                break;
            };
            check(&own.join(&reference), SHORT)?;
            file = shared.join(reference);
            check(&file, SHORT)?;
        }
        Ok(())
    }

    /// Returns the commit that is checked out, if it is in a loose reference file. That is so after each commit, unless git has packed
    /// its references or uses reftables.
    pub(super) fn head(&self) -> Option<String> {
        let head = self.own.join("HEAD");
        let text = match reference(&head) {
            // References other than branches may belong to this working tree alone.
            Some(branch) if branch.starts_with("refs/heads") => line(&self.shared.join(branch))?,
            Some(_) => return None,
            None => line(&head)?,
        };
        let id = String::from_utf8(text).ok()?;
        let is_id = matches!(id.len(), 40 | 64) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_id.then_some(id)
    }

    /// Returns bytes that differ when another commit is checked out, or when earlier commits are fetched into a shallow clone; it is cheap
    /// enough for every poll.
    pub(super) fn mark(&self) -> Vec<u8> {
        let Self { own, shared } = self;
        let head = own.join("HEAD");
        let mut mark = read(&head, SHORT);
        mark.extend(read(&shared.join("shallow"), LARGEST));
        let Some(reference) = reference(&head) else {
            return mark;
        };
        let mut branch = read(&shared.join(&reference), SHORT);
        if !reference.starts_with("refs/heads") {
            branch.extend(read(&own.join(&reference), SHORT));
        }
        // The branch is a loose reference, a packed one, or in a reftable.
        if branch.is_empty() {
            mark.extend(read(&shared.join("packed-refs"), LARGEST));
            mark.extend(read(&own.join("reftable/tables.list"), LARGEST));
        }
        mark.extend(branch);
        mark
    }
}

/// Returns the reference that a file names, if it is a path below the git folders.
fn reference(file: &Path) -> Option<PathBuf> {
    let text = line(file)?;
    let written = text.strip_prefix(b"ref:")?.trim_ascii();
    let is_plain = |part: &[u8]| {
        let is_odd = |byte: &u8| byte.is_ascii_control() || matches!(byte, b'\\' | b':');
        !part.is_empty() && !part.starts_with(b".") && !part.iter().any(is_odd)
    };
    let is_below = written.starts_with(b"refs/") && written.split(|it| *it == b'/').all(is_plain);
    is_below.then(|| PathBuf::from(name(written)))
}

/// Refuses a path that exists but is not a regular file of at most `most` bytes. Folders are left to git.
fn check(path: &Path, most: u64) -> Result<(), Refusal> {
    let Ok(metadata) = std::fs::metadata(path) else {
        return Ok(());
    };
    let why = if metadata.is_dir() || metadata.is_file() && metadata.len() <= most {
        return Ok(());
    } else if metadata.is_file() {
        "is too large"
    } else {
        "is not a regular file"
    };
    Err(Refusal::Other(format!("`{}` {why}", path.display())))
}

/// Reads a file of one line. `None` if there is no such file, or it is too long.
fn line(path: &Path) -> Option<Vec<u8>> {
    let bytes = Regular::open(path, SHORT).and_then(Regular::bytes).ok()?;
    Some(bytes.trim_ascii_end().to_owned())
}

/// Reads a file for a mark. A file that is too large contributes its length and modification time instead of its bytes.
fn read(path: &Path, most: u64) -> Vec<u8> {
    let Ok(file) = Regular::open(path, most) else {
        return Vec::new();
    };
    let about = (file.length(), file.written());
    file.bytes().unwrap_or_else(|_| {
        let since = about
            .1
            .and_then(|it| it.duration_since(SystemTime::UNIX_EPOCH).ok());
        format!("{} {since:?}", about.0).into_bytes()
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// A folder like `.git` with these files in it.
    #[expect(
        clippy::disallowed_methods,
        clippy::unwrap_used,
        reason = "these tests make the files of a repository"
    )]
    fn folders(files: &[(&str, &str)]) -> (tempfile::TempDir, Folders) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let path = folder.path().to_owned();
        let folders = Folders {
            own: path.clone(),
            shared: path,
        };
        (folder, folders)
    }

    const ID: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn a_reference_that_leaves_the_folder_is_not_read() {
        for name in [
            "refs/heads/../../outside",
            "refs/heads/../main",
            "refs/heads//main",
            "/etc/passwd",
            "../outside",
            "outside",
        ] {
            let (_folder, folders) = folders(&[
                ("HEAD", &format!("ref: {name}\n")),
                ("outside", ID),
                ("refs/main", ID),
                ("refs/heads/main", ID),
            ]);
            assert_eq!(folders.head(), None, "{name}");
            assert_eq!(folders.mark(), format!("ref: {name}\n").as_bytes());
        }
    }

    #[test]
    fn a_branch_in_a_file_of_its_own_is_read() {
        let (_folder, folders) = folders(&[
            ("HEAD", "ref: refs/heads/topic/one\n"),
            ("refs/heads/topic/one", &format!("{ID}\n")),
        ]);
        assert_eq!(folders.head().as_deref(), Some(ID));
        assert!(folders.check().is_ok());
    }

    #[test]
    fn references_that_name_each_other_end() {
        let (_folder, folders) = folders(&[
            ("HEAD", "ref: refs/heads/one\n"),
            ("refs/heads/one", "ref: refs/heads/one\n"),
        ]);
        assert_eq!(folders.head(), None);
        assert!(folders.check().is_ok());
    }

    #[test]
    fn a_reference_that_is_longer_than_any_is_refused() {
        let long = "a".repeat(5000);
        let (_folder, folders) = folders(&[
            ("HEAD", "ref: refs/heads/main\n"),
            ("refs/heads/main", &long),
        ]);
        assert_eq!(folders.head(), None);
        let refusal = folders.check().unwrap_err();
        assert!(
            matches!(&refusal, Refusal::Other(said) if said.ends_with("/refs/heads/main` is too large")),
            "{refusal:?}"
        );
    }
}
