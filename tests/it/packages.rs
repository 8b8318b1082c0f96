//! What the files of the packages repeat. `packaging/run` makes and tries the packages themselves.

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
