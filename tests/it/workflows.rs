//! What the workflows, the Action and the documents use, and at which commit. `tests/workflows/run` lints and runs them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::build_output::tree;
use crate::corpus::file;

/// Every file outside `docs/` that names an action.
const FILES: [&str; 7] = [
    "README.md",
    "action.yml",
    ".github/workflows/ci.yml",
    ".github/workflows/release.yml",
    "starter/.github/workflows/change.yml",
    "starter/.github/workflows/check.yml",
    "starter/.github/workflows/publish.yml",
];

/// Returns every file that may name an action or a release.
fn files() -> Vec<String> {
    let documents = tree(&file("docs")).into_iter();
    let documents = documents.filter(|name| name.ends_with(".md"));
    let documents = documents.map(|name| format!("docs/{name}"));
    FILES
        .map(str::to_owned)
        .into_iter()
        .chain(documents)
        .collect()
}

/// Returns the actions of a file, as `owner/name`, with the version that they name: `SHA # v1.2.3`.
fn uses(name: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(file(name)).unwrap();
    let used = text.lines().filter_map(|line| line.split_once("uses: "));
    let used = used.filter_map(|(_, used)| used.split_once('@'));
    used.map(|(action, version)| (action.to_owned(), version.to_owned()))
        .collect()
}

#[test]
fn every_action_is_pinned_by_its_commit_and_named_with_its_release() {
    let mut pins: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in &files() {
        for (action, version) in uses(name) {
            if action == "calfeed/calfeed" {
                // Our own commit is not known before the table of checksums is in it.
                let tag = version.split(' ').next().unwrap();
                assert_eq!(tag, concat!("v", env!("CARGO_PKG_VERSION")), "{name}");
                continue;
            }
            let (commit, release) = version.split_once(" # v").unwrap();
            let is_commit = commit.len() == 40 && commit.bytes().all(|it| it.is_ascii_hexdigit());
            assert!(is_commit, "{name}: {action}@{version}");
            assert_eq!(release.split('.').count(), 3, "{name}: {action}@{version}");
            pins.entry(action).or_default().insert(version);
        }
    }
    let twice: Vec<_> = pins.iter().filter(|(_, pins)| pins.len() != 1).collect();
    assert!(twice.is_empty(), "more than one release of {twice:?}");
    let names: Vec<&str> = pins.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "actions/attest-build-provenance",
            "actions/checkout",
            "actions/configure-pages",
            "actions/deploy-pages",
            "actions/download-artifact",
            "actions/setup-node",
            "actions/upload-artifact",
            "actions/upload-pages-artifact",
            "docker/login-action",
            "pypa/gh-action-pypi-publish",
            "rust-lang/crates-io-auth-action",
        ]
    );
}

#[test]
fn every_document_names_this_release() {
    let mut found = BTreeSet::new();
    for name in files() {
        let text = fs::read_to_string(file(&name)).unwrap();
        for (at, _) in text
            .match_indices("calfeed")
            .chain(text.match_indices("rev"))
        {
            let rest = text[at..].trim_start_matches(char::is_alphabetic);
            let version = rest.trim_start_matches(['_', ':', '@', '=', '-', ' ']);
            let version = version.strip_prefix('v').unwrap_or(version);
            let end = version.find(|c: char| c != '.' && !c.is_ascii_digit());
            let version = &version[..end.unwrap_or(version.len())];
            if rest.len() != text[at..].len() && version.split('.').count() == 3 {
                found.insert((version.to_owned(), name.clone()));
            }
        }
    }
    let (this, other): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|(version, _)| version == env!("CARGO_PKG_VERSION"));
    assert_eq!(other, []);
    let this: Vec<&str> = this.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(
        this,
        [
            "docs/how-to/bots.md",
            "docs/how-to/check-only.md",
            "docs/how-to/container.md",
            "docs/how-to/github-pages.md",
            "docs/how-to/review.md",
            "docs/how-to/server.md",
            "docs/how-to/small-server.md",
            "docs/how-to/static-host.md",
            "docs/start/install.md",
            "starter/.github/workflows/change.yml",
            "starter/.github/workflows/check.yml",
            "starter/.github/workflows/publish.yml",
        ]
    );
}

#[test]
fn no_script_of_the_action_has_an_expression() {
    let text = fs::read_to_string(file("action.yml")).unwrap();
    let scripts: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|it| it.starts_with("run: "))
        .collect();
    assert_eq!(
        scripts,
        [
            "run: bash \"$GITHUB_ACTION_PATH/packaging/action/install\"",
            "run: bash \"$GITHUB_ACTION_PATH/packaging/action/run\"",
        ]
    );
    // It uses no other action.
    assert_eq!(text.matches("uses:").count(), 0);
}

#[test]
fn the_document_has_every_input_and_output_of_the_action() {
    let action = fs::read_to_string(file("action.yml")).unwrap();
    let page = fs::read_to_string(file("docs/how-to/github-pages.md")).unwrap();
    let (_, page) = page.split_once("\n## The Action\n").unwrap();
    let names = action.lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.strip_suffix(':')?;
        (!name.starts_with(' ')).then_some(name)
    });
    let documented: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|row| row.split(" | ").next())
        .flat_map(|names| names.split(", "))
        .map(|name| name.trim_matches('`'))
        .collect();
    let names: BTreeSet<&str> = names.filter(|name| *name != "steps").collect();
    assert_eq!(names, documented);
}
