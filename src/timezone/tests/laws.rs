//! Blocks for past years, which test cases that no zone has today.

use super::*;

#[test]
fn a_change_in_the_first_instant_of_a_year_is_no_onset_of_it() {
    // Kiritimati skipped 31 December 1994, so the change is the first instant of 1995.
    assert_eq!(
        block("Pacific/Kiritimati", 1995..=1995),
        "\
BEGIN:VTIMEZONE
TZID:Pacific/Kiritimati
BEGIN:STANDARD
TZNAME:+14
TZOFFSETFROM:+1400
TZOFFSETTO:+1400
DTSTART:19700101T000000
END:STANDARD
END:VTIMEZONE"
    );
}

#[test]
fn a_change_in_the_first_instant_of_the_next_year_is_no_onset_either() {
    assert_eq!(
        block("Pacific/Kiritimati", 1994..=1994),
        "\
BEGIN:VTIMEZONE
TZID:Pacific/Kiritimati
BEGIN:STANDARD
TZNAME:-10
TZOFFSETFROM:-1000
TZOFFSETTO:-1000
DTSTART:19700101T000000
END:STANDARD
END:VTIMEZONE"
    );
}

#[test]
fn lord_howe_came_back_by_an_hour_and_went_by_half_of_one() {
    // Both changes are at the same time of day, but the second does not reverse the first, so no pair of rules fits.
    assert_eq!(
        block("Australia/Lord_Howe", 1985..=1985),
        "\
BEGIN:VTIMEZONE
TZID:Australia/Lord_Howe
BEGIN:DAYLIGHT
TZNAME:+1130
TZOFFSETFROM:+1030
TZOFFSETTO:+1130
DTSTART:19841028T020000
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:+1030
TZOFFSETFROM:+1130
TZOFFSETTO:+1030
DTSTART:19850303T020000
END:STANDARD
BEGIN:DAYLIGHT
TZNAME:+11
TZOFFSETFROM:+1030
TZOFFSETTO:+1100
DTSTART:19851027T020000
END:DAYLIGHT
END:VTIMEZONE"
    );
}

#[test]
fn st_johns_went_by_one_hour_and_by_two() {
    // In the summer of 1988 the clocks went forward by two hours, at the same time of day.
    assert_eq!(
        block("America/St_Johns", 1987..=1988),
        "\
BEGIN:VTIMEZONE
TZID:America/St_Johns
BEGIN:STANDARD
TZNAME:NST
TZOFFSETFROM:-0230
TZOFFSETTO:-0330
DTSTART:19861026T020000
RDATE:19861026T020000
RDATE:19871025T000100
END:STANDARD
BEGIN:DAYLIGHT
TZNAME:NDT
TZOFFSETFROM:-0330
TZOFFSETTO:-0230
DTSTART:19870405T000100
END:DAYLIGHT
BEGIN:DAYLIGHT
TZNAME:NDDT
TZOFFSETFROM:-0330
TZOFFSETTO:-0130
DTSTART:19880403T000100
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:NST
TZOFFSETFROM:-0130
TZOFFSETTO:-0330
DTSTART:19881030T000100
END:STANDARD
END:VTIMEZONE"
    );
}

#[test]
fn a_zone_that_is_renamed_has_its_later_name() {
    // Yukon time became Alaska time in November 1983, with the same rules.
    assert_eq!(
        block("America/Yakutat", 1983..=1984),
        "\
BEGIN:VTIMEZONE
TZID:America/Yakutat
BEGIN:DAYLIGHT
TZNAME:AKDT
TZOFFSETFROM:-0900
TZOFFSETTO:-0800
DTSTART:19700426T020000
RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:AKST
TZOFFSETFROM:-0800
TZOFFSETTO:-0900
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"
    );
}

#[test]
fn jerusalem_keeps_its_fridays_in_a_year_in_which_the_fourth_is_the_last() {
    assert_eq!(
        rules("Asia/Jerusalem", 2026..=2026),
        [
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=4FR",
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        ]
    );
}
