//! Edits an events file as somebody asks, and changes nothing else.
//!
//! [`edit`] takes the text, a [`Request`] and the [`Context`], and returns an [`Edit`]: the new text, and the calendars before and after. `plan`
//! turns the request into steps, such as "give `moved_to` of this date that value". [`crate::document`] makes each step in the text, at the
//! place of the value, so that every other byte stays. `accept` takes the result only if it has no new error, and if the values in it are those
//! of the file before with these steps and nothing else. If not, there is a [`Refusal`], which says what to type by hand. `fix` applies the exact
//! fixes of a report in the same way.

mod accept;
mod beside;
mod ends;
mod fix;
mod make;
mod order;
mod plan;
mod refusal;
mod request;
mod several;

use std::sync::Arc;

pub use self::fix::{Change, Edited};
pub use self::refusal::Refusal;
pub use self::request::{NewEvent, NewTalk, Request};
pub(crate) use self::several::{Fault, Several, SeveralError, Wanted, edit_several};

use self::accept::accept;
use self::beside::{Checked, Once};
pub(crate) use self::plan::ids_of;
use self::refusal::Reason;
use crate::calendar::Calendar;
use crate::context::Context;
use crate::diagnostic::Report;
use crate::reading::{Doubts, Given, Known, OtherFiles};
use crate::version::Included;

/// An events file after an edit.
#[derive(Debug)]
#[non_exhaustive]
pub struct Edit {
    /// The path of the included file that changes, below the folder of the events file; `None` if the events file itself changes.
    pub file: Option<Arc<str>>,
    /// The new text of that file.
    pub text: String,
    /// The lines that change, as they are before and after.
    pub change: Change,
    /// The id of the event.
    pub id: String,
    /// The calendar before. `None` if a file has an error.
    pub before: Option<Calendar>,
    /// The calendar after. `None` if a file has an error, which it also had before.
    pub after: Option<Calendar>,
    /// The warnings that were not there before.
    pub warnings: Report,
}

/// Edits an events file that includes no others.
///
/// ```
/// use calfeed::{Context, Request, edit};
///
/// let text = "calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC}
/// events:
///   - id: book-club   # every month
///     title: Book club
///     start: 2026-01-13 18:30
///     end: \"20:00\"
///     repeats: monthly on the 2nd Tuesday
/// ";
/// let request = Request::Move {
///     id: "book-club".to_owned(),
///     date: Some("2026-03-10".to_owned()),
///     to: "2026-03-12".to_owned(),
///     reason: None,
/// };
/// let context = Context::new("2026-02-01T09:30:00Z".parse().unwrap());
/// let edit = edit(text, &request, &context).unwrap();
/// assert_eq!(edit.text, format!("{text}    changes:\n      2026-03-10: {{moved_to: 2026-03-12}}\n"));
/// ```
///
/// # Errors
/// Why the file cannot be edited like this, and what to type by hand.
pub fn edit(text: &str, request: &Request, context: &Context) -> Result<Edit, Refusal> {
    let mut others = Given {
        files: None,
        holidays: |_: &str| Ok(context.holidays().cloned()),
    };
    edit_beside(&Arc::new(text.to_owned()), request, context, &mut others)
}

/// Edits an events file, or one of the files that it includes.
///
/// `files` are as in [`read_with_included`](crate::read_with_included). [`Edit::file`] says which of them changes.
///
/// # Errors
/// Why the files cannot be edited like this, and what to type by hand.
pub fn edit_with_included<'a>(
    text: &str,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    request: &Request,
    context: &Context,
) -> Result<Edit, Refusal> {
    let mut others = Given {
        files: Some(Included::all(files)),
        holidays: |_: &str| Ok(context.holidays().cloned()),
    };
    edit_beside(&Arc::new(text.to_owned()), request, context, &mut others)
}

/// Edits an events file, or one of the files that it includes.
///
/// # Errors
/// Why the files cannot be edited like this, and what to type by hand.
pub(crate) fn edit_beside(
    text: &Arc<String>,
    request: &Request,
    context: &Context,
    others: &mut impl OtherFiles,
) -> Result<Edit, Refusal> {
    let mut known = Known::default();
    let mut others = Once::new(others);
    let before = Checked::read(text, context, &mut others, &mut known, Doubts::Left);
    let made = match request {
        Request::Add(event) => make::add(&before, event),
        Request::Remove { id } => make::remove(&before, id),
        _ => make::change(&before, request, context),
    };
    let made = made?;
    let file = before.files.get(made.file).ok_or(Reason::Unwritable)?;
    let new = Arc::new(made.text);
    let main = if file.path.is_none() { &new } else { text };
    if let Some(path) = &file.path {
        others.replace(path, &new);
    }
    let after = Checked::read(main, context, &mut others, &mut known, Doubts::Found);
    accept(&before, &after, (made.file, &made.expected))
        .map_err(|reason| Refusal::of(reason, &made.by_hand))?;
    let warnings = accept::new_warnings(&before, &after, context, &mut others);
    // They have the new text too, which is then not copied.
    drop(after.files);
    Ok(Edit {
        file: file.path.clone(),
        change: Change::between(&file.text, &new),
        text: Arc::unwrap_or_clone(new),
        id: made.id,
        warnings: after.report.with(warnings),
        before: before.calendar,
        after: after.calendar,
    })
}

#[cfg(test)]
mod tests;
