//! Text arrives unchanged: descriptions and places in the feed, on the page, in the Markdown and in the Atom feed.

use calfeed::{Context, Format, Revisions, publish, read};

const TOP: &str = "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org/club, timezone: Europe/London}
events:
";

const NOW: &str = "2026-01-01T12:00:00Z";

/// Returns the output for these events at a path.
fn published(events: &str, path: &str) -> String {
    let context = Context::new(NOW.parse().unwrap());
    let (calendar, report) = read(&format!("{TOP}{events}"), &context);
    let calendar = calendar.unwrap_or_else(|| panic!("{report:#?}"));
    let revisions = Revisions::at(NOW.parse().unwrap());
    let site = publish(&calendar, &revisions, &context).unwrap();
    let resource = site.get(path).unwrap_or_else(|| panic!("{path}"));
    String::from_utf8(resource.bytes().to_vec()).unwrap()
}

/// Returns the value of a property of the first event, as a program shows it.
fn property(events: &str, name: &str) -> String {
    let feed = published(events, "/books.ics").replace("\r\n ", "");
    let mut lines = feed.split("BEGIN:VEVENT").nth(1).unwrap().lines();
    let line = lines.find(|line| line.starts_with(name)).unwrap();
    line[name.len() + 1..]
        .replace("\\n", "\n")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
}

/// Returns the text of the element of the page that begins with `start`.
fn element(page: &str, start: &str, end: &str) -> String {
    let rest = page.split_once(start).unwrap_or_else(|| panic!("{page}")).1;
    rest.split_once(end).unwrap().0.to_owned()
}

const PASTED: &str = "
  - id: call
    title: Call
    start: 2026-02-05 18:00
    end: 19:00
    description: |
      Join Zoom Meeting
      https://zoom.example/j/1?pwd=Wc0*NOY2FQ*M0
      Passcode: 4*Gh*2x
      or click here to join the meeting<https://teams.example/X>

      | Time | What |
      |------|------|
      | 18:00 | Doors |
      | 18:30 | [Talk](/slides.pdf), ~~long~~ |

      - [x] call [us](tel:+441234)
      - [ ] [write](mailto:team@books.example.org?subject=Hi%20there)
";

#[test]
fn what_was_pasted_is_what_subscribers_read() {
    assert_eq!(
        property(PASTED, "DESCRIPTION"),
        "Join Zoom Meeting\n\
         https://zoom.example/j/1?pwd=Wc0*NOY2FQ*M0\n\
         Passcode: 4*Gh*2x\n\
         or click here to join the meeting https://teams.example/X\n\
         \n\
         Time – What\n\
         18:00 – Doors\n\
         18:30 – Talk https://books.example.org/slides.pdf, ~~long~~\n\
         \n\
         - [x] call us +441234\n\
         - [ ] write team@books.example.org?subject=Hi there\n\
         \n\
         Details: https://books.example.org/club/events/call/"
    );
}

#[test]
fn what_was_pasted_works_on_the_page() {
    let page = published(PASTED, "/events/call/");
    assert_eq!(
        element(
            &page,
            "<div class=\"text p-summary\" dir=\"auto\">\n",
            "</div>"
        ),
        "<p>Join Zoom Meeting<br />\n\
         <a href=\"https://zoom.example/j/1?pwd=Wc0*NOY2FQ*M0\">https://zoom.example/j/1?pwd=Wc0*NOY2FQ*M0</a><br />\n\
         Passcode: 4*Gh*2x<br />\n\
         or click here to join the meeting <a href=\"https://teams.example/X\">https://teams.example/X</a></p>\n\
         <table><thead><tr><th>Time</th><th>What</th></tr></thead><tbody>\n\
         <tr><td>18:00</td><td>Doors</td></tr>\n\
         <tr><td>18:30</td><td><a href=\"https://books.example.org/slides.pdf\">Talk</a>, <del>long</del></td></tr>\n\
         </tbody></table>\n\
         <ul>\n\
         <li><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"Done\"> call <a href=\"tel:+441234\">us</a></li>\n\
         <li><input type=\"checkbox\" disabled=\"\" aria-label=\"To do\"> <a href=\"mailto:team@books.example.org?subject=Hi%20there\">write</a></li>\n\
         </ul>\n"
    );
}

