//! Any valid events file, split into any number of files in any way: everything that is published stays the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use calfeed::{Calendar, Context, History, publish, read, read_with_included};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::corpus::{instant, now};
use crate::whole_files::{ENTRIES_OF_GROUPS, Event, HEAD, entry, event};

/// What a file may have under `defaults`. No generated event has these keys.
const DEFAULTS: [&str; 6] = [
    "format: hybrid",
    "shows_as: free",
    "language: cy",
    "contact: club@a.example.org",
    "price: free",
    "x-room: {number: 4}",
];

/// The paths that a file may have, in different folders and in an order unlike that of their numbers.
const PATHS: [&str; 5] = [
    "teams/b.yaml",
    "teams/a/z.yaml",
    "a.yaml",
    "teams/a/a.yml",
    "z.yaml",
];

/// How a file is split.
#[derive(Clone, Debug)]
struct Split {
    /// For each event: the index of its file, where the first is the main file, and its place in the order.
    of_events: Vec<(usize, u8)>,
    /// The file of each group.
    of_groups: [usize; ENTRIES_OF_GROUPS.len()],
    /// The defaults of each file.
    defaults: Vec<Option<&'static str>>,
    /// How the main file names the others.
    include: &'static str,
    ends_with: &'static str,
}

fn split() -> impl Strategy<Value = Split> {
    let files = 0..=PATHS.len();
    let include = select(vec![
        "[\"**/*.yaml\", teams/a/a.yml]",
        "[./teams/*.yaml, \"*.yaml\", \"teams/a/?.yaml\", \"**/*.yml\"]",
    ]);
    (
        vec((files.clone(), any::<u8>()), 6),
        std::array::from_fn(|_| files.clone()),
        vec(
            proptest::option::of(select(DEFAULTS.to_vec())),
            PATHS.len() + 1,
        ),
        include,
        select(vec!["", "\n", "x-anchors: {a: &a b}\n"]),
    )
        .prop_map(
            |(of_events, of_groups, defaults, include, ends_with)| Split {
                of_events,
                of_groups,
                defaults,
                include,
                ends_with,
            },
        )
}

impl Split {
    /// Returns the file with everything in it, and the main file with those that it includes.
    fn written(&self, events: &[Event]) -> (String, String, BTreeMap<&'static str, String>) {
        let groups = ENTRIES_OF_GROUPS.join(", ");
        let mut whole = format!("{HEAD}groups: {{{groups}}}\nevents:\n");
        let mut entries: Vec<Vec<(u8, String)>> = vec![Vec::new(); PATHS.len() + 1];
        for (number, event) in events.iter().enumerate() {
            let (file, place) = self.of_events[number];
            let entry = entry(number, event);
            let default = self.defaults[file].unwrap_or("x-none: true");
            let with_default = entry.replace(", status:", &format!(", {default}, status:"));
            whole += if self.defaults[file].is_some() {
                &with_default
            } else {
                &entry
            };
            entries[file].push((place, entry));
        }
        let mut files = Vec::new();
        for (file, mut entries) in entries.into_iter().enumerate() {
            entries.sort();
            let mut text = String::new();
            if let Some(default) = self.defaults[file] {
                writeln!(text, "defaults: {{{default}}}").unwrap();
            }
            let own = self.of_groups.iter().zip(ENTRIES_OF_GROUPS);
            let own = own.filter(|(of, _)| **of == file);
            let own: Vec<&str> = own.map(|(_, group)| group).collect();
            if !own.is_empty() {
                writeln!(text, "groups: {{{}}}", own.join(", ")).unwrap();
            }
            text += "events:\n";
            text.extend(entries.into_iter().map(|(_, entry)| entry));
            text += self.ends_with;
            files.push(text);
        }
        let main = format!("{HEAD}include: {}\n{}", self.include, files.remove(0));
        (whole, main, PATHS.into_iter().zip(files).collect())
    }
}

/// Returns every published byte, with the times and the SEQUENCE that a history gives.
fn published(calendar: &Calendar, history: &History) -> BTreeMap<String, Vec<u8>> {
    let site = publish(calendar, &history.revisions(), &Context::new(now())).unwrap();
    let all = site.iter();
    all.map(|(path, resource)| (path.to_owned(), resource.bytes().to_vec()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, max_global_rejects: 0, ..ProptestConfig::default() })]

    /// The file is written, then edited, then split.
    #[test]
    fn a_file_that_is_split_publishes_the_same_bytes(events in vec(event(), 1..6), split in split()) {
        let (whole, main, files) = split.written(&events);
        let before = whole.replacen("title: \"a", "title: \"before a", 1);
        let context = Context::new(now());
        let (one, report) = read(&whole, &context);
        prop_assert!(!report.has_errors(), "{whole}{:#?}", report.diagnostics());
        let texts = files.iter().map(|(path, text)| (*path, text.as_str()));
        let (split, report) = read_with_included(&main, texts, &context);
        prop_assert!(!report.has_errors(), "{main}{files:#?}{:#?}", report.diagnostics());
        let mut history = History::default();
        prop_assert!(history.note(&before, instant("2026-01-05T12:00:00Z")), "{before}");
        prop_assert!(history.note(&whole, instant("2026-01-06T12:00:00Z")), "{whole}");
        let one = published(&one.unwrap(), &history);
        let texts = files.iter().map(|(path, text)| (*path, text.as_str()));
        prop_assert!(history.note_with_included(&main, texts, instant("2026-01-07T12:00:00Z")), "{main}{files:#?}");
        let split = published(&split.unwrap(), &history);
        prop_assert_eq!(one.keys().collect::<Vec<_>>(), split.keys().collect::<Vec<_>>());
        for (path, bytes) in &one {
            prop_assert!(split[path] == *bytes, "{} differs:\n{}\n{:#?}", path, main, files);
        }
    }
}
