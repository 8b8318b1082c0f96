//! What must hold for every issue: no second event is touched, and no key outside the form's is written.
//!
//! In: the body of an issue, or a number from which one is made. Guaranteed: the issue is refused, the edit is refused, or the file differs in one
//! event and in keys of the form. Absent: whether a change is what the person meant.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use calfeed::{Calendar, Context, Issue, Request, edit, read};
use chrono::DateTime;
use serde_yaml::{Mapping, Value};

/// A file with what could be touched by mistake.
const FILE: &str = "\
# What we read, and when.
calendar:
  name: Riverside Book Club
  slug: riverside
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
groups:
  poetry: {name: Poetry circle}
events:
  - id: book-club
    title: Book club   # ask the library first
    start: 2026-07-14 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
    changes:
      2026-09-08: {cancelled: no heating}
      2026-10-13: {moved_to: 2026-10-15, reason: Hall in use}
  - {id: walks, title: Walks, start: 2026-07-04 10:00, end: \"12:00\", repeats: weekly on Saturday, group: poetry}
  - id: party
    title: Party
    start: 2026-09-01
";

/// What a field may have in it.
const ANSWERS: [&str; 40] = [
    "Book club (book-club)",
    "Walks (walks)",
    "party",
    "An event that is not in this list",
    "2026-08-11",
    "11 August 2026",
    "15 October 2026",
    "2026-09-08",
    "1 September 2026",
    "2026-08-13 19:00",
    "\"19:00\"",
    "tbc",
    "It moves to another date or time",
    "It is cancelled, and calendars say so",
    "It is postponed, and the new date is not known yet",
    "It was never planned for this date, and calendars do not show it",
    "It is in another place",
    "It takes place as planned after all",
    "_No response_",
    "Town hall",
    "the library is closed",
    "Poetry circle (poetry)",
    "in-person",
    "£5",
    "https://books.example.org",
    "weekly",
    "2026-12-31",
    "a: b",
    "- id: party\n  status: cancelled",
    "x\nstatus: cancelled",
    "*alias &anchor !tag",
    "]}, {id: party, title: Gone}",
    "'\"\\",
    "# comment",
    "yes",
    "null",
    "### Reason",
    "<!-- hidden -->",
    "\u{202e}b\u{200b}",
    "@somebody `$(id)` ${{ github.token }}",
];

/// The headings of both forms, and others.
const LABELS: [&str; 24] = [
    "Event",
    "Title of the event",
    "Date",
    "What happens",
    "New date or time",
    "Place",
    "Reason",
    "Title",
    "Start",
    "End",
    "Repeats",
    "Last day of the series",
    "Group",
    "Format",
    "Place",
    "Link to the call",
    "Sign-up page",
    "Price",
    "Web page",
    "Contact",
    "Description",
    "Status",
    "Talks",
    "Id",
];

/// The keys that a new event may have.
const OF_NEW: [&str; 15] = [
    "id",
    "title",
    "start",
    "end",
    "repeats",
    "until",
    "group",
    "format",
    "location",
    "join",
    "sign_up",
    "price",
    "url",
    "contact",
    "description",
];
/// The keys of an event that a change may write.
const OF_EVENT: [&str; 6] = ["start", "end", "status", "reason", "location", "changes"];
/// The keys of a date that a change may write.
const OF_DATE: [&str; 7] = [
    "moved_to",
    "end",
    "cancelled",
    "skipped",
    "status",
    "reason",
    "location",
];

fn context() -> Context {
    Context::new(DateTime::from_timestamp(1_781_524_800, 0).expect("2026-06-15T12:00:00Z"))
}

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let (calendar, _) = read(FILE, &context());
    calendar.expect("the file has no errors")
});

/// What became of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is not clear what the issue asks for.
    NoRequest,
    /// The edit is refused.
    Refused,
    /// The file was changed.
    Changed,
}

