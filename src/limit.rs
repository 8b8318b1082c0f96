//! The limits of one text, one list, one calendar and what one file publishes.
//!
//! [`text`], [`address`] and [`too_many`] give the problem of what is above a limit. Each limit is far above what real calendars have, so
//! only a mistake or an attack meets it. The JSON Schema and `docs/reference/format.md` have the same numbers. [`crate::document`] has the
//! limits of reading a file, and validation counts what a file publishes.

use crate::diagnostic::{LimitFinding, Problem};

/// Characters of a text of one line: a title, a name, a place, a reason, a tag.
pub(crate) const LINE: usize = 1_000;

/// Characters of a text in Markdown: a description, or the abstract of a talk.
pub(crate) const MARKDOWN: usize = 100_000;

/// Characters of a web address, or of an e-mail address.
pub(crate) const ADDRESS: usize = 2_000;

/// Tags of an event.
pub(crate) const TAGS: usize = 100;

/// Groups of an event.
pub(crate) const GROUPS_OF_EVENT: usize = 100;

/// Groups of a calendar.
pub(crate) const GROUPS: usize = 1_000;

/// Groups of an area.
pub(crate) const MEMBERS: usize = 500;

/// Areas that hold one group, directly or through others.
pub(crate) const AREAS_OF_GROUP: usize = 10;

/// Talks of an event.
pub(crate) const TALKS: usize = 500;

/// Speakers of a talk.
pub(crate) const SPEAKERS: usize = 100;

/// Links of an event.
pub(crate) const LINKS: usize = 100;

/// Keys that begin with `x-`, in one mapping.
pub(crate) const OWN_KEYS: usize = 100;

/// Former slugs of the calendar, or of a group.
pub(crate) const FORMERLY: usize = 100;

/// Entries of `include`.
pub(crate) const INCLUDE: usize = 1_000;

/// Names of warnings under one `allow`.
pub(crate) const ALLOW: usize = 100;

/// Dates under `also` and `changes` of one event.
pub(crate) const DATES: usize = 2_000;

/// Meetings that a file publishes, such as a thousand a week for three years. Each is an entry of `events.json`, and most have an invite.
pub(crate) const MEETINGS: u64 = 160_000;

/// The most bytes of all invites, which are on disk only: a thousand weekly series with 1 kB each take 240 MB.
pub(crate) const TEXT_OF_INVITES: u64 = 256_000_000;

/// The most bytes of text in all dates under `also` and `changes`, such as 10,000 dates with 1 kB each. They are all in one `events.json`
/// and in one feed, which are held in memory.
pub(crate) const TEXT_OF_DATES: u64 = 16_000_000;

/// The most bytes of text in all group feeds, which are held in memory too: four times the size of the largest file.
pub(crate) const TEXT_OF_GROUPS: u64 = 64_000_000;

/// Refuses a text of more than `most` characters.
pub(crate) fn text(written: &str, most: usize) -> Result<(), Problem> {
    // A character has at least one byte, so the characters of most texts need not be counted.
    if written.len() <= most || written.chars().nth(most).is_none() {
        return Ok(());
    }
    let count = written.chars().count();
    Err(match most {
        MARKDOWN => LimitFinding::LongText { count, most },
        ADDRESS => LimitFinding::LongAddress { count, most },
        _ => LimitFinding::LongLine { count, most },
    }
    .into())
}

/// Refuses an address that is too long for programs to open.
pub(crate) fn address(written: &str) -> Result<(), Problem> {
    text(written, ADDRESS)
}

/// The problem of a list with more items than `most`.
pub(crate) fn too_many(name: &str, count: usize, most: usize) -> Problem {
    let key = name.into();
    LimitFinding::TooManyItems { key, count, most }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_have_as_many_characters_as_the_limit() {
        assert_eq!(text("ŵŵŵ", 3), Ok(()));
        let problem = text("ŵŵŵŵ", 3).unwrap_err();
        assert_eq!(
            problem.to_string(),
            "a text of 4 characters, but at most 3 are allowed; shorten it; longer text can be written under `description`"
        );
    }

    #[test]
    fn an_address_that_is_too_long_is_not_moved_into_a_description() {
        let problem = address(&"a".repeat(ADDRESS + 1)).unwrap_err();
        assert_eq!(
            problem.to_string(),
            "an address of 2001 characters, but at most 2000 are allowed; write a shorter address"
        );
    }
}
