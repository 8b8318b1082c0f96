"""Hostile text in every key of an events file, and a look at every output: nothing that is shown or published obeys it.

In: the values and files of `hostile`. Checked are the reports of `check` in three forms, `list`, `diff` in three forms, the files of
`build`, and the log of `serve` in both forms.
"""

import concurrent.futures
import html.parser
import json
import random
import re
import signal

import hostile
from calendars import run
from report import Failure, expect
from server import Server

# What a terminal obeys, and what reorders what is shown.
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# The commands that we mean: annotations of our own file.
OURS = re.compile(r"::(error|warning) file=[^,:]*events\.yaml(,[a-zA-Z]+=[^,:]*)*::")
PROPERTIES = set(
    "BEGIN END VERSION PRODID UID DTSTAMP DTSTART DTEND RRULE RDATE EXDATE RECURRENCE-ID SUMMARY DESCRIPTION LOCATION URL CONFERENCE CONTACT"
    " CATEGORIES STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS CREATED SEQUENCE LAST-MODIFIED NAME X-WR-CALNAME X-WR-CALDESC X-WR-TIMEZONE"
    " REFRESH-INTERVAL X-PUBLISHED-TTL COLOR X-APPLE-CALENDAR-COLOR METHOD CALSCALE TZID TZOFFSETFROM TZOFFSETTO TZNAME X-LIC-LOCATION SOURCE"
    " X-ALT-DESC IMAGE COMMENT CLASS X-GOOGLE-CONFERENCE X-MICROSOFT-CDO-ALLDAYEVENT X-MICROSOFT-CDO-INTENDEDSTATUS"
    " X-MS-OLK-FORCEINSPECTOROPEN".split()
)
COMPONENTS = {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
ELEMENTS_NEVER = {"iframe", "object", "embed", "svg", "math", "base", "form", "img", "xss-probe", "textarea", "style"}


def text_of(output, what):
    try:
        return output.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failure(what, f"{error}: {output[:500]!r}", "UTF-8") from None


def shown_lines(output, what, commands=False):
    """Lines for a terminal, or for the log of a CI run, which executes some of them."""
    text = text_of(output, what)
    found = CONTROLS.search(text)
    around = text[max(0, found.start() - 80) : found.start() + 80] if found else ""
    expect(not found, what, f"{around!r}", "no control character")
    for line in text.splitlines():
        trimmed = line.lstrip()
        is_command = trimmed.startswith("::") and not (commands and OURS.match(line))
        expect(not is_command and "##[" not in line, what, line, "no line that a CI runner executes")


def json_output(output, what):
    text = text_of(output, what)
    found = CONTROLS.search(text.replace("\n", ""))
    expect(not found, what, f"{text[max(0, found.start() - 80): found.start() + 80]!r}" if found else "", "no control character")
    try:
        json.loads(text)
    except ValueError as error:
        raise Failure(what, f"{error}: {text[:500]}", "JSON") from None


class Page(html.parser.HTMLParser):
    """What a browser would run: elements and attributes, by a parser of HTML."""

    def __init__(self, what):
        super().__init__(convert_charrefs=True)
        self.what, self.data = what, None

    def handle_starttag(self, tag, attributes):
        where = self.get_starttag_text()
        values = dict(attributes)
        expect(tag not in ELEMENTS_NEVER, self.what, where, f"no element `{tag}`")
        for name, value in attributes:
            expect(not name.startswith("on") and name not in ("srcdoc", "style", "formaction"), self.what, where, f"no attribute `{name}`")
            scheme = re.sub(r"[\x00-\x20]", "", value or "").lower()
            is_script = name in ("href", "src", "action") and re.match(r"(javascript|data|vbscript|file):", scheme)
            expect(not is_script, self.what, where, "no URL that is a script")
        if tag == "script":
            is_data = values.get("type") == "application/ld+json"
            expect(is_data or re.fullmatch(r"(https://hostile\.example\.org/|/|(\.\./)*)(copy|page)\.js(\?.*)?", values.get("src") or ""), self.what, where, "no script")
            self.data = "" if is_data else None

    def handle_data(self, data):
        if self.data is not None:
            self.data += data

    def handle_endtag(self, tag):
        if tag == "script" and self.data is not None:
            try:
                json.loads(self.data)
            except ValueError as error:
                raise Failure(self.what, f"{error}: {self.data[:500]}", "JSON-LD that is JSON") from None
            self.data = None


def calendar_file(data, what):
    """The properties of an iCalendar file, unfolded, are ours, and each line is as RFC 5545 says."""
    text = text_of(data, what)
    expect(text.endswith("END:VCALENDAR\r\n") and not re.search(r"[^\r]\n|\r[^\n]", text), what, text[-300:], "lines that end with CRLF")
    found = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text)
    expect(not found, what, f"{text[max(0, found.start() - 80): found.start() + 80]!r}" if found else "", "no control character")
    for line in text.split("\r\n"):
        expect(len(line.encode()) <= 75, what, line, "lines of at most 75 octets")
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name = re.match(r"[A-Z0-9-]*", line)[0]
        expect(name in PROPERTIES, what, line, "no property but ours")
        expect(name not in ("BEGIN", "END") or line.split(":")[1] in COMPONENTS, what, line, "no component but ours")
        parameters = re.sub(r'"[^"]*"', "", line).split(":")[0]
        expect("X-INJECTED" not in parameters, what, line, "no parameter but ours")


