//! The catalogue of words: every text of a page that is not in the events file.
//!
//! [`Words`] has one text for each name. [`ENGLISH`] is built into the program, and [`Words::read`] takes the texts of a `words.yaml` in
//! their place. A text may have placeholders such as `{name}`, and pairs such as `{link}Subscribe{/link}`, which a page makes a link. A
//! replacement has exactly the placeholders of the English text, so a sentence never lacks a value. [`fill`] puts values into a text.

mod english;
mod file;

pub(crate) use english::{ENGLISH, NAMES, Words};
pub(crate) use file::FILE_NAME;

/// Returns the name and the English text of each word of the pages, in the order of the catalogue. A `words.yaml` among the templates of a
/// [`Context`](crate::Context) replaces any of them.
///
/// ```
/// let mut words = calfeed::english_words();
/// assert_eq!(words.next(), Some(("language", "en-GB")));
/// ```
pub fn english_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES
        .iter()
        .map(|name| (*name, ENGLISH.get(name).unwrap_or_default()))
}

/// One part of a text of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text without placeholders.
    Text(&'a str),
    /// `{name}`: a value, or the beginning of a pair.
    Value(&'a str),
    /// `{/name}`: the end of a pair.
    End(&'a str),
}

/// Splits a text at its placeholders. A brace that is part of no placeholder is text.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    while let Some((start, name, end)) = placeholder(text, from) {
        let before = text.get(from..start).unwrap_or_default();
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(match name.strip_prefix('/') {
            Some(name) => Piece::End(name),
            None => Piece::Value(name),
        });
        from = end;
    }
    let rest = text.get(from..).unwrap_or_default();
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Returns the next placeholder of a text after a byte: where it starts, its name with the slash of an end, and where it ends.
fn placeholder(text: &str, from: usize) -> Option<(usize, &str, usize)> {
    let mut from = from;
    loop {
        let start = from + text.get(from..)?.find('{')?;
        let rest = text.get(start + 1..)?;
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        let plain = rest.strip_prefix('/').unwrap_or(rest);
        let after = plain.trim_start_matches(is_name);
        let name = rest.get(..rest.len() - after.len()).unwrap_or_default();
        if after.starts_with('}') && !name.trim_start_matches('/').is_empty() {
            return Some((start, name, start + name.len() + 2));
        }
        from = start + 1;
    }
}

/// Returns a text with its placeholders filled. A placeholder without a value stays as it is.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    fill_into(&mut filled, text, values);
    filled
}

/// Appends a text with its placeholders filled.
pub(crate) fn fill_into(out: &mut String, text: &str, values: &[(&str, &str)]) {
    let mut from = 0;
    while let Some((start, name, end)) = placeholder(text, from) {
        out.push_str(text.get(from..start).unwrap_or_default());
        let value = values.iter().find(|(known, _)| *known == name);
        let as_it_is = text.get(start..end).unwrap_or_default();
        out.push_str(value.map_or(as_it_is, |(_, value)| value));
        from = end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

#[cfg(test)]
mod tests;
