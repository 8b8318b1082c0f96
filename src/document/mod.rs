//! The file as written, one struct per mapping.
//!
//! In: the text of an events file. Out: a [`Document`], whose keys and types are right and whose scalars are still the
//! words of the editor; and a diagnostic for each place where keys or types are wrong. Guaranteed: a good file takes one
//! typed pass; a second pass over marked nodes is made only where something must be located, or merged.
//! Absent: every meaning, which is [`crate::validate`]'s; required keys too, so that one that is missing hides no other mistake.
//! Reads YAML 1.2 with anchors, aliases and `<<` merges.

mod entries;
mod guard;
mod reader;
mod recover;
mod tree;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::diagnostic::{Diagnostic, Kind, Lines, Place, Problem, Severity, Side};

pub(crate) use entries::{Entries, Present, Words};
pub(crate) use recover::Recovered;
pub(crate) use tree::Tree;

/// The whole file.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) calendar: Option<Calendar>,
    pub(crate) groups: Entries<Group>,
    pub(crate) events: Vec<Event>,
}

/// `calendar:`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Calendar {
    pub(crate) name: Present<String>,
    pub(crate) slug: Present<String>,
    pub(crate) domain: Present<String>,
    pub(crate) url: Present<String>,
    pub(crate) timezone: Present<String>,
    pub(crate) description: Present<String>,
    pub(crate) refresh: Present<String>,
    pub(crate) color: Present<String>,
    pub(crate) holidays: Present<String>,
    pub(crate) formerly: Vec<String>,
    pub(crate) allow: Vec<String>,
}

/// One of `groups:`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) name: Present<String>,
    pub(crate) description: Present<String>,
    pub(crate) contact: Present<String>,
    pub(crate) url: Present<String>,
    pub(crate) next: Present<String>,
    pub(crate) formerly: Vec<String>,
}

/// One of `events:`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Event {
    pub(crate) id: Present<String>,
    pub(crate) title: Present<String>,
    pub(crate) start: Present<String>,
    pub(crate) end: Present<String>,
    pub(crate) duration: Present<String>,
    pub(crate) timezone: Present<String>,
    pub(crate) repeats: Present<String>,
    pub(crate) until: Present<String>,
    pub(crate) count: Present<String>,
    pub(crate) also: Vec<String>,
    pub(crate) changes: Entries<Change>,
    pub(crate) status: Present<String>,
    pub(crate) reason: Present<String>,
    pub(crate) group: Present<String>,
    pub(crate) groups: Vec<String>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) format: Present<String>,
    pub(crate) location: Present<String>,
    pub(crate) join: Present<String>,
    pub(crate) url: Present<String>,
    pub(crate) contact: Present<String>,
    pub(crate) description: Present<String>,
    pub(crate) talks: Option<Vec<Talk>>,
    pub(crate) links: Option<Vec<Link>>,
    pub(crate) updated: Present<String>,
    pub(crate) allow: Vec<String>,
}

/// One of an event's `changes:`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Change {
    pub(crate) skipped: Present<Words>,
    pub(crate) cancelled: Present<Words>,
    pub(crate) moved_to: Present<String>,
    pub(crate) reason: Present<String>,
    pub(crate) title: Present<String>,
    pub(crate) end: Present<String>,
    pub(crate) duration: Present<String>,
    pub(crate) status: Present<String>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) format: Present<String>,
    pub(crate) location: Present<String>,
    pub(crate) join: Present<String>,
    pub(crate) url: Present<String>,
    pub(crate) contact: Present<String>,
    pub(crate) description: Present<String>,
    pub(crate) talks: Option<Vec<Talk>>,
    pub(crate) links: Option<Vec<Link>>,
}

/// One of an event's `talks:`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Talk {
    pub(crate) title: Present<String>,
    pub(crate) speakers: Vec<String>,
    #[serde(rename = "abstract")]
    pub(crate) summary: Present<String>,
    pub(crate) slides: Present<String>,
    pub(crate) video: Present<String>,
}

/// One of an event's `links:`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Link {
    pub(crate) title: Present<String>,
    pub(crate) url: Present<String>,
}

/// What reading gives: the document as far as it can be read, and what is wrong with the rest.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) recovered: Recovered,
    /// The marked nodes, where they had to be made.
    pub(crate) tree: Option<Tree>,
}

