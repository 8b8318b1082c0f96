use chrono::Month;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::zone::Zone;

/// How many dates are compared.
const MOST: u16 = 60;

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn months() -> impl Strategy<Value = Month> {
    (1_u8..=12).prop_map(|number| Month::try_from(number).unwrap())
}

fn patterns() -> impl Strategy<Value = Pattern> {
    let weekday = || select(WEEKDAYS.to_vec());
    let ordinal = || select(Ordinal::ALL.to_vec());
    let sets = subsequence(WEEKDAYS.to_vec(), 1..=7);
    prop_oneof![
        Just(Pattern::Daily),
        sets.prop_map(|days| Pattern::Weekly(WeekdaySet::new(days).unwrap())),
        (ordinal(), weekday()).prop_map(|(ordinal, day)| Pattern::MonthlyOnWeekday(ordinal, day)),
        several().prop_map(Pattern::MonthlyOnWeekdays),
        Just(Pattern::MonthlyOnLastDay),
        select(vec![WorkingDay::First, WorkingDay::Last]).prop_map(Pattern::MonthlyOnWorkingDay),
        (1_u32..=28).prop_map(|day| Pattern::MonthlyOnDay(DayOfMonth::new(day).unwrap())),
        (months(), 1_u32..=31).prop_filter_map("a date that some years lack", |(month, day)| {
            DayOfYear::new(month, day).map(Pattern::YearlyOnDate)
        }),
        (ordinal(), weekday(), months())
            .prop_map(|(ordinal, day, month)| Pattern::YearlyOnWeekday(ordinal, day, month)),
    ]
}

fn several() -> impl Strategy<Value = WeekdaysOfMonth> {
    let day = (select(Ordinal::ALL.to_vec()), select(WEEKDAYS.to_vec()));
    let day = day.prop_map(|(ordinal, weekday)| WeekdayOfMonth { ordinal, weekday });
    prop::collection::vec(day, 2..=4)
        .prop_filter_map("days that meet", |days| WeekdaysOfMonth::new(&days))
}

/// Any day from 1990 to 2060.
fn dates() -> impl Strategy<Value = NaiveDate> {
    (0_u64..365 * 70).prop_map(|days| date("1990-01-01") + Days::new(days))
}

fn ends(start: NaiveDate) -> impl Strategy<Value = End> {
    prop_oneof![
        Just(End::Never),
        (0_u64..4000).prop_map(move |days| End::Until(start + Days::new(days))),
        (1_u32..=60).prop_map(End::Count),
    ]
}

fn rules() -> impl Strategy<Value = RecurrenceRule> {
    (patterns(), 1_u32..=12, dates())
        .prop_map(|(pattern, interval, day)| {
            let start = day.iter_days().find(|day| is_of(pattern, *day)).unwrap();
            (pattern, interval, start)
        })
        .prop_flat_map(|(pattern, interval, start)| {
            ends(start)
                .prop_map(move |end| RecurrenceRule::new(pattern, interval, start, end).unwrap())
        })
}

/// Whether a pattern fires on a day, intervals aside; from the definition.
fn is_of(pattern: Pattern, day: NaiveDate) -> bool {
    match pattern {
        Pattern::Daily => true,
        Pattern::Weekly(days) => days.iter().any(|of| of == day.weekday()),
        Pattern::MonthlyOnWeekday(ordinal, weekday) => {
            day.weekday() == weekday && is_nth(ordinal, day)
        }
        Pattern::MonthlyOnWeekdays(days) => {
            let mut days = days.iter();
            days.any(|of| day.weekday() == of.weekday && is_nth(of.ordinal, day))
        }
        Pattern::MonthlyOnLastDay => (day + Days::new(1)).day() == 1,
        Pattern::MonthlyOnWorkingDay(which) => {
            let is_working = |day: NaiveDate| day.weekday().num_days_from_monday() < 5;
            let mut others = (1..=31).filter_map(|number| day.with_day(number));
            let is_only = others.all(|other| match which {
                WorkingDay::First => other >= day || !is_working(other),
                WorkingDay::Last => other <= day || !is_working(other),
            });
            is_working(day) && is_only
        }
        Pattern::MonthlyOnDay(of) => day.day() == of.number(),
        Pattern::YearlyOnDate(of) => {
            day.day() == of.day() && day.month() == of.month().number_from_month()
        }
        Pattern::YearlyOnWeekday(ordinal, weekday, month) => {
            day.weekday() == weekday
                && day.month() == month.number_from_month()
                && is_nth(ordinal, day)
        }
    }
}

