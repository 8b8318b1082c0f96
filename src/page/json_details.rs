//! The details of an event or of an instance in `events.json`.
//!
//! In: the details of an event or of an instance. Out: [`DetailsJson`], which serialises. Guaranteed: Markdown as written in the file, together
//! with safe HTML; `x-` keys unchanged. Absent: the time, see [`super::json`].

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::labels::{self, status};
use crate::calendar::{self, Form};
use crate::markdown;
use crate::own_keys::OwnKeys;
use crate::value::{Contact, Text, Url};

/// The description of a key of the user's own.
pub(super) const OWN: &str = "A key of the events file that begins with `x-`, with its value";

/// The details of an event, or of one instance.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
pub(super) struct Details<'a> {
    /// The title as in the events file, without the status
    title: &'a str,
    #[schemars(extend("enum" = ["confirmed", "tentative", "cancelled", "postponed"]))]
    status: &'static str,
    /// Why the event is cancelled, postponed or moved
    reason: Option<&'a str>,
    #[schemars(extend("enum" = ["virtual", "in-person", "hybrid", null]))]
    format: Option<&'static str>,
    location: Option<&'a str>,
    /// The address of the video call
    join: Option<&'a str>,
    /// The address of the event's page on another site. Null if the file has none
    url: Option<&'a str>,
    /// An address that begins with `mailto:` or `https:`
    contact: Option<String>,
    tags: Vec<&'a str>,
    /// Markdown
    description: Option<&'a str>,
    description_html: Option<String>,
    talks: Vec<Talk<'a>>,
    links: Vec<Link<'a>>,
    /// Whether the time is shown as free or busy in people's calendars. Null if the date is not known and the file does not say
    #[schemars(extend("enum" = ["free", "busy", null]))]
    shows_as: Option<&'static str>,
    #[serde(flatten)]
    #[schemars(skip)]
    own: Own<'a>,
}

/// A talk.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
#[schemars(rename = "Talk")]
struct TalkJson<'a> {
    title: &'a str,
    speakers: Vec<&'a str>,
    /// Markdown
    #[serde(rename = "abstract")]
    summary: Option<&'a str>,
    abstract_html: Option<String>,
    slides: Option<&'a str>,
    video: Option<&'a str>,
    #[serde(flatten)]
    #[schemars(skip)]
    own: Own<'a>,
}

/// A link and its text.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Link")]
struct LinkJson<'a> {
    title: &'a str,
    url: &'a str,
}

/// The `x-` keys, serialised beside the keys of the format.
pub(super) struct Own<'a>(pub(super) &'a OwnKeys);

impl Serialize for Own<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter())
    }
}

impl<'a> DetailsJson<'a> {
    /// Creates the details. `all_day` is `None` if the date is not known.
    pub(super) fn new(details: &'a calendar::Details, all_day: Option<bool>, base: &Url) -> Self {
        let html = |text: &str| html(text, base);
        Self {
            title: details.title(),
            status: status(details.status()),
            reason: details.reason(),
            format: details.form().map(|form| match form {
                Form::Virtual => "virtual",
                Form::InPerson => "in-person",
                Form::Hybrid => "hybrid",
            }),
            location: details.location(),
            join: details.join().map(Url::as_str),
            url: details.url().map(Url::as_str),
            contact: details.contact().map(Contact::href),
            tags: details.tags().iter().map(Text::as_str).collect(),
            description: details.description(),
            description_html: details.description().map(html),
            talks: details
                .talks()
                .iter()
                .map(|talk| TalkJson {
                    title: talk.title(),
                    speakers: talk.speakers().iter().map(Text::as_str).collect(),
                    summary: talk.summary(),
                    abstract_html: talk.summary().map(html),
                    slides: talk.slides().map(Url::as_str),
                    video: talk.video().map(Url::as_str),
                    own: Own(talk.own_keys()),
                })
                .collect(),
            links: details
                .links()
                .iter()
                .map(|link| LinkJson {
                    title: link.title(),
                    url: link.url().as_str(),
                })
                .collect(),
            shows_as: labels::shows_as(details, all_day),
            own: Own(details.own_keys()),
        }
    }
}

pub(super) fn html(markdown: &str, base: &Url) -> String {
    markdown::html(markdown, 4, base)
}
