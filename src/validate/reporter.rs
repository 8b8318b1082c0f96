//! Collects the diagnostics of validation, each with its place in the file.
//!
//! [`At`] is a place, from which values are read and problems are reported. Its path is built only for a report or a check for unreadable
//! parts. Nothing is reported about a part of the file that could not be read. A placeholder such as `<title>` is never taken as a value.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use crate::diagnostic::{
    Certainty, ChangeFinding, Diagnostic, Edit, EventFinding, Kind, MOST_SHOWN, Path, Problem,
    Related, Repair, Segment, Severity, Side, ValueFinding,
};
use crate::document::{Merged, PathsToHoles};
use crate::limit;
use crate::value::Contact;

/// The number of errors, and of warnings, that are kept. A report leaves out those that an alias repeats, and then shows the first thousand.
const MOST_KEPT: usize = 10 * MOST_SHOWN;

/// Collects diagnostics.
pub(super) struct Reporter<'a> {
    merged: &'a Merged<'a>,
    to_holes: PathsToHoles<'a>,
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// How many more diagnostics of each severity are kept.
    errors_left: Cell<usize>,
    warnings_left: Cell<usize>,
    /// The warnings that the whole calendar allows.
    pub(super) allowed: BTreeSet<&'static str>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(merged: &'a Merged<'a>) -> Self {
        Self {
            merged,
            to_holes: merged.paths_to_holes(),
            diagnostics: RefCell::new(Vec::new()),
            errors_left: Cell::new(MOST_KEPT),
            warnings_left: Cell::new(MOST_KEPT),
            allowed: BTreeSet::new(),
        }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }
}

/// The place of a value in the file.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    reporter: &'a Reporter<'a>,
    step: Step<'a>,
}

/// The last step of the path to a value, from its parent.
#[derive(Clone, Copy)]
enum Step<'a> {
    Top,
    Key(&'a At<'a>, &'a str),
    Index(&'a At<'a>, usize),
}

impl<'a> At<'a> {
    pub(super) fn top(reporter: &'a Reporter<'a>) -> Self {
        Self {
            reporter,
            step: Step::Top,
        }
    }

