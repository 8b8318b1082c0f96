//! Symbolic links in place of input files: none reveals other files of the machine.

use std::fs;
use std::os::unix::fs::symlink;

use crate::corpus::of;
use crate::program::{Desk, Run};
use crate::repository::Repository;

const SECRET: &str = "GH_TOKEN: s3cr3t\n";

const OUTSIDE: &str =
    "it is a symbolic link that points outside its folder and its git working tree";

fn events() -> &'static str {
    &of("tests/it/cases/good/two-at-once.yaml").text
}

fn link(desk: &Desk, name: &str, to: &str) {
    let path = desk.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    symlink(to, path).unwrap();
}

/// Runs the program with a secret in the environment, and checks that no output reveals it.
#[track_caller]
fn run(desk: &Desk, arguments: &str) -> Run {
    let output = desk.command(arguments).env("GH_TOKEN", "s3cr3t").output();
    let run = Run::of(&output.unwrap());
    assert!(!format!("{run:?}").contains("s3cr3t"), "{run:?}");
    run
}

#[test]
fn an_events_file_that_is_a_link_out_of_its_folder_is_refused_by_every_command() {
    for target in ["/proc/self/environ", "../secret.yaml", "/etc/passwd"] {
        let desk = Desk::new();
        desk.write("secret.yaml", SECRET);
        desk.write("site/other.yaml", events());
        link(&desk, "site/events.yaml", target);
        for command in [
            "check site/events.yaml",
            "check site/events.yaml --format github",
            "list site/events.yaml",
            "build site/events.yaml --out public",
            "serve site/events.yaml --listen 127.0.0.1:0",
            "diff site/other.yaml site/events.yaml",
            "revisions site/events.yaml",
        ] {
            let run = run(&desk, command);
            assert_eq!(run.code, Some(2), "{command}: {run:?}");
            let expected = format!(
                "error: cannot read site/events.yaml: {OUTSIDE}; give the path of the file that it points to, which `readlink -f site/events.yaml` shows\n"
            );
            assert_eq!(run.stderr, expected, "{command}");
        }
        assert!(!desk.has("public"));
    }
}

#[test]
fn the_file_that_such_a_link_points_to_can_be_named() {
    let desk = Desk::new();
    desk.write("store/events.yaml", events());
    link(&desk, "site/events.yaml", "../store/events.yaml");
    assert_eq!(run(&desk, "check site/events.yaml").code, Some(2));
    assert_eq!(run(&desk, "check store/events.yaml").code, Some(0));
    // The folder itself may be a link as well.
    link(&desk, "current", "store");
    assert_eq!(run(&desk, "check current/events.yaml").code, Some(0));
}

#[test]
fn the_links_of_a_mounted_volume_are_followed() {
    let desk = Desk::new();
    desk.write("volume/..2026_01/events.yaml", events());
    desk.write("volume/..2026_01/404.html", "gone");
    link(&desk, "volume/..data", "..2026_01");
    link(&desk, "volume/events.yaml", "..data/events.yaml");
    link(&desk, "volume/404.html", "..data/404.html");
    let run = run(
        &desk,
        "build volume/events.yaml --out public --templates volume",
    );
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(desk.read("public/404.html"), "gone");
}

#[test]
fn a_link_within_a_working_tree_is_followed_but_not_out_of_it_nor_to_what_is_hidden() {
    let repository = Repository::new();
    let desk = &repository.desk;
    desk.write("data/club.yaml", events());
    desk.write(".env", SECRET);
    let check = |name: &str, to: &str| {
        link(desk, name, to);
        run(desk, &format!("check {name}"))
    };
    assert_eq!(check("site/a.yaml", "../data/club.yaml").code, Some(0));
    let outside = check("site/b.yaml", "/etc/passwd");
    assert!(outside.stderr.contains(OUTSIDE), "{outside:?}");
    for (name, to) in [("site/c.yaml", "../.env"), ("d.yaml", ".git/config")] {
        let hidden = check(name, to);
        assert_eq!(
            (hidden.code, hidden.stderr.as_str()),
            (
                Some(2),
                format!("error: cannot read {name}: it is a symbolic link to a hidden file; give the path of the file that it points to, which `readlink -f {name}` shows\n").as_str()
            )
        );
    }
}

#[test]
fn a_folder_in_a_working_tree_that_is_a_link_out_of_it_is_not_entered() {
    let elsewhere = Desk::new();
    elsewhere.write("events.yaml", events());
    let repository = Repository::new();
    let desk = &repository.desk;
    link(desk, "site", elsewhere.path().to_str().unwrap());
    let run = run(desk, "check site/events.yaml");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains(OUTSIDE), "{run:?}");
}

#[test]
fn a_template_that_is_a_link_out_of_its_folder_is_refused_and_nothing_is_published() {
    let desk = Desk::new();
    desk.write("events.yaml", events());
    desk.write("tpl/404.html", "{% include \"banner.html\" %}");
    link(&desk, "tpl/banner.html", "/proc/self/environ");
    for command in [
        "build --out public --templates tpl",
        "serve --listen 127.0.0.1:0 --templates tpl",
    ] {
        let run = run(&desk, command);
        assert_eq!(run.code, Some(2), "{run:?}");
        let expected = format!(
            "error: cannot read tpl/banner.html: {OUTSIDE}; replace the link with the file itself\n"
        );
        assert!(run.stderr.ends_with(&expected), "{}", run.stderr);
    }
    assert!(!desk.has("public"));
}

#[test]
fn a_folder_of_templates_that_is_a_link_to_elsewhere_is_refused() {
    let desk = Desk::new();
    desk.write("site/events.yaml", events());
    desk.write("private/404.html", SECRET);
    link(&desk, "site/tpl", "../private");
    let run = run(
        &desk,
        "build site/events.yaml --out public --templates site/tpl",
    );
    assert_eq!(run.code, Some(2), "{run:?}");
    let expected =
        format!("error: cannot read site/tpl: {OUTSIDE}; give the folder that it points to\n");
    assert!(run.stderr.ends_with(&expected), "{}", run.stderr);
}

#[test]
fn a_file_of_holidays_that_is_hidden_or_a_link_to_elsewhere_is_refused_at_its_place() {
    let desk = Desk::new();
    let named = |name: &str| {
        let named = format!("calendar:\n  holidays: {name}\n");
        events().replacen("calendar:\n", &named, 1)
    };
    desk.write("secret.json", SECRET);
    desk.write("site/.docker/config.json", SECRET);
    link(&desk, "site/days.json", "../secret.json");
    for (name, reason) in [
        (
            "./days.json",
            "it is a link out of the folder of the events file",
        ),
        ("./.docker/config.json", "it is a hidden file"),
    ] {
        desk.write("site/events.yaml", named(name));
        let run = run(&desk, "check site/events.yaml");
        assert_eq!(run.code, Some(1), "{run:?}");
        let message = format!("cannot read `site/{name}`: {reason}\n");
        assert!(run.stdout.contains(&message), "{run:?}");
        assert!(run.stdout.contains("events.yaml:"), "{run:?}");
    }
}

#[test]
fn a_file_of_revisions_that_is_a_link_to_elsewhere_is_refused() {
    let desk = Desk::new();
    desk.write("events.yaml", events());
    link(&desk, "revisions.json", "/proc/self/environ");
    let run = run(&desk, "build --out public --revisions revisions.json");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains(OUTSIDE), "{run:?}");
}
