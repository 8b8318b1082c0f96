//! The values that templates see: named fields and `x-` keys.
//!
//! [`with_fields`] combines a struct, other values and the `x-` keys of the file. An `x-` key that the file does not have is null, like every
//! other missing value. The text of an `x-` key is escaped like any other text. Each caller decides which fields there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Serde, Value};
use serde::Serialize;

use crate::own_keys::{OwnKeys, PREFIX};

/// Fields by name.
#[derive(Debug)]
struct Fields(BTreeMap<Value, Value>);

impl Object for Fields {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let found = self.0.get(key).cloned();
        found.or_else(|| own(key.as_str()?, None))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.keys().cloned().collect())
    }
}

/// Returns the fields of a struct, combined with other fields and the `x-` keys.
pub(super) fn with_fields<const N: usize>(
    source: &impl Serialize,
    others: [(&'static str, Value); N],
    own_keys: &OwnKeys,
) -> Value {
    let source = Value::from(Serde(source));
    let keys = source.try_iter().into_iter().flatten();
    let fields = keys.filter_map(|key| {
        let value = source.get_item(&key).ok()?;
        Some((key, value))
    });
    let others = others.map(|(key, value)| (Value::from(key), value));
    let own_keys = own_keys
        .iter()
        .map(|(name, value)| (Value::from(name), Value::from(Serde(value))));
    Value::from_object(Fields(fields.chain(others).chain(own_keys).collect()))
}

/// Returns the value of an `x-` key, or null if the file does not have it; `None` if `name` does not begin with `x-`.
pub(super) fn own(name: &str, value: Option<&serde_json::Value>) -> Option<Value> {
    let value = || value.map_or(Value::from(()), |value| Value::from(Serde(value)));
    name.starts_with(PREFIX).then(value)
}
