//! nginx with the folder of a build, and the lines of docs/how-to/static-host.md: types of media, and tags that change with the bytes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::front::{port, run};
use crate::{ask, events, put, wait_for};

pub(crate) fn check() {
    let folder = tempfile::tempdir().unwrap();
    let name = |file: &str| folder.path().join(file).display().to_string();
    put(folder.path(), &events(chrono::Utc::now()));
    fs::create_dir(folder.path().join("mine")).unwrap();
    style(folder.path(), "margin: 0");
    let port = port();
    // As in Debian's nginx.conf, except the log and the folders.
    let all = format!(
        "user root;\ndaemon off;\npid {};\nevents {{}}\nhttp {{\naccess_log off;\n{}include /etc/nginx/mime.types;\ndefault_type application/octet-stream;\nserver {{\nlisten 127.0.0.1:{port};\n{}}}\n}}\n",
        name("pid"),
        ["client_body", "fastcgi", "proxy", "scgi", "uwsgi"]
            .map(|path| format!("{path}_temp_path {};\n", name(path)))
            .concat(),
        documented().replace("/srv/calendar/public", &name("public")),
    );
    fs::write(folder.path().join("nginx.conf"), all).unwrap();
    let mut nginx = Command::new("nginx");
    nginx.args([
        "-e",
        &name("log"),
        "-p",
        &name(""),
        "-c",
        &name("nginx.conf"),
    ]);
    let _nginx = run(nginx);
    let address = format!("http://127.0.0.1:{port}");
    wait_for(&address);
    for (path, expected) in [
        ("/books.ics", "text/calendar; charset=utf-8"),
        ("/events/book-1.ics", "text/calendar; charset=utf-8"),
        ("/upcoming.md", "text/markdown; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
        ("/style.css", "text/css"),
    ] {
        let answer = ask(&address, path, &[]);
        assert_eq!(answer.header("content-type"), expected, "{path}");
    }

    let before = ask(&address, "/style.css", &[]);
    style(folder.path(), "margin: 9");
    let condition = |answer: &crate::Answer| format!("If-None-Match: {}", answer.header("etag"));
    let after = ask(&address, "/style.css", &["-H", &condition(&before)]);
    assert_eq!(after.status, "200");
    assert!(after.body.ends_with(b"margin: 9"));
    assert_eq!(after.body.len(), before.body.len());
    let again = ask(&address, "/style.css", &["-H", &condition(&after)]);
    assert_eq!(again.status, "304");
    println!("nginx with files: types of media, and another tag for other bytes of the same size");
}

/// Builds with the user's own stylesheet.
fn style(folder: &Path, text: &str) {
    fs::write(folder.join("mine/style.css"), text).unwrap();
    let built = Command::new(env!("CARGO_BIN_EXE_calfeed"))
        .args(["build", "--out", "public", "--templates", "mine"])
        .current_dir(folder)
        .stderr(Stdio::null())
        .status();
    assert!(built.unwrap().success());
}

/// Returns the lines of the `server` block in the documentation.
fn documented() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/how-to/static-host.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, block) = page
        .split_once("```nginx compared by tests/proxies/files.rs\n")
        .unwrap();
    block.split_once("```").unwrap().0.to_owned()
}
