"""Python-Markdown, and MkDocs with it, read our Markdown of hostile descriptions: no element but those of text, no attribute
that acts, and no address but `http`, `https`, `mailto` and `tel`.

Usage: markdown_sites.py CALFEED SCRATCH, in the root of the repository, by the Python that has requirements.txt.
`tests/interop/run` does it. Each text is in the place of every text of an events file, and what is built from it, and written into
a page by `--into`, is read with each set of extensions. A set has to find harm in the text itself, too, or it judges nothing.
"""

import importlib.metadata
import json
import os
import pathlib
import shutil
import subprocess
import sys
from html.parser import HTMLParser

import markdown

# By name, as MkDocs and Pelican set them when nobody says otherwise, those that MkDocs Material names, and others.
EXTENSIONS = {
    "plain": [],
    "fenced_code": ["fenced_code"],
    "extra": ["extra"],
    "MkDocs": ["toc", "tables", "fenced_code"],
    "Pelican": ["codehilite", "extra", "meta"],
    "PyMdown": [f"pymdownx.{name}" for name in (
        "superfences", "inlinehilite", "highlight", "blocks.html", "blocks.admonition", "blocks.details", "details", "tabbed", "caret",
        "mark", "tilde", "betterem", "keys", "snippets", "escapeall",
    )] + ["attr_list", "md_in_html", "admonition", "footnotes", "def_list", "abbr"],
    "all": ["extra", "codehilite", "toc", "meta", "admonition", "nl2br", "sane_lists", "smarty", "wikilinks", "legacy_em"],
}

