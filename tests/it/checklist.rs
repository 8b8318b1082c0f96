//! Checklist A for calendar clients, checked on every `.ics` in the corpus: octets, and which properties each component has.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::Component;
use crate::corpus::{File, Kind, every_event, every_file, files, of, unless};

/// How often a component may have a property.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Count {
    One,
    AtMostOne,
    Any,
}
use Count::{Any, AtMostOne, One};

/// All that components may contain, by RFC 5545 §3.4 and §3.6, RFC 7986 §5, and Microsoft's extensions. The table is stricter than the RFCs
/// where clients are: SUMMARY, an end and LAST-MODIFIED are required; NAME and DESCRIPTION are in one language.
const CARDINALITY: [(&str, &[(&str, Count)]); 5] = [
    (
        "VCALENDAR",
        &[
            ("VERSION", One),
            ("PRODID", One),
            ("CALSCALE", One),
            ("METHOD", One),
            ("NAME", AtMostOne),
            ("X-WR-CALNAME", AtMostOne),
            ("DESCRIPTION", AtMostOne),
            ("X-WR-CALDESC", AtMostOne),
            ("REFRESH-INTERVAL", AtMostOne),
            ("X-PUBLISHED-TTL", AtMostOne),
            ("COLOR", AtMostOne),
            ("X-APPLE-CALENDAR-COLOR", AtMostOne),
            ("X-MS-OLK-FORCEINSPECTOROPEN", AtMostOne),
        ],
    ),
    (
        "VEVENT",
        &[
            ("UID", One),
            ("DTSTAMP", One),
            ("CREATED", AtMostOne),
            ("LAST-MODIFIED", One),
            ("SEQUENCE", One),
            ("RECURRENCE-ID", AtMostOne),
            ("DTSTART", One),
            ("DTEND", AtMostOne),
            // DURATION replaces DTEND in a series whose first instance spans a clock change, because readers disagree about its length.
            ("DURATION", AtMostOne),
            ("RRULE", AtMostOne),
            ("EXDATE", Any),
            ("SUMMARY", One),
            ("DESCRIPTION", One),
            ("LOCATION", AtMostOne),
            ("URL", One),
            ("CONFERENCE", Any),
            ("CONTACT", Any),
            ("CATEGORIES", Any),
            ("STATUS", One),
            ("TRANSP", One),
            ("X-MICROSOFT-CDO-BUSYSTATUS", One),
        ],
    ),
    ("VTIMEZONE", &[("TZID", One)]),
    (
        "STANDARD",
        &[
            ("DTSTART", One),
            ("TZOFFSETFROM", One),
            ("TZOFFSETTO", One),
            ("TZNAME", One),
            ("RRULE", AtMostOne),
            ("RDATE", Any),
        ],
    ),
    (
        "DAYLIGHT",
        &[
            ("DTSTART", One),
            ("TZOFFSETFROM", One),
            ("TZOFFSETTO", One),
            ("TZNAME", One),
            ("RRULE", AtMostOne),
            ("RDATE", Any),
        ],
    ),
];

/// Properties that VCALENDAR and VEVENT must never have. The table excludes them as well, but these have particular reasons.
const NEVER: [&str; 8] = [
    "X-WR-TIMEZONE", // Home Assistant does not know it, others shift by it
    "X-WR-RELCALID", // Outlook opens a new calendar
    "ORGANIZER",     // Outlook takes the reader for an uninvited guest
    "ATTENDEE",      // as above, and it tells on people
    "VALARM",        // one community must not ring in everybody's pocket
    "ATTACH",        // Nextcloud takes it out
    "RDATE",         // Outlook and Apple do not show it
    "X-ALT-DESC",    // loses the text outside Outlook
];

fn components(component: &Component) -> Vec<&Component> {
    let below = component.components.iter().flat_map(components);
    std::iter::once(component).chain(below).collect()
}

#[test]
fn every_line_ends_with_crlf_and_no_cr_or_lf_stands_alone() {
    every_file(|file| {
        let rest = file.text.replace("\r\n", "");
        let mut faults = unless(
            file.text.ends_with("END:VCALENDAR\r\n"),
            "does not end with END",
        );
        faults.extend(unless(!rest.contains(['\r', '\n']), "a bare CR or LF"));
        faults
    });
}

#[test]
fn every_line_has_at_most_75_octets_and_is_utf_8_by_itself() {
    every_file(|file| {
        let lines = file.resource.bytes().split(|byte| *byte == b'\n');
        lines
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
            .filter(|line| line.len() > 75 || str::from_utf8(line).is_err())
            .map(|line| format!("{} octets: {}", line.len(), String::from_utf8_lossy(line)))
            .collect()
    });
}

