//! The community's own events file: each of its events is moved, cancelled and given another title. Comments stay where they are.

use std::collections::BTreeMap;

use calfeed::{Context, Edit, Request, edit};

use crate::corpus::{instant, of};

/// The day before a meeting of the series, and another day for each other event.
const DAYS: [(&str, Option<&str>, &str); 13] = [
    ("lean-coffee", Some("2025-11-27"), "2025-11-26"),
    ("heads-of-engineering-2025-03", None, "2025-03-13 14:00"),
    ("green-software-2025-03", None, "15:00"),
    ("heads-of-engineering-2025-01", None, "2025-02-06"),
    ("conference-2025", None, "2025-01-28"),
    ("lean-coffee-2024-11", None, "2024-11-21 10:30"),
    ("short-talks-2024-10", None, "2024-10-31"),
    ("unconference-2022", None, "2022-11-17"),
    ("lightning-talks-2022-09", None, "2022-10-06"),
    ("lightning-talks-2022-06", None, "2022-07-07"),
    ("lightning-talks-2022-03", None, "2022-03-31"),
    ("facilitators-2021-11", None, "2021-11-30"),
    ("lightning-talks-2021-10", None, "2021-11-04"),
];

/// The lines that the moves change.
const MOVES: &str = r#"+      2025-11-27: {moved_to: 2025-11-26}
-    start: 2025-03-06 13:00
-    end: "15:00"
+    start: 2025-03-13 14:00
+    end: "16:00"
-    start: 2025-03-05 13:00
-    end: "14:00"
+    start: 2025-03-05 15:00
+    end: "16:00"
-    start: 2025-01-30 13:00
+    start: 2025-02-06 13:00
-    start: 2025-01-29 09:00
+    start: 2025-01-28 09:00
-    start: 2024-11-28 11:00
-    end: "12:00"
+    start: 2024-11-21 10:30
+    end: "11:30"
-    start: 2024-10-24 10:00
+    start: 2024-10-31 10:00
-    start: 2022-11                  # only the month is known: on the page, not in the calendars
+    start: 2022-11-17                  # only the month is known: on the page, not in the calendars
-    start: 2022-09-29
+    start: 2022-10-06
-    start: 2022-06-30
+    start: 2022-07-07
-    start: 2022-03-24
+    start: 2022-03-31
-    start: 2021-11-23
+    start: 2021-11-30
-    start: 2021-10-28
+    start: 2021-11-04
"#;

/// The titles of the events, in the order of the file.
const TITLES: [&str; 13] = [
    "Lean Coffee",
    "Heads of Engineering SIG",
    "Green Software Community meeting",
    "Career progression for Tech Tracks",
    "Cross Government Software Engineering Conference 2025",
    "Lean Coffee",
    "Short talks around recent Government Initiatives",
    "Unconference",
    "Lightning talk",
    "Lightning talk",
    "Lightning talks",
    "Facilitators meeting",
    "Lightning talks",
];

fn text() -> &'static str {
    &of("events.yaml").text
}

/// Makes an edit of the file.
fn made(request: &Request) -> Edit {
    let context = Context::new(instant("2025-03-20T09:00:00Z"));
    edit(text(), request, &context).unwrap_or_else(|it| panic!("{request:?}: {it}"))
}

fn moves() -> Vec<Edit> {
    let request = |(id, date, to): (&str, Option<&str>, &str)| Request::Move {
        id: id.to_owned(),
        date: date.map(str::to_owned),
        to: to.to_owned(),
        reason: None,
    };
    DAYS.into_iter().map(|it| made(&request(it))).collect()
}

fn cancellations() -> Vec<Edit> {
    let request = |(id, date, _): (&str, Option<&str>, &str)| Request::Cancel {
        id: id.to_owned(),
        date: date.map(str::to_owned),
        reason: Some("no speakers: sorry".to_owned()),
    };
    DAYS.into_iter().map(|it| made(&request(it))).collect()
}

