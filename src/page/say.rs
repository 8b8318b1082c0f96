//! `say`: how a template shows a word of the catalogue.
//!
//! [`say`] takes the name of a word and its values, as a template gives them, and returns the filled text. Both the text and the values are
//! text, so they are escaped like any text; a value that is safe is inserted as it is. A pair, such as `{link}…{/link}`, makes a link or
//! another element. A word that does not exist, and a value too many or too few, are errors at the place in the template.

use std::borrow::Cow;

use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Error, ErrorKind, State};

use super::templates::{MARKDOWN, escaped_html};
use crate::markdown;
use crate::spelling::closest;
use crate::words::{NAMES, Piece, Words, pieces};

/// The pair that each word may have without a value: text for screen readers alone.
const HIDDEN: &str = "hidden";
const HIDDEN_TAG: &str = "<span class=\"hidden\">";

/// Returns a word with its values. It is safe if it has a pair or a safe value, and otherwise text that is escaped where it is written.
pub(super) fn say(
    words: &Words,
    state: &State<'_, '_>,
    name: &str,
    values: &Kwargs,
) -> Result<Value, Error> {
    let Some(text) = words.get(name) else {
        let meant = closest(name, NAMES.iter().copied());
        let meant = meant.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
        return refused(format!("there is no word `{name}`{meant}"));
    };
    if !text.contains('{') && values.args().next().is_none() {
        return Ok(Value::from(text));
    }
    let pieces = pieces(text);
    let mut given = Vec::new();
    for piece in &pieces {
        if let Piece::Value(key) = *piece
            && !given.iter().any(|(known, _)| *known == key)
        {
            given.push((key, value(name, key, values)?));
        }
    }
    if let Some(key) = values
        .args()
        .find(|key| !given.iter().any(|(known, _)| known == key))
    {
        return refused(format!("the word `{name}` has no `{{{key}}}`"));
    }
    let has_pair = pieces.iter().any(|piece| matches!(piece, Piece::End(_)));
    let is_safe = has_pair || given.iter().any(|(_, value)| value.is_safe());
    let markup = Markup {
        is_markdown: *state.auto_escape() == MARKDOWN,
        is_text: !is_safe || *state.auto_escape() == AutoEscape::None,
    };
    let mut out = String::with_capacity(text.len() + 64);
    for piece in &pieces {
        let is_pair = |name: &str| pieces.contains(&Piece::End(name));
        match *piece {
            Piece::Text(text) => out.push_str(&markup.escaped(text)),
            Piece::Value(name) | Piece::End(name) => {
                let value = given.iter().find(|(known, _)| *known == name);
                let value = value.map(|(_, value)| value.clone()).unwrap_or_default();
                match *piece {
                    Piece::End(_) => out.push_str(&markup.end(&value)),
                    _ if is_pair(name) => out.push_str(&markup.begin(&value)),
                    _ => out.push_str(&markup.value(&value)),
                }
            }
        }
    }
    Ok(if is_safe {
        Value::from_safe_string(out)
    } else {
        Value::from(out)
    })
}

/// Returns the value of a placeholder.
fn value(name: &str, key: &str, values: &Kwargs) -> Result<Value, Error> {
    if !values.has(key) && key == HIDDEN {
        return Ok(Value::from_safe_string(HIDDEN_TAG.to_owned()));
    }
    if !values.has(key) {
        return refused(format!("the word `{name}` needs a value for `{{{key}}}`"));
    }
    let value: Value = values.get(key)?;
    if value.is_none() || value.is_undefined() {
        return refused(format!("`{key}` has no value in the word `{name}`"));
    }
    Ok(value)
}

fn refused<T>(detail: String) -> Result<T, Error> {
    Err(Error::new(ErrorKind::InvalidOperation, detail))
}

/// How text is written into the result.
struct Markup {
    is_markdown: bool,
    /// The whole result is escaped later.
    is_text: bool,
}

impl Markup {
    fn escaped<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.is_text {
            text.into()
        } else if self.is_markdown {
            // Spaces at the ends of a piece are within the line, so they stay.
            let inner = text.trim_matches(' ');
            let (before, after) = text.split_once(inner).unwrap_or_default();
            [before, &*markdown::escaped(inner), after].concat().into()
        } else {
            escaped_html(text).into()
        }
    }

    fn value(&self, value: &Value) -> String {
        if value.is_safe() {
            value.to_string()
        } else {
            self.escaped(&value.to_string()).into_owned()
        }
    }

    /// Returns the beginning of a pair. Its value is a tag that is safe, or the address of a link.
    fn begin(&self, value: &Value) -> String {
        if self.is_markdown && value.is_safe() {
            // Markdown has no elements.
            String::new()
        } else if self.is_markdown {
            "[".to_owned()
        } else if value.is_safe() {
            value.to_string()
        } else {
            format!("<a href=\"{}\">", self.escaped(&value.to_string()))
        }
    }

    /// Returns the end of a pair.
    fn end(&self, value: &Value) -> String {
        let text = value.to_string();
        if self.is_markdown && value.is_safe() {
            return String::new();
        }
        if self.is_markdown {
            return format!("]({})", markdown::destination(&text));
        }
        let name = |c: char| !c.is_ascii_alphanumeric();
        match text.strip_prefix('<') {
            Some(tag) if value.is_safe() => {
                format!("</{}>", tag.split(name).next().unwrap_or_default())
            }
            _ => "</a>".to_owned(),
        }
    }
}
