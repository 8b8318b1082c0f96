//! The pictures that a file names: finds them, and checks that no two files would be published at one address.
//!
//! [`written_images`] returns each picture with what it belongs to, so that the shell can report a file that it cannot read at its place
//! ([`path_of`]).

use std::collections::BTreeMap;

use super::reporter::At;
use crate::diagnostic::{Path, Related, Segment, ValueFinding};
use crate::document::Merged;
use crate::value::Image;

/// What a picture belongs to: the event at an index, or the calendar.
type Holder = Option<usize>;

/// Returns the pictures of a document that can be read, in the order of the file.
pub(crate) fn written_images(document: &Merged<'_>) -> impl Iterator<Item = (Holder, Image)> {
    let of_calendar = document.calendar.iter().map(|it| (None, it.image.as_ref()));
    let events = document.events.iter().enumerate();
    of_calendar
        .chain(events.map(|(index, event)| (Some(index), event.image.as_ref())))
        .filter_map(|(holder, written)| Some((holder, Image::parse(written?).ok()?)))
}

/// Returns the path of the key `image`.
pub(crate) fn path_of(holder: Holder) -> Path {
    let key = |key: &str| Segment::Key(key.to_owned());
    match holder {
        None => vec![key("calendar"), key("image")],
        Some(index) => vec![key("events"), Segment::Index(index), key("image")],
    }
}

/// Reports two files of different names that would be published at the same address. Many hosts ignore the difference between capitals and
/// small letters.
pub(super) fn have_own_addresses(top: &At<'_>, document: &Merged<'_>) {
    let (calendar, events) = (top.key("calendar"), top.key("events"));
    let mut found: BTreeMap<String, (Holder, Image)> = BTreeMap::new();
    for (holder, image) in written_images(document) {
        let Some(published) = image.published() else {
            continue;
        };
        let Some((first, other)) = found.get(&published.to_lowercase()) else {
            found.insert(published.to_lowercase(), (holder, image));
            continue;
        };
        if *other != image {
            let [path, other] = [&image, other].map(|it| it.file().unwrap_or_default().into());
            let event = events.index(holder.unwrap_or_default());
            let other_event = events.index(first.unwrap_or_default());
            let at = holder.map_or(&calendar, |_| &event).key("image");
            let other_at = first.map_or(&calendar, |_| &other_event).key("image");
            let finding = ValueFinding::SameImage { path, other };
            at.error_beside(finding.into(), &other_at, Related::Other);
        }
    }
}
