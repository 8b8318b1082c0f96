//! Checks that no two events of a file have the same UID.
//!
//! If the `uid` of one event equals the UID that another has from its id, the event with the `uid` gets the error. [`Uid`] decides which
//! characters a UID may contain.

use super::reporter::At;
use crate::calendar::{Claim, Event, clashes};
use crate::diagnostic::{EventFinding, Related};
use crate::document::Merged;
use crate::value::{Domain, Uid};

/// A UID is the "persistent, globally unique identifier" (RFC 5545 §3.8.4.7). Google shows only the last of two events with the same one.
pub(super) fn are_unique(
    top: &At<'_>,
    document: &Merged<'_>,
    domain: Option<&Domain>,
    events: &[Option<Event>],
) {
    if document.events.iter().all(|written| written.uid.is_none()) {
        return;
    }
    let list = top.key("events");
    let mut indices = Vec::new();
    let mut claims = Vec::new();
    for (index, written) in document.events.iter().enumerate() {
        let own = written.uid.as_deref().map(Uid::parse);
        let is_own = own.is_some();
        let uid = match own {
            Some(Ok(uid)) => uid.to_string(),
            Some(Err(_)) => continue,
            None => match (written.id.as_ref(), domain) {
                (Some(id), Some(domain)) => format!("{id}@{domain}"),
                _ => continue,
            },
        };
        indices.push(index);
        claims.push(Claim {
            uid,
            is_own,
            event: events.get(index).and_then(Option::as_ref),
        });
    }
    for clash in clashes(&claims) {
        let ends = [clash.of, clash.with].map(|it| Some((*indices.get(it)?, claims.get(it)?)));
        let [Some((of, claim)), Some((with, holder))] = ends else {
            continue;
        };
        let name = document
            .events
            .get(with)
            .and_then(|written| written.id.as_deref());
        let (uid, holder_name) = (claim.uid.as_str().into(), name.unwrap_or(&claim.uid).into());
        let finding = if clash.is_of_part {
            EventFinding::UidOfPart {
                uid,
                holder: holder_name,
            }
        } else {
            EventFinding::DuplicateUid {
                uid,
                holder: holder_name,
            }
        };
        let (at, other) = (list.index(of), list.index(with));
        at.key("uid").error_beside(
            finding.into(),
            &other.key(if holder.is_own { "uid" } else { "id" }),
            Related::Other,
        );
    }
}
