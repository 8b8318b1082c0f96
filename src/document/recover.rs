//! Reads marked nodes into the document as far as possible, with a diagnostic for each wrong key or type.
//!
//! [`read`] takes a text, as its [`Nodes`], and returns a [`Recovered`]. Each fault is reported at its own place. The value is then read
//! again as if it were empty there, until nothing is left to report, so that no mistake hides another. Nothing below a fault is reported
//! again as missing. Validation finds what the values mean.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::mem;
use std::ops::Range;
use std::rc::Rc;

use serde::de::DeserializeOwned;

use super::contested_keys::unknown_keys;
use super::limits::{MOST_EVENTS, MOST_KEPT, too_many_events};
use super::missing_hyphen::{first_key_again, with_hyphen};
use super::node::{Content, Node};
use super::places::{Places, bytes_of};
use super::reader::{Cause, extended};
use super::recovered::Recovered;
use super::repairs::fixes;
use super::shape::{Site, holder, wrong_type};
use super::tree::{Nodes, Refusal};
use super::unknown_keys::{UnknownKey, meant};
use super::{Document, Event, entries, reader};
use crate::diagnostic::{
    Diagnostic, Holder, Kind, Lines, MOST_SHOWN, Path, Place, Problem, Related, Segment, Severity,
    ShapeFinding, Side, Times, Wanted, too_many,
};

/// The capacity of the list of events at the start: many files have no more.
const OFTEN: usize = 16;

/// How many nodes are read before the next fault ends the reading. A value with a fault is read again, as often as it has faults.
const MOST_WORK: usize = 5_000_000;

/// Reads a whole text: each entry of `events:` by itself, and then what is outside of them.
///
/// # Errors
/// The text is not YAML, or has more than is read.
pub(super) fn read(text: &str) -> Result<(Recovered, Places), Refusal> {
    let mut nodes = Nodes::of(text);
    let mut faults = Faults {
        text,
        ..Faults::default()
    };
    let mut events = Vec::with_capacity(OFTEN);
    let mut waiting = Vec::new();
    let (mut linked, mut size) = (HashMap::new(), 0);
    while let Some(item) = nodes.next_item()? {
        let index = events.len();
        if item.is_linked && size < MOST_KEPT {
            size += item.node.size;
            linked.insert(index, Rc::clone(&item.node));
        }
        let event = if item.has_anchored_text && !faults.is_over && index < MOST_EVENTS {
            waiting.push((index, item.node));
            Event::default()
        } else {
            faults.event(&item.node, index)
        };
        if !faults.is_over {
            events.push(event);
        }
    }
    let places = Places::new(nodes, linked);
    for (index, node) in waiting {
        let event = faults.event(&node, index);
        if let Some(place) = events.get_mut(index) {
            *place = event;
        }
    }
    let mut document = Document {
        events,
        ..Document::default()
    };
    faults.within(Rc::clone(places.root()), 0);
    faults.top(&mut document, places.has_items());
    faults.finish_places();
    let diagnostics = faults.located();
    let recovered = Recovered {
        document,
        diagnostics,
        holes: faults.holes,
    };
    Ok((recovered, places))
}

/// What has been found so far, and the part of the file that is being read.
#[derive(Default)]
struct Faults<'t> {
    /// The text of the file.
    text: &'t str,
    /// The node that is being read, and the number of segments of the path to it.
    root: Option<(Rc<Node>, usize)>,
    diagnostics: Vec<Diagnostic>,
    /// The bytes of each diagnostic whose place was recorded.
    bytes: Vec<Range<usize>>,
    holes: HashSet<Path>,
    /// How many nodes have been read.
    work: usize,
    /// Whether reading has stopped, because of a limit.
    is_over: bool,
}

