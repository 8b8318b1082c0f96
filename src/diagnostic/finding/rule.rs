//! Findings about the rule of a series.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::recurrence`] finds them.

use std::fmt;

use chrono::NaiveDate;

use super::{Choices, Written};

findings! {
    /// The rule of a series.
    RuleFinding in Rule {
    /// Nothing after the key.
    Empty { examples: Choices } is EmptyValue: "nothing is written here",
        help "write a rule such as {examples}, or remove the key";
    /// Words that are not a rule.
    NotUnderstood { written: Written, examples: Choices } is BadRepeats: "can't understand {written}",
        help "write a rule such as {examples}";
    /// Words that are not a rule, but resemble one.
    Misspelt { written: Written } is BadRepeats: "can't understand {written}";
    /// `repeats: no`.
    Once { written: Written } is BadRepeats: "{written} is not a rule: an event without `repeats` takes place once";
    /// `repeats: true`.
    HowOften { written: Written, examples: Choices } is BadRepeats: "{written} does not say how often",
        help "write a rule such as {examples}";
    /// `weekly until June`.
    EndInRule { written: Written, example: String } is BadRepeats: "{written} also says when the series ends",
        help "write the rule alone, and the last date under `until`, such as `until: {example}`";
    /// `weekly from 5 March`.
    StartInRule { written: Written } is BadRepeats: "{written} also says when the series starts",
        help "write the rule alone: the first date is `start`";
    /// `weekly at 11:00`.
    TimeInRule { written: Written } is BadRepeats: "{written} also says the time of day",
        help "write the rule alone: the time of day belongs in `start` and `end`";
    /// `weekly except in August`.
    ExceptionInRule { written: Written, example: String } is BadRepeats: "{written} also says when there is no meeting",
        help "write the rule alone, and each date without a meeting under `changes`, such as `{example}: {{skipped: true}}`";
    /// `biweekly`.
    TwiceOrEveryTwo { word: Written, unit: &'static str } is AmbiguousRepeats:
        "{word} could mean twice a {unit} or every two {unit}s";
    /// `every 2nd Friday`.
    EveryNth { written: Written, count: u32 } is AmbiguousRepeats: "{written} could mean once a month or every {count} weeks";
    /// `every Thursday, monthly`.
    Either { written: Written, one: &'static str, other: &'static str } is AmbiguousRepeats: "{written} could mean {one} or {other}";
    /// `monthly`.
    NoDay { written: Written } is BareMonthly: "{written} does not say on which day";
    /// `yearly on the 4th Thursday`.
    NoMonth { written: Written } is BadRepeats: "{written} does not say in which month";
    /// `twice a month`.
    NoDays { written: Written } is BareMonthly: "{written} does not say on which days";
    /// `weekly on the 4th Thursday`.
    OrdinalInWeek { written: Written } is BadRepeats: "{written} counts weekdays, but a week has only one of each";
    /// `monthly on Thursday`.
    WhichWeekday { written: Written, weekday: &'static str } is BadRepeats: "{written} does not say which {weekday} of the month";
    /// `monthly on the 5th Friday`.
    FifthWeekday { weekday: &'static str, instead: Instead } is FifthWeekday:
        "most months have no fifth {weekday}: the standard skips them, Outlook uses the last one",
        help "{instead}; if the last {weekday} will do, write `last`";
    /// A rule whose dates have to be listed, or that several keys replace.
    NeedsDates { written: Written, instead: Instead } is UnsupportedRule: "calendar programs cannot store the rule {written}",
        help "{instead}";
    /// `monthly on day 1 and 15`.
    TwoDays is TwoOrdinals: "several days of the month in one rule, which Outlook cannot store",
        help "write an event for each, with its own `id`";
    /// `monthly on the 1st and 3rd`.
    DaysOrWeekdays { written: Written } is TwoOrdinals:
        "{written} could mean days, which need an event each, or weekdays of the month";
    /// `monthly on the 4th and last Monday`.
    FourthAndLast { weekday: &'static str } is TwoOrdinals:
        "the 4th {weekday} is the last one in most months, so there would be one meeting in some months and two in others",
        help "keep one of the two: `4th {weekday}` or `last {weekday}`";
    /// Five weekdays of the month.
    TooManyWeekdays { count: usize } is TwoOrdinals: "{count} weekdays of the month in one rule, where at most four are allowed",
        help "write `weekly`, and each date without a meeting under `changes`; or two events, each with its own `id`";
    /// `yearly on the 1st and 3rd Friday of May`.
    SeveralInYear { rules: String } is TwoOrdinals: "several weekdays of a month in a yearly rule, which Outlook cannot store",
        help "write an event for each, with its own `id`: `{rules}`";
    /// `monthly on the 2nd working day`.
    NthWorkingDay is BadRepeats: "calendar programs can only store the first and the last working day of a month";
    /// 29 February, each year.
    LeapDay is DayThatIsMissing:
        "29 February is missing from most years: the standard skips them, Outlook uses 28 February",
        help "choose another date, or write a separate event for each leap year";
    /// `monthly on day 31`.
    MissingDay { day: u32 } is DayThatIsMissing:
        "day {day} is missing from some months: the standard skips them, Outlook uses their last day";
    /// `monthly on day 32`.
    NoSuchDay { day: u32 } is BadRepeats: "no month has a day {day}", help "write a day from 1 to 28";
    /// `yearly on 31 April`.
    NoSuchDate { month: &'static str, day: u32 } is BadRepeats: "{month} has no day {day}", help "write a day that the month has";
    /// `every 100 weeks`.
    Interval { interval: u32, most: u32 } is BadRepeats: "`{interval}` is not an interval that calendar programs can store",
        help "write a number from 1 to {most}";
    /// An RRULE without FREQ.
    NoFrequency { written: Written } is BadRepeats: "{written} has no FREQ", help "begin with FREQ, such as `FREQ=WEEKLY;BYDAY=TH`";
    /// A part of an RRULE whose name or value is not known.
    Part { part: Written } is BadRepeats: "can't understand the RRULE part {part}",
        help "write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, separated by `;`";
    /// A part of an RRULE twice.
    PartTwice { name: Written } is BadRepeats: "{name} appears twice in this RRULE", help "write it once";
    /// UNTIL or COUNT in an RRULE.
    OwnKey { part: Written, entry: Written } is BadRepeats: "{part} is a separate key in this file",
        help "remove it from the rule, and write {entry} next to `repeats`";
    /// An RRULE that the standard allows.
    Unsupported { what: String, instead: &'static str } is UnsupportedRule: "not every calendar program can store {what}",
        help "write {instead}";
    /// An RRULE that the standard allows, and in whose place a sentence may do.
    UnsupportedRrule { what: String, examples: Choices } is UnsupportedRule: "not every calendar program can store {what}",
        help "write the rule as a sentence, such as {examples}";
    /// `FREQ=DAILY;BYDAY=MO,TU`.
    UnsupportedDaily is UnsupportedRule: "not every calendar program can store BYDAY in a daily rule";
    /// A start that the rule does not give.
    StartOffRule { start: String, rule: String, nearest: NaiveDate, weekday: &'static str } is StartOffRule:
        "the start, {start}, is not a date of `{rule}`",
        help "the nearest date of the rule is `{nearest}` ({weekday}); correct the start or the rule";
    /// `until` before `start`.
    UntilBeforeStart { until: NaiveDate, start: NaiveDate } is UntilBeforeStart:
        "the series ends on {until}, before it starts on {start}", help "write the last day of the series, on or after its start";
    }
}

/// What to write in place of a rule that calendar programs cannot store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Instead {
    /// Keys to write, each with its value.
    pub(crate) keys: Vec<String>,
    /// The keys that these replace.
    pub(crate) replaced: Vec<&'static str>,
    /// Whether the help is to write an event for each season.
    pub(crate) is_season: bool,
}

impl fmt::Display for Instead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((last, keys)) = self.keys.split_last() else {
            return f.write_str("list the dates under `also` instead of `repeats`");
        };
        f.write_str(if self.is_season {
            "write an event for each season: "
        } else {
            "write "
        })?;
        for (index, key) in keys.iter().enumerate() {
            let separator = if index + 1 == keys.len() { " and " } else { ", " };
            write!(f, "`{key}`{separator}")?;
        }
        write!(f, "`{last}`")?;
        match self.replaced.split_first() {
            None => Ok(()),
            Some((first, others)) => {
                write!(f, " instead of `{first}`")?;
                others.iter().try_for_each(|key| write!(f, " and `{key}`"))
            }
        }
    }
}
