//! Holds `docs/reference/diagnostics.md` to the program: every kind of diagnostic has its section, and every block shows what it says.
//!
//! Of a section's two YAML blocks, the first has the mistake, and the second has it fixed. A block whose first line is `# now: INSTANT` is
//! read at that time. [`made`] generates the files that are too large for a block.

use std::collections::BTreeSet;

use calfeed::{Context, Diagnostic, Format, History, Kind, Report};

use crate::corpus::{file, instant};

/// The calendar for blocks that show only events, as the reference explains.
const CALENDAR: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
  holidays: england-and-wales
groups:
  poetry: {name: Poetry circle}
events:
";

/// Whether `check` reports it about an events file.
fn is_of_the_file(section: &Section) -> bool {
    kind(&section.name) != Some(Kind::Template)
}

/// Returns a mistake that no block can show, and the same file without it.
fn made(kind: Kind) -> Option<[String; 2]> {
    let title = |text: &str| format!("{CALENDAR}  - {{id: a, title: {text}, start: 2026-03-26}}\n");
    match kind {
        Kind::EmptyFile => Some([" \n\n".to_owned(), title("Book club")]),
        Kind::ControlCharacter => Some([title("Book\u{7} club"), title("Book club")]),
        Kind::TooMuch => Some([20_001, 1].map(|count| {
            let events = (0..count)
                .map(|number| format!("  - {{id: a-{number}, title: A, start: 2020-01-01}}\n"));
            CALENDAR.to_owned() + &events.collect::<String>()
        })),
        Kind::TooLong => Some([title(&"a".repeat(1_001)), title("Book club")]),
        Kind::TooMany => Some([101, 1].map(|count| {
            let tags: Vec<String> = (0..count).map(|number| format!("tag-{number}")).collect();
            let tags = tags.join(", ");
            let event = format!("{{id: a, title: A, start: 2026-03-26, tags: [{tags}]}}");
            format!("{CALENDAR}  - {event}\n")
        })),
        Kind::TooManyMeetings => Some([146, 1].map(|count| {
            let events = (0..count).map(|number| {
                format!("  - {{id: a-{number}, title: A, start: 2020-01-01, repeats: daily, allow: [holiday]}}\n")
            });
            CALENDAR.to_owned() + &events.collect::<String>()
        })),
        Kind::TooMuchText => Some(["daily", "yearly on 3 February"].map(|repeats| {
            let words = "Some words about it. ".repeat(4_000);
            let events = (0..3).map(|number| {
                format!("  - {{id: a-{number}, title: A {number}, start: 2020-02-03, repeats: {repeats}, description: {words}, allow: [holiday]}}\n")
            });
            CALENDAR.to_owned() + &events.collect::<String>()
        })),
        Kind::LongTitle => Some([201, 200].map(|length| title(&"a".repeat(length)))),
        Kind::LargeFeed => Some([60, 10].map(long_events)),
        _ => None,
    }
}

/// Returns a file with this many events, each with a description of 21 kB.
fn long_events(count: usize) -> String {
    let words = "Some words about it. ".repeat(1_000);
    let events = (0..count).map(|number| {
        format!("  - {{id: a-{number}, title: A, start: 2020-01-01, description: {words}}}\n")
    });
    CALENDAR.to_owned() + &events.collect::<String>()
}

/// The content under one `### name`.
struct Section {
    /// The `## heading` above it.
    group: String,
    name: String,
    /// The YAML blocks.
    blocks: Vec<String>,
}

fn reference() -> String {
    std::fs::read_to_string(file("docs/reference/diagnostics.md")).unwrap()
}

fn sections() -> Vec<Section> {
    let (mut group, mut is_open) = (String::new(), false);
    let mut sections: Vec<Section> = Vec::new();
    for line in reference().lines() {
        if line.starts_with("```") {
            is_open = line == "```yaml";
            if is_open {
                sections.last_mut().unwrap().blocks.push(String::new());
            }
        } else if is_open {
            let block = sections.last_mut().unwrap().blocks.last_mut().unwrap();
            block.extend([line, "\n"]);
        } else if let Some(heading) = line.strip_prefix("## ") {
            heading.clone_into(&mut group);
        } else if let Some(name) = line.strip_prefix("### ") {
            sections.push(Section {
                group: group.clone(),
                name: name.to_owned(),
                blocks: Vec::new(),
            });
        }
    }
    sections
}

/// Returns the blocks in a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    let reference = reference();
    let rests = reference.split(&opening).skip(1);
    let block = |rest: &str| rest.split("```").next().unwrap().to_owned();
    rests.map(block).collect()
}

fn kind(name: &str) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|kind| kind.name() == name)
}

/// Returns the whole file that a block represents.
fn whole(block: &str) -> String {
    if block.starts_with("calendar:") {
        return block.to_owned();
    }
    let lines = block.lines().flat_map(|line| ["  ", line, "\n"]);
    CALENDAR.to_owned() + &lines.collect::<String>()
}

/// Returns the report on a file, at the time of its block. Beside the file is `teams/python.yaml`.
fn report(text: &str, block: &str) -> (bool, Report) {
    let now = block
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("# now: "));
    let now = instant(now.unwrap_or("2026-02-01T09:30:00Z"));
    let included = [("teams/python.yaml", "events: []\n")];
    let (calendar, report) = calfeed::read_with_included(text, included, &Context::new(now));
    (calendar.is_some(), report)
}

