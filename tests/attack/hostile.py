"""Hostile values, and an events file that has one of them in one of its keys, or in every key of text.

The keys are all of docs/reference/format.md. A file of JSON is a file of YAML, so each value arrives exactly as it is here.
"""

import copy
import json

from calendars import coming

VALUES = {
    "terminal escapes": "a \x1b[2J\x1b]0;title\x07\x1b[31mred\x08\x7f b",
    "C1 controls": "a \x9b31m \x9d0;title\x9c \x85 \x90 b",
    "bidirectional controls": "a \u202egnp.exe\u202c \u2066isolated\u2069 \u200f b",
    "workflow commands": "A\n::stop-commands::token\n  ::add-matcher::.github/m.json\n::error file=x::forged\nB",
    "workflow commands with CR": "A\r::stop-commands::token\r\n::set-output name=x::y\rB",
    "commands with ##[": "##[error]forged ##[command]x ##[add-matcher]y",
    "a log entry": "A\n2026-11-29T00:00:00Z  INFO calfeed: forged: entry\nB",
    "script": "<script>alert(1)</script><xss-probe onload=alert(1)>",
    "script in a code block": "x\n\n```html\n<script>alert(1)</script>\n```\n\n    <script>alert(2)</script>\n\n`<script>alert(3)</script>`",
    "the end of an attribute": "\"' onmouseover=\"alert(1)\" autofocus onfocus='alert(1)' x=\"",
    "the end of an element": "</title></script></style></textarea>--><script>alert(1)</script>",
    "image": "![x](x\" onerror=\"alert(1)) <img src=x onerror=alert(1)> <svg onload=alert(1)>",
    "javascript:": "javascript:alert(1)",
    "javascript: in Markdown": "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](&#106;avascript:alert(1)) <javascript:alert(1)> [d](data:text/html,x)",
    "a URL with a script": "https://example.org/\"><script>alert(1)</script>",
    "property injection": "A\r\nATTENDEE:mailto:victim@example.org\r\nX-INJECTED:1\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nB",
    "property injection with LF": "A\nATTENDEE:mailto:victim@example.org\nX-INJECTED;X=\"\n:1\nEND:VCALENDAR",
    "parameter injection": "A\";X-INJECTED=\"1\":B;C,D\\n\\E^n^'",
    "templates": "{{ 7*7 }} {% include \"/etc/passwd\" %} {# x #} <%= 7*7 %> ${7*7}",
    "marks of GitHub": "@somebody #12 GH-12 0123456789abcdef0123456789abcdef01234567 :smile:",
    "NUL": "a \0 b",
    "line separators": "a \u2028 b \u2029 c",
    "long": "long " * 180,
    "very long": "x" * 300_000,
}

# Those that a terminal, a log or a CI run may obey: each is tried in every key. Of the others, a sample of keys is tried.
OBEYED = {
    "terminal escapes",
    "C1 controls",
    "bidirectional controls",
    "workflow commands",
    "workflow commands with CR",
    "commands with ##[",
    "a log entry",
    "NUL",
}

LINK = "https://example.org/page"


def baseline():
    """A file with every key, in which all is well."""
    changes = {
        "title": "Talks again", "description": "Text", "location": "Elsewhere", "join": LINK, "url": LINK, "contact": LINK, "format": "hybrid",
        "status": "tentative", "tags": ["other"], "reason": "Hall in use", "links": [{"title": "Sign up", "url": LINK}],
        "talks": [{"title": "A talk", "speakers": ["A Speaker"], "abstract": "Text", "slides": LINK, "video": LINK}],
    }  # fmt: skip
    event = {
        "id": "evening", "title": "Evening", "start": f"{coming(20)} 19:00", "end": "21:00", "timezone": "Europe/London",
        "repeats": "every day", "until": coming(24), "status": "confirmed", "group": "poetry", "groups": ["prose"], "tags": ["tag"],
        "format": "hybrid", "location": "Library", "join": LINK, "url": LINK, "contact": LINK, "description": "Text", "updated": "2026-01-01",
        "talks": changes["talks"], "links": changes["links"], "also": [coming(30)], "allow": ["overlap"],
        "changes": {coming(21): changes, coming(22): {"cancelled": "no heating"}, coming(23): {"skipped": "holiday"}},
    }  # fmt: skip
    off = {"id": "off", "title": "Off", "start": f"{coming(40)} 19:00", "duration": "2h", "status": "cancelled", "reason": "closed", "group": "prose"}
    calendar = {
        "name": "Hostile", "slug": "hostile", "domain": "hostile.example.org", "url": "https://hostile.example.org", "timezone": "Europe/London",
        "description": "Text", "refresh": "4h", "color": "tomato", "holidays": "scotland", "formerly": ["old"], "allow": ["holiday"],
    }  # fmt: skip
    group = {"name": "Poetry", "description": "Text", "contact": LINK, "url": LINK, "next": "tbc", "formerly": ["verse"]}
    return {"calendar": calendar, "groups": {"poetry": group, "prose": {"name": "Prose"}}, "events": [event, off]}


# Keys into which any text may be written.
TEXTS = {"name", "title", "description", "location", "reason", "cancelled", "skipped", "abstract", "speakers", "tags"}


def places(node=None, path=()):
    """The path of every value."""
    node = baseline() if node is None else node
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from places(value, (*path, key))
    else:
        yield path


def with_value(path, value):
    """The file with a hostile value in one place."""
    file = copy.deepcopy(baseline())
    node = file
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return json.dumps(file)


def with_key(path, value):
    """The file with a hostile key beside a good one."""
    file = copy.deepcopy(baseline())
    node = file
    for key in path[:-1]:
        node = node[key]
    if isinstance(node, dict):
        node[value] = "x"
    return json.dumps(file)


def with_texts(value, limit):
    """The file with a hostile value in every key of text at once, as far as the limits allow."""

    def replaced(node, key):
        if isinstance(node, dict):
            return {name: replaced(one, name) for name, one in node.items()}
        if isinstance(node, list):
            return [replaced(one, key) for one in node]
        # Markdown may have line breaks; other texts may not, and have a limit.
        text = value if key in ("description", "abstract") else " ".join(value.split())
        return text[: limit if key in ("description", "abstract") else 900].strip() if key in TEXTS else node

    return json.dumps(replaced(baseline(), None))
