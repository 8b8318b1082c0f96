//! Calendar → what people read: the events page, a page for each event, and Markdown, JSON and Atom for other sites.
//!
//! [`Page`] takes a [`Calendar`], its [`Revisions`], and the [`Context`] with the current time and the user's templates. It says which pages
//! there are and renders each. Text from the events file is escaped, so it is never markup. Pages link to the site's own resources by relative
//! URLs, and parts for other sites by absolute ones. No page sends a request to another host or needs a script.

mod adding;
mod agenda;
mod areas;
mod atom;
mod deep_link;
mod fields;
mod groups;
mod item;
mod json;
mod json_details;
mod json_ld;
mod json_text;
mod json_upcoming;
mod labels;
mod lead;
mod list;
mod meetings;
mod months;
mod palette;
mod part;
mod picture;
mod say;
mod spacing;
mod templates;
mod values;
mod view;
mod yearly;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use minijinja::context;
use minijinja::value::{Serde, Value};

use crate::calendar::{Calendar, Event, Group};
use crate::context::Context;
use crate::diagnostic::Report;
use crate::gzip::gzip;
use crate::revision::Revisions;
use crate::route::{PARTS, Route, is_reserved};
use crate::span::Month;
use crate::value::Image;
use crate::words::{ENGLISH, FILE_NAME, Words};
use agenda::Agenda;
use areas::Section;
use deep_link::FeedLinks;
use list::YearOfLines;
use meetings::MeetingPages;
use picture::Size;
use spacing::single_spaced;
use templates::PageTemplates;
use view::View;

pub use json::events_json_schema;
pub(crate) use part::{Part, PartFormat};
pub(crate) use templates::{escaped_html, extra_pages, is_included, template_names};
pub(crate) use view::HasInvite;

/// The most bytes of the compressed events page: it is on the screen of a slow phone within a second.
const MOST_BYTES: usize = 61_440;

/// The number of groups that the events page names.
const MOST_GROUPS: usize = 50;

/// The shortest form of the events page; 0 is the usual one.
const MOST_BRIEF: usize = 3;

/// A capacity that is enough for a line of a list, with the links to add it.
const ROOM_OF_LINE: usize = 2560;

/// A capacity that is enough for most events pages.
const ROOM_OF_INDEX: usize = 128 * 1024;

/// Renders the pages of a calendar, and the parts for other sites.
pub(crate) struct Page {
    templates: PageTemplates,
    view: Arc<View>,
    calendar: Value,
    agenda: Agenda,
    /// The same with the events that only the feeds of groups have, if there are any.
    agenda_of_groups: Option<Agenda>,
    /// The months whose page was published before, and that have nothing to list now. Their addresses remain.
    former_months: Vec<Month>,
    /// The past years that have a page, the newest first, and the lines of each.
    past: Vec<YearOfLines>,
    /// The same with the events that only the feeds of groups have, if there are any.
    past_of_groups: Option<Vec<YearOfLines>>,
    /// The calendar's own feed, then one for each group, in the order of the groups.
    feeds: Vec<Value>,
    /// The groups with all their events.
    groups: Vec<Value>,
    /// The groups with those events that the lists of all events have.
    listed_groups: Vec<Value>,
    /// The groups by area.
    sections: Vec<Section>,
    /// The indices of the events of each group, in the order of the groups.
    members: Vec<Vec<usize>>,
    /// The sizes of pictures, by path below the root.
    pictures: BTreeMap<String, Size>,
    /// The names of the pages that are templates of the user.
    extras: Vec<String>,
    /// The path of the site's root, for the 404 page, which is served at any depth.
    root: String,
    /// The URL of the site's root, with a trailing slash.
    address: String,
}

