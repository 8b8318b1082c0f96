//! Writes entries as the keys of an events file, in the order and the forms of the reference.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use super::entry::{Change, Details, Entry, Link, State, Talk};
use crate::document::Value;
use crate::time::Moment;
use crate::zone::{Local, Zone};

/// What an entry needs from the file around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    /// The zone of the calendar, if it is known.
    pub(super) home: Option<Zone>,
    /// The right-hand side of UIDs.
    pub(super) domain: &'a str,
    /// The slugs of the groups by their names.
    pub(super) groups: &'a BTreeMap<String, String>,
}

/// Some keys with their values, in order.
type Keys = Vec<(String, Value)>;

/// The keys of an event, with its id.
pub(super) fn keys(entry: &Entry, id: &str, around: Around<'_>) -> Keys {
    let mut keys = Writer::default();
    keys.text("id", id);
    let uid = entry.uid.as_deref();
    if let Some(uid) = uid.filter(|uid| **uid != format!("{id}@{}", around.domain)) {
        keys.text("uid", uid);
    }
    keys.text("title", &entry.details.title);
    keys.moment("start", entry.start.written());
    let zone = zone(entry, around);
    if let Some(length) = entry.length {
        keys.length(entry.start, length, zone);
    }
    if entry.zone.is_some() && entry.zone != around.home {
        keys.text("timezone", zone.name());
    }
    if let Some(repeats) = &entry.repeats {
        keys.text("repeats", &repeats.rule);
        if let Some(until) = repeats.until {
            keys.moment("until", until.to_string());
        }
        if let Some(count) = repeats.count {
            keys.moment("count", count.to_string());
        }
    }
    if !entry.also.is_empty() {
        let also = entry.also.iter().map(|moment| also(*moment, entry.start));
        keys.put("also", Value::List(also.map(Value::Moment).collect()));
    }
    let changes = entry.changes.iter().filter_map(|(date, change)| {
        let written = of_change(entry, *date, change, around);
        (!written.is_empty()).then(|| (date.to_string(), Value::Keys(written)))
    });
    let changes: Keys = changes.collect();
    if !changes.is_empty() {
        keys.put("changes", Value::Keys(changes));
    }
    match entry.status {
        State::Confirmed => {}
        State::Tentative => keys.text("status", "tentative"),
        State::Cancelled => keys.text("status", "cancelled"),
        State::Postponed => keys.text("status", "postponed"),
    }
    if let Some(reason) = &entry.reason {
        keys.text("reason", reason);
    }
    let (groups, tags) = categories(&entry.details, around);
    match groups.as_slice() {
        [] => {}
        [group] => keys.text("group", group),
        _ => keys.put("groups", Value::Texts(groups)),
    }
    keys.details(&entry.details, &Details::default(), &tags, &[]);
    keys.0
}

fn zone(entry: &Entry, around: Around<'_>) -> Zone {
    entry.zone.or(around.home).unwrap_or(Zone::UTC)
}

/// The slugs of the groups, and the tags: the categories that are no group.
fn categories(details: &Details, around: Around<'_>) -> (Vec<String>, Vec<String>) {
    let (mut groups, mut tags) = (Vec::new(), Vec::new());
    for name in details.groups.iter().chain(&details.tags) {
        match around.groups.get(name) {
            Some(group) if !groups.contains(group) => groups.push(group.clone()),
            None if !tags.contains(name) => tags.push(name.clone()),
            Some(_) | None => {}
        }
    }
    (groups, tags)
}

/// A date under `also`: without its time, if that is the time of the start.
fn also(moment: Moment, start: Moment) -> String {
    match (moment, start) {
        (Moment::DateTime(own), Moment::DateTime(start)) if own.time() == start.time() => {
            own.date().to_string()
        }
        _ => moment.written(),
    }
}

