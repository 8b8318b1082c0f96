//! Text with a special meaning, by mistake or on purpose, in every output format: it stays plain text.

use std::sync::LazyLock;

use calfeed::{Context, Site, publish};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, html::push_html};
use serde_json::{Value, json};

use crate::corpus::{now, read, revisions};

/// Texts that people might type or paste.
const TEXTS: [&str; 14] = [
    "<script>alert('x')</script>",
    "</title><script>alert(1)</script>",
    "</script><!-- ]]> <![CDATA[ <b onclick=\"alert(1)\">",
    "\"quotes\" and 'apostrophes' & &amp; &lt;b&gt; &#60;",
    "[link](javascript:alert(1)) ![image](https://evil.example/x.png) <https://evil.example>",
    "*stars* _lines_ `code` ~~gone~~ | table | $sum$",
    "# heading {{ 7*7 }} {% include x %} {# note #}",
    "1. list",
    "- dash \\ backslash \\* \\\\",
    "--> <!-- calfeed:end events -->",
    "\u{202e}evil\u{202c} \u{2066}isolated\u{2069} مرحبا שלום",
    "zero\u{200b}width\u{200d}joined\u{feff}mark\u{ad}soft",
    "👩‍💻 🏴󠁧󠁢󠁷󠁬󠁳󠁿 e\u{301} 𝔘 \u{fffd} \u{2028} \u{2029} end",
    "= equals : colon + plus",
];

/// Each text as a title, as Markdown, and in all other places; then one of 300 characters.
static SITE: LazyLock<Site> = LazyLock::new(|| {
    let long = "ŵ<&>\"' ".repeat(50).trim().to_owned();
    let texts = TEXTS.map(ToOwned::to_owned).into_iter().chain([long]);
    let events: Vec<Value> = texts
        .enumerate()
        .map(|(number, text)| {
            json!({
                "id": format!("event-{number:02}"),
                "title": text,
                "start": format!("2026-07-{:02} 11:00", number + 1),
                "end": "12:00",
                "group": "group",
                "tags": [text],
                "location": text,
                "status": "cancelled",
                "reason": text,
                "description": format!("{text}\n\n<div onclick=\"alert(1)\">\n\n{text}\n\n    {text}\n\n- {text}\n"),
                "talks": [{"title": text, "speakers": [text, text], "abstract": text}],
                "links": [{"title": text, "url": "https://example.org/a(b)?c=\"&copy;d"
                    .replace('"', "%22")}],
            })
        })
        .collect();
    let file = json!({
        "calendar": {
            "name": TEXTS[0],
            "slug": "hostile",
            "domain": "hostile.example.org",
            "url": "https://hostile.example.org",
            "timezone": "Europe/London",
            "description": TEXTS.join("\n\n"),
        },
        "groups": {"group": {"name": TEXTS[1], "description": TEXTS[4]}},
        "events": events,
    });
    // JSON is valid YAML.
    publish(&read(&file.to_string()), &revisions(), &Context::new(now())).unwrap()
});

fn text_at(path: &str) -> &'static str {
    str::from_utf8(SITE.get(path).unwrap().bytes()).unwrap()
}

/// Returns the paths that end with `end`.
fn paths(end: &str) -> Vec<&'static str> {
    let paths = SITE.iter().map(|(path, _)| path);
    let paths: Vec<&str> = paths.filter(|path| path.ends_with(end)).collect();
    assert!(!paths.is_empty());
    paths
}

/// Returns the names of the elements and attributes of a page, with a minimal parser for tags and quotes.
fn markup(page: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let mut attributes = Vec::new();
        let mut name = String::new();
        let mut word = String::new();
        let mut quote = None;
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            match (quote, c) {
                (Some(open), c) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(c),
                (None, '=' | '>' | ' ' | '\n') => {
                    if name.is_empty() {
                        name = std::mem::take(&mut word);
                    } else if !word.is_empty() {
                        attributes.push(std::mem::take(&mut word));
                    }
                    if c == '>' {
                        end = at;
                        break;
                    }
                }
                (None, c) => word.push(c),
            }
        }
        found.push((name.clone(), attributes));
        rest = &rest[end..];
        if name == "script" {
            rest = rest.split_once("</script>").unwrap().1;
        }
    }
    found
}

