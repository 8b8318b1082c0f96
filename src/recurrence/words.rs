//! Splits a sentence into words: `Tuesdays & Thursdays` and `tue, thu` become the same three.
//!
//! Case, `the`, plurals, short names, number words and separators make no difference to the [`Word`]s. A text with an unknown word has no
//! words at all, so it is never read without that word. The grammar is in [`super::sentence`].

use chrono::{Month, Weekday};

use super::WeekdaySet;
use super::days::Period;

/// The words of sentences, except numbers. Misspelt words are corrected to these.
pub(crate) const WORDS: &str = "the and on of in every each all a an per once other alternate last to through thru except excluding but not \
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth \
    one two three four five six seven eight nine ten eleven twelve \
    daily weekly fortnightly monthly quarterly half halfyearly yearly annually everyday \
    day days week weeks fortnight fortnights month months quarter quarters year years \
    weekday weekdays working work business workday workdays weekend weekends end ends \
    mon monday mondays tue tues tuesday tuesdays wed weds wednesday wednesdays thu thur thurs thursday thursdays \
    fri friday fridays sat saturday saturdays sun sunday sundays \
    jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october \
    nov november dec december";

/// Words that form one word with the next: `working day`, `bi-weekly`.
const BEGINNINGS: [&str; 8] = [
    "bi", "semi", "half", "work", "working", "business", "week", "but",
];

/// The letters after the digits of an ordinal.
const SUFFIXES: [&str; 4] = ["st", "nd", "rd", "th"];

/// Plural units.
const PLURALS: [&str; 6] = ["days", "weeks", "fortnights", "months", "quarters", "years"];

/// A word of the grammar.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// `every`, `each`, `per`.
    Every,
    Twice,
    /// `other`, `alternate`.
    Other,
    /// `weekly`: every 1 week.
    Step(u32, Period),
    /// `week`: 1 week.
    Unit(u32, Period),
    /// `biweekly`.
    Bi(Period),
    /// `semi-annually`.
    Semi(Period),
    /// `2`, `two`.
    Number(u32),
    /// `2nd`, `second`.
    Nth(u32),
    Last,
    Day(Weekday),
    /// `weekdays`, `weekends`.
    Days(WeekdaySet),
    Month(Month),
    On,
    /// `of`, `in`.
    Of,
    /// `and`, a comma.
    And,
    /// `to`, a dash between two days.
    To,
    Except,
}

impl Word {
    /// Whether a dash before or after it means `to`.
    fn is_of_range(self) -> bool {
        matches!(self, Self::Day(_) | Self::Nth(_) | Self::Number(_))
    }
}

/// Returns the words of a text, if all are known.
pub(super) fn words(written: &str) -> Option<Vec<Word>> {
    let lower = spaced(&written.to_lowercase());
    let lower = lower.replace("'s", "").replace("’s", "");
    let mut texts = texts(&lower);
    // A separator at the end separates nothing.
    while texts.last() == Some(&",") {
        texts.pop();
    }
    let mut words: Vec<Word> = Vec::new();
    let mut rest = texts.as_slice();
    let mut is_after_dash = false;
    let mut before = "";
    while let Some((text, after)) = rest.split_first() {
        rest = after;
        // "Every weeks" lacks its number.
        if PLURALS.contains(text) && matches!(before, "every" | "each" | "a" | "an" | "per") {
            return None;
        }
        before = text;
        if matches!(*text, "-" | "–" | "—") {
            is_after_dash = true;
            continue;
        }
        if matches!(*text, "the" | "once") {
            // "Once" adds nothing to "every week", and is unclear otherwise.
            let next = after.first().and_then(|next| word(next));
            if *text == "once" && !matches!(next, Some(Word::Every | Word::Step(..))) {
                return None;
            }
            continue;
        }
        let after_dash = match after {
            ["-", after @ ..] | after => after,
        };
        let joined = after_dash.first().filter(|_| BEGINNINGS.contains(text));
        let found = match joined.and_then(|next| word(&format!("{text}{next}"))) {
            Some(found) => {
                rest = after_dash.get(1..).unwrap_or_default();
                found
            }
            None => word(text)?,
        };
        let is_range = is_after_dash && found.is_of_range();
        if is_range && words.last().is_some_and(|word| word.is_of_range()) {
            words.push(Word::To);
        }
        is_after_dash = false;
        if found != Word::And || words.last() != Some(&Word::And) {
            words.push(found);
        }
    }
    Some(words)
}

