//! Writes `.pages.yml`, the configuration of [Pages CMS], with which people edit the events in a browser.
//!
//! Pages CMS writes the file anew from what its configuration names. `merge` keeps the other keys at the top of the file, such as `calendar`
//! and `groups`, but of each event only the keys that are fields here stay. All keys of the schema are therefore fields. `changes` has dates as
//! keys, which Pages CMS has no field for: a hidden block without kinds of blocks keeps it as it is.
//!
//! [Pages CMS]: https://pagescms.org/docs/configuration

use serde_yaml::{Mapping, Value};

use super::keys::{Key, Schema};
use super::yaml::{mapping, written};
use super::{Choice, Choices};

/// The keys of an event, in the order of its form.
const EVENT: [&str; 31] = [
    "id",
    "title",
    "start",
    "end",
    "duration",
    "repeats",
    "until",
    "count",
    "also",
    "changes",
    "status",
    "reason",
    "group",
    "groups",
    "tags",
    "format",
    "location",
    "join",
    "sign_up",
    "price",
    "url",
    "contact",
    "description",
    "talks",
    "links",
    "image",
    "language",
    "timezone",
    "shows_as",
    "allow",
    "uid",
];

/// Keys that an event must have.
const REQUIRED: [&str; 3] = ["id", "title", "start"];

/// Returns `.pages.yml` for the events files at these paths, which are relative to the top of the repository.
pub(crate) fn pages_cms(paths: &[String], choices: &Choices) -> String {
    let schema = Schema::get();
    let content: Vec<Value> = paths
        .iter()
        .enumerate()
        .map(|(at, path)| {
            let name = match at {
                0 => "events".to_owned(),
                at => format!("events-{at}"),
            };
            let entry = mapping([
                ("name", name.into()),
                ("label", path.as_str().into()),
                ("type", "file".into()),
                ("path", path.as_str().into()),
                ("fields", vec![Value::from(events(schema, choices))].into()),
            ]);
            entry.into()
        })
        .collect();
    let merge = mapping([("merge", true.into())]);
    let whole = mapping([
        ("content", content.into()),
        ("settings", mapping([("content", merge.into())]).into()),
    ]);
    format!(
        "# Made by `calfeed schema --of pages-cms`. Run it again after a group was added, renamed or removed.\n\
         # `merge` keeps what is not a list of events: the calendar and its groups.\n{}",
        written(&whole)
    )
}

/// Returns the field of all events of a file.
fn events(schema: &Schema, choices: &Choices) -> Mapping {
    let fields = EVENT.map(|key| field(schema, "Event", key, choices).into());
    list_of("events", "Events", fields.to_vec(), "{fields.title}")
}

/// Returns the field of a list of mappings, each of which is shown as `summary` until it is opened.
fn list_of(name: &str, label: &str, fields: Vec<Value>, summary: &str) -> Mapping {
    let collapsible = mapping([("collapsed", true.into()), ("summary", summary.into())]);
    mapping([
        ("name", name.into()),
        ("label", label.into()),
        ("type", "object".into()),
        (
            "list",
            mapping([("collapsible", collapsible.into())]).into(),
        ),
        ("fields", fields.into()),
    ])
}

/// Returns the field of a key.
fn field(schema: &Schema, of: &str, name: &str, choices: &Choices) -> Mapping {
    let key = schema.key(of, name);
    match name {
        "changes" => return kept(name),
        "talks" => return list_of_part(schema, "Talk", name, &key, choices),
        "links" => return list_of_part(schema, "Link", name, &key, choices),
        _ => {}
    }
    let mut field = mapping([
        ("name", name.into()),
        ("label", key.title.as_str().into()),
        ("description", key.description.as_str().into()),
    ]);
    let values = match name {
        "group" | "groups" => choices.groups.iter().map(group).collect(),
        _ if key.choices.is_empty() => words(&key.item_choices),
        _ => words(&key.choices),
    };
    let kind = match name {
        _ if !values.is_empty() => "select",
        "count" => "number",
        "description" | "abstract" => "text",
        _ => "string",
    };
    field.insert("type".into(), kind.into());
    let is_list = matches!(name, "also" | "tags" | "groups" | "allow" | "speakers");
    if values.is_empty() {
        if is_list {
            field.insert("list".into(), true.into());
        }
    } else {
        let mut options = mapping([("values", values.into())]);
        if is_list {
            options.insert("multiple".into(), true.into());
        }
        field.insert("options".into(), options.into());
    }
    let is_required = match of {
        "Event" => REQUIRED.contains(&name),
        "Talk" => name == "title",
        _ => true,
    };
    if is_required {
        field.insert("required".into(), true.into());
    }
    field
}

