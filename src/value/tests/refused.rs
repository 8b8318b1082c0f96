use super::*;

#[test]
fn empty_text_is_refused() {
    insta::assert_snapshot!(refused(Text::line("  ")), @r"
    empty-value: nothing is written here
    help: write a value, or remove the key; a `#` begins a comment unless it is in quotes
    ");
}

#[test]
fn a_line_break_in_a_line_is_refused() {
    insta::assert_snapshot!(refused(Text::line("one\ntwo")), @r"
    line-break: expected one line, found a line break
    help: write it on one line
    ");
}

#[test]
fn a_carriage_return_in_a_line_is_refused() {
    insta::assert_snapshot!(refused(Text::line("one\rtwo")), @r"
    line-break: expected one line, found a line break
    help: write it on one line
    ");
}

#[test]
fn a_control_character_in_text_is_refused() {
    insta::assert_snapshot!(refused(Text::lines("ring \u{7} bell")), @r"
    control-character: found a control character (U+0007)
    help: delete it: it cannot be seen, and calendar programs reject it
    ");
}

#[test]
fn a_nul_in_text_is_refused() {
    insta::assert_snapshot!(refused(Text::line("a\0b")), @r"
    control-character: found a control character (U+0000)
    help: delete it: it cannot be seen, and calendar programs reject it
    ");
}

#[test]
fn an_empty_slug_is_refused() {
    insta::assert_snapshot!(refused(Slug::parse("")), @r"
    empty-value: nothing is written here
    help: write a value, or remove the key; a `#` begins a comment unless it is in quotes
    ");
}

#[test]
fn a_slug_with_capitals_and_spaces_is_refused() {
    insta::assert_snapshot!(refused(Slug::parse("Lean Coffee")), @r"
    bad-slug: expected lower-case letters, digits and single hyphens, found `Lean Coffee`
    help: write `lean-coffee`
    ");
}

#[test]
fn a_slug_with_an_underscore_is_refused() {
    insta::assert_snapshot!(refused(Slug::parse("lean_coffee")), @r"
    bad-slug: expected lower-case letters, digits and single hyphens, found `lean_coffee`
    help: write `lean-coffee`
    ");
}

#[test]
fn a_slug_with_two_hyphens_is_refused() {
    insta::assert_snapshot!(refused(Slug::parse("lean--coffee")), @r"
    bad-slug: expected lower-case letters, digits and single hyphens, found `lean--coffee`
    help: write `lean-coffee`
    ");
}

#[test]
fn a_slug_that_begins_with_a_hyphen_is_refused() {
    insta::assert_snapshot!(refused(Slug::parse("-lean-coffee")), @r"
    bad-slug: expected lower-case letters, digits and single hyphens, found `-lean-coffee`
    help: write `lean-coffee`
    ");
}

#[test]
fn a_slug_with_other_letters_is_refused() {
    insta::assert_snapshot!(refused(Slug::parse("café-müller")), @r"
    bad-slug: expected lower-case letters, digits and single hyphens, found `café-müller`
    help: write `cafe-muller`
    ");
}

#[test]
fn a_slug_of_other_letters_alone_is_refused() {
    insta::assert_snapshot!(refused(Slug::parse("茶")), @r"
    bad-slug: expected lower-case letters, digits and single hyphens, found `茶`
    help: write a short name of letters `a` to `z`, digits and single hyphens
    ");
}

#[test]
fn a_slug_with_a_path_is_refused() {
    insta::assert_snapshot!(refused(Slug::parse("../etc/passwd")), @r"
    bad-slug: expected lower-case letters, digits and single hyphens, found `../etc/passwd`
    help: write `etc-passwd`
    ");
}

#[test]
fn a_slug_with_a_dot_is_refused() {
    insta::assert_snapshot!(refused(Slug::parse("feed.ics")), @r"
    bad-slug: expected lower-case letters, digits and single hyphens, found `feed.ics`
    help: write `feed-ics`
    ");
}

#[test]
fn a_slug_of_101_letters_is_refused() {
    insta::assert_snapshot!(refused(Slug::parse(&"x".repeat(101))), @r"
    bad-slug: longer than 100 characters
    help: did you mean `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`?
    ");
}

#[test]
fn an_empty_domain_is_refused() {
    insta::assert_snapshot!(refused(Domain::parse("")), @r"
    bad-domain: expected a domain name alone, in lower case, found ``
    help: none
    ");
}

#[test]
fn a_domain_with_capitals_is_refused() {
    insta::assert_snapshot!(refused(Domain::parse("Example.org")), @r"
    bad-domain: expected a domain name alone, in lower case, found `Example.org`
    help: write `example.org`
    ");
}

#[test]
fn a_domain_with_a_scheme_is_refused() {
    insta::assert_snapshot!(refused(Domain::parse("https://example.org")), @r"
    bad-domain: expected a domain name alone, in lower case, found `https://example.org`
    help: did you mean `example.org`?
    ");
}

#[test]
fn a_domain_with_a_path_is_refused() {
    insta::assert_snapshot!(refused(Domain::parse("example.org/events")), @r"
    bad-domain: expected a domain name alone, in lower case, found `example.org/events`
    help: did you mean `example.org`?
    ");
}

#[test]
fn a_domain_with_a_dot_at_its_end_is_refused() {
    insta::assert_snapshot!(refused(Domain::parse("example.org.")), @r"
    bad-domain: expected a domain name alone, in lower case, found `example.org.`
    help: did you mean `example.org`?
    ");
}

#[test]
fn a_domain_with_two_dots_is_refused() {
    insta::assert_snapshot!(refused(Domain::parse("example..org")), @r"
    bad-domain: expected a domain name alone, in lower case, found `example..org`
    help: none
    ");
}

#[test]
fn a_domain_with_a_label_that_ends_in_a_hyphen_is_refused() {
    insta::assert_snapshot!(refused(Domain::parse("example-.org")), @r"
    bad-domain: expected a domain name alone, in lower case, found `example-.org`
    help: none
    ");
}

#[test]
fn a_domain_with_other_letters_is_refused() {
    insta::assert_snapshot!(refused(Domain::parse("bücher.example")), @r"
    bad-domain: expected a domain name alone, in lower case, found `bücher.example`
    help: none
    ");
}

#[test]
fn a_domain_with_a_label_of_64_letters_is_refused() {
    insta::assert_snapshot!(refused(Domain::parse(&format!("{}.org", "x".repeat(64)))), @r"
    bad-domain: expected a domain name alone, in lower case, found `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`
    help: none
    ");
}

#[test]
fn a_name_as_a_contact_is_refused() {
    insta::assert_snapshot!(refused(Contact::parse("Jo Bloggs")), @r"
    bad-contact: expected an e-mail address or a web address, found `Jo Bloggs`
    help: web addresses begin with `https://`
    ");
}

#[test]
fn an_empty_contact_is_refused() {
    insta::assert_snapshot!(refused(Contact::parse("")), @r"
    bad-contact: expected an e-mail address or a web address, found ``
    help: web addresses begin with `https://`
    ");
}

#[test]
fn a_contact_without_a_domain_is_refused() {
    insta::assert_snapshot!(refused(Contact::parse("jo@")), @r"
    bad-contact: expected an e-mail address or a web address, found `jo@`
    help: web addresses begin with `https://`
    ");
}

#[test]
fn a_contact_without_a_name_is_refused() {
    insta::assert_snapshot!(refused(Contact::parse("@example.org")), @r"
    bad-contact: expected an e-mail address or a web address, found `@example.org`
    help: web addresses begin with `https://`
    ");
}

#[test]
fn a_contact_with_a_domain_of_one_label_is_refused() {
    insta::assert_snapshot!(refused(Contact::parse("jo@localhost")), @r"
    bad-contact: expected an e-mail address or a web address, found `jo@localhost`
    help: web addresses begin with `https://`
    ");
}

#[test]
fn a_contact_with_two_ats_is_refused() {
    insta::assert_snapshot!(refused(Contact::parse("jo@x@example.org")), @r"
    bad-contact: expected an e-mail address or a web address, found `jo@x@example.org`
    help: web addresses begin with `https://`
    ");
}

#[test]
fn a_contact_with_a_line_break_is_refused() {
    insta::assert_snapshot!(refused(Contact::parse("jo\r\n@example.org")), @r"
    bad-contact: expected an e-mail address or a web address, found `jo��@example.org`
    help: web addresses begin with `https://`
    ");
}

#[test]
fn a_contact_with_its_name_in_front_is_refused() {
    insta::assert_snapshot!(refused(Contact::parse("Jo <jo@example.org>")), @r"
    bad-contact: expected an e-mail address or a web address, found `Jo <jo@example.org>`
    help: web addresses begin with `https://`
    ");
}

#[test]
fn a_script_as_a_contact_is_refused() {
    insta::assert_snapshot!(refused(Contact::parse("javascript:alert(1)")), @r"
    bad-contact: expected an e-mail address or a web address, found `javascript:alert(1)`
    help: web addresses begin with `https://`
    ");
}

#[test]
fn a_script_with_slashes_as_a_contact_is_refused() {
    insta::assert_snapshot!(refused(Contact::parse("javascript://x@example.org")), @r"
    bad-url: expected an address that begins with `https://`, found `javascript://x@example.org`
    help: none
    ");
}

#[test]
fn an_empty_length_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("")), @r"
    bad-length: can't understand `` as a length of time
    help: write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`
    ");
}

#[test]
fn a_length_of_nothing_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("0m")), @r"
    bad-length: `0m` is not between one minute and 3660 days
    help: none
    ");
}

#[test]
fn a_length_without_a_unit_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("90")), @r"
    bad-length: `90` could be minutes, hours or days
    help: write `90m`, `90h` or `90d`
    ");
}

#[test]
fn a_length_without_a_number_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("h")), @r"
    bad-length: can't understand `h` as a length of time
    help: write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`
    ");
}

#[test]
fn a_length_with_its_units_the_wrong_way_round_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("30m1h")), @r"
    bad-length: can't understand `30m1h` as a length of time
    help: write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`
    ");
}

#[test]
fn a_length_with_a_unit_twice_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("1h1h")), @r"
    bad-length: can't understand `1h1h` as a length of time
    help: write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`
    ");
}

#[test]
fn a_length_of_days_and_hours_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("1d2h")), @r"
    bad-length: expected days alone, or hours and minutes, found `1d2h`
    help: none
    ");
}

#[test]
fn a_length_in_capitals_is_a_length() {
    assert_eq!(Length::parse("2H"), Length::parse("2h"));
}

#[test]
fn a_length_in_weeks_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("2w")), @r"
    bad-length: can't understand `2w` as a length of time
    help: did you mean `14d`? write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`
    ");
}

#[test]
fn a_length_below_zero_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("-1h")), @r"
    bad-length: can't understand `-1h` as a length of time
    help: write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`
    ");
}

#[test]
fn a_length_of_more_than_ten_years_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("4000d")), @r"
    bad-length: `4000d` is not between one minute and 3660 days
    help: none
    ");
}

#[test]
fn a_length_that_no_number_holds_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("99999999999h")), @r"
    bad-length: can't understand `99999999999h` as a length of time
    help: write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`
    ");
}

#[test]
fn a_length_that_overflows_when_it_is_minutes_is_refused() {
    insta::assert_snapshot!(refused(Length::parse("99999999h")), @r"
    bad-length: can't understand `99999999h` as a length of time
    help: write days as `2d`, or hours and minutes as `2h`, `1h30m` or `45m`
    ");
}
