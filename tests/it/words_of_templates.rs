//! `say` in templates, and the built-in templates and scripts, which have no words of their own.

use std::fs;

use calfeed::{Context, Format, Report, Site, publish};

use crate::corpus::{now, of, revisions};

fn published(template: &str) -> Result<Site, Report> {
    let template = ("404.html".to_owned(), template.to_owned());
    let context = Context::new(now()).with_templates([template]);
    publish(&of("events.yaml").calendar, &revisions(), &context)
}

/// Returns what a page with this template is.
fn page(template: &str) -> String {
    let site = published(template).unwrap();
    str::from_utf8(site.get("/404.html").unwrap().bytes())
        .unwrap()
        .to_owned()
}

/// Returns the first two lines of the report on a template.
fn fault(template: &str) -> String {
    let report = published(template).unwrap_err();
    let shown = report.render(Format::Human(false), "404.html", template);
    shown.lines().take(2).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_value_is_text_unless_it_is_safe() {
    assert_eq!(
        page("{{ say('about', name='<b> & co') }}"),
        "About &lt;b&gt; &amp; co"
    );
    assert_eq!(
        page("{% set name %}<bdi>{{ '<b>' }}</bdi>{% endset %}{{ say('about', name=name) }}"),
        "About <bdi>&lt;b&gt;</bdi>"
    );
}

#[test]
fn a_pair_is_a_link_or_the_element_of_a_safe_tag() {
    assert_eq!(
        page("{{ say('all_about', link='?a&b', series='<Tea>') }}"),
        "<a href=\"?a&amp;b\">All about &lt;Tea&gt;, and all its dates</a>"
    );
    assert_eq!(
        page("{{ say('all_about', link='<a class=\"x\" href=\"y\">'|safe, series='Tea') }}"),
        "<a class=\"x\" href=\"y\">All about Tea, and all its dates</a>"
    );
}

#[test]
fn text_for_screen_readers_has_our_class_unless_the_template_gives_its_own() {
    assert_eq!(
        page("{{ say('slides_of', title='Tea') }}"),
        "Slides<span class=\"hidden\"> of Tea</span>"
    );
    assert_eq!(
        page("{{ say('slides_of', title='Tea', hidden='<i class=\"sr\">'|safe) }}"),
        "Slides<i class=\"sr\"> of Tea</i>"
    );
}

#[test]
fn an_unknown_word_is_an_error_at_its_place() {
    assert_eq!(
        fault("<p>\n{{ say('skip_lnk') }}"),
        "\
error[template]: invalid operation: there is no word `skip_lnk`; did you mean `skip_link`?
 --> 404.html:2:4"
    );
}

#[test]
fn a_value_too_few_too_many_or_null_is_an_error() {
    assert_eq!(
        fault("{{ say('about') }}"),
        "\
error[template]: invalid operation: the word `about` needs a value for `{name}`
 --> 404.html:1:4"
    );
    assert_eq!(
        fault("{{ say('about', name='Tea', time='') }}"),
        "\
error[template]: invalid operation: the word `about` has no `{time}`
 --> 404.html:1:4"
    );
    assert_eq!(
        fault("{{ say('about', name=none) }}"),
        "\
error[template]: invalid operation: `name` has no value in the word `about`
 --> 404.html:1:4"
    );
}

/// Removes everything between two marks, and returns it.
fn taken(text: &mut String, open: &str, close: &str) -> Vec<String> {
    let mut taken = Vec::new();
    while let Some(start) = text.find(open) {
        let end = start + text[start..].find(close).unwrap() + close.len();
        taken.push(text[start..end].to_owned());
        text.replace_range(start..end, " ");
    }
    taken
}

#[test]
fn no_template_has_words_of_its_own() {
    let mut faults = Vec::new();
    for entry in fs::read_dir("src/page/templates").unwrap() {
        let path = entry.unwrap().path();
        let kind = path.extension().unwrap().to_str().unwrap().to_owned();
        if kind != "html" && kind != "md" {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut text = fs::read_to_string(&path).unwrap();
        taken(&mut text, "{#", "#}");
        let mut code = taken(&mut text, "{%", "%}");
        code.extend(taken(&mut text, "{{", "}}"));
        let literals = code.iter().flat_map(|it| it.split('"').skip(1).step_by(2));
        // The names of variables, templates and words, and addresses and tags, begin with a small letter or a sign.
        let worded = literals.filter(|it| it.starts_with(|c: char| c.is_ascii_uppercase()));
        faults.extend(worded.map(|it| format!("{name}: \"{it}\"")));
        let tags = taken(&mut text, "<", ">");
        for start in ["aria-label=\"", "title=\"", "alt=\""] {
            let values = tags.iter().flat_map(|tag| tag.split(start).skip(1));
            let values = values.filter_map(|it| it.split('"').next());
            let worded = values.filter(|it| it.contains(|c: char| c.is_alphabetic()));
            faults.extend(worded.map(|it| format!("{name}: {start}{it}")));
        }
        // A macro writes this attribute, so it is not within a tag here.
        let text = text.replace(" lang=\"", "");
        let words = text
            .split_whitespace()
            .filter(|it| it.contains(|c: char| c.is_alphabetic()));
        faults.extend(words.map(|it| format!("{name}: {it}")));
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn no_script_has_words_of_its_own() {
    for name in ["copy.js", "page.js"] {
        let script = fs::read_to_string(format!("src/page/templates/{name}")).unwrap();
        let code: Vec<&str> = script
            .lines()
            .filter(|it| !it.trim_start().starts_with("//"))
            .collect();
        let code = code.join("\n").replace('`', "\"");
        let literals = code.split('"').skip(1).step_by(2);
        let is_worded = |it: &&str| {
            let mut chars = it.chars();
            let (first, second) = (chars.next(), chars.next());
            first.is_some_and(|c| c.is_ascii_uppercase())
                && second.is_some_and(|c| c.is_ascii_lowercase())
        };
        assert_eq!(
            literals.filter(is_worded).collect::<Vec<_>>(),
            [""; 0],
            "{name}"
        );
    }
}
