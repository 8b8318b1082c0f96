//! `--into`: updates our blocks in Markdown files that people write by hand.
//!
//! The blocks are between pairs of marker comments; a marker in a code block is an example. Every byte outside the markers stays, and so do the line
//! endings, the owner and the permissions, as [`rewrite`] describes. A second run changes nothing. A file with unmatched markers or without
//! write access is refused, and so is any file that is not Markdown, because our blocks are Markdown.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::linked;
use super::regular::Regular;
use super::replace::rewrite;
use super::{Failure, say};

const BEGIN: &str = "<!-- calfeed:begin";
const END: &str = "<!-- calfeed:end";

/// The largest file that is read.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The extensions of Markdown files. Not `mdx`, because an HTML comment is a syntax error there.
const MARKDOWN: [&str; 2] = ["md", "markdown"];

/// The names of the parts, for messages.
const PARTS: &str = "`events`, `upcoming` or `next`";

/// A file of another site, with its contents before and after the update.
pub(super) struct Host {
    /// Its name in messages.
    name: String,
    /// Its path, with all symbolic links resolved.
    path: PathBuf,
    before: String,
    after: String,
}

impl Host {
    /// Reads a file, and puts these parts between its markers, in memory.
    pub(super) fn read(given: &Path, parts: &BTreeMap<&str, String>) -> Result<Self, Failure> {
        let name = given.display().to_string();
        let failed = |error: String| Failure::Io(format!("--into: cannot read {name}: {error}"));
        let path = linked::follow(given).and_then(|it| it.canonicalize());
        let path = path.map_err(|error| {
            let is_refusal = linked::is_refusal(&error);
            let help = is_refusal.then(|| linked::cure(given));
            failed(format!("{error}{}", help.unwrap_or_default()))
        })?;
        let file = Regular::open(&path, LARGEST).map_err(|error| failed(error.to_string()))?;
        if !is_markdown(&path) {
            return Err(Failure::Io(format!(
                "--into: {name} is not a Markdown file; the blocks are Markdown, so give a file whose name ends in `.md` or `.markdown`"
            )));
        }
        if file.is_readonly() {
            return Err(Failure::Io(format!(
                "--into: {name} is read-only; make it writable with `chmod u+w {name}`, or leave it out"
            )));
        }
        let before = file.text().map_err(|error| failed(error.to_string()))?;
        let after = renewed(&before, |part| parts.get(part).map(String::as_str))
            .map_err(|problem| Failure::Io(format!("--into: {name}: {problem}")))?;
        Ok(Self {
            name,
            path,
            before,
            after,
        })
    }

    /// Writes the file, unless nothing changes.
    pub(super) fn write(self) -> Result<(), Failure> {
        if self.before == self.after {
            say(format_args!("{}: unchanged", self.name));
            return Ok(());
        }
        rewrite(&self.path, self.after.as_bytes())
            .map_err(|error| Failure::Io(error.to_string()))?;
        say(format_args!("{}: written", self.name));
        Ok(())
    }
}

/// Whether a file is Markdown, by its name. HTML is refused: text that is harmless in Markdown could be a tag or a script there.
fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    extension.is_some_and(|it| MARKDOWN.iter().any(|known| it.eq_ignore_ascii_case(known)))
}

/// A line with a marker.
enum Marker<'a> {
    Begin(&'a str),
    End(&'a str),
}

/// Replaces the text between each pair of markers.
fn renewed<'a>(text: &str, part: impl Fn(&str) -> Option<&'a str>) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    // The name of the part that is open, and the line of its marker.
    let mut open: Option<(&str, usize)> = None;
    let mut seen: Vec<(&str, usize)> = Vec::new();
    let mut code = Code::default();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let number = number + 1;
        // The text between two markers is ours, and is replaced.
        if open.is_none() && code.has(line) {
            out.push_str(line);
            continue;
        }
        match (marker(line, number)?, open) {
            (None, None) => out.push_str(line),
            // The old contents of this part are dropped.
            (None, Some(_)) => {}
            (Some(Marker::Begin(name)), None) => {
                if let Some((_, first)) = seen.iter().find(|(it, _)| *it == name) {
                    return Err(format!(
                        "line {number} begins `{name}`, as line {first} does; remove one of them"
                    ));
                }
                let Some(new) = part(name) else {
                    return Err(format!(
                        "line {number} begins `{name}`, which is not the name of a block; write {PARTS}"
                    ));
                };
                seen.push((name, number));
                open = Some((name, number));
                out.push_str(line);
                push_part(&mut out, name, new, line)?;
            }
            (Some(Marker::Begin(name)), Some((within, first))) => {
                return Err(format!(
                    "line {number} begins `{name}` inside `{within}`, which begins in line {first}; end that first, with `{END} {within} -->`"
                ));
            }
            (Some(Marker::End(name)), Some((within, _))) if name == within => {
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
    match (open, seen.is_empty()) {
        (Some((name, first)), _) => Err(format!(
            "line {first} begins `{name}`, which does not end; write `{END} {name} -->` below it"
        )),
        (None, true) => Err(format!(
            "it has no markers; write `{BEGIN} NAME -->` and `{END} NAME -->` on lines of their own, where NAME is {PARTS}"
        )),
        (None, false) => Ok(out),
    }
}

/// Writes a part below its marker, with the indentation of the marker, which may be in a list item.
fn push_part(out: &mut String, name: &str, part: &str, marker_line: &str) -> Result<(), String> {
    let ending = if marker_line.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let depth = marker_line.len() - marker_line.trim_start_matches([' ', '\t']).len();
    let indent = marker_line.get(..depth).unwrap_or_default();
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

/// The open code block, by the character and length of its opening fence.
#[derive(Default)]
struct Code(Option<(char, usize)>);

impl Code {
    /// Whether a line belongs to a code block, fences included.
    fn has(&mut self, line: &str) -> bool {
        let line = line.trim();
        let mark = line.chars().next().unwrap_or_default();
        let length = line.chars().take_while(|c| *c == mark).count();
        if let Some((open, least)) = self.0 {
            if mark == open && length >= least && length == line.chars().count() {
                self.0 = None;
            }
            return true;
        }
        let is_fence = length >= 3
            && (mark == '~' || mark == '`' && !line.trim_start_matches('`').contains('`'));
        self.0 = is_fence.then_some((mark, length));
        is_fence
    }
}

/// Parses a line as a marker. A marker must be the only text on its line.
fn marker(line: &str, number: usize) -> Result<Option<Marker<'_>>, String> {
    let trimmed = line.trim_start_matches('\u{feff}').trim();
    let read = |begin: &str| {
        let name = trimmed.strip_prefix(begin)?.strip_suffix("-->")?;
        let is_apart = name.starts_with(char::is_whitespace);
        let name = name.trim();
        let is_word =
            !name.is_empty() && !name.contains(char::is_whitespace) && !name.contains('<');
        (is_apart && is_word).then_some(name)
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
