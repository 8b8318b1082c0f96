//! Shortens long texts of users.
//!
//! Of one text, the beginning is shown; of two texts, the part in which they differ. The result has at most [`MOST`] characters, and `…` at
//! each end where something is left out. Words may be cut in the middle.

/// How many characters of a text are shown: more than any real title has.
const MOST: usize = 200;

/// How many characters of the common beginning of two long texts are shown before their difference.
const SHARED: usize = 40;

/// Returns the text, or its beginning.
pub(super) fn cut(text: &str) -> String {
    from(text, 0)
}

/// Returns two texts, or, if one is long, what is around their first difference.
pub(super) fn cut_pair(one: &str, other: &str) -> [String; 2] {
    let is_long = |text: &str| text.chars().nth(MOST).is_some();
    let shared = one.chars().zip(other.chars());
    let shared = shared.take_while(|(a, b)| a == b).count();
    let start = if is_long(one) || is_long(other) {
        shared.saturating_sub(SHARED)
    } else {
        0
    };
    [one, other].map(|text| from(text, start))
}

fn from(text: &str, start: usize) -> String {
    let mut characters = text.chars().skip(start);
    let mut out = String::new();
    if start > 0 {
        out.push('…');
    }
    out.extend(characters.by_ref().take(MOST));
    if characters.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_in_dots() {
        assert_eq!(cut(&"é".repeat(200)), "é".repeat(200));
        assert_eq!(cut(&"é".repeat(201)), "é".repeat(200) + "…");
    }

    #[test]
    fn what_differs_late_in_a_long_text_is_shown() {
        let shared = "a".repeat(250);
        let shown = "a".repeat(40);
        assert_eq!(
            cut_pair(&format!("{shared}b"), &format!("{shared}c")),
            [format!("…{shown}b"), format!("…{shown}c")]
        );
        assert_eq!(cut_pair("ab", "ac"), ["ab", "ac"]);
    }
}
