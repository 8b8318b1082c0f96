//! What is in front of a node, and the comment after a value that was meant as more of it.
//!
//! The builder of [`super`] makes [`Properties`] from the bytes of a node. [`crate::document::node::Node::drops`] decides what to report.

use std::cell::Cell;
use std::ops::Range;

use super::Builder;
use crate::document::entries::FREE_TEXT;
use crate::document::lines;
use crate::document::node::Properties;
use crate::document::repairs::scalar;
use crate::time::Moment;

impl Builder<'_> {
    pub(super) fn properties(&self, bytes: Range<usize>, is_tagged: bool) -> Properties {
        let line = self.written(&bytes).lines().next().unwrap_or_default();
        Properties {
            start: bytes.start,
            written: line.trim_end().to_owned(),
            is_tagged,
            is_used: Cell::new(false),
            hidden: None,
        }
    }

    /// The comment after a plain value, where it has no space after its `#`: in `Room #4` or `2027-03-25 #11am`, it is more of the value.
    pub(super) fn hidden(&self, text: Range<usize>) -> Option<Range<usize>> {
        let end = text.end - self.shift;
        let rest = self.body.as_bytes().get(end..).unwrap_or_default();
        let next = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
        if next != Some(&b'#') {
            return None;
        }
        let after = lines::value_from(self.body, end);
        let comment = after.trim_start_matches([' ', '\t']);
        let is_value = !text.is_empty() && self.key().is_some();
        (is_value && comment.len() < after.len() && lines::begins_hidden(comment)).then(|| {
            let end = text.end + after.len();
            end - comment.len()..end
        })
    }

    pub(super) fn hiding(&self, start: usize, hidden: Range<usize>) -> Properties {
        let written = self.written(&(start..hidden.end));
        let key = self.key().unwrap_or_default();
        let is_text = FREE_TEXT.contains(&key) || key.starts_with("x-");
        let (value, comment) = written.split_at(hidden.start - start);
        let joined = format!("{value}{}", comment.trim_start_matches('#'));
        let guess = if is_text {
            Some(scalar(&written.replace('\t', " "), true))
        } else if key == "repeats" || Moment::parse(&joined).is_ok() {
            Some(scalar(&joined, false))
        } else {
            None
        };
        Properties {
            start,
            written: written.to_owned(),
            is_tagged: false,
            is_used: Cell::new(false),
            hidden: Some((hidden, guess)),
        }
    }

    /// Returns the byte at which a node begins after `count` tags and anchors.
    pub(super) fn behind_properties(&self, bytes: Range<usize>, count: usize) -> usize {
        let written = self.written(&bytes);
        let mut rest = written;
        for _ in 0..count {
            rest = rest.trim_start_matches(|c: char| !c.is_whitespace());
            while let Some(comment) = Some(rest.trim_start()).filter(|rest| rest.starts_with('#')) {
                rest = comment.split_once('\n').map_or("", |(_, rest)| rest);
            }
            rest = rest.trim_start();
        }
        bytes.start + written.len() - rest.len()
    }
}
