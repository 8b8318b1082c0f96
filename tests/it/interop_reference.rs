//! docs/evidence/interop.md: no trap is lost, each test that the table names is one, and each row names one or says why it has none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::corpus::file;

/// The keys of the traps: a letter, and its highest number.
const KEYS: [(&str, usize); 3] = [("C", 36), ("T", 48), ("R", 9)];

/// The keys that appear in several rows, with the minimum number of rows.
const SEVERAL: [(&str, usize); 23] = [
    ("C10", 2),
    ("C30", 2),
    ("T2", 2),
    ("T11", 2),
    ("T12", 2),
    ("T15", 2),
    ("T18", 2),
    ("T23", 2),
    ("T24", 2),
    ("T25", 2),
    ("T27", 2),
    ("T28", 2),
    ("T29", 3),
    ("T30", 3),
    ("T31", 2),
    ("T34", 2),
    ("T37", 2),
    ("T38", 2),
    ("T44", 2),
    ("T45", 3),
    ("T46", 2),
    ("T47", 2),
    ("T48", 2),
];

/// The keys of traps that cannot be tested.
const NO_TEST: [&str; 2] = ["T36", "T46"];

/// Returns the paths of the compiled test modules.
fn modules() -> BTreeSet<String> {
    let main = fs::read_to_string(file("tests/it/main.rs")).unwrap();
    let names = main
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    let paths = names.map(|name| format!("tests/it/{name}.rs"));
    paths.filter(|path| file(path).is_file()).collect()
}

/// Returns the names of the functions with a `#[test]` above them. Property tests need it too, or they never run.
fn tests_of(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if line == "#[test]" {
            is_test = true;
        } else if let Some((name, _)) = line.strip_prefix("fn ").and_then(|it| it.split_once('(')) {
            if is_test {
                found.push(name.to_owned());
            }
            is_test = false;
        } else if !line.starts_with("#[") || line.starts_with("#[ignore") {
            is_test = false;
        }
    }
    found
}

/// The names of all tests, and the paths of the files of `tests/it` that have any.
pub(crate) fn names_of_tests() -> BTreeSet<String> {
    fn walk(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|it| it == "rs") {
                found.extend(tests_of(&fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&file("src"), &mut found);
    for path in modules() {
        let tests = tests_of(&fs::read_to_string(file(&path)).unwrap());
        if !tests.is_empty() {
            found.insert(path);
        }
        found.extend(tests);
    }
    found
}

/// Whether a name is that of a test, or of a file that a test reads.
fn holds(name: &str, tests: &BTreeSet<String>) -> bool {
    let is_read = ["tests/it/cases/", "tests/interop/"]
        .iter()
        .any(|folder| name.starts_with(folder));
    tests.contains(name) || (is_read && !name.contains("..") && file(name).is_file())
}

/// Returns the rows of the traps, without the table's header.
fn rows(text: &str) -> Vec<&str> {
    let section = text.split_once("\n## Traps\n").unwrap().1;
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    rows.skip(1).collect()
}

/// Returns the errors in the rows.
fn faults(rows: &[&str], tests: &BTreeSet<String>) -> Vec<String> {
    let mut missing: BTreeMap<String, usize> = KEYS
        .iter()
        .flat_map(|(letter, last)| (1..=*last).map(move |number| (format!("{letter}{number}"), 1)))
        .collect();
    missing.extend(SEVERAL.map(|(key, count)| (key.to_owned(), count)));
    let mut faults = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [keys, trap, _, holders] = cells[..] else {
            faults.push(format!("{row}: not four cells"));
            continue;
        };
        let keys: Vec<&str> = keys.split(", ").collect();
        for key in &keys {
            match missing.get_mut(*key) {
                Some(count) => *count = count.saturating_sub(1),
                None => faults.push(format!("{trap}: there is no key {key}")),
            }
        }
        let named: Vec<&str> = holders.split('`').skip(1).step_by(2).collect();
        let says_why =
            holders.starts_with("none: ") && keys.iter().all(|key| NO_TEST.contains(key));
        if named.is_empty() && !says_why {
            faults.push(format!("{trap}: no test"));
        }
        let others = named.iter().filter(|name| !holds(name, tests));
        faults.extend(others.map(|name| format!("{trap}: {name} is no test")));
    }
    let missing = missing.iter().filter(|(_, count)| **count > 0);
    faults.extend(missing.map(|(key, count)| format!("{key}: {count} missing")));
    faults
}

#[test]
fn every_trap_is_there_and_names_tests_or_why_there_is_none() {
    let text = fs::read_to_string(file("docs/evidence/interop.md")).unwrap();
    let faults = faults(&rows(&text), &names_of_tests());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_row_can_be_left_out() {
    let text = fs::read_to_string(file("docs/evidence/interop.md")).unwrap();
    let tests = names_of_tests();
    let rows = rows(&text);
    for left_out in 0..rows.len() {
        let mut others = rows.clone();
        let row = others.remove(left_out);
        assert!(!faults(&others, &tests).is_empty(), "{row}");
    }
}

#[test]
fn a_function_that_no_run_calls_a_test_holds_nothing() {
    let text = "
fn a_function() {}
#[test]
#[cfg(unix)]
fn a_test() {}
fn what_stands_below_a_test() {}
#[test]
#[ignore]
fn one_that_is_ignored() {}
// #[test]
fn one_whose_attribute_is_a_comment() {}
proptest! {
    #[test]
    fn a_property(text in \".*\") {}
    fn a_property_that_never_runs(text in \".*\") {}
}
";
    assert_eq!(tests_of(text), ["a_test", "a_property"]);
}

#[test]
fn a_file_that_no_test_reads_holds_nothing() {
    let tests = names_of_tests();
    for name in [
        "Cargo.toml",
        "main",
        "tests/it/corpus.rs",
        "tests/it/cases",
        "tests/it/cases/../main.rs",
        "tests/it/cases/none.yaml",
    ] {
        assert!(!holds(name, &tests), "{name}");
    }
    for name in [
        "tests/it/checklist.rs",
        "tests/it/cases/changes.yaml",
        "tests/interop/judge.py",
    ] {
        assert!(holds(name, &tests), "{name}");
    }
}
