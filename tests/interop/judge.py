"""Other people's readers judge every feed of every events file: they see what `calfeed list` lists, from 2015 to 2040.

Usage: judge.py CALFEED SCRATCH, in the root of the repository, by the Python that has requirements.txt. `tests/interop/run` does it.
A difference is either one of `known.toml`, which says by which sentence of the RFC the reader is wrong, or a failure; so is a
known fault that is seen more or less often, and a version of a reader, a total or a table other than in docs/evidence/interop.md. With
CALFEED_INTEROP=write in the environment the table there is written anew.
"""

import importlib.metadata
import json
import os
import pathlib
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict

import caldav
from events_files import ASKED, FIVE_THOUSAND, compared, every_feed

HERE = pathlib.Path(__file__).parent
DOCUMENT = HERE / "../../docs/evidence/interop.md"
# node-ical takes the zones of Node by their names, of whatever release Node has.
NOT_JUDGED = {("node-ical", "tests/it/cases/good/laws-of-2026.yaml")}
WRITE = "CALFEED_INTEROP=write tests/interop/run"
FIELDS = ["uid", "recurrence id", "start", "end", "title", "status", "location", "url"]


def readers(scratch):
    """Name → (version, command)."""
    package = lambda name: json.loads((scratch / f"node_modules/{name}/package.json").read_text())["version"]
    libical = subprocess.run(["pkg-config", "--modversion", "libical"], capture_output=True, text=True, check=True)
    ours = importlib.metadata.version
    return {
        "icalendar": (
            f"{ours('icalendar')}, recurring-ical-events {ours('recurring-ical-events')}",
            [sys.executable, HERE / "read_icalendar.py"],
        ),
        "ical.js": (package("ical.js"), ["node", scratch / "read_icaljs.mjs"]),
        "node-ical": (package("node-ical"), ["node", scratch / "read_nodeical.mjs"]),
        "libical": (libical.stdout.strip(), [scratch / "read_libical"]),
    }


