//! `to_icalendar FILE OUT`: reads a file into structs by serde, and writes it with the crate `icalendar`.

use calfeed_compare::{STAMP, read, written};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};

fn main() {
    let mut paths = std::env::args().skip(1);
    let text = std::fs::read_to_string(paths.next().expect("a file")).expect("text");
    let file = read(&text);
    let zone = chrono_tz::Europe::London;
    let mut calendar = Calendar::new();
    calendar.name(&file.calendar.name);
    calendar.timezone("Europe/London");
    for event in &file.events {
        for written in written(&file, event) {
            let mut out = Event::new();
            out.uid(&written.uid)
                .summary(written.summary)
                .description(&written.description)
                .url(&written.url);
            out.add_property("DTSTAMP", STAMP)
                .add_property("LAST-MODIFIED", STAMP)
                .sequence(1);
            if written.is_all_day {
                out.starts(written.start.date()).ends(written.end.date());
            } else {
                out.starts((written.start, zone)).ends((written.end, zone));
            }
            if let Some(key) = written.recurrence_id {
                out.recurrence_id((key, zone));
            }
            if let Some(rule) = &written.rrule {
                out.add_property("RRULE", rule);
            }
            if let Some(location) = written.location {
                out.location(location);
            }
            if !written.categories.is_empty() {
                out.append_multi_property(Property::new(
                    "CATEGORIES",
                    written.categories.join(","),
                ));
            }
            if written.is_cancelled {
                out.status(EventStatus::Cancelled);
            }
            calendar.push(out);
        }
    }
    std::fs::write(paths.next().expect("where to write"), calendar.to_string()).expect("written");
}
