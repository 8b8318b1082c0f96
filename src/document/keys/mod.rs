//! The keys of the file, one struct per mapping.
//!
//! serde reads the editor's words into the fields. The same structs make the JSON Schema: the heading of a field's comment is the title of
//! its key, the rest is the description, and `with` names its form. An `example` in `<` and `>` is a placeholder that the editor must
//! replace; any other is a value that many files have. An unknown key is refused, unless it begins with `x-` and is therefore the user's
//! own. Only the schema and validation know which keys are required, and only validation what the values mean.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use super::entries::Present;
use super::forms;
use crate::limit;
use crate::own_keys::WithoutOwn;

/// The title of a key of the user's own.
const OWN_TITLE: &str = "A key of your own";
/// The description of a key of the user's own.
const OWN: &str =
    "It can have any value. Templates and events.json contain it; calendar programs never see it";

/// Reads structs from mappings that may also have keys of the user's own, which go into `own`.
macro_rules! with_own_keys {
    ($($name:ident),*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Mapping;

                impl<'de> Visitor<'de> for Mapping {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a mapping")
                    }

                    fn visit_unit<E: Error>(self) -> Result<$name, E> {
                        Ok($name::default())
                    }

                    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<$name, A::Error> {
                        let mut own = Vec::new();
                        let rest = WithoutOwn { map, own: &mut own };
                        // The function that serde derives for `remote = "Self"`.
                        let read = $name::deserialize(MapAccessDeserializer::new(rest))?;
                        Ok($name { own, ..read })
                    }
                }

                deserializer.deserialize_map(Mapping)
            }
        }
    )*};
}

mod change;
mod defaults;
mod event;

pub(crate) use change::{Change, Link, Talk};
pub(crate) use defaults::Defaults;
pub(crate) use event::Event;

with_own_keys!(Calendar, Group);

/// # Calendar
/// The name of the calendar, and where it is published
#[derive(Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("required" = ["name", "slug", "domain", "url", "timezone"]))]
#[schemars(extend("patternProperties" = {"^x-": {"title": OWN_TITLE, "description": OWN}}))]
pub(crate) struct Calendar {
    /// # Name of the calendar
    /// Shown as the heading of the events page, and in calendar programs
    #[schemars(with = "forms::Line", example = &"<Riverside Book Club>")]
    pub(crate) name: Present<String>,
    /// # File name of the feed
    /// The feed is published as `{slug}.ics`. Thunderbird shows this as the calendar's name. Use lower-case letters, digits and single hyphens
    #[schemars(with = "forms::Slug", example = &"<riverside-book-club>")]
    pub(crate) slug: Present<String>,
    /// # Domain
    /// A host name of yours, in lower case. It is part of the identity of every event, so choose it once and never change it
    #[schemars(with = "forms::Domain", example = &"<books.example.org>")]
    pub(crate) domain: Present<String>,
    /// # Web address
    /// Where the calendar is published. It may have a path, but no `?` and no `#`
    #[schemars(with = "forms::BaseUrl", example = &"<https://books.example.org>")]
    pub(crate) url: Present<String>,
    /// # Time zone
    /// The time zone of all events that have no `timezone` of their own, and whose groups have none, as an IANA name
    #[schemars(
        with = "forms::Zone",
        example = &"<Europe/London>",
        example = &"<America/New_York>",
        example = &"<Asia/Kolkata>",
        example = &"UTC"
    )]
    pub(crate) timezone: Present<String>,
    /// # Description
    /// What the calendar is about, and how to join. Markdown
    #[schemars(
        with = "forms::Markdown",
        example = &"<Books, tea and talk. All welcome.>"
    )]
    pub(crate) description: Present<String>,
    /// # Image
    /// A picture for previews of the calendar's pages and for search engines: the path of a file beside the events file, or an address
    #[schemars(with = "forms::Image", example = &"<https://books.example.org/picture.jpg>")]
    pub(crate) image: Present<String>,
    /// # Language
    /// The language of the calendar's texts, as in HTML. Without it, `en-GB`
    #[schemars(with = "forms::Language", example = &"en-GB", example = &"<cy>")]
    pub(crate) language: Present<String>,
    /// # Refresh interval
    /// How often calendar programs should check for changes. Without it, every 4 hours
    #[schemars(with = "forms::Length", example = &"1h", example = &"4h", example = &"1d")]
    pub(crate) refresh: Present<String>,
    /// # Colour
    /// The colour of the calendar and of the events page: a CSS colour name, or six hex digits in quotes, because a bare `#` begins a comment
    #[schemars(with = "forms::Color", example = &"teal", example = &"<#1d70b8>")]
    pub(crate) color: Present<String>,
    /// # Public holidays
    /// A meeting on one of these days gets a warning: a nation, or the path of a file (`./holidays.json`) in the format of GOV.UK's bank holidays JSON
    #[schemars(
        with = "forms::Holidays",
        example = &"england-and-wales",
        example = &"scotland",
        example = &"northern-ireland"
    )]
    pub(crate) holidays: Present<String>,
    /// # Earlier file names
    /// Slugs that the calendar had before, perhaps in a folder (`teams/all`). Their feeds are still published, with the same content
    #[schemars(with = "forms::List<forms::FormerSlug>", extend("maxItems" = limit::FORMERLY), example = ["<book-club>"])]
    pub(crate) formerly: Vec<String>,
    /// # Warnings to hide
    /// The names of warnings that you do not want to see, anywhere in the file
    #[schemars(with = "forms::List<forms::Warning>", extend("maxItems" = limit::ALLOW), example = ["<no-end>"])]
    pub(crate) allow: Vec<String>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}

