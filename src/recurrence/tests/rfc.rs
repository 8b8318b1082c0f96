//! Of the examples, all that the closed type can hold; each begins at 09:00 in New York, and is held to its dates.
//! UNTIL=19971224T000000Z is the evening of 23 December there, so 23 December is the last day.

use super::*;

/// The dates of a month, as the RFC lists them: `1997 September 2,9,16`.
#[track_caller]
fn gives(rule: &RecurrenceRule, listed: &[(&str, &[u32])]) {
    let expected: Vec<NaiveDate> = listed
        .iter()
        .flat_map(|(month, days)| days.iter().map(move |day| format!("{month}-{day:02}")))
        .map(|text| date(&text))
        .collect();
    let dates: Vec<NaiveDate> = match rule.end() {
        End::Never => rule.dates_from(rule.start()).take(expected.len()).collect(),
        End::Until(_) | End::Count(_) => rule.dates_from(rule.start()).collect(),
    };
    assert_eq!(dates, expected);
}

fn days(range: std::ops::RangeInclusive<u32>) -> Vec<u32> {
    range.collect()
}

fn until_christmas_eve() -> End {
    End::Until(date("1997-12-23"))
}

#[test]
fn daily_for_10_occurrences() {
    let rule = rule("FREQ=DAILY", "1997-09-02", End::Count(10));
    gives(&rule, &[("1997-09", &days(2..=11))]);
}

#[test]
fn daily_until_december_24_1997() {
    let rule = rule("FREQ=DAILY", "1997-09-02", until_christmas_eve());
    gives(
        &rule,
        &[
            ("1997-09", &days(2..=30)),
            ("1997-10", &days(1..=31)),
            ("1997-11", &days(1..=30)),
            ("1997-12", &days(1..=23)),
        ],
    );
}

#[test]
fn every_other_day_forever() {
    let rule = rule("FREQ=DAILY;INTERVAL=2", "1997-09-02", End::Never);
    gives(
        &rule,
        &[
            (
                "1997-09",
                &[2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30],
            ),
            (
                "1997-10",
                &[2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30],
            ),
            ("1997-11", &[1, 3, 5, 7]),
        ],
    );
}

#[test]
fn every_10_days_5_occurrences() {
    let rule = rule("FREQ=DAILY;INTERVAL=10", "1997-09-02", End::Count(5));
    gives(&rule, &[("1997-09", &[2, 12, 22]), ("1997-10", &[2, 12])]);
}

#[test]
fn weekly_for_10_occurrences() {
    let rule = rule("FREQ=WEEKLY", "1997-09-02", End::Count(10));
    gives(
        &rule,
        &[
            ("1997-09", &[2, 9, 16, 23, 30]),
            ("1997-10", &[7, 14, 21, 28]),
            ("1997-11", &[4]),
        ],
    );
}

#[test]
fn weekly_until_december_24_1997() {
    let rule = rule("FREQ=WEEKLY", "1997-09-02", until_christmas_eve());
    gives(
        &rule,
        &[
            ("1997-09", &[2, 9, 16, 23, 30]),
            ("1997-10", &[7, 14, 21, 28]),
            ("1997-11", &[4, 11, 18, 25]),
            ("1997-12", &[2, 9, 16, 23]),
        ],
    );
}

#[test]
fn every_other_week_forever() {
    let rule = rule("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02", End::Never);
    gives(
        &rule,
        &[
            ("1997-09", &[2, 16, 30]),
            ("1997-10", &[14, 28]),
            ("1997-11", &[11, 25]),
            ("1997-12", &[9, 23]),
            ("1998-01", &[6, 20]),
            ("1998-02", &[3, 17]),
        ],
    );
}

#[test]
fn weekly_on_tuesday_and_thursday_for_five_weeks() {
    for end in [End::Until(date("1997-10-06")), End::Count(10)] {
        let rule = rule("FREQ=WEEKLY;WKST=SU;BYDAY=TU,TH", "1997-09-02", end);
        gives(
            &rule,
            &[
                ("1997-09", &[2, 4, 9, 11, 16, 18, 23, 25, 30]),
                ("1997-10", &[2]),
            ],
        );
    }
}

