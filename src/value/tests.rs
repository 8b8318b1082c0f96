/// What is refused, with what to write instead; web addresses aside.
mod refused;
/// Web addresses that are refused, with what to write instead.
mod refused_urls;

use super::*;
use crate::visible::shown;

/// A problem as people read it, with its name.
fn refused<T: fmt::Debug>(result: Result<T, Problem>) -> String {
    let problem = result.unwrap_err();
    let help = problem.advice().unwrap_or_else(|| "none".to_owned());
    format!(
        "{}: {}\nhelp: {help}",
        problem.kind().name(),
        problem.message()
    )
}

#[track_caller]
fn url(written: &str) -> String {
    Url::parse(written).unwrap().to_string()
}

#[test]
fn text_is_trimmed() {
    assert_eq!(
        Text::line("  Lean Coffee \n").unwrap().as_str(),
        "Lean Coffee"
    );
}

#[test]
fn text_may_have_any_letters() {
    let written = "Caffè ☕ — čaj 茶 👩‍💻";
    assert_eq!(Text::line(written).unwrap().as_str(), written);
}

#[test]
fn spaces_and_tabs_in_a_line_are_one_space() {
    assert_eq!(
        Text::line("Lean  \t Coffee").unwrap().as_str(),
        "Lean Coffee"
    );
}

#[test]
fn the_line_ends_of_text_become_line_feeds() {
    assert_eq!(
        Text::lines("one\r\ntwo\rthree\nfour").unwrap().as_str(),
        "one\ntwo\nthree\nfour"
    );
}

#[test]
fn a_slug_has_letters_digits_and_single_hyphens() {
    for written in [
        "a",
        "lean-coffee",
        "2025",
        "conference-2025-01-29",
        &"x".repeat(100),
    ] {
        assert_eq!(Slug::parse(written).unwrap().as_str(), written);
    }
}

#[test]
fn a_domain_is_a_host_name_in_lower_case() {
    for written in [
        "example.org",
        "uk-x-gov-software-community.org.uk",
        "localhost",
        "xn--bcher-kva.example",
        "1.example",
    ] {
        assert_eq!(Domain::parse(written).unwrap().as_str(), written);
    }
}

#[test]
fn a_url_stays_as_it_is() {
    for written in [
        "https://example.org",
        "https://example.org/",
        "http://example.org/a/b?c=d&e=f#g",
        "https://example.org?x",
        "https://example.org#x",
        "https://my_host.example.org/~user/(a),'b'!*;:@",
        "https://example.org/100%25",
    ] {
        assert_eq!(url(written), written);
    }
}

#[test]
fn the_scheme_of_a_url_is_written_small() {
    assert_eq!(url("HTTPS://Example.org/Page"), "https://Example.org/Page");
}

#[test]
fn a_url_may_have_a_port() {
    assert_eq!(url("http://localhost:8080/x"), "http://localhost:8080/x");
    assert_eq!(url("https://example.org:443"), "https://example.org:443");
}

#[test]
fn a_url_may_have_an_ipv6_address() {
    assert_eq!(url("http://[::1]/x"), "http://[::1]/x");
    assert_eq!(
        url("http://[2001:db8::7]:8080/x"),
        "http://[2001:db8::7]:8080/x"
    );
}

#[test]
fn a_path_in_other_letters_is_percent_encoded() {
    assert_eq!(
        url("https://example.org/café/☕?q=茶#é"),
        "https://example.org/caf%C3%A9/%E2%98%95?q=%E8%8C%B6#%C3%A9"
    );
}

#[test]
fn what_stands_below_a_url_has_one_slash_before_it() {
    let below = |base| Url::parse(base).unwrap().below("events/a/");
    assert_eq!(
        below("https://example.org"),
        "https://example.org/events/a/"
    );
    assert_eq!(
        below("https://example.org/"),
        "https://example.org/events/a/"
    );
    assert_eq!(
        below("https://example.org/x"),
        "https://example.org/x/events/a/"
    );
}

#[test]
fn a_url_without_its_scheme_is_for_other_schemes() {
    assert_eq!(
        Url::parse("https://example.org/a")
            .unwrap()
            .without_scheme(),
        "example.org/a"
    );
}

#[test]
fn a_contact_may_be_an_e_mail_address() {
    for written in ["team@example.org", "mailto:team@example.org"] {
        let contact = Contact::parse(written).unwrap();
        assert_eq!(contact.to_string(), "team@example.org");
        assert_eq!(contact.href(), "mailto:team@example.org");
    }
}

#[test]
fn the_domain_of_a_contact_may_have_capitals() {
    assert_eq!(
        Contact::parse("First.Last+x@Example.ORG")
            .unwrap()
            .to_string(),
        "First.Last+x@Example.ORG"
    );
}

#[test]
fn a_contact_may_be_a_page() {
    let contact = Contact::parse("https://example.org/é").unwrap();
    assert_eq!(contact.to_string(), "https://example.org/%C3%A9");
    assert_eq!(contact.href(), "https://example.org/%C3%A9");
}

