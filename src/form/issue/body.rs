//! Reads the answers from the body of an issue.
//!
//! GitHub writes `### Label`, an empty line, the answer and an empty line for each field in the order of the form, and `_No response_` for a field
//! that is empty. A heading that is no label of the form ends a field of one line, so a form may have more fields than calfeed knows.

use super::super::every_field;
use super::super::fields::{Field, Form, Input, WHAT};
use super::Fault;
use crate::visible::shown;

/// What GitHub writes for a field that is empty.
const NO_ANSWER: [&str; 3] = ["_No response_", "*No response*", "None"];

/// The answers of a filled-in form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) form: Form,
    /// The id and the label of each field that is filled in, with its answer, in the order of the form.
    filled: Vec<(&'static str, String, String)>,
}

impl Answers {
    /// Reads a body, whose lines end with line feeds.
    pub(super) fn read(body: &str) -> Result<Self, Fault> {
        let lines: Vec<&str> = body.lines().collect();
        let position = |form: Form, id: &str| {
            let fields = every_field(form);
            let field = fields.iter().find(|field| field.id == id)?;
            let is_heading = |line: &&str| is_heading(line, &field.label);
            lines.iter().position(is_heading)
        };
        let new_event = position(Form::NewEvent, "start").and(position(Form::NewEvent, "title"));
        // A description may have a heading of the other form.
        let form = match (position(Form::Change, WHAT), new_event) {
            (None, None) => return Err(Fault::NoForm),
            (Some(what), Some(title)) if title < what => Form::NewEvent,
            (Some(_), _) => Form::Change,
            (None, Some(_)) => Form::NewEvent,
        };
        let fields = every_field(form);
        let mut starts: Vec<(usize, &Field)> = Vec::new();
        for field in fields {
            let is_like = |line: &&&str| is_like_heading(line, &field.label);
            if lines.iter().filter(is_like).count() > 1 {
                return Err(Fault::Twice(field.label.clone()));
            }
            let Some(at) = lines.iter().position(|line| is_heading(line, &field.label)) else {
                continue;
            };
            if starts.last().is_some_and(|(before, _)| *before > at) {
                return Err(Fault::OutOfOrder(field.label.clone()));
            }
            starts.push((at, field));
        }
        let before = lines.iter().take(starts.first().map_or(0, |(at, _)| *at));
        if before.clone().any(|line| !line.trim().is_empty()) {
            return Err(Fault::TextBefore);
        }
        let mut filled = Vec::new();
        for (number, (at, field)) in starts.iter().enumerate() {
            let end = starts.get(number + 1).map_or(lines.len(), |(end, _)| *end);
            let section = lines.get(at + 1..end).unwrap_or_default();
            if let Some(answer) = answer(field, section)? {
                filled.push((field.id, field.label.clone(), answer));
            }
        }
        // The last field of a form is the only one that may have HTML: nothing is below it that HTML could hide.
        let is_text = |(_, field): &&(usize, &Field)| field.input == Input::Lines;
        let text = starts.iter().find(is_text);
        let mut lines = lines.iter().take(text.map_or(lines.len(), |(at, _)| *at));
        if let Some(what) = lines.find_map(|line| hiding(line)) {
            return Err(Fault::Hidden(what));
        }
        let answers = Self { form, filled };
        let missing = fields
            .iter()
            .find(|it| it.is_required && answers.get(it.id).is_none());
        match missing {
            Some(field) => Err(Fault::Missing(field.label.clone())),
            None => Ok(answers),
        }
    }

    /// Returns the answer of a field.
    pub(super) fn get(&self, id: &str) -> Option<&str> {
        let found = self.filled.iter().find(|(field, ..)| *field == id);
        found.map(|(.., answer)| answer.as_str())
    }

    /// Returns the id, the label and the answer of each field that is filled in.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &str, &str)> {
        let filled = self.filled.iter();
        filled.map(|(id, label, answer)| (*id, label.as_str(), answer.as_str()))
    }

    /// Returns the label of a field.
    pub(super) fn label(&self, id: &str) -> String {
        let field = every_field(self.form).iter().find(|it| it.id == id);
        field.map_or_else(String::new, |it| it.label.clone())
    }
}

/// Returns the answer in the lines below a heading.
fn answer(field: &Field, section: &[&str]) -> Result<Option<String>, Fault> {
    let is_text = field.input == Input::Lines;
    // In text, a heading is part of the answer.
    let section = section
        .iter()
        .take_while(|line| is_text || !line.starts_with("### "));
    let answer = section.copied().collect::<Vec<_>>().join("\n");
    let answer = answer.trim();
    if answer.is_empty() || NO_ANSWER.contains(&answer) {
        return Ok(None);
    }
    if let Some(what) = invisible(answer) {
        return Err(Fault::Invisible(field.label.clone(), what));
    }
    if !is_text && answer.contains('\n') {
        return Err(Fault::SeveralLines(field.label.clone()));
    }
    if let Input::OneOf(options) = &field.input
        && field.of.is_some_and(|_| field.id != "group")
        && !options.iter().any(|option| option == answer)
    {
        return Err(Fault::NotInTheList(field.label.clone(), shown(answer)));
    }
    Ok(Some(answer.to_owned()))
}

/// Whether a line is the heading of a field, as GitHub writes it.
fn is_heading(line: &str, label: &str) -> bool {
    line.strip_prefix("### ")
        .is_some_and(|rest| rest.trim_end() == label)
}

/// Whether a line looks like the heading of a field to a person.
fn is_like_heading(line: &str, label: &str) -> bool {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let text = line.trim_start_matches('#');
    text.len() < line.len()
        && text
            .trim_matches(|c: char| c.is_whitespace() || c == '#')
            .eq_ignore_ascii_case(label)
}

/// Returns the HTML that begins in a line, if GitHub may not show the lines below it. A comment hides them, and so does an attribute.
fn hiding(line: &str) -> Option<String> {
    if line.contains("<!--") {
        return Some("an HTML comment".to_owned());
    }
    let tag = line.trim_start().strip_prefix('<')?;
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let (name, rest) = name.split_at(end.unwrap_or(name.len()));
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && (rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || "/>".contains(c)));
    let is_instruction = tag.starts_with(['!', '?']);
    (is_tag || is_instruction).then(|| format!("HTML at the start of a line: `{}`", shown(line)))
}

/// Returns what is in a text that GitHub does not show. Someone who approves the issue would not see it.
fn invisible(text: &str) -> Option<String> {
    if text.contains("<!--") {
        return Some("an HTML comment".to_owned());
    }
    let is_invisible = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c,
                '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
    };
    let found = text.chars().find(is_invisible)?;
    Some(format!("the character U+{:04X}", u32::from(found)))
}