    pub(super) fn key(&'a self, name: &'a str) -> At<'a> {
        At {
            reporter: self.reporter,
            step: Step::Key(self, name),
        }
    }

    pub(super) fn index(&'a self, index: usize) -> At<'a> {
        At {
            reporter: self.reporter,
            step: Step::Index(self, index),
        }
    }

    fn path(&self) -> Path {
        match self.step {
            Step::Top => Vec::new(),
            Step::Key(parent, name) => {
                let mut path = parent.path();
                path.push(Segment::Key(name.to_owned()));
                path
            }
            Step::Index(parent, index) => {
                let mut path = parent.path();
                path.push(Segment::Index(index));
                path
            }
        }
    }

    /// Returns the number of diagnostics so far, here and elsewhere.
    pub(super) fn reported(&self) -> usize {
        self.reporter.diagnostics.borrow().len()
    }

    /// Whether part of this value could not be read, which has been reported.
    pub(super) fn has_hole(&self) -> bool {
        self.reporter.to_holes.contains(self.path().as_slice())
    }

    fn report(
        &self,
        severity: Severity,
        problem: Problem,
        side: Side,
        related: Option<(&At<'_>, Related)>,
    ) {
        let left = match severity {
            Severity::Error => &self.reporter.errors_left,
            Severity::Warning => &self.reporter.warnings_left,
        };
        if left.get() == 0 {
            return;
        }
        let path = self.path();
        if self.reporter.merged.is_hole(&path) {
            return;
        }
        left.set(left.get() - 1);
        let place = self.reporter.merged.place(&path, side);
        let mut diagnostic = Diagnostic::new(severity, problem, place);
        diagnostic.related = related.map(|(at, related)| {
            let place = self.reporter.merged.place(&at.path(), Side::Value);
            (place, related, None)
        });
        self.reporter.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Reports an error about this value.
    pub(super) fn error(&self, problem: Problem) {
        self.report(Severity::Error, problem, Side::Value, None);
    }

    /// Reports an error about the key in front of this value.
    pub(super) fn key_error(&self, problem: Problem) {
        self.report(Severity::Error, problem.of_key(), Side::Key, None);
    }

    /// Reports an error that also shows another place.
    pub(super) fn error_beside(&self, problem: Problem, other: &At<'_>, related: Related) {
        let related = Some((other, related));
        self.report(Severity::Error, problem, Side::Value, related);
    }

    /// Reports a warning, unless the calendar or the event allows it.
    pub(super) fn warning(&self, problem: Problem, allowed: &BTreeSet<&'static str>) {
        let name = problem.kind().name();
        if !allowed.contains(name) && !self.reporter.allowed.contains(name) {
            self.report(Severity::Warning, problem, Side::Value, None);
        }
    }

    /// Returns a value, or reports its problem.
    pub(super) fn check<T>(&self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.error(problem)).ok()
    }

    /// Reads this value, and reports a placeholder such as `<title>`.
    pub(super) fn parse<T>(
        &self,
        written: &str,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        let key = self.last_key();
        let placeholder = || {
            let (written, key) = (written.trim().into(), key.into());
            Problem::from(EventFinding::Placeholder { written, key })
        };
        self.check(if is_placeholder(written, key) {
            Err(placeholder())
        } else {
            // If a value is invalid, a placeholder within it is the likely reason.
            parse(written).map_err(|problem| {
                if has_placeholder(written) {
                    placeholder()
                } else {
                    problem
                }
            })
        })
    }

    /// Returns the key of this value or of its list.
    fn last_key(&self) -> &str {
        match self.step {
            Step::Top => "",
            Step::Key(_, name) => name,
            Step::Index(list, _) => list.last_key(),
        }
    }

    /// Reads the value of a key that may be absent.
    pub(super) fn read<T>(
        &self,
        name: &str,
        written: Option<&String>,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        let written = written?;
        let at = self.key(name);
        if NOTHING.contains(&written.as_str()) {
            at.error(nothing_written());
            return None;
        }
        at.parse(written, |written| {
            parse(written).map_err(|problem| {
                if written.trim().is_empty() && problem.kind() != Kind::EmptyValue {
                    nothing_written()
                } else {
                    problem
                }
            })
        })
    }

    /// Reads the value of an optional key of a change. An empty value is an error that suggests `none`.
    pub(super) fn read_or_none<T>(
        &self,
        name: &str,
        written: Option<&String>,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        let is_empty = |text: &String| NOTHING.contains(&text.trim()) || text.trim().is_empty();
        if written.is_some_and(is_empty) {
            self.key(name).error(nothing_written_in_change());
            return None;
        }
        self.read(name, written, parse)
    }

    /// Reads the value of a required key. `add` returns the fix if it is missing.
    pub(super) fn required<T>(
        &self,
        name: &'static str,
        written: Option<&String>,
        add: impl FnOnce() -> Repair,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        if written.is_none() && !self.reporter.merged.is_hole(&self.key(name).path()) {
            let finding = match name {
                "timezone" => EventFinding::MissingZone,
                "start" => EventFinding::MissingStart,
                key => EventFinding::MissingKey { key },
            };
            let Repair { edit, certainty } = add();
            self.key_error(Problem::from(finding).repair(edit, certainty));
        }
        self.read(name, written, parse)
    }

    /// Returns the first `most` items of a list, and reports the next one.
    pub(super) fn at_most<'b, T>(&self, name: &str, written: &'b [T], most: usize) -> &'b [T] {
        let Some(allowed) = written.get(..most).filter(|_| written.len() > most) else {
            return written;
        };
        let problem = limit::too_many(name, written.len(), most);
        self.key(name).index(most).error(problem);
        allowed
    }

    /// Reads a list of at most `most` values.
    pub(super) fn list<T>(
        &self,
        name: &str,
        written: &[String],
        most: usize,
        parse: impl Fn(&str) -> Result<T, Problem>,
    ) -> Vec<T> {
        let at = self.key(name);
        self.at_most(name, written, most)
            .iter()
            .enumerate()
            .filter_map(|(index, item)| {
                at.index(index).parse(item, |item| {
                    if NOTHING.contains(&item) {
                        Err(nothing_written())
                    } else {
                        parse(item)
                    }
                })
            })
            .collect()
    }

    /// Reads the names of the warnings that are allowed here.
    pub(super) fn allowed(&self, written: &[String]) -> BTreeSet<&'static str> {
        let known = || Kind::WARNINGS.iter().map(|kind| kind.name());
        self.list("allow", written, limit::ALLOW, |name| {
            known().find(|known| *known == name).ok_or_else(|| {
                let written = name.into();
                if Kind::ALL.iter().any(|kind| kind.name() == name) {
                    return EventFinding::AllowedError { name: written }.into();
                }
                match crate::spelling::closest(name, known()) {
                    Some(closest) => Problem::from(EventFinding::UnknownWarning { name: written })
                        .guess(Edit::Value(closest.to_owned())),
                    None => EventFinding::NoSuchWarning { name: written }.into(),
                }
            })
        })
        .into_iter()
        .collect()
    }
}

