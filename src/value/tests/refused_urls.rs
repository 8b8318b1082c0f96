use super::*;

#[test]
fn an_empty_url_is_refused() {
    insta::assert_snapshot!(told(Url::parse("")), @r"
    empty-value: nothing is written here
    help: write an address that begins with `https://`, or remove the key
    ");
}

#[test]
fn a_url_without_a_scheme_is_refused() {
    insta::assert_snapshot!(told(Url::parse("www.example.org")), @r"
    bad-url: `www.example.org` is not a web address
    help: write `https://www.example.org`
    ");
}

#[test]
fn a_script_as_a_url_is_refused() {
    insta::assert_snapshot!(told(Url::parse("javascript:alert(1)")), @r"
    bad-url: `javascript:alert(1)` is not a web address
    help: write the whole address, beginning with `https://`
    ");
}

#[test]
fn a_script_with_slashes_as_a_url_is_refused() {
    insta::assert_snapshot!(told(Url::parse("javascript://example.org/%0Aalert(1)")), @r"
    bad-url: `javascript://example.org/%0Aalert(1)` is not a web address
    help: write the whole address, beginning with `https://`
    ");
}

#[test]
fn data_as_a_url_is_refused() {
    insta::assert_snapshot!(told(Url::parse("data:text/html,x")), @r"
    bad-url: `data:text/html,x` is not a web address
    help: write the whole address, beginning with `https://`
    ");
}

#[test]
fn a_url_of_another_scheme_is_refused() {
    insta::assert_snapshot!(told(Url::parse("ftp://example.org/x")), @r"
    bad-url: `ftp://example.org/x` is not a web address
    help: write the whole address, beginning with `https://`
    ");
}

#[test]
fn a_url_with_a_line_break_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://example.org/\nATTENDEE:x")), @r"
    bad-url: white space in an address
    help: write the address on one line, without it
    ");
}

#[test]
fn a_url_with_a_carriage_return_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://example.org/\r\nATTENDEE:x")), @r"
    control-character: a control character (U+000D)
    help: delete it: it cannot be seen, and calendars stumble over it
    ");
}

#[test]
fn a_url_with_a_blank_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://example.org/a b")), @r"
    bad-url: a blank in an address
    help: remove it, or write `%20` where it belongs to the address
    ");
}

#[test]
fn a_url_with_a_tab_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://example.org/a\tb")), @r"
    bad-url: white space in an address
    help: write the address on one line, without it
    ");
}

#[test]
fn a_url_with_a_blank_that_does_not_break_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://example.org/a\u{a0}b")), @r"
    bad-url: white space in an address
    help: write the address on one line, without it
    ");
}

#[test]
fn a_url_with_a_quotation_mark_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://example.org/\"onclick")), @r#"
    bad-url: `"` in an address
    help: write it percent-encoded, as `%22`
    "#);
}

#[test]
fn a_url_with_an_angle_bracket_is_refused() {
    insta::assert_snapshot!(told(Url::parse("<https://example.org>")), @r"
    bad-url: `<` and `>` in an address
    help: write `https://example.org` without them
    ");
}

#[test]
fn a_url_with_a_backslash_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://example.org\\x")), @r"
    bad-url: `\` in an address
    help: write it percent-encoded, as `%5C`
    ");
}

#[test]
fn a_url_without_a_host_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https:///x")), @r"
    bad-url: `` is not the name of a host
    help: write an address such as `https://example.org/page`
    ");
}

#[test]
fn a_url_with_a_user_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://a@b/")), @r"
    bad-url: `a@b` is not the name of a host
    help: remove the user name: `https://b/`
    ");
}

#[test]
fn a_url_with_a_user_and_a_password_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://user:secret@example.org/")), @r"
    bad-url: `user:secret@example.org` is not the name of a host
    help: remove the user name: `https://example.org/`
    ");
}

#[test]
fn a_url_with_a_host_in_other_letters_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://bücher.example/")), @r"
    bad-url: `bücher.example` is not the name of a host
    help: write its name in ASCII, which begins with `xn--`
    ");
}

#[test]
fn a_url_with_a_port_that_is_no_number_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://example.org:http/")), @r"
    bad-url: `example.org:http` is not the name of a host
    help: write an address such as `https://example.org/page`
    ");
}

#[test]
fn a_url_with_an_ipv6_address_that_is_not_closed_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://[::1/")), @r"
    bad-url: `[::1` is not the name of a host
    help: write an address such as `https://example.org/page`
    ");
}

#[test]
fn an_ipv6_address_of_nothing_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://[]/")), @r"
    bad-url: `[]` is not the name of a host
    help: write an address such as `https://example.org/page`
    ");
}

#[test]
fn a_port_that_is_none_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://example.org:99999/")), @r"
    bad-url: `example.org:99999` is not the name of a host
    help: write an address such as `https://example.org/page`
    ");
}

#[test]
fn a_host_of_dots_is_refused() {
    insta::assert_snapshot!(told(Url::parse("https://../x")), @r"
    bad-url: `..` is not the name of a host
    help: write an address such as `https://example.org/page`
    ");
}
