//! Reads the details of an event or of one instance: everything except when it takes place.
//!
//! An instance has the details of its event, except those that its change gives. `none` removes a detail of the event.

use serde_json::Value;

use super::own_keys::own_keys;
use super::reporter::{At, nothing_written_in_change, template};
use crate::calendar::{Details, Form, Link, ShowsAs, Status, Talk};
use crate::diagnostic::{EventFinding, Problem};
use crate::document::{self, Items, is_none};
use crate::limit;
use crate::own_keys::OwnKeys;
use crate::value::choice::choice;
use crate::value::{Contact, Price, Text, Url};

/// The keys that events and changes have in common.
pub(super) struct CommonKeys<'a> {
    title: Option<&'a String>,
    status: Option<&'a String>,
    reason: Option<&'a String>,
    format: Option<&'a String>,
    location: Option<&'a String>,
    join: Option<&'a String>,
    sign_up: Option<&'a String>,
    price: Option<&'a String>,
    url: Option<&'a String>,
    contact: Option<&'a String>,
    description: Option<&'a String>,
    talks: Option<&'a Items<document::Talk>>,
    links: Option<&'a Items<document::Link>>,
    tags: Option<&'a Items<String>>,
    shows_as: Option<&'a String>,
    /// The `x-` keys.
    own: &'a [(String, Value)],
    is_change: bool,
}

macro_rules! common_keys {
    ($written:expr, $is_change:expr) => {{
        let written = $written;
        CommonKeys {
            title: written.title.as_ref(),
            status: written.status.as_ref(),
            reason: written.reason.as_ref(),
            format: written.format.as_ref(),
            location: written.location.as_ref(),
            join: written.join.as_ref(),
            sign_up: written.sign_up.as_ref(),
            price: written.price.as_ref(),
            url: written.url.as_ref(),
            contact: written.contact.as_ref(),
            description: written.description.as_ref(),
            talks: written.talks.as_ref(),
            links: written.links.as_ref(),
            tags: written.tags.as_ref(),
            shows_as: written.shows_as.as_ref(),
            own: &written.own,
            is_change: $is_change,
        }
    }};
}

impl<'a> From<&'a document::Event> for CommonKeys<'a> {
    fn from(written: &'a document::Event) -> Self {
        common_keys!(written, false)
    }
}

impl<'a> From<&'a document::Change> for CommonKeys<'a> {
    fn from(written: &'a document::Change) -> Self {
        common_keys!(written, true)
    }
}

impl CommonKeys<'_> {
    /// Returns the first key that is present, except the reason and `x-` keys.
    pub(super) fn first_key(&self) -> Option<&'static str> {
        let present = [
            ("title", self.title.is_some()),
            ("status", self.status.is_some()),
            ("format", self.format.is_some()),
            ("location", self.location.is_some()),
            ("join", self.join.is_some()),
            ("sign_up", self.sign_up.is_some()),
            ("price", self.price.is_some()),
            ("url", self.url.is_some()),
            ("contact", self.contact.is_some()),
            ("description", self.description.is_some()),
            ("talks", self.talks.is_some()),
            ("links", self.links.is_some()),
            ("tags", self.tags.is_some()),
            ("shows_as", self.shows_as.is_some()),
        ];
        let first = present.iter().find(|(_, is_present)| *is_present);
        first.map(|(key, _)| *key)
    }

    /// Whether there is no key except perhaps the reason.
    pub(super) fn is_empty(&self) -> bool {
        self.first_key().is_none() && self.own.is_empty()
    }

    /// Returns the `x-` keys as written.
    pub(super) fn own_keys(&self) -> OwnKeys {
        OwnKeys::new(self.own.iter().cloned())
    }

    pub(super) fn has_status(&self) -> bool {
        self.status.is_some()
    }

    pub(super) fn is_postponed(&self) -> bool {
        self.status
            .is_some_and(|text| status(text) == Ok(Status::Postponed))
    }
}

/// Reads the details of an event. `contact` is that of its group. A missing title is reported and does not hide other problems.
pub(super) fn of_event(
    at: &At<'_>,
    written: &document::Event,
    contact: Option<&Contact>,
) -> Option<Details> {
    let keys = CommonKeys::from(written);
    let title = at.required(
        "title",
        keys.title,
        || template("title", "<title>"),
        Text::line,
    );
    // The placeholder lets the rest be checked. Nothing is published, because the missing title is an error.
    let mut details = untitled(title)?;
    details.contact = contact.cloned();
    let without_title = CommonKeys {
        title: None,
        ..keys
    };
    apply(at, &without_title, &mut details);
    reason_has_a_cause(at, &without_title, &details, false);
    Some(details)
}

/// Checks the details that are the defaults of a file.
pub(super) fn of_defaults(at: &At<'_>, written: &document::Event) {
    if let Some(mut details) = untitled(None) {
        apply(at, &CommonKeys::from(written), &mut details);
    }
}

/// Returns details without anything but a title.
fn untitled(title: Option<Text>) -> Option<Details> {
    Some(Details {
        title: title.or_else(|| Text::line("untitled").ok())?,
        status: Status::Confirmed,
        reason: None,
        form: None,
        location: None,
        join: None,
        sign_up: None,
        price: None,
        url: None,
        contact: None,
        description: None,
        talks: Vec::new(),
        links: Vec::new(),
        tags: Vec::new(),
        shows_as: None,
        own_keys: OwnKeys::default(),
    })
}

/// Returns the details of one instance: those of the event with the change applied.
pub(super) fn of_change(at: &At<'_>, keys: &CommonKeys<'_>, event: &Details) -> Details {
    let mut details = event.clone();
    apply(at, keys, &mut details);
    details
}

