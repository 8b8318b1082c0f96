//! Titles and addresses that people would not read as they are.
//!
//! In: a [`Calendar`], whose events, groups and addresses are read. Out: warnings at their places. Guaranteed: one of each kind at one
//! place, whether it is over or not, since the pages show it all the same. Absent: descriptions; what a character is, see [`super::letters`].

use super::Adviser;
use super::letters::{self, Doubt};
use crate::calendar::{Calendar, Details, Event, Override, Schedule};
use crate::diagnostic::{Diagnostic, Kind, Path, Place, Problem, Segment, Severity, Side};
use crate::value::Url;

/// Far above any real title; programs show the beginning of it at best.
const LONGEST_TITLE: usize = 200;

/// A step of the way to a text.
fn key(name: &str) -> Segment {
    Segment::Key(name.to_owned())
}

impl Adviser<'_> {
    /// Reads all titles and addresses.
    pub(super) fn texts(&mut self, calendar: &Calendar) {
        let of_calendar = |name: &str| vec![key("calendar"), key(name)];
        self.title(None, of_calendar("name"), calendar.name());
        self.address(None, of_calendar("url"), Some(calendar.url().as_str()));
        for group in calendar.groups() {
            let of_group = |name: &str| vec![key("groups"), key(group.id().as_str()), key(name)];
            self.title(None, of_group("name"), group.name());
            self.address(None, of_group("url"), group.url().map(Url::as_str));
            let contact = group.contact().map(ToString::to_string);
            self.address(None, of_group("contact"), contact.as_deref());
        }
        for event in calendar.events() {
            let Some(index) = self.indices.get(event.id().as_str()).copied() else {
                continue;
            };
            let whole = vec![key("events"), Segment::Index(index)];
            self.details(event, &whole, event.details(), None);
            let changed: Vec<&Override> = match event.schedule() {
                Schedule::Series(series) => series.overrides().collect(),
                Schedule::Once(_) | Schedule::ToBeConfirmed(_) => Vec::new(),
            };
            for of in changed.into_iter().chain(event.stand_alone()) {
                let date = [key("changes"), key(&of.key.to_string())];
                let path: Path = whole.iter().cloned().chain(date).collect();
                self.details(event, &path, of.details(), Some(event.details()));
            }
        }
    }

    /// Reads what is said of an event, or what a change says otherwise than the event.
    fn details(&mut self, event: &Event, path: &Path, said: &Details, of: Option<&Details>) {
        let at = |steps: &[Segment]| -> Path { path.iter().chain(steps).cloned().collect() };
        let whom = Some(event);
        if of.is_none_or(|of| of.title() != said.title()) {
            self.title(whom, at(&[key("title")]), said.title());
        }
        let contact = |details: &Details| details.contact().map(ToString::to_string);
        for (name, address, before) in [
            (
                "join",
                said.join().map(ToString::to_string),
                of.and_then(Details::join).map(ToString::to_string),
            ),
            (
                "url",
                said.url().map(ToString::to_string),
                of.and_then(Details::url).map(ToString::to_string),
            ),
            ("contact", contact(said), of.and_then(contact)),
        ] {
            if address != before {
                self.address(whom, at(&[key(name)]), address.as_deref());
            }
        }
        if of.is_none_or(|of| of.links() != said.links()) {
            for (index, link) in said.links().iter().enumerate() {
                let of_link = |name: &str| at(&[key("links"), Segment::Index(index), key(name)]);
                self.title(whom, of_link("title"), link.title.as_str());
                self.address(whom, of_link("url"), Some(link.url.as_str()));
            }
        }
        if of.is_none_or(|of| of.talks() != said.talks()) {
            for (index, talk) in said.talks().iter().enumerate() {
                let of_talk = |name: &str| at(&[key("talks"), Segment::Index(index), key(name)]);
                self.title(whom, of_talk("title"), talk.title.as_str());
                self.address(
                    whom,
                    of_talk("slides"),
                    talk.slides.as_ref().map(Url::as_str),
                );
                self.address(whom, of_talk("video"), talk.video.as_ref().map(Url::as_str));
            }
        }
    }

    fn title(&mut self, event: Option<&Event>, path: Path, title: &str) {
        // A character takes a byte at least.
        let length = if title.len() > LONGEST_TITLE {
            title.chars().count()
        } else {
            0
        };
        if length > LONGEST_TITLE {
            let doubt = Doubt {
                message: format!(
                    "the title has {length} characters, more than people will be shown"
                ),
                help: "shorten it to 200 or fewer, and write the rest into the description",
            };
            self.doubt(event, path.clone(), Kind::LongTitle, Some(doubt));
        }
        let hidden = letters::hidden_in_title(title);
        self.doubt(event, path.clone(), Kind::HiddenCharacter, hidden);
        self.doubt(event, path, Kind::LookAlike, letters::mixed(title));
    }

    fn address(&mut self, event: Option<&Event>, path: Path, address: Option<&str>) {
        let Some(address) = address else {
            return;
        };
        let hidden = letters::hidden_in_address(address);
        self.doubt(event, path.clone(), Kind::HiddenCharacter, hidden);
        let host = letters::look_alike_host(address);
        self.doubt(event, path, Kind::LookAlike, host);
    }

    fn doubt(&mut self, event: Option<&Event>, path: Path, kind: Kind, doubt: Option<Doubt>) {
        let Some(doubt) = doubt.filter(|_| !self.is_allowed(event, kind)) else {
            return;
        };
        let problem = Problem::new(kind, doubt.message).help(doubt.help);
        let place = Place {
            path,
            side: Side::Value,
        };
        self.found.push(Diagnostic::new(
            Severity::Warning,
            problem.or_allow(),
            place,
        ));
    }
}
