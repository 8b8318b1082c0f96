//! `--templates`: reads the user's own templates.
//!
//! The templates are the files of a folder with a known extension, and `words.yaml`; [`mod@static_files`] are those of its folder `static`. Other
//! folders and files are ignored, and a template without an effect is named in a message. A folder with more than 100 templates, such as the
//! output of a build, is refused.

mod static_files;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use clap::Args;

use super::input::wants_colour;
use super::refusal::Faulty;
use super::{Failure, linked, say};
use crate::page::{extra_pages, is_included, template_names};
use crate::spelling::closest;
use crate::words::FILE_NAME as WORDS;
use crate::{Context, Report};
use static_files::static_files;

/// The maximum size of a template. All built-in templates together have a twentieth of it.
const LARGEST: u64 = 1024 * 1024;
/// The maximum number of templates.
const MOST: usize = 100;

/// What explains a set of templates to people.
const READ_ME: &str = "README.md";

/// The file extensions of templates.
const KINDS: [&str; 5] = ["html", "md", "css", "js", "svg"];

// Not a doc comment, which clap would show in place of the description of a command.
// Templates, as `build` and `serve` take them.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Templates {
    /// A folder with your own templates; each replaces the built-in template of the same name
    #[arg(long = "templates", value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// What a folder of templates has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TemplateFolder {
    /// The templates, by name.
    texts: BTreeMap<String, String>,
    /// The files to publish as they are, by path.
    files: BTreeMap<String, Bytes>,
}

impl TemplateFolder {
    /// Returns what was added to a context.
    pub(super) fn of(context: &Context) -> Self {
        Self {
            texts: context.templates().clone(),
            files: context.files().clone(),
        }
    }

    /// Adds the templates and files to a context.
    pub(super) fn add_to(self, context: Context) -> Result<Context, Failure> {
        let context = context.with_templates(self.texts);
        context
            .with_files(self.files)
            .map_err(|error| Failure::Io(format!("--templates: {error}")))
    }
}

impl Templates {
    /// Adds the templates to a context.
    pub(super) fn read(&self, context: Context) -> Result<Context, Failure> {
        self.contents()?.add_to(context)
    }

    /// Reads the folder.
    pub(super) fn contents(&self) -> Result<TemplateFolder, Failure> {
        let mut templates = BTreeMap::new();
        let Some(folder) = &self.folder else {
            return Ok(TemplateFolder::default());
        };
        let failed = |path: &Path, error: io::Error| {
            let help = match linked::is_refusal(&error) {
                true if path == folder => "; give the folder that it points to",
                true => "; replace the link with the file itself",
                false => "",
            };
            Failure::Io(format!("cannot read {}: {error}{help}", path.display()))
        };
        linked::follow(folder).map_err(|error| failed(folder, error))?;
        for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
            let path = entry.map_err(|error| failed(folder, error))?.path();
            let kind = path.extension().and_then(|it| it.to_str());
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            let is_known = name == WORDS || kind.is_some_and(|kind| KINDS.contains(&kind));
            let is_template = is_known && path.is_file();
            if is_template && !name.starts_with('.') && name != READ_ME {
                let text = text(&path).map_err(|error| failed(&path, error))?;
                templates.insert(name.to_owned(), text);
            }
            if templates.len() > MOST {
                return Err(Failure::Io(format!(
                    "--templates: {} has more than {MOST} templates; give a folder that has only templates",
                    folder.display()
                )));
            }
        }
        Ok(TemplateFolder {
            texts: templates,
            files: static_files(folder)?,
        })
    }

    /// Returns a message for each template that has no effect: it replaces no built-in template, and no template includes it. Usually its name
    /// is mistyped.
    pub(super) fn strays(&self, context: &Context) -> Vec<String> {
        let own = context.templates();
        let pages = extra_pages(own);
        let is_page = |name: &str| {
            let page = name.strip_suffix(".html");
            page.is_some_and(|page| pages.contains(&page))
        };
        own.keys()
            .filter(|name| *name != WORDS)
            .filter(|name| !template_names().any(|ours| ours == *name))
            .filter(|name| !is_included(own, name) && !is_page(name))
            .map(|name| {
                let meant = closest(name, template_names());
                let meant = meant.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
                let path = self.folder.clone().unwrap_or_default().join(name);
                format!(
                    "{} replaces no built-in template, and no template includes it{meant}",
                    path.display()
                )
            })
            .collect()
    }

    /// Shows the error of a template, and returns the failure for the exit code.
    pub(super) fn refuse(&self, report: Report, context: &Context) -> Failure {
        let faulty = self.faulty(report, context);
        let shown = faulty.render(wants_colour(io::stderr().is_terminal()));
        let _ = io::stderr().write_all(shown.as_bytes());
        say(format_args!(
            "a template has an error; nothing is published"
        ));
        Failure::File
    }

    /// The template that a report is about.
    pub(super) fn faulty(&self, report: Report, context: &Context) -> Faulty {
        let name = report.diagnostics().first().map(crate::Diagnostic::path);
        let name = name.unwrap_or_default();
        let text = context.templates().get(&name).cloned().unwrap_or_default();
        let path = self.folder.clone().unwrap_or_default().join(&name);
        Faulty {
            name: path.display().to_string(),
            text: Arc::new(text),
            report,
        }
    }
}

/// Reads a template.
fn text(path: &Path) -> io::Result<String> {
    linked::open(path, LARGEST)?
        .text()
        .map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => {
                io::Error::new(error.kind(), "it is not UTF-8; save the file as UTF-8")
            }
            _ => error,
        })
}
