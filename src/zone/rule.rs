//! Parses the rule at the end of a zone's data, and computes the clock changes of any year from it.
//!
//! The rule is text such as `GMT0BST,M3.5.0/1,M10.5.0`. A [`Rule`] is valid for every year after the changes that the data lists. The
//! format is the TZ string of TZif ([RFC 9636 §3.3.1]): that of POSIX, with times of up to 167 hours.
//!
//! [RFC 9636 §3.3.1]: https://www.rfc-editor.org/rfc/rfc9636#section-3.3.1

use chrono::{DateTime, Datelike, NaiveDate, Weekday};

use super::clocks::Setting;

/// The default time of day of a change: 2am.
const USUAL_TIME: i32 = 2 * HOUR;

/// The largest time of day, in hours.
const MOST_HOURS: i32 = 167;

/// How far, in seconds, a change may lie outside the year of its date: the time of day adds at most a week, and the offset a day.
const TURN_OF_YEAR: i64 = 8 * DAY;

const HOUR: i32 = 60 * 60;
/// A day, in seconds.
pub(super) const DAY: i64 = 24 * 60 * 60;

/// The settings of a zone from some year on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The clocks do not change any more.
    Fixed(Setting),
    /// The clocks change twice a year.
    Yearly {
        standard: Setting,
        daylight: Setting,
        /// The start and the end of daylight saving time.
        begin: Switch,
        end: Switch,
    },
}

/// The yearly date and time of a clock change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Switch {
    day: Day,
    /// Seconds after midnight at the start of the day, in the local time before the change.
    seconds: i32,
}

/// A day in each year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    /// From 1 to 365, without counting 29 February.
    CommonYear(u32),
    /// From 0 to 365, counting 29 February.
    Year(u32),
    /// A day of the week in a month: the first to the fourth, or the last, as 5.
    Week {
        month: u32,
        week: u8,
        weekday: Weekday,
    },
}

impl Rule {
    pub(super) fn parse(text: &'static str) -> Option<Self> {
        let mut rest = text;
        let (name, west) = (abbreviation(&mut rest)?, time(&mut rest)?);
        let standard = Setting {
            offset: -west,
            is_daylight_saving: false,
            abbreviation: name,
        };
        if rest.is_empty() {
            return Some(Self::Fixed(standard));
        }
        let name = abbreviation(&mut rest)?;
        let offset = if rest.starts_with(',') {
            standard.offset + HOUR
        } else {
            -time(&mut rest)?
        };
        let mut switches = rest.strip_prefix(',')?.split(',').map(Switch::parse);
        let (begin, end) = (switches.next()??, switches.next()??);
        switches.next().is_none().then_some(Self::Yearly {
            standard,
            daylight: Setting {
                offset,
                is_daylight_saving: true,
                abbreviation: name,
            },
            begin,
            end,
        })
    }

    /// Returns the setting, if the clocks do not change any more.
    pub(super) fn fixed(&self) -> Option<Setting> {
        match self {
            Self::Fixed(setting) => Some(*setting),
            Self::Yearly { .. } => None,
        }
    }

    /// Returns the last change at or before a second since 1970; `None` if the clocks do not change.
    pub(super) fn last_change(&self, second: i64) -> Option<(i64, Setting)> {
        // Near the turn of the year, a change may be in another year in UTC than in local time.
        let (year, last) = (
            year_of(second)?,
            year_of(second.saturating_add(TURN_OF_YEAR))?,
        );
        (year - 1..=last).rev().find_map(|year| {
            let changes = self.changes(year).into_iter();
            changes.take_while(|(at, _)| *at <= second).last()
        })
    }

    /// Returns the changes after a second, in order.
    pub(super) fn changes_after(&self, second: i64) -> impl Iterator<Item = (i64, Setting)> {
        let years = year_of(second).into_iter().flat_map(|year| year - 1..);
        let changes = years.map(|year| self.changes(year));
        let changes = changes.take_while(|changes| !changes.is_empty());
        changes.flatten().skip_while(move |(at, _)| *at <= second)
    }

