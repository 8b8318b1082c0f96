//! The examples of RFC 5545 §3.8.5.3 whose FREQ is not below DAILY. Each begins on a day of 1997 at 09:00 in New York, and is compared with the
//! dates that the RFC lists.

use super::*;

/// Compares the dates of a rule with those of the RFC: `1997: Sep 2 9, Oct 7` has a year, and days by month. If the list ends with `...`, the rule
/// gives more.
#[track_caller]
fn gives(start: &str, value: &str, listed: &str) {
    let zone = Zone::parse("America/New_York").unwrap();
    let start = When::Zoned(zone, at(&format!("{start} 09:00")));
    let (listed, is_open) = match listed.strip_suffix(" ...") {
        Some(listed) => (listed, true),
        None => (listed, false),
    };
    let mut expected = Vec::new();
    for year in listed.split("; ") {
        let (year, months) = year.split_once(": ").unwrap();
        for month in months.split(", ") {
            let (month, days) = month.split_once(' ').unwrap();
            for day in days.split(' ') {
                let (from, to) = day.split_once('-').unwrap_or((day, day));
                let range = from.parse::<u32>().unwrap()..=to.parse().unwrap();
                expected.extend(range.map(|day| {
                    let written = format!("{year} {month} {day}");
                    NaiveDate::parse_from_str(&written, "%Y %b %d").unwrap()
                }));
            }
        }
    }
    let dates = rule(value).dates_from(start);
    let most = expected.len() + usize::from(!is_open);
    let dates: Vec<NaiveDate> = dates.take(most).map(|date| date.date()).collect();
    assert_eq!(dates, expected, "{value}");
}

#[test]
fn daily_rules() {
    gives("1997-09-02", "FREQ=DAILY;COUNT=10", "1997: Sep 2-11");
    gives(
        "1997-09-02",
        "FREQ=DAILY;UNTIL=19971224T000000Z",
        "1997: Sep 2-30, Oct 1-31, Nov 1-30, Dec 1-23",
    );
    gives(
        "1997-09-02",
        "FREQ=DAILY;INTERVAL=2",
        "1997: Sep 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30, Oct 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30, Nov 1 3 5 7 ...",
    );
    gives(
        "1997-09-02",
        "FREQ=DAILY;INTERVAL=10;COUNT=5",
        "1997: Sep 2 12 22, Oct 2 12",
    );
    let januaries = "1998: Jan 1-31; 1999: Jan 1-31; 2000: Jan 1-31";
    gives(
        "1998-01-01",
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        januaries,
    );
    gives(
        "1998-01-01",
        "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
        januaries,
    );
}

#[test]
fn weekly_rules() {
    gives(
        "1997-09-02",
        "FREQ=WEEKLY;COUNT=10",
        "1997: Sep 2 9 16 23 30, Oct 7 14 21 28, Nov 4",
    );
    gives(
        "1997-09-02",
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1997: Sep 2 9 16 23 30, Oct 7 14 21 28, Nov 4 11 18 25, Dec 2 9 16 23",
    );
    gives(
        "1997-09-02",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "1997: Sep 2 16 30, Oct 14 28, Nov 11 25, Dec 9 23; 1998: Jan 6 20, Feb 3 17 ...",
    );
    let five_weeks = "1997: Sep 2 4 9 11 16 18 23 25 30, Oct 2";
    gives(
        "1997-09-02",
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        five_weeks,
    );
    gives(
        "1997-09-02",
        "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        five_weeks,
    );
    gives(
        "1997-09-01",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997: Sep 1 3 5 15 17 19 29, Oct 1 3 13 15 17 27 29 31, Nov 10 12 14 24 26 28, Dec 8 10 12 22",
    );
    gives(
        "1997-09-02",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997: Sep 2 4 16 18 30, Oct 2 14 16",
    );
}

#[test]
fn the_first_day_of_the_week_matters_if_weeks_are_skipped() {
    gives(
        "1997-08-05",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997: Aug 5 10 19 24",
    );
    gives(
        "1997-08-05",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997: Aug 5 17 19 31",
    );
}