impl Faults<'_> {
    /// Begins to read `root`, whose path has `depth` segments.
    fn within(&mut self, root: Rc<Node>, depth: usize) {
        self.root = Some((root, depth));
    }

    /// Returns the node at a path, if it is in the part that is being read.
    fn at(&self, path: &[Segment]) -> Option<&Rc<Node>> {
        let (root, depth) = self.root.as_ref()?;
        root.at(path.get(*depth..)?)
    }

    /// Records the place of each fault found so far.
    fn finish_places(&mut self) {
        let text = self.text;
        let Some((root, depth)) = &self.root else {
            return;
        };
        let new = self.diagnostics.iter().skip(self.bytes.len());
        let bytes = new.map(|found| {
            let path = found.place.path.get(*depth..).unwrap_or_default();
            bytes_of(root, path, found.place.side, text)
        });
        let bytes: Vec<_> = bytes.collect();
        for found in self.diagnostics.iter_mut().skip(self.bytes.len()) {
            found.fixes = fixes(
                root,
                root,
                *depth,
                &found.place,
                found.problem.repairs(),
                text,
            );
        }
        self.bytes.extend(bytes);
    }

    /// Returns what was found, each at its place.
    fn located(&mut self) -> Vec<Diagnostic> {
        let mut diagnostics = mem::take(&mut self.diagnostics);
        if !diagnostics.is_empty() {
            let lines = Lines::new(self.text);
            for (found, bytes) in diagnostics.iter_mut().zip(&self.bytes) {
                found.location = Some(lines.locate(bytes.clone()));
            }
        }
        diagnostics
    }

    /// Reads an entry of `events:`.
    fn event(&mut self, node: &Rc<Node>, index: usize) -> Event {
        if self.is_over {
            return Event::default();
        }
        let path = vec![Segment::Key("events".to_owned()), Segment::Index(index)];
        self.within(Rc::clone(node), path.len());
        let event = if index < MOST_EVENTS {
            self.collect(node, path)
        } else {
            self.stop(too_many_events(), path);
            Event::default()
        };
        self.finish_places();
        event
    }

    /// Reads what is outside of the events, and also the events if they have not been read one by one.
    fn top(&mut self, document: &mut Document, mut has_items: bool) {
        let Some((root, _)) = self.root.clone() else {
            return;
        };
        if let Some(problem) = root.drops() {
            self.report(problem, Vec::new(), Side::Value);
        } else if !matches!(root.content, Content::Mapping(_)) && !root.is_null() {
            let problem = self.wrong_type(&root, Wanted::Lines, &[]);
            self.report(problem, Vec::new(), Side::Value);
        }
        self.duplicates(&root, &Vec::new());
        for (key, value) in root.entries() {
            let name = key.text().unwrap_or_default();
            let path = vec![Segment::Key(name.to_owned())];
            if let Some(problem) = key.drops() {
                self.report(problem, path.clone(), Side::Key);
            }
            match name {
                "calendar" => document.calendar = self.collect(value, path),
                "include" => document.include = self.collect(value, path),
                "defaults" => document.defaults = self.collect(value, path),
                "groups" => {
                    for (id, group, path) in self.mapping(value, path) {
                        document.groups.push(id, self.collect(group, path));
                    }
                }
                "events" if has_items => {
                    has_items = false;
                    if let Some(problem) = value.drops() {
                        self.report(problem, path, Side::Value);
                    }
                }
                "events" => {
                    if let Content::Sequence(events) = &value.content
                        && events.len() > MOST_EVENTS
                    {
                        let path = extended(&path, Segment::Index(MOST_EVENTS));
                        self.stop(too_many_events(), path);
                    }
                    document.events = self.sequence(value, path);
                }
                name if name.starts_with("x-") => {}
                name => {
                    let problem = self.unknown_key(name, entries::TOP, &path);
                    self.report(problem, path, Side::Key);
                }
            }
        }
    }

    /// Reports the last problem of the file, and stops reading.
    fn stop(&mut self, problem: Problem, path: Path) {
        let side = Side::Value;
        let place = Place::new(path, side);
        self.diagnostics
            .push(Diagnostic::new(Severity::Error, problem, place));
        self.is_over = true;
        // Validation must report nothing about the parts that have not been read.
        self.holes.insert(Vec::new());
    }

    fn report(&mut self, problem: Problem, path: Path, side: Side) {
        if self.is_over {
            return;
        }
        if self.diagnostics.len() >= MOST_SHOWN || self.work > MOST_WORK {
            self.stop(too_many(self.diagnostics.len()), path);
            return;
        }
        // Do not also report the key that was probably meant as missing. If that key is there too, it is read.
        if let (Kind::UnknownKey, Some(meant), Some((_, parent))) =
            (problem.kind(), meant(&problem), path.split_last())
        {
            let meant = extended(&parent.to_vec(), Segment::Key(meant.to_owned()));
            if self.at(&meant).is_none() {
                self.holes.insert(meant);
            }
        }
        self.holes.insert(path.clone());
        let place = Place::new(path, side);
        self.diagnostics
            .push(Diagnostic::new(Severity::Error, problem, place));
    }

    /// Returns the problem of a fault at a path. Its words depend on the nodes around it.
    fn problem(&self, cause: Cause, path: &[Segment]) -> Problem {
        match (cause, self.at(path)) {
            (Cause::Problem(problem), _) => problem,
            (Cause::UnknownKey(name, known), _) => self.unknown_key(&name, known, path),
            (Cause::WrongType(wanted), Some(node)) => self.wrong_type(node, wanted, path),
            (Cause::WrongType(_) | Cause::DuplicateKey, _) => {
                let (key, times) = (written(path).into(), Times(2));
                let holder = Holder::Own;
                ShapeFinding::DuplicateKey { key, times, holder }.into()
            }
        }
    }

    fn unknown_key(&self, name: &str, known: &'static [&'static str], path: &[Segment]) -> Problem {
        let holder = path.split_last().and_then(|(_, holder)| self.at(holder));
        let key = UnknownKey {
            name,
            known,
            holder: holder.map(|node| &**node),
            text: self.text,
        };
        key.problem()
    }

    fn wrong_type(&self, node: &Node, wanted: Wanted, path: &[Segment]) -> Problem {
        let holder = path.split_last().and_then(|(_, holder)| self.at(holder));
        let start = path.get(..2).and_then(|event| {
            let start = extended(&event.to_vec(), Segment::Key("start".to_owned()));
            self.at(&start)?.text()?.trim().get(..10)
        });
        let site = Site {
            path,
            holder: holder.map(|node| &**node),
            date: start,
            text: self.text,
        };
        wrong_type(node, wanted, &site)
    }

    /// Reads one value again and again, each time without what was wrong in it.
    fn collect<T: DeserializeOwned + Default>(&mut self, node: &Rc<Node>, path: Path) -> T {
        loop {
            if self.is_over {
                return T::default();
            }
            self.work = self.work.saturating_add(node.size);
            let fault = match reader::read(node, &path, &self.holes) {
                Ok(value) => return value,
                Err(fault) => fault,
            };
            let (fault_path, side) = fault.place.unwrap_or_else(|| (path.clone(), Side::Value));
            if !fault.repeatable || self.holes.contains(&fault_path) {
                if !self.holes.contains(&path) {
                    let problem = self.problem(fault.cause, &path);
                    self.report(problem, path, Side::Value);
                }
                return T::default();
            }
            if let Cause::DuplicateKey = fault.cause
                && let Some((_, parent)) = fault_path.split_last()
                && let Some(holder) = self.at(parent).cloned()
            {
                self.duplicates(&holder, &parent.to_vec());
                self.holes.insert(fault_path);
            } else if let Cause::UnknownKey(_, known) = fault.cause
                && let Some((_, parent)) = fault_path.split_last()
                && let Some(holder) = self.at(parent).cloned()
            {
                let text = self.text;
                for (name, problem) in unknown_keys(&holder, known, text) {
                    let path = extended(&parent.to_vec(), Segment::Key(name.to_owned()));
                    if !self.holes.contains(&path) {
                        self.report(problem, path, side);
                    }
                }
                self.holes.insert(fault_path);
            } else {
                let problem = self.problem(fault.cause, &fault_path);
                self.report(problem, fault_path, side);
            }
        }
    }

    /// Reads a list, each item by itself.
    fn sequence<T: DeserializeOwned + Default>(&mut self, node: &Rc<Node>, path: Path) -> Vec<T> {
        if let Some(problem) = node.drops() {
            self.report(problem, path, Side::Value);
            return Vec::new();
        }
        match &node.content {
            Content::Sequence(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| self.collect(item, extended(&path, Segment::Index(index))))
                .collect(),
            _ if node.is_null() => Vec::new(),
            Content::Scalar { .. } | Content::Mapping(_) => {
                let problem = self.wrong_type(node, Wanted::List, &path);
                self.report(problem, path, Side::Value);
                Vec::new()
            }
        }
    }

    /// Returns the entries of a mapping, each with its path.
    fn mapping<'a>(&mut self, node: &'a Rc<Node>, path: Path) -> Vec<(String, &'a Rc<Node>, Path)> {
        if let Some(problem) = node.drops() {
            self.report(problem, path, Side::Value);
            return Vec::new();
        }
        if !matches!(node.content, Content::Mapping(_)) {
            if !node.is_null() {
                let problem = self.wrong_type(node, Wanted::Lines, &path);
                self.report(problem, path, Side::Value);
            }
            return Vec::new();
        }
        self.duplicates(node, &path);
        let entries = node.entries().iter().filter_map(|(key, value)| {
            let name = key.text()?.to_owned();
            let path = extended(&path, Segment::Key(name.clone()));
            Some((name, value, path))
        });
        let mut seen = BTreeSet::new();
        entries
            .filter(|(name, ..)| seen.insert(name.clone()))
            .collect()
    }

    /// Reports keys that appear twice. Such a key is not a hole, because the first one is read.
    fn duplicates(&mut self, node: &Node, path: &Path) {
        let holder = holder(path);
        let begins = (holder == Holder::Event)
            .then(|| first_key_again(node))
            .flatten();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (key, value) in node.entries() {
            let name = key.text().unwrap_or_default();
            let count = seen.entry(name).or_default();
            *count += 1;
            if *count < 2 || begins.is_some_and(|first| first != name) {
                continue;
            }
            let (written, times) = (name.into(), Times(*count));
            let problem: Problem = match holder {
                _ if begins.is_some() => {
                    let problem = ShapeFinding::MissingHyphen { key: written }.into();
                    with_hyphen(self.text, problem, key, value)
                }
                Holder::File => ShapeFinding::SecondSection { key: written }.into(),
                holder => {
                    let key = written;
                    ShapeFinding::DuplicateKey { key, times, holder }.into()
                }
            };
            if self.diagnostics.len() >= MOST_SHOWN {
                let path = extended(path, Segment::Key(name.to_owned()));
                self.stop(too_many(MOST_SHOWN), path);
            }
            if self.is_over {
                return;
            }
            let path = extended(path, Segment::Key(name.to_owned()));
            let first = Place::new(path.clone(), Side::Key);
            let side = Side::LaterKey(*count - 1);
            let mut found = Diagnostic::new(Severity::Error, problem, Place::new(path, side));
            found.related = Some((first, Related::First, None));
            self.diagnostics.push(found);
        }
    }
}

/// Returns the last key of a path.
fn written(path: &[Segment]) -> &str {
    match path.last() {
        Some(Segment::Key(key)) => key,
        Some(Segment::Index(_)) | None => "",
    }
}
