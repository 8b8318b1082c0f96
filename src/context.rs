//! The inputs other than the events file that decide what is published.
//!
//! The caller fills a [`Context`] with plain values, because the core reads no clock, file or environment variable. The same events file,
//! history and context therefore give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use bytes::Bytes;
use chrono::{DateTime, Utc};

use crate::calendar::Event;
use crate::diagnostic::Problem;
use crate::holiday::Holidays;
use crate::route::Route;
use crate::span::LAST_MOMENT;
use crate::value::{Slug, Url};

/// The first instant that an events file can use. The last is [`LAST_MOMENT`].
const FIRST_MOMENT: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// The current time, and the other inputs that the caller controls.
///
/// ```
/// let context = calfeed::Context::new("2026-02-01T09:30:00Z".parse().expect("an instant"));
/// # let _ = context;
/// ```
#[derive(Clone, Debug)]
pub struct Context {
    now: DateTime<Utc>,
    url: Option<Url>,
    published: BTreeSet<String>,
    holidays: Option<Holidays>,
    last_dated: BTreeMap<Slug, Event>,
    templates: BTreeMap<String, String>,
    files: BTreeMap<String, Bytes>,
}

/// A path at which no file of one's own can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPath(String);

impl fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a path such as `static/logo.png`: letters of a to z, digits, `-`, `_` and `.`, and not `index.html`",
            self.0
        )
    }
}

impl std::error::Error for InvalidPath {}

impl Context {
    /// Creates a context with the current time. It decides which instances count as upcoming on a page and which single-instance invites
    /// exist, but never changes a byte of any `.ics` file. A time outside the years 1970 to 2099 (UTC) is clamped to that range.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            now: now.clamp(FIRST_MOMENT, LAST_MOMENT),
            url: None,
            published: BTreeSet::new(),
            holidays: None,
            last_dated: BTreeMap::new(),
            templates: BTreeMap::new(),
            files: BTreeMap::new(),
        }
    }

    /// Sets the holidays of a calendar whose [`crate::HolidaySource`] is a file.
    #[must_use]
    pub fn with_holidays(mut self, holidays: Holidays) -> Self {
        self.holidays = Some(holidays);
        self
    }

    /// Sets the events that once had a date, as returned by [`crate::History::last_dated`]. An event that has no date now causes a warning
    /// if its former date is not over.
    #[must_use]
    pub fn with_last_dated(mut self, events: BTreeMap<Slug, Event>) -> Self {
        self.last_dated = events;
        self
    }

    /// Sets the URL below which the output is published, in place of the one in the file.
    ///
    /// # Errors
    /// `url` is not an `http` or `https` URL, or it has a query or a fragment.
    pub fn with_url(mut self, url: &str) -> Result<Self, Problem> {
        self.url = Some(crate::validate::base_url(url)?);
        Ok(self)
    }

    /// Sets the paths that were published before. A published single-instance invite stays for as long as its instance exists.
    #[must_use]
    pub fn with_published(mut self, paths: impl IntoIterator<Item = String>) -> Self {
        self.published = paths.into_iter().collect();
        self
    }

    /// Sets the sources of templates, by file name such as `index.html`. Each replaces the built-in template with its name. The texts of
    /// a `words.yaml` among them replace words of the pages.
    #[must_use]
    pub fn with_templates(mut self, templates: impl IntoIterator<Item = (String, String)>) -> Self {
        self.templates = templates.into_iter().collect();
        self
    }

    /// Sets the files that are published as they are, by their paths below the site's root. The paths of fonts and pictures of pages begin with
    /// `static/`; [`crate::Image::published`] is the path of a picture that the events file names.
    ///
    /// ```
    /// # let context = calfeed::Context::new("2026-02-01T09:30:00Z".parse().unwrap());
    /// let context = context.with_files([("static/logo.svg".to_owned(), b"<svg/>".to_vec())])?;
    /// assert!(context.with_files([("logo.svg".to_owned(), vec![])]).is_err());
    /// # Ok::<(), calfeed::InvalidPath>(())
    /// ```
    ///
    /// # Errors
    /// A path is not one at which a file can be published.
    pub fn with_files<B: Into<Bytes>>(
        mut self,
        files: impl IntoIterator<Item = (String, B)>,
    ) -> Result<Self, InvalidPath> {
        self.files.clear();
        for (path, bytes) in files {
            if !matches!(Route::parse(&format!("/{path}")), Some(Route::File(_))) {
                return Err(InvalidPath(path));
            }
            self.files.insert(path, bytes.into());
        }
        Ok(self)
    }

    /// Adds the files that the events file names, by their paths below the site's root.
    pub(crate) fn with_more_files(
        mut self,
        files: impl IntoIterator<Item = (String, Bytes)>,
    ) -> Self {
        self.files.extend(files);
        self
    }

    /// The current time.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The URL below which everything is published, if it differs from the one in the file.
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// The holidays of a calendar whose source is a file.
    pub fn holidays(&self) -> Option<&Holidays> {
        self.holidays.as_ref()
    }

    /// The events without a date that once had one, each in its last version with a date.
    pub fn last_dated(&self) -> &BTreeMap<Slug, Event> {
        &self.last_dated
    }

    /// The sources of the user's templates, by file name.
    pub fn templates(&self) -> &BTreeMap<String, String> {
        &self.templates
    }

    /// The files that are published as they are, by path.
    pub fn files(&self) -> &BTreeMap<String, Bytes> {
        &self.files
    }

    /// The paths that were published before.
    pub fn published(&self) -> &BTreeSet<String> {
        &self.published
    }
}
