//! What a generated file has, before it is written: values with the ways in which YAML can write them.
//!
//! Absent: positions and layout, which `writer` chooses.

/// A value of a generated file.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The name of its anchor.
    pub(crate) anchor: Option<String>,
    pub(crate) kind: Kind,
}

/// The kinds of values.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A scalar that is written as it is: a date, a number, `true`.
    Bare(String),
    /// A text, in any style that can write it.
    Text(String),
    Map(Vec<(String, Node)>),
    List(Vec<Node>),
    /// The name of the anchor.
    Alias(String),
}

impl Node {
    pub(crate) fn bare(text: &str) -> Self {
        Kind::Bare(text.to_owned()).into()
    }

    pub(crate) fn text(text: &str) -> Self {
        Kind::Text(text.to_owned()).into()
    }

    pub(crate) fn alias(name: &str) -> Self {
        Kind::Alias(name.to_owned()).into()
    }

    pub(crate) fn map(entries: Vec<(&str, Node)>) -> Self {
        let owned = entries
            .into_iter()
            .map(|(key, node)| (key.to_owned(), node));
        Kind::Map(owned.collect()).into()
    }

    pub(crate) fn texts(texts: &[&str]) -> Self {
        Kind::List(texts.iter().map(|text| Self::text(text)).collect()).into()
    }

    pub(crate) fn anchored(self, name: &str) -> Self {
        Self {
            anchor: Some(name.to_owned()),
            ..self
        }
    }

    /// The value of a key, if it is a mapping that has it.
    pub(crate) fn at(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Map(entries) => entries.iter().find(|(it, _)| it == key).map(|(_, it)| it),
            _ => None,
        }
    }
}

impl From<Kind> for Node {
    fn from(kind: Kind) -> Self {
        Self { anchor: None, kind }
    }
}
