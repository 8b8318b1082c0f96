//! One file of a version, cut into its head and its entries, and what is known of them.
//!
//! Why an entry that was read once is not read again: a parser reads from the top, and when an entry of `events:` is complete, the only thing
//! it remembers of the text before is the anchors. So an entry is read the same way again, unless an alias names an anchor of another entry.
//! The number of entries shows that each was read separately: an entry can begin only at a line where the text is cut, so if there are as many
//! entries as sections, each section is one. Below another head of the same file it is read the same way if neither head has anchors or
//! `defaults`. A file that cannot be cut, or that has anchors and aliases in its entries, is parsed as a whole when it changes.

use std::collections::HashMap;
use std::sync::Arc;

use super::sections::{Sections, has_alias, has_anchor, has_odd_lines};
use super::snapshot::{Part, parse};
use crate::calendar::Event;
use crate::document::Recovered;
use crate::value::Slug;

/// A file of the last version that was read.
#[derive(Clone, Debug)]
pub(super) struct File {
    text: Arc<String>,
    /// The text before and after the entries. Empty if the file is not cut.
    around: (String, String),
    /// The file without its events, parsed; `None` if it has not been read yet.
    head: Option<Arc<Recovered>>,
    /// Entries that were read below this head or one that gives the same events.
    entries: HashMap<String, Entry>,
    /// The events; `None` if the text has not been read yet.
    part: Option<Arc<Part>>,
    /// Whether the text has an error.
    is_broken: bool,
}

/// A parsed entry.
#[derive(Clone, Debug)]
struct Entry {
    event: Arc<Event>,
    has_anchor: bool,
    has_alias: bool,
}

/// A file that is being read.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    pub(super) path: &'a Arc<str>,
    /// The entries, and what is known of them; `None` if the file is read as a whole.
    entries: Option<Vec<(&'a str, Option<Entry>)>>,
    /// What was parsed: the head, and the entries that are not known. `None` if everything is known.
    pub(super) recovered: Option<Recovered>,
}

impl File {
    pub(super) fn new(text: &Arc<String>) -> Self {
        Self {
            text: Arc::clone(text),
            around: (String::new(), String::new()),
            head: None,
            entries: HashMap::new(),
            part: None,
            is_broken: false,
        }
    }

    pub(super) fn is_of(&self, text: &Arc<String>) -> bool {
        self.text == *text
    }

    /// Takes the next text.
    pub(super) fn take(&mut self, text: &Arc<String>) {
        if self.text != *text {
            self.text = Arc::clone(text);
            self.part = None;
            self.is_broken = false;
        }
    }

    /// Keeps these entries, and forgets all others.
    pub(super) fn keep(&mut self, is_kept: impl Fn(&Event) -> bool) {
        self.entries.retain(|_, entry| is_kept(&entry.event));
        let part = self.part.take();
        self.part = part.filter(|part| part.events.iter().all(|event| is_kept(event)));
    }

    pub(super) fn text(&self) -> Arc<String> {
        Arc::clone(&self.text)
    }

    /// Whether something of it is to be read.
    pub(super) fn is_new(&self) -> bool {
        self.part.is_none() || self.head.is_none()
    }

    pub(super) fn head(&self) -> Option<&Recovered> {
        self.head.as_deref()
    }

    pub(super) fn part(&self) -> Option<Arc<Part>> {
        self.part.clone()
    }

    /// Whether it has groups.
    pub(super) fn has_groups(&self) -> bool {
        let head = self.head();
        head.is_none_or(|head| head.document.groups.iter().next().is_some())
    }

    /// Whether it has a group of an event.
    pub(super) fn has_group_of(&self, event: &Event) -> bool {
        let is_its = |(id, _): (&str, _)| event.groups.iter().any(|group| group.as_str() == id);
        let head = self.head();
        head.is_none_or(|head| head.document.groups.iter().any(is_its))
    }

