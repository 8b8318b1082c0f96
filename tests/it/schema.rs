//! Checks `events.schema.json` against the structs that it is derived from, and against `check` on the same files.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use calfeed::{Calendar, Context, Report};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::corpus::{file, now};

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&calfeed::schema()).unwrap());
static VALIDATOR: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::draft202012::new(&SCHEMA).unwrap());

/// Returns the value that an editor's YAML 1.2 parser reads, with aliases and merges resolved; `None` if it is not YAML.
pub(crate) fn loaded(text: &str) -> Option<Value> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut value: serde_yaml::Value = serde_yaml::from_str(body).ok()?;
    value.apply_merge().ok()?;
    Some(plain(value))
}

fn plain(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(flag) => flag.into(),
        serde_yaml::Value::Number(number) => {
            let whole = number.as_i64().map(Value::from);
            let whole = whole.or_else(|| number.as_u64().map(Value::from));
            whole.unwrap_or_else(|| number.as_f64().into())
        }
        serde_yaml::Value::String(text) => text.into(),
        serde_yaml::Value::Sequence(items) => items.into_iter().map(plain).collect(),
        serde_yaml::Value::Mapping(entries) => {
            let pairs = entries.into_iter().map(|(key, value)| {
                let name = match plain(key) {
                    Value::String(name) => name,
                    other => other.to_string(),
                };
                (name, plain(value))
            });
            Value::Object(pairs.collect())
        }
        serde_yaml::Value::Tagged(tagged) => plain(tagged.value),
    }
}

/// Returns the schema's errors about a file; `None` if it accepts the file or the file is empty.
pub(crate) fn refusal(value: &Value) -> Option<String> {
    let mut errors = VALIDATOR.iter_errors(value);
    let first = errors.next()?;
    Some(format!("{}: {first}", first.instance_path()))
}

/// Runs `check`.
pub(crate) fn checked(text: &str) -> (Option<Calendar>, Report) {
    calfeed::read(text, &Context::new(now()))
}

/// Whether `check` finds no error.
pub(crate) fn is_good(text: &str) -> bool {
    checked(text).0.is_some()
}

/// Returns a whole file with these parts, as JSON, which is valid YAML.
pub(crate) fn file_with(calendar: &Value, event: &Value) -> Value {
    let mut whole = json!({
        "name": "Riverside Book Club",
        "slug": "riverside-book-club",
        "domain": "books.example.org",
        "url": "https://books.example.org",
        "timezone": "Europe/London",
    });
    whole
        .as_object_mut()
        .unwrap()
        .extend(calendar.as_object().unwrap().clone());
    json!({
        "calendar": whole,
        "groups": {"poetry": {"name": "Poetry circle"}, "crime": {"name": "Crime readers"}},
        "events": [event],
    })
}

/// Returns files that contain an example, by the struct of its key.
fn files_with(whose: &str, key: &str, example: &Value) -> Vec<Value> {
    let once = json!({"id": "book-club", "title": "Book club", "start": "2026-01-13 18:30"});
    let all_day = with(&once, "start", &json!("2026-05-07"));
    let series = with(&once, "repeats", &json!("monthly on the 2nd Tuesday"));
    let cancelled = with(&once, "status", &json!("cancelled"));
    let part = |name: &str, part: Value| file_with(&json!({}), &with(&once, name, &part));
    match whose {
        "" => vec![with(&file_with(&json!({}), &once), key, example)],
        "Calendar" => vec![file_with(&json!({key: example}), &once)],
        "Group" => {
            let group = with(&json!({"name": "Poetry circle"}), key, example);
            let mut file = file_with(&json!({}), &once);
            file["groups"]["poetry"] = group;
            vec![file]
        }
        "Event" => {
            let days = (1..=31).map(|day| json!(format!("2026-01-{day:02} 18:30")));
            let days = days.chain([json!("2026-03-05 18:30")]);
            let others = [once.clone(), all_day, series, cancelled];
            others
                .into_iter()
                .chain(days.map(|day| with(&once, "start", &day)))
                .map(|event| file_with(&json!({}), &with(&event, key, example)))
                .collect()
        }
        "Change" => [json!({}), json!({"cancelled": true})]
            .map(|change| json!({"2026-02-10": with(&change, key, example)}))
            .map(|changes| file_with(&json!({}), &with(&series, "changes", &changes)))
            .to_vec(),
        "Talk" => vec![part(
            "talks",
            json!([with(&json!({"title": "A talk"}), key, example)]),
        )],
        "Link" => {
            let link = json!({"title": "Sign up", "url": "https://books.example.org"});
            vec![part("links", json!([with(&link, key, example)]))]
        }
        other => panic!("where does `{other}` stand?"),
    }
}

