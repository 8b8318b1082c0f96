//! Validates a document and turns it into a calendar, with one function for each rule.
//!
//! It takes a [`Merged`] document, with the places that could not be read, and the current time. It returns diagnostics, and a [`Calendar`] if there is
//! no error. One run reports all problems. A calendar that is returned can be rendered completely. The rules follow RFC 5545 and what
//! calendar programs can store. The structure of the file was checked when it was read, and [`crate::document`] finds lines and columns.

mod areas;
mod budget;
mod changes;
mod clocks;
mod defaults;
mod details;
mod event;
mod groups;
mod images;
mod inherited;
mod length;
mod new_id;
mod one_change;
mod own_keys;
mod reporter;
mod schedule;
mod taken_days;
mod uids;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use crate::calendar::{Calendar, Event, Group};
use crate::color::Color;
use crate::diagnostic::{
    Certainty, Diagnostic, Edit, EventFinding, Problem, Related, Repair, Severity, SlugHolder,
    Written,
};
use crate::document::{self, Merged};
use crate::holiday::HolidaySource;
use crate::limit;
use crate::own_keys::OwnKeys;
use crate::value::{Contact, Domain, Image, Language, Length, Slug, Text, Url};
use crate::zone::Zone;
use areas::Areas;
use budget::Budget;
pub(crate) use details::status;
use groups::KnownGroups;
pub(crate) use images::{path_of as path_of_image, written_images};
pub(crate) use inherited::Inherited;
use new_id::NewIds;
use reporter::{At, Reporter, template};

/// How often subscribers should poll a feed, if the file does not say.
const REFRESH: Length = Length::Minutes(4 * 60);

/// Returns the calendar of a document, and its diagnostics.
pub(crate) fn validate(
    document: &Merged<'_>,
    now: DateTime<Utc>,
) -> (Option<Calendar>, Vec<Diagnostic>) {
    let mut reporter = Reporter::new(document);
    if let Some(calendar) = document.calendar {
        let top = At::top(&reporter);
        let at = top.key("calendar");
        let allowed = at.allowed(&calendar.allow);
        reporter.allowed = allowed;
    }
    let calendar = calendar(&At::top(&reporter), document, now);
    let diagnostics = reporter.into_diagnostics();
    let is_error = |found: &Diagnostic| found.severity == Severity::Error;
    let good = !diagnostics.iter().any(is_error);
    (calendar.filter(|_| good), diagnostics)
}

fn calendar(top: &At<'_>, document: &Merged<'_>, now: DateTime<Utc>) -> Option<Calendar> {
    let count = document.groups().count();
    let list = top.key("groups");
    if let Some((id, _)) = document.groups().nth(limit::GROUPS) {
        let most = limit::GROUPS;
        let finding = EventFinding::TooManyGroups { count, most };
        list.key(id).key_error(finding.into());
    }
    let areas = Areas::new(top, document);
    let groups: Vec<Option<Group>> = document
        .groups()
        .take(limit::GROUPS)
        .map(|(id, group)| self::group(&list.key(id), id, group, &areas))
        .collect();
    let Some(written) = document.calendar else {
        top.key("calendar")
            .error(EventFinding::MissingCalendar.into());
        let events = events(top, document, None, now, &areas);
        uids::are_unique(top, document, None, &events);
        return None;
    };
    let at = top.key("calendar");
    feed_paths_are_unique(top, document);
    let name = at.required(
        "name",
        written.name.as_ref(),
        || template("name", "<name of the community>"),
        Text::line,
    );
    let slug = at.required(
        "slug",
        written.slug.as_ref(),
        || new_slug(written),
        Slug::parse,
    );
    let domain = at.required(
        "domain",
        written.domain.as_ref(),
        || new_domain(written),
        Domain::parse,
    );
    let url = at.required("url", written.url.as_ref(), || new_url(written), base_url);
    let zone = at.required(
        "timezone",
        written.timezone.as_ref(),
        || template("timezone", "<time zone>"),
        zone,
    );
    let events = events(top, document, zone, now, &areas);
    uids::are_unique(top, document, domain.as_ref(), &events);
    images::have_own_addresses(top, document);
    if let Some(url) = &url {
        addresses_are_short(&at, url, document);
    }
    let description = at.read("description", written.description.as_ref(), Text::lines);
    let image = at.read("image", written.image.as_ref(), Image::parse);
    let language = at.read("language", written.language.as_ref(), Language::parse);
    let refresh = at.read("refresh", written.refresh.as_ref(), Length::parse);
    let color = at.read("color", written.color.as_ref(), |text| {
        Color::parse(text).map_err(Problem::from)
    });
    let holidays = at.read("holidays", written.holidays.as_ref(), HolidaySource::parse);
    let formerly = &written.formerly;
    let formerly = at.list("formerly", formerly, limit::FORMERLY, groups::former_slug);
    let own_keys = OwnKeys::new(own_keys::own_keys(&at, &written.own));
    let mut groups: Vec<Group> = groups.into_iter().collect::<Option<_>>()?;
    groups.sort_by(|one, other| one.id.cmp(&other.id));
    let mut events: Vec<Event> = events.into_iter().collect::<Option<_>>()?;
    // Events are large, and this sort moves each of them only once.
    events.sort_by_cached_key(|event| event.id.clone());
    Some(Calendar {
        name: name?,
        slug: slug?,
        domain: domain?,
        url: url?,
        zone: zone?,
        description,
        image,
        language: language.unwrap_or_default(),
        refresh: refresh.unwrap_or(REFRESH),
        color,
        holidays,
        formerly,
        groups,
        events,
        own_keys,
    })
}

