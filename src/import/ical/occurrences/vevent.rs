//! Reads what decides when a VEVENT takes place. What cannot be read is noted, and the rest of the component is used.

use chrono::{NaiveDateTime, TimeDelta};

use super::Unreadable;
use super::span::{Length, names};
use crate::import::entry::State;
use crate::import::ical::reader::{Component, Property};
use crate::import::ical::rule::SourceRule;
use crate::import::ical::times::{self, When};
use crate::import::ical::zones::Zones;
use crate::zone::Zone;

/// A VEVENT.
#[derive(Debug)]
pub(super) struct Vevent<'a> {
    component: &'a Component,
    zones: &'a Zones,
    pub(super) uid: String,
    pub(super) title: String,
    pub(super) start: When,
    pub(super) length: Length,
    pub(super) state: State,
    /// -1 without one.
    pub(super) sequence: i64,
    pub(super) recurrence_id: Option<When>,
    /// RANGE=THISANDFUTURE.
    pub(super) is_for_future: bool,
    pub(super) rules: Vec<SourceRule>,
    pub(super) excluded_rules: Vec<SourceRule>,
}

impl<'a> Vevent<'a> {
    /// Returns `None` if it has no start that can be read.
    pub(super) fn read(
        component: &'a Component,
        zones: &'a Zones,
        named: Option<Zone>,
        unreadable: &mut Unreadable,
    ) -> Option<Self> {
        let text = |name: &str| component.property(name).map(Property::text);
        let title = text("SUMMARY").unwrap_or_default();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut unread = |line: usize, reason: String| unreadable.note(line, &title, reason);
        let Some(start) = component.property("DTSTART") else {
            unread(component.line, "it has no DTSTART".to_owned());
            return None;
        };
        let start = match times::when(start, zones) {
            Ok(when) => when,
            Err(why) => {
                unread(start.line, why);
                return None;
            }
        };
        let mut rules = |name: &str| -> Vec<SourceRule> {
            let parsed = component.all(name).filter_map(|property| {
                let parsed = SourceRule::parse(&property.value);
                parsed.map_err(|why| unread(property.line, why)).ok()
            });
            parsed.collect()
        };
        let (rules, excluded_rules) = (rules("RRULE"), rules("EXRULE"));
        let recurrence_id = component.property("RECURRENCE-ID");
        let is_for_future = recurrence_id
            .and_then(|it| it.parameter("RANGE"))
            .is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
        let recurrence_id = recurrence_id.and_then(|property| {
            let when = times::when(property, zones);
            when.map_err(|why| unread(property.line, why)).ok()
        });
        let start = match (start, named) {
            (When::Utc(_), Some(zone)) => When::Zoned(zone, start.local(Some(zone))),
            (start, _) => start,
        };
        let (start, length) = spanned(component, zones, start, &mut unread);
        let status = text("STATUS").unwrap_or_default();
        let state = match status.trim().to_ascii_uppercase().as_str() {
            "CANCELLED" => State::Cancelled,
            "TENTATIVE" => State::Tentative,
            _ => State::Confirmed,
        };
        let sequence = text("SEQUENCE").and_then(|it| it.trim().parse().ok());
        Some(Self {
            component,
            zones,
            uid: text("UID").unwrap_or_default().trim().to_owned(),
            title,
            start,
            length,
            state,
            sequence: sequence.unwrap_or(-1),
            recurrence_id,
            is_for_future,
            rules,
            excluded_rules,
        })
    }

    pub(super) fn line(&self) -> usize {
        self.component.line
    }

    /// Whether it has dates of its own, apart from its start.
    pub(super) fn has_dates(&self) -> bool {
        let named = |name: &str| self.component.property(name).is_some();
        named("RRULE") || named("RDATE") || named("EXDATE")
    }

    /// Returns the exception dates.
    pub(super) fn exception_dates(&self, unreadable: &mut Unreadable) -> Vec<When> {
        let mut dates = Vec::new();
        for property in self.component.all("EXDATE") {
            for date in times::all(property, self.zones) {
                match date {
                    Ok(date) => dates.push(date),
                    Err(why) => self.unread(property, why, unreadable),
                }
            }
        }
        dates
    }

