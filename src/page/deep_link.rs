//! Links into calendar programs: to subscribe to a feed, and to add one event.
//!
//! [`FeedLinks`] are made from the URL of a feed, and [`AddLinks`] from an event with its time. Texts in a query are percent-encoded, with
//! a space as `%20`, as Outlook requires. Times have the form that each program reads correctly: local with a zone for Google, unless the
//! local time occurs twice, and UTC for Outlook. The end of an all-day event is exclusive.
//!
//! Google's `cid` link reportedly fails for some users, so the page links to the form for pasting a URL. Yahoo's links have no time zone,
//! so there are none. Outlook's links have neither a recurrence rule nor a parameter for free time, so they add no series and cannot mark
//! the time as free.

use chrono::Utc;
use serde::Serialize;

use super::lead::lead;
use crate::calendar::{Calendar, Details};
use crate::component;
use crate::plain::Plain;
use crate::recurrence::RecurrenceRule;
use crate::route::Route;
use crate::time::EventTime;
use crate::value::{Slug, Url};
use crate::words::{Words, fill};

/// A feed and the links to subscribe to it.
#[derive(Serialize)]
pub(super) struct FeedLinks {
    name: String,
    /// Relative to the site's root.
    path: String,
    https: String,
    webcal: String,
    outlook: String,
    office: String,
    google: &'static str,
}

/// The links to add an event, or a whole series. Events added this way do not update.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct AddLinks {
    /// Relative to the site's root.
    pub(super) ics: Option<String>,
    /// The name under which the file is saved.
    pub(super) download: Option<String>,
    /// If the event is published as several series: the name of the series in this file.
    pub(super) which: Option<String>,
    /// If the event is published as several series: the files of the others.
    pub(super) others: Vec<Other>,
    /// Of one meeting: the file of its series.
    pub(super) series: Option<Other>,
    /// Of an event with several dates and no rule: the date that these links add, in words.
    pub(super) when: Option<String>,
    /// The upcoming meetings that are in none of these files.
    pub(super) rest: Vec<Rest>,
    pub(super) google: Option<String>,
    pub(super) outlook: Option<String>,
    pub(super) office: Option<String>,
}

/// The file of a series, other than the file that these links are about.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Other {
    /// Such as `3rd Thursday`, if the event is published as several series.
    which: Option<String>,
    /// Relative to the site's root.
    ics: String,
    download: Option<String>,
}

impl Other {
    pub(super) fn new(route: Route<'_>, which: Option<String>) -> Self {
        Self {
            which,
            ics: route.below(),
            download: route.download(),
        }
    }
}

/// A meeting that has a file of its own.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Rest {
    /// In words.
    pub(super) when: String,
    /// Relative to the site's root.
    pub(super) ics: Option<String>,
    pub(super) download: Option<String>,
}

/// The form in Google Calendar for pasting the URL of a feed.
const GOOGLE_BY_ADDRESS: &str = "https://calendar.google.com/calendar/u/0/r/settings/addbyurl";

impl FeedLinks {
    /// Creates the links for the feed `slug` with the title `name`, published below `base`.
    pub(super) fn new(name: &str, slug: &Slug, base: &Url) -> Self {
        let path = Route::Feed(slug.as_str()).below();
        let https = base.below(&path);
        let query = format!("?url={}&name={}", encoded(&https), encoded(name));
        Self {
            name: name.to_owned(),
            webcal: format!(
                "webcal://{}",
                https.split_once("://").map_or("", |(_, rest)| rest)
            ),
            outlook: format!("https://outlook.live.com/calendar/0/addfromweb/{query}"),
            office: format!("https://outlook.office.com/calendar/0/addfromweb/{query}"),
            google: GOOGLE_BY_ADDRESS,
            https,
            path,
        }
    }

    /// Creates the links for every feed, the calendar's own first.
    pub(super) fn all(calendar: &Calendar, base: &Url) -> Vec<Self> {
        let groups = calendar
            .groups()
            .iter()
            .map(|group| (group.name(), group.id()));
        std::iter::once((calendar.name(), calendar.slug()))
            .chain(groups)
            .map(|(name, slug)| Self::new(name, slug, base))
            .collect()
    }
}

impl AddLinks {
    /// Creates the links for an event at `time`. `page` is the URL of its page; relative links are resolved against `base`.
    pub(super) fn once(
        words: &Words,
        details: &Details,
        time: EventTime,
        page: &str,
        base: &Url,
    ) -> Self {
        let body = Body::new(words, details, page, base);
        let outlook = outlook(details, time, &body);
        Self {
            google: Some(google(details, time, None, &body)),
            outlook: Some(format!("https://outlook.live.com/{outlook}")),
            office: Some(format!("https://outlook.office.com/{outlook}")),
            ..Self::default()
        }
    }

    /// Creates the links for a series without exceptions, whose first instance takes place at `time`.
    pub(super) fn series(
        words: &Words,
        details: &Details,
        time: EventTime,
        rule: &RecurrenceRule,
        page: &str,
        base: &Url,
    ) -> Self {
        let body = Body::new(words, details, page, base);
        Self {
            google: Some(google(details, time, Some(rule), &body)),
            ..Self::default()
        }
    }
}

