//! Finds the addresses that subscribers can follow, and their hosts.
//!
//! It compares the texts of users before and after an edit, and describes addresses that are new or gone, and hosts that only the later
//! calendar names. An address counts if either Markdown or a calendar program turns it into a link. The addresses of calfeed's own feeds
//! and pages do not count. Long lists are cut.

use std::collections::{BTreeMap, BTreeSet};

use super::cut::{cut, cut_pair};
use crate::calendar::{Calendar, Details, Event, Schedule};
use crate::markdown;
use crate::value::{Price, Text, Url};

/// The largest number of addresses shown in one list.
const MOST: usize = 3;

/// Returns the addresses in a text, in order: those of links, and bare ones.
pub(super) fn of_text(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|'));
    words.filter_map(address).collect()
}

/// Returns the addresses in a description.
pub(super) fn of_markdown(markdown: Option<&str>, base: &Url) -> Vec<String> {
    // In plain text, the address of each link follows its text.
    markdown.map_or_else(Vec::new, |markdown| {
        of_text(&markdown::text(markdown, base))
    })
}

fn address(word: &str) -> Option<String> {
    let begin = match word.find("://") {
        Some(colon) => {
            let scheme = word.get(..colon)?;
            let is_outside = |c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c);
            scheme.rfind(is_outside).map_or(0, |at| {
                at + scheme
                    .get(at..)
                    .and_then(|it| it.chars().next())
                    .map_or(0, char::len_utf8)
            })
        }
        None => word.find(|c: char| !"([{'“‘".contains(c))?,
    };
    let found = word.get(begin..)?;
    let found = found.trim_end_matches([
        '.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '”', '’', '*', '_',
    ]);
    let lower = found.to_lowercase();
    let is_mail = lower
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    (lower.contains("://") || lower.starts_with("www.") || is_mail).then(|| found.to_owned())
}

/// Returns the host of a web or e-mail address.
fn host(address: &str) -> String {
    let (_, rest) = address.split_once("://").unwrap_or(("", address));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    };
    host.trim_end_matches('.').to_lowercase()
}

/// Returns `name: OLD → NEW` if a single address, or another short text, differs.
pub(super) fn changed(name: &str, from: Option<&str>, to: Option<&str>) -> Option<String> {
    let [was, is] = cut_pair(from.unwrap_or("none"), to.unwrap_or("none"));
    (from != to).then(|| format!("{name}: {was} → {is}"))
}

/// Returns ` (new: …; gone: …)`, or an empty text if both have the same addresses.
pub(super) fn moved(from: &[String], to: &[String]) -> String {
    let only = |these: &[String], others: &[String]| -> Vec<String> {
        let mut seen = BTreeSet::new();
        let all = these.iter().filter(|it| !others.contains(it));
        all.filter(|it| seen.insert(*it)).cloned().collect()
    };
    let (mut new, mut gone) = (only(to, from), only(from, to));
    // If one replaced another, they may differ only near the end, so they are cut around the difference.
    for (new, gone) in new.iter_mut().zip(&mut gone) {
        [*gone, *new] = cut_pair(gone, new);
    }
    let listed = |label: &str, all: &[String]| {
        let all: Vec<String> = all.iter().map(|it| cut(it)).collect();
        let more = match all.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let named: Vec<&str> = all.iter().take(MOST).map(String::as_str).collect();
        (!named.is_empty()).then(|| format!("{label}: {}{more}", named.join(", ")))
    };
    let both: Vec<String> = [listed("new", &new), listed("gone", &gone)]
        .into_iter()
        .flatten()
        .collect();
    if both.is_empty() {
        String::new()
    } else {
        format!(" ({})", both.join("; "))
    }
}

/// Returns the addresses of the talks.
pub(super) fn of_talks(details: &Details, base: &Url) -> Vec<String> {
    let mut all = Vec::new();
    for talk in details.talks() {
        all.extend(
            [&talk.slides, &talk.video]
                .into_iter()
                .flatten()
                .map(ToString::to_string),
        );
        all.extend(of_text(talk.title.as_str()));
        all.extend(talk.speakers.iter().flat_map(|name| of_text(name.as_str())));
        all.extend(of_markdown(talk.summary.as_ref().map(Text::as_str), base));
    }
    all
}

/// Returns the addresses of the links.
pub(super) fn of_links(details: &Details) -> Vec<String> {
    let links = details.links().iter();
    links
        .flat_map(|link| [vec![link.url.to_string()], of_text(link.title.as_str())])
        .flatten()
        .collect()
}

