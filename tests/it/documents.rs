//! The documents, block by block: YAML is read, commands are run, and what they print is compared with what is shown.
//!
//! In: `README.md` and the other documents of the root, and everything below `docs/`. Each document has a folder of its own, which is a
//! git repository, with few exceptions, and has a small events file. Its blocks are taken in order, by the words after the opening backticks:
//!
//! - `yaml`: a whole events file, or a part that [`framed`] completes. It has no errors and no warnings, and is committed as `events.yaml`.
//! - `diff`: an edit of the last `events.yaml`, which is not committed.
//! - `LANGUAGE file NAME`: a file that is written into the folder.
//! - `console`: commands after `$ `, each with what it prints below it. A line `…` stands for any lines. A command that fails shows `error`, except those that show differences.
//! - `LANGUAGE compared by TEST`: that test, or file of tests, compares the block.
//! - `LANGUAGE not run: REASON`: nothing does; YAML is parsed all the same.
//!
//! Anything else fails. `CALFEED_DOCUMENTS=write cargo test --test it -- documents` writes the output of the commands into the documents.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;

use calfeed::{Context, Format};

use crate::corpus::{file, instant};
use crate::document_folder::Folder;
use crate::interop_reference::names_of_tests;

/// Early enough that every example is still to come: some warnings are about what is close.
pub(crate) const NOW: &str = "2026-01-05T12:00:00Z";

/// What a part of an events file is completed with.
const CALENDAR: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
";

/// The groups that the events of a part may be in.
const GROUPS: &str = "
groups:
  crime: {name: Crime readers}
  poetry: {name: Poetry circle}
";

/// The series that the changes of a part belong to.
const SERIES: &str = "
events:
  - id: book-club
    title: Book club
    start: 2026-01-13 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
";

/// Documents whose blocks a module of tests reads as a whole: they show mistakes.
const READ_ELSEWHERE: [(&str, &str); 1] = [(
    "docs/reference/diagnostics.md",
    "tests/it/diagnostics_reference.rs",
)];

/// Documents whose readers need not have git, or have no repository yet.
const WITHOUT_GIT: [&str; 3] = [
    "docs/start/first-calendar.md",
    "docs/how-to/github-pages.md",
    "docs/how-to/gitlab-pages.md",
];

/// Commands whose exit code says that something differs, without an error.
const SHOW_DIFFERENCES: [&str; 2] = ["calfeed compare", "calfeed import"];

/// A block of code in a document.
struct Block {
    /// The line of its first line of text, from 1.
    line: usize,
    /// The words after the opening backticks.
    info: String,
    text: String,
    /// Where the text is in the document.
    range: Range<usize>,
}

/// What a test does with a block.
#[derive(Debug, PartialEq, Eq)]
enum Form<'a> {
    Yaml,
    Edit,
    File(&'a str),
    Console,
    ComparedBy(&'a str),
    NotRun,
    Unknown,
}

impl Block {
    fn form(&self) -> Form<'_> {
        let (language, rest) = self.info.split_once(' ').unwrap_or((&self.info, ""));
        match (language, rest) {
            ("yaml", "") => Form::Yaml,
            ("diff", "") => Form::Edit,
            ("console", "") => Form::Console,
            _ => {
                let reason = rest.strip_prefix("not run: ");
                let test = rest.strip_prefix("compared by ");
                let name = rest.strip_prefix("file ");
                match (reason, test, name) {
                    (Some(reason), _, _) if reason.len() > 5 => Form::NotRun,
                    (_, Some(test), _) => Form::ComparedBy(test),
                    (_, _, Some(name)) => Form::File(name),
                    _ => Form::Unknown,
                }
            }
        }
    }
}

/// The paths of all documents, in order.
pub(crate) fn documents() -> Vec<String> {
    fn walk(folder: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(file(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let path = format!("{folder}/{name}");
            if file(&path).is_dir() {
                walk(&path, found);
            } else if path.ends_with(".md") {
                found.push(path);
            }
        }
    }
    let mut found = ["ARCHITECTURE", "CHANGELOG", "CONTRIBUTING", "README"]
        .map(|name| format!("{name}.md"))
        .to_vec();
    walk("docs", &mut found);
    found.sort();
    found
}

fn blocks(document: &str) -> Vec<Block> {
    let text = fs::read_to_string(file(document)).unwrap();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        match (&mut open, line.trim_end().strip_prefix("```")) {
            (Some(_), Some("")) => {
                let mut block = open.take().unwrap();
                block.range.end = start;
                text[block.range.clone()].clone_into(&mut block.text);
                blocks.push(block);
            }
            (None, Some(info)) => {
                open = Some(Block {
                    line: index + 2,
                    info: info.to_owned(),
                    text: String::new(),
                    range: at..at,
                });
            }
            (Some(_), _) => {}
            (None, None) => assert!(
                !line.trim_start().starts_with("```"),
                "{document}:{}: an indented block, which these tests do not read",
                index + 1
            ),
        }
    }
    assert!(open.is_none(), "{document}: a block without an end");
    blocks
}

