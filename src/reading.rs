//! Reads an events file with everything that it names, into a calendar and a report.
//!
//! It takes the text of the main file, and a [`OtherFiles`] that gives the other files: those under `include`, the file of holidays, the pictures.
//! It returns a [`Calendar`], unless any file has an error, and one [`Report`] with the problems of all files, each in its own file. A file with
//! errors hides no error of another. [`Known`] keeps files that were read before, so that after an edit only the changed file is parsed again.

mod doubts;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub(crate) use self::doubts::{Doubts, doubts};

use crate::calendar::Calendar;
use crate::context::Context;
use crate::diagnostic::{
    Choices, Diagnostic, Finding, IncludeFinding, Kind, MOST_SHOWN, Path, Place, Problem, Report,
    Segment, Severity, Shape, ShapeFinding, Side,
};
use crate::document::{self, Merged, Places, Recovered};
use crate::holiday::{HolidaySource, Holidays};
use crate::include::Include;
use crate::validate;
use crate::value::{Image, Slug};
use crate::version::Included;
use crate::warning;

/// The files beside an events file.
pub(crate) trait OtherFiles {
    /// Returns the files that the entries of `include` name.
    fn included(&mut self, include: &[Include]) -> Found;

    /// Returns the holidays of the file that `calendar.holidays` names, if they are known.
    fn holidays(&mut self, path: &str) -> Result<Option<Holidays>, Problem>;

    /// Fails for a picture that cannot be published.
    fn image(&mut self, image: &Image) -> Result<(), Problem>;
}

/// The files that entries of `include` name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// In the order of their paths, each once, and never the main file itself.
    pub(crate) files: Vec<FoundFile>,
    /// What is wrong with an entry, by its index.
    pub(crate) problems: Vec<(usize, Problem)>,
}

impl Found {
    /// Finds the files that the entries name among those of a version.
    pub(crate) fn among(include: &[Include], files: &[Included]) -> Self {
        let mut found = Self::default();
        for (index, entry) in include.iter().enumerate() {
            if files.iter().all(|file| !entry.matches(&file.path)) {
                let path = entry.as_str().into();
                let finding = if entry.is_pattern() {
                    IncludeFinding::NoFiles { written: path }
                } else {
                    IncludeFinding::Missing { path }
                };
                found.problems.push((index, finding.into()));
            }
        }
        let is_named = |file: &&Included| include.iter().any(|entry| entry.matches(&file.path));
        let files = files.iter().filter(is_named).map(|file| FoundFile {
            included: file.clone(),
            fault: None,
        });
        found.files = files.collect();
        found
    }
}

/// An included file.
#[derive(Clone, Debug)]
pub(crate) struct FoundFile {
    pub(crate) included: Included,
    /// The error, if the file is not UTF-8.
    pub(crate) fault: Option<Diagnostic>,
}

/// The result of reading.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) calendar: Option<Calendar>,
    pub(crate) report: Report,
    /// The included files, in the order of their paths.
    pub(crate) included: Vec<Included>,
    /// The index among them of the file of each event that is not in the main file.
    pub(crate) files_of_events: BTreeMap<Slug, usize>,
}

/// One of the files, as it was read.
pub(crate) struct ReadFile {
    pub(crate) recovered: Arc<Recovered>,
    /// `None` if the same text was read before, or if saphyr-parser refuses it.
    pub(crate) places: Option<Places>,
}

/// Included files that were read before without an error, by path.
#[derive(Debug, Default)]
pub(crate) struct Known(HashMap<Arc<str>, (Arc<String>, Arc<Recovered>)>);

/// One of the files, as it was read.
struct File<'a> {
    text: &'a str,
    recovered: Arc<Recovered>,
    places: Option<Places>,
}

impl<'a> File<'a> {
    /// Makes a file of which nothing is read.
    fn unread(text: &'a str, errors: Vec<Diagnostic>) -> Self {
        Self {
            text,
            recovered: Arc::new(Recovered::nothing(errors)),
            places: None,
        }
    }