fn group(at: &At<'_>, id: &str, written: &document::Group, areas: &Areas<'_>) -> Option<Group> {
    let areas = areas.of_group(id).filter_map(|id| Slug::parse(id).ok());
    let areas = areas.collect();
    let id = groups::id(id).map_err(|problem| at.key_error(problem)).ok();
    let name = at.required(
        "name",
        written.name.as_ref(),
        || template("name", "<name of the group>"),
        Text::line,
    );
    let description = at.read("description", written.description.as_ref(), Text::lines);
    let contact = at.read("contact", written.contact.as_ref(), Contact::parse);
    let url = at.read("url", written.url.as_ref(), Url::parse);
    let next = at.read("next", written.next.as_ref(), |text| {
        only("tbc", text, |written| EventFinding::NextWithDate {
            written,
        })
    });
    let overlap = at.read("overlap", written.overlap.as_ref(), |text| {
        only("allowed", text, |written| EventFinding::BadOverlap {
            written,
        })
    });
    let formerly = at.list(
        "formerly",
        &written.formerly,
        limit::FORMERLY,
        groups::former_id,
    );
    let feed = at.read("feed", written.feed.as_ref(), |text| {
        only("only", text, |written| EventFinding::BadFeed { written })
    });
    let color = at.read("color", written.color.as_ref(), |text| {
        Color::parse(text).map_err(Problem::from)
    });
    let zone = at.read("timezone", written.timezone.as_ref(), zone);
    Some(Group {
        id: id?,
        name: name?,
        description,
        contact,
        url,
        next_to_be_confirmed: next.is_some(),
        overlap_allowed: overlap.is_some(),
        formerly,
        feed_only: feed.is_some(),
        groups: event::each_once(written.groups.iter())
            .take(limit::MEMBERS)
            .collect(),
        areas,
        color,
        zone,
        own_keys: OwnKeys::new(own_keys::own_keys(at, &written.own)),
    })
}

/// Reads the value of a key that allows only one word.
fn only(
    word: &str,
    written: &str,
    finding: impl FnOnce(Written) -> EventFinding,
) -> Result<(), Problem> {
    if written == word {
        return Ok(());
    }
    let problem = Problem::from(finding(written.into()));
    Err(problem.guess(Edit::Value(word.to_owned())))
}

/// Reads the events. An invalid zone of the calendar does not hide their other problems.
fn events(
    top: &At<'_>,
    document: &Merged<'_>,
    zone: Option<Zone>,
    now: DateTime<Utc>,
    areas: &Areas<'_>,
) -> Vec<Option<Event>> {
    let home = zone.unwrap_or(Zone::UTC);
    let list = top.key("events");
    let mut ids: HashMap<&str, usize> = HashMap::new();
    let groups = KnownGroups::new(document);
    defaults::defaults(top, document, &groups);
    let mut budget = Budget::new(document, areas);
    let inherited = Inherited::of(document);
    let new_ids = NewIds::new(document);
    document
        .events
        .iter()
        .enumerate()
        .map(|(index, written)| {
            let at = list.index(index);
            if let Some(id) = written.id.as_ref() {
                id_is_unique(&list, &at, &mut ids, id, index);
            }
            let event = event::event(&at, written, home, &inherited, now, &new_ids);
            groups.check(&at, written);
            if let Some(event) = &event {
                budget.take(&at, written, event);
            }
            event
        })
        .collect()
}

/// An id is the "persistent, globally unique identifier" (RFC 5545 §3.8.4.7). Google shows only the last of two events with the same one.
fn id_is_unique<'a>(
    list: &At<'_>,
    at: &At<'_>,
    ids: &mut HashMap<&'a str, usize>,
    id: &'a str,
    index: usize,
) {
    if let Some(first) = ids.get(id) {
        let first = list.index(*first);
        at.key("id").error_beside(
            EventFinding::DuplicateId { id: id.into() }.into(),
            &first.key("id"),
            Related::First,
        );
    } else {
        ids.insert(id, index);
    }
}

