//! Emphasis, tables and tasks: which characters are markup, and which are text.

use proptest::prelude::*;

use super::{base, html, text};

#[test]
fn marks_inside_a_word_are_text() {
    for word in [
        "Passcode: 4*Gh*2x",
        "a**b**c",
        "a***b***c",
        "x~~y~~z",
        "2*3*4",
        "2**3**4",
        "E*TRADE and M*A*S*H",
        "snake_case_name and __init__ and __main__.py and ___x___",
        "f(x)*g*(y) and (a)*(b)*(c)",
        "src/*/foo/*",
        "a!*bc*!d",
        "5*4 = 4*5",
        "pa`ss`word",
        "~10 people, ~5~ more",
        "*args, **kwargs",
        "Grü*ß*e",
        "*a*b and a*b*",
        "Dial #*12*# for the hall",
        "/usr/*lib*/ and =*a*=",
        // Letters with an accent, and letters of a script with spaces.
        "ế*x*ế",
        "ქარ*თუ*ლი",
    ] {
        assert_eq!(text(word), word);
        assert_eq!(html(word), format!("<p>{word}</p>\n"));
    }
}

#[test]
fn marks_around_words_are_emphasis() {
    assert_eq!(
        html("*one* **two words** _three_ __four words__ ***five*** ~~six~~"),
        "<p><em>one</em> <strong>two words</strong> <em>three</em> <strong>four words</strong> \
         <em><strong>five</strong></em> <del>six</del></p>\n"
    );
    assert_eq!(
        html("(*a*), “*b*” and *c*/*d*: *e*-like, the *f*’s, **Note:** g"),
        "<p>(<em>a</em>), “<em>b</em>” and <em>c</em>/<em>d</em>: <em>e</em>-like, the <em>f</em>’s, \
         <strong>Note:</strong> g</p>\n"
    );
    assert_eq!(
        html("(*a*) \"*b*\" #*c* and/*or* -*d*+, _private_, __a.b__"),
        "<p>(<em>a</em>) \"<em>b</em>\" #<em>c</em> and/<em>or</em> -<em>d</em>+, \
         <em>private</em>, <strong>a.b</strong></p>\n"
    );
    // Thai, Burmese, Khmer, Chinese and Japanese have no spaces between words, and Korean adds particles.
    for [before, word, after] in [
        ["ที่", "นี่", "ดี"],
        ["ဒီ", "မှာ", "ကောင်း"],
        ["នៅ", "ទី", "នេះ"],
        ["这", "很重要", "吗"],
        ["これは", "重要", "です"],
        ["아주 ", "중요", "합니다"],
    ] {
        assert_eq!(
            html(&format!("{before}**{word}**{after}")),
            format!("<p>{before}<strong>{word}</strong>{after}</p>\n")
        );
    }
    assert_eq!(
        html("**[a](https://a.example)** and [*b*](https://b.example)*c*"),
        "<p><strong><a href=\"https://a.example\">a</a></strong> and <a href=\"https://b.example\"><em>b</em></a><em>c</em></p>\n"
    );
}

#[test]
fn a_table_is_a_table_on_the_page_and_a_line_for_each_row_in_text() {
    let table = "Programme:\n\n| Time | What | |\n|:-----|-----:|-|\n| 18:00 | Doors |\n| 18:30 | **Talks** | Hall |\n| | a \\| b |\n\nthen";
    assert_eq!(
        text(table),
        "Programme:\n\nTime – What\n18:00 – Doors\n18:30 – Talks – Hall\na | b\n\nthen"
    );
    assert_eq!(
        html(table),
        "<p>Programme:</p>\n<table><thead><tr><th>Time</th><th>What</th><th></th></tr></thead><tbody>\n\
         <tr><td>18:00</td><td>Doors</td></tr>\n\
         <tr><td>18:30</td><td><strong>Talks</strong></td><td>Hall</td></tr>\n\
         <tr><td></td><td>a | b</td></tr>\n</tbody></table>\n<p>then</p>\n"
    );
    assert_eq!(text("|  |  |\n|--|--|\n| 18:00 | Doors |"), "18:00 – Doors");
    assert_eq!(
        text("18:00 | Doors\n18:30 | Talks"),
        "18:00 | Doors\n18:30 | Talks"
    );
}

#[test]
fn a_row_of_a_table_is_no_longer_than_it_is_written() {
    let columns = 5_000;
    let head = format!("{}\n{}\n", "|".repeat(columns), "|-".repeat(columns));
    let rows = "|a\n".repeat(2_000);
    let made = html(&format!("{head}{rows}"));
    assert!(made.len() < 200_000, "{}", made.len());
}

#[test]
fn what_is_struck_out_is_struck_out_on_the_page_and_keeps_its_marks_in_text() {
    assert_eq!(text("At ~~6pm~~ 7pm"), "At ~~6pm~~ 7pm");
    assert_eq!(html("At ~~6pm~~ 7pm"), "<p>At <del>6pm</del> 7pm</p>\n");
}

#[test]
fn a_task_has_its_box() {
    let tasks = "- [ ] a room\n- [x] cake";
    assert_eq!(text(tasks), tasks);
    assert_eq!(
        html(tasks),
        "<ul>\n<li><input type=\"checkbox\" disabled=\"\" aria-label=\"To do\"> a room</li>\n\
         <li><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"Done\"> cake</li>\n</ul>\n"
    );
    assert_eq!(
        super::super::html_without_fields(tasks, 4, &base()),
        "<ul>\n<li>☐ a room</li>\n<li>☑ cake</li>\n</ul>\n"
    );
    assert_eq!(text("[ ] maybe"), "[ ] maybe");
}

#[test]
fn html_of_several_lines_keeps_them() {
    assert_eq!(text("<div>\n<b>a</b>\n</div>"), "<div>\n<b>a</b>\n</div>");
    assert_eq!(
        html("<div>\n<b>a</b>\n</div>"),
        "<p>&lt;div&gt;<br />\n&lt;b&gt;a&lt;/b&gt;<br />\n&lt;/div&gt;</p>\n"
    );
}

proptest! {
    #[test]
    fn no_character_is_lost_inside_a_word(
        word in "[a-z0-9](\\*{1,3}|_{1,2}|~~)[a-z0-9]{1,3}(\\*{1,3}|_{1,2}|~~)[a-z0-9]([*_~][a-z0-9]){0,4}",
        before in "(Passcode: |\\(|\\*see\\* |> |- )?",
    ) {
        let read = text(&format!("{before}{word} and more"));
        prop_assert!(read.contains(&word), "{}", read);
    }

    #[test]
    fn an_address_keeps_every_character(
        path in "[a-zA-Z0-9*_~/=&?.-]{0,20}[a-zA-Z0-9*_~/=]",
        before in "(at |\\(|\\*\\*Call:\\*\\* |- |meeting )?",
        after in "( and \\*so\\* on|\\.|\\)|\n\n\\*\\*Bye\\*\\*)?",
    ) {
        let address = format!("https://a.example/{path}");
        let read = text(&format!("{before}{address}{after}"));
        prop_assert!(read.contains(&address), "{}", read);
        let shown = html(&format!("{before}{address}{after}")).replace("&amp;", "&");
        let link = format!("<a href=\"{address}\">{address}</a>");
        prop_assert!(shown.contains(&link), "{} in {}", link, shown);
    }
}
