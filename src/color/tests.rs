use super::*;

fn message_and_help(value: &str) -> (String, String) {
    let error = Color::parse(value).unwrap_err();
    (error.message().to_owned(), error.help().to_owned())
}

#[test]
fn the_names_are_in_order_and_each_is_there_once() {
    assert!(NAMES.is_sorted_by(|(one, _), (next, _)| one < next));
}

#[test]
fn every_name_resolves_to_its_own_colour() {
    for (name, [red, green, blue]) in NAMES {
        let color = Color::parse(name).unwrap();
        assert_eq!(color.hex(), format!("#{red:02X}{green:02X}{blue:02X}"));
        let expected = if name == "rebeccapurple" {
            None
        } else {
            Some(name)
        };
        assert_eq!(color.name(), expected);
    }
}

#[test]
fn every_name_and_its_hex_value_are_the_same_colour() {
    for (name, _) in NAMES {
        let named = Color::parse(name).unwrap();
        let hex = Color::parse(&named.hex()).unwrap();
        assert_eq!(hex.hex(), named.hex());
        assert_eq!(hex.name().is_some(), name != "rebeccapurple", "{name}");
    }
}

#[test]
fn a_name_may_be_written_in_any_case() {
    let color = Color::parse("SteelBlue").unwrap();
    assert_eq!(
        (color.name(), color.hex().as_str()),
        (Some("steelblue"), "#4682B4")
    );
}

#[test]
fn hex_digits_may_be_written_in_any_case_and_come_out_in_upper_case() {
    assert_eq!(Color::parse("#1d70b8").unwrap().hex(), "#1D70B8");
    assert_eq!(Color::parse("#1D70b8").unwrap().hex(), "#1D70B8");
}

#[test]
fn a_hex_value_without_a_name_has_none() {
    assert_eq!(Color::parse("#1d70b8").unwrap().name(), None);
}

#[test]
fn a_hex_value_with_two_names_takes_the_first_and_a_name_that_was_given_stays() {
    assert_eq!(Color::parse("#00ffff").unwrap().name(), Some("aqua"));
    assert_eq!(Color::parse("cyan").unwrap().name(), Some("cyan"));
    assert_eq!(Color::parse("#808080").unwrap().name(), Some("gray"));
    assert_eq!(Color::parse("grey").unwrap().name(), Some("grey"));
}

#[test]
fn rebeccapurple_is_a_colour_but_no_css3_name() {
    let color = Color::parse("rebeccapurple").unwrap();
    assert_eq!((color.name(), color.hex().as_str()), (None, "#663399"));
}

#[test]
fn a_misspelt_name_is_an_error_that_gives_the_right_one() {
    assert_eq!(
        message_and_help("stealblue"),
        (
            "expected a CSS colour name, or `#` and six hex digits in quotes, found `stealblue`"
                .into(),
            "did you mean `steelblue`?".into()
        )
    );
}

#[test]
fn the_help_is_what_was_probably_meant() {
    for (value, meant) in [
        ("blu", "did you mean `blue`?"),
        ("steel blue", "did you mean `steelblue`?"),
        ("Steel-Blue", "did you mean `steelblue`?"),
        ("dark slate gray", "did you mean `darkslategray`?"),
        ("1D70B8", "did you mean `\"#1d70b8\"`?"),
        ("#abc", "did you mean `\"#aabbcc\"`?"),
    ] {
        assert_eq!(message_and_help(value).1, meant, "{value}");
    }
}

#[test]
fn what_is_like_nothing_gets_an_example_of_each_form() {
    let example = "write a name such as `steelblue`, or six hex digits in quotes: `\"#4682b4\"`";
    for value in [
        "",
        "#",
        "#12345",
        "#1234567",
        "#+12345",
        "#ééé",
        "rgb(1, 2, 3)",
        "corporate",
        "синий",
    ] {
        assert_eq!(message_and_help(value).1, example, "{value}");
    }
}

#[test]
fn a_very_long_value_is_refused_quickly() {
    assert!(Color::parse(&"blue".repeat(1_000_000)).is_err());
}
