//! Reads from the JSON Schema what a form shows of a key: its title, its description, an example and its choices.
//!
//! The schema speaks to people who edit the file. [`ABOUT_YAML`] lists the phrases that have no meaning in a form, where every value is text
//! and fields have titles.

use std::sync::LazyLock;

use serde_json::Value;

use crate::document;

/// Phrases of descriptions that are about the file and not about the event, and what a form says instead.
pub(super) const ABOUT_YAML: [(&str, &str); 5] = [
    (", in quotes", ""),
    (", by its key under `groups`", ""),
    (", by their keys under `groups`", ""),
    (
        "a sentence, or the value of an RRULE. `start` is the first date, and must be one of the dates of the rule",
        "`monthly on the 2nd Tuesday`, for example. The start must be the first of its dates",
    ),
    ("belongs under `join`", "has a field of its own"),
];

/// The JSON Schema of an events file.
pub(super) struct Schema(Value);

/// What a form shows of a key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) title: String,
    pub(super) description: String,
    /// The first example, as someone would write it into a field.
    pub(super) example: Option<String>,
    /// The words to choose from, without `none`: a field that is left empty says the same.
    pub(super) choices: Vec<String>,
    /// The words to choose from for each item of a list.
    pub(super) item_choices: Vec<String>,
}

impl Schema {
    /// Returns the schema, which is made once.
    pub(super) fn get() -> &'static Self {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema(serde_json::from_str(&document::schema()).unwrap_or_default()));
        &SCHEMA
    }

    /// Returns what the schema says of a key of a part, such as `Event` and `title`.
    pub(super) fn key(&self, of: &str, key: &str) -> Key {
        let schema = self.properties(of).and_then(|all| all.get(key));
        let schema = schema.unwrap_or(&Value::Null);
        let text = |name: &str| schema.get(name).and_then(Value::as_str).unwrap_or_default();
        let mut description = text("description").to_owned();
        for (phrase, in_form) in ABOUT_YAML {
            description = description.replace(phrase, in_form);
        }
        let example = schema.pointer("/defaultSnippets/0/label");
        Key {
            title: text("title").to_owned(),
            description,
            example: example.and_then(Value::as_str).map(plain),
            choices: words(schema.pointer("/then/else/enum")),
            item_choices: words(schema.pointer("/then/items/then/enum")),
        }
    }

    /// Returns the keys of a part, in the order of the schema.
    #[cfg(test)]
    pub(super) fn keys(&self, of: &str) -> Vec<&str> {
        let properties = self.properties(of).and_then(Value::as_object);
        properties
            .into_iter()
            .flatten()
            .map(|(key, _)| key.as_str())
            .collect()
    }

    fn properties(&self, of: &str) -> Option<&Value> {
        self.0.pointer(&format!("/$defs/{of}/properties"))
    }
}

/// Returns an example without the marks of placeholders and the quotes of YAML.
fn plain(example: &str) -> String {
    example.replace(['<', '>', '"'], "")
}

fn words(list: Option<&Value>) -> Vec<String> {
    let words = list.and_then(Value::as_array).into_iter().flatten();
    let words = words.filter_map(Value::as_str).filter(|it| *it != "none");
    words.map(ToOwned::to_owned).collect()
}
