//! Writes imported events as a whole new events file.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::entry::Entry;
use super::names::Ids;
use super::placed::{ids as ids_of, placed};
use super::write::{Around, keys};
use super::{Account, Imported};
use crate::context::Context;
use crate::document::scalar::{Style, scalar};
use crate::edit::{Refusal, Wanted};
use crate::reading::Given;
use crate::route::is_reserved;
use crate::time::Moment;
use crate::value::Slug;
use crate::zone::Zone;

/// What the user says about the calendar. Everything else comes from the sources, or is left empty, so that `calfeed check` asks for it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Header {
    /// Its name.
    pub name: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// The names of categories that become groups, with a feed each.
    pub groups: Vec<String>,
}

/// A new events file.
#[derive(Debug)]
#[non_exhaustive]
pub struct NewFile {
    /// The text of the file.
    pub text: String,
    /// What became of everything that was read.
    pub account: Account,
}

/// The values of the head of the file, each with what to write if it is not known.
struct Head {
    name: Option<String>,
    slug: Option<String>,
    domain: Option<String>,
    url: Option<String>,
    zone: Option<Zone>,
    groups: BTreeMap<String, String>,
}

impl Imported<'_> {
    /// Writes the events as a new file: series first, then single events, the newest first.
    ///
    /// # Errors
    /// The events cannot be written, which is a fault of calfeed.
    pub fn new_file(mut self, header: &Header, context: &Context) -> Result<NewFile, Refusal> {
        let head = self.head(header);
        let domain = head.domain.as_deref().unwrap_or(Head::DOMAIN);
        let around = Around {
            home: head.zone,
            domain,
            groups: &head.groups,
        };
        let order = self.order();
        let mut ids = Ids::new([], &self.entries, domain);
        let wanted = order.into_iter().filter_map(|index| {
            let entry = self.entries.get(index)?;
            let id = ids.take(entry, domain);
            Some((index, Wanted::New(keys(entry, &id, around))))
        });
        let wanted: Vec<(usize, Wanted)> = wanted.collect();
        let stand_in = head.text(true);
        let empty = Arc::new(format!("{stand_in}events: []\n"));
        let mut others = Given {
            files: None,
            holidays: |_: &str| Ok(context.holidays().cloned()),
        };
        let (several, wanted) = placed(&mut self, wanted, &empty, context, &mut others)?;
        let text = several.files.first().map_or(&empty, |file| &file.text);
        if let Some(calendar) = &several.after {
            self.verify(calendar, context, &ids_of(&wanted));
        }
        let events = text.get(stand_in.len()..).unwrap_or_default();
        Ok(NewFile {
            text: format!("{}{events}", head.text(false)),
            account: self.account(),
        })
    }

    /// The indexes of all entries in the order of the file.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_cached_key(|index| {
            let entry = self.entries.get(*index);
            let is_single = entry.is_some_and(|entry| entry.repeats.is_none());
            let start = entry.and_then(start).unwrap_or(NaiveDateTime::MAX);
            let title = entry.map(|entry| entry.details.title.clone());
            (is_single, Reverse(start), title)
        });
        order
    }

    /// The zone of most events.
    fn usual_zone(&self) -> Option<Zone> {
        let mut counts: BTreeMap<&str, (usize, Zone)> = BTreeMap::new();
        for zone in self.entries.iter().filter_map(|entry| entry.zone) {
            counts.entry(zone.name()).or_insert((0, zone)).0 += 1;
        }
        let most = counts.into_values().rev().max_by_key(|(count, _)| *count);
        most.map(|(_, zone)| zone)
    }

    fn head(&self, header: &Header) -> Head {
        let name = header.name.clone().or_else(|| self.about.name.clone());
        let url = header.url.clone();
        let slug = name
            .as_deref()
            .and_then(|name| Slug::from_title(name, None));
        let host = url.as_deref().map(|url| {
            let (_, rest) = url.split_once("://").unwrap_or(("", url));
            let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
            host.strip_prefix("www.").unwrap_or(host).to_lowercase()
        });
        let mut groups = BTreeMap::new();
        let mut slugs: Vec<String> = slug.iter().map(|(slug, _)| slug.to_string()).collect();
        let named = self.entries.iter().flat_map(|entry| &entry.details.groups);
        for name in named.chain(&header.groups) {
            if groups.contains_key(name) {
                continue;
            }
            let made =
                Slug::from_title(name, None).map_or("group".to_owned(), |it| it.0.to_string());
            let mut slug = made.clone();
            let mut number = 2;
            while slugs.contains(&slug) || is_reserved(&slug) {
                slug = format!("{made}-{number}");
                number += 1;
            }
            slugs.push(slug.clone());
            groups.insert(name.clone(), slug);
        }
        Head {
            slug: slug.map(|(slug, _)| slug.to_string()),
            domain: self.about.domain.clone().or(host),
            name,
            url,
            zone: self.about.zone.or_else(|| self.usual_zone()),
            groups,
        }
    }
}

/// The start, as far as it is known.
fn start(entry: &Entry) -> Option<NaiveDateTime> {
    match entry.start {
        Moment::Date(date) => Some(date.into()),
        Moment::DateTime(local) => Some(local),
        Moment::Month { year, month } => {
            chrono::NaiveDate::from_ymd_opt(year, month, 1).map(NaiveDateTime::from)
        }
        Moment::Year(year) => chrono::NaiveDate::from_ymd_opt(year, 1, 1).map(NaiveDateTime::from),
        Moment::Instant(_) | Moment::Time(_) | Moment::ToBeConfirmed => None,
    }
}

impl Head {
    /// The domain with which the events are checked, if that of the calendar is not known.
    const DOMAIN: &str = "calendar.invalid";

    /// Writes the text above the events. A value that is not known is empty, with a comment that says what to write. For the check of the events,
    /// it has an example value instead.
    fn text(&self, stands_in: bool) -> String {
        let mut text = "# The events that people subscribe to. After every change, run `calfeed check`.\ncalendar:\n".to_owned();
        let zone = self.zone.map(Zone::name);
        let values = [
            (
                "name",
                self.name.as_deref(),
                "Calendar",
                "the name of the calendar",
            ),
            (
                "slug",
                self.slug.as_deref(),
                "calendar",
                "the file name of the feed, such as riverside-book-club",
            ),
            (
                "domain",
                self.domain.as_deref(),
                Self::DOMAIN,
                "a domain of yours, such as books.example.org; never change it later",
            ),
            (
                "url",
                self.url.as_deref(),
                "https://calendar.invalid",
                "where the calendar is published, such as https://books.example.org",
            ),
            (
                "timezone",
                zone,
                "UTC",
                "the zone of the events, such as Europe/London",
            ),
        ];
        for (key, value, stand_in, hint) in values {
            let _ = match (value, stands_in) {
                (Some(value), _) => writeln!(text, "  {key}: {}", scalar(value, Style::TEXT)),
                (None, true) => writeln!(text, "  {key}: {stand_in}"),
                (None, false) => writeln!(text, "  {key}:   # write {hint}"),
            };
        }
        text.push('\n');
        if !self.groups.is_empty() {
            text.push_str("groups:\n");
            for (name, slug) in &self.groups {
                let _ = writeln!(text, "  {slug}:\n    name: {}", scalar(name, Style::TEXT));
            }
            text.push('\n');
        }
        text
    }
}
