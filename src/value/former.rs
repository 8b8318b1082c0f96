//! The address that a feed had before: a slug, or several with `/` between them.
//!
//! [`FormerSlug::parse`] reads `python` and `teams/python`. Every name is a [`Slug`], so the address has no `..`, no dot and no capital. The
//! first of several names cannot be one that the site uses itself; [`crate::route`] says which these are.

use std::fmt;

use super::Slug;
use crate::diagnostic::{Edit, Problem, ValueFinding};

/// A slug that a feed had before, perhaps in a folder: `teams/python`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormerSlug(String);

super::textual!(FormerSlug);

impl FormerSlug {
    /// The most names between the slashes.
    pub(crate) const MOST_NAMES: usize = 5;

    /// The most characters of an address with folders, see [`Slug`].
    pub(crate) const LONGEST: usize = 200;

    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        if !written.contains('/') {
            return Slug::parse(written).map(|slug| Self(slug.to_string()));
        }
        if is_path(written) {
            return Ok(Self(written.to_owned()));
        }
        let most = Self::MOST_NAMES;
        if written.split('/').filter(|name| !name.is_empty()).count() > most {
            return Err(ValueFinding::DeepFormerly { most }.into());
        }
        if written.len() > Self::LONGEST {
            let most = Self::LONGEST;
            return Err(ValueFinding::LongFormerly { most }.into());
        }
        let problem = Problem::from(ValueFinding::BadFormerly {
            written: written.into(),
        });
        let path = written.strip_suffix(".ics").unwrap_or(written);
        let names = path.split('/').filter(|name| !name.is_empty());
        let slugs: Option<Vec<String>> = names
            .map(|name| Slug::from_title(name, None).map(|(slug, _)| slug.to_string()))
            .collect();
        let meant = slugs.map(|slugs| slugs.join("/"));
        Err(match meant.filter(|meant| !meant.is_empty()) {
            Some(meant) => problem.guess(Edit::Value(meant)),
            None => problem,
        })
    }

    /// The name before the first `/`, if there is one.
    pub(crate) fn folder(&self) -> Option<&str> {
        self.0.split_once('/').map(|(first, _)| first)
    }
}

impl PartialEq<Slug> for FormerSlug {
    fn eq(&self, slug: &Slug) -> bool {
        self.0 == slug.as_str()
    }
}

/// Whether a text with `/` is the address of a feed in a folder, without `.ics`.
pub(crate) fn is_path(written: &str) -> bool {
    let names = written.split('/');
    (2..=FormerSlug::MOST_NAMES).contains(&names.clone().count())
        && written.len() <= FormerSlug::LONGEST
        && names.into_iter().all(|name| Slug::parse(name).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_former_address_has_up_to_five_names() {
        for (written, folder) in [
            ("python", None),
            ("teams/python", Some("teams")),
            ("a/b/c/d/e", Some("a")),
        ] {
            let former = FormerSlug::parse(written).unwrap();
            assert_eq!((former.as_str(), former.folder()), (written, folder));
        }
        for written in [
            "",
            "/",
            "/python",
            "teams/",
            "teams//python",
            "teams/../python",
            "Teams/Python",
            "teams/python.ics",
            "a/b/c/d/e/f",
        ] {
            assert!(FormerSlug::parse(written).is_err(), "{written}");
        }
    }
}