#[test]
fn pages_have_no_element_and_no_attribute_but_ours() {
    let elements = [
        "!doctype", "html", "head", "meta", "title", "link", "script", "body", "a", "header",
        "div", "p", "data", "h1", "h2", "h3", "nav", "ul", "li", "main", "section", "label",
        "input", "details", "summary", "span", "dl", "dt", "dd", "article", "b", "bdi", "time",
        "footer", "em", "code", "pre", "h4", "ol", "strong", "small", "del", "table", "thead",
        "tbody", "tr", "th", "td", "caption", "noscript", "search", "select", "option",
    ];
    let attributes = [
        "html",
        "lang",
        "charset",
        "http-equiv",
        "data-groups",
        "name",
        "content",
        "property",
        "rel",
        "href",
        "type",
        "title",
        "src",
        "defer",
        "class",
        "id",
        "tabindex",
        "dir",
        "aria-label",
        "aria-labelledby",
        "aria-hidden",
        "readonly",
        "value",
        "datetime",
        "open",
        "start",
        "data-name",
        "data-upcoming",
        "data-end",
        "data-ends",
        "data-lang",
        "data-copy",
        "data-copy-of",
        "data-copied",
        "data-by-hand",
        "data-zone",
        "download",
        "hidden",
        "scope",
        "role",
        "autocomplete",
        "data-month",
        "data-some",
        "data-none",
        "data-yours",
        "data-day",
        "data-am",
        "data-pm",
        "data-midday",
        "data-midnight",
        "disabled",
        "checked",
    ];
    for path in paths("/").into_iter().chain(["/404.html"]) {
        for (element, found) in markup(text_at(path)) {
            let element = element.trim_start_matches('/');
            assert!(elements.contains(&element), "{path}: <{element}>");
            for attribute in found {
                let known = attributes.contains(&attribute.as_str());
                assert!(known, "{path}: <{element} {attribute}>");
            }
        }
    }
}

/// Returns the text of an HTML fragment.
fn unescaped(html: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Returns a text as a title: one line, with single spaces.
fn as_title(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_title_is_on_its_page_as_it_was_written() {
    for (number, text) in TEXTS.iter().enumerate() {
        let page = text_at(&format!("/events/event-{number:02}/"));
        let (_, rest) = page.split_once("<h1>").unwrap();
        let (_, rest) = rest.split_once("<bdi class=\"p-name\">").unwrap();
        let (title, _) = rest.split_once("</bdi>").unwrap();
        assert_eq!(unescaped(title), as_title(text));
    }
}

#[test]
fn no_page_leads_to_a_script_or_asks_another_host_for_anything() {
    for path in paths("/") {
        let page = unescaped(text_at(path));
        assert!(!page.contains("href=\"javascript:"), "{path}");
        let (head, body) = text_at(path).split_once("<body>").unwrap();
        assert!(!body.contains(" src=") && !body.contains("<link"), "{path}");
        let loaded = head.split("<link rel=\"stylesheet\" href=\"").skip(1);
        let loaded = loaded.chain(head.split("src=\"").skip(1));
        for address in loaded {
            let address = address.split('"').next().unwrap();
            assert!(
                !address.contains(':') && !address.starts_with("//"),
                "{address}"
            );
        }
    }
}

/// Returns anything in Markdown that could do harm on another site.
fn harm(markdown: &str) -> Option<String> {
    for mark in ["{{", "{%", "{#", "<!--"] {
        if markdown.contains(mark) {
            return Some(mark.to_owned());
        }
    }
    let all = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    Parser::new_ext(markdown, all).find_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.to_string()),
        Event::Start(Tag::Image { dest_url, .. }) => Some(format!("image {dest_url}")),
        Event::Start(Tag::Link { dest_url, .. }) => {
            let safe = ["https://", "http://", "mailto:", "tel:"];
            let is_safe = safe.iter().any(|begin| dest_url.starts_with(begin));
            (!is_safe).then(|| format!("link {dest_url}"))
        }
        Event::Start(Tag::Table(_) | Tag::Strikethrough | Tag::FootnoteDefinition(_)) => {
            Some("more than CommonMark".to_owned())
        }
        _ => None,
    })
}

