//! Difference → text for people, Markdown for a pull request, JSON for programs.
//!
//! In: a [`Difference`]. Out: text that ends in a newline. Guaranteed: the same difference gives the same text; warnings come
//! first; in Markdown nothing that somebody wrote into a title becomes markup, a link or a mention. Absent: colour; writing
//! it anywhere. The JSON form stands in `docs/diff.md`.

use serde_json::{Value, json};

use std::collections::{BTreeMap, HashSet};

use super::pairs::{Meeting, State};
use super::{Aspect, Change, Difference};
use crate::value::Slug;
use crate::visible::{turns, visible_json, visible_lines};
use crate::wording;

/// The form of the JSON; a higher one may lack what this has.
const VERSION: u32 = 1;

/// A comment on a pull request holds 65,536 characters; nobody reads as many lines.
const MOST_LINES: usize = 25;

/// One busy series is not to hide all else.
const MOST_OF_AN_EVENT: usize = 5;

/// How the parts of the text are set.
#[derive(Clone, Copy)]
enum Ink {
    Plain,
    Markdown,
}

impl Difference<'_> {
    /// Renders it for a terminal.
    pub fn text(&self) -> String {
        visible_lines(&self.render(Ink::Plain)).into_owned()
    }

    /// Renders it for a comment on a pull request.
    pub fn markdown(&self) -> String {
        self.render(Ink::Markdown)
    }

    /// Renders it for programs: one object, which `docs/diff.md` describes.
    pub fn json(&self) -> String {
        let mut warnings: Vec<Value> = self
            .warnings
            .iter()
            .map(|warning| json!({"name": warning.name, "message": warning.message}))
            .collect();
        warnings.extend(
            self.past_warning()
                .map(|message| json!({"name": "past-changed", "message": message})),
        );
        let changes: Vec<Value> = self.changes.iter().map(|it| self.object(it)).collect();
        let later: Vec<&str> = self.later.iter().map(|event| event.id().as_str()).collect();
        let whole = json!({
            "version": VERSION,
            "from": self.window.from.to_string(),
            "to": self.window.to.to_string(),
            "summary": self.summary(),
            "warnings": warnings,
            "changes": changes,
            "settings": self.settings,
            "later": later,
        });
        visible_json(format!("{whole:#}\n"))
    }

    fn object(&self, change: &Change) -> Value {
        let of = |meeting: &Meeting| {
            json!({
                "key": meeting.key.map(|key| key.to_string()),
                "before": meeting.before.as_ref().map(state),
                "after": meeting.after.as_ref().map(state),
            })
        };
        json!({
            "kind": change.aspect.name(),
            "past": change.past,
            "event": change.event.as_str(),
            "title": change.title,
            "words": self.line(Ink::Plain, change),
            "instances": change.meetings.iter().map(of).collect::<Vec<_>>(),
        })
    }

    fn render(&self, ink: Ink) -> String {
        let mut blocks = vec![ink.heading(&self.summary())];
        blocks.extend(self.warnings.iter().map(|it| ink.warning(&it.message)));
        if let Some(message) = self.past_warning() {
            let label = |change: &Change| {
                let line = self.line(ink, change);
                format!("{}: {line}", change.aspect.heading())
            };
            let past: Vec<&Change> = self.past().collect();
            let lines = lines(ink, &past, label);
            blocks.push(ink.section(&ink.warning(&message), lines));
        }
        let told: Vec<&Change> = self.told().collect();
        for alike in told.chunk_by(|one, other| one.aspect == other.aspect) {
            let lines = lines(ink, alike, |change| self.line(ink, change));
            let heading = alike.first().map_or("", |change| change.aspect.heading());
            blocks.push(ink.section(&ink.subheading(heading), lines));
        }
        if !self.settings.is_empty() {
            let lines = self.settings.iter().map(|line| ink.words(line)).collect();
            blocks.push(ink.section(&ink.subheading("The feeds themselves"), lines));
        }
        blocks.extend(self.later(ink));
        blocks.join("\n\n") + "\n"
    }

    /// Returns one sentence: what changes in the window, most important first.
    fn summary(&self) -> String {
        if self.is_empty() {
            return "Nothing changes for subscribers.".to_owned();
        }
        let ahead: Vec<&Change> = self
            .changes
            .iter()
            .filter(|change| change.ahead && change.aspect != Aspect::Rule)
            .collect();
        let counts: Vec<(Aspect, usize)> = ahead
            .chunk_by(|one, other| one.aspect == other.aspect)
            .filter_map(|alike| {
                let aspect = alike.first()?.aspect;
                let count = alike.iter().map(|it| it.meetings.len().max(1)).sum();
                Some((aspect, count))
            })
            .collect();
        let noun = |aspect: Aspect, count: usize| match (aspect, count) {
            (Aspect::Regrouped, 1) => " event",
            (Aspect::Regrouped, _) => " events",
            (_, 1) => " meeting",
            (_, _) => " meetings",
        };
        // After the first, only another noun needs saying.
        let clause = |index: usize, aspect: Aspect, count: usize| {
            let is_other = index == 0 || aspect == Aspect::Regrouped;
            let noun = if is_other { noun(aspect, count) } else { "" };
            format!("{count}{noun} {}", aspect.verb(count))
        };
        let clauses: Vec<String> = counts
            .iter()
            .enumerate()
            .map(|(index, (aspect, count))| clause(index, *aspect, *count))
            .collect();
        let warnings = match self.warnings.len() + usize::from(self.past_warning().is_some()) {
            0 => String::new(),
            1 => "; 1 warning".to_owned(),
            count => format!("; {count} warnings"),
        };
        let sentence = match clauses.split_last() {
            None => "No meeting changes in the next 12 months".to_owned(),
            Some((only, [])) => format!("In the next 12 months {only}"),
            Some((last, first)) => {
                format!("In the next 12 months {} and {last}", first.join(", "))
            }
        };
        format!("{sentence}{warnings}.")
    }

    fn past_warning(&self) -> Option<String> {
        let count: usize = self.past().map(|it| it.meetings.len().max(1)).sum();
        // One instance is put right by itself; where several change alike, it was the series.
        let is_of_series = self.past().any(|change| change.meetings.len() > 1);
        let cure = if is_of_series {
            " To change a series from a date on, end it with `until` and begin a new `id`."
        } else {
            ""
        };
        let what = match count {
            0 => return None,
            1 => "1 change reaches what is already over, and rewrites people's diaries".to_owned(),
            count => {
                format!("{count} changes reach what is already over, and rewrite people's diaries")
            }
        };
        Some(format!("{what}.{cure}"))
    }

    fn line(&self, ink: Ink, change: &Change) -> String {
        let rest = change.after_title(self.after.zone());
        format!("{}{}", ink.strong(&change.title), ink.words(&rest))
    }

    /// Returns one line about what changes beyond the window.
    fn later(&self, ink: Ink) -> Option<String> {
        let mut seen = HashSet::new();
        let titles = self.later.iter().map(|event| event.details().title());
        let mut titles: Vec<&str> = titles.filter(|title| seen.insert(*title)).collect();
        let more = titles.len().saturating_sub(MOST_LINES);
        titles.truncate(MOST_LINES);
        let more = match more {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let line = format!(
            "From {} on there are changes, too: {}{more}.",
            wording::date(self.window.to),
            titles.join(", ")
        );
        (!titles.is_empty()).then(|| ink.words(&line))
    }
}

