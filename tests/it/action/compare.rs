//! What `diff` says of a file whose earlier or present version has mistakes.

use std::process::{Command, Output};

use super::{Runner, stdout};

const GOOD: &str = include_str!("../../../starter/events.yaml");

/// Commits these versions of the events file, and compares the last with the one before.
fn compared(runner: &Runner, versions: &[&str]) -> Output {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command
            .args(["-c", "user.name=e", "-c", "user.email=e@example.org"])
            .args(arguments)
            .current_dir(runner.path("work"));
        assert!(command.status().unwrap().success());
    };
    git(&["init", "--quiet", "."]);
    for version in versions {
        runner.write("work/events.yaml", version);
        git(&["add", "events.yaml"]);
        git(&["commit", "--quiet", "--message", "Edit"]);
    }
    runner
        .command("run")
        .env("CALFEED_PROGRAM", env!("CARGO_BIN_EXE_calfeed"))
        .env("CALFEED_COMMAND", "diff")
        .env("SOURCE_DATE_EPOCH", "1796083200")
        .output()
        .unwrap()
}

#[test]
fn a_change_that_corrects_the_file_passes() {
    let runner = Runner::new();
    let broken = GOOD.replace("title:", "titel:");
    let output = compared(&runner, &[&broken, GOOD]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(
        runner.read("summary"),
        "The earlier version of the events file has mistakes, so the changes cannot be shown. This version has none.\n"
    );
}

#[test]
fn a_change_with_a_mistake_is_refused() {
    let broken = GOOD.replace("title:", "titel:");
    for versions in [[GOOD, &broken], [&broken, &format!("{broken}# Again.\n")]] {
        let runner = Runner::new();
        let output = compared(&runner, &versions);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(
            stdout(&output).ends_with(
                "::error title=calfeed::the changes cannot be shown; the messages above say why\n"
            ),
            "{output:?}"
        );
        assert_eq!(runner.read("summary"), "");
    }
}
