//! Finds unknown keys of one mapping that would become the same key.
//!
//! [`UnknownKey::problem`] takes the meaning of each key from [`super::unknown_keys`]. If two keys would become one, neither has an exact
//! repair, because one value would be lost.

use super::node::{Content, Node};
use super::unknown_keys::UnknownKey;
use crate::diagnostic::{Certainty, Edit, Problem, Repair};

impl UnknownKey<'_> {
    pub(super) fn problem(&self) -> Problem {
        let problem = self.problem_alone();
        let is_exact = |repair: &Repair| repair.certainty == Certainty::Exact;
        let keys: Vec<&str> = problem
            .repairs()
            .iter()
            .filter(|repair| is_exact(repair))
            .flat_map(|repair| keys_of(&repair.edit))
            .collect();
        if keys.is_empty() || !self.is_contested(&keys) {
            return problem;
        }
        problem.in_doubt()
    }

    /// Whether another unknown key of the mapping would become one of `keys` too.
    fn is_contested(&self, keys: &[&str]) -> bool {
        let others = self.holder.into_iter().flat_map(Node::entries);
        let mut others = others.filter_map(|entry| Some((entry.0.text()?, entry)));
        others.any(|(name, entry)| {
            if name == self.name || self.known.contains(&name) {
                return false;
            }
            let holder = Node {
                content: Content::Mapping(vec![entry.clone()]),
                bytes: entry.0.bytes.clone(),
                size: 0,
                text_size: 0,
                properties: None,
            };
            let other = UnknownKey {
                name,
                known: self.known,
                holder: Some(&holder),
                text: self.text,
            };
            let problem = other.problem_alone();
            let mut repairs = problem.repairs().iter();
            repairs.any(|repair| keys_of(&repair.edit).any(|key| keys.contains(&key)))
        })
    }
}

/// Returns the keys that an edit of a key writes.
fn keys_of(edit: &Edit) -> impl Iterator<Item = &str> {
    let yaml = match edit {
        Edit::Key(yaml) | Edit::Entry(yaml) => yaml.as_str(),
        _ => "",
    };
    let keys = yaml.lines().map(|line| line.split(':').next());
    keys.map(|key| key.unwrap_or_default().trim())
}
