//! Reads one version of the events files after another, and parses only the entries that have changed.
//!
//! It returns a [`Snapshot`] of each valid version, equal to what [`crate::read`] gives, whatever was read before. It gives no warnings, and does
//! not say why a version is invalid.
//!
//! Why this is correct: [`super::file`] explains it for the entries of one file. Of the other files, an entry takes only the time zone of the
//! calendar, and what its groups give it ([`Inherited`]). Which groups exist, and that each id and UID is of one event, is checked over all files. Each version
//! is validated with the heads of all its files. If anything in this way of reading fails, the version is read as a whole.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::file::{File, Pieces};
use super::snapshot::{Part, Snapshot, complete, has_all, not_among, required, validate, whole};
use crate::calendar::{Calendar, Claim, Event, clashes};
use crate::validate::Inherited;
use crate::value::Slug;
use crate::version::{Included, Version};
use crate::zone::Zone;

/// Reads versions, and caches their entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    /// The files of the last version that was read, by their paths. That of the main file is empty.
    files: BTreeMap<Arc<str>, File>,
    /// The calendar of their heads; `None` if it must be read again.
    calendar: Option<Arc<Calendar>>,
    /// Whether the files that the main file names are there; `None` if that must be checked again.
    is_complete: Option<bool>,
    /// The zone in which the entries were read.
    zone: Option<Zone>,
    /// What the groups gave to the entries.
    inherited: Inherited,
    last: Option<Last>,
}

/// What was checked of the last valid version.
#[derive(Clone, Debug)]
struct Last {
    calendar: Arc<Calendar>,
    parts: Vec<Arc<Part>>,
    ids: HashSet<Slug>,
}

/// Why a version cannot be read by pieces.
#[derive(Debug)]
enum Failure {
    /// A file has an error, so the version is not valid.
    Invalid,
    /// The version may be valid all the same.
    Unknown,
}

impl Reader {
    /// Reads a version; `None` if it is not valid.
    pub(super) fn read(&mut self, version: &Version) -> Option<Snapshot> {
        match self.read_pieces(version) {
            Ok(snapshot) => Some(snapshot),
            Err(Failure::Invalid) => None,
            Err(Failure::Unknown) => complete(version),
        }
    }

    fn read_pieces(&mut self, version: &Version) -> Result<Snapshot, Failure> {
        self.take(version);
        // What is cut may be no entry, so a file that seems to have an error is read as a whole.
        let read = self.learn(false).or_else(|_| self.learn(true))?;
        // A second time if another zone, or what a group gives to its events, makes all entries new.
        if !read && !self.learn(false).or_else(|_| self.learn(true))? {
            return Err(Failure::Unknown);
        }
        self.check(version)
    }

    /// Takes the texts of a version. A file that was renamed keeps what was read of it.
    fn take(&mut self, version: &Version) {
        let mut before = std::mem::take(&mut self.files);
        let mut new = Vec::new();
        for (path, text) in version.files() {
            match before.remove_entry(path) {
                Some((path, mut file)) => {
                    if path.is_empty() && !file.is_of(text) {
                        self.is_complete = None;
                    }
                    file.take(text);
                    self.files.insert(path, file);
                }
                None => new.push((path, text)),
            }
        }
        if !new.is_empty() || !before.is_empty() {
            self.is_complete = None;
        }
        for (path, text) in new {
            let renamed = before.iter().find(|(_, file)| file.is_of(text));
            let renamed = renamed.map(|(path, _)| Arc::clone(path));
            let file = renamed.and_then(|path| before.remove(&path));
            let file = file.unwrap_or_else(|| File::new(text));
            self.files.insert(path.into(), file);
        }
        if before.values().any(File::has_groups) {
            self.calendar = None;
        }
    }

