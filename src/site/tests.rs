use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::SecondsFormat;
use sha2::{Digest, Sha256};

use super::{OUTPUT_CHANGED, OUTPUT_DIGEST, Site};
use crate::{Context, Revisions};

/// The example files: the one at the root of the repository, and those of the valid test cases.
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

/// Digests every path, media type and byte that these files publish at a fixed time, together with `OUTPUT_CHANGED`, so that neither can
/// change without the other.
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
                // With the length, bytes cannot move from one part to the next unnoticed.
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

#[test]
fn a_new_site_shares_the_bytes_that_are_unchanged_and_no_others() {
    let context = Context::new("2026-06-15T12:00:00Z".parse().unwrap());
    let revisions = Revisions::at("2026-01-05T09:30:00Z".parse().unwrap());
    let text = "\
calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC}
events:
  - {id: one, title: One, start: 2026-07-01}
  - {id: two, title: Two, start: 2026-07-02}
";
    let render = |text: &str, earlier: Option<&Site>| {
        let calendar = Arc::new(crate::read(text, &context).0.unwrap());
        Site::render(&calendar, &revisions, &context, earlier).unwrap()
    };
    let before = render(text, None);
    let page = before.get("/events/one/").unwrap().gzip().unwrap();
    let after = render(&text.replace("Two", "Three"), Some(&before));
    let shared = after.iter().filter(|(path, resource)| {
        let earlier = before.get(path).unwrap().bytes();
        earlier.as_ptr() == resource.bytes().as_ptr()
    });
    let shared: Vec<&str> = shared.map(|(path, _)| path).collect();
    assert_eq!(
        shared,
        [
            "/404.html",
            "/copy.js",
            "/events/one.ics",
            "/events/one/",
            "/icon.svg",
            "/next.md",
            "/page.js",
            "/robots.txt",
            "/sitemap.xml",
            "/style.css",
        ]
    );
    let again = after.get("/events/one/").unwrap().gzip().unwrap();
    assert_eq!(again.bytes().as_ptr(), page.bytes().as_ptr());
}

#[test]
fn the_scripts_of_the_pages_are_at_most_4_kb_compressed() {
    let context = Context::new("2026-06-15T12:00:00Z".parse().unwrap());
    let revisions = Revisions::at("2026-01-05T09:30:00Z".parse().unwrap());
    let text = "calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC}\nevents: []\n";
    let calendar = Arc::new(crate::read(text, &context).0.unwrap());
    let site = Site::render(&calendar, &revisions, &context, None).unwrap();
    let scripts = site
        .iter()
        .filter(|(path, _)| path.rsplit_once('.').is_some_and(|(_, kind)| kind == "js"));
    let sizes: Vec<usize> = scripts
        .map(|(_, script)| script.gzip().unwrap().bytes().len())
        .collect();
    assert_eq!(sizes.len(), 2);
    assert!(sizes.iter().sum::<usize>() <= 4096, "{sizes:?}");
}
