//! Checklist B on every invite, and the HTTP headers of every `.ics`.

use std::collections::BTreeSet;

use crate::content::Component;
use crate::corpus::{File, Kind, every_file, files, now, of, unless};

/// Runs a check on every invite.
#[track_caller]
fn every_invite(faults_of: impl Fn(&File) -> Vec<String>) {
    every_file(|file| match file.kind {
        Kind::Feed => Vec::new(),
        Kind::Invite | Kind::InstanceInvite => faults_of(file),
    });
}

/// Returns the feed of all events of an invite's calendar, or that of a group if only the group's feed has the event.
fn feed(file: &File) -> &'static File {
    let calendar = &file.published.calendar;
    let path = format!("/{}.ics", calendar.slug());
    let (id, _) = event_and_key(file);
    let mut events = calendar.events().iter();
    let event = events.find(|event| event.id().as_str() == id);
    let is_listed = event.is_none_or(|event| calendar.is_in_own_feed(event));
    let mut feeds = files()
        .iter()
        .filter(|it| it.published.name == file.published.name && it.kind == Kind::Feed);
    let has_event = |it: &File| {
        let mut ids = it
            .events()
            .filter_map(|it| it.value("UID").strip_prefix(id));
        ids.any(|rest| rest.starts_with(['@', '.']))
    };
    let found = feeds.find(|it| {
        if is_listed {
            it.path == path
        } else {
            has_event(it)
        }
    });
    found.unwrap()
}

/// Returns the id of an invite's event, and the key date of its instance.
fn event_and_key(file: &File) -> (&'static str, Option<&'static str>) {
    let path = file.path.strip_prefix("/events/").unwrap();
    let path = path.strip_suffix(".ics").unwrap();
    match path.split_once('/') {
        Some((event, key)) => (event, Some(key)),
        None => (path, None),
    }
}

#[test]
fn every_kind_of_file_is_there() {
    let count = |kind| files().iter().filter(|file| file.kind == kind).count();
    assert!(count(Kind::Feed) > 10);
    assert!(count(Kind::Invite) > 40);
    assert!(count(Kind::InstanceInvite) > 200);
}

#[test]
fn every_invite_has_one_uid() {
    every_invite(|file| {
        let uids: BTreeSet<&str> = file.events().map(|event| event.value("UID")).collect();
        let domain = file.published.calendar.domain();
        let wanted = match event_and_key(file) {
            (event, None) => format!("{event}@{domain}"),
            (event, Some(key)) => format!("{event}.{key}@{domain}"),
        };
        unless(uids.iter().eq([&wanted]), format!("{uids:?}"))
    });
}

#[test]
fn every_invite_opens_as_one_item_and_has_no_name_and_no_interval() {
    every_invite(|file| {
        let names = file
            .root
            .lines
            .iter()
            .map(|line| format!("{}:{}", line.name, line.value));
        let names: Vec<String> = names.collect();
        let wanted = [
            "VERSION:2.0",
            "PRODID:-//calfeed//calfeed//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "X-MS-OLK-FORCEINSPECTOROPEN:TRUE",
        ];
        unless(names == wanted, format!("{names:?}"))
    });
    every_file(|file| {
        let forced = file.root.has("X-MS-OLK-FORCEINSPECTOROPEN");
        unless(forced == (file.kind != Kind::Feed), "FORCEINSPECTOROPEN")
    });
}

#[test]
fn every_invite_has_the_components_of_the_feed_octet_by_octet() {
    every_invite(|file| {
        let Kind::Invite = file.kind else {
            return Vec::new();
        };
        let domain = file.published.calendar.domain();
        let uid = match event_and_key(file) {
            (event, None) => format!("{event}@{domain}"),
            (event, Some(series)) => format!("{event}.{series}@{domain}"),
        };
        let in_feed = feed(file).events().filter(|it| it.value("UID") == uid);
        let in_feed: Vec<&str> = in_feed.map(|it| it.octets.as_str()).collect();
        let ours: Vec<&str> = file.events().map(|it| it.octets.as_str()).collect();
        unless(ours == in_feed, "not what the feed has")
    });
}

#[test]
fn every_event_of_the_feed_has_an_invite() {
    every_file(|file| {
        if file.kind != Kind::Feed {
            return Vec::new();
        }
        let paths = file.events().map(|event| {
            let (left, _) = event.value("UID").split_once('@').unwrap();
            format!("/events/{}.ics", left.replace('.', "/"))
        });
        paths
            .filter(|path| file.published.site.get(path).is_none())
            .collect()
    });
}

