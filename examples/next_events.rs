//! Prints the next three events as text, for a bot or a terminal greeting.

#![expect(clippy::print_stdout, reason = "an example speaks")]

use calfeed::{Context, EventTime, read};
use chrono::{DateTime, Months, Utc};

fn main() {
    let text = include_str!("../events.yaml");
    let now: DateTime<Utc> = "2025-10-01T09:00:00Z".parse().expect("an instant");

    let (calendar, report) = read(text, &Context::new(now));
    let Some(calendar) = calendar else {
        panic!("the file has errors: {:#?}", report.diagnostics());
    };
    let today = calendar.zone().to_local(now).date();
    for instance in calendar
        .instances(today, today + Months::new(6))
        .iter()
        .take(3)
    {
        let title = instance.details().published_title();
        match instance.time() {
            EventTime::Zoned { start, .. } => {
                println!("{}: {title}", start.local().format("%a %-d %b, %H:%M"));
            }
            time => println!("{}: {title}", time.first_date().format("%a %-d %b")),
        }
        if let Some(was) = instance.was() {
            println!("  (moved from {})", was.first_date().format("%a %-d %b"));
        }
    }
}
