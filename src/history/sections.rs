//! Splits an events file into the lines of each event, and the rest.
//!
//! In: text. Out: [`Sections`], each one entry of `events:` from its `-` on. Guaranteed: joined again they are the text.
//! Absent: certainty that a section is one entry, because a quoted text may continue over lines that look like entries; [`super::reader`]
//! checks that. A text in an unusual form has no sections.

/// A text, cut.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sections<'a> {
    /// Up to the line `events:`, and that line.
    pub(super) before: &'a str,
    /// Each entry with the comments below it; the first one with those above it, too.
    pub(super) entries: Vec<&'a str>,
    pub(super) after: &'a str,
}

impl<'a> Sections<'a> {
    /// Cuts a text whose events stand as a block of entries, each begun by `-` in the same column.
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

    /// Returns the text that has only these of its entries.
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

/// Whether there could be an anchor, which later parts of the text could name.
pub(super) fn has_anchor(part: &str) -> bool {
    begins_node(part, '&')
}

/// Whether there could be an alias, which names an anchor of an earlier part.
pub(super) fn has_alias(part: &str) -> bool {
    begins_node(part, '*')
}

/// Whether a mark stands where a value can begin, with something behind it: at the beginning of a line, after an indicator, or after
/// a tag. In `Tea &amp; coffee` it does not.
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

/// Whether some reader of YAML could see a line begin where no line feed stands before it.
pub(super) fn has_odd_lines(part: &str) -> bool {
    let after = |at: usize| part.as_bytes().get(at + 1);
    part.match_indices('\r')
        .any(|(at, _)| after(at) != Some(&b'\n'))
        || ['\u{85}', '\u{2028}', '\u{2029}']
            .iter()
            .any(|end| part.contains(*end))
}

/// The lines of a text with their ends, and where each begins.
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
