//! What is wrong with the shape of a node, in words.
//!
//! In: a key that is not known, or a node that is not what is meant. Out: a [`Problem`] with its cure. Guaranteed: nothing is
//! looked up; what is known and what is meant, the caller says. Absent: places.

use super::node::{Content, Node};
use crate::diagnostic::{Kind, Problem, Segment};
use crate::value::shown;

pub(super) fn unknown_key(name: &str, known: &[&str]) -> Problem {
    let problem = Problem::new(
        Kind::UnknownKey,
        format!("`{}` is no key that is known here", shown(name)),
    );
    match crate::spelling::closest(name, known.iter().copied()) {
        Some(closest) => problem.help(format!("did you mean `{closest}`?")),
        None => problem.help(format!("the keys are {}", listed(known))),
    }
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
            match first.and_then(|key| key.strip_prefix('-')) {
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
