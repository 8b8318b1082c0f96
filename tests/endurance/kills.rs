//! `kill -9` during `build`, at 100 random times. Every published file must exist and be whole after each: with its old content, or with
//! its new content.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::program::{calfeed, events, folder, put};

const KILLS: usize = 100;
const EVENTS: usize = 200;

/// The list of what builds wrote, and when.
const LIST: &str = ".calfeed";
/// The file that every build leaves, and does not list.
const NO_JEKYLL: &str = ".nojekyll";

type Files = BTreeMap<String, Vec<u8>>;

pub(crate) fn run() {
    let folder = folder();
    let texts = ["earlier", "later"].map(|title| events(title, EVENTS));
    let (mut wanted, mut took) = (Vec::new(), Duration::ZERO);
    for (number, text) in texts.iter().enumerate() {
        put_dated(folder.path(), text);
        let out = format!("whole-{number}");
        let started = Instant::now();
        assert!(build(folder.path(), &out).wait().unwrap().success());
        took = started.elapsed();
        let mut whole = files(&folder.path().join(out));
        // Its content depends on earlier builds.
        whole.remove(LIST);
        wanted.push(whole);
    }
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let mut random = seed.as_secs() | 1;
    println!(
        "{} files, a build of {took:?}, seed {random}",
        wanted[0].len()
    );

    put_dated(folder.path(), &texts[0]);
    assert!(build(folder.path(), "out").wait().unwrap().success());
    let (mut builds, mut killed, mut mixed) = (0, 0, 0);
    // A build that ended before it was killed does not count.
    while killed < KILLS {
        builds += 1;
        assert!(builds <= 20 * KILLS, "the kills missed the building");
        put_dated(folder.path(), &texts[builds % 2]);
        let mut child = build(folder.path(), "out");
        // xorshift: the times must be spread, not secret.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        thread::sleep(took * u32::try_from(random % 1200).unwrap() / 1000);
        let _ = child.kill();
        let status = child.wait().unwrap();
        // The build must work with whatever the previous one left.
        assert!(status.success() || status.code().is_none(), "{status}");
        killed += usize::from(!status.success());
        let found = files(&folder.path().join("out"));
        for name in wanted[0].keys() {
            let bytes = found
                .get(name)
                .unwrap_or_else(|| panic!("{name} is missing"));
            let is_whole = wanted.iter().any(|files| files[name] == *bytes);
            assert!(is_whole, "{name} is torn");
        }
        let is_pure = wanted.iter().any(|files| {
            let mut names = files.keys();
            names.all(|name| files[name] == found[name])
        });
        mixed += usize::from(!is_pure);
    }
    // The next build repairs everything and leaves no temporary files.
    put_dated(folder.path(), &texts[1]);
    assert!(build(folder.path(), "out").wait().unwrap().success());
    let mut found = files(&folder.path().join("out"));
    let list = String::from_utf8(found.remove(LIST).unwrap()).unwrap();
    assert!(found == wanted[1]);
    let listed = list.lines().filter(|line| line.contains(' ')).skip(1);
    let listed: Vec<&str> = listed.filter_map(|line| line.split(' ').next()).collect();
    let published = found.keys().filter(|name| *name != NO_JEKYLL);
    assert!(published.eq(listed), "{list}");
    println!(
        "{builds} builds, {killed} of them killed, {mixed} times between two files; no file was torn or missing"
    );
    assert!(mixed > 0, "the kills missed the writing");
}

/// Replaces the file. Both versions have the same modification time, so that the output is the same on every run.
fn put_dated(folder: &Path, text: &str) {
    put(folder, text);
    let file = fs::File::options()
        .write(true)
        .open(folder.join("events.yaml"));
    let moment = UNIX_EPOCH + Duration::from_secs(1_767_605_400);
    file.unwrap().set_modified(moment).unwrap();
}

fn build(folder: &Path, out: &str) -> std::process::Child {
    // The folder's own modification time is the same for every build. Only the file differs.
    calfeed(folder)
        .args(["build", "--out", out])
        .env("SOURCE_DATE_EPOCH", "1781524800")
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
                found.insert(name.to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}
