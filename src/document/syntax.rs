//! Finds the mistake in a text that is not YAML, and what to write instead.
//!
//! [`explain`] takes what a parser reports, and returns a [`Mistake`]: a problem and its bytes. A parser stops when it can make no more
//! sense of the text, often far after the quote or bracket that was left open. `yaml_serde` also reports where the value that it was
//! reading began; if that is not enough, it is given a part of the text that ends earlier. The words of a parser are shown only if nothing
//! plainer is found.

use std::ops::Range;

use super::brackets::bracket;
use super::entries::{self, FREE_TEXT};
use super::lines::{self, Line};
use super::parser_message::{Complaint, ParserMessage, Reading, brackets_around};
use super::repairs::scalar;
use super::{limits, surrogates, typo};
use crate::diagnostic::{Certainty, Edit, Problem, SyntaxFinding, Written};

/// A problem, and the bytes of the mistake.
pub(super) type Mistake = (Problem, Range<usize>);

pub(super) fn mistake(at: Range<usize>, finding: SyntaxFinding) -> Mistake {
    (finding.into(), at)
}

/// Finds the mistake in `body`.
pub(super) fn explain(body: &str, said: &ParserMessage) -> Mistake {
    typo::conflict(body)
        .or_else(|| depth(said))
        .or_else(|| escape(body, said))
        .or_else(|| typo::unseen(body, said))
        .or_else(|| typo::top(body, said))
        .or_else(|| typo::block_text(body, said))
        .or_else(|| typo::bullet(body, said))
        .or_else(|| typo::missing_events(body, said))
        .or_else(|| typo::item(body, said))
        .or_else(|| tab(body, said))
        .or_else(|| quote(body, said))
        .or_else(|| bracket(body, said))
        .or_else(|| key(body, said))
        .or_else(|| beginning(body, said))
        .or_else(|| colon(body, said))
        .or_else(|| indent(body, said))
        .or_else(|| rest(body, said))
        .unwrap_or_else(|| {
            let words = said.words.clone();
            mistake(said.at..said.at + 1, SyntaxFinding::NotYaml { words })
        })
}

fn depth(said: &ParserMessage) -> Option<Mistake> {
    let at = said.at..said.at + 1;
    (said.complaint == Complaint::TooDeep).then(|| (limits::too_deep(), at))
}

/// Adds an edit that puts the value at these bytes in quotes. It is exact only for a key of free text, because under another key the text
/// may be wrong in quotes too.
pub(super) fn in_quotes(problem: Problem, body: &str, at: Range<usize>) -> Problem {
    let line = Line::around(body, at.start);
    let text = body.get(at.clone()).unwrap_or_default().replace('\t', " ");
    let is_text = FREE_TEXT.contains(&line.key()) && line.value_bytes() == at;
    let split = (line.value_bytes() == at).then(|| two_lines(body, line));
    let split = split.flatten();
    let is_certain = split.is_none() && !text.contains(" #") && !lines::continues(body, line);
    let certainty = if is_text && is_certain {
        Certainty::Exact
    } else {
        Certainty::Guess
    };
    let problem = match split {
        Some((_, edit)) => problem.guess(edit),
        None => problem,
    };
    problem.repair(Edit::Bytes(at, scalar(&text, true)), certainty)
}

/// Returns the key within the value of a line, as in `location: Hall status: cancelled`, and an edit that moves it to its own line.
fn two_lines<'a>(body: &str, line: Line<'a>) -> Option<(&'a str, Edit)> {
    let (_, value) = line.entry()?;
    let is_plain = !value.starts_with(['[', '{']);
    let mut colons = value.match_indices(": ").filter(|_| is_plain);
    let (start, key) = colons.find_map(|(colon, _)| {
        let before = value.get(..colon)?;
        let start = before.rfind(' ')? + 1;
        let key = before.get(start..)?;
        entries::OF_EVENTS.contains(&key).then_some((start, key))
    })?;
    let (first, second) = value.split_at_checked(start)?;
    let first = first.trim_end_matches([' ', ',', ';']);
    let end = if body.contains("\r\n") { "\r\n" } else { "\n" };
    let indent = " ".repeat(line.key_column());
    let edit = Edit::Bytes(line.value_bytes(), format!("{first}{end}{indent}{second}"));
    Some((key, edit))
}

