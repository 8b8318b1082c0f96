//! Reads the versions of an events file together with the files that it includes.
//!
//! Each blob is read once while consecutive versions have it, and only the texts of one version are in memory. A version whose files are too
//! many or too large together is not read.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::super::input::LARGEST;
use super::included::Includes;
use super::objects::{Content, Objects, sizes};
use super::walk::{Step, Walk};
use super::{Refusal, Repository};
use crate::include::{MOST_BYTES, MOST_FILES};
use crate::version::{Included, Version};

/// What a commit left of the calendar.
#[derive(Debug)]
pub(in crate::cli) enum Left {
    Version(Version),
    /// No events file, or files that are not text, too many or too large.
    Other,
    /// The clone does not have all of the files.
    Missing,
}

/// The sizes of blobs in bytes, by their ids; `None` if the clone does not have the blob.
type Sizes<'a> = HashMap<&'a str, Option<u64>>;

/// The texts of one version, by their blobs; `None` if the blob is not text.
type Texts = HashMap<String, Option<Arc<String>>>;

impl Repository {
    /// Passes what each commit left to `take`, oldest first, from the commit `since` on.
    pub(in crate::cli) fn versions(
        &self,
        walk: &Walk,
        includes: &Includes,
        since: &str,
        mut take: impl FnMut(&Step<'_>, Left),
    ) -> Result<(), Refusal> {
        let mut blobs = BTreeSet::new();
        each_since(walk, includes, since, |step| {
            blobs.extend(blobs_of(step).map(ToOwned::to_owned));
            Ok(())
        })?;
        let sizes = sizes(&self.git, &self.top, blobs.iter().map(String::as_str))?;
        let sizes: Sizes<'_> = blobs.iter().map(String::as_str).zip(sizes).collect();
        // The request for all texts, in the order in which they are needed.
        let mut request: Vec<String> = Vec::new();
        let mut present = BTreeSet::new();
        each_since(walk, includes, since, |step| {
            if left(step, &sizes).is_none() {
                let now: BTreeSet<String> = blobs_of(step).map(ToOwned::to_owned).collect();
                request.extend(now.difference(&present).cloned());
                present = now;
            }
            Ok(())
        })?;
        let mut objects = self.objects(request.iter().map(String::as_str))?;
        let mut texts = Texts::new();
        let read = each_since(walk, includes, since, |step| {
            let left = match left(step, &sizes) {
                Some(left) => left,
                None => read(step, &mut texts, &mut objects)?,
            };
            take(step, left);
            Ok(())
        });
        objects.end()?;
        read
    }
}

/// Passes the steps from one commit on.
fn each_since(
    walk: &Walk,
    includes: &Includes,
    since: &str,
    mut take: impl FnMut(&Step<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut has_begun = false;
    walk.steps(includes, |step| {
        has_begun |= step.commit == since;
        if has_begun { take(step) } else { Ok(()) }
    })
}

/// The blobs of all files of a version.
fn blobs_of<'a>(step: &'a Step<'_>) -> impl Iterator<Item = &'a str> {
    step.main.into_iter().chain(step.included.values().copied())
}

/// Returns what a commit left, if the sizes of the files show it. `None` if the files can be read.
fn left(step: &Step<'_>, sizes: &Sizes<'_>) -> Option<Left> {
    if step.main.is_none() || step.included.len() > MOST_FILES {
        return Some(Left::Other);
    }
    let mut all = 0_u64;
    for blob in blobs_of(step) {
        match sizes.get(blob) {
            Some(Some(size)) if *size <= LARGEST => all = all.saturating_add(*size),
            Some(Some(_)) => return Some(Left::Other),
            Some(None) | None => return Some(Left::Missing),
        }
    }
    (all > MOST_BYTES).then_some(Left::Other)
}

/// Reads a version. `texts` are those of the version that was read before, and become those of this one.
fn read(step: &Step<'_>, texts: &mut Texts, objects: &mut Objects) -> Result<Left, Refusal> {
    let before = std::mem::take(texts);
    let mut missing = false;
    let blobs: BTreeSet<&str> = blobs_of(step).collect();
    for blob in blobs {
        let text = match before.get(blob) {
            Some(text) => text.clone(),
            None => match objects.next()? {
                Content::Text(text) => Some(Arc::new(text)),
                Content::Other => None,
                Content::Missing => {
                    missing = true;
                    None
                }
            },
        };
        texts.insert(blob.to_owned(), text);
    }
    let text = |blob: &str| texts.get(blob).cloned().flatten();
    let version = || {
        let included = step.included.iter().map(|(path, blob)| {
            Some(Included {
                path: Arc::clone(path),
                text: text(blob)?,
            })
        });
        Some(Version {
            text: text(step.main?)?,
            included: included.collect::<Option<_>>()?,
        })
    };
    Ok(match version() {
        Some(version) => Left::Version(version),
        None if missing => Left::Missing,
        None => Left::Other,
    })
}
