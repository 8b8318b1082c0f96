//! Takes apart what the feeds of generated events files say.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::{Known, State, own, own_location, own_title, written};
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

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
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
    ])
    .prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop::collection::vec(words(), 1..6).prop_map(|lines| lines.join("\n")))
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
    fn talk()(title in line(), speakers in prop::collection::vec(line(), 0..3), summary in text(), slides in url(), video in url()) -> Value {
        let speakers: Vec<String> = speakers.into_iter().flatten().collect();
        without_nothing(json!({"title": title.unwrap_or_else(|| "A talk".to_owned()), "speakers": speakers, "abstract": summary, "slides": slides, "video": video}))
    }
}

prop_compose! {
    fn event()(
        description in text(),
        (location, reason, price) in (line(), line(), line()),
        (join, sign_up, page) in (url(), url(), url()),
        form in prop::option::of(prop::sample::select(vec!["virtual", "hybrid", "in-person"])),
        contact in prop::option::of(prop::sample::select(vec!["team@example.org", "https://example.org/contact"])),
        talks in prop::collection::vec(talk(), 0..3),
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_description_of_a_feed_is_taken_apart(event in event()) {
        let Some(properties) = published(&event) else {
            return Err(TestCaseError::reject("not a valid event"));
        };
        let value = |name: &str| properties.get(name).and_then(Value::as_str);
        let (title, state) = own_title(value("SUMMARY").unwrap());
        let known = Known {
            uid: value("UID").unwrap(),
            page: value("URL"),
            join: value("CONFERENCE"),
            contact: value("CONTACT"),
            state,
        };
        let description = value("DESCRIPTION").unwrap();
        let own = own(description, &known);
        let details = &own.details;
        prop_assert_eq!(written::text(&own), description, "{:#?}", own);

        let of = |key: &str| event.get(key).and_then(Value::as_str);
        prop_assert_eq!(title, "Poems");
        prop_assert_eq!(details.join.as_deref(), of("join"));
        prop_assert_eq!(details.sign_up.as_deref(), of("sign_up"));
        prop_assert_eq!(details.contact.as_deref(), of("contact"));
        prop_assert_eq!(details.price.as_deref(), of("price"));
        prop_assert_eq!(details.format, of("format"));
        prop_assert_eq!(details.url.as_deref(), of("url").filter(|url| *url != "https://example.org/events/a/"));
        prop_assert_eq!(value("LOCATION").and_then(|it| own_location(it, known.join)), of("location"));
        prop_assert_eq!(details.talks.len(), event.get("talks").and_then(Value::as_array).map_or(0, Vec::len));
        let reason = event.pointer("/changes/2026-03-12/reason").and_then(Value::as_str);
        prop_assert_eq!(own.reason.as_deref(), reason.or(of("reason")).filter(|_| state != State::Confirmed || reason.is_some()));
    }
}