def markdown(data, what, escape=""):
    """No tag of HTML, not even in a code block: Python-Markdown knows none in a list. On GitHub `\\` before it is an `escape`."""
    text = text_of(data, what)
    found = re.search(escape + r"<\s*/?\s*(script|img|svg|xss-probe|title|style)", text, flags=re.I)
    around = text[max(0, found.start() - 100) : found.start() + 100] if found else ""
    expect(not found, what, around, "no tag of HTML")


def published(out, what):
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        data, where = path.read_bytes(), f"{what}, {path.relative_to(out)}"
        if path.suffix == ".ics":
            calendar_file(data, where)
        elif path.suffix == ".html":
            page = Page(where)
            page.feed(text_of(data, where))
            page.close()
        elif path.suffix == ".md":
            markdown(data, where)
        elif path.suffix == ".json":
            json.loads(text_of(data, where))


def reports(program, folder, what, forms=("github", "json")):
    """What is said of the file, for people and in other forms; returns the exit code."""
    file = "events.yaml"
    code, out, errors = run(program, "check", file, folder=folder)
    expect(code in (0, 1), what, f"exit code {code}, {errors[-500:]!r}", "exit code 0 or 1")
    shown_lines(out + errors, f"check: {what}")
    for form in forms:
        _, out, errors = run(program, "check", "--format", form, file, folder=folder)
        shown_lines(errors, f"check --format {form}: {what}")
        if form == "json":
            json_output(out, f"check --format json: {what}")
        else:
            shown_lines(out, f"check --format github: {what}", commands=True)
    return code


def outputs(program, folder, what):
    """Everything that is made of a valid file."""
    new, old = "events.yaml", "old.yaml"
    _, out, errors = run(program, "list", new, folder=folder)
    shown_lines(out + errors, f"list: {what}")
    _, out, errors = run(program, "list", "--format", "json", new, folder=folder)
    json_output(out, f"list --format json: {what}")
    for pair in ((old, new), (new, old)):
        for form in ("text", "markdown", "json"):
            code, out, errors = run(program, "diff", *pair, "--format", form, folder=folder)
            where = f"diff --format {form} {' '.join(pair)}: {what}"
            expect(code == 0, where, f"exit code {code}, {errors[:500]!r}", "exit code 0")
            shown_lines(errors, where)
            if form == "json":
                json_output(out, where)
            elif form == "text":
                shown_lines(out, where)
            else:
                expect(len(out) < 60_000, where, f"{len(out)} bytes", "less than 60,000 bytes")
                markdown(out, where, escape=r"(?<!\\)")
                shown_lines(out, where)
                outside = re.sub(rb"`+[^`]*`+", b"", out)
                found = re.search(rb"(?<!\w)(@somebody|GH-12|#12\b|:smile:|[0-9a-f]{40})", outside)
                expect(not found, where, found and found[0], "nothing that GitHub makes a link of")
    code, out, errors = run(program, "build", "--out", "out", new, folder=folder)
    expect(code == 0, what, f"exit code {code}, {errors[:500]!r}", "exit code 0")
    shown_lines(out + errors, f"build: {what}")
    published(folder / "out", f"build: {what}")


