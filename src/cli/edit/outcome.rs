//! Shows an edit: what subscribers will see, the lines that change, and the new warnings.
//!
//! As text and as Markdown, what subscribers will see is alone on standard output, and everything else is on standard error. As JSON, it is one
//! object with all of it, which `docs/reference/commands.md` describes.

use std::io::{self, IsTerminal as _, Write};

use serde_json::{Value, json};

use super::Form;
use super::message::Message;
use crate::cli::changed_file::{EditedSource, write_change};
use crate::cli::input::{Source, wants_colour};
use crate::cli::{Failure, say};
use crate::visible::{visible_json, visible_lines};
use crate::{Context, Difference, Format};

/// The version of the JSON format. A higher version may lack keys of this one.
const VERSION: u32 = 1;

/// An edit, and what has been done with it.
#[derive(Debug)]
pub(super) struct Outcome<'a> {
    source: &'a Source,
    edited: &'a EditedSource,
    /// What subscribers will see. `None` if the events file has errors.
    difference: Option<Difference<'a>>,
    /// Whether the event is new.
    pub(super) is_new: bool,
    pub(super) is_written: bool,
    pub(super) commit: Option<Committed>,
}

/// A commit that was made, or that would be made.
#[derive(Debug)]
pub(super) struct Committed {
    /// `None` if it was not made.
    id: Option<String>,
    subject: String,
}

impl Committed {
    pub(super) fn of(id: Option<String>, message: &Message) -> Self {
        let subject = message.subject().to_owned();
        Self { id, subject }
    }
}

impl<'a> Outcome<'a> {
    pub(super) fn of(source: &'a Source, edited: &'a EditedSource, context: &Context) -> Self {
        let (before, after) = (&edited.edit.before, &edited.edit.after);
        let calendars = before.as_ref().zip(after.as_ref());
        Self {
            difference: calendars
                .map(|(before, after)| Difference::between(before, after, context)),
            source,
            edited,
            is_new: false,
            is_written: false,
            commit: None,
        }
    }

    pub(super) fn difference(&self) -> Option<&Difference<'a>> {
        self.difference.as_ref()
    }

    /// Shows the edit. What subscribers will see goes to `out`.
    pub(super) fn show(&self, form: Form, mut out: impl Write) -> Result<(), Failure> {
        if form == Form::Json {
            out.write_all(self.json()?.as_bytes())?;
            out.flush()?;
            return Ok(());
        }
        complain(&self.change());
        out.write_all(self.seen(form).as_bytes())?;
        out.flush()?;
        let colour = wants_colour(io::stderr().is_terminal());
        let format = Format::Human(colour);
        complain(&self.edited.warnings(self.source, format));
        let file = &self.source.name;
        if self.difference.is_none() {
            say(format_args!(
                "note: {file} has errors, so calfeed cannot tell what subscribers will see; `calfeed check` shows them"
            ));
        }
        match &self.commit {
            Some(Committed { subject, .. }) if self.is_written => {
                say(format_args!("committed: {subject}"));
            }
            Some(Committed { subject, .. }) => {
                say(format_args!("the commit would be: {subject}"));
            }
            None => {}
        }
        if !self.is_written {
            say(format_args!("note: this is a dry run; nothing was written"));
        }
        Ok(())
    }

    /// The lines before and after.
    fn change(&self) -> String {
        let change = &self.edited.edit.change;
        let done = match (change.before(), change.after()) {
            ("", _) => "added",
            (_, "") => "removed",
            _ => "changed",
        };
        let mut shown = String::new();
        let name = self.edited.name(self.source);
        write_change(&mut shown, &name, change, done);
        shown
    }

    /// What subscribers will see, after the id of a new event.
    fn seen(&self, form: Form) -> String {
        let added = if self.is_new {
            let id = visible_lines(&self.edited.edit.id);
            format!("Added `{id}`.\n")
        } else {
            String::new()
        };
        let Some(difference) = &self.difference else {
            return added;
        };
        let gap = if self.is_new { "\n" } else { "" };
        let seen = match form {
            Form::Markdown => difference.markdown(),
            Form::Text | Form::Json => difference.text(),
        };
        format!("{added}{gap}{seen}")
    }

    fn json(&self) -> Result<String, Failure> {
        let edit = &self.edited.edit;
        let change = &edit.change;
        let warnings = self.edited.warnings(self.source, Format::Json);
        let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect::<Vec<_>>();
        let parsed = |json: String| -> Result<Value, Failure> {
            serde_json::from_str(&json).map_err(|error| Failure::io("cannot write JSON", error))
        };
        let difference = self.difference.as_ref().map(Difference::json);
        let commit = self.commit.as_ref();
        let commit = commit.map(|it| json!({"id": it.id, "subject": it.subject}));
        let whole = json!({
            "version": VERSION,
            "id": edit.id,
            "file": self.edited.name(self.source),
            "line": change.line(),
            "before": lines(change.before()),
            "after": lines(change.after()),
            "written": self.is_written,
            "commit": commit,
            "difference": difference.map(parsed).transpose()?,
            "warnings": parsed(warnings)?,
        });
        Ok(visible_json(format!("{whole:#}\n")))
    }
}

fn complain(text: &str) {
    // If standard error cannot be written, there is nowhere left to report that.
    let _ = io::stderr().write_all(text.as_bytes());
}