/// The keys of the change of a date; none if nothing is different.
fn of_change(entry: &Entry, date: NaiveDate, change: &Change, around: Around<'_>) -> Keys {
    let mut keys = Writer::default();
    let reason = change.reason.as_deref();
    let word = |reason: Option<&str>| match reason {
        Some(reason) => Value::Text(reason.to_owned()),
        None => Value::True,
    };
    if change.is_skipped {
        keys.put("skipped", word(reason));
        return keys.0;
    }
    let planned = entry.planned(date);
    let moved = change.moved_to.filter(|to| Some(*to) != planned);
    if let Some(to) = moved {
        keys.moment("moved_to", moved_to(to, date, planned));
    }
    // A reason belongs to a state or a move.
    let has_own_reason = reason.is_some() && reason != entry.reason.as_deref();
    let status = Some(change.status).filter(|status| {
        *status != entry.status || has_own_reason && moved.is_none() && *status != State::Confirmed
    });
    match status {
        Some(State::Postponed) if moved.is_none() => keys.moment("moved_to", "tbc".to_owned()),
        Some(State::Cancelled) if moved.is_none() => keys.put("cancelled", word(reason)),
        _ => {}
    }
    if let Some(reason) = reason
        && !matches!((status, moved), (Some(State::Cancelled), None))
        && (status.is_some() || moved.is_some() || entry.reason.as_deref() != Some(reason))
    {
        keys.text("reason", reason);
    }
    if let Some(length) = change.length.filter(|length| Some(*length) != entry.length)
        && let Some(start) = moved.or(planned)
    {
        keys.length(start, length, zone(entry, around));
    }
    match (status, moved) {
        (Some(State::Confirmed), _) => keys.text("status", "confirmed"),
        (Some(State::Tentative), _) => keys.text("status", "tentative"),
        (Some(State::Cancelled), Some(_)) => keys.text("status", "cancelled"),
        (Some(State::Postponed), Some(_)) => keys.text("status", "postponed"),
        _ => {}
    }
    if let Some(details) = &change.details {
        let (_, tags) = categories(details, around);
        let (_, of_all) = categories(&entry.details, around);
        if details.title != entry.details.title {
            keys.text("title", &details.title);
        }
        keys.details(details, &entry.details, &tags, &of_all);
    }
    keys.0
}

/// Writes a new date, a new time, or both: only what differs.
fn moved_to(to: Moment, date: NaiveDate, planned: Option<Moment>) -> String {
    match (to, planned) {
        (Moment::DateTime(to), Some(Moment::DateTime(planned))) if to.time() == planned.time() => {
            to.date().to_string()
        }
        (Moment::DateTime(to), _) if to.date() == date => to.format("%H:%M").to_string(),
        _ => to.written(),
    }
}

impl Entry {
    /// When the meeting of a date begins without a change: a date or a local time.
    pub(super) fn planned(&self, date: NaiveDate) -> Option<Moment> {
        let day = |moment: &Moment| match moment {
            Moment::Date(date) => Some(*date),
            Moment::DateTime(local) => Some(local.date()),
            _ => None,
        };
        let own = self.also.iter().find(|moment| day(moment) == Some(date));
        match (own, self.start) {
            (Some(Moment::DateTime(local)), _) => Some(Moment::DateTime(*local)),
            (_, Moment::Date(_)) => Some(Moment::Date(date)),
            (_, Moment::DateTime(start)) => Some(Moment::DateTime(date.and_time(start.time()))),
            _ => None,
        }
    }
}

/// Keys that are being written.
#[derive(Default)]
struct Writer(Keys);

impl Writer {
    fn put(&mut self, key: &str, value: Value) {
        self.0.push((key.to_owned(), value));
    }

    fn text(&mut self, key: &str, text: &str) {
        self.put(key, Value::Text(text.to_owned()));
    }

    fn moment(&mut self, key: &str, written: String) {
        self.put(key, Value::Moment(written));
    }

