//! Finds what a version of the events file includes, without parsing its events.
//!
//! A history asks this of every version, and most versions include nothing.

use super::sections::{Sections, has_alias};
use crate::document;
use crate::include::Include;

/// Returns what the entries of `include` in an events file name, as far as they can be read, and `others`.
pub(crate) fn includes_of(text: &str, others: &[Include]) -> Vec<Include> {
    let mut includes = written(text);
    includes.extend_from_slice(others);
    includes
}

fn written(text: &str) -> Vec<Include> {
    // Fast path: most calendars do not have the word.
    if !text.contains("include") {
        return Vec::new();
    }
    let Some(Sections { before, after, .. }) = Sections::of(text) else {
        return document::includes_of(text);
    };
    if !may_include(before) && !may_include(after) {
        return Vec::new();
    }
    if !has_alias(after) {
        let separator = if before.ends_with('\n') { "" } else { "\n" };
        let includes = document::includes_of(&format!("{before}{separator}{after}"));
        if !includes.is_empty() {
            return includes;
        }
    }
    document::includes_of(text)
}

/// Whether a line could begin with the key `include`.
fn may_include(part: &str) -> bool {
    let marks = [' ', '\t', '"', '\'', '{', '?', ',', '\u{feff}'];
    part.lines().any(|line| {
        let rest = line.trim_start_matches(marks).strip_prefix("include");
        let rest = rest.map(|rest| rest.trim_start_matches(['"', '\'', ' ', '\t']));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let found = includes_of(text, &[]);
        found.iter().map(|it| it.as_str().to_owned()).collect()
    }

    #[test]
    fn the_entries_of_include_are_found_above_and_below_the_events() {
        for text in [
            "calendar: {name: A}\ninclude: [a.yaml, b/*.yaml]\nevents:\n  - id: a\n",
            "calendar: {name: A}\nevents:\n  - id: a\ninclude:\n  - a.yaml\n  - b/*.yaml\n",
            "events:\n  - id: &a a\nx-a: *a\n\"include\" : [a.yaml, b/*.yaml]\n",
            "{\"calendar\": {}, \"include\": [\"a.yaml\", \"b/*.yaml\"]}\n",
            "include: [a.yaml, b/*.yaml]\n",
        ] {
            assert_eq!(found(text), ["a.yaml", "b/*.yaml"], "{text}");
        }
    }

    #[test]
    fn the_word_elsewhere_is_no_entry() {
        for text in [
            "calendar: {description: include}\nevents:\n  - id: a\n    description: |\n      include: [a.yaml]\n",
            "calendar:\n  description: |\n    include: [a.yaml]\nevents:\n  - id: a\n",
            "includes: [a.yaml]\nevents:\n  - id: a\n",
            "events:\n  - id: a\n",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
