//! Tests that `events.schema.json` is what the code prints, and that what editors insert by it is what `check` accepts.

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

/// Runs `check`, beside a file that the text may include.
pub(crate) fn checked(text: &str) -> (Option<Calendar>, Report) {
    let included = [("teams/python.yaml", "events: []\n")];
    calfeed::read_with_included(text, included, &Context::new(now()))
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
        "Defaults" => {
            let defaults = json!({ key: example });
            vec![with(&file_with(&json!({}), &once), "defaults", &defaults)]
        }
        "Group" => {
            let group = with(&json!({"name": "Poetry circle"}), key, example);
            let mut file = file_with(&json!({}), &once);
            file["groups"]["poetry"] = group;
            if key == "groups" {
                file["groups"]["verse"] = json!({"name": "Verse"});
            }
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
        "Change" => {
            // A change must differ from its event, which therefore has each of the keys.
            let other = json!({
                "status": "tentative", "shows_as": "free", "format": "hybrid", "location": "Mill Lane",
                "join": "https://meet.example.org/", "url": "https://books.example.org/series",
                "sign_up": "https://books.example.org/series/sign-up", "price": "£3",
                "contact": "series@example.org", "description": "We read a book.",
            });
            let mut rich = series.clone();
            rich.as_object_mut()
                .unwrap()
                .extend(other.as_object().unwrap().clone());
            let date = |change: Value| json!({"2026-02-10": with(&change, key, example)});
            [
                (&series, json!({})),
                (&series, json!({"cancelled": true})),
                (&rich, json!({})),
            ]
            .map(|(event, change)| with(event, "changes", &date(change)))
            .map(|event| file_with(&json!({}), &event))
            .to_vec()
        }
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
    for name in ["events.schema.json", "starter/events.schema.json"] {
        let kept = fs::read_to_string(file(name)).unwrap_or_default();
        assert!(
            kept == calfeed::schema(),
            "{name} is not what the code says: write it again with `cargo run -- schema > {name}`"
        );
    }
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
fn every_key_has_a_title_a_description_and_something_to_insert() {
    let keys = keys();
    assert!(keys.len() > 60, "{} keys", keys.len());
    for (whose, key, form) in keys {
        for text in ["title", "description", "markdownDescription"] {
            assert!(form[text].is_string(), "{whose}.{key}: no {text}");
        }
        assert!(!snippets(form).is_empty(), "{whose}.{key}: no snippet");
        assert!(form["then"].is_object(), "{whose}.{key}: no form");
    }
}

#[test]
fn keys_have_the_order_in_which_people_write_them() {
    let schema: serde_yaml::Value = serde_yaml::from_str(&calfeed::schema()).unwrap();
    let calendar = schema["$defs"]["Calendar"]["properties"]
        .as_mapping()
        .unwrap();
    let keys: Vec<&str> = calendar
        .keys()
        .filter_map(serde_yaml::Value::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "name",
            "slug",
            "domain",
            "url",
            "timezone",
            "description",
            "image",
            "language",
            "refresh",
            "color",
            "holidays",
            "formerly",
            "allow"
        ]
    );
}

#[test]
fn no_mapping_takes_a_key_that_it_does_not_know() {
    let definitions = SCHEMA["$defs"].as_object().unwrap();
    for (name, part) in definitions.iter().chain([(&String::new(), &*SCHEMA)]) {
        assert_eq!(part["additionalProperties"], false, "{name}");
    }
}

/// The bodies of what editors insert.
fn snippets(form: &Map<String, Value>) -> Vec<&Value> {
    let snippets = form.get("defaultSnippets").and_then(Value::as_array);
    let bodies = snippets.into_iter().flatten();
    bodies.map(|snippet| &snippet["body"]).collect()
}

/// What is in the file when a snippet is inserted, with the marks of its placeholders or without.
fn inserted(body: &Value, with_marks: bool) -> Value {
    let text = |body: &str| {
        let mut parts = body.split("${");
        let mut text = parts.next().unwrap().to_owned();
        for part in parts {
            let (stop, rest) = part.split_once('}').unwrap();
            let (_, placeholder) = stop.split_once(':').unwrap();
            text += if with_marks {
                placeholder
            } else {
                placeholder.trim_matches(['<', '>'])
            };
            text += rest;
        }
        text
    };
    match body {
        Value::String(body) => plain(serde_yaml::from_str(&text(body)).unwrap()),
        Value::Array(items) => items
            .iter()
            .map(|item| inserted(item, with_marks))
            .collect(),
        Value::Object(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| (text(key), inserted(value, with_marks)));
            Value::Object(entries.collect())
        }
        other => other.clone(),
    }
}

