//! Finds the key that a person meant who types only its name, as in `calfeed set`.
//!
//! In a file, [`super::unknown_keys`] also looks at the value and at the other keys.

use super::unknown_keys::{SYNONYMS, has_word};
use crate::spelling;

/// Returns the key among `known` that a name probably means: in another spelling, by another word, or with a typo.
pub(crate) fn meant_key(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let name = name.trim().to_lowercase().replace(['-', ' '], "_");
    if let Some(same) = known.iter().find(|key| **key == name) {
        return Some(same);
    }
    let mut synonyms = SYNONYMS
        .iter()
        .filter(|(key, words)| known.contains(key) && has_word(words, &name));
    if let Some((key, _)) = synonyms.next() {
        return synonyms.next().is_none().then_some(key);
    }
    let most_typos = (name.chars().count() / 4).clamp(1, 3);
    let closest = spelling::closest(&name, known.iter().copied());
    let closest = known.iter().copied().find(|key| Some(*key) == closest);
    closest.filter(|key| {
        key.starts_with(&name) || strsim::damerau_levenshtein(&name, key) <= most_typos
    })
}

#[cfg(test)]
mod tests {
    use super::meant_key;
    use crate::document::{Change, Event, keys_of};

    #[test]
    fn a_name_is_found_by_its_spelling_its_meaning_or_a_typo() {
        let names = [
            ("Location", Some("location")),
            ("sign-up", Some("sign_up")),
            ("venue", Some("location")),
            ("locaton", Some("location")),
            ("desc", Some("description")),
            ("price-list", None),
            ("", None),
        ];
        for (name, key) in names {
            assert_eq!(meant_key(name, keys_of::<Event>()), key, "{name}");
        }
        assert_eq!(meant_key("new_date", keys_of::<Change>()), Some("moved_to"));
    }
}
