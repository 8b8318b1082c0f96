//! Finds the zones that an iCalendar file names.
//!
//! A TZID may be an IANA name, a Windows name such as `GMT Standard Time`, a name with the prefix of a program such as
//! `/freeassociation.sourceforge.net/Europe/London`, or any word that a VTIMEZONE of the file describes. `zone_names` reads names, and
//! `zone_rules` compares the clock changes of a VTIMEZONE with those of all places. Every TZID of a calendar is resolved once, so that each doubt
//! is reported once. A time whose zone is not known is refused, and never moved. Sections: [RFC 5545 §3.6.5] (VTIMEZONE), [§3.8.3.1] (TZID).
//!
//! [RFC 5545 §3.6.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5
//! [§3.8.3.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3.1

use std::collections::{BTreeMap, HashMap};

use super::super::account::{Ledger, Outcome};
use super::reader::{Component, Property};
use super::{zone_names, zone_rules};
use crate::zone::Zone;

/// The properties with the zone of times without one: the usual one, and one of an abandoned draft.
const OF_CALENDAR: [&str; 2] = ["X-WR-TIMEZONE", "TIMEZONE-ID"];

/// How much of a name a message shows.
const SHOWN: usize = 80;

/// The zones of one VCALENDAR.
#[derive(Debug)]
pub(super) struct Zones {
    /// The zone of times without one.
    home: Option<Zone>,
    /// Each TZID of the calendar, and the zone that it means or why none is known.
    resolved: HashMap<String, Result<Zone, String>>,
    /// What to know about a zone, by line.
    remarks: Vec<(usize, String)>,
    /// The properties that name the zone of the calendar, by line.
    named: Vec<(usize, Outcome)>,
}

impl Zones {
    /// Reads the VTIMEZONEs of a calendar, and the zone of times without one: X-WR-TIMEZONE, or else `home`, or else the zone of most events.
    pub(super) fn of(calendar: &Component, home: Option<Zone>) -> Self {
        let mut zones = Self {
            home: None,
            resolved: HashMap::new(),
            remarks: Vec::new(),
            named: Vec::new(),
        };
        let mut described: HashMap<String, &Component> = HashMap::new();
        let parts = calendar.components.iter();
        for zone in parts.filter(|component| component.name == "VTIMEZONE") {
            if let Some(tzid) = zone.property("TZID") {
                let name = tzid.text().trim().to_owned();
                described.entry(name).or_insert(zone);
            }
        }
        for name in OF_CALENDAR {
            for property in calendar.all(name) {
                zones.read_home(property, &described);
            }
        }
        zones.home = zones.home.or(home);
        zones.resolve_all(calendar, &described);
        zones.home = zones.home.or_else(|| zones.usual(calendar));
        zones
    }

    /// The zone in which most events begin.
    fn usual(&self, calendar: &Component) -> Option<Zone> {
        let mut counts: BTreeMap<&str, (usize, Zone)> = BTreeMap::new();
        let starts = calendar.components.iter();
        let starts = starts.filter_map(|event| event.property("DTSTART")?.parameter("TZID"));
        for zone in starts.filter_map(|tzid| self.resolve(tzid).ok()) {
            counts.entry(zone.name()).or_insert((0, zone)).0 += 1;
        }
        let most = counts.into_values().rev().max_by_key(|(count, _)| *count);
        most.map(|(_, zone)| zone)
    }

    /// The zone of times without one.
    pub(super) fn home(&self) -> Option<Zone> {
        self.home
    }

    /// Returns the zone that a TZID means.
    ///
    /// # Errors
    /// Why none is known, or why it may be one of several, and what to do.
    pub(super) fn resolve(&self, tzid: &str) -> Result<Zone, String> {
        match self.resolved.get(tzid.trim()) {
            Some(known) => known.clone(),
            None => resolved(tzid, None, self.home).map(|(zone, _)| zone),
        }
    }

