//! The floor of a build: `copy FROM TO` writes the same bytes as the same number of files, and does nothing else.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let mut paths = std::env::args().skip(1).map(PathBuf::from);
    let (from, to) = (
        paths.next().expect("a folder"),
        paths.next().expect("a folder"),
    );
    let mut files = Vec::new();
    read(&from, &mut files);
    for (path, bytes) in files {
        let path = to.join(path.strip_prefix(&from).expect("below it"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
}

fn read(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, files);
        } else {
            let bytes = fs::read(&path).expect("bytes");
            files.push((path, bytes));
        }
    }
}
