//! One version of an events file: its text, and the texts of the files that it includes.
//!
//! The shell reads the files, or finds them in a commit. The included files are in the order of their paths, each once, so that the same files
//! are the same version however they were found.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The text of an events file, and the files that it includes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Version {
    pub(crate) text: Arc<String>,
    /// In the order of their paths, each once.
    pub(crate) included: Vec<Included>,
}

/// An included file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Included {
    /// Its path below the folder of the events file, with `/` between the names.
    pub(crate) path: Arc<str>,
    pub(crate) text: Arc<String>,
}

impl Included {
    /// Returns files in the order of their paths, of two with the same path the last.
    pub(crate) fn all<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Self> {
        let files: BTreeMap<&str, &str> = files.into_iter().collect();
        let files = files.into_iter().map(|(path, text)| Self {
            path: path.into(),
            text: Arc::new(text.to_owned()),
        });
        files.collect()
    }
}

impl Version {
    /// A version without included files.
    pub(crate) fn alone(text: Arc<String>) -> Self {
        Self {
            text,
            included: Vec::new(),
        }
    }

    /// Returns the files with their paths, in order: first the events file, whose path is empty.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &Arc<String>)> {
        let included = self.included.iter().map(|file| (&*file.path, &file.text));
        std::iter::once(("", &self.text)).chain(included)
    }

    /// The version with line feeds as its line endings.
    pub(crate) fn with_unix_lines(&self) -> Self {
        let unix = |text: &Arc<String>| {
            if text.contains("\r\n") {
                Arc::new(text.replace("\r\n", "\n"))
            } else {
                Arc::clone(text)
            }
        };
        let included = self.included.iter().map(|file| Included {
            path: Arc::clone(&file.path),
            text: unix(&file.text),
        });
        Self {
            text: unix(&self.text),
            included: included.collect(),
        }
    }
}
