//! The files with which a host of git repositories or of pages builds the calendar.
//!
//! They are those of `starter/`, which is a repository that works when it is copied. Only the README and the issue forms have something of the
//! calendar in them: its name and its address, its groups and its series.

use std::fs;
use std::path::Path;

use clap::ValueEnum;

use super::draft::Draft;
use crate::form::{Choices, FOLDER, issue_forms};

/// Where the repository of a calendar is, or what publishes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Host {
    Github,
    Gitlab,
    Netlify,
}

/// A file of the starter: its path, and its text.
pub(super) type File = (&'static str, &'static str);

/// Includes a file of the starter.
macro_rules! starter {
    ($path:literal) => {
        ($path, include_str!(concat!("../../../starter/", $path)))
    };
}

const GITHUB: [File; 5] = [
    starter!(".github/workflows/publish.yml"),
    starter!(".github/workflows/check.yml"),
    starter!(".github/workflows/change.yml"),
    starter!(".github/dependabot.yml"),
    starter!(".github/ISSUE_TEMPLATE/config.yml"),
];

const GITLAB: [File; 1] = [starter!(".gitlab-ci.yml")];

const NETLIFY: [File; 1] = [starter!("netlify.toml")];

/// The file that keeps the result of a build out of git.
pub(super) const IGNORED: File = starter!(".gitignore");

/// The page of the repository, which says how to change a date.
const README: File = starter!("README.md");

impl Host {
    fn files(self) -> &'static [File] {
        match self {
            Self::Github => &GITHUB,
            Self::Gitlab => &GITLAB,
            Self::Netlify => &NETLIFY,
        }
    }

    /// What a person does after the files are there.
    pub(super) fn next(self) -> &'static str {
        match self {
            Self::Github => {
                "On GitHub, choose \"GitHub Actions\" under Settings, Pages, and push the branch `main`"
            }
            Self::Gitlab => {
                "On GitLab, push the default branch, and add a daily schedule under Build, Pipeline schedules"
            }
            Self::Netlify => {
                "On Netlify, add the repository as a site, and call a build hook of it each day"
            }
        }
    }
}

/// Returns the path and the text of each file for these hosts. The issue forms offer `choices`. `draft` is `None` if the calendar is there already: then
/// there is no README, because its owner has described it.
pub(super) fn files(
    hosts: &[Host],
    choices: &Choices,
    draft: Option<&Draft>,
) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for host in hosts {
        let of_host = host.files().iter();
        files.extend(of_host.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        if *host == Host::Github {
            let forms = issue_forms(choices).into_iter();
            files.extend(forms.map(|(name, text)| (format!("{FOLDER}/{name}"), text)));
        }
    }
    if !files.is_empty() {
        let (path, text) = IGNORED;
        files.push((path.to_owned(), text.to_owned()));
    }
    if let Some(draft) = draft.filter(|_| !files.is_empty()) {
        let (path, text) = README;
        let text = text
            .replace("Riverside Book Club", &draft.name)
            .replace("https://books.example.org", &draft.url);
        files.push((path.to_owned(), text));
    }
    files
}

/// Returns what to add to a `.gitignore` that is there already.
#[expect(
    clippy::disallowed_methods,
    reason = "what cannot be read is only not mentioned"
)]
pub(super) fn also_ignored(path: &Path) -> &'static str {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut lines = text.lines().map(|line| line.trim().trim_matches('/'));
    if lines.any(|line| line == "public") {
        ""
    } else {
        "; add the line `/public` to it"
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Returns every file below a folder, by its path relative to the starter.
    fn below(folder: &Path, name: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{name}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                below(&entry.path(), &format!("{name}/"), found);
            } else {
                found.insert(name);
            }
        }
    }

    #[test]
    fn init_writes_every_file_of_the_starter() {
        let mut expected = BTreeSet::new();
        let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("starter");
        below(&starter, "", &mut expected);
        let hosts = Host::value_variants();
        let written = files(hosts, &Choices::default(), Some(&Draft::default())).into_iter();
        let mut written: BTreeSet<String> = written.map(|(path, _)| path).collect();
        // Those that every calendar gets.
        written.insert("events.yaml".to_owned());
        written.insert("events.schema.json".to_owned());
        assert_eq!(written, expected);
    }

    #[test]
    fn the_readme_is_that_of_the_calendar() {
        let draft = Draft {
            name: "Riverside Book Club".to_owned(),
            url: "https://books.example.org".to_owned(),
            ..Draft::default()
        };
        let of = |draft: &Draft| {
            let files = files(&[Host::Gitlab], &Choices::default(), Some(draft));
            files.last().unwrap().1.clone()
        };
        assert_eq!(of(&draft), README.1);
        let other = Draft {
            name: "Chess".to_owned(),
            url: "https://chess.example.org".to_owned(),
            ..draft
        };
        let lines = "# Chess\n\nSubscribe, or see what is next: https://chess.example.org\n";
        assert!(of(&other).starts_with(lines));
    }
}
