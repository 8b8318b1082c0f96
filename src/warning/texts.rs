//! Finds titles, addresses and descriptions that people would not read as written.
//!
//! Texts of past events count too, because the pages show them. Each place gets at most one warning of each kind. [`super::letters`] checks
//! the characters, and [`super::markup`] the HTML.

use super::Adviser;
use super::letters;
use crate::calendar::{Calendar, Details, Event, Override, Schedule};
use crate::diagnostic::{Diagnostic, Path, Problem, Segment, Severity, Side, WarningFinding};
use crate::value::{Contact, Url};

/// Longer than any real title. Calendar programs show only the beginning of such a title.
const LONGEST_TITLE: usize = 200;

fn key(name: &str) -> Segment {
    Segment::Key(name.to_owned())
}

impl Adviser<'_> {
    /// Checks all titles, addresses and descriptions.
    pub(super) fn texts(&mut self, calendar: &Calendar) {
        let of_calendar = |name: &str| vec![key("calendar"), key(name)];
        self.title(None, || of_calendar("name"), calendar.name());
        let description = calendar.description();
        self.markdown(None, || of_calendar("description"), description);
        self.address(None, || of_calendar("url"), Some(calendar.url().as_str()));
        for group in calendar.groups() {
            let of_group = |name: &str| vec![key("groups"), key(group.id().as_str()), key(name)];
            self.title(None, || of_group("name"), group.name());
            self.markdown(None, || of_group("description"), group.description());
            self.address(None, || of_group("url"), group.url().map(Url::as_str));
            self.address(
                None,
                || of_group("contact"),
                group.contact().map(address_of),
            );
        }
        for event in calendar.events() {
            let Some(index) = self.indices.get(event.id().as_str()).copied() else {
                continue;
            };
            let whole = || vec![key("events"), Segment::Index(index)];
            self.details(event, &whole, event.details(), None);
            let of = Some(event.details());
            if let Schedule::Series(series) = event.schedule() {
                for change in series.overrides() {
                    self.details(event, &|| dated(whole(), change), change.details(), of);
                }
            }
            for change in event.stand_alone().iter().chain(event.changed_start()) {
                self.details(event, &|| dated(whole(), change), change.details(), of);
            }
        }
    }

    /// Checks the details of an event, or those details of a change that differ from the event `of`.
    fn details(
        &mut self,
        event: &Event,
        path: &impl Fn() -> Path,
        details: &Details,
        of: Option<&Details>,
    ) {
        let at = |name: &str| path().into_iter().chain([key(name)]).collect::<Path>();
        let of_list = |list: &str, index: usize, name: &str| {
            let steps = [key(list), Segment::Index(index), key(name)];
            path().into_iter().chain(steps).collect::<Path>()
        };
        let whom = Some(event);
        if of.is_none_or(|of| of.title() != details.title()) {
            self.title(whom, || at("title"), details.title());
        }
        if of.is_none_or(|of| of.description() != details.description()) {
            self.markdown(whom, || at("description"), details.description());
        }
        if of.is_none_or(|of| of.location() != details.location()) {
            self.location(event, || at("location"), details);
        }
        if of.is_none_or(|of| of.join() != details.join()) {
            self.address(whom, || at("join"), details.join().map(Url::as_str));
        }
        if of.is_none_or(|of| of.sign_up() != details.sign_up()) {
            let sign_up = details.sign_up().map(Url::as_str);
            self.address(whom, || at("sign_up"), sign_up);
        }
        if of.is_none_or(|of| of.url() != details.url()) {
            self.address(whom, || at("url"), details.url().map(Url::as_str));
        }
        if of.is_none_or(|of| of.contact() != details.contact()) {
            self.address(whom, || at("contact"), details.contact().map(address_of));
        }
        if of.is_none_or(|of| of.links() != details.links()) {
            for (index, link) in details.links().iter().enumerate() {
                let of_link = |name: &str| of_list("links", index, name);
                self.title(whom, || of_link("title"), link.title.as_str());
                self.address(whom, || of_link("url"), Some(link.url.as_str()));
            }
        }
        if of.is_none_or(|of| of.talks() != details.talks()) {
            for (index, talk) in details.talks().iter().enumerate() {
                let of_talk = |name: &str| of_list("talks", index, name);
                self.title(whom, || of_talk("title"), talk.title.as_str());
                self.markdown(whom, || of_talk("abstract"), talk.summary());
                let slides = talk.slides.as_ref().map(Url::as_str);
                self.address(whom, || of_talk("slides"), slides);
                let video = talk.video.as_ref().map(Url::as_str);
                self.address(whom, || of_talk("video"), video);
            }
        }
    }

    fn title(&mut self, event: Option<&Event>, path: impl Fn() -> Path, title: &str) {
        // Fast path for nearly every title. A character has at least one byte.
        if title.is_ascii() && title.len() <= LONGEST_TITLE {
            return;
        }
        let length = title.chars().count();
        if length > LONGEST_TITLE {
            let most = LONGEST_TITLE;
            let finding = WarningFinding::LongTitle { length, most };
            self.text_warning(event, &path, finding.into());
        }
        self.letters(event, &path, letters::hidden_in_title(title));
        self.letters(event, &path, letters::mixed(title));
    }

    fn address(&mut self, event: Option<&Event>, path: impl Fn() -> Path, address: Option<&str>) {
        // Fast path: only percent-encoding, Punycode and non-ASCII characters can hide anything.
        let is_doubtful = |it: &&str| !it.is_ascii() || it.contains('%') || it.contains("--");
        let Some(address) = address.filter(is_doubtful) else {
            return;
        };
        self.letters(event, &path, letters::hidden_in_address(address));
        self.letters(event, &path, letters::look_alike_host(address));
    }

    fn letters(
        &mut self,
        event: Option<&Event>,
        path: &impl Fn() -> Path,
        found: Option<WarningFinding>,
    ) {
        if let Some(found) = found {
            self.text_warning(event, path, found.into());
        }
    }

    /// Adds a warning about a text, unless it is allowed.
    pub(super) fn text_warning(
        &mut self,
        event: Option<&Event>,
        path: &impl Fn() -> Path,
        problem: Problem,
    ) {
        if self.is_allowed(event, problem.kind()) {
            return;
        }
        let place = self.document.place(&path(), Side::Value);
        self.found
            .push(Diagnostic::new(Severity::Warning, problem, place));
    }
}

/// Returns the path to the change of one date.
fn dated(mut whole: Path, change: &Override) -> Path {
    whole.extend([key("changes"), key(&change.key.to_string())]);
    whole
}

/// Returns the address of a contact.
fn address_of(contact: &Contact) -> &str {
    match contact {
        Contact::Email(address) => address.as_str(),
        Contact::Page(url) => url.as_str(),
    }
}
