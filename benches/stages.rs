//! Times each stage separately: `cargo bench --bench stages`. Arguments after `--` select stages by a part of their names.
//!
//! The file has 1,000 events, except that of `files`, which compares one file with many. The responses are those for the feed of all events and for the page.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "a benchmark fails by panicking, and what makes its file is shared"
)]

mod made;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use calfeed::server::respond::respond;
use calfeed::{Context, Feeds, Resource, Revisions, publish, read, read_with_included};
use chrono::{DateTime, NaiveDate};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hyper::Method;
use hyper::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, IF_NONE_MATCH};
use serde::de::IgnoredAny;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn stages(criterion: &mut Criterion) {
    let now = DateTime::from_timestamp(made::NOW, 0).unwrap();
    let (context, revisions) = (Context::new(now), Revisions::at(now));
    let text = made::events(1_000);
    let calendar = read(&text, &context).0.unwrap();
    let site = publish(&calendar, &revisions, &context).unwrap();
    let page = site.get("/").unwrap().bytes().clone();
    let feed = site.get("/large.ics").unwrap();

    let mut group = criterion.benchmark_group("file");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(text.len() as u64));
    // The library's own parser is built on this, so it is the lower bound of the parsing time.
    group.bench_function("parse: the YAML alone", |bench| {
        bench.iter(|| serde_yaml::from_str::<IgnoredAny>(black_box(&text)).is_ok());
    });
    group.bench_function("parse and validate", |bench| {
        bench.iter(|| read(black_box(&text), &context));
    });
    group.bench_function("expand: the instances of five years", |bench| {
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        bench.iter(|| calendar.instances(black_box(day(2022)), day(2027)));
    });
    group.bench_function("write: the feed", |bench| {
        bench.iter(|| Feeds::new(black_box(&calendar), &revisions, calendar.url()).calendar());
    });
    group.bench_function("publish: everything", |bench| {
        bench.iter(|| publish(black_box(&calendar), &revisions, &context));
    });
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("compress: the page", |bench| {
        let html = "text/html; charset=utf-8";
        bench.iter(|| {
            let page = Resource::new(html, page.clone(), now, None, Duration::ZERO);
            page.gzip().is_some()
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("respond");
    let get = |path: &str, header: Option<(HeaderName, &str)>| {
        let headers = header.map(|(name, value)| (name, value.parse().unwrap()));
        let headers: HeaderMap = headers.into_iter().collect();
        respond(&Method::GET, black_box(path), &headers, &site, now)
    };
    group.bench_function("200", |bench| bench.iter(|| get("/large.ics", None)));
    group.bench_function("304", |bench| {
        bench.iter(|| get("/large.ics", Some((IF_NONE_MATCH, feed.etag()))));
    });
    group.bench_function("gzip", |bench| {
        bench.iter(|| get("/", Some((ACCEPT_ENCODING, "gzip, deflate, br"))));
    });
    group.bench_function("404", |bench| bench.iter(|| get("/nothing", None)));
    group.finish();
}

/// Splits a file of many events: the main file with the calendar and the groups, which includes the others, and the events in this many
/// other files, by path.
fn split(text: &str, files: usize) -> (String, Vec<(String, String)>) {
    let (head, events) = text.split_once("events:\n").unwrap();
    let main = head.replacen("groups:", "include: [teams/*.yaml]\n\ngroups:", 1);
    let mut others: Vec<(String, String)> = (0..files)
        .map(|file| (format!("teams/team-{file}.yaml"), "events:\n".to_owned()))
        .collect();
    for (number, event) in events.split("  - id: ").skip(1).enumerate() {
        if let Some((_, text)) = others.get_mut(number % files) {
            write!(text, "  - id: {event}").unwrap();
        }
    }
    (main, others)
}

/// The most events that a calendar may have, in one file and in 500.
fn files(criterion: &mut Criterion) {
    let context = Context::new(DateTime::from_timestamp(made::NOW, 0).unwrap());
    let text = made::events(20_000);
    let (main, others) = split(&text, 500);
    let others = || {
        let others = others.iter();
        others.map(|(path, text)| (path.as_str(), text.as_str()))
    };
    let mut group = criterion.benchmark_group("files");
    group.sample_size(10);
    group.bench_function("check: 20,000 events in one file", |bench| {
        bench.iter(|| read(black_box(&text), &context));
    });
    group.bench_function("check: the same in 500 files", |bench| {
        bench.iter(|| read_with_included(black_box(&main), others(), &context));
    });
    group.finish();
}

criterion_group!(benches, stages, files);
criterion_main!(benches);
