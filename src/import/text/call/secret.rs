//! Takes passcodes and PINs out of a line of text.
//!
//! A value after a word such as `Passcode` becomes `…`. In doubt, a word too much is taken out: it can be typed again, and a passcode that was
//! published cannot be taken back.

use std::ops::Range;

use super::Held;

/// The words before a passcode, in lower case.
const LABELS: [&str; 30] = [
    "passcode",
    "password",
    "passwort",
    "kennwort",
    "kenncode",
    "passphrase",
    "pwd",
    "passwd",
    "pin code",
    "pin",
    "access code",
    "attendee access code",
    "zugangscode",
    "zugriffscode",
    "host key",
    "host code",
    "security code",
    "conference id",
    "konferenz-id",
    "code d'accès",
    "code secret",
    "mot de passe",
    "contraseña",
    "código de acceso",
    "codice di accesso",
    "wachtwoord",
    "toegangscode",
    "senha",
    "lösenord",
    "hasło",
];

/// Returns a line without passcodes.
pub(super) fn redacted(line: &str, held: &mut Held) -> String {
    let line = without_one_tap(line, held);
    let mut out = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some((before, after)) = first_secret(rest) {
        let label = before.trim_end_matches(|c: char| !c.is_alphabetic());
        let label = label
            .get(label.len().saturating_sub(3)..)
            .unwrap_or_default();
        if label.eq_ignore_ascii_case("pin") {
            held.pin();
        } else {
            held.passcode();
        }
        out.push_str(before);
        out.push('…');
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a line has nothing but the label of a passcode, and what was taken out.
pub(super) fn is_only_label(redacted: &str) -> bool {
    let is_part = |c: char| !c.is_alphanumeric();
    let Some((before, after)) = redacted.split_once('…') else {
        return false;
    };
    let words = before.to_lowercase();
    let words = words.trim_matches(is_part);
    let is_label = LABELS.iter().any(|label| words.ends_with(label));
    is_label && words.split_whitespace().count() <= 3 && after.trim_matches(is_part).is_empty()
}

/// Whether a line is a label, whose passcode is in the next line.
pub(super) fn is_label(line: &str) -> bool {
    let words = line
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let is_label = line.trim_end().ends_with(':') || words.split_whitespace().count() <= 3;
    is_label && LABELS.iter().any(|label| words.ends_with(label))
}

/// Returns a line without the passcode that it begins with, if its label is in the line above; `None` if it begins with something else.
pub(super) fn without_value(line: &str) -> Option<String> {
    let words = line.trim_start_matches(|c: char| c.is_whitespace() || "*`|>-".contains(c));
    let (value, rest) = words.split_at_checked(length(words))?;
    let has_form = value.contains(|c: char| c.is_ascii_digit()) || is_mixed(value);
    let is_alone = rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
    (!value.is_empty() && (has_form || is_alone)).then(|| format!("…{rest}"))
}

/// Whether a word has both kinds of letters, and not only a capital at its beginning.
fn is_mixed(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase) && word.contains(char::is_lowercase)
}

/// Takes out what telephones dial by themselves: `+12532050468,,85775884256#,,,,*010383#`.
fn without_one_tap(line: &str, held: &mut Held) -> String {
    if !line.contains(",,") && !line.contains("tel:") {
        return line.to_owned();
    }
    let is_one_tap = |word: &&str| {
        word.contains(",,") && word.chars().filter(char::is_ascii_digit).count() >= 8
            || (word.contains("tel:") && word.contains([',', ';', '#']))
    };
    let words = line
        .split(' ')
        .map(|word| match Some(word).filter(is_one_tap) {
            Some(_) => {
                held.pin();
                "…"
            }
            None => word,
        });
    words.collect::<Vec<_>>().join(" ")
}

/// How far after a label its value can begin and end, in bytes.
const NEAR: usize = 200;

/// Splits a text at the first passcode.
fn first_secret(text: &str) -> Option<(&str, &str)> {
    let mut before = None;
    for (at, c) in text.char_indices() {
        let is_start = !before.replace(c).is_some_and(char::is_alphanumeric);
        if !is_start || !c.is_alphabetic() {
            continue;
        }
        let rest = near(text.get(at..)?);
        // Lower case can have other lengths, so only ASCII is made lower.
        let has_label = |label: &&&str| {
            rest.get(..label.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(label))
                && !rest
                    .get(label.len()..)
                    .unwrap_or_default()
                    .starts_with(char::is_alphabetic)
        };
        let found = LABELS.iter().filter(has_label).find_map(|label| {
            let is_pin = label.starts_with("pin");
            value(rest.get(label.len()..)?, is_pin)
                .map(|value| (label.len() + value.start, label.len() + value.end))
        });
        if let Some((start, end)) = found {
            return Some((text.get(..at + start)?, text.get(at + end..)?));
        }
    }
    None
}

/// Returns the beginning of a text.
fn near(text: &str) -> &str {
    let end = (0..=NEAR.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Returns where the value begins after a label.
fn value(after: &str, is_pin: bool) -> Option<Range<usize>> {
    const BETWEEN: [&str; 8] = ["is", "is:", "ist", "lautet", "code", "code:", "est", "="];
    let mut start = 0;
    let mut is_certain = false;
    loop {
        let rest = after.get(start..)?;
        let gap = rest.len()
            - rest
                .trim_start_matches(|c: char| {
                    c.is_whitespace() || "*`\"'“„\\_\u{202a}\u{202d}".contains(c)
                })
                .len();
        start += gap;
        let rest = after.get(start..)?;
        if let Some(mark) = rest.chars().next().filter(|c| ":=：>→".contains(*c)) {
            start += mark.len_utf8();
            is_certain = true;
            continue;
        }
        if let Some(mark) = rest.chars().next().filter(|c| "–—-|".contains(*c)) {
            start += mark.len_utf8();
            continue;
        }
        // `Password (case sensitive): a1`
        if let Some(inner) = rest.strip_prefix('(')
            && let Some((_, behind)) = inner.split_once(')')
            && behind.trim_start().starts_with(':')
        {
            start += rest.len() - behind.len();
            continue;
        }
        let word = rest.split(char::is_whitespace).next()?;
        if gap > 0 && BETWEEN.contains(&word.to_ascii_lowercase().as_str()) {
            start += word.len();
            is_certain |= word.ends_with([':', '=']);
            continue;
        }
        let length = length(rest);
        let value = rest.get(..length)?;
        let has_digit = value.contains(|c: char| c.is_ascii_digit());
        let is_taken_out = value.starts_with('…') || value.is_empty();
        let is_value = has_digit || (!is_pin && (is_certain || is_mixed(value)));
        return (!is_taken_out && is_value).then_some(start..start + length);
    }
}

/// Returns the length of a passcode: a word, or groups of digits.
fn length(text: &str) -> usize {
    let is_end = |c: char| c.is_whitespace() || "<>\u{202c}".contains(c);
    let word = text.split(is_end).next().unwrap_or_default();
    let word = word.trim_end_matches(['.', ',', ';', ')', '"', '\'', '”', '`']);
    let is_digits = |word: &str| {
        let digits = word.trim_end_matches('#');
        !digits.is_empty()
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    let mut length = word.len();
    if !is_digits(word) {
        return length;
    }
    while let Some(rest) = text
        .get(length..)
        .and_then(|rest| rest.strip_prefix([' ', '\u{a0}']))
    {
        let next = rest.split(is_end).next().unwrap_or_default();
        let next = next.trim_end_matches(['.', ',', ';', ')']);
        if !is_digits(next) {
            break;
        }
        length = text.len() - rest.len() + next.len();
    }
    length
}

#[cfg(test)]
mod tests {
    use super::super::Held;
    use super::{is_only_label, redacted};

    #[test]
    fn passcodes_and_pins_are_taken_out() {
        for (line, kept) in [
            ("Passcode: 123456", "Passcode: …"),
            (
                "Zoom (passcode: a1B2) as always",
                "Zoom (passcode: …) as always",
            ),
            (
                "The password is Sesame1, see you",
                "The password is …, see you",
            ),
            ("Meeting password : AbCd1234", "Meeting password : …"),
            ("PIN: 123 456 789#", "PIN: …"),
            (
                "Or dial: (US) +1 555-555-5555 PIN: 123456789#",
                "Or dial: (US) +1 555-555-5555 PIN: …",
            ),
            ("**Passcode:** 4\\*Gh\\*2x", "**Passcode:** …"),
            ("Kenncode: geheim", "Kenncode: …"),
            ("+12532050468,,85775884256#,,,,*010383# US", "… US"),
            (
                "Numeric password (for phones): 998877",
                "Numeric password (for phones): …",
            ),
            ("password 12ab and pin 9", "password … and pin …"),
            ("| Passcode | a1B2 |", "| Passcode | … |"),
            ("Passcode – 1234", "Passcode – …"),
        ] {
            let mut held = Held::default();
            assert_eq!(redacted(line, &mut held), kept);
            assert!(!held.sentences().is_empty());
        }
    }

    #[test]
    fn a_sentence_about_passwords_stays() {
        for line in [
            "Passwords: how to choose them",
            "A talk about password managers",
            "The password is on the door",
            "Spin class: bring water",
            "Opinions: welcome",
        ] {
            let mut held = Held::default();
            assert_eq!(redacted(line, &mut held), line);
            assert_eq!(held.sentences(), Vec::<&str>::new());
        }
    }

    #[test]
    fn a_line_with_only_a_passcode_is_known() {
        assert!(is_only_label("Passcode: …"));
        assert!(is_only_label("Meeting password: …."));
        assert!(!is_only_label("Zoom (passcode: …) as always"));
    }
}