# What Python-Markdown and our parts make of text.
ELEMENTS = set(
    "a abbr blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr ins kbd li mark ol p pre span strong sub sup table tbody td th thead tr ul".split()
)
ATTRIBUTES = {
    "a": {"href"}, "h1": {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
    "div": {"class"}, "kbd": {"class"}, "span": {"class"}, "ol": {"start"},
}
SCHEMES = ("http://", "https://", "mailto:", "tel:")

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
LINK = "[a](javascript:alert(1))"

# Descriptions, each with something that some reader of Markdown runs.
BLOCKS = [
    f"```html\n{SCRIPT}\n```",
    f"````\n```\n{SCRIPT}\n```\n````",
    f"~~~ html\n{SCRIPT}\n~~~",
    f"Type this:\n\n    {SCRIPT}\n\n\t{IMAGE}",
    f"- one\n\n  ```\n  {SCRIPT}\n\n  {LINK}\n  ```\n- two\n\n      {IMAGE}",
    f"1. one\n   1. two\n\n      ~~~\n      {SCRIPT}\n      ~~~",
    f"> ```\n> {SCRIPT}\n> ```\n>\n>     {IMAGE}",
    f"> - > 1. ~~~\n>   >    {SCRIPT}",
    f"```{SCRIPT}\na\n```",
    f"``` {{onclick=alert(1)}}\n{IMAGE}\n```",
    f"```\n\n{SCRIPT}\n\n{LINK}\n\n[b]: javascript:alert(1)\n\n[b]\n\n```",
    f"``` a`b\n{SCRIPT}\n```",
    f"Text\n```\n{SCRIPT}",
    f"`{SCRIPT}` and `` ` {IMAGE} ` `` and ```{LINK}```",
    f"`one\n{SCRIPT}\ntwo` and `a\n\n{IMAGE}`",
    f"\\`{SCRIPT}` and `\\`{IMAGE}\\`` and \\\\`{LINK}`",
    f"`a`![](javascript:b)`{LINK}`![](javascript:b)`c`",
    f"`` {LINK} ` {SCRIPT}",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62; `&lt;script&gt;alert(1)&lt;/script&gt;`",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    SCRIPT,
    f"a {SCRIPT} <b onclick=alert(1)>b</b> {IMAGE}",
    f"<div markdown=\"1\">\n\n{SCRIPT}\n\n</div>",
    f"<!-- {SCRIPT} --> <!--> {IMAGE} <?php {SCRIPT} ?> <![CDATA[ {SCRIPT} ]]> <!DOCTYPE a {SCRIPT}",
    "<svg/onload=alert(1)> <iframe srcdoc=\"<script>alert(1)</script>\"> </p><script\n>alert(1)</script\n>",
    LINK,
    "[a](JaVaScRiPt:alert(1)) [b](java&#10;script:alert(1)) [c](&#106;avascript:alert(1)) [d](data:text/html,x) <javascript:alert(1)>",
    "[a](<javascript:alert(1)> \"t\") [b](vbscript:a) [c](//evil.example) [d](https://a.example/\"onclick=\"alert(1))",
    "[a](https://a.example '\" onmouseover=alert(1) x=\"') ![b](https://a.example/b.png \"<script>alert(1)</script>\")",
    "[a][b] [b] [b][]\n\n[b]: javascript:alert(1) \"<script>\"\n[c]: <javascript:alert(1)>",
    "\\[a\\]: javascript:alert(1)\n\n[a] [&#97;](javascript:alert(1)) &#91;a](javascript:alert(1))",
    "![a](https://tracker.example/a.png) [![a](https://a.example/a.png)](javascript:alert(1))",
    "![a ![b](https://a.example) c](https://a.example/c) [a *b* `c`](https://a.example)",
    "# a {: onclick=alert(1) }\n\nb\n{: onclick=alert(1) style=\"background:url(//evil.example)\" }\n\n*c*{: onclick=alert(1) }",
    "`a`{: onclick=alert(1) } [b](https://a.example){: onclick=alert(1) target=x }",
    "*[HTML]: <script>alert(1)</script>\n\nHTML",
    "a[^1]\n\n[^1]: <script>alert(1)</script>",
    "a | b\n--|--\n<script>alert(1)</script> | [a](javascript:alert(1))",
    "a\n:   <script>alert(1)</script>",
    "!!! note \"<script>alert(1)</script>\"\n    <script>alert(1)</script>",
    "[TOC]\n\n[[wiki]]\n\n:::python\n<script>\n\n#!html\n<script>",
    "\u2028<script>alert(1)</script>\u2029&#8232;<script>\u00a0<script>\u3000\u3000\u3000\u3000<script>",
    "a  \n<script>alert(1)</script>\\\n<script>alert(1)</script>",
    "- \n  -\n    +\n\n\n          <script>alert(1)</script>",
    "/// html | script\nalert(1)\n///\n\n/// html | b[onclick='alert(1)']\na\n///\n\n??? a\n    <script>\n\n=== \"a\"\n    <script>",
    "--8<-- \"events.yaml\"\n\n;--8<-- \"events.yaml\"\n\n    --8<-- \"events.yaml\"",
    "***a*** **b*c** __d__ *`<script>`* ~~e~~ ==f== ++g++ ^h^",
    "[a](/\\evil.example) [b](java\nscript:alert(1)) [c](tel:\"onclick=alert(1)) [d](<x:y> 't') [e](notes<script>.html) <tel:1%3Cscript%3E>",
    "https://a.example/<script>alert(1)</script>*b*{{c}}`d`](javascript:alert(1)) x<https://a.example/\"onclick=\"alert(1)>y",
    f"| a | {LINK} |\n|---|:-:|\n| {SCRIPT} | `{IMAGE}` |\n| # b | ``` |\n| - [x] {IMAGE} |",
    f"- [x] {SCRIPT}\n- [ ] {LINK}\n\n~~{SCRIPT}~~ ~~~~ ~~{LINK}~~ ~~~\n{IMAGE}",
    f"~~~~~~\n{SCRIPT}\n\n~~**~~{IMAGE}~~**~~\n\n~~`a`~~~~`b`~~~~",
]

# One line each.
LINES = [
    SCRIPT,
    IMAGE,
    LINK,
    f"`{SCRIPT}`",
    "![a](https://tracker.example/a.png)",
    "```<script>alert(1)</script>",
    "a](javascript:alert(1)) [b",
    "[b]: javascript:alert(1)",
    "a {: onclick=alert(1) }",
    "*[a]: <script>",
    "<!-- calfeed:end upcoming --><script>alert(1)</script>",
    "&lt;script&gt; &#60;b onclick=a>",
    "\\<script>alert(1)</script> \\`<b>`",
    "{{ 7*7 }}{% raw %}<script>",
    "https://a.example/<script>alert(1)</script> https://a.example/\"onclick=\"alert(1) https://a.example/](javascript:alert(1))",
    "a https://a.example/*b*{: onclick=alert(1) }`c`",
]


class Reader(HTMLParser):
    """Collects what no text should have."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.harm = []

    def handle_starttag(self, tag, attrs):
        if tag not in ELEMENTS:
            self.harm.append(f"<{tag}>")
        for name, value in attrs:
            value = value or ""
            if name not in ATTRIBUTES.get(tag, ()):
                self.harm.append(f"<{tag} {name}={value!r}>")
            elif name == "href" and not value.lower().startswith(SCHEMES):
                self.harm.append(f"<{tag} href={value!r}>")

    handle_startendtag = handle_starttag

    def handle_comment(self, data):
        # The markers of `--into` are ours.
        if data.strip() not in ("calfeed:begin upcoming", "calfeed:end upcoming"):
            self.harm.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.harm.append(f"<!{decl}>")

    def handle_pi(self, data):
        self.harm.append(f"<?{data}>")

    unknown_decl = handle_decl


def harm(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.harm


def events_file(blocks, lines):
    """An events file, as JSON, with an event for each of the texts and all of them in the other places."""
    line = lambda index: lines[index % len(lines)]
    block = lambda index: blocks[index % len(blocks)]
    count = max(len(blocks), len(lines))
    groups = {
        f"g{index}": {"name": line(index), "description": block(index)} for index in range(count)
    }
    events = []
    for index in range(count):
        event = {
            "id": f"e{index}",
            "title": line(index),
            "start": "2026-12-03 10:00",
            "end": "11:00",
            "location": line(index + 1),
            "description": block(index),
            "tags": [line(index + 2)],
            "group": f"g{index}",
            "links": [{"title": line(index + 3), "url": "https://a.example/a_b_(c)*d*?e='f'&lt;g&h=%22"}],
            "talks": [{"title": line(index + 4), "speakers": [line(index + 5)], "abstract": block(index + 1)}],
            "repeats": "every Thursday",
            "changes": {"2026-12-10": {"cancelled": line(index + 6)}},
        }
        events.append(event)
        past = {"id": f"p{index}", "start": "2026-01-05 10:00"}
        events.append({key: event[key] for key in event if key not in ("repeats", "changes", "start")} | past)
    calendar = {
        "name": line(0),
        "slug": "a",
        "domain": "a.example",
        "url": "https://a.example",
        "timezone": "Europe/London",
        "description": block(0),
        "allow": ["overlap", "large-feed"],
    }
    return json.dumps({"calendar": calendar, "groups": groups, "events": events})


def built(calfeed, folder, blocks, lines):
    """Name → the Markdown that we publish, and what `--into` writes into a page."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "events.yaml").write_text(events_file(blocks, lines), encoding="utf-8")
    page = "# Ours\n\n- Next:\n\n    <!-- calfeed:begin upcoming -->\n    <!-- calfeed:end upcoming -->\n"
    (folder / "page.md").write_text(page, encoding="utf-8")
    done = subprocess.run(
        [calfeed, "build", folder / "events.yaml", "--out", folder / "out", "--into", folder / "page.md"],
        capture_output=True,
        text=True,
        env={"SOURCE_DATE_EPOCH": "1796040000", "PATH": os.environ["PATH"]},
    )
    if done.returncode != 0:
        raise SystemExit(f"error: calfeed build failed:\n{done.stdout}{done.stderr}")
    files = [folder / "out" / name for name in ("events.md", "upcoming.md", "next.md")] + [folder / "page.md"]
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def with_mkdocs(folder, pages):
    """What MkDocs makes of the pages, each between two comments that stand for its template."""
    site = folder / "mkdocs"
    (site / "docs").mkdir(parents=True)
    (site / "theme").mkdir()
    (site / "theme/main.html").write_text("{{ page.content }}", encoding="utf-8")
    (site / "mkdocs.yml").write_text("site_name: a\ntheme: {name: null, custom_dir: theme}\nplugins: []\n", encoding="utf-8")
    for name, text in pages.items():
        (site / "docs" / name).write_text(text, encoding="utf-8")
    (site / "docs/index.md").write_text("# A\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=site, check=True)
    return {name: (site / "site" / name.removesuffix(".md") / "index.html").read_text(encoding="utf-8") for name in pages}


def main():
    calfeed, scratch = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    folder = scratch / "markdown"
    print(f"Python-Markdown {importlib.metadata.version('markdown')}, MkDocs {importlib.metadata.version('mkdocs')}")
    pages = built(calfeed, folder, BLOCKS, LINES)
    failures = []
    for name, extensions in EXTENSIONS.items():
        read = lambda text: markdown.markdown(text, extensions=extensions)
        if not any(harm(read(text)) for text in BLOCKS):
            failures.append(f"{name} finds no harm in any of the texts themselves")
        for page, text in pages.items():
            found = harm(read(text))
            if found:
                failures += [f"{name}: {page}: {one}" for one in found[:5]]
    failures += [f"{page} has a `<`" for page, text in pages.items() if "<" in text and page != "page.md"]
    for page, html in with_mkdocs(folder, pages).items():
        failures += [f"MkDocs itself: {page}: {one}" for one in harm(html)[:5]]
    for failure in failures[:40]:
        print(failure)
    if failures:
        raise SystemExit(f"error: {len(failures)} things that a description does on another site")
    texts = f"{len(BLOCKS)} descriptions and {len(LINES)} titles"
    print(f"{texts}, {len(pages)} pages, {len(EXTENSIONS)} sets of extensions and MkDocs itself: harmless")


main()
