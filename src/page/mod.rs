//! Calendar → what people read: the events page, a page for each event, and Markdown, JSON and Atom for other sites.
//!
//! In: a [`Calendar`], its [`Revisions`], and the [`Context`] with the current time and the user's templates. Out: [`Page`], which renders
//! each of them. Guaranteed: text from the events file is escaped, so it is never markup; pages link to the site's own resources by
//! relative URLs, and parts for other sites by absolute ones; no page sends a request to another host or needs a script. Absent: the paths,
//! which [`crate::site`] decides.

mod atom;
mod deep_link;
mod fields;
mod item;
mod json;
mod json_details;
mod json_ld;
mod json_text;
mod labels;
mod list;
mod palette;
mod templates;
mod values;
mod view;
mod yearly;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use minijinja::context;
use minijinja::value::{Serde, Value};

use crate::calendar::Calendar;
use crate::context::Context;
use crate::diagnostic::Report;
use crate::revision::Revisions;
use deep_link::FeedLinks;
use templates::PageTemplates;
use view::View;

pub use json::events_json_schema;
pub(crate) use templates::template_names;
pub(crate) use view::HasInvite;

/// Renders the pages of a calendar, and the parts for other sites.
pub(crate) struct Page {
    templates: PageTemplates,
    view: Arc<View>,
    calendar: Value,
    /// The calendar's own feed, then one for each group, in the order of the groups.
    feeds: Vec<Value>,
    /// The path of the site's root, for the 404 page, which is served at any depth.
    root: String,
    /// The URL of the site's root, with a trailing slash.
    address: String,
}

impl Page {
    /// Prepares the pages of a calendar, which includes tombstones. `has_invite` says which invites exist; the pages link to no others.
    ///
    /// # Errors
    /// A template of the user has a syntax error.
    pub(crate) fn new(
        calendar: Arc<Calendar>,
        revisions: &Revisions,
        context: &Context,
        has_invite: Box<HasInvite>,
    ) -> Result<Self, Report> {
        // A removed event may have been added again.
        let removed = revisions.removed().iter().filter(|removed| {
            let event = calendar.event(removed.id());
            event.is_some_and(|event| event.is_left_of(removed))
        });
        let removed = removed.map(|event| event.id().clone()).collect();
        let base = context.url().unwrap_or(calendar.url()).clone();
        let home = calendar.zone();
        let today = home.to_local(context.now()).date();
        let view = Arc::new(View {
            today,
            horizon_begins: home.start_of_day(view::horizon(today)),
            calendar,
            removed,
            now: context.now(),
            base,
            has_invite,
            clock_changes: Mutex::new(BTreeMap::new()),
        });
        let feeds = FeedLinks::all(&view.calendar, &view.base);
        let feeds = feeds.into_iter().map(|feed| Value::from(Serde(feed)));
        let feeds: Vec<Value> = feeds.collect();
        Ok(Self {
            templates: PageTemplates::new(context.templates(), view.calendar.events().len())?,
            calendar: values::calendar(&view, &feeds),
            feeds,
            root: view.base.root(),
            address: view.base.below(""),
            view,
        })
    }

    /// Renders the events page.
    pub(crate) fn index(&self) -> Result<String, Report> {
        let data = context! {
            calendar => self.calendar.clone(),
            feeds => self.feeds.clone(),
            root => "",
            address => self.address.clone(),
            json_ld => json_ld::of_all(&self.view),
        };
        self.templates
            .render_long("index.html", data, self.room_of_list())
    }

    /// Returns a buffer capacity that is enough for most lists of all events.
    fn room_of_list(&self) -> usize {
        const OF_EVENT: usize = 2 * 1024;
        self.view.calendar.events().len() * OF_EVENT
    }

