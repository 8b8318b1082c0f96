use super::*;

mod properties;

fn written(property: &Property) -> String {
    let mut out = String::new();
    write(&mut out, property);
    out
}

fn line(name: &str, value: &str) -> String {
    written(&Property::new(name, value))
}

/// Returns the lengths of the physical lines in octets.
fn octets(text: &str) -> Vec<usize> {
    text.split_terminator("\r\n").map(str::len).collect()
}

/// [RFC 5545 §3.1]: "Unfolding is accomplished by removing the CRLF and the linear white-space character that immediately follows."
fn unfold(text: &str) -> String {
    text.replace("\r\n ", "")
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        out.push(match character {
            '\\' => match characters.next().unwrap() {
                'n' => '\n',
                special @ ('\\' | ';' | ',') => special,
                other => panic!("RFC 5545 §3.3.11 has no `\\{other}`"),
            },
            plain => plain,
        });
    }
    out
}

/// Applies the documented rules: every newline becomes LF, and other control characters are dropped.
fn normalised(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
        .replace(|c: char| c.is_control() && c != '\n' && c != '\t', "")
}

// Escaping.

#[test]
fn backslash_semicolon_and_comma_are_escaped_and_colon_and_quote_are_not() {
    assert_eq!(
        line("SUMMARY", r#"a\b;c,d:e"f"#),
        concat!(r#"SUMMARY:a\\b\;c\,d:e"f"#, "\r\n")
    );
}

#[test]
fn every_newline_is_one_escape() {
    assert_eq!(
        line(
            "DESCRIPTION",
            "a\nb\r\nc\rd\u{85}e\u{2028}f\u{2029}g\r\r\n\nh"
        ),
        concat!(r"DESCRIPTION:a\nb\nc\nd\ne\nf\ng\n\n\nh", "\r\n")
    );
}

#[test]
fn a_backslash_and_a_letter_are_not_a_newline() {
    assert_eq!(
        line("SUMMARY", r"C:\new"),
        concat!(r"SUMMARY:C:\\new", "\r\n")
    );
}

#[test]
fn a_tab_stays_and_other_control_characters_go() {
    assert_eq!(
        line(
            "SUMMARY",
            "a\tb\u{0}\u{7}\u{8}\u{b}\u{c}\u{1b}\u{1f}\u{7f}\u{9b}c"
        ),
        "SUMMARY:a\tbc\r\n"
    );
}

#[test]
fn values_that_are_not_text_are_not_escaped() {
    for (name, value) in [
        ("URL", "https://example.org/a,b;c?d=e"),
        ("CONFERENCE", "https://example.org/a,b;c"),
        ("RRULE", "FREQ=MONTHLY;BYDAY=4TH"),
        ("GEO", "51.5;-0.1"),
        ("REFRESH-INTERVAL", "PT4H"),
    ] {
        assert_eq!(line(name, value), format!("{name}:{value}\r\n"));
    }
}

#[test]
fn values_that_are_text_are_escaped_whatever_component_they_belong_to() {
    for name in [
        "NAME",
        "DESCRIPTION",
        "COLOR",
        "X-WR-CALNAME",
        "X-WR-CALDESC",
        "X-APPLE-CALENDAR-COLOR",
        "X-PUBLISHED-TTL",
        "X-MICROSOFT-CDO-BUSYSTATUS",
        "CONTACT",
        "LOCATION",
        "UID",
        "PRODID",
        "FROM-A-LATER-RFC",
    ] {
        assert_eq!(line(name, "a,b"), format!("{name}:a\\,b\r\n"));
    }
}

#[test]
fn the_value_parameter_decides_over_the_name() {
    let as_uri = Property::new("X-PICTURE", "a,b")
        .add_parameter("VALUE", "URI")
        .done();
    assert_eq!(written(&as_uri), "X-PICTURE;VALUE=URI:a,b\r\n");
    let as_text = Property::new("TRIGGER", "a,b")
        .add_parameter("VALUE", "TEXT")
        .done();
    assert_eq!(written(&as_text), "TRIGGER;VALUE=TEXT:a\\,b\r\n");
}

#[test]
fn the_commas_of_a_text_list_separate() {
    assert_eq!(line("CATEGORIES", r"a\, b,c"), "CATEGORIES:a\\, b,c\r\n");
}

#[test]
fn the_table_of_value_types_is_in_order_and_agrees_with_the_vocabulary() {
    assert!(NOT_TEXT.is_sorted_by(|(one, _), (next, _)| one < next));
    for (name, value_type) in NOT_TEXT {
        // icalendar 0.17.16 does not know the properties of RFC 7986 or Microsoft's boolean, or knows them as TEXT.
        let known = Property::new(name, "").value_type();
        if !matches!(known, None | Some(ValueType::Text)) {
            assert_eq!(known, Some(value_type), "{name}");
        }
    }
}

#[test]
fn an_empty_property_is_not_written() {
    assert_eq!(line("LOCATION", ""), "");
    assert_eq!(line("LOCATION", "\u{7}\u{0}"), "");
    assert_eq!(line("URL", "\r\n"), "");
    assert_eq!(line("CATEGORIES", ""), "");
}

// Parameters.

#[test]
fn parameters_are_written_in_order_of_name_whatever_order_they_came_in() {
    let property = Property::new("CONFERENCE", "https://example.org/")
        .add_parameter("VALUE", "URI")
        .add_parameter("FEATURE", "VIDEO")
        .add_parameter("LABEL", "Join")
        .done();
    assert_eq!(
        written(&property),
        "CONFERENCE;FEATURE=VIDEO;LABEL=Join;VALUE=URI:https://example.org/\r\n"
    );
}

#[test]
fn a_parameter_is_quoted_where_it_holds_a_separator_and_circumflexed_where_it_holds_what_no_parameter_can()
 {
    for (value, expected) in [
        ("Room 1", "Room 1"),
        ("a:b", "\"a:b\""),
        ("a;b", "\"a;b\""),
        ("a,b", "\"a,b\""),
        ("say \"hi\"", "say ^'hi^'"),
        ("a\r\nb\nc\rd\u{2028}e", "a^nb^nc^nd^ne"),
        ("2^10", "2^^10"),
        ("\"a\",\"b\"", "\"^'a^',^'b^'\""),
        ("a\u{7}\u{0}\u{7f}b", "ab"),
        ("Noson sgwrsio ŵy", "Noson sgwrsio ŵy"),
    ] {
        let property = Property::new("CONFERENCE", "https://example.org/")
            .add_parameter("LABEL", value)
            .done();
        assert_eq!(
            written(&property),
            format!("CONFERENCE;LABEL={expected}:https://example.org/\r\n"),
            "{value:?}"
        );
    }
}

#[test]
fn a_parameter_without_a_value_is_left_out() {
    let property = Property::new("SUMMARY", "a")
        .add_parameter("LANGUAGE", "\u{7}")
        .done();
    assert_eq!(written(&property), "SUMMARY:a\r\n");
}

// No injection.

#[test]
fn no_value_can_start_a_line_of_its_own() {
    let attack =
        "https://example.org/\r\nATTENDEE:mailto:a@example.org\u{7}\n\rX:1\u{85}Y:2\u{2028}Z:3";
    assert_eq!(
        line("URL", attack),
        "URL:https://example.org/ATTENDEE:mailto:a@example.orgX:1Y:2Z:3\r\n"
    );
    assert_eq!(
        unfold(&line("SUMMARY", attack)),
        "SUMMARY:https://example.org/\\nATTENDEE:mailto:a@example.org\\n\\nX:1\\nY:2\\nZ:3\r\n"
    );
    assert_eq!(
        line("RRULE", "FREQ=DAILY\r\nX:1"),
        "RRULE:FREQ=DAILYX:1\r\n"
    );
    assert_eq!(line("CATEGORIES", "a\r\nX:1"), "CATEGORIES:aX:1\r\n");
}

#[test]
fn no_parameter_can_start_a_property_of_its_own() {
    let property = Property::new("DTSTART", "20261224T110000")
        .add_parameter("TZID", "Europe/London\":\r\nATTENDEE:x\u{7}")
        .done();
    assert_eq!(
        written(&property),
        "DTSTART;TZID=\"Europe/London^':^nATTENDEE:x\":20261224T110000\r\n"
    );
}

#[test]
fn no_name_can_hold_what_would_end_it() {
    let property = Property::new("X-A:1\r\nX-B", "c")
        .add_parameter("D=\"E\":", "f")
        .done();
    assert_eq!(written(&property), "X-A1X-B;DE=f:c\r\n");
}

#[test]
fn a_ready_line_is_folded_and_cannot_hold_a_second_line() {
    let mut out = String::new();
    write_ready(&mut out, "TZNAME:BST\r\nX:1");
    write_ready(&mut out, &"x".repeat(76));
    assert_eq!(
        out,
        format!("TZNAME:BSTX:1\r\n{}\r\n x\r\n", "x".repeat(75))
    );
}

// Folding. "SUMMARY:" is 8 octets, so 67 more fill a line.

#[test]
fn a_line_of_75_octets_stays_whole_and_one_of_76_is_folded() {
    for (length, expected) in [
        (66, format!("SUMMARY:{}\r\n", "x".repeat(66))),
        (67, format!("SUMMARY:{}\r\n", "x".repeat(67))),
        (68, format!("SUMMARY:{}\r\n x\r\n", "x".repeat(67))),
    ] {
        assert_eq!(line("SUMMARY", &"x".repeat(length)), expected);
    }
}

#[test]
fn the_blank_of_a_continuation_line_counts() {
    assert_eq!(
        line("SUMMARY", &"x".repeat(67 + 74 + 74)),
        format!(
            "SUMMARY:{}\r\n {}\r\n {}\r\n",
            "x".repeat(67),
            "x".repeat(74),
            "x".repeat(74)
        )
    );
    assert_eq!(
        octets(&line("SUMMARY", &"x".repeat(67 + 74 + 75))),
        [75, 75, 75, 2]
    );
}

#[test]
fn an_emoji_is_never_cut_at_whatever_octet_it_stands() {
    for (before, first, second) in [
        (61, "🎉yy", "yyyyyyyy"),
        (62, "🎉y", "yyyyyyyyy"),
        (63, "🎉", "yyyyyyyyyy"),
        (64, "", "🎉yyyyyyyyyy"),
        (65, "", "🎉yyyyyyyyyy"),
        (66, "", "🎉yyyyyyyyyy"),
        (67, "", "🎉yyyyyyyyyy"),
    ] {
        let before = "x".repeat(before);
        assert_eq!(
            line("SUMMARY", &format!("{before}🎉yyyyyyyyyy")),
            format!("SUMMARY:{before}{first}\r\n {second}\r\n")
        );
    }
    // Four octets each: 16 fit beside the name, then 18 beside the space.
    assert_eq!(
        line("SUMMARY", &"🎉".repeat(40)),
        format!(
            "SUMMARY:{}\r\n {}\r\n {}\r\n",
            "🎉".repeat(16),
            "🎉".repeat(18),
            "🎉".repeat(6)
        )
    );
}

#[test]
fn welsh_is_folded_by_octets_and_between_letters() {
    assert_eq!(
        line(
            "DESCRIPTION",
            "Dŵr, tân ac awyr: sgwrs dros baned â phobl sy’n ysgrifennu côd i’r llywodraeth yng Nghymru."
        ),
        concat!(
            "DESCRIPTION:Dŵr\\, tân ac awyr: sgwrs dros baned â phobl sy’n ysgrifenn\r\n",
            " u côd i’r llywodraeth yng Nghymru.\r\n"
        )
    );
}

#[test]
fn an_escape_that_straddles_octet_75_goes_to_the_next_line_whole() {
    assert_eq!(
        line("DESCRIPTION", &format!("{}\nb", "a".repeat(62))),
        format!("DESCRIPTION:{}\r\n \\nb\r\n", "a".repeat(62))
    );
    assert_eq!(
        line("CATEGORIES", &format!("{}\\,b", "a".repeat(63))),
        format!("CATEGORIES:{}\r\n \\,b\r\n", "a".repeat(63))
    );
}

#[test]
fn a_circumflex_escape_is_never_cut() {
    let property = Property::new("SUMMARY", "b")
        .add_parameter("X-A", &format!("{}\"c", "a".repeat(62)))
        .done();
    assert_eq!(
        written(&property),
        format!("SUMMARY;X-A={}\r\n ^'c:b\r\n", "a".repeat(62))
    );
}

#[test]
fn a_fold_is_neither_right_after_a_blank_nor_right_before_one() {
    // The space is octet 74, 75 or 76. Each time the fold is between two letters.
    for (before, expected) in [
        (65, format!("SUMMARY:{} b\r\n bb\r\n", "a".repeat(65))),
        (66, format!("SUMMARY:{}\r\n a bbb\r\n", "a".repeat(65))),
        (67, format!("SUMMARY:{}\r\n a bbb\r\n", "a".repeat(66))),
    ] {
        assert_eq!(
            line("SUMMARY", &format!("{} bbb", "a".repeat(before))),
            expected
        );
    }
}

#[test]
fn blanks_at_the_end_never_make_a_line_of_blanks_alone() {
    assert_eq!(
        line("SUMMARY", &format!("{}          ", "a".repeat(67))),
        format!("SUMMARY:{}\r\n a          \r\n", "a".repeat(66))
    );
}

#[test]
fn a_run_of_blanks_moves_to_the_next_line_with_the_letter_before_it() {
    assert_eq!(
        line("SUMMARY", &format!("{}{}b", "a".repeat(60), " ".repeat(40))),
        format!("SUMMARY:{}\r\n a{}b\r\n", "a".repeat(59), " ".repeat(40))
    );
}

#[test]
fn two_hundred_blanks_are_folded_where_the_line_ends_for_want_of_a_better_place() {
    let written = line("SUMMARY", &" ".repeat(200));
    assert_eq!(
        written,
        format!(
            "SUMMARY:{}\r\n {}\r\n {}\r\n",
            " ".repeat(67),
            " ".repeat(74),
            " ".repeat(59)
        )
    );
    let between = line("SUMMARY", &format!("a{}b", " ".repeat(200)));
    assert_eq!(octets(&between), [8, 75, 75, 55]);
    assert_eq!(
        unfold(&between),
        format!("SUMMARY:a{}b\r\n", " ".repeat(200))
    );
}

#[test]
fn two_hundred_backslashes_are_folded_between_pairs() {
    let pairs = |count: usize| r"\\".repeat(count);
    assert_eq!(
        line("SUMMARY", &"\\".repeat(200)),
        format!(
            "SUMMARY:{}\r\n {}\r\n {}\r\n {}\r\n {}\r\n {}\r\n",
            pairs(33),
            pairs(37),
            pairs(37),
            pairs(37),
            pairs(37),
            pairs(19)
        )
    );
}

#[test]
fn a_wide_blank_is_a_blank_to_the_fold_too() {
    let text = format!("{}\u{3000}b", "a".repeat(65));
    assert_eq!(
        line("SUMMARY", &text),
        format!("SUMMARY:{}\r\n a\u{3000}b\r\n", "a".repeat(64))
    );
}

#[test]
fn a_megabyte_is_folded_in_one_pass() {
    let text = "Lean Coffee, bring a topic; or \\ listen.\n  ".repeat(25_000);
    let written = line("DESCRIPTION", &text);
    assert!(
        octets(&written)
            .into_iter()
            .all(|length| length <= MAX_OCTETS)
    );
    assert_eq!(
        unescape(&unfold(&written)),
        format!("DESCRIPTION:{text}\r\n")
    );
}
