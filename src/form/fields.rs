//! The fields of the forms on GitHub: which keys of the schema they have, in which order, and which keys they leave out and why.
//!
//! A field that is a key has its title and description from the schema. The others are questions that the file answers by its structure, such
//! as which event it is about.

use super::keys::Schema;
use super::{Choice, Choices};

/// A form on GitHub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Asks for a new event.
    NewEvent,
    /// Asks for a change of a meeting that is in the calendar.
    Change,
}

/// What people type into a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// One line.
    Line,
    /// Any number of lines.
    Lines,
    /// One of these lines.
    OneOf(Vec<String>),
}

/// A field of a form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// The name by which links fill it in: the key, if it has one.
    pub(crate) id: &'static str,
    /// The part of the schema that has the key, or `None` if this field is no key.
    pub(crate) of: Option<&'static str>,
    pub(crate) label: String,
    pub(crate) description: String,
    /// An example, which a list to choose from does not have.
    pub(crate) placeholder: Option<String>,
    pub(crate) input: Input,
    pub(crate) is_required: bool,
}

/// The keys of the form for a new event, and whether each must be filled in.
pub(super) const NEW_EVENT: [(&str, bool); 14] = [
    ("title", true),
    ("start", true),
    ("end", false),
    ("repeats", false),
    ("until", false),
    ("group", false),
    ("format", false),
    ("location", false),
    ("join", false),
    ("sign_up", false),
    ("price", false),
    ("url", false),
    ("contact", false),
    ("description", false),
];

/// The keys of a change that are in the form for a change.
pub(super) const CHANGE: [&str; 3] = ["moved_to", "location", "reason"];

/// The field that says which event a change is about.
pub(crate) const EVENT: &str = "event";
/// The field with the title of an event that is not in the list.
pub(crate) const OTHER_EVENT: &str = "other_event";
/// The field with the date of the meeting.
pub(crate) const DATE: &str = "date";
/// The field that says what happens to the meeting.
pub(crate) const WHAT: &str = "what";

/// The line of the list of series that is for all other events.
pub(crate) const NOT_IN_THE_LIST: &str = "An event that is not in this list";

/// What can happen to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Move,
    Cancel,
    Postpone,
    Skip,
    Relocate,
    Restore,
}

impl What {
    pub(crate) const ALL: [Self; 6] = [
        Self::Move,
        Self::Cancel,
        Self::Postpone,
        Self::Skip,
        Self::Relocate,
        Self::Restore,
    ];

    /// Returns the line that people choose.
    pub(crate) fn line(self) -> &'static str {
        match self {
            Self::Move => "It moves to another date or time",
            Self::Cancel => "It is cancelled, and calendars say so",
            Self::Postpone => "It is postponed, and the new date is not known yet",
            Self::Skip => "It was never planned for this date, and calendars do not show it",
            Self::Relocate => "It is in another place",
            Self::Restore => "It takes place as planned after all",
        }
    }
}

impl Form {
    pub(crate) const ALL: [Self; 2] = [Self::NewEvent, Self::Change];

    /// Returns the fields of the form for a calendar, in their order.
    pub(crate) fn fields(self, choices: &Choices) -> Vec<Field> {
        let schema = Schema::get();
        match self {
            Self::NewEvent => new_event(schema, choices),
            Self::Change => change(schema, choices),
        }
    }
}

fn new_event(schema: &Schema, choices: &Choices) -> Vec<Field> {
    let is_offered = |key: &str| key != "group" || !choices.groups.is_empty();
    let keys = NEW_EVENT.into_iter().filter(|(key, _)| is_offered(key));
    keys.map(|(key, is_required)| {
        let mut field = of_key(schema, "Event", key);
        field.is_required = is_required;
        match key {
            "group" => {
                field.input = Input::OneOf(lines(&choices.groups));
                field.placeholder = None;
            }
            "description" => field.input = Input::Lines,
            _ => {}
        }
        field
    })
    .collect()
}

fn change(schema: &Schema, choices: &Choices) -> Vec<Field> {
    let own = |id, label: &str, description: &str, input| Field {
        id,
        of: None,
        label: label.to_owned(),
        description: description.to_owned(),
        placeholder: None,
        input,
        is_required: true,
    };
    let title = schema.key("Event", "title").example;
    let mut fields = Vec::new();
    if choices.series.is_empty() {
        let description = "The title of the event, as the calendar shows it";
        fields.push(Field {
            placeholder: title,
            ..own(EVENT, "Event", description, Input::Line)
        });
    } else {
        let mut series = lines(&choices.series);
        series.push(NOT_IN_THE_LIST.to_owned());
        let description = "Which event it is about";
        fields.push(own(EVENT, "Event", description, Input::OneOf(series)));
        let description =
            "Only if the event is not in the list: its title, as the calendar shows it";
        fields.push(Field {
            is_required: false,
            ..own(OTHER_EVENT, "Title of the event", description, Input::Line)
        });
    }
    let description = "The date that the calendar shows for the meeting now, with the year";
    let example = schema.key("Event", "until").example;
    fields.push(Field {
        placeholder: example,
        ..own(DATE, "Date", description, Input::Line)
    });
    let what = What::ALL.map(|it| it.line().to_owned()).to_vec();
    let description = "What happens to the meeting on this date";
    fields.push(own(WHAT, "What happens", description, Input::OneOf(what)));
    fields.extend(CHANGE.map(|key| of_key(schema, "Change", key)));
    fields
}

