//! Everything we publish: path → resource, the same for `build` and `serve`.
//!
//! In: a [`Calendar`], its [`Revisions`], and the [`Context`]. Out: a [`Site`]. Guaranteed: the path of everything that has
//! one is decided here and nowhere else; the same input gives the same bytes; an `.ics` does not know the present moment.
//! Absent: HTTP and files, which are the shell's.
//! Sections: [RFC 9110 §8.8] (validators), [RFC 6266] (Content-Disposition).
//!
//! [RFC 9110 §8.8]: https://www.rfc-editor.org/rfc/rfc9110#section-8.8
//! [RFC 6266]: https://www.rfc-editor.org/rfc/rfc6266

mod resource;
mod turn;

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Days, Months, NaiveDate, Utc};

use crate::calendar::{Calendar, Event, Override};
use crate::context::Context;
use crate::diagnostic::Report;
use crate::feed::{Feed, Feeds};
use crate::page::Page;
use crate::revision::Revisions;
use crate::value::{Slug, Url};
pub(crate) use resource::Heads;
pub use resource::{Representation, Resource};
use turn::Turns;

/// When a release last changed the bytes of any output: it moves Last-Modified where the file did not change.
const OUTPUT_CHANGED: DateTime<Utc> =
    DateTime::from_timestamp(1_795_449_300, 0).expect("2026-11-23, in the afternoon");

/// The digest of what a few files publish: where it changes, so must [`OUTPUT_CHANGED`].
#[cfg(test)]
const OUTPUT_DIGEST: &str = "65fde2ad3a1533cefede96838f429d2f9c83afa560a6225f93b8e6a3acc4526b";

/// How long caches may keep a feed, and whatever else changes only with the file.
const FRESH: Duration = Duration::from_secs(15 * 60);

/// Single-instance invites exist from so many months before `now` to so many after.
const INVITE_MONTHS: Months = Months::new(12);

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
const PARTS: [&str; 3] = ["events", "upcoming", "next"];

/// An older Google Calendar took the absence of `robots.txt`, too, for a refusal.
const ROBOTS: &str = "User-agent: *\nAllow: /\n";

/// All resources, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    resources: BTreeMap<String, Resource>,
    turns: Option<DateTime<Utc>>,
    /// How many of the events' pages are of removed ones.
    removed: usize,
}

impl Site {
    /// Renders everything.
    ///
    /// # Errors
    /// A template of the user that cannot be read.
    pub(crate) fn render(
        calendar: &Calendar,
        revisions: &Revisions,
        context: &Context,
    ) -> Result<Self, Report> {
        let base = context.url().unwrap_or(calendar.url());
        let feeds = Feeds::new(calendar, revisions, base);
        let mut site = Self::default();
        let feed = feeds.calendar();
        for slug in std::iter::once(calendar.slug()).chain(calendar.formerly()) {
            site.feed(slug, &feed);
        }
        for group in calendar.groups() {
            let feed = feeds.group(group);
            for slug in std::iter::once(group.id()).chain(group.formerly()) {
                site.feed(slug, &feed);
            }
        }
        // A removed event keeps its addresses: who opens its invite again, or follows its link, is told.
        let all = revisions.with_removed(calendar);
        for event in all.events() {
            if let Some(invite) = feeds.event(event) {
                site.invite(invite_path(event, None), event.id().as_str(), invite);
            }
            for key in published_keys(&all, event, context) {
                let instance = event.instance(key);
                if let Some(invite) = instance.and_then(|instance| feeds.instance(&instance)) {
                    let name = format!("{}-{key}", event.id());
                    site.invite(invite_path(event, Some(key)), &name, invite);
                }
            }
        }
        site.pages(calendar, revisions, context)?;
        Ok(site)
    }

    fn pages(
        &mut self,
        calendar: &Calendar,
        revisions: &Revisions,
        context: &Context,
    ) -> Result<(), Report> {
        let has_invite = |event: &Event, key| self.resources.contains_key(&invite_path(event, key));
        // A removed event keeps its page, and its place among those to come until its day is over.
        let all = revisions.with_removed(calendar);
        let page = Page::new(&all, revisions, context, has_invite)?;
        // First, for a fault of the user's own template is named where most of it is seen.
        let index = page.index()?;
        let mut pages = Vec::new();
        for event in all.events() {
            pages.push((format!("/events/{}/", event.id()), page.event(event)?));
        }
        let told = revisions.of_calendar(calendar);
        let told = told.max(revisions.of_calendar(&all));
        let turns = Turns::around(&all, context.now());
        let changed = told.max(turns.last);
        let mut turning = |path: String, content_type, text: String, changed: DateTime<Utc>| {
            let last_modified = changed.max(OUTPUT_CHANGED);
            let resource = Resource::new(content_type, exact(text), last_modified, None, FRESH);
            self.resources
                .insert(path, resource.with_end(Some(turns.next)));
        };
        turning("/".to_owned(), HTML, index, changed);
        for (path, text) in pages {
            turning(path, HTML, text, changed);
        }
        turning("/404.html".to_owned(), HTML, page.not_found()?, changed);
        for part in PARTS {
            turning(
                format!("/{part}.md"),
                MARKDOWN,
                page.markdown(part)?,
                changed,
            );
        }
        let json = page.json().to_owned();
        turning(
            "/events.json".to_owned(),
            JSON,
            json,
            changed.max(turns.midnight),
        );
        let mut add = |path: &str, content_type, text: String, changed| {
            self.add(path.to_owned(), content_type, text, changed, None);
        };
        add("/style.css", CSS, page.style(), told);
        add("/copy.js", SCRIPT, page.script().to_owned(), told);
        add("/icon.svg", ICON, page.icon(), told);
        add("/feed.xml", ATOM, page.atom().to_owned(), told);
        add("/robots.txt", TEXT, ROBOTS.to_owned(), OUTPUT_CHANGED);
        self.turns = Some(turns.next);
        self.removed = all.events().len() - calendar.events().len();
        Ok(())
    }

