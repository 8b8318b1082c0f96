//! Calendar → every resource that is published, rendered one at a time.
//!
//! [`Resources`] takes a [`Calendar`], its [`Revisions`], and the [`Context`]. It knows every path before it renders anything. It renders a
//! resource, passes it on and drops it, so memory depends on the largest one and not on all of them. The VEVENTs of an event are written
//! once, for the calendar's feed, the feeds of its groups and its own invite.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};

use super::expiry::Expiry;
use super::invites::{Invites, invites_of_part};
use super::media_type::content_type;
use super::{Publication, Resource, exact, sitemap};
use crate::calendar::{Calendar, Event};
use crate::context::Context;
use crate::diagnostic::Report;
use crate::feed::{Feed, Feeds};
use crate::page::{Page, Part, PartFormat, names_day};
use crate::revision::Revisions;
use crate::route::{ASSETS, Route};
use crate::value::{FormerSlug, Slug, Url};

/// When a release last changed the bytes of any output. Last-Modified is not earlier than this, even if the file did not change.
pub(super) const OUTPUT_CHANGED: DateTime<Utc> =
    DateTime::from_timestamp(1_796_041_362, 0).expect("2026-11-30, at noon");

/// The digest of everything that some example files publish. If it changes, [`OUTPUT_CHANGED`] must change too.
#[cfg(test)]
pub(super) const OUTPUT_DIGEST: &str =
    "3044272e2fa3538909e5c759eab1f902f4864a4669169f32d1a29df605c06c3f";

/// How long caches may keep feeds, and other resources that change only with the file.
const FRESH: Duration = Duration::from_secs(15 * 60);

/// Everything that a calendar publishes.
///
/// ```
/// use std::ops::ControlFlow;
/// use calfeed::{Context, Publication as _, Resources, Revisions};
///
/// # let text = "calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC}\nevents: []\n";
/// # let context = Context::new("2026-02-01T09:30:00Z".parse().unwrap());
/// # let (calendar, _) = calfeed::read(text, &context);
/// let revisions = Revisions::at("2026-01-05T12:00:00Z".parse().unwrap());
/// let calendar = calendar.unwrap();
/// let resources = Resources::new(&calendar, &revisions, &context).unwrap();
/// let mut bytes = 0;
/// resources.each(&mut |_path, resource| {
///     bytes += resource.bytes().len();
///     ControlFlow::Continue(())
/// }).unwrap();
/// assert!(bytes > 0);
/// ```
pub struct Resources<'a> {
    /// The calendar as the file has it.
    calendar: Arc<Calendar>,
    /// The same with the tombstones of removed events. They keep their addresses, so that people who open an old invite or link see that
    /// the event was removed.
    all: Arc<Calendar>,
    revisions: &'a Revisions,
    base: Url,
    invites: Arc<Invites>,
    page: Page,
    /// The files that are published as they are, by path without a slash in front.
    files: BTreeMap<String, Bytes>,
    expiry: Expiry,
    /// When anything last changed in the file, and on the pages, which also change when an event ends.
    changed: DateTime<Utc>,
    pages_changed: DateTime<Utc>,
}

impl std::fmt::Debug for Resources<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resources")
            .field("calendar", &self.calendar.slug())
            .finish_non_exhaustive()
    }
}

/// Receives resources until it returns `Break`.
type Take<'t> = dyn FnMut(String, Resource) -> ControlFlow<()> + 't;

impl<'a> Resources<'a> {
    /// Prepares everything that `calendar` publishes.
    ///
    /// # Errors
    /// If a template of the user is invalid.
    pub fn new(
        calendar: &Calendar,
        revisions: &'a Revisions,
        context: &Context,
    ) -> Result<Self, Report> {
        Self::of(Arc::new(calendar.clone()), revisions, context)
    }

