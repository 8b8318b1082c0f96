//! Marked nodes → the document as far as it can be read, and a diagnostic for each fault of shape.
//!
//! In: a [`Tree`]. Out: a [`Recovered`]. Each fault is reported at its own place and then read as if it were empty, until
//! nothing is left to report; so one mistake hides no other. Guaranteed: the same structs read here as in the typed pass;
//! what stands under a fault is reported once, not again as missing. Absent: meaning.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::rc::Rc;

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use super::tree::{Content, Node};
use super::{Document, Tree, entries};
use crate::diagnostic::{Diagnostic, Kind, Path, Place, Problem, Segment, Severity, Side};
use crate::value::shown;

/// How many nodes one entry of the file may come to, aliases followed.
const MOST_NODES: usize = 100_000;

/// A document, perhaps with holes.
#[derive(Debug)]
pub(crate) struct Recovered {
    pub(crate) document: Document,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What could not be read; nothing more is to be said of these, or of what is in them.
    holes: HashSet<Path>,
}

impl Recovered {
    pub(super) fn whole(document: Document) -> Self {
        Self {
            document,
            diagnostics: Vec::new(),
            holes: HashSet::new(),
        }
    }

    /// Whether `path` lies in a part that could not be read.
    pub(crate) fn is_hole(&self, path: &[Segment]) -> bool {
        !self.holes.is_empty()
            && (0..=path.len()).any(|length| path.get(..length).is_some_and(|path| self.holes.contains(path)))
    }
}

/// Reads a whole tree.
pub(super) fn read(tree: &Tree) -> Recovered {
    let mut faults = Faults::default();
    let mut document = Document::default();
    let root = tree.root();
    if !matches!(root.content, Content::Mapping(_)) {
        let wanted = "a mapping with `calendar` and `events`";
        faults.report(wrong_type(root, wanted), Vec::new(), Side::Value);
    }
    faults.duplicates(root, &Vec::new());
    for (key, value) in root.entries() {
        let name = key.text().unwrap_or_default();
        let path = vec![Segment::Key(name.to_owned())];
        match name {
            "calendar" => document.calendar = faults.collect(value, path),
            "groups" => {
                for (id, group, path) in faults.mapping(value, path) {
                    document.groups.push(id, faults.collect(group, path));
                }
            }
            "events" => document.events = faults.sequence(value, path),
            name if name.starts_with("x-") => {}
            name => faults.report(unknown_key(name, entries::TOP), path, Side::Key),
        }
    }
    Recovered {
        document,
        diagnostics: faults.diagnostics,
        holes: faults.holes,
    }
}

#[derive(Default)]
struct Faults {
    diagnostics: Vec<Diagnostic>,
    holes: HashSet<Path>,
}

impl Faults {
    fn report(&mut self, problem: Problem, path: Path, side: Side) {
        self.holes.insert(path.clone());
        let place = Place { path, side };
        self.diagnostics.push(Diagnostic::new(Severity::Error, problem, place));
    }

    /// Reads one value, again and again without what was wrong with it.
    fn collect<T: DeserializeOwned + Default>(&mut self, node: &Rc<Node>, path: Path) -> T {
        loop {
            let walk = Walk {
                path: RefCell::new(path.clone()),
                holes: &self.holes,
                nodes: Cell::new(0),
            };
            let fault = match T::deserialize(Reader { node: Some(node), walk: &walk }) {
                Ok(value) => return value,
                Err(fault) => fault,
            };
            let (fault_path, side) = fault.place.unwrap_or_else(|| (path.clone(), Side::Value));
            if !fault.repeatable || self.holes.contains(&fault_path) {
                if !self.holes.contains(&path) {
                    self.report(fault.problem, path, Side::Value);
                }
                return T::default();
            }
            self.report(fault.problem, fault_path, side);
        }
    }

    /// Reads a list, each item by itself.
    fn sequence<T: DeserializeOwned + Default>(&mut self, node: &Rc<Node>, path: Path) -> Vec<T> {
        match &node.content {
            Content::Sequence(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| self.collect(item, extended(&path, Segment::Index(index))))
                .collect(),
            _ if node.is_null() => Vec::new(),
            Content::Scalar { .. } | Content::Mapping(_) => {
                self.report(wrong_type(node, "a list, each item of which begins with `-`"), path, Side::Value);
                Vec::new()
            }
        }
    }

