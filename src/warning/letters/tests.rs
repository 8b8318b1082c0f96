use super::*;
use crate::diagnostic::Problem;

fn said(doubt: Option<WarningFinding>) -> String {
    doubt.map_or_else(
        || "nothing".to_owned(),
        |doubt| Problem::from(doubt).message(),
    )
}

#[test]
fn what_people_write_is_no_doubt() {
    for title in [
        "Lean Coffee – café, naïve, Straße, Łódź, Ðà Nẵng",
        "שלום עולם 2026",
        "מפגש \u{2068}API\u{2069} בתל אביב",
        "\u{200f}C++ למתחילים\u{200f}",
        "\u{202b}שלום\u{202c}",
        "مرحبا بالعالم",
        "می\u{200c}خواهم",
        "क\u{94d}\u{200d}ष",
        "ภาษา\u{200b}ไทย",
        "👩\u{200d}💻 and 🏴󠁧󠁢󠁷󠁬󠁳󠁿 and ❤\u{fe0f}",
        "Δv, μm, πr², λ-calculus, αβ, kΩ, ∑x, µTorrent",
        "Встреча Python в Москве, IT-митап, Яndex",
        "東京 Rust 勉強会 ラスト vol.3",
        "Γειά σου Κόσμε",
        "Բարեւ աշխարհ",
    ] {
        assert_eq!(said(hidden_in_title(title)), "nothing", "{title:?}");
        assert_eq!(said(mixed(title)), "nothing", "{title:?}");
    }
    for address in [
        "https://a.example/b?c=d",
        "https://xn--caf-dma.example",
        "https://xn--80adxhks.xn--p1ai/о-нас",
        "https://xn--e1afmkfd.example",
        "https://xn--rust-4x5f052k.example",
        "team@example.org",
        "https://xn--.example",
        "https://xn--99999999.example",
    ] {
        assert_eq!(said(hidden_in_address(address)), "nothing", "{address}");
        assert_eq!(said(look_alike_host(address)), "nothing", "{address}");
    }
}

#[test]
fn a_character_that_hides_is_named() {
    for (title, found) in [
        (
            "Tea \u{202e}gnp.exe",
            "U+202E right-to-left override in the title",
        ),
        (
            "שלום \u{202d}abc\u{202c}",
            "U+202D left-to-right override in the title",
        ),
        (
            "Tea \u{2067}a\u{2069}",
            "U+2067 right-to-left isolate in the title",
        ),
        (
            "שלום \u{2067}a",
            "U+2067 right-to-left isolate in the title",
        ),
        (
            "שלום\u{2069}",
            "U+2069 pop directional isolate in the title",
        ),
        (
            "Tea\u{200f} party",
            "U+200F right-to-left mark in the title",
        ),
        ("Te\u{200b}a", "U+200B zero width space in the title"),
        ("Te\u{200d}a", "U+200D zero width joiner in the title"),
        ("Te\u{200c}a", "U+200C zero width non-joiner in the title"),
        ("Te\u{2060}a", "U+2060 word joiner in the title"),
        ("\u{3164}", "U+3164 Hangul filler in the title"),
        ("Tea\u{e0041}", "U+E0041 tag character in the title"),
    ] {
        assert_eq!(said(hidden_in_title(title)), found);
    }
    assert_eq!(
        said(hidden_in_address("https://a.example/\u{202e}fdp")),
        "U+202E right-to-left override in the address"
    );
    assert_eq!(
        said(hidden_in_address("https://a.example/a%E2%80%8Bb")),
        "U+200B zero width space in the address"
    );
    assert_eq!(
        said(hidden_in_address("https://a\u{200b}b.example/")),
        "U+200B zero width space in the address"
    );
}

#[test]
fn a_letter_that_looks_like_another_is_named() {
    for (title, found) in [
        (
            "Pay at Pаypal",
            "`Pаypal` mixes Latin letters with the Cyrillic `а` (U+0430), which looks like `a`",
        ),
        (
            "Gοogle",
            "`Gοogle` mixes Latin letters with the Greek `ο` (U+03BF), which looks like `o`",
        ),
        (
            "zօօm",
            "`zօօm` mixes Latin letters with the non-Latin `օ` (U+0585), which looks like `o`",
        ),
    ] {
        assert_eq!(said(mixed(title)), found);
    }
    for (address, found) in [
        (
            "https://xn--pypal-4ve.com/x",
            "`pаypal` mixes Latin letters with the Cyrillic `а` (U+0430), which looks like `a`",
        ),
        (
            "https://WWW.XN--80AK6AA92E.COM/",
            "`аррӏе` in the address is not `apple`, although it looks like it",
        ),
        (
            "team@xn--gv-jbc.uk",
            "`gοv` mixes Latin letters with the Greek `ο` (U+03BF), which looks like `o`",
        ),
    ] {
        assert_eq!(said(look_alike_host(address)), found);
    }
}

#[test]
fn a_label_in_punycode_is_decoded() {
    // The first is of RFC 3492, section 7.1.
    for (label, decoded) in [
        ("egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟"),
        ("mnchen-3ya", "münchen"),
        ("80ak6aa92e", "аррӏе"),
        ("", ""),
    ] {
        assert_eq!(punycode(label).as_deref(), Some(decoded));
    }
    for label in ["9", "a_", "999999999b", "ä"] {
        assert_eq!(punycode(label), None, "{label}");
    }
}

#[test]
fn each_letter_of_a_table_stands_beside_a_latin_one() {
    for table in [CYRILLIC, GREEK, OTHER] {
        for (index, c) in table.chars().enumerate() {
            assert_eq!(c.is_ascii_alphabetic(), index % 2 == 1, "{c}");
        }
    }
}
