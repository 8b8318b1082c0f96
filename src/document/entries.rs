//! Reads the shapes for which serde cannot derive a reader: the top of the file, a mapping in its order, a value that may be absent, a list
//! or `none`, and a reason or `true`.
//!
//! serde calls them to read [`Document`], [`Entries`], [`Present`], [`Items`] and [`Words`]. A key that appears twice is refused, and the
//! order of the file is kept. Validation finds what the values mean.

use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{
    Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::Document;

/// The keys at the top of a file. A key that begins with `x-` is allowed too and ignored: people keep anchors there.
pub(super) const TOP: &[&str] = &["calendar", "include", "defaults", "groups", "events"];

/// The keys of an event and of its changes. A line that begins with one of them was probably not meant as text.
pub(super) const OF_EVENTS: [&str; 33] = [
    "allow",
    "also",
    "cancelled",
    "changes",
    "contact",
    "count",
    "description",
    "duration",
    "end",
    "format",
    "group",
    "groups",
    "id",
    "image",
    "join",
    "language",
    "links",
    "location",
    "moved_to",
    "price",
    "reason",
    "repeats",
    "shows_as",
    "sign_up",
    "skipped",
    "start",
    "status",
    "tags",
    "talks",
    "timezone",
    "title",
    "until",
    "url",
];

/// The keys of free text. A character with a meaning in YAML was probably meant as text there.
pub(super) const FREE_TEXT: [&str; 11] = [
    "abstract",
    "cancelled",
    "description",
    "location",
    "name",
    "price",
    "reason",
    "skipped",
    "speakers",
    "tags",
    "title",
];

/// The keys of text that may have several lines, quotes and commas.
pub(super) const MARKDOWN: [&str; 2] = ["abstract", "description"];

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Top;

        impl<'de> Visitor<'de> for Top {
            type Value = Document;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping with `calendar` and `events`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
                let (mut calendar, mut include, mut defaults) = (None, None, None);
                let (mut groups, mut events) = (None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "calendar" if calendar.is_none() => calendar = Some(map.next_value()?),
                        "include" if include.is_none() => include = Some(map.next_value()?),
                        "defaults" if defaults.is_none() => defaults = Some(map.next_value()?),
                        "groups" if groups.is_none() => groups = Some(map.next_value()?),
                        "events" if events.is_none() => events = Some(map.next_value()?),
                        key if key.starts_with("x-") => drop(map.next_value::<IgnoredAny>()?),
                        key => return Err(A::Error::unknown_field(key, TOP)),
                    }
                }
                Ok(Document {
                    calendar,
                    include: include.flatten().unwrap_or_default(),
                    defaults: defaults.flatten(),
                    groups: groups.flatten().unwrap_or_default(),
                    events: events.flatten().unwrap_or_default(),
                })
            }
        }

        deserializer.deserialize_map(Top)
    }
}

/// A mapping whose keys are chosen by the editor: groups by slug, changes by date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entries<T>(Vec<(String, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Entries<T> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same entries, in the order of their keys.
    pub(crate) fn sorted(mut self) -> Self {
        self.0.sort_by(|(one, _), (other, _)| one.cmp(other));
        self
    }

    pub(super) fn push(&mut self, key: String, value: T) {
        self.0.push((key, value));
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }

            fn visit_unit<E: Error>(self) -> Result<Entries<T>, E> {
                Ok(Entries::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
                let mut entries = Vec::new();
                let mut seen = BTreeSet::new();
                while let Some(key) = map.next_key::<String>()? {
                    if !seen.insert(key.clone()) {
                        return Err(A::Error::custom("a key appears twice"));
                    }
                    entries.push((key, map.next_value()?));
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

/// The value of a key that may be absent. Unlike `Option`, it reads a key with nothing after it as empty, not as absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Present<T>(Option<T>);

impl<T> Default for Present<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Deref for Present<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Present<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|value| Self(Some(value)))
    }
}

/// A list, the word `none`, or an empty value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Items<T> {
    Listed(Vec<T>),
    None,
    Nothing,
}

/// The name by which the reader of marked nodes recognises [`Items`], so that it can report that a list is expected.
pub(super) const ITEMS: &str = "calfeed::Items";

/// The name by which the reader of marked nodes recognises [`Words`].
pub(super) const WORDS: &str = "calfeed::Words";

/// The word that removes a value. Phones write the first word of a line with a capital.
pub(super) const NONE: [&str; 3] = ["none", "None", "NONE"];

/// Whether a value is the word `none`.
pub(crate) fn is_none(written: &str) -> bool {
    NONE.contains(&written)
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListOrNone<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ListOrNone<T> {
            type Value = Items<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                of: D,
            ) -> Result<Items<T>, D::Error> {
                of.deserialize_any(self)
            }

            fn visit_unit<E: Error>(self) -> Result<Items<T>, E> {
                Ok(Items::Nothing)
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Items<T>, E> {
                if is_none(word) {
                    return Ok(Items::None);
                }
                Err(E::invalid_type(Unexpected::Str(word), &self))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Items<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(Items::Listed(all))
            }
        }

        deserializer.deserialize_newtype_struct(ITEMS, ListOrNone(PhantomData))
    }
}

/// A reason in words, or just `true`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    Flag(bool),
    Reason(String),
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a reason in words, or `true`")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, of: D) -> Result<Words, D::Error> {
                of.deserialize_any(self)
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<Words, E> {
                Ok(Words::Flag(flag))
            }

            fn visit_unit<E: Error>(self) -> Result<Words, E> {
                Ok(Words::Reason(String::new()))
            }

            fn visit_str<E: Error>(self, reason: &str) -> Result<Words, E> {
                Ok(Words::Reason(reason.to_owned()))
            }
        }

        deserializer.deserialize_newtype_struct(WORDS, Either)
    }
}
