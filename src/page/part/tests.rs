use super::*;
use crate::{Context, read};

fn calendar() -> Calendar {
    let text = "calendar: {name: Club, slug: club, domain: example.org, url: https://example.org, timezone: Europe/London}
groups:
  poetry: {name: Poetry, formerly: [verse]}
  prose: {name: Prose}
events: []
";
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let (calendar, report) = read(text, &Context::new(now));
    calendar.unwrap_or_else(|| panic!("{report:#?}"))
}

#[test]
fn the_words_after_the_name_may_have_any_order() {
    let part = Part {
        name: "upcoming",
        most: Some(5),
        group: Some("poetry"),
        level: Some(3),
    };
    for words in [
        "upcoming 5 poetry level 3",
        "upcoming level 3 poetry 5",
        "upcoming  poetry  5  level  3",
    ] {
        assert_eq!(Part::parse(words, &calendar()), Ok(part.clone()), "{words}");
    }
}

#[test]
fn a_word_that_cannot_be_used_says_what_to_write() {
    for (words, message) in [
        (
            "past",
            "`past` is not the name of a block; write `events`, `upcoming` or `next`",
        ),
        (
            "upcoming poety",
            "`poety` is not the id of a group, a number of events, or `level` with a number; did you mean `poetry`?",
        ),
        (
            "upcoming five",
            "`five` is not the id of a group, a number of events, or `level` with a number",
        ),
        (
            "upcoming verse",
            "the id of the group `verse` is `poetry` now; write that",
        ),
        (
            "upcoming 0",
            "expected one number of events, from 1 to 100; write `upcoming 5`",
        ),
        (
            "upcoming 101",
            "expected one number of events, from 1 to 100; write `upcoming 5`",
        ),
        (
            "upcoming 5 6",
            "expected one number of events, from 1 to 100; write `upcoming 5`",
        ),
        (
            "upcoming poetry prose",
            "`poetry` and `prose` are two groups; write a block for each",
        ),
        (
            "next 3",
            "`next` takes no number of events; write `upcoming 5` for the next five",
        ),
        (
            "events poetry",
            "`events` is the page of all groups; write `upcoming poetry` for the events of one",
        ),
        (
            "events level",
            "`level` needs one number from 1 to 5 after it; write `events level 2`",
        ),
        (
            "events level 6",
            "`level` needs one number from 1 to 5 after it; write `events level 2`",
        ),
        (
            "events level 2 level 3",
            "`level` needs one number from 1 to 5 after it; write `events level 2`",
        ),
    ] {
        assert_eq!(Part::parse(words, &calendar()), Err(message.to_owned()));
    }
}
