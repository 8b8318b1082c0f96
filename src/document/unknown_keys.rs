//! Finds what was meant by a key that the format does not have.
//!
//! An [`UnknownKey`], with the keys beside it, gives a [`Problem`] that names what to write. Its repair keeps the value; it is exact only
//! if nothing else can be meant and the value can be read under the new key.

use std::rc::Rc;

use super::node::{Content, Entry, Node};
use super::repairs::scalar;
use super::typo::UNSEEN;
use crate::color::Color;
use crate::diagnostic::{Certainty, Choices, Edit, Holder, Problem, ShapeFinding, Written};
use crate::recurrence::{End, RecurrenceRule};
use crate::time::Moment;
use crate::value::{Contact, Image, Language, Length, Price, Url};
use crate::zone::Zone;

/// The names that other formats and people use for a key.
pub(super) const SYNONYMS: &[(&str, &str)] = &[
    (
        "start",
        "date when day datetime date_time start_date start_time starts begin begins",
    ),
    ("end", "end_date end_time ends finish finishes"),
    (
        "moved_to",
        "start date day when time start_time new_date new_time new_start moved move move_to moved_date rescheduled rescheduled_to postponed_to",
    ),
    ("cancelled", "canceled cancel cancellation"),
    ("skipped", "skip skips"),
    ("location", "venue place where address room hall"),
    (
        "title",
        "name summary heading subject what text label topic",
    ),
    ("name", "title"),
    (
        "description",
        "notes note details detail info information about body comment comments agenda",
    ),
    ("abstract", "description summary details notes about"),
    (
        "repeats",
        "recurrence rrule repeat repeated recurring recurs frequency freq schedule",
    ),
    (
        "tags",
        "category categories tag topic topics label labels keywords",
    ),
    ("duration", "length lasts"),
    ("timezone", "tz time_zone zone"),
    (
        "url",
        "website web web_site webpage web_page homepage page link href address",
    ),
    ("contact", "email e_mail mail"),
    ("video", "recording recordings"),
    ("slides", "presentation slide"),
    ("speakers", "speaker presenter presenters by"),
    ("reason", "why because"),
    ("color", "colour"),
    ("language", "lang locale"),
    ("image", "photo picture banner poster img image_url logo"),
    (
        "price",
        "cost costs fee fees admission entry_fee ticket_price",
    ),
    (
        "sign_up",
        "signup sign_up_url sign_up_link register registration rsvp ticket tickets booking bookings",
    ),
    (
        "shows_as",
        "show_as transp transparency availability free_busy freebusy",
    ),
];

/// Names of things that people want to write, and for which the format has no key.
const OF_NOBODY: &str = "cost price fee fees admission organiser organizer host hosts image photo picture logo banner capacity seats level audience language sponsor sponsors city country geo latitude longitude bio";

/// An unknown key, where it is.
pub(super) struct UnknownKey<'a> {
    pub(super) name: &'a str,
    pub(super) known: &'static [&'static str],
    /// The mapping that has it.
    pub(super) holder: Option<&'a Node>,
    /// The text of the file.
    pub(super) text: &'a str,
}

