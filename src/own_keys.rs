//! Keeps the keys of users, which begin with `x-` and can have any YAML value.
//!
//! Templates and `events.json` show [`OwnKeys`]; feeds and built-in pages do not. A value is the JSON equivalent of the YAML, and no
//! character of a scalar is lost: `12` is a number, while `12.50`, `007` and `2026-05-07` are strings, because a number would be written
//! differently. In a file with tabs, which only the second YAML reader accepts, a number keeps only its value.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::value::StrDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde_json::{Map, Number, Value};

/// The prefix of these keys.
pub(crate) const PREFIX: &str = "x-";

/// The name by which calfeed's own deserializer recognises [`Data`], to distinguish `12` from `"12"`.
pub(crate) const DATA: &str = "calfeed::Data";

/// The `x-` keys of one mapping, sorted by name. Cloning is cheap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnKeys(Option<Arc<BTreeMap<String, Arc<Value>>>>);

impl OwnKeys {
    /// No keys.
    pub(crate) const NONE: &'static Self = &Self(None);

    pub(crate) fn new(pairs: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self::default().with(pairs)
    }

    /// Returns these keys combined with others, which replace keys with the same name.
    pub(crate) fn with(&self, pairs: impl IntoIterator<Item = (String, Value)>) -> Self {
        let mut pairs = pairs.into_iter().peekable();
        if pairs.peek().is_none() {
            return self.clone();
        }
        let mut all = self.0.as_deref().cloned().unwrap_or_default();
        all.extend(pairs.map(|(name, value)| (name, Arc::new(value))));
        Self(Some(Arc::new(all)))
    }

    /// Returns the value of a key, such as `x-price`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name).map(Arc::as_ref)
    }

    /// The keys with their values, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let pairs = self.0.iter().flat_map(|all| all.iter());
        pairs.map(|(name, value)| (name.as_str(), value.as_ref()))
    }

    /// Returns the approximate size as JSON, in bytes.
    pub(crate) fn size(&self) -> usize {
        self.iter()
            .map(|(name, value)| name.len() + size(value))
            .sum()
    }
}

/// Returns the approximate size of a value as JSON, in bytes.
fn size(value: &Value) -> usize {
    const MARKS: usize = 8;
    MARKS
        + match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => MARKS,
            Value::String(text) => text.len(),
            Value::Array(items) => items.iter().map(size).sum(),
            Value::Object(entries) => entries
                .iter()
                .map(|(key, value)| key.len() + size(value))
                .sum(),
        }
}

/// Returns the number that a plain scalar represents, if JSON writes the number with the same characters.
pub(crate) fn number(text: &str) -> Option<Number> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return None;
    }
    let number: Number = serde_json::from_str(text).ok()?;
    (number.to_string() == text).then_some(number)
}

/// The value of an `x-` key.
#[derive(Debug, Default)]
pub(crate) struct Data(pub(crate) Value);

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Data;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, of: D) -> Result<Data, D::Error> {
                of.deserialize_any(self)
            }

            fn visit_unit<E: Error>(self) -> Result<Data, E> {
                Ok(Data(Value::Null))
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<Data, E> {
                Ok(Data(flag.into()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Data, E> {
                Ok(Data(number.into()))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Data, E> {
                Ok(Data(number.into()))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Data, E> {
                Ok(Data(number.into()))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Data, E> {
                Ok(Data(text.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Data, A::Error> {
                let mut all = Vec::new();
                while let Some(Data(item)) = items.next_element()? {
                    all.push(item);
                }
                Ok(Data(all.into()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Data, A::Error> {
                let mut all = Map::new();
                while let Some((key, Data(value))) = entries.next_entry::<String, Data>()? {
                    all.insert(key, value);
                }
                Ok(Data(all.into()))
            }
        }

        deserializer.deserialize_newtype_struct(DATA, Any)
    }
}

/// A mapping without its `x-` keys, which are collected in `own`.
pub(crate) struct WithoutOwn<'a, A> {
    pub(crate) map: A,
    pub(crate) own: &'a mut Vec<(String, Value)>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for WithoutOwn<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        mut seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        loop {
            match self.map.next_key_seed(KeySeed(seed))? {
                None => return Ok(None),
                Some(Key::OfFormat(value)) => return Ok(Some(value)),
                Some(Key::Own(name, unused)) => {
                    let Data(value) = self.map.next_value()?;
                    self.own.push((name, value));
                    seed = unused;
                }
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A key deserialized by its seed; or an `x-` key, together with the unused seed.
enum Key<V, S> {
    OfFormat(V),
    Own(String, S),
}

struct KeySeed<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for KeySeed<S> {
    type Value = Key<S::Value, S>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for KeySeed<S> {
    type Value = Key<S::Value, S>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a key")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        if name.starts_with(PREFIX) {
            return Ok(Key::Own(name.to_owned(), self.0));
        }
        let name: StrDeserializer<'_, E> = name.into_deserializer();
        self.0.deserialize(name).map(Key::OfFormat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_only_if_json_writes_it_the_same_way() {
        for text in ["0", "12", "-3", "12.5", "9007199254740993"] {
            assert_eq!(number(text).map(|it| it.to_string()).as_deref(), Some(text));
        }
        for text in [
            "12.50",
            "007",
            "+1",
            "1e3",
            "0x1F",
            "1_000",
            ".5",
            "1.",
            "-",
            "12:30",
            "2026-05-07",
            "123456789012345678901234567890",
            "-0",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_later_key_takes_the_place_of_one_of_the_same_name() {
        let pair = |name: &str, value: i32| (name.to_owned(), Value::from(value));
        let of_event = OwnKeys::new([pair("x-a", 1), pair("x-b", 2)]);
        let of_change = of_event.with([pair("x-b", 3)]);
        let pairs: Vec<_> = of_change.iter().collect();
        assert_eq!(pairs, [("x-a", &1.into()), ("x-b", &3.into())]);
    }
}
