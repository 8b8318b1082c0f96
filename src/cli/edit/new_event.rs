//! The arguments of `calfeed add`.
//!
//! There is an option for each key of an event that has one value, or a list of short ones. `--set` has the others, such as keys that begin
//! with `x-`. Texts are passed on as they were typed.

use clap::Args;

use super::Options;
use super::arguments::{all_given, given};
use crate::cli::Failure;
use crate::edit::{NewEvent, Request};

#[derive(Debug, Args)]
pub(in crate::cli) struct Add {
    /// The name that people know the event by
    #[arg(long)]
    title: String,
    /// The first date, with a time unless the event lasts all day: `"2026-10-29 14:00"`, `2026-10-29`; or `tbc`
    #[arg(long, value_name = "WHEN")]
    start: String,
    /// When it ends: `15:00`, `"2026-10-30 01:00"`, or the last day of an all-day event
    #[arg(long, value_name = "WHEN")]
    end: Option<String>,
    /// How long it lasts, in place of `--end`: `1h30m`
    #[arg(long, value_name = "LENGTH")]
    duration: Option<String>,
    /// How it repeats: `"monthly on the 4th Thursday"`
    #[arg(long, value_name = "RULE")]
    repeats: Option<String>,
    /// The last day of the series
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// The number of meetings of the series
    #[arg(long, value_name = "NUMBER")]
    count: Option<String>,
    /// An extra date. May be given several times
    #[arg(long, value_name = "DATE")]
    also: Vec<String>,
    /// The group that runs the event, by its key. May be given several times
    #[arg(long)]
    group: Vec<String>,
    /// A category. May be given several times
    #[arg(long)]
    tag: Vec<String>,
    /// Where it takes place
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// The web address of the video call
    #[arg(long, value_name = "URL")]
    join: Option<String>,
    /// How people take part, the key `format`: `in-person`, `virtual` or `hybrid`
    #[arg(long, value_name = "FORMAT")]
    takes_place: Option<String>,
    /// The web address at which people sign up
    #[arg(long, value_name = "URL")]
    sign_up: Option<String>,
    /// What it costs: `free`, or a price such as `£5`
    #[arg(long)]
    price: Option<String>,
    /// The page of the event on another site
    #[arg(long)]
    url: Option<String>,
    /// Whom to ask: an e-mail address or a web address. It is public
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
    /// What the event is about, as Markdown
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The time zone of the event, as an IANA name, if it is not that of the calendar
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// `confirmed` or `tentative`
    #[arg(long)]
    status: Option<String>,
    /// Any other key of an event, such as `x-room=4`. May be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// The `id`. Without it, one is made from the title and the year
    #[arg(long)]
    id: Option<String>,
    /// The included file, or the events file itself, to add the event to. Without it, the file with the newest event of the group
    #[arg(long, value_name = "FILE")]
    r#in: Option<String>,
    #[command(flatten)]
    options: Options,
}

impl Add {
    /// # Errors
    /// A value of `--set` that has no `=`.
    pub(super) fn request(self) -> Result<(Request, Options), Failure> {
        let group = match all_given(self.group).as_slice() {
            [] => ("group", None),
            [group] => ("group", Some(group.clone())),
            groups => ("groups", Some(groups.join(", "))),
        };
        let list = |items: Vec<String>| Some(all_given(items).join(", "));
        let keys = [
            ("title", Some(self.title)),
            ("start", Some(self.start)),
            ("end", self.end),
            ("duration", self.duration),
            ("timezone", self.timezone),
            ("repeats", self.repeats),
            ("until", self.until),
            ("count", self.count),
            ("also", list(self.also)),
            ("status", self.status),
            group,
            ("tags", list(self.tag)),
            ("format", self.takes_place),
            ("location", self.location),
            ("join", self.join),
            ("sign_up", self.sign_up),
            ("price", self.price),
            ("url", self.url),
            ("contact", self.contact),
            ("description", self.description),
        ];
        let keys = keys.into_iter();
        let keys = keys.filter_map(|(key, value)| Some((key.to_owned(), given(value)?)));
        let mut keys: Vec<(String, String)> = keys.collect();
        for pair in self.set {
            let Some((key, value)) = pair.split_once('=') else {
                return Err(Failure::Io(format!(
                    "`--set` needs a key, an equals sign and a value, such as `x-room=4`, not `{pair}`"
                )));
            };
            keys.push((key.trim().to_owned(), value.trim().to_owned()));
        }
        let event = NewEvent {
            id: given(self.id),
            keys,
            file: given(self.r#in),
        };
        Ok((Request::Add(event), self.options))
    }
}
