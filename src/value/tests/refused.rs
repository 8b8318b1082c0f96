use super::*;

#[test]
fn empty_text_is_refused() {
    insta::assert_snapshot!(told(Text::line("  ")), @r"
    empty-value: nothing is written here
    help: write a value, or remove the key; a `#` begins a comment unless it stands in quotes
    ");
}

#[test]
fn a_line_break_in_a_line_is_refused() {
    insta::assert_snapshot!(told(Text::line("one\ntwo")), @r"
    line-break: a line break where one line is meant
    help: write it on one line
    ");
}

#[test]
fn a_carriage_return_in_a_line_is_refused() {
    insta::assert_snapshot!(told(Text::line("one\rtwo")), @r"
    line-break: a line break where one line is meant
    help: write it on one line
    ");
}

#[test]
fn a_control_character_in_text_is_refused() {
    insta::assert_snapshot!(told(Text::lines("ring \u{7} bell")), @r"
    control-character: a control character (U+0007)
    help: delete it: it cannot be seen, and calendars stumble over it
    ");
}

#[test]
fn a_nul_in_text_is_refused() {
    insta::assert_snapshot!(told(Text::line("a\0b")), @r"
    control-character: a control character (U+0000)
    help: delete it: it cannot be seen, and calendars stumble over it
    ");
}

#[test]
fn an_empty_slug_is_refused() {
    insta::assert_snapshot!(told(Slug::parse("")), @r"
    empty-value: nothing is written here
    help: write a short name such as `lean-coffee`
    ");
}

#[test]
fn a_slug_with_capitals_and_blanks_is_refused() {
    insta::assert_snapshot!(told(Slug::parse("Lean Coffee")), @r"
    bad-slug: `Lean Coffee` is not made of `a-z` and `0-9`, with single `-` between them
    help: write `lean-coffee`
    ");
}

#[test]
fn a_slug_with_an_underscore_is_refused() {
    insta::assert_snapshot!(told(Slug::parse("lean_coffee")), @r"
    bad-slug: `lean_coffee` is not made of `a-z` and `0-9`, with single `-` between them
    help: write `lean-coffee`
    ");
}

#[test]
fn a_slug_with_two_hyphens_is_refused() {
    insta::assert_snapshot!(told(Slug::parse("lean--coffee")), @r"
    bad-slug: `lean--coffee` is not made of `a-z` and `0-9`, with single `-` between them
    help: write `lean-coffee`
    ");
}

#[test]
fn a_slug_that_begins_with_a_hyphen_is_refused() {
    insta::assert_snapshot!(told(Slug::parse("-lean-coffee")), @r"
    bad-slug: `-lean-coffee` is not made of `a-z` and `0-9`, with single `-` between them
    help: write `lean-coffee`
    ");
}

#[test]
fn a_slug_with_other_letters_is_refused() {
    insta::assert_snapshot!(told(Slug::parse("café-müller")), @r"
    bad-slug: `café-müller` is not made of `a-z` and `0-9`, with single `-` between them
    help: write `caf-m-ller`
    ");
}

#[test]
fn a_slug_of_other_letters_alone_is_refused() {
    insta::assert_snapshot!(told(Slug::parse("茶")), @r"
    bad-slug: `茶` is not made of `a-z` and `0-9`, with single `-` between them
    help: write a short name such as `lean-coffee`
    ");
}

#[test]
fn a_slug_with_a_path_is_refused() {
    insta::assert_snapshot!(told(Slug::parse("../etc/passwd")), @r"
    bad-slug: `../etc/passwd` is not made of `a-z` and `0-9`, with single `-` between them
    help: write `etc-passwd`
    ");
}

#[test]
fn a_slug_with_a_dot_is_refused() {
    insta::assert_snapshot!(told(Slug::parse("feed.ics")), @r"
    bad-slug: `feed.ics` is not made of `a-z` and `0-9`, with single `-` between them
    help: write `feed-ics`
    ");
}

#[test]
fn a_slug_of_101_letters_is_refused() {
    insta::assert_snapshot!(told(Slug::parse(&"x".repeat(101))), @r"
    bad-slug: more than 100 characters
    help: write `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`
    ");
}

#[test]
fn an_empty_domain_is_refused() {
    insta::assert_snapshot!(told(Domain::parse("")), @r"
    bad-domain: `` is not a domain name
    help: write the name alone, in lower case, such as `example.org`
    ");
}

#[test]
fn a_domain_with_capitals_is_refused() {
    insta::assert_snapshot!(told(Domain::parse("Example.org")), @r"
    bad-domain: `Example.org` is not a domain name
    help: write the name alone, in lower case, such as `example.org`
    ");
}

#[test]
fn a_domain_with_a_scheme_is_refused() {
    insta::assert_snapshot!(told(Domain::parse("https://example.org")), @r"
    bad-domain: `https://example.org` is not a domain name
    help: write the name alone, in lower case, such as `example.org`
    ");
}

#[test]
fn a_domain_with_a_path_is_refused() {
    insta::assert_snapshot!(told(Domain::parse("example.org/events")), @r"
    bad-domain: `example.org/events` is not a domain name
    help: write the name alone, in lower case, such as `example.org`
    ");
}

#[test]
fn a_domain_with_a_dot_at_its_end_is_refused() {
    insta::assert_snapshot!(told(Domain::parse("example.org.")), @r"
    bad-domain: `example.org.` is not a domain name
    help: write the name alone, in lower case, such as `example.org`
    ");
}

#[test]
fn a_domain_with_two_dots_is_refused() {
    insta::assert_snapshot!(told(Domain::parse("example..org")), @r"
    bad-domain: `example..org` is not a domain name
    help: write the name alone, in lower case, such as `example.org`
    ");
}

#[test]
fn a_domain_with_a_label_that_ends_in_a_hyphen_is_refused() {
    insta::assert_snapshot!(told(Domain::parse("example-.org")), @r"
    bad-domain: `example-.org` is not a domain name
    help: write the name alone, in lower case, such as `example.org`
    ");
}

#[test]
fn a_domain_with_other_letters_is_refused() {
    insta::assert_snapshot!(told(Domain::parse("bücher.example")), @r"
    bad-domain: `bücher.example` is not a domain name
    help: write the name alone, in lower case, such as `example.org`
    ");
}

#[test]
fn a_domain_with_a_label_of_64_letters_is_refused() {
    insta::assert_snapshot!(told(Domain::parse(&format!("{}.org", "x".repeat(64)))), @r"
    bad-domain: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…` is not a domain name
    help: write the name alone, in lower case, such as `example.org`
    ");
}

#[test]
fn a_name_as_a_contact_is_refused() {
    insta::assert_snapshot!(told(Contact::parse("Jo Bloggs")), @r"
    bad-contact: `Jo Bloggs` is neither an e-mail address nor a web address
    help: write `team@example.org` or `https://example.org/contact`
    ");
}

#[test]
fn an_empty_contact_is_refused() {
    insta::assert_snapshot!(told(Contact::parse("")), @r"
    bad-contact: `` is neither an e-mail address nor a web address
    help: write `team@example.org` or `https://example.org/contact`
    ");
}

#[test]
fn a_contact_without_a_domain_is_refused() {
    insta::assert_snapshot!(told(Contact::parse("jo@")), @r"
    bad-contact: `jo@` is neither an e-mail address nor a web address
    help: write `team@example.org` or `https://example.org/contact`
    ");
}

#[test]
fn a_contact_without_a_name_is_refused() {
    insta::assert_snapshot!(told(Contact::parse("@example.org")), @r"
    bad-contact: `@example.org` is neither an e-mail address nor a web address
    help: write `team@example.org` or `https://example.org/contact`
    ");
}

#[test]
fn a_contact_with_a_domain_of_one_label_is_refused() {
    insta::assert_snapshot!(told(Contact::parse("jo@localhost")), @r"
    bad-contact: `jo@localhost` is neither an e-mail address nor a web address
    help: write `team@example.org` or `https://example.org/contact`
    ");
}

#[test]
fn a_contact_with_two_ats_is_refused() {
    insta::assert_snapshot!(told(Contact::parse("jo@x@example.org")), @r"
    bad-contact: `jo@x@example.org` is neither an e-mail address nor a web address
    help: write `team@example.org` or `https://example.org/contact`
    ");
}

#[test]
fn a_contact_with_a_line_break_is_refused() {
    insta::assert_snapshot!(told(Contact::parse("jo\r\n@example.org")), @r"
    bad-contact: `jo��@example.org` is neither an e-mail address nor a web address
    help: write `team@example.org` or `https://example.org/contact`
    ");
}

#[test]
fn a_contact_with_its_name_in_front_is_refused() {
    insta::assert_snapshot!(told(Contact::parse("Jo <jo@example.org>")), @r"
    bad-contact: `Jo <jo@example.org>` is neither an e-mail address nor a web address
    help: write `team@example.org` or `https://example.org/contact`
    ");
}

#[test]
fn a_script_as_a_contact_is_refused() {
    insta::assert_snapshot!(told(Contact::parse("javascript:alert(1)")), @r"
    bad-contact: `javascript:alert(1)` is neither an e-mail address nor a web address
    help: write `team@example.org` or `https://example.org/contact`
    ");
}

#[test]
fn a_script_with_slashes_as_a_contact_is_refused() {
    insta::assert_snapshot!(told(Contact::parse("javascript://x@example.org")), @r"
    bad-url: `javascript://x@example.org` is not a web address
    help: write the whole address, beginning with `https://`
    ");
}

#[test]
fn an_empty_length_is_refused() {
    insta::assert_snapshot!(told(Length::parse("")), @r"
    bad-length: `` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}

#[test]
fn a_length_of_nothing_is_refused() {
    insta::assert_snapshot!(told(Length::parse("0m")), @r"
    bad-length: `0m` is not a length of time
    help: write how long it lasts, such as `1h30m`, or leave it out
    ");
}

#[test]
fn a_length_without_a_unit_is_refused() {
    insta::assert_snapshot!(told(Length::parse("90")), @r"
    bad-length: `90` is not a length of time
    help: say of what: `90m`, `90h` or `90d`
    ");
}

#[test]
fn a_length_without_a_number_is_refused() {
    insta::assert_snapshot!(told(Length::parse("h")), @r"
    bad-length: `h` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}

#[test]
fn a_length_with_its_units_the_wrong_way_round_is_refused() {
    insta::assert_snapshot!(told(Length::parse("30m1h")), @r"
    bad-length: `30m1h` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}

#[test]
fn a_length_with_a_unit_twice_is_refused() {
    insta::assert_snapshot!(told(Length::parse("1h1h")), @r"
    bad-length: `1h1h` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}

#[test]
fn a_length_of_days_and_hours_is_refused() {
    insta::assert_snapshot!(told(Length::parse("1d2h")), @r"
    bad-length: `1d2h` is not a length of time
    help: write days alone (`2d`), or hours and minutes (`1h30m`)
    ");
}

#[test]
fn a_length_of_half_an_hour_in_decimals_is_refused() {
    insta::assert_snapshot!(told(Length::parse("0.5h")), @r"
    bad-length: `0.5h` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}

#[test]
fn a_length_in_capitals_is_a_length() {
    assert_eq!(Length::parse("2H"), Length::parse("2h"));
}

#[test]
fn a_length_in_words_is_refused() {
    insta::assert_snapshot!(told(Length::parse("2 hours")), @r"
    bad-length: `2 hours` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}

#[test]
fn a_length_in_weeks_is_refused() {
    insta::assert_snapshot!(told(Length::parse("2w")), @r"
    bad-length: `2w` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}

#[test]
fn a_length_below_zero_is_refused() {
    insta::assert_snapshot!(told(Length::parse("-1h")), @r"
    bad-length: `-1h` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}

#[test]
fn a_length_of_more_than_ten_years_is_refused() {
    insta::assert_snapshot!(told(Length::parse("4000d")), @r"
    bad-length: `4000d` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}

#[test]
fn a_length_that_no_number_holds_is_refused() {
    insta::assert_snapshot!(told(Length::parse("99999999999h")), @r"
    bad-length: `99999999999h` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}

#[test]
fn a_length_that_overflows_when_it_is_minutes_is_refused() {
    insta::assert_snapshot!(told(Length::parse("99999999h")), @r"
    bad-length: `99999999h` is not a length of time
    help: write `1h30m`, `45m`, `2h` or `2d`
    ");
}
