//! Takes apart the texts of a feed that calfeed has written: the inverse of [`crate::description`].
//!
//! [`own`] reads a DESCRIPTION. It is taken apart only if writing the parts again gives the same text, byte for byte; `written` does that.
//! Otherwise the whole text is the description. The other properties of the event decide what a line means that could also be a part of the
//! description, so a description can have lines such as `Virtual` or `Details: …` itself. The first line of a talk is its speakers if it could
//! be names; a feed does not tell them from an abstract.

mod talks;
mod written;

use super::super::entry::{Details, Link, State};
use super::markdown::exact;
use crate::weekday::weekday_of;

/// What the other properties of the event say.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::import) struct Known<'a> {
    /// UID.
    pub(in crate::import) uid: &'a str,
    /// URL.
    pub(in crate::import) page: Option<&'a str>,
    /// CONFERENCE.
    pub(in crate::import) join: Option<&'a str>,
    /// CONTACT.
    pub(in crate::import) contact: Option<&'a str>,
    /// What SUMMARY says, see [`own_title`].
    pub(in crate::import) state: State,
}

/// The parts of a DESCRIPTION.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Own {
    /// All details that a DESCRIPTION has. Its title, place, tags and groups are empty.
    pub(in crate::import) details: Details,
    pub(in crate::import) state: State,
    pub(in crate::import) reason: Option<String>,
    /// The former time of a moved meeting, in words.
    pub(in crate::import) was: Option<String>,
    /// The last line, whether it is the event's own `url` or its page in the feed's calendar.
    page: String,
}

/// The news of a state, without a reason.
fn news(state: State) -> Option<&'static str> {
    match state {
        State::Confirmed => None,
        State::Tentative => Some("To be confirmed"),
        State::Cancelled => Some("Cancelled"),
        State::Postponed => Some("Postponed, new date to be confirmed"),
    }
}

/// Takes the state out of a SUMMARY.
pub(in crate::import) fn own_title(summary: &str) -> (&str, State) {
    if let Some(title) = summary.strip_prefix("CANCELLED: ") {
        return (title, State::Cancelled);
    }
    if let Some(title) = summary.strip_prefix("POSTPONED: ") {
        return (title, State::Postponed);
    }
    match summary.strip_suffix(" (TBC)") {
        Some(title) => (title, State::Tentative),
        None => (summary, State::Confirmed),
    }
}

/// Returns the place; `None` for the address of the call, which calfeed writes into LOCATION if there is no place.
pub(in crate::import) fn own_location<'a>(
    location: &'a str,
    join: Option<&str>,
) -> Option<&'a str> {
    (Some(location) != join).then_some(location)
}

/// Takes a DESCRIPTION of calfeed apart.
pub(in crate::import) fn own(description: &str, known: &Known<'_>) -> Own {
    parts(description, known)
        .filter(|parts| written::text(parts) == description)
        .map_or_else(
            || Own {
                details: Details {
                    description: Some(super::to_markdown(description)).filter(|it| !it.is_empty()),
                    ..Details::default()
                },
                state: known.state,
                ..Own::default()
            },
            |mut parts| {
                let is_page_of_feed = is_page_of_feed(&parts.page, known.uid);
                parts.details.url = (!is_page_of_feed).then(|| parts.page.clone());
                parts
            },
        )
}

/// Whether a URL is the page of the event in the calendar of the feed: `…/events/{id}/`.
///
/// Of an event with its own `uid`, no property has the `id`. Its page is then taken for that of the feed.
fn is_page_of_feed(page: &str, uid: &str) -> bool {
    let Some(id) = page
        .strip_suffix('/')
        .and_then(|page| page.rsplit_once("/events/"))
    else {
        return false;
    };
    let (_, id) = id;
    let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let local = uid.rsplit_once('@').map_or(uid, |(local, _)| local);
    // The UID of a single meeting also has its date, and that of a second weekday has the weekday.
    let is_own = local == id
        || local
            .strip_prefix(id)
            .is_some_and(|rest| rest.starts_with('.'));
    !id.is_empty() && id.chars().all(is_id) && (is_own || !is_made_from_id(local))
}

