//! Texts that the typed reader would choke on.
//!
//! In: text. Out: whether it could be one of those; a guess, for brackets, `!` and `&` also stand in plain words. Guaranteed:
//! one look at the text each, many bytes at once, and no memory. Absent: the answer, which the marked reader gives: it shares what aliases repeat, and
//! stops where nesting gets too deep.

/// How many bytes are looked at together, without a branch between them.
const BLOCK: usize = 64;

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
    let mut open = 0_usize;
    text.as_bytes().chunks(BLOCK).any(|block| {
        // Most have none.
        let has = block
            .iter()
            .fold(false, |has, byte| has | opens(byte) | closes(byte));
        has && block.iter().any(|byte| {
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
    let bytes = text.as_bytes();
    let at = |place: usize| bytes.get(place).copied().unwrap_or(b'\n');
    let first = begun(b'\n', at(0), at(1));
    let last = begun(at(bytes.len().wrapping_sub(2)), at(bytes.len() - 1), b'\n');
    let from = |place: usize| bytes.get(place..).unwrap_or_default().chunks(BLOCK);
    let between = from(0).zip(from(1)).zip(from(2));
    let between = between.map(|((before, bytes), after)| {
        let threes = before.iter().zip(bytes).zip(after);
        let begun = threes.fold(0, |sum, ((before, byte), after)| {
            sum + begun(*before, *byte, *after)
        });
        usize::from(begun)
    });
    let values = usize::from(first) + usize::from(last) + between.sum::<usize>();
    values > most
}

/// Returns how many values `byte` could be the beginning of, a key with its value counted as two, by what stands around it.
fn begun(before: u8, byte: u8, after: u8) -> u8 {
    let ends = |byte: u8| {
        matches!(
            byte,
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | b'{' | b'}'
        )
    };
    let in_flow = matches!(byte, b',' | b'[' | b'{');
    // Between characters of a plain word each of these is one of them.
    let in_block = matches!(byte, b'-' | b'?') & ends(after);
    let quoted = matches!(before, b'"' | b'\'' | b':');
    let of_key = (byte == b':') & (ends(after) | ends(before) | quoted);
    u8::from(in_flow) + u8::from(in_block) + 2 * u8::from(of_key)
}

/// Whether there could be a comment that was meant as text: a blank, `#`, and what is no blank, behind something on its line.
pub(super) fn hides(text: &str) -> bool {
    memchr::memchr_iter(b'#', text.as_bytes()).any(|at| {
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
    memchr::memchr2_iter(b'&', b'!', text.as_bytes()).any(|at| {
        let before = text.get(..at).unwrap_or_default();
        let on_line = before.trim_end_matches([' ', '\t']);
        on_line.is_empty()
            || on_line.ends_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
            || on_line.ends_with([':', '-', '?', ',', '[', '{'])
    })
}
