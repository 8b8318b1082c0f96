//! Reads `repeats`, or says what to write instead.
//!
//! It takes the text under `repeats` and the other keys of the event that decide its dates. It returns a pattern and an interval, or a
//! problem with fixes. Each proposed rule can be read, and fits the weekday and the date of this event. An exact fix keeps all words and
//! numbers of the text, corrected. The grammars are in [`super::sentence`] and [`super::rrule`].

use chrono::{Datelike, Month, NaiveDate, Weekday};

use super::guess::Guess;
use super::listed::{self, SeriesKeys};
use super::repeats::{On, Repeats, RuleError, Sentence};
use super::sentence;
use super::words::{self, WORDS};
use super::{End, Pattern, RecurrenceRule, rrule};
use crate::diagnostic::{Certainty, Choices, Edit, Instead, Problem, RuleFinding};
use crate::weekday::weekday_name;

/// The shortest word that an exact fix may correct, or correct to. Shorter words resemble too many others: `moon` is not `Mon`.
const SHORTEST: usize = 4;

/// Reads the rule of an event with a valid start.
pub(crate) fn read(written: &str, keys: &SeriesKeys<'_>) -> Result<(Pattern, u32), Problem> {
    let read = parse(written).and_then(|it| Ok((it.pattern(keys.start, written)?, it.interval)));
    read.map_err(|error| problem(error, written, Some(keys)))
}

/// Checks the rule of an event without a valid start.
pub(crate) fn check(written: &str) -> Result<(), Problem> {
    let read = parse(written);
    read.map(|_| ())
        .map_err(|error| problem(error, written, None))
}

fn parse(written: &str) -> Result<Repeats, RuleError> {
    if written.contains('=') {
        rrule::parse(written.trim())
    } else {
        sentence::parse(written)
    }
}

/// Returns the problem for an error, with what to write instead.
fn problem(error: RuleError, written: &str, keys: Option<&SeriesKeys<'_>>) -> Problem {
    let written = written.trim();
    let start = keys.map(|keys| keys.start);
    let instead = keys.and_then(|keys| listed::instead(written, keys));
    match (error, instead) {
        (RuleError::Fifth(weekday), instead) => RuleFinding::FifthWeekday {
            weekday: weekday_name(weekday),
            instead: instead.unwrap_or_default(),
        }
        .into(),
        (_, Some(instead)) => needs_dates(written, instead),
        (RuleError::Found(finding, guesses), None) => with_guesses(finding, &guesses, start),
        (RuleError::Unsupported(what), None) => {
            let examples = examples(start);
            RuleFinding::UnsupportedRrule { what, examples }.into()
        }
        (RuleError::NotUnderstood, None) => not_understood(written, keys),
    }
}

fn needs_dates(written: &str, instead: Instead) -> Problem {
    let written = written.into();
    RuleFinding::NeedsDates { written, instead }.into()
}

fn with_guesses(finding: RuleFinding, guesses: &[Guess], start: Option<NaiveDate>) -> Problem {
    let rules = guesses.iter().flat_map(|guess| guess.rules(start));
    let mut repairs: Vec<(String, Certainty)> = Vec::new();
    for repair in rules {
        if !repairs.contains(&repair) {
            repairs.push(repair);
        }
    }
    let repair = |problem: Problem, (rule, certainty)| problem.repair(Edit::Value(rule), certainty);
    repairs.into_iter().fold(finding.into(), repair)
}

/// Returns examples of rules that fit this event or, without a start, any event.
fn examples(start: Option<NaiveDate>) -> Choices {
    let of_start = [
        (1, On::WeekdayOfStart),
        (2, On::WeekdayOfStart),
        (1, On::DayOfMonthOfStart),
        (1, On::DateOfStart),
    ];
    let sentence = |(interval, on)| {
        let patterns = Repeats { interval, on }.patterns(start.unwrap_or_default());
        Some(Sentence(*patterns.first()?, interval).to_string())
    };
    Choices(of_start.into_iter().filter_map(sentence).collect())
}

/// The meaning of a word that belongs under another key.
#[derive(Clone, Copy)]
enum Elsewhere {
    End,
    Start,
    Time,
    Exception,
}