impl UnknownKey<'_> {
    /// Returns the problem of this key, without regard to other unknown keys.
    pub(super) fn problem(&self) -> Problem {
        let name = self.normal();
        self.unseen()
            .or_else(|| self.spelling(&name))
            .or_else(|| match self.kind() {
                Holder::Event => self.of_event(&name),
                Holder::Change => self.of_change(&name),
                Holder::Calendar if ["events", "groups"].contains(&self.name) => {
                    let key = self.name.into();
                    Some(ShapeFinding::NestedSection { key }.into())
                }
                _ => None,
            })
            .or_else(|| self.synonym(&name))
            .or_else(|| self.own(&name))
            .unwrap_or_else(|| self.unlike_any(&name))
    }

    /// Returns what the keys of this mapping belong to.
    pub(super) fn kind(&self) -> Holder {
        let holders = [
            ("domain", Holder::Calendar),
            ("changes", Holder::Event),
            ("moved_to", Holder::Change),
            ("speakers", Holder::Talk),
            ("next", Holder::Group),
            ("events", Holder::File),
        ];
        let mut holders = holders.into_iter();
        holders
            .find(|(key, _)| self.known.contains(key))
            .map_or(Holder::Link, |(_, holder)| holder)
    }

    /// The key in lower case, with `_` between words.
    fn normal(&self) -> String {
        let name = self
            .name
            .trim()
            .trim_matches(['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}']);
        name.to_lowercase().replace([' ', '-'], "_")
    }

    pub(super) fn written(&self) -> Written {
        self.name.into()
    }

    pub(super) fn plain(&self) -> Problem {
        ShapeFinding::UnknownKey {
            key: self.written(),
        }
        .into()
    }

    pub(super) fn entry(&self, name: &str) -> Option<&Entry> {
        let mut entries = self.holder?.entries().iter();
        entries.find(|(key, _)| key.text() == Some(name))
    }

    pub(super) fn value(&self) -> Option<&Rc<Node>> {
        self.entry(self.name).map(|(_, value)| value)
    }

    /// Returns its value if that is text, or else empty text.
    pub(super) fn value_text(&self) -> &str {
        let value = self.value().filter(|value| !value.is_null());
        value
            .and_then(|value| value.text())
            .unwrap_or_default()
            .trim()
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// A character that looks like a space, or a missing space.
    fn unseen(&self) -> Option<Problem> {
        if let Some((unseen, what)) = UNSEEN
            .into_iter()
            .find(|(unseen, _)| self.name.contains(*unseen))
        {
            let key = self.name.replace(unseen, " ");
            let example = format!("{}: ", key.trim());
            let edit = Edit::Key(key.clone());
            let (key, example) = (key.trim().into(), example.as_str().into());
            let problem = Problem::from(ShapeFinding::UnseenInKey { what, key, example });
            return Some(problem.guess(edit));
        }
        let (key, value) = self
            .name
            .split_once(':')
            .filter(|(key, _)| self.known.contains(key))?;
        let written = format!("{key}:");
        let key = written.as_str().into();
        let problem = Problem::from(ShapeFinding::NoSpaceAfterColon { key });
        Some(problem.guess(Edit::Entry(format!("{written} {value}"))))
    }

    /// A known key in capitals, in curly quotes or with other marks between its words.
    fn spelling(&self, name: &str) -> Option<Problem> {
        let key = self.known.iter().find(|key| **key == name)?;
        Some(self.renamed(key))
    }

    /// Suggests another name for the key, as an exact repair if its value can be read there.
    pub(super) fn renamed(&self, key: &'static str) -> Problem {
        if self.has(key) {
            return ShapeFinding::KeyTaken {
                key: self.written(),
                other: key,
            }
            .into();
        }
        // A name of several words would lose some of them, so the repair is not exact.
        let name = self.normal();
        let is_one_word = name == key || !name.contains('_');
        let fits = |value: &Rc<Node>| self.fits(key, value);
        let certainty = if is_one_word && self.value().is_some_and(fits) {
            Certainty::Exact
        } else {
            Certainty::Guess
        };
        self.plain().repair(Edit::Key(key.to_owned()), certainty)
    }

    /// Whether a value can be read under a key.
    fn fits(&self, key: &str, value: &Node) -> bool {
        let text = value.text().unwrap_or_default().trim();
        let is_list = |value: &Node| match &value.content {
            Content::Sequence(items) => {
                let is_text =
                    |item: &Rc<Node>| item.text().is_some_and(|text| !text.trim().is_empty());
                !items.is_empty() && items.iter().all(is_text)
            }
            Content::Scalar { .. } | Content::Mapping(_) => false,
        };
        let has_cause = || {
            ["cancelled", "skipped", "moved_to", "status"]
                .iter()
                .any(|key| self.has(key))
        };
        match key {
            "tags" | "speakers" => is_list(value),
            "reason" if !has_cause() => false,
            "end" if !self.ends(text) => false,
            _ if value.text().is_none() || value.is_null() || text.is_empty() => false,
            "start" => matches!(
                Moment::parse(text),
                Ok(Moment::DateTime(_)
                    | Moment::Date(_)
                    | Moment::Month { .. }
                    | Moment::Year(_)
                    | Moment::ToBeConfirmed)
            ),
            "end" => matches!(
                Moment::parse(text),
                Ok(Moment::DateTime(_) | Moment::Date(_) | Moment::Time(_))
            ),
            "moved_to" => matches!(
                Moment::parse(text),
                Ok(Moment::DateTime(_) | Moment::Date(_) | Moment::Time(_) | Moment::ToBeConfirmed)
            ),
            "duration" => Length::parse(text).is_ok(),
            "timezone" => Zone::parse(text).is_ok(),
            "url" | "join" | "sign_up" | "video" | "slides" => Url::parse(text).is_ok(),
            "contact" => Contact::parse(text).is_ok(),
            "price" => Price::parse(text).is_ok(),
            "color" => Color::parse(text).is_ok(),
            "image" => Image::parse(text).is_ok(),
            "language" => Language::parse(text).is_ok(),
            "repeats" => self.is_rule(text),
            "shows_as" => ["free", "busy"].contains(&text),
            "location" => !text.contains(['\n', '/']) && text.chars().count() <= 200,
            "title" | "name" | "reason" => !text.contains('\n') && text.chars().count() <= 200,
            "cancelled" | "skipped" => {
                !text.contains('\n')
                    && !["false", "no", "off"].contains(&text.to_lowercase().as_str())
            }
            "description" | "abstract" => true,
            _ => false,
        }
    }

    /// Whether a text is a rule that gives the start of the event.
    pub(super) fn is_rule(&self, text: &str) -> bool {
        let Some(start) = self.start().and_then(|start| match Moment::parse(start) {
            Ok(Moment::DateTime(start)) => Some(start.date()),
            Ok(Moment::Date(start)) => Some(start),
            _ => None,
        }) else {
            return false;
        };
        RecurrenceRule::parse(text, start, End::Never).is_ok()
    }

    /// Whether a text can be the end of the event: a time if its start has a time, or else a date.
    fn ends(&self, text: &str) -> bool {
        let start = self.start().map(Moment::parse);
        match (start, Moment::parse(text)) {
            (Some(Ok(Moment::DateTime(_))), Ok(Moment::Time(_) | Moment::DateTime(_)))
            | (Some(Ok(Moment::Date(_))), Ok(Moment::Date(_))) => true,
            _ => self.kind() == Holder::Change,
        }
    }

    pub(super) fn start(&self) -> Option<&str> {
        let (_, start) = self.entry("start")?;
        start.text().map(str::trim)
    }

    fn synonym(&self, name: &str) -> Option<Problem> {
        let keys = SYNONYMS.iter().filter(|(key, names)| {
            has_word(names, name)
                && self.known.contains(key)
                && (*key == "title" || name != "topic" || *key == "tags")
        });
        let key = keys.map(|(key, _)| *key).next_back()?;
        if key == "speakers" && !self.has(key) {
            return Some(self.speakers());
        }
        if key == "tags" && !self.has(key) && !self.value_text().is_empty() {
            let words: Vec<String> = self
                .value_text()
                .split(',')
                .map(|word| scalar(word.trim(), false))
                .collect();
            let is_one = words.len() == 1 && !self.value_text().contains([' ', '&']);
            let edit = Edit::Entry(format!("tags: [{}]", words.join(", ")));
            let certainty = if is_one {
                Certainty::Exact
            } else {
                Certainty::Guess
            };
            return Some(self.plain().repair(edit, certainty));
        }
        let is_address = self.value_text().contains("://");
        let key = match key {
            "location" if is_address && self.known.contains(&"url") => "url",
            key => key,
        };
        let mut problem = self.renamed(key);
        if ["link", "address", "page"].contains(&name)
            && key == "url"
            && !self.has("url")
            && self.known.contains(&"join")
        {
            problem = self.plain().guess(Edit::Key("url".to_owned()));
            if !self.has("join") {
                problem = problem.guess(Edit::Key("join".to_owned()));
            }
        }
        Some(problem)
    }

    /// `speaker: Jo` of a talk.
    fn speakers(&self) -> Problem {
        let text = self.value_text();
        if text.is_empty() {
            return self.renamed("speakers");
        }
        let one = Edit::Entry(format!("speakers: [{}]", scalar(text, text.contains(','))));
        match several(text) {
            None => self.plain().exact(one),
            Some(names) => {
                let names: Vec<String> = names.iter().map(|name| scalar(name, false)).collect();
                let all = Edit::Entry(format!("speakers: [{}]", names.join(", ")));
                self.plain().guess(one).guess(all)
            }
        }
    }

    /// A key of the user's own, without its `x-`, or with another mark in place of the hyphen.
    fn own(&self, name: &str) -> Option<Problem> {
        if self.kind() == Holder::Link {
            return None;
        }
        if let Some(rest) = name.strip_prefix("x_").filter(|rest| is_plain(rest)) {
            let rest = self
                .name
                .get(2..)
                .map_or(rest.to_owned(), |rest| rest.trim().replace(' ', "-"));
            return Some(self.plain().guess(Edit::Key(format!("x-{rest}"))));
        }
        has_word(OF_NOBODY, name).then(|| {
            let problem = Problem::from(ShapeFinding::OwnKey {
                key: self.written(),
            });
            problem.guess(Edit::Key(own_key(self.name)))
        })
    }

    fn unlike_any(&self, name: &str) -> Problem {
        // The longer the name, the more letters may differ.
        let most = (name.chars().count() / 4).clamp(1, 3);
        let closest = crate::spelling::closest(name, self.known.iter().copied());
        let is_close =
            |key: &&str| key.starts_with(name) || strsim::damerau_levenshtein(name, key) <= most;
        if let Some(key) = closest.filter(is_close) {
            return self.plain().guess(Edit::Key(key.to_owned()));
        }
        let key = self.written();
        let keys = Choices(self.known.iter().map(|key| (*key).to_owned()).collect());
        if self.kind() == Holder::Link {
            return ShapeFinding::UnknownKeyOf { key, keys }.into();
        }
        let own = own_key(self.name);
        ShapeFinding::UnknownKeyOrOwn { key, keys, own }.into()
    }
}

