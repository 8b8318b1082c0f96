//! Reads marked nodes into any struct that serde can read, and reports where a value cannot be read.
//!
//! [`read`] takes a [`Node`] and the holes to skip, and returns a value or the first [`Fault`] with its path. Scalars are text, except the
//! nulls and booleans of the YAML 1.2 core schema and the numbers in keys of the user's own. Aliases that grow without end are refused.
//! [`super::recover`] continues after a fault.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt;
use std::rc::Rc;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use super::entries::{ITEMS, WORDS, is_none};
use super::limits::{self, MOST_EXPANDED};
use super::node::{Content, Entry, Node};
use super::seen_keys::SeenKeys;
use super::shape::shape_of;
use super::stray_marks::{flag_as_reason, stray_mark};
use crate::diagnostic::{Path, Problem, Segment, Shape, ShapeFinding, Side, Wanted};
use crate::own_keys::{DATA, number};

/// Reads the value of `node`, which is at `path`.
pub(super) fn read<T: DeserializeOwned>(
    node: &Rc<Node>,
    path: &Path,
    holes: &HashSet<Path>,
) -> Result<T, Fault> {
    let walk = Walk {
        base: path,
        steps: RefCell::new(Vec::new()),
        holes,
        nodes: Cell::new(0),
    };
    drops_nothing(node)?;
    T::deserialize(Reader {
        node: Some(node),
        walk: &walk,
    })
}

/// Refuses a node if YAML drops a part of it that was probably meant as text.
fn drops_nothing(node: &Node) -> Result<(), Fault> {
    node.drops()
        .map_or(Ok(()), |problem| Err(Fault::new(Cause::Problem(problem))))
}

pub(super) fn extended(path: &Path, segment: Segment) -> Path {
    path.iter().cloned().chain([segment]).collect()
}

/// Why a reader stops.
#[derive(Debug)]
pub(super) enum Cause {
    Problem(Problem),
    /// A key, and the keys that are known.
    UnknownKey(String, &'static [&'static str]),
    DuplicateKey,
    WrongType(Wanted),
}

/// Where a reader stops, and why.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) cause: Cause,
    pub(super) place: Option<(Path, Side)>,
    /// Whether reading again, without the value that is wrong, can help.
    pub(super) repeatable: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.cause)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    fn new(cause: Cause) -> Self {
        Self {
            cause,
            place: None,
            repeatable: true,
        }
    }

    fn of(finding: ShapeFinding) -> Self {
        Self::new(Cause::Problem(finding.into()))
    }

    /// Adds the place, unless a reader further in has added it.
    fn at(mut self, walk: &Walk<'_>, side: Side) -> Self {
        if self.place.is_none() {
            self.place = Some((walk.path(), side));
        }
        self
    }
}

impl Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let words = message.to_string();
        Self::of(ShapeFinding::Unreadable { words })
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self::new(Cause::UnknownKey(name.to_owned(), known))
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self::new(Cause::DuplicateKey)
    }
}

/// Where the reader is, and which parts it must skip.
struct Walk<'a> {
    /// The path at which reading began.
    base: &'a Path,
    /// The steps from `base` to the node that is being read.
    steps: RefCell<Vec<Step<'a>>>,
    holes: &'a HashSet<Path>,
    nodes: Cell<usize>,
}