/// Checks an issue with this body.
pub fn issue(body: &str) -> Outcome {
    let json = serde_json::json!({"number": 1, "body": body, "user": {"login": "riverside"}});
    let Ok(issue) = Issue::parse(&json.to_string()) else {
        return Outcome::NoRequest;
    };
    assert_eq!(issue.author(), Some("riverside"));
    let Ok(asked) = issue.request(&CALENDAR) else {
        return Outcome::NoRequest;
    };
    let Ok(edited) = edit(FILE, &asked.request, &context()) else {
        return Outcome::Refused;
    };
    let (before, after) = (loaded(FILE), loaded(&edited.text));
    assert_eq!(differing(&before, &after), BTreeSet::from(["events"]));
    let (before, after) = (events(&before), events(&after));
    let id = edited.id.as_str();
    let others = |events: &[Mapping]| -> Vec<Mapping> {
        let others = events.iter().filter(|event| event["id"] != id);
        others.cloned().collect()
    };
    assert_eq!(others(&before), others(&after), "{asked:?}");
    let find = |events: &[Mapping]| events.iter().find(|event| event["id"] == id).cloned();
    let (old, new) = (find(&before), find(&after).expect("the event is there"));
    if matches!(asked.request, Request::Add(_)) {
        assert_eq!(old, None);
        for key in new.keys() {
            assert!(
                OF_NEW.contains(&key.as_str().unwrap()),
                "{asked:?}: {key:?}"
            );
        }
        return Outcome::Changed;
    }
    let old = old.expect("the event was there");
    for key in differing(&old, &new) {
        assert!(OF_EVENT.contains(&key), "{asked:?}: {key}");
    }
    let (old, new) = (changes(&old), changes(&new));
    for date in differing(&old, &new) {
        let of = |changes: &Mapping| -> Mapping {
            let change = changes.get(date).and_then(Value::as_mapping);
            change.cloned().unwrap_or_default()
        };
        for key in differing(&of(&old), &of(&new)) {
            assert!(OF_DATE.contains(&key), "{asked:?}: {key}");
        }
    }
    assert!(differing(&old, &new).len() <= 1, "{asked:?}");
    Outcome::Changed
}

/// Makes the body of an issue from a number, the same each time.
pub fn body(seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let is_change = dice.roll(2) == 0;
    let labels = if is_change {
        &LABELS[..7]
    } else {
        &LABELS[7..21]
    };
    let mut fields: Vec<(&str, String)> = Vec::new();
    for label in labels {
        // Most answers fit, so that some issues are used.
        let fitting: &[usize] = match *label {
            "Event" => &[0, 0, 1, 3],
            "Title of the event" => &[2, 18],
            "Date" | "Start" => &[4, 5, 6, 7, 8],
            "What happens" => &[12, 13, 14, 15, 16, 17],
            "New date or time" => &[9, 10, 4, 11],
            "Title" | "Reason" | "Place" | "Description" => &[19, 20, 27, 30, 31, 32, 33, 39],
            "Group" => &[18, 18, 21],
            "Format" => &[18, 22],
            _ => &[18],
        };
        let answer = if dice.roll(10) == 0 {
            ANSWERS[dice.roll(ANSWERS.len())]
        } else {
            ANSWERS[fitting[dice.roll(fitting.len())]]
        };
        fields.push((label, answer.to_owned()));
    }
    match dice.roll(8) {
        0 => {
            let (at, label) = (dice.roll(fields.len()), LABELS[dice.roll(LABELS.len())]);
            fields.insert(at, (label, ANSWERS[dice.roll(ANSWERS.len())].to_owned()));
        }
        1 => {
            let (one, other) = (dice.roll(fields.len()), dice.roll(fields.len()));
            fields.swap(one, other);
        }
        2 => {
            let (at, more) = (dice.roll(fields.len()), dice.roll(ANSWERS.len()));
            fields[at].1 += ANSWERS[more];
        }
        3 => {
            let at = dice.roll(fields.len());
            fields.remove(at);
        }
        _ => {}
    }
    let sections = fields.iter();
    let sections = sections.map(|(label, answer)| format!("### {label}\n\n{answer}\n"));
    let body = sections.collect::<Vec<_>>().join("\n");
    if dice.roll(4) == 0 {
        body.replace('\n', "\r\n")
    } else {
        body
    }
}

/// Numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    /// Returns a number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

fn loaded(text: &str) -> Mapping {
    serde_yaml::from_str(text).expect("what calfeed writes is YAML")
}

fn events(file: &Mapping) -> Vec<Mapping> {
    let events = file["events"].as_sequence().expect("a list").iter();
    let events = events.map(|event| event.as_mapping().expect("a mapping").clone());
    events.collect()
}

fn changes(event: &Mapping) -> Mapping {
    let changes = event.get("changes").and_then(Value::as_mapping);
    changes.cloned().unwrap_or_default()
}

/// Returns the keys whose values differ, with those that only one of the two has.
fn differing<'a>(one: &'a Mapping, other: &'a Mapping) -> BTreeSet<&'a str> {
    let keys = one.keys().chain(other.keys());
    keys.filter(|key| one.get(key) != other.get(key))
        .map(|key| key.as_str().expect("a text"))
        .collect()
}
