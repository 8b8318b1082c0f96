//! Joins an events file with the files that it includes, for validation.
//!
//! [`Merged`] has the calendar of the main file, and the groups and events of all files, each event with the `defaults` of its own file. It is
//! read as one document: its paths count the events over all files. [`Merged::place`] turns such a path into the place in the file where the
//! editor wrote the value. What is wrong between files is reported here: a group that two files have, and keys that only the main file may have.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;

use super::limits::{MOST_DEFAULT_TEXT, MOST_EVENTS};
use super::recovered::Recovered;
use super::{Calendar, Defaults, Event, Group};
use crate::diagnostic::{
    Diagnostic, EventFinding, IncludeFinding, LimitFinding, Path, Place, Problem, Related, Segment,
    Severity, Side, SlugHolder,
};
use crate::time::Moment;

/// An events file and all files that it includes, as one document.
#[derive(Debug)]
pub(crate) struct Merged<'a> {
    pub(crate) calendar: Option<&'a Calendar>,
    pub(crate) events: Vec<Written<'a>>,
    /// Without those that an earlier file has.
    groups: Vec<(&'a str, &'a Group)>,
    files: Vec<Part<'a>>,
    /// The number of the file that has a group, by its key.
    files_of_groups: HashMap<&'a str, usize>,
    /// The bytes of text that events took from defaults.
    text_of_defaults: usize,
}

/// One of the files.
#[derive(Debug)]
struct Part<'a> {
    recovered: &'a Recovered,
    /// How many events the files before it have.
    first: usize,
}

/// An event as written, with the defaults of its file.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    own: &'a Event,
    /// The event with the defaults, and the keys that it took from them.
    defaulted: Option<Box<(Event, Vec<&'static str>)>>,
}

impl Deref for Written<'_> {
    type Target = Event;

    fn deref(&self) -> &Event {
        self.defaulted.as_ref().map_or(self.own, |it| &it.0)
    }
}

impl<'a> Written<'a> {
    fn new(own: &'a Event, defaults: Option<&Defaults>) -> Self {
        let defaulted = defaults.map(|defaults| {
            let start = own.start.as_deref().map(Moment::parse);
            let is_timed = matches!(start, Some(Ok(Moment::DateTime(_))));
            Box::new(defaults.applied(own, is_timed))
        });
        Self { own, defaulted }
    }

    /// Whether the file has the value of a key under `defaults`, and not in the event.
    fn takes(&self, key: &str) -> bool {
        let taken = self.defaulted.as_ref().map(|it| &it.1);
        let has_own = || self.own.own.iter().any(|(own, _)| own == key);
        taken.is_some_and(|taken| taken.contains(&key) || (key.starts_with("x-") && !has_own()))
    }

    /// Returns the name at an index of `allow`, if it is one that the event took from the defaults.
    fn taken_warning(&self, index: usize) -> Option<&str> {
        let is_taken = index >= self.own.allow.len();
        let name = self.allow.get(index).filter(|_| is_taken);
        name.map(String::as_str)
    }
}

impl<'a> Merged<'a> {
    /// Joins the files, of which the first is the main one. Also returns what is wrong between them.
    pub(crate) fn new(files: &[&'a Recovered]) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let mut merged = Self {
            calendar: None,
            events: Vec::with_capacity(files.iter().map(|it| it.document.events.len()).sum()),
            groups: Vec::new(),
            files: Vec::with_capacity(files.len()),
            files_of_groups: HashMap::new(),
            text_of_defaults: 0,
        };
        for (file, recovered) in files.iter().copied().enumerate() {
            merged.add(file, recovered, &mut found);
        }
        (merged, found)
    }

    fn add(&mut self, file: usize, recovered: &'a Recovered, found: &mut Vec<Diagnostic>) {
        let document = &recovered.document;
        let mut report = |path: Path, side: Side, problem: Problem| {
            let place = Place::new(path, side).in_file(file);
            found.push(Diagnostic::new(Severity::Error, problem, place));
        };
        if file == 0 {
            self.calendar = document.calendar.as_ref();
        } else {
            if document.calendar.is_some() {
                let path = vec![key("calendar")];
                report(path, Side::Key, IncludeFinding::Calendar.into());
            }
            if !document.include.is_empty() {
                report(
                    vec![key("include")],
                    Side::Key,
                    IncludeFinding::Nested.into(),
                );
            }
        }
        let first = self.events.len();
        let room = MOST_EVENTS.saturating_sub(first);
        if document.events.len() > room && file > 0 {
            let path = vec![key("events"), Segment::Index(room)];
            let most = MOST_EVENTS;
            report(
                path,
                Side::Value,
                IncludeFinding::TooManyEvents { most }.into(),
            );
        }
        let events = document.events.iter().take(room);
        let mut defaults = document.defaults.as_ref();
        if let Some(written) = defaults {
            self.text_of_defaults += written.bytes().saturating_mul(events.len());
            if self.text_of_defaults > MOST_DEFAULT_TEXT {
                let megabytes = MOST_DEFAULT_TEXT / 1_000_000;
                let finding = LimitFinding::TextOfDefaults { megabytes };
                report(vec![key("defaults")], Side::Key, finding.into());
                defaults = None;
            }
        }
        self.events
            .extend(events.map(|event| Written::new(event, defaults)));
        self.files.push(Part { recovered, first });
        for (id, group) in document.groups.iter() {
            if *self.files_of_groups.entry(id).or_insert(file) == file {
                self.groups.push((id, group));
                continue;
            }
            let path = vec![key("groups"), key(id)];
            let (slug, holder) = (id.into(), SlugHolder::Group);
            let problem = Problem::from(EventFinding::DuplicateSlug { slug, holder });
            let other = self.place(&path, Side::Key);
            let place = Place::new(path, Side::Key).in_file(file);
            let mut diagnostic = Diagnostic::new(Severity::Error, problem, place);
            diagnostic.related = Some((other, Related::Other, None));
            found.push(diagnostic);
        }
    }

