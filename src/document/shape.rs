//! What is wrong with the shape of a node, in words.
//!
//! In: a key that is not known, or a node that is not what is meant. Out: a [`Problem`] with its cure. Guaranteed: nothing is
//! looked up; what is known and what is meant, the caller says. Absent: places.

use super::node::{Content, Node};
use super::typo::UNSEEN;
use crate::diagnostic::{Kind, Problem, Segment};
use crate::visible::shown;

pub(super) fn unknown_key(name: &str, known: &[&'static str]) -> Problem {
    let problem = Problem::new(
        Kind::UnknownKey,
        format!("`{}` is no key that is known here", shown(name)),
    );
    if let Some((unseen, what)) = UNSEEN
        .into_iter()
        .find(|(unseen, _)| name.contains(*unseen))
    {
        let key = name.replace(unseen, " ");
        let key = key.trim();
        return Problem::new(Kind::UnknownKey, format!("{what} in the key `{key}`")).help(format!(
            "write `{key}: ` with blanks in front of it: what looks like one is another character"
        ));
    }
    if let Some(help) = misplaced(name, known) {
        return problem.help(help);
    }
    if let Some((key, value)) = name.split_once(':')
        && known.contains(&key)
    {
        return Problem::new(
            Kind::UnknownKey,
            format!("no blank behind the `:` of `{key}:`"),
        )
        .help(format!("write `{key}: {}`", shown(value)));
    }
    if let Some(own) = without_hyphen(name) {
        return problem.help(if takes_own_keys(known) {
            format!("did you mean `{own}`?")
        } else {
            format!("the keys are {}", listed(known))
        });
    }
    let own = takes_own_keys(known).then(|| own_key(name));
    if let Some(own) = own.as_ref().filter(|_| is_of_nobody(name)) {
        return problem.help(format!(
            "the format has no key for it; a key of your own begins with `x-`: `{own}`"
        ));
    }
    let closest =
        || synonym(name, known).or_else(|| crate::spelling::closest(name, known.iter().copied()));
    if let Some(closest) = closest() {
        return problem.help(format!("did you mean `{closest}`?"));
    }
    let own = own.map_or_else(String::new, |own| {
        format!("; a key of your own begins with `x-`, such as `{own}`")
    });
    problem.help(format!("the keys are {}{own}", listed(known)))
}

/// Whether a mapping with these keys may have keys of the user's own: all but a link may.
fn takes_own_keys(known: &[&str]) -> bool {
    [
        "domain", "next", "changes", "moved_to", "speakers", "events",
    ]
    .iter()
    .any(|key| known.contains(key))
}

/// What people want to write about an event that the format has no key for, and that looks like a typo of one that it has.
fn is_of_nobody(name: &str) -> bool {
    [
        "cost",
        "price",
        "fee",
        "fees",
        "admission",
        "organiser",
        "organizer",
        "host",
        "hosts",
        "image",
        "photo",
        "picture",
        "logo",
        "banner",
        "capacity",
        "seats",
        "level",
        "audience",
        "language",
        "sponsor",
        "sponsors",
        "city",
        "country",
        "geo",
        "latitude",
        "longitude",
        "bio",
    ]
    .contains(&name.to_lowercase().as_str())
}

/// Returns the key of the user's own that is written with a capital, or with another character than the hyphen.
fn without_hyphen(name: &str) -> Option<String> {
    let (x, rest) = name.split_at_checked(1)?;
    let rest = rest.strip_prefix(['-', '_', ' '])?;
    (x.eq_ignore_ascii_case("x") && is_plain(rest)).then(|| format!("x-{}", hyphenated(rest)))
}

/// Returns the key that says the same as a key of the user's own.
fn own_key(name: &str) -> String {
    if is_plain(name) {
        format!("x-{}", hyphenated(name))
    } else {
        "x-price".to_owned()
    }
}

fn hyphenated(name: &str) -> String {
    name.trim().replace(' ', "-")
}

fn is_plain(name: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    !name.trim().is_empty() && name.len() <= 50 && name.chars().all(is_plain)
}

/// Returns the key that is in place of an unknown one, by the cure that [`unknown_key`] gives: it is not missing as well.
pub(super) fn meant(help: &str) -> Option<&str> {
    match help.strip_prefix("did you mean `") {
        Some(rest) => rest.strip_suffix("`?"),
        None => Some(help.strip_prefix("write `")?.split_once(": ")?.0),
    }
}

/// The cure of a key that is known, but elsewhere.
fn misplaced(name: &str, known: &[&str]) -> Option<String> {
    let is_event = known.contains(&"changes");
    let is_calendar = known.contains(&"domain");
    let is_date = name.len() >= 8
        && name.starts_with(|c: char| c.is_ascii_digit())
        && name.matches('-').count() == 2;
    Some(match name {
        "cancelled" | "canceled" if is_event => {
            "write `status: cancelled`, and why behind `reason:`; of one date of a series, write it under `changes`"
                .to_owned()
        }
        "skipped" if is_event => {
            "write it under `changes`, below its date; where all of it is off, write `status: cancelled`, and why behind `reason:`"
                .to_owned()
        }
        "moved_to" if is_event => {
            "change `start`; of one date of a series, write it under `changes`".to_owned()
        }
        "color" | "colour" if is_event => {
            "remove it: `color` stands under `calendar`, and is that of all events".to_owned()
        }
        "events" | "groups" if is_calendar => {
            format!("begin `{name}:` at the first column, beside `calendar:`")
        }
        _ if is_event && is_date => "indent it under `changes:`".to_owned(),
        _ => return None,
    })
}

/// What other formats call a key, or the key in capitals or with blanks.
fn synonym(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let name = name
        .trim()
        .to_lowercase()
        .replace([' ', '-', '\u{a0}'], "_");
    let meant = match name.as_str() {
        "venue" | "place" | "where" | "address" => "location",
        "date" | "when" | "start_time" | "start_date" | "starts" | "begin" => "start",
        "end_time" | "end_date" | "ends" | "finish" => "end",
        "name" | "summary" => "title",
        "show_as" | "transp" | "transparency" | "availability" | "free_busy" | "freebusy" => {
            "shows_as"
        }
        "recurrence" | "rrule" | "repeat" | "recurring" => "repeats",
        "colour" => "color",
        name => name,
    };
    known.iter().copied().find(|key| *key == meant)
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Says of a node that it is not what is meant at `path`.
pub(super) fn wrong_type(node: &Node, wanted: &str, path: &[Segment]) -> Problem {
    let found = match &node.content {
        Content::Scalar { .. } if node.is_null() => "nothing".to_owned(),
        Content::Scalar { text, .. } => format!("`{}`", shown(text)),
        Content::Sequence(_) => "a list".to_owned(),
        Content::Mapping(_) => "a mapping".to_owned(),
    };
    let problem = Problem::new(Kind::WrongType, format!("{found}, where {wanted} is meant"));
    let key = match path.last() {
        Some(Segment::Key(key)) => key.as_str(),
        Some(Segment::Index(_)) | None => "",
    };
    match &node.content {
        Content::Scalar { text, .. } if wanted.starts_with("a list") && !node.is_null() => {
            let is_item = |word: &str| word.strip_prefix('-').is_some_and(|word| !word.is_empty());
            match text.strip_prefix('-') {
                Some(item) if text.split_whitespace().all(is_item) => {
                    let first = item.split_whitespace().next().unwrap_or_default();
                    problem.help(format!("write a blank behind each `-`: `- {}`", shown(first)))
                }
                _ => problem.help(format!("put it in brackets: `[{}]`", shown(text))),
            }
        }
        Content::Scalar { text, .. } if wanted.starts_with("a mapping") => match text.as_str() {
            "cancelled" | "skipped" => problem.help(format!(
                "write `{{{text}: true}}`, or give the reason in place of `true`"
            )),
            _ => {
                problem.help("write `key: value`, each on a line of its own below it, or in braces")
            }
        },
        Content::Scalar { .. } if wanted.starts_with("a list") => problem.help("write `[]`, or the items"),
        Content::Sequence(_) if wanted.starts_with("text") => {
            problem.help("write one value, without brackets or `-`")
        }
        Content::Sequence(_) if wanted.starts_with("a mapping") => problem.help(match key {
            "changes" => "write the date as a key, without `-`: `2026-03-27: {cancelled: true}`",
            "groups" => "write the id as a key, without `-`: `poetry: {name: Poetry circle}`",
            _ if path.is_empty() => "begin with `calendar:`, and put the list of events under `events:`",
            _ => "write `key: value`, each on a line of its own, without brackets and without a `-` of its own",
        }),
        Content::Sequence(_) | Content::Mapping(_) if wanted.starts_with("the name") => {
            problem.help("text that begins with a bracket or a brace needs quotes")
        }
        Content::Mapping(entries) if wanted.starts_with("a list") => {
            let first = entries.first().and_then(|(key, _)| key.text());
            let holds_keys = entries
                .iter()
                .all(|(_, value)| matches!(value.content, Content::Mapping(_)));
            match first.and_then(|key| key.strip_prefix('-')) {
                None if key == "events" && holds_keys && first.is_some() => problem.help(format!(
                    "put `- id:` in front of each, and its keys below: `- id: {}`",
                    shown(first.unwrap_or_default())
                )),
                Some(key) => problem.help(format!("write a blank behind each `-`: `- {}:`", shown(key))),
                None => problem.help("put `-` in front of each item"),
            }
        }
        Content::Mapping(_) if wanted.starts_with("text") => {
            problem.help("write the text on the same line; put it in quotes if it has a `:` in it")
        }
        Content::Scalar { .. } | Content::Sequence(_) | Content::Mapping(_) => problem,
    }
}