def start_of_serve(program, folder, what, form):
    """A server that is started on a broken file ends with a report."""
    code, out, errors = run(program, "serve", "--listen", "127.0.0.1:0", "--log", form, "events.yaml", folder=folder)
    expect(code == 1, what, f"exit code {code}, {errors[:500]!r}", "exit code 1")
    log_lines(out + errors, f"serve --log {form}: {what}", form)


def log_lines(log, what, form):
    shown_lines(log, what)
    for line in text_of(log, what).splitlines():
        if form == "json":
            json_output(line.encode(), what)
        else:
            expect(not line.startswith("2026-11-29T00:00:00Z"), what, line, "no forged entry")


def of_value(report, program, folder, chance, name, value):
    folder.mkdir()
    (folder / "old.yaml").write_text(json.dumps(hostile.baseline()) + "\n", encoding="utf-8")
    file = folder / "events.yaml"
    paths = list(hostile.places())
    mappings = list({path[:-1]: path for path in paths}.values())
    if name not in hostile.OBEYED:
        paths, mappings = chance.sample(paths, 10), chance.sample(mappings, 2)
    refused = None
    with report(f"{name} as each of {len(paths)} values and {len(mappings)} keys, in all reports"):
        files = [(path, hostile.with_value(path, value)) for path in paths]
        files += [((*path[:-1], "a key"), hostile.with_key(path, value)) for path in mappings]
        for path, text in files:
            file.write_text(text + "\n", encoding="utf-8")
            if reports(program, folder, f"{name} at {path}", [chance.choice(["github", "json"])]) == 1:
                refused = path, text
    if refused:
        with report(f"{name}, in the log of serve"):
            for form in ("text", "json"):
                file.write_text(refused[1] + "\n", encoding="utf-8")
                start_of_serve(program, folder, f"{name} at {refused[0]}", form)
    with report(f"{name} in all texts at once, in all that is published"):
        file.write_text(hostile.with_texts(value, 90_000) + "\n", encoding="utf-8")
        if reports(program, folder, f"{name} in all texts") == 0:
            outputs(program, folder, f"{name} in all texts")


def running_log(report, program, folder):
    """A server that runs writes of a file that becomes hostile, and of requests that are."""
    for form in ("text", "json"):
        with report(f"a file that becomes hostile while it is served, --log {form}"):
            file = folder / f"{form}.yaml"
            file.write_text(json.dumps(hostile.baseline()), encoding="utf-8")
            with Server(program, file, "--log", form, "--access-log") as server:
                for name in ("terminal escapes", "workflow commands", "C1 controls", "a log entry"):
                    path = ("calendar", "timezone")
                    file.write_text(hostile.with_value(path, hostile.VALUES[name]), encoding="utf-8")
                    server.signal(signal.SIGHUP)
                    server.wait_polls(1)
                    server.get("/%1b[2J%0a::error::x%e2%80%ae##[error]")
                server.wait_health("a hostile time zone", status="stale")
                server.stop()
                with open(server.log, "rb") as log:
                    log_lines(log.read(), "the log", form)


def attack(report, program, folder, chance):
    with report("a file without anything hostile"):
        (folder / "plain").mkdir()
        for name in ("events.yaml", "old.yaml"):
            (folder / "plain" / name).write_text(json.dumps(hostile.baseline()) + "\n", encoding="utf-8")
        code = reports(program, folder / "plain", "nothing hostile")
        _, _, errors = run(program, "check", "events.yaml", folder=folder / "plain")
        expect(code == 0, "check", errors, "exit code 0, so that each hostile value is the only fault")
        outputs(program, folder / "plain", "nothing hostile")
    running_log(report, program, folder)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for number, (name, value) in enumerate(hostile.VALUES.items()):
            pool.submit(of_value, report, program, folder / str(number), random.Random(chance.random()), name, value)
