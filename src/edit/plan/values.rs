//! Sets and removes single keys, and reads the values that people type for them.
//!
//! Dates and times are written as the reference describes them, lists have commas between their items, and everything else is the text as it
//! was typed. Whether a value is allowed is left to validation, which sees the result.

use chrono::Timelike;

use super::super::refusal::Reason;
use super::dates::{Meeting, Start};
use super::keys::{Current, Keys, Kind};
use super::{Steps, Subject, Target, reason, unread};
use crate::diagnostic::Problem;
use crate::document::{Change, Event, Step, Value, keys_of, meant_key};
use crate::own_keys::number;
use crate::time::Moment;

/// Keys of which `none` removes the value.
const REMOVABLE: [&str; 11] = [
    "format",
    "location",
    "join",
    "sign_up",
    "price",
    "url",
    "contact",
    "description",
    "tags",
    "talks",
    "links",
];

/// Keys that every event has, apart from its id.
const REQUIRED: [&str; 2] = ["title", "start"];

/// Keys that say the same in two ways: one takes the place of the other.
const EITHER: [[&str; 2]; 2] = [["end", "duration"], ["until", "count"]];

pub(super) fn set(
    subject: &Subject<'_>,
    target: &Target<'_>,
    key: &str,
    text: &str,
) -> Result<Vec<Step>, Reason> {
    let id = subject.id();
    let key = key.trim();
    known(key, target, &id)?;
    is_own_name(key)?;
    if text.trim().is_empty() {
        let is_required = matches!(target, Target::Event) && REQUIRED.contains(&key);
        let key = key.to_owned();
        return Err(if is_required {
            Reason::Required { id, key }
        } else {
            Reason::NoValue { id, key }
        });
    }
    let start = match target {
        Target::Event => start_of(subject.own.start.as_deref()),
        Target::Meeting(meeting) => meeting.now(),
    };
    let current = |key: &str| match target {
        Target::Event => subject.own.current(key),
        Target::Meeting(meeting) => meeting.change.and_then(|change| change.current(key)),
    };
    let value = match current(key) {
        Some(Current::Plain(old)) if is_plain(&old, text.trim()) => {
            Value::Plain(text.trim().to_owned())
        }
        Some(Current::Other) if key.starts_with("x-") => {
            let key = key.to_owned();
            return Err(Reason::Structure { key });
        }
        _ => value(key, text, start)?,
    };
    let path = match target {
        Target::Event => Vec::new(),
        Target::Meeting(meeting) => meeting.path().to_vec(),
    };
    if current(key).is_some_and(|current| is_same(key, &current, &value, start)) {
        let what = format!("`{key}` has this value already");
        return Err(Reason::Already { what });
    }
    let mut steps = Steps::at(&path);
    steps.put(key, value);
    let others = EITHER.iter().filter_map(|pair| match pair {
        [one, other] if *one == key => Some(*other),
        [other, one] if *one == key => Some(*other),
        _ => None,
    });
    for other in others {
        steps.remove_if(other, current(other).is_some());
    }
    Ok(steps.steps)
}

impl Meeting<'_> {
    /// When it takes place with its change.
    fn now(&self) -> Option<Start> {
        let planned = self.planned?;
        let to = self.change.and_then(|change| change.moved_to.as_deref());
        let to = to.and_then(|to| Moment::parse_move(to).ok());
        let moved = to.and_then(|to| planned.moved_to(to));
        Some(moved.unwrap_or(planned))
    }
}

/// Whether a text is a number if the old value is one, or true or false if that is.
fn is_plain(old: &str, text: &str) -> bool {
    let is_flag = |text: &str| text == "true" || text == "false";
    is_flag(old) == is_flag(text) && (is_flag(text) || number(text).is_some())
}

/// Reads the start that a text gives.
pub(super) fn start_of(text: Option<&str>) -> Option<Start> {
    Moment::parse(text?).ok().and_then(Start::of)
}

/// Whether a value as written is the same as a new one.
fn is_same(key: &str, current: &Current<'_>, new: &Value, start: Option<Start>) -> bool {
    match (current, new) {
        (Current::True, new) => *new == Value::True,
        (Current::List(items), Value::Texts(new)) => items.iter().map(|item| item.trim()).eq(new),
        (Current::List(items), _) => value(key, &items.join(","), start).as_ref() == Ok(new),
        (Current::Text(text), _) => value(key, text, start).as_ref() == Ok(new),
        (Current::Plain(old), Value::Plain(new)) => old == new,
        (Current::Plain(_) | Current::Other, _) => false,
    }
}

/// Whether the key can be set and removed here.
fn known(key: &str, target: &Target<'_>, id: &str) -> Result<(), Reason> {
    let own = key.strip_prefix("x-");
    let known = match target {
        Target::Event => keys_of::<Event>(),
        Target::Meeting(_) => keys_of::<Change>(),
    };
    if own.is_some_and(|name| !name.is_empty()) || known.contains(&key) {
        return Ok(());
    }
    let (id, written) = (id.to_owned(), key.to_owned());
    match target {
        Target::Meeting(meeting) if keys_of::<Event>().contains(&key) => {
            let date = Some(meeting.date);
            Err(Reason::KeyElsewhere {
                id,
                key: written,
                date,
            })
        }
        Target::Event if keys_of::<Change>().contains(&key) => Err(Reason::KeyElsewhere {
            id,
            key: written,
            date: None,
        }),
        Target::Event | Target::Meeting(_) => Err(unknown(key, known)),
    }
}

