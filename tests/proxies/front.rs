//! Starts the programs with the files in `deploy/`. Only addresses, names and folders are changed.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{Running, wait_for};

/// A proxy in front of the server.
pub(crate) struct Front {
    pub(crate) name: &'static str,
    pub(crate) address: String,
    _programs: Vec<Running>,
}

/// Starts nginx, and Caddy with Varnish behind it, in front of a server.
pub(crate) fn start(folder: &Path, origin: &str) -> Vec<Front> {
    certificate(folder);
    let origin = origin.trim_start_matches("http://");
    vec![nginx(folder, origin), caddy(folder, origin)]
}

/// Makes a certificate for localhost: `cert.pem`, and `key.pem`.
pub(crate) fn certificate(folder: &Path) {
    let made = Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
        ])
        .args([
            "-subj",
            "/CN=localhost",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
        ])
        .current_dir(folder)
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success());
}

fn nginx(folder: &Path, origin: &str) -> Front {
    let (http, https) = (port(), port());
    let name = |file: &str| folder.join(file).display().to_string();
    let site = changed(
        "deploy/nginx.conf",
        &[
            ("listen 80;", &format!("listen 127.0.0.1:{http};")),
            ("listen [::]:80;", ""),
            (
                "listen 443 ssl http2;",
                &format!("listen 127.0.0.1:{https} ssl http2;"),
            ),
            ("listen [::]:443 ssl http2;", ""),
            ("/etc/ssl/calendar/fullchain.pem", &name("cert.pem")),
            ("/etc/ssl/calendar/privkey.pem", &name("key.pem")),
            // An existing folder, as on Debian. nginx creates only one level below it.
            ("/var/cache/", &name("")),
            // Space for a few hundred responses, so that a scan is short.
            ("keys_zone=calendar:10m", "keys_zone=calendar:64k"),
            ("127.0.0.1:8080", origin),
        ],
    );
    fs::write(folder.join("site.conf"), site).unwrap();
    let paths = ["client_body", "fastcgi", "proxy", "scgi", "uwsgi"];
    let paths = paths
        .map(|path| format!("{path}_temp_path {};\n", name(path)))
        .concat();
    let all = format!(
        "user root;\ndaemon off;\npid {};\nevents {{}}\nhttp {{\naccess_log off;\n{paths}include {};\n}}\n",
        name("nginx.pid"),
        name("site.conf"),
    );
    fs::write(folder.join("nginx.conf"), all).unwrap();
    let mut command = Command::new("nginx");
    command.args([
        "-e",
        &name("nginx.log"),
        "-p",
        &name(""),
        "-c",
        &name("nginx.conf"),
    ]);
    front("nginx", https, vec![run(command)])
}

fn caddy(folder: &Path, origin: &str) -> Front {
    let inner = port();
    let (host, number) = origin.rsplit_once(':').unwrap();
    let name = |file: &str| folder.join(file).display().to_string();
    let vcl = changed(
        "deploy/varnish.vcl",
        &[
            ("\"127.0.0.1\"", &format!("\"{host}\"")),
            ("\"8080\"", &format!("\"{number}\"")),
        ],
    );
    fs::write(folder.join("varnish.vcl"), vcl).unwrap();
    let mut varnish = Command::new("varnishd");
    varnish.args([
        "-F",
        "-j",
        "none",
        "-n",
        &name("varnish"),
        "-s",
        // Space for a few hundred responses, so that a scan is short.
        "malloc,2m",
    ]);
    varnish.args([
        "-a",
        &format!("127.0.0.1:{inner}"),
        "-f",
        &name("varnish.vcl"),
    ]);

    let file = changed(
        "deploy/Caddyfile",
        &[("127.0.0.1:6081", &format!("127.0.0.1:{inner}"))],
    );
    in_caddy("Caddy and Varnish", folder, &file, vec![run(varnish)])
}

/// Starts Caddy with a Caddyfile, with the certificate of the folder instead of one that Caddy would request.
pub(crate) fn in_caddy(
    name: &'static str,
    folder: &Path,
    file: &str,
    mut programs: Vec<Running>,
) -> Front {
    let (outer, http) = (port(), port());
    let path = |file: &str| folder.join(file).display().to_string();
    let site = format!(
        "https://localhost:{outer} {{\n\ttls {} {}",
        path("cert.pem"),
        path("key.pem")
    );
    let file = replaced(name, file, &[("calendar.example.org {", &site)]);
    let options =
        format!("{{\n\tadmin off\n\thttp_port {http}\n\tauto_https disable_redirects\n}}\n");
    fs::write(folder.join("Caddyfile"), options + &file).unwrap();
    let mut caddy = Command::new("caddy");
    caddy.args([
        "run",
        "--adapter",
        "caddyfile",
        "--config",
        &path("Caddyfile"),
    ]);
    caddy.env("HOME", folder).env("XDG_DATA_HOME", folder);
    programs.push(run(caddy));
    front(name, outer, programs)
}

fn front(name: &'static str, port: u16, programs: Vec<Running>) -> Front {
    let address = format!("https://localhost:{port}");
    wait_for(&address);
    Front {
        name,
        address,
        _programs: programs,
    }
}

/// Reads a file of the repository and replaces values, each of which must exist in it.
fn changed(file: &str, values: &[(&str, &str)]) -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    replaced(file, &text, values)
}

/// Replaces values, each of which must exist in the text.
pub(crate) fn replaced(name: &str, text: &str, values: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (from, to) in values {
        assert!(text.contains(from), "{name} has no `{from}`");
        text = text.replace(from, to);
    }
    text
}

/// Returns a port that is free now.
pub(crate) fn port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

pub(crate) fn run(mut command: Command) -> Running {
    let name = command.get_program().to_owned();
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    Running(child.unwrap_or_else(|error| panic!("cannot start {}: {error}", name.display())))
}