/// Google silently refuses a feed whose address is longer than 256 characters.
fn addresses_are_short(at: &At<'_>, base: &Url, document: &Merged<'_>) {
    const LONGEST: usize = 256;
    let slugs = document
        .calendar
        .iter()
        .filter_map(|calendar| calendar.slug.as_deref());
    let groups = document.groups().map(|(id, _)| id);
    let longest = slugs
        .chain(groups)
        .map(|slug| base.below(&format!("{slug}.ics")).len())
        .max();
    if let Some(length) = longest.filter(|length| *length > LONGEST) {
        let most = LONGEST;
        let finding = EventFinding::LongFeedAddress { length, most };
        at.key("url").error(finding.into());
    }
}

/// Every slug is the file name of a feed, so no slug may appear twice.
fn feed_paths_are_unique(top: &At<'_>, document: &Merged<'_>) {
    let calendar = top.key("calendar");
    let calendar_formerly = calendar.key("formerly");
    let groups = top.key("groups");
    let mut taken: BTreeMap<String, SlugHolder> = BTreeMap::new();
    let mut take = |at: &At<'_>, slug: &str, holder: SlugHolder, is_key: bool| {
        if let Some(holder) = taken.get(slug).copied() {
            let slug = slug.into();
            let problem = EventFinding::DuplicateSlug { slug, holder }.into();
            if is_key {
                at.key_error(problem);
            } else {
                at.error(problem);
            }
        } else {
            taken.insert(slug.to_owned(), holder);
        }
    };
    if let Some(written) = document.calendar {
        if let Some(slug) = written.slug.as_ref() {
            take(&calendar.key("slug"), slug, SlugHolder::Calendar, false);
        }
        for (index, slug) in written.formerly.iter().enumerate().take(limit::FORMERLY) {
            take(
                &calendar_formerly.index(index),
                slug,
                SlugHolder::FormerCalendar,
                false,
            );
        }
    }
    for (id, _) in document.groups() {
        take(&groups.key(id), id, SlugHolder::Group, true);
    }
    for (id, group) in document.groups() {
        let at = groups.key(id);
        let at = at.key("formerly");
        for (index, slug) in group.formerly.iter().enumerate().take(limit::FORMERLY) {
            take(&at.index(index), slug, SlugHolder::FormerGroup, false);
        }
    }
}

/// Returns a slug for a calendar without one.
fn new_slug(calendar: &document::Calendar) -> Repair {
    let name = calendar.name.as_deref();
    match name.and_then(|name| Slug::from_title(name, None)) {
        Some((slug, _)) => add_guess("slug", slug.as_str().to_owned()),
        None => template("slug", "<slug>"),
    }
}

/// Returns a domain for a calendar without one: the host of its URL.
fn new_domain(calendar: &document::Calendar) -> Repair {
    let url = calendar
        .url
        .as_deref()
        .and_then(|url| url.split_once("://"));
    let host = url.and_then(|(_, rest)| rest.split(['/', ':', '?', '#']).next());
    match host.filter(|host| Domain::parse(host).is_ok()) {
        Some(host) => add_guess("domain", host.to_owned()),
        None => template("domain", "<domain>"),
    }
}

/// Returns a URL for a calendar without one, from its domain.
fn new_url(calendar: &document::Calendar) -> Repair {
    match calendar
        .domain
        .as_deref()
        .filter(|domain| Domain::parse(domain).is_ok())
    {
        Some(domain) => add_guess("url", format!("https://{domain}")),
        None => template("url", "<address of the website>"),
    }
}

fn add_guess(key: &str, value: String) -> Repair {
    let edit = Edit::Add(key.to_owned(), value);
    let certainty = Certainty::Guess;
    Repair { edit, certainty }
}

/// Reads the name of a zone.
fn zone(written: &str) -> Result<Zone, Problem> {
    Zone::parse(written).map_err(Problem::from)
}

/// Reads the URL below which everything is published.
pub(crate) fn base_url(written: &str) -> Result<Url, Problem> {
    let url = Url::parse(written)?;
    if let Some(end) = written.find(['?', '#']) {
        let base = written.get(..end).unwrap_or_default().to_owned();
        return Err(Problem::from(EventFinding::AddressWithQuery).guess(Edit::Value(base)));
    }
    // The server looks up requests by normalised path, so the path of this URL must be normalised too.
    Ok(url.normalised())
}