#[test]
fn no_line_is_folded_after_a_blank_or_within_an_escape() {
    every_file(|file| {
        let folds = file.text.split("\r\n ").collect::<Vec<_>>();
        let before = folds.split_last().unwrap().1;
        let bad = |piece: &&&str| {
            let escapes = piece.len() - piece.trim_end_matches('\\').len();
            piece.ends_with([' ', '\t']) || escapes % 2 == 1
        };
        let faults = before.iter().filter(bad);
        faults.map(|piece| format!("…{piece}")).collect()
    });
}

#[test]
fn no_file_has_a_byte_order_mark_or_a_control_character() {
    every_file(|file| {
        let found = file
            .text
            .chars()
            .find(|c| c.is_control() && !matches!(c, '\r' | '\n' | '\t') || *c == '\u{feff}');
        found.map(|c| format!("{c:?}")).into_iter().collect()
    });
}

#[test]
fn no_property_is_empty() {
    every_file(|file| {
        let all = components(&file.root);
        let lines = all.iter().flat_map(|component| &component.lines);
        let empty = lines.filter(|line| line.value.trim().is_empty());
        empty.map(|line| line.name.clone()).collect()
    });
}

#[test]
fn every_component_has_the_properties_that_the_rfc_counts() {
    let tables: BTreeMap<&str, BTreeMap<&str, Count>> = CARDINALITY
        .iter()
        .map(|(component, table)| (*component, table.iter().copied().collect()))
        .collect();
    every_file(|file| {
        let some = !file.root.components.is_empty();
        let mut faults = unless(some, "a calendar without a component");
        for component in components(&file.root) {
            let Some(table) = tables.get(component.name.as_str()) else {
                faults.push(format!("a {}", component.name));
                continue;
            };
            for line in &component.lines {
                if !table.contains_key(line.name.as_str()) {
                    faults.push(format!("{} in {}", line.name, component.name));
                }
            }
            let ends = ["DTEND", "DURATION"].map(|name| component.lines(name).count());
            if component.name == "VEVENT" && ends.iter().sum::<usize>() != 1 {
                faults.push(format!("{ends:?} of DTEND and DURATION"));
            }
            for (property, wanted) in table {
                let found = component.lines(property).count();
                let good = match wanted {
                    One => found == 1,
                    AtMostOne => found <= 1,
                    Any => true,
                };
                if !good {
                    faults.push(format!(
                        "{found} {property} in {}, wanted {wanted:?}",
                        component.name
                    ));
                }
            }
        }
        faults
    });
}

