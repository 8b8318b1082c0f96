//! Changes of past meetings.

use super::{BASE, difference, edited, with};

#[test]
fn a_new_time_of_a_running_series_warns_of_its_past() {
    insta::assert_snapshot!(edited("18:30", "18:00"), @r"
    In the next 12 months 12 meetings have a new time; 1 warning.

    warning: 6 changes affect past meetings, and rewrite people's diaries. To change a series from a date on, end it with `until` and begin a new `id`.
      New time: Book club: 6:30pm to 8pm → 6pm to 8pm; 6 meetings: 13 January, 10 February, 10 March 2026 and 3 more, the last on 9 June 2026

    New time
      Book club: 6:30pm to 8pm → 6pm to 8pm; 12 meetings: 14 July, 11 August, 8 September 2026 and 9 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn a_meeting_that_is_over_is_removed() {
    insta::assert_snapshot!(difference(&with(BASE, "2026-07-11", "2026-05-16"), &with(BASE, "  - id: summer-party\n    title: Summer party\n    start: 2026-07-11 15:00\n    end: 19:00\n", "")), @r"
    No meeting changes in the next 12 months; 1 warning.

    warning: 1 change affects a past meeting, and rewrites people's diaries.
      Removed: Summer party, Saturday 16 May 2026, 3pm to 7pm
    ");
}

#[test]
fn a_past_meeting_with_a_new_date_is_taken_out_of_the_past() {
    insta::assert_snapshot!(difference(&with(BASE, "2026-07-11", "2025-07-12"), BASE), @r"
    In the next 12 months 1 meeting moves; 1 warning.

    warning: 1 change affects a past meeting, and rewrites people's diaries.
      Moved: Summer party: Saturday 12 July 2025, 3pm to 7pm → Saturday 11 July 2026, 3pm to 7pm

    Moved
      Summer party: Saturday 12 July 2025, 3pm to 7pm → Saturday 11 July 2026, 3pm to 7pm
    ");
}

#[test]
fn a_meeting_that_moves_into_the_past_warns() {
    insta::assert_snapshot!(edited("2026-07-11", "2025-07-11"), @r"
    In the next 12 months 1 meeting moves; 1 warning.

    warning: 1 change affects a past meeting, and rewrites people's diaries.
      Moved: Summer party: Saturday 11 July 2026, 3pm to 7pm → Friday 11 July 2025, 3pm to 7pm

    Moved
      Summer party: Saturday 11 July 2026, 3pm to 7pm → Friday 11 July 2025, 3pm to 7pm
    ");
}

#[test]
fn a_recording_of_a_meeting_that_is_over_is_no_warning() {
    insta::assert_snapshot!(difference(&with(BASE, "2026-07-11", "2026-05-16"), &with(BASE, "2026-07-11 15:00", "2026-05-16 15:00\n    links: [{title: Recording, url: https://video.example.org}]")), @r"
    No meeting changes in the next 12 months.

    New hosts
      video.example.org, in “Summer party”: https://video.example.org

    New details
      Summer party, Saturday 16 May 2026: links (new: https://video.example.org)
    ");
}

#[test]
fn a_meeting_in_progress_is_not_past() {
    insta::assert_snapshot!(difference(&with(BASE, "2026-07-11 15:00\n    end: 19:00", "2026-06-15 12:30\n    end: 13:30"), &with(BASE, "2026-07-11 15:00\n    end: 19:00", "2026-06-15 12:30\n    end: 14:00")), @r"
    In the next 12 months 1 meeting has a new time.

    New time
      Summer party, Monday 15 June 2026: 12:30pm to 1:30pm → 12:30pm to 2pm
    ");
}
