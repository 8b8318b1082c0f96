//! `--into`: updates our blocks in files that people write by hand.
//!
//! In: a Markdown file with pairs of marker comments, and the blocks by name. Out: the same file with new blocks between its markers.
//! Guaranteed: every byte outside the markers stays, and so do the line endings, the owner and the permissions; readers see the old file or
//! the new one, except for a file with hard links or with an owner that a new file would lose, which is written in place; a second run
//! changes nothing; a file with unmatched markers, or without write access, is left alone; markers in a code block are an example.
//! Absent: adding markers; files other than Markdown, because our blocks are Markdown.

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

/// How the name of a Markdown file ends. Not `.mdx`, in which a marker is a mistake.
const MARKDOWN: [&str; 2] = ["md", "markdown"];

/// The parts that there are, for messages.
const PARTS: &str = "`events`, `upcoming` or `next`";

/// A file of another site, with what it holds and is to hold.
pub(super) struct Host {
    /// What messages call it.
    name: String,
    /// What it is, behind any links.
    path: PathBuf,
    before: String,
    after: String,
}

impl Host {
    /// Reads a file, and renews it in memory with the parts of these names.
    pub(super) fn read(given: &Path, parts: &BTreeMap<&str, String>) -> Result<Self, Failure> {
        let name = given.display().to_string();
        let failed = |error: String| Failure::World(format!("--into: cannot read {name}: {error}"));
        let path = linked::follow(given).and_then(|it| it.canonicalize());
        let path = path.map_err(|error| {
            let is_refusal = linked::is_refusal(&error);
            let help = is_refusal.then(|| linked::cure(given));
            failed(format!("{error}{}", help.unwrap_or_default()))
        })?;
        let file = Regular::open(&path, LARGEST).map_err(|error| failed(error.to_string()))?;
        if !is_markdown(&path) {
            return Err(Failure::World(format!(
                "--into: {name} is not a Markdown file; the parts are Markdown, so name a file that ends in `.md` or `.markdown`"
            )));
        }
        if file.is_readonly() {
            return Err(Failure::World(format!(
                "--into: {name} may not be written; allow it with `chmod u+w {name}`, or leave it out"
            )));
        }
        let before = file.text().map_err(|error| failed(error.to_string()))?;
        let after = renewed(&before, |part| parts.get(part).map(String::as_str))
            .map_err(|problem| Failure::World(format!("--into: {name}: {problem}")))?;
        Ok(Self {
            name,
            path,
            before,
            after,
        })
    }

    /// Writes it, unless it is as it should be.
    pub(super) fn write(self) -> Result<(), Failure> {
        if self.before == self.after {
            say(format_args!("{}: unchanged", self.name));
            return Ok(());
        }
        rewrite(&self.path, self.after.as_bytes())
            .map_err(|error| Failure::World(error.to_string()))?;
        say(format_args!("{}: written", self.name));
        Ok(())
    }
}

/// Whether a file is one of Markdown, by its name. In a page of HTML, text that Markdown shows as it is could be a tag or a script.
fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    extension.is_some_and(|it| MARKDOWN.iter().any(|known| it.eq_ignore_ascii_case(known)))
}

/// What a line is to us.
enum Marker<'a> {
    Begin(&'a str),
    End(&'a str),
}

/// Renews what stands between the markers of a text.
fn renewed<'a>(text: &str, part: impl Fn(&str) -> Option<&'a str>) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    // The name of the part that is open, and the line of its marker.
    let mut open: Option<(&str, usize)> = None;
    let mut seen: Vec<(&str, usize)> = Vec::new();
    let mut code = Code::default();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let number = number + 1;
        // What stands in a part is ours, and goes.
        if open.is_none() && code.has(line) {
            out.push_str(line);
            continue;
        }
        match (marker(line, number)?, open) {
            (None, None) => out.push_str(line),
            // What was there, until now.
            (None, Some(_)) => {}
            (Some(Marker::Begin(name)), None) => {
                if let Some((_, first)) = seen.iter().find(|(it, _)| *it == name) {
                    return Err(format!(
                        "line {number} begins `{name}`, as line {first} does; remove one of the two"
                    ));
                }
                let Some(new) = part(name) else {
                    return Err(format!(
                        "line {number} begins `{name}`, and there is no such part; write {PARTS}"
                    ));
                };
                seen.push((name, number));
                open = Some((name, number));
                out.push_str(line);
                push_part(&mut out, name, new, line)?;
            }
            (Some(Marker::Begin(name)), Some((within, first))) => {
                return Err(format!(
                    "line {number} begins `{name}` within `{within}`, which line {first} begins; end that before it, with `{END} {within} -->`"
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
                    "line {number} ends `{name}`, which nothing begins; write `{BEGIN} {name} -->` above it"
                ));
            }
        }
    }
    match (open, seen.is_empty()) {
        (Some((name, first)), _) => Err(format!(
            "line {first} begins `{name}`, and nothing ends it; write `{END} {name} -->` below it"
        )),
        (None, true) => Err(format!(
            "there are no markers in it; write `{BEGIN} NAME -->` and `{END} NAME -->` on lines of their own, where NAME is {PARTS}"
        )),
        (None, false) => Ok(out),
    }
}

/// Writes a part below its marker, as deep as that stands: it may be within an item of a list.
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
                "the part `{name}` has a marker in its own line {number}, so that it could not be renewed again; take it out of the template"
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

/// The block of code that is open, by the fence that began it.
#[derive(Default)]
struct Code(Option<(char, usize)>);

impl Code {
    /// Whether a line is one of a block of code, its fences included.
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

/// Reads a line as a marker, which stands on a line of its own.
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
    // A slip in a marker would otherwise take all that follows it, or nothing at all.
    if line.contains("<!--") && line.contains("calfeed:") {
        return Err(format!(
            "line {number} is not a marker as it stands; write `{BEGIN} NAME -->` or `{END} NAME -->` on a line of its own"
        ));
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
