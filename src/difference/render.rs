//! Renders a difference as text for people, as Markdown for a pull request, and as JSON for programs.
//!
//! The same [`Difference`] always gives the same text, which ends with a newline. Warnings come first. In Markdown, no text of a user
//! becomes markup, a link or a mention. `docs/reference/diff.md` describes the JSON.

use serde_json::{Value, json};

use std::collections::{BTreeMap, HashSet};

use super::addresses::NewHost;
use super::cut::cut;
use super::github::{escape, unturned};
use super::pairs::{Meeting, State};
use super::{Aspect, Change, Difference};
use crate::value::Slug;
use crate::visible::{visible_json, visible_lines};
use crate::words::ENGLISH;

/// The version of the JSON format. A higher version may lack keys of this one.
const VERSION: u32 = 1;

/// The largest number of lines in a section. Nobody reads more.
const MOST_LINES: usize = 25;

/// The limit of a comment on a pull request is 65,536 characters. This many bytes leave room for the note about what was left out.
const MOST_BYTES: usize = 59_000;

/// The largest size of the hosts that are only named, without their places.
const MOST_BYTES_OF_NAMES: usize = 20_000;

/// The largest number of lines of one event, so that a busy series does not hide the others.
const MOST_OF_AN_EVENT: usize = 5;

/// A line of text, and the number of changes that it describes.
struct Line {
    text: String,
    changes: usize,
}

/// Lines below a heading. A heading without lines counts as one change.
struct Section {
    heading: String,
    lines: Vec<Line>,
}

/// How the text is marked up.
#[derive(Clone, Copy)]
enum Markup {
    Plain,
    Markdown,
}

impl Difference<'_> {
    /// Renders the difference for a terminal.
    pub fn text(&self) -> String {
        visible_lines(&self.render(Markup::Plain)).into_owned()
    }

    /// Renders the difference for a comment on a pull request.
    pub fn markdown(&self) -> String {
        self.render(Markup::Markdown)
    }

    /// Renders the difference for programs, as one JSON object, which `docs/reference/diff.md` describes.
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
            "hosts": self.hosts.iter().map(|host| &host.sentence).collect::<Vec<_>>(),
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
            "words": self.line(Markup::Plain, change),
            "instances": change.meetings.iter().map(of).collect::<Vec<_>>(),
        })
    }

    fn render(&self, markup: Markup) -> String {
        let alone = |heading: String| Section {
            heading,
            lines: Vec::new(),
        };
        let mut sections: Vec<Section> = self
            .warnings
            .iter()
            .map(|it| alone(markup.warning(&it.message)))
            .collect();
        let settings =
            |lines: &[String]| lines.iter().map(|it| Line::new(markup.words(it))).collect();
        if !self.hosts.is_empty() {
            let heading = markup.subheading("New hosts");
            sections.push(markup.hosts(heading, &self.hosts));
        }
        if let Some(message) = self.past_warning() {
            let label = |change: &Change| {
                let line = self.line(markup, change);
                format!("{}: {line}", change.aspect.heading())
            };
            let past: Vec<&Change> = self.past().collect();
            let lines = lines(markup, &past, label);
            sections.push(markup.section(markup.warning(&message), lines));
        }
        let upcoming: Vec<&Change> = self.upcoming().collect();
        for same_kind in upcoming.chunk_by(|one, other| one.aspect == other.aspect) {
            let lines = lines(markup, same_kind, |change| self.line(markup, change));
            let heading = same_kind
                .first()
                .map_or("", |change| change.aspect.heading());
            sections.push(markup.section(markup.subheading(heading), lines));
        }
        if !self.settings.is_empty() {
            let heading = markup.subheading("The feeds themselves");
            sections.push(markup.section(heading, settings(&self.settings)));
        }
        sections.extend(self.later(markup).map(alone));
        markup.whole(&markup.heading(&self.summary()), &sections)
    }

    /// Returns one sentence about the changes in the window, most important first.
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
        // After the first clause, repeat the noun only if it differs.
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
        // If several instances have the same change, the series was edited.
        let is_of_series = self.past().any(|change| change.meetings.len() > 1);
        let cure = if is_of_series {
            " To change a series from a date on, end it with `until` and begin a new `id`."
        } else {
            ""
        };
        let what = match count {
            0 => return None,
            1 => "1 change affects a past meeting, and rewrites people's diaries".to_owned(),
            count => {
                format!("{count} changes affect past meetings, and rewrite people's diaries")
            }
        };
        Some(format!("{what}.{cure}"))
    }

    fn line(&self, markup: Markup, change: &Change) -> String {
        let rest = change.after_title(self.after.zone());
        format!("{}{}", markup.strong(&change.title), markup.words(&rest))
    }

    /// Returns one line about what changes beyond the window.
    fn later(&self, markup: Markup) -> Option<String> {
        let mut seen = HashSet::new();
        let titles = self.later.iter().map(|event| event.details().title());
        let titles = titles.filter(|title| seen.insert(*title));
        let mut titles: Vec<String> = titles.map(cut).collect();
        let more = titles.len().saturating_sub(MOST_LINES);
        titles.truncate(MOST_LINES);
        let more = match more {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let line = format!(
            "There are also changes from {} on: {}{more}.",
            ENGLISH.date(self.window.to),
            titles.join(", ")
        );
        (!titles.is_empty()).then(|| markup.words(&line))
    }
}

