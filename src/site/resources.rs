//! Calendar → every resource that is published, rendered one at a time.
//!
//! In: a [`Calendar`], its [`Revisions`], and the [`Context`]. Out: [`Resources`]. Guaranteed: the paths are known before anything is
//! rendered; a resource is rendered, handed over and not kept, so memory depends on the largest one and not on all of them; the
//! VEVENTs of an event are written once, for the calendar's feed, its groups' feeds and its own invite. Absent: storing or writing them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::expiry::Expiry;
use super::invites::{Invites, names_of_part, path as invite_path, path_of_part};
use super::path::OF_ALL;
use super::{Publication, Resource, exact};
use crate::calendar::{Calendar, Event};
use crate::context::Context;
use crate::diagnostic::Report;
use crate::feed::{Feed, Feeds};
use crate::page::Page;
use crate::revision::Revisions;
use crate::value::{Slug, Url};

/// When a release last changed the bytes of any output. Last-Modified is not earlier than this, even if the file did not change.
pub(super) const OUTPUT_CHANGED: DateTime<Utc> =
    DateTime::from_timestamp(1_795_990_969, 0).expect("2026-11-29, in the evening");

/// The digest of everything that some example files publish. If it changes, [`OUTPUT_CHANGED`] must change too.
#[cfg(test)]
pub(super) const OUTPUT_DIGEST: &str =
    "a569b4ae29e0edc1f9861e4eb7df8c3900a5804e98c214593330264e3c292e5f";

/// How long caches may keep feeds, and other resources that change only with the file.
const FRESH: Duration = Duration::from_secs(15 * 60);

const CALENDAR: &str = "text/calendar; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const ICON: &str = "image/svg+xml";
const MARKDOWN: &str = "text/markdown; charset=utf-8";
const JSON: &str = "application/json";
const ATOM: &str = "application/atom+xml; charset=utf-8";

/// The parts for other sites, each at `/{name}.md`.
pub(crate) const PARTS: [&str; 3] = ["events", "upcoming", "next"];

