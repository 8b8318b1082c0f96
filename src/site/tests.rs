use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::SecondsFormat;
use sha2::{Digest, Sha256};

use super::{OUTPUT_CHANGED, OUTPUT_DIGEST};
use crate::{Context, Revisions};

/// The events files that stand for all: the community's own, and those of the good cases.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cases = fs::read_dir(root.join("tests/it/cases/good")).unwrap();
    let paths = cases.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .chain([root.join("events.yaml")])
        .collect();
    files.sort_by_key(|path| path.file_name().map(ToOwned::to_owned));
    files
}

/// Digests every path, type and octet that these files publish at one fixed time, beside the time of the last change of output: neither
/// changes without the other.
#[expect(
    clippy::disallowed_methods,
    reason = "the test reads the files of this repository"
)]
fn digest() -> String {
    let mut all = Sha256::new();
    all.update(OUTPUT_CHANGED.to_rfc3339_opts(SecondsFormat::Secs, true));
    for path in files() {
        let text = fs::read_to_string(&path).unwrap();
        let context = Context::new("2026-06-15T12:00:00Z".parse().unwrap());
        let (calendar, _) = crate::read(&text, &context);
        let revisions = Revisions::at("2026-01-05T09:30:00Z".parse().unwrap());
        let site = crate::publish(&calendar.unwrap(), &revisions, &context).unwrap();
        let resources: BTreeMap<&str, _> = site.iter().collect();
        for (path, resource) in resources {
            for part in [
                path.as_bytes(),
                resource.content_type().as_bytes(),
                resource.disposition().unwrap_or_default().as_bytes(),
                resource.bytes(),
            ] {
                // The length keeps one part from passing for another.
                all.update((part.len() as u64).to_be_bytes());
                all.update(part);
            }
        }
    }
    all.finalize().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[test]
fn last_modified_moves_whenever_the_output_does() {
    let found = digest();
    assert!(
        found == OUTPUT_DIGEST,
        "the output of this release differs from what OUTPUT_CHANGED, in src/site.rs, dates to {OUTPUT_CHANGED}.
Clients that revalidate with If-Modified-Since only would keep the old bytes. If the change is intended:
1. set OUTPUT_CHANGED to the current time
2. run this test again, and set OUTPUT_DIGEST, below it, to the digest shown
3. say in CHANGELOG.md what subscribers will see
the digest is {found}"
    );
}