    /// Returns the extra dates, each with its own length if it has one.
    pub(super) fn extra_dates(&self, unreadable: &mut Unreadable) -> Vec<(When, Option<Length>)> {
        let mut dates = Vec::new();
        for property in self.component.all("RDATE") {
            let values = property.value.split(',').map(str::trim);
            let values: Vec<(&str, Option<&str>)> = values
                .map(|value| match value.split_once('/') {
                    Some((start, end)) => (start, Some(end)),
                    None => (value, None),
                })
                // `times` skips them too.
                .filter(|(start, _)| !start.trim().is_empty())
                .collect();
            let starts = self.times(property, values.iter().map(|(start, _)| *start));
            // Those of an end that is a duration are not used.
            let ends = self.times(
                property,
                values.iter().map(|(start, end)| end.unwrap_or(start)),
            );
            for (((_, end), start), end_time) in values.into_iter().zip(starts).zip(ends) {
                let start = match start {
                    Ok(start) => start,
                    Err(why) => {
                        self.unread(property, why, unreadable);
                        continue;
                    }
                };
                let length = end.and_then(|end| match (duration(end), end_time) {
                    (Some(length), _) => Some(length),
                    (None, Ok(end)) => Some(Length::Exact(end.instant() - start.instant())),
                    (None, Err(why)) => {
                        self.unread(property, why, unreadable);
                        None
                    }
                });
                dates.push((start, length));
            }
        }
        dates
    }

    /// Reads values with the parameters of a property.
    fn times<'v>(
        &self,
        property: &Property,
        values: impl Iterator<Item = &'v str>,
    ) -> Vec<Result<When, String>> {
        let property = Property {
            name: property.name.clone(),
            parameters: property.parameters.clone(),
            value: values.collect::<Vec<_>>().join(","),
            line: property.line,
        };
        times::all(&property, self.zones)
    }

    fn unread(&self, property: &Property, reason: String, unreadable: &mut Unreadable) {
        unreadable.note(property.line, &self.title, reason);
    }

    /// The time that its RECURRENCE-ID names, in both forms.
    pub(super) fn names(&self) -> Option<[NaiveDateTime; 2]> {
        self.recurrence_id.map(names)
    }
}

/// Returns the start and the length: "an event … that specifies a "DTSTART" property with a DATE value type but no "DTEND" nor "DURATION" property
/// … one day"; with a time, it ends when it starts (RFC 5545 §3.6.1). If the end is before the start, programs exchange the two.
fn spanned(
    component: &Component,
    zones: &Zones,
    start: When,
    unread: &mut impl FnMut(usize, String),
) -> (When, Length) {
    let default = match start {
        When::Date(_) => Length::Wall(TimeDelta::days(1)),
        When::Zoned(..) | When::Utc(_) | When::Floating(_) => Length::Wall(TimeDelta::zero()),
    };
    if let Some(property) = component.property("DTEND") {
        let end = match times::when(property, zones) {
            Ok(end) => end,
            Err(why) => {
                unread(property.line, why);
                return (start, default);
            }
        };
        return between(start, end);
    }
    let Some(property) = component.property("DURATION") else {
        return (start, default);
    };
    let Some(length) = duration(&property.value) else {
        unread(
            property.line,
            format!("DURATION:{} cannot be read", property.value.trim()),
        );
        return (start, default);
    };
    let (Length::Wall(delta) | Length::Exact(delta)) = length;
    if delta < TimeDelta::zero() {
        let local = start.local(None).checked_add_signed(delta);
        let earlier = local.map_or(start, |local| super::span::at(start, local));
        return (earlier, Length::Wall(-delta));
    }
    match start {
        // A day with a length in hours begins at midnight.
        When::Date(date) if delta.num_seconds() % 86_400 != 0 => {
            let midnight = zones.home().map_or(When::Floating(date.into()), |zone| {
                When::Zoned(zone, date.into())
            });
            (midnight, length)
        }
        When::Date(_) | When::Zoned(..) | When::Utc(_) | When::Floating(_) => (start, length),
    }
}

/// Returns the earlier time, and the length up to the later one.
fn between(start: When, end: When) -> (When, Length) {
    // A date beside a time is its midnight.
    let (start, end) = match (start, end) {
        (When::Date(date), When::Zoned(..) | When::Utc(_) | When::Floating(_)) => {
            (super::span::at(end, date.into()), end)
        }
        (When::Zoned(..) | When::Utc(_) | When::Floating(_), When::Date(date)) => {
            (start, super::span::at(start, date.into()))
        }
        both => both,
    };
    let (start, end) = if end.instant() < start.instant() {
        (end, start)
    } else {
        (start, end)
    };
    match (start, end) {
        // In UTC, an end may be the second of two times that the clocks show the same.
        (When::Zoned(..), When::Utc(_)) => (start, Length::Exact(end.instant() - start.instant())),
        (When::Zoned(zone, local), end) => (start, Length::Wall(end.local(Some(zone)) - local)),
        (start, end) => (start, Length::Exact(end.instant() - start.instant())),
    }
}

/// Reads a DURATION. Days and weeks are what the calendar shows, and hours are exact.
fn duration(value: &str) -> Option<Length> {
    let value = value.trim();
    let (unsigned, is_negative) = match value.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (value.strip_prefix('+').unwrap_or(value), false),
    };
    let delta = times::duration(unsigned)?;
    let delta = if is_negative { -delta } else { delta };
    Some(if unsigned.contains(['T', 't']) {
        Length::Exact(delta)
    } else {
        Length::Wall(delta)
    })
}
