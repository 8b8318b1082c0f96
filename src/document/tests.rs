use super::{guard, read};

#[test]
fn a_good_file_takes_one_typed_pass_and_no_other() {
    let text = include_str!("../../events.yaml");
    assert!(!guard::opens_deeply(text) && !guard::is_marked(text) && !guard::hides(text));
    let reading = read(text).unwrap();
    assert!(reading.tree.is_none());
    assert!(reading.recovered.diagnostics.is_empty());
}

#[test]
fn merges_take_the_marked_pass_and_are_good_all_the_same() {
    let reading =
        read("x-online: &online {join: https://example.org}\nevents:\n  - {<<: *online, id: a}\n")
            .unwrap();
    assert!(reading.tree.is_some());
    assert!(reading.recovered.diagnostics.is_empty());
    let event = reading.recovered.document.events.first().unwrap();
    assert_eq!(event.join.as_deref(), Some("https://example.org"));
}

#[test]
fn marks_within_words_are_no_anchors_and_no_tags() {
    assert!(!guard::is_marked(
        "title: Q&A, tea & cake!\ndescription: 3 * 4 = 12 & so on, 2*3 !important &c. # !\n"
    ));
    for text in [
        "a: &one 1\n",
        "a: !one 1\n",
        "a: ! 1\n",
        "- &one 1",
        "{a: b,&one c: d}",
        "{\"a\":!one b}",
        "a:\n  &one b",
        "&one a: b",
    ] {
        assert!(guard::is_marked(text), "{text}");
    }
}

#[test]
fn brackets_in_words_are_counted_and_their_ends_too() {
    assert!(!guard::opens_deeply(&"[a] {b} ".repeat(1_000)));
    assert!(guard::opens_deeply(&"[".repeat(201)));
}

#[test]
fn a_comment_with_a_blank_behind_its_hash_hides_nothing_nor_does_a_line_of_its_own() {
    for text in [
        "a: b # c\n",
        "  #c: d\n",
        "a: b#c\n",
        "a: b ## c\n",
        "a: b #\n",
    ] {
        assert!(!guard::hides(text), "{text}");
    }
    assert!(guard::hides("a: b #4\n"));
}

#[test]
fn a_hash_within_quotes_or_a_block_is_text() {
    let text = "events:\n  - title: \"Room #4\"\n    location: 'Room #4'\n    description: |\n      Room #4\n    start: 2026-03-26 #new\n";
    let reading = read(text).unwrap();
    assert!(guard::hides(text));
    assert!(reading.recovered.diagnostics.is_empty());
}

#[test]
fn values_are_counted_by_what_begins_them_and_words_are_not() {
    let count = |text: &str| (0..20).find(|most| !guard::is_large(&text.repeat(100), most * 100));
    assert_eq!(
        count("start: 2026-03-26 10:30\njoin: https://example.org/a:b\n"),
        Some(4)
    );
    assert_eq!(count("- a\n- b\n"), Some(2));
    assert_eq!(count("[a,b,c]\n"), Some(3));
    assert_eq!(count("{\"a\":1,b: 2}\n"), Some(6));
}

#[test]
fn every_character_that_is_refused_is_suspected() {
    for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
        if super::is_refused(c) {
            assert!(guard::has_refused(c.encode_utf8(&mut [0; 4])), "{c:?}");
        }
    }
    assert!(!guard::has_refused(
        "Caf\u{e9}, \u{201c}tea\u{201d}\t\r\n\u{2013} \u{1f375}"
    ));
}
