//! A feed in ten lines: reads the content of an events file, and prints one calendar.

#![expect(clippy::print_stdout, reason = "an example speaks")]

use calfeed::{Context, Feeds, Revisions, read};

fn main() {
    let text = include_str!("events/minimal.yaml");
    let now = "2026-02-01T09:30:00Z".parse().expect("an instant");

    let (calendar, report) = read(text, &Context::new(now));
    let Some(calendar) = calendar else {
        panic!("the file has errors: {:#?}", report.diagnostics());
    };
    let revisions = Revisions::at(now);
    let feeds = Feeds::new(&calendar, &revisions, calendar.url());
    print!("{}", feeds.calendar().text());
}
