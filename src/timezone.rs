//! Writes the VTIMEZONE of a zone for the years that a calendar covers.
//!
//! [`VTimeZone`] has the content lines of the component, unfolded. For every instant of these local years, a reader finds the offset of the
//! IANA database, apart from its seconds: those of Monrovia until 1972 are dropped. Each observance has a DTSTART. Where it is correct,
//! there is one STANDARD and one DAYLIGHT with yearly rules, because Outlook misreads longer forms. There is no TZURL. The module
//! implements [RFC 5545 §3.6.5] and the properties of [RFC 5545 §3.8.3].
//!
//! [RFC 5545 §3.6.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5
//! [RFC 5545 §3.8.3]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};

use crate::recurrence::weekday_code;
use crate::span::FIRST_YEAR;
use crate::zone::{Transition, Zone};

/// The year in which rules start, unless the calendar is older. Most calendar programs write this year.
const FIRST_RULE_YEAR: i32 = FIRST_YEAR;

/// The number of years searched before and after those of the calendar. They show which of several rules with the same dates is the real
/// one, the offset with which the years begin, and whether a rule lasts.
const YEARS_AROUND: i32 = 10;

/// The VTIMEZONE component of one zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VTimeZone {
    /// The zone. Its name is the TZID.
    pub(crate) zone: Zone,
    /// DAYLIGHT, then STANDARD; if the onsets are listed, in the order of their first onsets.
    pub(crate) observances: Vec<Observance>,
}

/// One STANDARD or DAYLIGHT component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Observance {
    /// STANDARD or DAYLIGHT.
    pub(crate) kind: ObservanceKind,
    /// TZNAME, such as `BST` or `-03`.
    pub(crate) name: &'static str,
    /// TZOFFSETFROM in seconds east of UTC, a whole number of minutes.
    pub(crate) offset_from: i32,
    /// TZOFFSETTO in seconds east of UTC, a whole number of minutes.
    pub(crate) offset_to: i32,
    /// DTSTART: the first onset, in the local time before the change.
    pub(crate) starts: NaiveDateTime,
    /// RRULE, without an end.
    pub(crate) recurrence: Option<YearlyRule>,
    /// RDATEs: the other onsets, in order, each in the local time before the change.
    pub(crate) dates: Vec<NaiveDateTime>,
}

/// The name of an observance's component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObservanceKind {
    /// STANDARD: the smaller offset. This includes Dublin, where the IANA database has it the other way round.
    Standard,
    /// DAYLIGHT: the larger offset.
    Daylight,
}

/// A recurrence rule for one day each year: "the last Sunday of October".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct YearlyRule {
    month: u32,
    week: Week,
    weekday: Weekday,
}

/// Which of a month's Sundays, or other days of the week. There is no fifth, because Outlook reads it as the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Week {
    Nth(u8),
    Last,
}

/// A clock change in the form that an observance needs.
#[derive(Clone, Debug)]
struct Onset {
    at: DateTime<Utc>,
    local: NaiveDateTime,
    kind: ObservanceKind,
    offset_from: i32,
    offset_to: i32,
    name: &'static str,
}

/// Returns the VTIMEZONE of a zone, correct for every instant of the local years `years`.
///
/// `years` covers all instances of the calendar; for a series without an end, the caller decides the last year. The component has the first
/// possible of these forms: one STANDARD for a zone without clock changes in these years; one DAYLIGHT and one STANDARD with rules; listed
/// dates, followed by rules from the year on after which they stay valid.
pub(crate) fn vtimezone(zone: Zone, years: RangeInclusive<i32>) -> VTimeZone {
    let first = *years.start();
    let last = first.max(*years.end());
    let start = start_of_year(zone, first);
    let end = start_of_year(zone, last.saturating_add(1));

    let searched_end = last.saturating_add(YEARS_AROUND);
    let searched = onsets(zone, first.saturating_sub(YEARS_AROUND), searched_end);
    let inside: Vec<&Onset> = searched
        .iter()
        .filter(|onset| start < onset.at && onset.at < end)
        .collect();

    let observances = if inside.is_empty() {
        vec![Observance::fixed(zone, start, first)]
    } else if let Some(pair) = yearly_pair(&inside, first, last, &searched) {
        pair.map(|observance| observance.starting_before(first))
            .into()
    } else {
        listed(zone, start, (first, last, searched_end), &inside, &searched)
    };
    VTimeZone { zone, observances }
}

