use crate::{Context, Feeds, Revisions, read};

/// The DESCRIPTION of the first component of the feed of one event, unescaped.
fn description(event: &str) -> String {
    let text = format!(
        "calendar:\n  name: Club\n  slug: club\n  domain: example.org\n  url: https://example.org\n  timezone: Europe/London\nevents:\n{event}"
    );
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let (calendar, report) = read(&text, &Context::new(now));
    let calendar = calendar.unwrap_or_else(|| panic!("{report:#?}"));
    let revisions = Revisions::at(now);
    let feed = Feeds::new(&calendar, &revisions, calendar.url()).calendar();
    let unfolded = feed.text().replace("\r\n ", "");
    let line = unfolded
        .lines()
        .rfind(|line| line.starts_with("DESCRIPTION:"))
        .unwrap();
    line["DESCRIPTION:".len()..]
        .replace("\\n", "\n")
        .replace("\\,", ",")
        .replace("\\;", ";")
}

#[test]
fn everything_that_is_known_stands_in_the_order_in_which_people_need_it() {
    assert_eq!(
        description(
            "
  - id: talks
    title: Talks
    start: 2026-03-05 18:00
    end: 20:00
    format: hybrid
    location: Town hall
    join: https://meet.example.org/talks
    contact: team@example.org
    url: https://example.org/talks
    description: |
      Short talks, [as last year](https://example.org/2025).

      - bring a mug
    talks:
      - title: On feeds
        speakers: [A speaker (Somewhere), Another]
        abstract: Why they fail.
        slides: https://example.org/slides.pdf
        video: https://example.org/video
      - title: On clocks
    links:
      - {title: Tickets, url: https://example.org/tickets}
"
        ),
        "Short talks, as last year https://example.org/2025.\n\n- bring a mug\n\n\
         Hybrid\nJoin: https://meet.example.org/talks\n\n\
         Talks\n- On feeds\n  A speaker (Somewhere), Another\n  Why they fail.\n  Slides: https://example.org/slides.pdf\n  Video: https://example.org/video\n- On clocks\n\n\
         Tickets: https://example.org/tickets\nContact: team@example.org\nDetails: https://example.org/talks"
    );
}

#[test]
fn a_cancelled_event_says_so_first_with_its_reason() {
    assert_eq!(
        description(
            "  - {id: a, title: A, start: 2026-03-05 18:00, end: 20:00, status: cancelled, reason: no room, description: About it}\n"
        ),
        "Cancelled: no room\n\nAbout it\n\nDetails: https://example.org/events/a/"
    );
}

#[test]
fn a_tentative_event_says_that_it_is_to_be_confirmed() {
    assert_eq!(
        description(
            "  - {id: a, title: A, start: 2026-03-05, status: tentative, reason: no room yet}\n"
        ),
        "To be confirmed: no room yet\n\nDetails: https://example.org/events/a/"
    );
}

#[test]
fn a_moved_meeting_says_from_when_and_why() {
    assert_eq!(
        description(
            "  - {id: a, title: A, start: 2026-01-05 18:00, end: 20:00, repeats: weekly, changes: {2026-01-12: {moved_to: 2026-01-13, reason: half term}}}\n"
        ),
        "Moved from Monday 12 January 2026, 6pm to 8pm: half term\n\nDetails: https://example.org/events/a/"
    );
}

#[test]
fn a_moved_meeting_that_is_not_sure_says_both() {
    assert_eq!(
        description(
            "  - {id: a, title: A, start: 2026-01-05 18:00, end: 20:00, repeats: weekly, changes: {2026-01-12: {moved_to: 2026-01-13, status: tentative, reason: half term}}}\n"
        ),
        "To be confirmed. Moved from Monday 12 January 2026, 6pm to 8pm: half term\n\nDetails: https://example.org/events/a/"
    );
}

#[test]
fn a_postponed_meeting_says_that_its_date_is_to_be_confirmed() {
    assert_eq!(
        description(
            "  - {id: a, title: A, start: 2026-01-05 18:00, end: 20:00, repeats: weekly, changes: {2026-01-12: {moved_to: tbc, reason: illness}}}\n"
        ),
        "Postponed, new date to be confirmed: illness\n\nDetails: https://example.org/events/a/"
    );
}