#[test]
fn markdown_for_other_sites_smuggles_nothing() {
    for path in paths(".md") {
        assert_eq!(harm(text_at(path)), None, "{path}");
    }
}

#[test]
fn every_title_is_in_the_markdown_as_it_was_written() {
    let mut html = String::new();
    push_html(&mut html, Parser::new(text_at("/events.md")));
    // A Markdown parser leaves the characters as they are, even with smart punctuation. The joiner hides double braces from Vue.
    let text = unescaped(&html).replace('\u{2060}', "");
    for title in TEXTS {
        let title = as_title(title);
        // A right-to-left title is isolated.
        let apart = format!(">\u{2068}{title}\u{2069}</a>");
        assert!(
            text.contains(&format!(">{title}</a>")) || text.contains(&apart),
            "{title}\n{text}"
        );
    }
}

#[test]
fn the_address_of_a_link_survives_markdown() {
    let mut found = 0;
    for event in Parser::new(text_at("/events.md")) {
        if let Event::Start(Tag::Link { dest_url, .. }) = event
            && dest_url.starts_with("https://example.org/")
        {
            assert_eq!(&*dest_url, "https://example.org/a%28b%29?c=%22&copy;d");
            found += 1;
        }
    }
    assert_eq!(found, TEXTS.len() + 1);
}

#[test]
fn json_has_every_text_as_it_was_written_and_can_stand_within_html() {
    let text = text_at("/events.json");
    assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
    let data: Value = serde_json::from_str(text).unwrap();
    for (number, text) in TEXTS.iter().enumerate() {
        let event = &data["events"][number];
        assert_eq!(event["title"], as_title(text));
        assert_eq!(event["talks"][0]["speakers"][1], as_title(text));
        assert_eq!(event["instances"][0]["reason"], as_title(text));
    }
}

#[test]
fn json_ld_has_every_title_as_it_was_written_and_cannot_end_its_script() {
    for (number, text) in TEXTS.iter().enumerate() {
        let page = text_at(&format!("/events/event-{number:02}/"));
        let (_, rest) = page
            .split_once("<script type=\"application/ld+json\">")
            .unwrap();
        let (json, _) = rest.split_once("</script>").unwrap();
        assert!(!json.contains(['<', '>', '&']), "{json}");
        let data: Value = serde_json::from_str(json).unwrap();
        assert_eq!(data["name"], as_title(text));
        assert_eq!(data["location"]["name"], as_title(text));
        assert_eq!(data["performer"][0]["name"], as_title(text));
    }
}

#[test]
fn atom_has_every_title_as_it_was_written() {
    let feed = text_at("/feed.xml");
    let titles: Vec<String> = feed
        .split("<entry>")
        .skip(1)
        .map(|entry| {
            let (_, rest) = entry.split_once("<title>").unwrap();
            unescaped(rest.split_once("</title>").unwrap().0)
        })
        .collect();
    for text in TEXTS {
        let title = format!("CANCELLED: {}", as_title(text));
        assert!(titles.contains(&title), "{title}\n{titles:?}");
    }
    assert!(!feed.contains("<script") && !feed.contains("<![CDATA"));
}

#[test]
fn a_title_cannot_end_the_part_of_a_page_that_it_is_written_into() {
    assert!(!text_at("/events.md").contains("calfeed:end events -->"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_as_a_description_does_no_harm_in_markdown(
        text in "([-a*_`#<>!\\[\\]()&;:{}%|~+=.1\\\\ \n\"']|<a |javascript:|\\{\\{|\n\n|    |```){1,60}"
    ) {
        let file = json!({
            "calendar": {"name": "A", "slug": "a", "domain": "a.example", "url": "https://a.example", "timezone": "UTC"},
            "events": [{"id": "a", "title": "A", "start": "2026-07-01", "description": format!("a{text}")}],
        });
        let site = publish(&read(&file.to_string()), &revisions(), &Context::new(now())).unwrap();
        let markdown = str::from_utf8(site.get("/events.md").unwrap().bytes()).unwrap();
        prop_assert_eq!(harm(markdown), None, "{}", markdown);
    }
}
