//! Decides which characters are part of a word, so that markup and web addresses within a word are text.
//!
//! In some scripts, emphasis within a run of letters is normal: `これは**重要**です`. Their letters are no word characters here. The blocks of
//! Unicode below are those that people are likely to use; a test of each letter would need the tables of a dependency.

/// Whether a character is a letter or digit that belongs to the same word as the letters beside it.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() && !allows_emphasis_within_words(c)
}

/// Whether a character is of a script without spaces between words, or is Korean. Korean has spaces, but adds particles to emphasised words.
const fn allows_emphasis_within_words(c: char) -> bool {
    matches!(c,
        // Thai, Lao, Tibetan and Burmese.
        '\u{e00}'..='\u{109f}'
        // Khmer.
        | '\u{1780}'..='\u{17ff}'
        // Kana and Chinese characters, with the wide forms of letters that are used beside them.
        | '\u{3000}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}'
        | '\u{1b000}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}'
        // Korean.
        | '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7ff}'
    )
}