/// Returns a meeting as subscribers see it, with the keys of `calfeed list`.
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

/// Returns a line for each change. An event with many changes gets lines for the first ones, and one with the number of the others.
fn lines(markup: Markup, changes: &[&Change], line: impl Fn(&Change) -> String) -> Vec<Line> {
    let mut counts: BTreeMap<&Slug, usize> = BTreeMap::new();
    for change in changes {
        *counts.entry(&change.event).or_default() += 1;
    }
    let mut shown: BTreeMap<&Slug, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for change in changes {
        let shown = shown.entry(&change.event).or_default();
        *shown += 1;
        let count = counts.get(&change.event).copied().unwrap_or_default();
        if *shown <= MOST_OF_AN_EVENT {
            lines.push(Line::new(line(change)));
        } else if *shown == count {
            let changes = count - MOST_OF_AN_EVENT;
            let title = markup.words(&cut(&change.title));
            lines.push(Line {
                text: format!("and {changes} more of {title}"),
                changes,
            });
        }
    }
    lines
}

impl Line {
    fn new(text: String) -> Self {
        Self { text, changes: 1 }
    }
}

impl Markup {
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

    /// Returns a warning. Its backticks are calfeed's own, so they are not escaped.
    fn warning(self, message: &str) -> String {
        match self {
            Self::Plain => format!("warning: {message}"),
            Self::Markdown => format!("**Warning: {message}**"),
        }
    }

    fn section(self, heading: String, mut lines: Vec<Line>) -> Section {
        if let Self::Markdown = self
            && lines.len() > MOST_LINES
        {
            let more = lines.len() - MOST_LINES;
            let changes = lines.drain(MOST_LINES..).map(|line| line.changes).sum();
            let text = format!("and {more} more");
            lines.push(Line { text, changes });
        }
        Section { heading, lines }
    }

    /// Lists the new hosts with their places. Markdown has only the names after the first few, but has all of them, so that no host is hidden.
    fn hosts(self, heading: String, hosts: &[NewHost]) -> Section {
        let most = match self {
            Self::Plain => usize::MAX,
            Self::Markdown => MOST_LINES,
        };
        let (listed, rest) = hosts.split_at(hosts.len().min(most));
        let line = |host: &NewHost| Line::new(self.words(&host.sentence));
        let mut lines: Vec<Line> = listed.iter().map(line).collect();
        let mut names = String::new();
        let mut count = 0;
        for host in rest {
            let name = self.words(&host.name);
            if names.len() + name.len() > MOST_BYTES_OF_NAMES {
                break;
            }
            names.push_str(if count == 0 { "and " } else { ", " });
            names.push_str(&name);
            count += 1;
        }
        if !rest.is_empty() {
            let more = match rest.len() - count {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let text = format!("{names}{more}");
            let changes = rest.len();
            lines.push(Line { text, changes });
        }
        Section { heading, lines }
    }

    /// Joins the sections. Markdown has only as much as fits into a comment.
    fn whole(self, heading: &str, sections: &[Section]) -> String {
        let (between, before, most) = match self {
            Self::Plain => ("\n", "  ", usize::MAX),
            Self::Markdown => ("\n\n", "- ", MOST_BYTES),
        };
        let mut out = heading.to_owned();
        let mut left_out = 0;
        for section in sections {
            let mut end = format!("\n\n{}", section.heading);
            if section.lines.is_empty() {
                if out.len() + end.len() > most {
                    left_out += 1;
                } else {
                    out.push_str(&end);
                }
            }
            let mut start = between;
            for line in &section.lines {
                let line_end = format!("{start}{before}{}", line.text);
                if left_out > 0 || out.len() + end.len() + line_end.len() > most {
                    left_out += line.changes;
                    continue;
                }
                out.push_str(&end);
                out.push_str(&line_end);
                end.clear();
                start = "\n";
            }
        }
        if left_out > 0 {
            let noun = if left_out == 1 {
                "change is"
            } else {
                "changes are"
            };
            let left_out = format!(
                "{left_out} more {noun} left out here; `calfeed diff` without `--format markdown` shows all"
            );
            out.push_str("\n\n");
            out.push_str(&self.subheading(&left_out));
        }
        out.push('\n');
        out
    }

    fn strong(self, title: &str) -> String {
        match self {
            Self::Plain => unturned(&cut(title)),
            Self::Markdown => format!("**{}**", escape(&cut(title))),
        }
    }

    fn words(self, words: &str) -> String {
        match self {
            Self::Plain => unturned(words),
            Self::Markdown => escape(words),
        }
    }
}
