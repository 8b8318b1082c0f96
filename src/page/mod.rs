//! Calendar → what people read: the events page, a page for each event, Markdown, JSON and Atom for other sites.
//!
//! In: a [`Calendar`], its [`Revisions`], and the [`Context`] with the present moment and a user's templates. Out: [`Page`], which
//! renders each of them to text. Guaranteed: everything a person wrote is text, never markup; every link of a page to our own
//! resources is relative, and every link of a part for other sites absolute; no request goes to another host; nothing needs a
//! script. Absent: the paths, which [`crate::site`] decides.

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
use deep_link::Feed;
use templates::Templates;
use view::View;

pub use json::events_json_schema;
pub(crate) use templates::template_names;
pub(crate) use view::HasInvite;

/// Renders the pages of a calendar, and their parts.
pub(crate) struct Page {
    templates: Templates,
    view: Arc<View>,
    calendar: Value,
    /// The calendar's own feed, then one per group, in the order of the groups.
    feeds: Vec<Value>,
    /// The path of the site's root, for the page that does not know its own depth.
    root: String,
    /// The address of the site's root, with a slash at its end.
    address: String,
}

impl Page {
    /// Prepares the pages of a calendar that holds what is left of its removed events. `has_invite` says which invites exist: the pages
    /// link to no other.
    ///
    /// # Errors
    /// A template of the user that cannot be read.
    pub(crate) fn new(
        calendar: Arc<Calendar>,
        revisions: &Revisions,
        context: &Context,
        has_invite: Box<HasInvite>,
    ) -> Result<Self, Report> {
        // An event may have come back since.
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
        let feeds = Feed::all(&view.calendar, &view.base);
        let feeds = feeds.into_iter().map(|feed| Value::from(Serde(feed)));
        let feeds: Vec<Value> = feeds.collect();
        Ok(Self {
            templates: Templates::new(context.templates(), view.calendar.events().len())?,
            calendar: values::calendar(&view, &feeds),
            feeds,
            root: view.base.root(),
            address: view.base.below(""),
            view,
        })
    }

    /// Returns the events page.
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

    /// Bytes in which a list of all events mostly finds room.
    fn room_of_list(&self) -> usize {
        const OF_EVENT: usize = 2 * 1024;
        self.view.calendar.events().len() * OF_EVENT
    }

    /// Returns the page of the event at a place among those of the calendar; empty where there is none.
    pub(crate) fn event(&self, index: usize) -> Result<String, Report> {
        let view = &self.view;
        let Some(event) = view.calendar.events().get(index) else {
            return Ok(String::new());
        };
        let instances = view.instances(event, view.recent_from());
        // With the feeds of all groups, each page would grow with the number of groups.
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

    /// Returns the page for a path that is not there. It is shown at any depth, so its links begin at the site's own root.
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

    /// Returns a part for other sites, as Markdown: `events`, `upcoming` or `next`.
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

    /// Returns every event and instance as JSON.
    pub(crate) fn json(&self, revisions: &Revisions) -> String {
        json::events(&self.view, revisions)
    }

    /// Returns the news as Atom.
    pub(crate) fn atom(&self, revisions: &Revisions) -> String {
        atom::feed(&self.view.calendar, revisions, &self.view.base)
    }

    /// Returns the stylesheet, in the calendar's own colour if it has one.
    pub(crate) fn style(&self) -> String {
        let colors = palette::css(self.view.calendar.color());
        format!("{colors}{}", self.templates.verbatim("style.css"))
    }

    /// Returns the script that adds the button to copy an address.
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

/// What ends a line of a paragraph in Markdown.
const HARD_BREAK: &str = "  ";

/// Collapses runs of empty lines, which templates leave where a part is missing. Code blocks are not changed, and two
/// spaces stay where they end a line of a paragraph. Every line ends in a newline.
fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 1);
    let mut was_empty = false;
    // How many backticks began the block of code that is open.
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
