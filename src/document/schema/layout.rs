//! Arranges the schema for the YAML language server that editors run.
//!
//! The result accepts the same files, and has its keys in the order of the structs. The language server offers `true`, `false` and `null`
//! for each type that it finds beside a key, and a skeleton of all required keys. Nobody wants those, so types and required keys move into
//! the `then` of an `if` that is always true: the server checks values by it, and offers nothing from it. Hovers show `markdownDescription`
//! as Markdown, and escape `description`. The words are in the structs and their forms.

use std::fmt;

use schemars::Schema;
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, Error};
use serde_yaml::{Mapping, Value};

use super::super::entries::TOP;
use super::super::{Calendar, Change, Defaults, Event, Group, Link, Talk};
use super::snippets;

/// Keywords that describe a value to people. They do not move.
const ANNOTATIONS: [&str; 2] = ["title", "description"];

/// Lays out the whole schema.
pub(super) fn laid_out(schema: &Schema) -> Value {
    let Ok(Value::Mapping(schema)) = serde_yaml::to_value(schema) else {
        return Value::Null;
    };
    let has_calendar = schema
        .get("properties")
        .is_some_and(|properties| properties.get("calendar").is_some());
    let name = if has_calendar { "File" } else { "IncludedFile" };
    let mut whole = of_mapping(&schema, name, TOP);
    let mut definitions = Mapping::new();
    for (name, keys) in [
        ("Calendar", keys_of::<Calendar>()),
        ("Defaults", keys_of::<Defaults>()),
        ("Group", keys_of::<Group>()),
        ("Event", keys_of::<Event>()),
        ("Change", keys_of::<Change>()),
        ("Talk", keys_of::<Talk>()),
        ("Link", keys_of::<Link>()),
    ] {
        if let Some(Value::Mapping(definition)) = schema.get("$defs").and_then(|all| all.get(name))
        {
            definitions.insert(name.into(), of_mapping(definition, name, keys).into());
        }
    }
    whole.insert("$defs".into(), definitions.into());
    whole.into()
}

/// Lays out the schema of a mapping with these keys.
fn of_mapping(schema: &Mapping, name: &str, keys: &[&str]) -> Mapping {
    let mut laid_out = Mapping::new();
    let mut constraints = Mapping::new();
    for (keyword, value) in schema {
        let keyword = keyword.as_str().unwrap_or_default();
        match (keyword, value) {
            ("$defs", _) => {}
            ("type" | "required", _) => {
                constraints.insert(keyword.into(), value.clone());
            }
            ("properties", Value::Mapping(properties)) => {
                let properties: Mapping = keys
                    .iter()
                    .filter_map(|key| match properties.get(*key)? {
                        Value::Mapping(property) => Some((*key, property)),
                        _ => None,
                    })
                    .map(|(key, property)| (key.into(), of_key(name, key, property).into()))
                    .collect();
                laid_out.insert(keyword.into(), properties.into());
            }
            ("patternProperties", Value::Mapping(patterns)) => {
                let patterns: Mapping = patterns
                    .iter()
                    .filter_map(|(pattern, own)| {
                        let mut own = own.as_mapping()?.clone();
                        own.insert(
                            "markdownDescription".into(),
                            own.get("description")?.clone(),
                        );
                        Some((pattern.clone(), own.into()))
                    })
                    .collect();
                laid_out.insert(keyword.into(), patterns.into());
            }
            ("description", text) => {
                laid_out.insert(keyword.into(), text.clone());
                laid_out.insert("markdownDescription".into(), text.clone());
                let snippets = snippets::of_part(name);
                if !snippets.is_empty() {
                    laid_out.insert("defaultSnippets".into(), snippets.into());
                }
            }
            _ => {
                laid_out.insert(keyword.into(), value.clone());
            }
        }
    }
    hidden(constraints, &mut laid_out);
    laid_out
}

/// Lays out the schema of the value of a key.
fn of_key(of: &str, key: &str, schema: &Mapping) -> Mapping {
    let mut laid_out = Mapping::new();
    let mut constraints = Mapping::new();
    let part = format!("{of}.{key}");
    let mut snippets = snippets::of_part(&part);
    let mut examples = Vec::new();
    for (keyword, value) in schema {
        match (keyword.as_str().unwrap_or_default(), value) {
            ("examples", Value::Sequence(listed)) => {
                snippets.extend(listed.iter().map(snippets::of_example));
                examples.extend(listed.iter().map(snippets::example));
            }
            ("items", Value::Mapping(items)) if items.contains_key("$ref") => {
                laid_out.insert("items".into(), items.clone().into());
            }
            ("items", Value::Mapping(items)) if !items.contains_key("enum") => {
                let mut item = Mapping::new();
                hidden(items.clone(), &mut item);
                constraints.insert("items".into(), item.into());
            }
            (name, _) if ANNOTATIONS.contains(&name) => {
                let text = value.as_str().unwrap_or_default().replace('\n', " ");
                laid_out.insert(name.into(), text.into());
            }
            (name, _) => {
                constraints.insert(name.into(), value.clone());
            }
        }
    }
    snippets.extend(snippets_of_choice(schema));
    let description = laid_out.get("description").and_then(Value::as_str);
    let example = snippets::example_of_part(&part);
    let example = example.map(|example| format!("{key}:\n{example}"));
    let markdown = markdown(description.unwrap_or_default(), example, &examples);
    laid_out.insert("markdownDescription".into(), markdown.into());
    laid_out.insert("defaultSnippets".into(), snippets.into());
    hidden(constraints, &mut laid_out);
    laid_out
}

/// Puts constraints where the language server checks by them and offers nothing from them.
fn hidden(constraints: Mapping, schema: &mut Mapping) {
    schema.insert("if".into(), true.into());
    schema.insert("then".into(), constraints.into());
}

/// The words of a choice, each with its meaning.
fn snippets_of_choice(schema: &Mapping) -> Vec<Value> {
    let choice = match schema.get("else") {
        Some(Value::Mapping(choice)) => choice,
        _ => schema,
    };
    let list = |name: &str| choice.get(name).and_then(Value::as_sequence);
    let words = list("enum").into_iter().flatten();
    let meanings = list("markdownEnumDescriptions");
    words
        .enumerate()
        .map(|(at, word)| snippets::of_word(word, meanings.and_then(|all| all.get(at))))
        .collect()
}

/// What a hover shows: the description, and examples as someone would write them.
fn markdown(description: &str, example: Option<String>, examples: &[String]) -> String {
    if let Some(example) = example {
        return format!("{description}\n\n```yaml\n{example}```");
    }
    let spans: Vec<String> = examples.iter().map(|text| format!("`{text}`")).collect();
    match spans.as_slice() {
        [] => description.to_owned(),
        [one] => format!("{description}\n\nExample: {one}"),
        several => format!("{description}\n\nExamples: {}", several.join(", ")),
    }
}

/// The keys that a struct reads, in its order.
pub(crate) fn keys_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let unknown = MapDeserializer::new([("?", 0)].into_iter());
    T::deserialize(unknown).map_or_else(|Known(keys)| keys, |_| &[])
}

/// The keys that a struct knows, which serde lists beside one that it does not know.
#[derive(Debug)]
struct Known(&'static [&'static str]);

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown key")
    }
}

impl std::error::Error for Known {}

impl Error for Known {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }

    fn unknown_field(_: &str, known: &'static [&'static str]) -> Self {
        Self(known)
    }
}
