//! Defines [`Numbers`]: the values of one part of a rule, such as those of BYMONTHDAY.
//!
//! In a hostile file, such a list may be as long as the file. A set of bits takes 96 bytes for any list, and looking up a number is always as fast.

/// A set of numbers from -366 to 366.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    bits: [u64; 12],
}

/// The largest number; the smallest is its opposite.
const MOST: i32 = 366;

impl Numbers {
    /// The set with only this number.
    pub(super) fn only(number: u32) -> Self {
        let mut numbers = Self::default();
        numbers.insert(i32::try_from(number).unwrap_or(i32::MAX));
        numbers
    }

    /// Adds a number. Others than those from -366 to 366 are left out.
    pub(super) fn insert(&mut self, number: i32) {
        if let Some((word, bit)) = place(number)
            && let Some(word) = self.bits.get_mut(word)
        {
            *word |= bit;
        }
    }

    pub(super) fn contains(&self, number: i32) -> bool {
        place(number).is_some_and(|(word, bit)| {
            let word = self.bits.get(word).copied().unwrap_or_default();
            word & bit != 0
        })
    }

    /// Whether it has a number that counts from the front or from the back, such as the day of a month with 30 days as 3 and -28.
    pub(super) fn has(&self, front: u32, all: u32) -> bool {
        let signed = |number: u32| i32::try_from(number).unwrap_or_default();
        self.contains(signed(front)) || self.contains(signed(front) - signed(all) - 1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bits.iter().all(|word| *word == 0)
    }

    /// Returns the numbers in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = i32> {
        (-MOST..=MOST).filter(|number| self.contains(*number))
    }
}

fn place(number: i32) -> Option<(usize, u64)> {
    let index = u32::try_from(number.checked_add(MOST)?).ok()?;
    let word = usize::try_from(index / 64).ok()?;
    (number <= MOST).then_some((word, 1 << (index % 64)))
}
