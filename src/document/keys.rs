//! The keys of the file, one struct per mapping.
//!
//! In: what serde gives. Out: the words of the editor, by key. The same structs make the JSON Schema: the comment of a field
//! is the description of its key, and `with` names its form. Guaranteed: an unknown key is refused, unless it begins
//! with `x-` and so is the user's own.
//! Absent: every meaning; required keys too, which only the schema and validation know.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use super::entries::{Entries, Items, Present, Words};
use super::forms;
use crate::limit;
use crate::own_keys::WithoutOwn;

/// The description of a key of the user's own.
const OWN: &str = "A key of your own, with any value. Templates and events.json have it; no calendar program sees it";

/// Reads structs from mappings that may have keys of the user's own besides, which go into `own`.
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

with_own_keys!(Calendar, Group, Event, Change, Talk);

/// Which calendar this is, and where it is published
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("required" = ["name", "slug", "domain", "url", "timezone"]))]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
pub(crate) struct Calendar {
    /// The calendar's name
    #[schemars(with = "forms::Line", example = &"Riverside Book Club")]
    pub(crate) name: Present<String>,
    /// The feed's file name: `{slug}.ics`. Thunderbird shows it as the calendar's name
    #[schemars(with = "forms::Slug", example = &"riverside-book-club")]
    pub(crate) slug: Present<String>,
    /// The right-hand side of every UID: a host name in lower case. Choose it once, never change it
    #[schemars(with = "forms::Domain", example = &"books.example.org")]
    pub(crate) domain: Present<String>,
    /// Where the output is published. It may have a path, and no `?` or `#`
    #[schemars(with = "forms::BaseUrl", example = &"https://books.example.org")]
    pub(crate) url: Present<String>,
    /// The IANA zone of every event that names no other
    #[schemars(with = "forms::Zone", example = &"Europe/London", example = &"UTC")]
    pub(crate) timezone: Present<String>,
    /// What this is about, and how to join. Markdown
    #[schemars(
        with = "forms::Markdown",
        example = &"Books, tea and talk. All welcome."
    )]
    pub(crate) description: Present<String>,
    /// How often programs are asked to look for changes; `4h` where it is left out
    #[schemars(with = "forms::Length", example = &"4h", example = &"1d")]
    pub(crate) refresh: Present<String>,
    /// The calendar's colour, and the page's: a CSS colour name or `"#rrggbb"`, in quotes because a bare `#` begins a comment
    #[schemars(with = "forms::Color", example = &"teal", example = &"#1d70b8")]
    pub(crate) color: Present<String>,
    /// Days that a meeting should not fall on: a nation, or the path of a file in the form of GOV.UK's bank holidays JSON
    #[schemars(
        with = "forms::Holidays",
        example = &"england-and-wales",
        example = &"scotland",
        example = &"northern-ireland"
    )]
    pub(crate) holidays: Present<String>,
    /// Earlier slugs: their feeds go on, with the same content
    #[schemars(with = "forms::List<forms::Slug>", extend("maxItems" = limit::FORMERLY), example = ["book-club"])]
    pub(crate) formerly: Vec<String>,
    /// Warnings that you do not want to see, on the whole calendar
    #[schemars(with = "forms::List<forms::Warning>", extend("maxItems" = limit::ALLOW), example = ["no-end"])]
    pub(crate) allow: Vec<String>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}

/// A group of the community, with a feed of its own. Its key is its slug
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("required" = ["name"]))]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
pub(crate) struct Group {
    /// The group's name: on the page, and the category of its events
    #[schemars(with = "forms::Line", example = &"Poetry circle")]
    pub(crate) name: Present<String>,
    /// What the group is about, on the page. Markdown
    #[schemars(with = "forms::Markdown", example = &"We read poems aloud.")]
    pub(crate) description: Present<String>,
    /// Whom to ask: an e-mail address or a web address
    #[schemars(
        with = "forms::Contact",
        example = &"poetry@example.org",
        example = &"https://books.example.org/poetry/"
    )]
    pub(crate) contact: Present<String>,
    /// The group's own page
    #[schemars(with = "forms::Url", example = &"https://books.example.org/poetry/")]
    pub(crate) url: Present<String>,
    /// The page says "next meeting to be confirmed"
    #[schemars(with = "forms::Next", example = &"tbc")]
    pub(crate) next: Present<String>,
    /// `allowed`: its events may take place at the same time, as those of a region or of a topic do
    #[schemars(with = "forms::Allowed", example = &"allowed")]
    pub(crate) overlap: Present<String>,
    /// Earlier slugs of the group: their feeds go on, with the same content
    #[schemars(with = "forms::List<forms::Slug>", extend("maxItems" = limit::FORMERLY), example = ["verse"])]
    pub(crate) formerly: Vec<String>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}

