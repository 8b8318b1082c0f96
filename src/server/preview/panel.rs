//! Writes the panel of a preview: what is wrong with the newest version, as HTML.
//!
//! The words are those of `check`. Errors are shown, and warnings can be unfolded. Without errors, doubts and warnings there is no panel, so that
//! the page is as visitors see it. The panel is the first element of the body; a page without a `<body>` tag gets it at its end. All text
//! is escaped, because it quotes files.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::published::{Fault, State};
use super::{SCRIPT, STYLE};
use crate::diagnostic::{Excerpt, Note, Severity};
use crate::page::escaped_html as escaped;

/// What is to be said above a page.
#[derive(Debug)]
pub(super) struct Panel<'a> {
    heading: Option<String>,
    /// The paragraphs below the heading.
    text: Vec<&'a str>,
    errors: Vec<&'a Note>,
    warnings: Vec<&'a Note>,
    is_broken: bool,
}

impl<'a> Panel<'a> {
    pub(super) fn of(state: &'a State) -> Self {
        let edition = state.edition();
        if let Some(fault) = state.fault() {
            let (errors, warnings) = divided(&fault.notes);
            let mut text = Vec::new();
            if errors.is_empty() {
                text.push(fault.message.as_str());
            }
            text.push(if edition.origin.is_some() {
                "Below is the last version without errors."
            } else {
                "The calendar appears here when you save the file without errors."
            });
            return Self {
                heading: Some(heading(fault, &errors)),
                text,
                errors,
                warnings,
                is_broken: true,
            };
        }
        let (errors, warnings) = divided(&edition.warnings);
        let doubt = edition.doubt.as_deref();
        Self {
            heading: doubt.map(|_| "This version looks like an accident".to_owned()),
            text: doubt.into_iter().collect(),
            errors,
            warnings,
            is_broken: false,
        }
    }

    /// Returns a page of the site with the panel above it.
    pub(super) fn above(&self, page: &str, token: &str) -> String {
        let (before, after) = page.split_at(start_of_body(page).unwrap_or(page.len()));
        let (assets, panel) = (assets(token), self.html("h2"));
        format!("{before}{assets}{panel}{after}")
    }

    /// Returns a page that has nothing but the panel.
    pub(super) fn alone(&self, token: &str) -> String {
        let (assets, panel) = (assets(token), self.html("h1"));
        format!(
            "<!doctype html>\n<html lang=\"en\" class=\"calfeed-preview-alone\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Preview</title>\n</head>\n\
             <body>{assets}<main>\n{panel}</main>\n</body>\n</html>\n"
        )
    }

    /// Returns the panel; `level` is the element of its heading.
    fn html(&self, level: &str) -> String {
        if self.heading.is_none() && self.warnings.is_empty() {
            return String::new();
        }
        let kind = if self.is_broken { "broken" } else { "doubtful" };
        let mut out = format!(
            "<section id=\"calfeed-preview\" class=\"{kind}\" aria-label=\"Preview\" lang=\"en\" dir=\"ltr\" tabindex=\"0\">\n"
        );
        if let Some(heading) = &self.heading {
            let _ = writeln!(out, "<{level}>{}</{level}>", escaped(heading));
        }
        for text in &self.text {
            let _ = writeln!(out, "<p>{}</p>", marked_up(text));
        }
        push_list(&mut out, &self.errors);
        if !self.warnings.is_empty() {
            let count = counted(self.warnings.len(), Severity::Warning);
            let _ = writeln!(out, "<details>\n<summary>{count}</summary>");
            push_list(&mut out, &self.warnings);
            out.push_str("</details>\n");
        }
        out.push_str("</section>\n");
        out
    }
}

/// Returns the elements that each page needs. The script shows the paragraph when the server does not respond.
fn assets(token: &str) -> String {
    format!(
        "\n<link rel=\"stylesheet\" href=\"{}\">\n<script src=\"{}\" data-shown=\"{}\" defer></script>\n\
         <p id=\"calfeed-preview-ended\" role=\"status\" lang=\"en\" dir=\"ltr\" hidden>The preview has ended. Start <code>calfeed serve --preview</code> again, and this page is loaded again.</p>\n",
        STYLE.0,
        SCRIPT.0,
        escaped(token),
    )
}

