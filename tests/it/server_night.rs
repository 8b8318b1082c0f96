//! What an operator sees of a server from outside: its metrics, the alert rules for them, and a full server.

use std::collections::BTreeSet;
use std::io::Write;
use std::net::TcpStream;

use crate::corpus::of;
use crate::program::Desk;
use crate::serving::{Serving, ask};

/// Starts a server with an address for its metrics. Returns that address as well.
fn watched(arguments: &str) -> (Desk, Serving, String) {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    let mut serving = Serving::start(&desk, &format!("--metrics 127.0.0.1:0 {arguments}"));
    let line = serving.logged("listening for metrics");
    let address = line.rsplit_once("address=").unwrap().1.trim().to_owned();
    (desk, serving, address)
}

fn metrics(address: &str) -> String {
    ask(address, "GET /metrics HTTP/1.1").1
}

/// Returns the value of a metric without labels.
fn value(metrics: &str, name: &str) -> f64 {
    let line = metrics
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{name} ")));
    line.unwrap_or_else(|| panic!("no {name} in {metrics}"))
        .parse()
        .unwrap()
}

#[test]
fn each_metric_of_the_alert_rules_is_exposed() {
    let (_desk, _serving, address) = watched("");
    let metrics = metrics(&address);
    let rules = include_str!("../../deploy/alerts.yml");
    let words = rules.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let named: Vec<&str> = words
        .filter(|word| word.starts_with("calfeed_") || word.starts_with("process_"))
        .collect();
    assert!(named.len() > 9, "{named:?}");
    for name in named {
        assert!(
            metrics.contains(&format!("\n# TYPE {name} ")),
            "{name}\n{metrics}"
        );
    }
}

#[test]
fn each_metric_is_in_the_documentation() {
    let (_desk, _serving, address) = watched("");
    let deploy = include_str!("../../docs/reference/http.md");
    for line in metrics(&address).lines() {
        if let Some(family) = line.strip_prefix("# TYPE ") {
            let name = family.split(' ').next().unwrap();
            assert!(deploy.contains(&format!("`{name}")), "{name}");
        }
    }
}

/// The keys of a JSON object, and of those within it.
fn keys(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        found.insert(key.clone());
        keys(value, found);
    }
}

#[test]
fn the_documentation_shows_and_explains_each_key_of_healthz() {
    let (_desk, serving, _) = watched("");
    let document = include_str!("../../docs/reference/http.md");
    let (_, rest) = document.split_once("```json compared by").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    let (shown, rest) = rest.split_once("```").unwrap();
    let (table, _) = rest.split_once("## Metrics").unwrap();
    let [mut of_shown, mut of_served] = [BTreeSet::new(), BTreeSet::new()];
    keys(&serde_json::from_str(shown).unwrap(), &mut of_shown);
    let served = serving.ask("GET /healthz HTTP/1.1").1;
    keys(&serde_json::from_str(&served).unwrap(), &mut of_served);
    assert_eq!(of_shown, of_served);
    for key in of_served {
        assert!(table.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn the_figures_of_the_process_are_those_that_prometheus_knows() {
    let (_desk, serving, address) = watched("");
    let before = metrics(&address);
    let start = value(&before, "process_start_time_seconds");
    assert!(
        value(&before, "process_resident_memory_bytes") > 1e6,
        "{before}"
    );
    assert!(
        value(&before, "process_cpu_seconds_total") >= 0.0,
        "{before}"
    );
    let files = value(&before, "process_open_fds");
    assert!(files < value(&before, "process_max_fds"), "{before}");

    // More than the files that a poll opens.
    let _clients: Vec<TcpStream> = (0..20)
        .map(|_| TcpStream::connect(&serving.address).unwrap())
        .collect();
    serving.ask("GET / HTTP/1.1");
    let after = metrics(&address);
    assert!(value(&after, "process_open_fds") > files, "{after}");
    assert!((value(&after, "process_start_time_seconds") - start).abs() < 0.5);
}

#[test]
fn a_server_that_is_full_says_so_once_and_its_metrics_have_places_of_their_own() {
    let (_desk, serving, address) = watched("--max-connections 1");
    // Nobody reads these responses, and a waiting client has no place either.
    let crowd: Vec<TcpStream> = (0..5)
        .map(|_| {
            let mut stream = TcpStream::connect(&serving.address).unwrap();
            stream
                .write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                .unwrap();
            stream
        })
        .collect();
    let (head, _) = serving.ask("GET / HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let (head, health) = ask(&address, "GET /healthz HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(health.contains("\"status\":\"ok\""), "{health}");
    let metrics = metrics(&address);
    assert!((value(&metrics, "calfeed_connections_limit") - 1.0).abs() < 0.1);
    assert!(
        value(&metrics, "calfeed_connections_evicted_total") > 0.0,
        "{metrics}"
    );
    drop(crowd);
    let run = serving.stop("TERM");
    let said = "every connection is in use; closing the one that has been idle longest for each new client connections=1";
    assert_eq!(run.stderr.matches(said).count(), 1, "{}", run.stderr);
}
