//! Finds the zone whose clock changes are those of a VTIMEZONE.
//!
//! The changes of a few years are compared, to the second. If none agree, the days of the changes are compared, because some programs write
//! the wrong hour. A VTIMEZONE without a recurrence rule is compared at its own changes. Section: [RFC 5545 §3.6.5].
//!
//! [RFC 5545 §3.6.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

use super::reader::Component;
use super::times::{Written, offset_of};
use super::zone_names::{HALVES, known};
use crate::zone::Zone;

/// The years that are compared, the preferred ones first. Exports have the rules of the time at which they were made.
const YEARS: [(i32, i32); 4] = [(2025, 2027), (2020, 2022), (2015, 2017), (2010, 2012)];

/// How many dates of one RDATE or changes of one VTIMEZONE are examined.
const MOST: usize = 300;

/// The clock changes of some years: the offset before them, and each second with the offset after it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Clocks {
    offset: i32,
    changes: Vec<(i64, i32)>,
}

/// The zones by their clocks in the years with an index, to the second and by day. Of several, the best known.
struct Index {
    exact: HashMap<(usize, Clocks), Zone>,
    by_day: HashMap<Clocks, Zone>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index {
        exact: HashMap::new(),
        by_day: HashMap::new(),
    };
    let others = Zone::names().filter(|name| name.contains('/') && !name.starts_with("Etc/"));
    let others = others.filter_map(|name| Zone::parse(name).ok());
    for zone in known().chain(others) {
        for (number, years) in YEARS.iter().enumerate() {
            let clocks = Clocks::of(zone, *years);
            if number == 0 {
                index.by_day.entry(clocks.by_day()).or_insert(zone);
            }
            index.exact.entry((number, clocks)).or_insert(zone);
        }
    }
    index
});

/// Returns the zone with the clocks of a VTIMEZONE, with what is doubtful about it. If several have them, `home` is preferred, then a known one.
///
/// # Errors
/// Why there is none.
pub(super) fn find(component: &Component, home: Option<Zone>) -> Result<(Zone, String), String> {
    let parts = component.components.iter();
    let parts: Option<Vec<Part>> = parts.map(Part::read).collect();
    let parts = parts.filter(|parts| !parts.is_empty());
    let parts = parts.ok_or("its VTIMEZONE cannot be read")?;
    let has_rule = parts.iter().any(|part| part.rule.is_some());
    if (has_rule || parts.iter().all(Part::is_fixed))
        && let Some(found) = of_years(&parts, home)
    {
        return Ok(found);
    }
    let changes = changes(&parts, NaiveDate::MAX.year());
    let fits = |zone: &Zone| fits(*zone, &changes);
    let zone = home.filter(fits).or_else(|| known().find(fits));
    match zone.filter(|_| !changes.is_empty()) {
        Some(zone) => Ok((
            zone,
            "this place has the clock changes that it lists".to_owned(),
        )),
        None => Err("its VTIMEZONE has the clock changes of no place".to_owned()),
    }
}

/// Returns the zone with the same clocks in the current years, else on the same days of them, else in earlier years.
fn of_years(parts: &[Part], home: Option<Zone>) -> Option<(Zone, String)> {
    for (number, years) in YEARS.into_iter().enumerate() {
        let clocks = Clocks::of_parts(parts, years);
        let days = clocks.by_day();
        let same = home.filter(|home| Clocks::of(*home, years) == clocks);
        if let Some(zone) = same.or_else(|| INDEX.exact.get(&(number, clocks)).copied()) {
            let (first, last) = years;
            let why = if number == 0 {
                "its clock changes are those of this place".to_owned()
            } else {
                format!("its clock changes are those of this place from {first} to {last}")
            };
            return Some((zone, why));
        }
        if number == 0
            && let Some(known) = INDEX.by_day.get(&days)
        {
            let same = home.filter(|home| Clocks::of(*home, years).by_day() == days);
            let why = "its clocks change on the same days as those of this place";
            return Some((same.unwrap_or(*known), why.to_owned()));
        }
    }
    None
}

