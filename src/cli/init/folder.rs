//! The folder that `calfeed init` writes into, as a person has to know it.
//!
//! [`change_to`] returns the command that goes there. [`repository_above`] finds the git repository of which the folder is only a part: GitHub,
//! GitLab and Netlify read their files at the top of a repository, and silently ignore them anywhere else.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns the command that changes to a folder, or `None` if that is the current one. Quotes are added where a shell would split or read the
/// name.
pub(super) fn change_to(folder: &Path) -> Option<String> {
    if folder == Path::new(".") {
        return None;
    }
    let name = folder.display().to_string();
    let is_plain = name
        .chars()
        .all(|it| it.is_alphanumeric() || "/\\._-:~+".contains(it));
    Some(if name.starts_with('-') {
        format!("cd \"./{name}\"")
    } else if is_plain {
        format!("cd {name}")
    } else {
        format!("cd \"{name}\"")
    })
}

/// Returns the top of the git repository that a folder is in, unless it is the top itself or in no repository.
pub(super) fn repository_above(folder: &Path) -> Option<PathBuf> {
    let folder = fs::canonicalize(folder).ok()?;
    // `.git` is a folder, or a file in a linked working tree.
    let mut tops = folder.ancestors().filter(|it| it.join(".git").exists());
    let top = tops.next()?;
    (top != folder).then(|| top.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_a_shell_would_split_is_quoted() {
        for (folder, command) in [
            (".", None),
            ("calendar", Some("cd calendar")),
            ("../clubs/books", Some("cd ../clubs/books")),
            ("my calendar", Some("cd \"my calendar\"")),
            ("-books", Some("cd \"./-books\"")),
        ] {
            assert_eq!(change_to(Path::new(folder)).as_deref(), command);
        }
    }

    #[expect(clippy::disallowed_methods, reason = "a test writes a file")]
    #[test]
    fn only_a_folder_below_the_top_has_a_repository_above_it() {
        let folder = tempfile::tempdir().unwrap();
        let top = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir_all(top.join("site/calendar")).unwrap();
        fs::create_dir_all(top.join("alone")).unwrap();
        fs::write(top.join("site/.git"), "gitdir: elsewhere").unwrap();
        assert_eq!(
            repository_above(&top.join("site/calendar")),
            Some(top.join("site"))
        );
        assert_eq!(repository_above(&top.join("site")), None);
        assert_eq!(repository_above(&top.join("alone")), None);
    }
}
