//! Finds the text that programs for video calls add to a description.
//!
//! A block begins with a line of such a program, and ends before the first line that no program writes. Teams and Google put lines of signs
//! around theirs, so all between these goes. A line that is not known stays: the words of the organiser are never lost.

/// What a line is, for the search for blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// A row of `_`, as Teams writes, with its length.
    Underscores(usize),
    /// A row such as `-::~:~::-`, as Google writes.
    Fence,
    /// The beginning of a block.
    Opening,
    /// What is only written within a block.
    Within,
    /// What can be within a block, and elsewhere.
    Perhaps,
    Other,
}

/// The beginnings of lines that only a program for calls writes, in lower case.
const OPENINGS: [&str; 42] = [
    "join zoom meeting",
    "join with google meet",
    "join by google meet",
    "google meet joining info",
    "video call link:",
    "join microsoft teams meeting",
    "microsoft teams meeting",
    "microsoft teams need help",
    "microsoft teams-besprechung",
    "réunion microsoft teams",
    "join on your computer",
    "join the meeting now",
    "join teams meeting",
    "click here to join the meeting",
    "klicken sie hier, um an der besprechung",
    "jetzt an der besprechung teilnehmen",
    "cliquez ici pour participer",
    "please join my meeting from your computer",
    "to join the meeting on a computer or mobile",
    "join webex meeting",
    "join from the meeting link",
    "join meeting",
    "more ways to join",
    "-- do not delete or change any",
    "=== do not delete or change any",
    "one tap mobile",
    "dial by your location",
    "join by phone",
    "join by sip",
    "join by video system",
    "join by meeting number",
    "join from the webinar link",
    "join from a video",
    "join instructions",
    "please do not edit this section",
    "this event has a video call",
    "this event has a google hangouts video call",
    "you have been invited to an online meeting, powered by amazon chime",
    "click to join the meeting",
    "dial in by phone",
    "you can also dial in using your phone",
    "or dial in (audio only)",
];

/// The beginnings of lines that follow in a block.
const FOLLOWING: [&str; 65] = [
    "meeting id",
    "meeting-id",
    "besprechungs-id",
    "webinar id",
    "id de réunion",
    "passcode",
    "password",
    "meeting password",
    "kenncode",
    "code secret",
    "pin:",
    "or dial",
    "more phone numbers",
    "view more phone numbers",
    "learn more about meet",
    "find your local number",
    "find a local number",
    "phone conference id",
    "conference id",
    "meeting number",
    "access code",
    "meeting chat",
    "need help",
    "help |",
    "learn more",
    "meeting options",
    "reset dial-in pin",
    "reset pin",
    "for organizers",
    "download teams",
    "join on the web",
    "join with a video conferencing device",
    "join on a video conferencing device",
    "tenant key",
    "video id",
    "video conference id",
    "more info",
    "alternate vtc",
    "system reference",
    "meeting link",
    "call in",
    "or call in",
    "tap to join",
    "tap to call",
    "dial",
    "you can also dial",
    "h.323",
    "sip:",
    "us west",
    "us east",
    "global call-in numbers",
    "toll-free calling restrictions",
    "can't join the meeting",
    "if you are a host",
    "join from a mobile device",
    "new to gotomeeting",
    "get the app now",
    "join from a video-conferencing room",
    "cisco devices",
    "room system",
    "connecting directly from a room system",
    "invitation from google calendar",
    "view your event at",
    "weekly:",
    "please download and import the following icalendar",
];

/// Marks the lines of the blocks.
pub(super) fn blocks(lines: &[&str], has_call: impl Fn(&str) -> bool) -> Vec<bool> {
    let kinds: Vec<Line> = lines.iter().map(|line| kind(line, &has_call)).collect();
    let mut is_block = vec![false; lines.len()];
    let mut at = 0;
    while let Some(kind) = kinds.get(at) {
        let end = match kind {
            Line::Fence => fenced(&kinds, at),
            Line::Underscores(length) => underscored(&kinds, at, *length),
            Line::Opening => opened(&kinds, lines, at),
            _ => None,
        };
        let Some(end) = end else {
            at += 1;
            continue;
        };
        for marked in is_block.get_mut(at..end).into_iter().flatten() {
            *marked = true;
        }
        at = end;
    }
    is_block
}

/// Returns where the block of Google ends that begins with a row of signs.
fn fenced(kinds: &[Line], at: usize) -> Option<usize> {
    let rest = kinds.get(at + 1..)?;
    let end = rest.iter().position(|kind| *kind == Line::Fence);
    // Cut off at the end: only what is certain.
    end.map(|end| at + end + 2).or_else(|| run(kinds, at + 1))
}

