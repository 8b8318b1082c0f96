use super::*;

#[test]
fn an_empty_url_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("")), @r"
    empty-value: nothing is written here
    help: write a value, or remove the key; a `#` begins a comment unless it is in quotes
    ");
}

#[test]
fn a_url_without_a_scheme_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("www.example.org")), @r"
    bad-url: expected an address that begins with `https://`, found `www.example.org`
    help: write `https://www.example.org`
    ");
}

#[test]
fn a_script_as_a_url_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("javascript:alert(1)")), @r"
    bad-url: expected an address that begins with `https://`, found `javascript:alert(1)`
    help: none
    ");
}

#[test]
fn a_script_with_slashes_as_a_url_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("javascript://example.org/%0Aalert(1)")), @r"
    bad-url: expected an address that begins with `https://`, found `javascript://example.org/%0Aalert(1)`
    help: none
    ");
}

#[test]
fn data_as_a_url_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("data:text/html,x")), @r"
    bad-url: expected an address that begins with `https://`, found `data:text/html,x`
    help: none
    ");
}

#[test]
fn a_url_of_another_scheme_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("ftp://example.org/x")), @r"
    bad-url: expected an address that begins with `https://`, found `ftp://example.org/x`
    help: none
    ");
}

#[test]
fn a_url_with_a_line_break_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://example.org/\nATTENDEE:x")), @r"
    bad-url: addresses have no line breaks or tabs
    help: write the address on one line
    ");
}

#[test]
fn a_url_with_a_carriage_return_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://example.org/\r\nATTENDEE:x")), @r"
    control-character: found a control character (U+000D)
    help: delete it: it cannot be seen, and calendar programs reject it
    ");
}

#[test]
fn a_url_with_a_space_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://example.org/a b")), @r"
    bad-url: addresses have no spaces
    help: remove it, or write `%20` if it belongs to the address
    ");
}

#[test]
fn a_url_with_a_tab_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://example.org/a\tb")), @r"
    bad-url: addresses have no line breaks or tabs
    help: write the address on one line
    ");
}

#[test]
fn a_url_with_a_no_break_space_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://example.org/a\u{a0}b")), @r"
    bad-url: addresses have no line breaks or tabs
    help: write the address on one line
    ");
}

#[test]
fn a_url_with_a_quotation_mark_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://example.org/\"onclick")), @r#"
    bad-url: addresses have no `"`
    help: write it percent-encoded, as `%22`
    "#);
}

#[test]
fn a_url_with_an_angle_bracket_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("<https://example.org>")), @r"
    bad-url: `<` and `>` are not part of an address
    help: write `https://example.org`
    ");
}

#[test]
fn a_url_with_a_backslash_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://example.org\\x")), @r"
    bad-url: addresses have no `\`
    help: write it percent-encoded, as `%5C`
    ");
}

#[test]
fn a_url_without_a_host_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https:///x")), @r"
    bad-url: `` is not the name of a host
    help: a host is written as in `https://host.example/page`
    ");
}

#[test]
fn a_url_with_a_user_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://a@b/")), @r"
    bad-url: addresses have no user name here, found `a@b`
    help: did you mean `https://b/`?
    ");
}

#[test]
fn a_url_with_a_user_and_a_password_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://user:secret@example.org/")), @r"
    bad-url: addresses have no user name here, found `user:secret@example.org`
    help: did you mean `https://example.org/`?
    ");
}

#[test]
fn a_url_with_a_host_in_other_letters_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://bücher.example/")), @r"
    bad-url: host names are written in ASCII, found `bücher.example`
    help: write the name in its ASCII form, which begins with `xn--`
    ");
}

#[test]
fn a_url_with_a_port_that_is_no_number_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://example.org:http/")), @r"
    bad-url: `example.org:http` is not the name of a host
    help: a host is written as in `https://host.example/page`
    ");
}

#[test]
fn a_url_with_an_ipv6_address_that_is_not_closed_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://[::1/")), @r"
    bad-url: `[::1` is not the name of a host
    help: a host is written as in `https://host.example/page`
    ");
}

#[test]
fn an_ipv6_address_of_nothing_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://[]/")), @r"
    bad-url: `[]` is not the name of a host
    help: a host is written as in `https://host.example/page`
    ");
}

#[test]
fn a_port_that_is_none_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://example.org:99999/")), @r"
    bad-url: `example.org:99999` is not the name of a host
    help: a host is written as in `https://host.example/page`
    ");
}

#[test]
fn a_host_of_dots_is_refused() {
    insta::assert_snapshot!(refused(Url::parse("https://../x")), @r"
    bad-url: `..` is not the name of a host
    help: a host is written as in `https://host.example/page`
    ");
}