    /// Parses what is new, or every file as a whole that has something new. Returns `false` if all entries must be read again.
    fn learn(&mut self, as_whole: bool) -> Result<bool, Failure> {
        let texts: Vec<(Arc<str>, Arc<String>)> = self
            .files
            .iter()
            .filter(|(_, file)| file.is_new())
            .map(|(path, file)| (Arc::clone(path), file.text()))
            .collect();
        let mut all: Vec<Pieces<'_>> = Vec::new();
        for (path, text) in &texts {
            if let Some(file) = self.files.get_mut(path) {
                all.push(file.pieces(path, text, as_whole).ok_or(Failure::Invalid)?);
            }
        }
        let is_known = all.iter().all(|pieces| pieces.recovered.is_none());
        if let (true, Some(_)) = (is_known, &self.calendar) {
            self.finish(all, &mut HashMap::new())
                .ok_or(Failure::Unknown)?;
            return Ok(true);
        }
        let mut of_pieces = all.iter().peekable();
        let files = self.files.iter().map(|(path, file)| {
            let pieces = of_pieces.next_if(|pieces| pieces.path == path);
            let read = pieces.and_then(|pieces| pieces.recovered.as_ref());
            read.or_else(|| file.head())
        });
        let files: Vec<_> = files.collect::<Option<_>>().ok_or(Failure::Unknown)?;
        let mut calendar = validate(&files).ok_or(Failure::Invalid)?;
        let events = calendar.events.drain(..);
        let mut events: HashMap<Slug, Event> =
            events.map(|event| (event.id.clone(), event)).collect();
        if self.forgets_below(&calendar) {
            return Ok(false);
        }
        if self.calendar.as_ref().is_none_or(|it| **it != calendar) {
            self.calendar = Some(Arc::new(calendar));
        }
        self.finish(all, &mut events).ok_or(Failure::Unknown)?;
        Ok(true)
    }

    /// Gives each file the events that were parsed.
    fn finish(&mut self, all: Vec<Pieces<'_>>, events: &mut HashMap<Slug, Event>) -> Option<()> {
        for pieces in all {
            let path: &str = pieces.path;
            self.files.get_mut(path)?.learn(pieces, events)?;
        }
        Some(())
    }

    /// Forgets the entries that are different below another calendar. Returns whether there may be some.
    fn forgets_below(&mut self, calendar: &Calendar) -> bool {
        let zone = self.zone.replace(calendar.zone);
        let inherited = Inherited::of_calendar(calendar);
        let before = std::mem::replace(&mut self.inherited, inherited);
        let is_same_zone = zone == self.zone;
        if zone.is_none() || is_same_zone && before == self.inherited {
            return false;
        }
        let after = &self.inherited;
        for file in self.files.values_mut() {
            file.keep(|event| is_same_zone && after.is_same_for(&before, &event.groups));
        }
        true
    }

    /// Checks what concerns several entries or files, and returns the version if it is valid.
    fn check(&mut self, version: &Version) -> Result<Snapshot, Failure> {
        let calendar = self.calendar.clone().ok_or(Failure::Unknown)?;
        if self.is_complete.is_none() {
            let main = self.files.get("").and_then(File::head);
            let paths = required(main.ok_or(Failure::Unknown)?);
            self.is_complete = Some(paths.is_some_and(|paths| has_all(version, &paths)));
        }
        if self.is_complete != Some(true) {
            return Err(Failure::Invalid);
        }
        let parts = self.files.values().map(File::part);
        let parts: Vec<Arc<Part>> = parts.collect::<Option<_>>().ok_or(Failure::Unknown)?;
        let last = self.last.take().unwrap_or_else(|| Last {
            calendar: Arc::clone(&calendar),
            parts: Vec::new(),
            ids: HashSet::new(),
        });
        let snapshot = Snapshot::new(Arc::clone(&calendar), parts.clone());
        let (last, is_valid) = last.then(calendar, parts);
        self.last = Some(last);
        if is_valid {
            Ok(snapshot)
        } else {
            Err(Failure::Invalid)
        }
    }

    /// Returns a version with only one event of another, equal to the one there, and as little else as possible.
    pub(super) fn reduced(&mut self, version: &Version, event: &Event) -> Version {
        let reduced = self.reduce(version, event);
        reduced.unwrap_or_else(|| version.clone())
    }

    fn reduce(&mut self, version: &Version, event: &Event) -> Option<Version> {
        self.read_pieces(version).ok()?;
        let mut files = self.files.iter();
        let has_event = |file: &File| {
            file.part()
                .is_some_and(|part| part.event(&event.id).is_some())
        };
        let (path, file) = files.find(|(_, file)| has_event(file))?;
        let only = Arc::new(file.with_only(&event.id)?);
        if version.included.is_empty() {
            return Some(Version::alone(only));
        }
        let main = self.files.get("")?;
        let names_its_groups = |file: &File| file.has_group_of(event);
        let has_groups = |file: &File| file.has_groups();
        let needs: [&dyn Fn(&File) -> bool; 2] = [&names_its_groups, &has_groups];
        needs.into_iter().find_map(|needs| {
            let others = self.files.iter().filter(|(path, _)| !path.is_empty());
            let included = others.filter_map(|(other, file)| {
                let text = if other == path {
                    Arc::clone(&only)
                } else {
                    Arc::new(needs(file).then(|| file.without_entries())?)
                };
                let path = Arc::clone(other);
                Some(Included { path, text })
            });
            let reduced = Version {
                text: if path.is_empty() {
                    Arc::clone(&only)
                } else {
                    Arc::new(main.without_entries())
                },
                included: included.collect(),
            };
            let read = whole(&reduced)?;
            (**read.event(&event.id)? == *event).then_some(reduced)
        })
    }
}

