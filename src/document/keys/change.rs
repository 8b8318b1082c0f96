//! The keys of a change to one date, and of the talks and links of an event or a change.
//!
//! Each field has the words of the editor, and its comment is part of the JSON Schema, as [`super`] describes.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use super::{OWN, OWN_TITLE};
use crate::document::entries::{Items, Present, Words};
use crate::document::forms;
use crate::limit;
use crate::own_keys::WithoutOwn;

with_own_keys!(Change, Talk);

/// # Change
/// What is different on one date. At most one of `skipped`, `cancelled` and `moved_to`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("patternProperties" = {"^x-": {"title": OWN_TITLE, "description": OWN}}))]
pub(crate) struct Change {
    /// # Skipped
    /// The meeting was never planned for this date: it is removed from people's calendars. Write the reason, or `true`
    #[schemars(with = "forms::Words", example = &"<Christmas Eve>", example = true)]
    pub(crate) skipped: Present<Words>,
    /// # Cancelled
    /// People expected the meeting: it stays in their calendars, marked as cancelled. Write the reason, or `true`
    #[schemars(with = "forms::Words", example = &"<no facilitator>", example = true)]
    pub(crate) cancelled: Present<Words>,
    /// # New date or time
    /// Another day; another time, in quotes; both; or `tbc` if the meeting is postponed and the new date is not known
    #[schemars(
        with = "forms::MovedTo",
        example = &"<2026-02-12>",
        example = &"<14:00>",
        example = &"<2026-02-12 14:00>",
        example = &"tbc"
    )]
    pub(crate) moved_to: Present<String>,
    /// # Reason
    /// Why the meeting is cancelled, skipped or moved
    #[schemars(with = "forms::Reason", example = &"<Hall in use>")]
    pub(crate) reason: Present<String>,
    /// # Title
    /// The title on this date
    #[schemars(with = "forms::Line", example = &"<Book club for beginners>")]
    pub(crate) title: Present<String>,
    /// # End
    /// When the meeting ends on this date. A time alone, in quotes, is on the day to which the meeting moves
    #[schemars(with = "forms::End", example = &"<21:00>")]
    pub(crate) end: Present<String>,
    /// # Duration
    /// How long the meeting lasts on this date, instead of `end`
    #[schemars(with = "forms::Length", example = &"45m", example = &"2h", example = &"1h30m")]
    pub(crate) duration: Present<String>,
    /// # Status
    /// Whether the meeting takes place on this date
    #[schemars(with = "forms::Status")]
    pub(crate) status: Present<String>,
    /// # Free or busy
    /// Whether the meeting makes the time busy in people's calendars on this date
    #[schemars(with = "forms::ShowsAs")]
    pub(crate) shows_as: Present<String>,
    /// # Tags
    /// The tags on this date, instead of those of the series, or `none`
    #[schemars(with = "forms::ListOfChange<forms::Line>", extend("maxItems" = limit::TAGS), example = ["<outdoors>"])]
    pub(crate) tags: Present<Items<String>>,
    /// # Format
    /// How people take part on this date
    #[schemars(with = "forms::FormatOrNone")]
    pub(crate) format: Present<String>,
    /// # Place
    /// Where the meeting takes place on this date, or `none`
    #[schemars(with = "forms::Line", example = &"<Town hall>", example = &"none")]
    pub(crate) location: Present<String>,
    /// # Link to the call
    /// The web address at which people join the video call on this date, or `none`
    #[schemars(with = "forms::UrlOrNone", example = &"<https://meet.example.org/february>", example = &"none")]
    pub(crate) join: Present<String>,
    /// # Sign-up page
    /// The web address at which people sign up for this date, or `none`
    #[schemars(with = "forms::UrlOrNone", example = &"<https://books.example.org/sign-up/february>", example = &"none")]
    pub(crate) sign_up: Present<String>,
    /// # Price
    /// What it costs to take part on this date: `free`, a price with its currency, or `none`
    #[schemars(with = "forms::Price", example = &"free", example = &"<£5>", example = &"none")]
    pub(crate) price: Present<String>,
    /// # Web page
    /// The page of this date on another site. With `none`, its page in this calendar
    #[schemars(with = "forms::UrlOrNone", example = &"<https://books.example.org/february>", example = &"none")]
    pub(crate) url: Present<String>,
    /// # Contact
    /// Whom to ask about this date: an e-mail address or a web address, or `none`. It is public
    #[schemars(with = "forms::ContactOrNone", example = &"<february@example.org>", example = &"none")]
    pub(crate) contact: Present<String>,
    /// # Description
    /// What this date is about, or `none`. Markdown
    #[schemars(with = "forms::Markdown", example = &"<We go for a walk.>", example = &"none")]
    pub(crate) description: Present<String>,
    /// # Talks
    /// The talks on this date, instead of those of the series, or `none`
    #[schemars(with = "forms::ListOfChange<Talk>", extend("maxItems" = limit::TALKS))]
    pub(crate) talks: Present<Items<Talk>>,
    /// # Links
    /// The links on this date, instead of those of the series, or `none`
    #[schemars(with = "forms::ListOfChange<Link>", extend("maxItems" = limit::LINKS))]
    pub(crate) links: Present<Items<Link>>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}

/// # Talk
/// A talk at an event
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[schemars(extend("required" = ["title"]))]
#[schemars(extend("patternProperties" = {"^x-": {"title": OWN_TITLE, "description": OWN}}))]
pub(crate) struct Talk {
    /// # Title
    /// The title of the talk
    #[schemars(with = "forms::Line", example = &"<How a book is bound>")]
    pub(crate) title: Present<String>,
    /// # Speakers
    /// A list of the speakers, each as `Name (Organisation)`. Use quotes if there is a comma in it
    #[schemars(
        with = "forms::List<forms::Line>", extend("maxItems" = limit::SPEAKERS),
        example = ["<A bookbinder (Mill Lane Press)>"]
    )]
    pub(crate) speakers: Vec<String>,
    /// # Abstract
    /// What the talk is about. Markdown
    #[serde(rename = "abstract")]
    #[schemars(with = "forms::Markdown", example = &"<From the sheet to the spine.>")]
    pub(crate) summary: Present<String>,
    /// # Slides
    /// The web address of the slides
    #[schemars(with = "forms::Url", example = &"<https://books.example.org/slides.pdf>")]
    pub(crate) slides: Present<String>,
    /// # Recording
    /// The web address of the recording
    #[schemars(with = "forms::Url", example = &"<https://books.example.org/video>")]
    pub(crate) video: Present<String>,
    #[serde(skip)]
    pub(crate) own: Vec<(String, Value)>,
}

/// # Link
/// A link on an event's page
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["title", "url"]))]
pub(crate) struct Link {
    /// # Link text
    /// The words of the link
    #[schemars(with = "forms::Line", example = &"<Sign up>")]
    pub(crate) title: Present<String>,
    /// # Web address
    /// The address to which the link points
    #[schemars(with = "forms::Url", example = &"<https://books.example.org/sign-up>")]
    pub(crate) url: Present<String>,
}