/// An event, or a series of meetings
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("required" = ["id", "title", "start"]))]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
pub(crate) struct Event {
    /// The event's name for calendar programs, unique among the events. It never changes, even when the title does
    #[schemars(
        with = "forms::Slug",
        example = &"book-club",
        example = &"summer-party-2026"
    )]
    pub(crate) id: Present<String>,
    /// Its UID in calendars, in place of `id` and `domain`: for an event that calendars know already, from elsewhere or by an earlier `id`
    #[schemars(
        with = "forms::Uid",
        example = &"3f1c0a52-9d6e-4c1b-8f5e-2b7a94d0c6e1",
        example = &"book-club@old.example.org"
    )]
    pub(crate) uid: Present<String>,
    /// What people know it by
    #[schemars(with = "forms::Line", example = &"Book club")]
    pub(crate) title: Present<String>,
    /// A date with a time; a date alone for all day; a month or a year where no more is known; `tbc` where nothing is
    #[schemars(
        with = "forms::Start",
        example = &"2026-01-13 18:30",
        example = &"2026-05-07",
        example = &"2026-11",
        example = 2026,
        example = &"tbc"
    )]
    pub(crate) start: Present<String>,
    /// When it ends: a time of the same day in quotes, a date with a time, or of an all-day event its last day
    #[schemars(
        with = "forms::End",
        example = &"20:00",
        example = &"2026-01-14 01:00",
        example = &"2026-05-08"
    )]
    pub(crate) end: Present<String>,
    /// How long it lasts, instead of `end`; days are for all-day events
    #[schemars(
        with = "forms::Length",
        example = &"45m",
        example = &"2h",
        example = &"1h30m",
        example = &"2d"
    )]
    pub(crate) duration: Present<String>,
    /// The IANA zone in which the event's times are meant; the calendar's where it is left out
    #[schemars(with = "forms::Zone", example = &"America/New_York")]
    pub(crate) timezone: Present<String>,
    /// Makes it a series: a sentence, or an RRULE value. `start` is its first date, and must be on the rule
    #[schemars(
        with = "forms::Repeats",
        example = &"monthly on the 4th Thursday",
        example = &"every 2 weeks on Friday",
        example = &"weekly on Monday and Wednesday",
        example = &"every weekday",
        example = &"monthly on day 15",
        example = &"yearly on 5 March",
        example = &"FREQ=MONTHLY;BYDAY=4TH"
    )]
    pub(crate) repeats: Present<String>,
    /// The last day of the series, included
    #[schemars(with = "forms::Date", example = &"2026-12-31")]
    pub(crate) until: Present<String>,
    /// How many dates the rule gives, skipped ones included. Not together with `until`
    #[schemars(with = "forms::Count", example = 12)]
    pub(crate) count: Present<String>,
    /// Dates beside the rule, or beside the one `start`, each with a time of its own or that of `start`
    #[schemars(
        with = "forms::List<forms::ExtraDate>", extend("maxItems" = limit::DATES),
        example = ["2026-07-28"],
        example = ["2026-07-28 19:00"]
    )]
    pub(crate) also: Vec<String>,
    /// What is different on single dates, by the date that the rule or `also` gives
    #[schemars(
        with = "forms::ByDate<Change>", extend("maxProperties" = limit::DATES),
        extend("examples" = [
            {"2026-02-10": {"moved_to": "2026-02-12", "reason": "Hall in use"}},
            {"2026-02-10": {"skipped": "winter break"}},
        ])
    )]
    pub(crate) changes: Entries<Change>,
    /// Whether it takes place; `confirmed` where it is left out
    #[schemars(
        with = "forms::Status",
        example = &"confirmed",
        example = &"tentative",
        example = &"cancelled",
        example = &"postponed"
    )]
    pub(crate) status: Present<String>,
    /// Whether it keeps the time busy in people's diaries. Where it is left out, a timed event does and an all-day one does not
    #[schemars(with = "forms::ShowsAs", example = &"free", example = &"busy")]
    pub(crate) shows_as: Present<String>,
    /// Why it is cancelled or postponed
    #[schemars(with = "forms::Reason", example = &"the restaurant has closed")]
    pub(crate) reason: Present<String>,
    /// The group that it is of, by its key under `groups`
    #[schemars(with = "forms::Slug", example = &"poetry")]
    pub(crate) group: Present<String>,
    /// The groups that it is of, by their keys under `groups`
    #[schemars(with = "forms::List<forms::Slug>", extend("maxItems" = limit::GROUPS_OF_EVENT), example = ["poetry", "crime"])]
    pub(crate) groups: Vec<String>,
    /// Categories beside the groups
    #[schemars(with = "forms::ListOrNone<forms::Line>", extend("maxItems" = limit::TAGS), example = ["talk", "outdoors"])]
    pub(crate) tags: Present<Items<String>>,
    /// How people take part
    #[schemars(
        with = "forms::FormatOrNone",
        example = &"virtual",
        example = &"in-person",
        example = &"hybrid"
    )]
    pub(crate) format: Present<String>,
    /// The place
    #[schemars(with = "forms::Line", example = &"Riverside Library, Mill Lane")]
    pub(crate) location: Present<String>,
    /// The link to the call
    #[schemars(with = "forms::UrlOrNone", example = &"https://meet.example.org/riverside")]
    pub(crate) join: Present<String>,
    /// The event's page elsewhere; its page here where it is left out
    #[schemars(with = "forms::UrlOrNone", example = &"https://books.example.org/club")]
    pub(crate) url: Present<String>,
    /// Whom to ask: an e-mail address or a web address. It is public
    #[schemars(
        with = "forms::ContactOrNone",
        example = &"club@example.org",
        example = &"https://books.example.org/contact"
    )]
    pub(crate) contact: Present<String>,
    /// What it is about. Markdown as on GitHub: line breaks stay, and HTML tags are shown as they are typed
    #[schemars(with = "forms::Markdown", example = &"This month: *Middlemarch*.")]
    pub(crate) description: Present<String>,
    /// The talks
    #[schemars(with = "forms::ListOrNone<Talk>", extend("maxItems" = limit::TALKS), extend("examples" = [[{"title": "How a book is bound"}]]))]
    pub(crate) talks: Present<Items<Talk>>,
    /// Links to more
    #[schemars(
        with = "forms::ListOrNone<Link>", extend("maxItems" = limit::LINKS),
        extend("examples" = [[{"title": "Sign up", "url": "https://books.example.org/sign-up"}]])
    )]
    pub(crate) links: Present<Items<Link>>,
    /// When the event last changed, for all who have it in their calendars. In the calendar's zone, or with `Z` in UTC
    #[schemars(
        with = "forms::Updated",
        example = &"2026-01-05",
        example = &"2026-01-05 10:00",
        example = &"2026-01-05T10:00Z"
    )]
    pub(crate) updated: Present<String>,
    /// Warnings that you do not want to see, on this event
    #[schemars(with = "forms::List<forms::Warning>", extend("maxItems" = limit::ALLOW), example = ["no-end"])]
    pub(crate) allow: Vec<String>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}