#[test]
fn an_invite_to_an_instance_is_the_feeds_component_but_for_its_identity() {
    every_invite(|file| {
        let Kind::InstanceInvite = file.kind else {
            return Vec::new();
        };
        let events: Vec<&Component> = file.events().collect();
        let [invite] = events[..] else {
            return vec![format!("{} components", events.len())];
        };
        let (event, key) = event_and_key(file);
        let key = key.unwrap().replace('-', "");
        let domain = file.published.calendar.domain();
        let of_uid = |uid: String| {
            let found = feed(file).events().filter(move |it| it.value("UID") == uid);
            found.collect::<Vec<_>>()
        };
        // The feed has the instance under the same UID, or as an override, or as part of a series that gives everything but its time.
        if let [alone] = of_uid(invite.value("UID").to_owned())[..] {
            return unless(
                alone.octets == invite.octets,
                "not as it stands in the feed",
            );
        }
        // If the event is published as several series, any of them may have the date.
        let of_event = |it: &&Component| {
            let left = it.value("UID").strip_suffix(&format!("@{domain}")).unwrap();
            let of_series = left
                .strip_prefix(event)
                .and_then(|rest| rest.strip_prefix('.'));
            left == event || of_series.is_some_and(|rest| !rest.contains('-'))
        };
        let series: Vec<&Component> = feed(file).events().filter(of_event).collect();
        let of = series
            .iter()
            .find(|it| it.has("RECURRENCE-ID") && it.value("RECURRENCE-ID").starts_with(&key));
        let (wanted, without) = match of {
            Some(of) => (of, &["UID", "RECURRENCE-ID"][..]),
            None => (
                &series[0],
                &["UID", "DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE"][..],
            ),
        };
        let same = wanted.octets_without(without) == invite.octets_without(without);
        let mut faults = unless(same, "says something else than the feed");
        faults.extend(unless(
            !invite.has("RECURRENCE-ID") && !invite.has("RRULE"),
            "a series",
        ));
        faults
    });
}

#[test]
fn an_invite_defines_its_zones_as_the_feed_does() {
    every_invite(|file| {
        let in_feed: BTreeSet<&str> = feed(file)
            .root
            .all("VTIMEZONE")
            .map(|it| it.octets.as_str())
            .collect();
        let ours = file.root.all("VTIMEZONE").map(|it| it.octets.as_str());
        let strange = ours.filter(|zone| !in_feed.contains(zone));
        strange.map(ToOwned::to_owned).collect()
    });
}

#[test]
fn every_file_is_text_calendar_and_is_named_after_its_path() {
    every_file(|file| {
        let wanted = match file.path.strip_prefix("/events/") {
            None => {
                let (_, name) = file.path.rsplit_once('/').unwrap();
                format!("inline; filename=\"{name}\"")
            }
            Some(invite) => format!("attachment; filename=\"{}\"", invite.replace('/', "-")),
        };
        let mut faults = unless(
            file.resource.disposition() == Some(&*wanted),
            format!("{:?}", file.resource.disposition()),
        );
        let kind = file.resource.content_type();
        faults.extend(unless(kind == "text/calendar; charset=utf-8", kind));
        faults
    });
}

#[test]
fn the_address_of_every_file_is_short_enough_for_google() {
    every_file(|file| {
        let address = format!("{}{}", file.published.calendar.url(), file.path);
        unless(address.encode_utf16().count() <= 256, address)
    });
}

#[test]
fn an_address_too_long_for_google_is_noticed() {
    let long = format!("url: https://www.example.org/{}", "a".repeat(250));
    let minimal = &of("examples/events/minimal.yaml").text;
    let text = minimal.replace("url: https://choir.example.org", &long);
    assert!(text.contains(&long));
    let (_, report) = calfeed::read(&text, &calfeed::Context::new(now()));
    assert_eq!(
        report.diagnostics().len(),
        1,
        "the feed's address has 293 characters"
    );
}

#[test]
fn every_file_has_a_strong_entity_tag_of_its_own() {
    let mut tags: Vec<(&str, &str)> = Vec::new();
    every_file(|file| {
        let tag = file.resource.etag();
        let strong = tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"');
        unless(strong && tag.is_ascii(), tag)
    });
    for file in files() {
        tags.push((file.resource.etag(), file.text));
    }
    tags.sort_unstable();
    tags.dedup();
    let distinct: BTreeSet<&str> = tags.iter().map(|(tag, _)| *tag).collect();
    assert_eq!(distinct.len(), tags.len(), "two texts with one tag");
}

#[test]
fn a_slug_of_before_has_the_feed_of_now() {
    let published = of("tests/it/cases/every-key.yaml");
    let feed = published.text_at("/harbour-engineers.ics");
    assert_eq!(published.text_at("/harbour.ics"), feed);
    assert_eq!(published.text_at("/harbour-old.ics"), feed);
    let group = published.text_at("/platform.ics");
    assert_eq!(published.text_at("/infrastructure.ics"), group);
    assert_ne!(group, feed);
}

#[test]
fn a_cancelled_event_has_an_invite_that_says_so() {
    let picnic = Component::read(of("tests/it/cases/every-key.yaml").text_at("/events/picnic.ics"));
    let picnic = picnic.all("VEVENT").next().unwrap();
    assert_eq!(picnic.value("SUMMARY"), "CANCELLED: Picnic");
    assert_eq!(picnic.value("STATUS"), "CANCELLED");
}
