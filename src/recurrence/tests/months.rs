use super::*;

#[test]
fn two_weekdays_of_the_month() {
    let written = [
        "monthly on the 1st and 3rd Thursday",
        "Monthly on the first and third Thursdays",
        "1st and 3rd Thursday of the month",
        "every month on the 3rd and 1st Thursday",
        "monthly on the 1st Thursday and 3rd Thursday",
        "monthly on the 1st Thursday and the 3rd Thursday",
        "FREQ=MONTHLY;BYDAY=1TH,3TH",
        "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1,3",
    ];
    reads(
        "2026-01-15",
        &written,
        "monthly on the 1st and 3rd Thursday",
        "FREQ=MONTHLY;BYDAY=1TH,3TH",
    );
}

#[test]
fn three_and_four_weekdays_of_the_month() {
    reads(
        "2026-01-13",
        &[
            "monthly on the 2nd, 3rd and 4th Tuesday",
            "monthly on the 2nd, 3rd, and 4th Tuesday",
        ],
        "monthly on the 2nd, 3rd and 4th Tuesday",
        "FREQ=MONTHLY;BYDAY=2TU,3TU,4TU",
    );
    reads(
        "2026-01-13",
        &["monthly on the 1st, 2nd, 3rd and last Tuesday"],
        "monthly on the 1st, 2nd, 3rd and last Tuesday",
        "FREQ=MONTHLY;BYDAY=1TU,2TU,3TU,-1TU",
    );
}

#[test]
fn weekdays_of_the_month_that_differ() {
    reads(
        "2026-01-15",
        &[
            "monthly on the 1st Monday and the 3rd Thursday",
            "monthly on the 3rd Thursday and 1st Monday",
        ],
        "monthly on the 1st Monday and 3rd Thursday",
        "FREQ=MONTHLY;BYDAY=1MO,3TH",
    );
    reads(
        "2026-01-08",
        &["every 2 months on the 2nd and last Thursday"],
        "every 2 months on the 2nd and last Thursday",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TH,-1TH",
    );
}

#[test]
fn one_weekday_of_the_month_twice_is_one() {
    reads(
        "2026-01-15",
        &["monthly on the 3rd and 3rd Thursday"],
        "monthly on the 3rd Thursday",
        "FREQ=MONTHLY;BYDAY=3TH",
    );
}

#[test]
fn the_last_day_of_the_month() {
    let written = [
        "monthly on the last day",
        "last day of the month",
        "monthly on the last day of the month",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=-1",
    ];
    reads(
        "2026-02-28",
        &written,
        "monthly on the last day",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
    );
    let rule = rule("monthly on the last day", "2027-12-31", End::Never);
    assert_eq!(
        first(&rule, 4),
        ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]
    );
}

#[test]
fn the_first_and_the_last_working_day_of_the_month() {
    for word in ["working day", "weekday", "business day", "workday"] {
        reads(
            "2026-01-30",
            &[&format!("monthly on the last {word}")],
            "monthly on the last working day",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        );
    }
    reads(
        "2026-02-02",
        &[
            "first working day of the month",
            "FREQ=MONTHLY;BYDAY=FR,TH,WE,TU,MO;BYSETPOS=1",
        ],
        "monthly on the first working day",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
    );
    let dates = first(
        &rule("monthly on the last working day", "2026-01-30", End::Never),
        4,
    );
    assert_eq!(
        dates,
        ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30"]
    );
}

#[test]
fn the_nth_of_all_days_is_a_day_of_the_month() {
    reads(
        "2026-02-02",
        &["FREQ=MONTHLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=2"],
        "monthly on day 2",
        "FREQ=MONTHLY;BYMONTHDAY=2",
    );
}
