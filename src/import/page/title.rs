//! Chooses the title of an event among the texts of its line, and says what becomes of the other texts and of the links.

use super::address::{self, Use};
use super::block::Text;
use super::in_one_line;
use super::part::{Line, Part};
use super::sentence::{capital, first_sentence, said};
use crate::value::choice::format_word;

/// What a line says apart from its time.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) title: String,
    pub(super) format: Option<&'static str>,
    pub(super) location: Option<String>,
    /// Texts that are neither title nor time, in order.
    pub(super) rest: Vec<String>,
    /// The words and the address of each link, and whether it is that of the event.
    pub(super) links: Vec<(String, String, bool)>,
    pub(super) remarks: Vec<String>,
    /// Whether the title is made of a sentence.
    pub(super) is_said: bool,
    /// Whether the sentence says that something takes place.
    pub(super) is_event: bool,
    pub(super) has_preposition: bool,
}

/// What follows a form, where both together are a term: `virtual reality`.
const TERMS: [&str; 8] = [
    "reality",
    "machine",
    "machines",
    "cloud",
    "safety",
    "work",
    "working",
    "assistant",
];

impl Named {
    pub(super) fn new(text: &Text, line: &Line) -> Self {
        let mut named = Self::default();
        let mut parts: Vec<Part> = Vec::new();
        for part in &line.parts {
            parts.extend(named.part(text, part));
        }
        named.choose(&parts);
        named
    }

    /// Takes from a part the lead of a sentence, a link such as `Sign up`, a place and whole sentences. Returns the rest.
    fn part(&mut self, text: &Text, part: &Part) -> Option<Part> {
        let mut part = part.clone();
        if let Some((link, url)) = text.link_from(part.range.start)
            && link.start <= part.range.start
            && part.range.end <= link.end
        {
            let is_call = address::without_call(&part.text).0.is_empty();
            if is_call || address::usage(&part.text) != Use::Own {
                let link = (part.text.clone(), url.to_owned(), is_call);
                self.links.push(link);
                return None;
            }
        }
        let said = said(&part.text, part.leads_to_date);
        self.is_event |= said.is_event;
        self.has_preposition |= said.has_preposition;
        if said.is_changed && (said.is_event || said.has_preposition) {
            if !said.title.is_empty() {
                self.note_sentence(&part.text);
            }
            part.text = said.title;
            if said.has_article {
                self.form_of_sentence(&mut part.text);
            }
        }
        if part.follows_date {
            let rest = part.text.trim_start_matches(['.', '!', ' ']);
            if rest.len() < part.text.len() {
                self.rest
                    .extend(Some(rest.to_owned()).filter(|rest| !rest.is_empty()));
                return None;
            }
            if let Some(rest) = part.text.strip_prefix("for ") {
                self.note_sentence(&part.text);
                part.text = capital(rest.trim_end_matches('.'));
            }
            let place = ["in ", "at "]
                .iter()
                .find_map(|word| part.text.strip_prefix(word));
            if let Some(place) =
                place.filter(|place| place.starts_with(char::is_uppercase) && place.len() <= 100)
            {
                let place = place.trim_end_matches('.').to_owned();
                self.remarks.push(format!("`{place}` is read as its place"));
                self.location = Some(place);
                return None;
            }
        }
        let is_text = part.text.chars().any(char::is_alphanumeric);
        is_text.then_some(part)
    }

    fn note_sentence(&mut self, sentence: &str) {
        if !self.is_said {
            self.is_said = true;
            self.remarks
                .push(format!("its title is made of the sentence `{sentence}`"));
        }
    }

    /// Reads the form in `A virtual short talk event`.
    fn form_of_sentence(&mut self, title: &mut String) {
        let Some((first, rest)) = title.split_once(' ') else {
            return;
        };
        let next = rest.split(' ').next().unwrap_or_default().to_lowercase();
        if let Some(format) = format_word(first)
            && !TERMS.contains(&next.as_str())
        {
            self.format = Some(format);
            *title = capital(rest);
        }
    }

    /// Chooses the title: the part that is a link, or else the first that is not in brackets.
    fn choose(&mut self, parts: &[Part]) {
        let linked = parts.iter().position(|part| part.link.is_some());
        let title = linked.or_else(|| {
            parts
                .iter()
                .position(|part| in_brackets(&part.text).is_none())
        });
        let part = title.and_then(|index| parts.get(index));
        if let Some(part) = part {
            let (title, call) = address::without_call(&part.text);
            let (first, more) = first_sentence(title);
            self.title = in_one_line(first).into_owned();
            if let Some(url) = &part.link {
                let label = call.unwrap_or(title);
                self.links.push((capital(label), url.clone(), true));
            }
            if !more.is_empty() {
                self.rest.insert(0, more.to_owned());
            }
        }
        let others = parts.iter().enumerate();
        let others =
            others.filter(|(at, other)| Some(*at) != title && !is_within(&other.text, &self.title));
        let others: Vec<String> = others
            .map(|(_, other)| in_brackets(&other.text).unwrap_or(&other.text).to_owned())
            .collect();
        if !others.is_empty() {
            let (list, be) = (
                others.join("`, `"),
                if others.len() == 1 { "is" } else { "are" },
            );
            self.remarks.push(format!(
                "`{list}` {be} neither date, time nor title, and {be} in the description"
            ));
        }
        self.rest.splice(0..0, others);
    }
}

fn in_brackets(text: &str) -> Option<&str> {
    text.strip_prefix('(')?.strip_suffix(')')
}

/// Whether each word of a text is one of the title, such as `Conference` beside `Software Conference 2025`.
fn is_within(text: &str, title: &str) -> bool {
    // Two long texts are not the same.
    if text.len() > 200 || title.len() > 400 {
        return false;
    }
    let (text, title) = (text.to_lowercase(), title.to_lowercase());
    let title: Vec<&str> = title.split_whitespace().collect();
    text.split_whitespace().all(|word| title.contains(&word))
}