impl VTimeZone {
    /// Returns the content lines from BEGIN to END: ASCII, unfolded, at most 75 octets long, and without line breaks.
    pub(crate) fn content_lines(&self) -> Vec<String> {
        let mut lines = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{}", self.zone)];
        lines.extend(self.observances.iter().flat_map(Observance::content_lines));
        lines.push("END:VTIMEZONE".to_owned());
        lines
    }
}

impl Observance {
    /// Returns the observance of a zone whose clocks do not change, with its setting at an instant, from before the year `first`.
    fn fixed(zone: Zone, at: DateTime<Utc>, first: i32) -> Self {
        let offset = whole_minutes(zone.offset_seconds_at(at));
        Self {
            kind: ObservanceKind::Standard,
            name: zone.abbreviation_at(at),
            offset_from: offset,
            offset_to: offset,
            starts: NaiveDate::from_ymd_opt(first.min(FIRST_RULE_YEAR), 1, 1)
                .unwrap_or_default()
                .into(),
            recurrence: None,
            dates: Vec::new(),
        }
    }

    fn once(onset: &Onset) -> Self {
        Self {
            kind: onset.kind,
            name: onset.name,
            offset_from: onset.offset_from,
            offset_to: onset.offset_to,
            starts: onset.local,
            recurrence: None,
            dates: Vec::new(),
        }
    }

    /// Moves the start of a rule to 1970, or earlier for an older calendar, whose first days need an onset too.
    fn starting_before(mut self, first: i32) -> Self {
        let year = FIRST_RULE_YEAR.min(first.saturating_sub(1));
        if let Some(date) = self.recurrence.and_then(|rule| rule.date_in(year)) {
            self.starts = date.and_time(self.starts.time());
        }
        self
    }

    fn has_onset(&self, onset: &Onset) -> bool {
        (self.kind, self.offset_from, self.offset_to)
            == (onset.kind, onset.offset_from, onset.offset_to)
            && self.name == onset.name
    }

    fn content_lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("BEGIN:{}", self.kind),
            format!("TZNAME:{}", self.name),
            format!("TZOFFSETFROM:{}", utc_offset(self.offset_from)),
            format!("TZOFFSETTO:{}", utc_offset(self.offset_to)),
            format!("DTSTART:{}", self.starts.format("%Y%m%dT%H%M%S")),
        ];
        lines.extend(self.recurrence.map(|rule| format!("RRULE:{rule}")));
        // Each RDATE is on a separate line: with several values in one line, ical.js and vobject are an hour off. The start is repeated as
        // an RDATE: if there are RDATEs, ical.js (and so Thunderbird) ignores DTSTART as an onset. An RDATE equal to DTSTART adds no onset
        // (§3.6.5).
        let start = self.dates.first().map(|_| &self.starts);
        lines.extend(
            start
                .into_iter()
                .chain(&self.dates)
                .map(|date| format!("RDATE:{}", date.format("%Y%m%dT%H%M%S"))),
        );
        lines.push(format!("END:{}", self.kind));
        lines
    }
}

impl YearlyRule {
    /// Returns the rules that give this date in its year: one, or two if the date is both the fourth and the last of its weekday.
    fn that_give(date: NaiveDate) -> impl Iterator<Item = Self> {
        let of_week = move |week| Self {
            month: date.month(),
            week,
            weekday: date.weekday(),
        };
        (1..=4)
            .map(Week::Nth)
            .chain([Week::Last])
            .map(of_week)
            .filter(move |rule| rule.date_in(date.year()) == Some(date))
    }

    fn date_in(self, year: i32) -> Option<NaiveDate> {
        let nth = |week| NaiveDate::from_weekday_of_month_opt(year, self.month, self.weekday, week);
        match self.week {
            Week::Nth(week) => nth(week),
            Week::Last => nth(5).or_else(|| nth(4)),
        }
    }

    fn gives(self, onset: &Onset) -> bool {
        self.date_in(onset.local.year()) == Some(onset.local.date())
    }
}

impl Onset {
    fn new(zone: Zone, change: &Transition) -> Self {
        let offset_from = whole_minutes(change.offset_before);
        let offset_to = whole_minutes(change.offset_after);
        let before = change.at - TimeDelta::seconds(1);
        // A permanent change of offset does not start daylight saving time, even if the offset grows.
        let is_permanent =
            !zone.is_daylight_saving_at(before) && !zone.is_daylight_saving_at(change.at);
        Self {
            at: change.at,
            local: change.at.naive_utc() + TimeDelta::seconds(offset_from.into()),
            kind: if offset_from < offset_to && !is_permanent {
                ObservanceKind::Daylight
            } else {
                ObservanceKind::Standard
            },
            offset_from,
            offset_to,
            name: zone.abbreviation_at(change.at),
        }
    }
}