fn is_nth(ordinal: Ordinal, day: NaiveDate) -> bool {
    match ordinal {
        Ordinal::First => (1..=7).contains(&day.day()),
        Ordinal::Second => (8..=14).contains(&day.day()),
        Ordinal::Third => (15..=21).contains(&day.day()),
        Ordinal::Fourth => (22..=28).contains(&day.day()),
        Ordinal::Last => (day + Days::new(7)).month() != day.month(),
    }
}

/// Whether a day stands in a period that the interval does not skip; `monday` is that of the start's week.
fn is_in_period(rule: &RecurrenceRule, day: NaiveDate) -> bool {
    let start = rule.start();
    let monday = start.week(Weekday::Mon).first_day();
    let months_since = |day: NaiveDate| {
        i64::from(day.year() - start.year()) * 12 + i64::from(day.month())
            - i64::from(start.month())
    };
    let elapsed = match rule.pattern() {
        Pattern::Daily => (day - start).num_days(),
        Pattern::Weekly(_) => (day - monday).num_days() / 7,
        Pattern::MonthlyOnWeekday(..)
        | Pattern::MonthlyOnWeekdays(_)
        | Pattern::MonthlyOnDay(_)
        | Pattern::MonthlyOnLastDay
        | Pattern::MonthlyOnWorkingDay(_) => months_since(day),
        Pattern::YearlyOnDate(_) | Pattern::YearlyOnWeekday(..) => {
            i64::from(day.year() - start.year())
        }
    };
    elapsed % i64::from(rule.interval()) == 0
}

