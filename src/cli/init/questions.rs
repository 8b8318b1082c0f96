//! The questions of `calfeed init` at a terminal.
//!
//! [`Questions`] asks for what a [`Draft`] lacks, one line each, and asks again after an answer that an events file cannot have. An empty
//! answer takes what is in brackets, or leaves out what may be left out. The end of the input ends the program, and nothing is written.

use std::io::{BufRead, Write};

use chrono::{DateTime, Utc};
use clap::ValueEnum as _;

use super::draft::{Draft, FirstEvent};
use super::host::Host;
use super::{Failure, faults, key};
use crate::diagnostic::{Diagnostic, Kind, Severity};
use crate::visible::visible_lines;

/// Asks questions on `output`, and reads the answers from `input`.
pub(super) struct Questions<R, W> {
    input: R,
    output: W,
    now: DateTime<Utc>,
}

impl<R: BufRead, W: Write> Questions<R, W> {
    pub(super) fn new(input: R, output: W, now: DateTime<Utc>) -> Self {
        Self { input, output, now }
    }

    /// Returns the draft with everything that it lacked.
    pub(super) fn answers(&mut self, mut draft: Draft) -> Result<Draft, Failure> {
        let has_event = draft.event.is_some();
        if draft.name.is_empty() {
            self.set(
                "What is the calendar called?",
                "",
                &["name"],
                &mut draft,
                |draft, it| it.clone_into(&mut draft.name),
            )?;
        }
        if draft.url.is_empty() {
            self.say("The web address of the pages, such as https://books.example.org, or with GitHub Pages https://USER.github.io/REPOSITORY. If you change it later, people have to subscribe again.")?;
            self.set(
                "At which address will you publish it?",
                "",
                &["url"],
                &mut draft,
                |draft, it| it.clone_into(&mut draft.url),
            )?;
        }
        draft.derive();
        if draft.slug.is_empty() || self.fault(&draft, &["slug"]).is_some() {
            self.set(
                "A short name for its file, in the letters a to z:",
                "",
                &["slug"],
                &mut draft,
                |draft, it| it.clone_into(&mut draft.slug),
            )?;
        }
        if self.fault(&draft, &["domain"]).is_some() {
            self.set(
                "Which web domain do you or your group own, such as books.example.org?",
                "",
                &["domain"],
                &mut draft,
                |draft, it| it.clone_into(&mut draft.domain),
            )?;
        }
        let zone = draft.timezone.clone();
        self.set(
            "In which time zone are the events?",
            &zone,
            &["timezone"],
            &mut draft,
            |draft, it| it.clone_into(&mut draft.timezone),
        )?;
        if !has_event {
            self.event(&mut draft)?;
        }
        if draft.hosts.is_empty() {
            self.hosts(&mut draft)?;
        }
        Ok(draft)
    }

    /// Asks for a first event, which may be left out.
    fn event(&mut self, draft: &mut Draft) -> Result<(), Failure> {
        loop {
            let title = self.ask(
                "What is your first event called? Press Enter to add events later:",
                "",
            )?;
            if title.is_empty() {
                draft.event = None;
                return Ok(());
            }
            // The title is checked with some start.
            let start = "2027-01-12".to_owned();
            draft.event = Some(FirstEvent {
                title,
                start,
                ..FirstEvent::default()
            });
            match self.fault(draft, &["title"]) {
                Some(fault) => self.refuse(&fault)?,
                None => break,
            }
        }
        change(draft, |event| event.start.clear());
        let mut is_timed = false;
        while draft
            .event
            .as_ref()
            .is_some_and(|event| event.start.is_empty())
        {
            let start = self.ask("When does it begin? For example 2027-01-12 18:30, or 2027-01-12 if it lasts all day:", "")?;
            change(draft, |event| event.start = start);
            let found = faults(&draft.text(), self.now);
            let error = found
                .iter()
                .find(|fault| fault.severity() == Severity::Error && key(fault) == "start");
            if let Some(error) = error {
                self.refuse(error)?;
                change(draft, |event| event.start.clear());
            }
            is_timed = found.iter().any(|fault| fault.kind() == Kind::NoEnd);
        }
        if is_timed {
            self.set(
                "When does it end? For example 20:00:",
                "",
                &["end", "start"],
                draft,
                |draft, it| change(draft, |event| event.end = some(it)),
            )?;
        }
        loop {
            self.set("How often does it repeat, such as `monthly on the 2nd Tuesday`? Press Enter if it does not:", "", &["repeats"], draft, |draft, it| change(draft, |event| event.repeats = some(it)))?;
            if self.begins_by_its_rule(draft)? {
                break;
            }
        }
        self.set(
            "Where is it? An address, or the link to a call. Press Enter to leave this out:",
            "",
            &["location"],
            draft,
            |draft, it| change(draft, |event| event.location = some(it)),
        )
    }

