//! Finds mistakes in YAML for which neither parser has a message.
//!
//! These are a bullet in place of a hyphen, text that looks like keys, an item whose first key lacks its `:`, a missing `events:`,
//! characters that look like spaces, and the marks of a merge conflict in Git. Each function takes what a parser reports, and returns the
//! problem and its bytes if it finds its mistake. [`super::syntax`] calls them, and finds all other mistakes.

use std::ops::Range;

use super::entries::OF_EVENTS;
use super::lines::{self, Line};
use super::parser_message::{Complaint, ParserMessage};
use super::repairs::scalar;
use super::syntax::{Mistake, in_quotes, mistake};
use crate::diagnostic::{Certainty, Edit, Problem, SyntaxFinding};
use crate::time::Moment;
use crate::value::Url;

/// Characters that look like a space, with their names.
pub(super) const UNSEEN: [(char, &str); 3] = [
    ('\u{a0}', "a no-break space (U+00A0)"),
    ('\u{feff}', "a byte order mark (U+FEFF)"),
    ('\u{85}', "a line end of old machines (U+0085)"),
];

/// Whether a line is one of those that Git writes where two people changed the same lines.
pub(super) fn is_conflict_mark(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]
        .iter()
        .any(|mark| {
            let rest = line.strip_prefix(mark);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
}

pub(super) fn conflict(body: &str) -> Option<Mistake> {
    let line = lines::all(body).find(|line| is_conflict_mark(line.text))?;
    Some(mistake(line.bytes(), SyntaxFinding::GitConflict))
}

/// A character that looks like a space, in the indentation or after a `:` or a `-`.
pub(super) fn unseen(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let line = Line::around(body, said.at);
    let lines = [Some(line), Line::above(body, line)];
    lines.into_iter().flatten().find_map(|line| {
        let (at, what) = line.text.char_indices().find_map(|(at, c)| {
            let (_, what) = UNSEEN.into_iter().find(|(unseen, _)| *unseen == c)?;
            let before = line.text.get(..at)?.trim_end();
            (before.is_empty() || before.ends_with([':', '-'])).then_some((at, what))
        })?;
        let start = line.start + at;
        let end = start + line.text.get(at..)?.chars().next()?.len_utf8();
        let problem = Problem::from(SyntaxFinding::Unseen { what });
        Some((
            problem.exact(Edit::Bytes(start..end, " ".to_owned())),
            start..end,
        ))
    })
}

/// Spaces before the first key, while a later key has none.
pub(super) fn top(body: &str, said: &ParserMessage) -> Option<Mistake> {
    if said.complaint != Complaint::SecondDocument {
        return None;
    }
    let first = lines::all(body).enumerate().find(|(_, line)| {
        let text = line.text.trim();
        !text.is_empty() && !text.starts_with('#')
    });
    let (index, line) = first.filter(|(_, line)| line.text.starts_with(' '))?;
    let at = line.start..line.start + line.indent();
    let finding = SyntaxFinding::FirstKeyIndented { line: index + 1 };
    let edit = Edit::Bytes(at.clone(), String::new());
    Some((Problem::from(finding).guess(edit), at))
}

/// Text of several lines under `description:`, of which one looks like a key or begins with a character of YAML.
pub(super) fn block_text(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let line = Line::around(body, said.at);
    let mut above = std::iter::successors(Some(line), |line| Line::above(body, *line)).skip(1);
    let owner = above.find(|above| above.key_column() < line.indent())?;
    let (key, value) = owner.entry()?;
    let is_plain = !value.starts_with(['|', '>', '"', '\'', '[', '{', '&', '!', '#']);
    if !["description", "abstract"].contains(&key) || !is_plain {
        return None;
    }
    let column = owner.key_column();
    let from = owner.start + owner.text.len();
    let below = lines::all(body.get(from..)?).skip(1);
    let below = below.map(|line| Line {
        start: line.start + from,
        text: line.text,
    });
    let text: Vec<Line<'_>> = below
        .filter(|line| !line.text.trim().is_empty())
        .take_while(|line| line.indent() > column)
        .collect();
    let indent = text.iter().map(|line| line.indent()).min()?;
    let is_level = text.first().is_some_and(|line| line.indent() == indent);
    let is_spaced = text.iter().all(|line| {
        line.text
            .get(..indent)
            .is_some_and(|indent| indent.bytes().all(|byte| byte == b' '))
    });
    let written = format!("{key}:");
    let start = owner.start + column;
    let edit = if value.is_empty() {
        Edit::Bytes(start..start + written.len(), format!("{written} |"))
    } else {
        let end = if body.contains("\r\n") { "\r\n" } else { "\n" };
        let spaces = " ".repeat(indent);
        let replacement = format!("{written} |{end}{spaces}{value}");
        Edit::Bytes(start..owner.value_bytes().end, replacement)
    };
    let mut keys = text.iter();
    if is_spaced && let Some(line) = keys.find(|line| OF_EVENTS.contains(&line.key())) {
        let finding = SyntaxFinding::TooFarIndented { spaces: column };
        let problem = Problem::from(finding).guess(lined_up(*line, column));
        return Some((problem.guess(edit), line.bytes()));
    }
    let problem = Problem::from(SyntaxFinding::BlockText {
        key: written.as_str().into(),
    });
    let at = start..start + written.len();
    let can_be_exact = is_spaced && (is_level || !value.is_empty()) && !value.contains(" #");
    Some(if can_be_exact {
        (problem.exact(edit), at)
    } else {
        (problem, at)
    })
}

/// Returns the edit that gives a line the indentation `column`.
pub(super) fn lined_up(line: Line<'_>, column: usize) -> Edit {
    let bytes = line.bytes();
    Edit::Bytes(line.start + column..bytes.end, line.text.trim().to_owned())
}

/// `• id: a`. The parser may have stopped only at the `:` of the next line.
pub(super) fn bullet(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let line = Line::around(body, said.at);
    let above = Line::above(body, line).filter(|_| said.complaint == Complaint::Colon);
    [Some(line), above].into_iter().flatten().find_map(|line| {
        let text = line.text.trim();
        let mark = text.chars().next()?;
        let rest = text.strip_prefix(mark)?;
        let is_bullet = match mark {
            '*' | '+' => rest.starts_with(' '),
            mark => "•–—‣◦·−".contains(mark),
        };
        let rest = rest.trim_start();
        if !is_bullet || rest.is_empty() {
            return None;
        }
        let problem = Problem::from(SyntaxFinding::Bullet { mark });
        let start = line.bytes().start;
        let edit = Edit::Bytes(line.bytes(), format!("- {rest}"));
        Some((problem.exact(edit), start..start + mark.len_utf8()))
    })
}

/// The first event, if the file has no line `events:`.
pub(super) fn missing_events(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let line = Line::around(body, said.at);
    let is_event = line.indent() <= 2 && line.text.trim_start().starts_with("- ");
    // `events` without its `:` is reported as a separate error.
    let is_known = |line: Line<'_>| {
        let rest = line.text.trim_start().strip_prefix("events");
        rest.is_some_and(|rest| rest.trim().is_empty() || rest.starts_with(':'))
    };
    if !is_event || said.at > line.start + line.indent() || lines::all(body).any(is_known) {
        return None;
    }
    let end = if body.contains("\r\n") { "\r\n" } else { "\n" };
    let edit = Edit::Bytes(line.start..line.start, format!("events:{end}"));
    let problem = Problem::from(SyntaxFinding::MissingEvents).exact(edit);
    Some((problem, line.bytes()))
}