#[test]
fn monthly_rules_by_weekday() {
    gives(
        "1997-09-05",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997: Sep 5, Oct 3, Nov 7, Dec 5; 1998: Jan 2, Feb 6, Mar 6, Apr 3, May 1, Jun 5",
    );
    gives(
        "1997-09-05",
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        "1997: Sep 5, Oct 3, Nov 7, Dec 5",
    );
    gives(
        "1997-09-07",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997: Sep 7 28, Nov 2 30; 1998: Jan 4 25, Mar 1 29, May 3 31",
    );
    gives(
        "1997-09-22",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997: Sep 22, Oct 20, Nov 17, Dec 22; 1998: Jan 19, Feb 16",
    );
    gives(
        "1997-09-02",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997: Sep 2 9 16 23 30, Nov 4 11 18 25; 1998: Jan 6 13 20 27, Mar 3 10 17 24 31 ...",
    );
}

#[test]
fn monthly_rules_by_day() {
    gives(
        "1997-09-28",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "1997: Sep 28, Oct 29, Nov 28, Dec 29; 1998: Jan 29, Feb 26 ...",
    );
    gives(
        "1997-09-02",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997: Sep 2 15, Oct 2 15, Nov 2 15, Dec 2 15; 1998: Jan 2 15",
    );
    gives(
        "1997-09-30",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997: Sep 30, Oct 1 31, Nov 1 30, Dec 1 31; 1998: Jan 1 31, Feb 1",
    );
    gives(
        "1997-09-10",
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997: Sep 10-15; 1999: Mar 10-13",
    );
    gives(
        "2007-01-15",
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2007: Jan 15 30, Feb 15, Mar 15 30",
    );
}

#[test]
fn monthly_rules_by_weekday_and_day() {
    // The RFC excludes the start, which is a Tuesday, with an EXDATE.
    gives(
        "1997-09-02",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "1998: Feb 13, Mar 13, Nov 13; 1999: Aug 13; 2000: Oct 13 ...",
    );
    gives(
        "1997-09-13",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997: Sep 13, Oct 11, Nov 8, Dec 13; 1998: Jan 10, Feb 7, Mar 7, Apr 11, May 9, Jun 13 ...",
    );
}

#[test]
fn rules_by_place_in_the_set() {
    gives(
        "1997-09-04",
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1997: Sep 4, Oct 7, Nov 6",
    );
    gives(
        "1997-09-29",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997: Sep 29, Oct 30, Nov 27, Dec 30; 1998: Jan 29, Feb 26, Mar 30 ...",
    );
}

#[test]
fn yearly_rules() {
    gives(
        "1997-06-10",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997: Jun 10, Jul 10; 1998: Jun 10, Jul 10; 1999: Jun 10, Jul 10; 2000: Jun 10, Jul 10; 2001: Jun 10, Jul 10",
    );
    gives(
        "1997-03-10",
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997: Mar 10; 1999: Jan 10, Feb 10, Mar 10; 2001: Jan 10, Feb 10, Mar 10; 2003: Jan 10, Feb 10, Mar 10",
    );
    gives(
        "1997-01-01",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997: Jan 1, Apr 10, Jul 19; 2000: Jan 1, Apr 9, Jul 18; 2003: Jan 1, Apr 10, Jul 19; 2006: Jan 1",
    );
    gives(
        "1997-05-19",
        "FREQ=YEARLY;BYDAY=20MO",
        "1997: May 19; 1998: May 18; 1999: May 17 ...",
    );
    gives(
        "1997-05-12",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "1997: May 12; 1998: May 11; 1999: May 17 ...",
    );
    gives(
        "1997-03-13",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1997: Mar 13 20 27; 1998: Mar 5 12 19 26; 1999: Mar 4 11 18 25 ...",
    );
    gives(
        "1997-06-05",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "1997: Jun 5 12 19 26, Jul 3 10 17 24 31, Aug 7 14 21 28; 1998: Jun 4 11 18 25, Jul 2 9 16 23 30, Aug 6 13 20 27 ...",
    );
}

#[test]
fn the_day_of_an_election() {
    gives(
        "1996-11-05",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996: Nov 5; 2000: Nov 7; 2004: Nov 2 ...",
    );
}

#[test]
fn several_times_of_a_day() {
    let rule = rule("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40");
    let dates = rule.dates_from(When::Floating(at("1997-09-02 09:00")));
    let times: Vec<String> = dates
        .take(6)
        .map(|date| date.format("%H:%M").to_string())
        .collect();
    assert_eq!(
        times,
        ["09:00", "09:20", "09:40", "10:00", "10:20", "10:40"]
    );
}