/// Adds a space between a number and a word that touch: `3weeks`, `day4`. An ordinal stays whole: `4th`.
pub(super) fn spaced(written: &str) -> String {
    let mut spaced = String::with_capacity(written.len());
    let mut last = ' ';
    for (at, c) in written.char_indices() {
        let is_glued = if last.is_ascii_digit() {
            let rest = written.get(at..).unwrap_or_default();
            let end = rest.find(|c: char| !c.is_alphanumeric());
            let suffix = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            c.is_alphabetic() && !SUFFIXES.iter().any(|it| it.eq_ignore_ascii_case(suffix))
        } else {
            last.is_alphabetic() && c.is_ascii_digit()
        };
        if is_glued {
            spaced.push(' ');
        }
        spaced.push(c);
        last = c;
    }
    spaced
}

/// Splits a text into words and separators.
fn texts(lower: &str) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut rest = lower.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric())
        } else {
            Some(first.len_utf8())
        };
        let (text, after) = rest.split_at(length.unwrap_or(rest.len()));
        texts.push(match text {
            "," | ";" | ":" | "&" | "/" | "+" | "(" | ")" => ",",
            text => text,
        });
        rest = after.trim_start();
        // A full stop ends a short name: "4th Thurs."
        if first.is_alphanumeric() {
            rest = rest.strip_prefix('.').unwrap_or(rest).trim_start();
        }
    }
    texts
}

/// Whether a word can be in a sentence, perhaps only together with the next.
pub(super) fn is_known(text: &str) -> bool {
    let text = text.to_lowercase();
    matches!(text.as_str(), "the" | "once") || BEGINNINGS.contains(&&*text) || word(&text).is_some()
}

/// Reads one word.
fn word(text: &str) -> Option<Word> {
    Some(match text {
        "every" | "each" | "all" | "a" | "an" | "per" => Word::Every,
        "twice" => Word::Twice,
        "other" | "alternate" => Word::Other,
        "last" => Word::Last,
        "on" => Word::On,
        "of" | "in" => Word::Of,
        "and" | "," => Word::And,
        "to" | "through" | "thru" => Word::To,
        "except" | "excluding" | "butnot" => Word::Except,
        "daily" | "everyday" => Word::Step(1, Period::Day),
        "weekly" => Word::Step(1, Period::Week),
        "fortnightly" => Word::Step(2, Period::Week),
        "monthly" => Word::Step(1, Period::Month),
        "quarterly" => Word::Step(3, Period::Month),
        "halfyearly" => Word::Step(6, Period::Month),
        "yearly" | "annually" => Word::Step(1, Period::Year),
        "day" | "days" => Word::Unit(1, Period::Day),
        "week" | "weeks" => Word::Unit(1, Period::Week),
        "fortnight" | "fortnights" => Word::Unit(2, Period::Week),
        "month" | "months" => Word::Unit(1, Period::Month),
        "quarter" | "quarters" => Word::Unit(3, Period::Month),
        "year" | "years" => Word::Unit(1, Period::Year),
        "biweekly" => Word::Bi(Period::Week),
        "bimonthly" => Word::Bi(Period::Month),
        "biyearly" | "biannually" | "biannual" => Word::Bi(Period::Year),
        "semiweekly" => Word::Semi(Period::Week),
        "semimonthly" => Word::Semi(Period::Month),
        "semiannually" | "semiannual" | "semiyearly" => Word::Semi(Period::Year),
        "weekend" | "weekends" => Word::Days(WeekdaySet::WEEKEND),
        "weekday" | "weekdays" | "workday" | "workdays" | "workingday" | "workingdays"
        | "businessday" | "businessdays" => Word::Days(WeekdaySet::WORKING),
        text => return weekday(text).map(Word::Day).or_else(|| other(text)),
    })
}

/// Reads a month, a number or an ordinal.
fn other(text: &str) -> Option<Word> {
    const NUMBERS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    const ORDINALS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth", "eleventh", "twelfth",
    ];
    let at = |words: &[&str]| {
        let index = words.iter().position(|word| *word == text)?;
        u32::try_from(index + 1).ok()
    };
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = || text.strip_suffix(digits)?.parse().ok();
    match digits {
        "" => number().map(Word::Number),
        suffix if SUFFIXES.contains(&suffix) => number().map(Word::Nth),
        _ => {
            let number = at(&NUMBERS).map(Word::Number);
            let nth = || at(&ORDINALS).map(Word::Nth);
            let month = || text.parse().ok().map(Word::Month);
            let sept = || (text == "sept").then_some(Word::Month(Month::September));
            number.or_else(nth).or_else(month).or_else(sept)
        }
    }
}

/// Reads a weekday: `thursday`, `thursdays`, `thurs`.
fn weekday(text: &str) -> Option<Weekday> {
    let text = text
        .strip_suffix('s')
        .filter(|text| text.ends_with("day"))
        .unwrap_or(text);
    let short = match text {
        "tues" => "tue",
        "weds" => "wed",
        "thur" | "thurs" => "thu",
        text => text,
    };
    short.parse().ok()
}