#[test]
fn every_other_week_on_monday_wednesday_and_friday_until_december_24_1997() {
    let rule = rule(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR",
        "1997-09-01",
        until_christmas_eve(),
    );
    gives(
        &rule,
        &[
            ("1997-09", &[1, 3, 5, 15, 17, 19, 29]),
            ("1997-10", &[1, 3, 13, 15, 17, 27, 29, 31]),
            ("1997-11", &[10, 12, 14, 24, 26, 28]),
            ("1997-12", &[8, 10, 12, 22]),
        ],
    );
}

#[test]
fn every_other_week_on_tuesday_and_thursday_for_8_occurrences() {
    let rule = rule(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
        "1997-09-02",
        End::Count(8),
    );
    gives(
        &rule,
        &[("1997-09", &[2, 4, 16, 18, 30]), ("1997-10", &[2, 14, 16])],
    );
}

#[test]
fn monthly_on_the_first_friday_for_10_occurrences() {
    let rule = rule("FREQ=MONTHLY;BYDAY=1FR", "1997-09-05", End::Count(10));
    gives(
        &rule,
        &[
            ("1997-09", &[5]),
            ("1997-10", &[3]),
            ("1997-11", &[7]),
            ("1997-12", &[5]),
            ("1998-01", &[2]),
            ("1998-02", &[6]),
            ("1998-03", &[6]),
            ("1998-04", &[3]),
            ("1998-05", &[1]),
            ("1998-06", &[5]),
        ],
    );
}

#[test]
fn monthly_on_the_first_friday_until_december_24_1997() {
    let rule = rule(
        "FREQ=MONTHLY;BYDAY=1FR",
        "1997-09-05",
        until_christmas_eve(),
    );
    gives(
        &rule,
        &[
            ("1997-09", &[5]),
            ("1997-10", &[3]),
            ("1997-11", &[7]),
            ("1997-12", &[5]),
        ],
    );
}

#[test]
fn every_other_month_on_the_first_and_last_sunday_for_10_occurrences() {
    let rule = rule(
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU",
        "1997-09-07",
        End::Count(10),
    );
    gives(
        &rule,
        &[
            ("1997-09", &[7, 28]),
            ("1997-11", &[2, 30]),
            ("1998-01", &[4, 25]),
            ("1998-03", &[1, 29]),
            ("1998-05", &[3, 31]),
        ],
    );
}

#[test]
fn a_week_that_begins_on_monday_holds_the_sunday_after() {
    let rule = rule(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO",
        "1997-08-05",
        End::Count(4),
    );
    gives(&rule, &[("1997-08", &[5, 10, 19, 24])]);
}

#[test]
fn all_other_examples_are_refused() {
    let others = [
        // Every day in January.
        "FREQ=YEARLY;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "FREQ=DAILY;BYMONTH=1",
        // On the second-to-last Monday of the month.
        "FREQ=MONTHLY;BYDAY=-2MO",
        // On the third-to-the-last day of the month.
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        // On the 2nd and 15th of the month.
        "FREQ=MONTHLY;BYMONTHDAY=2,15",
        // On the first and last day of the month.
        "FREQ=MONTHLY;BYMONTHDAY=1,-1",
        // Every 18 months on the 10th thru 15th of the month.
        "FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11,12,13,14,15",
        // Every Tuesday, every other month.
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        // Yearly in June and July.
        "FREQ=YEARLY;BYMONTH=6,7",
        // Every other year on January, February, and March.
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=1,2,3",
        // Every third year on the 1st, 100th, and 200th day.
        "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200",
        // Every 20th Monday of the year.
        "FREQ=YEARLY;BYDAY=20MO",
        // Monday of week number 20.
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        // Every Thursday in March; and in June, July, and August.
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        // Every Friday the 13th.
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        // The first Saturday that follows the first Sunday of the month.
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        // U.S. Presidential Election day.
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        // The third instance into the month of one of Tuesday, Wednesday, or Thursday.
        "FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3",
        // The second-to-last weekday of the month.
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        // Every 3 hours, every 15 minutes, every hour and a half, every 20 minutes of the working day.
        "FREQ=HOURLY;INTERVAL=3",
        "FREQ=MINUTELY;INTERVAL=15",
        "FREQ=MINUTELY;INTERVAL=90",
        "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
        // Where the week begins makes a difference.
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
        // An invalid date is ignored.
        "FREQ=MONTHLY;BYMONTHDAY=15,30",
    ];
    for written in others {
        assert!(check(written).is_err(), "{written}");
    }
}
