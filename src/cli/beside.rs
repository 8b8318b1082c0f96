//! Reads the files that an events file names: those that it includes, its file of holidays, and its pictures.
//!
//! Each must be a regular file below the folder of the events file; hidden files and links out of that folder are refused, because a message
//! or the site could publish their contents. [`Beside`] keeps what was read, so that a later poll can compare it with the same files.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};

use super::Failure;
use super::changed_file::EditedSource;
use super::included::IncludedFiles;
use super::input::{LARGEST, Source};
use super::linked;
use super::pictures::Pictures;
use super::regular::Regular;
use crate::diagnostic::{EventFinding, Problem};
use crate::edit::{Refusal, Request, edit_beside};
use crate::history::includes_of;
use crate::import::{Imported, Merged};
use crate::include::Include;
use crate::reading::{self, Found, Known};
use crate::spelling::closest;
use crate::version::Included;
use crate::{Calendar, Context, Holidays, Image, Report, Slug};

/// The most files of a folder that are compared with a name that is not in it.
const MOST_COMPARED: usize = 1000;

/// The files that an events file names, with their contents or the I/O errors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Beside {
    included: IncludedFiles,
    holidays: Option<(PathBuf, Result<String, String>)>,
    pictures: Pictures,
}

/// The result of checking an events file together with the files that it names.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) calendar: Option<Calendar>,
    pub(super) report: Report,
    /// The files that were included.
    pub(super) included: Vec<Included>,
    /// When each event in an included file was last modified: the time of its file.
    pub(super) modified: BTreeMap<Slug, DateTime<Utc>>,
    /// Present even if a file has errors.
    pub(super) beside: Beside,
}

/// Reads the files beside one version of an events file.
struct Files<'a> {
    source: &'a Source,
    before: &'a Beside,
    /// If only included files are read, the context with the holidays.
    only_included: Option<&'a Context>,
    read: Beside,
}

impl reading::OtherFiles for Files<'_> {
    fn included(&mut self, include: &[Include]) -> Found {
        let include: Vec<Include> = include.iter().chain(&self.source.others).cloned().collect();
        if let Some(given) = &self.source.given {
            return Found::among(&include, given);
        }
        let before = &self.before.included;
        if before.are_of(&include) {
            self.read.included = before.clone();
        } else if !self.read.included.are_of(&include) {
            // An edit reads its events twice, before and after, but each file once.
            self.read.included = IncludedFiles::read(self.source.events(), &include, before);
        }
        self.read.included.found()
    }

    fn holidays(&mut self, name: &str) -> Result<Option<Holidays>, Problem> {
        if let Some(context) = self.only_included {
            return Ok(context.holidays().cloned());
        }
        let events = self.source.events();
        let path = folder_of(events).join(name);
        let read = text_beside(events, &path);
        let contents = read.as_ref().map(Clone::clone).map_err(ToString::to_string);
        let holidays = holidays(&path, read);
        self.read.holidays = Some((path, contents));
        holidays.map(Some)
    }

    /// A picture that cannot be read is an error, except in an earlier version: it may have been deleted since.
    fn image(&mut self, image: &Image) -> Result<(), Problem> {
        if self.only_included.is_some() {
            return Ok(());
        }
        match self.read.pictures.read(self.source.events(), image) {
            Err(problem) if self.source.commit.is_none() => Err(problem),
            _ => Ok(()),
        }
    }
}

impl Source {
    /// The path to which the other files are relative. Empty for standard input.
    fn events(&self) -> &Path {
        self.file.as_deref().unwrap_or(Path::new(""))
    }

    /// Reads the calendar from the events file and those that it includes, with the holidays of the context, and without pictures.
    pub(super) fn parse(&self, context: &Context) -> (Option<Calendar>, Report) {
        if let Some(fault) = self.fault() {
            return (None, Report::new(vec![fault.clone()]));
        }
        let mut files = Files {
            source: self,
            before: &Beside::default(),
            only_included: Some(context),
            read: Beside::default(),
        };
        let read = reading::read(&self.text, context, &mut files, &mut Known::default());
        (read.calendar, read.report)
    }

