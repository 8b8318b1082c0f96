//! Finds what is doubtful about a valid calendar, when it is read or later.
//!
//! The version before an edit is read without its warnings, because they only matter if the version after has some. [`doubts`] then returns
//! them, without their places: two warnings are compared by their words.

use super::{OtherFiles, ReadFile};
use crate::calendar::Calendar;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::document::{Merged, Recovered};
use crate::holiday::{HolidaySource, Holidays};
use crate::warning;

/// Whether a reading also finds what is doubtful, or leaves it to [`doubts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubts {
    Found,
    Left,
}

/// Returns the warnings about a calendar that a reading of these files left. `files` have their texts: first the main file, then the included
/// ones.
pub(crate) fn doubts(
    calendar: &Calendar,
    files: &[(&str, &ReadFile)],
    context: &Context,
    beside: &mut impl OtherFiles,
) -> Vec<Diagnostic> {
    let recovered = files.iter().map(|(_, read)| &*read.recovered);
    let recovered: Vec<&Recovered> = recovered.collect();
    let (document, _) = Merged::new(&recovered);
    let holidays = match calendar.holidays() {
        Some(HolidaySource::Nation(name)) => Some(Holidays::of_nation(name)),
        Some(HolidaySource::File(path)) => beside.holidays(path).ok().flatten(),
        None => None,
    };
    let files = files.iter().map(|(text, read)| warning::File {
        text,
        places: read.places.as_ref(),
    });
    let files: Vec<warning::File<'_>> = files.collect();
    warning::warnings(calendar, &document, &files, context, holidays.as_ref())
}