impl fmt::Display for ObservanceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Standard => "STANDARD",
            Self::Daylight => "DAYLIGHT",
        })
    }
}

impl fmt::Display for YearlyRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FREQ=YEARLY;BYMONTH={};BYDAY=", self.month)?;
        match self.week {
            Week::Nth(week) => write!(f, "{week}")?,
            Week::Last => f.write_str("-1")?,
        }
        f.write_str(weekday_code(self.weekday))
    }
}

/// Returns the first instant of a local year.
fn start_of_year(zone: Zone, year: i32) -> DateTime<Utc> {
    zone.start_of_day(NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default())
}

/// Returns the clock changes of the local years from `first` to `last`, inclusive, in order.
fn onsets(zone: Zone, first: i32, last: i32) -> Vec<Onset> {
    zone.transitions(
        start_of_year(zone, first),
        start_of_year(zone, last.saturating_add(1)),
    )
    .iter()
    .map(|change| Onset::new(zone, change))
    .collect()
}

/// Returns DAYLIGHT and STANDARD with their rules, if these give exactly the onsets of the years from `first` to `last`.
fn yearly_pair(
    onsets: &[&Onset],
    first: i32,
    last: i32,
    searched: &[Onset],
) -> Option<[Observance; 2]> {
    let (daylight, standard): (Vec<&Onset>, Vec<&Onset>) = onsets
        .iter()
        .partition(|onset| onset.kind == ObservanceKind::Daylight);
    let daylight = yearly(&daylight, first, last, searched)?;
    let standard = yearly(&standard, first, last, searched)?;
    let there_and_back =
        daylight.offset_from == standard.offset_to && daylight.offset_to == standard.offset_from;
    there_and_back.then_some([daylight, standard])
}

/// Returns the one observance whose rule gives exactly these onsets, one in each year from `first` to `last`.
fn yearly(onsets: &[&Onset], first: i32, last: i32, searched: &[Onset]) -> Option<Observance> {
    let (start, end) = (onsets.first()?, onsets.last()?);
    let alike = |onset: &Onset| {
        (onset.offset_from, onset.offset_to) == (start.offset_from, start.offset_to)
            && onset.local.time() == start.local.time()
    };
    let in_each_year = onsets
        .iter()
        .map(|onset| onset.local.year())
        .eq(first..=last);
    if !in_each_year || !onsets.iter().all(|onset| alike(onset)) {
        return None;
    }
    // Within a few years, the fourth Sunday may always be the last one, too. The rule that is right in more of the surrounding years is the
    // real one.
    let rule = YearlyRule::that_give(start.local.date())
        .filter(|rule| onsets.iter().all(|onset| rule.gives(onset)))
        .max_by_key(|rule| {
            searched
                .iter()
                .filter(|onset| alike(onset) && rule.gives(onset))
                .count()
        })?;
    Some(Observance {
        name: end.name,
        recurrence: Some(rule),
        ..Observance::once(start)
    })
}

/// Returns observances that list their onsets, followed by yearly rules from the first year after which these stay valid.
fn listed(
    zone: Zone,
    start: DateTime<Utc>,
    (first, last, searched_end): (i32, i32, i32),
    inside: &[&Onset],
    searched: &[Onset],
) -> Vec<Observance> {
    let rules = (first..=last).find_map(|year| {
        let rest: Vec<&Onset> = searched
            .iter()
            .filter(|onset| onset.local.year() >= year)
            .collect();
        yearly_pair(&rest, year, searched_end, searched)
    });
    let rules_start = rules.iter().flatten().map(|rule| rule.starts).min();

    // The years begin with the offset after the last earlier change. If the search finds none, the offset has not changed for long.
    let last_before = searched.iter().rev().find(|onset| onset.at <= start);
    let mut observances =
        vec![last_before.map_or_else(|| Observance::fixed(zone, start, first), Observance::once)];
    for onset in inside {
        if rules_start.is_some_and(|rules_start| onset.local >= rules_start) {
            break;
        }
        match observances
            .iter_mut()
            .find(|observance| observance.has_onset(onset))
        {
            Some(observance) => observance.dates.push(onset.local),
            None => observances.push(Observance::once(onset)),
        }
    }
    observances.extend(rules.into_iter().flatten());
    observances
}

/// Returns an offset without its seconds. RFC 5545 §3.3.14 allows them, but Home Assistant refuses them.
fn whole_minutes(seconds: i32) -> i32 {
    seconds - seconds % 60
}

/// Returns an offset as a UTC-OFFSET value, such as `+0100`.
fn utc_offset(seconds: i32) -> String {
    let minutes = seconds.abs() / 60;
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests;
