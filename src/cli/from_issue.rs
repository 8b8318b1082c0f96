//! `calfeed from-issue`: turns an issue that was written with a form into a patch of the events file.
//!
//! It reads the JSON of the issue, makes the edit in memory, and writes a patch that `git apply` accepts. The text of a pull request goes to
//! standard output: what subscribers will see, as Markdown. The events file is changed only with `--write`. The exit code is 1 if the issue
//! does not say clearly what to change, or if the edit is refused; then nothing is written.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use super::beside::Checked;
use super::changed_file::below;
use super::edit::refused;
use super::input::{Input, USUAL, now};
use super::patch::{name_in_patch, patch};
use super::regular::{Regular, limited};
use super::replace::replace;
use crate::form::{Asked, Issue};
use crate::{Context, Difference, Format};

/// The largest JSON of an issue that is read. The payload of a workflow has a whole repository in it, and escapes can make a body six times as long.
const LARGEST: u64 = 4 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct FromIssue {
    /// The JSON of the issue, from the REST API of GitHub or the payload of a workflow (`$GITHUB_EVENT_PATH`), or `-` for standard input
    #[arg(value_name = "ISSUE")]
    issue: PathBuf,
    /// The events file, or its folder
    #[arg(long, value_name = "FILE", default_value = USUAL)]
    file: PathBuf,
    /// Write the patch into this file
    #[arg(long, value_name = "PATCH")]
    out: Option<PathBuf>,
    /// Also change the events file itself
    #[arg(long)]
    write: bool,
}

impl FromIssue {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let context = Context::new(now);
        let source = Input::of(self.file.clone()).in_its_folder()?.read(now)?;
        let Some(events) = source.file.clone() else {
            return Err(Failure::Io(
                "`from-issue` needs the path of the events file, which the patch names; give it instead of `-`".to_owned(),
            ));
        };
        let Checked {
            calendar,
            report,
            included,
            ..
        } = source.check_beside(&context);
        let Some(calendar) = calendar else {
            source.show(&report);
            return Err(Failure::File);
        };
        let not_used = |error: crate::form::IssueError| Failure::Refused(error.to_string());
        let issue = Issue::parse(&self.json()?).map_err(not_used)?;
        let asked = issue.request(&calendar).map_err(not_used)?;
        let edited = source
            .edit(&asked.request, &context)
            .map_err(|it| refused(&it))?;
        let edit = &edited.edit;
        let file = match &edit.file {
            Some(path) => events.with_file_name(&**path),
            None => events.clone(),
        };
        let name = name_in_patch(&file)?;
        let written = patch(&name, &edited.before, &edit.change);
        let calendars = edit.before.as_ref().zip(edit.after.as_ref());
        let difference = calendars.map(|(old, new)| Difference::between(old, new, &context));
        let mut text = difference.map_or_else(String::new, |it| it.markdown());
        let warnings = edited.warnings(&source, Format::Human(false));
        add_origin(&issue, &asked, &warnings, &mut text);
        if let Some(out) = &self.out {
            let files = included.iter().map(|it| below(&events, &it.path));
            is_apart(out, files.chain([events.clone()]))?;
            replace(out, written.as_bytes(), None, || Ok(()))
                .map_err(|error| Failure::Io(error.to_string()))?;
        }
        if let Some(file) = edited.file(&source).filter(|_| self.write) {
            file.can_be_written("was not changed")?;
            file.write()?;
        }
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }

    /// Reads the JSON of the issue.
    fn json(&self) -> Result<String, Failure> {
        let name = self.issue.display();
        let unreadable = |error| Failure::io(format_args!("cannot read {name}"), error);
        if self.issue != Path::new("-") {
            let file = Regular::open(&self.issue, LARGEST).map_err(unreadable)?;
            return file.text().map_err(unreadable);
        }
        let bytes = limited(io::stdin().lock(), 0, LARGEST).map_err(unreadable)?;
        String::from_utf8(bytes)
            .map_err(|_| Failure::Refused("standard input is not UTF-8".to_owned()))
    }
}

/// Adds to the text of a pull request which issue it comes from, which answers are not used, and the new warnings.
fn add_origin(issue: &Issue, asked: &Asked, warnings: &str, text: &mut String) {
    if !asked.unused.is_empty() {
        let labels = asked.unused.join(", ");
        let _ = writeln!(
            text,
            "\nThese fields of the form are filled in, and not used for this change: {labels}."
        );
    }
    if !warnings.is_empty() {
        let _ = writeln!(text, "\nNew warnings:\n");
        for line in warnings.lines() {
            // Indented by four spaces, Markdown shows text as it is.
            let _ = writeln!(text, "    {line}");
        }
    }
    let number = issue.number();
    let _ = match issue.author() {
        Some(author) => writeln!(text, "\nAsked for by @{author}. Closes #{number}."),
        None => writeln!(text, "\nCloses #{number}."),
    };
}

/// Checks that the patch replaces no file of the calendar.
fn is_apart(out: &Path, files: impl IntoIterator<Item = PathBuf>) -> Result<(), Failure> {
    let Ok(real) = out.canonicalize() else {
        return Ok(());
    };
    let is_out = |file: PathBuf| file.canonicalize().is_ok_and(|it| it == real);
    if files.into_iter().any(is_out) {
        return Err(Failure::Io(format!(
            "the patch would replace {}; give `--out` another name, such as `change.patch`",
            out.display()
        )));
    }
    Ok(())
}
