//! The links of the documents: each leads to a file of this repository, and to a heading in it, or out of it.
//!
//! In: every document, and the files of the program that name one. Guaranteed: what a message or a comment calls `docs/….md` is there, and
//! the index `docs/README.md` leads to every document below `docs/`. Absent: whether an address of another site can be reached.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::architecture::rust_files;
use crate::corpus::file;
use crate::documents::documents;

/// The headings of a document as GitHub links to them, and the addresses that it links to.
fn parsed(text: &str) -> (BTreeSet<String>, Vec<String>) {
    let (mut anchors, mut links) = (BTreeSet::new(), Vec::new());
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.to_string()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().unwrap());
                let earlier = times.entry(anchor.clone()).or_default();
                let numbered = format!("{anchor}-{earlier}");
                anchors.insert(if *earlier == 0 { anchor } else { numbered });
                *earlier += 1;
            }
            _ => {}
        }
    }
    (anchors, links)
}

/// What GitHub makes of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept
        .chars()
        .filter(|it| it.is_alphanumeric() || " -_".contains(*it));
    kept.map(|it| if it == ' ' { '-' } else { it }).collect()
}

/// The path that a link leads to, seen from a document.
fn target(document: &str, link: &str) -> String {
    let mut path = PathBuf::from(document);
    path.pop();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => assert!(path.pop(), "{document}: {link} leaves the repository"),
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path.to_str().unwrap().to_owned()
}

/// What is wrong with a link to a file, and perhaps a heading in it.
fn fault(path: &str, anchor: Option<&str>) -> Option<&'static str> {
    if !file(path).exists() {
        return Some("there is no such file");
    }
    let anchor = anchor?;
    let text = fs::read_to_string(file(path)).ok()?;
    (path.ends_with(".md") && !parsed(&text).0.contains(anchor))
        .then_some("there is no such heading")
}

/// The links of a document to files of this repository: the link, its path and its anchor.
fn links(document: &str) -> Vec<(String, String, Option<String>)> {
    let text = fs::read_to_string(file(document)).unwrap();
    let links = parsed(&text).1.into_iter();
    let links = links.filter(|link| !link.contains("://") && !link.starts_with("mailto:"));
    let parts = links.map(|link| {
        let (path, anchor) = match link.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor.to_owned())),
            None => (link.as_str(), None),
        };
        let path = if path.is_empty() {
            document.to_owned()
        } else {
            target(document, path)
        };
        (link.clone(), path, anchor)
    });
    parts.collect()
}

#[test]
fn every_link_in_a_document_leads_to_a_file_and_to_a_heading() {
    let mut faults = Vec::new();
    for document in documents() {
        for (link, path, anchor) in links(&document) {
            if let Some(fault) = fault(&path, anchor.as_deref()) {
                faults.push(format!("{document}: {link}: {fault}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_index_leads_to_every_document() {
    let index: BTreeSet<String> = links("docs/README.md").into_iter().map(|it| it.1).collect();
    for document in documents() {
        let is_in = index.contains(&document);
        let is_below = document.starts_with("docs/") && document != "docs/README.md";
        assert!(
            is_in || !is_below,
            "docs/README.md does not link to {document}"
        );
    }
}

/// The documents that a text names, with the heading: `docs/reference/format.md#groups`.
fn named(text: &str) -> Vec<(String, Option<String>)> {
    let rests = text.split("docs/").skip(1);
    let is_of_path =
        |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "/-.".contains(it);
    let is_of_anchor = |it: char| it.is_alphanumeric() || "-_".contains(it);
    let name = |rest: &str| {
        let end = rest.find(|it| !is_of_path(it)).unwrap_or(rest.len());
        let (path, rest) = rest.split_at(end);
        let path = path.split_inclusive(".md").next()?;
        let anchor = rest.strip_prefix('#').map(|rest| {
            let end = rest.find(|it| !is_of_anchor(it)).unwrap_or(rest.len());
            rest[..end].to_owned()
        });
        path.ends_with(".md")
            .then(|| (format!("docs/{path}"), anchor))
    };
    rests.filter_map(name).collect()
}

#[test]
fn every_document_that_the_program_names_is_there() {
    fn walk(path: &Path, faults: &mut Vec<String>, count: &mut usize) {
        if path.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                walk(&entry.unwrap().path(), faults, count);
            }
        } else if let Ok(text) = fs::read_to_string(path) {
            for (document, anchor) in named(&text) {
                *count += 1;
                // In a message, braces stand for what is filled in.
                let anchor = anchor.filter(|it| !it.is_empty());
                if let Some(fault) = fault(&document, anchor.as_deref()) {
                    faults.push(format!(
                        "{}: {document} {anchor:?}: {fault}",
                        path.display()
                    ));
                }
            }
        }
    }
    let (mut faults, mut count) = (Vec::new(), 0);
    for path in [
        "src",
        "deploy",
        "examples",
        "tests/attack",
        "tests/proxies",
        "events.yaml",
        "events.schema.json",
    ] {
        walk(&file(path), &mut faults, &mut count);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 5, "{count}");
}

/// The words between backticks.
fn code(text: &str) -> BTreeSet<String> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES);
    let code = events.filter_map(|event| match event {
        Event::Code(words) => Some(words.to_string()),
        _ => None,
    });
    code.collect()
}

#[test]
fn every_file_module_type_and_method_that_architecture_names_is_there() {
    let sources: Vec<(String, String)> = rust_files(&file("src"))
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.to_str().unwrap().replace("/mod.rs", ".rs"), text)
        })
        .collect();
    let is_file = |name: &str| {
        sources
            .iter()
            .any(|(path, _)| path.ends_with(&format!("/{name}")))
    };
    let is_declared = |word: &str, name: &str| {
        let is_end = |rest: &str| !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_');
        let declaration = format!("{word} {name}");
        sources
            .iter()
            .any(|(_, text)| text.split(&declaration).skip(1).any(is_end))
    };
    let is_name = |name: &str| {
        let is_of_name = |it: char| it.is_ascii_alphanumeric() || "_:/.".contains(it);
        name.chars().all(is_of_name) && !name.contains("//")
    };
    let mut count = 0;
    for name in code(&fs::read_to_string(file("ARCHITECTURE.md")).unwrap()) {
        let is_there = match name.split_once("::") {
            _ if !is_name(&name) => continue,
            None if name.ends_with(".rs") => is_file(&name),
            None => continue,
            Some((_, name)) if name.starts_with(char::is_uppercase) => {
                is_declared("struct", name) || is_declared("enum", name)
            }
            Some((kind, name)) if kind.starts_with(char::is_uppercase) => is_declared("fn", name),
            Some(_) => is_file(&format!("{}.rs", name.replace("::", "/"))),
        };
        count += 1;
        assert!(is_there, "ARCHITECTURE.md names `{name}`");
    }
    assert!(count > 10, "{count}");
}

#[test]
fn a_heading_is_linked_to_as_github_does() {
    let (anchors, links) = parsed("# `--url`, and *more*\n\n## More\n\n## More\n\n[a](b.md#c)\n");
    let expected = ["--url-and-more", "more", "more-1"].map(str::to_owned);
    assert_eq!(anchors, BTreeSet::from(expected));
    assert_eq!(links, ["b.md#c"]);
}

#[test]
fn a_name_of_a_document_ends_where_the_path_ends() {
    let found = named("see docs/a/b.md#c-d; and `docs/e.md`, docs/f.json");
    assert_eq!(
        found,
        [
            ("docs/a/b.md".to_owned(), Some("c-d".to_owned())),
            ("docs/e.md".to_owned(), None)
        ]
    );
}
