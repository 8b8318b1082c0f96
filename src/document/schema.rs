//! The structs of the file → its JSON Schema, by which editors complete and check while someone types.
//!
//! In: the structs that parse. Out: JSON Schema draft 2020-12, as text. Guaranteed: the same text each time; what `check`
//! accepts, the schema accepts. Absent: every rule that binds one value to another, or to the calendar; only `check` has them.
//! Implements [JSON Schema 2020-12](https://json-schema.org/draft/2020-12).

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::forms::{BySlug, List};
use super::{Calendar, Document, Event, Group};
use crate::limit;

impl JsonSchema for Document {
    fn schema_name() -> Cow<'static, str> {
        "Document".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut calendar = generator.subschema_for::<Calendar>();
        describe(
            &mut calendar,
            "Which calendar this is, and where it is published",
        );
        calendar.insert(
            "examples".into(),
            serde_json::json!([{
                "name": "Riverside Book Club",
                "slug": "riverside-book-club",
                "domain": "books.example.org",
                "url": "https://books.example.org",
                "timezone": "Europe/London",
            }]),
        );
        let mut groups = generator.subschema_for::<BySlug<Group>>();
        describe(
            &mut groups,
            "The groups, each with a feed of its own, by their slugs. Events name them in `group` or `groups`",
        );
        groups.insert(
            "examples".into(),
            serde_json::json!([{"poetry": {"name": "Poetry circle"}}]),
        );
        groups.insert("maxProperties".into(), limit::GROUPS.into());
        let mut events = generator.subschema_for::<List<Event>>();
        describe(&mut events, "The events, in any order");
        events.insert(
            "examples".into(),
            serde_json::json!([[{
                "id": "book-club",
                "title": "Book club",
                "start": "2026-01-13 18:30",
                "end": "20:00",
                "repeats": "monthly on the 2nd Tuesday",
            }]]),
        );
        json_schema!({
            "type": "object",
            "required": ["calendar"],
            "properties": {"calendar": calendar, "groups": groups, "events": events},
            "patternProperties": {
                "^x-": {"description": "A place to keep anchors that several events merge; ignored otherwise"},
            },
            "additionalProperties": false,
        })
    }
}

fn describe(schema: &mut Schema, description: &str) {
    schema.insert("description".into(), description.into());
}

/// Returns the JSON Schema of an events file, which `events.schema.json` holds.
///
/// It accepts every file that [`read`](crate::read) finds no error in, and refuses what can be seen without knowing the
/// calendar: unknown and missing keys, wrong types, values of a wrong form.
pub fn schema() -> String {
    // Whether a key may be absent is said by `required`; the empty value that serde gives it then is nobody's business.
    let no_defaults = RecursiveTransform(|schema: &mut Schema| {
        schema.remove("default");
    });
    let mut schema = SchemaSettings::draft2020_12()
        .with_transform(no_defaults)
        .into_generator()
        .into_root_schema_for::<Document>();
    schema.insert("$id".into(), "events.schema.json".into());
    schema.insert("title".into(), "The events file of calfeed".into());
    describe(
        &mut schema,
        "One file with a calendar, its groups and its events, which `calfeed` publishes as calendar feeds",
    );
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
