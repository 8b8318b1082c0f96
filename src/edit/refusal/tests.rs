use super::Reason;

fn list(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn an_unknown_event_is_refused_with_what_there_is() {
    let refused = |nearest: Option<&str>, ids: &str| {
        let reason = Reason::NoEvent {
            id: "book-clb".to_owned(),
            has_errors: false,
            nearest: nearest.map(str::to_owned),
            ids: list(ids),
        };
        reason.to_string()
    };
    assert_eq!(
        refused(Some("book-club"), "book-club party"),
        "no event has the id `book-clb`; did you mean `book-club`?"
    );
    assert_eq!(
        refused(None, "party dinner"),
        "no event has the id `book-clb`; the ids are `party` and `dinner`"
    );
    assert_eq!(
        refused(None, "party"),
        "no event has the id `book-clb`; the id is `party`"
    );
    assert_eq!(
        refused(None, "a b c d e f"),
        "no event has the id `book-clb`; `calfeed list` shows the id of each event"
    );
    assert_eq!(
        refused(None, ""),
        "no event has the id `book-clb`; there are no events"
    );
}

#[test]
fn an_unknown_file_is_refused_with_the_files_there_are() {
    let refused = |files: &str| {
        let reason = Reason::NoFile {
            file: "team.yaml".to_owned(),
            files: list(files),
        };
        reason.to_string()
    };
    assert_eq!(
        refused(""),
        "no file `team.yaml` is included; add it under `include`, or name no file"
    );
    assert_eq!(
        refused("a.yaml b.yaml c.yaml d.yaml e.yaml f.yaml g.yaml"),
        "no file `team.yaml` is included; these are: `a.yaml`, `b.yaml`, `c.yaml`, `d.yaml`, `e.yaml` and 2 more"
    );
}

#[test]
fn a_text_that_others_use_is_not_changed() {
    let shared = |others: &str| {
        let reason = Reason::SharedText {
            others: list(others),
        };
        reason.to_string()
    };
    assert_eq!(
        shared("dinner"),
        "the event `dinner` repeats this text by an alias, so it would change too; first write the text there"
    );
    assert_eq!(
        shared("dinner party"),
        "the events `dinner` and `party` repeat this text by an alias, so they would change too; first write the text there"
    );
    let anchor = "room".to_owned();
    assert_eq!(
        Reason::AnchorInUse { anchor }.to_string(),
        "an alias `*room` repeats this text elsewhere; first write the text in place of the alias"
    );
    let anchor = "room".to_owned();
    assert_eq!(
        Reason::Aliased { anchor }.to_string(),
        "the value is the alias `*room`; write its text in place of the alias"
    );
    let last = Reason::LastAlias {
        anchor: "room".to_owned(),
    };
    assert_eq!(
        last.to_string(),
        "this is the last use of the anchor `&room`, which would be left without a purpose; remove the anchor too"
    );
    let merged = Reason::Merged {
        key: "location".to_owned(),
    };
    assert_eq!(
        merged.to_string(),
        "`location` comes from a mapping that `<<` merges into the event; to change it here alone, write it in the event"
    );
}

#[test]
fn a_result_that_is_not_as_asked_is_refused() {
    let problems = |problems: &[&str]| {
        let problems = problems.iter().map(|text| (*text).to_owned()).collect();
        Reason::NewErrors { problems }.to_string()
    };
    assert_eq!(
        problems(&["line 4: `12.50` has no currency"]),
        "the file would then have an error: line 4: `12.50` has no currency"
    );
    assert_eq!(
        problems(&["a", "b", "c", "d", "e", "f"]),
        "the file would then have errors: a; b; c; d; e; and 1 more"
    );
    assert_eq!(
        Reason::OtherwiseChanged.to_string(),
        "calfeed cannot make this change without changing something else"
    );
    let broken = Reason::Broken {
        message: "tab used for indentation; use spaces".to_owned(),
    };
    assert_eq!(
        broken.to_string(),
        "the file has an error that hides its events: tab used for indentation; use spaces"
    );
}

#[test]
fn a_sentence_is_one_line_whatever_was_typed() {
    let reason = Reason::NoEvent {
        id: "a\u{1b}[2J\n::error::b".repeat(100),
        has_errors: false,
        nearest: None,
        ids: Vec::new(),
    };
    assert_eq!(
        reason.to_string(),
        "no event has the id `a\u{fffd}[2J\u{fffd}::error::ba\u{fffd}[2J\u{fffd}::error::ba\u{fffd}[2J\u{fffd}::error::ba\u{fffd}[2J\u{fffd}::erro…`; there are no events"
    );
}
