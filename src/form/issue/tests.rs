use super::*;
use crate::edit::{NewEvent, Request};
use crate::{Calendar, Context};

/// A calendar with a series, and an event that takes place once.
fn calendar() -> Calendar {
    let text = "\
calendar: {name: A, slug: a, domain: a.example.org, url: \"https://a.example.org\", timezone: Europe/London}
groups: {poetry: {name: Poetry circle}}
events:
  - {id: book-club, title: Book club, start: 2027-01-12 18:30, end: \"20:00\", repeats: monthly on the 2nd Tuesday}
  - {id: party, title: Party, start: 2027-05-02}
  - {id: quiz, title: Quiz, start: 2027-06-01}
  - {id: quiz-2, title: Quiz, start: 2027-07-01}
";
    let context = Context::new("2027-01-01T00:00:00Z".parse().unwrap());
    crate::read(text, &context).0.unwrap()
}

/// The JSON of an issue with this body.
fn json(body: &str) -> String {
    serde_json::json!({
        "number": 12,
        "title": "Change: ",
        "body": body,
        "labels": [{"name": "approved"}],
        "user": {"login": "river-side"},
    })
    .to_string()
}

/// The body that GitHub makes of answers to a form.
fn body(answers: &[(&str, &str)]) -> String {
    let sections = answers.iter();
    let sections = sections.map(|(label, answer)| format!("### {label}\n\n{answer}\n"));
    sections.collect::<Vec<_>>().join("\n")
}

const NEW_EVENT: [(&str, &str); 14] = [
    ("Title", "Poetry night"),
    ("Start", "2027-03-04 19:00"),
    ("End", "\"21:00\""),
    ("Repeats", "_No response_"),
    ("Last day of the series", "_No response_"),
    ("Group", "Poetry circle (poetry)"),
    ("Format", "in-person"),
    ("Place", "Riverside Library, Mill Lane"),
    ("Link to the call", "_No response_"),
    ("Sign-up page", "_No response_"),
    ("Price", "£5"),
    ("Web page", "_No response_"),
    ("Contact", "_No response_"),
    (
        "Description",
        "We read *poems*.\n\n- id: other\n  title: \"x\"\n### Not a field\nBring one, @somebody.",
    ),
];

const MOVE: [(&str, &str); 7] = [
    ("Event", "Book club (book-club)"),
    ("Title of the event", "_No response_"),
    ("Date", "9 March 2027"),
    ("What happens", "It moves to another date or time"),
    ("New date or time", "11 March 2027"),
    ("Place", "_No response_"),
    ("Reason", "the library is closed"),
];

/// What an issue with this body asks for, or why not.
fn asked(body: &str) -> Result<Asked, String> {
    let issue = Issue::parse(&json(body)).map_err(|error| error.to_string())?;
    issue
        .request(&calendar())
        .map_err(|error| error.to_string())
}

/// The answers of a form, of which one is another.
fn with<'a>(answers: &[(&'a str, &'a str)], label: &str, answer: &'a str) -> String {
    let answers = answers.iter();
    let answers = answers.map(|it| if it.0 == label { (it.0, answer) } else { *it });
    body(&answers.collect::<Vec<_>>())
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_new_event_has_the_keys_of_its_form_as_text() {
    let keys = [
        ("title", "Poetry night"),
        ("start", "2027-03-04 19:00"),
        ("end", "21:00"),
        ("group", "poetry"),
        ("format", "in-person"),
        ("location", "Riverside Library, Mill Lane"),
        ("price", "£5"),
        ("description", NEW_EVENT[13].1),
    ];
    let event = NewEvent {
        id: None,
        keys: keys
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .to_vec(),
        file: None,
    };
    let expected = Asked {
        request: Request::Add(event),
        unused: Vec::new(),
    };
    assert_eq!(asked(&body(&NEW_EVENT)), Ok(expected.clone()));
    let windows = body(&NEW_EVENT).replace('\n', "\r\n");
    assert_eq!(asked(&windows), Ok(expected));
}

#[test]
fn a_meeting_of_a_series_moves() {
    let expected = Request::Move {
        id: "book-club".to_owned(),
        date: Some(text("9 March 2027")),
        to: "11 March 2027".to_owned(),
        reason: Some(text("the library is closed")),
    };
    assert_eq!(asked(&body(&MOVE)).unwrap().request, expected);
}

#[test]
fn each_choice_is_a_request() {
    let id = || "book-club".to_owned();
    let date = || Some(text("9 March 2027"));
    let reason = || Some(text("the library is closed"));
    let cases = [
        (
            "It is cancelled, and calendars say so",
            Request::Cancel {
                id: id(),
                date: date(),
                reason: reason(),
            },
            vec!["New date or time"],
        ),
        (
            "It is postponed, and the new date is not known yet",
            Request::Postpone {
                id: id(),
                date: date(),
                reason: reason(),
            },
            vec!["New date or time"],
        ),
        (
            "It was never planned for this date, and calendars do not show it",
            Request::Skip {
                id: id(),
                date: date().unwrap(),
                reason: reason(),
            },
            vec!["New date or time"],
        ),
        (
            "It takes place as planned after all",
            Request::Restore {
                id: id(),
                date: date(),
            },
            vec!["New date or time", "Reason"],
        ),
    ];
    for (choice, request, unused) in cases {
        let unused = unused.into_iter().map(ToOwned::to_owned).collect();
        assert_eq!(
            asked(&with(&MOVE, "What happens", choice)),
            Ok(Asked { request, unused })
        );
    }
    let mut place = MOVE;
    place[3].1 = "It is in another place";
    place[5].1 = "Town hall";
    let request = Request::Set {
        id: id(),
        date: date(),
        key: "location".to_owned(),
        value: "Town hall".to_owned(),
    };
    let unused = vec!["New date or time".to_owned(), "Reason".to_owned()];
    assert_eq!(asked(&body(&place)), Ok(Asked { request, unused }));
}

#[test]
fn an_event_that_is_not_in_the_list_is_found_by_its_title() {
    let mut party = MOVE;
    party[0].1 = "An event that is not in this list";
    party[1].1 = "party";
    party[2].1 = "2 May 2027";
    let request = Request::Move {
        id: "party".to_owned(),
        date: None,
        to: "11 March 2027".to_owned(),
        reason: None,
    };
    let unused = vec!["Reason".to_owned()];
    assert_eq!(asked(&body(&party)), Ok(Asked { request, unused }));
    for (title, error) in [
        (
            "Parti",
            "no event has the title `Parti`; write it as the calendar shows it",
        ),
        (
            "Quiz",
            "several events have the title `Quiz`; write one of these instead: `quiz`, `quiz-2`",
        ),
        (
            "_No response_",
            "`Title of the event` is empty; edit the issue and write it below its heading",
        ),
    ] {
        assert_eq!(
            asked(&with(&party, "Title of the event", title)),
            Err(error.to_owned())
        );
    }
    let error = "the event takes place once, on 2027-05-02, and not on `3 May 2027`";
    assert_eq!(
        asked(&with(&party, "Date", "3 May 2027")),
        Err(error.to_owned())
    );
}

#[test]
fn the_author_is_that_of_the_issue_and_no_login_in_the_body() {
    let text = body(&NEW_EVENT) + "\n### user\n\n{\"login\": \"somebody\"}\n";
    let issue = Issue::parse(&json(&text)).unwrap();
    assert_eq!((issue.number(), issue.author()), (12, Some("river-side")));
    for (login, author) in [
        ("calendar-bot[bot]", Some("calendar-bot[bot]")),
        ("a](https://example.org)", None),
        ("a b", None),
        ("", None),
    ] {
        let json = json(&text).replace("river-side", login);
        assert_eq!(Issue::parse(&json).unwrap().author(), author);
    }
}

#[test]
fn the_payload_of_a_workflow_has_the_issue_in_it() {
    let inner: serde_json::Value = serde_json::from_str(&json(&body(&MOVE))).unwrap();
    let payload = serde_json::json!({
        "action": "labeled",
        "issue": inner,
        "label": {"name": "approved"},
        "number": 5,
        "body": "### Title\n\nAnother",
    });
    assert_eq!(
        Issue::parse(&payload.to_string()),
        Issue::parse(&json(&body(&MOVE)))
    );
}

#[test]
fn a_form_of_the_calendar_may_have_more_fields_than_calfeed_knows() {
    let mut fields = MOVE.to_vec();
    fields.insert(3, ("Rules", "- [X] I have read the rules"));
    fields.push(("Anything else", "no"));
    assert_eq!(asked(&body(&fields)), asked(&body(&MOVE)));
}

#[test]
fn a_hostile_body_is_refused() {
    let twice = "the heading `Start` appears twice; keep the one of the form";
    let long = "a".repeat(LARGEST_BODY);
    let cases = [
        (
            with(&NEW_EVENT, "Description", "### Start\n\n2027-01-01"),
            twice,
        ),
        (
            with(&NEW_EVENT, "Description", "  ## start ##\n2027-01-01"),
            twice,
        ),
        (with(&NEW_EVENT, "Title", "### Start"), twice),
        (
            with(&NEW_EVENT, "Title", "a\nrepeats: weekly"),
            "`Title` has several lines; write one",
        ),
        (
            with(&NEW_EVENT, "Title", "Poetry <!-- and prose -->"),
            "`Title` has an HTML comment, which GitHub does not show; remove it",
        ),
        (
            with(&NEW_EVENT, "Description", "a\u{202e}b"),
            "`Description` has the character U+202E, which GitHub does not show; remove it",
        ),
        (
            with(&NEW_EVENT, "Title", "a\u{0}b"),
            "`Title` has the character U+0000, which GitHub does not show; remove it",
        ),
        (
            with(&NEW_EVENT, "Title", "a\u{e0041}b"),
            "`Title` has the character U+E0041, which GitHub does not show; remove it",
        ),
        (
            with(&NEW_EVENT, "Format", "by post"),
            "`by post` is not one of the choices of `Format`",
        ),
        (
            with(&NEW_EVENT, "Title", "_No response_"),
            "`Title` is empty; edit the issue and write it below its heading",
        ),
        (
            body(&[("Start", "2027-03-04"), ("Title", "Poetry night")]),
            "the heading `Start` is not where the form has it; open a new issue with the form",
        ),
        (
            format!("Hello\n\n{}", body(&NEW_EVENT)),
            "there is text before the first heading of the form; remove it",
        ),
        (
            "The book club moves to Friday.".to_owned(),
            "this issue was not written with a form of calfeed, or its headings were changed",
        ),
        (
            with(&MOVE, "What happens", "It moves"),
            "`It moves` is not one of the choices of `What happens`",
        ),
        (
            with(&MOVE, "New date or time", "_No response_"),
            "`New date or time` is empty; edit the issue and write it below its heading",
        ),
        (
            with(&MOVE, "Event", "Book club (book-club) (party"),
            "no event has the title `Book club (book-club) (party`; write it as the calendar shows it",
        ),
        (
            with(&NEW_EVENT, "Description", &long),
            "the text of the issue has more than 64 KiB",
        ),
    ];
    for (body, error) in cases {
        assert_eq!(
            asked(&body),
            Err(error.to_owned()),
            "{}",
            body.get(..200).unwrap_or(&body)
        );
    }
}

#[test]
fn headings_that_github_may_hide_are_refused() {
    let shown = body(&MOVE[..2]);
    let hidden = body(&MOVE[2..]);
    let not_shown = |what: &str| {
        Err(format!(
            "the issue has {what}; GitHub may not show what follows, so remove it"
        ))
    };
    let cases = [
        ("<!--", "an HTML comment"),
        (
            "  <pre title=\"",
            "HTML at the start of a line: `  <pre title=\"`",
        ),
        ("<div", "HTML at the start of a line: `<div`"),
        ("<?", "HTML at the start of a line: `<?`"),
    ];
    for (begin, what) in cases {
        let text = format!("{shown}\n### Notes\n\n{begin}\n\n{hidden}");
        assert_eq!(asked(&text), not_shown(what));
    }
    let text = format!("{shown}\n### Notes\n\n<https://a.example.org> or 1 < 2\n\n{hidden}");
    assert_eq!(asked(&text), asked(&body(&MOVE)));
}

#[test]
fn a_description_may_have_a_heading_of_the_other_form() {
    let description = "A party.\n\n### What happens\n\nWe dance.";
    let Request::Add(event) = asked(&with(&NEW_EVENT, "Description", description))
        .unwrap()
        .request
    else {
        panic!("another request");
    };
    let last = event.keys.last().unwrap();
    assert_eq!(
        (last.0.as_str(), last.1.as_str()),
        ("description", description)
    );
}

#[test]
fn what_is_not_the_json_of_an_issue_is_refused() {
    for json in [
        "",
        "{}",
        "[]",
        "{\"number\": -1}",
        "{\"number\": 1, \"number\": 2}",
    ] {
        let error = Issue::parse(json).unwrap_err().to_string();
        assert!(
            error.starts_with("this is not the JSON of an issue of GitHub: "),
            "{error}"
        );
    }
}