    fn feed(&mut self, slug: &Slug, feed: &Feed) {
        let disposition = format!("inline; filename=\"{slug}.ics\"");
        let text = feed.text().to_owned();
        self.add(
            format!("/{slug}.ics"),
            CALENDAR,
            text,
            feed.last_change(),
            Some(disposition),
        );
    }

    fn invite(&mut self, path: String, name: &str, invite: Feed) {
        let disposition = format!("attachment; filename=\"{name}.ics\"");
        let last_change = invite.last_change();
        self.add(
            path,
            CALENDAR,
            invite.into_text(),
            last_change,
            Some(disposition),
        );
    }

    fn add(
        &mut self,
        path: String,
        content_type: &'static str,
        text: String,
        last_change: DateTime<Utc>,
        disposition: Option<String>,
    ) {
        let last_modified = last_change.max(OUTPUT_CHANGED);
        let bytes = exact(text);
        let resource = Resource::new(content_type, bytes, last_modified, disposition, FRESH);
        self.resources.insert(path, resource);
    }

    /// Returns the resource at an absolute, decoded path such as `/events/lean-coffee/`.
    pub fn get(&self, path: &str) -> Option<&Resource> {
        self.resources.get(path)
    }

    /// Returns the moment at which the pages will change by themselves: the same calendar published then has another Site.
    pub fn turns(&self) -> Option<DateTime<Utc>> {
        self.turns
    }

    /// Publishes everything below the path of `url` too. A server that stands at the root of its host, as in a preview, then answers
    /// where the page for what is not there looks for its stylesheet, whose links cannot be relative.
    pub(crate) fn also_below(mut self, url: &Url) -> Self {
        let root = url.root();
        let root = root.trim_end_matches('/');
        if !root.is_empty() {
            for (path, resource) in self.resources.clone() {
                self.resources
                    .entry(format!("{root}{path}"))
                    .or_insert(resource);
            }
        }
        self
    }

    /// Counts the feeds that people subscribe to, those under an earlier name included.
    pub fn feeds(&self) -> usize {
        let calendars = self
            .iter()
            .filter(|(_, resource)| resource.content_type() == CALENDAR);
        calendars
            .filter(|(path, _)| path.rfind('/') == Some(0))
            .count()
    }

    /// Counts the events: each has a page of its own, and so have those that were removed.
    pub fn events(&self) -> usize {
        let is_page = |path: &str| path.starts_with("/events/") && path.ends_with('/');
        let pages = self.iter().filter(|(path, _)| is_page(path)).count();
        pages.saturating_sub(self.removed)
    }

    /// Returns every path with its resource, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Resource)> {
        self.resources
            .iter()
            .map(|(path, resource)| (path.as_str(), resource))
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
            turns: None,
            removed: 0,
        }
    }
}

/// Gives back what a text that grew has taken in advance: a Site is kept for long, and there may be two of them at once.
fn exact(text: String) -> Bytes {
    Bytes::from(text.into_boxed_str().into_boxed_bytes())
}

/// Returns the path of an event's invite, or of the invite of one of its instances.
pub(crate) fn invite_path(event: &Event, key: Option<NaiveDate>) -> String {
    match key {
        None => format!("/events/{}.ics", event.id()),
        Some(key) => format!("/events/{}/{key}.ics", event.id()),
    }
}

/// Returns the keys whose instances have invites: those of about a year before and after `now`, all that stand alone (their
/// event's own invite does not have them), and those that were published before. An address once given stays good.
fn published_keys(calendar: &Calendar, event: &Event, context: &Context) -> Vec<NaiveDate> {
    let today = calendar.zone().to_local(context.now()).date();
    let from = today.checked_sub_months(INVITE_MONTHS).unwrap_or(today);
    let to = today.checked_add_months(INVITE_MONTHS).unwrap_or(today);
    let mut keys = event.keys(from, to + Days::new(1));
    keys.extend(event.stand_alone().iter().map(Override::key));
    let folder = format!("/events/{}/", event.id());
    let earlier = context
        .published()
        .range(folder.clone()..)
        .take_while(|path| path.starts_with(&folder));
    keys.extend(earlier.filter_map(|path| {
        path.strip_prefix(&folder)?
            .strip_suffix(".ics")?
            .parse::<NaiveDate>()
            .ok()
    }));
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests;
