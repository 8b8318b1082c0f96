//! Reads the talks of a DESCRIPTION of calfeed.

use super::super::super::entry::Talk;
use super::super::markdown::exact;

/// Reads a block of talks. Returns `None` if it is something else.
pub(super) fn talks(block: &str) -> Option<Vec<Talk>> {
    let mut lines = block.strip_prefix("Talks\n")?.split('\n').peekable();
    let mut talks = Vec::new();
    while let Some(line) = lines.next() {
        let title = line.strip_prefix("- ").filter(|title| !title.is_empty())?;
        let mut own: Vec<&str> = Vec::new();
        while let Some(line) = lines.peek().and_then(|line| line.strip_prefix("  ")) {
            own.push(line);
            lines.next();
        }
        talks.push(talk(title, &own)?);
    }
    (!talks.is_empty()).then_some(talks)
}

/// Reads the lines below the title of a talk.
fn talk(title: &str, lines: &[&str]) -> Option<Talk> {
    let mut talk = Talk {
        title: title.to_owned(),
        ..Talk::default()
    };
    let mut lines = lines;
    let mut take = |label: &str| {
        let (last, rest) = lines.split_last()?;
        let address = last
            .strip_prefix(label)
            .filter(|it| it.starts_with("http"))?;
        lines = rest;
        Some(address.to_owned())
    };
    talk.video = take("Video: ");
    talk.slides = take("Slides: ");
    if let Some((first, rest)) = lines.split_first()
        && let Some(speakers) = speakers(first)
    {
        talk.speakers = speakers;
        lines = rest;
    }
    if !lines.is_empty() {
        talk.summary = Some(exact(&lines.join("\n"))?);
    }
    Some(talk)
}

/// Reads names such as `A speaker (Somewhere), Another`. Returns `None` for a sentence.
fn speakers(line: &str) -> Option<Vec<String>> {
    let mut names = vec![String::new()];
    let mut depth = 0_usize;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && rest.starts_with(", ") => {
                names.push(String::new());
                rest = rest.get(2..)?;
                continue;
            }
            _ => {}
        }
        names.last_mut()?.push(c);
        rest = rest.get(c.len_utf8()..)?;
    }
    let is_name = |name: &String| {
        let words = name.split('(').next().unwrap_or_default();
        let count = words.split_whitespace().count();
        (1..=5).contains(&count)
            && name.trim() == name
            && !name.contains("  ")
            && !words.contains("://")
            && !words.trim_end().ends_with(['.', '!', '?', ':', ';'])
            && !words.starts_with(char::is_lowercase)
            && words.chars().next().is_some_and(char::is_alphabetic)
    };
    names.iter().all(is_name).then_some(names)
}
