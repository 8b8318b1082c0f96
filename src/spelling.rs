//! The word that was probably meant.
//!
//! In: a word and those that would be right. Out: the closest, if it is close. Guaranteed: the same words give the same
//! result. Absent: wording.

/// The most bytes of a word that is compared: the time grows with its length, and no name has more.
const LONGEST: usize = 200;

/// Returns the candidate that is closest to `word`, if a typo explains the difference.
pub(crate) fn closest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let most = word.chars().count() / 3 + 1;
    let candidates: Vec<&str> = candidates.into_iter().collect();
    // The beginning of one name, and of no other, is what was meant.
    let mut begun = candidates
        .iter()
        .filter(|candidate| word.len() > 2 && candidate.starts_with(&word));
    if let (Some(only), None) = (begun.next(), begun.next()) {
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
        .filter(|(distance, candidate)| *distance <= most && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
