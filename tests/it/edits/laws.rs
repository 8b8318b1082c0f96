//! The laws about bytes and about values, without the engine: [`bytes`] and [`values`].

use calfeed::{Edit, Request};

use super::community::{Contents, Event};
use super::dice::OTHER_TYPES;
use super::judge::{differs_in_state, events, find, of_new, rest, values as read, wanted};
use super::writer::Written;

/// Checks that every byte outside of the event stays, and that the edit tells the truth about the lines that change.
pub(crate) fn bytes(
    old: &Written,
    event: &Event,
    contents: &Contents,
    request: &Request,
    edit: &Edit,
) -> Result<(), String> {
    change(&old.text, edit)?;
    let new = edit.text.as_str();
    end(&old.text, new)?;
    if let Request::Add(_) = request {
        added(&old.text, new, contents.events.is_empty(), old.is_flow)?;
        return comments(old, event, request, new);
    }
    let index = contents.events.iter().position(|it| it.id == event.id);
    let range = old.events[index.expect("the event is in its file")].clone();
    let (before, after) = (&old.text[..range.start], &old.text[range.end..]);
    if let Request::Remove { .. } = request {
        let comment = last_comment(old, before);
        removed(
            (before, comment),
            after,
            new,
            old.is_flow,
            contents.events.len(),
        )?;
    } else {
        within(before, after, new, &old.text, request)?;
    }
    comments(old, event, request, new)
}

/// Checks that a file without a line end at its end has none after the edit. If last lines are removed, as a move does with the keys that called
/// the event off, and an empty line was above or between them, that line stays, and is the last.
fn end(old: &str, new: &str) -> Result<(), String> {
    let ended = old.ends_with('\n');
    if new.ends_with('\n') == ended {
        return Ok(());
    }
    // A list without events is `[]`.
    let last = new.lines().next_back().unwrap_or_default();
    let last = last.trim_end_matches(" []");
    let mut below = old.lines().skip_while(|line| !line.starts_with(last));
    if !ended && below.any(|line| line.trim().is_empty()) {
        return Ok(());
    }
    Err("law 1: the end of the file changes".to_owned())
}

/// Checks that the lines before, replaced by the lines after, are the whole change.
fn change(old: &str, edit: &Edit) -> Result<(), String> {
    let start: usize = old
        .split_inclusive('\n')
        .take(edit.change.line() - 1)
        .map(str::len)
        .sum();
    let rest = old[start..].strip_prefix(edit.change.before());
    let made = rest.map(|rest| format!("{}{}{rest}", &old[..start], edit.change.after()));
    if made.as_deref() != Some(edit.text.as_str()) {
        return Err(format!(
            "law 1: the change is not the difference: {:?}",
            edit.change
        ));
    }
    Ok(())
}

/// Checks that what surrounds an event stays, and that a text that an older YAML would take for a number is not without quotes.
fn within(
    before: &str,
    after: &str,
    new: &str,
    old: &str,
    request: &Request,
) -> Result<(), String> {
    let middle = new
        .strip_prefix(before)
        .and_then(|it| it.strip_suffix(after));
    let Some(middle) = middle else {
        return Err("law 1: bytes outside of the event change".to_owned());
    };
    let was = &old[before.len()..old.len() - after.len()];
    for text in texts(request) {
        for end in ["\n", "\r", ",", "}", "]", " #"] {
            let bare = format!(": {text}{end}");
            let times = |text: &str| text.matches(&bare).count();
            // `true` is also what says that a meeting is cancelled.
            let is_in_another = others(request).contains(&bare);
            if text != "true"
                && OTHER_TYPES.contains(&text)
                && !is_in_another
                && times(middle) > times(was)
            {
                return Err(format!("law 2: {text:?} is not written as a text"));
            }
        }
    }
    Ok(())
}

/// The texts of a request that are written as they are.
fn texts(request: &Request) -> Vec<&str> {
    match request {
        Request::Move { reason, .. }
        | Request::Cancel { reason, .. }
        | Request::Skip { reason, .. }
        | Request::Postpone { reason, .. } => reason.as_deref().into_iter().collect(),
        Request::Set { value, .. } => vec![value],
        Request::Talk { talk, .. } => vec![&talk.title],
        _ => Vec::new(),
    }
}

