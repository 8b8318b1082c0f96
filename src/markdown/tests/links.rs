//! The targets of links, and how URLs are written.

use super::{html, text};

fn link(address: &str, words: &str) -> String {
    format!("<a href=\"{address}\">{words}</a>")
}

#[test]
fn a_bare_address_is_a_link_on_the_page() {
    for (written, address, after) in [
        (
            "https://a.example/?pwd=Wc0*NOY2FQ*M0",
            "https://a.example/?pwd=Wc0*NOY2FQ*M0",
            "",
        ),
        ("https://a.example/*a*", "https://a.example/*a*", ""),
        ("https://a.example/_a_.", "https://a.example/_a_", "."),
        (
            "http://a.example/a_(b), so",
            "http://a.example/a_(b)",
            ", so",
        ),
        ("HTTPS://A.example!", "HTTPS://A.example", "!"),
        ("https://a.example/~a/~b", "https://a.example/~a/~b", ""),
        (
            "https://a.example/a\u{3002}",
            "https://a.example/a",
            "\u{3002}",
        ),
        ("https://a.example/a**b**c", "https://a.example/a**b**c", ""),
    ] {
        assert_eq!(text(written), written);
        assert_eq!(
            html(written),
            format!("<p>{}{after}</p>\n", link(address, address))
        );
    }
    assert_eq!(
        html("(see https://a.example/b) **https://b.example/** *at https://c.example/d*"),
        format!(
            "<p>(see {}) <strong>{}</strong> <em>at {}</em></p>\n",
            link("https://a.example/b", "https://a.example/b"),
            link("https://b.example/", "https://b.example/"),
            link("https://c.example/d", "https://c.example/d"),
        )
    );
    for written in [
        "http://",
        "a https:// b",
        "xhttps://a.example",
        "`https://a.example`",
    ] {
        assert!(!html(written).contains("<a "), "{written}");
    }
}

#[test]
fn an_address_that_is_pasted_against_a_word_stands_apart() {
    let call = "https://teams.example/l/X";
    for (written, read) in [
        (
            format!("join the meeting<{call}>"),
            format!("join the meeting {call}"),
        ),
        (format!("meeting<{call}>now"), format!("meeting {call} now")),
        (
            format!("Here:<{call}> | Options<https://b.example>"),
            format!("Here: {call} | Options https://b.example"),
        ),
        (
            format!("<{call}><https://b.example>"),
            format!("{call} https://b.example"),
        ),
        (
            format!("(<{call}>), “<{call}>”"),
            format!("({call}), “{call}”"),
        ),
        (format!("**meeting**<{call}>."), format!("meeting {call}.")),
        (format!("`code`<{call}>`code`"), format!("code {call} code")),
        (
            "call<tel:+441234,,56%23>or write<team@a.example>".to_owned(),
            "call +441234,,56# or write team@a.example".to_owned(),
        ),
        (
            format!("[agenda]({call})and more, [a]({call})."),
            format!("agenda {call} and more, a {call}."),
        ),
    ] {
        assert_eq!(text(&written), read);
    }
    assert_eq!(
        html(&format!("meeting<{call}>now")),
        format!("<p>meeting {} now</p>\n", link(call, call))
    );
}

#[test]
fn a_relative_link_leads_below_the_calendar() {
    for (written, address) in [
        ("/slides.pdf", "https://club.example/slides.pdf"),
        ("notes.html", "https://club.example/events/notes.html"),
        (
            "./a/../b?c=../d#e",
            "https://club.example/events/b?c=../d#e",
        ),
        ("../a/", "https://club.example/a/"),
        ("../../..", "https://club.example/"),
        ("#agenda", "https://club.example/events/#agenda"),
        ("?year=2026", "https://club.example/events/?year=2026"),
        ("//b.example/c", "https://b.example/c"),
        ("12:30.html", "https://club.example/events/12:30.html"),
        ("www.b.example/c", "https://www.b.example/c"),
        ("team@b.example", "mailto:team@b.example"),
        ("/\\evil.example", "https://club.example/%5Cevil.example"),
        (
            "<my notes.pdf>",
            "https://club.example/events/my%20notes.pdf",
        ),
    ] {
        let source = format!("[words]({written})");
        assert_eq!(
            html(&source),
            format!("<p>{}</p>\n", link(address, "words")),
            "{written}"
        );
        let shown = address.strip_prefix("mailto:").unwrap_or(address);
        assert_eq!(text(&source), format!("words {shown}"), "{written}");
    }
}

