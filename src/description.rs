//! Writes the DESCRIPTION of an instance: all its details, laid out for reading in Outlook.
//!
//! It returns plain text, with each URL bare and at the end of its line, so that calendar programs turn it into a link. It includes what
//! Google does not show from other properties: URL, CONFERENCE, CONTACT and STATUS. It contains no HTML. Sections: [RFC 5545 §3.8.1.5].
//!
//! [RFC 5545 §3.8.1.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.5

use crate::calendar::{Details, Talk};
use crate::markdown;
use crate::time::EventTime;
use crate::value::{Text, Url};
use crate::words::ENGLISH;

/// Returns the description. `was` is the original time of a moved instance; `page` is the URL of its page; relative links are resolved
/// against `base`.
pub(crate) fn text(details: &Details, was: Option<EventTime>, page: &str, base: &Url) -> String {
    let mut blocks = Blocks::default();
    if let Some(news) = ENGLISH.news(details, was) {
        blocks.line(&[&news]);
        blocks.end();
    }
    if let Some(description) = details.description().map(|it| markdown::text(it, base))
        && !description.is_empty()
    {
        blocks.line(&[&description]);
        blocks.end();
    }
    if let Some(form) = details.form() {
        blocks.line(&[form.label()]);
    }
    if let Some(join) = details.join() {
        blocks.line(&["Join: ", join.as_str()]);
    }
    if let Some(sign_up) = details.sign_up() {
        blocks.line(&["Sign up: ", sign_up.as_str()]);
    }
    if let Some(price) = details.price() {
        blocks.line(&["Price: ", price.as_str()]);
    }
    blocks.end();
    if !details.talks().is_empty() {
        blocks.line(&["Talks"]);
        for talk in details.talks() {
            blocks.talk(talk, base);
        }
        blocks.end();
    }
    for link in details.links() {
        blocks.line(&[link.title(), ": ", link.url().as_str()]);
    }
    if let Some(contact) = details.contact() {
        blocks.line(&["Contact: ", &contact.to_string()]);
    }
    blocks.line(&["Details: ", page]);
    blocks.text
}

/// Blocks of lines, separated by empty lines.
#[derive(Default)]
struct Blocks {
    text: String,
    is_within: bool,
}

impl Blocks {
    /// Appends a line, the concatenation of `parts`, to the current block.
    fn line(&mut self, parts: &[&str]) {
        if self.is_within {
            self.text.push('\n');
        } else if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.is_within = true;
        for piece in parts {
            self.text.push_str(piece);
        }
    }

    fn end(&mut self) {
        self.is_within = false;
    }

    fn talk(&mut self, talk: &Talk, base: &Url) {
        self.line(&["- ", talk.title()]);
        if !talk.speakers().is_empty() {
            let speakers: Vec<&str> = talk.speakers().iter().map(Text::as_str).collect();
            self.line(&["  ", &speakers.join(", ")]);
        }
        if let Some(summary) = talk.summary().map(|it| markdown::text(it, base)) {
            for line in summary.lines() {
                self.line(&["  ", line]);
            }
        }
        if let Some(slides) = talk.slides() {
            self.line(&["  Slides: ", slides.as_str()]);
        }
        if let Some(video) = talk.video() {
            self.line(&["  Video: ", video.as_str()]);
        }
    }
}

#[cfg(test)]
mod tests;
