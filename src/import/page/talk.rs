//! Reads a talk with its speakers: `Title - Name (Organisation)`, `Title by Name (Organisation) and Name (Organisation)`, `Title - Name, Organisation`.

use super::super::entry::Talk;
use super::block::Text;
use super::part;

/// A talk, and what to know about how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) talk: Talk,
    pub(super) remark: Option<String>,
}

/// Words that begin what somebody does.
const ROLES: [&str; 22] = [
    "principal",
    "senior",
    "lead",
    "head",
    "chief",
    "staff",
    "director",
    "engineer",
    "developer",
    "architect",
    "software",
    "technical",
    "deputy",
    "designer",
    "manager",
    "product",
    "cto",
    "ceo",
    "professor",
    "researcher",
    "data",
    "founder",
];

/// Reads a talk. Without a speaker, all of the text is its title.
pub(super) fn talk(text: &Text) -> Reading {
    let written = text.text.trim().trim_end_matches(['.', ';', ',']);
    let parts = separate(written);
    let mut remark = None;
    let mut talk = Talk::default();
    match parts.as_slice() {
        [title, middle @ .., last] if is_speakers(last) => {
            (*title).clone_into(&mut talk.title);
            let summary = middle.join(" - ");
            talk.summary = Some(super::super::text::to_markdown(&super::sentence::capital(
                &summary,
            )))
            .filter(|summary| !summary.is_empty());
            talk.speakers = speakers(last, &mut remark);
        }
        _ => {
            let by = written.match_indices(" by ").map(|(at, _)| at).last();
            let split = by.and_then(|at| {
                let (title, by) = written.split_at(at);
                let by = by.get(4..).unwrap_or_default();
                is_speakers(by).then_some((title, by))
            });
            match split {
                Some((title, by)) => {
                    title.trim().clone_into(&mut talk.title);
                    talk.speakers = speakers(by, &mut remark);
                }
                None => written.clone_into(&mut talk.title),
            }
        }
    }
    let url = text.links.first().map(|(_, url)| url.clone());
    talk.slides =
        url.filter(|url| url.starts_with("http") && url.to_lowercase().contains("slides"));
    Reading { talk, remark }
}

/// Splits at dashes with spaces around them, and at `|`.
fn separate(text: &str) -> Vec<&str> {
    let parts = part::split(text, 0..text.len());
    let parts = parts.into_iter().filter_map(|range| text.get(range));
    let parts = parts.map(|part| part.trim().trim_end_matches('.').trim_end());
    parts.filter(|part| !part.is_empty()).collect()
}

/// Whether a text can be the names of people.
pub(super) fn is_speakers(text: &str) -> bool {
    let text = text.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let particles = [
        "and", "&", "van", "von", "de", "der", "la", "of", "the", "at", "from", "bin", "al",
    ];
    let is_name = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.is_empty()
            || particles.contains(&bare)
            || bare.starts_with(|c: char| c.is_uppercase() || !c.is_ascii())
    };
    (1..=30).contains(&words.len())
        && !text.ends_with('?')
        && words.iter().all(is_name)
        && names(text)
            .iter()
            .all(|name| (2..=12).contains(&name.split_whitespace().count()))
}

/// Splits at `and`, `&` and commas outside brackets. A comma before an organisation or a role does not separate.
fn names(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in pieces(text) {
        match found.last_mut() {
            Some(last) if !piece.1 => {
                last.push_str(", ");
                last.push_str(piece.0);
            }
            _ => found.push(piece.0.to_owned()),
        }
    }
    found
}

/// Returns the texts between the separators outside brackets, each with whether it is another name.
fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let (mut begin, mut is_new) = (0, true);
    let mut skip_to = 0;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || at < skip_to {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let separators = [" and ", " & ", ", and ", ", "];
        let Some(separator) = separators
            .iter()
            .find(|separator| rest.starts_with(**separator))
        else {
            continue;
        };
        let after = rest.get(separator.len()..).unwrap_or_default();
        let next_is_new = *separator != ", " || has_brackets(after);
        found.push((text.get(begin..at).unwrap_or_default().trim(), is_new));
        begin = at + separator.len();
        (skip_to, is_new) = (begin, next_is_new);
    }
    found.push((text.get(begin..).unwrap_or_default().trim(), is_new));
    found
}

/// Whether the next name has its organisation in brackets, before any comma.
fn has_brackets(text: &str) -> bool {
    let end = text.find([',', '(']).unwrap_or(text.len());
    text.get(end..).unwrap_or_default().starts_with('(')
}

/// Returns the speakers, each as `Name (Organisation)` or as written.
pub(super) fn speakers(text: &str, remark: &mut Option<String>) -> Vec<String> {
    let one = |name: String| speaker(&name, remark);
    names(text.trim()).into_iter().map(one).collect()
}

fn speaker(written: &str, remark: &mut Option<String>) -> String {
    let mut written = written.trim();
    for prefix in ["with ", "by ", "Speaker: ", "Speakers: "] {
        written = written.strip_prefix(prefix).unwrap_or(written);
    }
    if written.contains('(') {
        return written.to_owned();
    }
    if let Some((name, rest)) = written.split_once(", ") {
        let is_role = rest.split_whitespace().any(is_role);
        if is_role {
            return written.to_owned();
        }
        if is_organisation(rest) {
            return format!("{name} ({rest})");
        }
        *remark = Some(format!(
            "`{written}` can be one speaker with an organisation, or several; it is kept as one"
        ));
        return written.to_owned();
    }
    let words: Vec<&str> = written.split_whitespace().collect();
    let role = words
        .iter()
        .position(|word| is_role(word))
        .filter(|at| *at >= 2);
    if let Some(at) = role {
        let (name, role) = words.split_at(at);
        let split = format!("{}, {}", name.join(" "), role.join(" "));
        *remark = Some(format!("`{written}` is read as the speaker `{split}`"));
        return split;
    }
    written.to_owned()
}

fn is_role(word: &str) -> bool {
    ROLES.contains(&word.to_lowercase().as_str())
}

/// Whether a text is an abbreviation, such as `DEFRA` or `DiT`.
fn is_organisation(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    !text.contains(char::is_whitespace) && capitals > 1
}
