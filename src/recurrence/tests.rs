//! What the modules below share: dates and rules as short as they can be written.

/// Each form of the sentence, and of the RRULE, with the one of each that is written back.
mod grammar;
/// The same, of several weekdays of the month, and of its last days.
mod months;
/// Rules held against a naive expander, the `rrule` crate, and themselves.
mod properties;
/// Each sentence that is refused, with its cure.
mod refused;
/// Each RRULE that is refused, with its cure.
mod refused_rrules;
/// The examples of RFC 5545 §3.8.5.3.
mod rfc;
/// Looking up dates from the middle of a series.
mod seeking;
/// The first date and the last.
mod starts;

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn parsed(written: &str, start: &str, end: End) -> Result<RecurrenceRule, Problem> {
    RecurrenceRule::parse(written, date(start), end)
}

fn rule(written: &str, start: &str, end: End) -> RecurrenceRule {
    parsed(written, start, end).unwrap()
}

/// Holds each spelling to the one sentence and the one RRULE.
#[track_caller]
fn reads(start: &str, written: &[&str], sentence: &str, value: &str) {
    for written in written {
        let rule = rule(written, start, End::Never);
        assert_eq!(rule.to_string(), sentence, "{written}");
        assert_eq!(rule.rrule(None), value, "{written}");
    }
}

/// The first dates of a rule, as many as there are up to `most`.
fn first(rule: &RecurrenceRule, most: usize) -> Vec<String> {
    let dates = rule.dates_from(rule.start()).take(most);
    dates.map(|date| date.to_string()).collect()
}

/// A problem as people read it, with its name.
fn told(problem: &Problem) -> String {
    let help = problem.advice().unwrap_or_else(|| "none".to_owned());
    format!(
        "{}: {}\nhelp: {help}",
        problem.kind().name(),
        problem.message()
    )
}
