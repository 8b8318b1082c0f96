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

/// Runs the script with which the Debian package is updated, and returns what it asks of systemd and what it says.
#[cfg(unix)]
fn updated(events: &str, restarts: bool) -> (String, String) {
    let root = tempfile::tempdir().unwrap();
    let path = |name: &str| root.path().join(name);
    for folder in ["run/systemd/system", "etc/calfeed", "bin"] {
        std::fs::create_dir_all(path(folder)).unwrap();
    }
    std::fs::write(path("etc/calfeed/events.yaml"), events).unwrap();
    let settings = format!("EVENTS={}\n", path("etc/calfeed/events.yaml").display());
    std::fs::write(path("etc/calfeed/calfeed.conf"), settings).unwrap();
    let program = env!("CARGO_BIN_EXE_calfeed");
    std::os::unix::fs::symlink(program, path("bin/calfeed")).unwrap();
    // The shell has functions in place of the programs of systemd.
    let script = format!(
        "systemd-sysusers() {{ :; }}\nsystemctl() {{ echo \"$*\"; case $* in restart*) {restarts} ;; esac; }}\n{}",
        text("packaging/deb/postinst")
    );
    let output = std::process::Command::new("bash")
        .args(["-c", &script, "postinst", "configure", "0.0.9-1"])
        .env("DPKG_ROOT", root.path())
        .env("PATH", format!("{}:/usr/bin:/bin", path("bin").display()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let folder = root.path().to_str().unwrap();
    let said = |bytes: &[u8]| {
        String::from_utf8(bytes.to_vec())
            .unwrap()
            .replace(folder, "")
    };
    (said(&output.stdout), said(&output.stderr))
}

#[cfg(unix)]
#[test]
fn an_update_of_the_debian_package_restarts_the_service_only_if_it_can_start() {
    let good = text("starter/events.yaml");
    let asked = "daemon-reload\n--quiet is-active calfeed.service\n";
    let restarted = format!("{asked}restart calfeed.service\n");
    assert_eq!(updated(&good, true), (restarted.clone(), String::new()));
    assert_eq!(
        updated(&good, false),
        (
            restarted,
            "calfeed.service does not start; journalctl -u calfeed has the reason\n".to_owned()
        )
    );
    assert_eq!(
        updated(&good.replace("title:", "titel:"), true),
        (
            asked.to_owned(),
            "calfeed.service still runs the earlier release, because /etc/calfeed/events.yaml has errors. After you have corrected it, run: \
             systemctl restart calfeed\n"
                .to_owned()
        )
    );
}
