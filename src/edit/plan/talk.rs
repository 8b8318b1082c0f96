//! Adds a talk to an event, or to one meeting of a series.
//!
//! The talk is one more item of `talks`, with its keys in the order of the reference. The talks of one date replace those of the series, so a
//! talk that would hide others is refused.

use super::super::refusal::Reason;
use super::super::request::NewTalk;
use super::{Steps, Subject, Target, line, unread};
use crate::document::{Items, Step, Talk, Value};
use crate::value::{Text, Url};

pub(super) fn added(
    subject: &Subject<'_>,
    target: &Target<'_>,
    talk: &NewTalk,
) -> Result<Vec<Step>, Reason> {
    let of_event = listed(subject.written.talks.as_ref());
    let (path, present) = match target {
        Target::Event => (Vec::new(), of_event),
        Target::Meeting(meeting) => {
            let (id, date) = (subject.id(), meeting.date);
            let change = meeting.change;
            if change.is_some_and(|change| change.skipped.is_some()) {
                return Err(Reason::TalkOfSkipped { id, date });
            }
            let talks = change.and_then(|change| change.talks.as_ref());
            // The talks of a date replace those of the series.
            if talks.is_none() && !of_event.is_empty() {
                return Err(Reason::TalksOfSeries { id, date });
            }
            (meeting.path().to_vec(), listed(talks))
        }
    };
    let title = line("the title of the talk", &talk.title)?;
    let has_title = |other: &Talk| other.title.as_deref().map(str::trim) == Some(&title);
    if present.iter().any(has_title) {
        return Err(Reason::TalkThere { title });
    }
    let mut steps = Steps::at(&path);
    steps.push("talks", Value::Keys(keys(title, talk)?));
    Ok(steps.steps)
}

fn listed(talks: Option<&Items<Talk>>) -> &[Talk] {
    match talks {
        Some(Items::Listed(talks)) => talks,
        _ => &[],
    }
}

/// The keys of a talk, in the order of the reference.
fn keys(title: String, talk: &NewTalk) -> Result<Vec<(String, Value)>, Reason> {
    let mut keys = vec![("title".to_owned(), Value::Text(title))];
    let speakers = talk.speakers.iter().map(|it| line("a speaker", it));
    let speakers: Vec<String> = speakers.collect::<Result<_, _>>()?;
    if !speakers.is_empty() {
        keys.push(("speakers".to_owned(), Value::Texts(speakers)));
    }
    if let Some(summary) = &talk.summary {
        let summary = Text::lines(summary).map_err(|problem| unread("the abstract", problem))?;
        let summary = summary.as_str().to_owned();
        keys.push(("abstract".to_owned(), Value::Text(summary)));
    }
    let addresses = [
        ("slides", "the address of the slides", &talk.slides),
        ("video", "the address of the recording", &talk.video),
    ];
    for (key, what, address) in addresses {
        let Some(address) = address else {
            continue;
        };
        Url::parse(address).map_err(|problem| unread(what, problem))?;
        let address = address.trim().to_owned();
        keys.push((key.to_owned(), Value::Text(address)));
    }
    Ok(keys)
}