/// Reports a reason without anything that it explains, because it would not be shown.
pub(super) fn reason_has_a_cause(
    at: &At<'_>,
    keys: &CommonKeys<'_>,
    details: &Details,
    is_moved: bool,
) {
    if keys.reason.is_some() && details.status == Status::Confirmed && !is_moved {
        at.key("reason")
            .error(EventFinding::ReasonForNothing.into());
    }
}

fn apply(at: &At<'_>, keys: &CommonKeys<'_>, details: &mut Details) {
    if let Some(title) = at.read("title", keys.title, Text::line) {
        details.title = title;
    }
    if let Some(status) = at.read("status", keys.status, status) {
        details.status = status;
        details.reason = None;
    }
    details.reason = at
        .read("reason", keys.reason, Text::line)
        .or_else(|| details.reason.take());
    set(at, keys, "format", keys.format, &mut details.form, form);
    set(
        at,
        keys,
        "location",
        keys.location,
        &mut details.location,
        Text::line,
    );
    set(at, keys, "join", keys.join, &mut details.join, Url::parse);
    let (sign_up, slot) = (keys.sign_up, &mut details.sign_up);
    set(at, keys, "sign_up", sign_up, slot, Url::parse);
    set(
        at,
        keys,
        "price",
        keys.price,
        &mut details.price,
        Price::parse,
    );
    set(at, keys, "url", keys.url, &mut details.url, Url::parse);
    set(
        at,
        keys,
        "contact",
        keys.contact,
        &mut details.contact,
        Contact::parse,
    );
    let (description, slot) = (keys.description, &mut details.description);
    set(at, keys, "description", description, slot, Text::lines);
    if let Some(talks) = items(at, keys, "talks", keys.talks) {
        let list = at.key("talks");
        details.talks = at
            .at_most("talks", talks, limit::TALKS)
            .iter()
            .enumerate()
            .filter_map(|(index, written)| talk(&list.index(index), written))
            .collect();
    }
    if let Some(links) = items(at, keys, "links", keys.links) {
        let list = at.key("links");
        details.links = at
            .at_most("links", links, limit::LINKS)
            .iter()
            .enumerate()
            .filter_map(|(index, written)| link(&list.index(index), written))
            .collect();
    }
    if let Some(tags) = items(at, keys, "tags", keys.tags) {
        details.tags = at.list("tags", tags, limit::TAGS, Text::line);
    }
    if let Some(shows_as) = at.read("shows_as", keys.shows_as, shows_as) {
        details.shows_as = Some(shows_as);
    }
    details.own_keys = details.own_keys.with(own_keys(at, keys.own));
}

/// Applies an optional key to a detail. `none` removes the detail, whether it comes from the event or from a merge with `<<`.
fn set<T>(
    at: &At<'_>,
    keys: &CommonKeys<'_>,
    name: &str,
    written: Option<&String>,
    slot: &mut Option<T>,
    parse: impl FnOnce(&str) -> Result<T, Problem>,
) {
    // Descriptions are often written with `|`, which adds a line break to the word.
    let word = |text: &String| match name {
        "description" => is_none(text.trim()),
        _ => is_none(text),
    };
    if written.is_some_and(word) {
        *slot = None;
        return;
    }
    let read = if keys.is_change {
        at.read_or_none(name, written, parse)
    } else {
        at.read(name, written, parse)
    };
    if let Some(value) = read {
        *slot = Some(value);
    }
}

/// Returns the items of an optional list, which is empty if it is `none`.
fn items<'a, T>(
    at: &At<'_>,
    keys: &CommonKeys<'_>,
    name: &str,
    written: Option<&'a Items<T>>,
) -> Option<&'a [T]> {
    match written? {
        Items::Listed(items) => Some(items),
        Items::None => Some(&[]),
        Items::Nothing if keys.is_change => {
            at.key(name).error(nothing_written_in_change());
            None
        }
        Items::Nothing => None,
    }
}

fn talk(at: &At<'_>, written: &document::Talk) -> Option<Talk> {
    let title = at.required(
        "title",
        written.title.as_ref(),
        || template("title", "<title>"),
        Text::line,
    );
    let speakers = at.list("speakers", &written.speakers, limit::SPEAKERS, Text::line);
    let summary = at.read("abstract", written.summary.as_ref(), Text::lines);
    let slides = at.read("slides", written.slides.as_ref(), Url::parse);
    let video = at.read("video", written.video.as_ref(), Url::parse);
    Some(Talk {
        title: title?,
        speakers,
        summary,
        slides,
        video,
        own_keys: OwnKeys::new(own_keys(at, &written.own)),
    })
}

fn link(at: &At<'_>, written: &document::Link) -> Option<Link> {
    let title = at.required(
        "title",
        written.title.as_ref(),
        || template("title", "<title>"),
        Text::line,
    );
    let url = at.required(
        "url",
        written.url.as_ref(),
        || template("url", "<address>"),
        Url::parse,
    );
    Some(Link {
        title: title?,
        url: url?,
    })
}

/// Reads whether an event takes place.
pub(crate) fn status(written: &str) -> Result<Status, Problem> {
    choice(
        written,
        &[
            ("confirmed", Status::Confirmed),
            ("tentative", Status::Tentative),
            ("cancelled", Status::Cancelled),
            ("postponed", Status::Postponed),
        ],
    )
}

fn form(written: &str) -> Result<Form, Problem> {
    choice(
        written,
        &[
            ("virtual", Form::Virtual),
            ("in-person", Form::InPerson),
            ("hybrid", Form::Hybrid),
        ],
    )
}

fn shows_as(written: &str) -> Result<ShowsAs, Problem> {
    choice(written, &[("free", ShowsAs::Free), ("busy", ShowsAs::Busy)])
}