/// A tab in the indentation, or where the parser stopped. A tab within text is allowed.
fn tab(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let line = Line::around(body, said.at);
    // One of the parsers stops at the end of the line above.
    let below = Line::around(body, (line.start + line.text.len() + 1).min(body.len()));
    let below = (said.complaint == Complaint::Tab).then_some(below);
    let in_indent = [Some(line), below].into_iter().flatten().find_map(|line| {
        let at = line.text.find('\t').filter(|at| *at < line.indent())?;
        Some(line.start + at)
    });
    match in_indent {
        Some(at) => Some(mistake(at..at + 1, SyntaxFinding::IndentingTab)),
        None if lines::char_at(body, said.at) == Some('\t') => {
            Some(mistake(said.at..said.at + 1, SyntaxFinding::Tab))
        }
        None => None,
    }
}

/// A quote that is not closed, or closed too early.
fn quote(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let open = said.start_of(Reading::Quoted);
    if let Some(open) = open.filter(|_| said.complaint == Complaint::EndInQuotes) {
        return Some(open_quote(body, open));
    }
    let before = body.get(..said.at)?;
    let (closed, mark) = before
        .trim_end_matches(' ')
        .char_indices()
        .next_back()
        .filter(|(_, c)| matches!(c, '"' | '\''))?;
    // If its closing quote is cut off, the parser reports where the quoted text begins.
    let open = ParserMessage::of_part(body.get(..closed)?, "")?.start_of(Reading::Quoted)?;
    let (first, last) = (Line::around(body, open), Line::around(body, closed));
    if first.start < last.start {
        let swallowed = body.get(first.start + first.text.len()..last.start + last.text.len())?;
        let entries = lines::all(swallowed).skip(1).any(Line::is_entry);
        return entries.then(|| open_quote(body, open));
    }
    if said.start_of(Reading::Brackets).is_some() {
        return None;
    }
    let text = lines::value_from(body, open);
    let value = open..open + text.len();
    let at = said.at..said.at + lines::width_at(body, said.at);
    if mark == '\'' && text.matches('\'').count() == 3 && text.ends_with('\'') {
        let inner = text.trim_matches('\'');
        let edit = Edit::Bytes(value, scalar(inner, true));
        let problem = Problem::from(SyntaxFinding::Apostrophe);
        return Some((problem.exact(edit), at));
    }
    let problem = Problem::from(SyntaxFinding::AfterQuote);
    let line = Line::around(body, open);
    let is_list = ["tags", "groups", "speakers", "also", "allow", "formerly"].contains(&line.key());
    if is_list && text.ends_with(mark) && text.contains(',') {
        let edit = Edit::Bytes(value, format!("[{text}]"));
        return Some((problem.guess(edit), at));
    }
    let inner = text
        .strip_prefix(mark)
        .and_then(|text| text.strip_suffix(mark));
    if let Some(inner) = inner.filter(|inner| !inner.contains('\\')) {
        // Either the outer quotes are quotes of YAML, or all quotes belong to the text.
        let problem = problem.guess(Edit::Bytes(value.clone(), scalar(inner, true)));
        let problem = problem.guess(Edit::Bytes(value, scalar(text, true)));
        return Some((problem, at));
    }
    Some((in_quotes(problem, body, value), at))
}

fn open_quote(body: &str, open: usize) -> Mistake {
    let text = lines::value_from(body, open);
    let mark = lines::char_at(body, open).unwrap_or('"');
    let line = Line::around(body, open);
    let inner = text.trim_end_matches(['\u{201c}', '\u{201d}', '\u{201e}']);
    let value = open..open + text.len();
    let is_whole = FREE_TEXT.contains(&line.key())
        && line.value_bytes() == value
        && !lines::continues(body, line);
    let certainty = if is_whole && !inner.contains(" #") && !inner.contains('\\') {
        Certainty::Exact
    } else {
        Certainty::Guess
    };
    let problem = Problem::from(SyntaxFinding::OpenQuote { mark });
    let edit = Edit::Bytes(value, format!("{inner}{mark}"));
    (problem.repair(edit, certainty), open..open + 1)
}