/// Reads `text`.
///
/// # Errors
/// The one diagnostic of a text that is no YAML at all.
pub(crate) fn read(text: &str) -> Result<Reading, Box<Diagnostic>> {
    // A byte order mark is no part of the YAML; places count from behind it, and are brought back at the end.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some((at, found)) = text.char_indices().find(|(_, c)| is_refused(*c)) {
        let problem = Problem::new(
            Kind::ControlCharacter,
            format!("a control character (U+{:04X})", u32::from(found)),
        )
        .help("delete it: it cannot be seen, and no YAML file may hold it");
        return Err(syntax(text, problem, at));
    }
    if body.trim().is_empty() {
        let problem = Problem::new(Kind::EmptyFile, "there is nothing in this file")
            .help("begin with `calendar:`; the reference has a small file to copy");
        return Err(syntax(text, problem, 0));
    }
    let deep = guard::opens_deeply(body);
    if (deep || guard::has_aliases(body))
        && let Err((problem, at)) = Tree::parse(text)
        && (deep || problem.help.is_some())
    {
        return Err(syntax(text, problem, at));
    }
    if let Ok(document) = serde_yaml::from_str::<Document>(body) {
        return Ok(Reading {
            recovered: Recovered::whole(document),
            tree: None,
        });
    }
    // The typed pass stops at the first mistake, and knows no merges. Where the text is YAML, marked nodes tell the rest.
    let parsed = Tree::parse(text);
    if let Err(error) = serde_yaml::from_str::<IgnoredAny>(body) {
        // Of a second document, or of nesting without end, the nodes say more than the reader does.
        return Err(match parsed {
            Err((problem, at)) if problem.help.is_some() => syntax(text, problem, at),
            Err(_) | Ok(_) => not_yaml(text, &error),
        });
    }
    let tree = parsed.map_err(|(problem, at)| syntax(text, problem, at))?;
    let recovered = recover::read(&tree);
    Ok(Reading {
        recovered,
        tree: Some(tree),
    })
}

/// Gives each diagnostic its place in `text`, which `tree` was made of, if it was made.
pub(crate) fn locate(text: &str, tree: Option<Tree>, diagnostics: &mut Vec<Diagnostic>) {
    let tree = match tree.map_or_else(|| Tree::parse(text), Ok) {
        Ok(tree) => tree,
        // The marked reader is the stricter: what it refuses is a mistake too, and the others cannot be found before it is mended.
        Err((problem, at)) => {
            diagnostics.clear();
            diagnostics.push(*syntax(text, problem, at));
            return;
        }
    };
    let lines = Lines::new(text);
    for diagnostic in diagnostics {
        if diagnostic.location.is_none() {
            diagnostic.location = Some(lines.locate(tree.bytes_of(&diagnostic.place, text)));
        }
        if let Some((place, _, location)) = &mut diagnostic.related {
            *location = Some(lines.locate(tree.bytes_of(place, text)));
        }
    }
}

fn not_yaml(text: &str, error: &serde_yaml::Error) -> Box<Diagnostic> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let in_body = error.location().map_or(0, |at| {
        let line_start: usize = body
            .split_inclusive('\n')
            .take(at.line().saturating_sub(1))
            .map(str::len)
            .sum();
        let line = body.get(line_start..).unwrap_or_default();
        let column = line
            .char_indices()
            .nth(at.column().saturating_sub(1))
            .map_or(0, |(offset, _)| offset);
        line_start + column
    });
    let at = text.len() - body.len() + in_body;
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let line_start = text
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |at| at + 1);
    let line = text
        .get(line_start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default();
    let problem = Problem::new(Kind::Syntax, format!("this is not YAML: {said}"));
    let problem = if line.contains('\t') {
        problem.help("YAML indents with blanks: replace the tab by blanks")
    } else if said.starts_with("mapping values are not allowed") {
        Problem::new(Kind::Syntax, "this is not YAML: a second `:` on one line")
            .help("put the text in quotes, such as `title: \"Books: a talk\"`, or mend the indent")
    } else if said.starts_with("found character that cannot start any token") {
        Problem::new(
            Kind::Syntax,
            "this is not YAML: text that begins with a character that has a meaning of its own",
        )
        .help("put the text in quotes")
    } else {
        problem.help("look at this line and the one above: a missing `:`, a quote that is not closed, or an indent that does not line up")
    };
    syntax(text, problem, at)
}

/// Whether YAML takes a character for no text at all ([YAML 1.2 §5.1](https://yaml.org/spec/1.2.2/#51-character-set)).
fn is_refused(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')
}

/// A diagnostic about the text itself, at a byte.
fn syntax(text: &str, problem: Problem, at: usize) -> Box<Diagnostic> {
    let place = Place {
        path: Vec::new(),
        side: Side::Value,
    };
    let mut diagnostic = Diagnostic::new(Severity::Error, problem, place);
    let rest_of_line = text
        .get(at..)
        .and_then(|rest| rest.lines().next())
        .map_or(0, |rest| rest.trim_end().len());
    diagnostic.location = Some(Lines::new(text).locate(at..at + rest_of_line.min(1)));
    Box::new(diagnostic)
}
