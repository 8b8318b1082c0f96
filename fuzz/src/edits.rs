//! What every edit must satisfy, for any text and any request: the check of the fuzz target `edit`.
//!
//! The first line of an input is the request: its name and its parts, with `|` between them. An empty part is missing, and `\n` is a line end. The
//! other lines are the events file, then the files that it may include, each below a line with its path.

use std::collections::{BTreeMap, HashMap};

use calfeed::{
    Context, Edit, NewEvent, NewTalk, Report, Request, Severity, edit_with_included,
    read_with_included,
};
use chrono::DateTime;

/// The line before an included file, with the path of that file.
const FILE: &str = "\n=== ";

/// Reads a request from its line. Returns `None` if it has no known name.
pub fn request(line: &str) -> Option<Request> {
    let mut parts = line.split('|').map(|part| part.replace("\\n", "\n"));
    let name = parts.next()?;
    let mut next = || parts.next().filter(|part| !part.is_empty());
    let id = next().unwrap_or_default();
    Some(match name.as_str() {
        "move" => Request::Move {
            id,
            date: next(),
            to: next().unwrap_or_default(),
            reason: next(),
        },
        "cancel" => Request::Cancel {
            id,
            date: next(),
            reason: next(),
        },
        "skip" => Request::Skip {
            id,
            date: next().unwrap_or_default(),
            reason: next(),
        },
        "postpone" => Request::Postpone {
            id,
            date: next(),
            reason: next(),
        },
        "restore" => Request::Restore { id, date: next() },
        "remove" => Request::Remove { id },
        "set" => Request::Set {
            id,
            date: next(),
            key: next().unwrap_or_default(),
            value: next().unwrap_or_default(),
        },
        "unset" => Request::Unset {
            id,
            date: next(),
            key: next().unwrap_or_default(),
        },
        "talk" => Request::Talk {
            id,
            date: next(),
            talk: NewTalk {
                title: next().unwrap_or_default(),
                speakers: next().into_iter().collect(),
                summary: next(),
                slides: next(),
                video: next(),
            },
        },
        "add" => {
            let file = next();
            let mut keys = Vec::new();
            while let (Some(key), Some(value)) = (next(), next()) {
                keys.push((key, value));
            }
            let id = Some(id).filter(|id| !id.is_empty());
            Request::Add(NewEvent { id, keys, file })
        }
        _ => return None,
    })
}

/// Checks that an edit is refused with a reason, or that its text has no error that the text before did not have, changes the lines that it says,
/// and leaves all other events as they are.
pub fn edit(input: &str) {
    let Some((line, text)) = input.split_once('\n') else {
        return;
    };
    let Some(request) = request(line) else {
        return;
    };
    let now = DateTime::from_timestamp(1_781_524_800, 0).expect("2026-06-15T12:00:00Z");
    let context = Context::new(now);
    let mut parts = text.split(FILE);
    let main = parts.next().unwrap_or_default();
    let mut files: BTreeMap<&str, &str> = parts.filter_map(|it| it.split_once('\n')).collect();
    let others = || files.iter().map(|(path, text)| (*path, *text));
    let made = match edit_with_included(main, others(), &request, &context) {
        Ok(made) => made,
        Err(refusal) => {
            assert!(!refusal.to_string().is_empty(), "{request:?}");
            return;
        }
    };
    let (_, before) = read_with_included(main, others(), &context);
    let path = made.file.as_deref();
    let old = path.map_or(main, |path| files[path]);
    changes_its_lines(old, &made);
    if let Some(path) = path {
        files.insert(path, &made.text);
    }
    let main = if path.is_none() { &made.text } else { main };
    let files = files.iter().map(|(path, text)| (*path, *text));
    let (_, after) = read_with_included(main, files, &context);
    let mut known = errors(&before);
    for (error, times) in errors(&after) {
        let times_before = known.remove(&error).unwrap_or_default();
        assert!(times <= times_before, "{error}: {request:?}\n{}", made.text);
    }
    others_stay(&made, &request);
}

/// Returns how often each error is in a report.
fn errors(report: &Report) -> HashMap<String, usize> {
    let mut errors = HashMap::new();
    for found in report.diagnostics() {
        if found.severity() == Severity::Error {
            *errors.entry(found.message()).or_default() += 1;
        }
    }
    errors
}

/// Checks that the text after an edit is the text before with the changed lines.
fn changes_its_lines(old: &str, edit: &Edit) {
    let lines = old.split_inclusive('\n').take(edit.change.line() - 1);
    let (before, rest) = old.split_at(lines.map(str::len).sum());
    let rest = rest.strip_prefix(edit.change.before());
    let rest = rest.expect("the lines before are in the text before");
    assert_eq!(edit.text, format!("{before}{}{rest}", edit.change.after()));
}

/// Checks that no other event is added, removed or different.
fn others_stay(edit: &Edit, request: &Request) {
    let (Some(before), Some(after)) = (&edit.before, &edit.after) else {
        return;
    };
    let others = |calendar: &calfeed::Calendar| {
        let events = calendar.events().iter();
        let others = events.filter(|event| event.id().as_str() != edit.id);
        let mut others: Vec<_> = others.map(|event| format!("{event:?}")).collect();
        others.sort();
        others
    };
    assert_eq!(others(before), others(after), "{request:?}\n{}", edit.text);
}