    /// Checks the events file and the files that it names.
    pub(super) fn check_beside(&self, context: &Context) -> Checked {
        self.check_after(context, &Beside::default(), &mut Known::default())
    }

    /// Checks the events file and the files that it names. If `before` has the included files of just this version, none is read: two polls have
    /// agreed on them. Of those that `known` has, only the changed ones are parsed.
    pub(super) fn check_after(
        &self,
        context: &Context,
        before: &Beside,
        known: &mut Known,
    ) -> Checked {
        if let Some(fault) = self.fault() {
            return Checked {
                calendar: None,
                report: Report::new(vec![fault.clone()]),
                included: Vec::new(),
                modified: BTreeMap::new(),
                beside: Beside::default(),
            };
        }
        let text = &self.text;
        let mut files = Files {
            source: self,
            before,
            only_included: None,
            read: Beside::default(),
        };
        let read = reading::read(text, context, &mut files, known);
        let beside = files.read;
        let modified = read.files_of_events.into_iter();
        let modified = modified
            .filter_map(|(id, file)| Some((id, beside.included.modified(file)?)))
            .collect();
        Checked {
            calendar: read.calendar,
            report: read.report,
            included: read.included,
            modified,
            beside,
        }
    }
}

impl Source {
    /// Edits the events file or one that it includes, in memory.
    pub(super) fn edit(
        &self,
        request: &Request,
        context: &Context,
    ) -> Result<EditedSource, Refusal> {
        let mut files = Files {
            source: self,
            before: &Beside::default(),
            only_included: None,
            read: Beside::default(),
        };
        let edit = edit_beside(&self.text, request, context, &mut files)?;
        let included = edit.file.as_deref();
        let included = included.and_then(|path| files.read.included.text(path));
        Ok(EditedSource {
            before: Arc::clone(included.unwrap_or(&self.text)),
            edit,
        })
    }
}

impl Source {
    /// Adds imported events to the events file, in memory. `calendar` is what the file has.
    pub(super) fn merge(
        &self,
        imported: Imported<'_>,
        calendar: &Calendar,
        context: &Context,
    ) -> Result<Merged, Refusal> {
        let mut files = Files {
            source: self,
            before: &Beside::default(),
            only_included: None,
            read: Beside::default(),
        };
        imported.into_file((&self.text, calendar), context, &mut files)
    }
}

impl Beside {
    /// Reads the same files again.
    pub(super) fn again(&self, events: &Path) -> Self {
        let holidays = self.holidays.as_ref().map(|(path, _)| {
            let contents = text_beside(events, path).map_err(|error| error.to_string());
            (path.clone(), contents)
        });
        Self {
            included: self.included.again(events),
            holidays,
            pictures: self.pictures.again(events),
        }
    }

    /// Returns the same files, of which the included ones are all read again.
    pub(super) fn afresh(self, events: &Path) -> Self {
        let included = self.included.afresh(events);
        Self { included, ..self }
    }

    /// Returns the same files, with the files that a version of the events file includes.
    pub(super) fn with_included_of(self, source: &Source) -> Self {
        let Some(text) = source.valid_text() else {
            return self;
        };
        let entries = includes_of(text, &source.others);
        if self.included.are_of(&entries) {
            return self;
        }
        let included = IncludedFiles::read(source.events(), &entries, &self.included);
        Self { included, ..self }
    }

    /// Puts another text in place of that of an included file.
    pub(super) fn replace(&mut self, path: &str, text: Arc<String>) {
        self.included.replace(path, text);
    }

    /// Whether the same files are included, with the same contents.
    pub(super) fn includes_the_same(&self, other: &Self) -> bool {
        self.included == other.included
    }

    /// Returns the paths of the included files that another reading has otherwise, or that only one of the two has.
    pub(super) fn differing(&self, other: &Self) -> BTreeSet<Arc<str>> {
        self.included.differing(&other.included)
    }

