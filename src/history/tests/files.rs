//! Versions of several files: whatever was read before, a version reads the same, and the history does not depend on where events are.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::DateTime;
use proptest::prelude::*;

use super::super::History;
use super::super::reader::Reader;
use super::super::snapshot::{complete, whole};
use super::{HEAD, agree_on, shown};
use crate::version::{Included, Version};

/// A file: its head, its entries, and what is below them.
type Form = (usize, Vec<usize>, usize);

const HEADS: [&str; 10] = [
    "",
    "# ours\n",
    "defaults: {location: Riverside Library}\n",
    "defaults: {location: Town Hall, timezone: Europe/Paris}\n",
    "groups: {poets: {name: Poets}}\n",
    "groups: {poets: {name: Poets of Riverside}}\ndefaults: {group: poets}\n",
    "groups: {readers: {name: Readers}}\n",
    "x-hall: &hall Town Hall\n",
    "groups:\n  poets: {name: Poets, timezone: Europe/Paris, contact: poets@books.example.org}\n",
    "groups:\n  arts: {name: Arts, groups: [poets]}\n",
];

const ENTRIES: [&str; 11] = [
    "  - id: one\n    title: One\n    start: 2026-01-13 18:00\n",
    "  - id: one\n    title: Changed\n    start: 2026-01-13 18:00\n",
    "  - {id: two, title: Two, start: 2026-07-14 18:00, group: poets}\n",
    "  - id: three\n    title: Three\n    start: 2026-07-15\n    uid: shared@elsewhere.example\n",
    "  - id: four\n    title: Four\n    start: 2026-07-16\n    uid: shared@elsewhere.example\n",
    "  # a comment\n  - id: five\n    title: Five\n    start: 2026-07-16 18:00\n    location: *hall\n",
    "  - id: six\n    title: &t Six\n    start: 2026-01-16\n",
    "  - id: seven\n    title: *t\n    start: 2026-01-16\n",
    "  - id: eight\n    title: Eight\n    start: 2026-01-15\n    description: \"\n",
    "  - id: nine\n    title: Nine\n    start: soon\n",
    "  - id: ten\n    title: Ten\n    start: 2026-02-03 18:00\n    groups: [poets, readers]\n",
];

const TAILS: [&str; 3] = [
    "",
    "groups: {readers: {name: All readers}}\n",
    "x-a: \"\n  \"\n",
];

fn text((head, entries, tail): &Form) -> String {
    let mut text = HEADS[*head].to_owned();
    if !entries.is_empty() {
        text.push_str("events:\n");
        for entry in entries {
            text.push_str(ENTRIES[*entry]);
        }
    }
    text + TAILS[*tail]
}

fn version(zone: usize, include: usize, main: &Form, files: &BTreeMap<usize, Form>) -> Version {
    let zone = ["Europe/London", "Europe/Paris"][zone];
    let include = ["a.yaml", "\"*.yaml\"", "\"*.yaml\", 2.yaml"][include];
    let head = HEAD.strip_suffix("events:\n").unwrap();
    let head = head.replace("Europe/London", zone);
    let included = files.iter().map(|(name, form)| Included {
        path: format!("{name}.yaml").into(),
        text: Arc::new(text(form)),
    });
    Version {
        text: Arc::new(format!("{head}include: [{include}]\n{}", text(main))),
        included: included.collect(),
    }
}

fn form() -> impl Strategy<Value = Form> {
    let good = prop_oneof![Just(0_usize), Just(2), Just(6), Just(10)];
    let entry = prop_oneof![6 => good, 1 => 0..ENTRIES.len()];
    let tail = prop_oneof![8 => Just(0_usize), 1 => 0..TAILS.len()];
    (0..HEADS.len(), proptest::collection::vec(entry, 0..3), tail)
}

fn versions() -> impl Strategy<Value = Vec<Version>> {
    let change = (
        prop_oneof![6 => Just(0_usize), 1 => Just(1)],
        prop_oneof![1 => Just(0_usize), 6 => Just(1), 2 => Just(2)],
        proptest::option::weighted(0.3, form()),
        proptest::collection::btree_map(0..4_usize, proptest::option::weighted(0.8, form()), 0..3),
    );
    proptest::collection::vec(change, 1..12).prop_map(|changes| {
        let mut main = (0, Vec::new(), 0);
        let mut files = BTreeMap::new();
        let changes = changes.into_iter();
        let versions = changes.map(|(zone, include, next, changed)| {
            main = next.unwrap_or_else(|| main.clone());
            for (name, form) in changed {
                match form {
                    Some(form) => files.insert(name, form),
                    None => files.remove(&name),
                };
            }
            version(zone, include, &main, &files)
        });
        versions.collect()
    })
}

/// An event: its id, its title, its schedule and its group.
type Written = (u8, u8, u8, bool);