    /// Takes a mapping apart.
    fn mapping<'a>(&mut self, node: &'a Rc<Node>, path: Path) -> Vec<(String, &'a Rc<Node>, Path)> {
        if !matches!(node.content, Content::Mapping(_)) {
            if !node.is_null() {
                self.report(wrong_type(node, "a mapping"), path, Side::Value);
            }
            return Vec::new();
        }
        self.duplicates(node, &path);
        let entries = node.entries().into_iter().filter_map(|(key, value)| {
            let name = key.text()?.to_owned();
            let path = extended(&path, Segment::Key(name.clone()));
            Some((name, value, path))
        });
        let mut seen = BTreeSet::new();
        entries.filter(|(name, ..)| seen.insert(name.clone())).collect()
    }

    fn duplicates(&mut self, node: &Node, path: &Path) {
        let mut seen = BTreeSet::new();
        for (key, _) in node.entries() {
            let name = key.text().unwrap_or_default();
            if !seen.insert(name) {
                let problem = Problem::new(Kind::DuplicateKey, format!("`{}` stands twice here", shown(name)))
                    .help("keep one of the two");
                let place = Place {
                    path: extended(path, Segment::Key(name.to_owned())),
                    side: Side::Key,
                };
                self.diagnostics.push(Diagnostic::new(Severity::Error, problem, place));
            }
        }
    }
}

fn extended(path: &Path, segment: Segment) -> Path {
    path.iter().cloned().chain([segment]).collect()
}

fn unknown_key(name: &str, known: &[&str]) -> Problem {
    let problem = Problem::new(Kind::UnknownKey, format!("`{}` is no key that is known here", shown(name)));
    match crate::spelling::closest(name, known.iter().copied()) {
        Some(closest) => problem.help(format!("did you mean `{closest}`?")),
        None => problem.help(format!("the keys are {}", listed(known))),
    }
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn wrong_type(node: &Node, wanted: &str) -> Problem {
    let found = match &node.content {
        Content::Scalar { .. } if node.is_null() => "nothing".to_owned(),
        Content::Scalar { text, .. } => format!("`{}`", shown(text)),
        Content::Sequence(_) => "a list".to_owned(),
        Content::Mapping(_) => "a mapping".to_owned(),
    };
    Problem::new(Kind::WrongType, format!("{found}, where {wanted} is meant"))
}

/// What a reader says when it stops.
#[derive(Debug)]
struct Fault {
    problem: Problem,
    place: Option<(Path, Side)>,
    repeatable: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    fn new(problem: Problem) -> Self {
        Self {
            problem,
            place: None,
            repeatable: true,
        }
    }

    /// Says where it happened, unless something further in has said so.
    fn at(mut self, walk: &Walk<'_>, side: Side) -> Self {
        if self.place.is_none() {
            self.place = Some((walk.path.borrow().clone(), side));
        }
        self
    }
}

impl Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Problem::new(Kind::WrongType, message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(Problem::new(Kind::WrongType, format!("{}, where {wanted} is meant", plain(found))))
    }

    fn invalid_value(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::invalid_type(found, wanted)
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self::new(unknown_key(name, known))
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new(
            Problem::new(Kind::DuplicateKey, format!("`{name}` stands twice here")).help("keep one of the two"),
        )
    }
}

fn plain(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(found) => format!("`{found}`"),
        Unexpected::Unsigned(found) => format!("`{found}`"),
        Unexpected::Signed(found) => format!("`{found}`"),
        Unexpected::Str(found) => format!("`{}`", shown(found)),
        Unexpected::Unit | Unexpected::Option => "nothing".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a mapping".to_owned(),
        found => found.to_string(),
    }
}

/// Where the reader is, and what it is to pass over.
struct Walk<'a> {
    path: RefCell<Path>,
    holes: &'a HashSet<Path>,
    nodes: Cell<usize>,
}

impl Walk<'_> {
    fn is_hole(&self) -> bool {
        !self.holes.is_empty() && self.holes.contains(&*self.path.borrow())
    }
}

/// Reads one node; none is a hole, which reads as whatever is empty.
#[derive(Clone, Copy)]
struct Reader<'a> {
    node: Option<&'a Rc<Node>>,
    walk: &'a Walk<'a>,
}