/// What is different on one date. At most one of `skipped`, `cancelled` and `moved_to`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
pub(crate) struct Change {
    /// It was never going to happen, and disappears from the calendars. Say why, or `true`
    #[schemars(with = "forms::Words", example = &"Christmas Eve", example = true)]
    pub(crate) skipped: Present<Words>,
    /// People expected it: it stays, marked as cancelled. Say why, or `true`
    #[schemars(with = "forms::Words", example = &"no facilitator", example = true)]
    pub(crate) cancelled: Present<Words>,
    /// Another day, another time in quotes, both, or `tbc`: postponed
    #[schemars(
        with = "forms::MovedTo",
        example = &"2026-02-12",
        example = &"14:00",
        example = &"2026-02-12 14:00",
        example = &"tbc"
    )]
    pub(crate) moved_to: Present<String>,
    /// Why it is cancelled, skipped or moved
    #[schemars(with = "forms::Reason", example = &"Hall in use")]
    pub(crate) reason: Present<String>,
    /// The title on this date
    #[schemars(with = "forms::Line", example = &"Book club for beginners")]
    pub(crate) title: Present<String>,
    /// When it ends on this date; a bare time, in quotes, is on the day moved to
    #[schemars(with = "forms::End", example = &"21:00", example = &"2026-02-11 01:00")]
    pub(crate) end: Present<String>,
    /// How long it lasts on this date, instead of `end`
    #[schemars(with = "forms::Length", example = &"2h")]
    pub(crate) duration: Present<String>,
    /// Whether it takes place on this date
    #[schemars(with = "forms::Status", example = &"tentative", example = &"cancelled")]
    pub(crate) status: Present<String>,
    /// Whether it keeps the time of this date busy in people's diaries
    #[schemars(with = "forms::ShowsAs", example = &"free", example = &"busy")]
    pub(crate) shows_as: Present<String>,
    /// The tags of this date, in place of the series' own, or `none`
    #[schemars(with = "forms::ListOfChange<forms::Line>", extend("maxItems" = limit::TAGS), example = ["outdoors"])]
    pub(crate) tags: Present<Items<String>>,
    /// How people take part on this date, or `none`
    #[schemars(
        with = "forms::FormatOrNone",
        example = &"virtual",
        example = &"in-person",
        example = &"hybrid"
    )]
    pub(crate) format: Present<String>,
    /// The place on this date, or `none`
    #[schemars(with = "forms::Line", example = &"Town hall", example = &"none")]
    pub(crate) location: Present<String>,
    /// The link to the call of this date, or `none`
    #[schemars(with = "forms::UrlOrNone", example = &"https://meet.example.org/february")]
    pub(crate) join: Present<String>,
    /// The page of this date; `none` is its page here
    #[schemars(with = "forms::UrlOrNone", example = &"https://books.example.org/february")]
    pub(crate) url: Present<String>,
    /// Whom to ask about this date, or `none`
    #[schemars(with = "forms::ContactOrNone", example = &"february@example.org")]
    pub(crate) contact: Present<String>,
    /// What this date is about, or `none`. Markdown
    #[schemars(with = "forms::Markdown", example = &"This month: a walk.")]
    pub(crate) description: Present<String>,
    /// The talks of this date, in place of the series' own, or `none`
    #[schemars(with = "forms::ListOfChange<Talk>", extend("maxItems" = limit::TALKS), extend("examples" = [[{"title": "How a book is bound"}]]))]
    pub(crate) talks: Present<Items<Talk>>,
    /// The links of this date, in place of the series' own, or `none`
    #[schemars(
        with = "forms::ListOfChange<Link>", extend("maxItems" = limit::LINKS),
        extend("examples" = [[{"title": "Sign up", "url": "https://books.example.org/sign-up"}]])
    )]
    pub(crate) links: Present<Items<Link>>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}