/// YAML's words for null, which nobody writes as text.
const NOTHING: [&str; 4] = ["~", "null", "Null", "NULL"];

/// Returns the problem of a key without a value in a change. It may have been meant to remove the value of the event.
pub(super) fn nothing_written_in_change() -> Problem {
    ChangeFinding::Nothing.into()
}

fn nothing_written() -> Problem {
    ValueFinding::Nothing.into()
}

/// Whether a value is a placeholder, such as `<title>`. An element of HTML with attributes, an address and, in Markdown, any element of
/// HTML is none.
fn is_placeholder(written: &str, key: &str) -> bool {
    const ADDRESSES: [&str; 5] = ["contact", "join", "slides", "url", "video"];
    const ELEMENTS: [&str; 3] = ["br", "hr", "p"];
    let is_markdown = ["description", "abstract"].contains(&key);
    let inner = written.trim().strip_prefix('<');
    let inner = inner.and_then(|rest| rest.strip_suffix('>'));
    inner.is_some_and(|words| {
        let is_element = || ELEMENTS.contains(&words.to_lowercase().as_str());
        words.chars().any(char::is_alphanumeric)
            && !words.contains(['<', '>', '='])
            && !(is_markdown && (words.contains(['/', '@', ':']) || is_element()))
            && !(ADDRESSES.contains(&key) && is_address(words))
    })
}

/// Whether words are an address that somebody has pasted in `<` and `>`. Those that editors complete are below `example.org`.
fn is_address(words: &str) -> bool {
    let host = words.split_once("://").map_or(words, |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let is_example = [".example.org", "@example.org"]
        .iter()
        .any(|end| host.ends_with(end));
    !is_example && Contact::parse(words).is_ok()
}
/// Whether a value contains a placeholder: `<year>-03-27`.
fn has_placeholder(written: &str) -> bool {
    let mut parts = written.split('<').skip(1);
    parts.any(|part| {
        let inner = part.split_once('>').map(|(inner, _)| inner);
        inner.is_some_and(|words| {
            let is_word = |c: char| c.is_alphabetic() || c == ' ';
            !words.trim().is_empty() && words.chars().all(is_word)
        })
    })
}

/// Returns the fix for a missing key: a placeholder, which somebody has to replace.
pub(super) fn template(key: &str, placeholder: &str) -> Repair {
    let edit = Edit::Add(key.to_owned(), placeholder.to_owned());
    Repair {
        edit,
        certainty: Certainty::Template,
    }
}