/// Returns the report on a file that had another version before, without errors.
fn report_after(before: &str, text: &str) -> (bool, Report) {
    let is_kept = |line: &&str| !line.contains("status:") && !line.contains("reason:");
    let before: Vec<&str> = before.lines().filter(is_kept).collect();
    let mut history = History::default();
    assert!(history.note(&before.join("\n"), instant("2026-01-05T09:30:00Z")));
    assert!(history.note(text, instant("2026-01-06T09:30:00Z")));
    let context = Context::new(instant("2026-02-01T09:30:00Z"));
    let (calendar, report) = calfeed::read(text, &context.with_last_dated(history.last_dated()));
    (calendar.is_some(), report)
}

fn human(report: &Report, text: &str) -> String {
    report.render(Format::Human(false), "events.yaml", text)
}

#[test]
fn every_kind_has_a_section_and_every_section_is_a_kind() {
    let sections = sections();
    let known: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    let names: BTreeSet<&str> = sections.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, known);
    assert_eq!(sections.len(), known.len(), "a section stands twice");
}

#[test]
fn warnings_stand_among_the_warnings() {
    for section in sections() {
        let is_warning = Kind::WARNINGS.contains(&kind(&section.name).unwrap());
        assert_eq!(section.group == "Warnings", is_warning, "{}", section.name);
    }
}

#[test]
fn the_contents_lead_to_every_section_in_its_order() {
    let reference = reference();
    let (_, contents) = reference.split_once("\n## Contents\n").unwrap();
    let (contents, _) = contents.split_once("\n## ").unwrap();
    let mut expected = Vec::new();
    for section in sections() {
        if expected.last() != Some(&section.group) && !expected.contains(&section.group) {
            expected.push(section.group);
        }
        expected.push(section.name);
    }
    let shown: Vec<&str> = contents
        .split('[')
        .skip(1)
        .map(|link| link.split(']').next().unwrap())
        .collect();
    assert_eq!(shown, expected);
    for heading in shown {
        let anchor = heading.to_lowercase().replace(' ', "-");
        let link = format!("[{heading}](#{anchor})");
        assert!(contents.contains(&link), "{link}");
    }
}

#[test]
fn every_section_shows_its_mistake_and_the_file_without_it() {
    let mut faults = Vec::new();
    for section in sections().into_iter().filter(is_of_the_file) {
        let of_block = section
            .blocks
            .iter()
            .map(|block| (whole(block), block.clone()));
        let files: Vec<(String, String)> = match made(kind(&section.name).unwrap()) {
            Some(files) => files.map(|text| (text, String::new())).into(),
            None => of_block.collect(),
        };
        let [(wrong, wrong_block), (good, good_block)] = files.as_slice() else {
            faults.push(format!("{}: {} blocks\n", section.name, files.len()));
            continue;
        };
        let (_, found) = if section.name == Kind::DateWithdrawn.name() {
            report_after(good, wrong)
        } else {
            report(wrong, wrong_block)
        };
        let names: BTreeSet<&str> = found.diagnostics().iter().map(Diagnostic::name).collect();
        if names != BTreeSet::from([section.name.as_str()]) {
            let shown = human(&found, wrong);
            faults.push(format!("{}, with the mistake:\n{shown}", section.name));
        }
        let (has_calendar, found) = report(good, good_block);
        if !has_calendar || !found.diagnostics().is_empty() {
            let shown = human(&found, good);
            faults.push(format!("{}, mended:\n{shown}", section.name));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.concat());
}

#[test]
fn what_is_made_here_has_no_block() {
    for section in sections().into_iter().filter(is_of_the_file) {
        let is_made = made(kind(&section.name).unwrap()).is_some();
        assert_eq!(section.blocks.is_empty(), is_made, "{}", section.name);
    }
}

/// Returns a file with the mistake shown in the introduction.
fn opening() -> (String, Report) {
    let sections = sections();
    let section = sections.iter().find(|it| it.name == "start-off-rule");
    let block = &section.unwrap().blocks[0];
    let text = whole(block);
    let (_, report) = report(&text, block);
    (text, report)
}

#[test]
fn the_opening_shows_a_real_report_in_every_form() {
    let (text, report) = opening();
    let shown = |format| report.render(format, "events.yaml", &text);
    let human = shown(Format::Human(false)).trim_end().to_owned() + "\n";
    let expected = [human, shown(Format::Github), shown(Format::Json)];
    let found = [blocks("text"), blocks("json")].concat();
    if std::env::var("CALFEED_DOCUMENTS").as_deref() == Ok("write") {
        let replace = |text: String, (old, new): (&String, &String)| text.replacen(old, new, 1);
        let text = found.iter().zip(&expected).fold(reference(), replace);
        return std::fs::write(file("docs/reference/diagnostics.md"), text).unwrap();
    }
    assert_eq!(found, expected);
}

#[test]
fn the_opening_explains_every_field_of_the_json_form() {
    let (text, report) = opening();
    let json = report.render(Format::Json, "events.yaml", &text);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let fields: BTreeSet<&str> = json[0]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let reference = reference();
    let (_, table) = reference.split_once("| field | meaning |\n").unwrap();
    let explained: BTreeSet<&str> = table
        .lines()
        .take_while(|line| line.starts_with('|'))
        .filter_map(|line| line.split(" | ").next())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    assert_eq!(explained, fields);
}

#[test]
fn the_json_form_of_a_good_file_is_an_empty_array() {
    let (text, _) = opening();
    let good = text.replace("2026-01-14", "2026-01-13");
    let (_, report) = report(&good, "");
    assert_eq!(report.render(Format::Json, "events.yaml", &good), "[]\n");
}