/// Returns the field of a list of talks or links.
fn list_of_part(schema: &Schema, part: &str, name: &str, key: &Key, choices: &Choices) -> Mapping {
    let keys: &[&str] = match part {
        "Talk" => &["title", "speakers", "abstract", "slides", "video"],
        _ => &["title", "url"],
    };
    let fields = keys
        .iter()
        .map(|it| field(schema, part, it, choices).into());
    let mut list = list_of(name, &key.title, fields.collect(), "{fields.title}");
    list.insert("description".into(), key.description.as_str().into());
    list
}

/// Returns a field that shows nothing and keeps a mapping as it is.
fn kept(name: &str) -> Mapping {
    mapping([
        ("name", name.into()),
        ("type", "block".into()),
        ("blocks", Value::Sequence(Vec::new())),
        ("hidden", true.into()),
    ])
}

fn group(group: &Choice) -> Value {
    let choice = mapping([
        ("value", group.id.as_str().into()),
        ("label", group.line().into()),
    ]);
    choice.into()
}

fn words(words: &[String]) -> Vec<Value> {
    words.iter().map(|word| word.as_str().into()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The keys that Pages CMS has no field for, and why.
    const LEFT_OUT: [(&str, &str, &str); 1] = [("Event", "updated", "git knows it")];

    /// The fields of a mapping, by name.
    fn fields_of(list: &Value) -> BTreeMap<String, Value> {
        let fields = list["fields"].as_sequence().unwrap().iter();
        let name = |field: &Value| field["name"].as_str().unwrap().to_owned();
        fields.map(|field| (name(field), field.clone())).collect()
    }

    fn written_for(choices: &Choices) -> Value {
        serde_yaml::from_str(&pages_cms(&["events.yaml".to_owned()], choices)).unwrap()
    }

    #[test]
    fn each_key_of_the_schema_is_a_field_or_left_out_for_a_reason() {
        let whole = written_for(&Choices::default());
        let events = fields_of(&fields_of(&whole["content"][0])["events"]);
        let parts = [
            ("Talk", fields_of(&events["talks"])),
            ("Link", fields_of(&events["links"])),
            ("Event", events),
        ];
        let schema = Schema::get();
        for (of, fields) in parts {
            let keys: BTreeSet<&str> = schema.keys(of).into_iter().collect();
            let left_out = LEFT_OUT.iter().filter(|it| it.0 == of).map(|it| it.1);
            let known: BTreeSet<&str> = fields.keys().map(String::as_str).chain(left_out).collect();
            assert_eq!(known, keys, "{of}");
        }
    }

    #[test]
    fn choices_and_required_keys_are_those_of_the_schema() {
        let json: serde_json::Value = serde_json::from_str(&crate::schema()).unwrap();
        let event = &json["$defs"]["Event"];
        let required = event["then"]["required"].as_array().unwrap();
        let whole = written_for(&Choices::default());
        for (name, field) in fields_of(&fields_of(&whole["content"][0])["events"]) {
            let key = &event["properties"][&name];
            if name != "changes" {
                assert_eq!(key["title"].as_str(), field["label"].as_str(), "{name}");
            }
            let is_required = required.iter().any(|it| *it == name.as_str());
            assert_eq!(field.get("required").is_some(), is_required, "{name}");
            let words = [
                &key["then"]["else"]["enum"],
                &key["then"]["items"]["then"]["enum"],
            ];
            let words = words.into_iter().find_map(|it| it.as_array());
            let words = words.into_iter().flatten().filter(|it| *it != "none");
            let words: Vec<&str> = words.filter_map(|it| it.as_str()).collect();
            let offered = field
                .get("options")
                .and_then(|it| it["values"].as_sequence());
            let offered = offered.into_iter().flatten().filter_map(Value::as_str);
            assert_eq!(offered.collect::<Vec<_>>(), words, "{name}");
        }
    }

    #[test]
    fn groups_are_those_of_the_file() {
        let choices = Choices {
            groups: vec![Choice::new("poetry", "Poetry circle")],
            series: Vec::new(),
        };
        let whole = written_for(&choices);
        let events = fields_of(&fields_of(&whole["content"][0])["events"]);
        let expected = "\
values:
  - value: poetry
    label: Poetry circle (poetry)
";
        assert_eq!(
            written(events["group"]["options"].as_mapping().unwrap()),
            expected
        );
        let expected = format!("{expected}multiple: true\n");
        assert_eq!(
            written(events["groups"]["options"].as_mapping().unwrap()),
            expected
        );
    }
}
