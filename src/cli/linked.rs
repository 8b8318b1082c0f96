//! Decides which symbolic links are followed.
//!
//! It takes the path of a file that a command, an option or a folder of templates names, and opens the file or returns its real path. A link is
//! followed only to a file below its own folder, or below the git working tree that contains the folder, and never to a hidden file. Thus a link
//! in a pull request cannot publish other files of the machine. The file that was checked is the file that is opened. Any path that is no
//! link is allowed, unless a folder on it is a link in a repository that points out of the repository.
//!
//! A Kubernetes volume has links to `..data`, which is a link to a folder beside it: both are below the folder.

use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::regular::Regular;

/// Why a link is not followed.
#[derive(Clone, Copy, Debug)]
enum Refused {
    Outside,
    Hidden,
}

/// How often to try again if a link is replaced while it is read.
const ATTEMPTS: usize = 5;

/// Opens a file, of which at most `most` bytes are read.
///
/// # Errors
/// If it is a link that is not followed; otherwise as [`Regular::open`].
pub(super) fn open(path: &Path, most: u64) -> io::Result<Regular> {
    let mut attempt = 1;
    loop {
        match follow(path).and_then(|real| Regular::open_itself(&real, most)) {
            // Kubernetes updates a volume by replacing the link, then removing its old target.
            Err(error) if error.kind() == io::ErrorKind::NotFound && attempt < ATTEMPTS => {
                attempt += 1;
            }
            opened => return opened,
        }
    }
}

/// Resolves symbolic links, and returns the path of their target.
///
/// # Errors
/// If it is a link that is not followed, or on an I/O error.
pub(super) fn follow(path: &Path) -> io::Result<PathBuf> {
    let refused = |why: Refused| Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
    // The user chose the path, so links to folders are allowed, except that a repository must not have one that points outside itself.
    for folder in path.ancestors().skip(1) {
        if folder.is_symlink()
            && let Some(tree) = tree_of(&folder_of(folder).canonicalize()?)
            && !folder.canonicalize()?.starts_with(tree)
        {
            return refused(Refused::Outside);
        }
    }
    if !path.symlink_metadata()?.is_symlink() {
        return Ok(path.to_owned());
    }
    let real = path.canonicalize()?;
    let folder = folder_of(path).canonicalize()?;
    let roots = [Some(folder.as_path()), tree_of(&folder)];
    // Not `/`: every file is below it.
    let mut roots = roots
        .into_iter()
        .flatten()
        .filter(|it| it.parent().is_some());
    match roots.find_map(|root| real.strip_prefix(root).ok()) {
        Some(below) if below.components().any(is_hidden) => refused(Refused::Hidden),
        Some(_) => Ok(real),
        None => refused(Refused::Outside),
    }
}

/// Whether an error says that a link was not followed.
pub(super) fn is_refusal(error: &io::Error) -> bool {
    error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Refused>())
        .is_some()
}

/// The help for a link that is not followed.
pub(super) fn cure(path: &Path) -> String {
    let path = path.display();
    format!("; give the path of the file that it points to, which `readlink -f {path}` shows")
}

/// The folder that a path is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    }
}

/// The working tree of git that a folder is in.
fn tree_of(folder: &Path) -> Option<&Path> {
    let mut above = folder.ancestors();
    above.find(|it| it.join(".git").symlink_metadata().is_ok())
}

/// Whether a part of a path is hidden, such as `.git` and `.env`. Names with two dots are not: Kubernetes uses them.
pub(super) fn is_hidden(part: Component<'_>) -> bool {
    let name = part.as_os_str().as_encoded_bytes();
    part.as_os_str() != OsStr::new(".") && name.starts_with(b".") && !name.starts_with(b"..")
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refused::Outside => {
                "it is a symbolic link that points outside its folder and its git working tree"
            }
            Refused::Hidden => "it is a symbolic link to a hidden file",
        })
    }
}

impl std::error::Error for Refused {}