    fn read(text: &'a str) -> Self {
        let reading = document::read(text);
        Self {
            text,
            recovered: Arc::new(reading.recovered),
            places: reading.places,
        }
    }
}

/// Reads the main file, and the files beside it.
pub(crate) fn read(
    text: &str,
    context: &Context,
    beside: &mut impl OtherFiles,
    known: &mut Known,
) -> Outcome {
    read_keeping(text, context, beside, known, Doubts::Found).0
}

/// Reads the main file and the files beside it, and also returns each file as it was read: first the main file, then the included ones.
pub(crate) fn read_keeping(
    text: &str,
    context: &Context,
    beside: &mut impl OtherFiles,
    known: &mut Known,
    doubts: Doubts,
) -> (Outcome, Vec<ReadFile>) {
    let main = File::read(text);
    let (include, mut diagnostics) = includes(&main.recovered);
    let entries: Vec<Include> = include.iter().map(|(_, it)| it.clone()).collect();
    let found = beside.included(&entries);
    diagnostics.extend(found.problems.into_iter().filter_map(|(nth, problem)| {
        match include.get(nth) {
            Some((index, _)) => Some(at_include(*index, problem)),
            // The caller includes more than the text says, if there is more.
            None if problem.kind() == Kind::EmptyInclude => None,
            None => Some(Diagnostic::new(
                Severity::Error,
                problem,
                Place::new(Vec::new(), Side::Value),
            )),
        }
    }));
    let allowed = main.recovered.document.calendar.iter();
    let allowed: Vec<&String> = allowed.flat_map(|it| &it.allow).collect();
    diagnostics.retain(|found| {
        found.severity == Severity::Error || allowed.iter().all(|name| **name != found.name())
    });
    let mut errors = main.recovered.diagnostics.len();
    let mut files = vec![main];
    for (index, it) in found.files.iter().enumerate() {
        let file = match &it.fault {
            // No report shows more, and each has a size.
            _ if errors >= MOST_SHOWN => File::unread(&it.included.text, Vec::new()),
            Some(fault) => {
                let mut fault = fault.clone();
                fault.place = fault.place.in_file(index + 1);
                File::unread(&it.included.text, vec![fault])
            }
            None => known.read(&it.included),
        };
        errors += file.recovered.diagnostics.len();
        files.push(file);
    }
    let included: Vec<Included> = found.files.iter().map(|it| it.included.clone()).collect();
    known.keep(&included, &files);
    for (file, it) in files.iter().enumerate() {
        let own = it.recovered.diagnostics.iter().cloned();
        diagnostics.extend(own.map(|found| {
            Diagnostic {
                problem: match file {
                    0 => found.problem,
                    _ => of_included(found.problem),
                },
                place: found.place.in_file(file),
                related: found
                    .related
                    .map(|(place, related, at)| (place.in_file(file), related, at)),
                ..found
            }
        }));
    }
    let outcome = checked(&files, diagnostics, context, beside, doubts);
    let outcome = Outcome {
        report: outcome.report.with_included(included.clone()),
        included,
        ..outcome
    };
    let files = files.into_iter().map(|file| ReadFile {
        recovered: file.recovered,
        places: file.places,
    });
    (outcome, files.collect())
}