/// Returns the names in a text, if it may have several.
pub(super) fn several(text: &str) -> Option<Vec<&str>> {
    let mut names = vec![text];
    for mark in [", ", "; ", " and ", " & ", " / "] {
        names = names
            .into_iter()
            .flat_map(|name| name.split(mark))
            .collect();
    }
    (names.len() > 1 || text.contains(',')).then(|| names.into_iter().map(str::trim).collect())
}

/// Returns a key with `x-` in place of an unknown key.
fn own_key(name: &str) -> String {
    if is_plain(name) {
        format!("x-{}", name.trim().replace(' ', "-"))
    } else {
        "x-price".to_owned()
    }
}

/// Whether a word is in a list of words with spaces between them.
pub(super) fn has_word(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

fn is_plain(name: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    !name.trim().is_empty() && name.len() <= 50 && name.chars().all(is_plain)
}

/// Returns the known key that the first repair of a problem writes. It must not be reported as missing too.
pub(super) fn meant(problem: &Problem) -> Option<&str> {
    match &problem.repairs().first()?.edit {
        Edit::Key(key) => Some(key.trim()),
        Edit::Entry(yaml) | Edit::Bytes(_, yaml) => Some(yaml.split_once(':')?.0.trim_matches('"')),
        _ => None,
    }
}
