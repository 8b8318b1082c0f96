//! Texts that the typed reader would choke on.
//!
//! In: text. Out: whether it could be one of those; a guess, for brackets, `*` and `&` also stand in plain words. Guaranteed:
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

/// Whether there could be anchors and aliases, which the typed reader follows by copying.
pub(super) fn has_aliases(text: &str) -> bool {
    let stands_as = |mark: char| {
        text.match_indices(mark).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + 1..).and_then(|after| after.chars().next());
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '{' | ',' | ':'))
                && after.is_some_and(|c| !c.is_whitespace())
        })
    };
    stands_as('&') && stands_as('*')
}