    /// Like [`Resources::new`], without copying the calendar.
    ///
    /// # Errors
    /// If a template of the user is invalid.
    pub(crate) fn of(
        calendar: Arc<Calendar>,
        revisions: &'a Revisions,
        context: &Context,
    ) -> Result<Self, Report> {
        let all = match revisions.with_removed(&calendar) {
            Cow::Borrowed(_) => Arc::clone(&calendar),
            Cow::Owned(all) => Arc::new(all),
        };
        let invites = Arc::new(Invites::new(&all, context));
        let exists = Arc::clone(&invites);
        let has_invite = Box::new(move |event: &Event, key| exists.has(event, key));
        let page = Page::new(Arc::clone(&all), revisions, context, has_invite)?;
        let expiry = Expiry::around(&all, context.now());
        let changed = revisions.of_calendar(&calendar);
        let changed = changed.max(revisions.of_calendar(&all));
        Ok(Self {
            base: context.url().unwrap_or(calendar.url()).clone(),
            calendar,
            revisions,
            invites,
            page,
            files: context.files().clone(),
            pages_changed: changed.max(expiry.last),
            changed,
            expiry,
            all,
        })
    }

    /// Returns the time at which the pages expire.
    pub fn expiry(&self) -> DateTime<Utc> {
        self.expiry.next
    }

    /// Returns a part for other sites.
    ///
    /// # Errors
    /// If a template of the user cannot be rendered.
    pub(crate) fn part(&self, part: &Part<'_>, format: PartFormat) -> Result<String, Report> {
        self.page.part(part, format)
    }

