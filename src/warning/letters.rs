//! Finds invisible characters, and letters of other scripts that look like Latin ones.
//!
//! It takes a title or an address and returns the first such character. Arabic, Hebrew and Persian as people write them, emoji, and single
//! Greek letters in science get no warning. It decodes Punycode ([RFC 3492](https://www.rfc-editor.org/rfc/rfc3492)), because an address
//! has its host in ASCII. Of the look-alikes of [UTS #39](https://www.unicode.org/reports/tr39/), only the likeliest letters are here.

use crate::diagnostic::WarningFinding;
use crate::percent;

/// Pairs of a letter that looks like a Latin one, and that Latin letter.
const CYRILLIC: &str = "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwӏlвbкkмmнhтtАAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXԚQԜW";
const GREEK: &str = "οoνvρpιiκkυuΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";
const OTHER: &str = "օoսuհhոnցgᎪAᏴBᏟCᎬEᎻHᎫJᏦKᏞLᎷMᏢPᏚSᎢTᏔWᏃZⲟoⲣpⲥc";

/// Returns the first invisible character of a title.
pub(super) fn hidden_in_title(title: &str) -> Option<WarningFinding> {
    hidden_in(title, "the title")
}

fn hidden_in(text: &str, place: &'static str) -> Option<WarningFinding> {
    if text.is_ascii() {
        return None;
    }
    let runs_left = text.chars().any(runs_left);
    let is_balanced = is_balanced(text);
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let is_hidden = match c {
            // Overrides, and characters that no text needs.
            '\u{202d}' | '\u{202e}' | '\u{2061}'..='\u{2064}' | '\u{3164}' | '\u{ffa0}' => true,
            '\u{202a}'..='\u{202c}' | '\u{2066}'..='\u{2069}' => !runs_left || !is_balanced,
            '\u{61c}' | '\u{200e}' | '\u{200f}' => !runs_left,
            // Thai and Khmer use them between words, Persian and Indian scripts within words, and emoji between their parts.
            '\u{200b}'..='\u{200d}' | '\u{2060}' => {
                has_plain_words(before) && has_plain_words(next)
            }
            // The flags of England, Scotland and Wales are a black flag with tag characters.
            '\u{e0000}'..='\u{e007f}' => !matches!(before, '\u{1f3f4}' | '\u{e0000}'..='\u{e007f}'),
            _ => false,
        };
        if is_hidden {
            return Some(hidden(c, place));
        }
        before = c;
    }
    None
}

/// Returns the first invisible character of an address. Addresses are published percent-encoded, and shown decoded.
pub(super) fn hidden_in_address(address: &str) -> Option<WarningFinding> {
    hidden_in(&percent::decoded(address), "the address")
}

fn hidden(c: char, place: &'static str) -> WarningFinding {
    let code = u32::from(c);
    let direction = match c {
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "pop directional formatting",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{61c}' => "Arabic letter mark",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        _ => "",
    };
    if !direction.is_empty() {
        let name = direction;
        return WarningFinding::DirectionMark { code, name, place };
    }
    let name = match c {
        '\u{200b}' => "zero width space",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{2060}' => "word joiner",
        '\u{3164}' | '\u{ffa0}' => "Hangul filler",
        '\u{e0000}'..='\u{e007f}' => "tag character",
        _ => "invisible character",
    };
    WarningFinding::InvisibleCharacter { code, name, place }
}

/// Whether each embedding and isolate that a text opens is also closed in it.
fn is_balanced(text: &str) -> bool {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202a}' | '\u{202b}' => open.push('\u{202c}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202c}' | '\u{2069}' if open.pop() != Some(c) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

/// Whether a character is in a Unicode block of a right-to-left script.
fn runs_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && c != '\u{61c}'
}

