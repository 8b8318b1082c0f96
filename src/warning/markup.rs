//! Finds HTML where Markdown is expected, and URLs and calls where a place is expected.
//!
//! Each text or location gets at most one warning, which names the first tag or the problem with the location, and what to write instead.

use super::Adviser;
use crate::calendar::{Details, Event};
use crate::diagnostic::{Edit, Path, Problem, WarningFinding};
use crate::markdown;
use crate::value::Url;

impl Adviser<'_> {
    /// Warns about HTML in a text in Markdown.
    pub(super) fn markdown(
        &mut self,
        event: Option<&Event>,
        path: impl Fn() -> Path,
        text: Option<&str>,
    ) {
        let Some(found) = text.and_then(markdown::first_tag) else {
            return;
        };
        let (tag, cure) = (found.tag.as_str().into(), found.cure);
        self.text_warning(event, &path, WarningFinding::Html { tag, cure }.into());
    }

    /// Warns about a location that is no place.
    pub(super) fn location(&mut self, event: &Event, path: impl Fn() -> Path, details: &Details) {
        let Some(location) = details.location() else {
            return;
        };
        let has_join = details.join().is_some();
        let problem = if let Some(found) = markdown::first_url(location) {
            if has_join {
                WarningFinding::AddressBesideJoin.into()
            } else {
                let is_alone = found.before.trim().is_empty() && found.after.trim().is_empty();
                if is_alone && Url::parse(found.url).is_ok() {
                    Problem::from(WarningFinding::AddressAlone).guess(Edit::Key("join".to_owned()))
                } else {
                    WarningFinding::Address.into()
                }
            }
        } else {
            let written = location.into();
            let plain = location.to_lowercase();
            if UNKNOWN.contains(&plain.as_str()) {
                Problem::from(WarningFinding::UnknownPlace { written }).guess(Edit::Remove)
            } else if !CALLS.contains(&plain.as_str()) {
                return;
            } else if has_join {
                Problem::from(WarningFinding::CallBesideJoin { written }).guess(Edit::Remove)
            } else if details.form().is_some() {
                Problem::from(WarningFinding::CallWithoutAddress { written })
                    .template(Edit::Entry("join: <address of the call>".to_owned()))
            } else {
                Problem::from(WarningFinding::CallAsPlace { written })
                    .guess(Edit::Entry("format: virtual".to_owned()))
            }
        };
        self.text_warning(Some(event), &path, problem);
    }
}

/// What people write as the location if there is a call, in lower case.
pub(crate) const CALLS: [&str; 14] = [
    "zoom",
    "online",
    "virtual",
    "virtually",
    "remote",
    "teams",
    "ms teams",
    "microsoft teams",
    "google meet",
    "meet",
    "webex",
    "skype",
    "jitsi",
    "video call",
];

/// What people write as the location if it is not known yet.
const UNKNOWN: [&str; 8] = [
    "tbc",
    "tba",
    "tbd",
    "to be confirmed",
    "to be announced",
    "to be decided",
    "n/a",
    "?",
];