fn with(whole: &Value, key: &str, value: &Value) -> Value {
    let mut whole = whole.clone();
    whole[key] = value.clone();
    whole
}

/// Returns every key of the schema: its struct, its name and its schema.
fn keys() -> Vec<(&'static str, &'static str, &'static Map<String, Value>)> {
    let definitions = SCHEMA["$defs"].as_object().unwrap();
    let parts = definitions.iter().map(|(name, part)| (name.as_str(), part));
    std::iter::once(("", &*SCHEMA))
        .chain(parts)
        .flat_map(|(whose, part)| {
            let keys = part["properties"].as_object().unwrap().iter();
            keys.map(move |(key, form)| (whose, key.as_str(), form.as_object().unwrap()))
        })
        .collect()
}

#[test]
fn the_schema_of_the_repository_is_that_of_the_code() {
    let kept = fs::read_to_string(file("events.schema.json")).unwrap_or_default();
    assert!(
        kept == calfeed::schema(),
        "events.schema.json is not what the code says: write it anew with `cargo run -- schema > events.schema.json`"
    );
}

/// Returns the output of the program.
fn printed(arguments: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_calfeed");
    let output = std::process::Command::new(program)
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_program_prints_the_schema() {
    assert_eq!(printed(&["schema"]), calfeed::schema());
}

#[test]
fn the_program_prints_completions_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = printed(&["completions", shell]);
        assert!(script.contains("calfeed"), "{shell}: {script}");
    }
}

#[test]
fn every_key_has_a_description_examples_and_a_form() {
    let keys = keys();
    assert!(keys.len() > 60, "{} keys", keys.len());
    for (whose, key, form) in keys {
        let says = |name: &str| form.contains_key(name);
        assert!(says("description") && says("examples"), "{whose}.{key}");
        let forms = ["pattern", "enum", "$ref", "items", "propertyNames"];
        assert!(forms.into_iter().any(says), "{whose}.{key}: no form");
    }
}

#[test]
fn no_mapping_takes_a_key_that_it_does_not_know() {
    let definitions = SCHEMA["$defs"].as_object().unwrap();
    for (name, part) in definitions.iter().chain([(&String::new(), &*SCHEMA)]) {
        assert_eq!(part["additionalProperties"], false, "{name}");
    }
}

#[test]
fn check_and_schema_accept_every_example_of_every_key() {
    for (whose, key, form) in keys() {
        for example in form["examples"].as_array().unwrap() {
            let files = files_with(whose, key, example);
            let good = files.iter().find(|file| is_good(&file.to_string()));
            let Some(good) = good else {
                let (_, report) = checked(&files[0].to_string());
                panic!("{whose}.{key}: {example}: {:#?}", report.diagnostics());
            };
            assert_eq!(refusal(good), None, "{whose}.{key}: {example}");
        }
    }
}

/// Returns the YAML files below a folder.
pub(crate) fn yaml_below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names.extend(yaml_below(&path));
        } else if path.extension().is_some_and(|end| end == "yaml") {
            names.push(path.to_str().unwrap().to_owned());
        }
    }
    names.sort();
    names
}

#[test]
fn the_files_that_people_copy_name_the_schema_on_their_first_line() {
    let mut names = yaml_below(&file("examples/events"));
    names.push(file("events.yaml").to_str().unwrap().to_owned());
    for name in names {
        let text = fs::read_to_string(&name).unwrap();
        let first = text.lines().next().unwrap();
        let way = first.strip_prefix("# yaml-language-server: $schema=");
        let way = way.unwrap_or_else(|| panic!("{name}: {first}"));
        let schema = Path::new(&name).parent().unwrap().join(way);
        let schema = schema.canonicalize().unwrap();
        assert_eq!(schema, file("events.schema.json").canonicalize().unwrap());
    }
}