const ELSEWHERE: [(&[&str], Elsewhere); 4] = [
    (
        &["until", "till", "ending", "ends", "through"],
        Elsewhere::End,
    ),
    (
        &["from", "starting", "beginning", "since"],
        Elsewhere::Start,
    ),
    (
        &[
            "at",
            "@",
            "noon",
            "midday",
            "morning",
            "afternoon",
            "evening",
            "am",
            "pm",
        ],
        Elsewhere::Time,
    ),
    (
        &[
            "except",
            "excluding",
            "but",
            "not",
            "without",
            "skip",
            "apart",
            "aside",
        ],
        Elsewhere::Exception,
    ),
];

/// Texts for an event that takes place once.
const ONCE: [&str; 9] = [
    "no",
    "never",
    "once",
    "none",
    "false",
    "n/a",
    "one-off",
    "just once",
    "does not repeat",
];

/// Texts for an event that repeats, which do not say how often.
const REPEATS: [&str; 4] = ["true", "yes", "y", "on"];

/// Returns the problem of a text with unknown words, or with words in an unknown order.
fn not_understood(text: &str, keys: Option<&SeriesKeys<'_>>) -> Problem {
    let written = || text.into();
    let start = keys.map(|keys| keys.start);
    let lower = text.to_lowercase();
    if lower.is_empty() {
        let examples = examples(start);
        return RuleFinding::Empty { examples }.into();
    }
    if ONCE.contains(&lower.as_str()) {
        let problem: Problem = RuleFinding::Once { written: written() }.into();
        return problem.guess(Edit::Remove);
    }
    if REPEATS.contains(&lower.as_str()) {
        let (written, examples) = (written(), examples(start));
        return RuleFinding::HowOften { written, examples }.into();
    }
    if is_end_of_month(&lower) {
        let guess = Guess::of(1, Pattern::MonthlyOnLastDay);
        return with_guesses(
            RuleFinding::Misspelt { written: written() },
            &[guess],
            start,
        );
    }
    if let Some((before, elsewhere)) = elsewhere(&lower) {
        return elsewhere.problem(text, before, start);
    }
    misspelt(text, start).unwrap_or_else(|| {
        let (written, examples) = (written(), examples(start));
        RuleFinding::NotUnderstood { written, examples }.into()
    })
}

fn is_end_of_month(lower: &str) -> bool {
    const WORDS: [&str; 8] = [
        "end", "of", "the", "each", "every", "month", "monthly", "at",
    ];
    let mut words = lower.split_whitespace();
    words.clone().any(|word| word == "end") && words.all(|word| WORDS.contains(&word))
}

/// Returns the text before the first word that belongs under another key, and the meaning of that word.
fn elsewhere(lower: &str) -> Option<(&str, Elsewhere)> {
    let is_time = |word: &str| {
        let clock = word.trim_end_matches(['a', 'p', 'm', '.']);
        let is_clock = clock.starts_with(|c: char| c.is_ascii_digit())
            && clock
                .chars()
                .all(|c| c.is_ascii_digit() || ":.".contains(c));
        is_clock && (clock.contains(':') || clock.len() < word.trim_end_matches('.').len())
    };
    let mut at = 0;
    for piece in lower.split_inclusive(char::is_whitespace) {
        let word = piece.trim().trim_end_matches(',');
        let is =
            |words: &[&str]| words.contains(&word) || words.contains(&word.trim_end_matches('s'));
        let found = ELSEWHERE.iter().find(|(words, _)| is(words));
        let found = found.map(|(_, elsewhere)| *elsewhere);
        if let Some(elsewhere) = found.or(is_time(word).then_some(Elsewhere::Time)) {
            return Some((lower.get(..at)?, elsewhere));
        }
        at += piece.len();
    }
    None
}

impl Elsewhere {
    fn problem(self, text: &str, before: &str, start: Option<NaiveDate>) -> Problem {
        let written = text.into();
        let or_any = |date: Option<NaiveDate>| {
            date.map_or_else(|| "<date>".to_owned(), |date| date.to_string())
        };
        match self {
            Self::End => {
                let named = text.split_whitespace().find_map(|word| word.parse().ok());
                let end_of_year = || NaiveDate::from_ymd_opt(start?.year(), 12, 31);
                let example = or_any(named.or_else(end_of_year));
                RuleFinding::EndInRule { written, example }.into()
            }
            Self::Start => RuleFinding::StartInRule { written }.into(),
            Self::Time => RuleFinding::TimeInRule { written }.into(),
            Self::Exception => {
                let second = || {
                    let (start, rule) = (start?, parse(before).ok()?);
                    let pattern = rule.pattern(start, before).ok()?;
                    let rule = RecurrenceRule::new(pattern, rule.interval, start, End::Never);
                    rule.ok()?.dates_from(start).nth(1)
                };
                let example = or_any(second());
                RuleFinding::ExceptionInRule { written, example }.into()
            }
        }
    }
}

