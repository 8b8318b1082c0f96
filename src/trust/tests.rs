use super::*;
use crate::value::Text;
use crate::{Context, read};

const NOW: &str = "2026-06-15T12:00:00Z";

/// A calendar with `count` meetings, numbered from `first`, and more lines under `calendar`.
fn calendar(first: usize, count: usize, more: &str) -> Calendar {
    let head = format!(
        "calendar:\n  name: Books\n  slug: books\n  domain: books.example.org\n  url: https://books.example.org\n  timezone: UTC\n{more}events:\n"
    );
    let meeting = |number| {
        let day = 16 + number % 10;
        format!(
            "- id: meeting-{number}\n  title: Meeting {number}\n  start: 2026-06-{day} 18:00\n  duration: 1h\n"
        )
    };
    let meetings: String = (first..first + count).map(meeting).collect();
    parse(&(head + &meetings))
}

fn parse(text: &str) -> Calendar {
    let (calendar, report) = read(text, &Context::new(NOW.parse().unwrap()));
    calendar.unwrap_or_else(|| panic!("{report:?}"))
}

fn doubt(served: &Calendar, next: &Calendar) -> Option<String> {
    let doubt = Doubt::about(served, next, true, NOW.parse().unwrap());
    doubt.map(|doubt| format!("{}: {doubt}", doubt.name()))
}

#[test]
fn a_file_that_may_lack_its_end_is_doubtful() {
    let calendar = calendar(0, 5, "");
    let doubt = Doubt::about(&calendar, &calendar, false, NOW.parse().unwrap()).unwrap();
    assert_eq!(doubt.name(), "no-final-line-break");
    assert_eq!(
        doubt.to_string(),
        "it does not end with a line break, so its end may be missing; if it is complete, end the last line with a line break"
    );
}

#[test]
fn another_domain_is_doubtful() {
    let served = calendar(0, 5, "");
    let mut next = served.clone();
    next.domain = Domain::parse("films.example.org").unwrap();
    assert_eq!(
        doubt(&served, &next).unwrap(),
        "domain-changed: `domain` changes from `books.example.org` to `films.example.org`, which replaces every event; put \
         `domain: books.example.org` back"
    );
}

#[test]
fn another_slug_is_doubtful_even_if_the_old_feed_stays() {
    let served = calendar(0, 5, "");
    let mut next = served.clone();
    next.slug = Slug::parse("reading").unwrap();
    next.formerly = vec![crate::value::FormerSlug::parse(served.slug.as_str()).unwrap()];
    assert_eq!(
        doubt(&served, &next).unwrap(),
        "slug-changed: `slug` changes from `books` to `reading`, which moves the calendar's feed; put `slug: books` back"
    );
}

#[test]
fn a_feed_that_is_gone_is_doubtful() {
    let group = |id: &str, more: &str| format!("groups:\n  {id}:\n    name: Poetry\n{more}");
    let served = calendar(0, 5, &group("poetry", ""));
    assert_eq!(
        doubt(&served, &calendar(0, 5, "")).unwrap(),
        "feed-gone: the feed `/poetry.ics` is gone; restore its group, or add `formerly: [poetry]` to the group that replaces it"
    );
    let next = calendar(0, 5, &group("verse", "    formerly: [poetry]\n"));
    assert_eq!(doubt(&served, &next), None);
}

#[test]
fn all_feeds_that_are_gone_count() {
    let groups: String = ["drama", "novels", "poetry"]
        .map(|id| format!("  {id}:\n    name: {id}\n"))
        .concat();
    let served = calendar(0, 5, &format!("groups:\n{groups}"));
    assert_eq!(
        doubt(&served, &calendar(0, 5, "")).unwrap(),
        "feed-gone: the feed `/drama.ics` and 2 others are gone; restore its group, or add `formerly: [drama]` to the group that replaces it"
    );
}

