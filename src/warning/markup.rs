//! HTML where Markdown is expected, and addresses where a place is.
//!
//! In: a text in Markdown, or a location. Out: a warning at its place, which names the first tag or the address and what to write. Guaranteed:
//! one for each text. Absent: whether a text is better without.

use super::Adviser;
use crate::calendar::{Details, Event};
use crate::diagnostic::{Kind, Path};
use crate::markdown;

impl Adviser<'_> {
    /// Reads a text in Markdown.
    pub(super) fn markdown(
        &mut self,
        event: Option<&Event>,
        path: impl Fn() -> Path,
        text: Option<&str>,
    ) {
        let Some(found) = text.and_then(markdown::first_tag) else {
            return;
        };
        let message = format!(
            "`{}` is shown as it is typed: this is Markdown, not HTML",
            found.tag
        );
        self.say(event, &path, Kind::Html, message, found.cure);
    }

    /// Reads a location.
    pub(super) fn location(&mut self, event: &Event, path: impl Fn() -> Path, said: &Details) {
        let Some((before, address, after)) = said.location().and_then(markdown::bare) else {
            return;
        };
        let is_alone = before.trim().is_empty() && after.trim().is_empty();
        let help = match (said.join().is_some(), is_alone) {
            (true, true) => "remove it, or write where people meet: `join` is the link".to_owned(),
            (true, false) => "remove the address: `join` is the link".to_owned(),
            (false, true) => format!("where it is a call, write `join: {address}` in place of it"),
            (false, false) => {
                format!("where it is a call, write it under `join: {address}`, and here the place")
            }
        };
        let message = "a web address in `location`".to_owned();
        self.say(Some(event), &path, Kind::LocationAddress, message, help);
    }
}