/// # Group
/// A group of the community. It has its own feed, and its key is the file name of that feed
#[derive(Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("required" = ["name"]))]
#[schemars(extend("patternProperties" = {"^x-": {"title": OWN_TITLE, "description": OWN}}))]
pub(crate) struct Group {
    /// # Name of the group
    /// Shown on the events page, and as the category of the group's events
    #[schemars(with = "forms::Line", example = &"<Poetry circle>")]
    pub(crate) name: Present<String>,
    /// # Description
    /// What the group is about. Shown on the events page. Markdown
    #[schemars(with = "forms::Markdown", example = &"<We read poems aloud.>")]
    pub(crate) description: Present<String>,
    /// # Contact
    /// Whom to ask about the group, and about its events that have no `contact` of their own: an e-mail address or a web address. It is public
    #[schemars(with = "forms::Contact", example = &"<poetry@example.org>")]
    pub(crate) contact: Present<String>,
    /// # Web page
    /// The group's own page
    #[schemars(with = "forms::Url", example = &"<https://books.example.org/poetry/>")]
    pub(crate) url: Present<String>,
    /// # Next meeting
    /// While no meeting of the group has a date, the events page says "next meeting to be confirmed"
    #[schemars(with = "forms::Next")]
    pub(crate) next: Present<String>,
    /// # Overlapping events
    /// No warning when two events of the group take place at the same time. Useful for a region or a topic
    #[schemars(with = "forms::Allowed")]
    pub(crate) overlap: Present<String>,
    /// # Earlier keys
    /// Keys that the group had before, perhaps in a folder (`teams/verse`). Their feeds are still published, with the same content, and their pages point to the group's page
    #[schemars(with = "forms::List<forms::FormerGroupId>", extend("maxItems" = limit::FORMERLY), example = ["<verse>"])]
    pub(crate) formerly: Vec<String>,
    /// # Groups of this area
    /// The keys of other groups. A group that has some is an area: its feed and its page have their events too
    #[schemars(with = "forms::List<forms::GroupId>", extend("maxItems" = limit::MEMBERS), example = ["<verse>"])]
    pub(crate) groups: Vec<String>,
    /// # Where its events are published
    /// With `only`, the events of the group are in its own feed and on its own page, and not in the calendar's feed and lists
    #[schemars(with = "forms::FeedOnly")]
    pub(crate) feed: Present<String>,
    /// # Colour
    /// The colour of the group's feed and page: a CSS colour name, or six hex digits in quotes, because a bare `#` begins a comment
    #[schemars(with = "forms::Color", example = &"teal", example = &"<#1d70b8>")]
    pub(crate) color: Present<String>,
    /// # Time zone
    /// The time zone of the group's events that have no `timezone` of their own, as an IANA name. Without it, the calendar's
    #[schemars(
        with = "forms::Zone",
        example = &"<Europe/London>",
        example = &"<America/New_York>",
        example = &"<Asia/Kolkata>"
    )]
    pub(crate) timezone: Present<String>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}
