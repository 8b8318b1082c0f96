//! What a page offers to add an event to a calendar, what that leaves out, and what to do about a cancelled event.

use crate::page::{published, text};

/// Returns the foot of an event's page, without markup, one line for each line with text.
fn foot(events: &str, path: &str) -> String {
    let site = published(events);
    let page = text(&site, path);
    let (_, foot) = page.split_once("<div class=\"foot\">").unwrap();
    let (foot, _) = foot.split_once("</article>").unwrap();
    words(foot)
}

fn words(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

const ALSO: &str = "  - {id: a, title: A, start: 2026-07-01 14:00, end: \"16:00\", also: [2026-07-02, 2026-07-03]}\n";

#[test]
fn an_event_with_further_dates_says_which_one_it_adds_and_offers_the_others() {
    insta::assert_snapshot!(foot(ALSO, "/events/a/"), @r"
    Add this event
    Add to Apple Calendar
    Add to Google Calendar
    Add to Outlook.com
    Add to Microsoft 365
    Download .ics file
    This adds Wednesday 1 July 2026, 2pm to 4pm, and no other date. Add each of the others too:
    Thursday 2 July 2026, 2pm to 4pm (.ics)
    Friday 3 July 2026, 2pm to 4pm (.ics)
    If you add a single event, it will not update. Subscribe to get changes.
    ");
}

#[test]
fn a_date_that_is_over_is_not_offered_with_those_ahead() {
    let event = "  - {id: a, title: A, start: 2026-06-01, also: [2026-07-02]}\n";
    insta::assert_snapshot!(foot(event, "/events/a/"), @r"
    Add this event
    Add each of its dates:
    Thursday 2 July 2026 (.ics)
    If you add a single event, it will not update. Subscribe to get changes.
    ");
}

#[test]
fn a_series_offers_the_dates_that_are_not_in_its_file() {
    let event = "  - {id: a, title: A, start: 2026-01-05 10:00, end: \"11:00\", repeats: weekly, also: [2026-07-02]}\n";
    insta::assert_snapshot!(foot(event, "/events/a/"), @r"
    Add the whole series
    Add to Apple Calendar
    Download .ics file
    This adds the dates of the rule. Add each of the others too:
    Thursday 2 July 2026, 10am to 11am (.ics)
    Google and Outlook add this series from the file only. You can also add a single meeting below.
    If you add a series, it will not update. Subscribe to get changes.
    ");
}

const CANCELLED: &str = "  - id: a
    title: A
    start: 2026-01-05 10:00
    end: \"11:00\"
    repeats: weekly
    also: [2026-07-02]
    changes: {2026-06-29: {cancelled: rain}, 2026-07-02: {cancelled: rain}}
";

#[test]
fn a_cancelled_meeting_has_the_file_for_each_way_in_which_it_was_added() {
    insta::assert_snapshot!(foot(CANCELLED, "/events/a/2026-06-29/"), @r"
    If it is in your calendar:
    You have subscribed: your calendar shows it by itself.
    You added the whole series from its file: open the file of the series again.
    You added only this meeting from its file: open this notice, which marks it there.
    You added it with a link to Google or Outlook: delete it by hand.
    ");
    let site = published(CANCELLED);
    let page = text(&site, "/events/a/2026-06-29/");
    assert!(
        page.contains(
            "<a href=\"../../../events/a.ics\" download=\"a.ics\">the file of the series</a>"
        ),
        "{page}"
    );
    assert!(page.contains("<a href=\"../../../events/a/2026-06-29.ics\" download=\"a-2026-06-29.ics\">this notice</a>"), "{page}");
}

#[test]
fn a_cancelled_date_under_also_is_in_no_file_of_the_series() {
    insta::assert_snapshot!(foot(CANCELLED, "/events/a/2026-07-02/"), @r"
    If it is in your calendar:
    You have subscribed: your calendar shows it by itself.
    You added only this meeting from its file: open this notice, which marks it there.
    You added it with a link to Google or Outlook: delete it by hand.
    ");
}

#[test]
fn a_cancelled_meeting_of_several_weekdays_is_in_the_file_of_its_own() {
    let event = "  - {id: a, title: A, start: 2026-01-01 10:00, end: \"11:00\", repeats: monthly on the 1st and 3rd Thursday, changes: {2026-07-16: {cancelled: rain}}}\n";
    let site = published(event);
    let page = text(&site, "/events/a/2026-07-16/");
    assert!(page.contains("<a href=\"../../../events/a/3thu.ics\" download=\"a-3thu.ics\">the file of the series</a>"), "{page}");
    assert!(site.get("/events/a/3thu.ics").is_some());
}

#[test]
fn a_cancelled_series_has_its_file_and_the_single_meetings_have_theirs() {
    let event = "  - {id: a, title: A, start: 2026-01-05 10:00, end: \"11:00\", repeats: weekly, status: cancelled}\n";
    insta::assert_snapshot!(foot(event, "/events/a/"), @r"
    If it is in your calendar:
    You have subscribed: your calendar shows it by itself.
    You added the whole series from its file: open the file of the series again. You added single meetings: open the file of each, below.
    You added it with a link to Google or Outlook: delete it by hand.
    ");
}

#[test]
fn a_series_with_all_meetings_ahead_cancelled_is_not_offered() {
    let events = "  - id: a
    title: A
    start: 2026-07-01 14:00
    end: \"16:00\"
    repeats: weekly
    count: 2
    changes:
      2026-07-01: {status: cancelled}
      2026-07-08: {status: postponed}
";
    insta::assert_snapshot!(foot(events, "/events/a/"), @r"
    If it is in your calendar:
    You have subscribed: your calendar shows it by itself.
    You added the whole series from its file: open the file of the series again. You added single meetings: open the file of each, below.
    You added it with a link to Google or Outlook: delete it by hand.
    ");
}

#[test]
fn a_file_is_saved_under_the_name_of_its_event() {
    let site = published(ALSO);
    let page = text(&site, "/events/a/");
    assert!(
        page.contains("<a href=\"../../events/a.ics\" download=\"a.ics\">Download .ics file</a>"),
        "{page}"
    );
    assert!(
        page.contains("<a href=\"../../events/a/2026-07-02.ics\" download=\"a-2026-07-02.ics\">"),
        "{page}"
    );
}

#[test]
fn a_link_to_add_an_event_has_the_first_paragraph_of_its_description() {
    let event =
        "  - {id: a, title: A, start: 2026-07-01, description: \"**Tea** & <cake>\\n\\nSecond\"}\n";
    let site = published(event);
    let page = text(&site, "/events/a/");
    assert!(
        page.contains("&amp;details=Tea%20%26%20%3Ccake%3E%0ADetails%3A%20https"),
        "{page}"
    );
    // Outlook reads HTML.
    assert!(
        page.contains("&amp;body=Tea%20%26amp%3B%20%26lt%3Bcake%3E%3Cbr%3EDetails%3A%20https"),
        "{page}"
    );
    assert!(!page.contains("Second%"), "{page}");
}

#[test]
fn a_heading_says_the_date_and_that_it_is_cancelled() {
    let site = published(CANCELLED);
    let page = text(&site, "/events/a/");
    let heading =
        "<h3><span class=\"hidden\">Cancelled: </span><a href=\"../../events/a/2026-06-29/\"><time";
    assert!(page.contains(heading), "{page}");
    let skipped = published(
        "  - {id: a, title: A, start: 2026-06-22, repeats: weekly, changes: {2026-06-29: {skipped: rain}}}\n",
    );
    let skipped = text(&skipped, "/events/a/");
    assert!(
        skipped.contains(
            "<h3><span class=\"hidden\">No meeting: </span><time class=\"dt-start\" datetime=\"2026-06-29\""
        ),
        "{skipped}"
    );
}

#[test]
fn the_lists_in_an_abstract_are_no_talks_and_a_struck_time_has_a_struck_zone() {
    let site = published(ALSO);
    let style = text(&site, "/style.css");
    assert!(style.contains("\n.talks > li { "));
    assert!(!style.contains(".talks li"));
    assert!(style.contains(".off .when"));
}
