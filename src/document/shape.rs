//! Makes the problem of a node that has another type than the key takes.
//!
//! [`wrong_type`] takes the node, what is expected, and its [`Site`]. The problem shows what to write there, with the words that are there.
//! [`super::unknown_keys`] handles keys that are not known.

use std::rc::Rc;

use super::entries::{FREE_TEXT, OF_EVENTS};
use super::lines::Line;
use super::node::{Content, Node};
use super::repairs::scalar;
use super::typo::lined_up;
use super::unknown_keys::several;
use crate::diagnostic::{Certainty, Edit, Holder, Problem, Segment, Shape, ShapeFinding, Wanted};
use crate::time::Moment;
use crate::value::Url;

/// Where a node is.
pub(super) struct Site<'a> {
    pub(super) path: &'a [Segment],
    /// The mapping that contains it.
    pub(super) holder: Option<&'a Node>,
    /// The date of the event's start.
    pub(super) date: Option<&'a str>,
    /// The text of the file.
    pub(super) text: &'a str,
}

pub(super) fn shape_of(node: &Node) -> Shape {
    match &node.content {
        Content::Scalar { .. } if node.is_null() => Shape::Nothing,
        Content::Scalar { text, .. } => Shape::Text(text.as_str().into()),
        Content::Sequence(_) => Shape::List,
        Content::Mapping(_) => Shape::Lines,
    }
}

/// Returns what the keys at a path belong to.
pub(super) fn holder(path: &[Segment]) -> Holder {
    let keys: Vec<&str> = path.iter().map(key).collect();
    match keys.as_slice() {
        [] => Holder::File,
        ["calendar"] => Holder::Calendar,
        ["groups"] => Holder::Groups,
        ["groups", _] => Holder::Group,
        ["events", ""] => Holder::Event,
        ["events", "", "changes"] => Holder::Changes,
        ["events", "", "changes", _] => Holder::Change,
        [.., "talks", ""] => Holder::Talk,
        [.., "links", ""] => Holder::Link,
        _ => Holder::Own,
    }
}

fn key(segment: &Segment) -> &str {
    match segment {
        Segment::Key(key) => key,
        Segment::Index(_) => "",
    }
}

/// Returns the problem of a node that does not have the expected type.
pub(super) fn wrong_type(node: &Node, wanted: Wanted, site: &Site<'_>) -> Problem {
    let found = shape_of(node);
    let key = site.path.last().map_or("", key);
    let plain = || {
        Problem::from(ShapeFinding::WrongType {
            wanted,
            found: found.clone(),
        })
    };
    match (wanted, &node.content) {
        (Wanted::Lines, _) if site.path.is_empty() => match found {
            Shape::List => ShapeFinding::FileIsList.into(),
            found => ShapeFinding::FileIsText { found }.into(),
        },
        (Wanted::Lines, Content::Scalar { text, .. }) => lines_of(text.trim(), plain(), site),
        (Wanted::Lines, Content::Sequence(_)) if key == "events" => {
            ShapeFinding::NestedSection { key: key.into() }.into()
        }
        (Wanted::Lines, _) => like(wanted, found, &example(site)),
        (Wanted::List, Content::Scalar { text, .. }) if !node.is_null() => {
            list_of(key, text.trim(), plain())
        }
        (Wanted::List, Content::Mapping(entries)) => {
            let first = entries
                .first()
                .and_then(|(key, _)| key.text())
                .unwrap_or_default();
            let is_lines = |value: &Rc<Node>| matches!(value.content, Content::Mapping(_));
            let holds_lines = entries.iter().all(|(_, value)| is_lines(value));
            if let Some(item) = first.strip_prefix('-') {
                let example = format!("- {item}:");
                let example = example.as_str().into();
                return ShapeFinding::NoSpaceAfterHyphens { found, example }.into();
            }
            if key == "events" && holds_lines && !first.is_empty() {
                let example = format!("- id: {first}");
                return ShapeFinding::EventsById {
                    example: example.as_str().into(),
                }
                .into();
            }
            let value = entries
                .first()
                .and_then(|(_, value)| value.text())
                .unwrap_or_default();
            let example = format!("- {first}: {value}");
            ShapeFinding::MissingHyphens {
                example: example.trim_end().into(),
            }
            .into()
        }
        (Wanted::List, _) => like(wanted, found, "[]"),
        (Wanted::Text | Wanted::Reason, Content::Sequence(items)) => {
            one_of(key, items, wanted, site)
        }
        (Wanted::Text, Content::Mapping(_)) => text_of(node, key, site),
        (Wanted::Reason, _) => like(wanted, found, &format!("{key}: true")),
        (Wanted::Text, _) => plain(),
    }
}

