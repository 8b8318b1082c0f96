//! Random choices that a number repeats, and the words that generated files are made of.
//!
//! A failure names its number, and `CALFEED_EDITS_FROM` begins with it. The choices are the same on every machine.

/// A sequence of random numbers (`SplitMix64`).
pub(crate) struct Dice(u64);

impl Dice {
    /// Begins the sequence of a number. The sequences of neighbouring numbers have nothing in common.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ 0x2026_1130)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).unwrap()
    }

    /// Returns a number of a range, which includes its end.
    pub(crate) fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    /// Whether one of a hundred equal cases happens.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// Returns some of the items, in their order.
    pub(crate) fn some<T>(&mut self, percent: usize, from: Vec<T>) -> Vec<T> {
        let mut kept = from;
        kept.retain(|_| self.percent(percent));
        kept
    }
}

/// Texts that need no quotes.
pub(crate) const PLAIN: [&str; 12] = [
    "Lean coffee",
    "Riverside Library, Mill Lane",
    "Poems by the fire",
    "It's on again",
    "Board games (beginners)",
    "Café in the garden",
    "Talks & tea",
    "A - B",
    "Room 4",
    "v1.2.3 released",
    "日本語の会",
    "Hall/Kitchen",
];

/// Texts that some reader of YAML takes for something else, or that have signs of YAML in them.
pub(crate) const TRAPS: [&str; 40] = [
    "yes",
    "No",
    "on",
    "OFF",
    "y",
    "true",
    "null",
    "~",
    "12",
    "0x1F",
    "0o17",
    "007",
    "1e3",
    "1_000",
    "-5",
    ".5",
    ".inf",
    "12:30",
    "1:30:00",
    "2026-01-01",
    "2026-01-01 10:00",
    "x: y",
    "Poems: an evening",
    "a # b",
    "#1",
    "- dash",
    "? question",
    "{brace}",
    "[a]",
    "*star",
    "&and",
    "!bang",
    "%percent",
    "@at",
    "`tick`",
    "\"quoted\"",
    "'tis",
    "ends with colon:",
    "back\\slash",
    "<<",
];

/// Those that are a number, a date or a truth value in some version of YAML.
pub(crate) const OTHER_TYPES: &[&str] = TRAPS.split_at(21).0;

/// What comments say: also what would be YAML without the sign in front.
pub(crate) const REMARKS: [&str; 12] = [
    "the date that the rule gives",
    "- id: not-an-event",
    "title: \"not a title\"",
    "} ] ' \" |",
    "changes:",
    "see #12",
    "Wednesday?",
    "--- 2025 ---",
    "é ☕",
    "&a *a",
    "",
    "  2026-03-26: {moved_to: 2026-03-27}",
];
