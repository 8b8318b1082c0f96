//! A thousand tampered archives, names, tables and inputs. None is run, and nothing is written outside the folder for temporary files.

use std::fs;

use super::archive::{Entry, archive, checksum, zipped};
use super::{NAME, PROGRAM, Runner, good};

/// The number of tampered installations.
const INSTALLATIONS: u64 = 800;
/// The number of hostile inputs.
const INPUTS: u64 = 200;
/// How many are tried at the same time, and whose numbers follow each other.
const WORKERS: u64 = 4;

/// A generator of numbers: `SplitMix64`. The same seed gives the same cases.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Tampers with a good release in one way, and returns what was done.
fn tamper(runner: &Runner, random: &mut Random) -> String {
    runner.release(&good());
    match random.below(9) {
        0..3 => other_bytes(runner, random),
        3..6 => other_table(runner, random),
        6..8 => other_entries(runner, random),
        _ => other_version(runner, random),
    }
}

/// Publishes other bytes than those listed.
fn other_bytes(runner: &Runner, random: &mut Random) -> String {
    let good = good();
    match random.below(3) {
        0 => {
            let mut bytes = good;
            let at = random.below(bytes.len());
            bytes[at] ^= 1 << random.below(8);
            runner.publish(&bytes);
            format!("a bit of byte {at} is flipped")
        }
        1 => {
            let length = random.below(good.len());
            runner.publish(&good[..length]);
            format!("cut to {length} bytes")
        }
        _ => {
            let more = random.below(2000) + 1;
            runner.publish(&[good, vec![0; more]].concat());
            format!("{more} bytes longer")
        }
    }
}

/// Writes a table that does not list the archive, or not as `sha256sum` prints it.
fn other_table(runner: &Runner, random: &mut Random) -> String {
    let sum = checksum(&good());
    let table = |text: String| runner.write("action/packaging/checksums.txt", text);
    match random.below(3) {
        0 => {
            let name = format!("{NAME}.tar.gz");
            let cut = random.below(name.len());
            let other = random.one(&["x86_64-unknown-linux-musl", "aarch64-unknown-linux-gnu"]);
            let name = match random.below(7) {
                0 => name[..cut].to_owned(),
                1 => name[cut + 1..].to_owned(),
                2 => format!("{name}.sig"),
                3 => name.to_uppercase(),
                4 => format!("../{name}"),
                5 => name.replace("x86_64-unknown-linux-gnu", other),
                _ => name.replace(
                    "0.1.0",
                    random.one(&["0.1.01", "0.1.0-rc.1", "0.1", "00.1.0"]),
                ),
            };
            table(format!("{sum}  {name}\n"));
            format!("listed as {name}")
        }
        1 => {
            let name = format!("{NAME}.tar.gz");
            let line = match random.below(12) {
                0 => format!("{sum} {name}"),
                1 => format!("{sum}\t{name}"),
                2 => format!("{sum} *{name}"),
                3 => format!("{sum}   {name}"),
                4 => format!(" {sum}  {name}"),
                5 => format!("{sum}  {name} "),
                6 => format!("{sum}  {name}\r"),
                7 => format!("{}  {name}", sum.to_uppercase()),
                8 => format!("{}  {name}", &sum[..random.below(64)]),
                9 => format!("{sum}{}  {name}", random.below(10)),
                10 => format!("{name}  {sum}"),
                _ => format!("#{sum}  {name}"),
            };
            table(format!("{line}\n"));
            format!("the line {line:?}")
        }
        _ => {
            let line = format!("{sum}  {NAME}.tar.gz\n");
            let other = format!("{}  {NAME}.tar.gz\n", checksum(b"other"));
            let text = match random.below(6) {
                0 => String::new(),
                1 => format!("{line}{line}"),
                2 => format!("{line}{other}"),
                3 => format!("{other}{line}"),
                4 => format!(
                    "{line}a line that is not of the table {}\n",
                    random.below(99)
                ),
                _ => format!("\u{feff}{line}"),
            };
            table(text.clone());
            format!("the table {text:?}")
        }
    }
}

/// Publishes and lists an archive that no release has.
fn other_entries(runner: &Runner, random: &mut Random) -> String {
    let program = format!("{NAME}/calfeed");
    let outside = runner.path("outside").display().to_string();
    let outside = outside.as_str();
    let up = "../".repeat(random.below(6) + 1) + "calfeed";
    let dotted = format!("{NAME}/../{NAME}/calfeed");
    let file = (program.as_str(), Entry::File, PROGRAM);
    let kind = random.one(&[Entry::SymbolicLink, Entry::HardLink]);
    let shell = random.one(&["/bin/sh", "../../../../bin/sh", outside]);
    let other = random.one(&[Entry::Folder, Entry::Fifo, Entry::Device]);
    let entries = match random.below(9) {
        0 => vec![(up.as_str(), Entry::File, PROGRAM)],
        1 => vec![(outside, Entry::File, PROGRAM)],
        2 => vec![(dotted.as_str(), Entry::File, PROGRAM)],
        3 => vec![(program.as_str(), kind, shell)],
        4 => vec![file, (program.as_str(), kind, shell)],
        5 => vec![(program.as_str(), kind, shell), file],
        6 => vec![file, file],
        7 => vec![(program.as_str(), other, "")],
        _ => vec![(program.as_str(), Entry::File, "")],
    };
    runner.release(&archive(&entries));
    format!("listed, with {entries:?}")
}

