//! The keys of `defaults`: what the events of a file have unless they say otherwise.
//!
//! Each field has the words of the editor, and its comment is part of the JSON Schema, as [`super`] describes. [`Defaults::applied`] adds them to
//! an event.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use super::{Event, Link, OWN, OWN_TITLE};
use crate::document::entries::{Items, Present};
use crate::document::forms;
use crate::limit;
use crate::own_keys::{OwnKeys, WithoutOwn};

/// The bytes that one text takes in memory in addition to its letters.
const ITEM: usize = 24;

with_own_keys!(Defaults);

/// # Defaults
/// What each event of this file has, unless the event says otherwise
#[derive(Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("patternProperties" = {"^x-": {"title": OWN_TITLE, "description": OWN}}))]
pub(crate) struct Defaults {
    /// # Group
    /// The group that runs the events, by its key under `groups`. An event that names any group does not take it
    #[schemars(with = "forms::Slug", example = &"<poetry>")]
    pub(crate) group: Present<String>,
    /// # Groups
    /// The groups that run the events, by their keys under `groups`. An event that names any group does not take them
    #[schemars(with = "forms::List<forms::Slug>", extend("maxItems" = limit::GROUPS_OF_EVENT), example = ["<poetry>", "<crime>"])]
    pub(crate) groups: Present<Vec<String>>,
    /// # Time zone
    /// The time zone of events with a time, as an IANA name. Without it, that of the calendar
    #[schemars(
        with = "forms::Zone",
        example = &"<Europe/Paris>",
        example = &"<America/New_York>",
        example = &"<Asia/Kolkata>",
        example = &"UTC"
    )]
    pub(crate) timezone: Present<String>,
    /// # Duration
    /// How long an event with a time lasts, unless it has `end` or `duration`. All-day events do not take it
    #[schemars(
        with = "forms::Length",
        example = &"45m",
        example = &"2h",
        example = &"1h30m"
    )]
    pub(crate) duration: Present<String>,
    /// # Format
    /// How people take part in the events
    #[schemars(with = "forms::FormatOrNone")]
    pub(crate) format: Present<String>,
    /// # Place
    /// Where the events take place. The link to a video call belongs under `join`
    #[schemars(with = "forms::Line", example = &"<Riverside Library, Mill Lane>")]
    pub(crate) location: Present<String>,
    /// # Link to the call
    /// The web address at which people join the video call
    #[schemars(with = "forms::UrlOrNone", example = &"<https://meet.example.org/riverside>")]
    pub(crate) join: Present<String>,
    /// # Sign-up page
    /// The web address at which people sign up or buy tickets
    #[schemars(with = "forms::UrlOrNone", example = &"<https://books.example.org/sign-up>")]
    pub(crate) sign_up: Present<String>,
    /// # Price
    /// What it costs to take part: `free`, or a price with its currency
    #[schemars(with = "forms::Price", example = &"free", example = &"<£5>")]
    pub(crate) price: Present<String>,
    /// # Web page
    /// The page of the events on another site. Without it, the page of each event in this calendar
    #[schemars(with = "forms::UrlOrNone", example = &"<https://books.example.org/club>")]
    pub(crate) url: Present<String>,
    /// # Contact
    /// Whom to ask: an e-mail address or a web address. It is public
    #[schemars(with = "forms::ContactOrNone", example = &"<club@example.org>")]
    pub(crate) contact: Present<String>,
    /// # Free or busy
    /// Whether the events make the time busy in people's calendars
    #[schemars(with = "forms::ShowsAs")]
    pub(crate) shows_as: Present<String>,
    /// # Tags
    /// Categories in addition to the groups
    #[schemars(with = "forms::ListOrNone<forms::Line>", extend("maxItems" = limit::TAGS), example = ["<talk>", "<outdoors>"])]
    pub(crate) tags: Present<Items<String>>,
    /// # Image
    /// A picture for previews and for search engines: the path of a file below the folder of the main file, or an address
    #[schemars(with = "forms::Image", example = &"<https://books.example.org/club.jpg>")]
    pub(crate) image: Present<String>,
    /// # Language
    /// The language of titles and descriptions, as in HTML. Without it, that of the calendar
    #[schemars(with = "forms::Language", example = &"<cy>")]
    pub(crate) language: Present<String>,
    /// # Description
    /// What the events are about. Markdown as on GitHub: line breaks are kept, and HTML tags are shown as text
    #[schemars(with = "forms::Markdown", example = &"<We read *Middlemarch*.>")]
    pub(crate) description: Present<String>,
    /// # Links
    /// Links to more information
    #[schemars(with = "forms::ListOrNone<Link>", extend("maxItems" = limit::LINKS))]
    pub(crate) links: Present<Items<Link>>,
    /// # Warnings to hide
    /// The names of warnings that you do not want to see about these events, in addition to those under `allow` of an event
    #[schemars(with = "forms::List<forms::Warning>", extend("maxItems" = limit::ALLOW), example = ["<no-end>"])]
    pub(crate) allow: Vec<String>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}

impl Defaults {
    /// Returns the approximate bytes of text that an event can take.
    pub(crate) fn bytes(&self) -> usize {
        let texts = [
            &self.group,
            &self.timezone,
            &self.duration,
            &self.format,
            &self.location,
            &self.join,
            &self.sign_up,
            &self.price,
            &self.url,
            &self.contact,
            &self.shows_as,
            &self.image,
            &self.language,
            &self.description,
        ];
        let texts = texts.into_iter().filter_map(|text| text.as_deref());
        let tags = match self.tags.as_ref() {
            Some(Items::Listed(tags)) => tags.as_slice(),
            _ => &[],
        };
        let groups = self.groups.iter().flatten();
        let lists = groups.chain(tags).chain(&self.allow).map(String::as_str);
        let links = match self.links.as_ref() {
            Some(Items::Listed(links)) => links.as_slice(),
            _ => &[],
        };
        let links = links.iter().flat_map(|link| [&link.title, &link.url]);
        let links = links.filter_map(|text| text.as_deref());
        let written = texts
            .chain(lists)
            .chain(links)
            .map(|text| text.len() + ITEM);
        let own = OwnKeys::new(self.own.iter().cloned()).size();
        written.sum::<usize>() + own
    }

    /// Returns an event with these defaults, and the keys that it took from them. `is_timed` says whether its start is a date with a time:
    /// another event takes no zone and no duration.
    pub(crate) fn applied(&self, event: &Event, is_timed: bool) -> (Event, Vec<&'static str>) {
        let mut event = event.clone();
        let mut taken = Vec::new();
        macro_rules! take {
            ($($key:ident),*) => {$(
                if event.$key.is_none() && self.$key.is_some() {
                    event.$key = self.$key.clone();
                    taken.push(stringify!($key));
                }
            )*};
        }
        if is_timed {
            take!(timezone);
            if event.end.is_none() {
                take!(duration);
            }
        }
        if event.group.is_none() && event.groups.is_none() {
            take!(group, groups);
        }
        take!(
            format,
            location,
            join,
            sign_up,
            price,
            url,
            contact,
            shows_as,
            tags,
            image,
            language,
            description,
            links
        );
        let is_new = |name: &&String| !event.allow.contains(name);
        let more: Vec<String> = self.allow.iter().filter(is_new).cloned().collect();
        event.allow.extend(more);
        for (key, value) in &self.own {
            if event.own.iter().all(|(own, _)| own != key) {
                event.own.push((key.clone(), value.clone()));
            }
        }
        (event, taken)
    }
}