#[test]
fn every_property_that_may_be_there_is_there_in_some_file() {
    // If no component had a property, the checks above would pass without checking it.
    let mut missing: BTreeSet<(&str, &str)> = CARDINALITY
        .iter()
        .flat_map(|(component, table)| table.iter().map(|(property, _)| (*component, *property)))
        .collect();
    // CREATED needs a history. `revisions` checks it.
    missing.remove(&("VEVENT", "CREATED"));
    for file in files() {
        for component in components(&file.root) {
            for line in &component.lines {
                missing.remove(&(component.name.as_str(), line.name.as_str()));
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn what_clients_stumble_over_is_nowhere() {
    every_file(|file| {
        let outside_zones = components(&file.root)
            .into_iter()
            .filter(|it| !matches!(it.name.as_str(), "STANDARD" | "DAYLIGHT"));
        let names = outside_zones.flat_map(|it| {
            let lines = it.lines.iter().map(|line| line.name.as_str());
            lines.chain([it.name.as_str()])
        });
        let found = names.filter(|name| NEVER.contains(name));
        found.map(ToOwned::to_owned).collect()
    });
}

#[test]
fn the_calendars_own_properties_come_first_and_in_one_order() {
    let feed = [
        "VERSION:2.0",
        "PRODID:-//calfeed//calfeed//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME",
        "X-WR-CALNAME",
        "DESCRIPTION",
        "X-WR-CALDESC",
        "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL",
        "COLOR",
        "X-APPLE-CALENDAR-COLOR",
    ];
    let invite = [
        "VERSION:2.0",
        "PRODID:-//calfeed//calfeed//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-MS-OLK-FORCEINSPECTOROPEN:TRUE",
    ];
    every_file(|file| {
        let (head, _) = file.text.split_once("\r\nBEGIN:V").unwrap_or(("", ""));
        let (_, head) = head.split_once("\r\nBEGIN:V").unwrap_or(("", head));
        let lines = head
            .split("\r\n")
            .skip(1)
            .filter(|line| !line.starts_with(' '));
        let wanted: &[&str] = if file.kind == Kind::Feed {
            &feed
        } else {
            &invite
        };
        let mut rest = wanted.iter();
        let strange = lines.filter(|line| {
            let fits = |wanted: &&str| {
                line == wanted
                    || !wanted.contains(':') && line.split([':', ';']).next() == Some(wanted)
            };
            !rest.any(fits)
        });
        strange.map(ToOwned::to_owned).collect()
    });
}

#[test]
fn no_property_of_the_calendar_stands_after_a_component() {
    every_file(|file| {
        let ends = file
            .text
            .match_indices("\r\nEND:V")
            .map(|(at, _)| &file.text[at + 2..]);
        let after = ends.filter_map(|rest| rest.split("\r\n").nth(1));
        let strange = after.filter(|line| !matches!(*line, "END:VCALENDAR" | ""));
        let strange = strange.filter(|line| !line.starts_with("BEGIN:V"));
        strange.map(ToOwned::to_owned).collect()
    });
}

#[test]
fn every_feed_has_its_name_twice_and_says_when_to_look_again() {
    every_file(|file| {
        if file.kind != Kind::Feed {
            return Vec::new();
        }
        let root = &file.root;
        let refresh = root.line("REFRESH-INTERVAL");
        let interval = refresh.value.as_str();
        let value = refresh.parameters.as_slice() == [("VALUE".to_owned(), "DURATION".to_owned())];
        let mut faults = unless(value, "REFRESH-INTERVAL without ;VALUE=DURATION");
        faults.extend(unless(
            interval == root.value("X-PUBLISHED-TTL"),
            "two intervals",
        ));
        faults.extend(unless(
            root.value("NAME") == root.value("X-WR-CALNAME"),
            "two names",
        ));
        faults.extend(unless(
            root.line("NAME").text() == name_of(file),
            "not its name",
        ));
        let described = ["DESCRIPTION", "X-WR-CALDESC"].map(|name| root.has(name));
        faults.extend(unless(described[0] == described[1], "one description"));
        faults
    });
}

/// Returns the name of the calendar or the group that a feed belongs to.
fn name_of(file: &File) -> &str {
    let calendar = &file.published.calendar;
    let slug = file.path.trim_matches('/').trim_end_matches(".ics");
    let group = calendar.groups().iter().find(|group| {
        let mut formerly = group.formerly().iter();
        group.id().as_str() == slug || formerly.any(|it| it.as_str() == slug)
    });
    group.map_or(calendar.name(), calfeed::Group::name)
}

#[test]
fn the_interval_and_the_colours_are_those_of_the_file() {
    let head = |name: &str| {
        let (head, _) = of(name).feed().split_once("\r\nBEGIN:VTIMEZONE").unwrap();
        let lines = head
            .split("\r\n")
            .skip_while(|line| !line.starts_with("REFRESH"));
        lines.map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        head("tests/it/cases/every-key.yaml"),
        [
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H30M",
            "X-PUBLISHED-TTL:PT1H30M",
            "COLOR:teal",
            "X-APPLE-CALENDAR-COLOR:#008080",
        ]
    );
    assert_eq!(
        head("tests/it/cases/changes.yaml"),
        [
            "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
            "X-PUBLISHED-TTL:PT4H",
            "X-APPLE-CALENDAR-COLOR:#1D70B8",
        ]
    );
    assert_eq!(
        head("events.yaml"),
        [
            "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
            "X-PUBLISHED-TTL:PT4H",
        ]
    );
}

#[test]
fn every_text_is_escaped_and_reads_as_it_was_written() {
    every_event(|_, event| {
        for name in ["UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CONTACT"] {
            for line in event.lines(name) {
                line.text();
            }
        }
        Vec::new()
    });
    let event = |id: &str| {
        Component::read(of("tests/it/cases/text.yaml").text_at(&format!("/events/{id}.ics")))
    };
    let event = event("eisteddfod");
    let event = event.all("VEVENT").next().unwrap();
    assert_eq!(
        event.line("SUMMARY").text(),
        "Eisteddfod – ŵyl y gân, 👩‍💻 a 🏴󠁧󠁢󠁷󠁬󠁳󠁿; \\n is no line break"
    );
    assert_eq!(
        event.line("LOCATION").text(),
        "Y Maes, \"Stryd Fawr\"; Wrecsam"
    );
    assert_eq!(
        event.value("CATEGORIES"),
        "one\\, two,three\\; four,back\\\\slash,naïve 👩‍👩‍👧‍👦"
    );
}

#[test]
fn a_description_is_plain_text_and_each_address_ends_its_line() {
    every_event(|_, event| {
        let text = event.line("DESCRIPTION").text();
        let bad = |line: &&str| {
            let address = line.find("https://").or_else(|| line.find("http://"));
            address.is_some_and(|at| line[at..].contains(' '))
        };
        let faults = text.lines().filter(bad).map(ToOwned::to_owned);
        faults
            .chain(unless(!text.contains("\n\n\n"), "a gap"))
            .collect()
    });
}
