//! Text that is no YAML: where the mistake itself stands, and what to do about it.
//!
//! In: a text, and what a parser says of it. Out: a [`Problem`] and the bytes of the mistake. A parser stops where it can make
//! no more sense of the text, often far behind the quote or bracket that was left open; it says where it began what it was
//! reading, and where that is not enough, a part of the text that is cut off early makes it say so.
//! Guaranteed: no words of a parser where there are plain ones. Absent: the YAML itself, which the parsers read.

use std::ops::Range;

use super::limits;
use super::lines::{self, Line, quoted};
use super::parser_message::{ParserMessage, brackets_around};
use super::surrogates;
use super::typo;
use crate::diagnostic::{Kind, Problem};
use crate::visible::shown;

/// A problem, and the bytes of the mistake.
pub(super) type Found = (Problem, Range<usize>);

pub(super) fn found(
    at: Range<usize>,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Found {
    (Problem::new(Kind::Syntax, message).help(help), at)
}

/// Says what is wrong with `body`.
pub(super) fn explain(body: &str, said: &ParserMessage) -> Found {
    typo::conflict(body)
        .or_else(|| depth(said))
        .or_else(|| escape(body, said))
        .or_else(|| typo::unseen(body, said))
        .or_else(|| typo::top(body, said))
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
            let help = "look at this line and the one above: a missing `:`, a quote that is not closed, or an indent that does not line up";
            found(said.at..said.at + 1, format!("this is not YAML: {}", said.what), help)
        })
}

fn depth(said: &ParserMessage) -> Option<Found> {
    let at = said.at..said.at + 1;
    (said.is("recursion limit exceeded") || said.is("too deep")).then(|| (limits::too_deep(), at))
}

/// A tab counts in the indent, and where the parser stopped; within text it is a blank.
fn tab(body: &str, said: &ParserMessage) -> Option<Found> {
    let line = Line::around(body, said.at);
    let in_indent = line.text.find('\t').filter(|at| *at < line.indent());
    let at = match in_indent {
        Some(at) => line.start + at,
        None if lines::char_at(body, said.at) == Some('\t') => said.at,
        None => return None,
    };
    Some(found(
        at..at + 1,
        "a tab, where YAML wants blanks",
        "YAML indents with blanks: replace the tab by blanks",
    ))
}

/// A quote that is not closed, or closed too early.
fn quote(body: &str, said: &ParserMessage) -> Option<Found> {
    let is_end = said.is("unexpected end of stream") || said.is("unexpected document indicator");
    if let Some(open) = said.start_of("a quoted scalar").filter(|_| is_end) {
        return Some(open_quote(body, open));
    }
    let before = body.get(..said.at)?;
    let (closed, mark) = before
        .trim_end_matches(' ')
        .char_indices()
        .next_back()
        .filter(|(_, c)| matches!(c, '"' | '\''))?;
    // Without the quote that ends it, the parser tells where it begins.
    let open = ParserMessage::of_part(body.get(..closed)?, "")?.start_of("a quoted scalar")?;
    let (first, last) = (Line::around(body, open), Line::around(body, closed));
    if first.start < last.start {
        let swallowed = body.get(first.start + first.text.len()..last.start + last.text.len())?;
        let entries = lines::all(swallowed).skip(1).any(Line::is_entry);
        return entries.then(|| open_quote(body, open));
    }
    if said.brackets().is_some() {
        return None;
    }
    let text = lines::value_from(body, open);
    let help = match mark {
        '\'' if text.matches('\'').count() == 3 => format!(
            "write an apostrophe within single quotes twice, or use double quotes: `{}`",
            quoted(text.trim_matches('\''))
        ),
        _ => format!("put all of it in quotes: `{}`", quoted(text)),
    };
    let at = said.at..said.at + lines::width_at(body, said.at);
    Some(found(
        at,
        "text that goes on behind its closing quote",
        help,
    ))
}

fn open_quote(body: &str, open: usize) -> Found {
    let text = lines::value_from(body, open);
    let mark = lines::char_at(body, open).unwrap_or('"');
    found(
        open..open + 1,
        "a quote that is not closed",
        format!(
            "write `{mark}` at the end of the text too: `{}{mark}`",
            shown(text.trim_end_matches(['\u{201c}', '\u{201d}', '\u{201e}']))
        ),
    )
}