/// The whole events file that a block stands for.
fn framed(block: &str) -> Option<String> {
    let first = block
        .lines()
        .find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let indented = |by: &str| -> String {
        let lines = block.lines().flat_map(|line| match line {
            "" => ["", "", "\n"],
            _ => [by, line, "\n"],
        });
        lines.collect()
    };
    if first == "calendar:" {
        Some(block.to_owned())
    } else if first == "groups:" {
        let events = if block.contains("\nevents:\n") {
            ""
        } else {
            "\nevents: []\n"
        };
        Some(format!("{CALENDAR}\n{block}{events}"))
    } else if first.starts_with("- ") {
        Some(format!("{CALENDAR}{GROUPS}\nevents:\n{}", indented("  ")))
    } else if first == "changes:" {
        Some(format!("{CALENDAR}{SERIES}{}", indented("    ")))
    } else if first.starts_with("20") {
        Some(format!(
            "{CALENDAR}{SERIES}    changes:\n{}",
            indented("      ")
        ))
    } else {
        None
    }
}

/// The events file after an edit that is shown as a unified diff.
fn edited(before: &str, edit: &str) -> Option<String> {
    let of = |other: char| -> String {
        let lines = edit.lines().filter(|line| !line.starts_with(other));
        lines
            .flat_map(|line| [line.get(1..).unwrap_or_default(), "\n"])
            .collect()
    };
    let (old, new) = (of('+'), of('-'));
    (before.matches(&old).count() == 1).then(|| before.replacen(&old, &new, 1))
}

/// Whether an output is what is shown, in which a line `…` stands for any lines.
fn is_shown(shown: &str, printed: &str) -> bool {
    let parts: Vec<&str> = shown.split("…\n").collect();
    let [first, between @ .., last] = parts.as_slice() else {
        return shown == printed;
    };
    let Some(mut rest) = printed.strip_prefix(first) else {
        return false;
    };
    for part in between {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

/// Runs the commands of a block, and returns the block as it should be, or what is wrong with it.
fn rerun(block: &str, folder: &Folder) -> Result<String, String> {
    let mut right = String::new();
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(command) = line.strip_prefix("$ ") else {
            return Err(format!("`{line}` is below no command"));
        };
        let mut shown = String::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
            shown.extend([line, "\n"]);
        }
        let (printed, is_done) = folder.run(command)?;
        let may_differ = SHOW_DIFFERENCES.iter().any(|it| command.starts_with(it));
        if !is_done && !may_differ && !shown.contains("error") {
            return Err(format!(
                "`{command}` fails, and no `error` is shown below it:\n{printed}"
            ));
        }
        right.extend([line, "\n"]);
        if is_shown(&shown, &printed) {
            right.push_str(&shown);
        } else if shown.contains("…\n") {
            return Err(format!("`{command}` prints\n{printed}"));
        } else {
            right.push_str(&printed);
        }
    }
    Ok(right)
}

