//! Writes the parts of a DESCRIPTION again, as [`crate::description`] does, to compare the result with what was read.

use super::super::markdown::shown;
use super::{Own, news};

/// Returns the DESCRIPTION.
pub(super) fn text(own: &Own) -> String {
    let details = &own.details;
    let mut blocks = vec![first(own)];
    blocks.push(
        details
            .description
            .as_deref()
            .map(shown)
            .unwrap_or_default(),
    );
    let form = details.format.map(|format| match format {
        "virtual" => "Virtual",
        "hybrid" => "Hybrid",
        _ => "In person",
    });
    let labelled = |label: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!("{label}: {value}"))
    };
    let facts = [
        form.map(str::to_owned),
        labelled("Join", &details.join),
        labelled("Sign up", &details.sign_up),
        labelled("Price", &details.price),
    ];
    blocks.push(lines(facts.into_iter().flatten()));
    blocks.push(talks(own));
    let links = details
        .links
        .iter()
        .map(|link| format!("{}: {}", link.title, link.url));
    let contact = labelled("Contact", &details.contact);
    let page = format!("Details: {}", own.page);
    blocks.push(lines(links.chain(contact).chain([page])));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n\n")
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn first(own: &Own) -> String {
    let mut text = news(own.state).unwrap_or_default().to_owned();
    if let Some(was) = &own.was {
        if !text.is_empty() {
            text.push_str(". ");
        }
        text.push_str("Moved from ");
        text.push_str(was);
    }
    if let Some(reason) = &own.reason {
        text.push_str(": ");
        text.push_str(reason);
    }
    text
}

fn talks(own: &Own) -> String {
    if own.details.talks.is_empty() {
        return String::new();
    }
    let mut out = vec!["Talks".to_owned()];
    for talk in &own.details.talks {
        out.push(format!("- {}", talk.title));
        if !talk.speakers.is_empty() {
            out.push(format!("  {}", talk.speakers.join(", ")));
        }
        if let Some(summary) = &talk.summary {
            out.extend(shown(summary).lines().map(|line| format!("  {line}")));
        }
        out.extend(talk.slides.as_ref().map(|url| format!("  Slides: {url}")));
        out.extend(talk.video.as_ref().map(|url| format!("  Video: {url}")));
    }
    out.join("\n")
}
