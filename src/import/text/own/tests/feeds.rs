//! Takes apart what the feeds of generated events files say.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::{Known, Own, own, own_location, own_title, written};
use crate::{Context, Feeds, Revisions, read};

/// Returns the value of each property of the last VEVENT of a feed.
fn properties(feed: &str) -> Map<String, Value> {
    let unfolded = feed.replace("\r\n ", "");
    let event = unfolded
        .rsplit("BEGIN:VEVENT\r\n")
        .next()
        .unwrap_or_default();
    let lines = event.lines().filter_map(|line| line.split_once(':'));
    lines
        .map(|(name, value)| {
            let name = name.split(';').next().unwrap_or_default();
            // A backslash is escaped too, so it is replaced last.
            let value = value
                .replace("\\\\", "\u{0}")
                .replace("\\n", "\n")
                .replace("\\,", ",")
                .replace("\\;", ";")
                .replace('\u{0}', "\\");
            (name.to_owned(), Value::String(value))
        })
        .collect()
}

/// Returns the properties of an event in the feed of a calendar with only this event.
fn published(event: &Value) -> Option<Map<String, Value>> {
    let file = json!({
        "calendar": {"name": "Club", "slug": "club", "domain": "example.org", "url": "https://example.org", "timezone": "Europe/London"},
        "events": [event],
    });
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let (calendar, _) = read(&file.to_string(), &Context::new(now));
    let calendar = calendar?;
    let revisions = Revisions::at(now);
    let feed = Feeds::new(&calendar, &revisions, calendar.url()).calendar();
    Some(properties(feed.text()))
}

/// The lines of calfeed, and everything that Markdown has a meaning for.
const HOSTILE: &[&str] = &[
    "Poems",
    "a *fine* word",
    "Join: us",
    "Virtual",
    "Talks",
    "- one",
    "  - two",
    "1. first",
    "   - nested",
    "Details: below",
    "# Heading",
    "[words](/a.html)",
    "https://example.org/x_y",
    "> quoted",
    "`code`",
    "```",
    "    code",
    "Contact: me",
    "Cancelled: no room",
    "Moved from here: no room",
    "| a | b |\n|---|---|\n| c | d |",
    "a\\*b &amp; c",
    "To be confirmed",
    "---",
    "<b>x</b>",
    "",
    "Price: £3",
    "- [ ] task",
    "~~gone~~",
    "Speaker (Somewhere, far), Another",
    "Slides: https://example.org/s",
    "é 漢字",
];

/// What no line of calfeed looks like.
const ORDINARY: &[&str] = &[
    "we read poems.",
    "- bring a mug",
    "see https://example.org/x_y",
    "",
    "1. first",
    "18:00 doors",
];

fn text(lines: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    let lines = prop::collection::vec(prop::sample::select(lines), 1..6);
    prop::option::of(lines.prop_map(|lines| lines.join("\n")))
}

fn line() -> impl Strategy<Value = Option<String>> {
    prop::option::of(
        prop::sample::select(vec![
            "Poems",
            "no room: again",
            "Talks",
            "£5, students £3",
            "Details: x",
            "A (B), C",
            "Virtual",
            "free",
        ])
        .prop_map(str::to_owned),
    )
}

fn url() -> impl Strategy<Value = Option<String>> {
    prop::option::of(
        prop::sample::select(vec![
            "https://meet.example.org/a",
            "https://example.org/events/a/",
            "http://example.org/?x=1,2;3",
            "https://example.org/events/other/",
        ])
        .prop_map(str::to_owned),
    )
}

prop_compose! {
    fn talk(lines: &'static [&'static str])(title in line(), speakers in prop::collection::vec(line(), 0..3), summary in text(lines), slides in url(), video in url()) -> Value {
        let speakers: Vec<String> = speakers.into_iter().flatten().collect();
        without_nothing(json!({"title": title.unwrap_or_else(|| "A talk".to_owned()), "speakers": speakers, "abstract": summary, "slides": slides, "video": video}))
    }
}

