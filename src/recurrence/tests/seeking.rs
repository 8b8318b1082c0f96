use super::*;

fn mondays_and_fridays() -> RecurrenceRule {
    rule(
        "every 2 weeks on Monday and Friday",
        "2026-01-09",
        End::Count(5),
    )
}

#[test]
fn the_set_of_these_tests_starts_mid_week() {
    assert_eq!(
        first(&mondays_and_fridays(), 9),
        [
            "2026-01-09",
            "2026-01-19",
            "2026-01-23",
            "2026-02-02",
            "2026-02-06",
        ]
    );
}

#[test]
fn the_first_date_on_or_after_a_day() {
    let rule = mondays_and_fridays();
    let cases = [
        ("2025-01-01", Some("2026-01-09")),
        ("2026-01-05", Some("2026-01-09")),
        ("2026-01-09", Some("2026-01-09")),
        ("2026-01-10", Some("2026-01-19")),
        ("2026-01-12", Some("2026-01-19")),
        ("2026-01-20", Some("2026-01-23")),
        ("2026-02-06", Some("2026-02-06")),
        ("2026-02-07", None),
        ("2030-02-07", None),
    ];
    for (day, found) in cases {
        assert_eq!(rule.on_or_after(date(day)), found.map(date), "{day}");
    }
}

#[test]
fn the_last_date_on_or_before_a_day() {
    let rule = mondays_and_fridays();
    let cases = [
        ("2025-01-01", None),
        ("2026-01-05", None),
        ("2026-01-08", None),
        ("2026-01-09", Some("2026-01-09")),
        ("2026-01-18", Some("2026-01-09")),
        ("2026-01-19", Some("2026-01-19")),
        ("2026-01-22", Some("2026-01-19")),
        ("2026-02-01", Some("2026-01-23")),
        ("2026-02-06", Some("2026-02-06")),
        ("2026-02-07", Some("2026-02-06")),
    ];
    for (day, found) in cases {
        assert_eq!(rule.on_or_before(date(day)), found.map(date), "{day}");
    }
}

#[test]
fn long_after_the_end_the_last_date_is_still_the_one_before() {
    let last = Some(date("2026-02-06"));
    assert_eq!(mondays_and_fridays().on_or_before(date("2030-01-01")), last);
}

#[test]
fn a_rule_contains_its_dates_and_no_others() {
    let rule = mondays_and_fridays();
    let contained: Vec<String> = date("2026-01-01")
        .iter_days()
        .take(60)
        .filter(|day| rule.contains(*day))
        .map(|day| day.to_string())
        .collect();
    assert_eq!(
        contained,
        [
            "2026-01-09",
            "2026-01-19",
            "2026-01-23",
            "2026-02-02",
            "2026-02-06",
        ]
    );
}

#[test]
fn a_rule_without_end_is_found_in_any_year() {
    let monthly = rule("monthly on the 4th Thursday", "2025-03-27", End::Never);
    assert_eq!(
        monthly.on_or_after(date("2099-12-01")),
        Some(date("2099-12-24"))
    );
    let yearly = rule("every 4 years on 5 March", "2026-03-05", End::Never);
    assert_eq!(
        yearly.on_or_after(date("2096-01-01")),
        Some(date("2098-03-05"))
    );
    assert_eq!(
        yearly.on_or_before(date("2096-01-01")),
        Some(date("2094-03-05"))
    );
}

#[test]
fn a_rule_without_end_ends_with_the_years_of_four_digits() {
    let daily = rule("daily", "9999-12-30", End::Never);
    assert_eq!(first(&daily, 9), ["9999-12-30", "9999-12-31"]);
}

#[test]
fn a_rule_that_starts_later_keeps_its_weeks_and_lowers_its_count() {
    let later = mondays_and_fridays().starting_at(date("2026-01-23"));
    assert_eq!(later.start(), date("2026-01-23"));
    assert_eq!(later.end(), End::Count(3));
    assert_eq!(later.last(), Some(date("2026-02-06")));
    assert_eq!(first(&later, 9), ["2026-01-23", "2026-02-02", "2026-02-06"]);
}

#[test]
fn a_rule_that_starts_later_keeps_its_last_day() {
    let until = End::Until(date("2026-06-30"));
    let rule = rule("monthly on the 4th Thursday", "2026-03-26", until);
    let later = rule.starting_at(date("2026-05-28"));
    assert_eq!(later.end(), until);
    assert_eq!(first(&later, 9), ["2026-05-28", "2026-06-25"]);
}

#[test]
fn a_rule_that_ends_earlier_says_so_and_gives_no_later_date() {
    let shorter = mondays_and_fridays().ending(date("2026-01-23"));
    assert_eq!(shorter.end(), End::Until(date("2026-01-23")));
    assert_eq!(shorter.last(), Some(date("2026-01-23")));
    assert_eq!(
        first(&shorter, 9),
        ["2026-01-09", "2026-01-19", "2026-01-23"]
    );
}

#[test]
fn a_rule_tells_what_it_is_made_of() {
    let rule = rule("every 3 months on day 15", "2026-01-15", End::Count(2));
    assert_eq!(
        rule.pattern(),
        Pattern::MonthlyOnDay(DayOfMonth::new(15).unwrap())
    );
    assert_eq!(rule.interval(), 3);
    assert_eq!(rule.start(), date("2026-01-15"));
    assert_eq!(rule.end(), End::Count(2));
}

#[test]
fn the_most_dates_within_some_days_are_what_an_enumeration_finds_or_a_few_more() {
    for (sentence, end) in [
        ("daily", End::Never),
        ("every 3 days", End::Never),
        ("weekly", End::Never),
        ("every 2 weeks on Monday and Friday", End::Never),
        ("every weekday", End::Count(40)),
        ("monthly on the 4th Friday", End::Never),
        ("monthly on the last Friday", End::Until(date("2027-12-31"))),
        ("yearly on 9 January", End::Never),
    ] {
        let start = match sentence {
            "monthly on the 4th Friday" => "2026-01-23",
            "monthly on the last Friday" => "2026-01-30",
            _ => "2026-01-09",
        };
        let rule = rule(sentence, start, end);
        let dates: Vec<NaiveDate> = rule.dates_from(date(start)).take(2_000).collect();
        for days in [1, 7, 30, 400] {
            let counts = dates.iter().map(|from| {
                let to = *from + chrono::Days::new(days.into());
                dates
                    .iter()
                    .filter(|date| (*from..to).contains(*date))
                    .count()
            });
            let found = u64::try_from(counts.max().unwrap()).unwrap();
            let most = rule.most_within(days);
            assert!(
                found <= most && most <= found + 3,
                "{sentence}, {days} days: {most} are counted, {found} found"
            );
        }
    }
}