/// A talk
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("required" = ["title"]))]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
pub(crate) struct Talk {
    /// What the talk is called
    #[schemars(with = "forms::Line", example = &"How a book is bound")]
    pub(crate) title: Present<String>,
    /// Who speaks, each written as `Name (Organisation)`; in quotes where a comma is in it
    #[schemars(
        with = "forms::List<forms::Line>", extend("maxItems" = limit::SPEAKERS),
        example = ["A bookbinder (Mill Lane Press)"]
    )]
    pub(crate) speakers: Vec<String>,
    /// What the talk is about. Markdown
    #[serde(rename = "abstract")]
    #[schemars(with = "forms::Markdown", example = &"From the sheet to the spine.")]
    pub(crate) summary: Present<String>,
    /// Where the slides are
    #[schemars(with = "forms::Url", example = &"https://books.example.org/slides.pdf")]
    pub(crate) slides: Present<String>,
    /// Where the recording is
    #[schemars(with = "forms::Url", example = &"https://books.example.org/video")]
    pub(crate) video: Present<String>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}

/// A link
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["title", "url"]))]
pub(crate) struct Link {
    /// The words to click on
    #[schemars(with = "forms::Line", example = &"Sign up")]
    pub(crate) title: Present<String>,
    /// Where the link leads
    #[schemars(with = "forms::Url", example = &"https://books.example.org/sign-up")]
    pub(crate) url: Present<String>,
}
