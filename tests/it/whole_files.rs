//! Any valid events file, published and read back: two independent readers find the calendar's instances.

use calfeed::{Context, End, Feeds, RecurrenceRule, read};
use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::content::Component;
use crate::corpus::{now, revisions};
use crate::readers::{Instance, calcard, icalendar, ours, same};

/// The hours of starts. In these zones no clocks change between 4:15 and midnight, and every event ends before midnight.
const HOURS: std::ops::Range<u32> = 5..21;

/// From this hour on, calcard loses the last date of a series with `until`, see `readers`.
const AFTERNOON: u32 = 13;

/// The groups of events. Those of the last are only in their own feed, unless they have another group.
const GROUPS: [&str; 3] = ["paddlers", "cyclists", "readers"];

const ZONES: [&str; 8] = [
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Adelaide",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Europe/Dublin",
    "UTC",
];

const RULES: [&str; 10] = [
    "daily",
    "every 3 days",
    "every weekday",
    "weekly",
    "every 2 weeks",
    "monthly on the 2nd Tuesday",
    "monthly on the last Friday",
    "every 2 months on day 15",
    "yearly",
    "yearly on the 1st Monday of March",
];

/// Generates a line of text with characters that the format escapes.
fn line_of_text() -> impl Strategy<Value = String> {
    let special = [
        "\\",
        ";",
        ",",
        ":",
        "\"",
        "n",
        " ",
        "\\n",
        "ŵ",
        "日本",
        "👩‍💻",
        "é",
        "%",
        "#",
    ];
    let piece = prop_oneof![
        select(special.to_vec()).prop_map(str::to_owned),
        "[a-zA-Z]{1,9}"
    ];
    vec(piece, 0..40).prop_map(|pieces| format!("a{}", pieces.concat()))
}

/// Generates several texts.
fn lines(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec(line_of_text(), count).prop_map(|lines| {
        let lines: Vec<String> = lines.iter().map(|line| quoted(line)).collect();
        format!("[{}]", lines.join(", "))
    })
}

fn address() -> impl Strategy<Value = String> {
    let pieces = vec!["/a", "/b;c,d", "?e=1&f=2", "#g", "%C5%B5", "~h.i"];
    vec(select(pieces), 0..5)
        .prop_map(|pieces| quoted(&format!("https://x.example/{}", pieces.concat())))
}

fn talk_or_link() -> impl Strategy<Value = [String; 2]> {
    let speakers = lines(1..3);
    (line_of_text(), line_of_text(), address(), speakers).prop_map(
        |(title, abstract_, url, speakers)| {
            let (title, abstract_) = (quoted(&title), quoted(&abstract_));
            let talk = format!(
                "talks: [{{title: {title}, speakers: {speakers}, abstract: {abstract_}, slides: {url}}}]"
            );
            [talk, format!("links: [{{title: {title}, url: {url}}}]")]
        },
    )
}

/// Generates details of an event, or of a change of one date, in any combination.
fn details() -> impl Strategy<Value = Vec<String>> {
    let description = vec(line_of_text(), 1..4).prop_map(|lines| quoted(&lines.join("\n")));
    let all = (
        line_of_text(),
        description,
        lines(1..3),
        address(),
        talk_or_link(),
    );
    let all = all.prop_map(|(place, description, tags, url, [talks, links])| {
        vec![
            format!("location: {}", quoted(&place)),
            format!("description: {description}"),
            format!("tags: {tags}"),
            format!("url: {url}"),
            format!("join: {url}"),
            talks,
            links,
        ]
    });
    (all, subsequence((0..7).collect::<Vec<usize>>(), 0..=7))
        .prop_map(|(all, which)| which.into_iter().map(|at| all[at].clone()).collect())
}

/// The change of one date of a series, whether by the rule or under `also`.
#[derive(Clone, Debug)]
enum Change {
    Skipped(Option<String>),
    Cancelled(String),
    Postponed,
    NextDay,
    QuarterToNoon,
    Details(String, Vec<String>),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        proptest::option::of(line_of_text()).prop_map(Change::Skipped),
        line_of_text().prop_map(Change::Cancelled),
        Just(Change::Postponed),
        Just(Change::NextDay),
        Just(Change::QuarterToNoon),
        (line_of_text(), details()).prop_map(|(title, details)| Change::Details(title, details)),
    ]
}