fn like(wanted: Wanted, found: Shape, example: &str) -> Problem {
    let example = example.into();
    ShapeFinding::WrongTypeLike {
        wanted,
        found,
        example,
    }
    .into()
}

/// Returns an example of the `key: value` lines that are expected.
fn example(site: &Site<'_>) -> String {
    let date = site.date.unwrap_or("<date>");
    match holder(site.path) {
        Holder::Calendar => "name: <name of the calendar>".to_owned(),
        Holder::Groups => "poetry: {name: Poetry circle}".to_owned(),
        Holder::Group => "name: <name of the group>".to_owned(),
        Holder::Event => "id: <id>".to_owned(),
        Holder::Changes => format!("{date}: {{cancelled: true}}"),
        Holder::Change => "{cancelled: true}".to_owned(),
        Holder::Talk | Holder::Link => "title: <title>".to_owned(),
        Holder::File | Holder::Own => "<key>: <value>".to_owned(),
    }
}

/// Text in place of `key: value` lines. The repair makes it the value of the key that was probably meant.
fn lines_of(text: &str, problem: Problem, site: &Site<'_>) -> Problem {
    let word = || scalar(text, false);
    match holder(site.path) {
        _ if text.is_empty() => like(Wanted::Lines, Shape::Nothing, &example(site)),
        Holder::Group => problem.exact(Edit::Yaml(format!("{{name: {}}}", word()))),
        Holder::Talk => problem.exact(Edit::Yaml(format!("{{title: {}}}", word()))),
        Holder::Link if Url::parse(text).is_ok() => {
            problem.template(Edit::Yaml(format!("{{title: <title>, url: {}}}", word())))
        }
        Holder::Link => {
            problem.template(Edit::Yaml(format!("{{title: {}, url: <address>}}", word())))
        }
        Holder::Event => {
            let event = format!("{{id: <id>, title: {}, start: <date>}}", word());
            problem.template(Edit::Yaml(event))
        }
        Holder::Change if is_denied(text) => {
            like(Wanted::Lines, Shape::Text(text.into()), &example(site))
        }
        Holder::Change => {
            let edits = change_of(text).into_iter();
            edits.fold(problem, |problem, (yaml, certainty)| {
                problem.repair(Edit::Yaml(yaml), certainty)
            })
        }
        Holder::Changes if matches!(Moment::parse(text), Ok(Moment::Date(_))) => problem
            .guess(Edit::Yaml(format!("{{{text}: {{cancelled: true}}}}")))
            .guess(Edit::Yaml(format!("{{{text}: {{skipped: true}}}}"))),
        _ => {
            let found = Shape::Text(text.into());
            like(Wanted::Lines, found, &example(site))
        }
    }
}

/// Whether a text denies something.
fn is_denied(text: &str) -> bool {
    let text = text.to_lowercase();
    text.starts_with("not ") || text.starts_with("no longer ")
}

/// Whether the text after `cancelled` is certainly the reason.
fn is_reason(rest: &str) -> bool {
    let marks = [":", " - ", " \u{2013} ", " \u{2014} ", "(", " (", ", "];
    let lower = rest.to_lowercase();
    let is_doubtful = lower.contains(|c: char| c == '?' || c.is_ascii_digit())
        || ["tbc", "tbd", "moved", "postponed"]
            .iter()
            .any(|word| lower.contains(word));
    rest.is_empty() || (marks.iter().any(|mark| rest.starts_with(mark)) && !is_doubtful)
}