impl Page {
    /// Prepares the pages of a calendar, which includes tombstones. `has_invite` says which invites exist; the pages link to no others.
    ///
    /// # Errors
    /// A template of the user has a syntax error, or a word in the user's `words.yaml` is wrong.
    pub(crate) fn new(
        calendar: Arc<Calendar>,
        revisions: &Revisions,
        context: &Context,
        has_invite: Box<HasInvite>,
    ) -> Result<Self, Report> {
        let words = match context.templates().get(FILE_NAME) {
            Some(text) => Words::read(text)?,
            None => ENGLISH.clone(),
        };
        let words = Arc::new(words);
        // A removed event may have been added again.
        let removed = revisions.removed().iter().filter(|removed| {
            let event = calendar.event(removed.id());
            event.is_some_and(|event| event.is_left_of(removed))
        });
        let removed = removed.map(|event| event.id().clone()).collect();
        let base = context.url().unwrap_or(calendar.url()).clone();
        let home = calendar.zone();
        let today = home.to_local(context.now()).date();
        let mut view = View {
            today,
            horizon_begins: home.start_of_day(view::horizon(today)),
            calendar,
            removed,
            now: context.now(),
            base,
            has_invite,
            meetings: MeetingPages::default(),
            words: Arc::clone(&words),
            clock_changes: Mutex::new(BTreeMap::new()),
        };
        view.meetings = MeetingPages::new(&view, context);
        let view = Arc::new(view);
        let feeds = FeedLinks::all(&view.calendar, &view.base);
        let feeds = feeds.into_iter().map(|feed| Value::from(Serde(feed)));
        let feeds: Vec<Value> = feeds.collect();
        let (mut lists, agenda) = (view.lists(), view.agenda(|event| view.is_listed(event)));
        let has_feed_only = view.calendar.has_feed_only();
        let past_of_groups = has_feed_only.then(|| {
            let listed = view.listed_years(&lists.past).collect();
            std::mem::replace(&mut lists.past, listed)
        });
        let groups = areas::groups(&view, &lists, &feeds, false);
        let listed_groups = if has_feed_only {
            areas::groups(&view, &lists, &feeds, true)
        } else {
            groups.clone()
        };
        let published = context.published().iter();
        let former_months = published.filter_map(|path| match Route::parse(path)? {
            Route::Month(month) if agenda.lines_of(month) == 0 => Some(month),
            _ => None,
        });
        let extras = extras(context.templates(), &view.calendar)?;
        Ok(Self {
            former_months: former_months.collect(),
            extras,
            pictures: picture::sizes(context),
            templates: PageTemplates::new(
                context.templates(),
                view.calendar.events().len(),
                words,
            )?,
            past: lists.past.clone(),
            calendar: values::calendar(&view, lists, &feeds, &listed_groups, agenda.links(&view)),
            agenda,
            agenda_of_groups: has_feed_only.then(|| view.agenda(|_| true)),
            past_of_groups,
            groups,
            listed_groups,
            sections: areas::sections(&view.calendar),
            feeds,
            members: groups::members(&view.calendar),
            root: view.base.root(),
            address: view.base.below(""),
            view,
        })
    }