/// A bracket or brace that is not closed, closes nothing, or has text behind it.
fn bracket(body: &str, said: &ParserMessage) -> Option<Found> {
    let here = lines::char_at(body, said.at);
    let at = said.at..said.at + lines::width_at(body, said.at);
    if said.is("misplaced bracket") {
        return Some(closes_nothing(body, said.at));
    }
    let may_be_open = [
        "node content",
        "block sequence entries",
        "start any token",
        "expected ':'",
    ];
    let open = said.brackets().or_else(|| {
        let may_be = may_be_open.iter().any(|what| said.is(what));
        brackets_around(body, said.at).filter(|_| may_be)
    });
    let Some(open) = open else {
        let is_outside = [
            "expected key",
            "node content",
            "'-' indicator",
            "document start",
        ]
        .iter()
        .any(|what| said.is(what));
        return match here {
            _ if !is_outside => None,
            Some(']' | '}') => Some(closes_nothing(body, said.at)),
            _ => behind_a_bracket(body, said.at),
        };
    };
    let closing = match lines::char_at(body, open)? {
        '[' => ']',
        _ => '}',
    };
    let (first, last) = (Line::around(body, open), Line::around(body, said.at));
    if let Some(other @ (']' | '}')) = here
        && other != closing
    {
        return Some(found(
            at,
            format!("`{other}`, where `{closing}` is meant"),
            format!("write `{closing}`: each `[` is closed by a `]`, and each `{{` by a `}}`"),
        ));
    }
    let is_next_entry = last.start > first.start
        && (last.indent() <= first.indent() || last.is_entry() && last.text.trim() != "");
    if here.is_none() || is_next_entry || last.text.trim().is_empty() {
        let mark = lines::char_at(body, open)?;
        let text = lines::value_from(body, open);
        return Some(found(
            open..open + 1,
            format!("a `{mark}` that is not closed"),
            format!(
                "write `{closing}` behind its last item: `{}{closing}`; text that begins with `{mark}` needs quotes",
                shown(text)
            ),
        ));
    }
    let help = "put a text that has a `:`, `,`, bracket or brace in it in quotes";
    Some(match here? {
        ':' => found(at, "a second `:` in one value", help),
        ',' => found(
            at,
            "a `,` with nothing in front of it",
            "delete it, or write what is missing",
        ),
        _ if said.is("',' or") => found(
            at,
            "a `,` is missing in front of this",
            format!("write `,` between two items; {help}"),
        ),
        _ => return None,
    })
}

fn closes_nothing(body: &str, at: usize) -> Found {
    let mark = lines::char_at(body, at).unwrap_or(']');
    found(
        at..at + 1,
        format!("a `{mark}` that closes nothing"),
        "delete it; where it is text, put the whole text in quotes",
    )
}

fn behind_a_bracket(body: &str, at: usize) -> Option<Found> {
    let line = Line::around(body, at);
    let before = body.get(line.start..at)?.trim_end();
    if !before.ends_with([']', '}']) {
        return None;
    }
    let help = format!("put all of it in quotes: `{}`", quoted(line.value()));
    let bytes = at..at + lines::width_at(body, at);
    Some(found(
        bytes,
        "text that goes on behind a list or a mapping",
        help,
    ))
}

/// A line that is no `key: value`.
fn key(body: &str, said: &ParserMessage) -> Option<Found> {
    let start = said.start_of("a simple key").or_else(|| {
        // The other parser stops at the `:` of the next line, or behind the text.
        said.is("simple key expect").then_some(said.at)
    })?;
    let line = Line::around(body, start);
    let text = lines::value_from(body, start);
    let at = start..start + text.len();
    let (word, rest) = text
        .split_once(|c: char| !c.is_ascii_lowercase() && c != '_')
        .unwrap_or((text, ""));
    let is_key = !word.is_empty();
    if is_key && let Some(value) = text.strip_prefix(word)?.strip_prefix(':') {
        let help = format!("write `{word}: {}`", shown(value));
        return Some(found(
            at,
            format!("no blank behind the `:` of `{word}:`"),
            help,
        ));
    }
    if let Some(found) = hyphen(line) {
        return Some(found);
    }
    let help = if is_key && !rest.is_empty() {
        format!(
            "write `{word}: {}`; where it goes on from the line above, indent it further",
            shown(rest.trim_start_matches([' ', '=', ':']))
        )
    } else {
        "write `key: value`, or indent it further where it goes on from the line above".to_owned()
    };
    Some(found(at, format!("no `:` in `{}`", shown(text)), help))
}

/// `-id: x`, which is a key that begins with a hyphen.
fn hyphen(line: Line<'_>) -> Option<Found> {
    let text = line.text.trim();
    let item = text.strip_prefix('-')?;
    if !item.starts_with(char::is_alphanumeric) {
        return None;
    }
    let start = line.start + line.indent();
    let help = format!("write `- {}`", shown(item));
    Some(found(start..start + 1, "no blank behind the `-`", help))
}