/// Checks that a key can be written, if it is one of the user's own. Such a key may come from a form.
pub(super) fn is_own_name(key: &str) -> Result<(), Reason> {
    const MOST: usize = 100;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    match key.strip_prefix("x-") {
        Some(name) if !name.chars().all(is_plain) || name.len() > MOST => {
            let key = key.to_owned();
            Err(Reason::OwnKey { key })
        }
        _ => Ok(()),
    }
}

/// Returns the reason why a key is refused that nothing has.
pub(super) fn unknown(key: &str, known: &[&'static str]) -> Reason {
    Reason::UnknownKey {
        key: key.to_owned(),
        nearest: meant_key(key, known).map(str::to_owned),
        keys: known.iter().map(|key| (*key).to_owned()).collect(),
    }
}

/// Reads the value of a key as a person types it. `start` is that of the event or of the meeting.
pub(super) fn value(key: &str, text: &str, start: Option<Start>) -> Result<Value, Reason> {
    let is_none = text.trim().eq_ignore_ascii_case("none");
    let text_of = || Value::Text(text.trim().to_owned());
    match Kind::of(key) {
        Kind::Identity => Err(Reason::Identity),
        Kind::Structure if is_none && key != "changes" => Ok(Value::Text("none".to_owned())),
        Kind::Structure => Err(Reason::Structure {
            key: key.to_owned(),
        }),
        // Digits need no quotes where a number is expected.
        Kind::Number if text.trim().bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok(Value::Moment(text.trim().to_owned()))
        }
        Kind::Moment => moment(key, text, start)
            .map(|moment| Value::Moment(written(moment)))
            .map_err(|problem| unread("the value", problem)),
        Kind::List if is_none && key == "tags" => Ok(Value::Text("none".to_owned())),
        Kind::List if is_none && key == "groups" => Ok(Value::Texts(Vec::new())),
        Kind::List => list(key, text),
        Kind::Words => words(key, text),
        // What a person typed stays as it is, except the spaces around it.
        Kind::Text if is_none && REMOVABLE.contains(&key) => Ok(Value::Text("none".to_owned())),
        Kind::Number | Kind::Text => Ok(text_of()),
    }
}

fn moment(key: &str, text: &str, start: Option<Start>) -> Result<Moment, Problem> {
    match (key, start) {
        ("moved_to", _) => Moment::parse_move(text),
        (
            "end",
            Some(Start {
                date,
                time: Some(time),
            }),
        ) => Moment::parse_end(text, date.and_time(time)),
        ("end", None) => Moment::parse_time(text),
        _ => Moment::parse(text),
    }
}

/// Writes a moment as the reference does.
fn written(moment: Moment) -> String {
    match moment {
        Moment::Instant(at) if at.second() == 0 => at.format("%Y-%m-%dT%H:%MZ").to_string(),
        moment => moment.written(),
    }
}

/// Reads items with commas between them.
fn list(key: &str, text: &str) -> Result<Value, Reason> {
    let text = text.trim();
    let inner = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let items = inner.unwrap_or(text).split(',').map(str::trim);
    let items = items.filter(|item| !item.is_empty());
    if key != "also" {
        return Ok(Value::Texts(items.map(str::to_owned).collect()));
    }
    let moments = items.map(|item| {
        let moment = Moment::parse(item).map_err(|problem| unread("the value", problem))?;
        Ok(Value::Moment(moment.written()))
    });
    moments.collect::<Result<_, Reason>>().map(Value::List)
}

/// Reads `true`, or a reason.
fn words(key: &str, text: &str) -> Result<Value, Reason> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" => Ok(Value::True),
        "false" | "no" | "off" => Err(Reason::NotFalse {
            key: key.to_owned(),
        }),
        _ => reason(text).map(Value::Text),
    }
}

pub(super) fn unset(
    subject: &Subject<'_>,
    target: &Target<'_>,
    key: &str,
) -> Result<Vec<Step>, Reason> {
    let id = subject.id();
    let key = key.trim();
    known(key, target, &id)?;
    let (path, is_there, date) = match target {
        Target::Event => (Vec::new(), subject.own.current(key).is_some(), None),
        Target::Meeting(meeting) => {
            let change = meeting.change.and_then(|change| change.current(key));
            let date = Some(meeting.date);
            (meeting.path().to_vec(), change.is_some(), date)
        }
    };
    let is_event = date.is_none();
    if is_event && Kind::of(key) == Kind::Identity {
        return Err(Reason::Identity);
    }
    let written = key.to_owned();
    if is_event && REQUIRED.contains(&key) {
        return Err(Reason::Required { id, key: written });
    }
    if is_event && key == "changes" {
        return Err(Reason::Structure { key: written });
    }
    if !is_there {
        let is_removable = REMOVABLE.contains(&key);
        let is_inherited = is_event && subject.written.current(key).is_some();
        let of_series = !is_event && subject.written.current(key).is_some();
        return Err(Reason::NotThere {
            id,
            key: written,
            date,
            is_inherited: is_inherited || of_series,
            is_removable,
        });
    }
    let mut steps = Steps::at(&path);
    steps.remove_if(key, true);
    Ok(steps.steps)
}
