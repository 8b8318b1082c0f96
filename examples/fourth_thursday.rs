//! The 4th Thursday of each month: as a value, as a sentence, as an RRULE, and as dates.

#![expect(clippy::print_stdout, reason = "an example speaks")]

use calfeed::{End, Ordinal, Pattern, RecurrenceRule};
use chrono::{NaiveDate, Weekday};

fn main() {
    let start = NaiveDate::from_ymd_opt(2025, 3, 27).expect("a date");
    let pattern = Pattern::MonthlyOnWeekday(Ordinal::Fourth, Weekday::Thu);
    let rule =
        RecurrenceRule::new(pattern, 1, start, End::Never).expect("27 March is a 4th Thursday");
    println!("{rule}");
    println!("RRULE:{}", rule.rrule(None));

    // A rule computes any date without enumerating from its start.
    let later = NaiveDate::from_ymd_opt(2030, 11, 1).expect("a date");
    for date in rule.dates_from(later).take(3) {
        println!("{date}");
    }

    // A start that is not a date of the rule is refused, together with the nearest date of the rule.
    let friday = NaiveDate::from_ymd_opt(2025, 3, 28).expect("a date");
    let problem = RecurrenceRule::parse("monthly on the 4th Thursday", friday, End::Never);
    println!("{}", problem.expect_err("28 March is a Friday"));
}