    /// Renders the page of the event with this index in the calendar; empty if there is none.
    pub(crate) fn event(&self, index: usize) -> Result<String, Report> {
        let view = &self.view;
        let Some(event) = view.calendar.events().get(index) else {
            return Ok(String::new());
        };
        let instances = view.instances(event, view.recent_from());
        // Listing the feeds of all groups would make each page grow with the number of groups.
        let own = view.groups_of(index).map(|group| group + 1);
        let feeds = std::iter::once(0).chain(own);
        let feeds = feeds.filter_map(|feed| self.feeds.get(feed).cloned());
        let data = context! {
            calendar => self.calendar.clone(),
            feeds => feeds.collect::<Value>(),
            event => values::event(view, index, event, &instances),
            root => "../../",
            address => format!("{}{}", self.address, labels::page(event)),
            json_ld => json_ld::of_event(view, event, &instances),
        };
        self.templates.render("event.html", data)
    }

    /// Renders the 404 page. It is served at any depth, so its links begin at the site's root.
    pub(crate) fn not_found(&self) -> Result<String, Report> {
        let data = context! {
            calendar => self.calendar.clone(),
            feeds => self.feeds.clone(),
            root => self.root.clone(),
            address => (),
            json_ld => (),
        };
        self.templates.render("404.html", data)
    }

    /// Renders a part for other sites as Markdown: `events`, `upcoming` or `next`.
    pub(crate) fn markdown(&self, name: &str) -> Result<String, Report> {
        let data = context! {
            calendar => self.calendar.clone(),
            root => self.address.clone(),
        };
        let name = format!("{name}.md");
        let room = self.room_of_list();
        let text = self.templates.render_long(&name, data, room)?;
        Ok(single_spaced(text.trim()))
    }

    /// Returns `events.json`, with every event and its instances.
    pub(crate) fn json(&self, revisions: &Revisions) -> String {
        json::events(&self.view, revisions)
    }

    /// Returns the Atom feed.
    pub(crate) fn atom(&self, revisions: &Revisions) -> String {
        atom::feed(&self.view.calendar, revisions, &self.view.base)
    }

    /// Returns the stylesheet, with the calendar's own colour if it has one.
    pub(crate) fn style(&self) -> String {
        let colors = palette::css(self.view.calendar.color());
        format!("{colors}{}", self.templates.verbatim("style.css"))
    }

    /// Returns the script that adds a button to copy a URL.
    pub(crate) fn script(&self) -> &str {
        self.templates.verbatim("copy.js")
    }

    /// Returns the icon, in the calendar's own colour if it has one.
    pub(crate) fn icon(&self) -> String {
        let accent = palette::accent(self.view.calendar.color());
        self.templates
            .verbatim("icon.svg")
            .replace("currentColor", &accent)
    }
}

/// The two spaces that break a line within a Markdown paragraph.
const HARD_BREAK: &str = "  ";

/// Collapses the runs of empty lines that templates leave where a part is missing. Code blocks are unchanged, and so are two spaces that
/// break a line. Every line ends with a newline.
fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 1);
    let mut was_empty = false;
    // The number of backticks that opened the current code block.
    let mut fence: Option<usize> = None;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let inner = line
            .trim_start_matches([' ', '>', '-', '*', '.'])
            .trim_start_matches(|c: char| c.is_ascii_digit());
        let inner = inner.trim_start_matches([' ', '.']);
        let rest = inner.trim_start_matches('`');
        let ticks = inner.len() - rest.len();
        let was_in_code = fence.is_some();
        fence = match fence {
            Some(least) if ticks >= least && rest.trim().is_empty() => None,
            None if ticks >= 3 && !rest.contains('`') => Some(ticks),
            fence => fence,
        };
        let is_code = was_in_code || fence.is_some();
        let goes_on = lines.peek().is_some_and(|next| !next.trim().is_empty());
        let is_break = line.ends_with(HARD_BREAK) && goes_on;
        let line = if is_code { line } else { line.trim_end() };
        let is_second = line.is_empty() && was_empty;
        if is_code || !is_second {
            spaced.push_str(line);
            if is_break && !is_code && !line.is_empty() {
                spaced.push_str(HARD_BREAK);
            }
            spaced.push('\n');
            was_empty = line.is_empty();
        }
    }
    spaced
}

#[cfg(test)]
mod tests;