#[test]
fn what_was_pasted_works_on_another_site() {
    let markdown = published(PASTED, "/events.md");
    assert_eq!(
        markdown
            .split_once("events/call/)\n\n")
            .unwrap()
            .1
            .trim_end(),
        "  Join Zoom Meeting  \n  \
         [https://zoom.example/j/1?pwd=Wc0\\*NOY2FQ\\*M0](https://zoom.example/j/1?pwd=Wc0%2ANOY2FQ%2AM0)  \n  \
         Passcode: 4\\*Gh\\*2x  \n  \
         or click here to join the meeting [https://teams.example/X](https://teams.example/X)\n\
         \n  \
         Time – What  \n  \
         18:00 – Doors  \n  \
         18:30 – [Talk](https://books.example.org/slides.pdf), \\~\\~long\\~\\~\n\
         \n  \
         - \\[x\\] call [us](tel:+441234)\n  \
         - \\[ \\] [write](mailto:team@books.example.org?subject=Hi%20there)"
    );
}

#[test]
fn what_was_pasted_needs_no_form_in_the_news_feed() {
    let news = published(PASTED, "/feed.xml");
    assert!(!news.contains("&lt;input"), "{news}");
    assert!(news.contains("&lt;li&gt;☑ call"), "{news}");
    assert!(news.contains("&lt;td&gt;Doors&lt;/td&gt;"), "{news}");
}

