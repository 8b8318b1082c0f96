//! Forms through which people ask for a change without knowing YAML: issue forms on GitHub, and the fields of Pages CMS.
//!
//! Both are made from the JSON Schema of the events file, with the groups and the series of one calendar as choices. Titles, descriptions,
//! examples and choices come from the schema, so a form cannot say anything else than the format. A test checks that each key of the schema
//! is in a form or in its list of keys that are left out. [`issue`] reads what GitHub makes of a filled-in form.

mod fields;
mod issue;
mod issue_form;
mod keys;
mod pages_cms;
mod yaml;

use fields::Form;
pub use issue::{Asked, Issue, IssueError};
pub(crate) use issue_form::{FOLDER, MADE_BY, issue_forms};
pub(crate) use pages_cms::pages_cms;

use std::sync::LazyLock;

use crate::calendar::{Calendar, Schedule};
use crate::visible::shown;
use fields::Field;

/// What the forms of one calendar offer to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choices {
    pub(crate) groups: Vec<Choice>,
    pub(crate) series: Vec<Choice>,
}

/// The fields of each form with everything that a calendar can offer. The reader of issues needs them for every issue.
static EVERY_FIELD: LazyLock<[Vec<Field>; 2]> = LazyLock::new(|| {
    let choice = || vec![Choice::new("example", "Example")];
    let choices = Choices {
        groups: choice(),
        series: choice(),
    };
    Form::ALL.map(|form| form.fields(&choices))
});

/// Returns the fields of a form with everything that a calendar can offer.
fn every_field(form: Form) -> &'static [Field] {
    let [new_event, change] = &*EVERY_FIELD;
    match form {
        Form::NewEvent => new_event,
        Form::Change => change,
    }
}

/// A group or a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) name: String,
}

impl Choices {
    /// Returns the groups of a calendar in the order of the file, and its series in the order of their titles.
    pub(crate) fn of(calendar: &Calendar) -> Self {
        let groups = calendar.groups().iter();
        let events = calendar.events().iter();
        let series = events.filter(|event| {
            matches!(event.schedule(), Schedule::Series(_)) || !event.stand_alone().is_empty()
        });
        let mut series: Vec<Choice> = series
            .map(|event| Choice::new(event.id().as_str(), event.details().title()))
            .collect();
        series.sort_by_cached_key(|it| it.name.to_lowercase());
        Self {
            groups: groups
                .map(|group| Choice::new(group.id().as_str(), group.name()))
                .collect(),
            series,
        }
    }
}

impl Choice {
    fn new(id: &str, name: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
        }
    }

    /// Returns the line of a list that people choose from: the name, and the id by which it is found again.
    pub(crate) fn line(&self) -> String {
        format!("{} ({})", shown(&self.name), self.id)
    }
}

/// Returns the id at the end of a line of [`Choice::line`].
pub(crate) fn id_of_line(line: &str) -> Option<&str> {
    let (_, rest) = line.rsplit_once('(')?;
    rest.strip_suffix(')')
}
