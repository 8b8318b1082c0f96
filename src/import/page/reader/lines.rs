//! Makes events, talks and details of single lines, and accounts for each.

use super::super::super::account::Outcome;
use super::super::super::entry::Entry;
use super::super::block::{Block, Text};
use super::super::event::{self, Place, Read};
use super::super::part::Line;
use super::super::rule::rule_in;
use super::super::{detail, talk};
use super::{Item, Made, Reader, shortened};
use crate::time::Moment;

impl Reader<'_> {
    pub(super) fn row(&mut self, block: &Block) {
        let Some(columns) = &self.columns else { return };
        let (text, named) = columns.row(block);
        let line = Line::new(&text);
        if !line.has_day() {
            self.unknown(&text, &line);
            self.month(&text, &line, Place::List);
            return;
        }
        if let Made::Event(entry) = self.event(&text, &line, Place::List, None)
            && let Some(entry) = self.entries.get_mut(entry)
        {
            let mut remarks = Vec::new();
            for detail in &named {
                detail::put(&mut entry.details, detail, &mut remarks);
            }
            let title = shortened(&entry.details.title);
            for remark in remarks {
                self.ledger.remark(block.line, &title, remark);
            }
        }
    }

    /// Reads a line with a date.
    pub(super) fn event(
        &mut self,
        text: &Text,
        line: &Line,
        place: Place,
        title: Option<String>,
    ) -> Made {
        let at = text.line;
        let year = self.items.iter().rev().find_map(|item| match item {
            Item::Year(year) => Some(*year),
            _ => None,
        });
        let year = year.or(self.context.year());
        let title = title.or_else(|| self.context.title().map(str::to_owned));
        match event::read(text, line, place, year, title.as_deref()) {
            Read::Event(mut entry, remarks, is_said) => {
                entry
                    .details
                    .groups
                    .extend(self.context.group().map(str::to_owned));
                self.ledger.component(at, "EVENT");
                self.ledger.note(
                    at,
                    if is_said {
                        Outcome::Rewritten("a title made of the sentence")
                    } else {
                        Outcome::Kept
                    },
                );
                let rule = rule_in(&text.text)
                    .map(|rule| format!("it seems to repeat; then write `repeats: {rule}`"));
                let title = shortened(&entry.details.title);
                for remark in remarks.into_iter().chain(rule) {
                    self.ledger.remark(at, &title, remark);
                }
                self.entries.push(Entry { line: at, ..*entry });
                Made::Event(self.entries.len() - 1)
            }
            Read::Lost(title, reason) => {
                self.ledger.component(at, "EVENT");
                self.ledger
                    .note(at, Outcome::Dropped("its date or its time is not certain"));
                self.ledger.lost(at, &title, reason);
                Made::Lost
            }
            Read::Prose => {
                if line.has_day() {
                    let reason = "it names a date in a sentence, and does not look like an event; if it is one, write it as `* date - title`";
                    self.ledger.remark(at, &shortened(&text.text), reason);
                }
                Made::Prose
            }
        }
    }

    /// Reads a line with a month only.
    pub(super) fn month(&mut self, text: &Text, line: &Line, place: Place) -> Made {
        if line.dates.is_empty() {
            return Made::Prose;
        }
        self.event(text, line, place, None)
    }

    /// Reads a line whose date is to be confirmed: a group, in a section about groups, or else an event.
    pub(super) fn unknown(&mut self, text: &Text, line: &Line) -> bool {
        let Some(part) = line.parts.first().filter(|_| line.is_unknown) else {
            return false;
        };
        let (at, title) = (text.line, part.text.clone());
        if self.context.is_of_groups() {
            let lower = title.to_lowercase();
            let name = ["meetings", "meeting"]
                .iter()
                .find_map(|word| lower.strip_suffix(word));
            let name = name
                .and_then(|name| title.get(..name.len()))
                .unwrap_or(&title)
                .trim();
            self.ledger.component(at, "GROUP");
            self.ledger.note(
                at,
                Outcome::Dropped("it is a group, and events are imported"),
            );
            self.ledger.remark(
                at,
                &title,
                format!("the next meeting of this group is to be confirmed; add a group with `name: {name}` and `next: tbc`"),
            );
            return true;
        }
        let mut entry = Entry::new(at, title, Moment::ToBeConfirmed);
        entry.details.format = line.format;
        entry.status = line.status;
        entry
            .details
            .groups
            .extend(self.context.group().map(str::to_owned));
        self.ledger.component(at, "EVENT");
        self.ledger.note(at, Outcome::Kept);
        self.entries.push(entry);
        true
    }

    /// Reads a line below an event: a talk, or another detail.
    pub(super) fn detail(&mut self, entry: usize, text: &Text) {
        let Some(entry) = self.entries.get_mut(entry) else {
            return;
        };
        let written = text.text.trim();
        if written.is_empty() || detail::is_only_label(written) {
            return;
        }
        let (at, details) = (text.line, &mut entry.details);
        let mut remarks = Vec::new();
        let is_talks = details.title.to_lowercase().contains("talk");
        let name = if let Some(detail) = detail::named(text) {
            detail::put_time(entry, &detail, &mut remarks);
            "DETAIL"
        } else {
            let reading = talk::talk(text);
            let is_title = is_talks && written.len() <= 200 && !written.ends_with('.');
            if is_title || !reading.talk.speakers.is_empty() {
                remarks.extend(reading.remark);
                details.talks.push(reading.talk);
                "TALK"
            } else {
                detail::describe(details, text, &mut remarks);
                "DETAIL"
            }
        };
        self.ledger.component(at, name);
        self.ledger.note(at, Outcome::Kept);
        let title = shortened(&entry.details.title);
        for remark in remarks {
            self.ledger.remark(at, &title, remark);
        }
    }
}