#[test]
fn the_link_to_a_contact_writes_to_that_address_alone() {
    // RFC 6068: what follows a `?` in mailto: is headers, such as further recipients.
    assert_eq!(
        Contact::parse("a?cc=b@example.org").unwrap().href(),
        "mailto:a%3Fcc=b@example.org"
    );
}

#[test]
fn a_length_is_minutes_or_days() {
    let lengths = [
        ("45m", Length::Minutes(45)),
        ("90m", Length::Minutes(90)),
        ("2h", Length::Minutes(120)),
        ("1h30m", Length::Minutes(90)),
        ("1h 30m", Length::Minutes(90)),
        (" 1 h ", Length::Minutes(60)),
        ("24h", Length::Minutes(1440)),
        ("2d", Length::Days(2)),
        ("3660d", Length::Days(3660)),
        ("1d0h", Length::Days(1)),
    ];
    for (written, length) in lengths {
        assert_eq!(Length::parse(written).unwrap(), length, "{written}");
    }
}

#[test]
fn a_length_may_be_in_words() {
    let lengths = [
        ("2 hours", Length::Minutes(120)),
        ("90 minutes", Length::Minutes(90)),
        ("1 hour", Length::Minutes(60)),
        ("an hour", Length::Minutes(60)),
        ("1.5 hours", Length::Minutes(90)),
        ("0.5h", Length::Minutes(30)),
        ("half an hour", Length::Minutes(30)),
        ("1 hour 30 minutes", Length::Minutes(90)),
        ("1 hour and 30 mins", Length::Minutes(90)),
        ("1h30", Length::Minutes(90)),
        ("Two Days", Length::Days(2)),
        ("a day", Length::Days(1)),
    ];
    for (written, length) in lengths {
        assert_eq!(Length::parse(written), Ok(length), "{written}");
    }
}

#[test]
fn a_length_that_could_be_another_is_a_guess() {
    insta::assert_snapshot!(refused(Length::parse("1:30")), @r"
    bad-length: can't understand `1:30` as a length of time
    help: did you mean `1h30m`? write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`
    ");
    insta::assert_snapshot!(refused(Length::parse("2 weeks")), @r"
    bad-length: can't understand `2 weeks` as a length of time
    help: did you mean `14d`? write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`
    ");
}

#[test]
fn the_id_of_a_title_has_its_words_and_its_year_once() {
    let id = |title, year| {
        Slug::from_title(title, year).map(|(slug, is_whole)| (slug.to_string(), is_whole))
    };
    let whole = |slug: &str| Some((slug.to_owned(), true));
    assert_eq!(id("Lean coffee", Some(2026)), whole("lean-coffee-2026"));
    assert_eq!(id("Lean coffee", None), whole("lean-coffee"));
    assert_eq!(
        id("RustConf 2026: Bristol", Some(2026)),
        whole("rustconf-2026-bristol")
    );
    assert_eq!(
        id("Members’ café & bar", None),
        whole("members-cafe-and-bar")
    );
    assert_eq!(id("Øl på Straße", None), whole("ol-pa-strasse"));
    assert_eq!(id("東京 Rust", None), Some(("rust".to_owned(), false)));
    assert_eq!(id("…", Some(2026)), None);
}

#[test]
fn the_id_of_a_long_title_has_its_first_words() {
    let (slug, is_whole) = Slug::from_title(&"word ".repeat(20), Some(2026)).unwrap();
    assert_eq!(
        (slug.as_str(), is_whole),
        (format!("{}word-2026", "word-".repeat(11)).as_str(), false)
    );
}

#[test]
fn a_length_is_written_as_a_duration() {
    let durations = [
        ("45m", "PT45M"),
        ("60m", "PT1H"),
        ("1h30m", "PT1H30M"),
        ("24h", "PT24H"),
        ("2d", "P2D"),
    ];
    for (written, duration) in durations {
        assert_eq!(Length::parse(written).unwrap().duration(), duration);
    }
}

#[test]
fn what_is_shown_of_the_users_text_is_short_and_visible() {
    assert_eq!(shown(&"é".repeat(60)), "é".repeat(60));
    assert_eq!(shown(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
    assert_eq!(shown("a\u{1b}[31m\nb"), "a\u{fffd}[31m\u{fffd}b");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_makes_a_reader_panic_and_no_url_leaves_ascii(written in "(https?://)?[ -~é\u{0}-\u{20}]{0,40}") {
        let _ = (Text::line(&written), Text::lines(&written), Slug::parse(&written));
        let _ = (Domain::parse(&written), Contact::parse(&written), Length::parse(&written));
        if let Ok(url) = Url::parse(&written) {
            assert!(url.as_str().chars().all(|c| c.is_ascii_graphic()), "{url}");
        }
    }

    #[test]
    fn the_fix_of_a_slug_is_a_slug(written in "[ -~éß]{1,140}") {
        if let Err(problem) = Slug::parse(&written) {
            let fixes = problem.repairs().iter().map(|repair| &repair.edit);
            for fix in fixes {
                assert!(matches!(fix, Edit::Value(slug) if Slug::parse(slug).is_ok()), "{fix:?}");
            }
        }
    }
}
