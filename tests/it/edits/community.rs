//! Generated communities: what is in their files, as values without layout.
//!
//! Each event is valid together with the others. [`Event`] also has what a request needs to know: the dates that its rule gives.

use calfeed::Request;
use chrono::{Datelike, Days, Months, NaiveDate};

use super::details::{changes, details, links_node};
use super::dice::{Dice, PLAIN, TRAPS};
use super::node::{Kind, Node};

/// All files of a community. The first is the main file.
pub(crate) struct Community {
    pub(crate) files: Vec<Contents>,
}

/// The content of one file.
pub(crate) struct Contents {
    /// The path below the folder of the main file; empty for that file.
    pub(crate) path: &'static str,
    /// The keys before `events`.
    pub(crate) head: Vec<(String, Node)>,
    pub(crate) events: Vec<Event>,
}

/// An event.
#[derive(Clone)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) node: Node,
    pub(crate) when: When,
}

/// When an event takes place.
#[derive(Clone)]
pub(crate) enum When {
    /// Once, perhaps without a time.
    Once(NaiveDate, Option<String>),
    /// On the dates of its rule, or of `also`. The first of them are listed.
    Series(Vec<NaiveDate>, Option<String>),
    /// Without a date.
    Unknown,
}

impl Event {
    /// Whether a date has a change already.
    pub(crate) fn has_change(&self, date: NaiveDate) -> bool {
        let date = date.to_string();
        let changes = self.node.at("changes");
        changes.is_some_and(|changes| changes.at(&date).is_some())
    }

    /// Whether the event itself is cancelled or postponed.
    pub(crate) fn is_off(&self) -> bool {
        let status = self.node.at("status").map(|it| &it.kind);
        matches!(status, Some(Kind::Bare(status)) if status != "tentative")
    }

    /// The date of a request about the state of a meeting that has a change already.
    pub(crate) fn changed_by(&self, request: &Request) -> Option<String> {
        let date = match request {
            Request::Move { date, .. }
            | Request::Cancel { date, .. }
            | Request::Postpone { date, .. }
            | Request::Restore { date, .. } => date.clone()?,
            Request::Skip { date, .. } => date.clone(),
            _ => return None,
        };
        self.has_change(date.parse().ok()?).then_some(date)
    }
}

pub(crate) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

const PATHS: [&str; 3] = ["teams/readers.yaml", "teams/a/b.yaml", "festival.yaml"];

/// Generates a community of up to nine events.
pub(crate) fn community(dice: &mut Dice, is_json: bool) -> Community {
    let several = dice.percent(20);
    let others = if several { dice.between(1, 3) } else { 0 };
    let mut files = vec![main_file(dice, several)];
    for path in PATHS.iter().take(others) {
        let mut head = Vec::new();
        if dice.percent(40) {
            head.push(("defaults".to_owned(), defaults(dice)));
        }
        files.push(Contents {
            path,
            head,
            events: Vec::new(),
        });
    }
    let mut number = 0;
    for file in &mut files {
        let shared = if is_json {
            Shared::default()
        } else {
            shared(dice, &mut file.head)
        };
        for _ in 0..dice.between(usize::from(!several), 4) {
            number += 1;
            file.events.push(event(dice, number, &shared));
        }
        let start = |it: &Event| it.node.at("start").map(|it| format!("{:?}", it.kind));
        match dice.below(3) {
            0 => file.events.sort_by_key(start),
            1 => file.events.sort_by_key(|it| std::cmp::Reverse(start(it))),
            _ => {}
        }
        if !is_json {
            anchors(dice, &mut file.events);
        }
    }
    Community { files }
}

