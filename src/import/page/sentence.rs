//! Makes a title of a sentence about an event: `We held a lightning talk on` becomes `Lightning talk`.
//!
//! Only words that say that something takes place are left out, at the beginning and at the end.

/// A title, and what shows that the text was a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a sentence may have any of them"
)]
pub(super) struct Said {
    pub(super) title: String,
    /// Whether words say that something takes place: `We held`, `will be on`.
    pub(super) is_event: bool,
    /// Whether words were left out.
    pub(super) is_changed: bool,
    /// Whether it ended with a preposition.
    pub(super) has_preposition: bool,
    /// Whether it began with `a` or `an`, which was left out.
    pub(super) has_article: bool,
}

const ADVERBS: [&str; 12] = [
    "just",
    "also",
    "recently",
    "will",
    "have",
    "had",
    "are",
    "be",
    "then",
    "last",
    "previously",
    "were",
];
const VERBS: [&str; 17] = [
    "ran",
    "run",
    "running",
    "held",
    "hold",
    "holding",
    "host",
    "hosted",
    "hosting",
    "organised",
    "organise",
    "organising",
    "organized",
    "planned",
    "planning",
    "met",
    "ran:",
];
const ARTICLES: [&str; 7] = ["a", "an", "our", "the", "some", "another", "for"];
const ORDERS: [&str; 6] = ["next", "last", "upcoming", "latest", "final", "previous"];
const PREPOSITIONS: [&str; 7] = ["on", "in", "at", "the", "from", "for", "of"];
const TRAILING: [&str; 17] = [
    "is",
    "was",
    "will",
    "be",
    "held",
    "takes",
    "took",
    "take",
    "place",
    "taking",
    "starts",
    "begins",
    "scheduled",
    "planned",
    "are",
    "were",
    "happens",
];

/// Returns the title that a text before a date has. `before_date` says whether the date follows directly.
pub(super) fn said(text: &str, before_date: bool) -> Said {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let count = words.len();
    let mut has_preposition = false;
    let mut is_event = false;
    while before_date && let Some(last) = words.last() {
        let word = last.to_lowercase();
        if PREPOSITIONS.contains(&word.as_str()) {
            has_preposition = true;
        } else if TRAILING.contains(&word.as_str()) {
            is_event = true;
        } else {
            break;
        }
        words.pop();
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let is = |at: usize, list: &[&str]| {
        lower
            .get(at)
            .is_some_and(|word| list.contains(&word.as_str()))
    };
    let mut lead = 0;
    let mut has_article = false;
    if is(0, &["we"]) {
        let mut at = 1;
        while is(at, &ADVERBS) {
            at += 1;
        }
        if is(at, &VERBS) {
            is_event = true;
            lead = at + 1;
            while is(lead, &ARTICLES) {
                lead += 1;
            }
        }
    } else if is(0, &["join"]) && is(1, &["us"]) {
        is_event = true;
        lead = 2;
        while is(lead, &PREPOSITIONS) || is(lead, &ARTICLES) {
            lead += 1;
        }
    } else if is(0, &["our", "the"]) && is_event {
        lead = 1 + usize::from(is(1, &ORDERS));
    } else if is(0, &["a", "an"]) && (is_event || has_preposition) {
        lead = 1;
        has_article = true;
    }
    let rest = words.get(lead..).unwrap_or_default().join(" ");
    let is_changed = lead > 0 || words.len() < count;
    Said {
        title: if lead > 0 { capital(&rest) } else { rest },
        is_event,
        is_changed,
        has_preposition,
        has_article,
    }
}

/// Returns a text with its first letter as a capital.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// Splits `Title. More about it.` at the end of its first sentence.
pub(super) fn first_sentence(text: &str) -> (&str, &str) {
    let ends = text.match_indices(['.', '!', '?']);
    for (at, mark) in ends {
        let (before, after) = (
            text.get(..at).unwrap_or_default(),
            text.get(at + mark.len()..).unwrap_or_default(),
        );
        let is_end = after.starts_with(' ') && after.trim_start().starts_with(char::is_uppercase);
        // Not an abbreviation.
        let is_word = |before: &str| {
            before
                .rsplit(' ')
                .next()
                .is_some_and(|word| word.chars().count() > 2)
        };
        if is_end && is_word(before) {
            return (before, after.trim_start());
        }
    }
    (text, "")
}