#[test]
fn a_few_missing_events_are_no_doubt_but_a_fifth_of_many_is() {
    for (coming, most) in [
        (2, 1),
        (3, 2),
        (4, 2),
        (10, 2),
        (14, 2),
        (15, 2),
        (16, 3),
        (100, 19),
    ] {
        let served = calendar(0, coming, "");
        let after = |gone: usize| calendar(gone, coming - gone, "");
        assert_eq!(doubt(&served, &after(most)), None, "{most} of {coming}");
        let message = doubt(&served, &after(most + 1)).unwrap();
        assert!(message.starts_with("events-gone: "), "{message}");
    }
}

#[test]
fn many_missing_past_events_are_doubtful_too() {
    let past = |count: usize| {
        let event =
            |number| format!("- id: meeting-{number}\n  title: Meeting\n  start: 2026-01-05\n");
        let events: String = (0..count).map(event).collect();
        let head = "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: UTC}\nevents:\n- {id: next, title: Next, start: 2026-07-01}\n";
        parse(&(head.to_owned() + &events))
    };
    assert_eq!(doubt(&past(19), &past(16)), None);
    assert_eq!(
        doubt(&past(19), &past(15)).unwrap(),
        "events-gone: 4 of 20 events are gone; restore the missing events"
    );
}

#[test]
fn an_empty_calendar_in_the_place_of_a_full_one_is_doubtful() {
    assert_eq!(
        doubt(&calendar(0, 5, ""), &calendar(0, 0, "")).unwrap(),
        "events-gone: all 5 coming events are gone; restore the missing events, or keep them with `status: cancelled`"
    );
    assert_eq!(
        doubt(&calendar(0, 1, ""), &calendar(0, 0, "")).unwrap(),
        "events-gone: the only coming event is gone; restore the missing events, or keep them with `status: cancelled`"
    );
    assert_eq!(
        doubt(&calendar(0, 20, ""), &calendar(4, 16, "")).unwrap(),
        "events-gone: 4 of 20 coming events are gone; restore the missing events, or keep them with `status: cancelled`"
    );
    assert_eq!(doubt(&calendar(0, 0, ""), &calendar(0, 0, "")), None);
}

/// Five events, each with these lines.
fn events(lines: &str) -> Calendar {
    let head = "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: UTC}\nevents:\n";
    let event = |number| format!("- id: meeting-{number}\n  title: Meeting\n{lines}");
    let events: String = (1..=5).map(event).collect();
    parse(&(head.to_owned() + &events))
}

#[test]
fn only_what_people_expect_counts() {
    let none = events("  start: 2026-06-14 18:00\n  duration: 1h\n");
    let kinds = [
        ("  start: 2026-06-16 18:00\n  duration: 1h\n", true),
        (
            "  start: 2026-01-06 18:00\n  duration: 1h\n  repeats: every week\n",
            true,
        ),
        ("  start: tbc\n", true),
        (
            "  start: 2026-06-16 18:00\n  duration: 1h\n  status: cancelled\n",
            false,
        ),
        (
            "  start: 2026-01-06 18:00\n  duration: 1h\n  repeats: every week\n  until: 2026-06-01\n",
            false,
        ),
    ];
    for (lines, is_coming) in kinds {
        let before = events(lines);
        // An event that was ended or moved into the past does not count as removed.
        assert_eq!(doubt(&before, &none), None, "{lines}");
        let message = doubt(&before, &calendar(0, 0, "")).unwrap();
        assert_eq!(message.contains(" coming "), is_coming, "{lines}");
    }
    // A cancelled event is published as cancelled, so it is not missing.
    let on = events("  start: 2026-06-16 18:00\n  duration: 1h\n");
    let off = events("  start: 2026-06-16 18:00\n  duration: 1h\n  status: cancelled\n");
    assert_eq!(doubt(&on, &off), None);
}

