use super::*;

/// Keys of a new event, with what a person types for them.
type Keys<'a> = &'a [(&'a str, &'a str)];

const PARTY: &str = "{id: club, title: Party, start: 2026-07-11 15:00, end: \"19:00\", tags: [a, b], location: Hall, allow: [overlap], x-door: 3}";

#[test]
fn each_key_gets_its_kind_of_value() {
    let cases = [
        ("title ' Summer party '", "title: \"Summer party\""),
        ("title 2026", "title: \"2026\""),
        ("description 'One\nTwo'", "description: \"One\\nTwo\""),
        ("start '18 July 2026, 3pm'", "start: 2026-07-18 15:00"),
        ("start tbc", "start: tbc"),
        ("end 2030", "end: 20:30"),
        ("end midnight", "end: 2026-07-12 00:00"),
        ("until 2026-12-31", "until: 2026-12-31"),
        ("count 12", "count: 12"),
        ("updated 2026-02-01T10:00Z", "updated: 2026-02-01T10:00Z"),
        (
            "also '2026-07-18, 2026-07-25 16:00'",
            "also: [2026-07-18, 2026-07-25 16:00]",
        ),
        ("tags 'outdoors, music'", "tags: [\"outdoors\", \"music\"]"),
        ("tags none", "tags: \"none\""),
        ("groups none", "groups: []"),
        ("groups [poetry]", "groups: [\"poetry\"]"),
        ("allow 'no-end,overlap'", "allow: [\"no-end\", \"overlap\"]"),
        ("location None", "location: \"none\""),
        ("status cancelled", "status: \"cancelled\""),
        ("links none", "links: \"none\""),
        ("x-door 4", "x-door: 4"),
        ("x-door 04", "x-door: \"04\""),
        ("x-door true", "x-door: \"true\""),
        ("x-floor 4", "x-floor: \"4\""),
    ];
    for (set, expected) in cases {
        let steps = planned(PARTY, &format!("set {set}"));
        assert_eq!(steps, format!("{expected}\n"), "{set}");
    }
}

#[test]
fn a_key_of_one_date_is_set_in_its_change() {
    let event = series("changes: {2026-03-10: {moved_to: \"20:00\"}}");
    let cases = [
        ("location Hall", "location: \"Hall\""),
        ("end 2130", "end: 21:30"),
        ("moved_to 1900", "moved_to: 19:00"),
        ("cancelled true", "cancelled: true"),
        ("cancelled Snow", "cancelled: \"Snow\""),
        ("talks none", "talks: \"none\""),
    ];
    for (set, expected) in cases {
        let steps = planned(&event, &format!("set {set} --date 2026-03-10"));
        assert_eq!(
            steps,
            format!("changes / 2026-03-10 / {expected}\n"),
            "{set}"
        );
    }
}

#[test]
fn a_key_takes_the_place_of_one_that_says_the_same_in_another_way() {
    assert_eq!(
        planned(PARTY, "set duration 3h"),
        "duration: \"3h\"\nremove end\n"
    );
    let event = series("count: 12, changes: {2026-03-10: {duration: 2h}}");
    assert_eq!(
        planned(&event, "set until 2026-12-31"),
        "until: 2026-12-31\nremove count\n"
    );
    assert_eq!(
        planned(&event, "set end 21:00 --date 2026-03-10"),
        "changes / 2026-03-10 / end: 21:00\nchanges / 2026-03-10 / remove duration\n"
    );
}

#[test]
fn a_value_that_is_there_already_is_not_set_again() {
    let keys = [
        "title Party",
        "start '11 July 2026 15:00'",
        "end 7pm",
        "tags a,b",
        "allow overlap",
    ];
    for key in keys {
        let (name, _) = key.split_once(' ').unwrap();
        assert_eq!(
            planned(PARTY, &format!("set {key}")),
            format!("refused: `{name}` has this value already; there is nothing to change\n")
        );
    }
}

#[test]
fn a_key_that_cannot_be_set_is_refused() {
    let cases = [
        (
            "set locaton Hall",
            "unknown key `locaton`; did you mean `location`?",
        ),
        (
            "set Sign-up x",
            "unknown key `Sign-up`; did you mean `sign_up`?",
        ),
        (
            "set 'x-a: b' c",
            "a key of your own has only letters, digits, `-`, `_` and `.` after `x-`, found `x-a: b`",
        ),
        (
            "set id other",
            "calendar programs recognise the event by its `id`, so it never changes; to give the event another `id` all the same, edit the file, and write its old UID under `uid`",
        ),
        (
            "set talks Binding",
            "`talks` is a list of talks; to add one, use `calfeed talk`",
        ),
        (
            "set changes none",
            "`changes` has a change for each date; use `calfeed move`, `cancel`, `skip`, `postpone`, `restore`, or `set` with `--date`",
        ),
        (
            "set moved_to 2026-07-12",
            "only a meeting of a series has `moved_to`; use `calfeed move club`",
        ),
        (
            "set location ''",
            "`location` needs a value; to remove the key, use `calfeed unset club location`",
        ),
        (
            "set start soon",
            "the value: can't understand `soon` as a date or a time; dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`",
        ),
    ];
    for (command, expected) in cases {
        let refusal = planned(PARTY, command);
        assert_eq!(refusal, format!("refused: {expected}\n"), "{command}");
    }
    assert_eq!(
        planned(&series(""), "set repeats weekly --date 2026-03-10"),
        "refused: `repeats` belongs to the whole event, and not to Tuesday 10 March 2026; leave `--date` out to change the event\n"
    );
    assert_eq!(
        planned(&series(""), "set cancelled no --date 2026-03-10"),
        "refused: `cancelled` must be `true` or a reason; to take it back, use `calfeed restore`\n"
    );
}