/// The other texts of a request, in which one of [`texts`] may be too.
fn others(request: &Request) -> String {
    match request {
        Request::Talk { talk, .. } => talk.speakers.join("\n"),
        _ => String::new(),
    }
}

/// Returns the comment with which a part of a file ends; empty without one.
fn last_comment<'a>(old: &'a Written, part: &str) -> &'a str {
    let part = part.trim_end();
    let mut comments = old.comments.iter().map(|(comment, _)| comment.as_str());
    let is_last = |comment: &&str| part.ends_with(*comment);
    comments.find(is_last).unwrap_or_default()
}

/// Checks that an event and at most one empty line are gone. `comment` is what the text before it ends with.
fn removed(
    (before, comment): (&str, &str),
    after: &str,
    new: &str,
    is_flow: bool,
    events: usize,
) -> Result<(), String> {
    let is_blank = |line: &str| line.trim().is_empty();
    let last = before
        .split_inclusive('\n')
        .next_back()
        .filter(|it| is_blank(it));
    let first = after.split_inclusive('\n').next().filter(|it| is_blank(it));
    let mut results = vec![format!("{before}{after}")];
    results.extend(last.map(|it| format!("{}{after}", &before[..before.len() - it.len()])));
    results.extend(first.map(|it| format!("{before}{}", &after[it.len()..])));
    if after.is_empty() {
        // The line before is now the last, and ends like it.
        results.push(before.trim_end_matches(['\r', '\n']).to_owned());
    }
    if results.iter().any(|it| it == new) {
        return Ok(());
    }
    let head = before.trim_end_matches([' ', '\n', '\r', ',']);
    let tail = after.trim_start_matches([' ', '\n', '\r', ',']);
    // A list without events is `[]`.
    let emptied = new
        .replacen("events: []", "events:", 1)
        .replacen("'events': []", "'events':", 1)
        .replacen("\"events\": []", "\"events\":", 1);
    if events == 1 && results.contains(&emptied) {
        return Ok(());
    }
    // In brackets, the comma before the last event separates nothing without it, and goes with it, also if a comment is between them. An event
    // that was added at this place could not be taken back otherwise.
    let without_comma = head.strip_suffix(comment).and_then(|head| {
        let head = head.trim_end_matches(' ');
        let spaces = &before[head.len()..];
        let spaces = &spaces[..spaces.len() - spaces.trim_start_matches(' ').len()];
        Some(format!("{}{spaces}{comment}", head.strip_suffix(',')?))
    });
    let is_end = after
        .trim_start_matches([' ', '\n', '\r', ','])
        .starts_with(']');
    let without_comma = without_comma.filter(|_| is_end && !comment.is_empty());
    let stays = |head: &str| {
        let between = new
            .strip_prefix(head)
            .and_then(|new| new.strip_suffix(tail));
        between.is_some_and(|between| {
            between
                .trim_matches([' ', '\n', '\r', ',', '[', ']'])
                .is_empty()
        })
    };
    if (is_flow || events == 1) && (stays(head) || without_comma.is_some_and(|head| stays(&head))) {
        return Ok(());
    }
    Err("law 1: more than the event is removed".to_owned())
}

/// Checks that lines were added, and nothing was changed.
fn added(old: &str, new: &str, is_empty: bool, is_flow: bool) -> Result<(), String> {
    let (one, other) = (old.as_bytes(), new.as_bytes());
    let start = one
        .iter()
        .zip(other)
        .take_while(|(one, other)| one == other)
        .count();
    let end = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let gone = one.len().saturating_sub(start + end);
    if gone > 0 && !is_empty && !is_flow {
        return Err(format!("law 1: adding an event removes {gone} bytes"));
    }
    let blank = |text: &str| text.lines().filter(|it| it.trim().is_empty()).count();
    // One more may be in the description.
    if blank(new) > blank(old) + 2 {
        return Err("law 1: adding an event adds empty lines".to_owned());
    }
    Ok(())
}