/// A line that is not `key: value`.
fn key(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let start = said.start_of(Reading::Key).or_else(|| {
        // saphyr-parser stops at the `:` of the next line, or after the text.
        (said.complaint == Complaint::KeyWithoutColon).then_some(said.at)
    })?;
    let line = Line::around(body, start);
    let text = lines::value_from(body, start);
    let at = start..start + text.len();
    let (word, rest) = text
        .split_once(|c: char| !c.is_ascii_lowercase() && c != '_')
        .unwrap_or((text, ""));
    let is_key = !word.is_empty();
    if is_key && let Some(value) = text.strip_prefix(word)?.strip_prefix(':') {
        let key = format!("{word}:");
        let problem = Problem::from(SyntaxFinding::NoSpaceAfterColon {
            key: key.as_str().into(),
        });
        let edit = Edit::Bytes(at.clone(), format!("{key} {value}"));
        let certainty = if FREE_TEXT.contains(&word) {
            Certainty::Exact
        } else {
            Certainty::Guess
        };
        return Some((problem.repair(edit, certainty), at));
    }
    if let Some(found) = hyphen(line) {
        return Some(found);
    }
    if entries::TOP.contains(&text) {
        let problem = Problem::from(SyntaxFinding::NoColon { text: text.into() });
        return Some((
            problem.exact(Edit::Bytes(at.clone(), format!("{text}:"))),
            at,
        ));
    }
    if !is_key || rest.is_empty() {
        let example = format!("description: {text}");
        let (text, example) = (text.into(), example.as_str().into());
        return Some(mistake(at, SyntaxFinding::Text { text, example }));
    }
    let value = rest.trim_start_matches([' ', '=', ':']);
    let edit = Edit::Bytes(at.clone(), format!("{word}: {value}"));
    let problem = Problem::from(SyntaxFinding::NoColon { text: text.into() });
    Some((problem.guess(edit), at))
}

/// `-id: x`, which YAML reads as a key that begins with a hyphen.
pub(super) fn hyphen(line: Line<'_>) -> Option<Mistake> {
    let text = line.text.trim();
    let item = text.strip_prefix('-')?;
    if !item.starts_with(char::is_alphanumeric) {
        return None;
    }
    let start = line.start + line.indent();
    let problem = Problem::from(SyntaxFinding::NoSpaceAfterHyphen);
    let edit = Edit::Bytes(line.bytes(), format!("- {item}"));
    Some((problem.exact(edit), start..start + 1))
}

/// A value that begins with a character that has a meaning in YAML.
fn beginning(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let at = said.start_of(Reading::Marked).unwrap_or(said.at);
    let text = lines::value_from(body, at);
    let mark = text.chars().next()?;
    let text = match brackets_around(body, at) {
        Some(_) => text.split([',', ']', '}']).next()?,
        None => text,
    };
    let value = at..at + text.len();
    let mark_at = at..at + mark.len_utf8();
    let quoting = |finding: SyntaxFinding| in_quotes(finding.into(), body, value.clone());
    if said.complaint == Complaint::UnknownAlias {
        let name = text
            .split(|c: char| c.is_whitespace() || ",]}".contains(c))
            .next()?;
        let anchor = name.replacen('*', "&", 1);
        let problem = Problem::from(SyntaxFinding::UnknownAlias {
            name: name.into(),
            anchor: anchor.as_str().into(),
        });
        let problem = problem.guess(Edit::Bytes(value, scalar(text, true)));
        return Some((problem, at..at + name.len()));
    }
    let has_meaning = match mark {
        '*' | '&' => said.complaint == Complaint::AnchorName,
        '!' => said.complaint == Complaint::Tag,
        '?' => said.complaint == Complaint::Question,
        ',' => said.complaint == Complaint::Value,
        mark => "@`%".contains(mark),
    };
    if has_meaning {
        let mark = match mark {
            '`' => "a backtick".to_owned(),
            mark => format!("`{mark}`"),
        };
        return Some((quoting(SyntaxFinding::Special { mark }), mark_at));
    }
    match mark {
        '|' | '>' if said.complaint == Complaint::BlockHeader => {
            let problem = Problem::from(SyntaxFinding::AfterBlockMark { mark });
            Some((
                problem.guess(Edit::Bytes(value, scalar(text, true))),
                mark_at,
            ))
        }
        '-' if said.complaint == Complaint::ListItem => {
            Some((typo::list_beside_key(body, value), mark_at))
        }
        _ => None,
    }
}