    /// Returns the groups of all files, in the order of the files, each with its key.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&'a str, &'a Group)> + Clone {
        self.groups.iter().copied()
    }

    /// Returns the defaults of each file that has some, with the number of the file.
    pub(crate) fn defaults(&self) -> impl Iterator<Item = (usize, &'a Defaults)> {
        let files = self.files.iter().enumerate();
        files.filter_map(|(file, part)| Some((file, part.recovered.document.defaults.as_ref()?)))
    }

    /// Returns the number of the file that an event is in.
    pub(crate) fn file_of(&self, index: usize) -> usize {
        let begins = |part: &Part<'_>| part.first <= index;
        self.files.partition_point(begins).saturating_sub(1)
    }

    /// Returns the place of a path of this document in the file that has the value.
    pub(crate) fn place(&self, path: &[Segment], side: Side) -> Place {
        let (file, path) = self.local(path);
        Place::new(path.into_owned(), side).in_file(file)
    }

    /// Returns the number of the file of a path, and the path there.
    fn local<'p>(&self, path: &'p [Segment]) -> (usize, Cow<'p, [Segment]>) {
        match path {
            [Segment::Key(events), Segment::Index(index), rest @ ..] if events == "events" => {
                let file = self.file_of(*index);
                if let [Segment::Key(name), ..] = rest
                    && self
                        .events
                        .get(*index)
                        .is_some_and(|event| event.takes(name))
                {
                    let path = std::iter::once(key("defaults")).chain(rest.iter().cloned());
                    return (file, path.collect());
                }
                if let Some(path) = self.taken_warning(file, *index, rest) {
                    return (file, path.into());
                }
                let first = self.files.get(file).map_or(0, |part| part.first);
                if first == 0 {
                    return (file, path.into());
                }
                let entry = [key("events"), Segment::Index(index - first)];
                (
                    file,
                    entry.into_iter().chain(rest.iter().cloned()).collect(),
                )
            }
            [Segment::Key(groups), Segment::Key(id), ..] if groups == "groups" => {
                let file = self.files_of_groups.get(id.as_str()).copied();
                (file.unwrap_or_default(), path.into())
            }
            [Segment::Key(defaults), Segment::Index(file), rest @ ..] if defaults == "defaults" => {
                let path = std::iter::once(key("defaults")).chain(rest.iter().cloned());
                (*file, path.collect())
            }
            path => (0, path.into()),
        }
    }

    /// Returns the path under `defaults` of a name under `allow` that an event took from there. The names add up.
    fn taken_warning(&self, file: usize, event: usize, rest: &[Segment]) -> Option<Path> {
        let [Segment::Key(allow), Segment::Index(index)] = rest else {
            return None;
        };
        let name = self.events.get(event)?.taken_warning(*index)?;
        let defaults = self.files.get(file)?.recovered.document.defaults.as_ref()?;
        let index = defaults.allow.iter().position(|it| it == name)?;
        let is_allow = allow == "allow";
        is_allow.then(|| vec![key("defaults"), key("allow"), Segment::Index(index)])
    }

    /// Whether a path is in a part that could not be read.
    pub(crate) fn is_hole(&self, path: &[Segment]) -> bool {
        if self
            .files
            .iter()
            .all(|part| part.recovered.holes.is_empty())
        {
            return false;
        }
        let (file, path) = self.local(path);
        let part = self.files.get(file);
        part.is_some_and(|part| part.recovered.is_hole(&path))
    }

    /// Whether some groups could not be read, in any file.
    pub(crate) fn lacks_groups(&self) -> bool {
        let groups = [key("groups")];
        let mut files = self.files.iter();
        files.any(|part| part.recovered.is_hole(&groups))
    }

    /// Returns the paths of all values that could not be read, or in which something could not be read.
    pub(crate) fn paths_to_holes(&self) -> PathsToHoles<'_> {
        let files = self.files.iter();
        PathsToHoles {
            merged: self,
            of_files: files.map(|part| part.recovered.paths_to_holes()).collect(),
        }
    }
}

/// The paths on the way to each part that could not be read.
pub(crate) struct PathsToHoles<'a> {
    merged: &'a Merged<'a>,
    of_files: Vec<HashSet<&'a [Segment]>>,
}

impl PathsToHoles<'_> {
    /// Whether part of the value at this path could not be read.
    pub(crate) fn contains(&self, path: &[Segment]) -> bool {
        let (file, path) = self.merged.local(path);
        let of_file = self.of_files.get(file);
        of_file.is_some_and(|of_file| of_file.contains(&*path))
    }
}

fn key(name: &str) -> Segment {
    Segment::Key(name.to_owned())
}