/// A host that only the later calendar names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewHost {
    pub(super) name: String,
    /// The host, the event with its first address, and that address.
    pub(super) sentence: String,
}

/// Returns the hosts that only the later calendar names, by name.
pub(super) fn new_hosts(before: &Calendar, after: &Calendar) -> Vec<NewHost> {
    let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut note = |address: String, place: &str| {
        found
            .entry(host(&address))
            .or_insert_with(|| (address, place.to_owned()));
    };
    // Only changed events can name a new host, and most edits change few events.
    let old: BTreeMap<_, _> = before
        .events()
        .iter()
        .map(|event| (event.id(), event))
        .collect();
    let changed = after.events().iter();
    for event in changed.filter(|event| old.get(event.id()) != Some(event)) {
        for address in of_event(event, after.url()) {
            note(address, event.details().title());
        }
    }
    for (address, place) in of_feeds(after) {
        note(address, place);
    }
    if found.is_empty() {
        return Vec::new();
    }
    let events = before
        .events()
        .iter()
        .flat_map(|event| of_event(event, before.url()));
    let feeds = of_feeds(before).into_iter().map(|(address, _)| address);
    for address in events.chain(feeds).chain([before.url().to_string()]) {
        found.remove(&host(&address));
    }
    let host = |(host, (address, place)): (String, (String, String))| {
        let name = cut(&host);
        let sentence = format!("{name}, in “{}”: {}", cut(&place), cut(&address));
        NewHost { name, sentence }
    };
    found.into_iter().map(host).collect()
}

/// Returns the addresses of the calendar and its groups, each with the name of its feed.
fn of_feeds(calendar: &Calendar) -> Vec<(String, &str)> {
    let mut all = Vec::new();
    let own = of_markdown(calendar.description(), calendar.url());
    all.extend(own.into_iter().map(|address| (address, calendar.name())));
    for group in calendar.groups() {
        let mut of_group = of_markdown(group.description(), calendar.url());
        of_group.extend(group.contact().map(ToString::to_string));
        of_group.extend(group.url().map(ToString::to_string));
        all.extend(of_group.into_iter().map(|address| (address, group.name())));
    }
    all
}

fn of_event(event: &Event, base: &Url) -> Vec<String> {
    let mut all = of_details(event.details(), base);
    if let Schedule::Series(series) = event.schedule() {
        all.extend(
            series
                .overrides()
                .flat_map(|it| of_details(it.details(), base)),
        );
        let skipped = event.skipped().filter_map(|(_, reason)| reason);
        all.extend(skipped.flat_map(of_text));
    }
    let alone = event.stand_alone().iter();
    all.extend(alone.flat_map(|it| of_details(&it.details, base)));
    all
}

fn of_details(details: &Details, base: &Url) -> Vec<String> {
    let mut all = of_markdown(details.description(), base);
    all.extend(of_talks(details, base));
    all.extend(of_links(details));
    all.extend(
        [details.join(), details.sign_up(), details.url()]
            .into_iter()
            .flatten()
            .map(ToString::to_string),
    );
    all.extend(details.contact().map(ToString::to_string));
    let price = details.price().map(Price::as_str);
    let lines = [
        Some(details.title()),
        details.location(),
        details.reason(),
        price,
    ];
    all.extend(lines.into_iter().flatten().flat_map(of_text));
    all.extend(details.tags().iter().flat_map(|tag| of_text(tag.as_str())));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_wherever_people_could_follow_it() {
        assert_eq!(
            of_markdown(
                Some(
                    "[Pay](https://a.example/pay), <https://b.example>, (see HTTP://C.example/x.) or www.d.example! \
                     Ask e@f.example. (`ftp://g.example`) at:https://h.example, [map](/map.pdf)"
                ),
                &Url::parse("https://club.example/events").unwrap()
            ),
            [
                "https://a.example/pay",
                "https://b.example",
                "HTTP://C.example/x",
                "www.d.example",
                "e@f.example",
                "ftp://g.example",
                "https://h.example",
                "https://club.example/map.pdf"
            ]
        );
        assert_eq!(of_text("At 18:00 @ the town hall, v1.2"), [""; 0]);
    }

    #[test]
    fn the_host_of_an_address_is_the_one_that_a_browser_would_open() {
        for (address, found) in [
            ("https://A.example:443/b@c?d", "a.example"),
            ("https://bank.example@evil.example/", "evil.example"),
            ("e@f.example", "f.example"),
            ("www.d.example/x", "www.d.example"),
            ("https://[2001:db8::1]/", "[2001:db8::1]"),
        ] {
            assert_eq!(host(address), found);
        }
    }
}
