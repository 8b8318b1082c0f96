//! Makes what editors offer to insert, as `defaultSnippets` of the schema.
//!
//! Snippets come from the examples of a key, or from the part of `snippets.yaml` for a mapping or a list; hovers show the first one as an
//! example. Text in `<` and `>` is a placeholder that the editor selects. It keeps its `<` and `>`, so that `check` refuses it until it is
//! replaced. [`super::layout`] decides where a snippet is offered.

use serde_yaml::{Mapping, Value};

/// The snippets of several keys, by the part of the schema that offers them.
const TEXT: &str = include_str!("snippets.yaml");

/// Returns the snippets of a part of the schema.
pub(super) fn of_part(part: &str) -> Vec<Value> {
    let is_list = is_list(part);
    let snippet = |(at, written): (usize, &Value)| {
        let text = |key: &str| written.get(key).and_then(Value::as_str).unwrap_or_default();
        let body: Value = serde_yaml::from_str(text("body")).unwrap_or_default();
        let mut snippet = Mapping::new();
        snippet.insert("label".into(), text("label").into());
        snippet.insert("markdownDescription".into(), text("description").into());
        if is_list {
            // Where the `-` of the item is still missing, the language server inserts it too.
            snippet.insert("type".into(), "array".into());
        }
        // Sorted before the keys, in the order of the file.
        snippet.insert("sortText".into(), at.to_string().into());
        snippet.insert("body".into(), body_of(&body, &mut 0));
        snippet.into()
    };
    snippets_of(part).iter().enumerate().map(snippet).collect()
}

/// Returns the first snippet of a part, as the YAML that someone would write below its key.
pub(super) fn example_of_part(part: &str) -> Option<String> {
    let snippets = snippets_of(part);
    let body = snippets.first()?.get("body")?.as_str()?;
    let mut example = String::new();
    for (at, line) in body.lines().enumerate() {
        example += match at {
            0 if is_list(part) => "  - ",
            _ if is_list(part) => "    ",
            _ => "  ",
        };
        example += &filled(line);
        example += "\n";
    }
    Some(example)
}

fn is_list(part: &str) -> bool {
    ["events", "talks", "links"]
        .into_iter()
        .any(|list| part.ends_with(list))
}

fn snippets_of(part: &str) -> Vec<Value> {
    let parts: Mapping = serde_yaml::from_str(TEXT).unwrap_or_default();
    let snippets = parts.get(part).and_then(Value::as_sequence);
    snippets.cloned().unwrap_or_default()
}

/// Returns the snippet that inserts an example.
pub(super) fn of_example(example: &Value) -> Value {
    let mut snippet = Mapping::new();
    let label = match example {
        Value::Sequence(items) => {
            let items: Vec<String> = items.iter().map(label).collect();
            format!("[{}]", items.join(", "))
        }
        scalar => label(scalar),
    };
    snippet.insert("label".into(), label.into());
    let body = match example {
        Value::Sequence(items) => {
            let mut stop = 0;
            let items: Vec<String> = items
                .iter()
                .filter_map(|item| Some(body_of(item, &mut stop).as_str()?.to_owned()))
                .collect();
            format!("[{}]", items.join(", ")).into()
        }
        scalar => body_of(scalar, &mut 0),
    };
    snippet.insert("body".into(), body);
    snippet.into()
}

/// Returns the snippet that inserts a word, with its meaning.
pub(super) fn of_word(word: &Value, meaning: Option<&Value>) -> Value {
    let mut snippet = Mapping::new();
    snippet.insert("label".into(), label(word).into());
    if let Some(meaning) = meaning {
        snippet.insert("markdownDescription".into(), meaning.clone());
    }
    snippet.insert("body".into(), word.clone());
    snippet.into()
}

/// Returns an example as someone would write it.
pub(super) fn example(example: &Value) -> String {
    match example {
        Value::Sequence(items) => {
            let items: Vec<String> = items.iter().map(self::example).collect();
            format!("[{}]", items.join(", "))
        }
        scalar => filled(&label(scalar)),
    }
}

/// Removes the marks of placeholders.
fn filled(text: &str) -> String {
    text.replace(['<', '>'], "")
}

/// Returns a scalar as it is written in YAML, with the marks of placeholders.
fn label(scalar: &Value) -> String {
    match scalar {
        Value::String(text) if needs_quotes(&filled(text)) => format!("\"{text}\""),
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Whether text needs quotes without its marks: a bare time, which YAML 1.1 reads as a number, and a `#`.
fn needs_quotes(text: &str) -> bool {
    let is_time = text.len() == 5 && text.as_bytes().get(2) == Some(&b':');
    is_time || text.starts_with('#')
}

/// The body of a snippet: each placeholder becomes a tab stop that keeps its marks.
fn body_of(value: &Value, stop: &mut usize) -> Value {
    let mut marked = |text: &str| {
        if text.starts_with('<') && text.ends_with('>') {
            *stop += 1;
            format!("${{{stop}:{text}}}")
        } else {
            text.to_owned()
        }
    };
    match value {
        Value::String(text) => {
            let body = marked(text);
            if needs_quotes(&filled(text)) {
                format!("\"{body}\"").into()
            } else {
                body.into()
            }
        }
        Value::Sequence(items) => items.iter().map(|item| body_of(item, stop)).collect(),
        Value::Mapping(entries) => {
            let mut bodies = Mapping::new();
            for (key, value) in entries {
                let key = body_of(key, stop);
                bodies.insert(key, body_of(value, stop));
            }
            bodies.into()
        }
        other => other.clone(),
    }
}