#[test]
fn a_key_is_removed_where_it_is_written() {
    assert_eq!(planned(PARTY, "unset location"), "remove location\n");
    assert_eq!(planned(PARTY, "unset tags"), "remove tags\n");
    assert_eq!(planned(PARTY, "unset x-door"), "remove x-door\n");
    let event = series("changes: {2026-03-10: {title: Poems, location: none}}");
    assert_eq!(
        planned(&event, "unset location --date 2026-03-10"),
        "changes / 2026-03-10 / remove location\n"
    );
}

#[test]
fn a_key_that_is_not_there_is_not_removed() {
    let refused = |defaults, event: &str, command| {
        planned_with(defaults, event, command).trim_end().to_owned()
    };
    assert_eq!(
        refused("", PARTY, "unset price"),
        "refused: the event has no `price` of its own"
    );
    let defaults = "defaults: {price: free, shows_as: busy}\n";
    assert_eq!(
        refused(defaults, PARTY, "unset price"),
        "refused: the event has no `price` of its own; it takes the value from the `defaults` of its file; to have none, use `calfeed set club price none`"
    );
    assert_eq!(
        refused(defaults, PARTY, "unset shows_as"),
        "refused: the event has no `shows_as` of its own; it takes the value from the `defaults` of its file"
    );
    assert_eq!(
        refused(
            "",
            &series("location: Hall"),
            "unset location --date 2026-03-10"
        ),
        "refused: the meeting on Tuesday 10 March 2026 has no `location` of its own; it takes the value of the event; to have none, use `calfeed set club location none --date 2026-03-10`"
    );
    assert_eq!(
        refused("", PARTY, "unset title"),
        "refused: every event needs a `title`; to change it, use `calfeed set club title <title>`"
    );
}

#[test]
fn the_keys_of_a_new_event_have_the_order_of_the_reference() {
    let keys = [
        ("x-door", "3"),
        ("tags", "talk"),
        ("group", "poetry"),
        ("end", "20:30"),
        ("start", "19 February 2026, 7pm"),
        ("title", "Poetry by the fire"),
        ("tags", "indoors"),
    ];
    assert_eq!(
        added(None, &keys, &[]),
        "id: \"poetry-by-the-fire-2026\"\ntitle: \"Poetry by the fire\"\nstart: 2026-02-19 19:00\nend: 20:30\ngroup: \"poetry\"\ntags: [\"talk\", \"indoors\"]\nx-door: \"3\"\n"
    );
}

#[test]
fn several_groups_of_a_new_event_are_a_list() {
    let keys = [
        ("title", "Slam"),
        ("start", "tbc"),
        ("group", "poetry"),
        ("group", "crime"),
        ("group", "music"),
    ];
    assert_eq!(
        added(Some("slam"), &keys, &[]),
        "id: \"slam\"\ntitle: \"Slam\"\nstart: tbc\ngroups: [\"poetry\", \"crime\", \"music\"]\n"
    );
}

#[test]
fn the_id_of_a_new_event_is_free() {
    let id = |keys: &[(&str, &str)], taken: &[&str]| {
        let added = added(None, keys, taken);
        added.lines().next().unwrap_or_default().to_owned()
    };
    let once = [("title", "Book club"), ("start", "2026-03-12")];
    let ids = [
        "book-club-2026",
        "book-club-2026-03",
        "book-club-2026-03-12",
        "book-club-2026-2",
        "book-club-2026-3",
    ];
    for (index, expected) in ids.iter().enumerate() {
        assert_eq!(id(&once, &ids[..index]), format!("id: {expected:?}"));
    }
    let series = [
        ("title", "Book club"),
        ("start", "2026-03-12"),
        ("repeats", "weekly"),
    ];
    assert_eq!(id(&series, &[]), "id: \"book-club\"");
    assert_eq!(id(&series, &["book-club"]), "id: \"book-club-2026\"");
    let unknown = [("title", "Fête 2027"), ("start", "tbc")];
    assert_eq!(id(&unknown, &["fete-2027"]), "id: \"fete-2027-2\"");
}

#[test]
fn a_new_event_that_makes_no_sense_is_refused() {
    let title = ("title", "Party");
    let start = ("start", "2026-07-11");
    let cases: [(Option<&str>, Keys<'_>, &str); 9] = [
        (None, &[start], "a new event needs a `title`; add `--title`"),
        (None, &[title], "a new event needs a `start`; add `--start`"),
        (
            None,
            &[title, ("start", "11/12/2026")],
            "the start: `11/12/2026` could mean 11 December 2026 or 12 November 2026; write `2026-12-11` or `2026-11-12`",
        ),
        (
            Some("party"),
            &[title, start],
            "another event has the id `party`; write `party-2`, or no id, so that calfeed makes one",
        ),
        (
            Some("Summer party"),
            &[title, start],
            "the id: expected lower-case letters, digits and single hyphens, found `Summer party`; write `summer-party`",
        ),
        (
            None,
            &[("title", "✨"), start],
            "no id can be made from the title `✨`; add `--id`, with letters from `a` to `z`, digits and hyphens",
        ),
        (
            None,
            &[title, start, ("venue", "Hall")],
            "unknown key `venue`; did you mean `location`?",
        ),
        (
            None,
            &[title, title, start],
            "`title` is given twice; keep one of the two",
        ),
        (
            None,
            &[title, start, ("end", " ")],
            "`end` needs a value; write one, or leave the key out",
        ),
    ];
    for (id, keys, expected) in cases {
        let refusal = added(id, keys, &["party"]);
        assert_eq!(refusal, format!("refused: {expected}\n"));
    }
}
