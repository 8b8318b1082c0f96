//! Reads the words of `format` and `status`, and the other words that people write for them.
//!
//! [`choice`] returns the value of the one word that a scalar means. If it may mean several, or is only close to one, the problem suggests
//! them. Case does not matter, and spaces, hyphens and underscores are the same.

use crate::diagnostic::{Choices, Edit, Problem, ValueFinding};
use crate::spelling;

/// Other words for the values of `format`.
const FORMATS: [(&str, &str); 15] = [
    ("online", "virtual"),
    ("remote", "virtual"),
    ("remotely", "virtual"),
    ("video-call", "virtual"),
    ("webinar", "virtual"),
    ("virtually", "virtual"),
    ("on-line", "virtual"),
    ("inperson", "in-person"),
    ("in-the-room", "in-person"),
    ("face-to-face", "in-person"),
    ("f2f", "in-person"),
    ("physical", "in-person"),
    ("offline", "in-person"),
    ("on-site", "in-person"),
    ("onsite", "in-person"),
];

/// Other words for the values of `status`.
const STATUSES: [(&str, &str); 7] = [
    ("tbc", "tentative"),
    ("to-be-confirmed", "tentative"),
    ("provisional", "tentative"),
    ("canceled", "cancelled"),
    ("called-off", "cancelled"),
    ("deferred", "postponed"),
    ("definite", "confirmed"),
];

/// Words that may mean one of several values, or that are too vague to be taken for a value.
const AMBIGUOUS: [(&str, &[&str]); 7] = [
    ("both", &["hybrid"]),
    ("mixed", &["hybrid"]),
    ("zoom", &["virtual"]),
    ("teams", &["virtual"]),
    ("tba", &["tentative", "postponed"]),
    ("rescheduled", &["postponed", "confirmed"]),
    ("off", &["cancelled", "postponed"]),
];

/// Reads one of the words of `choices`.
pub(crate) fn choice<T: Copy>(written: &str, choices: &[(&str, T)]) -> Result<T, Problem> {
    let plain = plain(written);
    let of_name = |name: &str| choices.iter().find(|(it, _)| *it == name);
    let other = FORMATS
        .iter()
        .chain(&STATUSES)
        .find(|(word, _)| *word == plain);
    if let Some((_, value)) = of_name(&plain).or_else(|| of_name(other?.1)) {
        return Ok(*value);
    }
    let names = choices.iter().map(|(name, _)| (*name).to_owned());
    let problem = Problem::from(ValueFinding::NotAChoice {
        written: written.into(),
        choices: Choices(names.collect()),
    });
    let guesses = AMBIGUOUS.iter().find(|(word, _)| *word == plain);
    let guesses = guesses.map_or(&[][..], |(_, guesses)| guesses);
    let mut guesses = guesses
        .iter()
        .filter(|guess| of_name(guess).is_some())
        .peekable();
    if guesses.peek().is_some() {
        return Err(guesses.fold(problem, |problem, guess| {
            problem.guess(Edit::Value((*guess).to_owned()))
        }));
    }
    let names = || choices.iter().map(|(name, _)| *name);
    Err(
        match spelling::closest(&plain, names()).filter(|_| !is_negated(&plain, names())) {
            Some(closest) => problem.guess(Edit::Value(closest.to_owned())),
            None => problem,
        },
    )
}

/// Whether the text denies something: `not cancelled` is not a typo of `cancelled`.
fn is_negated<'a>(plain: &str, names: impl Iterator<Item = &'a str>) -> bool {
    let is_not = |word: &str| ["not", "non", "no", "never", "without"].contains(&word);
    let has_not = plain
        .split('-')
        .any(|word| is_not(word) || word.ends_with("n't") || word.ends_with("n’t"));
    let rest = ["un", "non", "not"]
        .iter()
        .find_map(|prefix| plain.strip_prefix(prefix));
    has_not || rest.is_some_and(|rest| spelling::closest(rest, names).is_some())
}

/// Returns every word that is read as one of `names`, and the names themselves. All are in lower case, with hyphens for spaces.
pub(crate) fn synonyms<'a>(names: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let others = FORMATS.iter().chain(&STATUSES);
    let others = others.filter(|(_, meaning)| names.contains(meaning));
    names.iter().copied().chain(others.map(|(word, _)| *word))
}

/// Returns the value of `format` that a word means.
pub(crate) fn format_word(written: &str) -> Option<&'static str> {
    let plain = plain(written);
    let own = ["virtual", "in-person", "hybrid"]
        .into_iter()
        .find(|word| *word == plain);
    own.or_else(|| {
        FORMATS
            .iter()
            .find(|(word, _)| *word == plain)
            .map(|(_, meaning)| *meaning)
    })
}

/// Returns a text in lower case, with single hyphens between its words.
fn plain(written: &str) -> String {
    let words: Vec<&str> = written
        .split([' ', '_', '-', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join("-").to_lowercase()
}
