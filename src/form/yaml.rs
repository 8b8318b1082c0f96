//! Writes YAML that every reader reads the same way.
//!
//! GitHub reads its forms with a parser of YAML 1.1, in which `20:00`, `2026-01-13` and `yes` are no text. [`scalar`] writes text that every
//! version of YAML reads as this text.

use std::fmt::Write as _;

use serde_yaml::{Mapping, Value};

use crate::document::scalar::{Style, scalar};

/// Returns a mapping as YAML, in its order.
pub(super) fn written(mapping: &Mapping) -> String {
    let mut out = String::new();
    write_mapping(mapping, 0, &mut out);
    out
}

/// Makes a mapping from keys and values.
pub(super) fn mapping<const N: usize>(entries: [(&str, Value); N]) -> Mapping {
    let entries = entries.into_iter();
    entries.map(|(key, value)| (key.into(), value)).collect()
}

fn write_mapping(mapping: &Mapping, indent: usize, out: &mut String) {
    for (at, (key, value)) in mapping.iter().enumerate() {
        // The first key of an item is after its hyphen.
        if at > 0 || out.is_empty() || out.ends_with('\n') {
            spaces(indent, out);
        }
        out.push_str(&text(key.as_str().unwrap_or_default()));
        out.push(':');
        match value {
            Value::Mapping(inner) if !inner.is_empty() => {
                out.push('\n');
                write_mapping(inner, indent + 2, out);
            }
            Value::Sequence(items) if !items.is_empty() => {
                out.push('\n');
                write_sequence(items, indent + 2, out);
            }
            scalar => write_scalar(scalar, out),
        }
    }
}

fn write_sequence(items: &[Value], indent: usize, out: &mut String) {
    for item in items {
        spaces(indent, out);
        out.push('-');
        match item {
            Value::Mapping(inner) if !inner.is_empty() => {
                out.push(' ');
                write_mapping(inner, indent + 2, out);
            }
            scalar => write_scalar(scalar, out),
        }
    }
}

fn write_scalar(scalar: &Value, out: &mut String) {
    let written = match scalar {
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(written) => text(written),
        Value::Sequence(_) => "[]".to_owned(),
        Value::Mapping(_) => "{}".to_owned(),
        _ => "null".to_owned(),
    };
    let _ = writeln!(out, " {written}");
}

fn spaces(count: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', count));
}

/// Returns text as a scalar of YAML.
pub(super) fn text(text: &str) -> String {
    scalar(text, Style::TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_a_parser_could_read_as_something_else_has_quotes() {
        for (value, expected) in [
            ("Book club", "Book club"),
            ("Café, at 9", "Café, at 9"),
            ("20:00", "\"20:00\""),
            ("2026-01-13", "\"2026-01-13\""),
            ("Yes", "\"Yes\""),
            ("null", "\"null\""),
            ("New event: ", "\"New event: \""),
            ("What: this", "\"What: this\""),
            ("a #b", "\"a #b\""),
            ("- a", "\"- a\""),
            ("*a", "\"*a\""),
            ("\"a\"", "\"\\\"a\\\"\""),
            ("a\nb: c", "\"a\\nb: c\""),
            ("a\u{85}b", "\"a\\u0085b\""),
            ("", "\"\""),
        ] {
            assert_eq!(text(value), expected);
            let read: String = serde_yaml::from_str(&text(value)).unwrap();
            assert_eq!(read, value);
        }
    }

    #[test]
    fn mappings_and_lists_are_read_as_they_were() {
        let field = mapping([
            ("type", "input".into()),
            ("attributes", mapping([("label", "Title".into())]).into()),
        ]);
        let whole = mapping([
            ("name", "New event".into()),
            ("empty", Mapping::new().into()),
            (
                "body",
                vec![Value::from(field.clone()), field.into()].into(),
            ),
            ("options", vec![Value::from("a"), "2".into()].into()),
            ("required", true.into()),
        ]);
        let expected = "\
name: New event
empty: {}
body:
  - type: input
    attributes:
      label: Title
  - type: input
    attributes:
      label: Title
options:
  - a
  - \"2\"
required: true
";
        assert_eq!(written(&whole), expected);
        assert_eq!(serde_yaml::from_str::<Mapping>(expected).unwrap(), whole);
    }
}
