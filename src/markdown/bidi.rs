//! Text that runs from right to left, kept to itself.
//!
//! In: one line of plain text. Out: the same within an isolate, where it could otherwise move what stands beside it. Guaranteed:
//! every isolate that begins in it ends in it; text that runs from left to right stays as it is. Absent: HTML, which has `bdi`.
//! Implements [UAX #9](https://www.unicode.org/reports/tr9/), of whose algorithm nothing is needed but its marks.

/// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const BEGIN: char = '\u{2068}';
const END: char = '\u{2069}';

/// Returns the text within an isolate, if it needs one.
pub(super) fn isolated(text: &str) -> Option<String> {
    if text.is_ascii() || !text.chars().any(|c| is_control(c) || runs_left(c)) {
        return None;
    }
    let mut out = String::from(BEGIN);
    let mut open = 0_usize;
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            // It would end ours.
            END if open == 0 => continue,
            END => open -= 1,
            _ => {}
        }
        out.push(c);
    }
    // The end of an isolate ends every embedding and override within it too.
    out.extend(std::iter::repeat_n(END, open + 1));
    Some(out)
}

/// Marks that change the direction of what follows.
fn is_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Letters of the scripts that run from right to left, by their blocks.
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