/// A value that begins with a character that has a meaning of its own.
fn beginning(body: &str, said: &ParserMessage) -> Option<Found> {
    let at = [
        "an alias",
        "an anchor",
        "a tag",
        "a %",
        "a directive",
        "a block scalar",
    ]
    .iter()
    .find_map(|what| said.start_of(what))
    .unwrap_or(said.at);
    let text = lines::value_from(body, at);
    let mark = text.chars().next()?;
    let text = match brackets_around(body, at) {
        Some(_) => text.split([',', ']', '}']).next()?,
        None => text,
    };
    let quotes = format!("put the text in quotes: `{}`", quoted(text));
    let mark_at = at..at + mark.len_utf8();
    if said.is("unknown anchor") {
        let name = text
            .split(|c: char| c.is_whitespace() || ",]}".contains(c))
            .next()?;
        let anchor = name.replacen('*', "&", 1);
        return Some(found(
            at..at + name.len(),
            format!(
                "`{}` repeats a value, and none above is marked `{}`",
                shown(name),
                shown(&anchor)
            ),
            format!("where it is text, {quotes}"),
        ));
    }
    let has_meaning = match mark {
        '*' | '&' => said.is("alphabetic or numeric"),
        '!' => ["tag", "whitespace", "'!'", "octet", "'>'"]
            .iter()
            .any(|what| said.is(what)),
        '?' => said.is("mapping keys are not allowed"),
        mark => "@`%".contains(mark),
    };
    if has_meaning {
        let mark = match mark {
            '`' => "a backtick".to_owned(),
            mark => format!("`{mark}`"),
        };
        let message = format!("a value that begins with {mark}, which has a meaning of its own");
        return Some(found(mark_at, message, quotes));
    }
    match mark {
        '|' | '>' if said.is("indentation indicator") || said.is("comment or line break") => {
            let help = format!("begin the text on the line below, indented; or {quotes}");
            Some(found(
                mark_at,
                format!("text on the same line as `{mark}`"),
                help,
            ))
        }
        '-' if said.is("block sequence entries") => Some(found(
            mark_at,
            "a list that begins behind its key, on the same line",
            format!("begin it on the line below, indented; where it is text, {quotes}"),
        )),
        ',' if said.is("node content") => {
            Some(found(mark_at, "a value that begins with `,`", quotes))
        }
        _ => None,
    }
}

/// A backslash in double quotes.
fn escape(body: &str, said: &ParserMessage) -> Option<Found> {
    let is_escape = ["escape", "hexadecimal", "surrogate"]
        .iter()
        .any(|what| said.is(what));
    is_escape.then(|| {
        if let Some(bytes) = surrogates::half(body, said.at) {
            let written = body.get(bytes.clone()).unwrap_or_default();
            return found(
                bytes,
                format!("`{written}` is half of a character"),
                "write the character itself, such as `🎉`, in place of it",
            );
        }
        let help = r"write `\\` for a backslash, or put the text in single quotes";
        found(
            said.at..said.at + 1,
            "a `\\` in double quotes that stands for nothing",
            help,
        )
    })
}

/// A `:` that cannot stand where it does: the second of its line, or the first of a line that goes on from the one above.
fn colon(body: &str, said: &ParserMessage) -> Option<Found> {
    if !(said.is("mapping values") || said.is("unexpected ':'") || said.is("placement of ':'")) {
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
        if above.is_entry() && above.key_column() != line.key_column() {
            let blanks = above.key_column();
            return Some(found(
                at,
                "a `:` in a line that goes on from the one above, for it is indented further",
                format!(
                    "begin it with {blanks} blanks, to line up with the key above; or put the whole text in quotes"
                ),
            ));
        }
    }
    let help = match line.entry() {
        Some((key, value)) => format!("put the text in quotes: `{key}: {}`", quoted(value)),
        None => "put the text in quotes".to_owned(),
    };
    Some(found(at, "a second `:` on one line", help))
}

/// A line that lines up with none above.
fn indent(body: &str, said: &ParserMessage) -> Option<Found> {
    let line = Line::around(body, said.at);
    if said.at != line.start + line.indent() || line.text.trim().is_empty() {
        return None;
    }
    if let Some(found) = hyphen(line) {
        return Some(found);
    }
    let above = || std::iter::successors(Line::above(body, line), |line| Line::above(body, *line));
    let is_item = |line: &Line<'_>| line.text.trim_start().starts_with('-');
    let blanks = if is_item(&line) {
        above().find(is_item).map(Line::indent)
    } else {
        above().next().map(Line::key_column)
    };
    let help = match blanks.filter(|blanks| *blanks != line.indent()) {
        Some(blanks) => {
            format!("begin it with {blanks} blanks where it goes on with what stands above")
        }
        None => "begin it with as many blanks as the lines above that it belongs with".to_owned(),
    };
    let width = lines::width_at(body, said.at);
    Some(found(
        said.at..said.at + width,
        "an indent that lines up with nothing above",
        help,
    ))
}

/// A value that ends before its line does.
fn rest(body: &str, said: &ParserMessage) -> Option<Found> {
    let line = Line::around(body, said.at);
    let (key, value) = line.entry()?;
    let is_behind =
        said.is("expected key") || said.is("'-' indicator") || said.is("document start");
    let at = said.at..said.at + lines::width_at(body, said.at);
    let help = format!("put all of it in quotes: `{key}: {}`", quoted(value));
    is_behind.then(|| found(at, "text that goes on behind the end of a value", help))
}
