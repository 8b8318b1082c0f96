//! What is wrong with a file, as data, and the words for it.
//!
//! Each subject has a table, and each row of a table is a variant with its fields, its kind, its message and its help. Only these tables
//! make sentences of findings; a few rows take a whole message from elsewhere, such as from the template engine. Nothing decides anything
//! by the text of a sentence. Where a problem was found is a [`super::Place`], and what to write instead is a [`super::Repair`].
//!
//! A row is `Variant { field: Type } is KindOfDiagnostic: "message", help "help";`. Both texts may name the fields. Without a help, the
//! repairs of the problem are the help; with both, the repairs come first.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};

use super::Kind;
use crate::visible::shown;

macro_rules! findings {
    ($(#[$doc:meta])* $name:ident in $subject:ident {
        $($(#[$about:meta])* $variant:ident $({ $($field:ident: $type:ty),+ $(,)? })? is $kind:ident:
            $message:literal $(, help $help:literal)?;)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($(#[$about])* $variant $({ $($field: $type),+ })?,)+
        }

        impl $name {
            /// The kind of diagnostic.
            pub(super) fn kind(&self) -> $crate::diagnostic::Kind {
                match self {
                    $(Self::$variant { .. } => $crate::diagnostic::Kind::$kind,)+
                }
            }

            /// What was found, in words.
            #[allow(unused_variables, reason = "a field may be for the help alone, or for programs")]
            pub(super) fn message(&self) -> String {
                match self {
                    $(Self::$variant $({ $($field),+ })? => format!($message),)+
                }
            }

            /// What to do about it, in addition to the repairs.
            #[allow(unused_variables, reason = "a field may be for the message alone, or for programs")]
            pub(super) fn help(&self) -> Option<String> {
                match self {
                    $(Self::$variant $({ $($field),+ })? => findings!(@help $($help)?),)+
                }
            }
        }

        impl From<$name> for $crate::diagnostic::Problem {
            fn from(finding: $name) -> Self {
                Self::of($crate::diagnostic::Finding::$subject(finding))
            }
        }
    };
    (@help) => { None };
    (@help $help:literal) => { Some(format!($help)) };
}

macro_rules! subjects {
    ($($subject:ident($finding:ident) in $module:ident),+ $(,)?) => {
        $(mod $module; pub(crate) use $module::$finding;)+

        /// What is wrong, by subject.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Finding {
            $($subject($finding),)+
        }

        impl Finding {
            pub(super) fn kind(&self) -> Kind {
                match self {
                    $(Self::$subject(finding) => finding.kind(),)+
                }
            }

            pub(super) fn message(&self) -> String {
                match self {
                    $(Self::$subject(finding) => finding.message(),)+
                }
            }

            pub(super) fn help(&self) -> Option<String> {
                match self {
                    $(Self::$subject(finding) => finding.help(),)+
                }
            }
        }
    };
}

subjects! {
    Syntax(SyntaxFinding) in syntax,
    Shape(ShapeFinding) in shape,
    Value(ValueFinding) in value,
    Time(TimeFinding) in time,
    Rule(RuleFinding) in rule,
    Event(EventFinding) in event,
    Include(IncludeFinding) in include,
    Schedule(ScheduleFinding) in schedule,
    Change(ChangeFinding) in change,
    Limit(LimitFinding) in limit,
    Warning(WarningFinding) in warning,
    Template(TemplateFinding) in template,
}

pub(crate) use change::FreeDates;
pub(crate) use event::SlugHolder;
pub(crate) use rule::Instead;
pub(crate) use schedule::OtherDates;
pub(crate) use shape::{Holder, Shape, Times, Wanted};

/// A text of the user, made safe to show and cut after 60 characters. It is shown in backticks; with `{field:#}`, without them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written(String);

impl From<&str> for Written {
    fn from(text: &str) -> Self {
        // A text may have megabytes, and never more than 60 characters of it are shown.
        let end = text
            .char_indices()
            .nth(100)
            .map_or(text.len(), |(end, _)| end);
        Self(text.get(..end).unwrap_or_default().to_owned())
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            f.write_str(&shown(&self.0))
        } else {
            write!(f, "`{}`", shown(&self.0))
        }
    }
}

/// Words to choose from, each in backticks: `` `a`, `b` or `c` ``.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choices(pub(crate) Vec<String>);

impl fmt::Display for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.iter().enumerate() {
            let separator = match index {
                0 => "",
                _ if index + 1 == self.0.len() => " or ",
                _ => ", ",
            };
            write!(f, "{separator}`{word}`")?;
        }
        Ok(())
    }
}

/// A date as people say it: `Thursday 26 March 2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day(pub(crate) NaiveDate);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%A %-d %B %Y"))
    }
}

/// A date with or without a time, as the file writes it: `2026-03-26 11:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Date(NaiveDate),
    Minute(NaiveDateTime),
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Minute(local) => write!(f, "{}", local.format("%Y-%m-%d %H:%M")),
        }
    }
}
