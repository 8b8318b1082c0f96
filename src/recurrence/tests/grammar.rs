use super::*;
use crate::zone::Zone;

#[test]
fn every_day() {
    let written = ["daily", "every day", "Daily", "  daily  ", "FREQ=DAILY"];
    reads("2026-01-22", &written, "daily", "FREQ=DAILY");
}

#[test]
fn every_so_many_days() {
    let written = ["every 3 days", "every three days", "FREQ=DAILY;INTERVAL=3"];
    reads(
        "2026-01-22",
        &written,
        "every 3 days",
        "FREQ=DAILY;INTERVAL=3",
    );
}

#[test]
fn a_week_without_a_day_is_on_the_weekday_of_the_start() {
    let written = ["weekly", "every week", "every 1 week", "FREQ=WEEKLY"];
    reads(
        "2026-01-22",
        &written,
        "weekly on Thursday",
        "FREQ=WEEKLY;BYDAY=TH",
    );
}

#[test]
fn every_other_week_without_a_day_is_on_the_weekday_of_the_start() {
    let written = [
        "fortnightly",
        "every 2 weeks",
        "every two weeks",
        "every other week",
        "FREQ=WEEKLY;INTERVAL=2",
    ];
    reads(
        "2026-01-23",
        &written,
        "every 2 weeks on Friday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    );
}

#[test]
fn a_week_with_one_day() {
    let written = [
        "weekly on Friday",
        "weekly on the Friday",
        "weekly on Fridays",
        "Weekly on FRIDAY",
        "weekly on Fri",
        "every Friday",
        "every fri",
        "every week on Friday",
        "FREQ=WEEKLY;BYDAY=FR",
        "RRULE:FREQ=WEEKLY;BYDAY=FR",
    ];
    reads(
        "2026-01-23",
        &written,
        "weekly on Friday",
        "FREQ=WEEKLY;BYDAY=FR",
    );
}

#[test]
fn every_short_name_of_a_weekday_is_known() {
    let names = [
        ("2026-01-19", "Mon", "Monday"),
        ("2026-01-20", "Tue", "Tuesday"),
        ("2026-01-20", "Tues", "Tuesday"),
        ("2026-01-21", "Wed", "Wednesday"),
        ("2026-01-21", "Weds", "Wednesday"),
        ("2026-01-22", "Thu", "Thursday"),
        ("2026-01-22", "Thur", "Thursday"),
        ("2026-01-22", "Thurs", "Thursday"),
        ("2026-01-23", "Fri", "Friday"),
        ("2026-01-24", "Sat", "Saturday"),
        ("2026-01-25", "Sun", "Sunday"),
    ];
    for (start, short, name) in names {
        let rule = rule(&format!("every {short}"), start, End::Never);
        assert_eq!(rule.to_string(), format!("weekly on {name}"));
    }
}

#[test]
fn a_week_with_two_days() {
    let written = [
        "weekly on Monday and Wednesday",
        "weekly on Wednesday and Monday",
        "weekly on Monday, Wednesday",
        "weekly on Monday Wednesday",
        "every Monday and Wednesday",
        "every Mon, Wed",
        "FREQ=WEEKLY;BYDAY=WE,MO",
    ];
    reads(
        "2026-01-19",
        &written,
        "weekly on Monday and Wednesday",
        "FREQ=WEEKLY;BYDAY=MO,WE",
    );
}

#[test]
fn a_week_with_three_days() {
    let written = [
        "weekly on Monday, Wednesday and Friday",
        "weekly on Monday, Wednesday, and Friday",
        "every Monday, Wednesday and Friday",
    ];
    reads(
        "2026-01-21",
        &written,
        "weekly on Monday, Wednesday and Friday",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    );
}

#[test]
fn monday_to_friday() {
    let written = [
        "every weekday",
        "weekly on weekdays",
        "weekly on Monday, Tuesday, Wednesday, Thursday and Friday",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    ];
    reads(
        "2026-01-22",
        &written,
        "every weekday",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    );
}

#[test]
fn monday_to_friday_every_other_week() {
    reads(
        "2026-01-22",
        &["every 2 weeks on weekdays", "fortnightly on weekdays"],
        "every 2 weeks on Monday, Tuesday, Wednesday, Thursday and Friday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR",
    );
}

#[test]
fn every_so_many_weeks_on_a_day() {
    let written = [
        "every 4 weeks on Friday",
        "every four weeks on Friday",
        "Every Four Weeks On The Friday",
        "FREQ=WEEKLY;INTERVAL=4;BYDAY=FR",
        "freq=weekly;interval=4;byday=fr",
    ];
    reads(
        "2026-01-23",
        &written,
        "every 4 weeks on Friday",
        "FREQ=WEEKLY;INTERVAL=4;BYDAY=FR",
    );
}

#[test]
fn every_other_week_on_a_day() {
    let written = [
        "fortnightly on Friday",
        "every 2 weeks on Friday",
        "every other week on Friday",
        "every other Friday",
    ];
    reads(
        "2026-01-23",
        &written,
        "every 2 weeks on Friday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    );
}

#[test]
fn number_words_go_to_twelve() {
    let words = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    for (word, number) in words.into_iter().zip(1..) {
        let rule = rule(&format!("every {word} days"), "2026-01-22", End::Never);
        assert_eq!(rule.interval(), number, "{word}");
    }
}

#[test]
fn a_weekday_of_the_month() {
    let written = [
        "monthly on the 4th Thursday",
        "monthly on 4th Thursday",
        "monthly on the fourth Thursday",
        "Monthly on the Fourth THU",
        "every month on the 4th Thursday",
        "the 4th Thursday of the month",
        "4th Thursday of the month",
        "4th Thursday of every month",
        "4th Thursday of each month",
        "every 4th Thursday of the month",
        "monthly on the 4th Thursday of the month",
        "FREQ=MONTHLY;BYDAY=4TH",
        "FREQ=MONTHLY;BYDAY=+4TH",
        "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=4",
        "RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=4TH;WKST=SU",
    ];
    reads(
        "2026-01-22",
        &written,
        "monthly on the 4th Thursday",
        "FREQ=MONTHLY;BYDAY=4TH",
    );
}

#[test]
fn every_ordinal_is_known_by_number_and_by_word() {
    let ordinals = [
        ("2026-01-06", "1st", "first", "1TU"),
        ("2026-01-13", "2nd", "second", "2TU"),
        ("2026-01-20", "3rd", "third", "3TU"),
        ("2026-01-27", "4th", "fourth", "4TU"),
        ("2026-01-27", "last", "last", "-1TU"),
    ];
    for (start, number, word, code) in ordinals {
        reads(
            start,
            &[
                &format!("monthly on the {number} Tuesday"),
                &format!("monthly on the {word} Tuesday"),
                &format!("FREQ=MONTHLY;BYDAY={code}"),
            ],
            &format!("monthly on the {number} Tuesday"),
            &format!("FREQ=MONTHLY;BYDAY={code}"),
        );
    }
}

#[test]
fn every_so_many_months_on_a_weekday() {
    let written = [
        "every 2 months on the 1st Monday",
        "every two months on the first Monday",
        "every other month on the 1st Monday",
        "every 2 months on the 1st Monday of the month",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO;BYSETPOS=1",
    ];
    reads(
        "2026-01-05",
        &written,
        "every 2 months on the 1st Monday",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO",
    );
}

#[test]
fn outlooks_last_weekday_of_a_month() {
    reads(
        "2026-01-30",
        &["FREQ=MONTHLY;INTERVAL=3;BYDAY=FR;BYSETPOS=-1"],
        "every 3 months on the last Friday",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
    );
}

#[test]
fn a_day_of_the_month() {
    let written = [
        "monthly on day 15",
        "monthly on the 15th",
        "monthly on 15",
        "monthly on the 15th of the month",
        "FREQ=MONTHLY;BYMONTHDAY=15",
    ];
    reads(
        "2026-01-15",
        &written,
        "monthly on day 15",
        "FREQ=MONTHLY;BYMONTHDAY=15",
    );
}

#[test]
fn the_fifth_of_a_month_is_a_day_and_no_fifth_weekday() {
    reads(
        "2026-01-05",
        &["monthly on the 5th"],
        "monthly on day 5",
        "FREQ=MONTHLY;BYMONTHDAY=5",
    );
}

#[test]
fn every_so_many_months_on_a_day() {
    reads(
        "2026-01-28",
        &["every 6 months on day 28", "every six months on the 28th"],
        "every 6 months on day 28",
        "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=28",
    );
}

#[test]
fn a_year_without_a_date_is_on_the_date_of_the_start() {
    let written = ["yearly", "annually", "every year", "FREQ=YEARLY"];
    reads(
        "2026-12-31",
        &written,
        "yearly on 31 December",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
    );
}

#[test]
fn every_so_many_years() {
    reads(
        "2026-03-05",
        &["every 2 years", "every other year", "every two years"],
        "every 2 years on 5 March",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=5",
    );
}

#[test]
fn a_date_of_the_year() {
    let written = [
        "yearly on 5 March",
        "yearly on March 5",
        "yearly on the 5th of March",
        "yearly on March 5th",
        "yearly on 5 Mar",
        "every year on 5 March",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5",
    ];
    reads(
        "2026-03-05",
        &written,
        "yearly on 5 March",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5",
    );
}

#[test]
fn a_weekday_of_a_month_of_the_year() {
    let written = [
        "yearly on the 2nd Saturday of June",
        "yearly on the second Sat in Jun",
        "every year on the 2nd Saturday of June",
        "FREQ=YEARLY;BYMONTH=6;BYDAY=2SA",
        "FREQ=YEARLY;BYMONTH=6;BYDAY=SA;BYSETPOS=2",
    ];
    reads(
        "2026-06-13",
        &written,
        "yearly on the 2nd Saturday of June",
        "FREQ=YEARLY;BYMONTH=6;BYDAY=2SA",
    );
}

#[test]
fn september_has_a_short_name_of_four_letters() {
    reads(
        "2026-09-05",
        &["yearly on 5 Sept", "yearly on 5 Sep"],
        "yearly on 5 September",
        "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=5",
    );
}

#[test]
fn a_week_that_begins_on_sunday_is_accepted_where_it_makes_no_difference() {
    // A rule of every week skips none, and the fourth is an example of RFC 5545: without a Sunday, both weeks hold the same days.
    let written = [
        ("2026-01-22", "FREQ=WEEKLY;WKST=SU;BYDAY=TH,FR"),
        ("2026-01-22", "FREQ=WEEKLY;WKST=SU;BYDAY=TH,SU"),
        ("2026-01-22", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TH"),
        (
            "1997-09-01",
            "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE,FR",
        ),
    ];
    for (start, written) in written {
        assert_eq!(parsed(written, start, End::Never).err(), None, "{written}");
    }
}

#[test]
fn the_end_of_an_all_day_series_is_a_date() {
    let until = End::Until(date("2026-12-31"));
    let rule = rule("monthly on the 4th Thursday", "2026-01-22", until);
    assert_eq!(rule.rrule(None), "FREQ=MONTHLY;UNTIL=20261231;BYDAY=4TH");
}

#[test]
fn the_end_of_a_timed_series_is_the_end_of_its_local_day_in_utc() {
    let zone = |name| Some(Zone::parse(name).unwrap());
    let until = |day| rule("daily", "2026-01-01", End::Until(date(day)));
    let (winter, summer) = (until("2026-12-31"), until("2026-06-30"));
    assert_eq!(
        winter.rrule(zone("Europe/London")),
        "FREQ=DAILY;UNTIL=20261231T235959Z"
    );
    assert_eq!(
        summer.rrule(zone("Europe/London")),
        "FREQ=DAILY;UNTIL=20260630T225959Z"
    );
    assert_eq!(
        summer.rrule(zone("America/New_York")),
        "FREQ=DAILY;UNTIL=20260701T035959Z"
    );
    assert_eq!(
        summer.rrule(zone("Asia/Kolkata")),
        "FREQ=DAILY;UNTIL=20260630T182959Z"
    );
}

#[test]
fn the_number_of_dates_is_a_count_with_and_without_a_zone() {
    let rule = rule("every 2 weeks on Friday", "2026-01-23", End::Count(12));
    let written = "FREQ=WEEKLY;INTERVAL=2;COUNT=12;BYDAY=FR";
    assert_eq!(rule.rrule(None), written);
    assert_eq!(rule.rrule(Some(Zone::UTC)), written);
}
