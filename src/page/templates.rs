//! The page templates: the built-in ones, and the user's in their place.
//!
//! [`PageTemplates`] takes the sources of the user's templates by file name, and renders the data of a page. An error is a [`Report`] with
//! the name of the template and, if the user wrote it, the line. Output without `safe` is escaped, in HTML and in Markdown. The execution of a
//! user's template is limited, so a loop cannot hang the server.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior};

use strsim::osa_distance;

use super::deep_link::encoded;
use super::lead::cut;
use super::say::say;
use crate::diagnostic::{
    Diagnostic, Lines, Place, Report, Segment, Severity, Side, TemplateFinding,
};
use crate::markdown;
use crate::plain::Plain;
use crate::value::Slug;
use crate::words::{FILE_NAME, Words};

/// The built-in templates, by name.
const BUILT_IN: [(&str, &str); 22] = [
    ("layout.html", include_str!("templates/layout.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("list.html", include_str!("templates/list.html")),
    ("index.html", include_str!("templates/index.html")),
    ("month.html", include_str!("templates/month.html")),
    ("past.html", include_str!("templates/past.html")),
    ("event.html", include_str!("templates/event.html")),
    ("groups.html", include_str!("templates/groups.html")),
    ("group.html", include_str!("templates/group.html")),
    ("month-over.html", include_str!("templates/month-over.html")),
    ("moved.html", include_str!("templates/moved.html")),
    ("meeting.html", include_str!("templates/meeting.html")),
    ("404.html", include_str!("templates/404.html")),
    ("part.html", include_str!("templates/part.html")),
    (
        "events-part.html",
        include_str!("templates/events-part.html"),
    ),
    (
        "upcoming-part.html",
        include_str!("templates/upcoming-part.html"),
    ),
    ("next-part.html", include_str!("templates/next-part.html")),
    ("parts.md", include_str!("templates/parts.md")),
    ("events.md", include_str!("templates/events.md")),
    ("upcoming.md", include_str!("templates/upcoming.md")),
    ("next.md", include_str!("templates/next.md")),
    ("group.md", include_str!("templates/group.md")),
];

/// Files that are published without rendering, because CSS and scripts are full of braces.
const VERBATIM: [(&str, &str); 4] = [
    ("style.css", include_str!("templates/style.css")),
    ("copy.js", include_str!("templates/copy.js")),
    ("page.js", include_str!("templates/page.js")),
    ("icon.svg", include_str!("templates/icon.svg")),
];

/// The fuel that a user's template may spend on one page. Each instruction costs one unit, and so do 64 bytes of text. The limits are five
/// times what the built-in templates need for a calendar without events, and for each event.
const FUEL: u64 = 500_000;
const FUEL_OF_EVENT: u64 = 500;

pub(super) const MARKDOWN: AutoEscape = AutoEscape::Custom(Cow::Borrowed("markdown"));

/// Returns the names of all templates.
pub(crate) fn template_names() -> impl Iterator<Item = &'static str> {
    let built_in = BUILT_IN.iter().map(|(name, _)| *name);
    built_in.chain(VERBATIM.iter().map(|(name, _)| *name))
}

/// Whether another template of the user includes, imports or extends a template.
pub(crate) fn is_included(own: &BTreeMap<String, String>, name: &str) -> bool {
    let quoted = [format!("\"{name}\""), format!("'{name}'")];
    let others = own.iter().filter(|(other, _)| *other != name);
    // Outside of `{% … %}`, a name is that of a link.
    let mut tags = others.flat_map(|(_, text)| {
        let tags = text.split("{%").skip(1);
        tags.filter_map(|tag| Some(tag.split_once("%}")?.0))
    });
    tags.any(|tag| quoted.iter().any(|it| tag.contains(it)))
}

/// Returns the names of the user's templates that are pages of their own, without `.html`: they replace no built-in template, and no template of
/// the user includes them. A name that is one letter from that of a built-in template is a misspelt one.
pub(crate) fn extra_pages(own: &BTreeMap<String, String>) -> Vec<&str> {
    let is_page = |name: &&str| {
        let file = format!("{name}.html");
        template_names().all(|ours| osa_distance(ours, &file) > 1) && !is_included(own, &file)
    };
    own.keys()
        .filter_map(|name| name.strip_suffix(".html"))
        .filter(|name| Slug::parse(name).is_ok())
        .filter(is_page)
        .collect()
}

/// Renders templates by name.
pub(super) struct PageTemplates {
    environment: Environment<'static>,
    /// The user's templates, by name.
    own: BTreeMap<String, String>,
}

impl PageTemplates {
    /// Loads the user's templates, for a calendar with this many events, and the words that templates say.
    pub(super) fn new(
        own: &BTreeMap<String, String>,
        events: usize,
        words: Arc<Words>,
    ) -> Result<Self, Report> {
        let mut environment = environment();
        environment.add_function(
            "say",
            move |state: &State<'_, '_>, name: &str, values: Kwargs| {
                say(&words, state, name, &values)
            },
        );
        for (name, source) in BUILT_IN {
            if !own.contains_key(name) {
                environment
                    .add_template(name, source)
                    .expect("tests parse every built-in template");
            }
        }
        if !own.is_empty() {
            let of_events = u64::try_from(events).unwrap_or(u64::MAX);
            let fuel = FUEL_OF_EVENT.saturating_mul(of_events);
            environment.set_fuel(Some(FUEL.saturating_add(fuel)));
        }
        let mut templates = Self {
            environment,
            own: own.clone(),
        };
        for (name, source) in own {
            let is_verbatim = VERBATIM.iter().any(|(verbatim, _)| verbatim == name);
            let is_template = !is_verbatim && name != FILE_NAME;
            if is_template {
                templates
                    .environment
                    .add_template_owned(name.clone(), source.clone())
                    .map_err(|error| templates.report(name, &error))?;
            }
        }
        Ok(templates)
    }

    /// Renders the template `name`.
    pub(super) fn render(&self, name: &str, data: Value) -> Result<String, Report> {
        self.environment
            .get_template(name)
            .and_then(|template| template.render(data))
            .map_err(|error| self.report(name, &error))
    }

    /// Like [`PageTemplates::render`], with an initial capacity in bytes. Growing a long text copies it and needs twice its memory.
    pub(super) fn render_long(
        &self,
        name: &str,
        data: Value,
        room: usize,
    ) -> Result<String, Report> {
        let mut text = Vec::with_capacity(room);
        self.environment
            .get_template(name)
            .and_then(|template| template.render_captured_to(data, &mut text).map(drop))
            .map_err(|error| self.report(name, &error))?;
        Ok(String::from_utf8(text).unwrap_or_default())
    }

    /// Returns a file that is published without rendering.
    pub(super) fn verbatim(&self, name: &str) -> &str {
        let ours = VERBATIM.iter().find(|(verbatim, _)| *verbatim == name);
        match (self.own.get(name), ours) {
            (Some(own), _) => own,
            (None, ours) => ours.map_or("", |(_, source)| source),
        }
    }

    /// Returns the error that a page of the user has an address that is taken by `what`.
    pub(super) fn taken(name: &str, what: &'static str) -> Report {
        let page = name.to_owned();
        let place = Place::new(vec![Segment::Key(format!("{name}.html"))], Side::Value);
        let problem = TemplateFinding::PageTaken { page, what }.into();
        Report::new(vec![Diagnostic::new(Severity::Error, problem, place)])
    }

    /// Reports an error at its innermost place in a template of the user.
    fn report(&self, rendered: &str, error: &Error) -> Report {
        let mut causes = vec![error];
        while let Some(cause) = causes
            .last()
            .and_then(|error| std::error::Error::source(*error))
            .and_then(|cause| cause.downcast_ref::<Error>())
        {
            causes.push(cause);
        }
        let is_own = |error: &&&Error| error.name().is_some_and(|it| self.own.contains_key(it));
        let nearest = causes.iter().rev().find(is_own).copied().unwrap_or(error);
        let name = nearest.name().unwrap_or(rendered);
        let innermost = causes.last().copied().unwrap_or(error);
        let problem = finding(innermost).into();
        let place = Place::new(vec![Segment::Key(name.to_owned())], Side::Value);
        let mut diagnostic = Diagnostic::new(Severity::Error, problem, place);
        if let Some(source) = self.own.get(name) {
            let lines = Lines::new(source);
            diagnostic.location = Some(lines.locate(bytes(source, nearest)));
        }
        Report::new(vec![diagnostic])
    }
}

/// Returns what the template engine found, in its own words.
fn finding(error: &Error) -> TemplateFinding {
    let kind = error.kind();
    let found = match error.detail() {
        Some(detail) => format!("{kind}: {}", detail.replace('\n', " ")),
        None => kind.to_string(),
    };
    match kind {
        ErrorKind::UndefinedError => TemplateFinding::UndefinedName { found },
        ErrorKind::TemplateNotFound => TemplateFinding::NotFound { found },
        ErrorKind::OutOfFuel => TemplateFinding::OutOfFuel { found },
        _ => TemplateFinding::Other { found },
    }
}

/// Returns the byte range of an error, or of its whole line if the engine gives none.
fn bytes(source: &str, error: &Error) -> Range<usize> {
    if let Some(range) = error.range() {
        return range;
    }
    let number = error.line().unwrap_or(1).saturating_sub(1);
    let start: usize = source
        .split_inclusive('\n')
        .take(number)
        .map(str::len)
        .sum();
    let line = source.get(start..).and_then(|rest| rest.lines().next());
    start..start + line.map_or(0, str::len)
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    environment.set_syntax(syntax.expect("the delimiters are the usual ones"));
    // An undefined name is an error, but a template can test whether a name is defined.
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "md")) => MARKDOWN,
        _ => AutoEscape::Html,
    });
    environment.set_formatter(|out, state, value| {
        let markdown = *state.auto_escape() == MARKDOWN;
        match value.as_str() {
            Some(text) if value.is_safe() => Ok(out.write_str(text)?),
            Some(text) if markdown => Ok(out.write_str(&markdown::escaped(text))?),
            // The engine's own escaping also escapes `/`, which HTML does not require.
            Some(text) if *state.auto_escape() == AutoEscape::Html => {
                escape(text, |part| Ok(out.write_str(part)?))
            }
            // Any other value is a number or missing.
            None if markdown && (value.is_undefined() || value.is_none()) => Ok(()),
            None if markdown => Ok(out.write_str(&markdown::escaped(&value.to_string()))?),
            _ => minijinja::escape_formatter(out, state, value),
        }
    });
    environment.add_filter("linked", |state: &State<'_, '_>, text: &str| {
        Value::from_safe_string(if *state.auto_escape() == MARKDOWN {
            markdown::linked_commonmark(text)
        } else {
            markdown::linked(text)
        })
    });
    environment.add_filter("cut", cut);
    environment.add_filter("address", |address: &str| {
        Value::from_safe_string(markdown::destination(address))
    });
    environment.add_filter("query", |value: &str| encoded(value));
    environment
}

/// Bytes without a special meaning in HTML elements and quoted attributes.
static PLAIN: Plain = Plain::any_but(b"&<>\"'");

/// Returns text escaped for HTML.
pub(crate) fn escaped_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let _ = escape(text, |part| {
        escaped.push_str(part);
        Ok(())
    });
    escaped
}

/// Gives text escaped for HTML to `write`, part by part.
fn escape(text: &str, mut write: impl FnMut(&str) -> Result<(), Error>) -> Result<(), Error> {
    let mut rest = text;
    loop {
        let (plain, special) = PLAIN.split(rest);
        write(plain)?;
        write(match special.as_bytes() {
            [] => return Ok(()),
            [b'&', ..] => "&amp;",
            [b'<', ..] => "&lt;",
            [b'>', ..] => "&gt;",
            [b'"', ..] => "&quot;",
            _ => "&#39;",
        })?;
        rest = special.get(1..).unwrap_or_default();
    }
}
