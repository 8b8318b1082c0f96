//! Finds the word that a typo was probably meant to be.
//!
//! [`closest`] takes a word and the words that are allowed, and returns the nearest one if it is near enough. The caller words the message.

/// The most bytes of a word that is compared. The time grows with the length, and no name is longer.
const MOST_BYTES: usize = 200;

/// Returns the candidate that is closest to `word`, if a typo explains the difference.
pub(crate) fn closest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if word.len() > MOST_BYTES {
        return None;
    }
    let word = word.to_lowercase();
    let most_typos = word.chars().count() / 3 + 1;
    let candidates: Vec<&str> = candidates.into_iter().collect();
    // If only one name begins with the word, the word is short for that name.
    let mut completions = candidates
        .iter()
        .filter(|candidate| word.len() > 2 && candidate.starts_with(&word));
    if let (Some(only), None) = (completions.next(), completions.next()) {
        return Some(only);
    }
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&word, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| {
            *distance <= most_typos && *distance < candidate.chars().count()
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
