//! The addresses of a site: every path that a calendar can publish.
//!
//! A [`Route`] names a page, a feed, an invite or another resource. It prints as its absolute path (`/events/lean-coffee/`), and
//! [`Route::parse`] reads that path back. Every published resource gets its path here, so a build writes or removes no other
//! path, whatever the list of an earlier build says. [`is_reserved`] has the slugs that a group cannot have, because the site uses them.
//! [`crate::site`] and [`crate::page`] decide which routes a given calendar publishes.

use std::fmt;

use chrono::NaiveDate;

use crate::recurrence::WeekdayOfMonth;
use crate::span::Month;
use crate::value::{IMAGES, Slug, is_former_path, is_plain_name};

/// The resources that every calendar publishes at a path of their own.
pub(crate) const ASSETS: [&str; 8] = [
    "events.json",
    "style.css",
    "copy.js",
    "page.js",
    "icon.svg",
    "feed.xml",
    "robots.txt",
    "sitemap.xml",
];

/// The parts for other sites, each at `/{name}.md`.
pub(crate) const PARTS: [&str; 3] = ["events", "upcoming", "next"];

/// The names below the root that the site itself uses, or may use: pages, folders, and the health check of the server.
const RESERVED: [&str; 10] = [
    "404", "assets", "events", "groups", "healthz", "images", "m", "past", "static", "tags",
];

/// The folder of the files that a user publishes with templates.
pub(crate) const STATIC: &str = "static";