/// Returns the changes that a text may mean for one date: moved, cancelled or skipped.
fn change_of(text: &str) -> Vec<(String, Certainty)> {
    let moved = |to: &str| match Moment::parse(to) {
        Ok(Moment::Date(_) | Moment::DateTime(_) | Moment::ToBeConfirmed) => {
            Some(format!("{{moved_to: {to}}}"))
        }
        Ok(Moment::Time(_)) => Some(format!("{{moved_to: \"{to}\"}}")),
        _ => None,
    };
    let after = |prefixes: &[&str]| {
        let lower = text.to_lowercase();
        let prefix = prefixes.iter().find(|prefix| lower.starts_with(**prefix))?;
        text.get(prefix.len()..).map(str::trim)
    };
    if let Some(yaml) = moved(text).or_else(|| after(&["moved to ", "moved_to "]).and_then(moved)) {
        return vec![(yaml, Certainty::Exact)];
    }
    let to = [
        "moved ",
        "move to ",
        "postponed to ",
        "postponed until ",
        "rescheduled to ",
        "rescheduled for ",
        "now ",
    ];
    if let Some(yaml) = after(&to).and_then(moved) {
        return vec![(yaml, Certainty::Guess)];
    }
    if ["moved", "postponed"].contains(&text.to_lowercase().as_str()) {
        return vec![("{moved_to: tbc}".to_owned(), Certainty::Guess)];
    }
    let (first, rest) = text.split_at(
        text.find(|c: char| !c.is_alphabetic())
            .unwrap_or(text.len()),
    );
    let reason = rest
        .trim_start_matches('?')
        .trim_matches(|c: char| " -:,()".contains(c) || matches!(c, '\u{2013}' | '\u{2014}'));
    let value = if reason.is_empty() {
        "true".to_owned()
    } else {
        scalar(reason, false)
    };
    let what = match first.to_lowercase().as_str() {
        "cancelled" | "canceled" => "cancelled",
        "skipped" => "skipped",
        _ if Url::parse(text).is_ok() => {
            return vec![(format!("{{join: \"{text}\"}}"), Certainty::Guess)];
        }
        _ => {
            let reason = scalar(text, false);
            return ["cancelled", "skipped"]
                .map(|what| (format!("{{{what}: {reason}}}"), Certainty::Guess))
                .to_vec();
        }
    };
    let yaml = format!("{{{what}: {value}}}");
    if is_reason(rest) {
        return vec![(yaml, Certainty::Exact)];
    }
    let to = reason.strip_prefix("moved to ").and_then(moved);
    let edits = [to, Some(yaml)].into_iter().flatten();
    edits.map(|yaml| (yaml, Certainty::Guess)).collect()
}

/// Text in place of a list.
fn list_of(key: &str, text: &str, problem: Problem) -> Problem {
    let is_item = |word: &str| word.strip_prefix('-').is_some_and(|word| !word.is_empty());
    if let Some(item) = text.strip_prefix('-')
        && text.split_whitespace().all(is_item)
    {
        let first = item.split_whitespace().next().unwrap_or_default();
        let (found, example) = (Shape::Text(text.into()), format!("- {first}"));
        let example = example.as_str().into();
        return ShapeFinding::NoSpaceAfterHyphens { found, example }.into();
    }
    let words = |words: Vec<&str>| {
        let words: Vec<String> = words
            .iter()
            .map(|word| scalar(word.trim(), false))
            .collect();
        Edit::Yaml(format!("[{}]", words.join(", ")))
    };
    let whole = || Edit::Yaml(format!("[{}]", scalar(text, text.contains(','))));
    match key {
        "events" | "changes" => like(Wanted::List, Shape::Text(text.into()), "- id: <id>"),
        "talks" => {
            let talks = |titles: &[&str]| {
                let talk = |title: &&str| format!("{{title: {}}}", scalar(title, false));
                let talks: Vec<String> = titles.iter().map(talk).collect();
                Edit::Yaml(format!("[{}]", talks.join(", ")))
            };
            match several(text).filter(|_| text.contains([',', ';'])) {
                None => problem.exact(talks(&[text])),
                Some(titles) => problem.guess(talks(&titles)).guess(talks(&[text])),
            }
        }
        "links" if Url::parse(text).is_ok() => {
            problem.template(Edit::Yaml(format!("[{{title: <title>, url: \"{text}\"}}]")))
        }
        "links" => problem.template(Edit::Yaml(format!(
            "[{{title: {}, url: <address>}}]",
            scalar(text, false)
        ))),
        "speakers" => match several(text) {
            None => problem.exact(whole()),
            // The text after a comma is more often the speaker's organisation than a second speaker.
            Some(names) if text.contains(',') => problem.guess(whole()).guess(words(names)),
            Some(names) => problem.guess(words(names)).guess(whole()),
        },
        "also" | "groups" | "formerly" | "allow" if !text.contains(" and ") => {
            let items: Vec<&str> = text.split(',').collect();
            let are_words = items.iter().all(|item| match key {
                "also" => matches!(
                    Moment::parse(item),
                    Ok(Moment::Date(_) | Moment::DateTime(_))
                ),
                _ => !item.trim().contains(' '),
            });
            let certainty = if are_words {
                Certainty::Exact
            } else {
                Certainty::Guess
            };
            problem.repair(words(items), certainty)
        }
        _ => match several(text) {
            None => problem.exact(whole()),
            Some(names) => problem.guess(words(names)).guess(whole()),
        },
    }
}