def read(command, feeds):
    paths = "".join(f"{feed.file}\n" for feed in feeds)
    # A reader that takes midnight of its own zone for the beginning of a day gets a zone in which that shows.
    done = subprocess.run(
        [*command, *ASKED],
        input=paths,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={"TZ": "Pacific/Auckland", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(seen) == len(feeds), f"{command}: {len(seen)} answers of {len(feeds)}"
    return seen


def differences(expected, seen):
    """(uid, what, ours, read): what is `missing`, `extra`, `unreadable`, or the names of the fields that differ."""
    if isinstance(seen, str):
        return [(expected[0][0] if expected else "", "unreadable", f"{len(expected)} instances", seen)]
    seen = compared(seen)
    if expected == seen:
        return []
    key = lambda row: (row[0], row[1])
    found = []
    text = lambda row: json.dumps(row, ensure_ascii=False)
    ours, theirs = defaultdict(list), defaultdict(list)
    for row in expected:
        ours[key(row)].append(row)
    for row in seen:
        theirs[key(row)].append(row)
    for this in sorted(ours.keys() | theirs.keys(), key=str):
        mine, other = ours[this], theirs[this]
        for row in mine[len(other):]:
            found.append((this[0], "missing", text(row), "nothing"))
        for row in other[len(mine):]:
            found.append((this[0], "extra", "nothing", text(row)))
        for row, it in zip(mine, other):
            what = [name for name, one, two in zip(FIELDS, row, it) if one != two]
            if what:
                found.append((this[0], ", ".join(what), text(row), text(it)))
    return found


class Known:
    """The faults of readers."""

    KEYS = {"name", "reader", "file", "uid", "sees", "reads", "times", "rfc", "why"}

    def __init__(self):
        self.faults = tomllib.loads((HERE / "known.toml").read_text(encoding="utf-8")).get("fault", [])
        self.seen = Counter()
        for fault in self.faults:
            if fault.keys() != self.KEYS:
                raise SystemExit(f"error: known.toml: {fault.get('name')}: not the keys {', '.join(sorted(self.KEYS))}")

    def explains(self, reader, feed, uid, what, read):
        for fault in self.faults:
            of = [fault[key] for key in ("reader", "file", "uid", "sees", "reads")]
            if of == [reader, feed.events_file, uid, what, read]:
                self.seen[fault["name"]] += 1
                return fault["name"]
        return None

    def complaints(self):
        for fault in self.faults:
            name, reader = fault["name"], fault["reader"]
            if self.seen[name] != fault["times"]:
                yield f"{name}: {reader} does so {self.seen[name]} times, and known.toml says {fault['times']}"


def rows_of(feeds):
    """(events file, row of the table) → the indices of its feeds. Invites share one row."""
    rows = defaultdict(list)
    for index, feed in enumerate(feeds):
        rows[feed.events_file, "invites" if feed.is_invite else feed.path].append(index)
    return rows


def main():
    calfeed, scratch = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    feeds = list(every_feed(calfeed, scratch / "built"))
    judges = readers(scratch)
    versions = {name: version for name, (version, _) in judges.items()}
    versions[caldav.NAME] = caldav.version()
    known, failures = Known(), []
    verdicts = {name: [] for name in versions}
    for name, (_, command) in judges.items():
        for feed, seen in zip(feeds, read(command, feeds)):
            is_judged = (name, feed.events_file) not in NOT_JUDGED
            verdicts[name].append(differences(feed.expected, seen) if is_judged else None)
    verdicts[caldav.NAME] = caldav.verdicts(feeds, scratch)

    shown = {name: [] for name in versions}
    for name, verdict in verdicts.items():
        for feed, found in zip(feeds, verdict):
            if found is None:
                shown[name].append("-")
                continue
            explained = [known.explains(name, feed, uid, what, theirs) for uid, what, _, theirs in found]
            shown[name].append("DIFFERS" if None in explained else "known" if found else "same")
            for (uid, what, ours, theirs), why in zip(found, explained):
                if why is None:
                    failures.append(f"{name} · {feed.events_file} · {feed.path} · {uid} · {what}\n    {ours} is read as {theirs}")

    table(feeds, versions, shown)
    if os.environ.get("CALFEED_INTEROP") == "write":
        before, _, after = parts(DOCUMENT.read_text(encoding="utf-8"))
        DOCUMENT.write_text(before + written(feeds, shown) + after, encoding="utf-8")
    failures = undocumented(versions, feeds, shown) + failures
    for fault in known.faults:
        print(f"known: {fault['name']}, {known.seen[fault['name']]} times")
    failures += known.complaints()
    for failure in failures[:40]:
        print(failure)
    if failures:
        raise SystemExit(f"error: {len(failures)} differences that nothing explains")


def undocumented(versions, feeds, shown):
    """What docs/evidence/interop.md should say of this run and does not. libical is the system's, of whatever version that has."""
    text = DOCUMENT.read_text(encoding="utf-8")
    document = " ".join(text.split())
    installed = importlib.metadata.version
    readers = {
        "icalendar with recurring-ical-events": f"{installed('icalendar')}, {installed('recurring-ical-events')}",
        **{name: versions[name] for name in ("ical.js", "node-ical")},
        "Radicale, with vobject": f"{versions[caldav.NAME]}, {installed('vobject')}",
        "vdirsyncer with khal": f"{installed('vdirsyncer')}, {installed('khal')}",
    }
    judged = Counter(verdict for cells in shown.values() for verdict in cells if verdict != "-")
    files = len({feed.events_file for feed in feeds} - {FIVE_THOUSAND})
    said = [f"| {name} | {version} |" for name, version in readers.items()]
    said.append(
        f"{len(feeds):,} feeds and invites of {files} files, and of one made of 5,000 events, come to "
        f"{judged.total():,} verdicts: {judged['same']:,} the same, {judged['known']} known faults of readers,"
    )
    missing = [f"docs/evidence/interop.md does not say: {text}" for text in said if text not in document]
    if parts(text)[1] != written(feeds, shown):
        missing.append(f"the table of docs/evidence/interop.md is not what this run found; this writes it anew: {WRITE}")
    return missing


def parts(text):
    """What stands before the table of the document, the table, and what stands behind it."""
    start = text.index("| events file |")
    end = text.index("\n\n", start) + 1
    return text[:start], text[start:end], text[end:]


def written(feeds, shown):
    """The table of the document: a row for each events file, its feeds and invites counted."""
    rows = defaultdict(lambda: [Counter() for _ in shown])
    for index, feed in enumerate(feeds):
        for counted, verdicts in zip(rows[feed.events_file], shown.values()):
            counted[verdicts[index]] += 1
    said = lambda counted: ", ".join(f"{counted[what]:,} {what}" for what in ("same", "known", "DIFFERS") if counted[what])
    lines = [f"| events file | {' | '.join(shown)} |", f"|---{'|---' * len(shown)}|"]
    lines += [f"| {events_file} | {' | '.join(said(cell) or '–' for cell in cells)} |" for events_file, cells in rows.items()]
    return "".join(f"{line}\n" for line in lines)


def table(feeds, versions, shown):
    for name, version in versions.items():
        print(f"{name} {version}")
    first, last = max(len(feed.events_file) for feed in feeds), max(len(feed.path) for feed in feeds if not feed.is_invite)
    head = "  ".join(f"{name:<13}" for name in versions)
    print(f"\n{'events file':<{first}}  {'feed':<{last}}  instances  {head}")
    for (events_file, path), indices in rows_of(feeds).items():
        cells = []
        for name in versions:
            counted = Counter(shown[name][index] for index in indices)
            cell = ", ".join(f"{what} {count}" if len(indices) > 1 else what for what, count in counted.items() if what != "-")
            cells.append(f"{cell or '-':<13}")
        instances = sum(len(feeds[index].expected) for index in indices)
        print(f"{events_file:<{first}}  {path:<{last}}  {instances:>9}  {'  '.join(cells)}")
    judged = Counter(verdict for cells in shown.values() for verdict in cells if verdict != "-")
    total = ", ".join(f"{count} {verdict}" for verdict, count in judged.items())
    print(f"\n{len(feeds)} feeds and invites, {sum(judged.values())} verdicts: {total}\n")


if __name__ == "__main__":
    main()