/// Whether a character is a digit, or a letter of a script that has no invisible characters within words.
fn has_plain_words(c: char) -> bool {
    c.is_ascii_digit() || is_latin(c) || c.is_alphabetic() && matches!(c, '\u{370}'..='\u{58f}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || c.is_alphabetic()
            && matches!(c, '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
            && c != '\u{b5}'
}

/// Returns the script of a letter that looks like a Latin one, and the Latin letter.
fn looks_latin(c: char) -> Option<(&'static str, char)> {
    if c.is_ascii() {
        return None;
    }
    let tables = [
        ("Cyrillic", CYRILLIC),
        ("Greek", GREEK),
        ("non-Latin", OTHER),
    ];
    tables.into_iter().find_map(|(script, table)| {
        let mut letters = table.chars();
        while let (Some(like), Some(latin)) = (letters.next(), letters.next()) {
            if like == c {
                return Some((script, latin));
            }
        }
        None
    })
}

/// Returns the first word of a title or host that mixes Latin letters with letters that look like Latin ones.
pub(super) fn mixed(text: &str) -> Option<WarningFinding> {
    if text.is_ascii() {
        return None;
    }
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.chars().any(is_latin))
        .find_map(|word| {
            let (c, (script, latin)) = word.chars().find_map(|c| Some((c, looks_latin(c)?)))?;
            let (word, code) = (word.into(), u32::from(c));
            Some(WarningFinding::MixedAlphabets {
                word,
                script,
                c,
                code,
                latin,
            })
        })
}

/// Returns the host of an address if it looks like another host.
pub(super) fn look_alike_host(address: &str) -> Option<WarningFinding> {
    let (_, rest) = address
        .split_once("://")
        .or_else(|| address.split_once('@'))?;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    if !host.contains("xn--") {
        return None;
    }
    let labels: Vec<String> = host
        .split('.')
        .map(|label| {
            let decoded = label.strip_prefix("xn--").and_then(punycode);
            decoded.unwrap_or_else(|| label.to_owned())
        })
        .collect();
    let host = labels.join(".");
    mixed(&host).or_else(|| {
        let (labels, top) = host.rsplit_once('.')?;
        let latin = |label: &str| {
            let letters = label.chars().map(|c| match looks_latin(c) {
                Some((_, latin)) => Some(latin),
                None => (!c.is_alphabetic()).then_some(c),
            });
            letters.collect::<Option<String>>()
        };
        // Below a top-level domain in another alphabet, such as `.рф`, its letters are normal.
        let label = labels.split('.').find(|label| !label.is_ascii())?;
        let latin = latin(label).filter(|_| top.is_ascii())?;
        let (host, latin) = (label.into(), latin.as_str().into());
        Some(WarningFinding::LookalikeHost { host, latin })
    })
}

/// Decodes the part of a label after `xn--` ([RFC 3492 §6.2](https://www.rfc-editor.org/rfc/rfc3492#section-6.2)).
fn punycode(label: &str) -> Option<String> {
    let (basic, digits) = label.rsplit_once('-').unwrap_or(("", label));
    let mut out: Vec<char> = basic.chars().collect();
    let mut digits = digits.bytes().peekable();
    let (mut code, mut index, mut bias) = (128_u32, 0_u32, 72_u32);
    while digits.peek().is_some() {
        let before = index;
        let (mut weight, mut step) = (1_u32, 36_u32);
        loop {
            let digit = match digits.next()? {
                byte @ b'a'..=b'z' => byte - b'a',
                byte @ b'0'..=b'9' => byte - b'0' + 26,
                _ => return None,
            };
            let digit = u32::from(digit);
            index = index.checked_add(digit.checked_mul(weight)?)?;
            let threshold = step.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
            step += 36;
        }
        let length = u32::try_from(out.len()).ok()? + 1;
        let first = if before == 0 { 700 } else { 2 };
        let mut delta = (index - before) / first;
        delta += delta / length;
        bias = 0;
        while delta > 455 {
            delta /= 35;
            bias += 36;
        }
        bias += 36 * delta / (delta + 38);
        code = code.checked_add(index / length)?;
        index %= length;
        out.insert(usize::try_from(index).ok()?, char::from_u32(code)?);
        index += 1;
    }
    Some(out.into_iter().collect())
}

#[cfg(test)]
mod tests;
