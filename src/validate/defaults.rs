//! Checks the values under `defaults`, also where no event takes them.
//!
//! Each event is checked with the defaults that it takes, and a problem that it finds in one is reported at the default. A default that no event
//! takes is checked here alone. The same problem at the same place is reported once.

use super::details;
use super::groups::KnownGroups;
use super::reporter::At;
use crate::document::{self, Merged};
use crate::value::{Image, Language, Length};

/// Checks the defaults of all files.
pub(super) fn defaults(top: &At<'_>, document: &Merged<'_>, groups: &KnownGroups<'_>) {
    let list = top.key("defaults");
    for (file, defaults) in document.defaults() {
        let at = list.index(file);
        // An event without keys of its own takes all of them.
        let (written, _) = defaults.applied(&document::Event::default(), true);
        at.allowed(&written.allow);
        // As in an event, where an empty value has a message of its own.
        if let Some(zone) = written.timezone.as_ref() {
            at.key("timezone").parse(zone, super::zone);
        }
        if let Some(length) = written.duration.as_ref() {
            at.key("duration").parse(length, Length::parse);
        }
        at.read("image", written.image.as_ref(), Image::parse);
        at.read("language", written.language.as_ref(), Language::parse);
        details::of_defaults(&at, &written);
        groups.check(&at, &written);
    }
}
