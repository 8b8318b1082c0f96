//! Everything that is published, by path: the same for `build` and `serve`.
//!
//! From a [`Calendar`], its [`Revisions`], and the [`Context`] come [`Resources`], which are rendered one at a time, or a [`Site`], which holds
//! all of them. The same input gives the same bytes, and an `.ics` does not depend on the current time. HTTP and files are the shell's.
//! Sections: [RFC 9110 §8.8] (validators), [RFC 6266] (Content-Disposition).
//!
//! [RFC 9110 §8.8]: https://www.rfc-editor.org/rfc/rfc9110#section-8.8
//! [RFC 6266]: https://www.rfc-editor.org/rfc/rfc6266

mod expiry;
mod invites;
mod media_type;
mod resource;
mod resources;
mod sitemap;

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
pub(crate) use resource::ResponseHeaders;
pub use resource::{Representation, Resource};
pub use resources::Resources;
#[cfg(test)]
use resources::{OUTPUT_CHANGED, OUTPUT_DIGEST};

/// The resources of a site, whose paths are known before anything is rendered.
pub trait Publication {
    /// Returns every path, such as `/events/lean-coffee/`.
    fn paths(&self) -> BTreeSet<String>;

    /// Passes each resource with its path to `take`, in unspecified order, until `take` returns `Break`.
    ///
    /// # Errors
    /// If a template of the user cannot be rendered.
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
    /// If a template of the user cannot be rendered.
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

    /// Returns the time at which the pages expire: from then on, the same calendar renders to a different Site.
    pub fn expiry(&self) -> Option<DateTime<Utc>> {
        self.expiry
    }

    /// Publishes everything also below the path of `url`. The links of the 404 page are absolute paths; with this, they work even if the
    /// server is at the root of its host, as in a preview.
    pub(crate) fn also_below(mut self, url: &Url) -> Self {
        let root = url.root();
        let root = root.trim_end_matches('/');
        if !root.is_empty() {
            // Compress first, so that both copies share the compressed bytes.
            self.compress();
            for (path, resource) in self.resources.clone() {
                self.resources
                    .entry(format!("{root}{path}"))
                    .or_insert(resource);
            }
        }
        self
    }

    /// Returns the number of feeds, including those under an earlier name; 0 for a Site that was collected from resources.
    pub fn feeds(&self) -> usize {
        self.feeds
    }

    /// Returns the number of events, without removed ones; 0 for a Site that was collected from resources.
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

    /// Returns the same, mutable, to set the dates.
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

/// Converts a text to bytes without spare capacity. It copies the text, because shrinking in place can keep half of the spare capacity.
/// A long text is not copied: its spare pages were never touched and take no memory, and a copy would need the memory twice.
fn exact(text: String) -> Bytes {
    const LONG: usize = 1024 * 1024;
    if text.len() >= LONG {
        return Bytes::from(text);
    }
    Bytes::copy_from_slice(text.as_bytes())
}

#[cfg(test)]
mod tests;
