use super::*;

const PARTY: &str = "{id: club, title: Party, start: 2026-07-11 15:00, end: \"19:00\"}";

#[test]
fn an_event_keeps_its_time_on_another_day() {
    let expected = "start: 2026-07-18 15:00\n";
    assert_eq!(planned(PARTY, "move --to 2026-07-18"), expected);
    assert_eq!(planned(PARTY, "move 2026-07-11 --to 2026-07-18"), expected);
    assert_eq!(planned(PARTY, "move --to '18 July 2026'"), expected);
}

#[test]
fn an_event_keeps_its_length_at_another_time() {
    let expected = "start: 2026-07-11 16:30\nend: 20:30\n";
    assert_eq!(planned(PARTY, "move --to 16:30"), expected);
    assert_eq!(planned(PARTY, "move --to 4.30pm"), expected);
    let expected = "start: 2026-07-12 09:00\nend: 13:00\n";
    assert_eq!(planned(PARTY, "move --to '2026-07-12 9:00'"), expected);
}

#[test]
fn an_end_that_passes_midnight_gets_its_date() {
    let expected = "start: 2026-07-11 21:00\nend: 2026-07-12 01:00\n";
    assert_eq!(planned(PARTY, "move --to 21:00"), expected);
}

#[test]
fn an_end_with_a_date_moves_with_the_start() {
    let night = "{id: club, title: Night, start: 2026-07-11 22:00, end: 2026-07-12 02:00}";
    let expected = "start: 2026-07-18 22:00\nend: 2026-07-19 02:00\n";
    assert_eq!(planned(night, "move --to 2026-07-18"), expected);
    let of = |end: &str| {
        let days = format!("{{id: club, title: Festival, start: 2026-07-11{end}}}");
        planned(&days, "move --to '2026-07-18 14:00'")
    };
    assert_eq!(
        of(""),
        "refused: the event lasts whole days, so it has no time; write only a date, or give the event a time with `calfeed set club start \"2026-07-18 14:00\"`\n"
    );
    assert_eq!(
        of(", end: 2026-07-13"),
        "refused: the event lasts whole days, so it has no time; write only a date, or give both `start` and `end` a time in the file\n"
    );
}

#[test]
fn an_end_in_words_stays_if_it_is_still_right() {
    let late = "{id: club, title: Late, start: 2026-07-11 20:00, end: midnight}";
    let expected = "start: 2026-07-18 20:00\n";
    assert_eq!(planned(late, "move --to 2026-07-18"), expected);
    let expected = "start: 2026-07-11 19:00\nend: 23:00\n";
    assert_eq!(planned(late, "move --to 19:00"), expected);
}

#[test]
fn a_duration_stays() {
    let party = "{id: club, title: Party, start: 2026-07-11 15:00, duration: 4h}";
    let expected = "start: 2026-07-11 22:00\n";
    assert_eq!(planned(party, "move --to 22:00"), expected);
}

#[test]
fn an_event_without_a_date_gets_what_is_given() {
    let month = "{id: club, title: Party, start: 2026-07}";
    let event = |to| planned(month, to);
    assert_eq!(event("move --to 2026-07-18"), "start: 2026-07-18\n");
    assert_eq!(
        event("move --to '2026-07-18 15:00'"),
        "start: 2026-07-18 15:00\n"
    );
    assert_eq!(event("move --to 2026-08"), "start: 2026-08\n");
    assert_eq!(event("move --to tbc"), "start: tbc\n");
    assert_eq!(
        event("move --to 15:00"),
        "refused: `club` has no date yet; to give it one, use `calfeed move club --to <date>`\n"
    );
}

#[test]
fn an_event_of_whole_days_gets_no_time() {
    let of = |end: &str| {
        let days = format!("{{id: club, title: Festival, start: 2026-07-11{end}}}");
        planned(&days, "move --to '2026-07-18 14:00'")
    };
    assert_eq!(
        of(""),
        "refused: the event lasts whole days, so it has no time; write only a date, or give the event a time with `calfeed set club start \"2026-07-18 14:00\"`\n"
    );
    assert_eq!(
        of(", end: 2026-07-13"),
        "refused: the event lasts whole days, so it has no time; write only a date, or give both `start` and `end` a time in the file\n"
    );
}

