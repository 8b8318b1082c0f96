//! The blocks of a file, each between a pair of markers.
//!
//! [`renewed`] takes the text of a file and returns it with new text between the markers. Every byte outside the markers stays, and so do the line
//! endings. A marker is a comment on a line of its own: `<!-- calfeed:begin upcoming 5 -->`, and `<!-- calfeed:end upcoming -->`, with or without
//! the words after the name. Markers in [verbatim](super::verbatim) text are examples, and are ignored.

use super::verbatim::Verbatim;
use crate::page::PartFormat;

const BEGIN: &str = "<!-- calfeed:begin";
const END: &str = "<!-- calfeed:end";

/// A line with a marker.
enum Marker<'a> {
    Begin(&'a str),
    End(&'a str),
}

/// Replaces the text between each pair of markers.
///
/// `part` returns the part for the words of a marker, or what is wrong with them.
///
/// # Errors
/// What is wrong with a marker, with its line, and what to write.
pub(super) fn renewed(
    text: &str,
    format: PartFormat,
    mut part: impl FnMut(&str) -> Result<String, String>,
) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    // The name of the part that is open, and the line of its marker.
    let mut open: Option<(&str, usize)> = None;
    let mut seen: Vec<(&str, usize)> = Vec::new();
    let mut verbatim = Verbatim::new(format);
    // The first marker in something verbatim that has not ended.
    let mut ignored = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let number = number + 1;
        // The text between two markers is ours, and is replaced.
        if open.is_none() && verbatim.has(line) {
            if !verbatim.is_open() {
                ignored = None;
            } else if !matches!(marker(line, number), Ok(None)) {
                ignored = ignored.or(Some(number));
            }
            out.push_str(line);
            continue;
        }
        match (marker(line, number)?, open) {
            (None, None) => out.push_str(line),
            // The old contents of this part are dropped.
            (None, Some(_)) => {}
            (Some(Marker::Begin(name)), None) => {
                if let Some((_, first)) = seen.iter().find(|(it, _)| is_same(it, name)) {
                    return Err(format!(
                        "line {number} begins `{name}`, as line {first} does; remove one of them"
                    ));
                }
                let new = part(name).map_err(|problem| format!("line {number}: {problem}"))?;
                seen.push((name, number));
                open = Some((name, number));
                out.push_str(line);
                // Indented, HTML would change within `pre`.
                let indent = match format {
                    PartFormat::Markdown => indent_of(line),
                    PartFormat::Html => "",
                };
                push_part(&mut out, name, &new, indent, line)?;
            }
            (Some(Marker::Begin(name)), Some((within, first))) => {
                return Err(format!(
                    "line {number} begins `{name}` inside `{within}`, which begins in line {first}; end that first, with `{END} {within} -->`"
                ));
            }
            (Some(Marker::End(name)), Some((within, _))) if ends(within, name) => {
                open = None;
                out.push_str(line);
            }
            (Some(Marker::End(name)), Some((within, first))) => {
                return Err(format!(
                    "line {number} ends `{name}`, but line {first} begins `{within}`; write `{END} {within} -->`"
                ));
            }
            (Some(Marker::End(name)), None) => {
                return Err(format!(
                    "line {number} ends `{name}`, which does not begin; write `{BEGIN} {name} -->` above it"
                ));
            }
        }
    }
    if let Some(number) = ignored {
        return Err(format!(
            "line {number} is within {} that does not end; end that above the marker",
            match format {
                PartFormat::Markdown => "a block of code",
                PartFormat::Html => "an element such as `pre` or `script`, or a comment,",
            }
        ));
    }
    match (open, seen.is_empty()) {
        (Some((name, first)), _) => Err(format!(
            "line {first} begins `{name}`, which does not end; write `{END} {name} -->` below it"
        )),
        (None, true) => Err(format!(
            "it has no markers; write `{BEGIN} NAME -->` and `{END} NAME -->` on lines of their own, where NAME is `events`, `upcoming` or `next`"
        )),
        (None, false) => Ok(out),
    }
}

/// Whether two markers have the same words.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// Whether `end` ends the block that began with these words: it has the same words, or only the name.
fn ends(begun: &str, end: &str) -> bool {
    is_same(begun, end) || begun.split_whitespace().next() == Some(end)
}

/// Returns the spaces at the beginning of a line. A marker may be in a list item.
fn indent_of(line: &str) -> &str {
    let depth = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..depth).unwrap_or_default()
}

/// Writes a part below its marker, with the line ending of the marker.
fn push_part(
    out: &mut String,
    name: &str,
    part: &str,
    indent: &str,
    marker_line: &str,
) -> Result<(), String> {
    let ending = if marker_line.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    for (number, line) in part.lines().enumerate() {
        let number = number + 1;
        if !matches!(marker(line, number), Ok(None)) {
            return Err(format!(
                "line {number} of the block `{name}` contains a marker, so the block could not be updated again; remove it from the template"
            ));
        }
        if !line.is_empty() {
            out.push_str(indent);
        }
        out.push_str(line);
        out.push_str(ending);
    }
    Ok(())
}

/// Parses a line as a marker. A marker must be the only text on its line.
fn marker(line: &str, number: usize) -> Result<Option<Marker<'_>>, String> {
    let trimmed = line.trim_start_matches('\u{feff}').trim();
    let read = |begin: &str| {
        let name = trimmed.strip_prefix(begin)?.strip_suffix("-->")?;
        let is_apart = name.starts_with(char::is_whitespace);
        let name = name.trim();
        let is_text = !name.is_empty() && !name.contains('<');
        (is_apart && is_text).then_some(name)
    };
    if let Some(name) = read(BEGIN) {
        return Ok(Some(Marker::Begin(name)));
    }
    if let Some(name) = read(END) {
        return Ok(Some(Marker::End(name)));
    }
    // Report a mistyped marker. If it were ignored, the other marker of its pair would have no partner, or the block would never be updated.
    if line.contains("<!--") && line.contains("calfeed:") {
        return Err(format!(
            "line {number} is not a valid marker; write `{BEGIN} NAME -->` or `{END} NAME -->` on a line of its own"
        ));
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