impl Change {
    /// Writes the change. Only a series with enough dates may skip one, and only an event with a time may change it.
    fn written(&self, date: NaiveDate, can_skip: bool, has_time: bool) -> String {
        match self {
            Change::Skipped(None) if can_skip => "skipped: true".to_owned(),
            Change::Skipped(Some(why)) if can_skip => format!("skipped: {}", quoted(why)),
            Change::Skipped(_) => "cancelled: true".to_owned(),
            Change::Cancelled(why) => format!("cancelled: {}", quoted(why)),
            Change::Postponed => "moved_to: tbc".to_owned(),
            Change::QuarterToNoon if has_time => "moved_to: \"11:45\"".to_owned(),
            Change::NextDay | Change::QuarterToNoon => {
                format!("moved_to: {}", date + Days::new(1))
            }
            Change::Details(title, details) => {
                let title = format!("title: {}", quoted(title));
                let all: Vec<&str> = std::iter::once(&title)
                    .chain(details)
                    .map(String::as_str)
                    .collect();
                all.join(", ")
            }
        }
    }
}

/// When an event takes place.
#[derive(Clone, Debug)]
struct Schedule {
    /// A single event is on this day. A series begins on its first date on or after it.
    day: NaiveDate,
    /// All day if `None`.
    hour: Option<u32>,
    length: u32,
    zone: &'static str,
    /// The rule, the number of dates, and whether it ends by date rather than by count.
    series: Option<(&'static str, u32, bool)>,
    /// The dates under `also`, and which of them have a time of their own.
    also: Vec<bool>,
    /// The changes, by the index of their date: first the dates of the rule, then those under `also`.
    changes: Vec<(usize, Change)>,
}

fn schedule() -> impl Strategy<Value = Schedule> {
    // If a series ends by date on its first evening, calcard loses its only date and reports an error.
    let series = any::<bool>().prop_flat_map(|by_date| {
        let counts = if by_date { 2_u32..30 } else { 1_u32..30 };
        (select(RULES.to_vec()), counts, Just(by_date))
    });
    let places = subsequence((0..12).collect::<Vec<usize>>(), 0..=6);
    (
        (0_u64..365 * 6, proptest::option::of(HOURS), 1_u32..4),
        select(ZONES.to_vec()),
        proptest::option::of(series),
        vec(any::<bool>(), 0..3),
        (places, vec(change(), 6)),
    )
        .prop_map(
            |((days, hour, length), zone, series, also, (places, changes))| Schedule {
                day: NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + Days::new(days),
                hour,
                length,
                zone,
                series,
                also,
                changes: places.into_iter().zip(changes).collect(),
            },
        )
}

impl Schedule {
    fn written(&self) -> Vec<String> {
        let dates = match self.series {
            Some((sentence, count, _)) => dates_of(sentence, self.day, count),
            None => vec![self.day],
        };
        let last = dates[dates.len() - 1];
        let mut parts = vec![if let Some(hour) = self.hour {
            format!(
                "start: {} {hour:02}:30, duration: {}h, timezone: {}",
                dates[0], self.length, self.zone
            )
        } else {
            // An instance is over when the next begins.
            let apart = dates.windows(2).map(|two| (two[1] - two[0]).num_days());
            // So it is on the days of `also`, which are two apart.
            let extra = self.also.iter().map(|_| 2);
            let most = apart
                .chain(extra)
                .min()
                .map_or(self.length, |days| u32::try_from(days).unwrap());
            format!("start: {}, duration: {}d", dates[0], self.length.min(most))
        }];
        if let Some((sentence, count, by_date)) = self.series {
            let end = if by_date {
                format!("until: {last}")
            } else {
                format!("count: {count}")
            };
            parts.push(format!("repeats: {sentence}, {end}"));
        }
        // The day after each of them is free, so there is one instance a day.
        let also: Vec<NaiveDate> = (1_u64..)
            .zip(&self.also)
            .map(|(number, _)| last + Days::new(2 * number))
            .collect();
        if !also.is_empty() {
            let own = self.hour.map(|hour| format!(" {:02}:15", hour - 1));
            let own = |has: bool| own.clone().filter(|_| has).unwrap_or_default();
            let written = also.iter().zip(&self.also);
            let written: Vec<_> = written
                .map(|(date, has)| format!("{date}{}", own(*has)))
                .collect();
            parts.push(format!("also: [{}]", written.join(", ")));
        }
        // A single event is changed by its own keys.
        let of_rule = if self.series.is_some() {
            &dates[..]
        } else {
            &[]
        };
        let can_skip = of_rule.len() > self.changes.len();
        let keys: Vec<NaiveDate> = of_rule.iter().chain(&also).copied().collect();
        let changes = self.changes.iter().filter_map(|(place, change)| {
            let date = *keys.get(*place)?;
            let change = change.written(date, can_skip, self.hour.is_some());
            Some(format!("{date}: {{{change}}}"))
        });
        let changes: Vec<String> = changes.collect();
        if !changes.is_empty() {
            parts.push(format!("changes: {{{}}}", changes.join(", ")));
        }
        parts
    }

    fn calcard_sees_the_last_date(&self) -> bool {
        let ends_by_date = self.series.is_some_and(|(_, _, by_date)| by_date);
        !ends_by_date || self.hour.is_none_or(|hour| hour < AFTERNOON)
    }
}

/// An event without its `id`.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    title: String,
    status: &'static str,
    groups: Vec<&'static str>,
    details: Vec<String>,
    schedule: Schedule,
}

