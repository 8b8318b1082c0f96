//! Checks the code against ARCHITECTURE.md: each module is in the map, and imports only from the rows above its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Returns the rows of the map, in order.
fn map() -> Vec<String> {
    let text = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let rows = text
        .split("## The map")
        .nth(1)
        .unwrap()
        .split("## Decisions")
        .next()
        .unwrap();
    rows.lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .map(ToOwned::to_owned)
        .collect()
}

/// Whether a file is a test. Tests may import anything.
fn is_test(file: &Path) -> bool {
    file.iter()
        .any(|part| part == "tests" || part == "tests.rs")
}

pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Returns the module of the map that a file belongs to.
fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix("src").unwrap();
    let first = inside.components().next().unwrap().as_os_str();
    Path::new(first)
        .file_stem()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

/// Returns the modules named after `crate::` in a text, except in comments.
fn imports(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(list) => list.split([',', '}']).map(str::trim).collect(),
            None => vec![rest],
        })
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect::<String>()
        })
        .filter(|name| name.starts_with(|c: char| c.is_lowercase()))
        .collect()
}

#[test]
fn every_module_stands_in_the_map_and_every_row_is_a_module() {
    let modules: BTreeSet<String> = rust_files(Path::new("src"))
        .iter()
        .map(|file| module_of(file))
        .filter(|module| !["lib", "main"].contains(&module.as_str()))
        .collect();
    assert_eq!(map().into_iter().collect::<BTreeSet<_>>(), modules);
}

#[test]
fn a_module_imports_only_from_the_rows_above_its_own() {
    let map = map();
    let rank = |module: &str| map.iter().position(|row| row == module);
    for file in rust_files(Path::new("src")) {
        let module = module_of(&file);
        if is_test(&file) {
            continue;
        }
        let Some(own) = rank(&module) else { continue };
        // The command line is a user of the library, so it imports from the root like any other user.
        for name in imports(&fs::read_to_string(&file).unwrap()) {
            if let Some(other) = rank(&name) {
                assert!(
                    other <= own,
                    "{} imports `{name}`, which stands below it",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    for folder in ["src", "tests", "examples"] {
        for file in rust_files(Path::new(folder)) {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            assert!(lines <= 450, "{} has {lines} lines", file.display());
        }
    }
}

#[test]
fn every_module_opens_with_what_comes_in_and_what_goes_out() {
    for file in rust_files(Path::new("src")) {
        let text = fs::read_to_string(&file).unwrap();
        let is_test = file
            .iter()
            .any(|part| part == "tests" || part == "tests.rs");
        if !is_test {
            assert!(
                text.starts_with("//! "),
                "{} has no opening",
                file.display()
            );
        }
    }
}

/// A program written by a test may still be open for writing in a process forked by another thread: `Text file busy`.
#[test]
fn no_test_writes_a_program() {
    let first_line = ["#", "!/"].concat();
    for folder in ["src", "tests", "benches"] {
        for file in rust_files(Path::new(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(
                !text.contains(&first_line),
                "{} writes a program; link to tests/programs/scripted",
                file.display()
            );
        }
    }
}
