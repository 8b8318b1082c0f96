//! What each version of the events file includes, and the pathspecs that name it to git.
//!
//! [`Names`] decides exactly which paths a version includes. A pathspec may name more files: they only cost time.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::include::Include;

/// The most pathspecs for which git is fast: it compares each changed path with each of them.
const MOST_PATHSPECS: usize = 24;

/// What one version of the events file includes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Names {
    /// The entries that are no patterns.
    paths: HashSet<String>,
    patterns: Vec<Include>,
}

/// What the versions of the events file include, by their blobs. A blob that is absent includes nothing.
#[derive(Debug, Default)]
pub(in crate::cli) struct Includes {
    by_blob: HashMap<String, Arc<Names>>,
    last: Option<Arc<Names>>,
    all: BTreeSet<Include>,
    none: Arc<Names>,
}

impl Names {
    pub(super) fn of(includes: Vec<Include>) -> Self {
        let (patterns, paths): (Vec<_>, Vec<_>) =
            includes.into_iter().partition(Include::is_pattern);
        Self {
            paths: paths.iter().map(|it| it.as_str().to_owned()).collect(),
            patterns,
        }
    }

    /// Whether a path below the folder of the events file is included. The events file itself never is; the caller leaves it out.
    pub(super) fn name(&self, path: &str) -> bool {
        self.paths.contains(path) || self.patterns.iter().any(|it| it.matches(path))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.patterns.is_empty()
    }
}

impl Includes {
    /// Adds a version of the events file.
    pub(in crate::cli) fn add(&mut self, blob: &str, includes: Vec<Include>) {
        if includes.is_empty() {
            return;
        }
        self.all.extend(includes.iter().cloned());
        let names = Names::of(includes);
        // Most versions include what the one before includes.
        let names = match &self.last {
            Some(last) if **last == names => Arc::clone(last),
            _ => Arc::new(names),
        };
        self.last = Some(Arc::clone(&names));
        self.by_blob.insert(blob.to_owned(), names);
    }

    /// Whether no version includes a file.
    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.by_blob.is_empty()
    }

    /// What this version of the events file includes.
    pub(super) fn of(&self, blob: Option<&str>) -> &Arc<Names> {
        let names = blob.and_then(|blob| self.by_blob.get(blob));
        names.unwrap_or(&self.none)
    }

    /// Returns pathspecs for everything that any version includes, below a folder. The folder ends with `/`, or is empty.
    pub(super) fn pathspecs(&self, folder: &[u8]) -> Vec<Vec<u8>> {
        let patterns = |of: &dyn Fn(&Include) -> String| -> BTreeSet<String> {
            self.all.iter().map(of).collect()
        };
        let extension = |include: &Include| {
            let name = include.as_str();
            name.rsplit('.').next().unwrap_or(name).to_owned()
        };
        let exact = patterns(&|include| include.as_str().to_owned());
        let by_folder = || {
            patterns(&|include| {
                let folder = include.as_str().rsplit_once('/');
                let folder = folder.map_or(String::new(), |(folder, _)| format!("{folder}/"));
                format!("{folder}*.{}", extension(include))
            })
        };
        let anywhere = || patterns(&|include| format!("**/*.{}", extension(include)));
        let is_few = |it: &BTreeSet<String>| it.len() <= MOST_PATHSPECS;
        let chosen = Some(exact).filter(is_few);
        let chosen = chosen.or_else(|| Some(by_folder()).filter(is_few));
        let chosen = chosen.unwrap_or_else(anywhere);
        let chosen = chosen.into_iter();
        chosen
            .map(|pattern| pathspec(folder, pattern.as_bytes()))
            .collect()
    }
}

/// Returns a pathspec for a pattern below a folder, whose name has no special characters in a pathspec.
pub(super) fn pathspec(folder: &[u8], pattern: &[u8]) -> Vec<u8> {
    let mut spec = b":(top,glob)".to_vec();
    spec.extend(literal(folder));
    spec.extend_from_slice(pattern);
    spec
}

/// Returns a pattern of git that matches a path, one on one line.
pub(super) fn literal(path: &[u8]) -> Vec<u8> {
    let mut pattern = Vec::with_capacity(path.len());
    for byte in path {
        match byte {
            b'*' | b'?' | b'[' | b']' | b'\\' => pattern.extend([b'\\', *byte]),
            // git reads one pattern from each line, and `?` matches any character. The reader of the log compares the whole path.
            byte if byte.is_ascii_control() => pattern.push(b'?'),
            byte => pattern.push(*byte),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn includes(all: &[&str]) -> Includes {
        let mut includes = Includes::default();
        let parsed = all.iter().map(|it| Include::parse(it).unwrap()).collect();
        includes.add("1", parsed);
        includes
    }

    fn pathspecs(all: &[&str], folder: &str) -> Vec<String> {
        let specs = includes(all).pathspecs(folder.as_bytes());
        let specs = specs.into_iter().map(String::from_utf8);
        specs.map(Result::unwrap).collect()
    }

    #[test]
    fn a_pathspec_has_no_special_characters_from_a_folder() {
        assert_eq!(
            pathspecs(&["teams/*.yaml", "a.yaml"], "x*[\\y\n/"),
            [
                ":(top,glob)x\\*\\[\\\\y?/a.yaml",
                ":(top,glob)x\\*\\[\\\\y?/teams/*.yaml"
            ]
        );
    }

    #[test]
    fn many_files_are_named_by_their_folder_and_many_folders_at_once() {
        let names: Vec<String> = (0..30).map(|it| format!("teams/{it}.yaml")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(pathspecs(&names, "a/"), [":(top,glob)a/teams/*.yaml"]);
        let names: Vec<String> = (0..30).map(|it| format!("{it}/events.yml")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(pathspecs(&names, ""), [":(top,glob)**/*.yml"]);
    }

    #[test]
    fn a_version_that_is_absent_includes_nothing() {
        let includes = includes(&["a.yaml", "b/*.yaml"]);
        for (blob, path, is_named) in [
            (Some("1"), "a.yaml", true),
            (Some("1"), "b/a.yaml", true),
            (Some("1"), "b.yaml", false),
            (Some("2"), "a.yaml", false),
            (None, "a.yaml", false),
        ] {
            assert_eq!(includes.of(blob).name(path), is_named, "{blob:?} {path}");
        }
    }
}
