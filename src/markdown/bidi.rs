//! Isolates right-to-left text from its surroundings.
//!
//! It takes one line of plain text, and puts the line inside an isolate if it could reorder the text beside it. Every isolate that the text
//! opens is closed in it. Left-to-right text is unchanged. HTML has `bdi` for this. The module uses the directional formatting characters
//! of [UAX #9](https://www.unicode.org/reports/tr9/); the algorithm itself is not needed.

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
            // This character would close the isolate around the text.
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

/// Whether a character changes the direction of the text after it.
fn is_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is in a Unicode block of a right-to-left script.
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