/// Looks at each day of forty years, and returns the first dates among them.
fn expanded(rule: &RecurrenceRule) -> Vec<NaiveDate> {
    let most = match rule.end() {
        End::Count(count) => count.min(MOST.into()),
        End::Never | End::Until(_) => MOST.into(),
    };
    rule.start()
        .iter_days()
        .take(40 * 365)
        .take_while(|day| !matches!(rule.end(), End::Until(until) if *day > until))
        .filter(|day| is_of(rule.pattern(), *day) && is_in_period(rule, *day))
        .take(most.try_into().unwrap())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rule_gives_the_dates_that_its_definition_gives(rule in rules()) {
        let expected = expanded(&rule);
        let last_day = rule.start() + Days::new(40 * 365 - 1);
        let dates: Vec<_> = rule
            .dates_from(rule.start())
            .take(MOST.into())
            .take_while(|date| *date <= last_day)
            .collect();
        prop_assert_eq!(dates, expected);
    }

    #[test]
    fn as_many_dates_are_counted_before_a_day_as_are_given(rule in rules(), days in 0_u64..4000) {
        let date = rule.start() - Days::new(10) + Days::new(days);
        let given = rule.dates_from(rule.start()).take_while(|given| *given < date);
        prop_assert_eq!(rule.count_before(date), given.count());
    }

    #[test]
    fn a_rule_gives_the_dates_that_the_rrule_crate_gives(rule in rules()) {
        // In UTC, where no clock changes; there is no local time in which the crate expands without one.
        let text = format!(
            "DTSTART:{}T110000Z\nRRULE:{}",
            rule.start().format("%Y%m%d"),
            rule.rrule(Some(Zone::UTC)),
        );
        let set: ::rrule::RRuleSet = text.parse().unwrap();
        let expected: Vec<_> = set.all(MOST).dates.iter().map(chrono::DateTime::date_naive).collect();
        let dates: Vec<_> = rule.dates_from(rule.start()).take(expected.len()).collect();
        prop_assert_eq!(&dates, &expected);
        // Whoever asks for fewer than there are is told no end.
        if expected.len() < MOST.into() && rule.end() != End::Never {
            prop_assert_eq!(rule.dates_from(rule.start()).count(), expected.len());
        }
    }

    #[test]
    fn seeking_finds_what_filtering_from_the_start_finds(rule in rules(), days in -4000_i64..40_000) {
        let day = rule.start() + chrono::TimeDelta::days(days);
        let filtered = || rule.dates_from(rule.start()).skip_while(|date| *date < day);
        let sought: Vec<_> = rule.dates_from(day).take(20).collect();
        prop_assert_eq!(&sought, &filtered().take(20).collect::<Vec<_>>());
        prop_assert_eq!(rule.on_or_after(day), sought.first().copied());
        prop_assert_eq!(rule.contains(day), sought.first() == Some(&day));
        let before = rule.dates_from(rule.start()).take_while(|date| *date <= day).last();
        prop_assert_eq!(rule.on_or_before(day), before);
    }

    #[test]
    fn the_last_date_is_the_last_that_is_given(rule in rules()) {
        match rule.last() {
            None => prop_assert_eq!(rule.end(), End::Never),
            last => prop_assert_eq!(rule.dates_from(rule.start()).last(), last),
        }
    }

    #[test]
    fn a_rule_that_starts_later_gives_the_rest_of_its_dates(rule in rules(), left_out in 0_usize..20) {
        let dates: Vec<_> = rule.dates_from(rule.start()).take(MOST.into()).collect();
        let start = dates[left_out.min(dates.len() - 1)];
        let later = rule.starting_at(start);
        let rest: Vec<_> = dates.iter().copied().filter(|date| *date >= start).collect();
        prop_assert_eq!(later.dates_from(start).take(rest.len()).collect::<Vec<_>>(), rest);
        prop_assert_eq!(later.last(), rule.last());
        // What is published begins with the later start, and has its end from it alone.
        let anew = RecurrenceRule::new(later.pattern(), later.interval(), start, later.end()).unwrap();
        // Which part keeps the UID was decided by the first start.
        prop_assert_eq!(RecurrenceRule { own: later.own, ..anew }, later);
    }

    #[test]
    fn the_sentence_of_a_rule_reads_as_the_same_rule(rule in rules()) {
        let read = read(&rule.to_string(), &SeriesKeys::starting(rule.start())).unwrap();
        prop_assert_eq!(read, (rule.pattern(), rule.interval()));
    }

    #[test]
    fn the_english_words_of_a_rule_are_its_sentence(rule in rules()) {
        prop_assert_eq!(crate::words::ENGLISH.rule(&rule), rule.to_string());
    }

    #[test]
    fn the_rrule_of_a_rule_reads_as_the_same_rule(rule in rules()) {
        let endless = RecurrenceRule { end: End::Never, last: None, ..rule };
        let read = read(&endless.rrule(None), &SeriesKeys::starting(rule.start())).unwrap();
        prop_assert_eq!(read, (rule.pattern(), rule.interval()));
    }

    #[test]
    fn a_start_off_the_rule_names_the_nearest_date(pattern in patterns(), interval in 1_u32..=12, day in dates()) {
        prop_assume!(!is_of(pattern, day));
        let problem = RecurrenceRule::new(pattern, interval, day, End::Never).unwrap_err();
        let before = (1..800).map(|days| day - Days::new(days)).find(|day| is_of(pattern, *day)).unwrap();
        let after = (1..800).map(|days| day + Days::new(days)).find(|day| is_of(pattern, *day)).unwrap();
        let nearest = if day - before <= after - day { before } else { after };
        prop_assert_eq!(
            problem.advice().unwrap(),
            format!("the nearest date of the rule is `{nearest}` ({}); correct the start or the rule", nearest.format("%A"))
        );
    }

    #[test]
    fn no_text_makes_the_reader_panic(written in "[ -~é]{0,40}|(every|monthly|yearly|on|the|[0-9]{1,12}|1st|5th|mon|march|of|and|,| ){0,12}|(FREQ|BYDAY|BYMONTHDAY|BYSETPOS|BYMONTH|INTERVAL|WKST|=|;|,|-|[0-9]{1,12}|MONTHLY|WEEKLY|YEARLY|TH|é){0,12}") {
        let _ = check(&written);
        let _ = read(&written, &SeriesKeys::starting(date("2026-01-22")));
    }
}
