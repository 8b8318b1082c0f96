//! Reads an iCalendar file.
//!
//! `reader` makes a tree of components of the bytes, line by line (`lines`, `property`), `foreign` says what a file is that is no calendar, `zones` finds the zones that it names, `times` reads dates and times, `rule` reads RRULE
//! values, `series` makes an entry of the components with one UID, and `details` reads their texts. `occurrences` lists when the events of a
//! file take place, without any of this, so that the two can be compared.

mod details;
mod foreign;
mod lines;
mod occurrences;
mod property;
mod reader;
mod rule;
mod series;
mod times;
mod windows;
mod zone_names;
mod zone_rules;
mod zones;

pub(super) use self::occurrences::{Occurrence, Period, Span, Unreadable, expand};

use std::collections::{HashMap, HashSet};

use super::account::Ledger;
use super::entry::Entry;
use super::names::usual_domain;
use super::{About, ImportOptions, row};
use crate::value::Slug;

/// Whether some bytes are an iCalendar file, perhaps a damaged one.
pub(super) fn is_calendar(bytes: &[u8]) -> bool {
    // The reader says best what a web page or an archive is.
    foreign::is_calendar(bytes) || foreign::foreign(bytes).is_some()
}

/// Reads all events of an iCalendar file, in the order of their lines.
///
/// # Errors
/// No component can be read, with what was found instead.
pub(super) fn entries(
    bytes: &[u8],
    options: &ImportOptions,
    ledger: &mut Ledger,
) -> Result<(Vec<Entry>, About), String> {
    let calendars = reader::read(bytes, ledger)?;
    let (mut all, mut single) = (Vec::new(), Vec::new());
    let mut about = About::default();
    for calendar in &calendars {
        let zones = zones::Zones::of(calendar, options.zone);
        about = about.or(details::about(calendar, &zones, ledger));
        zones.report(ledger);
        let mut read = series::entries(calendar, &zones, options, ledger);
        // An events file has single meetings on purpose, so those of calfeed's own feeds are not joined.
        if series::is_of_calfeed(calendar) {
            about.domain = about.domain.or_else(|| usual_domain(&read));
            let components = calendar.components.iter();
            let by_line: HashMap<usize, &reader::Component> =
                components.map(|it| (it.line, it)).collect();
            for entry in &mut read {
                entry.id = by_line.get(&entry.line).and_then(|it| id_of_page(it));
            }
            groups_of_categories(&mut read);
            all.extend(read);
        } else {
            single.extend(read);
        }
    }
    all.extend(row::joined(single, ledger));
    all.sort_by_key(|entry| entry.line);
    Ok((all, about))
}

/// The id in the address of calfeed's own page of an event, which is the last line of its DESCRIPTION.
fn id_of_page(event: &reader::Component) -> Option<String> {
    let description = event.property("DESCRIPTION")?.text();
    let page = description.lines().last()?.strip_prefix("Details: ")?;
    let (base, id) = page.strip_suffix('/')?.rsplit_once('/')?;
    let id = Slug::parse(id).ok().filter(|_| base.ends_with("/events"))?;
    Some(id.as_str().to_owned())
}

/// Makes the categories of a feed of calfeed groups: groups and tags are all categories there. A single date cannot have other groups than its
/// event, so a category that only some dates have is a tag.
fn groups_of_categories(entries: &mut [Entry]) {
    let mut tags: HashSet<String> = HashSet::new();
    for entry in entries.iter() {
        let of_all = &entry.details.tags;
        let changes = entry.changes.values();
        for of_date in changes.filter_map(|change| change.details.as_ref()) {
            let of_date = &of_date.tags;
            let only_here = of_date.iter().filter(|tag| !of_all.contains(tag));
            let not_here = of_all.iter().filter(|tag| !of_date.contains(tag));
            tags.extend(only_here.chain(not_here).cloned());
        }
    }
    for entry in entries {
        let categories = std::mem::take(&mut entry.details.tags);
        let (own, groups) = categories.into_iter().partition(|it| tags.contains(it));
        (entry.details.tags, entry.details.groups) = (own, groups);
    }
}
