//! Caddy with the Caddyfile of docs/how-to/small-server.md, in front of the real server, without a cache.
//!
//! `cargo test --test proxies -- small-server` runs it alone. Guaranteed: a client gets the bytes and the validators of the server over TLS,
//! and no stranger gets `/healthz`. Without calfeed there is status 502, because nothing is cached.

use std::fs;
use std::path::Path;

use crate::front::{certificate, in_caddy, replaced};
use crate::{ask, events, passes_everything_on, put, serve};

pub(crate) fn check() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &events(chrono::Utc::now()));
    let (server, origin) = serve(folder.path());
    certificate(folder.path());
    let file = replaced("the page", &documented(), &[("127.0.0.1:8080", &origin)]);
    let front = in_caddy("Caddy alone", folder.path(), &file, Vec::new());
    let origin = format!("http://{origin}");
    passes_everything_on(&origin, &front);
    assert_eq!(ask(&front.address, "/healthz", &[]).status, "404");
    assert_eq!(ask(&origin, "/healthz", &[]).status, "200");
    drop(server);
    // As the page says of a calfeed that does not run.
    assert_eq!(ask(&front.address, "/", &[]).status, "502");
    println!("Caddy alone: same bytes, same validators, 304, gzip for pages only; no /healthz");
}

/// Returns the Caddyfile in the documentation, which is that of `deploy/` without Varnish.
fn documented() -> String {
    let read =
        |file: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let page = read("docs/how-to/small-server.md");
    let (_, block) = page
        .split_once("```caddy compared by tests/proxies/small_server.rs\n")
        .unwrap();
    let block = block.split_once("```").unwrap().0;
    let deployed = read("deploy/Caddyfile").replace("127.0.0.1:6081", "127.0.0.1:8080");
    assert!(deployed.ends_with(block), "deploy/Caddyfile differs");
    block.to_owned()
}