/// Checks that every comment that is not below a removed key is still there, in order.
fn comments(old: &Written, event: &Event, request: &Request, new: &str) -> Result<(), String> {
    let gone = gone(event, request);
    let mut rest = new;
    for (comment, path) in &old.comments {
        if gone.iter().any(|it| path.starts_with(it)) {
            continue;
        }
        let ends = |at: usize| {
            rest[at + comment.len()..]
                .chars()
                .next()
                .is_none_or(|c| "\r\n ".contains(c))
        };
        let at = rest
            .match_indices(comment.as_str())
            .map(|(at, _)| at)
            .find(|at| ends(*at));
        let Some(at) = at else {
            return Err(format!("law 1: a comment is lost: {comment}"));
        };
        rest = &rest[at + comment.len()..];
    }
    Ok(())
}

/// The paths below which comments may disappear.
fn gone(event: &Event, request: &Request) -> Vec<Vec<String>> {
    let path = |keys: &[&str]| {
        let keys = std::iter::once(event.id.as_str()).chain(keys.iter().copied());
        keys.map(str::to_owned).collect::<Vec<_>>()
    };
    match request {
        Request::Remove { .. } => vec![path(&[])],
        Request::Restore {
            date: Some(date), ..
        }
        | Request::Unset {
            date: Some(date), ..
        } => {
            let changes = event.node.at("changes").map(|it| &it.kind);
            let is_last = matches!(changes, Some(super::node::Kind::Map(map)) if map.len() == 1);
            vec![if is_last {
                path(&["changes"])
            } else {
                path(&["changes", date])
            }]
        }
        Request::Restore { date: None, .. } | Request::Move { date: None, .. } => {
            vec![path(&["status"]), path(&["reason"])]
        }
        Request::Unset { key, .. } => vec![path(&[key])],
        _ => Vec::new(),
    }
}

/// Checks that the values differ by the request and by nothing else.
pub(crate) fn values(
    old: &str,
    event: &Event,
    request: &Request,
    edit: &Edit,
) -> Result<(), String> {
    let (old, new) = (read(old), read(&edit.text));
    if rest(&old) != rest(&new) {
        return Err("law 2: a key that is not `events` changes".to_owned());
    }
    let (mut old, mut new) = (events(&old), events(&new));
    if let Request::Add(asked) = request {
        let at = find(&new, &edit.id).ok_or("law 2: the new event is not there")?;
        let made = new.remove(at);
        if !same_list(&old, &new) {
            return Err("law 2: adding an event changes another".to_owned());
        }
        let mut wanted = serde_yaml::Mapping::new();
        wanted.insert("id".into(), edit.id.as_str().into());
        for (key, value) in &asked.keys {
            wanted.insert(key.as_str().into(), of_new(key, value));
        }
        let is_same = same(&made, &serde_yaml::Value::Mapping(wanted));
        return if is_same {
            Ok(())
        } else {
            Err(format!("law 2: the new event is {made:?}"))
        };
    }
    let at = find(&old, &event.id).expect("the event is in its file");
    let before = old.remove(at);
    if let Request::Remove { .. } = request {
        let is_same = same_list(&old, &new);
        return if is_same {
            Ok(())
        } else {
            Err("law 2: removing an event changes another".to_owned())
        };
    }
    let at_new = find(&new, &event.id).ok_or("law 2: the event is lost")?;
    let after = new.remove(at_new);
    if at != at_new || !same_list(&old, &new) {
        return Err("law 2: another event changes".to_owned());
    }
    let wanted = wanted(request, event, &before);
    if wanted.iter().any(|it| same(&after, it)) {
        return Ok(());
    }
    if let Some(date) = event.changed_by(request)
        && differs_in_state(&date, &before, &after)
    {
        return Ok(());
    }
    Err(format!(
        "law 2: wanted one of\n{wanted:#?}\nfound\n{after:#?}"
    ))
}

fn same_list(one: &[serde_yaml::Value], other: &[serde_yaml::Value]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

/// Compares values without the order of keys. A text may have a line end more.
fn same(one: &serde_yaml::Value, other: &serde_yaml::Value) -> bool {
    use serde_yaml::Value::{Mapping, Sequence, String};
    match (one, other) {
        (String(one), String(other)) => one.trim_end_matches('\n') == other.trim_end_matches('\n'),
        (Mapping(one), Mapping(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|it| same(value, it)))
        }
        (Sequence(one), Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        _ => one == other,
    }
}