/// `- id a`, which lacks its `:`. The parser stopped only at the `:` of the next line.
pub(super) fn item(body: &str, said: &ParserMessage) -> Option<Mistake> {
    if said.complaint != Complaint::Colon {
        return None;
    }
    let line = Line::around(body, said.at);
    let above = Line::above(body, line)?;
    let text = above.text.trim().strip_prefix("- ")?.trim();
    let is_first = line.key_length() == Some(said.at - line.start);
    let is_plain = text.starts_with(char::is_alphanumeric);
    if !is_first || !is_plain || above.entry().is_some() || line.key_column() != above.key_column()
    {
        return None;
    }
    let start = above.start + above.key_column();
    let at = start..start + text.len();
    let (word, rest) = text.split_once([' ', '=']).unwrap_or((text, ""));
    let rest = rest.trim_start_matches([' ', '=']);
    let repaired = if ["id", "title", "name", "url"].contains(&word) && !rest.is_empty() {
        format!("{word}: {rest}")
    } else {
        format!("title: {}", scalar(text, false))
    };
    let problem = Problem::from(SyntaxFinding::NoColon { text: text.into() });
    Some((problem.guess(Edit::Bytes(at.clone(), repaired)), at))
}

/// A list that begins after its key, on the same line: `talks: - A title - Jo`.
pub(super) fn list_beside_key(body: &str, value: Range<usize>) -> Problem {
    let line = Line::around(body, value.start);
    let text = body.get(value.clone()).unwrap_or_default();
    let items: Vec<&str> = text.trim_start_matches('-').split(" - ").collect();
    let items: Vec<&str> = items.into_iter().map(str::trim).collect();
    let problem = Problem::from(SyntaxFinding::ListBesideKey);
    let write = |yaml: String| Edit::Bytes(value.clone(), yaml);
    let word = |text: &str| scalar(text, false);
    match (line.key(), items.as_slice()) {
        ("talks", [title]) => {
            let is_one = !title.contains(',') && !lines::continues(body, line);
            let certainty = if is_one {
                Certainty::Exact
            } else {
                Certainty::Guess
            };
            problem.repair(write(format!("[{{title: {}}}]", word(title))), certainty)
        }
        ("talks", [title, rest @ ..]) => {
            let speakers: Vec<String> = rest.iter().map(|item| word(item)).collect();
            let speakers = speakers.join(", ");
            let title = word(title);
            let whole = word(text.trim_start_matches('-').trim());
            problem
                .guess(write(format!(
                    "[{{title: {title}, speakers: [{speakers}]}}]"
                )))
                .guess(write(format!("[{{title: {whole}}}]")))
        }
        ("links", [url]) if Url::parse(url).is_ok() => {
            problem.template(write(format!("[{{title: <title>, url: {}}}]", word(url))))
        }
        ("tags" | "groups" | "also" | "allow" | "speakers" | "formerly", items) => {
            let items: Vec<String> = items.iter().map(|item| word(item)).collect();
            problem.guess(write(format!("[{}]", items.join(", "))))
        }
        _ => in_quotes(problem, body, value),
    }
}

/// `2026-10-23: moved_to: 2026-10-30`, which lacks its braces.
pub(super) fn key_after_key(line: Line<'_>) -> Option<Problem> {
    let (key, value) = line.entry()?;
    let (inner, rest) = value.split_once(": ")?;
    let of_changes = ["moved_to", "cancelled", "skipped", "location", "title"];
    let is_change =
        of_changes.contains(&inner) && matches!(Moment::parse(key), Ok(Moment::Date(_)));
    let is_group = inner == "name" && line.indent() > 0;
    if !(is_change || is_group) || rest.trim().is_empty() || rest.contains(" #") {
        return None;
    }
    let yaml = if rest.contains(['{', '[', ',', '"', '\'']) || rest.contains(": ") {
        format!("{{{inner}: {}}}", scalar(rest, true))
    } else {
        format!("{{{inner}: {rest}}}")
    };
    let written = format!("{inner}:");
    let problem = Problem::from(SyntaxFinding::KeyAfterKey {
        key: written.as_str().into(),
    });
    let edit = Edit::Bytes(line.value_bytes(), yaml);
    let is_plain = !rest.contains(['{', '[', '"', '\'']);
    Some(if is_plain {
        problem.exact(edit)
    } else {
        problem.guess(edit)
    })
}