/// Returns `events.yaml has 2 errors`, or what else keeps the newest version from being shown.
fn heading(fault: &Fault, errors: &[&Note]) -> String {
    let files = errors.iter().filter_map(|note| note.excerpts.first());
    let files: BTreeSet<&str> = files.map(|it| it.file.as_str()).collect();
    let count = counted(errors.len(), Severity::Error);
    match (files.first(), files.len()) {
        (Some(file), 1) => {
            let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
            format!("{name} has {count}")
        }
        (Some(_), files) => format!("{files} files have {count}"),
        (None, _) if fault.held_back.is_some() => "The newest version is held back".to_owned(),
        (None, _) => "The newest version cannot be shown".to_owned(),
    }
}

fn counted(count: usize, severity: Severity) -> String {
    format!("{count} {severity}{}", if count == 1 { "" } else { "s" })
}

fn divided(notes: &[Note]) -> (Vec<&Note>, Vec<&Note>) {
    notes
        .iter()
        .partition(|note| note.severity == Severity::Error)
}

fn push_list(out: &mut String, notes: &[&Note]) {
    if notes.is_empty() {
        return;
    }
    out.push_str("<ol>\n");
    for note in notes {
        let _ = writeln!(
            out,
            "<li>\n<p><strong>{}</strong> <code class=\"name\">{}</code></p>",
            marked_up(&note.message),
            note.name
        );
        for excerpt in &note.excerpts {
            push_excerpt(out, excerpt);
        }
        if let Some(help) = &note.help {
            let _ = writeln!(out, "<p>help: {}</p>", marked_up(help));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

/// Escapes a message, and marks the text between its backticks as code.
fn marked_up(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // The user's own text has a backtick.
        return escaped(message);
    }
    let parts = parts.iter().enumerate().map(|(index, part)| {
        let part = escaped(part);
        if index.is_multiple_of(2) {
            part
        } else {
            format!("<code>{part}</code>")
        }
    });
    parts.collect()
}

fn push_excerpt(out: &mut String, excerpt: &Excerpt) {
    let Excerpt {
        file,
        label,
        place,
        before,
        marked,
        after,
    } = excerpt;
    let file = escaped(file);
    let Some((line, _)) = place else {
        let _ = writeln!(out, "<p class=\"place\">{file}</p>");
        return;
    };
    let label = label
        .as_deref()
        .map_or_else(String::new, |label| format!("; {}", escaped(label)));
    let _ = writeln!(
        out,
        "<p class=\"place\">{file}, line {line}{label}</p>\n<pre>{}<mark>{}</mark>{}</pre>",
        escaped(before),
        escaped(marked),
        escaped(after)
    );
}

/// Returns the byte after the `<body>` tag, which a comment may have too.
fn start_of_body(page: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = page.get(at..)?;
        let tag = rest.find('<')?;
        let rest = rest.get(tag..)?;
        at += tag;
        if rest.starts_with("<!--") {
            at += rest.find("-->")?;
        } else if is_body(rest) {
            return Some(at + rest.find('>')? + 1);
        } else {
            at += 1;
        }
    }
}

/// Whether a tag is `<body>`, with or without attributes.
fn is_body(tag: &str) -> bool {
    let name = tag.get(1..5);
    name.is_some_and(|name| name.eq_ignore_ascii_case("body"))
        && tag
            .get(5..)
            .is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::server::{Edition, Published};
    use crate::{Context, Site};

    const HEAD: &str = "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: UTC}\nevents:\n";

    /// The notes about a file with these events.
    fn notes(events: &str) -> Vec<Note> {
        let text = format!("{HEAD}{events}");
        let context = Context::new("2026-06-15T12:00:00Z".parse().unwrap());
        crate::read(&text, &context).1.notes("events.yaml", &text)
    }

    fn fault(message: &str, notes: Vec<Note>) -> Fault {
        Fault {
            message: message.to_owned(),
            file: None,
            held_back: None,
            place: None,
            report: String::new(),
            notes: notes.into(),
            since: DateTime::UNIX_EPOCH,
        }
    }

    fn panel(edition: Edition, fault: Option<Fault>) -> String {
        let published = Published::new(edition);
        if let Some(fault) = fault {
            published.keep(fault);
        }
        Panel::of(&published.load()).html("h2")
    }

    #[test]
    fn each_error_has_its_line_with_a_mark_and_warnings_are_folded() {
        let notes = notes(
            "- {id: a, title: <b>A, start: 2026-06-31 10:00, end: \"11:00\"}\n- {id: b, title: B, start: 2026-07-01 10:00}\n",
        );
        let shown = panel(Site::default().into(), Some(fault("", notes)));
        insta::assert_snapshot!(shown, @r#"
        <section id="calfeed-preview" class="broken" aria-label="Preview" lang="en" dir="ltr" tabindex="0">
        <h2>events.yaml has 1 error</h2>
        <p>The calendar appears here when you save the file without errors.</p>
        <ol>
        <li>
        <p><strong><code>2026-06-31 10:00</code> does not exist: June 2026 has 30 days</strong> <code class="name">bad-date</code></p>
        <p class="place">events.yaml, line 3</p>
        <pre>- {id: a, title: &lt;b&gt;A, start: <mark>2026-06-31 10:00</mark>, end: &quot;11:00&quot;}</pre>
        <p>help: did you mean <code>2026-06-30 10:00</code>?</p>
        </li>
        </ol>
        <details>
        <summary>1 warning</summary>
        <ol>
        <li>
        <p><strong>no end time: shown as one hour long</strong> <code class="name">no-end</code></p>
        <p class="place">events.yaml, line 4</p>
        <pre>- {id: b, title: B, start: <mark>2026-07-01 10:00</mark>}</pre>
        <p>help: add <code>end: &quot;11:00&quot;</code>; if this is intended, add <code>allow: [no-end]</code></p>
        </li>
        </ol>
        </details>
        </section>
        "#);
    }

    #[test]
    fn what_is_wrong_outside_a_file_is_one_sentence() {
        let fault = fault("cannot read events.yaml: it is <gone>", Vec::new());
        let shown = panel(Site::default().into(), Some(fault));
        insta::assert_snapshot!(shown, @r#"
        <section id="calfeed-preview" class="broken" aria-label="Preview" lang="en" dir="ltr" tabindex="0">
        <h2>The newest version cannot be shown</h2>
        <p>cannot read events.yaml: it is &lt;gone&gt;</p>
        <p>The calendar appears here when you save the file without errors.</p>
        </section>
        "#);
    }

    #[test]
    fn a_doubt_is_shown_above_a_version_without_errors() {
        let edition = Edition {
            doubt: Some("events.yaml: `slug` changes".to_owned()),
            ..Site::default().into()
        };
        insta::assert_snapshot!(panel(edition, None), @r#"
        <section id="calfeed-preview" class="doubtful" aria-label="Preview" lang="en" dir="ltr" tabindex="0">
        <h2>This version looks like an accident</h2>
        <p>events.yaml: <code>slug</code> changes</p>
        </section>
        "#);
    }

    #[test]
    fn a_version_of_which_nothing_is_to_be_said_has_no_panel() {
        assert_eq!(panel(Site::default().into(), None), "");
    }

    #[test]
    fn a_message_with_a_backtick_of_its_own_has_no_code() {
        assert_eq!(
            marked_up("unknown key `a<b`"),
            "unknown key <code>a&lt;b</code>"
        );
        assert_eq!(marked_up("unknown key `a`b`"), "unknown key `a`b`");
    }

    #[test]
    fn the_panel_is_the_first_element_of_the_body() {
        for (page, start) in [
            ("<!doctype html><body><p>A</p>", Some(21)),
            ("<head></head><BODY class=\"a\">\n", Some(29)),
            ("<!-- <body> --><body\n>", Some(22)),
            ("<bodyguard><p>A</p>", None),
            ("<p>A</p>", None),
            ("<!-- <body>", None),
            ("<body", None),
            ("", None),
        ] {
            assert_eq!(start_of_body(page), start, "{page}");
        }
    }
}
