//! Makes the JSON Schema of the structs that read the file, by which editors complete and check while someone types.
//!
//! [`schema`] returns [JSON Schema draft 2020-12] as text, the same each time; [`schema_for`] also offers the groups of one file. Whatever
//! `check` accepts, the schema accepts. Keys have the order of the structs. Only `check` has the rules that connect one value with another
//! or with the calendar. [`layout`] arranges the schema for language servers.
//!
//! [JSON Schema draft 2020-12]: https://json-schema.org/draft/2020-12

mod layout;
mod snippets;

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::forms::{BySlug, List};
use super::{Calendar, Document, Event, Group};
use crate::diagnostic::Segment;
use crate::limit;
use crate::value::Slug;

impl JsonSchema for Document {
    fn schema_name() -> Cow<'static, str> {
        "Document".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut calendar = generator.subschema_for::<Calendar>();
        describe(
            &mut calendar,
            "Calendar",
            "The name of the calendar, and where it is published",
        );
        let mut groups = generator.subschema_for::<BySlug<Group>>();
        describe(
            &mut groups,
            "Groups",
            "The groups of the community, by their keys. Each group has its own feed, and events name it under `group` or `groups`",
        );
        groups.insert("maxProperties".into(), limit::GROUPS.into());
        let mut events = generator.subschema_for::<List<Event>>();
        describe(&mut events, "Events", "The events, in any order");
        json_schema!({
            "type": "object",
            "required": ["calendar"],
            "properties": {"calendar": calendar, "groups": groups, "events": events},
            "patternProperties": {
                "^x-": {
                    "title": "A place for anchors",
                    "description": "Values that several events share can be written here once. Otherwise ignored",
                },
            },
            "additionalProperties": false,
        })
    }
}

fn describe(schema: &mut Schema, title: &str, description: &str) {
    schema.insert("title".into(), title.into());
    schema.insert("description".into(), description.into());
}

/// Returns the JSON Schema of an events file, the content of `events.schema.json`.
///
/// It accepts every file that [`read`](crate::read) finds no error in, and refuses what can be seen without knowing the
/// calendar: unknown and missing keys, wrong types, most values of a wrong form.
pub fn schema() -> String {
    schema_with(&[])
}

/// Returns the JSON Schema of an events file, in which `group` and `groups` of events and areas take only the groups of this file.
///
/// Errors elsewhere in the file have no effect. Returns `None` if the groups cannot be read, or if the key of one of them is not valid:
/// [`read`](crate::read) reports why. A schema without that group would mark the events that name it as wrong.
pub fn schema_for(text: &str) -> Option<String> {
    let recovered = super::read(text).recovered;
    if recovered.is_hole(&[Segment::Key("groups".to_owned())]) {
        return None;
    }
    let groups: Option<Vec<(&str, &str)>> = recovered
        .document
        .groups
        .iter()
        .map(|(slug, group)| {
            Slug::parse(slug).ok()?;
            Some((slug, group.name.as_deref().unwrap_or_default()))
        })
        .collect();
    Some(schema_with(&groups?))
}

fn schema_with(groups: &[(&str, &str)]) -> String {
    // `required` says whether a key may be absent. The empty value that serde gives an absent key is not part of the format.
    let no_defaults = RecursiveTransform(|schema: &mut Schema| {
        schema.remove("default");
    });
    let mut schema = SchemaSettings::draft2020_12()
        .with_transform(no_defaults)
        .into_generator()
        .into_root_schema_for::<Document>();
    schema.insert("$id".into(), "events.schema.json".into());
    describe(
        &mut schema,
        "Events file",
        "A calendar, its groups and its events, which calfeed publishes as calendar feeds",
    );
    if !groups.is_empty() {
        offer(groups, &mut schema);
    }
    let mut text = serde_json::to_string_pretty(&layout::laid_out(&schema)).unwrap_or_default();
    text.push('\n');
    text
}

/// Lets `group` and `groups` of an event, and `groups` of an area, take only these groups.
fn offer(groups: &[(&str, &str)], schema: &mut Schema) {
    let (mut slugs, mut names) = (Vec::new(), Vec::new());
    for (slug, name) in groups {
        slugs.push(Value::from(*slug));
        names.push(*name);
        // An editor reads a key such as `2025` or `true` as a number or a boolean, not as text.
        let other = serde_json::from_str::<Value>(slug);
        if let Ok(other @ (Value::Number(_) | Value::Bool(_))) = other {
            slugs.push(other);
            names.push(*name);
        }
    }
    let choice = json!({"enum": slugs, "markdownEnumDescriptions": names});
    let mut change = |of: &str, key: &str, change: &dyn Fn(&mut Map<String, Value>)| {
        let key = schema.pointer_mut(&format!("/$defs/{of}/properties/{key}"));
        if let Some(Value::Object(key)) = key {
            change(key);
        }
    };
    change("Event", "group", &|key| {
        key.retain(|keyword, _| matches!(keyword.as_str(), "title" | "description"));
        key.extend(choice.as_object().cloned().unwrap_or_default());
    });
    for of in ["Event", "Group"] {
        change(of, "groups", &|key| {
            let first = groups.first().map_or("", |(slug, _)| slug);
            key.insert("items".into(), choice.clone());
            key.insert("examples".into(), json!([[format!("<{first}>")]]));
        });
    }
}