fn entry((id, title, schedule, is_of_poets): &Written) -> String {
    let schedule = [
        "start: 2026-01-05 18:00",
        "start: 2026-01-05 18:00\n    repeats: weekly",
        "start: 2026-02",
        "start: 2026-01-20",
    ][usize::from(*schedule)];
    let group = if *is_of_poets {
        "    group: poets\n"
    } else {
        ""
    };
    format!("  - id: e{id}\n    title: Title {id}{title}\n    {schedule}\n{group}")
}

fn events() -> impl Strategy<Value = Vec<(Written, usize)>> {
    let event = ((0..6_u8, 0..3_u8, 0..4_u8, any::<bool>()), 0..4_usize);
    proptest::collection::vec(event, 0..6).prop_map(|mut events| {
        events.sort_unstable();
        events.dedup_by_key(|((id, ..), _)| *id);
        events
    })
}

/// A version with all events in one file, and one with each event in the file with its number; 0 is the main file.
fn both(events: &[(Written, usize)], name: &str) -> (Version, Version) {
    let head = HEAD.strip_suffix("events:\n").unwrap();
    let head = head.replace("Riverside", name);
    let groups = "groups: {poets: {name: Poets}}\n";
    let file = |head: &str, of: &[&Written]| {
        let mut text = head.to_owned();
        if !of.is_empty() {
            text.push_str("events:\n");
        }
        for event in of {
            text.push_str(&entry(event));
        }
        Arc::new(text)
    };
    let all: Vec<&Written> = events.iter().map(|(event, _)| event).collect();
    let of = |number: usize| -> Vec<&Written> {
        let of = events.iter().filter(|(_, file)| *file == number);
        of.map(|(event, _)| event).collect()
    };
    let one = Version::alone(file(&format!("{head}{groups}"), &all));
    let included = (1..4).map(|number| Included {
        path: format!("teams/{number}.yaml").into(),
        text: file(if number == 2 { groups } else { "x-a: 1\n" }, &of(number)),
    });
    let main = format!("{head}include: [\"teams/*.yaml\"]\n");
    let several = Version {
        text: file(&main, &of(0)),
        included: included.collect(),
    };
    (one, several)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn versions_of_several_files_read_the_same_whatever_was_read_before(versions in versions()) {
        let mut reader = Reader::default();
        for version in versions {
            agree_on(&mut reader, &version);
        }
    }

    #[test]
    fn an_event_is_reduced_to_a_version_that_has_it(versions in versions()) {
        let mut reader = Reader::default();
        for version in versions {
            let Some((_, events)) = shown(reader.read(&version)) else {
                continue;
            };
            for event in events {
                let reduced = reader.reduced(&version, &event);
                let read = whole(&reduced);
                prop_assert_eq!(read.as_ref().and_then(|it| it.event(&event.id)), Some(&event));
            }
        }
    }

    #[test]
    fn a_history_does_not_depend_on_the_files_of_the_events(
        commits in proptest::collection::vec((events(), proptest::bool::weighted(0.2)), 1..10)
    ) {
        let (mut one, mut several) = (History::default(), History::default());
        for (day, (events, is_renamed)) in (1..).zip(commits) {
            let at = DateTime::from_timestamp(1_767_225_600 + day * 86_400, 0).unwrap();
            let name = if is_renamed { "Lakeside" } else { "Riverside" };
            let (in_one, in_several) = both(&events, name);
            prop_assert!(complete(&in_several).is_some(), "{in_several:#?}");
            one.note_version(&in_one, at);
            several.note_version(&in_several, at);
            prop_assert_eq!(one.revisions(), several.revisions());
        }
        let carried = History::from_json(&several.to_json()).unwrap();
        prop_assert_eq!(carried.revisions(), several.revisions());
    }
}

#[test]
fn a_file_that_is_the_same_is_not_read_again() {
    let mut text = "events:\n".to_owned();
    for number in 0..50 {
        write!(
            text,
            "  - {{id: e{number}, title: Event {number}, start: 2026-07-16}}\n"
        )
        .unwrap();
    }
    let text = Arc::new(text);
    let version = |title: &str| {
        let head = HEAD.strip_suffix("events:\n").unwrap();
        let one = format!("events:\n  - {{id: one, title: {title}, start: 2026-07-16}}\n");
        let included = [("a.yaml", Arc::new(one)), ("b.yaml", Arc::clone(&text))];
        let included = included.map(|(path, text)| Included {
            path: path.into(),
            text,
        });
        Version {
            text: Arc::new(format!("{head}include: [\"*.yaml\"]\n")),
            included: included.to_vec(),
        }
    };
    let mut reader = Reader::default();
    let before = reader.read(&version("One")).unwrap();
    let now = reader.read(&version("Two")).unwrap();
    let changed = now.events_not_shared(&before);
    let changed: Vec<String> = changed.iter().map(|event| event.id.to_string()).collect();
    assert_eq!(changed, ["one"]);
}
