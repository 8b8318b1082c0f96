//! Texts that the typed reader would choke on.
//!
//! In: text. Out: whether it could be one of those; a guess, for brackets, `!` and `&` also stand in plain words. Guaranteed:
//! one look at the text each, and no memory. Absent: the answer, which the marked reader gives: it shares what aliases repeat, and
//! stops where nesting gets too deep.

/// Whether there could be a character that YAML takes for no text at all: a control character, or a noncharacter.
pub(super) fn has_refused(text: &str) -> bool {
    // U+0080 to U+009F begin with C2, U+FFFE and U+FFFF with EF, and so do a few others. No branch, so that many go at once.
    text.bytes().fold(false, |has, byte| {
        has | (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'))
            | matches!(byte, 0x7f | 0xc2 | 0xef)
    })
}

/// Whether so many brackets could be open at once that libyaml's time, quadratic in them, would be felt.
pub(super) fn opens_deeply(text: &str) -> bool {
    const DEEP: usize = 200;
    let opens = |byte: &u8| matches!(byte, b'[' | b'{');
    let closes = |byte: &u8| matches!(byte, b']' | b'}');
    if text.as_bytes().iter().filter(|byte| opens(byte)).count() <= DEEP {
        return false;
    }
    let mut open = 0_usize;
    text.as_bytes().chunks(64).any(|chunk| {
        // Most have none, and that is seen for all of its bytes at once.
        let has = chunk
            .iter()
            .fold(false, |has, byte| has | opens(byte) | closes(byte));
        has && chunk.iter().any(|byte| {
            if opens(byte) {
                open += 1;
            } else if closes(byte) {
                open = open.saturating_sub(1);
            }
            open > DEEP
        })
    })
}

/// Whether there could be more values than are read, which would take the typed reader more room than there is. In flow mappings
/// of keys alone there may be twice as many.
pub(super) fn is_large(text: &str, most: usize) -> bool {
    if text.len() <= most {
        return false;
    }
    let mut values = 0_usize;
    let mut before = b'\n';
    for (at, byte) in text.bytes().enumerate() {
        // Of a value, or of a key with its value, one of these is the beginning.
        match byte {
            b',' | b'[' | b'{' => values += 1,
            b':' | b'-' | b'?' => {
                let after = text.as_bytes().get(at + 1).copied().unwrap_or(b'\n');
                let ends = |byte| {
                    matches!(
                        byte,
                        b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | b'{' | b'}'
                    )
                };
                // Between characters of a plain word it is one of them.
                if byte != b':' {
                    values += usize::from(ends(after));
                } else if ends(after) || ends(before) || matches!(before, b'"' | b'\'' | b':') {
                    values += 2;
                }
            }
            _ => {}
        }
        before = byte;
    }
    values > most
}

/// Whether there could be a comment that was meant as text: a blank, `#`, and what is no blank, behind something on its line.
pub(super) fn hides(text: &str) -> bool {
    text.match_indices('#').any(|(at, _)| {
        let (before, rest) = text.split_at(at);
        let behind = before.trim_end_matches([' ', '\t']);
        begins_hidden(rest)
            && behind.len() < before.len()
            && !(behind.is_empty() || behind.ends_with(['\n', '\r']))
    })
}

/// Whether a comment has no blank behind its `#`, as people write `#4`.
pub(super) fn begins_hidden(comment: &str) -> bool {
    let rest = comment.strip_prefix('#').unwrap_or_default();
    rest.starts_with(|c: char| !c.is_whitespace() && c != '#')
}

/// Whether there could be tags, which the typed reader drops, or anchors, whose aliases it follows by copying: a mark that
/// stands where a value can begin.
pub(super) fn is_marked(text: &str) -> bool {
    ['&', '!'].into_iter().any(|mark| {
        text.match_indices(mark).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let on_line = before.trim_end_matches([' ', '\t']);
            on_line.is_empty()
                || on_line.ends_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
                || on_line.ends_with([':', '-', '?', ',', '[', '{'])
        })
    })
}