#[test]
fn a_number_and_a_mailbox_are_links_and_read_as_people_write_them() {
    for (written, page, read) in [
        (
            "[call us](tel:+441234567890)",
            link("tel:+441234567890", "call us"),
            "call us +441234567890",
        ),
        (
            "[write](mailto:a@b.example?subject=Hi%20there%2C%20all&body=One%0ATwo)",
            link(
                "mailto:a@b.example?subject=Hi%20there%2C%20all&amp;body=One%0ATwo",
                "write",
            ),
            "write a@b.example?subject=Hi there, all&body=One Two",
        ),
        (
            "[a@b.example](mailto:a@b.example?subject=Hi%20there)",
            link("mailto:a@b.example?subject=Hi%20there", "a@b.example"),
            "a@b.example",
        ),
        (
            "<tel:+44-1234>",
            link("tel:+44-1234", "+44-1234"),
            "+44-1234",
        ),
        (
            "[x](mailto:a@b.example?subject=%E2%80%AEa)",
            link("mailto:a@b.example?subject=%E2%80%AEa", "x"),
            "x a@b.example?subject=%E2%80%AEa",
        ),
        ("[x](TEL:1)", link("TEL:1", "x"), "x 1"),
    ] {
        assert_eq!(html(written), format!("<p>{page}</p>\n"));
        assert_eq!(text(written), read);
    }
}

#[test]
fn what_no_address_may_hold_is_encoded() {
    assert_eq!(
        text("[a](<https://example.org/a b>) [c](<https://example.org/é|\u{a0}d>)"),
        "a https://example.org/a%20b c https://example.org/é%7C%C2%A0d"
    );
    assert_eq!(
        html("[a](<https://example.org/a b>)"),
        format!("<p>{}</p>\n", link("https://example.org/a%20b", "a"))
    );
}

#[test]
fn nothing_that_follows_an_address_is_read_as_more_of_it() {
    for (written, read) in [
        (
            "[s](/s)|[v](/v)",
            "s https://club.example/s |v https://club.example/v",
        ),
        (
            "[s](/s)/[v](/v)",
            "s https://club.example/s /v https://club.example/v",
        ),
        (
            "[s](/s),[v](/v)",
            "s https://club.example/s, v https://club.example/v",
        ),
        ("[s](/s)-b", "s https://club.example/s -b"),
        ("[s](/s)_b", "s https://club.example/s _b"),
        ("[s](/s)#1", "s https://club.example/s #1"),
        ("[s](/s)🎉", "s https://club.example/s 🎉"),
        ("[s](/s)'s", "s https://club.example/s 's"),
        ("([s](/s))b", "(s https://club.example/s) b"),
        (
            "[https://a.example](https://a.example)/b",
            "https://a.example /b",
        ),
        ("<https://a.example>/b", "https://a.example /b"),
        // Where a sentence ends, nothing is needed.
        ("([s](/s)). x", "(s https://club.example/s). x"),
        ("\"[s](/s)\"!", "\"s https://club.example/s\"!"),
        ("[s](/s)。次", "s https://club.example/s。次"),
    ] {
        assert_eq!(text(written), read, "{written}");
    }
}

#[test]
fn a_link_without_words_shows_its_address() {
    let address = "https://club.example/events/a.png";
    for written in ["![](a.png)", "[](a.png)", "[ ](a.png)"] {
        assert_eq!(
            html(written),
            format!("<p>{}</p>\n", link(address, address))
        );
        assert_eq!(text(written), address, "{written}");
    }
}

#[test]
fn a_picture_that_leads_somewhere_is_one_link() {
    for (written, words) in [
        ("[![logo](a.png)](https://a.example)", "logo"),
        ("![logo [of](/b)](https://a.example)", "logo of"),
    ] {
        let one = link("https://a.example", words);
        assert_eq!(html(written), format!("<p>{one}</p>\n"));
        assert_eq!(text(written), format!("{words} https://a.example"));
    }
}