    /// Reads the name of a part, with the words after it.
    ///
    /// # Errors
    /// What is wrong with a word, and what to write.
    pub(crate) fn parse_part<'t>(&self, words: &'t str) -> Result<Part<'t>, String> {
        Part::parse(words, &self.calendar)
    }

    /// The feeds that people subscribe to, each with its names.
    fn slugs(&self) -> impl Iterator<Item = Vec<&str>> {
        let of_all = std::iter::once((self.calendar.slug(), self.calendar.formerly()));
        let groups = self.calendar.groups().iter();
        let all = of_all.chain(groups.map(|group| (group.id(), group.formerly())));
        all.map(|(slug, formerly)| {
            let formerly = formerly.iter().map(FormerSlug::as_str);
            std::iter::once(slug.as_str()).chain(formerly).collect()
        })
    }

    /// The pages, and the parts for other sites.
    fn pages(&self, take: &mut Take<'_>) -> Result<ControlFlow<()>, Report> {
        for route in self.page.routes() {
            let text = self.page.render(route)?;
            let turned = if names_day(route) {
                self.expiry.midnight
            } else {
                DateTime::UNIX_EPOCH
            };
            let changed = turned.max(self.pages_changed).max(OUTPUT_CHANGED);
            let content_type = content_type(route);
            let resource = Resource::new(content_type, exact(text), changed, None, FRESH);
            let resource = resource.with_end(Some(self.expiry.next));
            if take(route.to_string(), resource).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The feeds and the invites.
    fn calendars(&self, take: &mut Take<'_>) -> ControlFlow<()> {
        let feeds = Feeds::of(&self.all, self.revisions, &self.base);
        let (mut of_all, mut of_groups) = feeds.drafts();
        for event in self.all.events() {
            let written = feeds.written(event);
            if self.all.is_in_own_feed(event) {
                of_all.add(&written);
            }
            for group in self.all.places_of_feeds(event) {
                if let Some(draft) = of_groups.get_mut(group) {
                    draft.add(&written);
                }
            }
            for (index, (part, invite)) in feeds.invites_of(event, &written).enumerate() {
                for route in invites_of_part(event, index, part) {
                    take(route.to_string(), invite_of(route, invite.clone()))?;
                }
            }
            for key in self.invites.keys(event) {
                let instance = event.instance(key);
                if let Some(invite) = instance.and_then(|it| feeds.instance_of(&it, &written)) {
                    let route = Route::InviteOfMeeting(event.id().as_str(), key);
                    take(route.to_string(), invite_of(route, invite))?;
                }
            }
        }
        let drafts = std::iter::once(of_all).chain(of_groups);
        for (slugs, draft) in self.slugs().zip(drafts) {
            let feed = draft.finish();
            let last_change = feed.last_change();
            let bytes = exact(feed.into_text());
            for slug in slugs {
                let name = slug.rsplit('/').next().unwrap_or(slug);
                let disposition = Some(format!("inline; filename=\"{name}.ics\""));
                let last_change = last_change.max(OUTPUT_CHANGED);
                let route = Route::Feed(slug);
                let (bytes, kind) = (bytes.clone(), content_type(route));
                let resource = Resource::new(kind, bytes, last_change, disposition, FRESH);
                take(route.to_string(), resource)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// The pages of the site, each with the time at which it last changed: that of an event with the event, and every other page also when
    /// an event ends.
    fn sitemap(&self) -> String {
        let groups = self.calendar.groups();
        let event = |id: &str| self.all.event(&Slug::parse(id).ok()?);
        let changed = |route: Route<'_>| match route {
            Route::Event(id) | Route::Meeting(id, _) => {
                event(id).map_or(self.changed, |event| self.revisions.of(event).last_change())
            }
            _ => self.pages_changed,
        };
        let routes = self.page.routes().into_iter();
        let routes = routes.filter(|route| match route {
            // A former address of a group only points to the present one.
            Route::Group(slug) => groups.iter().any(|group| group.id().as_str() == *slug),
            Route::Month(month) => !self.page.is_former(*month),
            _ => true,
        });
        sitemap::sitemap(&self.base, routes.map(|route| (route, changed(route))))
    }

    /// Some of the resources of every calendar. Only `events.json`, which names the day, and the sitemap depend on the current time.
    fn assets(&self, names: &[&'static str], take: &mut Take<'_>) -> ControlFlow<()> {
        for name in names.iter().copied() {
            let text = match name {
                "robots.txt" => sitemap::robots(&self.base),
                "sitemap.xml" => self.sitemap(),
                name => self.page.asset(name, self.revisions).unwrap_or_default(),
            };
            let changed = match name {
                "events.json" => self.pages_changed.max(self.expiry.midnight),
                "sitemap.xml" => self.pages_changed,
                _ => self.changed,
            };
            let route = Route::Asset(name);
            let changed = changed.max(OUTPUT_CHANGED);
            let resource = Resource::new(content_type(route), exact(text), changed, None, FRESH);
            let expires = matches!(name, "events.json" | "sitemap.xml");
            let end = expires.then_some(self.expiry.next);
            take(route.to_string(), resource.with_end(end))?;
        }
        ControlFlow::Continue(())
    }
}

impl Resources<'_> {
    /// The files of the user.
    fn own_files(&self, take: &mut Take<'_>) -> ControlFlow<()> {
        for (path, bytes) in &self.files {
            let route = Route::File(path);
            let changed = self.changed.max(OUTPUT_CHANGED);
            let resource = Resource::new(content_type(route), bytes.clone(), changed, None, FRESH);
            take(route.to_string(), resource)?;
        }
        ControlFlow::Continue(())
    }
}

impl Publication for Resources<'_> {
    fn paths(&self) -> BTreeSet<String> {
        let mut paths = BTreeSet::new();
        let mut add = |route: Route<'_>| paths.insert(route.to_string());
        for route in self.page.routes() {
            add(route);
        }
        for name in ASSETS {
            add(Route::Asset(name));
        }
        for path in self.files.keys() {
            add(Route::File(path));
        }
        for slug in self.slugs().flatten() {
            add(Route::Feed(slug));
        }
        for event in self.all.events() {
            for (index, part) in event.parts().into_iter().enumerate() {
                for route in invites_of_part(event, index, part) {
                    add(route);
                }
            }
            for key in self.invites.keys(event) {
                if event.instance(key).is_some() {
                    add(Route::InviteOfMeeting(event.id().as_str(), key));
                }
            }
        }
        paths
    }

    fn each(&self, take: &mut Take<'_>) -> Result<(), Report> {
        // `events.json` is by far the largest, so it comes before other memory is in use.
        let [largest, others @ ..] = &ASSETS;
        if self.assets(&[largest], take).is_continue()
            && self.pages(take)?.is_continue()
            && self.calendars(take).is_continue()
        {
            let assets = self.assets(others, take);
            if assets.is_continue() {
                let _ = self.own_files(take);
            }
        }
        Ok(())
    }
}

/// Returns the resource of an invite.
fn invite_of(route: Route<'_>, invite: Feed) -> Resource {
    let name = route.download().unwrap_or_default();
    let disposition = Some(format!("attachment; filename=\"{name}\""));
    let last_change = invite.last_change().max(OUTPUT_CHANGED);
    let bytes = exact(invite.into_text());
    Resource::new(content_type(route), bytes, last_change, disposition, FRESH)
}
