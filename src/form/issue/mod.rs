//! Reads a filled-in issue form: the JSON of an issue becomes the values of the fields, as text.
//!
//! GitHub writes the label of each field as a heading, and the answer below it. The author of the issue can put anything into its body, so the body
//! is not trusted. Its size is limited. Each heading must appear once, in the order of the form. No answer may have a part that the person who
//! approves the issue cannot see. Values are only ever text. The author is that of the JSON, never a name in the body.
//! [`Issue::request`] says what the form asks for.

mod asked;
mod body;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::Deserialize;

pub use asked::Asked;
use body::Answers;

/// The largest body that is read. GitHub itself stores at most 65,536 characters.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;

/// An issue of GitHub that was written with one of the forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    number: u64,
    author: Option<String>,
    answers: Answers,
}

/// Why an issue is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueError(Fault);

/// What is wrong with an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    /// The text is not the JSON of an issue.
    Json(String),
    TooLarge,
    /// The body was not written with a form.
    NoForm,
    /// Something before the first heading.
    TextBefore,
    /// The label of a field that appears twice.
    Twice(String),
    /// The label of a field that is not where the form has it.
    OutOfOrder(String),
    /// The label of a field that must be filled in.
    Missing(String),
    /// The label of a field with more than one line.
    SeveralLines(String),
    /// A field, and what is in it that GitHub does not show.
    Invisible(String, String),
    /// What is in the issue that can hide the lines below it.
    Hidden(String),
    /// A field with a list, and the answer that is not in it.
    NotInTheList(String, String),
    /// There is no event with this title.
    UnknownEvent(String),
    /// Several events have this title.
    SeveralEvents(String, Vec<String>),
    /// The event takes place once, on another date than the form says.
    OtherDate {
        said: String,
        starts: String,
    },
}

impl From<Fault> for IssueError {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Fault::Json(why) => write!(f, "this is not the JSON of an issue of GitHub: {why}"),
            Fault::TooLarge => write!(
                f,
                "the text of the issue has more than {} KiB",
                LARGEST_BODY / 1024
            ),
            Fault::NoForm => f.write_str(
                "this issue was not written with a form of calfeed, or its headings were changed",
            ),
            Fault::TextBefore => {
                f.write_str("there is text before the first heading of the form; remove it")
            }
            Fault::Twice(label) => write!(
                f,
                "the heading `{label}` appears twice; keep the one of the form"
            ),
            Fault::OutOfOrder(label) => write!(
                f,
                "the heading `{label}` is not where the form has it; open a new issue with the form"
            ),
            Fault::Missing(label) => write!(
                f,
                "`{label}` is empty; edit the issue and write it below its heading"
            ),
            Fault::SeveralLines(label) => write!(f, "`{label}` has several lines; write one"),
            Fault::Invisible(label, what) => write!(
                f,
                "`{label}` has {what}, which GitHub does not show; remove it"
            ),
            Fault::Hidden(what) => write!(
                f,
                "the issue has {what}; GitHub may not show what follows, so remove it"
            ),
            Fault::NotInTheList(label, answer) => {
                write!(f, "`{answer}` is not one of the choices of `{label}`")
            }
            Fault::UnknownEvent(title) => write!(
                f,
                "no event has the title `{title}`; write it as the calendar shows it"
            ),
            Fault::SeveralEvents(title, ids) => write!(
                f,
                "several events have the title `{title}`; write one of these instead: {}",
                ids.join(", ")
            ),
            Fault::OtherDate { said, starts } => write!(
                f,
                "the event takes place once, on {starts}, and not on `{said}`"
            ),
        }
    }
}

impl std::error::Error for IssueError {}

/// The payload of a workflow that an issue started.
#[derive(Deserialize)]
struct Payload {
    issue: Option<Written>,
}

/// An issue as the REST API of GitHub writes it. All other keys are ignored.
#[derive(Deserialize)]
struct Written {
    number: u64,
    body: Option<String>,
    user: Option<User>,
}

#[derive(Deserialize)]
struct User {
    login: String,
}

impl Issue {
    /// Reads an issue, or the payload of a workflow with an issue in it.
    ///
    /// # Errors
    /// It is not the JSON of an issue, or its body was not written with one of the forms of calfeed.
    pub fn parse(json: &str) -> Result<Self, IssueError> {
        let unreadable = |error: serde_json::Error| Fault::Json(error.to_string());
        let payload: Payload = serde_json::from_str(json).map_err(unreadable)?;
        let written = match payload.issue {
            Some(issue) => issue,
            None => serde_json::from_str(json).map_err(unreadable)?,
        };
        let body = written.body.unwrap_or_default();
        if body.len() > LARGEST_BODY {
            return Err(Fault::TooLarge.into());
        }
        let login = written.user.map(|user| user.login);
        Ok(Self {
            number: written.number,
            author: login.filter(|login| is_login(login)),
            answers: Answers::read(&body.replace("\r\n", "\n"))?,
        })
    }

    /// The number of the issue.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The login of the person or the app that opened the issue. `None` if the account was deleted.
    pub fn author(&self) -> Option<&str> {
        self.author.as_deref()
    }
}

/// Whether text is a login of GitHub, perhaps that of an app. Anything else could be markup.
fn is_login(text: &str) -> bool {
    let name = text.strip_suffix("[bot]").unwrap_or(text);
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.len() <= 100 && name.chars().all(is_part)
}
