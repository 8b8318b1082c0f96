//! Dates and times as people write them.

use super::read;

#[test]
fn days_in_any_order_with_any_mark() {
    let page = r"* 2026-03-26 - ISO - 11:00-12:00
* 2026-03-26 11:00 - ISO with time
* 2026-03-26T11:00 - ISO with T
* 26/03/2026 - Slashes
* 26.03.2026 - Dots
* 26-Mar-2026 - Dashes
* March 26, 2026 - Month first
* 2026 March 26 - Year first
* Thursday the 26th of March 2026 at 7pm: Words
* 26 March 2026: Thursday market
";
    let expected = r"1: 2026-03-26 11:00 · ISO · length: 60 min
2: 2026-03-26 11:00 · ISO with time
3: 2026-03-26 11:00 · ISO with T
4: 2026-03-26 · Slashes
5: 2026-03-26 · Dots
6: 2026-03-26 · Dashes
7: 2026-03-26 · Month first
8: 2026-03-26 · Year first
9: 2026-03-26 19:00 · Words
10: 2026-03-26 · Thursday market
10 read, 10 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn digits_with_two_meanings_are_not_imported() {
    let page = r"* 05/03/2026 - Ambiguous
* Thursday 05/03/2026 - Certain because of the weekday
* 05/05/2026 - Certain because both are the same
* 13/13/2026 - No date
";
    let expected = r"2: 2026-03-05 · Certain because of the weekday
3: 2026-05-05 · Certain because both are the same
lost 1: Ambiguous: `05/03/2026` could mean 5 March 2026 or 3 May 2026
lost 4: No date: `13/13/2026` does not exist: a year has 12 months
4 read, 2 kept, 0 rewritten, 2 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn several_days() {
    let page = r"* 6–8 May 2026 - Conference
* 30 April - 2 May 2026 - Longer conference
* May 6-8, 2026 - Month first
* Wed 6 May to Fri 8 May 2026 - With weekdays
* 8-6 May 2026 - Backwards
* 6-8 May 2026 - With times - 9:00-17:00
* 26 March, 23 April and 28 May 2026 - Lean Coffee - 11am
* 6 and 8 May 2026 - Two days
* 26 March 2026 - Moved from 19 March 2026
";
    let expected = r"1: 2026-05-06 · Conference · length: 3 d
2: 2026-04-30 · Longer conference · length: 3 d
3: 2026-05-06 · Month first · length: 3 d
4: 2026-05-06 · With weekdays · length: 3 d
7: 2026-03-26 11:00 · Lean Coffee · also: 2026-04-23 11:00, 2026-05-28 11:00
8: 2026-05-06 · Two days · also: 2026-05-08
lost 5: Backwards: the last day, 2026-05-06, is not after the first, 2026-05-08
lost 6: With times: it is on several days, from 2026-05-06 to 2026-05-08, and has the time `9:00-17:00`; write an event for each day
note 7: Lean Coffee: it has several dates; the first is its start, and the others are under `also`
note 8: Two days: it has several dates; the first is its start, and the others are under `also`
lost 9: Moved: it names several dates; write an event for each
9 read, 6 kept, 0 rewritten, 3 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_date_that_does_not_exist_or_has_no_year() {
    let page = r"* 31 February 2026 - No such day
* 26 March - No year
* 26 March 1926 - Long ago
";
    let expected = r"lost 1: No such day: `31 February 2026` does not exist: February 2026 has 28 days
note 1: : no event is imported from it; an event is a line with a date, such as `* 26 March 2026 - Lean Coffee`
lost 2: No year: it has no year, and no heading above it has one; write the year after the month
lost 3: Long ago: `26 March 1926` is not in the years 1970 to 2099
3 read, 0 kept, 0 rewritten, 3 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_month_without_a_day() {
    let page = r"* November 2026 - Unconference
* Unconference | November 2026
* We ran an [Unconference in November 2022](https://example.org/unconference)
* Our newsletter of November 2026 is out
";
    let expected = r"1: 2026-11 · Unconference
2: 2026-11 · Unconference
3: 2022-11 · Unconference · url: https://example.org/unconference
note 3: Unconference: its title is made of the sentence `We ran an Unconference in`
3 read, 2 kept, 1 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn times_in_any_form() {
    let page = r"## 2026
* 26 March - Full - 18:30-20:00
* 26 March - Dotted - 11.00
* 26 March - Half - 1-2 PM
* 26 March - Both halves - 11 am to 1 pm
* 26 March - Morning - 10-12 noon
* 26 March - Midnight hackathon - 7pm-midnight
* 26 March - Lunch - noon
* 26 March - Night - 22:00-02:00
* 26 March - Points 7:30 p.m.
* 26 March - Until - 18:00 until 19:00
* 26 March - British - 11:00 GMT
* 26 March - Local - 11:00 UK time
";
    let expected = r"2: 2026-03-26 18:30 · Full · length: 90 min
3: 2026-03-26 11:00 · Dotted
4: 2026-03-26 13:00 · Half · length: 60 min
5: 2026-03-26 11:00 · Both halves · length: 120 min
6: 2026-03-26 10:00 · Morning · length: 120 min
7: 2026-03-26 19:00 · Midnight hackathon · length: 300 min
8: 2026-03-26 12:00 · Lunch
9: 2026-03-26 22:00 · Night · length: 240 min
10: 2026-03-26 19:30 · Points
11: 2026-03-26 18:00 · Until · length: 60 min
12: 2026-03-26 11:00 · British
13: 2026-03-26 11:00 · Local
note 12: British: its time is in British time, and is imported as a time of the calendar's zone; check that they are the same
12 read, 12 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_time_that_is_not_certain() {
    let page = r"## 2026
* 26 March - Numbers - 11-12
* 26 March - Four digits - 1830
* 26 March - Zoned - 11:00 CET
* 26 March - Lunch - 12:00 - talks - 13:00
* 26 March - Backwards - 12:00-11:00
";
    let expected = r"note 1: : no event is imported from it; an event is a line with a date, such as `* 26 March 2026 - Lean Coffee`
lost 2: Numbers: `11-12` can be a time, and it is not certain which; write times as 11:00-12:00
lost 3: Four digits: `1830` can be a time, and it is not certain which; write times as 11:00-12:00
lost 4: Zoned: its time is in CET; write it in the calendar's zone, without `CET`
lost 5: Lunch: it has several times; write an event for each
lost 6: Backwards: `12:00-11:00` can be read in more than one way; write the times as 11:00-12:00
5 read, 0 kept, 0 rewritten, 5 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn words_and_numbers_that_are_no_dates() {
    let page = r"* Room 5 - March madness
* Up to 20 may attend
* Version 1.2.3 of 5 things
* Summer 2026 - Some season
* Chapter 3 Sun and Sat 4
* 26 March 2026 - 10 reasons to use Rust 2.0
* 27 March 2026 10 reasons, 24/7
";
    let expected = r"6: 2026-03-26 · 10 reasons to use Rust 2.0
7: 2026-03-27 · 10 reasons, 24/7
2 read, 2 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}
