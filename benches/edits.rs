//! What an edit of a file of 10,000 events costs, compared with two checks of the file: `cargo bench --bench edits`.
//!
//! An edit reads the file before and after, so two checks are the least that it can cost. Both are measured in turn, in one run, because
//! the speed of a machine changes while it works. Each figure is the median of its rounds, with the least and the most.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "a benchmark prints its result and fails by panicking, and what makes its file is shared"
)]

mod made;

use std::hint::black_box;
use std::time::{Duration, Instant};

use calfeed::{Context, NewEvent, Request, edit, read};
use chrono::DateTime;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const EVENTS: usize = 10_000;
const ROUNDS: usize = 11;

/// The requests, each with its name.
fn requests(text: &str) -> Vec<(&'static str, Request)> {
    let id = |number: usize| format!("event-{number}");
    let start = text.split("  - id: event-5000\n").nth(1).unwrap();
    let start = start.split("start: ").nth(1).unwrap().get(..10).unwrap();
    let keys = [
        ("title", "Tea"),
        ("start", "2026-09-01 14:00"),
        ("end", "15:00"),
    ];
    let keys = keys.map(|(key, value)| (key.to_owned(), value.to_owned()));
    vec![
        (
            "move a meeting",
            Request::Move {
                id: id(5000),
                date: Some(start.to_owned()),
                to: "18:15".to_owned(),
                reason: Some("the room is taken".to_owned()),
            },
        ),
        (
            "set a title",
            Request::Set {
                id: id(9999),
                date: None,
                key: "title".to_owned(),
                value: "Tea: again".to_owned(),
            },
        ),
        ("remove an event", Request::Remove { id: id(1) }),
        (
            "add an event",
            Request::Add(NewEvent {
                keys: keys.to_vec(),
                ..NewEvent::default()
            }),
        ),
    ]
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().max(Duration::from_nanos(1)).as_secs_f64()
}

/// Returns the median, the least and the most.
fn spread(mut figures: Vec<f64>) -> (f64, f64, f64) {
    figures.sort_by(f64::total_cmp);
    let at = |index: usize| figures.get(index).copied().unwrap_or_default();
    (
        at(figures.len() / 2),
        at(0),
        at(figures.len().saturating_sub(1)),
    )
}

fn main() {
    let context = Context::new(DateTime::from_timestamp(made::NOW, 0).unwrap());
    let text = made::events(EVENTS);
    let requests = requests(&text);
    let mut checks = Vec::new();
    let mut ratios = vec![Vec::new(); requests.len()];
    for _ in 0..ROUNDS {
        for ((_, request), ratios) in requests.iter().zip(&mut ratios) {
            let two = timed(|| (read(&text, &context), read(&text, &context)));
            let one = timed(|| edit(&text, request, &context).unwrap());
            checks.push(two * 1000.0);
            ratios.push(one / two);
        }
    }
    let (median, least, most) = spread(checks);
    println!("two checks of {EVENTS} events: {median:.0} ms ({least:.0} to {most:.0})");
    for ((name, _), ratios) in requests.iter().zip(ratios) {
        let (median, least, most) = spread(ratios);
        println!("{name}: {median:.2} of two checks ({least:.2} to {most:.2})");
    }
}
