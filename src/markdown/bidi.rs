//! Isolates right-to-left text from its surroundings.
//!
//! In: one line of plain text. Out: the same text, inside an isolate if it could reorder the text beside it. Guaranteed: every isolate
//! opened in the text is closed in it; left-to-right text is unchanged. Absent: HTML, which has `bdi`.
//! Implements the directional formatting characters of [UAX #9](https://www.unicode.org/reports/tr9/); the algorithm itself is not needed.

/// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const BEGIN: char = '\u{2068}';
const END: char = '\u{2069}';

/// Returns the text inside an isolate, if it needs one.
pub(super) fn isolated(text: &str) -> Option<String> {
    if text.is_ascii() || !text.chars().any(|c| is_control(c) || runs_left(c)) {
        return None;
    }
    let mut out = String::from(BEGIN);
    let mut open = 0_usize;
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            // It would close the isolate around the text.
            END if open == 0 => continue,
            END => open -= 1,
            _ => {}
        }
        out.push(c);
    }
    // Closing an isolate also closes every embedding and override within it.
    out.extend(std::iter::repeat_n(END, open + 1));
    Some(out)
}

/// Characters that change the direction of the text after them.
fn is_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Letters of right-to-left scripts, by Unicode block.
fn runs_left(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}