/// Returns whether the rules of a VTIMEZONE give another offset than a zone has in either half of a current year.
pub(super) fn contradict(component: &Component, zone: Zone) -> bool {
    let parts = component.components.iter();
    let Some(parts) = parts.map(Part::read).collect::<Option<Vec<Part>>>() else {
        return false;
    };
    let has_rule = parts.iter().any(|part| part.rule.is_some());
    let is_fixed = !parts.is_empty() && parts.iter().all(Part::is_fixed);
    let (described, own) = (
        Clocks::of_parts(&parts, YEARS[0]),
        Clocks::of(zone, YEARS[0]),
    );
    let differ =
        |at: &DateTime<Utc>| described.offset_at(at.timestamp()) != own.offset_at(at.timestamp());
    (has_rule || is_fixed) && HALVES.iter().any(differ)
}

/// Returns the best known zone that has this offset from UTC, and no clock changes.
pub(super) fn with_offset(offset: i32) -> Option<Zone> {
    let changes = Vec::new();
    INDEX.exact.get(&(0, Clocks { offset, changes })).copied()
}

/// Returns whether two zones have the same clocks in the first of the years that are compared.
pub(super) fn agree(one: Zone, other: Zone) -> bool {
    one == other || Clocks::of(one, YEARS[0]) == Clocks::of(other, YEARS[0])
}

impl Clocks {
    fn of(zone: Zone, years: (i32, i32)) -> Self {
        let (from, to) = span(years);
        let changes = zone.transitions(from, to).into_iter();
        Self {
            offset: zone.offset_seconds_at(from - TimeDelta::seconds(1)),
            changes: changes
                .map(|change| (change.at.timestamp(), change.offset_after))
                .collect(),
        }
    }

    fn of_parts(parts: &[Part], years: (i32, i32)) -> Self {
        let (from, to) = span(years);
        let mut clocks = Self {
            offset: parts.first().map_or(0, |part| part.from),
            changes: Vec::new(),
        };
        let mut is_first = true;
        for (second, before, after) in changes(parts, years.1) {
            if second >= to.timestamp() {
                break;
            }
            if second < from.timestamp() {
                clocks.offset = after;
            } else {
                if is_first {
                    clocks.offset = before;
                }
                let last = clocks.changes.last().map_or(clocks.offset, |last| last.1);
                if last != after {
                    clocks.changes.push((second, after));
                }
            }
            is_first = false;
        }
        clocks
    }

    fn offset_at(&self, second: i64) -> i32 {
        let mut before = self.changes.iter().rev();
        let last = before.find(|(at, _)| *at <= second);
        last.map_or(self.offset, |(_, offset)| *offset)
    }

    /// The same with the local day of each change instead of its second.
    fn by_day(&self) -> Self {
        let mut before = self.offset;
        let day = |(second, after): &(i64, i32)| {
            let local = second + i64::from(before.min(*after));
            before = *after;
            (local.div_euclid(24 * 60 * 60), *after)
        };
        Self {
            offset: self.offset,
            changes: self.changes.iter().map(day).collect(),
        }
    }
}

/// Returns the first second of some years, and the first after them.
fn span(years: (i32, i32)) -> (DateTime<Utc>, DateTime<Utc>) {
    let start = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let start = |year| start(year).and_time(NaiveTime::MIN).and_utc();
    (start(years.0), start(years.1 + 1))
}

