//! The details of an event, or of one instance, in `events.json`.
//!
//! [`Details::new`] takes the details of the calendar and returns a struct that serialises. Markdown is as the file has it, and beside it is
//! HTML that is safe to show. The `x-` keys are unchanged. When the event takes place is in [`super::json`].

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::labels::{self, status};
use crate::calendar::{self, Form};
use crate::markdown;
use crate::own_keys::OwnKeys;
use crate::value::{Contact, Price, Text, Url};

/// What the JSON Schema says about an `x-` key.
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
    /// The address at which people sign up
    sign_up: Option<&'a str>,
    /// What it costs: `free`, or a price in words such as `£5`
    price: Option<&'a str>,
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
struct Talk<'a> {
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
struct Link<'a> {
    title: &'a str,
    url: &'a str,
}

/// The `x-` keys, which are written beside the keys of the format.
pub(super) struct Own<'a>(pub(super) &'a OwnKeys);

impl Serialize for Own<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter())
    }
}

impl<'a> Details<'a> {
    /// `all_day` is `None` if the date is not known. Links are resolved against `base`.
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
            sign_up: details.sign_up().map(Url::as_str),
            price: details.price().map(Price::as_str),
            url: details.url().map(Url::as_str),
            contact: details.contact().map(Contact::href),
            tags: details.tags().iter().map(Text::as_str).collect(),
            description: details.description(),
            description_html: details.description().map(html),
            talks: details
                .talks()
                .iter()
                .map(|talk| Talk {
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
                .map(|link| Link {
                    title: link.title(),
                    url: link.url().as_str(),
                })
                .collect(),
            shows_as: labels::shows_as(details, all_day),
            own: Own(details.own_keys()),
        }
    }
}

/// Returns Markdown as HTML, with headings from the fourth level on.
pub(super) fn html(markdown: &str, base: &Url) -> String {
    markdown::html(markdown, 4, base)
}