fn main_file(dice: &mut Dice, several: bool) -> Contents {
    let calendar = Node::map(vec![
        ("name", Node::text(dice.pick(&PLAIN))),
        ("slug", Node::bare("riverside")),
        ("domain", Node::bare("books.example.org")),
        ("url", Node::bare("https://books.example.org")),
        ("timezone", Node::bare("Europe/London")),
        ("allow", Node::texts(&["no-end"])),
    ]);
    let mut head = vec![("calendar".to_owned(), calendar)];
    if dice.percent(4) {
        // An edit of a file with an error leaves it as it is.
        head.push(("colour".to_owned(), Node::text(dice.pick(&TRAPS))));
    }
    if several {
        let include = Node::texts(&["**/*.yaml"]);
        head.push(("include".to_owned(), include));
    }
    if dice.percent(30) {
        head.push(("defaults".to_owned(), defaults(dice)));
    }
    let group = |name: &str| Node::map(vec![("name", Node::text(name))]);
    let groups = vec![
        ("readers", group("Readers")),
        ("paddlers", group("Paddlers: slow")),
    ];
    head.push(("groups".to_owned(), Node::map(groups)));
    Contents {
        path: "",
        head,
        events: Vec::new(),
    }
}

fn defaults(dice: &mut Dice) -> Node {
    let all = vec![
        ("group", Node::bare("readers")),
        ("location", Node::text(dice.pick(&PLAIN))),
        ("shows_as", Node::bare("free")),
    ];
    let mut some = dice.some(60, all);
    some.push(("x-file", Node::text(dice.pick(&TRAPS))));
    Node::map(some)
}

/// What the events of one file may take from anchors at its top: the names that can be merged, and those of lists of links.
#[derive(Default)]
pub(super) struct Shared {
    merges: Vec<&'static str>,
    pub(super) links: bool,
}

fn shared(dice: &mut Dice, head: &mut Vec<(String, Node)>) -> Shared {
    let mut merges = Vec::new();
    if dice.percent(35) {
        let online = vec![
            ("format", Node::bare("virtual")),
            ("join", Node::bare("https://meet.example.org/riverside")),
            ("x-room", Node::text(dice.pick(&TRAPS))),
        ];
        head.push(("x-online".to_owned(), Node::map(online).anchored("online")));
        merges.push("online");
    }
    if dice.percent(20) {
        let kept = Node::map(vec![("contact", Node::bare("club@example.org"))]);
        let nested = Node::map(vec![("asked", kept.anchored("asked"))]);
        head.push(("x-kept".to_owned(), nested));
        merges.push("asked");
    }
    let links = dice.percent(25);
    if links {
        let list = links_node(dice).anchored("links");
        head.push(("x-links".to_owned(), list));
    }
    Shared { merges, links }
}

/// Gives values of some events an anchor, and repeats them in later events.
fn anchors(dice: &mut Dice, events: &mut [Event]) {
    for key in ["location", "description", "tags"] {
        if !dice.percent(25) {
            continue;
        }
        let name = format!("the-{key}");
        let mut is_given = false;
        for event in &mut *events {
            let Kind::Map(entries) = &mut event.node.kind else {
                continue;
            };
            for (it, value) in entries {
                if it == key && is_given {
                    *value = Node::alias(&name);
                } else if it == key {
                    value.anchor = Some(name.clone());
                    is_given = true;
                }
            }
        }
        // An anchor of a text that nothing repeats is an error.
        let aliases = events.iter().filter_map(|it| it.node.at(key));
        if !aliases.clone().any(|it| matches!(it.kind, Kind::Alias(_))) {
            for event in &mut *events {
                if let Kind::Map(entries) = &mut event.node.kind {
                    let own = entries.iter_mut().filter(|(it, _)| it == key);
                    own.for_each(|(_, value)| value.anchor = None);
                }
            }
        }
    }
}

