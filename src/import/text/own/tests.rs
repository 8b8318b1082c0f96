use super::{Known, Own, own, own_title};
use crate::import::entry::{Details, Link, State, Talk};

const PAGE: &str = "https://example.org/events/a/";

fn known(state: State) -> Known<'static> {
    Known {
        uid: "a@example.org",
        page: Some(PAGE),
        state,
        ..Known::default()
    }
}

#[test]
fn everything_is_read_again() {
    let text = "Cancelled: no room\n\nShort talks, as last year https://example.org/2025.\n\n- bring a mug\n\n\
         Hybrid\nJoin: https://meet.example.org/talks\nSign up: https://example.org/s\nPrice: £5\n\n\
         Talks\n- On feeds\n  A speaker (Somewhere, far), Another\n  Why they fail.\n  Slides: https://example.org/slides.pdf\n  Video: https://example.org/video\n- On clocks\n\n\
         Tickets: all of them: https://example.org/tickets\nContact: team@example.org\nDetails: https://example.org/talks";
    let known = Known {
        page: Some("https://example.org/talks"),
        join: Some("https://meet.example.org/talks"),
        contact: Some("team@example.org"),
        ..known(State::Cancelled)
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        own(text, &known),
        Own {
            details: Details {
                description: some(
                    "Short talks, as last year https://example.org/2025.\n\n- bring a mug"
                ),
                format: Some("hybrid"),
                join: some("https://meet.example.org/talks"),
                sign_up: some("https://example.org/s"),
                price: some("£5"),
                talks: vec![
                    Talk {
                        title: "On feeds".to_owned(),
                        speakers: vec![
                            "A speaker (Somewhere, far)".to_owned(),
                            "Another".to_owned()
                        ],
                        summary: some("Why they fail."),
                        slides: some("https://example.org/slides.pdf"),
                        video: some("https://example.org/video"),
                    },
                    Talk {
                        title: "On clocks".to_owned(),
                        ..Talk::default()
                    }
                ],
                links: vec![Link {
                    title: "Tickets: all of them".to_owned(),
                    url: "https://example.org/tickets".to_owned(),
                }],
                contact: some("team@example.org"),
                url: some("https://example.org/talks"),
                ..Details::default()
            },
            state: State::Cancelled,
            reason: some("no room"),
            was: None,
            page: "https://example.org/talks".to_owned(),
        }
    );
}

#[test]
fn a_moved_meeting_has_its_reason() {
    let text = format!(
        "To be confirmed. Moved from Monday 12 January 2026, 6:30pm to 8pm: half term: again\n\nDetails: {PAGE}"
    );
    let own = own(&text, &known(State::Tentative));
    assert_eq!(
        (own.was.as_deref(), own.reason.as_deref(), own.details),
        (
            Some("Monday 12 January 2026, 6:30pm to 8pm"),
            Some("half term: again"),
            Details::default()
        )
    );
}

#[test]
fn a_description_with_the_words_of_calfeed_stays_whole() {
    let text = format!(
        "Moved from the town hall: no room\n\nJoin: us\n\nTalks\nare short\n\nDetails: below\n\nDetails: {PAGE}"
    );
    let own = own(&text, &known(State::Confirmed));
    assert_eq!(
        own.details.description.as_deref(),
        Some("Moved from the town hall: no room\n\nJoin: us\n\nTalks\nare short\n\nDetails: below")
    );
    assert_eq!(own.details.url, None);
}

#[test]
fn a_text_that_calfeed_did_not_write_is_the_description() {
    let own = own(
        "Bring a mug\n\nDetails: https://other.example",
        &known(State::Confirmed),
    );
    assert_eq!(
        own.details.description.as_deref(),
        Some("Bring a mug\n\nDetails: https://other.example")
    );
}

#[test]
fn code_and_nested_lists_come_back_exactly() {
    for (plain, written) in [
        ("1. one\n  - two\n  - three", "1. one\n   - two\n   - three"),
        ("if x:\n    y", "```\nif x:\n    y\n```"),
    ] {
        let text = format!("{plain}\n\nDetails: {PAGE}");
        let own = own(&text, &known(State::Confirmed));
        assert_eq!(own.details.description.as_deref(), Some(written));
    }
}

#[test]
fn the_state_is_no_part_of_the_title() {
    assert_eq!(own_title("CANCELLED: Poems"), ("Poems", State::Cancelled));
    assert_eq!(own_title("POSTPONED: Poems"), ("Poems", State::Postponed));
    assert_eq!(own_title("Poems (TBC)"), ("Poems", State::Tentative));
    assert_eq!(own_title("Poems"), ("Poems", State::Confirmed));
}
