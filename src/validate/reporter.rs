//! Where validation is in the file, and what it has found so far.
//!
//! In: problems without a place. Out: diagnostics with one. Guaranteed: a path is only built if something is reported;
//! nothing is reported of a part that could not be read; no placeholder such as `<title>` is taken for a value. Absent: the rules.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet};

use crate::diagnostic::{
    Certainty, ChangeFinding, Diagnostic, Edit, EventFinding, Kind, MOST_SHOWN, Path, Place,
    Problem, Related, Repair, Segment, Severity, Side, ValueFinding,
};
use crate::document::Recovered;
use crate::limit;
use crate::value::Contact;

/// How many errors, and how many warnings, are kept. A report shows the first thousand, after those that an alias repeats are left out.
const MOST_KEPT: usize = 10 * MOST_SHOWN;

/// Collects diagnostics.
pub(super) struct Reporter<'a> {
    recovered: &'a Recovered,
    to_holes: HashSet<&'a [Segment]>,
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// How many more of each severity are kept.
    errors_left: Cell<usize>,
    warnings_left: Cell<usize>,
    /// The warnings that the whole calendar allows.
    pub(super) allowed: BTreeSet<&'static str>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(recovered: &'a Recovered) -> Self {
        Self {
            recovered,
            to_holes: recovered.paths_to_holes(),
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

/// A value of the file, by the way to it.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    reporter: &'a Reporter<'a>,
    way: Way<'a>,
}

#[derive(Clone, Copy)]
enum Way<'a> {
    Top,
    Key(&'a At<'a>, &'a str),
    Index(&'a At<'a>, usize),
}

impl<'a> At<'a> {
    pub(super) fn top(reporter: &'a Reporter<'a>) -> Self {
        Self {
            reporter,
            way: Way::Top,
        }
    }

    pub(super) fn key(&'a self, name: &'a str) -> At<'a> {
        At {
            reporter: self.reporter,
            way: Way::Key(self, name),
        }
    }

    pub(super) fn index(&'a self, index: usize) -> At<'a> {
        At {
            reporter: self.reporter,
            way: Way::Index(self, index),
        }
    }

    fn path(&self) -> Path {
        match self.way {
            Way::Top => Vec::new(),
            Way::Key(parent, name) => {
                let mut path = parent.path();
                path.push(Segment::Key(name.to_owned()));
                path
            }
            Way::Index(parent, index) => {
                let mut path = parent.path();
                path.push(Segment::Index(index));
                path
            }
        }
    }

    /// How much has been reported so far, here and elsewhere.
    pub(super) fn reported(&self) -> usize {
        self.reporter.diagnostics.borrow().len()
    }

    /// Whether something in this value could not be read, and has been reported.
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
        if self.reporter.recovered.is_hole(&path) {
            return;
        }
        left.set(left.get() - 1);
        let mut diagnostic = Diagnostic::new(severity, problem, Place { path, side });
        diagnostic.related = related.map(|(at, related)| {
            let place = Place {
                path: at.path(),
                side: Side::Value,
            };
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

    /// Reports an error that another place explains.
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

    /// Unwraps a value, or reports what is wrong with it.
    pub(super) fn check<T>(&self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.error(problem)).ok()
    }

    /// Reads this value. A placeholder such as `<title>` is none.
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
            // Of a value that cannot be read anyway, a placeholder within it is the likely reason.
            parse(written).map_err(|problem| {
                if has_placeholder(written) {
                    placeholder()
                } else {
                    problem
                }
            })
        })
    }

    /// The key of this value, or of the list that it is in.
    fn last_key(&self) -> &str {
        match self.way {
            Way::Top => "",
            Way::Key(_, name) => name,
            Way::Index(list, _) => list.last_key(),
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

    /// Reads the value of a key that may be absent, and that `none` takes away on one date.
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

    /// Reads the value of a key that must be there; `add` is what to write where it is missing.
    pub(super) fn required<T>(
        &self,
        name: &'static str,
        written: Option<&String>,
        add: impl FnOnce() -> Repair,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        if written.is_none() && !self.reporter.recovered.is_hole(&self.key(name).path()) {
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

    /// Returns as many items of a list as are allowed, and reports the first that is one too many.
    pub(super) fn at_most<'b, T>(&self, name: &str, written: &'b [T], most: usize) -> &'b [T] {
        let Some(allowed) = written.get(..most).filter(|_| written.len() > most) else {
            return written;
        };
        let problem = limit::too_many(name, written.len(), most);
        self.key(name).index(most).error(problem);
        allowed
    }

    /// Reads a list of at most so many values.
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

/// YAML's words for nothing; nobody means them as text.
const NOTHING: [&str; 4] = ["~", "null", "Null", "NULL"];

/// The problem of a key of a change with nothing after it: the event's own value may have been meant to go.
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
/// Whether a placeholder of words is a part of a value: `<year>-03-27`.
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

/// What to add for a missing key: a placeholder, which somebody has to replace.
pub(super) fn template(key: &str, placeholder: &str) -> Repair {
    let edit = Edit::Add(key.to_owned(), placeholder.to_owned());
    Repair {
        edit,
        certainty: Certainty::Template,
    }
}