/// A segment of a path, borrowed.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl Walk<'_> {
    fn path(&self) -> Path {
        let steps = self.steps.borrow();
        let steps = steps.iter().map(|step| match step {
            Step::Key(key) => Segment::Key((*key).to_owned()),
            Step::Index(index) => Segment::Index(*index),
        });
        self.base.iter().cloned().chain(steps).collect()
    }

    fn is_hole(&self) -> bool {
        !self.holes.is_empty() && self.holes.contains(&self.path())
    }

    /// Whether the value of a key of this mapping must be skipped.
    fn is_hole_below(&self, key: &str) -> bool {
        !self.holes.is_empty() && self.holes.contains(&self.below(key))
    }

    /// Refuses marks around a whole value that YAML takes for a part of it.
    fn refuse_stray_marks(&self, node: Option<&Rc<Node>>) -> Result<(), Fault> {
        let Some(Content::Scalar { text, plain: true }) = node.map(|node| &node.content) else {
            return Ok(());
        };
        let steps = self.steps.borrow();
        let keys = steps.iter().filter_map(|step| match step {
            Step::Key(key) => Some(*key),
            Step::Index(_) => None,
        });
        let problem = flag_as_reason(text, &keys).or_else(|| stray_mark(text, &keys));
        problem.map_or(Ok(()), |problem| Err(Fault::new(Cause::Problem(problem))))
    }

    fn below(&self, key: &str) -> Path {
        extended(&self.path(), Segment::Key(key.to_owned()))
    }
}

/// Reads one node. `None` is a hole, which is read as an empty value.
#[derive(Clone, Copy)]
struct Reader<'a> {
    node: Option<&'a Rc<Node>>,
    walk: &'a Walk<'a>,
}

