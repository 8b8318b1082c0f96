//! Finds how much of two texts is the same at their beginnings and at their ends.
//!
//! Both functions compare whole blocks first, because nearly all of a large file stays the same in an edit.

/// How many bytes are compared in one step.
const BLOCK: usize = 4096;

/// Returns how many bytes at the beginning of both texts are the same.
pub(super) fn same_start(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.chunks_exact(BLOCK).zip(other.chunks_exact(BLOCK));
    let same = blocks.take_while(|(one, other)| one == other).count() * BLOCK;
    let rest = one.iter().skip(same).zip(other.iter().skip(same));
    same + rest.take_while(|(one, other)| one == other).count()
}

/// Returns how many bytes at the end of both texts are the same.
pub(super) fn same_end(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.rchunks_exact(BLOCK).zip(other.rchunks_exact(BLOCK));
    let same = blocks.take_while(|(one, other)| one == other).count() * BLOCK;
    let rest = one.iter().rev().skip(same);
    let rest = rest.zip(other.iter().rev().skip(same));
    same + rest.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of this many bytes, with an `X` at a byte.
    fn text(length: usize, at: usize) -> Vec<u8> {
        let mut text: Vec<u8> = (b'a'..=b'z').cycle().take(length).collect();
        if let Some(byte) = text.get_mut(at) {
            *byte = b'X';
        }
        text
    }

    #[test]
    fn the_first_different_byte_is_found_in_each_block() {
        for at in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK - 1, 3 * BLOCK] {
            let (one, other) = (text(3 * BLOCK + 10, at), text(3 * BLOCK + 7, usize::MAX));
            assert_eq!(same_start(&one, &other), at);
        }
        let whole = text(2 * BLOCK + 5, usize::MAX);
        assert_eq!(same_start(&whole, &whole), whole.len());
        assert_eq!(same_start(&whole, &whole[..BLOCK]), BLOCK);
        assert_eq!(same_start(&whole, b""), 0);
    }

    #[test]
    fn the_last_different_byte_is_found_in_each_block() {
        for from_end in [1, 2, BLOCK, BLOCK + 1, 3 * BLOCK] {
            let length = 3 * BLOCK + 10;
            let (one, other) = (text(length, length - from_end), text(length, usize::MAX));
            assert_eq!(same_end(&one, &other[7..]), from_end - 1);
        }
        let whole = text(2 * BLOCK + 5, usize::MAX);
        assert_eq!(same_end(&whole, &whole), whole.len());
        assert_eq!(same_end(&whole, &whole[5..]), 2 * BLOCK);
        assert_eq!(same_end(&whole, b""), 0);
    }
}
