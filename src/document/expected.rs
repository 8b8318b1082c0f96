//! Makes the steps of an edit in the values that were read, without the text.
//!
//! [`expected`] returns the event that an edited text must have. [`mod@crate::edit`] compares it with the event that is read from that text, so that
//! a mistake in [`super::splice`] is noticed and nothing is written.

use std::collections::HashSet;
use std::rc::Rc;

use super::entries::NONE;
use super::node::{Content, Entry, Node};
use super::splice::position;
use super::step::{Step, Value};
use super::{Event, Places, reader};
use crate::diagnostic::Segment;

/// Returns an entry of `events:` after some steps. Returns `None` if the entry cannot be read, or a step cannot be made in it.
pub(crate) fn expected(text: &str, places: &Places, index: usize, steps: &[Step]) -> Option<Event> {
    let node = places.entry(text, index)?;
    read(&after(&node, steps)?, index)
}

/// Returns the event with these keys.
pub(crate) fn event_of(keys: &[(String, Value)]) -> Option<Event> {
    read(&of(&Value::Keys(keys.to_vec())), 0)
}

fn read(node: &Rc<Node>, index: usize) -> Option<Event> {
    let path = vec![Segment::Key("events".to_owned()), Segment::Index(index)];
    reader::read(node, &path, &HashSet::new()).ok()
}

fn after(node: &Rc<Node>, steps: &[Step]) -> Option<Rc<Node>> {
    steps.iter().try_fold(Rc::clone(node), |node, step| {
        changed(&node, step.path(), step, step.path())
    })
}

/// Returns a mapping after a step whose keys are further down this path.
fn changed(node: &Rc<Node>, rest: &[String], step: &Step, path: &[String]) -> Option<Rc<Node>> {
    let depth = path.len() - rest.len();
    let mut entries: Vec<Entry> = match &node.content {
        Content::Mapping(entries) => entries.clone(),
        Content::Scalar { .. } => Vec::new(),
        Content::Sequence(_) => return None,
    };
    let find = |entries: &[Entry], key: &str| {
        let mut entries = entries.iter();
        entries.position(|(own, _)| own.text() == Some(key))
    };
    let put = |entries: &mut Vec<Entry>, key: &str, value: Rc<Node>| {
        let index = find(entries, key);
        if let Some((_, old)) = index.and_then(|index| entries.get_mut(index)) {
            *old = value;
            return;
        }
        let keys = entries
            .iter()
            .map(|(key, _)| key.text().unwrap_or_default());
        let keys: Vec<&str> = keys.collect();
        let at = position(path.get(..depth).unwrap_or_default(), &keys, key);
        entries.insert(at.min(entries.len()), (text(key), value));
    };
    if let Some((key, rest)) = rest.split_first() {
        let old = find(&entries, key).and_then(|index| entries.get(index));
        let old = old.map(|(_, value)| Rc::clone(value));
        let inner = changed(&old.unwrap_or_else(|| text("")), rest, step, path)?;
        let is_left = !inner.entries().is_empty();
        if is_left {
            put(&mut entries, key, inner);
        } else {
            entries.retain(|(own, _)| own.text() != Some(key));
        }
        return Some(mapping(entries));
    }
    let key = step.key();
    match step {
        Step::Put { value, .. } => put(&mut entries, key, of(value)),
        Step::Remove { .. } => {
            let index = find(&entries, key)?;
            entries.remove(index);
        }
        Step::Push { item, .. } => {
            let old = find(&entries, key).and_then(|index| entries.get(index));
            let old = old.map(|(_, value)| &value.content);
            let mut items = match old {
                Some(Content::Sequence(items)) => items.clone(),
                Some(Content::Scalar { text, .. })
                    if !text.is_empty() && !NONE.contains(&text.as_str()) =>
                {
                    return None;
                }
                Some(Content::Mapping(_)) => return None,
                Some(Content::Scalar { .. }) | None => Vec::new(),
            };
            items.push(of(item));
            put(&mut entries, key, node_of(Content::Sequence(items)));
        }
    }
    Some(mapping(entries))
}

/// Returns a value as it is read.
fn of(value: &Value) -> Rc<Node> {
    match value {
        Value::Text(written) | Value::Moment(written) => text(written),
        Value::True => plain("true"),
        Value::Plain(written) => plain(written),
        Value::Texts(texts) => {
            let texts = texts.iter().map(|it| text(it));
            node_of(Content::Sequence(texts.collect()))
        }
        Value::List(items) => node_of(Content::Sequence(items.iter().map(of).collect())),
        Value::Keys(keys) => mapping(keys.iter().map(|(key, it)| (text(key), of(it))).collect()),
    }
}

fn plain(written: &str) -> Rc<Node> {
    node_of(Content::Scalar {
        text: written.to_owned(),
        plain: true,
    })
}

fn text(text: &str) -> Rc<Node> {
    node_of(Content::Scalar {
        text: text.to_owned(),
        plain: false,
    })
}

fn mapping(entries: Vec<Entry>) -> Rc<Node> {
    node_of(Content::Mapping(entries))
}

fn node_of(content: Content) -> Rc<Node> {
    let (size, text_size) = content.sizes();
    Rc::new(Node {
        content,
        bytes: 0..0,
        size,
        text_size,
        properties: None,
    })
}