/// Validates the files together, and gives every diagnostic its place.
fn checked(
    files: &[File<'_>],
    mut diagnostics: Vec<Diagnostic>,
    context: &Context,
    beside: &mut impl OtherFiles,
    doubts: Doubts,
) -> Outcome {
    let recovered: Vec<&Recovered> = files.iter().map(|it| &*it.recovered).collect();
    let (document, between) = Merged::new(&recovered);
    diagnostics.extend(between);
    let (mut calendar, found) = validate::validate(&document, context.now());
    diagnostics.extend(found);
    if diagnostics
        .iter()
        .any(|found| found.severity == Severity::Error)
    {
        calendar = None;
    }
    let holidays = match holiday_source(calendar.as_ref(), &document) {
        Some(HolidaySource::Nation(name)) => Some(Holidays::of_nation(name)),
        Some(HolidaySource::File(path)) => beside.holidays(&path).unwrap_or_else(|problem| {
            calendar = None;
            let path = ["calendar", "holidays"].map(key);
            let place = Place::new(path.to_vec(), Side::Value);
            diagnostics.push(Diagnostic::new(Severity::Error, problem, place));
            None
        }),
        None => None,
    };
    for (holder, picture) in validate::written_images(&document) {
        if let Err(problem) = beside.image(&picture) {
            calendar = None;
            let place = document.place(&validate::path_of_image(holder), Side::Value);
            diagnostics.push(Diagnostic::new(Severity::Error, problem, place));
        }
    }
    if let Some(calendar) = calendar.as_ref().filter(|_| doubts == Doubts::Found) {
        let read = files.iter().map(|file| warning::File {
            text: file.text,
            places: file.places.as_ref(),
        });
        let read: Vec<warning::File<'_>> = read.collect();
        let doubts = warning::warnings(calendar, &document, &read, context, holidays.as_ref());
        diagnostics.extend(doubts);
    }
    // Drop the report of a missing value where the value is present but cannot be read.
    diagnostics.retain(|found| {
        let event = found.place.path.split_last().map(|(_, event)| event);
        let end = event.into_iter().flatten().cloned().chain([key("end")]);
        let end: Path = end.collect();
        let file = files.get(found.place.file);
        match found.kind() {
            Kind::NoEnd => !file.is_some_and(|file| file.recovered.is_hole(&end)),
            Kind::UnknownGroup => !document.lacks_groups(),
            _ => true,
        }
    });
    let mut refused_at = None;
    for (number, file) in files.iter().enumerate() {
        let located = document::locate(number, file.text, file.places.as_ref(), &mut diagnostics);
        if let Err(refused) = located
            && calendar.is_none()
        {
            // Until this error is fixed no other in the file has a place, and it may be the cause of the others.
            diagnostics.retain(|found| found.place.file != number);
            let place = refused.place.clone().in_file(number);
            refused_at.get_or_insert(number);
            diagnostics.push(Diagnostic { place, ..*refused });
        }
    }
    if refused_at == Some(0) {
        diagnostics.retain(|found| found.place.file == 0);
    }
    let files_of_events = document.events.iter().enumerate();
    let files_of_events = files_of_events.filter_map(|(index, event)| {
        let file = document.file_of(index).checked_sub(1)?;
        Some((Slug::parse(event.id.as_deref()?).ok()?, file))
    });
    Outcome {
        files_of_events: files_of_events.collect(),
        calendar,
        report: Report::new(diagnostics),
        included: Vec::new(),
    }
}

/// The keys that only the main file has.
const MAIN_FILE: [&str; 2] = ["calendar", "include"];

/// Returns a problem in words for an included file, which has no `calendar`.
fn of_included(problem: Problem) -> Problem {
    let Finding::Shape(finding) = problem.finding() else {
        return problem;
    };
    match finding {
        ShapeFinding::EmptyFile => IncludeFinding::EmptyFile.into(),
        ShapeFinding::FileIsList => {
            let found = Shape::List;
            IncludeFinding::NotKeys { found }.into()
        }
        ShapeFinding::FileIsText { found } => {
            let found = found.clone();
            IncludeFinding::NotKeys { found }.into()
        }
        ShapeFinding::UnknownKeyOrOwn { key, keys, own } => {
            let keys = keys
                .0
                .iter()
                .filter(|key| !MAIN_FILE.contains(&key.as_str()));
            let keys = Choices(keys.cloned().collect());
            let (key, own) = (key.clone(), own.clone());
            ShapeFinding::UnknownKeyOrOwn { key, keys, own }.into()
        }
        _ => problem,
    }
}

/// Returns the source of the holidays. Errors in the holidays file are reported together with all others.
fn holiday_source(calendar: Option<&Calendar>, document: &Merged<'_>) -> Option<HolidaySource> {
    match calendar {
        Some(calendar) => calendar.holidays().cloned(),
        None => HolidaySource::parse(document.calendar?.holidays.as_deref()?).ok(),
    }
}

/// Reads the entries of `include`, each with its index in the file.
fn includes(recovered: &Recovered) -> (Vec<(usize, Include)>, Vec<Diagnostic>) {
    let written = &recovered.document.include;
    let mut read = Vec::new();
    let mut problems = Vec::new();
    for (index, entry) in written.iter().enumerate() {
        if recovered.is_hole(&[key("include"), Segment::Index(index)]) {
            continue;
        }
        if index == crate::limit::INCLUDE {
            let most = crate::limit::INCLUDE;
            let problem = crate::limit::too_many("include", written.len(), most);
            problems.push(at_include(index, problem));
            break;
        }
        match Include::parse(entry) {
            Ok(include) => read.push((index, include)),
            Err(problem) => problems.push(at_include(index, problem)),
        }
    }
    (read, problems)
}

/// Returns the diagnostic of an entry of `include`.
fn at_include(index: usize, problem: Problem) -> Diagnostic {
    let path = vec![key("include"), Segment::Index(index)];
    let is_warning = Kind::WARNINGS.contains(&problem.kind());
    let severity = if is_warning {
        Severity::Warning
    } else {
        Severity::Error
    };
    Diagnostic::new(severity, problem, Place::new(path, Side::Value))
}

fn key(name: &str) -> Segment {
    Segment::Key(name.to_owned())
}

impl Known {
    /// Reads an included file, unless the same text was read before.
    fn read<'a>(&self, file: &'a Included) -> File<'a> {
        let text = &file.text;
        match self.0.get(&file.path) {
            Some((known, recovered)) if known == text => File {
                text,
                recovered: Arc::clone(recovered),
                places: None,
            },
            _ => File::read(text),
        }
    }

    /// Where the files that are known are in memory, by path.
    #[cfg(test)]
    pub(crate) fn addresses(&self) -> BTreeMap<String, *const Recovered> {
        let known = self.0.iter();
        known
            .map(|(path, (_, recovered))| (path.to_string(), Arc::as_ptr(recovered)))
            .collect()
    }

    /// Keeps the files of the present version that have no error.
    fn keep(&mut self, included: &[Included], files: &[File<'_>]) {
        let read = included.iter().zip(files.iter().skip(1));
        let is_good =
            |file: &File<'_>| file.recovered.diagnostics.is_empty() && !file.recovered.is_hole(&[]);
        let good = read.filter(|(_, file)| is_good(file));
        let good = good.map(|(file, read)| {
            let text = Arc::clone(&file.text);
            (Arc::clone(&file.path), (text, Arc::clone(&read.recovered)))
        });
        self.0 = good.collect();
    }
}

/// Files that the caller of the library gives.
pub(crate) struct Given<H> {
    /// The files that may be included, in the order of their paths; `None` if the caller gives none.
    pub(crate) files: Option<Vec<Included>>,
    pub(crate) holidays: H,
}

impl<H: FnMut(&str) -> Result<Option<Holidays>, Problem>> OtherFiles for Given<H> {
    fn included(&mut self, include: &[Include]) -> Found {
        if let Some(files) = &self.files {
            return Found::among(include, files);
        }
        let problem = |index| (index, IncludeFinding::NotGiven.into());
        Found {
            files: Vec::new(),
            problems: (0..include.len()).map(problem).collect(),
        }
    }

    fn holidays(&mut self, path: &str) -> Result<Option<Holidays>, Problem> {
        (self.holidays)(path)
    }

    fn image(&mut self, _: &Image) -> Result<(), Problem> {
        Ok(())
    }
}
