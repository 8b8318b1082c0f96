//! Checks the feed that README.md shows. Its other blocks are checked as those of all documents are.

use calfeed::{Context, Feeds, Revisions, read};

/// The first block of `README.md` whose opening backticks and words begin so.
fn block(opening: &str) -> String {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let (_, rest) = readme.split_once(opening).unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    rest.split("```").next().unwrap().to_owned()
}

fn context() -> Context {
    Context::new("2026-02-01T09:30:00Z".parse().unwrap())
}

#[test]
fn the_feed_has_every_line_that_the_readme_shows_in_its_order() {
    let (calendar, report) = read(&block("```yaml"), &context());
    let calendar = calendar.unwrap_or_else(|| panic!("{report:#?}"));
    let revisions = Revisions::at("2026-01-05T12:00:00Z".parse().unwrap());
    let feeds = Feeds::new(&calendar, &revisions, calendar.url());
    let feed = feeds.calendar();
    let shown = block("```text");
    let mut lines = feed.text().lines();
    for line in shown.lines() {
        assert!(
            lines.any(|other| other == line),
            "`{line}` is not there, or not in this order:\n{}",
            feed.text()
        );
    }
}