/// Corrects unknown words, if the result is a rule.
fn misspelt(text: &str, start: Option<NaiveDate>) -> Option<Problem> {
    /// The number of corrections tried for each word.
    const TRIED: usize = 4;
    /// Longer texts are not corrected, because each word is compared with all known words.
    const LONGEST: usize = 200;
    if text.len() > LONGEST {
        return None;
    }
    let read = |corrected: &str| {
        let repeats = parse(corrected)?;
        match start {
            None => Ok((Guess::Rule(repeats), None)),
            Some(start) => {
                let pattern = repeats.pattern(start, text)?;
                let sentence = Sentence(pattern, repeats.interval).to_string();
                Ok((Guess::Rule(repeats), Some(sentence)))
            }
        }
    };
    let finding = RuleFinding::Misspelt {
        written: text.into(),
    };
    let text = &words::spaced(text);
    let only = |word: &str| match closest(word).as_slice() {
        [(1, only)] if word.len().min(only.len()) >= SHORTEST => Some(*only),
        _ => None,
    };
    // A single word may be about anything: `early` is not `yearly`.
    if text.split_whitespace().nth(1).is_some()
        && let Some(corrected) = corrected(text, only)
        && let Ok((_, Some(sentence))) = read(&corrected)
    {
        let has_all = has_words_of(&sentence, &corrected);
        let rule = if has_all { sentence } else { corrected };
        return Some(Problem::from(finding).exact(Edit::Value(rule)));
    }
    let nth = |nth: usize| {
        corrected(text, |word| {
            let closest = closest(word);
            closest
                .get(nth.min(closest.len().checked_sub(1)?))
                .map(|(_, word)| *word)
        })
    };
    let guesses = (0..TRIED)
        .filter_map(nth)
        .flat_map(|corrected| match read(&corrected) {
            Ok((guess, _)) => vec![guess],
            Err(RuleError::Found(_, guesses)) => guesses,
            Err(_) => Vec::new(),
        });
    let guesses: Vec<Guess> = guesses.collect();
    (!guesses.is_empty()).then(|| with_guesses(finding, &guesses, start))
}

/// Returns the known words that are closest to an unknown one, each with its distance.
fn closest(word: &str) -> Vec<(usize, &'static str)> {
    const LONGEST: usize = 20;
    let length = word.chars().count();
    let most = (length / 3).min(2);
    // Words with digits are never corrected, so a correction keeps all numbers.
    let is_letters = length <= LONGEST && !word.contains(|c: char| c.is_ascii_digit());
    let known = WORDS.split_whitespace().filter(|_| is_letters);
    let distance = |known| (strsim::damerau_levenshtein(word, known), known);
    let mut close: Vec<_> = known.map(distance).filter(|(it, _)| *it <= most).collect();
    let least = close.iter().map(|(distance, _)| *distance).min();
    close.retain(|(distance, _)| Some(*distance) == least);
    close
}

/// Replaces each unknown word of a text by `closest`. `None` if nothing was unknown, or if a word has no replacement.
fn corrected(text: &str, closest: impl Fn(&str) -> Option<&'static str>) -> Option<String> {
    let mut all = String::new();
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() || words::is_known(word) {
            all.push_str(piece);
        } else {
            all.push_str(&capitalised(closest(&word.to_lowercase())?));
            all.push_str(piece.get(word.len()..)?);
        }
    }
    (all != text).then_some(all)
}

/// Whether a sentence has all words of another text, in the same order.
fn has_words_of(sentence: &str, other: &str) -> bool {
    let words = |text: &str| {
        let lower = text.to_lowercase();
        let words = lower
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_owned);
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>()
    };
    let mut all = words(sentence).into_iter();
    words(other).iter().all(|word| all.any(|it| it == *word))
}

/// Capitalises the names of weekdays and months.
fn capitalised(word: &str) -> String {
    let is_name =
        word.trim_end_matches('s').parse::<Weekday>().is_ok() || word.parse::<Month>().is_ok();
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if is_name => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}