    /// Returns the changes of a year, in order.
    fn changes(&self, year: i32) -> YearChanges {
        let Self::Yearly {
            standard,
            daylight,
            begin,
            end,
        } = self
        else {
            return YearChanges::default();
        };
        let begin = begin
            .second(year, standard.offset)
            .map(|at| (at, *daylight));
        let end = end.second(year, daylight.offset).map(|at| (at, *standard));
        match (begin, end) {
            (Some(begin), Some(end)) if begin.0 <= end.0 => YearChanges([Some(begin), Some(end)]),
            (Some(begin), Some(end)) => YearChanges([Some(end), Some(begin)]),
            _ => YearChanges::default(),
        }
    }
}

/// The two changes of a year, or none.
#[derive(Default)]
struct YearChanges([Option<(i64, Setting)>; 2]);

impl YearChanges {
    fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

impl IntoIterator for YearChanges {
    type Item = (i64, Setting);
    type IntoIter = std::iter::Flatten<std::array::IntoIter<Option<(i64, Setting)>, 2>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().flatten()
    }
}

impl Switch {
    fn parse(text: &'static str) -> Option<Self> {
        let (day, seconds) = match text.split_once('/') {
            Some((day, mut rest)) => (day, time(&mut rest).filter(|_| rest.is_empty())?),
            None => (text, USUAL_TIME),
        };
        let number = |text: &str, least: u32, most: u32| {
            let number = text.parse().ok()?;
            (least..=most).contains(&number).then_some(number)
        };
        let day = if let Some(day) = day.strip_prefix('J') {
            Day::CommonYear(number(day, 1, 365)?)
        } else if let Some(day) = day.strip_prefix('M') {
            let mut fields = day.split('.');
            let (month, week, weekday) = (fields.next()?, fields.next()?, fields.next()?);
            fields.next().is_none().then_some(Day::Week {
                month: number(month, 1, 12)?,
                week: u8::try_from(number(week, 1, 5)?).ok()?,
                weekday: match number(weekday, 0, 6)? {
                    0 => Weekday::Sun,
                    weekday => Weekday::try_from(u8::try_from(weekday - 1).ok()?).ok()?,
                },
            })?
        } else {
            Day::Year(number(day, 0, 365)?)
        };
        Some(Self { day, seconds })
    }

    /// Returns the second since 1970 at which the change takes place, given the offset before it.
    fn second(self, year: i32, offset: i32) -> Option<i64> {
        let days = self.day.date(year)?.to_epoch_days();
        Some(i64::from(days) * DAY + i64::from(self.seconds) - i64::from(offset))
    }
}

impl Day {
    /// Returns the date in a year; `None` if the year has no such day, or chrono does not support the year.
    fn date(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::CommonYear(day) => {
                let is_after_february = day > 31 + 28;
                let is_leap = NaiveDate::from_ymd_opt(year, 2, 29).is_some();
                NaiveDate::from_yo_opt(year, day + u32::from(is_after_february && is_leap))
            }
            Self::Year(day) => NaiveDate::from_yo_opt(year, day + 1),
            Self::Week {
                month,
                week,
                weekday,
            } => {
                let nth = |week| NaiveDate::from_weekday_of_month_opt(year, month, weekday, week);
                nth(week).or_else(|| nth(4))
            }
        }
    }
}

/// Returns the year of a second since 1970, in UTC.
fn year_of(second: i64) -> Option<i32> {
    DateTime::from_timestamp(second, 0).map(|at| at.year())
}