    /// Writes `end`, or `duration` if the clocks change in between.
    fn length(&mut self, start: Moment, length: TimeDelta, zone: Zone) {
        match start {
            Moment::Date(first) if length.num_days() > 1 => {
                let days = Days::new(length.num_days().unsigned_abs() - 1);
                let last = first.checked_add_days(days).unwrap_or(first);
                self.moment("end", last.to_string());
            }
            Moment::DateTime(start) => match start.checked_add_signed(length) {
                Some(end) if is_steady(start, end, zone) => {
                    let is_same_day = end.date() == start.date();
                    let form = if is_same_day {
                        "%H:%M"
                    } else {
                        "%Y-%m-%d %H:%M"
                    };
                    self.moment("end", end.format(form).to_string());
                }
                _ => self.text("duration", &duration(length)),
            },
            _ => {}
        }
    }

    /// Writes the details that differ from those of the series. Of an event itself, these are none.
    fn details(
        &mut self,
        own: &Details,
        of_all: &Details,
        tags: &[String],
        tags_of_all: &[String],
    ) {
        if tags != tags_of_all {
            if tags.is_empty() {
                self.text("tags", "none");
            } else {
                self.put("tags", Value::Texts(tags.to_vec()));
            }
        }
        self.word("format", own.format, of_all.format);
        let texts = [
            ("location", &own.location, &of_all.location),
            ("join", &own.join, &of_all.join),
            ("sign_up", &own.sign_up, &of_all.sign_up),
            ("price", &own.price, &of_all.price),
            ("url", &own.url, &of_all.url),
            ("contact", &own.contact, &of_all.contact),
            ("description", &own.description, &of_all.description),
        ];
        for (key, own, of_all) in texts {
            self.word(key, own.as_deref(), of_all.as_deref());
        }
        if own.talks != of_all.talks {
            let talks = own.talks.iter().map(talk).collect::<Vec<_>>();
            self.list("talks", talks);
        }
        if own.links != of_all.links {
            let links = own.links.iter().map(link).collect::<Vec<_>>();
            self.list("links", links);
        }
        if own.shows_as != of_all.shows_as
            && let Some(shows_as) = own.shows_as
        {
            self.text("shows_as", shows_as);
        }
    }

    fn word(&mut self, key: &str, own: Option<&str>, of_all: Option<&str>) {
        match own {
            Some(text) if of_all != Some(text) => self.text(key, text),
            None if of_all.is_some() => self.text(key, "none"),
            _ => {}
        }
    }

    fn list(&mut self, key: &str, items: Vec<Value>) {
        if items.is_empty() {
            self.text(key, "none");
        } else {
            self.put(key, Value::List(items));
        }
    }
}

fn talk(talk: &Talk) -> Value {
    let mut keys = Writer::default();
    keys.text("title", &talk.title);
    if !talk.speakers.is_empty() {
        keys.put("speakers", Value::Texts(talk.speakers.clone()));
    }
    let texts = [
        ("abstract", &talk.summary),
        ("slides", &talk.slides),
        ("video", &talk.video),
    ];
    for (key, text) in texts {
        keys.word(key, text.as_deref(), None);
    }
    Value::Keys(keys.0)
}

fn link(link: &Link) -> Value {
    let mut keys = Writer::default();
    keys.text("title", &link.title);
    keys.text("url", &link.url);
    Value::Keys(keys.0)
}

/// Whether the local times of both ends are as far apart as their instants.
fn is_steady(start: NaiveDateTime, end: NaiveDateTime, zone: Zone) -> bool {
    match (zone.resolve(start), zone.resolve(end)) {
        (Local::Once(first), Local::Once(last)) => last - first == end - start,
        _ => false,
    }
}

/// Writes a length as the reference does: `1h30m`.
fn duration(length: TimeDelta) -> String {
    match (length.num_hours(), length.num_minutes() % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes}m"),
    }
}
