//! The user's own templates.

use calfeed::{Context, Format, Report, Site, publish};

use crate::corpus::{now, of, revisions};
use crate::program::Desk;

fn published(templates: &[(&str, &str)]) -> Result<Site, Report> {
    let templates = templates
        .iter()
        .map(|(name, source)| ((*name).to_owned(), (*source).to_owned()));
    let context = Context::new(now()).with_templates(templates);
    publish(&of("events.yaml").calendar, &revisions(), &context)
}

fn text_at<'a>(site: &'a Site, path: &str) -> &'a str {
    str::from_utf8(site.get(path).unwrap().bytes()).unwrap()
}

/// Returns the report on one template, as people see it.
fn fault(name: &str, source: &str) -> String {
    let report = published(&[(name, source)]).unwrap_err();
    assert_eq!(report.diagnostics().len(), 1);
    assert_eq!(report.diagnostics()[0].path(), name);
    report.render(Format::Human(false), name, source)
}

#[test]
fn a_template_takes_the_place_of_ours_and_the_others_stay() {
    let site = published(&[("404.html", "{{ calendar.name }}: nothing here\n")]).unwrap();
    let ours = &of("events.yaml").site;
    assert_eq!(
        text_at(&site, "/404.html"),
        "Cross-Government Software Engineering Community: nothing here"
    );
    for (path, resource) in ours.iter().filter(|(path, _)| *path != "/404.html") {
        assert!(
            site.get(path).unwrap().bytes() == resource.bytes(),
            "{path}"
        );
    }
}

#[test]
fn a_layout_of_ones_own_goes_around_every_page() {
    let layout = "<!doctype html><title>{% block title %}{% endblock %}</title>{% block main %}{% endblock %}";
    let site = published(&[("layout.html", layout)]).unwrap();
    for path in ["/", "/events/lean-coffee/", "/404.html"] {
        assert!(
            text_at(&site, path).starts_with("<!doctype html><title>"),
            "{path}"
        );
    }
}

#[test]
fn a_template_may_include_another_of_ones_own() {
    let site = published(&[
        ("next.md", "{% include \"banner.md\" %}"),
        ("banner.md", "* {{ calendar.next.title }}"),
    ])
    .unwrap();
    assert_eq!(text_at(&site, "/next.md"), "* Lean Coffee\n");
}

#[test]
fn what_a_template_writes_is_escaped_by_the_kind_of_its_file() {
    let write = "{{ \"<b> & *stars*\" }}";
    let site = published(&[("404.html", write), ("next.md", write)]).unwrap();
    assert_eq!(text_at(&site, "/404.html"), "&lt;b&gt; &amp; *stars*");
    assert_eq!(text_at(&site, "/next.md"), "&lt;b&gt; &amp; \\*stars\\*\n");
}

#[test]
fn a_stylesheet_is_taken_as_it_is_behind_the_colours() {
    let site =
        published(&[("style.css", "p{color:var(--accent)}@media print{#a{{}}{% }")]).unwrap();
    let style = text_at(&site, "/style.css");
    assert!(
        style.starts_with(":root { color-scheme: light dark; --ink: "),
        "{style}"
    );
    assert!(
        style.ends_with("}\np{color:var(--accent)}@media print{#a{{}}{% }"),
        "{style}"
    );
}

