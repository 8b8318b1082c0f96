//! What `repeats` says, or what to write instead.
//!
//! In: the text under `repeats`, and the other keys of the event that decide its dates. Out: a pattern and an interval, or a problem with
//! its repairs. Guaranteed: a rule that a repair has can be read, and is about the weekday and the date of this event; an exact repair has
//! all words of the text, corrected. Absent: the two grammars, which are [`super::sentence`]'s and [`super::rrule`]'s.

use chrono::{Datelike, Month, NaiveDate, Weekday};

use super::days::{month_of, weekday_name};
use super::listed::{self, SeriesKeys};
use super::repeats::{Guess, On, Repeats, RuleError, Sentence, several_weekdays};
use super::sentence;
use super::words::{self, WORDS};
use super::{DayOfYear, End, Ordinal, Pattern, RecurrenceRule, WeekdayOfMonth, WeekdaySet, rrule};
use crate::diagnostic::{Certainty, Choices, Edit, Instead, Problem, RuleFinding};

/// Shorter words are close to too many others to be corrected for certain.
const SHORTEST: usize = 4;

/// Reads a rule of an event whose start is known.
pub(crate) fn read(written: &str, keys: &SeriesKeys<'_>) -> Result<(Pattern, u32), Problem> {
    let read = parse(written).and_then(|it| Ok((it.pattern(keys.start, written)?, it.interval)));
    read.map_err(|error| problem(error, written, Some(keys)))
}

/// Likewise, where the start cannot be read: what is wrong with the rule alone.
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

/// Says what is wrong, and what to write instead.
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
    let mut rules: Vec<(String, Certainty)> = Vec::new();
    for rule in guesses.iter().flat_map(|guess| guess.rules(start)) {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    let repair = |problem: Problem, (rule, certainty)| problem.repair(Edit::Value(rule), certainty);
    rules.into_iter().fold(finding.into(), repair)
}

impl Guess {
    /// The sentences of the rules that are meant, as far as the start is known that completes them.
    fn rules(&self, start: Option<NaiveDate>) -> Vec<(String, Certainty)> {
        let guess = |(pattern, interval)| {
            let rule = Sentence(pattern, interval).to_string();
            (rule, Certainty::Guess)
        };
        let weekday_of = |named: Option<Weekday>| named.or_else(|| Some(start?.weekday()));
        let monthly = |ordinals: &[Ordinal], weekday| {
            let of = |ordinal: &Ordinal| WeekdayOfMonth {
                ordinal: *ordinal,
                weekday,
            };
            several_weekdays(&ordinals.iter().map(of).collect::<Vec<_>>()).ok()
        };
        let start_is = start.map(Ordinal::of_date);
        let patterns: Vec<(Pattern, u32)> = match self {
            Self::Rule(repeats) => repeats.patterns(start),
            Self::Ordinals(interval, ordinals) => {
                let pattern = weekday_of(None).and_then(|weekday| monthly(ordinals, weekday));
                pattern.map(|it| (it, *interval)).into_iter().collect()
            }
            Self::OfMonth(weekday) => {
                let pattern = weekday_of(*weekday).zip(start_is);
                let pattern = pattern.and_then(|(weekday, ordinal)| monthly(&[ordinal], weekday));
                pattern.map(|it| (it, 1)).into_iter().collect()
            }
            Self::OfYear(_, Some(month)) if start.map(month_of) != Some(*month) => {
                let rule = format!("yearly on <day> {}", month.name());
                return vec![(rule, Certainty::Template)];
            }
            Self::OfYear(day, _) => {
                let month = start.map(month_of);
                let ordinal = day.map(|day| day.ordinal).or(start_is);
                let weekday = weekday_of(day.map(|day| day.weekday));
                let yearly = month.zip(ordinal.zip(weekday));
                let yearly = yearly.map(|(month, (ordinal, weekday))| {
                    (Pattern::YearlyOnWeekday(ordinal, weekday, month), 1)
                });
                let on = On::DateOfStart;
                let date = Repeats { interval: 1, on }.patterns(start.filter(|_| day.is_none()));
                yearly.into_iter().chain(date).collect()
            }
            Self::TwiceAMonth(weekday) => {
                let pair = match start_is {
                    Some(Ordinal::First | Ordinal::Third) => [Ordinal::First, Ordinal::Third],
                    _ => [Ordinal::Second, Ordinal::Fourth],
                };
                let pattern = weekday_of(*weekday).and_then(|weekday| monthly(&pair, weekday));
                pattern.map(|it| (it, 1)).into_iter().collect()
            }
            Self::TwiceAWeek(weekday) => {
                let weekday = weekday_of(*weekday).map_or("<weekday>", weekday_name);
                let rule = format!("weekly on {weekday} and <weekday>");
                return vec![(rule, Certainty::Template)];
            }
        };
        patterns.into_iter().map(guess).collect()
    }
}

