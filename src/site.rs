//! Everything that is published, by path: the same for `build` and `serve`.
//!
//! In: a [`Calendar`], its [`Revisions`], and the [`Context`]. Out: [`Resources`], rendered one at a time; or a [`Site`], which holds
//! all of them. Guaranteed: every path is decided here and nowhere else; the same input gives the same bytes;
//! an `.ics` does not depend on the current time. Absent: HTTP and files, which are the shell's.
//! Sections: [RFC 9110 §8.8] (validators), [RFC 6266] (Content-Disposition).
//!
//! [RFC 9110 §8.8]: https://www.rfc-editor.org/rfc/rfc9110#section-8.8
//! [RFC 6266]: https://www.rfc-editor.org/rfc/rfc6266

mod expiry;
mod invites;
mod path;
mod resource;
mod resources;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};

use crate::calendar::Calendar;
use crate::context::Context;
use crate::diagnostic::Report;
use crate::revision::Revisions;
use crate::value::Url;
pub(crate) use path::is_publishable;
pub(crate) use resource::Heads;
pub use resource::{Representation, Resource};
pub(crate) use resources::PARTS;
pub use resources::Resources;
#[cfg(test)]
use resources::{OUTPUT_CHANGED, OUTPUT_DIGEST};

/// What is published, where all paths are known before anything is rendered.
pub trait Publication {
    /// Returns every path, such as `/events/lean-coffee/`.
    fn paths(&self) -> BTreeSet<String>;

    /// Gives each resource to `take` with its path, in no certain order, until it breaks.
    ///
    /// # Errors
    /// A template of the user that cannot be rendered.
    fn each(&self, take: &mut dyn FnMut(String, Resource) -> ControlFlow<()>)
    -> Result<(), Report>;
}

/// All resources, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    resources: BTreeMap<String, Resource>,
    expiry: Option<DateTime<Utc>>,
    events: usize,
    feeds: usize,
}

impl Site {
    /// Renders everything. Resources that are unchanged since `earlier` are shared with it.
    ///
    /// # Errors
    /// A template of the user that cannot be rendered.
    pub(crate) fn render(
        calendar: &Arc<Calendar>,
        revisions: &Revisions,
        context: &Context,
        earlier: Option<&Self>,
    ) -> Result<Self, Report> {
        let rendered = Resources::of(Arc::clone(calendar), revisions, context)?;
        let mut resources = BTreeMap::new();
        rendered.each(&mut |path, mut resource| {
            if let Some(earlier) = earlier.and_then(|site| site.get(&path)) {
                resource.share(earlier);
            }
            resources.insert(path, resource);
            ControlFlow::Continue(())
        })?;
        let formerly = calendar.groups().iter().map(|it| 1 + it.formerly().len());
        Ok(Self {
            resources,
            expiry: Some(rendered.expiry()),
            events: calendar.events().len(),
            feeds: 1 + calendar.formerly().len() + formerly.sum::<usize>(),
        })
    }

    /// Returns the resource at an absolute, decoded path such as `/events/lean-coffee/`.
    pub fn get(&self, path: &str) -> Option<&Resource> {
        self.resources.get(path)
    }

    /// Returns the moment at which the pages will change by themselves: the same calendar published then has another Site.
    pub fn expiry(&self) -> Option<DateTime<Utc>> {
        self.expiry
    }

    /// Publishes everything below the path of `url` too. A server that stands at the root of its host, as in a preview, then answers
    /// where the page for what is not there looks for its stylesheet, whose links cannot be relative.
    pub(crate) fn also_below(mut self, url: &Url) -> Self {
        let root = url.root();
        let root = root.trim_end_matches('/');
        if !root.is_empty() {
            // Both have the same compressed bytes then.
            self.compress();
            for (path, resource) in self.resources.clone() {
                self.resources
                    .entry(format!("{root}{path}"))
                    .or_insert(resource);
            }
        }
        self
    }

    /// Counts the feeds that people subscribe to, those under an earlier name included; of a Site that was made of resources, 0.
    pub fn feeds(&self) -> usize {
        self.feeds
    }

    /// Counts the events of the calendar, without those that were removed; of a Site that was made of resources, 0.
    pub fn events(&self) -> usize {
        self.events
    }

    /// Returns every path with its resource, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Resource)> {
        self.resources
            .iter()
            .map(|(path, resource)| (path.as_str(), resource))
    }

    /// Compresses large resources in advance, so that no request waits for it.
    pub(crate) fn compress(&self) {
        const LARGE: usize = 64 * 1024;
        for (_, resource) in self.iter() {
            if resource.bytes().len() > LARGE {
                resource.gzip();
            }
        }
    }

    /// Returns the same, to be dated.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Resource)> {
        self.resources
            .iter_mut()
            .map(|(path, resource)| (path.as_str(), resource))
    }
}

impl FromIterator<(String, Resource)> for Site {
    fn from_iter<I: IntoIterator<Item = (String, Resource)>>(resources: I) -> Self {
        Self {
            resources: resources.into_iter().collect(),
            ..Self::default()
        }
    }
}

impl Publication for Site {
    fn paths(&self) -> BTreeSet<String> {
        self.resources.keys().cloned().collect()
    }

    fn each(
        &self,
        take: &mut dyn FnMut(String, Resource) -> ControlFlow<()>,
    ) -> Result<(), Report> {
        for (path, resource) in &self.resources {
            if take(path.clone(), resource.clone()).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Converts a text to bytes and drops its spare capacity, by a copy: shrunk in place, a text keeps up to half of what it had. A long text
/// keeps all of it: spare pages were never touched and take no memory, while the copy holds the text twice.
fn exact(text: String) -> Bytes {
    const LONG: usize = 1024 * 1024;
    if text.len() >= LONG {
        return Bytes::from(text);
    }
    Bytes::copy_from_slice(text.as_bytes())
}

#[cfg(test)]
mod tests;
