//! Reads the bytes of an iCalendar file as a tree of components.
//!
//! Lines are unfolded as bytes, because some programs fold in the middle of a character. The parser of the `icalendar` crate reads each content
//! line; a line that it refuses is noted and left out, and reading continues. Sections: [RFC 5545 §3.1] (content lines, folding), [§3.4] (VCALENDAR).
//!
//! [RFC 5545 §3.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.1
//! [§3.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.4

use super::super::account::Ledger;

/// A component, such as a VEVENT.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    /// In capitals.
    pub(super) name: String,
    /// The line of its BEGIN, counted from 1.
    pub(super) line: usize,
    /// In the order of the file.
    pub(super) properties: Vec<Property>,
    pub(super) components: Vec<Component>,
}

/// A property, such as `SUMMARY`.
#[derive(Clone, Debug, Default)]
pub(super) struct Property {
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals, with their values without quotes.
    pub(super) parameters: Vec<(String, String)>,
    /// Unfolded, and still escaped.
    pub(super) value: String,
    /// The line in which it begins, counted from 1.
    pub(super) line: usize,
}

impl Component {
    /// The first property with a name.
    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|it| it.name == name)
    }

    /// All properties with a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |it| it.name == name)
    }
}

impl Property {
    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        let found = parameters.find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value as text, without the escapes of [RFC 5545 §3.3.11](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11).
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut characters = self.value.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => match characters.next() {
                    Some('n' | 'N') => text.push('\n'),
                    Some(other) => text.push(other),
                    None => text.push('\\'),
                },
                other => text.push(other),
            }
        }
        text
    }
}

/// Reads all VCALENDARs of a file, and notes each component and property in the ledger.
///
/// # Errors
/// There is no VCALENDAR, with what was found instead.
pub(super) fn read(bytes: &[u8], ledger: &mut Ledger) -> Result<Vec<Component>, String> {
    let text = String::from_utf8_lossy(bytes);
    let mut open: Vec<Component> = Vec::new();
    let mut calendars = Vec::new();
    for (line, text) in unfolded(&text) {
        let Some((head, value)) = text.split_once(':') else {
            continue;
        };
        match (head.to_ascii_uppercase().as_str(), value) {
            ("BEGIN", name) => {
                let name = name.trim().to_ascii_uppercase();
                ledger.component(line, &name);
                open.push(Component {
                    name,
                    line,
                    ..Component::default()
                });
            }
            ("END", _) => {
                let Some(done) = open.pop() else { continue };
                match open.last_mut() {
                    Some(parent) => parent.components.push(done),
                    None => calendars.push(done),
                }
            }
            _ => {
                let mut parts = head.split(';');
                let name = parts.next().unwrap_or_default().to_ascii_uppercase();
                ledger.property(line, &name);
                let parameters = parts.filter_map(|part| part.split_once('='));
                let parameters = parameters
                    .map(|(name, value)| (name.to_ascii_uppercase(), value.replace('"', "")));
                let property = Property {
                    name,
                    parameters: parameters.collect(),
                    value: value.to_owned(),
                    line,
                };
                if let Some(component) = open.last_mut() {
                    component.properties.push(property);
                }
            }
        }
    }
    if calendars.is_empty() {
        return Err("no calendar was found in it".to_owned());
    }
    Ok(calendars)
}

/// Returns each content line with the number of its first line.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ => lines.push((index + 1, line.to_owned())),
        }
    }
    lines
}
