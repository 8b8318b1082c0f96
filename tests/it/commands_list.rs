//! `list` in the real program: whole outputs for a range of dates in the community's own events.

use crate::corpus::of;
use crate::program::{Desk, Run};

/// Creates a desk with the community's own file under the default name.
fn community() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    desk
}

fn run(code: i32, stdout: &str, stderr: &str) -> Run {
    Run {
        code: Some(code),
        stdout: stdout.to_owned(),
        stderr: stderr.to_owned(),
    }
}

const AUTUMN: &str = "\
Thu 2024-10-24  10:00–12:00  Short talks around recent Government Initiatives  (short-talks-2024-10)
Thu 2024-11-28  11:00–12:00  Lean Coffee  (lean-coffee-2024-11)
Wed 2025-01-29  09:00–17:00  Cross Government Software Engineering Conference 2025  (conference-2025)
Thu 2025-01-30  13:00–15:00  Career progression for Tech Tracks  (heads-of-engineering-2025-01)
";

#[test]
fn a_list_begins_on_the_day_from_and_ends_before_the_day_to() {
    let desk = community();
    assert_eq!(
        desk.run("list --from 2024-10-24 --to 2025-01-31"),
        run(0, AUTUMN, "")
    );
    let (but_the_last, _) = AUTUMN.split_once("Thu 2025-01-30").unwrap();
    assert_eq!(
        desk.run("list --from 2024-10-24 --to 2025-01-30"),
        run(0, but_the_last, "")
    );
    let (_, but_the_first) = AUTUMN.split_once('\n').unwrap();
    assert_eq!(
        desk.run("list --from 2024-10-25 --to 2025-01-31"),
        run(0, but_the_first, "")
    );
}

#[test]
fn a_list_without_days_begins_today_and_ends_in_twelve_months() {
    let lines = [
        "Thu 2026-06-25  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2026-07-23  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2026-08-27  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2026-09-24  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2026-10-22  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2026-11-26  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2026-12-24  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2027-01-28  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2027-02-25  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2027-03-25  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2027-04-22  11:00–12:00  Lean Coffee  (lean-coffee)",
        "Thu 2027-05-27  11:00–12:00  Lean Coffee  (lean-coffee)",
    ];
    assert_eq!(
        community().run("list"),
        run(0, &format!("{}\n", lines.join("\n")), "")
    );
}

#[test]
fn a_list_of_several_days_shows_the_last() {
    let desk = Desk::new();
    desk.write("events.yaml", &of("tests/it/cases/all-day.yaml").text);
    assert_eq!(
        desk.run("list --from 2026-10-26 --to 2026-11-06"),
        run(
            0,
            "Sat 2026-10-24  all day      House weekend to 2026-10-26  (weekend)\n",
            ""
        )
    );
}

