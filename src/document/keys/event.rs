//! The keys of an event.
//!
//! Each field has the words of the editor, and its comment is part of the JSON Schema, as [`super`] describes.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use super::{Change, Link, OWN, OWN_TITLE, Talk};
use crate::document::entries::{Entries, Items, Present};
use crate::document::forms;
use crate::limit;
use crate::own_keys::WithoutOwn;

with_own_keys!(Event);

/// # Event
/// One meeting, or a series of meetings
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("required" = ["id", "title", "start"]))]
#[schemars(extend("patternProperties" = {"^x-": {"title": OWN_TITLE, "description": OWN}}))]
pub(crate) struct Event {
    /// # Identifier
    /// The name by which calendar programs recognise the event. It must be unique, and must not change, even if the title does
    #[schemars(with = "forms::Slug", example = &"<book-club>")]
    pub(crate) id: Present<String>,
    /// # UID
    /// Replaces the UID made from `id` and `domain`. Only for an event that calendars already know, from another calendar or by an earlier `id`
    #[schemars(with = "forms::Uid", example = &"<book-club@old.example.org>")]
    pub(crate) uid: Present<String>,
    /// # Title
    /// The name that people know the event by
    #[schemars(with = "forms::Line", example = &"<Book club>")]
    pub(crate) title: Present<String>,
    /// # Start
    /// A date and a time; a date alone for an all-day event; a month or a year if the day is not known yet; `tbc` if nothing is known
    #[schemars(
        with = "forms::Start",
        example = &"<2026-01-13 18:30>",
        example = &"<2026-05-07>",
        example = &"<2026-11>",
        example = &"tbc"
    )]
    pub(crate) start: Present<String>,
    /// # End
    /// A time on the same day, in quotes; a date and a time (`2026-01-14 01:00`); or the last day of an all-day event (`2026-05-08`)
    #[schemars(with = "forms::End", example = &"<20:00>")]
    pub(crate) end: Present<String>,
    /// # Duration
    /// How long the event lasts, instead of `end`. Days are for all-day events
    #[schemars(
        with = "forms::Length",
        example = &"45m",
        example = &"2h",
        example = &"1h30m",
        example = &"2d"
    )]
    pub(crate) duration: Present<String>,
    /// # Time zone
    /// The time zone of this event's dates and times, as an IANA name. Without it, that of the calendar
    #[schemars(
        with = "forms::Zone",
        example = &"<Europe/Paris>",
        example = &"<America/New_York>",
        example = &"<Asia/Kolkata>",
        example = &"UTC"
    )]
    pub(crate) timezone: Present<String>,
    /// # Repeats
    /// Makes the event a series: a sentence, or the value of an RRULE. `start` is the first date, and must be one of the dates of the rule
    #[schemars(
        with = "forms::Repeats",
        example = &"weekly",
        example = &"every 2 weeks",
        example = &"every weekday",
        example = &"<weekly on Monday and Wednesday>",
        example = &"<monthly on the 4th Thursday>",
        example = &"<monthly on day 15>",
        example = &"<yearly on 5 March>"
    )]
    pub(crate) repeats: Present<String>,
    /// # Last day of the series
    /// The series ends on this day. A meeting on the day itself still takes place
    #[schemars(with = "forms::Day", example = &"<2026-12-31>")]
    pub(crate) until: Present<String>,
    /// # Number of meetings
    /// How many dates the series has. Skipped dates count. Write this or `until`, not both
    #[schemars(with = "forms::Count", example = &"<12>")]
    pub(crate) count: Present<String>,
    /// # Extra dates
    /// Dates in addition to those of `repeats`, or in addition to `start`. Each has the time of `start`, or a time of its own
    #[schemars(
        with = "forms::List<forms::ExtraDate>", extend("maxItems" = limit::DATES),
        example = ["<2026-07-28>", "<2026-08-04 19:00>"]
    )]
    pub(crate) also: Vec<String>,
    /// # Changes to single dates
    /// What is different on single dates of the series: a date is moved, cancelled or skipped, or has another title or place.
    /// Write the date on which the meeting would have been, and below it what changes
    #[schemars(with = "forms::ByDate<Change>", extend("maxProperties" = limit::DATES))]
    pub(crate) changes: Entries<Change>,
    /// # Status
    /// Whether the event takes place. Without it, the event is confirmed
    #[schemars(with = "forms::Status")]
    pub(crate) status: Present<String>,
    /// # Free or busy
    /// Whether the event makes the time busy in people's calendars. Without it, an event with a time does, and an all-day event does not
    #[schemars(with = "forms::ShowsAs")]
    pub(crate) shows_as: Present<String>,
    /// # Reason
    /// Why the event is cancelled or postponed
    #[schemars(with = "forms::Reason", example = &"<the restaurant has closed>")]
    pub(crate) reason: Present<String>,
    /// # Group
    /// The group that runs the event, by its key under `groups`
    #[schemars(with = "forms::Slug", example = &"<poetry>")]
    pub(crate) group: Present<String>,
    /// # Groups
    /// The groups that run the event, by their keys under `groups`
    #[schemars(with = "forms::List<forms::Slug>", extend("maxItems" = limit::GROUPS_OF_EVENT), example = ["<poetry>", "<crime>"])]
    pub(crate) groups: Present<Vec<String>>,
    /// # Tags
    /// Categories in addition to the groups
    #[schemars(with = "forms::ListOrNone<forms::Line>", extend("maxItems" = limit::TAGS), example = ["<talk>", "<outdoors>"])]
    pub(crate) tags: Present<Items<String>>,
    /// # Format
    /// How people take part
    #[schemars(with = "forms::FormatOrNone")]
    pub(crate) format: Present<String>,
    /// # Place
    /// Where the event takes place. The link to a video call belongs under `join`
    #[schemars(with = "forms::Line", example = &"<Riverside Library, Mill Lane>")]
    pub(crate) location: Present<String>,
    /// # Link to the call
    /// The web address at which people join the video call
    #[schemars(with = "forms::UrlOrNone", example = &"<https://meet.example.org/riverside>")]
    pub(crate) join: Present<String>,
    /// # Sign-up page
    /// The web address at which people sign up for the event or buy tickets
    #[schemars(with = "forms::UrlOrNone", example = &"<https://books.example.org/sign-up>")]
    pub(crate) sign_up: Present<String>,
    /// # Price
    /// What it costs to take part: `free`, or a price with its currency
    #[schemars(with = "forms::Price", example = &"free", example = &"<£5>")]
    pub(crate) price: Present<String>,
    /// # Web page
    /// The event's page on another site. Without it, the event's page in this calendar
    #[schemars(with = "forms::UrlOrNone", example = &"<https://books.example.org/club>")]
    pub(crate) url: Present<String>,
    /// # Contact
    /// Whom to ask: an e-mail address or a web address. It is public
    #[schemars(with = "forms::ContactOrNone", example = &"<club@example.org>")]
    pub(crate) contact: Present<String>,
    /// # Image
    /// A picture for previews of the event's page and for search engines: the path of a file beside the events file, or an address. Without it,
    /// that of the calendar
    #[schemars(with = "forms::Image", example = &"<https://books.example.org/club.jpg>")]
    pub(crate) image: Present<String>,
    /// # Language
    /// The language of this event's title and description, as in HTML. Without it, that of the calendar
    #[schemars(with = "forms::Language", example = &"<cy>")]
    pub(crate) language: Present<String>,
    /// # Description
    /// What the event is about. Markdown as on GitHub: line breaks are kept, and HTML tags are shown as text
    #[schemars(with = "forms::Markdown", example = &"<We read *Middlemarch*.>")]
    pub(crate) description: Present<String>,
    /// # Talks
    /// The talks of the event, in order
    #[schemars(with = "forms::ListOrNone<Talk>", extend("maxItems" = limit::TALKS))]
    pub(crate) talks: Present<Items<Talk>>,
    /// # Links
    /// Links to more information
    #[schemars(with = "forms::ListOrNone<Link>", extend("maxItems" = limit::LINKS))]
    pub(crate) links: Present<Items<Link>>,
    /// # Last change
    /// When the event last changed, if that is later than its last change in git. In the calendar's time zone, or in UTC with a `Z`
    #[schemars(with = "forms::Updated", example = &"<2026-01-05 10:00>")]
    pub(crate) updated: Present<String>,
    /// # Warnings to hide
    /// The names of warnings that you do not want to see about this event
    #[schemars(with = "forms::List<forms::Warning>", extend("maxItems" = limit::ALLOW), example = ["<no-end>"])]
    pub(crate) allow: Vec<String>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}

impl Event {
    /// The items under `groups`.
    pub(crate) fn groups(&self) -> &[String] {
        self.groups.as_deref().unwrap_or_default()
    }
}
