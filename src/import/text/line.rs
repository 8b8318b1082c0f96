//! Makes texts of one line: titles, places, tags, and whom to ask.

use crate::limit;
use crate::value::Contact;

/// Why the address of an organiser is not in the events file.
pub(in crate::import) const CONTACT_IS_PERSONAL: &str =
    "everybody can see `contact`, and the address of a person is published only if they agree";

/// Returns a title as one line: control characters and line ends become spaces, and of several spaces one stays.
pub(in crate::import) fn title(text: &str) -> String {
    let is_gap = |c: char| c.is_whitespace() || c.is_control();
    let words = text.split(is_gap).filter(|word| !word.is_empty());
    shortened(&words.collect::<Vec<_>>().join(" "))
}

/// Returns a title without the word that says that the event is cancelled, if it has one. Many programs write it there, because others ignore
/// STATUS.
pub(in crate::import) fn without_cancelled(title: &str) -> Option<&str> {
    ["CANCELLED:", "CANCELED:"]
        .into_iter()
        .find_map(|mark| without_mark(title, mark))
}

/// Returns a title without a mark at its beginning, in any case.
pub(in crate::import) fn without_mark<'a>(title: &'a str, mark: &str) -> Option<&'a str> {
    let (start, rest) = title.trim().split_at_checked(mark.len())?;
    start.eq_ignore_ascii_case(mark).then(|| rest.trim())
}

/// Returns a tag as one line.
pub(in crate::import) fn tag(text: &str) -> String {
    title(text)
}

/// Returns a place as one line, with a comma in place of each line end.
pub(in crate::import) fn location(text: &str) -> String {
    let is_line_end = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    let mut out = String::new();
    for part in text.split(is_line_end).map(title) {
        if part.is_empty() {
            continue;
        }
        if !out.is_empty() {
            let end = out.trim_end_matches(',').trim_end().len();
            out.truncate(end);
            out.push_str(", ");
        }
        out.push_str(&part);
    }
    shortened(&out)
}

/// Cuts a line that is too long for a text of one line, at a space if there is one.
fn shortened(text: &str) -> String {
    if text.chars().nth(limit::LINE).is_none() {
        return text.to_owned();
    }
    // One character less, for the sign that something is missing.
    let cut: String = text.chars().take(limit::LINE - 1).collect();
    let words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{words}…")
}

/// Returns whom to ask, from the value of a CONTACT of calfeed or of an ORGANIZER.
///
/// Everybody can see `contact`. The value of an ORGANIZER is the address of a person, who has not agreed to that; so only a page is taken from
/// it. `is_own` is true for the CONTACT of a feed of calfeed, which was public before.
pub(in crate::import) fn contact(value: &str, is_own: bool) -> Option<String> {
    match Contact::parse(value.trim()).ok()? {
        contact @ Contact::Page(_) => Some(contact.to_string()),
        contact if is_own => Some(contact.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{contact, location, title};
    use crate::value::Text;

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(
            title(" Book\r\nclub\t \u{7} tonight\u{a0}!"),
            "Book club tonight !"
        );
    }

    #[test]
    fn a_place_has_commas_between_its_lines() {
        assert_eq!(
            location("Town hall,\nHigh Street 1\n\nRiverside"),
            "Town hall, High Street 1, Riverside"
        );
    }

    #[test]
    fn a_title_that_is_too_long_is_cut_at_a_space() {
        let words = "word ".repeat(300);
        assert_eq!(
            title(&words),
            format!("{}…", "word ".repeat(199).trim_end())
        );
        assert_eq!(title(&"a".repeat(1500)), format!("{}…", "a".repeat(999)));
    }

    #[test]
    fn the_address_of_a_person_is_not_published() {
        assert_eq!(contact("mailto:person@example.org", false), None);
        assert_eq!(
            contact("https://example.org/contact", false).as_deref(),
            Some("https://example.org/contact")
        );
        assert_eq!(
            contact("team@example.org", true).as_deref(),
            Some("team@example.org")
        );
    }

    proptest! {
        #[test]
        fn every_title_is_a_text_of_one_line(text in any::<String>(), word in "[a-zé ]{0,3}", times in 0_usize..900) {
            for text in [text.clone(), text + &word.repeat(times)] {
                for line in [title(&text), location(&text)] {
                    if !line.is_empty() {
                        prop_assert_eq!(Text::line(&line).map(|it| it.to_string()), Ok(line));
                    }
                }
            }
        }
    }
}
