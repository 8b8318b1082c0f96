//! Compares what subscribers and page readers see of an event: everything except its `x-` keys.
//!
//! Two states of an [`Event`] that differ only in `x-` keys compare as equal. Two that differ may still have identical VEVENTs, which only
//! rendering can show.

use super::{Details, Event, Override, Schedule, Series};
use crate::own_keys::OwnKeys;

impl Event {
    /// Whether everything except the `x-` keys is equal.
    pub(crate) fn shows_same_as(&self, other: &Self) -> bool {
        self == other || self.without_own_keys() == other.without_own_keys()
    }

    /// Returns the event without its `x-` keys, and without the overrides that only have such keys.
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