/// Whether the part of a UID before `@` could be the `id` of an event.
fn is_made_from_id(local: &str) -> bool {
    let id = local.split('.').next().unwrap_or_default();
    !id.is_empty()
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn parts(description: &str, known: &Known<'_>) -> Option<Own> {
    let mut blocks: Vec<&str> = description.split("\n\n").collect();
    let mut own = Own {
        state: known.state,
        ..Own::default()
    };
    last_block(blocks.pop()?, known, &mut own)?;
    if let Some(found) = blocks.last().and_then(|block| talks::talks(block)) {
        own.details.talks = found;
        blocks.pop();
    }
    if blocks
        .last()
        .is_some_and(|block| facts(block, known, &mut own.details).is_some())
    {
        blocks.pop();
    } else {
        own.details = Details {
            talks: own.details.talks,
            links: own.details.links,
            contact: own.details.contact,
            ..Details::default()
        };
    }
    // Without its line, the call is not in this text.
    if own.details.join.as_deref() != known.join {
        return None;
    }
    let mut blocks = blocks.as_slice();
    if let Some((first, rest)) = blocks.split_first()
        && first_block(first, &mut own)
    {
        blocks = rest;
    } else if news(known.state).is_some() {
        return None;
    }
    if !blocks.is_empty() {
        own.details.description = Some(exact(&blocks.join("\n\n"))?);
    }
    Some(own)
}

/// Reads the news. Returns false if the block is part of the description.
fn first_block(block: &str, own: &mut Own) -> bool {
    let rest = match news(own.state) {
        None => block,
        Some(news) => {
            let Some(rest) = block.strip_prefix(news) else {
                return false;
            };
            match rest.strip_prefix(". ") {
                Some(moved) if own.state == State::Tentative => moved,
                _ if rest.is_empty() => return true,
                _ => {
                    let reason = rest.strip_prefix(": ").filter(|reason| is_line(reason));
                    own.reason = reason.map(str::to_owned);
                    return reason.is_some();
                }
            }
        }
    };
    let Some(rest) = rest.strip_prefix("Moved from ") else {
        return false;
    };
    let (was, reason) = match rest.split_once(": ") {
        Some((was, reason)) => (was, Some(reason)),
        None => (rest, None),
    };
    let mut words = was.split([' ', ',']);
    let is_time = words.next().and_then(weekday_of).is_some()
        && words
            .next()
            .is_some_and(|day| day.bytes().all(|it| it.is_ascii_digit()));
    if !is_time || !is_line(was) || !reason.is_none_or(is_line) {
        return false;
    }
    own.was = Some(was.to_owned());
    own.reason = reason.map(str::to_owned);
    true
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && !text.contains('\n')
}

/// Reads how people attend, the call, where to sign up, and the price. Returns `None` if a line is none of these.
fn facts(block: &str, known: &Known<'_>, details: &mut Details) -> Option<()> {
    let mut lines = block.lines().peekable();
    let mut take = |start: &str| {
        let line = lines.peek()?.strip_prefix(start)?.to_owned();
        lines.next();
        Some(line)
    };
    let forms = [
        ("Virtual", "virtual"),
        ("In person", "in-person"),
        ("Hybrid", "hybrid"),
    ];
    details.format = forms
        .iter()
        .find_map(|(label, format)| take(label).map(|_| *format));
    details.join = take("Join: ");
    details.sign_up = take("Sign up: ");
    details.price = take("Price: ");
    let is_all = lines.next().is_none();
    (is_all && details.join.as_deref() == known.join).then_some(())
}

/// Reads the links, whom to ask, and the page.
fn last_block(block: &str, known: &Known<'_>, own: &mut Own) -> Option<()> {
    let mut lines: Vec<&str> = block.split('\n').collect();
    let page = lines.pop()?.strip_prefix("Details: ")?;
    page.clone_into(&mut own.page);
    if known.page.is_some_and(|known| known != page) {
        return None;
    }
    if let Some(contact) = known.contact {
        let line = lines.pop()?.strip_prefix("Contact: ")?;
        own.details.contact = Some(line.to_owned()).filter(|line| line == contact);
        own.details.contact.as_ref()?;
    }
    for line in lines {
        let at = line.rfind(": http")?;
        let (title, url) = line.split_at_checked(at)?;
        own.details.links.push(Link {
            title: title.to_owned(),
            url: url.strip_prefix(": ")?.to_owned(),
        });
    }
    Some(())
}

#[cfg(test)]
mod tests;
