//! The files that a build writes for static hosts.

use std::collections::BTreeMap;

use crate::program::Desk;
use crate::serving::Serving;

const HEADERS: &str = "\
# Written by calfeed. The headers are those of `calfeed serve`.
/*
  Access-Control-Allow-Origin: *
  X-Content-Type-Options: nosniff
  Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
  Referrer-Policy: no-referrer
/*.ics
  Content-Type: text/calendar; charset=utf-8
/events/*.ics
  Content-Disposition: attachment
/*.md
  Content-Type: text/markdown; charset=utf-8
/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
";

fn calendar() -> Desk {
    let desk = Desk::new();
    let starter = crate::corpus::file("starter/events.yaml");
    desk.write("events.yaml", std::fs::read(starter).unwrap());
    desk
}

#[test]
fn the_file_of_headers_comes_and_goes_with_the_option() {
    let desk = calendar();
    for host in ["netlify", "cloudflare"] {
        desk.build(&format!("--out public --for {host}"));
        assert_eq!(desk.read("public/_headers"), HEADERS, "{host}");
        assert!(desk.read("public/.calfeed").contains("\n_headers "));
    }
    let again = desk.run("build --out public --for netlify");
    assert!(again.stderr.contains(" 0 written, "), "{}", again.stderr);
    desk.build("--out public");
    assert!(!desk.has("public/_headers"));
    assert!(!desk.read("public/.calfeed").contains("_headers"));
}

#[test]
fn a_file_of_headers_of_others_is_not_overwritten() {
    let desk = calendar();
    desk.write("public/_headers", "/*\n  X-Mine: 1\n");
    let run = desk.run("build --out public --for netlify");
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("`public/_headers` was not written by calfeed\n"),
        "{}",
        run.stderr
    );
    assert!(!desk.has("public/index.html"));
    desk.build("--out public");
    assert_eq!(desk.read("public/_headers"), "/*\n  X-Mine: 1\n");
}

/// Returns the headers that a host reads from the file for a path. A star stands for any text, as on both hosts.
fn of_file(path: &str) -> BTreeMap<String, String> {
    let mut headers = BTreeMap::new();
    let mut is_match = false;
    for line in HEADERS.lines().filter(|line| !line.starts_with('#')) {
        if let Some(header) = line.strip_prefix("  ") {
            let (name, value) = header.split_once(": ").unwrap();
            if is_match {
                let twice = headers.insert(name.to_lowercase(), value.to_owned());
                assert_eq!(twice, None, "{path}");
            }
        } else {
            is_match = match line.split_once('*') {
                Some((start, end)) => path.starts_with(start) && path.ends_with(end),
                None => path == line,
            };
        }
    }
    headers
}

#[cfg(unix)]
#[test]
fn the_headers_of_the_file_are_those_that_serve_sends() {
    let desk = calendar();
    desk.build("--out public");
    let serving = Serving::start(&desk, "");
    let mut compared = 0;
    for file in desk.files("public").into_keys() {
        if [".calfeed", ".nojekyll", "404.html"].contains(&file.as_str()) {
            continue;
        }
        let path = format!("/{}", file.strip_suffix("index.html").unwrap_or(&file));
        let (head, _) = serving.ask(&format!("HEAD {path} HTTP/1.1"));
        let head: BTreeMap<&str, &str> = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .collect();
        let mut served = |name: &str| {
            compared += 1;
            head.iter()
                .find(|(found, _)| found.eq_ignore_ascii_case(name))
                .map(|(_, value)| (*value).to_owned())
        };
        let of_file = of_file(&path);
        for (name, value) in &of_file {
            let is_of_pages =
                ["content-security-policy", "referrer-policy"].contains(&name.as_str());
            match served(name) {
                // The name of the file that is saved is the end of its path here.
                Some(served) if name == "content-disposition" => {
                    assert!(served.starts_with(value.as_str()), "{path}: {served}");
                }
                Some(served) => assert_eq!(&served, value, "{path}: {name}"),
                None => assert!(is_of_pages, "{path}: {name}"),
            }
        }
        if path.ends_with(".ics") || path.ends_with(".md") || path.ends_with("feed.xml") {
            assert_eq!(
                of_file.get("content-type"),
                served("content-type").as_ref(),
                "{path}"
            );
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn a_build_keeps_jekyll_away_and_leaves_a_file_of_that_name_alone() {
    let desk = calendar();
    desk.build("--out public");
    assert_eq!(desk.read("public/.nojekyll"), "");
    assert!(!desk.read("public/.calfeed").contains("nojekyll"));
    desk.write("public/.nojekyll", "mine\n");
    desk.build("--out public");
    assert_eq!(desk.read("public/.nojekyll"), "mine\n");
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_file_against_jekyll_is_not_followed() {
    let desk = calendar();
    std::fs::create_dir(desk.path().join("public")).unwrap();
    std::os::unix::fs::symlink("../outside", desk.path().join("public/.nojekyll")).unwrap();
    desk.build("--out public");
    assert!(!desk.has("outside"));
}

#[test]
fn a_list_cannot_name_the_file_against_jekyll() {
    let desk = calendar();
    desk.build("--out public");
    let list = desk.read("public/.calfeed");
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    desk.write("public/.calfeed", format!("{list}.nojekyll {empty}\n"));
    desk.build("--out public");
    assert!(desk.has("public/.nojekyll"));
    assert_eq!(desk.read("public/.calfeed"), list);
}
