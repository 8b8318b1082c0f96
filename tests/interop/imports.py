"""Calendars of other programs are imported: what our feed of the result says is what the source says, from 2015 to 2040.

Usage: imports.py CALFEED SCRATCH, in the root of the repository, by the Python that has requirements.txt. `tests/interop/run` does it.
Other people's libraries write the sources, or they are files in the shape of programs that cannot run here: `sources.toml` lists them. Each
becomes an events file, which `check` accepts and `build` publishes. recurring-ical-events reads the source and the feed, and both must have
the same starts, ends, titles and states, apart from what `sources.toml` says is lost. The account must list what is lost, and its sums must
equal a count of the source's lines. A second import changes no byte, and an import of a changed source changes the changed events alone. The run
fails if docs/evidence/interop.md has another table; with CALFEED_INTEROP=write in the environment it writes the table.
"""

import difflib
import importlib.metadata
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import yaml

from events_files import ASKED, COMPARED, NOW

HERE = pathlib.Path(__file__).parent
SOURCES = HERE / "sources"
DOCUMENT = HERE / "../../docs/evidence/interop.md"
HEAD = "| program | version | series | instances | verdict |"
WRITE = "CALFEED_INTEROP=write tests/interop/run"
NEW = ["--url", "https://import.example.org", "--name", "Imported"]
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": "UTC", "LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
# How our feed says what a source says in another way.
HOUR = timedelta(hours=1)
UNTITLED = "(untitled)"
TITLES = {"CANCELLED": "CANCELLED: {}", "TENTATIVE": "{} (TBC)"}


def run(command):
    done = subprocess.run([str(part) for part in command], env=ENVIRONMENT, capture_output=True)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


