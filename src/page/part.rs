//! Parts of the pages for other sites, as Markdown or as HTML.
//!
//! A [`Part`] is read from the words of a marker, such as `upcoming 5`, `next heads-of-engineering` or `events level 2`. [`Page::part`] renders
//! it, with absolute URLs. A part of HTML has neither scripts, styles nor ids. It has no braces either, so a site generator that reads the file as
//! a template of its own finds nothing to run.

use minijinja::context;
use minijinja::value::Value;

use super::list::ListLines;
use super::{Page, single_spaced};
use crate::calendar::{Calendar, Group};
use crate::diagnostic::Report;
use crate::route::PARTS;
use crate::spelling::closest;

/// The most entries that a part can be asked for.
const MOST: usize = 100;

/// The last level of a first heading: those below it are one level further.
const LAST_LEVEL: usize = 5;

/// What a part is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartFormat {
    /// CommonMark.
    Markdown,
    /// HTML, to be inside the `body` of a page.
    Html,
}

/// A part of the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    /// One of [`PARTS`].
    name: &'static str,
    /// The most entries.
    most: Option<usize>,
    /// The id of the group to whose events it is limited.
    group: Option<&'a str>,
    /// The level of its first heading; usually 1 in Markdown, and 2 in HTML.
    level: Option<usize>,
}

impl<'a> Part<'a> {
    /// Returns the part that is published at `/{name}.md`.
    pub(super) fn published(name: &str) -> Option<Self> {
        let name = PARTS.into_iter().find(|part| *part == name)?;
        Some(Self {
            name,
            most: None,
            group: None,
            level: None,
        })
    }

    /// Reads the words of a marker: the name of a part, then in any order a number of entries, the id of a group, and `level` with a number.
    ///
    /// # Errors
    /// What is wrong with a word, and what to write.
    pub(crate) fn parse(words: &'a str, calendar: &Calendar) -> Result<Self, String> {
        let mut words = words.split_whitespace();
        let name = words.next().unwrap_or_default();
        let Some(mut part) = Self::published(name) else {
            let [first, second, last] = PARTS;
            return Err(format!(
                "`{name}` is not the name of a block; write `{first}`, `{second}` or `{last}`"
            ));
        };
        while let Some(word) = words.next() {
            if word == "level" {
                let level = words.next().and_then(|level| level.parse().ok());
                let level = level.filter(|level| (1..=LAST_LEVEL).contains(level));
                if level.is_none() || part.level.is_some() {
                    return Err(format!(
                        "`level` needs one number from 1 to {LAST_LEVEL} after it; write `{name} level 2`"
                    ));
                }
                part.level = level;
            } else if word.bytes().all(|byte| byte.is_ascii_digit()) && part.takes_number()? {
                let most = word.parse().ok().filter(|most| (1..=MOST).contains(most));
                if most.is_none() || part.most.is_some() {
                    return Err(format!(
                        "expected one number of events, from 1 to {MOST}; write `{name} 5`"
                    ));
                }
                part.most = most;
            } else {
                part.set_group(word, calendar)?;
            }
        }
        Ok(part)
    }

    /// Whether a number of entries can follow.
    fn takes_number(&self) -> Result<bool, String> {
        match self.name {
            "upcoming" => Ok(true),
            name => Err(format!(
                "`{name}` takes no number of events; write `upcoming 5` for the next five"
            )),
        }
    }

    fn set_group(&mut self, word: &'a str, calendar: &Calendar) -> Result<(), String> {
        let groups = calendar.groups();
        let is_former = |group: &&Group| group.formerly().iter().any(|it| it.as_str() == word);
        if let Some(group) = groups.iter().find(is_former) {
            return Err(format!(
                "the id of the group `{word}` is `{}` now; write that",
                group.id()
            ));
        }
        let ids = groups.iter().map(|group| group.id().as_str());
        if !ids.clone().any(|id| id == word) {
            let meant = closest(word, ids.chain(["level"]));
            let meant = meant.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
            return Err(format!(
                "`{word}` is not the id of a group, a number of events, or `level` with a number{meant}"
            ));
        }
        if self.name == "events" {
            return Err(format!(
                "`events` is the page of all groups; write `upcoming {word}` for the events of one"
            ));
        }
        if let Some(other) = self.group {
            return Err(format!(
                "`{other}` and `{word}` are two groups; write a block for each"
            ));
        }
        self.group = Some(word);
        Ok(())
    }

    /// Whether it lists other events than the part that is published.
    fn is_limited(&self) -> bool {
        self.most.is_some() || self.group.is_some()
    }
}

impl Page {
    /// Renders a part. Of the events of a group, or of so many, `upcoming` lists each meeting; otherwise of each series the next three.
    ///
    /// # Errors
    /// A template of the user cannot be rendered.
    pub(crate) fn part(&self, part: &Part<'_>, format: PartFormat) -> Result<String, Report> {
        let (name, level) = match format {
            PartFormat::Markdown => (format!("{}.md", part.name), part.level.unwrap_or(1)),
            PartFormat::Html => (format!("{}-part.html", part.name), part.level.unwrap_or(2)),
        };
        let place = part.group.and_then(|id| self.place_of_group(id));
        let of = place.map_or_else(|| self.calendar.clone(), |group| self.of_calendar(group));
        let upcoming = if part.is_limited() {
            let of_groups = self.agenda_of_groups.as_ref().filter(|_| place.is_some());
            let agenda = of_groups.unwrap_or(&self.agenda);
            let lines = agenda.ahead(|event| {
                place.is_none_or(|place| self.view.groups_of(event).any(|group| group == place))
            });
            let lines = lines.take(part.most.unwrap_or(MOST)).cloned().collect();
            ListLines::value(&self.view, lines)
        } else {
            attribute(&self.calendar, "upcoming")
        };
        let data = context! {
            calendar => self.calendar.clone(),
            root => self.address.clone(),
            level,
            upcoming,
            group => place.map(|place| self.of_calendar(place)),
            next => attribute(&of, "next"),
            running => attribute(&of, "running"),
        };
        let text = self
            .templates
            .render_long(&name, data, self.room_of_list())?;
        Ok(match format {
            PartFormat::Markdown => single_spaced(text.trim()),
            PartFormat::Html => without_braces(&text),
        })
    }
}

fn attribute(value: &Value, name: &str) -> Value {
    value.get_attr(name).unwrap_or_default()
}

/// Returns HTML without the empty lines that templates leave, and with character references for braces. Empty lines of code stay.
fn without_braces(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut is_code = false;
    for line in html.lines() {
        if is_code || !line.trim().is_empty() {
            text.push_str(line);
            text.push('\n');
        }
        is_code = match (line.rfind("<pre"), line.rfind("</pre>")) {
            (begin, Some(end)) => begin.is_some_and(|begin| begin > end),
            (begin, None) => is_code || begin.is_some(),
        };
    }
    text.replace('{', "&#123;").replace('}', "&#125;")
}

#[cfg(test)]
mod tests;
