//! The lower bound of a build: `write_files LIST FOLDER` writes as many bytes to as many files, and does nothing else.
//!
//! Each line of the list is a length and a path, such as `18311 events/lean-coffee/index.html`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn main() {
    let mut paths = std::env::args().skip(1).map(PathBuf::from);
    let list = fs::read_to_string(paths.next().expect("a list")).expect("text");
    let folder = paths.next().expect("a folder");
    let files: Vec<(usize, PathBuf)> = list
        .lines()
        .map(|line| line.split_once(' ').expect("a length and a path"))
        .map(|(length, path)| (length.parse().expect("a number"), folder.join(path)))
        .collect();
    let folders: BTreeSet<_> = files.iter().filter_map(|(_, path)| path.parent()).collect();
    for folder in folders {
        fs::create_dir_all(folder).expect("made");
    }
    let longest = files.iter().map(|(length, _)| *length).max();
    let bytes = vec![b'a'; longest.unwrap_or_default()];
    for (length, path) in files {
        fs::write(path, &bytes[..length]).expect("written");
    }
}