#[test]
fn changes_are_counted_by_id() {
    let changes = Changes::between(&calendar(0, 5, ""), &calendar(3, 9, ""));
    assert_eq!(
        changes,
        Changes {
            added: 7,
            changed: 0,
            gone: 3
        }
    );
    let mut other = calendar(0, 5, "");
    other.events[2].details.title = Text::line("Other").unwrap();
    let changes = Changes::between(&calendar(0, 5, ""), &other);
    assert_eq!(
        changes,
        Changes {
            added: 0,
            changed: 1,
            gone: 0
        }
    );
}

#[test]
fn a_truncated_real_file_without_a_doubt_lacks_at_most_two_events() {
    let text = include_str!("../../events.yaml");
    let now: DateTime<Utc> = "2025-09-01T12:00:00Z".parse().unwrap();
    let context = Context::new(now);
    let whole = read(text, &context).0.unwrap();
    // A truncated file that ends in the middle of a line is always doubtful.
    let ends = text.match_indices('\n').map(|(at, _)| at + 1);
    let (mut valid, mut most) = (0, 0);
    for beginning in ends.map(|end| &text[..end]) {
        let Some(next) = read(beginning, &context).0 else {
            continue;
        };
        valid += 1;
        if Doubt::about(&whole, &next, true, now).is_none() {
            most = most.max(Changes::between(&whole, &next).gone);
        }
    }
    assert_eq!((valid, most), (124, 2));
}

#[test]
fn a_corrected_id_of_the_only_event_is_no_doubt() {
    let before = calendar(0, 1, "");
    let after = parse(
        "calendar:\n  name: Books\n  slug: books\n  domain: books.example.org\n  url: https://books.example.org\n  timezone: UTC\n\
         events:\n- id: first-meeting\n  title: Meeting 0\n  start: 2026-06-16 18:00\n  duration: 1h\n",
    );
    assert_eq!(doubt(&before, &after), None);
}

#[test]
fn other_ids_of_many_events_are_doubtful() {
    let served = calendar(0, 10, "");
    let mut next = served.clone();
    for event in &mut next.events {
        event.id = Slug::parse(&format!("new-{}", event.id)).unwrap();
    }
    assert_eq!(
        doubt(&served, &next).unwrap(),
        "events-gone: all 10 coming events are gone; restore the missing events, or keep them with `status: cancelled`"
    );
}

/// A calendar of five events with these keys each, in which `N` is a number.
fn with(domain: &str, keys: &str) -> Calendar {
    let head = format!(
        "calendar: {{name: Books, slug: books, domain: {domain}, url: https://books.example.org, timezone: UTC}}\nevents:\n"
    );
    let event = |number: usize| {
        let keys = keys.replace('N', &number.to_string());
        format!(
            "- {{title: Meeting {number}, start: 2026-07-1{number} 18:00, duration: 1h, {keys}}}\n"
        )
    };
    parse(&(head + &(0..5).map(event).collect::<String>()))
}

#[test]
fn another_domain_and_other_ids_are_no_doubt_where_every_event_keeps_its_uid() {
    let served = with("books.example.org", "id: a-N");
    let own = "uid: a-N@books.example.org";
    let domain = with("reading.example", &format!("id: a-N, {own}"));
    assert_eq!(doubt(&served, &domain), None);
    let ids = with("books.example.org", &format!("id: b-N, {own}"));
    assert_eq!(doubt(&served, &ids), None);
    assert_eq!(
        Changes::between(&served, &ids),
        Changes {
            added: 0,
            changed: 5,
            gone: 0
        }
    );
}

#[test]
fn other_uids_of_many_events_at_once_are_doubtful() {
    let served = with("books.example.org", "id: a-N");
    assert_eq!(
        doubt(
            &served,
            &with("books.example.org", "id: a-N, uid: N@elsewhere.example")
        )
        .unwrap(),
        "events-gone: 5 of 5 events have other UIDs; restore each `uid`"
    );
}
