//! What the files of the packages repeat. `packaging/run` makes and tries the packages themselves.

use std::collections::BTreeSet;

use crate::corpus::file;

fn text(name: &str) -> String {
    std::fs::read_to_string(file(name)).unwrap()
}

#[test]
fn the_hook_of_pre_commit_installs_this_release() {
    let version = env!("CARGO_PKG_VERSION");
    let project = text("pyproject.toml");
    let lines: Vec<&str> = project
        .lines()
        .filter(|line| line.starts_with("version") || line.starts_with("dependencies"))
        .collect();
    assert_eq!(
        lines,
        [
            format!("version = \"{version}\""),
            format!("dependencies = [\"calfeed=={version}\"]")
        ]
    );
}

#[test]
fn the_health_check_of_the_image_requests_the_address_of_its_metrics() {
    let dockerfile = text("packaging/Dockerfile");
    let line = |start: &str| {
        let mut lines = dockerfile.lines().filter(|line| line.starts_with(start));
        lines.next().unwrap().to_owned()
    };
    assert_eq!(
        line("CMD"),
        r#"CMD ["serve", "/calendar/events.yaml", "--listen", "0.0.0.0:8080", "--metrics", "127.0.0.1:9180"]"#
    );
    let check = line("HEALTHCHECK");
    assert_eq!(
        check.split_once("CMD ").unwrap().1,
        r#"["/calfeed", "healthcheck", "http://127.0.0.1:9180/healthz"]"#
    );
    assert_eq!(line("USER"), "USER 65534:65534");
}

/// Returns the targets of Rust that a file names.
fn targets(name: &str) -> BTreeSet<String> {
    let text = text(name);
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"_-".contains(c));
    let is_target = |word: &&str| {
        ["-unknown-linux-gnu", "-apple-darwin", "-pc-windows-msvc"]
            .iter()
            .any(|end| word.len() > end.len() && word.ends_with(end))
    };
    words.filter(is_target).map(str::to_owned).collect()
}

#[test]
fn a_release_is_built_for_every_platform_that_has_packages_and_the_action_knows_them() {
    let packed = targets("packaging/pack.py");
    assert_eq!(
        packed.iter().map(String::as_str).collect::<Vec<_>>(),
        [
            "aarch64-apple-darwin",
            "aarch64-unknown-linux-gnu",
            "x86_64-apple-darwin",
            "x86_64-pc-windows-msvc",
            "x86_64-unknown-linux-gnu",
        ]
    );
    assert_eq!(targets("packaging/action/install"), packed);
    let mut built = targets(".github/workflows/release.yml");
    // `packaging/build` has it as its default.
    built.insert("x86_64-unknown-linux-gnu".to_owned());
    assert_eq!(built, packed);
}
