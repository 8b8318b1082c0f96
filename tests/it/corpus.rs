//! Every events file in this repository, published at one fixed time, and every `.ics` in the output.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use calfeed::{Calendar, Context, Report, Resource, Revisions, Site};
use chrono::{DateTime, Utc};

use crate::content::Component;

/// The main file of a folder.
pub(crate) const EVENTS: &str = "events.yaml";

/// A calendar with all of its output.
pub(crate) struct Published {
    /// The path of the file in this repository.
    pub(crate) name: String,
    pub(crate) text: String,
    /// The files that it may include, by their paths below its folder.
    pub(crate) included: BTreeMap<String, String>,
    pub(crate) report: Report,
    pub(crate) calendar: Calendar,
    pub(crate) site: Site,
}

/// One `.ics`.
pub(crate) struct File {
    pub(crate) published: &'static Published,
    pub(crate) path: &'static str,
    pub(crate) kind: Kind,
    pub(crate) resource: &'static Resource,
    pub(crate) text: &'static str,
    pub(crate) root: Component,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A feed to subscribe to.
    Feed,
    /// The invite of one event.
    Invite,
    /// The invite of one instance.
    InstanceInvite,
}

/// Returns the path of a file in this repository.
pub(crate) fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The current time for all of [`published`].
pub(crate) fn now() -> DateTime<Utc> {
    instant("2026-06-15T12:00:00Z")
}

/// The last change of all files in [`published`].
pub(crate) fn revisions() -> Revisions {
    Revisions::at(instant("2026-01-05T09:30:00Z"))
}

/// Reads a file without errors.
#[track_caller]
pub(crate) fn read(text: &str) -> Calendar {
    let (calendar, report) = calfeed::read(text, &Context::new(now()));
    calendar.unwrap_or_else(|| panic!("{:#?}", report.diagnostics()))
}

/// Returns the community's events file, the examples, and the test cases, all published.
pub(crate) fn published() -> &'static [Published] {
    static PUBLISHED: LazyLock<Vec<Published>> = LazyLock::new(|| {
        let mut names = vec!["events.yaml".to_owned()];
        names.extend(yaml_files("examples/events"));
        names.extend(yaml_files("tests/it/cases"));
        names.extend(yaml_files("tests/it/cases/good"));
        let folders = folders("tests/it/cases/good");
        names.extend(folders.iter().map(|it| format!("{it}/{EVENTS}")));
        let publish = |name: String| {
            let text = fs::read_to_string(file(&name)).unwrap();
            let folder = name.strip_suffix(&format!("/{EVENTS}"));
            let included = folder.map(included).unwrap_or_default();
            let files = included.iter().map(|(path, text)| (&**path, &**text));
            let (calendar, report) =
                calfeed::read_with_included(&text, files, &Context::new(now()));
            let calendar = calendar.unwrap_or_else(|| panic!("{name}: {report:#?}"));
            let site = calfeed::publish(&calendar, &revisions(), &Context::new(now())).unwrap();
            Published {
                name,
                text,
                included,
                report,
                calendar,
                site,
            }
        };
        names.into_iter().map(publish).collect()
    });
    &PUBLISHED
}

/// Returns the published file with this name.
pub(crate) fn of(name: &str) -> &'static Published {
    published().iter().find(|it| it.name == name).unwrap()
}

impl Published {
    /// Returns the text of the output at a path.
    pub(crate) fn text_at(&self, path: &str) -> &str {
        let resource = self.site.get(path);
        str::from_utf8(resource.unwrap_or_else(|| panic!("no {path}")).bytes()).unwrap()
    }

    /// Returns the feed of all events.
    pub(crate) fn feed(&self) -> &str {
        self.text_at(&format!("/{}.ics", self.calendar.slug()))
    }
}

/// Returns the paths of the YAML files in a folder of this repository, sorted.
pub(crate) fn yaml_files(folder: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(file(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".yaml"))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no YAML in {folder}");
    names
}

