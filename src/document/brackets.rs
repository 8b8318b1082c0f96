//! Finds mistakes with brackets and braces in a text that is not YAML.
//!
//! [`bracket`] takes what a parser reports about the text. It returns the problem and its bytes if a bracket or a brace is not closed,
//! closes nothing, or has text after it. [`super::syntax`] finds all other mistakes.

use super::lines::{self, Line};
use super::parser_message::{Complaint, ParserMessage, Reading, brackets_around};
use super::syntax::{Mistake, in_quotes, mistake};
use crate::diagnostic::{Edit, Problem, SyntaxFinding};

pub(super) fn bracket(body: &str, said: &ParserMessage) -> Option<Mistake> {
    let here = lines::char_at(body, said.at);
    let at = said.at..said.at + lines::width_at(body, said.at);
    if said.complaint == Complaint::ClosingBracket {
        return Some(closes_nothing(body, said.at));
    }
    let open = said.start_of(Reading::Brackets).or_else(|| {
        let may_be = matches!(
            said.complaint,
            Complaint::Value | Complaint::ListItem | Complaint::Character | Complaint::MissingColon
        );
        brackets_around(body, said.at).filter(|_| may_be)
    });
    let Some(open) = open else {
        let is_outside = matches!(
            said.complaint,
            Complaint::KeyOrItem | Complaint::Value | Complaint::SecondDocument
        );
        return match here {
            _ if !is_outside => None,
            Some(']' | '}') => Some(closes_nothing(body, said.at)),
            _ => after_a_bracket(body, said.at),
        };
    };
    let mark = lines::char_at(body, open)?;
    let expected = if mark == '[' { ']' } else { '}' };
    let (first, last) = (Line::around(body, open), Line::around(body, said.at));
    if let Some(other @ (']' | '}')) = here
        && other != expected
    {
        let finding = SyntaxFinding::WrongClosing {
            mark: other,
            expected,
        };
        let edit = Edit::Bytes(at.clone(), expected.to_string());
        return Some((Problem::from(finding).guess(edit), at));
    }
    let is_next_entry = last.start > first.start
        && (last.indent() <= first.indent() || last.is_entry() && last.text.trim() != "");
    if here.is_none() || is_next_entry || last.text.trim().is_empty() {
        let text = lines::value_from(body, open);
        let problem = Problem::from(SyntaxFinding::OpenBracket { mark });
        let edit = Edit::Bytes(open..open + text.len(), format!("{text}{expected}"));
        let problem = match text.len() {
            1 => problem,
            _ => problem.guess(edit),
        };
        return Some((problem, open..open + 1));
    }
    Some(match here? {
        ':' => mistake(at, SyntaxFinding::ColonInBrackets),
        ',' => mistake(at, SyntaxFinding::CommaFirst),
        _ if said.complaint == Complaint::Comma => mistake(at, SyntaxFinding::MissingComma),
        _ => return None,
    })
}

fn closes_nothing(body: &str, at: usize) -> Mistake {
    let mark = lines::char_at(body, at).unwrap_or(']');
    mistake(at..at + 1, SyntaxFinding::ClosesNothing { mark })
}

fn after_a_bracket(body: &str, at: usize) -> Option<Mistake> {
    let line = Line::around(body, at);
    let before = body.get(line.start..at)?.trim_end();
    if !before.ends_with([']', '}']) {
        return None;
    }
    let problem = in_quotes(SyntaxFinding::AfterBracket.into(), body, line.value_bytes());
    Some((problem, at..at + lines::width_at(body, at)))
}
