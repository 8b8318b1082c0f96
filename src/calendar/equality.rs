//! What an event tells subscribers and readers of our pages: all but the keys of the user's own.
//!
//! In: two states of an [`Event`]. Out: whether they tell the same. Guaranteed: a date that differs in such keys alone differs in nothing.
//! Absent: whether its VEVENTs are the same, which only rendering tells.

use super::{Details, Event, Override, Schedule, Series};
use crate::own_keys::OwnKeys;

impl Event {
    /// Whether all is equal but the keys of the user's own.
    pub(crate) fn shows_same_as(&self, other: &Self) -> bool {
        self == other || self.without_own_keys() == other.without_own_keys()
    }

    fn without_own_keys(&self) -> Self {
        let mut bare = self.clone();
        bare.details.drop_own_keys();
        for skip in bare.skipped.values_mut() {
            skip.own_keys = OwnKeys::default();
        }
        for alone in &mut bare.stand_alone {
            alone.details.drop_own_keys();
        }
        if let Schedule::Series(series) = &mut bare.schedule {
            series.drop_own_keys(&self.details);
        }
        bare
    }
}

impl Series {
    fn drop_own_keys(&mut self, of_all: &Details) {
        let visible: Vec<Override> = self.visible_overrides(of_all).cloned().collect();
        let visible = visible.into_iter().map(|mut of| {
            of.details.drop_own_keys();
            (of.key, of)
        });
        self.overrides = visible.collect();
    }
}

impl Details {
    fn drop_own_keys(&mut self) {
        self.own_keys = OwnKeys::default();
        for talk in &mut self.talks {
            talk.own_keys = OwnKeys::default();
        }
    }
}

#[cfg(test)]
mod tests;
