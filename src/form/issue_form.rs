//! Writes the issue forms of GitHub, as YAML in [GitHub's form schema].
//!
//! GitHub refuses a form with a label or an option that appears twice, an option `None`, or a value that its parser does not read as text.
//! [`super::yaml`] takes care of the last, and tests of the others.
//!
//! [GitHub's form schema]: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema

use serde_yaml::{Mapping, Value};

use super::Choices;
use super::fields::{Field, Form, Input};
use super::yaml::{mapping, written};

/// The folder in which GitHub looks for forms.
pub(crate) const FOLDER: &str = ".github/ISSUE_TEMPLATE";

/// How the first line of a form begins. A file that begins otherwise was not made by calfeed, or is no longer as it was made.
pub(crate) const MADE_BY: &str = "# Made by `calfeed schema";

impl Form {
    /// Returns the name of the file in [`FOLDER`].
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::NewEvent => "new-event.yml",
            Self::Change => "moved-or-cancelled.yml",
        }
    }

    /// Returns what GitHub shows of the form in its list: its name, what it is for, and how the title of an issue begins.
    fn about(self) -> [&'static str; 3] {
        match self {
            Self::NewEvent => [
                "New event",
                "Ask for an event to be added to the calendar",
                "New event: ",
            ],
            Self::Change => [
                "A meeting is moved or cancelled",
                "Ask for a meeting that is in the calendar to be changed",
                "Change: ",
            ],
        }
    }

    fn written(self, choices: &Choices) -> String {
        let [name, description, title] = self.about();
        let warning =
            "Everybody can read this form. Do not write passwords or private addresses into it.";
        let warning = mapping([
            ("type", "markdown".into()),
            ("attributes", mapping([("value", warning.into())]).into()),
        ]);
        let fields = self.fields(choices);
        let fields = fields.iter().map(|field| element(field).into());
        let body: Vec<Value> = std::iter::once(warning.into()).chain(fields).collect();
        let whole = mapping([
            ("name", name.into()),
            ("description", description.into()),
            ("title", title.into()),
            ("body", body.into()),
        ]);
        format!(
            "{MADE_BY} --of issue-form`. Run it again after a series or a group was added, renamed or removed.\n{}",
            written(&whole)
        )
    }
}

/// Returns the forms of a calendar, each with the name of its file.
pub(crate) fn issue_forms(choices: &Choices) -> Vec<(&'static str, String)> {
    let forms = Form::ALL.into_iter();
    forms
        .map(|form| (form.file(), form.written(choices)))
        .collect()
}

/// Returns the element of a form that asks for a field.
fn element(field: &Field) -> Mapping {
    let mut attributes = mapping([
        ("label", field.label.as_str().into()),
        ("description", field.description.as_str().into()),
    ]);
    if let Some(placeholder) = &field.placeholder {
        attributes.insert("placeholder".into(), placeholder.as_str().into());
    }
    let kind = match &field.input {
        Input::Line => "input",
        Input::Lines => "textarea",
        Input::OneOf(options) => {
            let options: Vec<Value> = options.iter().map(|it| it.as_str().into()).collect();
            attributes.insert("options".into(), options.into());
            "dropdown"
        }
    };
    let mut element = mapping([
        ("type", kind.into()),
        ("id", field.id.into()),
        ("attributes", attributes.into()),
    ]);
    if field.is_required {
        let validations = mapping([("required", true.into())]);
        element.insert("validations".into(), validations.into());
    }
    element
}
