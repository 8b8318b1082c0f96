//! The keys of one mapping, to find those that are written twice.
//!
//! In: keys, one after the other. Out: whether each is new. Guaranteed: the time follows from the number of keys. Absent: what is said of a
//! key that is written twice.

use std::collections::HashSet;

/// The keys of a mapping so far. Most have few, which are compared faster than kept in order.
#[derive(Default)]
pub(super) struct SeenKeys<'a> {
    few: Vec<&'a str>,
    many: HashSet<&'a str>,
}

impl<'a> SeenKeys<'a> {
    const FEW: usize = 16;

    /// Whether a key is new.
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