class Source:
    """A calendar of another program, and what an import of it should give."""

    KEYS = {"file", "program", "version", "changes", "changed", "joined", "judged", "lost", "secrets", "texts"}

    def __init__(self, described, calfeed, scratch):
        if not described.keys() <= self.KEYS:
            raise SystemExit(f"error: sources.toml: {described['file']}: unknown keys {sorted(described.keys() - self.KEYS)}")
        self.name, self.program = described["file"], described["program"]
        self.said_version = described["version"]
        self.changes, self.changed = described["changes"], set(described["changed"])
        # UID → what arrives: "nothing", or a date up to which it does.
        self.lost = described.get("lost", {})
        self.texts, self.secrets = described.get("texts", []), described.get("secrets", [])
        self.joined, self.judged = set(described.get("joined", [])), described.get("judged", "9999")
        self.calfeed, self.scratch, self.failures = calfeed, scratch, []
        self.folder = scratch / "imports" / pathlib.Path(self.name).stem
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.events = self.folder / "events.yaml"
        self.series, self.instances = 0, 0

    def fail(self, what):
        self.failures.append(f"{self.name}: {what}")

    def write(self):
        """Writes the calendar, and the changed one."""
        file = SOURCES / self.name
        programs = {
            ".py": [sys.executable, file],
            ".mjs": ["node", self.scratch / self.name],
            ".rb": ["ruby", file],
            ".php": ["php", "-d", "display_errors=stderr", file],
        }
        if file.suffix == ".ics":
            written = file.read_bytes()
        else:
            command = programs.get(file.suffix, [self.scratch / file.stem])
            code, written, errors = run(command)
            if code != 0:
                raise SystemExit(f"error: {self.name} writes no calendar\n{errors}")
        self.source, self.later = self.folder / "source.ics", self.folder / "changed.ics"
        self.source.write_bytes(written)
        zones = re.compile(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE", re.DOTALL)
        self.series = len(re.findall(rb"(?m)^RRULE:", zones.sub(b"", written)))
        for old, new in self.changes:
            if written.count(old.encode()) != 1:
                raise SystemExit(f"error: sources.toml: {self.name}: {old!r} is {written.count(old.encode())} times in the source")
            written = written.replace(old.encode(), new.encode())
        self.later.write_bytes(written)

    def imported(self):
        """Imports the source into a new file, again, and then the changed one. Returns whether there are feeds to compare."""
        account = self.folder / "account.json"
        report = ["--format", "json", "--report", account]
        code, text, errors = run([self.calfeed, "import", self.source, *NEW, *report])
        self.events.write_bytes(text)
        if code not in (0, 1) or not account.exists():
            self.fail(f"import fails: {errors.strip()}")
            return False
        self.account(json.loads(account.read_text()), code)
        written = "\0".join(texts(yaml.safe_load(text)))
        for expected in self.texts:
            if expected not in written:
                self.fail(f"{expected!r} is not in the events file")
        for secret in self.secrets:
            if secret in text.decode():
                self.fail(f"{secret!r} is in the events file")
        if not self.published(self.events, "out"):
            return False
        again = self.folder / "again.yaml"
        shutil.copyfile(self.events, again)
        code, _, errors = run([self.calfeed, "import", self.source, "--into", again])
        if again.read_bytes() != text:
            self.fail(f"a second import changes the events file\n{difference(text, again.read_bytes())}")
        if code != (1 if self.lost else 0):
            self.fail(f"a second import has the exit code {code}: {errors.strip()[-800:]}")
        run([self.calfeed, "import", self.later, "--into", again])
        self.edited(text, again.read_bytes())
        return self.published(again, "out-changed")

    def published(self, events, out):
        for command in (["check", events], ["build", events, "--out", self.folder / out]):
            code, said, errors = run([self.calfeed, *command])
            if code != 0:
                self.fail(f"{command[0]} {events.name} fails: {(said.decode() + errors).strip()[:1500]}")
                return False
        return True

    def feed(self, out):
        calendar = yaml.safe_load(self.events.read_text())["calendar"]
        return self.folder / out / f"{calendar['slug']}.ics"

    def account(self, account, code):
        """The sums are right, and just the events of `lost` are listed, by lines that are theirs."""
        lines = unfolded(self.source.read_bytes())
        components, properties = counted(line for _, line in lines)
        for name, count in (("components", components), ("properties", properties)):
            sums = account[name]
            parts = sums["kept"] + sums["rewritten"] + sums["dropped"]
            if sums["read"] != count:
                self.fail(f"the account read {sums['read']} {name}, but the source has {count}")
            if sums["read"] != parts:
                self.fail(f"{sums['read']} {name} were read, but {parts} kept, rewritten or dropped")
        total = sum(kind["count"] for kind in account["kinds"])
        if total != account["components"]["read"] + account["properties"]["read"]:
            self.fail(f"the kinds of the account come to {total}")
        uids = uids_by_line(lines)
        listed = {uids.get(lost["line"], f"line {lost['line']}"): lost["reason"] for lost in account["events"]}
        for uid in listed.keys() - self.lost.keys():
            self.fail(f"the account lists {uid}, of which nothing should be lost: {listed[uid]}")
        for uid in self.lost.keys() - listed.keys():
            self.fail(f"the account does not list {uid}")
        if code != (1 if self.lost else 0):
            self.fail(f"import has the exit code {code}")

    def edited(self, before, after):
        """Just the changed events differ, and nothing else of the file."""
        first, second = blocks(before.decode()), blocks(after.decode())
        differing = {id for id in first.keys() | second.keys() if first.get(id) != second.get(id)}
        titles = {yaml.safe_load(first[id])[0]["title"] if id in first and id else id for id in differing}
        if titles != self.changed:
            self.fail(f"a changed source changes {sorted(titles)} and not {sorted(self.changed)}\n{difference(before, after)}")

    def compare(self, source, feed, when):
        """The instances of the source and of our feed."""
        if isinstance(source, str) or isinstance(feed, str):
            self.fail(f"{when}: cannot be read: {source if isinstance(source, str) else feed}")
            return
        first, last = COMPARED[0], min(COMPARED[1], self.judged)
        expected = Counter(published(row) for row in source if self.arrives(row) and first <= row[2] < last)
        seen = Counter(instance(row) for row in feed if first <= row[2] < last)
        self.instances = self.instances or expected.total()
        uids = {row[0] for row in source if self.arrives(row)} - self.joined - {row[0] for row in feed}
        if uids:
            self.fail(f"{when}: no event has the UID {', '.join(sorted(uids))}")
        for what, rows in (("missing", expected - seen), ("extra", seen - expected)):
            rows = sorted(rows.elements())
            shown = "".join(f"\n    {' | '.join(row)}" for row in rows[:4])
            if rows:
                self.fail(f"{when}: {len(rows)} instances are {what}, such as{shown}")

    def arrives(self, row):
        uid, _, start, *_ = row
        until = self.lost.get(uid, "9999")
        return until != "nothing" and start < until


def instance(row):
    """Start, end, title and state."""
    _, _, start, end, title, status, *_ = row
    return start, end, title, status


def published(row):
    """Start, end, title and state of an instance of the source, as our feed should say them."""
    start, end, title, status = instance(row)
    start, end = (re.sub(r"(T\d\d:\d\d):\d\d", r"\1:00", moment) for moment in (start, end))
    if start == end and "T" in start:
        # It is shown as an hour long.
        end = (datetime.fromisoformat(start) + HOUR).strftime("%Y-%m-%dT%H:%M:%SZ")
    title = " ".join((title or "").split()) or UNTITLED
    if status == "CANCELLED":
        # Microsoft's programs say it in the title too.
        title = re.sub(r"^Cancell?ed: ", "", title)
    return start, end, TITLES.get(status, "{}").format(title), status or "CONFIRMED"


def unfolded(content):
    """The content lines, each with the number of its first line."""
    lines = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        line = line.removesuffix(b"\r")
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + line[1:])
        elif line:
            lines.append((number, line))
    return [(number, line.decode()) for number, line in lines]