    /// Notes what became of the property with the zone of the calendar, and what to know about each zone.
    pub(super) fn report(&self, ledger: &mut Ledger) {
        for (line, outcome) in &self.named {
            ledger.note(*line, outcome.clone());
        }
        for (line, remark) in &self.remarks {
            ledger.remark(*line, "", remark);
        }
    }

    fn read_home(&mut self, property: &Property, described: &HashMap<String, &Component>) {
        let name = property.text();
        let name = name.trim();
        if name.is_empty() {
            self.named
                .push((property.line, Outcome::Dropped("it is empty")));
            return;
        }
        let found = resolved(name, described.get(name).copied(), None);
        let (zone, doubt) = match found {
            Ok(found) => found,
            Err(why) => {
                let why = format!("the zone of times without one is not known: {why}");
                self.remarks.push((property.line, why));
                let outcome = Outcome::Dropped("no such time zone is known");
                self.named.push((property.line, outcome));
                return;
            }
        };
        let home = *self.home.get_or_insert(zone);
        let outcome = match (home == zone, zone.name() == name) {
            (true, true) => Outcome::Kept,
            (true, false) => Outcome::Rewritten("the key `timezone`"),
            (false, _) => Outcome::Dropped("another zone is that of times without one"),
        };
        self.named.push((property.line, outcome));
        self.remarks
            .extend(doubt.map(|doubt| (property.line, doubt)));
    }

    /// Resolves the TZID of every property.
    fn resolve_all(&mut self, calendar: &Component, described: &HashMap<String, &Component>) {
        // The tree is at most a few components deep.
        let mut components: Vec<&Component> = calendar.components.iter().collect();
        while let Some(component) = components.pop() {
            components.extend(&component.components);
            for property in &component.properties {
                let Some(tzid) = property.parameter("TZID").map(str::trim) else {
                    continue;
                };
                if tzid.is_empty() || self.resolved.contains_key(tzid) {
                    continue;
                }
                let zone = described.get(tzid).copied();
                let found = resolved(tzid, zone, self.home).map(|(found, doubt)| {
                    let line = zone.map_or(property.line, |zone| zone.line);
                    self.remarks.extend(doubt.map(|doubt| (line, doubt)));
                    found
                });
                self.resolved.insert(tzid.to_owned(), found);
            }
        }
        self.remarks.sort();
    }
}

/// Returns the zone that a TZID means, and what is doubtful about it: first by its name, then by its VTIMEZONE, then as an abbreviation or offset.
fn resolved(
    tzid: &str,
    described: Option<&Component>,
    home: Option<Zone>,
) -> Result<(Zone, Option<String>), String> {
    let shown: String = tzid.trim().chars().take(SHOWN).collect();
    let read_as = |(zone, why): (Zone, String)| {
        let doubt = format!("the time zone `{shown}` is read as `{zone}`: {why}");
        (zone, Some(doubt))
    };
    if let Some(zone) = zone_names::named(tzid) {
        let is_other = described.is_some_and(|component| zone_rules::contradict(component, zone));
        let doubt = || {
            format!(
                "the VTIMEZONE of `{shown}` has other clock changes than `{zone}`: the name counts"
            )
        };
        return Ok((zone, is_other.then(doubt)));
    }
    let mut reason = "no place has this name".to_owned();
    if let Some(component) = described {
        // Exchange writes a number into the second one, whose meaning differs by version: then the rules decide.
        let others = ["X-LIC-LOCATION", "X-MICROSOFT-CDO-TZID"];
        let mut others = others.iter().filter_map(|name| component.property(name));
        if let Some(zone) = others.find_map(|other| zone_names::named(&other.value)) {
            return Ok((zone, None));
        }
        match zone_rules::find(component, home) {
            Ok(found) => return Ok(read_as(found)),
            Err(why) => reason = why,
        }
    }
    match zone_names::doubtful(tzid, home) {
        Ok(Some(found)) => return Ok(read_as(found)),
        Ok(None) => {}
        Err(why) => reason = why,
    }
    Err(format!(
        "the time zone `{shown}` is not known: {reason}; write an IANA name such as `Europe/London` instead"
    ))
}

#[cfg(test)]
mod tests;