    /// Asks for another start until it is a date of the rule. Returns false if the rule has to be asked for again.
    fn begins_by_its_rule(&mut self, draft: &mut Draft) -> Result<bool, Failure> {
        while let Some(fault) = self.fault(draft, &["start", "end"]) {
            self.refuse(&fault)?;
            let question =
                "When does it begin? Press Enter to change how often it repeats instead:";
            let answer = self.ask(question, "")?;
            if answer.is_empty() {
                return Ok(false);
            }
            change(draft, |event| event.start = moved(&event.start, &answer));
        }
        Ok(true)
    }

    /// Asks for the host for which files are written, which may be none.
    fn hosts(&mut self, draft: &mut Draft) -> Result<(), Failure> {
        loop {
            let answer = self.ask(
                "Where will you publish it: github, gitlab or netlify? Press Enter if elsewhere:",
                "",
            )?;
            if answer.is_empty() {
                return Ok(());
            }
            match Host::from_str(&answer, true) {
                Ok(host) => {
                    draft.hosts.push(host);
                    return Ok(());
                }
                Err(_) => self.say(&format!(
                    "expected `github`, `gitlab` or `netlify`, found `{answer}`"
                ))?,
            }
        }
    }

    /// Asks until the answer is one that the file can have. `keys` are those that the answer decides.
    fn set(
        &mut self,
        question: &str,
        usual: &str,
        keys: &[&str],
        draft: &mut Draft,
        set: impl Fn(&mut Draft, &str),
    ) -> Result<(), Failure> {
        loop {
            let answer = self.ask(question, usual)?;
            set(draft, &answer);
            match self.fault(draft, keys) {
                Some(fault) => self.refuse(&fault)?,
                None => return Ok(()),
            }
        }
    }

    /// Returns what is wrong with one of these keys.
    fn fault(&self, draft: &Draft, keys: &[&str]) -> Option<Diagnostic> {
        let found = faults(&draft.text(), self.now).into_iter();
        let mut found = found.filter(|fault| keys.contains(&key(fault).as_str()));
        found.next()
    }

    /// Asks once. An empty answer is `usual`.
    fn ask(&mut self, question: &str, usual: &str) -> Result<String, Failure> {
        let brackets = if usual.is_empty() {
            String::new()
        } else {
            format!(" [{usual}]")
        };
        write!(self.output, "{question}{brackets} ")?;
        self.output.flush()?;
        let mut line = String::new();
        let read = self
            .input
            .read_line(&mut line)
            .map_err(|error| Failure::io("cannot read the answer", error))?;
        if read == 0 {
            return Err(Failure::Io(
                "there are no more answers, and nothing is written".to_owned(),
            ));
        }
        let answer = line.trim();
        Ok(if answer.is_empty() { usual } else { answer }.to_owned())
    }

    fn refuse(&mut self, fault: &Diagnostic) -> Result<(), Failure> {
        if fault.kind() == Kind::NoEnd {
            return self.say("an event that begins at a time also ends at one");
        }
        if fault.kind() == Kind::EmptyValue {
            return self.say("this needs an answer");
        }
        let help = fault
            .help()
            .map_or_else(String::new, |it| format!("; {it}"));
        self.say(&format!("{}{help}", fault.message()))
    }

    fn say(&mut self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(self.output, "{}", visible_lines(text))?)
    }
}

/// Returns another start. If it is only a date, as messages name one, the event keeps its time.
fn moved(start: &str, answer: &str) -> String {
    let is_date =
        |text: &str| text.len() == 10 && text.chars().all(|it| it == '-' || it.is_ascii_digit());
    match start.split_at_checked(10) {
        Some((date, time)) if is_date(date) && is_date(answer) => format!("{answer}{time}"),
        _ => answer.to_owned(),
    }
}

/// Changes the first event.
fn change(draft: &mut Draft, change: impl FnOnce(&mut FirstEvent)) {
    if let Some(event) = &mut draft.event {
        change(event);
    }
}

fn some(answer: &str) -> Option<String> {
    (!answer.is_empty()).then(|| answer.to_owned())
}

#[cfg(test)]
mod tests;