def counted(lines):
    """The components, a VTIMEZONE with its parts as one, and the properties."""
    components, properties, in_zone = 0, 0, False
    for line in lines:
        name, _, value = line.partition(":")
        match name.upper(), value.upper():
            case "BEGIN", _ if not in_zone:
                components += 1
                in_zone = value.upper() == "VTIMEZONE"
            case "END", "VTIMEZONE":
                in_zone = False
            case ("BEGIN" | "END"), _:
                pass
            case _:
                properties += 1
    return components, properties


def uids_by_line(lines):
    """Number of a line in a VEVENT → its UID."""
    uids, inside, uid = {}, [], None
    for number, line in lines:
        if line == "BEGIN:VEVENT":
            inside, uid = [], None
        inside.append(number)
        uid = line.removeprefix("UID:") if line.startswith("UID:") else uid
        if line == "END:VEVENT":
            uids |= dict.fromkeys(inside, uid)
    return uids


def blocks(text):
    """Id of an event → its lines in the events file; "" → all other lines."""
    head, *events = re.split(r"(?m)^(?=  - id: )", text)
    found = {"": head}
    for event in events:
        found[event.split("\n", 1)[0].removeprefix("  - id: ").strip()] = event
    return found


def texts(value):
    """All texts of an events file."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)
    else:
        yield str(value)


def difference(before, after):
    lines = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), lineterm="", n=1)
    return "\n".join(f"    {line}" for line in list(lines)[:24])


def read(files):
    first, last = ASKED
    done = subprocess.run(
        [sys.executable, HERE / "read_icalendar.py", first, last],
        input="".join(f"{file}\n" for file in files),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={"TZ": "Pacific/Auckland", "PATH": ENVIRONMENT["PATH"], "PYTHONWARNINGS": "ignore"},
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def version(said, scratch):
    """The version of a program: that of its package, or what `sources.toml` says."""
    registry, _, name = said.partition(":")
    match registry:
        case "pypi":
            return importlib.metadata.version(name)
        case "npm":
            return json.loads((scratch / f"node_modules/{name}/package.json").read_text())["version"]
        case "debian":
            return f"{name}, Debian 12"
        case _:
            return said


def prepared(source):
    source.write()
    return source.imported()


def main():
    calfeed, scratch = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    described = tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))["source"]
    sources = [Source(source, calfeed, scratch) for source in described]
    unlisted = {file.name for file in SOURCES.iterdir()} - {source.name for source in sources}
    if unlisted:
        raise SystemExit(f"error: sources.toml does not list {', '.join(sorted(unlisted))}")
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        ready = [source for source, is_ready in zip(sources, threads.map(prepared, sources)) if is_ready]
        files = [(source.source, source.feed("out"), source.later, source.feed("out-changed")) for source in ready]
        seen = threads.map(read, files)
    for source, (first, ours, later, ours_later) in zip(ready, seen):
        source.compare(first, ours, "imported")
        source.compare(later, ours_later, "changed, and imported again")

    table = written(sources, scratch)
    print(table)
    failures = [failure for source in sources for failure in source.failures]
    before, documented, after = parts(DOCUMENT.read_text(encoding="utf-8"))
    if os.environ.get("CALFEED_INTEROP") == "write":
        DOCUMENT.write_text(before + table + after, encoding="utf-8")
    elif documented != table:
        failures.append(f"the table of docs/evidence/interop.md is not what this run found; this writes it: {WRITE}")
    for failure in failures[:60]:
        print(failure)
    if failures:
        raise SystemExit(f"error: {len(failures)} failures")


def written(sources, scratch):
    """The table of the document: a row for each source."""
    lines = [HEAD, f"|{'---|' * 5}"]
    for source in sources:
        lost = f", {len(source.lost)} listed in the account" if source.lost else ""
        verdict = "DIFFERS" if source.failures else f"same{lost}"
        cells = [source.program, version(source.said_version, scratch), str(source.series), f"{source.instances:,}", verdict]
        lines.append(f"| {' | '.join(cells)} |")
    return "".join(f"{line}\n" for line in lines)


def parts(text):
    """The text before the table of the document, the table, and the text after it."""
    start = text.index(HEAD)
    end = text.index("\n\n", start) + 1
    return text[:start], text[start:end], text[end:]


if __name__ == "__main__":
    main()
