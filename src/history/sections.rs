//! Splits an events file into the lines of each event, and the rest.
//!
//! The [`Sections`] joined again are the text. A section may be more or less than one entry of `events:`, because a quoted text may continue over
//! lines that look like entries; [`super::reader`] checks that. A text in an unusual form has no sections.

/// A text, split into sections.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sections<'a> {
    /// Up to the line `events:`, and that line.
    pub(super) before: &'a str,
    /// Each entry with the comments below it; the first one with those above it, too.
    pub(super) entries: Vec<&'a str>,
    pub(super) after: &'a str,
}

impl<'a> Sections<'a> {
    /// Splits a text whose events are a block of entries that all begin with `-` in the same column.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let mut lines = lines(text);
        let (at, line) = lines.find(|(_, line)| begins_events(line))?;
        let before_end = at + line.len();
        let mut cuts = Vec::new();
        let mut column = None;
        let mut end = text.len();
        for (at, line) in lines {
            let written = line.trim_start_matches(' ');
            let indent = line.len() - written.len();
            if written.trim_end().is_empty() || written.starts_with('#') {
                continue;
            }
            let is_entry = written.starts_with("- ") || written.trim_end() == "-";
            match column {
                None if is_entry => {
                    column = Some(indent);
                    cuts.push(before_end);
                }
                None => return None,
                Some(column) if indent == column && is_entry => cuts.push(at),
                Some(column) if indent > column => {}
                Some(_) => {
                    end = at;
                    break;
                }
            }
        }
        let ends = cuts.iter().copied().skip(1).chain([end]);
        let entries = cuts
            .iter()
            .zip(ends)
            .map(|(from, to)| text.get(*from..to))
            .collect::<Option<Vec<_>>>()?;
        let after = text.get(end..)?;
        (!entries.is_empty()).then_some(Self {
            before: text.get(..before_end)?,
            entries,
            after,
        })
    }

    /// Returns the text with only these entries.
    pub(super) fn with(&self, entries: &[&str]) -> String {
        let mut text = self.before.to_owned();
        for part in entries.iter().chain([&self.after]) {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(part);
        }
        text
    }
}

/// Whether there could be an anchor, which later parts of the text could refer to.
pub(super) fn has_anchor(part: &str) -> bool {
    begins_node(part, '&')
}

/// Whether there could be an alias, which refers to an anchor in an earlier part.
pub(super) fn has_alias(part: &str) -> bool {
    begins_node(part, '*')
}

/// Whether a mark is at a place where a value can begin (the start of a line, after an indicator, or after a tag) and is followed by
/// text. In `Tea &amp; coffee` it is not.
fn begins_node(part: &str, mark: char) -> bool {
    part.match_indices(mark).any(|(at, mark)| {
        let (before, after) = (part.get(..at), part.get(at + mark.len()..));
        let line = before.and_then(|before| before.rsplit('\n').next());
        let line = line.unwrap_or_default().trim_end_matches([' ', '\t']);
        let word = line.rsplit([' ', '\t']).next().unwrap_or_default();
        let is_named = after.is_some_and(|after| after.starts_with(|c: char| !c.is_whitespace()));
        let begins = line.trim_start_matches('\u{feff}').is_empty()
            || line.ends_with([':', '-', '?', '[', '{', ','])
            || word.contains('!');
        is_named && begins
    })
}

/// Whether a YAML parser could see a line break that is not a line feed.
pub(super) fn has_odd_lines(part: &str) -> bool {
    let after = |at: usize| part.as_bytes().get(at + 1);
    part.match_indices('\r')
        .any(|(at, _)| after(at) != Some(&b'\n'))
        || ['\u{85}', '\u{2028}', '\u{2029}']
            .iter()
            .any(|end| part.contains(*end))
}

/// The lines of a text with their line endings, each with its offset.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let begins = at;
        at += line.len();
        (begins, line)
    })
}

fn begins_events(line: &str) -> bool {
    line.strip_prefix("events:").is_some_and(|rest| {
        let rest = rest.trim();
        rest.is_empty() || rest.starts_with('#')
    })
}