pub(crate) fn event() -> impl Strategy<Value = Event> {
    let status = select(vec!["confirmed", "tentative", "cancelled"]);
    let groups = subsequence(GROUPS.to_vec(), 0..=3);
    (line_of_text(), status, groups, details(), schedule()).prop_map(
        |(title, status, groups, details, schedule)| Event {
            title,
            status,
            groups,
            details,
            schedule,
        },
    )
}

/// The line of the calendar.
pub(crate) const HEAD: &str = "calendar: {name: A, slug: a, domain: a.example.org, url: https://a.example.org, timezone: Europe/Paris}\n";

/// The groups, one of which has only a feed of its own, and two areas.
pub(crate) const ENTRIES_OF_GROUPS: [&str; 5] = [
    "paddlers: {name: \"Paddlers; up, and down\", formerly: [canoeists]}",
    "cyclists: {name: Cyclists}",
    "readers: {name: Readers, feed: only}",
    "outdoors: {name: Outdoors, groups: [paddlers, cyclists]}",
    "everybody: {name: Everybody, groups: [outdoors, readers, cyclists]}",
];

/// Returns the whole file.
pub(crate) fn written(events: &[Event]) -> String {
    let entries = events.iter().enumerate();
    let entries: String = entries
        .map(|(number, event)| entry(number, event))
        .collect();
    let groups = ENTRIES_OF_GROUPS.join(", ");
    format!("{HEAD}groups: {{{groups}}}\nevents:\n{entries}")
}

/// Returns an entry of `events:` as a line.
pub(crate) fn entry(number: usize, event: &Event) -> String {
    let title = quoted(&event.title);
    let groups = event.groups.join(", ");
    let rest = [&event.details[..], &event.schedule.written()].concat();
    format!(
        "  - {{id: e-{number}, title: {title}, status: {}, groups: [{groups}], {}}}\n",
        event.status,
        rest.join(", ")
    )
}

/// Whether the feed of a group or an area has an event.
fn has(feed: &str, event: &Event) -> bool {
    let [paddlers, cyclists, _] = GROUPS;
    match feed {
        "outdoors" => has(paddlers, event) || has(cyclists, event),
        "everybody" => !event.groups.is_empty(),
        group => event.groups.contains(&group),
    }
}

/// Returns the instances of the events for which `is` is true.
fn of(instances: &[Instance], events: &[Event], is: impl Fn(&Event) -> bool) -> Vec<Instance> {
    let kept = instances.iter().filter(|instance| {
        let id = instance.uid.split(['@', '.']).next().unwrap();
        let number: usize = id.strip_prefix("e-").unwrap().parse().unwrap();
        is(&events[number])
    });
    kept.cloned().collect()
}

fn dates_of(sentence: &str, day: NaiveDate, count: u32) -> Vec<NaiveDate> {
    // A series must begin on a date of its rule.
    let rule = (0..400).find_map(|days| {
        let start = day + Days::new(days);
        RecurrenceRule::parse(sentence, start, End::Count(count)).ok()
    });
    let rule = rule.unwrap();
    rule.dates_from(rule.start()).collect()
}

/// Returns text as JSON, which YAML reads.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

proptest! {
    // No generated file may be refused, or a refusal of a valid file would go unnoticed.
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, max_global_rejects: 0, ..ProptestConfig::default() })]

    #[test]
    fn two_readers_see_in_a_feed_what_the_calendar_has(events in vec(event(), 1..6)) {
        let text = written(&events);
        let (calendar, report) = read(&text, &Context::new(now()));
        prop_assert!(!report.has_errors(), "{text}{:#?}", report.diagnostics());
        let calendar = calendar.unwrap();
        let revisions = revisions();
        let feeds = Feeds::new(&calendar, &revisions, calendar.url());
        let window = || NaiveDate::from_ymd_opt(2021, 1, 1).unwrap()..NaiveDate::from_ymd_opt(2041, 1, 1).unwrap();
        let ours = ours(&calendar, window());
        let feed = feeds.calendar();
        let [.., readers] = GROUPS;
        let listed = of(&ours, &events, |event| event.groups != [readers]);
        same(&listed, &icalendar(feed.text(), window()), &text);
        let good = Schedule::calcard_sees_the_last_date;
        let [one, other] = [&listed, &calcard(feed.text(), window())].map(|seen| of(seen, &events, |event| good(&event.schedule)));
        same(&one, &other, &text);
        Component::read(feed.text());
        for group in calendar.groups() {
            let ours = of(&ours, &events, |event| has(group.id().as_str(), event));
            same(&ours, &icalendar(feeds.group(group).text(), window()), &text);
        }
    }
}
