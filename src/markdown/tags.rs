//! Finds the first HTML tag in a description, where it is shown literally, and the Markdown to write instead.
//!
//! Text that resembles a tag, such as `<your name>`, is not reported, and neither is code. The tags are found without an HTML parser.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::flow;

/// Elements whose names are also words. `<title>`, `<time>` and `<address>` are usually placeholders, unless they have an attribute or are
/// closed.
const ALSO_WORDS: [&str; 21] = [
    "address", "button", "caption", "cite", "data", "footer", "form", "header", "input", "label",
    "legend", "link", "main", "mark", "object", "option", "picture", "select", "time", "title",
    "var",
];

const CURE_WITHOUT_MARKDOWN: &str = "remove it: Markdown has nothing for it";

/// For `<br>` in a table, whose rows cannot have line breaks.
const CURE_IN_TABLE: &str =
    "write a comma, or a row of its own, in place of it: a row of a table is one line";

/// The first tag, and what to write in place of it.
pub(crate) struct FoundTag {
    /// The tag without its attributes: `<br>`.
    pub(crate) tag: String,
    pub(crate) cure: String,
}

/// Returns the first HTML tag in a description.
pub(crate) fn first_tag(markdown: &str) -> Option<FoundTag> {
    // Fast path: nearly every description has nothing that looks like a tag, in code or elsewhere.
    found(markdown, false)?;
    let mut is_in_table = false;
    Parser::new_ext(markdown, flow::options()).find_map(|event| {
        match event {
            Event::Start(Tag::Table(_)) => is_in_table = true,
            Event::End(TagEnd::Table) => is_in_table = false,
            Event::Html(raw) | Event::InlineHtml(raw) => return found(&raw, is_in_table),
            _ => {}
        }
        None
    })
}

/// Returns the first tag in a text, usually a piece of raw HTML.
fn found(raw: &str, is_in_table: bool) -> Option<FoundTag> {
    raw.match_indices('<').find_map(|(at, _)| {
        let rest = raw.get(at + 1..)?;
        if rest.starts_with("!--") {
            return Some(FoundTag {
                tag: "<!--".to_owned(),
                cure: "remove the comment: it is shown to everybody".to_owned(),
            });
        }
        let (slash, rest) = match rest.strip_prefix('/') {
            Some(rest) => ("/", rest),
            None => ("", rest),
        };
        let length = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .unwrap_or(rest.len());
        let name = rest.get(..length)?.to_ascii_lowercase();
        // Up to the next `<` at most, so that every character is read once.
        let attributes = rest.get(length..)?.split(['>', '<']).next()?;
        let cure = match cure(&name, attributes) {
            Some(_) if name == "br" && is_in_table => CURE_IN_TABLE.to_owned(),
            Some(cure) => cure,
            None if slash.is_empty() && !attributes.contains('=') => return None,
            None if ALSO_WORDS.contains(&name.as_str()) => CURE_WITHOUT_MARKDOWN.to_owned(),
            None => return None,
        };
        Some(FoundTag {
            tag: format!("<{slash}{}>", rest.get(..length)?),
            cure,
        })
    })
}

/// Returns the Markdown equivalent of an element.
fn cure(name: &str, attributes: &str) -> Option<String> {
    let cure = match name {
        "br" => "begin a new line in place of it: under `|`, line breaks stay",
        "p" | "div" | "section" | "article" | "center" => {
            "leave an empty line between paragraphs in place of it"
        }
        "a" => {
            let address = attribute(attributes, "href").unwrap_or("https://…");
            return Some(format!("write `[words]({address})` in place of it"));
        }
        "img" => {
            let address = attribute(attributes, "src").unwrap_or("https://…");
            return Some(format!("write `[words]({address})` in place of it"));
        }
        "b" | "strong" => "write `**words**` in place of it",
        "i" | "em" => "write `*words*` in place of it",
        "s" | "del" | "strike" => "write `~~words~~` in place of it",
        "code" | "tt" | "kbd" | "samp" => "write `` `words` `` in place of it",
        "pre" => "indent the lines by four blanks in place of it",
        "ul" | "li" | "dl" | "dt" | "dd" => {
            "begin each item with `- `, on a line of its own, in place of it"
        }
        "ol" => "begin each item with `1. `, on a line of its own, in place of it",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            "begin the line with `## `, and end it with an empty line, in place of it"
        }
        "hr" => "write `---` between two empty lines in place of it",
        "blockquote" | "q" => "begin each line with `> ` in place of it",
        "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" => {
            "write a row as `| one | other |`, with `| --- | --- |` below the first, in place of it"
        }
        "u" | "ins" | "small" | "big" | "sub" | "sup" | "span" | "font" | "abbr" | "body"
        | "html" | "head" | "meta" | "style" | "script" | "noscript" | "iframe" | "embed"
        | "video" | "audio" | "figure" | "figcaption" | "svg" | "textarea" | "details"
        | "summary" | "nav" | "aside" | "wbr" | "html-blob" | "colgroup" | "fieldset" | "bdi"
        | "bdo" | "nobr" | "dfn" => CURE_WITHOUT_MARKDOWN,
        _ => return None,
    };
    Some(cure.to_owned())
}

/// Returns the value of an attribute if it is a URL.
fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let start = format!("{name}=");
    // The match must not be the end of another name, such as `data-href`.
    let (at, _) = attributes.match_indices(&start).find(|(at, _)| {
        let before = attributes.get(..*at).unwrap_or_default();
        before.ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
    })?;
    let rest = attributes.get(at + start.len()..)?.trim_start();
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest.get(1..)?.split(quote).next()?,
        _ => rest.split_whitespace().next()?,
    };
    let is_address = !value.is_empty()
        && value.len() <= 200
        && !value.contains(|c: char| c.is_whitespace() || "()<>`".contains(c));
    is_address.then_some(value)
}
