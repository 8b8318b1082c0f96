//! Finds events that are probably the same although their ids and UIDs differ.
//!
//! It returns pairs of ids, and is cautious: events that share only a time, or only a title months apart, are no pair, and neither are the
//! events of a numbered series. [`super::identity`] writes the warnings.

use std::collections::{BTreeMap, BTreeSet};

use super::has;
use crate::calendar::{Calendar, Details, Event, Schedule, Series, Successors};
use crate::value::Slug;

/// At most this many days apart, events with the same title count as the same event. Weekly meetings are further apart.
const FEW_DAYS: i64 = 6;
/// At most this many days apart, events with the same title and a similar id count as the same event.
const MANY_DAYS: i64 = 92;
/// Titles and ids that are at least this similar differ only by a typo or an added word.
const CLOSE_TITLE: f64 = 0.75;
const CLOSE_ID: f64 = 0.9;

/// At most this many pairs of events are compared, because each comparison takes time. No single edit renames so many.
const MOST_COMPARED: usize = 100_000;
/// At most this many events with the same title are compared with each other.
const MOST_OF_ONE_TITLE: usize = 100;

/// Returns the ids that are gone, each with the new id of an event that looks the same.
pub(crate) fn renamed<'a>(
    before: &'a Calendar,
    after: &'a Calendar,
    successors: &Successors<'a>,
) -> Vec<(&'a Slug, &'a Slug)> {
    let is_gone = |event: &&Event| !has(after, event) && successors.of(event, None).is_none();
    let is_new = |event: &&Event| !has(before, event) && successors.before(event, None).is_none();
    let gone = before.events().iter().filter(is_gone);
    let mut new: Vec<&Event> = after.events().iter().filter(is_new).collect();
    let mut renamed = Vec::new();
    let mut left = MOST_COMPARED;
    for old in gone {
        let mut compared = new.iter().take(left);
        left -= compared.len();
        let alike = compared.position(|new| looks_the_same(old, new));
        if let Some(alike) = alike {
            renamed.push((old.id(), new.remove(alike).id()));
        }
    }
    renamed
}

/// Returns the pairs of events that have swapped their ids.
pub(super) fn swapped<'a>(
    before: &'a Calendar,
    after: &'a Calendar,
    successors: &Successors<'a>,
) -> Vec<(&'a Slug, &'a Slug)> {
    let is = |one: &Event, other: &Event| {
        one.details().title() == other.details().title() && one.schedule() == other.schedule()
    };
    let after_of: BTreeMap<&Slug, &Event> = after.events().iter().map(|it| (it.id(), it)).collect();
    let changed: Vec<(&Event, &Event)> = before
        .events()
        .iter()
        .filter_map(|old| Some((old, successors.of(old, after_of.get(old.id()).copied())?)))
        .filter(|(old, new)| {
            old.details().title() != new.details().title() && old.schedule() != new.schedule()
        })
        .collect();
    let mut by_title: BTreeMap<&str, Vec<(&Event, &Event)>> = BTreeMap::new();
    for (old, new) in &changed {
        let title = new.details().title();
        by_title.entry(title).or_default().push((old, new));
    }
    let mut seen: BTreeSet<&Slug> = BTreeSet::new();
    let mut swapped = Vec::new();
    for (old, new) in &changed {
        let others = by_title.get(old.details().title());
        let mut others = others.into_iter().flatten().take(MOST_OF_ONE_TITLE);
        let other = others.find(|(other_old, other_new)| {
            is(old, other_new) && is(other_old, new) && !seen.contains(old.id())
        });
        if let Some((other, _)) = other {
            seen.extend([old.id(), other.id()]);
            swapped.push((old.id(), other.id()));
        }
    }
    swapped
}

/// Whether two events are probably the same.
fn looks_the_same(old: &Event, new: &Event) -> bool {
    let [one, other] = [old, new].map(|event| event.details().title().to_lowercase());
    let is_titled_the_same = one == other;
    let is_titled_alike = is_titled_the_same || are_titles_similar(&one, &other);
    let is_named_alike = are_ids_similar(old.id().as_str(), new.id().as_str());
    match (old.schedule(), new.schedule()) {
        (Schedule::Once(was), Schedule::Once(is)) => {
            let days = (was.first_date() - is.first_date()).num_days().abs();
            is_titled_the_same && (days <= FEW_DAYS || is_named_alike && days <= MANY_DAYS)
                || was == is
                    && (is_titled_alike
                        || is_named_alike
                        || says_the_same(old.details(), new.details()))
        }
        (Schedule::Series(was), Schedule::Series(is)) => {
            let (one, other) = (was.rule(), is.rule());
            let is_same_rule =
                one.pattern() == other.pattern() && one.interval() == other.interval();
            let is_same_start = was.first() == is.first();
            let is_close = is_titled_alike || is_named_alike;
            is_same_rule && (is_titled_the_same || is_same_start)
                || is_same_start && is_close
                || overlap(was, is)
                    && (is_titled_the_same || is_named_alike && (is_titled_alike || is_same_rule))
        }
        (Schedule::Once(time), Schedule::Series(series))
        | (Schedule::Series(series), Schedule::Once(time)) => {
            is_titled_the_same && series.contains(time.first_date())
        }
        // An event without a date is in no feed, so it has no identity to lose.
        (Schedule::ToBeConfirmed(_), _) | (_, Schedule::ToBeConfirmed(_)) => false,
    }
}

/// Whether two series overlap in time.
fn overlap(one: &Series, other: &Series) -> bool {
    let reaches = |one: &Series, other: &Series| {
        let last = one.rule().last();
        last.is_none_or(|last| last >= other.rule().start())
    };
    reaches(one, other) && reaches(other, one)
}

/// Whether one title has all words of the other, or differs from it by a typo.
fn are_titles_similar(one: &str, other: &str) -> bool {
    fn words(title: &str) -> BTreeSet<&str> {
        let words = title.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).collect()
    }
    let [one_words, other_words] = [one, other].map(words);
    let has_all = !one_words.is_empty()
        && !other_words.is_empty()
        && (one_words.is_subset(&other_words) || other_words.is_subset(&one_words));
    has_all || strsim::normalized_levenshtein(one, other) >= CLOSE_TITLE
}

/// Whether one id is a prefix or the initials of the other, or differs from it by a typo. Ids that differ only in numbers belong to a
/// numbered series, and are not similar.
fn are_ids_similar(one: &str, other: &str) -> bool {
    let letters = |id: &str| id.replace(|c: char| !c.is_ascii_alphabetic(), "");
    if letters(one) == letters(other) {
        return false;
    }
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let initials: String = long
        .split('-')
        .filter_map(|word| word.chars().next())
        .collect();
    short.len() >= 3 && long.starts_with(short)
        || short.len() >= 2 && initials == short
        || strsim::normalized_levenshtein(one, other) >= CLOSE_ID
}

/// Whether two events have the same description, place or URL.
fn says_the_same(old: &Details, new: &Details) -> bool {
    let same = |one: Option<&str>, other: Option<&str>| one.is_some() && one == other;
    same(old.description(), new.description())
        || same(old.published_location(), new.published_location())
        || same(
            old.url().map(crate::value::Url::as_str),
            new.url().map(crate::value::Url::as_str),
        )
}