/// Returns the field of a key.
fn of_key(schema: &Schema, of: &'static str, id: &'static str) -> Field {
    let key = schema.key(of, id);
    let (input, placeholder) = if key.choices.is_empty() {
        (Input::Line, key.example)
    } else {
        (Input::OneOf(key.choices), None)
    };
    Field {
        id,
        of: Some(of),
        label: key.title,
        description: key.description,
        placeholder,
        input,
        is_required: false,
    }
}

fn lines(choices: &[Choice]) -> Vec<String> {
    choices.iter().map(Choice::line).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::keys::ABOUT_YAML;
    use super::*;

    /// The keys that the forms leave out, and why.
    const LEFT_OUT: [(&str, &str, &str); 35] = [
        ("Event", "id", "calfeed makes it from the title"),
        (
            "Event",
            "uid",
            "only for an event that calendars already know",
        ),
        ("Event", "duration", "`end` says it"),
        (
            "Event",
            "timezone",
            "rare, and a wrong one shifts the event",
        ),
        ("Event", "count", "`until` says when a series ends"),
        ("Event", "also", "a list"),
        ("Event", "changes", "the other form"),
        ("Event", "status", "a new event takes place"),
        ("Event", "shows_as", "rare"),
        ("Event", "reason", "only with a status"),
        ("Event", "groups", "`group` says it for one group"),
        ("Event", "tags", "a list"),
        (
            "Event",
            "image",
            "a file of the repository, or an address that must be checked",
        ),
        ("Event", "language", "rare"),
        ("Event", "talks", "a list"),
        ("Event", "links", "a list"),
        ("Event", "updated", "git knows it"),
        (
            "Event",
            "allow",
            "whoever merges the change sees its warnings",
        ),
        ("Change", "skipped", "the field `what` says it"),
        ("Change", "cancelled", "the field `what` says it"),
        ("Change", "title", "rare"),
        ("Change", "end", "a meeting that moves keeps its length"),
        (
            "Change",
            "duration",
            "a meeting that moves keeps its length",
        ),
        ("Change", "status", "the field `what` says it"),
        ("Change", "shows_as", "rare"),
        ("Change", "tags", "a list"),
        ("Change", "format", "rare"),
        ("Change", "join", "rare"),
        ("Change", "sign_up", "rare"),
        ("Change", "price", "rare"),
        ("Change", "url", "rare"),
        ("Change", "contact", "rare"),
        ("Change", "description", "rare"),
        ("Change", "talks", "a list"),
        ("Change", "links", "a list"),
    ];

    fn with_everything() -> Choices {
        let choice = |id: &str, name: &str| Choice::new(id, name);
        Choices {
            groups: vec![choice("poetry", "Poetry circle")],
            series: vec![choice("book-club", "Book club")],
        }
    }

    #[test]
    fn each_key_of_the_schema_is_in_a_form_or_left_out_for_a_reason() {
        let schema = Schema::get();
        for of in ["Event", "Change"] {
            let keys: BTreeSet<&str> = schema.keys(of).into_iter().collect();
            let fields = Form::ALL.map(|form| form.fields(&with_everything()));
            let fields = fields.iter().flatten();
            let of_form = fields.filter(|it| it.of == Some(of)).map(|it| it.id);
            let left_out = LEFT_OUT.iter().filter(|it| it.0 == of).map(|it| it.1);
            let known: Vec<&str> = of_form.chain(left_out).collect();
            let distinct: BTreeSet<&str> = known.iter().copied().collect();
            assert_eq!(distinct, keys, "{of}");
            assert_eq!(known.len(), keys.len(), "{of}: a key that is in two lists");
        }
    }

    #[test]
    fn a_field_says_what_the_schema_says_of_its_key() {
        let schema: serde_json::Value = serde_json::from_str(&crate::schema()).unwrap();
        for field in Form::ALL
            .map(|form| form.fields(&with_everything()))
            .iter()
            .flatten()
        {
            let Some(of) = field.of else { continue };
            let key = &schema["$defs"][of]["properties"][field.id];
            assert_eq!(key["title"], field.label);
            let mut description = key["description"].as_str().unwrap().to_owned();
            for (phrase, in_form) in ABOUT_YAML {
                description = description.replace(phrase, in_form);
            }
            assert_eq!(description, field.description);
            let words = key["then"]["else"]["enum"].as_array();
            match (&field.input, words) {
                (Input::OneOf(options), Some(words)) => {
                    let words = words.iter().filter(|word| *word != "none");
                    assert!(words.eq(options.iter()), "{}", field.id);
                }
                (Input::OneOf(_), None) => assert_eq!(field.id, "group"),
                (_, words) => assert_eq!(words, None, "{}", field.id),
            }
        }
    }

    #[test]
    fn no_form_names_a_key_of_the_file() {
        let schema = Schema::get();
        let keys: Vec<&str> = ["Event", "Change"]
            .into_iter()
            .flat_map(|of| schema.keys(of))
            .collect();
        for field in Form::ALL
            .map(|form| form.fields(&with_everything()))
            .iter()
            .flatten()
        {
            for key in &keys {
                let named = format!("`{key}`");
                assert!(!field.description.contains(&named), "{}", field.description);
            }
        }
    }

    #[test]
    fn each_phrase_that_a_form_says_otherwise_is_in_the_schema() {
        let schema = crate::schema();
        for (phrase, _) in ABOUT_YAML {
            assert!(schema.contains(phrase), "{phrase}");
        }
    }
}