/// Returns a link that opens Google Calendar with the event filled in.
fn google(
    details: &Details,
    time: EventTime,
    rule: Option<&RecurrenceRule>,
    body: &Body,
) -> String {
    let mut link = format!(
        "https://calendar.google.com/calendar/render?action=TEMPLATE&text={}",
        encoded(&body.title)
    );
    let mut add = |part: &str| link.push_str(part);
    match time {
        EventTime::AllDay { first, end } => {
            add(&format!("&dates={first}/{end}").replace('-', ""));
        }
        EventTime::Zoned { start, end } => {
            // A local time that occurs twice, when the clocks go back, needs UTC to be unambiguous.
            let is_clear = time.written_zone().is_some();
            let [start, end] = [start, end].map(|time| {
                if is_clear {
                    component::date_time(time.local())
                } else {
                    component::date_time(time.instant().naive_utc()) + "Z"
                }
            });
            add(&format!("&dates={start}/{end}"));
        }
    }
    add(&format!("&details={}", encoded(&body.text())));
    if let Some(location) = details.published_location() {
        add(&format!("&location={}", encoded(location)));
    }
    if let Some(zone) = time.zone() {
        // Zone names consist of letters, digits, `_`, `-`, `+` and slashes. Only the plus needs encoding.
        add(&format!("&ctz={}", zone.name().replace('+', "%2B")));
    }
    // Google shows timed events as busy by default. For all-day events the link always says which.
    match (details.is_free(time.is_all_day()), time.is_all_day()) {
        (true, _) => add("&crm=AVAILABLE&trp=false"),
        (false, true) => add("&crm=BUSY&trp=true"),
        (false, false) => {}
    }
    if let Some(rule) = rule {
        let value = format!("RRULE:{}", rule.rrule(time.zone()));
        add(&format!("&recur={}", encoded(&value)));
    }
    link
}

/// Returns the path and query of an Outlook link, for either host.
fn outlook(details: &Details, time: EventTime, body: &Body) -> String {
    let (start, end) = match time {
        EventTime::AllDay { first, end } => (first.to_string(), end.to_string()),
        EventTime::Zoned { start, end } => {
            let utc = |at: chrono::DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
            (utc(start.instant()), utc(end.instant()))
        }
    };
    let location = details
        .published_location()
        .map_or_else(String::new, |it| format!("&location={}", encoded(it)));
    let all_day = if time.is_all_day() {
        "&allday=true"
    } else {
        ""
    };
    format!(
        "calendar/0/action/compose?rru=addevent&startdt={start}&enddt={end}&subject={}&body={}{location}{all_day}",
        encoded(&body.title),
        // Outlook on the web reads HTML and drops line breaks.
        encoded(&body.html()),
    )
}

/// The description in a link: its first paragraph, the call and the page. It is short because URLs are limited in length; the page has the
/// rest.
struct Body {
    title: String,
    about: Option<String>,
    lines: Vec<String>,
}

impl Body {
    fn new(words: &Words, details: &Details, page: &str, base: &Url) -> Self {
        let about = details.description().map(|text| lead(text, base));
        let join = details.join();
        let join = join.map(|join| fill(&words.join_at, &[("address", join.as_str())]));
        let page = fill(&words.details_at, &[("address", page)]);
        Self {
            title: words.published_title(details).into_owned(),
            about: about.filter(|text| !text.is_empty()),
            lines: join.into_iter().chain([page]).collect(),
        }
    }

    fn text(&self) -> String {
        let lines = self.lines.iter().map(String::as_str);
        let all: Vec<&str> = self.about.as_deref().into_iter().chain(lines).collect();
        all.join("\n")
    }

    fn html(&self) -> String {
        let about = self.about.as_deref();
        let about = about.map(|text| text.replace('&', "&amp;").replace('<', "&lt;"));
        let lines = self.lines.iter().map(String::as_str);
        let all: Vec<&str> = about.as_deref().into_iter().chain(lines).collect();
        all.join("<br>")
    }
}

/// Bytes that need no encoding in a query: "unreserved" in [RFC 3986 §2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3).
static UNRESERVED: Plain = Plain::visible_but(br##" !"#$%&'()*+,/:;<=>?@[\]^`{|}"##);

/// Percent-encodes a value of a query.
pub(super) fn encoded(value: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |digit: u8| DIGITS.get(usize::from(digit)).map(|it| char::from(*it));
    let mut out = String::with_capacity(value.len() * 2);
    let mut rest = value;
    loop {
        let (plain, special) = UNRESERVED.split(rest);
        out.push_str(plain);
        let mut characters = special.chars();
        let Some(character) = characters.next() else {
            return out;
        };
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            out.push('%');
            out.extend([digit(byte >> 4), digit(byte & 15)].into_iter().flatten());
        }
        rest = characters.as_str();
    }
}
