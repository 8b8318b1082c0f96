//! Decides what in a text is HTML.

use std::borrow::Cow;

/// Elements whose tags are certainly HTML, wherever they are.
const ELEMENTS: [&str; 68] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "html-blob",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
];

/// The others of HTML. Their names are also words that people put in `<` and `>`.
const ALSO_WORDS: [&str; 40] = [
    "address", "audio", "base", "bdi", "bdo", "button", "canvas", "caption", "data", "details",
    "dfn", "dialog", "embed", "fieldset", "form", "input", "label", "legend", "map", "mark",
    "noscript", "object", "option", "picture", "progress", "ruby", "select", "source", "summary",
    "svg", "template", "textarea", "time", "title", "tt", "ul", "var", "video", "wbr", "nobr",
];

/// Elements whose content is not for people.
pub(super) fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "title"
            | "svg"
            | "iframe"
            | "object"
            | "select"
            | "textarea"
            | "audio"
            | "video"
            | "canvas"
    )
}

/// Whether an element begins and ends a line.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "br"
            | "hr"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "blockquote"
            | "pre"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "aside"
            | "address"
            | "center"
            | "figure"
            | "figcaption"
            | "form"
            | "fieldset"
            | "details"
            | "summary"
            | "body"
            | "html"
            | "head"
            | "caption"
    )
}

/// A tag in a text.
struct Found<'a> {
    name: &'a str,
    /// Whether it has attributes.
    has_more: bool,
    /// Whether `>` ends it before another `<`.
    is_closed: bool,
}

/// Reads the tag that begins with the `<` before `rest`. Looks at a few hundred bytes at most.
fn tag(rest: &str) -> Option<Found<'_>> {
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let bytes = rest.as_bytes();
    let length = bytes
        .iter()
        .take(80)
        .position(|byte| byte.is_ascii_whitespace() || b"/><".contains(byte))?;
    let near = bytes.get(length..bytes.len().min(4000))?;
    let end = near.iter().position(|byte| b"<>".contains(byte));
    Some(Found {
        name: rest.get(..length)?,
        has_more: near.iter().take(end.unwrap_or(0)).any(|byte| *byte == b'='),
        is_closed: end.is_some_and(|end| near.get(end) == Some(&b'>')),
    })
}

fn is_element(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a description is HTML, and not a text with `<3` or `<name@host>` in it.
pub(in crate::import) fn looks_like_html(text: &str) -> bool {
    let has_entity = [
        "&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#160;",
    ]
    .iter()
    .any(|entity| text.contains(entity));
    has_entity
        || text.match_indices('<').any(|(at, _)| {
            let rest = text.get(at + 1..).unwrap_or_default();
            tag(rest).is_some_and(|tag| {
                tag.is_closed
                    && (is_element(&ELEMENTS, tag.name)
                        || (is_element(&ALSO_WORDS, tag.name)
                            && (tag.has_more || tag.name == "ul")))
            })
        })
}

/// Writes line ends as tags, if no tag of the HTML begins a block: the text of a person, to which a program added a few tags.
pub(super) fn with_line_breaks(html: &str) -> Cow<'_, str> {
    let begins_block = |(at, _): (usize, &str)| {
        tag(html.get(at + 1..).unwrap_or_default()).is_some_and(|tag| {
            let name = tag.name.to_ascii_lowercase();
            name != "br" && is_block(&name)
        })
    };
    if !html.contains('\n') || html.match_indices('<').any(begins_block) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len() + 64);
    for line in html.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        out.push_str(words);
        let is_break =
            words.ends_with("<br>") || words.ends_with("<br/>") || words.ends_with("<br />");
        out.push_str(if words.len() < line.len() && !is_break {
            "<br>"
        } else {
            "\n"
        });
    }
    Cow::Owned(out)
}

/// Writes each `<` of HTML that begins no tag as text, so that its words do not vanish: `<name@host>`, `<your name>`, `a < b`.
pub(super) fn without_false_tags(html: &str) -> Cow<'_, str> {
    let is_false = |at: usize| {
        let rest = html.get(at + 1..).unwrap_or_default();
        match tag(rest) {
            None => {
                !rest.starts_with("!--")
                    && !rest.starts_with("!DOCTYPE")
                    && !rest.starts_with("!doctype")
            }
            Some(tag) => {
                let is_known = is_element(&ELEMENTS, tag.name) || is_element(&ALSO_WORDS, tag.name);
                // Elements of other programs, such as `<o:p>`.
                let is_foreign = tag.name.contains([':', '-'])
                    && !tag.name.contains("://")
                    && !tag.name.contains(['@', '.']);
                let is_address = tag.name.ends_with(':')
                    || tag.name.starts_with("mailto:")
                    || tag.name.starts_with("tel:");
                !(tag.is_closed || tag.has_more) || is_address || !(is_known || is_foreign)
            }
        }
    };
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in html.match_indices('<') {
        if is_false(at) {
            out.push_str(html.get(done..at).unwrap_or_default());
            out.push_str("&lt;");
            done = at + 1;
        }
    }
    match done {
        0 => Cow::Borrowed(html),
        _ => Cow::Owned(out + html.get(done..).unwrap_or_default()),
    }
}