/// Writes a version that leads elsewhere, or that has no release.
fn other_version(runner: &Runner, random: &mut Random) -> String {
    let sum = checksum(&good());
    let marker = runner.path("outside");
    let version = match random.below(6) {
        0 => format!("{}0.1.0", "../".repeat(random.below(5) + 1)),
        1 => "0.1.0/../../../releases".to_owned(),
        2 => format!("$(touch {})", marker.display()),
        3 => format!("0.1.0`touch {}`", marker.display()),
        4 => "0.1.0\\\" ; exit 0".to_owned(),
        _ => format!("0.{}.0", random.below(1000) + 2),
    };
    let name = format!("calfeed-{version}-x86_64-unknown-linux-gnu");
    runner.write(
        "action/Cargo.toml",
        format!("[package]\nversion = \"{version}\"\n"),
    );
    runner.write(
        "action/packaging/checksums.txt",
        format!("{sum}  {name}.tar.gz\n{sum}  {NAME}.tar.gz\n"),
    );
    format!("the version {version:?}")
}

/// Tries every `WORKERS`th number from `first` on, on one machine.
fn tampered(first: u64) {
    let runner = Runner::new();
    let manifest = runner.read("action/Cargo.toml");
    runner.release(&good());
    let before = runner.outside();
    for seed in (first..INSTALLATIONS).step_by(usize::try_from(WORKERS).unwrap()) {
        let what = tamper(&runner, &mut Random(seed));
        let output = runner.install();
        let what = format!("seed {seed}: {what}: {output:?}");
        assert_ne!(output.status.code(), Some(0), "{what}");
        assert_eq!(runner.read("path") + &runner.read("output"), "", "{what}");
        assert_eq!(runner.outside(), before, "{what}");
        runner.write("action/Cargo.toml", &manifest);
        runner.clear();
    }
}

#[test]
fn no_tampered_release_is_installed() {
    std::thread::scope(|scope| {
        for first in 0..WORKERS {
            scope.spawn(move || tampered(first));
        }
    });
    // The archive of the generator, untouched, is installed.
    assert!(Runner::with_release().install().status.success());
    assert_ne!(checksum(&zipped(b"")), checksum(&good()));
}

/// Returns a text that would do something if it were part of a command.
fn hostile(random: &mut Random, marker: &str) -> String {
    let act = random.one(&[
        "$(touch M)",
        "`touch M`",
        "; touch M;",
        "' && touch M '",
        "\" && touch M \"",
        "| tee M",
        "> M",
        "\n::set-env name=PATH::M\n",
        "\r\n::error::M\r",
        "%0A::add-path::M",
        "\nprogram=M\n",
        "--out=M",
        "-o M",
        "--fix",
        "$M",
        "${IFS}M",
        "*",
        "~",
        "a[$(touch M)]",
    ]);
    let act = act.replace('M', marker);
    let around = random.one(&["", "events.yaml", "x ", "é", "\\"]);
    match random.below(3) {
        0 => format!("{around}{act}"),
        1 => format!("{act}{around}"),
        _ => act,
    }
}

#[test]
fn a_hostile_input_is_one_argument_or_refused() {
    let runner = Runner::with_release();
    assert!(runner.install().status.success());
    let program = runner.program();
    let repository = "git init -q . && git -c user.name=e -c user.email=e@example.org commit -q --allow-empty -m 1 && \
         git -c user.name=e -c user.email=e@example.org commit -q --allow-empty -m 2";
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", repository])
        .current_dir(runner.path("work"));
    assert!(shell.status().unwrap().success());
    runner.write("ran", "");
    let before = runner.outside();
    let marker = runner.path("marker").display().to_string();
    let mut refused = 0;
    for seed in 0..INPUTS {
        let random = &mut Random(seed);
        let command = random.one(&["check", "build", "diff", "build"]);
        let input = random.one(&[
            "COMMAND", "FILE", "OUT", "URL", "FOR", "ONLINE", "BASE", "COMMENT",
        ]);
        let value = hostile(random, &marker);
        let what = format!("seed {seed}: {input} of {command} is {value:?}");
        let mut step = runner.command("run");
        step.env("CALFEED_PROGRAM", &program)
            .env("CALFEED_COMMAND", command)
            .env(format!("CALFEED_{input}"), &value);
        let output = step.output().unwrap();
        let text = super::stdout(&output);
        assert_eq!(runner.outside(), before, "{what}: {output:?}");
        for (at, line) in text.lines().enumerate() {
            let is_command = line.trim_start().starts_with("::");
            let is_stopped = text.starts_with("::stop-commands::");
            let is_ours = line.starts_with("::error title=calfeed::")
                || line.starts_with("::warning title=calfeed::");
            assert!(
                !is_command || is_stopped || is_ours || command == "check",
                "{what}: {at} {line}"
            );
        }
        let ran = runner.read("ran");
        if output.status.success() && matches!(input, "FILE" | "OUT" | "URL" | "FOR") {
            // `diff` finds no earlier version of such a file.
            let is_used = command == "build" || (command == "check" && input == "FILE");
            assert!(
                !is_used || ran.contains(&format!("<{value}>")),
                "{what}: {ran}"
            );
        } else if !output.status.success() {
            assert_eq!(ran, "", "{what}");
            refused += 1;
        }
        let outputs = runner.read("output");
        let programs = outputs.matches("\nprogram=").count();
        assert_eq!(programs, 1, "{what}: {outputs}");
        runner.write("ran", "");
    }
    assert!((50..INPUTS).contains(&refused), "{refused} were refused");
    assert!(fs::symlink_metadata(marker).is_err());
}