impl Last {
    /// Compares the next version with this one, and checks what concerns several entries or files. Returns the next one if it is valid, and
    /// otherwise this one.
    fn then(mut self, calendar: Arc<Calendar>, parts: Vec<Arc<Part>>) -> (Self, bool) {
        let gone = sorted(not_among(&self.parts, &parts));
        let new = sorted(not_among(&parts, &self.parts));
        let are_twice = new.iter().zip(new.iter().skip(1));
        let is_twice = are_twice.into_iter().any(|(one, next)| one.id == next.id);
        let (gone, new) = (differing(&gone, &new), differing(&new, &gone));
        let is_gone = |id: &Slug| gone.binary_search_by(|event| event.id.cmp(id)).is_ok();
        let is_taken = |event: &&&Arc<Event>| self.ids.contains(&event.id) && !is_gone(&event.id);
        let is_unique = !is_twice && !new.iter().any(|event| is_taken(&event));
        let is_same_calendar = Arc::ptr_eq(&self.calendar, &calendar);
        let has_groups = |event: &Arc<Event>| {
            let mut groups = event.groups.iter();
            groups.all(|id| calendar.group(id).is_some())
        };
        let have_groups = if is_same_calendar {
            new.iter().all(|event| has_groups(event))
        } else {
            events_of(parts.iter()).all(has_groups)
        };
        let keeps_uids = is_same_calendar
            && gone.len() == new.len()
            && gone
                .iter()
                .zip(&new)
                .all(|(before, event)| before.id == event.id && claims_the_same(before, event));
        let is_valid =
            is_unique && have_groups && (keeps_uids || has_unique_uids(&calendar, &parts));
        if !is_valid {
            return (self, false);
        }
        for event in &gone {
            self.ids.remove(&event.id);
        }
        self.ids.extend(new.iter().map(|event| event.id.clone()));
        let ids = self.ids;
        (
            Self {
                calendar,
                parts,
                ids,
            },
            true,
        )
    }
}

/// The events of some parts, by id.
fn sorted<'a>(parts: impl Iterator<Item = &'a Arc<Part>>) -> Vec<&'a Arc<Event>> {
    let mut events: Vec<&Arc<Event>> = events_of(parts).collect();
    events.sort_by(|one, other| one.id.cmp(&other.id));
    events
}

/// Returns the events of one list that the other does not have. Both are sorted by id.
fn differing<'a>(events: &[&'a Arc<Event>], others: &[&Arc<Event>]) -> Vec<&'a Arc<Event>> {
    let mut others = others.iter().peekable();
    let is_other = |event: &&&Arc<Event>| {
        while others.next_if(|other| other.id < event.id).is_some() {}
        others.peek().is_none_or(|other| !Arc::ptr_eq(other, event))
    };
    events.iter().filter(is_other).copied().collect()
}

fn events_of<'a>(
    parts: impl Iterator<Item = &'a Arc<Part>>,
) -> impl Iterator<Item = &'a Arc<Event>> {
    parts.flat_map(|part| &part.events)
}

/// Whether two versions of an event have the same UIDs.
fn claims_the_same(before: &Event, event: &Event) -> bool {
    std::ptr::eq(before, event)
        || before.own_uid() == event.own_uid()
            && before.schedule == event.schedule
            && before.stand_alone == event.stand_alone
}

/// Whether each UID is of one event.
fn has_unique_uids(calendar: &Calendar, parts: &[Arc<Part>]) -> bool {
    if !parts.iter().any(|part| part.has_uids) {
        return true;
    }
    let claims = events_of(parts.iter()).map(|event| Claim {
        uid: event.uid(&calendar.domain),
        is_own: event.own_uid().is_some(),
        event: Some(&**event),
    });
    clashes(&claims.collect::<Vec<_>>()).is_empty()
}