    /// Returns the routes of everything that a page or the current time decides, in the order in which they are rendered. The events page
    /// comes first, because it uses most of a user's template, so errors are reported there.
    pub(crate) fn routes(&self) -> Vec<Route<'_>> {
        let mut routes = vec![Route::Home];
        let months = self
            .agenda
            .months()
            .chain(self.former_months.iter().copied());
        routes.extend(months.map(Route::Month));
        routes.extend(self.past.iter().map(|(year, _)| Route::Past(*year)));
        for event in self.view.calendar.events() {
            let id = event.id().as_str();
            let meetings = self.view.meetings.keys(event).into_iter();
            routes.push(Route::Event(id));
            routes.extend(meetings.map(|key| Route::Meeting(id, key)));
        }
        routes.extend(groups::routes(&self.view.calendar));
        routes.extend(self.extras.iter().map(|name| Route::Extra(name)));
        routes.extend(PARTS.map(Route::Part));
        routes.push(Route::NotFound);
        routes
    }

    /// Whether the page of a month lists nothing, and exists because it was published before.
    pub(crate) fn is_former(&self, month: Month) -> bool {
        self.former_months.contains(&month)
    }

    /// Renders one of [`Page::routes`]; empty if the calendar has no such page.
    ///
    /// # Errors
    /// A template of the user cannot be rendered.
    pub(crate) fn render(&self, route: Route<'_>) -> Result<String, Report> {
        match route {
            Route::Home => self.index(),
            Route::Month(month) => self.month(month),
            Route::Past(year) => self.past(year),
            Route::Event(id) => self.event(id),
            Route::Groups => self.groups(),
            Route::Group(slug) => self.group(slug),
            Route::PartOfGroup(id) => self.part_of_group(id),
            Route::Meeting(id, key) => self.meeting(id, key),
            Route::Extra(name) => self.extra(name),
            Route::NotFound => self.not_found(),
            Route::Part(name) => match Part::published(name) {
                Some(part) => self.part(&part, PartFormat::Markdown),
                None => Ok(String::new()),
            },
            _ => Ok(String::new()),
        }
    }

    /// Renders the events page, with as much of each event as keeps it below [`MOST_BYTES`]: first with the beginning of each description,
    /// then without, then without the links to add an event, then with short titles and places.
    fn index(&self) -> Result<String, Report> {
        let mut page = String::new();
        for brief in 0..=MOST_BRIEF {
            let feeds = self.feeds.iter().take(1 + (MOST_GROUPS >> brief));
            let data = context! {
                feeds => feeds.cloned().collect::<Value>(),
                json_ld => (brief < MOST_BRIEF).then(|| json_ld::of_all(&self.view)),
                agenda => self.agenda.coming(&self.view),
                areas => areas::value(&self.sections, &self.listed_groups, MOST_GROUPS),
                brief,
                ..self.shared(Route::Home)
            };
            page = self
                .templates
                .render_long("index.html", data, ROOM_OF_INDEX)?;
            if page.len() <= MOST_BYTES || gzip(page.as_bytes()).len() <= MOST_BYTES {
                break;
            }
        }
        Ok(page)
    }

    /// Returns the calendar's own feed, for pages that list no other: naming those of all groups would make each page grow with their number.
    fn own_feed(&self) -> Value {
        self.feeds.first().into_iter().cloned().collect()
    }

    /// Returns what every page has: the calendar, the way to the site's root, its own address, and the day on which it is rendered.
    fn shared(&self, route: Route<'_>) -> Value {
        context! {
            calendar => self.calendar.clone(),
            root => route.root(),
            address => format!("{}{}", self.address, route.below()),
            image => self.view.calendar.image().map(|it| it.address(&self.view.base)),
            feed_page => "",
            accent => palette::accent(self.view.calendar.color()),
            accent_class => (),
            made => names_day(route).then(|| self.view.words.date(self.view.today)),
        }
    }

    /// Returns a buffer capacity that is enough for most lists of all events.
    fn room_of_list(&self) -> usize {
        const OF_EVENT: usize = 2 * 1024;
        self.view.calendar.events().len() * OF_EVENT
    }

    fn event(&self, id: &str) -> Result<String, Report> {
        let view = &self.view;
        let Some((index, event)) = view.event(id) else {
            return Ok(String::new());
        };
        let instances = view.instances(event, view.recent_from());
        // Listing the feeds of all groups would make each page grow with the number of groups.
        let mut own = view.calendar.places_of_groups(event).peekable();
        let is_in_own = view.is_listed(index) || own.peek().is_none();
        let of_all = is_in_own.then_some(0).into_iter();
        let feeds = of_all.chain(own.map(|group| group + 1));
        let feeds = feeds.filter_map(|feed| self.feeds.get(feed).cloned());
        let (picture, picture_size) = self.picture(event);
        let data = context! {
            feeds => feeds.collect::<Value>(),
            feed_page => self.feed_page(index),
            event => values::event(view, index, event, &instances),
            image => view.address_of_image(event),
            picture,
            picture_size,
            json_ld => json_ld::of_event(view, event, &instances),
            ..self.shared(Route::Event(id))
        };
        self.templates.render("event.html", data)
    }

    /// Renders the page of one meeting. It names the calendar's feed only: a file may name thousands of meetings, each of a hundred groups.
    fn meeting(&self, id: &str, key: NaiveDate) -> Result<String, Report> {
        let view = &self.view;
        let found = view.event(id);
        let found = found.and_then(|(index, event)| Some((index, event.instance(key)?)));
        let Some((index, instance)) = found else {
            return Ok(String::new());
        };
        let (picture, picture_size) = self.picture(instance.event());
        let data = context! {
            feeds => self.feed_of(index),
            feed_page => self.feed_page(index),
            meeting => values::meeting(view, index, &instance),
            image => view.address_of_image(instance.event()),
            picture,
            picture_size,
            json_ld => json_ld::of_meeting(view, &instance),
            ..self.shared(Route::Meeting(id, key))
        };
        self.templates.render("meeting.html", data)
    }

    /// Returns the path of the picture on the pages of an event, with its size if that is known.
    fn picture(&self, event: &Event) -> (Option<String>, Option<Value>) {
        let path = self.view.image_of(event).and_then(Image::published);
        let size = path.as_ref().and_then(|path| self.pictures.get(path));
        let size = size.map(|size| Value::from(Serde(*size)));
        (path, size)
    }

    /// Renders a page that is a template of the user.
    fn extra(&self, name: &str) -> Result<String, Report> {
        let data = context! {
            feeds => self.own_feed(),
            json_ld => (),
            ..self.shared(Route::Extra(name))
        };
        self.templates.render(&format!("{name}.html"), data)
    }

    /// Renders the 404 page. It is served at any depth, so its links begin at the site's root.
    fn not_found(&self) -> Result<String, Report> {
        let data = context! {
            feeds => self.feeds.clone(),
            root => self.root.clone(),
            address => (),
            image => (),
            json_ld => (),
            ..self.shared(Route::NotFound)
        };
        self.templates.render("404.html", data)
    }

    /// Returns one of the [`ASSETS`](crate::route::ASSETS): the Atom feed, `events.json` with every event and its instances, the
    /// stylesheet and the icon in the calendar's own colour if it has one, or one of the scripts. `None` for `robots.txt` and
    /// `sitemap.xml`, which [`crate::site`] writes.
    pub(crate) fn asset(&self, name: &str, revisions: &Revisions) -> Option<String> {
        let view = &self.view;
        let color = view.calendar.color();
        Some(match name {
            "events.json" => json::events(view, revisions),
            "feed.xml" => atom::feed(&view.calendar, revisions, &view.base, &view.words),
            "style.css" => {
                let of_groups = view.calendar.groups().iter().filter_map(Group::color);
                let (colors, of_groups) = (palette::css(color), palette::css_of_groups(of_groups));
                format!(
                    "{colors}{of_groups}{}",
                    self.templates.verbatim("style.css")
                )
            }
            "copy.js" | "page.js" => self.templates.verbatim(name).to_owned(),
            "icon.svg" => {
                let icon = self.templates.verbatim("icon.svg");
                icon.replace("currentColor", &palette::accent(color))
            }
            _ => return None,
        })
    }
}

/// Returns the names of the pages that are templates of the user.
///
/// # Errors
/// A page would have an address of the site or of a group.
fn extras(own: &BTreeMap<String, String>, calendar: &Calendar) -> Result<Vec<String>, Report> {
    let pages = extra_pages(own);
    let is_slug = |of: &&Group, name: &str| {
        of.id().as_str() == name || of.formerly().iter().any(|it| it.as_str() == name)
    };
    for page in &pages {
        if is_reserved(page) {
            return Err(PageTemplates::taken(page, "an address of the site itself"));
        }
        if calendar.groups().iter().any(|group| is_slug(&group, page)) {
            return Err(PageTemplates::taken(page, "the page of a group"));
        }
    }
    Ok(pages.into_iter().map(str::to_owned).collect())
}

/// Whether a page says on which day it was rendered, so that it changes at midnight: those with upcoming events.
pub(crate) fn names_day(route: Route<'_>) -> bool {
    matches!(
        route,
        Route::Home | Route::Month(_) | Route::Group(_) | Route::Groups
    )
}

#[cfg(test)]
mod tests;