const PLACES: &str = "
  - {id: a, title: A, start: 2026-02-05 18:00, end: 19:00, location: \"https://zoom.example/j/1?pwd=a*b*c&uname=x\"}
  - {id: b, title: B, start: 2026-02-06 18:00, end: 19:00, location: \"Hall, <or> https://zoom.example/j/2.\", status: cancelled, reason: see https://news.example/b}
";

#[test]
fn an_address_in_a_place_or_a_reason_is_a_link_on_the_page() {
    let page = published(PLACES, "/");
    for part in [
        "<li><bdi class=\"p-location\"><a href=\"https://zoom.example/j/1?pwd=a*b*c&amp;uname=x\">https://zoom.example/j/1?pwd=a*b*c&amp;uname=x</a></bdi></li>",
        "<li><bdi class=\"p-location\">Hall, &lt;or&gt; <a href=\"https://zoom.example/j/2\">https://zoom.example/j/2</a>.</bdi></li>",
        "<p class=\"news\"><bdi>Cancelled: see <a href=\"https://news.example/b\">https://news.example/b</a></bdi></p>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let markdown = published(PLACES, "/events.md");
    for part in [
        " – [https://zoom.example/j/1?pwd=a\\*b\\*c&amp;uname=x](https://zoom.example/j/1?pwd=a%2Ab%2Ac&amp;uname=x) – ",
        " – Hall, &lt;or&gt; [https://zoom.example/j/2](https://zoom.example/j/2). – ",
        " – **Cancelled: see [https://news.example/b](https://news.example/b)**",
    ] {
        assert!(markdown.contains(part), "{part}\n{markdown}");
    }
    let news = published(PLACES, "/feed.xml");
    assert!(
        news.contains(
            "Hall, &amp;lt;or&amp;gt; &lt;a href=&quot;https://zoom.example/j/2&quot;&gt;"
        ),
        "{news}"
    );
    // Search engines treat a location that is only a URL as an online event.
    let page = published(PLACES, "/events/a/");
    assert!(page.contains("VirtualLocation") && !page.contains("\"Place\""));
    let page = published(PLACES, "/events/b/");
    assert!(page.contains("\"Place\"") && !page.contains("VirtualLocation"));
    // Calendar programs get it as written.
    assert_eq!(
        property(PLACES, "LOCATION"),
        "https://zoom.example/j/1?pwd=a*b*c&uname=x"
    );
}

/// Returns the report on these events.
fn report(events: &str) -> String {
    let text = format!("{TOP}{events}");
    let (calendar, report) = read(&text, &Context::new(NOW.parse().unwrap()));
    assert!(calendar.is_some(), "{report:#?}");
    report.render(Format::Human(false), "events.yaml", &text)
}

fn described(description: &str) -> String {
    let lines = description.replace('\n', "\n      ");
    format!("  - id: a\n    title: A\n    start: 2026-02-05\n    description: |\n      {lines}\n")
}

#[test]
fn following_what_is_said_of_html_ends_the_warning() {
    for (html, tag, markdown) in [
        ("a<br>b", "<br>", "a\nb"),
        ("a<BR/>\nb", "<BR>", "a\nb"),
        ("<p>a</p><p>b</p>", "<p>", "a\n\nb"),
        ("a</p>", "</p>", "a"),
        ("<div class=\"x\">a</div>", "<div>", "a"),
        (
            "see <a href=\"https://a.example\">it</a>",
            "<a>",
            "see [it](https://a.example)",
        ),
        ("<b>a</b>", "<b>", "**a**"),
        ("<strong>a</strong>", "<strong>", "**a**"),
        ("an <i>a</i>", "<i>", "an *a*"),
        ("<ul><li>a</li></ul>", "<ul>", "- a"),
        ("<ol>\n<li>a</li>\n</ol>", "<ol>", "1. a"),
        ("<h2>a</h2>\nb", "<h2>", "## a\n\nb"),
        (
            "<img src='https://a.example/b.png'>",
            "<img>",
            "[words](https://a.example/b.png)",
        ),
        ("a <s>b</s>", "<s>", "a ~~b~~"),
        (
            "<table><tr><td>a</td><td>b</td></tr></table>",
            "<table>",
            "| a | b |\n| --- | --- |",
        ),
        ("<hr>", "<hr>", "---"),
        ("<blockquote>a</blockquote>", "<blockquote>", "> a"),
        ("<span style=\"color: red\">a</span>", "<span>", "a"),
        ("<html-blob>a</html-blob>", "<html-blob>", "a"),
        ("a <!-- b --> c", "<!--", "a c"),
        ("at <time datetime=\"18:00\">6pm</time>", "<time>", "at 6pm"),
        ("a <mark>b</mark>", "</mark>", "a b"),
        (
            "<a data-href=\"x\" href=\"https://a.example\">b</a>",
            "<a>",
            "[b](https://a.example)",
        ),
    ] {
        let found = report(&described(html));
        let message = format!(
            "warning[html]: `{tag}` is shown as it is typed: this text is Markdown, not HTML"
        );
        assert!(found.starts_with(&message), "{html}: {found}");
        assert_eq!(found.matches("warning[").count(), 1, "{found}");
        assert_eq!(report(&described(markdown)), "", "{markdown}");
    }
}

#[test]
fn a_row_of_a_table_is_not_broken_in_two() {
    let found = report(&described("| a |\n|---|\n| b<br>c |\n\nd<br>e"));
    assert!(
        found.contains("= help: write a comma, or a row of its own, in place of it: a row of a table is one line;"),
        "{found}"
    );
}

#[test]
fn the_address_of_a_link_is_that_of_its_own_attribute() {
    let html = "<a data-href=\"x\" href=\"https://a.example\">b</a>";
    let found = report(&described(html));
    assert!(found.contains("`[words](https://a.example)`"), "{found}");
}

#[test]
fn what_only_looks_like_html_is_not_reported() {
    for text in [
        "Write <your name> and <title>",
        "<time>, <address> and <label>",
        "`<br>` and 1<2, b>a",
        "a\n\n    <br>",
        "<https://a.example> <team@a.example>",
        "x <- y, <3",
        "a \\<br> b",
        "&lt;br&gt;",
    ] {
        assert_eq!(report(&described(text)), "", "{text}");
    }
}

#[test]
fn following_what_is_said_of_an_address_as_a_place_ends_the_warning() {
    let event = |rest: &str| format!("  - id: a\n    title: A\n    start: 2026-02-05\n{rest}");
    let found = report(&event("    location: https://zoom.example/j/1?a=b\n"));
    insta::assert_snapshot!(found, @r"
    warning[location-address]: a web address in `location`
     --> events.yaml:6:15
      |
    6 |     location: https://zoom.example/j/1?a=b
      |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `join`? `join` is for the address of a call; if this is intended, add `allow: [location-address]`
    ");
    assert_eq!(
        report(&event("    join: https://zoom.example/j/1?a=b\n")),
        ""
    );
}

#[test]
fn midday_on_the_page_is_understood_in_the_file() {
    let event =
        |end: &str| format!("{TOP}  - {{id: a, title: A, start: 2026-02-05 11:00, end: {end}}}\n");
    let context = Context::new(NOW.parse().unwrap());
    for word in ["midday", "noon", "12 noon"] {
        let (_, report) = read(&event(word), &context);
        assert!(report.diagnostics().is_empty(), "{word}");
    }
    let page = published(
        "  - {id: a, title: A, start: 2026-02-05 11:00, end: \"12:00\"}\n",
        "/",
    );
    assert!(page.contains("Thursday 5 February 2026, 11am to midday</time>"));
}