    /// Returns these files, but the included files at some paths as another reading has them.
    pub(super) fn settled(&self, differing: &BTreeSet<Arc<str>>, loaded: &Self) -> Self {
        Self {
            included: self.included.settled(differing, &loaded.included),
            ..self.clone()
        }
    }

    /// Returns the same files, with the pictures of `other`.
    pub(super) fn with_pictures_of(&self, other: &Self) -> Self {
        Self {
            included: self.included.clone(),
            holidays: self.holidays.clone(),
            pictures: other.pictures.clone(),
        }
    }

    /// Checks that `build` would not write a picture onto itself. It would then remove the picture when the events file no longer names it.
    ///
    /// # Errors
    /// Which picture is in the folder into which `build` writes, and what to do.
    pub(super) fn can_be_copied(&self, source: &Source, out: &Path) -> Result<(), Failure> {
        let events = source.file.as_deref().unwrap_or(Path::new(""));
        match self.pictures.in_its_place(events, out) {
            None => Ok(()),
            Some(path) => Err(Failure::Io(format!(
                "the picture `{path}` is in {}, where its published copy would be; choose another folder for `--out`",
                out.display()
            ))),
        }
    }

    /// Returns the pictures that could be read, by the path at which each is published.
    pub(super) fn pictures(&self) -> impl Iterator<Item = (String, Bytes)> {
        self.pictures.readable()
    }
}

/// The folder to which the files that the events file names are relative. Empty for standard input.
pub(super) fn folder_of(events: &Path) -> &Path {
    events.parent().unwrap_or(Path::new(""))
}

/// Reads a file of text that the events file names.
fn text_beside(events: &Path, path: &Path) -> io::Result<String> {
    open_beside(events, path, LARGEST)?.text()
}

/// Opens a file that the events file names. The file must be below the folder of the events file, or, if that is a symbolic link, below the
/// folder of its target.
pub(super) fn open_beside(events: &Path, path: &Path, most: u64) -> io::Result<Regular> {
    let real = path.canonicalize()?;
    let folder = linked::folder_of(events).canonicalize()?;
    let target = linked::follow(events).and_then(|events| events.canonicalize());
    let target = target.ok();
    let target = target.as_deref().and_then(Path::parent);
    let below = [Some(folder.as_path()), target].into_iter().flatten();
    let mut below = below.filter_map(|folder| real.strip_prefix(folder).ok());
    let message = match below.next() {
        Some(below) if below.components().any(linked::is_hidden) => "it is a hidden file",
        Some(_) => return Regular::open_itself(&real, most),
        None => "it is a link out of the folder of the events file",
    };
    Err(io::Error::new(io::ErrorKind::PermissionDenied, message))
}

/// Returns the name in the same folder that was probably meant, of those that are possible: `Club.JPG` for `club.jpg`.
pub(super) fn nearest(path: &Path, is_possible: impl Fn(&str) -> bool) -> Option<String> {
    let written = path.file_name()?.to_str()?;
    let entries = std::fs::read_dir(linked::folder_of(path))
        .ok()?
        .take(MOST_COMPARED);
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| is_possible(name)).collect();
    // Whatever the order of the folder.
    names.sort_unstable();
    let same = names.iter().find(|name| name.eq_ignore_ascii_case(written));
    let near = || closest(written, names.iter().map(String::as_str));
    same.map(String::as_str)
        .or_else(near)
        .map(ToOwned::to_owned)
}

/// Parses the contents of a file of holidays.
fn holidays(path: &Path, read: io::Result<String>) -> Result<Holidays, Problem> {
    let written = path.display().to_string().as_str().into();
    let text = match read {
        Ok(text) => text,
        Err(error) => {
            let error_text = error.to_string();
            return Err(match error.kind() {
                io::ErrorKind::InvalidData => EventFinding::BadHolidays {
                    path: written,
                    problem: error_text,
                },
                _ => EventFinding::UnreadableHolidays {
                    path: written,
                    error: error_text,
                },
            }
            .into());
        }
    };
    Holidays::parse(&text).map_err(|problem| {
        let problem = problem.to_string();
        EventFinding::BadHolidays {
            path: written,
            problem,
        }
        .into()
    })
}