impl Repeats {
    /// Returns what it could be from `start`: of a month without a day, the weekday and the date.
    fn patterns(self, start: Option<NaiveDate>) -> Vec<(Pattern, u32)> {
        let patterns = match (self.on, start) {
            (On::These(pattern), _) => vec![pattern],
            (_, None) => Vec::new(),
            (On::WeekdayOfStart, Some(start)) => WeekdaySet::new([start.weekday()])
                .map(Pattern::Weekly)
                .into_iter()
                .collect(),
            (On::DateOfStart, Some(start)) => DayOfYear::new(month_of(start), start.day())
                .map(Pattern::YearlyOnDate)
                .into_iter()
                .collect(),
            (On::DayOfMonthOfStart, Some(start)) => {
                let weekday = Pattern::MonthlyOnWeekday(Ordinal::of_date(start), start.weekday());
                let day = super::DayOfMonth::new(start.day()).map(Pattern::MonthlyOnDay);
                [weekday].into_iter().chain(day).collect()
            }
        };
        let with_interval = |pattern| (pattern, self.interval);
        patterns.into_iter().map(with_interval).collect()
    }
}

/// Rules of this event; without a start, of any.
fn examples(start: Option<NaiveDate>) -> Choices {
    let start = start.unwrap_or_default();
    let weekly = WeekdaySet::new([start.weekday()]).map(Pattern::Weekly);
    let monthly = Pattern::MonthlyOnWeekday(Ordinal::of_date(start), start.weekday());
    let yearly = DayOfYear::new(month_of(start), start.day()).map(Pattern::YearlyOnDate);
    let patterns = [(weekly, 1), (weekly, 2), (Some(monthly), 1), (yearly, 1)];
    let rules = patterns
        .into_iter()
        .filter_map(|(pattern, interval)| Some(Sentence(pattern?, interval).to_string()));
    Choices(rules.collect())
}

/// What a word says that belongs under another key.
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
        &["except", "excluding", "but", "not", "without", "skip"],
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

/// What to say of a text of which some words are not known, or not in this order.
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
    if is_end_of_month(&lower) {
        let on = On::These(Pattern::MonthlyOnLastDay);
        let guess = Guess::Rule(Repeats { interval: 1, on });
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

/// Returns what is in front of the first word that belongs under another key, and what that word says.
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

/// Corrects the words that are not known, if that makes a rule of them.
fn misspelt(text: &str, start: Option<NaiveDate>) -> Option<Problem> {
    /// So many words are tried in place of one.
    const TRIED: usize = 4;
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
    let only = |word: &str| match closest(word).as_slice() {
        [(1, only)] if word.chars().count() >= SHORTEST => Some(*only),
        _ => None,
    };
    if let Some(corrected) = corrected(text, only)
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

/// The words that are closest to one that is not known, each with its distance.
fn closest(word: &str) -> Vec<(usize, &'static str)> {
    const LONGEST: usize = 20;
    let length = word.chars().count();
    let most = (length / 3).min(2);
    let known = WORDS.split_whitespace().filter(|_| length <= LONGEST);
    let distance = |known| (strsim::damerau_levenshtein(word, known), known);
    let mut close: Vec<_> = known.map(distance).filter(|(it, _)| *it <= most).collect();
    let least = close.iter().map(|(distance, _)| *distance).min();
    close.retain(|(distance, _)| Some(*distance) == least);
    close
}

/// Returns a text with `closest` in place of each word that is not known.
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

/// Whether a sentence has all words of another, in their order.
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

/// Writes the names of weekdays and months as English does.
fn capitalised(word: &str) -> String {
    let is_name =
        word.trim_end_matches('s').parse::<Weekday>().is_ok() || word.parse::<Month>().is_ok();
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if is_name => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}