/// A backslash in double quotes.
fn escape(body: &str, said: &ParserMessage) -> Option<Mistake> {
    if said.complaint != Complaint::Escape {
        return None;
    }
    if let Some(bytes) = surrogates::half(body, said.at) {
        let written: Written = body.get(bytes.clone()).unwrap_or_default().into();
        return Some(mistake(bytes, SyntaxFinding::HalfCharacter { written }));
    }
    Some(mistake(said.at..said.at + 1, SyntaxFinding::Backslash))
}

/// A `:` that cannot be where it is: the second of its line, or the first of a line that continues the one above.
fn colon(body: &str, said: &ParserMessage) -> Option<Mistake> {
    if said.complaint != Complaint::Colon {
        return None;
    }
    let line = Line::around(body, said.at);
    let at = said.at..said.at + 1;
    let above = Line::above(body, line);
    let is_first = line.key_length() == Some(said.at - line.start);
    if is_first && let Some(above) = above {
        if let Some(found) = hyphen(above) {
            return Some(found);
        }
        let is_key = above.is_entry() || above.entry().is_some();
        if is_key && above.key_column() != line.key_column() {
            let spaces = above.key_column();
            return Some(reindented(
                line,
                at,
                spaces,
                SyntaxFinding::TooFarIndented { spaces },
            ));
        }
    }
    if let Some(problem) = typo::key_after_key(line) {
        return Some((problem, at));
    }
    if is_first {
        return Some(mistake(at, SyntaxFinding::SecondColon));
    }
    let problem = match two_lines(body, line) {
        Some((key, _)) => {
            let key = format!("{key}:");
            let key = key.as_str().into();
            SyntaxFinding::KeyAfterText { key }.into()
        }
        None => SyntaxFinding::SecondColon.into(),
    };
    Some((in_quotes(problem, body, line.value_bytes()), at))
}

fn reindented(line: Line<'_>, at: Range<usize>, spaces: usize, finding: SyntaxFinding) -> Mistake {
    let edit = Edit::Bytes(
        line.start..line.start + line.indent(),
        " ".repeat(spaces.min(100)),
    );
    (Problem::from(finding).guess(edit), at)
}

/// A line whose indentation does not match any line above.
fn indent(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let line = Line::around(body, said.at);
    if said.at != line.start + line.indent() || line.text.trim().is_empty() {
        return None;
    }
    if let Some(found) = hyphen(line) {
        return Some(found);
    }
    let above = || std::iter::successors(Line::above(body, line), |line| Line::above(body, *line));
    let is_item = |line: &Line<'_>| line.text.trim_start().starts_with('-');
    let spaces = if is_item(&line) {
        above().find(is_item).map(Line::indent)
    } else if let Some(first) = above().find(is_item)
        && first.indent() == line.indent()
        && (line.key() == first.key() || line.key() == "id")
    {
        let key = line.key().into();
        return Some(mistake(
            line.bytes(),
            SyntaxFinding::EventWithoutHyphen { key },
        ));
    } else {
        above().next().map(Line::key_column)
    };
    let at = said.at..said.at + lines::width_at(body, said.at);
    Some(match spaces.filter(|spaces| *spaces != line.indent()) {
        Some(spaces) => reindented(line, at, spaces, SyntaxFinding::BadIndent { spaces }),
        None => mistake(at, SyntaxFinding::BadIndentAnywhere),
    })
}

/// A value that ends before its line does.
fn rest(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let line = Line::around(body, said.at);
    line.entry()?;
    let is_behind = matches!(
        said.complaint,
        Complaint::KeyOrItem | Complaint::SecondDocument
    );
    let at = said.at..said.at + lines::width_at(body, said.at);
    let problem = || in_quotes(SyntaxFinding::AfterValue.into(), body, line.value_bytes());
    is_behind.then(|| (problem(), at))
}