/// Goes through a document, and returns what is wrong; with `is_writing`, corrects the output of its commands.
fn walk(document: &str, is_writing: bool) -> String {
    if READ_ELSEWHERE.iter().any(|(read, _)| *read == document) {
        return String::new();
    }
    let folder = Folder::new(!WITHOUT_GIT.contains(&document));
    let (mut committed, mut is_committed) = (format!("{CALENDAR}{SERIES}"), true);
    folder.write("events.yaml", &committed);
    folder.commit();
    let mut faults = String::new();
    let mut corrections: Vec<(Range<usize>, String)> = Vec::new();
    for block in blocks(document) {
        let mut fault = |what: &str| {
            let place = format!("{document}:{}", block.line);
            writeln!(faults, "{place}: {what}").unwrap();
        };
        match block.form() {
            Form::Yaml => match framed(&block.text) {
                Some(text) => {
                    let (calendar, report) = calfeed::read(&text, &Context::new(instant(NOW)));
                    if calendar.is_none() || !report.diagnostics().is_empty() {
                        fault(&report.render(Format::Human(false), "events.yaml", &text));
                    }
                    committed = text;
                    is_committed = false;
                    folder.write("events.yaml", &committed);
                }
                None => fault("a part of an events file that no frame completes"),
            },
            Form::Edit => match edited(&committed, &block.text) {
                Some(text) => {
                    if !is_committed {
                        folder.write("events.yaml", &committed);
                        folder.commit();
                        is_committed = true;
                    }
                    folder.write("events.yaml", &text);
                }
                None => fault(
                    "the lines of this edit are not in the events file above, or are there twice",
                ),
            },
            Form::File(name) => {
                if !is_committed {
                    folder.commit();
                    is_committed = true;
                }
                folder.write(name, &block.text);
            }
            Form::Console => {
                if !is_committed {
                    folder.commit();
                    is_committed = true;
                }
                match rerun(&block.text, &folder) {
                    Ok(right) if right == block.text => {}
                    Ok(right) if is_writing => corrections.push((block.range.clone(), right)),
                    Ok(right) => fault(&format!("this should be\n{right}")),
                    Err(what) => fault(&what),
                }
            }
            Form::NotRun if block.info.starts_with("yaml ") => {
                if let Err(error) = serde_yaml::from_str::<serde_json::Value>(&block.text) {
                    fault(&error.to_string());
                }
            }
            Form::ComparedBy(_) | Form::NotRun => {}
            Form::Unknown => fault(&format!(
                "no test knows a block of `{}`; tests/it/documents.rs has the forms",
                block.info
            )),
        }
    }
    if !corrections.is_empty() {
        let mut text = fs::read_to_string(file(document)).unwrap();
        for (range, right) in corrections.into_iter().rev() {
            text.replace_range(range, &right);
        }
        fs::write(file(document), text).unwrap();
    }
    faults
}

#[test]
fn every_block_of_every_document_is_right() {
    let is_writing = std::env::var("CALFEED_DOCUMENTS").as_deref() == Ok("write");
    let faults: String = documents()
        .iter()
        .map(|document| walk(document, is_writing))
        .collect();
    assert!(
        faults.is_empty(),
        "{faults}\n`CALFEED_DOCUMENTS=write cargo test --test it -- documents` writes the output of commands into the documents"
    );
}

#[test]
fn every_test_that_a_block_names_is_one() {
    let tests = names_of_tests();
    for document in documents() {
        for block in blocks(&document) {
            if let Form::ComparedBy(test) = block.form() {
                let is_there = tests.contains(test) || file(test).is_file();
                assert!(is_there, "{document}:{}: {test}", block.line);
            }
        }
    }
    for (document, module) in READ_ELSEWHERE {
        assert!(tests.contains(module), "{document}: {module}");
    }
}

#[test]
fn a_time_that_stands_alone_is_quoted_in_every_document() {
    let mut quoted = BTreeSet::new();
    for document in documents() {
        for block in blocks(&document)
            .iter()
            .filter(|it| it.form() == Form::Yaml)
        {
            for key in ["end: ", "moved_to: "] {
                for value in block.text.split(key).skip(1) {
                    let hour = value.split(':').next().unwrap();
                    let is_clock = hour.len() < 3 && hour.parse::<u8>().is_ok();
                    assert!(!is_clock, "{document}:{}: {key}{value:.5}", block.line);
                    quoted.extend(value.starts_with('"').then_some(document.clone()));
                }
            }
        }
    }
    assert!(quoted.len() > 5, "{quoted:?}");
}

#[test]
fn an_edit_is_made_where_its_lines_are_and_nowhere_else() {
    let edit = " b\n-c\n+d\n";
    assert_eq!(edited("a\nb\nc\n", edit).as_deref(), Some("a\nb\nd\n"));
    assert_eq!(edited("a\nc\n", edit), None);
    assert_eq!(edited("b\nc\nb\nc\n", edit), None);
}

#[test]
fn an_ellipsis_stands_for_any_lines() {
    assert!(is_shown("a\n…\nc\n", "a\nb\nb\nc\n"));
    assert!(is_shown("a\n…\n", "a\nb\n"));
    assert!(is_shown("a\n", "a\n"));
    for (shown, printed) in [
        ("a\n", "a\nb\n"),
        ("a\n…\nc\n", "a\nb\n"),
        ("…\nc\n", "c\nd\n"),
    ] {
        assert!(!is_shown(shown, printed), "{shown:?} {printed:?}");
    }
}

#[test]
fn a_block_that_nothing_checks_needs_a_reason() {
    let form = |info: &str| {
        let block = Block {
            line: 1,
            info: info.to_owned(),
            text: String::new(),
            range: 0..0,
        };
        format!("{:?}", block.form())
    };
    assert_eq!(form("text not run: a drawing"), "NotRun");
    for info in ["text", "", "text not run: ", "yaml of a file", "sh", "json"] {
        assert_eq!(form(info), "Unknown", "{info}");
    }
}
