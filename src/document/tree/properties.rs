//! The tag and the anchor before a node, and the comment after a text that was probably meant as part of it.
//!
//! The builder of [`super`] makes [`Properties`] from the bytes of a node. [`crate::document::node::Node::drops`] decides what to report.

use std::cell::Cell;
use std::ops::Range;

use super::Builder;
use crate::document::entries::FREE_TEXT;
use crate::document::lines;
use crate::document::node::Properties;

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

    /// Returns the comment after a plain text, if it has no space after its `#`. The `#4` of a room or an issue was meant as text.
    pub(super) fn hidden(&self, text: Range<usize>) -> Option<Range<usize>> {
        let end = text.end - self.shift;
        let rest = self.body.as_bytes().get(end..).unwrap_or_default();
        let next = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
        if next != Some(&b'#') {
            return None;
        }
        let behind = lines::value_from(self.body, end);
        let comment = behind.trim_start_matches([' ', '\t']);
        let is_text = !text.is_empty() && self.key().is_some_and(|key| FREE_TEXT.contains(&key));
        (is_text && comment.len() < behind.len() && lines::begins_hidden(comment)).then(|| {
            let end = text.end + behind.len();
            end - comment.len()..end
        })
    }

    pub(super) fn hiding(&self, start: usize, hidden: Range<usize>) -> Properties {
        Properties {
            start,
            written: self.written(&(start..hidden.end)).to_owned(),
            is_tagged: false,
            is_used: Cell::new(false),
            hidden: Some(hidden),
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