/// Creates a desk, on 1 December 2026, with events that are moved, that end on another day, and that have no date.
fn varied() -> Desk {
    let desk = Desk::new();
    desk.write(
        "events.yaml",
        "\
calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: Europe/London}
groups: {dance: {name: Dance}}
events:
  - id: club
    title: Book club
    start: 2026-11-10 18:30
    end: \"20:00\"
    repeats: weekly
    until: 2027-02-02
    changes:
      2026-12-08: {moved_to: 2026-12-09}
      2026-12-15: {moved_to: \"19:00\"}
      2026-12-22: {moved_to: 2026-12-21 17:00}
      2026-12-29: {moved_to: tbc}
  - {id: ball, title: Winter ball, start: 2026-12-05 21:00, end: 2026-12-06 01:30, group: dance}
  - {id: weekend, title: Weekend, start: 2026-12-12, end: 2026-12-13, group: dance}
  - {id: picnic, title: Picnic, start: 2027-07, group: dance}
  - {id: fair, title: Fair, start: 2027}
  - {id: some-day, title: Some day, start: tbc}
  - {id: long-ago, title: Long ago, start: 2022-11}
",
    );
    desk
}

#[test]
fn a_list_marks_what_moved_and_dates_an_end_on_another_day() {
    let list = varied().run("list --from 2026-12-01 --to 2027-01-01");
    insta::assert_snapshot!(list.stdout, @r"
    Tue 2026-12-01  18:30–20:00             Book club  (club)
    Sat 2026-12-05  21:00–2026-12-06 01:30  Winter ball  (ball)
    Wed 2026-12-09  18:30–20:00             Book club  (club)  moved from Tue 2026-12-08
    Sat 2026-12-12  all day                 Weekend to 2026-12-13  (weekend)
    Tue 2026-12-15  19:00–20:30             Book club  (club)  moved from 18:30
    Mon 2026-12-21  17:00–18:30             Book club  (club)  moved from Tue 2026-12-22 18:30
    Tue 2026-12-29  18:30–20:00             POSTPONED: Book club  (club)
    ");
}

#[test]
fn a_list_counts_what_has_no_date_and_could_take_place_in_its_days() {
    let desk = varied();
    let said = |arguments: &str| desk.run(&format!("list {arguments}")).stderr;
    let two = "events.yaml: 2 events have no date yet and are not listed\n";
    assert_eq!(
        said("--from 2026-12-01 --to 2028-01-01"),
        "events.yaml: 3 events have no date yet and are not listed\n"
    );
    assert_eq!(said("--from 2026-12-01 --to 2027-07-01"), two);
    assert_eq!(
        said("--from 2027-07-31 --to 2027-08-01 --format json"),
        two.replace('2', "3")
    );
    assert_eq!(
        said("--from 2026-12-01 --to 2027-01-01"),
        "events.yaml: 1 event has no date yet and is not listed\n"
    );
    assert_eq!(
        said("--from 2027-01-01 --to 2028-01-01 --group dance"),
        "events.yaml: 1 event has no date yet and is not listed\n"
    );
}

#[test]
fn a_list_of_a_group_has_its_events_only() {
    assert_eq!(
        community().run("list --group heads-of-engineering --from 2025-01-01 --to 2026-01-01"),
        run(
            0,
            "Thu 2025-01-30  13:00–15:00  Career progression for Tech Tracks  (heads-of-engineering-2025-01)\n\
             Thu 2025-03-06  13:00–15:00  Heads of Engineering SIG  (heads-of-engineering-2025-03)\n",
            ""
        )
    );
}

#[test]
fn a_list_of_an_area_has_the_events_of_its_groups() {
    let desk = Desk::new();
    let text = &of("tests/it/cases/good/twelve-teams-in-three-areas.yaml").text;
    desk.write("events.yaml", text);
    assert_eq!(
        desk.run("list --group community --from 2027-02-24 --to 2027-04-01"),
        run(
            0,
            "Mon 2027-03-01  all day      Call for papers of the spring conference ends  (papers-spring)\n\
             Sun 2027-03-14  all day      Translation sprint to 2027-03-15  (translation-sprint)\n\
             Tue 2027-03-30  19:00–20:00  Mentors and newcomers, Europe/Paris time  (mentors)\n",
            ""
        )
    );
}

#[test]
fn a_group_that_is_not_in_the_file_is_2() {
    assert_eq!(
        community().run("list --group heads"),
        run(
            2,
            "",
            "error: --group: the events file has no group `heads`\n"
        )
    );
}

#[test]
fn a_list_as_json_has_what_is_published() {
    let run = community().run("list --format json --from 2025-10-30 --to 2025-12-01");
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let url = "https://www.uk-x-gov-software-community.org.uk/events/lean-coffee/";
    let lean_coffee = |recurrence_id: &str, start: &str, end: &str| {
        serde_json::json!({
            "id": "lean-coffee",
            "uid": "lean-coffee@uk-x-gov-software-community.org.uk",
            "recurrence_id": recurrence_id,
            "start": start,
            "end": end,
            "all_day": false,
            "title": "Lean Coffee",
            "status": "CONFIRMED",
            "location": null,
            "groups": [],
            "url": url,
        })
    };
    assert_eq!(
        found,
        serde_json::json!([
            lean_coffee(
                "2025-10-23T11:00:00+01:00",
                "2025-10-30T11:00:00+00:00",
                "2025-10-30T12:00:00+00:00"
            ),
            lean_coffee(
                "2025-11-27T11:00:00+00:00",
                "2025-11-27T11:00:00+00:00",
                "2025-11-27T12:00:00+00:00"
            ),
        ])
    );
}

#[test]
fn a_list_as_json_has_days_as_dates_and_the_end_exclusive() {
    let run = community().run("list --format json --from 2021-11-23 --to 2021-11-24");
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        found,
        serde_json::json!([{
            "id": "facilitators-2021-11",
            "uid": "facilitators-2021-11@uk-x-gov-software-community.org.uk",
            "recurrence_id": null,
            "start": "2021-11-23",
            "end": "2021-11-24",
            "all_day": true,
            "title": "Facilitators meeting",
            "status": "CONFIRMED",
            "location": null,
            "groups": [],
            "url": "https://www.uk-x-gov-software-community.org.uk/events/facilitators-2021-11/",
        }])
    );
}

#[test]
fn a_list_of_nothing_is_empty_and_0() {
    let desk = community();
    assert_eq!(
        desk.run("list --from 2023-01-01 --to 2024-01-01"),
        run(0, "", "")
    );
    assert_eq!(
        desk.run("list --format json --from 2023-01-01 --to 2024-01-01"),
        run(0, "[]\n", "")
    );
}
