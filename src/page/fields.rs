//! A thing as a template sees it: its fields by name, and the keys of the user's own.
//!
//! In: a struct, and values that are made already. Out: a [`Value`]. Guaranteed: a key of the user's own that the file does not have is
//! null, as all that may be missing is; its text is text, and escaped as any other. Absent: what the fields are.

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

/// Returns the fields of a struct together with other fields and the keys of the user's own.
pub(super) fn with_fields<const N: usize>(
    said: &impl Serialize,
    made: [(&'static str, Value); N],
    own_keys: &OwnKeys,
) -> Value {
    let said = Value::from(Serde(said));
    let keys = said.try_iter().into_iter().flatten();
    let fields = keys.filter_map(|key| {
        let value = said.get_item(&key).ok()?;
        Some((key, value))
    });
    let made = made.map(|(key, value)| (Value::from(key), value));
    let own_keys = own_keys
        .iter()
        .map(|(name, value)| (Value::from(name), Value::from(Serde(value))));
    Value::from_object(Fields(fields.chain(made).chain(own_keys).collect()))
}

/// Returns the value of a key of the user's own, which is null where the file does not have it; none if `name` is no such key.
pub(super) fn own(name: &str, value: Option<&serde_json::Value>) -> Option<Value> {
    let value = || value.map_or(Value::from(()), |value| Value::from(Serde(value)));
    name.starts_with(PREFIX).then(value)
}