/// Published because an older Google Calendar took a missing `robots.txt` for a refusal.
const ROBOTS: &str = "User-agent: *\nAllow: /\n";

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

    /// Returns the Markdown of a part for other sites.
    ///
    /// # Errors
    /// If a template of the user cannot be rendered.
    pub(crate) fn part(&self, name: &str) -> Result<String, Report> {
        self.page.markdown(name)
    }

    /// The feeds that people subscribe to, each with its names.
    fn slugs(&self) -> impl Iterator<Item = Vec<&Slug>> {
        let of_all = std::iter::once((self.calendar.slug(), self.calendar.formerly()));
        let groups = self.calendar.groups().iter();
        let all = of_all.chain(groups.map(|group| (group.id(), group.formerly())));
        all.map(|(slug, formerly)| std::iter::once(slug).chain(formerly).collect())
    }

    /// The pages of all events. The events page comes first, because it uses most of a user's template, so errors are reported there.
    fn pages(&self, take: &mut Take<'_>) -> Result<ControlFlow<()>, Report> {
        let page = &self.page;
        let (told, told_by_day) = (
            self.pages_changed,
            self.pages_changed.max(self.expiry.midnight),
        );
        let mut give = |path: String, content_type, text: String, changed: DateTime<Utc>| {
            let changed = changed.max(OUTPUT_CHANGED);
            let resource = Resource::new(content_type, exact(text), changed, None, FRESH);
            take(path, resource.with_end(Some(self.expiry.next)))
        };
        if give("/".to_owned(), HTML, page.index()?, told).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        for (index, event) in self.all.events().iter().enumerate() {
            if give(page_path(event), HTML, page.event(index)?, told).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        for part in PARTS {
            if give(part_path(part), MARKDOWN, page.markdown(part)?, told).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        if give("/404.html".to_owned(), HTML, page.not_found()?, told).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let json = page.json(self.revisions);
        Ok(give("/events.json".to_owned(), JSON, json, told_by_day))
    }

    /// The feeds and the invites.
    fn calendars(&self, take: &mut Take<'_>) -> ControlFlow<()> {
        let feeds = Feeds::of(&self.all, self.revisions, &self.base);
        let (mut of_all, mut of_groups) = feeds.drafts();
        for event in self.all.events() {
            let written = feeds.written(event);
            of_all.add(&written);
            for group in self.all.places_of_groups(event) {
                if let Some(draft) = of_groups.get_mut(group) {
                    draft.add(&written);
                }
            }
            for (index, (part, invite)) in feeds.invites_of(event, &written).enumerate() {
                for part in names_of_part(index, part) {
                    let name = match part {
                        None => event.id().to_string(),
                        Some(day) => format!("{}-{}", event.id(), day.code()),
                    };
                    take(path_of_part(event, part), invite_of(&name, invite.clone()))?;
                }
            }
            for key in self.invites.keys(event) {
                let instance = event.instance(key);
                if let Some(invite) = instance.and_then(|it| feeds.instance_of(&it, &written)) {
                    let path = invite_path(event, Some(key));
                    take(path, invite_of(&format!("{}-{key}", event.id()), invite))?;
                }
            }
        }
        let drafts = std::iter::once(of_all).chain(of_groups);
        for (slugs, draft) in self.slugs().zip(drafts) {
            let feed = draft.finish();
            let last_change = feed.last_change();
            let bytes = exact(feed.into_text());
            for slug in slugs {
                let disposition = Some(format!("inline; filename=\"{slug}.ics\""));
                let last_change = last_change.max(OUTPUT_CHANGED);
                let resource =
                    Resource::new(CALENDAR, bytes.clone(), last_change, disposition, FRESH);
                take(feed_path(slug), resource)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// The other resources that change only with the file.
    fn others(&self) -> [(&'static str, &'static str, String, DateTime<Utc>); 5] {
        let (page, changed) = (&self.page, self.changed);
        [
            ("/style.css", CSS, page.style(), changed),
            ("/copy.js", SCRIPT, page.script().to_owned(), changed),
            ("/icon.svg", ICON, page.icon(), changed),
            ("/feed.xml", ATOM, page.atom(self.revisions), changed),
            ("/robots.txt", TEXT, ROBOTS.to_owned(), OUTPUT_CHANGED),
        ]
    }
}

impl Publication for Resources<'_> {
    fn paths(&self) -> BTreeSet<String> {
        let mut paths: BTreeSet<String> = OF_ALL.map(ToOwned::to_owned).into();
        paths.extend(PARTS.map(part_path));
        paths.extend(self.slugs().flatten().map(feed_path));
        for event in self.all.events() {
            paths.insert(page_path(event));
            let parts = event.parts().into_iter().enumerate();
            let parts = parts.flat_map(|(index, part)| names_of_part(index, part));
            paths.extend(parts.map(|part| path_of_part(event, part)));
            let keys = self.invites.keys(event).into_iter();
            let keys = keys.filter(|key| event.instance(*key).is_some());
            paths.extend(keys.map(|key| invite_path(event, Some(key))));
        }
        paths
    }

    fn each(&self, take: &mut Take<'_>) -> Result<(), Report> {
        if self.pages(take)?.is_break() || self.calendars(take).is_break() {
            return Ok(());
        }
        for (path, content_type, text, changed) in self.others() {
            let changed = changed.max(OUTPUT_CHANGED);
            let resource = Resource::new(content_type, exact(text), changed, None, FRESH);
            if take(path.to_owned(), resource).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Returns the resource of an invite, which is saved under `name`.
fn invite_of(name: &str, invite: Feed) -> Resource {
    let disposition = Some(format!("attachment; filename=\"{name}.ics\""));
    let last_change = invite.last_change().max(OUTPUT_CHANGED);
    let bytes = exact(invite.into_text());
    Resource::new(CALENDAR, bytes, last_change, disposition, FRESH)
}

fn page_path(event: &Event) -> String {
    format!("/events/{}/", event.id())
}

fn part_path(part: &str) -> String {
    format!("/{part}.md")
}

fn feed_path(slug: &Slug) -> String {
    format!("/{slug}.ics")
}