impl<'a> Reader<'a> {
    /// Goes a step further in.
    fn step<T>(self, segment: Segment, read: impl FnOnce(Reader<'a>) -> Result<T, Fault>) -> Result<T, Fault> {
        self.walk.path.borrow_mut().push(segment);
        let node = self.node.filter(|_| !self.walk.is_hole());
        let result = read(Reader { node, walk: self.walk }).map_err(|fault| fault.at(self.walk, Side::Value));
        self.walk.path.borrow_mut().pop();
        result
    }

    fn count(self) -> Result<(), Fault> {
        self.walk.nodes.set(self.walk.nodes.get() + 1);
        if self.walk.nodes.get() <= MOST_NODES {
            return Ok(());
        }
        let problem = Problem::new(Kind::Syntax, "aliases that grow without end")
            .help("write the value out where it is needed");
        Err(Fault {
            repeatable: false,
            ..Fault::new(problem)
        })
    }

    fn wrong(self, wanted: &dyn Expected) -> Fault {
        match self.node {
            Some(node) => Fault::new(wrong_type(node, &wanted.to_string())),
            None => Fault::new(Problem::new(Kind::WrongType, format!("nothing, where {wanted} is meant"))),
        }
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
            Some(Content::Sequence(_) | Content::Mapping(_)) => Err(self.wrong(&"text")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.count()?;
        match self.node.map(|node| &node.content) {
            Some(Content::Scalar { text, plain: true }) => match text.parse() {
                Ok(number) => visitor.visit_u32(number),
                Err(_) => Err(self.wrong(&"a whole number")),
            },
            _ => Err(self.wrong(&"a whole number")),
        }
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
            Some(Content::Scalar { .. } | Content::Mapping(_)) => return Err(self.wrong(&"a list, `[…]` or lines that begin with `-`,")),
        };
        visitor.visit_seq(Items { items, next: 0, walk: self.walk })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.count()?;
        let entries = match self.node.map(|node| &node.content) {
            None => Vec::new(),
            Some(Content::Mapping(_)) => self.node.map(|node| node.entries()).unwrap_or_default(),
            Some(_) if self.node.is_some_and(|node| node.is_null()) => Vec::new(),
            Some(Content::Scalar { .. } | Content::Sequence(_)) => return Err(self.wrong(&"a mapping, `key: value`,")),
        };
        let mut seen = BTreeSet::new();
        for (key, _) in &entries {
            let Some(name) = key.text() else {
                return Err(Reader { node: Some(key), walk: self.walk }.wrong(&"the name of a key"));
            };
            let path = extended(&self.walk.path.borrow(), Segment::Key(name.to_owned()));
            // Reading a key twice is a fault of the second; as a hole, the key is passed over altogether.
            if !seen.insert(name) && !self.walk.holes.contains(&path) {
                let mut fault = Fault::new(
                    Problem::new(Kind::DuplicateKey, format!("`{}` stands twice here", shown(name)))
                        .help("keep one of the two"),
                );
                fault.place = Some((path, Side::Key));
                return Err(fault);
            }
        }
        visitor.visit_map(Pairs { entries: entries.into_iter(), value: None, walk: self.walk })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple
        tuple_struct enum identifier ignored_any
    }
}

struct Items<'a> {
    items: &'a [Rc<Node>],
    next: usize,
    walk: &'a Walk<'a>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(node) = self.items.get(self.next) else {
            return Ok(None);
        };
        let index = self.next;
        self.next += 1;
        let reader = Reader { node: Some(node), walk: self.walk };
        reader.step(Segment::Index(index), |reader| seed.deserialize(reader)).map(Some)
    }
}

struct Pairs<'a> {
    entries: std::vec::IntoIter<(&'a Rc<Node>, &'a Rc<Node>)>,
    value: Option<(String, &'a Rc<Node>)>,
    walk: &'a Walk<'a>,
}

impl<'de> MapAccess<'de> for Pairs<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let walk = self.walk;
        let next = self.entries.find_map(|(key, value)| {
            let name = key.text().unwrap_or_default().to_owned();
            let path = extended(&walk.path.borrow(), Segment::Key(name.clone()));
            (!walk.holes.contains(&path)).then_some((name, value, path))
        });
        let Some((name, value, path)) = next else {
            return Ok(None);
        };
        let key: StringDeserializer<Fault> = name.clone().into_deserializer();
        self.value = Some((name, value));
        seed.deserialize(key).map(Some).map_err(|mut fault| {
            fault.place.get_or_insert((path, Side::Key));
            fault
        })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let Some((name, node)) = self.value.take() else {
            return Err(Fault::custom("a value was asked for before its key"));
        };
        let reader = Reader { node: Some(node), walk: self.walk };
        reader.step(Segment::Key(name), |reader| seed.deserialize(reader))
    }
}