fn titles() -> Vec<Edit> {
    let request = |(id, _, _): (&str, Option<&str>, &str)| Request::Set {
        id: id.to_owned(),
        date: None,
        key: "title".to_owned(),
        value: "Tea, and a talk".to_owned(),
    };
    DAYS.into_iter().map(|it| made(&request(it))).collect()
}

fn all() -> Vec<Edit> {
    let all = [moves(), cancellations(), titles()];
    all.into_iter().flatten().collect()
}

/// The lines that edits remove and add, without those that only show where.
fn lines(edits: &[Edit]) -> String {
    let mut shown = String::new();
    for edit in edits {
        let (before, after) = (edit.change.before(), edit.change.after());
        let gone = before
            .lines()
            .filter(|line| !after.lines().any(|it| it == *line));
        let new = after
            .lines()
            .filter(|line| !before.lines().any(|it| it == *line));
        shown.extend(gone.map(|line| format!("-{line}\n")));
        shown.extend(new.map(|line| format!("+{line}\n")));
    }
    shown
}

#[test]
fn the_file_has_the_events_that_are_edited() {
    let calendar = &of("events.yaml").calendar;
    let mut ids: Vec<&str> = calendar
        .events()
        .iter()
        .map(|it| it.id().as_str())
        .collect();
    let mut edited: Vec<&str> = DAYS.iter().map(|(id, ..)| *id).collect();
    ids.sort_unstable();
    edited.sort_unstable();
    assert_eq!(ids, edited);
}

#[test]
fn each_event_moves_with_its_end() {
    assert_eq!(lines(&moves()), MOVES);
}

#[test]
fn each_event_is_cancelled_with_a_reason_that_stays_text() {
    let meeting = "+      2025-11-27: {cancelled: \"no speakers: sorry\"}\n";
    let event = "+    status: cancelled\n+    reason: \"no speakers: sorry\"\n";
    assert_eq!(
        lines(&cancellations()),
        meeting.to_owned() + &event.repeat(12)
    );
}

#[test]
fn each_event_gets_another_title() {
    let line = |title| format!("-    title: {title}\n+    title: Tea, and a talk\n");
    let wanted: String = TITLES.into_iter().map(line).collect();
    assert_eq!(lines(&titles()), wanted);
}

/// What is a comment in a line, with everything before it if the line has nothing else.
fn comment(line: &str) -> Option<&str> {
    let at = line.find(" #").or(line.starts_with('#').then_some(0))?;
    line.get(at..).map(str::trim)
}

#[test]
fn all_comments_of_39_edits_stay_where_they_are() {
    let edits = all();
    assert_eq!(edits.len(), 39);
    let old: Vec<&str> = text().lines().collect();
    for edit in edits {
        let new: Vec<&str> = edit.text.lines().collect();
        let changed: Vec<&str> = edit.change.after().lines().collect();
        let comments = |lines: &[&str]| -> Vec<String> {
            lines
                .iter()
                .filter_map(|it| comment(it))
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(comments(&old), comments(&new), "{:?}", edit.change);
        // What follows a comment on a line of its own.
        let following = |lines: &[&str]| -> BTreeMap<String, String> {
            let pairs = lines
                .windows(2)
                .filter(|pair| pair[0].trim_start().starts_with('#'));
            pairs
                .map(|pair| (pair[0].to_owned(), pair[1].to_owned()))
                .collect()
        };
        let new = following(&new);
        for (comment, next) in following(&old) {
            let is_same = new.get(&comment) == Some(&next);
            let is_edited = new
                .get(&comment)
                .is_some_and(|next| changed.contains(&next.as_str()));
            assert!(is_same || is_edited, "{comment}\n{next}\n{:?}", edit.change);
        }
    }
}

#[test]
fn every_line_that_an_edit_does_not_change_stays() {
    for edit in all() {
        let lines = text().split_inclusive('\n').take(edit.change.line() - 1);
        let (start, end) = text().split_at(lines.map(str::len).sum());
        let end = end.strip_prefix(edit.change.before()).unwrap();
        assert_eq!(edit.text, format!("{start}{}{end}", edit.change.after()));
    }
}