prop_compose! {
    fn event(lines: &'static [&'static str])(
        description in text(lines),
        (location, reason, price) in (line(), line(), line()),
        (join, sign_up, page) in (url(), url(), url()),
        form in prop::option::of(prop::sample::select(vec!["virtual", "hybrid", "in-person"])),
        contact in prop::option::of(prop::sample::select(vec!["team@example.org", "https://example.org/contact"])),
        talks in prop::collection::vec(talk(lines), 0..3),
        links in prop::collection::vec((line(), url()), 0..3),
        kind in 0..6,
    ) -> Value {
        let links: Vec<Value> = links.into_iter().filter_map(|(title, url)| Some(json!({"title": title?, "url": url?}))).collect();
        let mut event = json!({
            "id": "a", "title": "Poems", "start": "2026-03-05 18:00", "end": "20:00", "description": description, "location": location,
            "price": price, "join": join, "sign_up": sign_up, "url": page, "format": form, "contact": contact, "talks": talks, "links": links,
        });
        match kind {
            0 => event["status"] = json!("cancelled"),
            1 => event["status"] = json!("tentative"),
            2 => event["status"] = json!("postponed"),
            3 | 4 => {
                event["repeats"] = json!("weekly");
                event["changes"] = json!({"2026-03-12": without_nothing(json!({"moved_to": "2026-03-13", "reason": reason, "status": (kind == 4).then_some("tentative")}))});
            }
            _ => {}
        }
        // A reason without news is an error.
        if kind < 3 {
            event["reason"] = json!(reason);
        }
        without_nothing(event)
    }
}

fn without_nothing(mut value: Value) -> Value {
    if let Some(map) = value.as_object_mut() {
        map.retain(|_, value| {
            !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
        });
    }
    value
}

/// Returns what is read of an event, with the properties of its VEVENT; `None` if it is not valid.
fn taken_apart(event: &Value) -> Option<(Own, Map<String, Value>)> {
    let properties = published(event)?;
    let value = |name: &str| properties.get(name).and_then(Value::as_str);
    let (title, state) = own_title(value("SUMMARY")?);
    assert_eq!(title, "Poems");
    let known = Known {
        uid: value("UID")?,
        page: value("URL"),
        join: value("CONFERENCE"),
        contact: value("CONTACT"),
        state,
    };
    let mut own = own(value("DESCRIPTION")?, &known);
    let location = value("LOCATION").and_then(|location| own_location(location, known.join));
    own.details.location = location.map(str::to_owned);
    Some((own, properties))
}

proptest! {
    #[test]
    fn every_description_of_a_feed_can_be_written_again(event in event(HOSTILE)) {
        let Some((own, properties)) = taken_apart(&event) else {
            return Err(TestCaseError::reject("not a valid event"));
        };
        let description = properties.get("DESCRIPTION").and_then(Value::as_str);
        prop_assert_eq!(Some(written::text(&own)), description.map(str::to_owned), "{:#?}", own);
    }

    #[test]
    fn every_part_of_an_ordinary_event_is_found(event in event(ORDINARY)) {
        let Some((own, _)) = taken_apart(&event) else {
            return Err(TestCaseError::reject("not a valid event"));
        };
        let details = &own.details;
        let of = |key: &str| event.get(key).and_then(Value::as_str);
        prop_assert_eq!(details.join.as_deref(), of("join"));
        prop_assert_eq!(details.sign_up.as_deref(), of("sign_up"));
        prop_assert_eq!(details.contact.as_deref(), of("contact"));
        prop_assert_eq!(details.price.as_deref(), of("price"));
        prop_assert_eq!(details.location.as_deref(), of("location"));
        prop_assert_eq!(details.format, of("format"));
        let url = of("url").filter(|url| *url != "https://example.org/events/a/");
        prop_assert_eq!(details.url.as_deref(), url);
        let count = |key: &str| event.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        prop_assert_eq!(details.talks.len(), count("talks"));
        prop_assert_eq!(details.links.len(), count("links"));
        let change = event.pointer("/changes/2026-03-12/reason").and_then(Value::as_str);
        prop_assert_eq!(own.reason.as_deref(), change.or(of("reason")));
    }
}