#[test]
fn an_event_that_was_called_off_takes_place_on_its_new_date() {
    let off = "{id: club, title: Party, start: 2026-07-11 15:00, duration: 1h, status: postponed, reason: Storm}";
    let expected = "start: 2026-07-18 15:00\nremove status\nremove reason\n";
    assert_eq!(planned(off, "move --to 2026-07-18"), expected);
    assert_eq!(
        planned(off, "move --to 15:00"),
        "refused: the event is planned for that time, but cancelled or postponed; to take that back, use `calfeed restore club`\n"
    );
}

#[test]
fn a_move_that_makes_no_sense_is_refused() {
    let refusals = [
        (
            "move --to 2026-07-11",
            "the event is on 2026-07-11 15:00 already; there is nothing to change",
        ),
        (
            "move --to 2026-07",
            "expected a new date or time, found `2026-07`, a month; write a date, a time or both, or `tbc` if the new date is not known",
        ),
        (
            "move --to soon",
            "the new date: can't understand `soon` as a date or a time; dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`",
        ),
        (
            "move --to 2026-07-18 --reason Rain",
            "only an event that is cancelled or postponed, or one meeting of a series, has a reason, and `club` takes place once; leave `--reason` out",
        ),
        (
            "move 2026-07-12 --to 2026-07-18",
            "nothing takes place on Sunday 12 July 2026; `club` takes place once, on Saturday 11 July 2026; write `2026-07-11`, or no date",
        ),
    ];
    for (command, expected) in refusals {
        let refusal = planned(PARTY, command);
        assert_eq!(refusal, format!("refused: {expected}\n"), "{command}");
    }
}

#[test]
fn an_event_is_cancelled_or_postponed_as_a_whole() {
    assert_eq!(planned(PARTY, "cancel"), "status: \"cancelled\"\n");
    assert_eq!(
        planned(PARTY, "cancel 2026-07-11 --reason 'No band'"),
        "status: \"cancelled\"\nreason: \"No band\"\n"
    );
    assert_eq!(
        planned(PARTY, "postpone --reason 12:00"),
        "status: \"postponed\"\nreason: \"12:00\"\n"
    );
    assert_eq!(
        planned(PARTY, "move --to tbc --reason Storm"),
        "status: \"postponed\"\nreason: \"Storm\"\n"
    );
    assert_eq!(planned(&series(""), "cancel"), "status: \"cancelled\"\n");
}

#[test]
fn an_event_that_is_cancelled_can_get_another_reason() {
    let off = "{id: club, title: Party, start: 2026-07-11 15:00, status: canceled, reason: Storm}";
    assert_eq!(planned(off, "cancel --reason Flood"), "reason: \"Flood\"\n");
    let already = "refused: the event is cancelled already; there is nothing to change\n";
    assert_eq!(planned(off, "cancel --reason Storm"), already);
    assert_eq!(planned(off, "cancel"), already);
}

#[test]
fn a_reason_that_looks_like_true_or_false_stays_a_text() {
    assert_eq!(
        planned(PARTY, "cancel --reason yes"),
        "status: \"cancelled\"\nreason: \"yes\"\n"
    );
}

#[test]
fn a_restored_event_is_neither_cancelled_nor_postponed() {
    let off = "{id: club, title: Party, start: 2026-07-11, status: Postponed, reason: Storm}";
    let expected = "remove status\nremove reason\n";
    assert_eq!(planned(off, "restore"), expected);
    assert_eq!(planned(off, "restore 2026-07-11"), expected);
    assert_eq!(
        planned(PARTY, "restore"),
        "refused: `club` is neither cancelled nor postponed\n"
    );
    let changes = "changes: {2026-04-14: {cancelled: true}, 2026-03-10: {moved_to: tbc}, 2026-05-12: {title: Poems}}";
    assert_eq!(
        planned(&series(changes), "restore"),
        "refused: `club` is neither cancelled nor postponed; the dates `2026-03-10` and `2026-04-14` have a change; to restore one, use, for example, `calfeed restore club 2026-04-14`\n"
    );
}

#[test]
fn an_event_that_takes_place_once_is_not_skipped() {
    assert_eq!(
        planned(PARTY, "skip 2026-07-11"),
        "refused: only a meeting of a series can be skipped, and `club` takes place once; use `calfeed cancel club` if people expect it, or `calfeed remove club`\n"
    );
}