    /// Parses what is not known of a text, which is the file's own; `None` if the file has an error.
    pub(super) fn pieces<'a>(
        &mut self,
        path: &'a Arc<str>,
        text: &'a str,
        as_whole: bool,
    ) -> Option<Pieces<'a>> {
        if self.is_broken {
            return None;
        }
        let sections = (!as_whole).then(|| Sections::of(text)).flatten();
        let pieces = sections.and_then(|sections| self.cut(path, sections));
        let pieces = pieces.or_else(|| {
            self.around = (String::new(), String::new());
            self.head = None;
            self.entries.clear();
            Some(Pieces {
                path,
                entries: None,
                recovered: Some(parse(text)?),
            })
        });
        self.is_broken = pieces.is_none();
        pieces
    }

    /// Parses the head, if it is another, and the new entries. `None` if the sections may not be the entries.
    fn cut<'a>(&mut self, path: &'a Arc<str>, sections: Sections<'a>) -> Option<Pieces<'a>> {
        let around = (sections.before, sections.after);
        if (self.around.0.as_str(), self.around.1.as_str()) != around {
            if has_odd_lines(around.0) || has_odd_lines(around.1) {
                return None;
            }
            // An alias may refer to a different value below this head, and an entry takes other defaults.
            let gives = |head: (&str, &str)| {
                has_anchor(head.0) || may_have_defaults(head.0) || may_have_defaults(head.1)
            };
            if gives((&self.around.0, &self.around.1)) || gives(around) {
                self.entries.clear();
            }
            self.around = (around.0.to_owned(), around.1.to_owned());
            self.head = None;
        }
        let entries = sections.entries.iter();
        let mut entries: Vec<(&str, Option<Entry>)> = entries
            .map(|entry| (*entry, self.entries.get(*entry).cloned()))
            .collect();
        if self.head.is_none()
            && let Some((_, first)) = entries.first_mut()
        {
            // The head cannot be read without an entry.
            *first = None;
        }
        let new: Vec<&str> = entries
            .iter()
            .filter(|(_, known)| known.is_none())
            .map(|(entry, _)| *entry)
            .collect();
        let has = |mark: fn(&str) -> bool, known: fn(&Entry) -> bool| {
            new.iter().any(|entry| mark(entry))
                || entries
                    .iter()
                    .any(|(_, entry)| entry.as_ref().is_some_and(known))
        };
        let is_odd = new.iter().any(|entry| has_odd_lines(entry));
        if is_odd
            || has(has_anchor, |entry| entry.has_anchor)
                && (has(has_alias, |entry| entry.has_alias) || has_alias(around.1))
        {
            return None;
        }
        let recovered = if new.is_empty() {
            None
        } else {
            let recovered = parse(&sections.with(&new))?;
            let events = &recovered.document.events;
            let mut named = new.iter().zip(events);
            let is_named = |(entry, event): (&&str, &crate::document::Event)| {
                event.id.as_deref().is_some_and(|id| entry.contains(id))
            };
            if events.len() != new.len() || !named.all(is_named) {
                return None;
            }
            Some(recovered)
        };
        Some(Pieces {
            path,
            entries: Some(entries),
            recovered,
        })
    }

    /// Takes the events that were parsed in a valid version. `None` if some are missing.
    pub(super) fn learn(
        &mut self,
        pieces: Pieces<'_>,
        events: &mut HashMap<Slug, Event>,
    ) -> Option<()> {
        let mut read = Vec::new();
        if let Some(mut recovered) = pieces.recovered {
            for event in std::mem::take(&mut recovered.document.events) {
                let id = Slug::parse(event.id.as_deref()?).ok()?;
                read.push(events.remove(&id)?);
            }
            self.head = Some(Arc::new(recovered));
        }
        let mut read = read.into_iter();
        let Some(entries) = pieces.entries else {
            self.part = Some(Arc::new(Part::new(read.map(Arc::new).collect())));
            return Some(());
        };
        let mut events = Vec::with_capacity(entries.len());
        for (text, known) in entries {
            if let Some(known) = known {
                events.push(known.event);
                continue;
            }
            let event = read.next()?;
            // Reuse the known event itself, not just an equal one, so that pointers can be compared.
            let event = match self.entries.get(text) {
                Some(known) if *known.event == event => Arc::clone(&known.event),
                Some(_) | None => Arc::new(event),
            };
            let entry = Entry {
                event: Arc::clone(&event),
                has_anchor: has_anchor(text),
                has_alias: has_alias(text),
            };
            self.entries.insert(text.to_owned(), entry);
            events.push(event);
        }
        self.part = Some(Arc::new(Part::new(events)));
        Some(())
    }

    /// Returns the text with only one of its events.
    pub(super) fn with_only(&self, id: &Slug) -> Option<String> {
        let Some(sections) = self.sections() else {
            return Some(self.text.to_string());
        };
        let of_event = |written: &&&str| {
            let entry = self.entries.get(**written);
            entry.is_some_and(|entry| entry.event.id == *id)
        };
        Some(sections.with(&[sections.entries.iter().find(of_event)?]))
    }

    /// Returns the text without its events, if it can be cut.
    pub(super) fn without_entries(&self) -> String {
        match self.sections() {
            None => self.text.to_string(),
            Some(sections) => {
                let before = sections.before.trim_end_matches(['\r', '\n']);
                let head = before.rfind('\n').and_then(|at| before.get(..=at));
                format!("{}{}", head.unwrap_or_default(), sections.after)
            }
        }
    }

    /// The sections, if the file was cut.
    fn sections(&self) -> Option<Sections<'_>> {
        let is_cut = !self.around.0.is_empty();
        is_cut.then(|| Sections::of(&self.text)).flatten()
    }
}

/// Whether a head could have `defaults`, in whatever way it writes the key.
fn may_have_defaults(head: &str) -> bool {
    head.contains("defaults") || head.contains('\\')
}
