//! Texts that the typed reader would choke on.
//!
//! In: text. Out: whether it could be one of those; a guess, for brackets, `!` and `&` also stand in plain words. Guaranteed:
//! one look at the text, and no memory. Absent: the answer, which the marked reader gives: it shares what aliases repeat, and
//! stops where nesting gets too deep.

/// Whether so many brackets could be open at once that libyaml's time, quadratic in them, would be felt.
pub(super) fn opens_deeply(text: &str) -> bool {
    const DEEP: usize = 200;
    let opens = |byte: u8| matches!(byte, b'[' | b'{');
    if text.bytes().filter(|byte| opens(*byte)).count() <= DEEP {
        return false;
    }
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        if opens(byte) {
            open += 1;
        } else if matches!(byte, b']' | b'}') {
            open = open.saturating_sub(1);
        }
        open > DEEP
    })
}

/// Whether there could be more values than are read, which would take the typed reader more room than there is.
pub(super) fn is_large(text: &str, most: usize) -> bool {
    let bytes = text.as_bytes();
    // Of a value, or of a key with its value, one of these is the beginning; `-` and `?` with a blank behind them.
    let begins = |pair: &[u8]| match pair {
        [b':' | b',', ..] => 2,
        [b'[' | b'{', ..] | [b'-' | b'?', b' ' | b'\t' | b'\r' | b'\n'] => 1,
        _ => 0,
    };
    bytes.windows(2).map(begins).sum::<usize>() > most
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