/// Returns all changes up to a year, in order: the second, the offset before it, and the offset after it.
fn changes(parts: &[Part], last: i32) -> Vec<(i64, i32, i32)> {
    let of_part = |part: &Part| {
        let (from, to) = (part.from, part.to);
        let onsets = part.onsets(last).into_iter();
        let seconds = onsets.map(move |local| local.and_utc().timestamp() - i64::from(from));
        seconds.map(move |second| (second, from, to)).collect()
    };
    let mut all: Vec<_> = parts
        .iter()
        .flat_map(|part| -> Vec<_> { of_part(part) })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a zone has each of some changes. Those before 1990 are ignored: programs simplify the past.
fn fits(zone: Zone, changes: &[(i64, i32, i32)]) -> bool {
    let recent = changes.iter().filter(|(second, ..)| *second > 631_152_000);
    let mut count = 0;
    for (second, before, after) in recent.take(MOST) {
        let offset = |second| {
            let at = DateTime::from_timestamp(second, 0).unwrap_or_default();
            zone.offset_seconds_at(at)
        };
        if offset(second - 1) != *before || offset(*second) != *after {
            return false;
        }
        count += 1;
    }
    count > 0
}

/// A STANDARD or DAYLIGHT part of a VTIMEZONE.
struct Part {
    from: i32,
    to: i32,
    start: NaiveDateTime,
    rule: Option<Yearly>,
    dates: Vec<NaiveDateTime>,
}

/// A rule that gives one day of each year.
struct Yearly {
    month: u32,
    /// The number of the weekday in the month, from the end if it is negative.
    weekday: Option<(i32, Weekday)>,
    /// The days of the month, of which the first with the weekday counts.
    days: Vec<u32>,
    until: Option<NaiveDate>,
}

impl Part {
    fn read(component: &Component) -> Option<Self> {
        let offset = |name: &str| {
            let property = component.property(name)?;
            let offset = offset_of(property.value.trim())?;
            i32::try_from(offset.num_seconds()).ok()
        };
        let start = component.property("DTSTART")?;
        let start = local(&start.value)?;
        let rule = match component.property("RRULE") {
            Some(rule) => Some(Yearly::read(&rule.value, start.date())?),
            None => None,
        };
        let dates = component.all("RDATE");
        let dates = dates.flat_map(|property| property.value.split(','));
        Some(Self {
            from: offset("TZOFFSETFROM")?,
            to: offset("TZOFFSETTO")?,
            start,
            rule,
            dates: dates.take(MOST).filter_map(local).collect(),
        })
    }

    fn is_fixed(&self) -> bool {
        self.from == self.to && self.rule.is_none()
    }

    /// Returns the local times of its changes: the first, the listed ones, and those of the rule in the last years.
    fn onsets(&self, last: i32) -> Vec<NaiveDateTime> {
        let mut onsets = self.dates.clone();
        onsets.push(self.start);
        if let Some(rule) = &self.rule {
            let first = self.start.year().max(last.min(2100) - 4);
            for year in first..=last.min(2100) {
                let date = rule.date(year).filter(|date| *date >= self.start.date());
                let date = date.filter(|date| rule.until.is_none_or(|until| *date <= until));
                onsets.extend(date.map(|date| date.and_time(self.start.time())));
            }
        }
        onsets
    }
}

impl Yearly {
    /// Reads the rules that programs write. Returns `None` for any other.
    fn read(value: &str, start: NaiveDate) -> Option<Self> {
        let mut rule = Self {
            month: start.month(),
            weekday: None,
            days: Vec::new(),
            until: None,
        };
        let mut is_yearly = false;
        let value = value.trim().to_ascii_uppercase();
        for part in value.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name {
                "FREQ" => is_yearly = value == "YEARLY",
                "BYMONTH" => rule.month = value.parse().ok()?,
                "BYMONTHDAY" => {
                    let days: Result<_, _> = value.split(',').take(31).map(str::parse).collect();
                    rule.days = days.ok()?;
                }
                "BYDAY" => rule.weekday = Some(weekday(value)?),
                "UNTIL" => {
                    let until = Written::parse(value).ok().map(|until| until.date);
                    // Google ends the rules of the past in years that `times` refuses.
                    rule.until = until.or(Some(NaiveDate::MIN));
                }
                "INTERVAL" if value == "1" => {}
                "WKST" => {}
                _ => return None,
            }
        }
        is_yearly.then_some(rule)
    }

    fn date(&self, year: i32) -> Option<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(year, self.month, 1)?;
        let month = first
            .iter_days()
            .take_while(|day| day.month() == self.month);
        let Some((number, weekday)) = self.weekday else {
            let day = *self.days.first()?;
            return NaiveDate::from_ymd_opt(year, self.month, day);
        };
        let mut days: Vec<_> = month.filter(|day| day.weekday() == weekday).collect();
        if number == 0 {
            return days.into_iter().find(|day| self.days.contains(&day.day()));
        }
        if number < 0 {
            days.reverse();
        }
        let index = usize::try_from(number.unsigned_abs())
            .ok()?
            .checked_sub(1)?;
        days.get(index).copied()
    }
}

fn weekday(value: &str) -> Option<(i32, Weekday)> {
    let (number, name) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let weekday = match name {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    let number = match number {
        "" => 0,
        digits => digits.parse().ok()?,
    };
    Some((number, weekday))
}

/// Reads a local time in any year, such as `16010101T000000`, with which Outlook begins its rules.
fn local(value: &str) -> Option<NaiveDateTime> {
    let value = value.trim().trim_end_matches(['Z', 'z']);
    let time = NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%S").ok();
    time.or_else(|| Some(NaiveDate::parse_from_str(value, "%Y%m%d").ok()?.into()))
}
