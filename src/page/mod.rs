//! Calendar → HTML: the events page, a page for each event, and the one for what is not there.
//!
//! In: a [`Calendar`], and the [`Context`] with the present moment. Out: [`Page`], which renders each page to text.
//! Guaranteed: everything a person wrote is text on the page, never markup; every link between our own resources is
//! relative; no request goes to another host; nothing needs a script. Absent: the paths, which [`crate::site`] decides.

mod item;
mod subscribe;
mod view;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, context};

use crate::calendar::{Calendar, Event};
use crate::context::Context;
use view::View;

/// The templates, by name.
const TEMPLATES: [(&str, &str); 5] = [
    ("layout.html", include_str!("templates/layout.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("index.html", include_str!("templates/index.html")),
    ("event.html", include_str!("templates/event.html")),
    ("404.html", include_str!("templates/404.html")),
];

/// Renders the pages of a calendar.
pub(crate) struct Page {
    environment: Environment<'static>,
    calendar: Value,
    /// By id.
    events: BTreeMap<String, Value>,
    /// The path of the site's root, for the page that does not know its own depth.
    root: String,
}

impl Page {
    /// Prepares the pages. `has_invite` says which invites exist: the page links to no other.
    pub(crate) fn new(
        calendar: &Calendar,
        context: &Context,
        has_invite: impl Fn(&Event, Option<NaiveDate>) -> bool,
    ) -> Self {
        let shown = View {
            calendar,
            context,
            has_invite: &has_invite,
        };
        let instances = shown.instances();
        Self {
            environment: environment(),
            calendar: Value::from(Serde(shown.calendar(&instances))),
            events: shown
                .events(&instances)
                .map(|(id, event)| (id.to_string(), Value::from(Serde(event))))
                .collect(),
            root: shown.root(),
        }
    }

    /// Returns the events page.
    pub(crate) fn index(&self) -> String {
        self.render(
            "index.html",
            context! { calendar => self.calendar.clone(), root => "" },
        )
    }

    /// Returns the page of one event.
    pub(crate) fn event(&self, event: &Event) -> String {
        let event = self.events.get(event.id().as_str());
        self.render(
            "event.html",
            context! { calendar => self.calendar.clone(), event => event, root => "../../" },
        )
    }

    /// Returns the page for a path that is not there. It is shown at any depth, so its links begin at the site's own root.
    pub(crate) fn not_found(&self) -> String {
        self.render(
            "404.html",
            context! { calendar => self.calendar.clone(), root => self.root.clone() },
        )
    }

    /// Returns the stylesheet, in the calendar's own colour if it has one.
    pub(crate) fn style(calendar: &Calendar) -> String {
        let style = include_str!("templates/style.css");
        match calendar.color() {
            Some(color) => format!("{style}:root {{ --accent: {} }}\n", color.hex()),
            None => style.to_owned(),
        }
    }

    fn render(&self, name: &str, data: Value) -> String {
        self.environment
            .get_template(name)
            .and_then(|template| template.render(data))
            .expect("tests render every built-in template, and data cannot break one")
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    environment.set_syntax(syntax.expect("the delimiters are the usual ones"));
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(|out, state, value| match value.as_str() {
        // The engine's own escaping writes `/` as an entity too, which no part of HTML asks for.
        Some(text) if !value.is_safe() => escape(out, text),
        _ => minijinja::escape_formatter(out, state, value),
    });
    for (name, source) in TEMPLATES {
        environment
            .add_template(name, source)
            .expect("tests parse every built-in template");
    }
    environment
}

/// Writes text so that HTML reads it as text, in elements and in quoted attributes.
fn escape(out: &mut minijinja::Output<'_>, text: &str) -> Result<(), minijinja::Error> {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, special) = rest.split_at(at);
        out.write_str(before)?;
        out.write_str(match special.as_bytes() {
            [b'&', ..] => "&amp;",
            [b'<', ..] => "&lt;",
            [b'>', ..] => "&gt;",
            [b'"', ..] => "&quot;",
            _ => "&#39;",
        })?;
        rest = special.get(1..).unwrap_or_default();
    }
    out.write_str(rest)?;
    Ok(())
}