fn event(dice: &mut Dice, number: usize, shared: &Shared) -> Event {
    let id = format!("event-{number}");
    let first = date(2026, 1, 5) + Days::new(dice.below(500) as u64);
    let clock = format!("{:02}:{}", dice.between(9, 17), dice.pick(&["00", "30"]));
    let time = dice.percent(70).then_some(clock);
    let start = match &time {
        Some(time) => format!("{first}{}{time}", if dice.percent(10) { "T" } else { " " }),
        None => first.to_string(),
    };
    let title = format!("{} {number}", dice.pick(&PLAIN));
    let mut entries = vec![("id", Node::bare(&id)), ("title", Node::text(&title))];
    let form = dice.below(100);
    let when = if form < 8 {
        let start = dice.pick(&["tbc", "2026-11", "2027"]);
        entries.push(("start", Node::bare(start)));
        When::Unknown
    } else {
        entries.push(("start", Node::bare(&start)));
        entries.extend(length(dice, first, time.as_deref()));
        if form < 40 {
            When::Once(first, time)
        } else if form < 50 {
            let also = [first + Days::new(3), first + Days::new(9)];
            let list: Vec<Node> = also.iter().map(|it| Node::bare(&it.to_string())).collect();
            entries.push(("also", Kind::List(list).into()));
            When::Series(vec![first, also[0], also[1]], time)
        } else {
            let (rule, dates) = rule(dice, first);
            entries.push(("repeats", Node::text(&rule)));
            match dice.below(4) {
                0 => entries.push(("until", Node::bare(&dates[7].to_string()))),
                1 => entries.push(("count", Node::bare("12"))),
                _ => {}
            }
            When::Series(dates, time)
        }
    };
    if let When::Series(dates, time) = &when
        && dice.percent(55)
    {
        entries.push(("changes", changes(dice, dates, time.is_some())));
    }
    let mut details = details(dice, shared, matches!(when, When::Once(..)));
    if dice.percent(15) {
        // A key that is often the first is somewhere else.
        let id = entries.remove(0);
        details.insert(dice.below(details.len() + 1), id);
    }
    if dice.percent(30) {
        let at = dice.below(details.len() + 1);
        let rest = details.split_off(at);
        entries.splice(1..1, details);
        entries.extend(rest);
    } else {
        entries.extend(details);
    }
    if dice.percent(40) && !shared.merges.is_empty() {
        let merge = match shared.merges.as_slice() {
            [one, other] if dice.percent(50) => {
                Kind::List(vec![Node::alias(one), Node::alias(other)]).into()
            }
            names => Node::alias(names[dice.below(names.len())]),
        };
        let at = if dice.percent(60) {
            0
        } else {
            dice.below(entries.len())
        };
        entries.insert(at, ("<<", merge));
    }
    let node = Node::map(entries);
    Event { id, node, when }
}

fn length(dice: &mut Dice, first: NaiveDate, time: Option<&str>) -> Option<(&'static str, Node)> {
    let Some(time) = time else {
        let last = first + Days::new(1);
        return dice
            .percent(20)
            .then(|| ("end", Node::bare(&last.to_string())));
    };
    let hour: usize = time[..2].parse().unwrap();
    let end = format!("{:02}:{}", hour + 1, &time[3..]);
    match dice.below(6) {
        0..=2 => Some(("end", Node::text(&end))),
        3 => Some(("end", Node::bare(&format!("{first} {end}")))),
        4 => Some(("duration", Node::bare(dice.pick(&["1h", "90m", "1h30m"])))),
        _ => None,
    }
}

/// Generates a rule and its first eight dates.
fn rule(dice: &mut Dice, first: NaiveDate) -> (String, Vec<NaiveDate>) {
    let steps = |days: u64| (0..8).map(|it| first + Days::new(days * it)).collect();
    let nth = (first.day() - 1) / 7 + 1;
    match dice.below(5) {
        0 => ("every 2 weeks".to_owned(), steps(14)),
        1 if nth <= 4 => {
            let months = (0..8).map(|it| {
                let month = first.with_day(1).unwrap() + Months::new(it);
                let weekday = first.weekday();
                let (year, month) = (month.year(), month.month());
                let nth = u8::try_from(nth).unwrap();
                NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth).unwrap()
            });
            let name = ["1st", "2nd", "3rd", "4th"][nth as usize - 1];
            let rule = format!("monthly on the {name} {}", first.format("%A"));
            (rule, months.collect())
        }
        2 if first.day() <= 28 => {
            let months = (0..8).map(|it| first + Months::new(it));
            (format!("monthly on day {}", first.day()), months.collect())
        }
        3 => ("every 10 days".to_owned(), steps(10)),
        _ => ("weekly".to_owned(), steps(7)),
    }
}