/// Every snippet: the struct and the key that offer it, and its body as it is inserted.
fn inserted_by_keys(with_marks: bool) -> Vec<(&'static str, &'static str, Value)> {
    keys()
        .into_iter()
        .flat_map(|(whose, key, form)| {
            let is_item = form["then"]["type"][0] == "array";
            snippets(form).into_iter().map(move |body| {
                let value = inserted(body, with_marks);
                let value = match value {
                    Value::Object(item) if is_item => json!([item]),
                    value => value,
                };
                (whose, key, value)
            })
        })
        .collect()
}

#[test]
fn check_and_schema_accept_every_snippet_without_the_marks_of_its_placeholders() {
    for (whose, key, value) in inserted_by_keys(false) {
        let files = files_with(whose, key, &value);
        let good = files.iter().find(|file| is_good(&file.to_string()));
        let Some(good) = good else {
            let (_, report) = checked(&files[0].to_string());
            panic!("{whose}.{key}: {value}: {:#?}", report.diagnostics());
        };
        assert_eq!(refusal(good), None, "{whose}.{key}: {value}");
    }
    let whole = inserted(snippets(SCHEMA.as_object().unwrap())[0], false);
    assert!(is_good(&whole.to_string()), "{whole}");
    for body in snippets(SCHEMA["$defs"]["Change"].as_object().unwrap()) {
        let changes = json!({"2026-02-10": inserted(body, false)});
        let files = files_with("Event", "changes", &changes);
        assert!(
            files.iter().any(|file| is_good(&file.to_string())),
            "{body}"
        );
    }
}

#[test]
fn check_refuses_every_placeholder_that_is_not_replaced() {
    let accepted: Vec<String> = inserted_by_keys(true)
        .into_iter()
        .filter(|(_, _, value)| value.to_string().contains('<'))
        .filter(|(whose, key, value)| {
            let files = files_with(whose, key, value);
            files.iter().any(|file| is_good(&file.to_string()))
        })
        .map(|(whose, key, _)| format!("{whose}.{key}"))
        .collect();
    assert_eq!(accepted, [""; 0]);
}

/// One rule can then recognise them all.
#[test]
fn every_placeholder_is_a_whole_value_or_key_in_angle_brackets() {
    fn texts(value: &Value) -> Vec<String> {
        match value {
            Value::String(text) => vec![text.clone()],
            Value::Array(items) => items.iter().flat_map(texts).collect(),
            Value::Object(entries) => entries
                .iter()
                .flat_map(|(key, value)| [vec![key.clone()], texts(value)].concat())
                .collect(),
            _ => Vec::new(),
        }
    }
    let marked: Vec<String> = inserted_by_keys(true)
        .iter()
        .flat_map(|(_, _, value)| texts(value))
        .filter(|text| text.contains(['<', '>']))
        .collect();
    assert!(marked.len() > 80, "{}", marked.len());
    for text in marked {
        let inside = text
            .strip_prefix('<')
            .and_then(|text| text.strip_suffix('>'));
        assert!(
            inside.is_some_and(|text| !text.contains(['<', '>'])),
            "{text}"
        );
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
