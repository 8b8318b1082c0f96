//! Finds which instance of an iCalendar file is which of an events file.
//!
//! The same title, times and state make a pair, whatever the UIDs. Of the rest, first those with the same UID on the same day are pairs, then
//! those with the same title on the same day, and last the only ones that are left of a UID, because a single meeting was moved to another day.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use chrono::NaiveDate;

use super::{Comparison, FeedInstance, FileInstance, Mismatch, Seen, SeenTime, Span};
use crate::calendar::{Calendar, Status};
use crate::time::{EventTime, ZonedTime};
use crate::zone::Zone;

/// Returns the instances that differ, in order of date.
pub(super) fn mismatches(
    feed: Vec<FeedInstance>,
    file: Vec<FileInstance>,
    calendar: &Calendar,
) -> Vec<Mismatch> {
    let zone = calendar.zone();
    let of_event: HashMap<&str, String> = calendar
        .events()
        .iter()
        .map(|event| (event.id().as_str(), event.uid(calendar.domain())))
        .collect();
    // The UID of the event too: each `also` date has a UID of its own, and a source may have them as a series.
    let event_uid = |it: &FileInstance| {
        let uid = of_event.get(it.id.as_str());
        uid.cloned().unwrap_or_default()
    };
    let mut rest = Rest {
        feed: feed.into_iter().map(Some).collect(),
        file: file.into_iter().map(Some).collect(),
        pairs: Vec::new(),
    };
    let whole = |seen: &Seen| {
        let title = seen.title.clone();
        (title, seen.time.span(), state(seen.status))
    };
    // Of several that look the same, those with the same UID belong together.
    rest.pair(
        |it| (whole(&it.seen), it.uid.clone()),
        |it| (whole(&it.seen), it.uid.clone()),
    );
    rest.pair(|it| whole(&it.seen), |it| whole(&it.seen));
    rest.pairs.clear();
    let day = |seen: &Seen| seen.time.date(zone);
    rest.pair(
        |it| (it.uid.clone(), day(&it.seen)),
        |it| (it.uid.clone(), day(&it.seen)),
    );
    rest.pair(
        |it| (it.uid.clone(), day(&it.seen)),
        |it| (event_uid(it), day(&it.seen)),
    );
    let title = |seen: &Seen| (seen.title.to_lowercase(), day(seen));
    rest.pair(|it| title(&it.seen), |it| title(&it.seen));
    rest.pair_singles();
    let pairs = std::mem::take(&mut rest.pairs).into_iter();
    let pairs = pairs.map(|(feed, file)| (Some(feed), Some(file)));
    let only_in_feed = rest.feed.into_iter().flatten().map(|it| (Some(it), None));
    let only_in_file = rest.file.into_iter().flatten().map(|it| (None, Some(it)));
    let all = pairs.chain(only_in_feed).chain(only_in_file);
    let mut all: Vec<Mismatch> = all
        .filter_map(|(feed, file)| {
            let of_feed = feed.as_ref().map(|it| &it.seen);
            let of_file = file.as_ref().map(|it| &it.seen);
            let date = of_feed.or(of_file).map(day)?;
            Some(Mismatch { date, feed, file })
        })
        .collect();
    all.sort_by_cached_key(|it| {
        let seen = it.seen();
        let line = it.feed.as_ref().map(|it| it.line);
        (
            it.date,
            seen.map(|it| it.time.span()),
            line,
            seen.map(|it| it.title.clone()),
        )
    });
    all
}

/// What has no partner yet.
struct Rest {
    feed: Vec<Option<FeedInstance>>,
    file: Vec<Option<FileInstance>>,
    pairs: Vec<(FeedInstance, FileInstance)>,
}

impl Rest {
    /// Makes pairs of those with the same key, in their order.
    fn pair<K: Eq + Hash>(
        &mut self,
        of_feed: impl Fn(&FeedInstance) -> K,
        of_file: impl Fn(&FileInstance) -> K,
    ) {
        let mut known: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (index, it) in self.file.iter().enumerate() {
            if let Some(it) = it {
                known.entry(of_file(it)).or_default().push_back(index);
            }
        }
        for place in &mut self.feed {
            let Some(it) = place else { continue };
            let Some(index) = known.get_mut(&of_feed(it)).and_then(VecDeque::pop_front) else {
                continue;
            };
            let other = self.file.get_mut(index).and_then(Option::take);
            if let (Some(one), Some(other)) = (place.take(), other) {
                self.pairs.push((one, other));
            }
        }
        self.feed.retain(Option::is_some);
        self.file.retain(Option::is_some);
    }

    /// Makes pairs of those whose UID is left once on both sides.
    fn pair_singles(&mut self) {
        let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
        for it in self.feed.iter().flatten() {
            counts.entry(it.uid.clone()).or_default().0 += 1;
        }
        for it in self.file.iter().flatten() {
            counts.entry(it.uid.clone()).or_default().1 += 1;
        }
        let single = |uid: &str| {
            let is_single = !uid.is_empty() && counts.get(uid) == Some(&(1, 1));
            is_single.then(|| uid.to_owned())
        };
        // Without a key, each is different from all others.
        self.pair(
            |it| single(&it.uid).ok_or((true, it.line, it.seen.time.span())),
            |it| single(&it.uid).ok_or((false, 0, it.seen.time.span())),
        );
    }
}

/// Postponed events are published as cancelled ones.
fn state(status: Status) -> u8 {
    match status {
        Status::Confirmed => 0,
        Status::Tentative => 1,
        Status::Cancelled => 2,
        Status::Postponed => 3,
    }
}

impl Comparison {
    /// Whether no instance differs, and everything was read.
    pub fn is_same(&self) -> bool {
        self.mismatches.is_empty() && self.unread.is_empty() && !self.is_cut
    }
}

impl Mismatch {
    /// What the iCalendar file shows, or else what the events file shows.
    pub fn seen(&self) -> Option<&Seen> {
        let of_feed = self.feed.as_ref().map(|it| &it.seen);
        of_feed.or(self.file.as_ref().map(|it| &it.seen))
    }
}

impl SeenTime {
    /// Returns the local day on which it begins.
    pub fn date(&self, zone: Zone) -> NaiveDate {
        self.span().date(zone)
    }

    pub(super) fn span(&self) -> Span {
        match *self {
            Self::Days { first, end } => Span::Days { first, end },
            Self::Times { start, end } => Span::Times { start, end },
        }
    }

    /// Returns it as clocks of a zone show it.
    pub(crate) fn in_zone(&self, zone: Zone) -> EventTime {
        match *self {
            Self::Days { first, end } => EventTime::AllDay { first, end },
            Self::Times { start, end } => EventTime::Zoned {
                start: ZonedTime::at(zone, start),
                end: ZonedTime::at(zone, end),
            },
        }
    }
}

impl From<Span> for SeenTime {
    fn from(span: Span) -> Self {
        match span {
            Span::Days { first, end } => Self::Days { first, end },
            Span::Times { start, end } => Self::Times { start, end },
        }
    }
}

impl From<EventTime> for SeenTime {
    fn from(time: EventTime) -> Self {
        match time {
            EventTime::AllDay { first, end } => Self::Days { first, end },
            EventTime::Zoned { start, end } => Self::Times {
                start: start.instant(),
                end: end.instant(),
            },
        }
    }
}
