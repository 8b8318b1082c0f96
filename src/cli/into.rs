//! `--into`: updates our blocks in files of Markdown or HTML that people write by hand.
//!
//! [`Host::read`] puts the current blocks between the markers of a file, in memory, and [`Host::write`] writes the file. Its owner and permissions
//! stay, as [`rewrite`] describes. A second run changes nothing. A file without write access is refused, and so is any file that is neither
//! Markdown nor HTML. [`blocks`] describes the markers.

mod blocks;
mod verbatim;

use std::path::{Path, PathBuf};

use super::linked;
use super::regular::Regular;
use super::replace::rewrite;
use super::{Failure, say};
use crate::page::PartFormat;
use crate::{Report, Resources};
use blocks::renewed;

/// The largest file that is read.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The extensions of the files. Not `mdx`, because an HTML comment is a syntax error there.
const EXTENSIONS: [(&str, PartFormat); 4] = [
    ("md", PartFormat::Markdown),
    ("markdown", PartFormat::Markdown),
    ("html", PartFormat::Html),
    ("htm", PartFormat::Html),
];

/// A file of another site, with its contents before and after the update.
pub(super) struct Host {
    /// Its name in messages.
    name: String,
    /// Its path, with all symbolic links resolved.
    path: PathBuf,
    before: String,
    after: String,
}

impl Host {
    /// Reads a file, and puts the parts that its markers name between them, in memory. `refused` shows the error of a template.
    pub(super) fn read(
        given: &Path,
        resources: &Resources<'_>,
        refused: impl Fn(Report) -> Failure,
    ) -> Result<Self, Failure> {
        let name = given.display().to_string();
        let failed = |error: String| Failure::Io(format!("--into: cannot read {name}: {error}"));
        let path = linked::follow(given).and_then(|it| it.canonicalize());
        let path = path.map_err(|error| {
            let is_refusal = linked::is_refusal(&error);
            let help = is_refusal.then(|| linked::cure(given));
            failed(format!("{error}{}", help.unwrap_or_default()))
        })?;
        let file = Regular::open(&path, LARGEST).map_err(|error| failed(error.to_string()))?;
        let Some(format) = format(&path) else {
            return Err(Failure::Io(format!(
                "--into: {name} is neither Markdown nor HTML; give a file whose name ends in `.md`, `.markdown` or `.html`"
            )));
        };
        if file.is_readonly() {
            return Err(Failure::Io(format!(
                "--into: {name} is read-only; make it writable with `chmod u+w {name}`, or leave it out"
            )));
        }
        let before = file.text().map_err(|error| failed(error.to_string()))?;
        let mut fault = None;
        let after = renewed(&before, format, |words| {
            let part = resources.parse_part(words)?;
            resources.part(&part, format).map_err(|report| {
                fault = Some(report);
                String::new()
            })
        });
        let after = after.map_err(|problem| match fault {
            Some(report) => refused(report),
            None => Failure::Io(format!("--into: {name}: {problem}")),
        })?;
        Ok(Self {
            name,
            path,
            before,
            after,
        })
    }

    /// Writes the file, unless nothing changes.
    pub(super) fn write(self) -> Result<(), Failure> {
        if self.before == self.after {
            say(format_args!("{}: unchanged", self.name));
            return Ok(());
        }
        rewrite(&self.path, self.after.as_bytes())
            .map_err(|error| Failure::Io(error.to_string()))?;
        say(format_args!("{}: written", self.name));
        Ok(())
    }
}

/// Returns what a file is written in, by its name.
fn format(path: &Path) -> Option<PartFormat> {
    let extension = path.extension().and_then(|it| it.to_str())?;
    let mut known = EXTENSIONS.into_iter();
    let (_, format) = known.find(|(known, _)| extension.eq_ignore_ascii_case(known))?;
    Some(format)
}
