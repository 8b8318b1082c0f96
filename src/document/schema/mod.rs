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

use super::forms::{self, BySlug, List};
use super::{Calendar, Defaults, Document, Event, Group};
use crate::diagnostic::Segment;
use crate::limit;
use crate::value::Slug;

pub(crate) use layout::keys_of;

/// Which file a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Main,
    Included,
}

/// The form of a file that another includes.
enum IncludedFile {}

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
        let mut include = generator.subschema_for::<List<forms::Include>>();
        describe(
            &mut include,
            "Included files",
            "Files below the folder of this one whose groups and events belong to the calendar too: paths, or patterns such as `teams/*.yaml`",
        );
        include.insert("maxItems".into(), limit::INCLUDE.into());
        include.insert("examples".into(), json!([["<teams/*.yaml>"]]));
        let mut properties = Map::new();
        properties.insert("calendar".into(), calendar.to_value());
        properties.insert("include".into(), include.to_value());
        whole(generator, properties, &["calendar"])
    }
}

impl JsonSchema for IncludedFile {
    fn schema_name() -> Cow<'static, str> {
        "IncludedFile".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        whole(generator, Map::new(), &[])
    }
}

/// Returns the schema of a file, with the keys that every file may have.
fn whole(
    generator: &mut SchemaGenerator,
    mut properties: Map<String, Value>,
    required: &[&str],
) -> Schema {
    let mut defaults = generator.subschema_for::<Defaults>();
    describe(
        &mut defaults,
        "Defaults",
        "What each event of this file has, unless the event says otherwise",
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
    for (key, schema) in [
        ("defaults", defaults),
        ("groups", groups),
        ("events", events),
    ] {
        properties.insert(key.into(), schema.to_value());
    }
    let mut schema = json_schema!({
        "type": "object",
        "properties": properties,
        "patternProperties": {
            "^x-": {
                "title": "A place for anchors",
                "description": "Values that several events share can be written here once. Otherwise ignored",
            },
        },
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    schema
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
    schema_with(Role::Main, &[])
}

/// Returns the JSON Schema of a file that an events file includes.
///
/// It has the keys of [`schema`] except `calendar` and `include`.
pub fn schema_of_included() -> String {
    schema_with(Role::Included, &[])
}

/// Returns the JSON Schema of an events file, in which `group` and `groups` of events and areas take only the groups of this file.
///
/// Errors elsewhere in the file have no effect. Returns `None` if the groups cannot be read, or if the key of one of them is not valid:
/// [`read`](crate::read) reports why. A schema without that group would mark the events that name it as wrong.
pub fn schema_for(text: &str) -> Option<String> {
    Some(schema_with(Role::Main, &groups_of(text)?))
}

/// Returns the groups of one file, each with its name; `None` if they cannot be read, or if the key of one of them is not valid.
pub(crate) fn groups_of(text: &str) -> Option<Vec<(String, String)>> {
    let recovered = super::read(text).recovered;
    if recovered.is_hole(&[Segment::Key("groups".to_owned())]) {
        return None;
    }
    recovered
        .document
        .groups
        .iter()
        .map(|(slug, group)| {
            Slug::parse(slug).ok()?;
            let name = group.name.as_deref().unwrap_or_default();
            Some((slug.to_owned(), name.to_owned()))
        })
        .collect()
}

/// Returns the schema of a file. If there are `groups`, `group` and `groups` take only these.
pub(crate) fn schema_with(role: Role, groups: &[(String, String)]) -> String {
    // `required` says whether a key may be absent. The empty value that serde gives an absent key is not part of the format.
    let no_defaults = RecursiveTransform(|schema: &mut Schema| {
        schema.remove("default");
    });
    let generator = SchemaSettings::draft2020_12()
        .with_transform(no_defaults)
        .into_generator();
    let (mut schema, id, title, description) = match role {
        Role::Main => (
            generator.into_root_schema_for::<Document>(),
            "events.schema.json",
            "Events file",
            "A calendar, its groups and its events, which calfeed publishes as calendar feeds",
        ),
        Role::Included => (
            generator.into_root_schema_for::<IncludedFile>(),
            "included.schema.json",
            "Included events file",
            "Groups and events that belong to the calendar of the file that includes this one",
        ),
    };
    schema.insert("$id".into(), id.into());
    describe(&mut schema, title, description);
    // All keys below `defaults:` may be comments.
    if let Some(kind) = schema.pointer_mut("/$defs/Defaults/type") {
        *kind = json!(["object", "null"]);
    }
    if !groups.is_empty() {
        offer(groups, &mut schema);
    }
    let mut text = serde_json::to_string_pretty(&layout::laid_out(&schema)).unwrap_or_default();
    text.push('\n');
    text
}

/// Lets `group` and `groups` of an event, and `groups` of an area, take only these groups.
fn offer(groups: &[(String, String)], schema: &mut Schema) {
    let (mut slugs, mut names) = (Vec::new(), Vec::new());
    for (slug, name) in groups {
        slugs.push(Value::from(slug.as_str()));
        names.push(name.as_str());
        // An editor reads a key such as `2025` or `true` as a number or a boolean, not as text.
        let other = serde_json::from_str::<Value>(slug);
        if let Ok(other @ (Value::Number(_) | Value::Bool(_))) = other {
            slugs.push(other);
            names.push(name);
        }
    }
    let choice = json!({"enum": slugs, "markdownEnumDescriptions": names});
    let mut change = |of: &str, key: &str, change: &dyn Fn(&mut Map<String, Value>)| {
        let key = schema.pointer_mut(&format!("/$defs/{of}/properties/{key}"));
        if let Some(Value::Object(key)) = key {
            change(key);
        }
    };
    for of in ["Defaults", "Event"] {
        change(of, "group", &|key| {
            key.retain(|keyword, _| matches!(keyword.as_str(), "title" | "description"));
            key.extend(choice.as_object().cloned().unwrap_or_default());
        });
    }
    for of in ["Defaults", "Event", "Group"] {
        change(of, "groups", &|key| {
            let first = groups.first().map_or("", |(slug, _)| slug);
            key.insert("items".into(), choice.clone());
            key.insert("examples".into(), json!([[format!("<{first}>")]]));
        });
    }
}