#[test]
fn a_template_that_cannot_be_parsed_is_an_error_with_its_line() {
    insta::assert_snapshot!(fault("index.html", "<h1>Events</h1>\n{% for item in calendar.upcoming %}\n{{ item.title }\n{% endfor %}\n"), @r"
    error[template]: syntax error: unexpected `}`, expected end of variable block
     --> index.html:3:15
      |
    3 | {{ item.title }
      |               ^
    ");
}

#[test]
fn a_template_that_asks_for_what_is_not_there_is_an_error_with_its_line() {
    insta::assert_snapshot!(fault("event.html", "<h1>\n{{ event.item.titel }}</h1>\n"), @r"
    error[template]: undefined value: `event.item.titel` is undefined
     --> event.html:2:4
      |
    2 | {{ event.item.titel }}</h1>
      |    ^^^^^^^^^^^^^^^^
      |
      = help: docs/reference/templates.md lists everything that a template sees; test for it first with `{% if … %}`
    ");
}

#[test]
fn a_template_that_includes_what_is_not_there_is_an_error_with_its_line() {
    insta::assert_snapshot!(fault("next.md", "{% include \"banner.md\" %}\n"), @r#"
    error[template]: template not found: tried to include non-existing template 'banner.md'
     --> next.md:1:4
      |
    1 | {% include "banner.md" %}
      |    ^^^^^^^^^^^^^^^^^^^
      |
      = help: docs/reference/templates.md lists the names of our templates; one of your own must be in the same folder
    "#);
}

#[test]
fn a_template_that_never_ends_is_an_error() {
    insta::assert_snapshot!(fault("next.md", "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}\n"), @r"
    error[template]: engine ran out of fuel
     --> next.md:1:39
      |
    1 | {% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}
      |                                       ^^^^^^^^^^^
      |
      = help: look for a loop that continues for too long
    ");
}

#[test]
fn a_template_that_makes_text_without_end_is_an_error() {
    for template in [
        "{{ \"a\"|indent(1000000000) }}",
        "{{ \"%0999999999d\"|format(1) }}",
        "{% set ns = namespace(s=\"abcdefgh\") %}{% for a in range(40) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s|length }}",
        "{{ calendar.name|center(100000000) }}",
    ] {
        let report = fault("next.md", template);
        let first = report.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("error[template]: "),
            "{template}: {report}"
        );
    }
}

#[test]
fn a_template_that_breaks_ours_is_named_and_not_ours() {
    let ours = std::fs::read_to_string("src/page/templates/parts.html").unwrap();
    let source = ours.replace("{{ item.form }}", "{{ item.nothing.at_all }}");
    let report = fault("parts.html", &source);
    let (first, rest) = report.split_once('\n').unwrap();
    assert_eq!(
        first,
        "error[template]: undefined value: `item.nothing` is undefined"
    );
    assert!(rest.contains("--> parts.html:"), "{rest}");
    assert!(rest.contains("{{ item.nothing.at_all }}"), "{rest}");
}

#[test]
fn build_names_the_file_and_the_line_and_writes_nothing() {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    desk.write("mine/index.html", "<h1>{{ calendar.nmae }}</h1>\n");
    desk.write("mine/notes.txt", "{% nothing of ours");
    let run = desk.run("build --out public --templates mine");
    insta::assert_snapshot!(format!("exit {:?}\n{}", run.code, run.stderr), @r"
    exit Some(1)
    note: events.yaml is not in a git repository, so calfeed cannot tell when each event last changed or which events were removed; see docs/how-to/without-git.md
    error[template]: undefined value: `calendar.nmae` is undefined
     --> mine/index.html:1:8
      |
    1 | <h1>{{ calendar.nmae }}</h1>
      |        ^^^^^^^^^^^^^
      |
      = help: docs/reference/templates.md lists everything that a template sees; test for it first with `{% if … %}`

    a template has an error; nothing is published
    ");
    assert!(!desk.has("public"));
}

#[test]
fn serve_does_not_start_with_a_template_that_is_broken() {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    desk.write("mine/index.html", "{% if %}");
    let run = desk.run("serve --listen 127.0.0.1:0 --templates mine");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(
        run.stderr.contains("--> mine/index.html:1:"),
        "{}",
        run.stderr
    );
}

#[test]
fn build_takes_the_templates_of_a_folder() {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    desk.write("mine/404.html", "gone");
    desk.build("--out public --templates mine");
    assert_eq!(desk.read("public/404.html"), "gone");
}

#[test]
fn a_template_that_takes_the_place_of_none_and_is_part_of_none_is_named() {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    desk.write("mine/indx.html", "<h1>Events</h1>");
    desk.write("mine/style.scss.css", "");
    desk.write("mine/next.md", "{% include 'banner.md' %}");
    desk.write("mine/banner.md", "Soon:");
    let run = desk.run("build --out public --templates mine");
    assert_eq!(run.code, Some(0));
    let notes: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.contains("mine/"))
        .collect();
    assert_eq!(
        notes,
        [
            "note: mine/indx.html replaces no built-in template, and no template includes it; did you mean `index.html`?",
            "note: mine/style.scss.css replaces no built-in template, and no template includes it; did you mean `style.css`?",
        ]
    );
}

#[test]
fn a_folder_of_templates_that_is_not_there_or_too_large_is_an_error_of_use() {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    let missing = desk.run("build --out public --templates mine");
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.stderr.starts_with("error: cannot read mine: "),
        "{}",
        missing.stderr
    );
    desk.write("mine/index.html", "x".repeat(1024 * 1024 + 1));
    let large = desk.run("build --out public --templates mine");
    assert_eq!(large.code, Some(2));
    assert_eq!(
        large.stderr,
        "error: cannot read mine/index.html: it is larger than 1 MiB, the limit\n"
    );
}