/// Returns the paths of the folders in a folder of this repository that have an events file, sorted.
pub(crate) fn folders(folder: &str) -> Vec<String> {
    let names = fs::read_dir(file(folder)).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let paths = names.map(|name| format!("{folder}/{name}"));
    let mut paths: Vec<String> = paths
        .filter(|it| file(&format!("{it}/{EVENTS}")).is_file())
        .collect();
    paths.sort();
    paths
}

/// Returns the texts of all files below a folder of this repository except its events file, by their paths below the folder.
pub(crate) fn included(folder: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut left = vec![String::new()];
    while let Some(below) = left.pop() {
        for entry in fs::read_dir(file(&format!("{folder}/{below}"))).unwrap() {
            let entry = entry.unwrap();
            let path = below.clone() + entry.file_name().to_str().unwrap();
            if entry.file_type().unwrap().is_dir() {
                left.push(format!("{path}/"));
            } else if path != EVENTS {
                found.insert(path, fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    found
}

/// Returns every `.ics` of all [`published`] files.
pub(crate) fn files() -> &'static [File] {
    static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
        let mut files = Vec::new();
        for published in published() {
            for (path, resource) in published.site.iter() {
                if !path.ends_with(".ics") {
                    continue;
                }
                let text = str::from_utf8(resource.bytes()).unwrap();
                files.push(File {
                    published,
                    path,
                    kind: match path.matches('/').count() {
                        // A former address of a feed may have folders.
                        _ if !path.starts_with("/events/") => Kind::Feed,
                        2 => Kind::Invite,
                        // A key date begins with a year of four digits; the name of one of several series never does.
                        _ if is_date(path) => Kind::InstanceInvite,
                        _ => Kind::Invite,
                    },
                    resource,
                    text,
                    root: Component::read(text),
                });
            }
        }
        files
    });
    &FILES
}

fn is_date(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = name.strip_suffix(".ics").unwrap_or_default();
    name.parse::<chrono::NaiveDate>().is_ok()
}

impl File {
    pub(crate) fn events(&self) -> impl Iterator<Item = &Component> {
        self.root.all("VEVENT")
    }
}

/// Runs a check on every `.ics`. It returns faults, of which there must be none.
#[track_caller]
pub(crate) fn every_file(faults_of: impl Fn(&File) -> Vec<String>) {
    let mut faults = Vec::new();
    for file in files() {
        for fault in faults_of(file) {
            faults.push(format!("{} {}: {fault}", file.published.name, file.path));
        }
    }
    let all = faults.len();
    faults.truncate(20);
    assert!(faults.is_empty(), "{all} faults:\n{}", faults.join("\n"));
}

/// Runs a check on every VEVENT of every `.ics`.
#[track_caller]
pub(crate) fn every_event(faults_of: impl Fn(&File, &Component) -> Vec<String>) {
    every_file(|file| {
        let of = |event: &Component| {
            let faults = faults_of(file, event).into_iter();
            let uid = event.value("UID").to_owned();
            faults.map(move |fault| format!("{uid}: {fault}"))
        };
        file.events().flat_map(of).collect()
    });
}

/// Returns one fault if `good` is false.
pub(crate) fn unless(good: bool, fault: impl Into<String>) -> Vec<String> {
    if good { Vec::new() } else { vec![fault.into()] }
}

/// Returns the template sets of `examples/templates`: the name of each folder, with its templates by file name.
pub(crate) fn template_sets() -> Vec<(String, Vec<(String, String)>)> {
    let entries = |folder: &Path| {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        paths
    };
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let sets: Vec<_> = entries(&file("examples/templates"))
        .into_iter()
        .filter(|path| path.is_dir())
        .map(|folder| {
            let templates = entries(&folder)
                .into_iter()
                .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
                .map(|path| (name(&path), fs::read_to_string(&path).unwrap()))
                .collect();
            (name(&folder), templates)
        })
        .collect();
    assert!(!sets.is_empty(), "no folder in examples/templates");
    sets
}