/// A meeting as subscribers see it, in the words of `calfeed list`.
fn state(state: &State) -> Value {
    json!({
        "uid": state.uid,
        "start": state.time.written_start(),
        "end": state.time.written_end(),
        "all_day": state.time.is_all_day(),
        "title": state.title,
        "status": state.status.as_str(),
        "location": state.location,
    })
}

/// Returns a line for each of some changes; of an event with many, the first ones and their number.
fn lines(ink: Ink, changes: &[&Change], line: impl Fn(&Change) -> String) -> Vec<String> {
    let mut counts: BTreeMap<&Slug, usize> = BTreeMap::new();
    for change in changes {
        *counts.entry(&change.event).or_default() += 1;
    }
    let mut told: BTreeMap<&Slug, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for change in changes {
        let told = told.entry(&change.event).or_default();
        *told += 1;
        let count = counts.get(&change.event).copied().unwrap_or_default();
        if *told <= MOST_OF_AN_EVENT {
            lines.push(line(change));
        } else if *told == count {
            let more = count - MOST_OF_AN_EVENT;
            lines.push(format!("and {more} more of {}", ink.words(&change.title)));
        }
    }
    lines
}

impl Ink {
    fn heading(self, sentence: &str) -> String {
        match self {
            Self::Plain => sentence.to_owned(),
            Self::Markdown => format!("### {}", escape(sentence.trim_end_matches('.'))),
        }
    }

    fn subheading(self, words: &str) -> String {
        match self {
            Self::Plain => words.to_owned(),
            Self::Markdown => format!("**{words}**"),
        }
    }

    /// A warning, whose backticks are ours.
    fn warning(self, message: &str) -> String {
        match self {
            Self::Plain => format!("warning: {message}"),
            Self::Markdown => format!("**Warning: {message}**"),
        }
    }

    fn section(self, heading: &str, mut lines: Vec<String>) -> String {
        let (between, before) = match self {
            Self::Plain => ("\n", "  "),
            Self::Markdown => ("\n\n", "- "),
        };
        if let Self::Markdown = self
            && lines.len() > MOST_LINES
        {
            let more = lines.len() - MOST_LINES;
            lines.truncate(MOST_LINES);
            lines.push(format!("and {more} more"));
        }
        let lines: Vec<String> = lines.iter().map(|line| format!("{before}{line}")).collect();
        format!("{heading}{between}{}", lines.join("\n"))
    }

    fn strong(self, title: &str) -> String {
        match self {
            Self::Plain => unturned(title),
            Self::Markdown => format!("**{}**", escape(title)),
        }
    }

    fn words(self, words: &str) -> String {
        match self {
            Self::Plain => unturned(words),
            Self::Markdown => escape(words),
        }
    }
}

/// Returns the text without the marks that turn its direction: with them, what was could stand where what will be belongs.
fn unturned(text: &str) -> String {
    text.chars().filter(|c| !turns(*c)).collect()
}

/// Returns Markdown that reads as `text`, and does nothing else: no markup, no link, nobody notified.
pub(super) fn escape(text: &str) -> String {
    let text = unturned(text);
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => true,
            // What GitHub makes an address of.
            ':' => next == Some('/'),
            '.' => out.to_lowercase().ends_with("www"),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
        // GitHub looks for mentions and references after Markdown is done; a space of no width stops it.
        if c == '@' || c == '#' && next.is_some_and(|next| next.is_ascii_digit()) {
            out.push('\u{200B}');
        }
    }
    out
}