/// A list in place of text.
fn one_of(key: &str, items: &[Rc<Node>], wanted: Wanted, site: &Site<'_>) -> Problem {
    let texts: Vec<&str> = items.iter().filter_map(|item| item.text()).collect();
    let has = |name: &str| {
        site.holder.is_some_and(|holder| {
            holder
                .entries()
                .iter()
                .any(|(key, _)| key.text() == Some(name))
        })
    };
    if key == "group" && texts.len() == items.len() && !has("groups") {
        let problem = Problem::from(ShapeFinding::WrongType {
            wanted,
            found: Shape::List,
        });
        return problem.guess(Edit::Key("groups".to_owned()));
    }
    let problem = Problem::from(ShapeFinding::ListNotText);
    match (items, texts.as_slice()) {
        ([item], [text]) if !item.is_null() => problem.guess(Edit::Value((*text).to_owned())),
        _ => problem,
    }
}

/// `key: value` lines, or text that looks like them, in place of text.
fn text_of(node: &Node, key: &str, site: &Site<'_>) -> Problem {
    let source = site
        .text
        .get(node.bytes.clone())
        .unwrap_or_default()
        .trim_end();
    let is_free = FREE_TEXT.contains(&key);
    let is_one_line = !source.contains(['\n', '\r']);
    let written = site.holder.and_then(|holder| {
        let mut entries = holder.entries().iter();
        entries
            .find(|(name, _)| name.text() == Some(key))
            .map(|(name, _)| name.bytes.clone())
    });
    if source.starts_with('{') {
        let problem = Problem::from(ShapeFinding::LinesNotText);
        let edit = Edit::Yaml(scalar(source, true));
        if let [(_, value)] = node.entries()
            && let Some(text) = value.text().filter(|_| !value.is_null())
        {
            return problem.guess(Edit::Value(text.to_owned())).guess(edit);
        }
        return match is_one_line {
            true if is_free && !source.contains(" #") => problem.exact(edit),
            true => problem.guess(edit),
            false => problem,
        };
    }
    if ["description", "abstract"].contains(&key)
        && let Some((name, key)) = written.map(|bytes| (key, bytes))
    {
        let problem = Problem::from(ShapeFinding::BlockText);
        let rest = site.text.get(key.end..).unwrap_or_default();
        let is_below = rest
            .strip_prefix(':')
            .is_some_and(|rest| rest.starts_with(['\n', '\r']));
        let edit = Edit::Bytes(key.start..key.end + 1, format!("{name}: |"));
        let mut keys = node.entries().iter().map(|(key, _)| key);
        let is_known = |key: &&Rc<Node>| key.text().is_some_and(|key| OF_EVENTS.contains(&key));
        if is_below && let Some(inner) = keys.find(is_known) {
            let column = Line::around(site.text, key.start).key_column();
            let line = Line::around(site.text, inner.bytes.start);
            let problem = problem.guess(lined_up(line, column));
            return problem.guess(edit);
        }
        return if is_below {
            problem.exact(edit)
        } else {
            problem
        };
    }
    let problem = Problem::from(ShapeFinding::LinesNotText);
    if is_one_line {
        problem.guess(Edit::Yaml(scalar(source, true)))
    } else {
        problem
    }
}
