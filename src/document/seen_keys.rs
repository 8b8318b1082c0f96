//! Finds the keys that one mapping has twice.
//!
//! [`SeenKeys`] is given the keys one by one, in time proportional to their number. The caller reports a key that is repeated.

use std::collections::HashSet;

/// The keys of a mapping so far. Most mappings have few, and comparing these is faster than hashing them.
#[derive(Default)]
pub(super) struct SeenKeys<'a> {
    few: Vec<&'a str>,
    many: HashSet<&'a str>,
}

impl<'a> SeenKeys<'a> {
    const FEW: usize = 16;

    /// Adds a key. Returns whether it is new.
    pub(super) fn insert(&mut self, key: &'a str) -> bool {
        if self.few.contains(&key) {
            return false;
        }
        if self.few.len() < Self::FEW {
            self.few.push(key);
            return true;
        }
        self.many.insert(key)
    }
}