/// One resource of a site. Slugs are those of the calendar, a group or an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// The events page.
    Home,
    /// The page of a month.
    Month(Month),
    /// The page of a past year.
    Past(i32),
    /// The list of all groups.
    Groups,
    /// The page of a group. A former address may have several slugs: `teams/python`.
    Group(&'a str),
    /// The page of an event.
    Event(&'a str),
    /// The page of one instance, by its key date.
    Meeting(&'a str, NaiveDate),
    /// The page for addresses that do not exist.
    NotFound,
    /// The feed of the calendar or of a group. A former address may have several slugs.
    Feed(&'a str),
    /// The invite of an event.
    Invite(&'a str),
    /// The invite of one of the series into which an event is split.
    InviteOfPart(&'a str, WeekdayOfMonth),
    /// The invite of one instance, by its key date.
    InviteOfMeeting(&'a str, NaiveDate),
    /// A part for other sites, as Markdown.
    Part(&'a str),
    /// The part of a group for other sites, as Markdown.
    PartOfGroup(&'a str),
    /// One of [`ASSETS`].
    Asset(&'a str),
    /// A page of a template of the user, by the name of the template.
    Extra(&'a str),
    /// A file of the user that is published as it is, by its path without a slash in front: `static/fonts/own.woff2`.
    File(&'a str),
}

impl<'a> Route<'a> {
    /// Reads an absolute path; `None` if no calendar can publish it.
    pub(crate) fn parse(path: &'a str) -> Option<Self> {
        let path = path.strip_prefix('/')?;
        if let Some(asset) = ASSETS.into_iter().find(|asset| *asset == path) {
            return Some(Self::Asset(asset));
        }
        if is_file(path) {
            return Some(Self::File(path));
        }
        let mut names = path.split('/');
        let parts = (names.next()?, names.next(), names.next(), names.next());
        match parts {
            ("", None, _, _) => Some(Self::Home),
            ("404.html", None, _, _) => Some(Self::NotFound),
            ("groups", Some(""), None, _) => Some(Self::Groups),
            ("groups", Some(part), None, _) => {
                slug(part.strip_suffix(".md")?).map(Self::PartOfGroup)
            }
            ("past", Some(year), Some(""), None) => Month::parse_year(year).map(Self::Past),
            ("events", Some(name), None, _) => slug(name.strip_suffix(".ics")?).map(Self::Invite),
            ("events", Some(id), Some(""), None) => slug(id).map(Self::Event),
            ("events", Some(id), Some(key), None) => {
                let (id, key) = (slug(id)?, key.strip_suffix(".ics")?);
                let of_part = || Some(Self::InviteOfPart(id, WeekdayOfMonth::from_code(key)?));
                let of_date = date(key).map(|key| Self::InviteOfMeeting(id, key));
                of_date.or_else(of_part)
            }
            ("events", Some(id), Some(key), Some("")) if names.next().is_none() => {
                Some(Self::Meeting(slug(id)?, date(key)?))
            }
            (name, Some(""), None, _) => match Month::parse(name) {
                Some(month) => Some(Self::Month(month)),
                None => slug(name)
                    .filter(|name| !is_reserved(name))
                    .map(Self::Group),
            },
            (name, None, _, _) => match name.rsplit_once('.')? {
                (name, "ics") => slug(name).map(Self::Feed),
                (name, "md") => PARTS.into_iter().find(|part| *part == name).map(Self::Part),
                _ => None,
            },
            _ => in_folder(path),
        }
    }

    /// Whether a relative path, without slashes at its ends, is a folder in which a calendar can publish something.
    pub(crate) fn is_folder(path: &str) -> bool {
        let page = format!("/{path}/");
        matches!(path, "events" | "past" | STATIC | IMAGES)
            || is_file(path)
            || Route::parse(&page).is_some()
    }

    /// Returns the path relative to the site's root: `events/lean-coffee/`; empty for the events page.
    pub(crate) fn below(self) -> String {
        let mut path = self.to_string();
        path.remove(0);
        path
    }

    /// Returns the relative path from this resource to the site's root: `../../`; empty at the root.
    pub(crate) fn root(self) -> String {
        let folders = self.to_string().matches('/').count().saturating_sub(1);
        "../".repeat(folders)
    }

    /// Returns the name under which a browser saves the resource: `lean-coffee-2027-01-07.ics`; `None` if it is not an invite.
    pub(crate) fn download(self) -> Option<String> {
        match self {
            Self::Invite(id) => Some(format!("{id}.ics")),
            Self::InviteOfPart(id, day) => Some(format!("{id}-{}.ics", day.code())),
            Self::InviteOfMeeting(id, key) => Some(format!("{id}-{key}.ics")),
            _ => None,
        }
    }
}

/// The absolute path.
impl fmt::Display for Route<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => f.write_str("/"),
            Self::Month(month) => write!(f, "/{month}/"),
            Self::Past(year) => write!(f, "/past/{year}/"),
            Self::Groups => f.write_str("/groups/"),
            Self::Group(id) => write!(f, "/{id}/"),
            Self::Event(id) => write!(f, "/events/{id}/"),
            Self::Meeting(id, key) => write!(f, "/events/{id}/{key}/"),
            Self::NotFound => f.write_str("/404.html"),
            Self::Feed(slug) => write!(f, "/{slug}.ics"),
            Self::Invite(id) => write!(f, "/events/{id}.ics"),
            Self::InviteOfPart(id, day) => write!(f, "/events/{id}/{}.ics", day.code()),
            Self::InviteOfMeeting(id, key) => write!(f, "/events/{id}/{key}.ics"),
            Self::Part(name) => write!(f, "/{name}.md"),
            Self::PartOfGroup(id) => write!(f, "/groups/{id}.md"),
            Self::Extra(name) => write!(f, "/{name}/"),
            Self::Asset(name) | Self::File(name) => write!(f, "/{name}"),
        }
    }
}

/// Whether the site itself uses the page `/{slug}/`, so that no group can have it: `events`, `past`, a year, a month.
pub(crate) fn is_reserved(slug: &str) -> bool {
    RESERVED.contains(&slug) || Month::parse(slug).is_some() || Month::parse_year(slug).is_some()
}

/// Whether a text is a date as it is in the address of a meeting: `2027-01-07`.
pub(crate) fn is_date(written: &str) -> bool {
    date(written).is_some()
}

/// Returns a regular expression without anchors that matches the slugs that are reserved.
pub(crate) fn reserved_pattern() -> String {
    format!("{}|[0-9]{{4}}(-(0[1-9]|1[0-2]))?", RESERVED.join("|"))
}

/// Whether a path without a slash in front is that of a file in [`STATIC`] or [`IMAGES`]. `index.html` would be the page of a folder.
fn is_file(path: &str) -> bool {
    let mut names = path.split('/');
    matches!(names.next(), Some(STATIC | IMAGES))
        && path.contains('/')
        && path.len() <= 250
        && !path.ends_with("/index.html")
        && names.all(is_plain_name)
}

/// Reads a former address of a feed in a folder, or that of the page of a group: `teams/python.ics`, `teams/python/`.
fn in_folder(path: &str) -> Option<Route<'_>> {
    let (name, route): (_, fn(_) -> _) = match path.strip_suffix(".ics") {
        Some(name) => (name, Route::Feed),
        None => (path.strip_suffix('/')?, Route::Group),
    };
    let (folder, _) = name.split_once('/')?;
    (is_former_path(name) && !is_reserved(folder)).then(|| route(name))
}

fn slug(written: &str) -> Option<&str> {
    Slug::parse(written).is_ok().then_some(written)
}

/// Reads a date exactly as it is printed.
fn date(written: &str) -> Option<NaiveDate> {
    let date: NaiveDate = written.parse().ok()?;
    (date.to_string() == written).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_a_calendar_can_publish_prints_as_it_was_read() {
        for path in [
            "/",
            "/404.html",
            "/2027-03/",
            "/past/2022/",
            "/groups/",
            "/heads-of-engineering/",
            "/groups/heads-of-engineering.md",
            "/upcoming.md",
            "/cross-gov.ics",
            "/teams/python.ics",
            "/teams/python/",
            "/a/b/c/d/e.ics",
            "/robots.txt",
            "/sitemap.xml",
            "/events/lean-coffee/",
            "/events/lean-coffee/2025-03-27/",
            "/events/lean-coffee.ics",
            "/events/lean-coffee/2025-03-27.ics",
            "/events/lean-coffee/3thu.ics",
            "/static/logo.png",
            "/static/fonts/Own_1.2-a.woff2",
            "/images/club.jpg",
            "/events/lean-coffee/lastfri.ics",
        ] {
            let route = Route::parse(path).unwrap_or_else(|| panic!("{path}"));
            assert_eq!(route.to_string(), path);
        }
    }

    #[test]
    fn a_calendar_can_publish_no_other_path() {
        for path in [
            "",
            "index.html",
            "/index.html",
            "/README.md",
            "/CNAME",
            "/.env.ics",
            "/Cross-Gov.ics",
            "/a/b/c/d/e/f.ics",
            "/a/b/c/d/e/f/",
            "/a//b.ics",
            "/a/../b.ics",
            "/a/B.ics",
            "/a/b.html",
            "/past/b.ics",
            "/2027-03/b.ics",
            "/static/b/",
            "/../x.ics",
            "/past/",
            "/past/22/",
            "/past/2022/x/",
            "/2027/",
            "/static/",
            "/groups/x/",
            "/groups/X.md",
            "/events",
            "/events/",
            "/events/.ics",
            "/events/x",
            "/events/../",
            "/events/x/notes/",
            "/events/x/2025-03-27/x/",
            "/events/x/2025-3-27.ics",
            "/events/x/5thu.ics",
            "/events/x/-1fri.ics",
            "/events/x/last.ics",
            "/events/x/3thursday.ics",
            "/events/x/3THU.ics",
            "/events/x/2025-02-30.ics",
            "/events/x/2025-02-30/",
            "/events/x/y/2025-03-27.ics",
            "/src/main.rs",
            "/_preview/style.css",
            "/_preview/next",
            "/_preview/",
        ] {
            assert_eq!(Route::parse(path), None, "{path}");
        }
    }

    #[test]
    fn a_page_knows_the_way_to_the_root() {
        for (path, root) in [
            ("/", ""),
            ("/past/2022/", "../../"),
            ("/green/", "../"),
            ("/teams/green/", "../../"),
            ("/events/lean-coffee/2025-03-27/", "../../../"),
            ("/events/lean-coffee.ics", "../"),
        ] {
            assert_eq!(Route::parse(path).unwrap().root(), root, "{path}");
        }
    }

    #[test]
    fn an_invite_is_saved_under_the_name_of_its_event() {
        for (path, name) in [
            ("/events/lean-coffee.ics", Some("lean-coffee.ics")),
            ("/events/lean-coffee/3thu.ics", Some("lean-coffee-3thu.ics")),
            (
                "/events/lean-coffee/2027-01-07.ics",
                Some("lean-coffee-2027-01-07.ics"),
            ),
            ("/events/lean-coffee/", None),
        ] {
            let route = Route::parse(path).unwrap();
            assert_eq!(route.download().as_deref(), name, "{path}");
        }
    }

    #[test]
    fn a_name_that_the_site_uses_is_reserved() {
        for slug in ["events", "404", "2027", "2027-03", "healthz"] {
            assert!(is_reserved(slug), "{slug}");
        }
        for slug in ["event", "2027-13", "green", "20270", "2027-03-04"] {
            assert!(!is_reserved(slug), "{slug}");
        }
    }
}
