//! Checks the examples in README.md: the feed of its events file, and the report of a mistake in it.

use calfeed::{Context, Feeds, Format, Revisions, read};

/// Returns the blocks of `README.md` in a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let readme = std::fs::read_to_string("README.md").unwrap();
    readme
        .split(&format!("```{language}\n"))
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

fn context() -> Context {
    Context::new("2026-02-01T09:30:00Z".parse().unwrap())
}

#[test]
fn the_feed_has_every_line_that_the_readme_shows_in_its_order() {
    let (calendar, report) = read(&blocks("yaml")[0], &context());
    let calendar = calendar.unwrap_or_else(|| panic!("{report:#?}"));
    let revisions = Revisions::at("2026-01-05T12:00:00Z".parse().unwrap());
    let feeds = Feeds::new(&calendar, &revisions, calendar.url());
    let feed = feeds.calendar();
    let shown = blocks("text")
        .into_iter()
        .find(|block| block.starts_with("BEGIN:VEVENT"))
        .unwrap();
    let mut lines = feed.text().lines();
    for line in shown.lines() {
        assert!(
            lines.any(|other| other == line),
            "`{line}` is not there, or not in this order:\n{}",
            feed.text()
        );
    }
}

#[test]
fn a_mistake_looks_as_the_readme_shows_it() {
    let text = blocks("yaml")[0]
        .replace("2026-01-13 18:30", "2026-01-14 18:30")
        .replace("    changes:\n", "");
    let text = text.split("      2026-03-10").next().unwrap();
    let (_, report) = read(text, &context());
    let shown = blocks("text")
        .into_iter()
        .find(|block| block.starts_with("error["))
        .unwrap();
    assert_eq!(
        report
            .render(Format::Human(false), "events.yaml", text)
            .trim_end(),
        shown.trim_end()
    );
}