/// Parses an abbreviation: letters, or any text between `<` and `>`.
fn abbreviation(rest: &mut &'static str) -> Option<&'static str> {
    let (name, after) = if let Some(quoted) = rest.strip_prefix('<') {
        quoted.split_once('>')?
    } else {
        let end = rest.find(|c: char| !c.is_ascii_alphabetic());
        rest.split_at(end.unwrap_or(rest.len()))
    };
    *rest = after;
    (name.len() >= 3).then_some(name)
}

/// Parses hours with optional minutes and seconds: `2`, `-1`, `5:30`.
fn time(rest: &mut &'static str) -> Option<i32> {
    let end = rest.find(|c: char| !(c.is_ascii_digit() || "+-:".contains(c)));
    let (time, after) = rest.split_at(end.unwrap_or(rest.len()));
    *rest = after;
    let (sign, time) = match time.strip_prefix('-') {
        Some(time) => (-1, time),
        None => (1, time.strip_prefix('+').unwrap_or(time)),
    };
    let mut seconds = 0;
    let mut fields = time.split(':');
    for (unit, most) in [(HOUR, MOST_HOURS), (60, 59), (1, 59)] {
        let Some(field) = fields.next() else {
            break;
        };
        let is_number = field.bytes().all(|byte| byte.is_ascii_digit());
        let number: i32 = field.parse().ok().filter(|_| is_number)?;
        seconds += unit * Some(number).filter(|number| *number <= most)?;
    }
    fields.next().is_none().then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn changes(text: &'static str, year: i32) -> Vec<String> {
        let rule = Rule::parse(text).unwrap();
        let said = |(at, setting): (i64, Setting)| {
            let at = DateTime::from_timestamp(at, 0).unwrap();
            format!(
                "{} {} {}",
                at.format("%F %T"),
                setting.offset,
                setting.abbreviation
            )
        };
        rule.changes(year).into_iter().map(said).collect()
    }

    #[test]
    fn clocks_are_changed_on_a_day_of_the_week_of_a_month() {
        assert_eq!(
            changes("GMT0BST,M3.5.0/1,M10.5.0", 2026),
            ["2026-03-29 01:00:00 3600 BST", "2026-10-25 01:00:00 0 GMT"]
        );
        assert_eq!(
            changes("EST5EDT,M3.2.0,M11.1.0", 2026),
            [
                "2026-03-08 07:00:00 -14400 EDT",
                "2026-11-01 06:00:00 -18000 EST"
            ]
        );
    }

    #[test]
    fn in_the_south_summer_ends_before_it_begins() {
        assert_eq!(
            changes("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2026),
            [
                "2026-04-04 15:00:00 37800 +1030",
                "2026-10-03 15:30:00 39600 +11"
            ]
        );
    }

    #[test]
    fn a_time_may_be_before_the_day_or_long_after_it() {
        assert_eq!(
            changes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026),
            [
                "2026-03-29 01:00:00 -3600 -01",
                "2026-10-25 01:00:00 -7200 -02"
            ]
        );
        assert_eq!(
            changes("EET-2EEST,M3.4.4/50,M10.4.4/50", 2026),
            [
                "2026-03-28 00:00:00 10800 EEST",
                "2026-10-23 23:00:00 7200 EET"
            ]
        );
    }

    #[test]
    fn a_day_may_be_the_one_of_a_number_with_or_without_29_february() {
        let of = |text, year| changes(text, year)[0][..10].to_owned();
        assert_eq!(of("AAA0BBB,J60,J300", 2024), "2024-03-01");
        assert_eq!(of("AAA0BBB,J60,J300", 2026), "2026-03-01");
        assert_eq!(of("AAA0BBB,59,300", 2024), "2024-02-29");
        assert_eq!(of("AAA0BBB,59,300", 2026), "2026-03-01");
    }

    #[test]
    fn clocks_that_are_not_changed_have_no_rule() {
        assert_eq!(changes("<+0545>-5:45", 2026), [""; 0]);
        assert_eq!(
            Rule::parse("MST7").unwrap().fixed().unwrap().offset,
            -25_200
        );
    }

    #[test]
    fn the_changes_after_a_change_begin_with_the_next() {
        let rule = Rule::parse("GMT0BST,M3.5.0/1,M10.5.0").unwrap();
        let spring = 1_774_746_000;
        let next: Vec<i64> = rule
            .changes_after(spring)
            .map(|(at, _)| at)
            .take(2)
            .collect();
        assert_eq!(next, [1_792_890_000, 1_806_195_600]);
        assert_eq!(rule.last_change(spring).unwrap().0, spring);
        assert!(rule.last_change(spring - 1).unwrap().0 < spring);
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in [
            "",
            "GMT",
            "GM0",
            "GMT0BST",
            "GMT0BST,M3.5.0",
            "GMT0BST,M3.5.0,M10.5.0,M1.1.1",
            "GMT0BST,M13.5.0,M10.5.0",
            "GMT0BST,M3.6.0,M10.5.0",
            "GMT0BST,M3.5.7,M10.5.0",
            "GMT0BST,J0,J300",
            "GMT0BST,J1,366",
            "GMT168",
            "GMT0:60",
            "<GMT0",
            "GMT0BST,M3.5.0/x,M10.5.0",
            "GMT+-1",
            "GMT1:2:3:4",
        ] {
            assert_eq!(Rule::parse(text), None, "{text}");
        }
    }
}