impl<'a> Reader<'a> {
    /// Reads the node one step further in.
    fn step<T>(
        self,
        step: Step<'a>,
        read: impl FnOnce(Reader<'a>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.walk.steps.borrow_mut().push(step);
        let node = self.node.filter(|_| !self.walk.is_hole());
        let reader = Reader {
            node,
            walk: self.walk,
        };
        let result = node
            .map_or(Ok(()), |node| drops_nothing(node))
            .and_then(|()| self.walk.refuse_stray_marks(node))
            .and_then(|()| read(reader))
            .map_err(|fault| fault.at(self.walk, Side::Value));
        self.walk.steps.borrow_mut().pop();
        result
    }

    fn count(self) -> Result<(), Fault> {
        self.walk.nodes.set(self.walk.nodes.get() + 1);
        if self.walk.nodes.get() <= MOST_EXPANDED {
            return Ok(());
        }
        Err(Fault {
            repeatable: false,
            ..Fault::new(Cause::Problem(limits::too_many_expanded()))
        })
    }

    fn wrong(self, wanted: Wanted) -> Fault {
        if self.node.is_some() {
            return Fault::new(Cause::WrongType(wanted));
        }
        let found = Shape::Nothing;
        Fault::of(ShapeFinding::WrongType { wanted, found })
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.count()?;
        match self.node.map(|node| &node.content) {
            None => visitor.visit_unit(),
            Some(Content::Sequence(_)) => self.deserialize_seq(visitor),
            Some(Content::Mapping(_)) => self.deserialize_map(visitor),
            Some(Content::Scalar { text, plain: true }) => match text.as_str() {
                "" | "~" | "null" | "Null" | "NULL" => visitor.visit_unit(),
                "true" | "True" | "TRUE" => visitor.visit_bool(true),
                "false" | "False" | "FALSE" => visitor.visit_bool(false),
                text => visitor.visit_str(text),
            },
            Some(Content::Scalar { text, .. }) => visitor.visit_str(text),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.count()?;
        match self.node.map(|node| &node.content) {
            None => visitor.visit_str(""),
            Some(Content::Scalar { text, .. }) => visitor.visit_str(text),
            Some(Content::Sequence(_) | Content::Mapping(_)) => Err(self.wrong(Wanted::Text)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.node.is_none_or(|node| node.is_null()) {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.count()?;
        let items: &[Rc<Node>] = match self.node.map(|node| &node.content) {
            None => &[],
            Some(Content::Sequence(items)) => items,
            Some(_) if self.node.is_some_and(|node| node.is_null()) => &[],
            Some(Content::Scalar { .. } | Content::Mapping(_)) => {
                return Err(self.wrong(Wanted::List));
            }
        };
        visitor.visit_seq(Items {
            all: items,
            next: 0,
            walk: self.walk,
        })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.count()?;
        let entries = match self.node.map(|node| &node.content) {
            None => &[],
            Some(Content::Mapping(entries)) => entries.as_slice(),
            Some(_) if self.node.is_some_and(|node| node.is_null()) => &[],
            Some(Content::Scalar { .. } | Content::Sequence(_)) => {
                return Err(self.wrong(Wanted::Lines));
            }
        };
        let mut seen = SeenKeys::default();
        for (key, _) in entries {
            let Some(name) = key.text() else {
                let found = shape_of(key);
                return Err(Fault::of(ShapeFinding::KeyNotText { found }));
            };
            // A key that appears twice is a fault of the second one, unless the key is a hole and both are skipped.
            if !seen.insert(name) && !self.walk.is_hole_below(name) {
                let mut fault = Fault::new(Cause::DuplicateKey);
                fault.place = Some((self.walk.below(name), Side::LaterKey(1)));
                return Err(fault);
            }
        }
        visitor.visit_map(Pairs {
            entries: entries.iter(),
            value: None,
            walk: self.walk,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    /// Reads [`WORDS`] and [`ITEMS`] as their shapes, and [`DATA`], a value of the user's own keys, with its numbers.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let content = self.node.map(|node| &node.content);
        if name == WORDS {
            return match content {
                Some(Content::Sequence(_) | Content::Mapping(_)) => Err(self.wrong(Wanted::Reason)),
                Some(Content::Scalar { .. }) | None => self.deserialize_any(visitor),
            };
        }
        if name == ITEMS {
            let is_word = |node: &&Rc<Node>| node.is_null() || node.text().is_some_and(is_none);
            return match self.node.filter(is_word) {
                Some(_) => self.deserialize_any(visitor),
                None => self.deserialize_seq(visitor),
            };
        }
        let number = match content {
            Some(Content::Scalar { text, plain: true }) if name == DATA => number(text),
            _ => None,
        };
        let Some(number) = number else {
            return self.deserialize_any(visitor);
        };
        self.count()?;
        match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => visitor.visit_i64(number),
            (_, Some(number), _) => visitor.visit_u64(number),
            (_, _, number) => visitor.visit_f64(number.unwrap_or_default()),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple
        tuple_struct enum identifier ignored_any
    }
}

/// The items of a list, for serde.
struct Items<'a> {
    all: &'a [Rc<Node>],
    next: usize,
    walk: &'a Walk<'a>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some(node) = self.all.get(self.next) else {
            return Ok(None);
        };
        let index = self.next;
        self.next += 1;
        let reader = Reader {
            node: Some(node),
            walk: self.walk,
        };
        reader
            .step(Step::Index(index), |reader| seed.deserialize(reader))
            .map(Some)
    }
}

/// The entries of a mapping, for serde.
struct Pairs<'a> {
    entries: std::slice::Iter<'a, Entry>,
    value: Option<(&'a str, &'a Rc<Node>)>,
    walk: &'a Walk<'a>,
}

impl<'de> MapAccess<'de> for Pairs<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        let walk = self.walk;
        let next = self.entries.find_map(|(key, value)| {
            let name = key.text().unwrap_or_default();
            (!walk.is_hole_below(name)).then_some((key, name, value))
        });
        let Some((key, name, value)) = next else {
            return Ok(None);
        };
        let at_key = |mut fault: Fault| {
            let place = || (walk.below(name), Side::Key);
            fault.place.get_or_insert_with(place);
            fault
        };
        drops_nothing(key).map_err(at_key)?;
        self.value = Some((name, value));
        let key: StrDeserializer<'_, Fault> = name.into_deserializer();
        seed.deserialize(key).map(Some).map_err(at_key)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let Some((name, node)) = self.value.take() else {
            return Err(Fault::custom("a value was asked for before its key"));
        };
        let reader = Reader {
            node: Some(node),
            walk: self.walk,
        };
        reader.step(Step::Key(name), |reader| seed.deserialize(reader))
    }
}
