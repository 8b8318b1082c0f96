//! The feed of an events file, imported, is an events file with the same feed.
//!
//! Compared are all VEVENTs as subscribers see them, without the times of their last changes: each UID, time, rule, title, text, state and
//! category, for all dates. An override that only repeats its series is left out. What no feed has, such as events without a date, is not compared.

use calfeed::{Calendar, Context, Header, ImportOptions, Source, import, publish};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::corpus::{now, published, revisions};
use crate::whole_files::{event, written};

/// The properties that say when an event was changed.
const OF_CHANGE: [&str; 4] = ["DTSTAMP:", "LAST-MODIFIED:", "CREATED:", "SEQUENCE:"];

/// Returns the VEVENTs of a feed as unfolded text, in order.
fn events(feed: &str) -> Vec<String> {
    let unfolded = feed.replace("\r\n ", "").replace("\r\n", "\n");
    let blocks = unfolded.split("BEGIN:VEVENT\n").skip(1);
    let mut events: Vec<String> = blocks
        .map(|block| {
            let (block, _) = block.split_once("END:VEVENT\n").unwrap();
            let lines = block.lines();
            let lines = lines.filter(|line| !OF_CHANGE.iter().any(|name| line.starts_with(name)));
            lines.fold(String::new(), |text, line| text + line + "\n")
        })
        .collect();
    let masters: Vec<String> = events
        .iter()
        .filter(|it| !is_override(it))
        .cloned()
        .collect();
    events.retain(|event| {
        let repeats = |master: &String| of_details(master) == of_details(event);
        !(is_override(event) && keeps_its_time(event) && masters.iter().any(repeats))
    });
    events.sort();
    events
}

fn is_override(event: &str) -> bool {
    event.contains("RECURRENCE-ID")
}

/// Whether an override takes place when it would without it.
fn keeps_its_time(event: &str) -> bool {
    let value = |name: &str| {
        let line = event.lines().find(|line| line.starts_with(name))?;
        line.split_once(':').map(|(_, value)| value)
    };
    value("RECURRENCE-ID") == value("DTSTART")
}

/// The lines that say neither when an event takes place nor how often, except for the time of day at which it ends.
fn of_details(event: &str) -> Vec<&str> {
    let of_times = ["RECURRENCE-ID", "DTSTART", "RRULE", "EXDATE"];
    let lines = event.lines();
    let lines = lines.filter(|line| !of_times.iter().any(|name| line.starts_with(name)));
    let lines = lines.map(|line| match line.split_once("DTEND") {
        Some((_, end)) => end
            .rsplit('T')
            .next()
            .filter(|end| end.len() < 8)
            .unwrap_or(""),
        None => line,
    });
    lines.collect()
}

/// Returns the events file that the feed of a calendar becomes, and the calendar of that file.
fn imported(calendar: &Calendar, feed: &str) -> Result<(String, Calendar), String> {
    let source = Source {
        name: "feed.ics",
        bytes: feed.as_bytes(),
    };
    let mut options = ImportOptions::new(now());
    options.zone = Some(calendar.zone());
    let mut header = Header::default();
    header.name = Some(calendar.name().to_owned());
    header.url = Some(calendar.url().to_string());
    let context = Context::new(now());
    let imported = import(&[source], &options).map_err(|error| error.message)?;
    let file = imported.new_file(&header, &context);
    let file = file.map_err(|refusal| refusal.to_string())?;
    if !file.account.is_whole() {
        return Err(file.account.text());
    }
    let (calendar, report) = calfeed::read(&file.text, &context);
    let calendar = calendar.ok_or_else(|| format!("{report:#?}\n{}", file.text))?;
    Ok((file.text, calendar))
}

/// Returns how the imported feed differs.
fn fault(calendar: &Calendar, feed: &str) -> Option<String> {
    let before = events(feed);
    let (text, after) = match imported(calendar, feed) {
        Ok(imported) => imported,
        Err(why) => return Some(why),
    };
    let site = publish(&after, &revisions(), &Context::new(now())).unwrap();
    let feed = site.get(&format!("/{}.ics", after.slug())).unwrap();
    let after = events(str::from_utf8(feed.bytes()).unwrap());
    if before == after {
        return None;
    }
    let missing = before.iter().find(|event| !after.contains(event));
    let new = after.iter().find(|event| !before.contains(event));
    let empty = String::new();
    let (missing, new) = (missing.unwrap_or(&empty), new.unwrap_or(&empty));
    Some(format!(
        "{} and {} events, such as\n{missing}\nwhich became\n{new}\nin\n{text}",
        before.len(),
        after.len()
    ))
}

#[test]
fn the_feed_of_every_good_file_comes_back_the_same() {
    let faults = published().iter().filter_map(|it| {
        let fault = fault(&it.calendar, it.feed())?;
        Some(format!("{}: {fault}", it.name))
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}: {}", faults.len(), faults.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: number_of_files(), rng_seed: RngSeed::Fixed(21), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_feed_of_any_file_comes_back_the_same(events in proptest::collection::vec(event(), 1..4)) {
        let text = written(&events);
        let context = Context::new(now());
        let calendar = calfeed::read(&text, &context).0.unwrap();
        let site = publish(&calendar, &revisions(), &context).unwrap();
        let feed = site.get(&format!("/{}.ics", calendar.slug())).unwrap();
        let fault = fault(&calendar, str::from_utf8(feed.bytes()).unwrap());
        prop_assert!(fault.is_none(), "{}\nfrom\n{text}", fault.unwrap_or_default());
    }
}

/// How many files are generated; `CALFEED_ROUND_TRIPS` is another number.
fn number_of_files() -> u32 {
    let given = std::env::var("CALFEED_ROUND_TRIPS");
    given.map_or(64, |count| count.parse().unwrap())
}
