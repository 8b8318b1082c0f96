//! docs/interop.md: each test that its tables name is there, and each row names one or says why it has none.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::corpus::file;

/// The names of all functions in the Rust of `src` and `tests`.
fn functions() -> BTreeSet<String> {
    fn walk(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let heads = text
                    .lines()
                    .filter_map(|line| line.trim_start().strip_prefix("fn "));
                found.extend(heads.filter_map(|head| Some(head.split_once('(')?.0.to_owned())));
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&file("src"), &mut found);
    walk(&file("tests/it"), &mut found);
    found
}

/// The cells of each row of the tables below a heading.
fn rows<'a>(text: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let section = text.split_once(heading).unwrap().1;
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    rows.skip(1)
        .map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

#[test]
fn every_trap_names_tests_that_are_there_or_why_there_is_none() {
    let text = fs::read_to_string(file("docs/interop.md")).unwrap();
    let functions = functions();
    let rows = rows(&text, "\n## Traps\n");
    assert!(rows.len() >= 75, "{} rows", rows.len());
    let mut faults = Vec::new();
    for cells in rows {
        let [trap, _, tests] = cells[..] else {
            panic!("{cells:?}");
        };
        let named: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        if named.is_empty() && !tests.starts_with("none: ") {
            faults.push(format!("{trap}: no test"));
        }
        for name in named {
            if !functions.contains(name) && !file(name).is_file() {
                faults.push(format!("{trap}: there is no {name}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