/// Returns where the block of Teams ends that begins with a row of underscores.
fn underscored(kinds: &[Line], at: usize, length: usize) -> Option<usize> {
    let rest = kinds.get(at + 1..)?;
    let first = rest.iter().find(|kind| **kind != Line::Perhaps)?;
    if !matches!(first, Line::Opening | Line::Within) {
        return None;
    }
    let is_end = |kind: &Line| matches!(kind, Line::Underscores(other) if *other >= length);
    match rest.iter().position(is_end) {
        Some(end) => Some(at + end + 2),
        None => run(kinds, at + 1),
    }
}

/// Returns where a block ends that begins with words.
fn opened(kinds: &[Line], lines: &[&str], at: usize) -> Option<usize> {
    // `Join meeting` alone can be anything: a line of the program must follow.
    let follows = kinds
        .get(at + 1..)?
        .iter()
        .find(|kind| **kind != Line::Perhaps);
    let says_all = lines.get(at).is_some_and(|line| line.contains("://"))
        || lines
            .get(at + 1..)
            .unwrap_or_default()
            .iter()
            .take(2)
            .any(|line| line.contains("://"));
    match follows {
        Some(Line::Opening | Line::Within | Line::Underscores(_)) => run(kinds, at),
        _ if says_all => run(kinds, at),
        _ => None,
    }
}

/// Returns the end of a run of lines that programs write. Lines that can be anything count only in front of others.
fn run(kinds: &[Line], at: usize) -> Option<usize> {
    let rest = kinds.get(at..)?;
    let length = rest
        .iter()
        .position(|kind| *kind == Line::Other)
        .unwrap_or(rest.len());
    let run = rest.get(..length)?;
    let last = run.iter().rposition(|kind| *kind != Line::Perhaps)?;
    Some(at + last + 1)
}

fn kind(line: &str, has_call: &impl Fn(&str) -> bool) -> Line {
    let plain: String = line
        .chars()
        .filter(|c| !matches!(c, '\\' | '*' | '[' | '`'))
        .collect();
    let plain = plain
        .trim()
        .trim_start_matches(['#', '•', '\u{a0}', '\u{200b}', '>', ' '])
        .trim();
    let underscores = plain.bytes().filter(|byte| *byte == b'_').count();
    if plain.starts_with("-::~") || plain.starts_with("*#*#*#") {
        return Line::Fence;
    }
    if underscores >= 16 && underscores == plain.len() {
        return Line::Underscores(underscores);
    }
    let is_rule = !plain.is_empty() && plain.chars().all(|c| "-─━–—=~.".contains(c));
    if plain.is_empty() || is_rule {
        return Line::Perhaps;
    }
    let lower = plain.to_lowercase();
    let lower = lower.trim_start_matches('_');
    let is_invitation = lower.contains("is inviting you to a scheduled zoom")
        || lower.contains("invites you to join this webex")
        || lower.contains("has invited you to a video meeting")
        || lower.contains("is inviting you to a scheduled webex");
    if is_invitation || OPENINGS.iter().any(|start| lower.starts_with(start)) {
        return Line::Opening;
    }
    if FOLLOWING.iter().any(|start| begins(lower, start)) || is_telephone(lower) {
        return Line::Within;
    }
    // An address on its own line, or in brackets.
    let is_address =
        lower.trim_start_matches(['<', '(']).starts_with("http") && !lower.contains(' ');
    match has_call(line) && (is_address || lower.split_whitespace().count() <= 4) {
        true => Line::Within,
        false
            if is_address
                || lower.starts_with("topic:")
                || lower.starts_with("time:")
                || lower.starts_with("every ") =>
        {
            Line::Perhaps
        }
        false => Line::Other,
    }
}

/// Whether a line begins with these words, and they are followed by a value rather than by a sentence.
fn begins(line: &str, start: &str) -> bool {
    line.strip_prefix(start).is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.is_empty()
            || start.ends_with(':')
            || rest.starts_with([':', '(', '<', '|', '?', '#', '+', '-', '.', '='])
            || rest.starts_with(|c: char| c.is_ascii_digit())
            || rest.split_whitespace().count() <= 4
            || start.split_whitespace().count() >= 3
    })
}

/// Whether a line is a telephone number with a country or a city, a network address, or the address of a video system.
fn is_telephone(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let words = line
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphabetic))
        .count();
    let line = line.trim_start_matches(['(', '\u{202a}', '-', ' ']);
    let is_number = line.starts_with('+') || line.starts_with(|c: char| c.is_ascii_digit());
    (is_number && digits >= 7 && words <= 5)
        || (line.contains("tel:+") && words <= 6)
        || (digits >= 7
            && (line.contains("@zoomcrc.com") || line.contains(".webex.com") && line.contains('@')))
}
